"""The weekly post: one glance for a student, what to hand in by when and what to read for which class.

Each paper stands once, under the first class that requires it. Nothing that is over is mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversation.reply import (
    NOTHING,
    Block,
    Bold,
    Buttons,
    Code,
    Heading,
    Line,
    Reply,
    WebLink,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.calendar import monday_of
from bot.course.model import Course, Deadline, DeadlineKind, Reading, Session
from bot.course.notice import Facts, Notice
from bot.course.planner import coverage, listed_under
from handlers.papers import write_buttons
from handlers.wording import (
    dates_line,
    guests_line,
    joined,
    moment_span,
    place_words,
    reading_line,
    readings_by_label,
    review_line,
    today,
)


def weekly(notice: Notice, facts: Facts) -> Reply:
    """The post for the week that the notice names; empty where all of it is over."""
    course, now = facts.course, facts.now
    covered = coverage(course, notice)
    sessions = [session for session in covered.sessions if session.over_at is None or session.over_at > now]
    owed = [session for session in covered.reviews if _review_open(session, now)]
    deadlines = [one for one in covered.deadlines if one.due is not None and one.due.until > now]
    if not (sessions or owed or deadlines):
        return NOTHING
    blocks: list[Block] = [Heading(_heading(course, notice, now))]
    dues = _dues(course, owed, deadlines)
    if dues:
        blocks += [paragraph(Bold("Due")), bullets(*dues)]
    writing = write_buttons(course, {session.id for session in owed})
    if writing:
        blocks.append(Buttons(writing))
    for listed in _each_paper_once(sessions):
        blocks += _session_blocks(course, listed, now)
    prefix = f"/{course.command_prefix}"
    asked = [Code(f"{prefix}{name}") for name in ("readings", *(("review",) if writing else ()), "deadlines")]
    blocks.append(small("Ask me any time: ", *joined([(one,) for one in asked[:-1]]), " or ", asked[-1]))
    return Reply(tuple(blocks), private=False)


def _review_open(session: Session, now: datetime) -> bool:
    return session.review is not None and session.review.due is not None and session.review.due.until > now


def _heading(course: Course, notice: Notice, now: datetime) -> str:
    monday = date.fromisoformat(notice.item.removeprefix("week:"))
    if monday <= monday_of(today(course, now)):
        return f"This week in {course.title}"
    return f"Coming up in {course.title}: week of {monday.day} {monday:%b}"


def _dues(course: Course, owed: Sequence[Session], deadlines: Sequence[Deadline]) -> list[Line]:
    """What is owed by when, the next first."""
    reviews = [
        (one.review.due, review_line(one, one.review)) for one in owed if one.review is not None and one.review.due
    ]
    others = [(one.due, _deadline_words(one)) for one in deadlines if one.due is not None]
    return [
        line(moment_span(course, due), ": ", *words)
        for due, words in sorted(reviews + others, key=lambda found: found[0].until)
    ]


def _deadline_words(deadline: Deadline) -> Line:
    if deadline.kind is DeadlineKind.EXAM:
        return line(Bold(deadline.title), " (exam)")
    if deadline.submit_to:
        return line(Bold(deadline.title), " (", WebLink("submit here", deadline.submit_to), ")")
    return line(Bold(deadline.title))


@dataclass(frozen=True, slots=True)
class Listed:
    """A session with the papers that stand under it, and where its other papers stand."""

    session: Session
    readings: tuple[Reading, ...]
    elsewhere: tuple[Session, ...]


def _each_paper_once(sessions: Sequence[Session]) -> Iterator[Listed]:
    home = listed_under(sessions)
    for session in sessions:
        here = tuple(reading for reading in session.readings if home[reading.id] is session)
        others = {home[reading.id].id: home[reading.id] for reading in session.readings}
        others.pop(session.id, None)
        yield Listed(session, here, tuple(others.values()))


def _session_blocks(course: Course, listed: Listed, now: datetime) -> Iterator[Block]:
    session, when = listed.session, dates_line(course, listed.session, now)
    if session.kind.meets:
        yield paragraph(*when, ": ", Bold(session.name), place_words(session), *guests_line(session))
    else:
        why = line(" (", Bold(session.title), ")") if session.title else ()
        yield paragraph(*when, ": no class", *why)
    if session.note:
        yield paragraph(session.note)
    for label, group in readings_by_label(listed.readings):
        yield paragraph(Bold(label))
        yield bullets(*(reading_line(reading) for reading in group))
    if listed.elsewhere:
        lead = "Also the papers listed for " if listed.readings else "The papers are those for "
        names = joined([line(Bold(one.name), " (", *dates_line(course, one, now), ")") for one in listed.elsewhere])
        yield small(lead, *names, ".")
