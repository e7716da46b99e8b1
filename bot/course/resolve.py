"""All entries of a schedule together: ids, dates, papers, reviews and roles become one Course.

It reports what is only wrong in company (two entries with one id, a rule that nobody can meet) and never stops at the
first. Of the file it knows paths, not lines.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.course import meetings as dates
from bot.course import oddities, posts, seats
from bot.course.document import CourseDoc, DeadlineDoc, LinkDoc, SessionDoc
from bot.course.drafts import Draft, draft
from bot.course.grading_rules import grading
from bot.course.meetings import WallClock
from bot.course.model import (
    Course,
    DateForm,
    Deadline,
    Link,
    Material,
    MeetingPattern,
    Reading,
    Session,
    Speaker,
    StaffMember,
)
from bot.course.owed import Reviews
from bot.course.papers import readings
from bot.course.scalars import slug
from bot.course.source import Path, Report, quote

Entries = tuple[tuple[int, SessionDoc], ...]


def resolve(report: Report) -> Course:
    """The course that the tree describes. It is to be used only where the report holds no problem afterwards."""
    written = draft(report)
    clock = WallClock(report, written.course.timezone)
    usual = dates.pattern(report, written.course.meets)
    ids = _ids(report, written)
    presenting = seats.presenting(clock, written.presenting)
    drafted = _drafted(clock, written, usual, ids)
    reviews = Reviews(
        report=report,
        clock=clock,
        usual=written.reviews,
        complete=written.readable("course", "reviews"),
    )
    owed = reviews.of(drafted)
    sessions = tuple(replace(session, review=owed.get(number)) for number, _doc, session in drafted)
    if written.presenting:
        seats.check(
            report, written.presenting, presenting.roles, sessions=sessions, complete=written.readable("sessions")
        )
    course = Course(
        id=written.course.id,
        title=written.course.title,
        term=written.course.term,
        timezone=written.course.timezone,
        meets=usual,
        staff=_staff(report, written.course),
        links=_links(written.course.links),
        channels=posts.channels(report, written.course),
        command_prefix=written.course.command_prefix,
        retention=written.course.retention,
        announcements=posts.announcements(report, written),
        presenting=presenting,
        grading=grading(report, written.grading, sessions, complete=written.readable("sessions", "reviews")),
        sessions=sessions,
        deadlines=tuple(_deadline(clock, number, doc, ids["deadlines", number]) for number, doc in written.deadlines),
    )
    oddities.warn(report, written, course)
    return course


def _ids(report: Report, written: Draft) -> dict[tuple[str, int], str]:
    """The id of every session and deadline: written, else made from the title. One name space for both."""
    ids: dict[tuple[str, int], str] = {}
    first: dict[str, tuple[Path, bool]] = {}
    entries: list[tuple[str, int, SessionDoc | DeadlineDoc]] = [
        *(("sessions", number, session) for number, session in written.sessions),
        *(("deadlines", number, deadline) for number, deadline in written.deadlines),
    ]
    for section, number, doc in entries:
        path: Path = (section, number)
        item = doc.id or slug(doc.title or "")
        if not item:
            why = "no id can be made from this title" if doc.title else "an entry without a title needs an id"
            report.error((*path, "id"), f"{why}: write id: and a short word such as big-data", at_key=True)
            item = f"{section}-{number}"
        elif item in first:
            other, explicit = first[item]
            line, _column = report.position(other)
            if doc.id and explicit:
                message = f"the id {quote(item)} is taken by the entry on line {line}: choose a different one"
            else:
                message = (
                    f"this entry and the one on line {line} would both get the id {quote(item)}: write id: in both"
                )
            report.error((*path, "id" if doc.id else "title"), message)
        else:
            first[item] = ((*path, "id" if doc.id else "title"), doc.id is not None)
        ids[section, number] = item
    return ids


def _drafted(
    clock: WallClock, written: Draft, usual: MeetingPattern, ids: dict[tuple[str, int], str]
) -> list[tuple[int, SessionDoc, Session]]:
    """Every session but for its review, which depends on the others."""
    papers = readings(clock.report, written.sessions, complete=written.readable("sessions"))
    _warn_of_missing_links(clock.report, written.sessions, papers)
    drafted: list[tuple[int, SessionDoc, Session]] = []
    for number, doc in written.sessions:
        session = _session(clock, number, doc, usual=usual, listed=papers[number], session_id=ids["sessions", number])
        if doc.presenting and written.presenting is None and written.readable("presenting"):
            message = "nobody can sign up here: the file has no presenting: section with roles"
            clock.report.error(("sessions", number, "presenting"), message)
        presented = seats.presented(doc, session, written.presenting)
        drafted.append((number, doc, replace(session, presenting=presented)))
    return drafted


def _session(
    clock: WallClock,
    number: int,
    doc: SessionDoc,
    *,
    usual: MeetingPattern,
    listed: tuple[Reading, ...],
    session_id: str,
) -> Session:
    path: Path = ("sessions", number)
    form, days = dates.dated(clock.report, path, doc)
    met = dates.meetings(clock, path, doc, form=form, days=days, usual=usual)
    usual_place = usual.place if doc.kind.meets and doc.start is None and form is not DateForm.TBD else None
    return Session(
        id=session_id,
        title=doc.title,
        kind=doc.kind,
        date_form=form,
        meetings=met,
        over_at=dates.over_at(met, form, clock.zone),
        place=doc.place or usual_place,
        week=doc.week,
        unit=doc.unit,
        speakers=tuple(Speaker(**speaker.model_dump()) for speaker in doc.speakers),
        note=doc.note,
        readings=listed,
        materials=tuple(Material(**material.model_dump()) for material in doc.materials),
    )


def _deadline(clock: WallClock, number: int, doc: DeadlineDoc, deadline_id: str) -> Deadline:
    path: Path = ("deadlines", number)
    out, due = clock.stamp((*path, "out"), doc.out), clock.stamp((*path, "due"), doc.due)
    if out and due and (due.day < out.day or (out.at and due.until < out.at)):
        clock.report.error((*path, "due"), "this is due before it is out: write a later day, or an earlier one for out")
    return Deadline(
        id=deadline_id,
        kind=doc.kind,
        title=doc.title,
        out=out,
        due=due,
        submit_to=doc.submit_to,
        details=doc.details,
        points=doc.points,
        place=doc.place,
        per=doc.per,
        links=_links(doc.links),
        remind=None if doc.remind is None else tuple(sorted(set(doc.remind), reverse=True)),
    )


def _links(docs: Collection[LinkDoc]) -> tuple[Link, ...]:
    return tuple(Link(link.title, link.url) for link in docs)


def _staff(report: Report, course: CourseDoc) -> tuple[StaffMember, ...]:
    seen: dict[tuple[str, str], str] = {}
    for number, person in enumerate(course.staff):
        if person.slack_group and (person.slack or person.email):
            message = "a group has no id and no e-mail of its own: give the person an entry of their own"
            report.error(("course", "staff", number, "slack_group"), message)
        for key in ("email", "slack", "slack_group", "discord"):
            value = getattr(person, key)
            if not value:
                continue
            other = seen.setdefault((key, value.casefold()), person.name)
            if other is not person.name:
                path: Path = ("course", "staff", number, key)
                report.error(path, f"{quote(other)} has the same: two entries need two, correct one of them")
    return tuple(StaffMember(**person.model_dump()) for person in course.staff)


def _warn_of_missing_links(report: Report, sessions: Entries, papers: dict[int, tuple[Reading, ...]]) -> None:
    for number, doc in sessions:
        without = {
            reading.id
            for reading in papers[number]
            if not reading.url and not reading.links and reading.tier == "required"
        }
        for place, reading in enumerate(doc.readings):
            if (reading.id or slug(reading.title or "")) in without:
                path: Path = ("sessions", number, "readings", place)
                report.warn(path, "a required reading without a link: write url: https://… if there is one")
