"""`/deadlines`: what is due and when, the next first. It tells what the schedule says and never what anyone did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.commands import Cost, Group, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Plain,
    Reply,
    WebLink,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request, Someone
from bot.course import agenda
from bot.course.agenda import Due, Dues
from bot.course.model import Course, CourseRole, Deadline, DeadlineKind, Moment, Session
from bot.course.wording import counted, day_words
from handlers.command_line import page_start
from handlers.sessions import title_line
from handlers.wording import instant, joined, link_span, moment_span, review_line, today

NEXT = "due"
ALL = "dueall"
PAGE = 12
HOURS_SHOWN = timedelta(hours=36)
DAYS_SHOWN = 21
WEEKS_SHOWN = 70
"""Days; what is farther away is a date only."""


async def ahead(request: Request, _run: Run) -> Reply:
    """What is due from now on."""
    return _answer(request, past=False)


async def everything(request: Request, _run: Run) -> Reply:
    """What is past as well."""
    return _answer(request, past=True)


def _answer(request: Request, *, past: bool) -> Reply:
    start = page_start(request.arguments)
    past = past or request.words.lower().split()[:1] == ["all"]
    several = len(request.courses) > 1
    blocks: list[Block] = []
    for course in request.courses:
        blocks.append(Heading(f"{course.title}: what is due" if several else "What is due"))
        blocks += _for_course(request, course, past=past, start=start)
    return Reply(tuple(blocks), shareable=True)


def _for_course(request: Request, course: Course, *, past: bool, start: int) -> list[Block]:
    now = request.now
    found = agenda.dues(course, now)
    entries = [*found.ahead, *found.undated, *(found.past if past else ())]
    start = start - start % PAGE if start < len(entries) else 0
    shown = entries[start : start + PAGE]
    blocks: list[Block] = []
    if not (found.ahead or found.undated):
        blocks.append(paragraph(_nothing_ahead(found)))
    for heading, group in _sections(found):
        lines = [_due_line(course, due, now) for due in group if due in shown]
        blocks += [paragraph(Bold(heading)), bullets(*lines)] if heading and lines else []
        blocks += [bullets(*lines)] if lines and not heading else []
    blocks += _for_latecomers(request.someone, course, shown)
    verb = ALL if past else NEXT
    if len(entries) > PAGE:
        blocks.append(small(f"{start + 1} to {start + len(shown)} of {len(entries)}"))
    buttons = [
        Button(label, Action(verb, course.id, (str(other),)))
        for label, other in (("Previous", start - PAGE), ("Next", start + PAGE))
        if 0 <= other < len(entries)
    ]
    if found.past and not past:
        buttons.append(Button("Past ones too", Action(ALL, course.id)))
    return [*blocks, Buttons(tuple(buttons))] if buttons else blocks


def _for_latecomers(someone: Someone, course: Course, shown: Sequence[Due]) -> list[Block]:
    """Which of these reviews a student who came while the course ran does not owe."""
    if not any(came_before(due, someone, course) for due in shown):
        return []
    day = day_words(course.local(someone.joined_at[course.id]).date())
    before = instant(course, someone.counts_from[course.id])
    return [small("Reviews due before ", before, f" do not count for you: you joined on {day}.")]


def came_before(due: Due, someone: Someone, course: Course) -> bool:
    """Whether it is a review that a student does not owe, because they came when it was as good as due."""
    came, counts_from = someone.joined_at.get(course.id), someone.counts_from.get(course.id)
    if someone.roles.get(course.id) is not CourseRole.STUDENT or came is None or counts_from is None:
        return False
    return due.is_review and due.when is not None and due.when.until < counts_from and came < counts_from


def _sections(found: Dues) -> tuple[tuple[str, Sequence[Due]], ...]:
    return ("", found.ahead), ("No date yet", found.undated), ("Past", found.past)


def _nothing_ahead(found: Dues) -> str:
    return "Nothing is due any more." if found.past else "Nothing is due: the schedule has no deadlines."


def _due_line(course: Course, due: Due, now: datetime) -> Line:
    """`Mon 31 Jan, 1:00 PM (in 2 days): Assignment 1. 10 points. Submit it here.`"""
    what = _what(due)
    if due.when is None:
        return line(*what, _out(course, due, now))
    soon = distance(course, due.when, now)
    return line(moment_span(course, due.when), f" ({soon})" if soon else "", ": ", *what, _out(course, due, now))


def brief_line(course: Course, due: Due) -> Line:
    """The same in few words, and without a distance, so that it says tomorrow what it says today."""
    deadline = due.deadline
    if deadline is None:
        what = _what(due)
    else:
        where = line(". ", WebLink("Submit it here", deadline.submit_to), ".") if deadline.submit_to else ()
        what = line(*_title(deadline), *where)
    return what if due.when is None else line(moment_span(course, due.when), ": ", *what)


def _what(due: Due) -> Line:
    if due.deadline is not None:
        return _deadline(due.deadline)
    if due.session is None:
        raise ValueError("nothing is due")
    return _review(due.session) if due.is_review else _exam(due.session)


def _review(session: Session) -> Line:
    review = session.review
    if review is None:
        return line(Bold(f"Review for {session.name}"))
    first, *rest = review_line(session, review)
    opening = Plain(first.text[:1].upper() + first.text[1:]) if isinstance(first, Plain) else first
    return line(opening, *rest, ".")


def _exam(session: Session) -> Line:
    return line(Bold(title_line(session)), f", {session.place}." if session.place else ".")


def _deadline(deadline: Deadline) -> Line:
    """The title, then everything that the schedule says of it, in short sentences."""
    words: list[Line] = [_title(deadline)]
    if deadline.details:
        words.append(line(deadline.details.rstrip(". ")))
    if deadline.points is not None:
        points = f"{deadline.points:g} {'point' if deadline.points == 1 else 'points'}"
        words.append(line(points))
    if deadline.per == "team":
        words.append(line("One per team"))
    if deadline.place:
        words.append(line(f"Where: {deadline.place}"))
    if deadline.submit_to:
        words.append(line(WebLink("Submit it here", deadline.submit_to)))
    words += [line(link_span(link)) for link in deadline.links]
    return (*joined(words, ". "), Plain("."))


def _title(deadline: Deadline) -> Line:
    exam = deadline.kind is DeadlineKind.EXAM and "exam" not in deadline.title.lower()
    return line(Bold(f"Exam: {deadline.title}" if exam else deadline.title))


def _out(course: Course, due: Due, now: datetime) -> str:
    """` It comes out on Tue 28 Jan.`, while it is not out yet."""
    out = due.deadline.out if due.deadline is not None else None
    if out is None or (out.at or out.until) <= now or out.day <= today(course, now):
        return ""
    return f" It comes out on {day_words(out.day)}."


def distance(course: Course, when: Moment, now: datetime) -> str:
    """`in 3 hours`, `tomorrow`, `in 5 days`; whole days are those of the course's calendar. Only the year, where it
    is another one; nothing for the past.
    """
    days = (when.day - today(course, now)).days
    if days > WEEKS_SHOWN or when.until <= now:
        return "" if when.day.year == today(course, now).year else str(when.day.year)
    if when.at is not None and when.at - now < HOURS_SHOWN:
        minutes = max(round((when.at - now).total_seconds() / 60), 1)
        return f"in {counted(minutes, 'minute')}" if minutes < 60 else f"in {counted(round(minutes / 60), 'hour')}"
    if days >= DAYS_SHOWN:
        return f"in {counted(round(days / 7), 'week')}"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


GROUP = Group(
    name="deadlines",
    summary="What is due, and when",
    default="next",
    words=frozenset({"due", "deadline", "deadlines", "owe", "homework"}),
    rows=(
        Row(name="next", verb=NEXT, summary="What is due next", function=ahead),
        Row(name="all", verb=ALL, summary="All that is due, past ones too", function=everything, cost=Cost.HEAVY),
    ),
)
