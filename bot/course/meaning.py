"""What a schedule means for people, in words: what each student writes, how often the bot speaks, whether seats
suffice.

It counts and it says; what is due is the planner's knowledge. It must never know a file, a clock or a platform.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.course import planner
from bot.course.calendar import monday_of
from bot.course.grading_meaning import grading_in_words
from bot.course.keeping import YEAR
from bot.course.model import Course, Tier
from bot.course.notice import Notice
from bot.course.reminders import Reminder, reminders
from bot.course.review_meaning import reviews_in_words
from bot.course.reviews import Mine, duties
from bot.course.seat_rules import opens_at
from bot.course.seat_sums import sums
from bot.course.signups import FEW, seats
from bot.course.wording import counted, day_words, instant_words, listed, moment_words, span_words

BEGINNING, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Every instant that a schedule can name lies between these."""

DAYS_AHEAD = 7

MOST_MESSAGES = 5
"""A week. Who is told more stops reading."""

RARE = 10
"""One week in so many may hold more, before a midterm or a project: that is said, and no alarm is raised."""


def meaning(course: Course) -> tuple[str, ...]:
    """The file in sentences, the most important first."""
    return (
        *_term(course),
        *_readings(course),
        *reviews_in_words(course),
        *_seats(course),
        *grading_in_words(course),
        *_deadlines(course),
        *_messages(course),
        *_retention(course),
    )


def _term(course: Course) -> Iterator[str]:
    days = [meeting.day for session in course.sessions for meeting in session.meetings]
    if not days:
        yield f"No session has a date yet ({counted(len(course.sessions), 'session')} in the file)."
        return
    first, last = min(days), max(days)
    span = (
        f"from {day_words(first)} {first.year} to {day_words(last)} {last.year}"
        if first != last
        else (f"on {day_words(first)} {first.year}")
    )
    yield f"{counted(len(course.sessions), 'session')} {span}, on the clock of {course.timezone.key}."
    silent = sum(not session.kind.meets for session in course.sessions)
    undated = sum(not session.meetings for session in course.sessions)
    timeless = sum(
        session.kind.meets and bool(session.meetings) and session.starts_at is None for session in course.sessions
    )
    if silent:
        yield f"{counted(silent, 'day')} without class: nobody is reminded to come."
    if undated:
        verb = "has" if undated == 1 else "have"
        yield f"{counted(undated, 'session')} {verb} no date yet: shown, never announced."
    if timeless:
        yield f"{counted(timeless, 'session')} without a known hour: the day alone is named."


def _readings(course: Course) -> Iterator[str]:
    papers: dict[str, set[Tier | None]] = {}
    for _, reading in course.readings():
        papers.setdefault(reading.id, set()).add(reading.tier)
    if not papers:
        return
    required = sum(Tier.REQUIRED in tiers for tiers in papers.values())
    optional = sum(Tier.REQUIRED not in tiers and Tier.OPTIONAL in tiers for tiers in papers.values())
    rest = len(papers) - required - optional
    parts = [f"{required} required"] if required else []
    parts += [f"{optional} optional"] if optional else []
    parts += [f"{rest} {'others' if parts and rest > 1 else 'other' if parts else 'unmarked'}"] if rest else []
    yield f"{counted(len(papers), 'reading')}: {listed(parts)}."


def _seats(course: Course) -> Iterator[str]:
    offered, rules = seats(course), course.presenting.rules
    if not offered:
        return
    roles = counted(len(course.presenting.roles), "role")
    sessions = counted(len({seat.session.id for seat in offered}), "session")
    backups = sum(role.backup for role in course.presenting.roles)
    verb = "is" if backups == 1 else "are"
    backup = f" ({backups} of the {roles} {verb} backup)" if backups else ""
    yield f"Presenting: {roles} in {sessions} offer {counted(len(offered), 'seat')}{backup}."
    if rules.at_least:
        different = " in different roles" if rules.distinct_roles == "yes" and rules.at_least > 1 else ""
        students = counted(sums(course, 0).enough_for, "student")
        yield f"It needs {counted(rules.at_least, 'seat')}{different} for each student: enough for {students}."
    yield from _signing_up(course)


MODES = {
    "auto": f"to who comes first below {FEW} students, else by preference",
    "first_come": "to who comes first",
    "preferences": "by preference",
}


def _signing_up(course: Course) -> Iterator[str]:
    """When it opens and closes and how seats are given, then until when they are given back."""
    asked, at = course.presenting, opens_at(course)
    opens = "when staff open it" if at is None else instant_words(course, at)
    closes = "when class begins"
    if asked.closes is not None:
        closes = moment_words(course, asked.closes)
    elif asked.closes_before is not None:
        closes = f"{span_words(asked.closes_before)} before class"
    yield f"Sign-up opens {opens} and closes {closes}; seats go {MODES[asked.mode]}."
    drop = span_words(asked.drop_until_before)
    waiting = "; who waits for a seat gets it when it is given back" if asked.waiting_list else ""
    later = "a backup is asked" if any(role.backup for role in asked.roles) else "others are asked and staff are told"
    yield f"A seat can be given back freely until {drop} before class, later {later}{waiting}."


def _deadlines(course: Course) -> Iterator[str]:
    if not course.deadlines:
        return
    kinds = Counter(deadline.kind.value for deadline in course.deadlines)
    parts = [counted(number, kind) for kind, number in kinds.items()]
    yield f"{counted(len(course.deadlines), 'deadline')}: {listed(parts)}."
    undated = sum(deadline.due is None for deadline in course.deadlines)
    if undated:
        verb = "has" if undated == 1 else "have"
        yield f"{undated} of them {verb} no due date yet: shown, never reminded."


def _messages(course: Course) -> Iterator[str]:
    """How often a student who hands in on time hears from the bot: in the channel, who is reminded of every review as
    well, and in both cases a receipt for each. Receipts are answers: what is said unasked is held against the bound.
    """
    posts = [one.due_at for one in planner.term(course)]
    told, answered = [one.at for one in _reminders(course)], _receipts(course)
    if not posts and not told:
        yield "The bot posts nothing on its own."
        return
    unasked = _by_week(course, [*posts, *told])
    everything = unasked + _by_week(course, answered)
    quiet = {monday_of(meeting.day) for session in course.sessions for meeting in session.meetings}
    quiet |= {monday_of(deadline.due.day) for deadline in course.deadlines if deadline.due}
    number = len(quiet | set(everything))
    weekly = _a_week(everything.total(), number)
    rest = f"{max(everything.values())} in the fullest, {everything.total()} in the whole term"
    receipts = ", with a receipt for each" if answered else ""
    if told:
        yield f"Who hands in on time, reminded of every review, gets about {weekly} a week ({rest}){receipts}."
        yield f"Who hands in early gets about {_a_week(len(posts) + len(answered), number)} a week."
    else:
        yield f"Each student gets about {weekly} a week ({rest}){receipts}."
    yield from _too_many(course, unasked, number, ", receipts not counted" if answered else "")


def _too_many(course: Course, unasked: Counter[date], number: int, but: str) -> Iterator[str]:
    """The fullest week, where it holds more than the bound; and what makes fewer, unless weeks like it are rare."""
    fullest = max(unasked, key=lambda week: (unasked[week], -week.toordinal()))
    over = sum(count > MOST_MESSAGES for count in unasked.values())
    if not over:
        return
    yield f"The fullest week is that of {day_words(fullest)} {fullest.year}, with {unasked[fullest]} messages{but}."
    if over * RARE > number or unasked.total() > MOST_MESSAGES * number:
        yield f"That is more than {MOST_MESSAGES} a week: {_fewer(course)}."


def _by_week(course: Course, instants: list[datetime]) -> Counter[date]:
    return Counter(monday_of(course.local(at).date()) for at in instants)


def _receipts(course: Course) -> list[datetime]:
    """When they come at the latest to who hands in on time: one a review."""
    everything = duties(course, Mine(), BEGINNING)
    dues = [(duty.needed, [one.window.due for one in duty.standings if one.window]) for duty in everything]
    return [due for needed, found in dues for due in found[:needed]]


def _a_week(messages: int, weeks: int) -> str:
    """`3 messages`; a half is told."""
    halves = round(2 * messages / weeks)
    whole, half = divmod(max(halves, 1), 2)
    return f"{whole or ''}½ {'messages' if whole else 'a message'}" if half else counted(whole, "message")


def _reminders(course: Course) -> tuple[Reminder, ...]:
    """Those before the deadlines, of who hands in at the last minute."""
    everything = reminders(duties(course, Mine(), BEGINNING), course.timezone)
    return tuple(one for one in everything if any(not part.late for part in one.parts))


def _fewer(course: Course) -> str:
    """What in the schedule would make fewer."""
    rules = course.announcements
    if rules.review_due.on and not rules.review_due.elsewhere_only:
        return "turn off announcements.review_due, since whoever owes a review is reminded personally"
    if rules.day_of.on:
        return "turn off announcements.day_of, or give reviews.remind fewer spans"
    return "give reviews.remind or the deadlines fewer spans"


def ahead(course: Course, now: datetime) -> tuple[str, ...]:
    """What will be posted in the next days, a line each; or why there is nothing."""
    notices = planner.due(course, now, END)
    if not notices:
        over = planner.term(course)
        return ("The course is over: nothing more will be posted.",) if over else ("Nothing will be posted.",)
    soon = [notice for notice in notices if notice.due_at <= now + timedelta(days=DAYS_AHEAD)]
    if not soon:
        first = notices[0]
        year = f" {course.local(first.due_at).year}"
        return (f"Nothing in the next {DAYS_AHEAD} days. The first post: {_post(course, first, year)}.",)
    return (
        f"In the next {DAYS_AHEAD} days:",
        *(f"  {_post(course, notice)}" for notice in soon),
    )


def _post(course: Course, notice: Notice, year: str = "") -> str:
    local = course.local(notice.due_at)
    clock = instant_words(course, notice.due_at).partition(", ")[2]
    return f"{day_words(local.date())}{year}, {clock}: {notice.title or notice.item}"


def _retention(course: Course) -> Iterator[str]:
    """Where the file says something else than most do."""
    if course.retention is None:
        yield "What people wrote is kept for ever, also after the course is closed."
    elif course.retention != YEAR:
        years, rest = divmod(course.retention, YEAR)
        length = span_words(course.retention) if rest else counted(years, "year")
        yield f"What people wrote is erased {length} after the course is closed."
