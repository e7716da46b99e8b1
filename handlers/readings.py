"""`/readings`: what is next to read, a week, a day, or whatever the words find. It only reads the schedule.

Its buttons carry what was asked and the page, so that any of them can be pressed a month later.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.conversation.commands import Group, Parameter, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request, Someone
from bot.course import agenda
from bot.course.agenda import Due
from bot.course.calendar import monday_of
from bot.course.dates import looks_like_date, read_day
from bot.course.model import Course, Session
from bot.course.search import Hit, search
from bot.course.wording import day_words, listed
from handlers.deadlines import came_before
from handlers.pages import VERB, Found, page, page_of
from handlers.sessions import cards, hit_where, paper_line, title_line
from handlers.wording import dates_line, today

HITS = 5
NEXT = "What to read next"
ONE = "id:"
ECHO = 80
WEEK = re.compile(r"(?:week|wk|w)?\s*#?\s*(\d{1,3})", re.IGNORECASE)
SOON = timedelta(days=7)


async def readings(request: Request, _run: Run) -> Reply:
    """Everything that the words ask for, course by course."""
    words, start = page_of(request.arguments)
    several = len(request.courses) > 1
    blocks: list[Block] = []
    answers = [(course, find(as_owed(course, request.someone), words, request.now)) for course in request.courses]
    for course, found in [one for one in answers if not one[1].nothing] or answers:
        heading = f"{course.title}: {found.heading}" if several else found.heading
        blocks += [Heading(heading), *page(course, found, start)]
    return Reply(tuple(blocks), shareable=True)


def as_owed(course: Course, someone: Someone) -> Course:
    """The course without the reviews that somebody does not owe, because they came late."""

    def shown(session: Session) -> Session:
        due = Due(when=session.review.due, session=session) if session.review is not None else None
        return replace(session, review=None) if due is not None and came_before(due, someone, course) else session

    return replace(course, sessions=tuple(shown(session) for session in course.sessions))


def find(course: Course, words: str, now: datetime) -> Found:
    """What the words mean: nothing, `this`, `next`, a week, a day, one session, or a search."""
    plain = words.lower().rstrip("?!.")
    named = _named(course, plain, now) or _numbered(course, plain, now)
    if named is not None:
        return named
    session = course.session(plain.removeprefix(ONE))
    if session is not None:
        return _one(course, session, now)
    asked = read_day(words, course, now)
    return _search(course, words, now) if asked is None else _day(course, asked, now)


def _named(course: Course, words: str, now: datetime) -> Found | None:
    day = today(course, now)
    if words in ("", "upcoming", "next class"):
        return _upcoming(course, now)
    if words == "all":
        return Found(heading="The whole term", pieces=tuple(cards(course, course.sessions, now)), again="all")
    weeks = {"this": (0, "This week"), "next": (1, "Next week"), "last": (-1, "Last week")}
    name = words.removesuffix(" week")
    if name not in weeks:
        return None
    distance, heading = weeks[name]
    return _week_of(course, day + distance * SOON, heading, name, now)


def _numbered(course: Course, words: str, now: datetime) -> Found | None:
    found = WEEK.fullmatch(words)
    return _numbered_week(course, int(found[1]), now) if found else None


def _one(course: Course, session: Session, now: datetime) -> Found:
    heading = session.week or "From the schedule"
    return Found(heading=heading, pieces=tuple(cards(course, [session], now, heading)), again=f"{ONE}{session.id}")


def _upcoming(course: Course, now: datetime) -> Found:
    up = agenda.upcoming(course, now, SOON)
    if not up.sessions and up.later is None and not up.undated:
        return _over(course, up.last, now)
    shown = [*up.sessions]
    intro: list[Block] = []
    outro: list[Block] = []
    if not up.sessions and up.later is not None:
        intro.append(paragraph("Nothing in the next 7 days. The next class is ", *_day_of(course, up.later, now), "."))
    if up.later is not None and not any(session.kind.meets for session in shown):
        shown.append(up.later)
    elif up.later is not None:
        outro.append(small("After that: ", title_line(up.later), ", ", *dates_line(course, up.later, now), "."))
    elif shown and up.undated:
        outro.append(small("No date yet: ", listed([title_line(session) for session in up.undated]), "."))
    elif not shown:
        intro.append(paragraph("No class with a date is ahead. These have no date yet:"))
        shown += up.undated
    return Found(heading=NEXT, intro=tuple(intro), pieces=tuple(cards(course, shown, now)), outro=tuple(outro))


def _over(course: Course, last: Session | None, now: datetime) -> Found:
    if last is None or last.first is None:
        return Found(heading=NEXT, intro=(paragraph("The schedule has no classes yet."),))
    words = f"The term is over: the last class was {_last_words(last, now)}."
    example = f"/{course.command_prefix}readings week 3"
    return Found(
        heading=NEXT,
        intro=(paragraph(words), small(f"Everything can still be found, for example with {example}, or by any words.")),
    )


def _last_words(session: Session, now: datetime) -> str:
    day = session.meetings[-1].day
    year = "" if day.year == now.year else f" {day.year}"
    return f"{title_line(session)} on {day_words(day)}{year}"


def _day_of(course: Course, session: Session, now: datetime) -> Line:
    first = agenda.begins_at(course, session)
    days = (course.local(first).date() - today(course, now)).days if first is not None else 0
    return line(*dates_line(course, session, now), f" (in {days} days)" if days > 1 else "")


def _week_of(course: Course, day: date, name: str, again: str, now: datetime) -> Found:
    sessions = agenda.in_week_of(course, day)
    monday = monday_of(day)
    heading = f"{name}: {_span_words(monday)}"
    if sessions:
        return Found(heading=heading, pieces=tuple(cards(course, sessions, now)), again=again)
    return _nothing(course, heading, f"No class in the week of {day_words(monday)}.", monday, now)


def _span_words(monday: date) -> str:
    return f"{day_words(monday)} to {day_words(monday + timedelta(days=6))}"


def _nothing(course: Course, heading: str, sentence: str, day: date, now: datetime) -> Found:
    """Nothing then; what comes after it is shown instead."""
    following = agenda.first_from(course, day)
    if following is None:
        last = [session for session in agenda.dated(course) if session.kind.meets][-1:]
        more = f" The last class on the schedule is {_last_words(last[0], now)}." if last else ""
        return Found(heading=heading, intro=(paragraph(sentence + more),))
    return Found(
        heading=heading,
        intro=(paragraph(f"{sentence} The next one:"),),
        pieces=tuple(cards(course, [following], now)),
        again=f"{ONE}{following.id}",
    )


def _numbered_week(course: Course, number: int, now: datetime) -> Found:
    weeks = agenda.weeks(course)
    week = next((week for week in weeks if week.number == number), None)
    if week is None:
        return Found(heading=f"Week {number}", intro=(paragraph(_which_weeks(weeks)),))
    heading = f"Week {number}" if week.monday is None else f"Week {number}: {_span_words(week.monday)}"
    if not week.sessions:
        return _nothing(course, heading, "No class in this week.", week.monday or today(course, now), now)
    return Found(heading=heading, pieces=tuple(cards(course, week.sessions, now, heading)), again=f"week {number}")


def _which_weeks(weeks: Sequence[agenda.Week]) -> str:
    if not weeks:
        return "The schedule has no weeks yet."
    numbers = [week.number for week in weeks]
    if len(numbers) == 1:
        return f"The schedule has week {numbers[0]} only."
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"There is no such week: the schedule has weeks {numbers[0]} to {numbers[-1]}."
    return f"There is no such week: the schedule has weeks {', '.join(str(number) for number in numbers)}."


def _day(course: Course, day: date, now: datetime) -> Found:
    heading = f"{day_words(day)} {day.year}"
    sessions = agenda.between(course, day, day)
    if sessions:
        return Found(heading=heading, pieces=tuple(cards(course, sessions, now)), again=day.isoformat())
    return _nothing(course, heading, f"No class on {heading}.", day, now)


# --- by words -----------------------------------------------------------------------------------------------------


def _search(course: Course, words: str, now: datetime) -> Found:
    echo = words if len(words) <= ECHO else f"{words[: ECHO - 1]}…"
    heading = f"Found for “{echo}”"
    found = search(course, words)
    if not found.hits:
        return _guesses(course, echo, found.guesses, now)
    best = _worth_showing(found.hits)
    sessions = {hit.sessions[0].id: hit.sessions[0] for hit in best}
    if len(sessions) == 1 and all(hit.reading is None for hit in best):
        (session,) = sessions.values()
        return Found(heading=heading, pieces=tuple(cards(course, [session], now)), again=f"{ONE}{session.id}")
    shown = best[:HITS]
    blocks: list[Block] = [bullets(*(_hit_line(course, hit, now) for hit in shown)), _open_buttons(course, shown)]
    if len(best) > HITS:
        blocks.append(small(f"{len(best) - HITS} more fit. Another word would narrow it down."))
    return Found(heading=heading, pieces=(tuple(blocks),))


def _worth_showing(hits: Sequence[Hit]) -> list[Hit]:
    """Without the ones that merely resemble what the best ones say exactly."""
    top = hits[0].score
    return [hit for hit in hits if hit.score >= min(top, 95.0) or hit.score >= top - 12]


def _hit_line(course: Course, hit: Hit, now: datetime) -> Line:
    if hit.reading is None:
        session = hit.sessions[0]
        names = ", ".join(speaker.name for speaker in session.speakers)
        return line(
            "Class: ",
            Bold(title_line(session)),
            f", with {names}" if names else "",
            ", ",
            *dates_line(course, session, now),
        )
    return line(*paper_line(hit.reading), ": ", *hit_where(course, hit.sessions, now))


def _open_buttons(course: Course, hits: Sequence[Hit]) -> Buttons:
    """A button for each session that was found."""
    sessions = {session.id: session for hit in hits for session in hit.sessions[:1]}
    return Buttons(
        tuple(
            Button(f"Show {title_line(session)}", Action(VERB, course.id, (f"{ONE}{session.id}",)))
            for session in sessions.values()
        )
    )


def _guesses(course: Course, echo: str, guesses: Sequence[Hit], now: datetime) -> Found:
    heading = f"Nothing found for “{echo}”"
    if not guesses:
        example = f"/{course.command_prefix}readings"
        advice = f"Try a word of the title, an author or a guest. {example} alone shows what is next."
        if looks_like_date(echo):
            advice = f"I cannot read that as one day. Try {example} 31 jan, {example} 2022-01-31 or {example} week 3."
        return Found(heading=heading, intro=(paragraph(advice),), nothing=True)
    shown = guesses[:3]
    return Found(
        heading=heading,
        intro=(paragraph("Did you mean:"),),
        pieces=((bullets(*(_hit_line(course, hit, now) for hit in shown)), _open_buttons(course, shown)),),
        nothing=True,
    )


GROUP = Group(
    name="readings",
    summary="What to read: next, a week, a day, or any words",
    default="show",
    words=frozenset({"read", "reading", "readings", "paper", "papers"}),
    rows=(
        Row(
            name="show",
            verb=VERB,
            summary="What to read: next, a week, a day, or any words of a title, author or guest",
            function=readings,
            parameters=(
                Parameter(
                    name="what",
                    summary="this, next, week 3, 31 jan, or words to look for",
                    rest=True,
                    choices=("this", "next", "week N", "date", "words"),
                ),
            ),
        ),
    ),
)
