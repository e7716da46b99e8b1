"""Courses for tests, built as records: no file is read. Wall-clock times are those of the course's zone.

`course(session("a", date(2022, 1, 24), start=time(13)), …)` is enough for most tests. What is not said is left as
bare as the model allows: nothing is owed unless `owes` says so.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.course.calendar import instant, midnight_after, moment, monday_of
from bot.course.model import (
    Announcements,
    Course,
    DateForm,
    Deadline,
    DeadlineKind,
    FormField,
    Material,
    MaterialKind,
    Meeting,
    Moment,
    PeersRead,
    Reading,
    Review,
    ReviewForm,
    Session,
    SessionKind,
    Tier,
)

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
ONE_QUESTION = ReviewForm(name="short", fields=(FormField(id="summary", kind="text", label="Summary"),))

Day = date | tuple[date, time] | Moment
"""A day, a day with its wall-clock time, or a moment as it stands."""


def course(*sessions: Session, zone: ZoneInfo = LOS_ANGELES, **fields: Any) -> Course:
    """A course of these sessions. Any field of `Course` can be given, for instance `deadlines=(…,)`."""
    bare: dict[str, Any] = {
        "id": "seminar",
        "title": "Seminar",
        "term": "Spring 2022",
        "timezone": zone,
        "channels": {"slack": {"announcements": "#course", "staff": "#course-staff"}},
    }
    return Course(**{**bare, "sessions": sessions, **fields})


def session(
    session_id: str,
    *days: date,
    start: time | None = None,
    end: time | None = None,
    zone: ZoneInfo = LOS_ANGELES,
    form: DateForm | None = None,
    owes: Day | bool = False,
    **more: Any,
) -> Session:
    """A session on these days (none: TBD); `form` defaults to the one that fits them.

    `owes`: a review of each required reading is due then (True: at class start, or on the first day).
    Of a range only the first day has the hours, a week-of has its Monday and none.
    """
    form = form or (DateForm.DAYS if len(days) > 1 else DateForm.DAY if days else DateForm.TBD)
    if form is DateForm.WEEK_OF:
        days, start, end = (monday_of(days[0]),), None, None
    meetings = tuple(
        meeting(day, start, end, zone) if number == 0 or form is DateForm.DAYS else Meeting(day=day)
        for number, day in enumerate(days)
    )
    bare: dict[str, Any] = {"title": session_id.replace("-", " ").title(), "over_at": _over_at(meetings, form, zone)}
    record = Session(**{**bare, "id": session_id, "date_form": form, "meetings": meetings, **more})
    if owes is False:
        return record
    if owes is True:
        owes = moment(days[0], start, zone)
    return replace(record, review=review(record, owes, zone=zone))


def meeting(day: date, start: time | None, end: time | None, zone: ZoneInfo = LOS_ANGELES) -> Meeting:
    return Meeting(
        day=day,
        starts_at=None if start is None else instant(day, start, zone),
        ends_at=None if end is None else instant(day, end, zone),
    )


def _over_at(meetings: tuple[Meeting, ...], form: DateForm, zone: ZoneInfo) -> datetime | None:
    if not meetings:
        return None
    last = meetings[-1]
    if form is DateForm.WEEK_OF:
        return midnight_after(last.day + timedelta(days=6), zone)
    return last.ends_at or last.starts_at or midnight_after(last.day, zone)


def week_of(session_id: str, day: date, **fields: Any) -> Session:
    return session(session_id, day, form=DateForm.WEEK_OF, **fields)


def holiday(session_id: str, day: date, **fields: Any) -> Session:
    return session(session_id, day, kind=SessionKind.HOLIDAY, **fields)


def review(about: Session, due: Day | None, *, zone: ZoneInfo = LOS_ANGELES, **fields: Any) -> Review:
    """Each of the session's required papers is owed, a day of lateness is taken."""
    when = None if due is None else at(due, zone)
    late = None if when is None else when.until + timedelta(days=1)
    bare: dict[str, Any] = {
        "papers": tuple(one.id for one in about.readings if one.tier is Tier.REQUIRED),
        "choose": None,
        "form": ONE_QUESTION,
        "due": when,
        "grace": timedelta(minutes=10),
        "late_until": late,
        "closes_at": late,
        "digest_at": None if when is None else when.until,
        "peers_read": PeersRead.AFTER_MINE_AND_DEADLINE,
    }
    return Review(**{**bare, **fields})


def reading(paper: str, tier: Tier | None = Tier.REQUIRED, **fields: Any) -> Reading:
    bare: dict[str, Any] = {"title": f"On {paper}", "url": f"https://papers.example/{paper}"}
    return Reading(**{**bare, "id": paper, "tier": tier, **fields})


def material(kind: MaterialKind = MaterialKind.SLIDES, name: str = "PDF") -> Material:
    return Material(kind=kind, title=name, url=f"https://slides.example/{name}")


def deadline(
    deadline_id: str,
    due: Day | None = None,
    *,
    out: Day | None = None,
    kind: DeadlineKind = DeadlineKind.ASSIGNMENT,
    zone: ZoneInfo = LOS_ANGELES,
    **fields: Any,
) -> Deadline:
    bare: dict[str, Any] = {"title": deadline_id.replace("-", " ").title()}
    moments = {"due": None if due is None else at(due, zone), "out": None if out is None else at(out, zone)}
    return Deadline(**{**bare, "id": deadline_id, "kind": kind, **moments, **fields})


def at(when: Day, zone: ZoneInfo = LOS_ANGELES) -> Moment:
    if isinstance(when, Moment):
        return when
    return moment(*when, zone) if isinstance(when, tuple) else moment(when, None, zone)


def only(**announcements: Any) -> Announcements:
    """All announcements off but those given by name."""
    defaults = Announcements()
    off = {one.name: replace(getattr(defaults, one.name), on=False) for one in fields(Announcements)}
    return Announcements(**{**off, **announcements})


def with_reviews_posted(of: Course) -> Course:
    """The course as its file makes it with `review_due: {before: [1d]}`: the channel hears of every review."""
    rule = replace(of.announcements.review_due, elsewhere_only=False)
    return replace(of, announcements=replace(of.announcements, review_due=rule))


def mondays_at_one(weeks: int = 16, *, first: date = date(2022, 1, 24), zone: ZoneInfo = LOS_ANGELES) -> Course:
    """A seminar like the shipped one: a class each Monday, 13:00 to 16:00, a review of one paper due as it begins."""
    return course(
        *(
            session(
                f"class-{number}",
                first + timedelta(weeks=number - 1),
                start=time(13),
                end=time(16),
                zone=zone,
                readings=(reading(f"paper-{number}"),),
                owes=True,
            )
            for number in range(1, weeks + 1)
        ),
        zone=zone,
    )
