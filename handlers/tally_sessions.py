"""Which session staff mean when they ask who has handed in: words of its title, a week, a class number, a day, or none.

It knows what sessions ask for reviews and when they are due; it must never know who owes any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import Action, Block, Button, Buttons, Code, Reply, paragraph, small
from bot.course import agenda
from bot.course.dates import read_day
from bot.course.model import Course, Session
from bot.course.reviews import passed
from bot.course.search import Hit, search
from bot.services import naming, tallying
from handlers.command_line import clean
from handlers.papers import short

TALLY = "tally"
"""Arguments: the session's id and the number of the first person of a page; or words that mean a session."""

GUESSES = 5

WEEK = re.compile(r"(?:week|wk|w) ?#?(\d{1,2})")
CLASS = re.compile(r"(?:(?:class|lecture|session|meeting) ?)?#?(\d{1,3})")
BESIDE = {"last": -7, "previous": -7, "this": 0, "next": 7}
"""Days from this week to the one that is named."""


def meant(course: Course, words: str, now: datetime, *, verb: str = TALLY, command: str = "missing") -> Session | Reply:
    """The session that the words are about, or the question which one: its buttons say `verb`, `command` is typed."""
    asking = [one for one in course.sessions if one.id in tallying.hours(course)]
    words = clean(words)
    if not asking:
        return Reply((paragraph("No session of this course asks for reviews that I collect."),))
    if not words:
        session = tallying.current(course, now)
        return session if session is not None else asking[-1]
    named = naming.work(course, words).one
    exact = next((one for one in asking if named is not None and one.id == named.session), None)
    if exact is not None:
        return exact
    timed = by_time(course, words.casefold().strip("?!.,"), asking, now)
    if timed is None:
        found = search(course, words)
        timed = sure = _sessions(found.hits, asking)
        if not sure:
            guesses = _sessions(found.guesses, asking)
            return _which(course, guesses, verb) if guesses else _none_fits(course, words, asking, verb, command)
    if not timed:
        return _none_fits(course, words, asking, verb, command)
    return timed[0] if len(timed) == 1 else _which(course, timed, verb)


def by_time(course: Course, words: str, asking: Sequence[Session], now: datetime) -> list[Session] | None:
    """The sessions of a week, of a day, next or last, or one by its class number; None: the words are none of that."""
    if words in ("next", "last", "previous"):
        due = tallying.by_due(course)
        ahead, past = [one for at, one in due if not passed(at, now)], [one for at, one in due if passed(at, now)]
        return ahead[:1] if words == "next" else past[-1:]
    days = BESIDE.get(words.removesuffix(" week")) if words.endswith(" week") or words == "this" else None
    if days is not None:
        return _among(agenda.in_week_of(course, course.local(now).date() + timedelta(days=days)), asking)
    week, number = WEEK.fullmatch(words), CLASS.fullmatch(words)
    if week is not None:
        weeks = [one for one in agenda.weeks(course) if one.number == int(week[1])]
        return _among((session for one in weeks for session in one.sessions), asking)
    if number is not None:
        classes = [one for one in agenda.dated(course) if one.kind.meets]
        return _among(classes[int(number[1]) - 1 : int(number[1])] if int(number[1]) else (), asking)
    day = read_day(words, course, now)
    if day is None:
        return None
    held = _among(agenda.between(course, day, day), asking)
    return held or [one for due, one in tallying.by_due(course) if course.local(due).date() == day]


def _among(found: Iterable[Session], asking: Sequence[Session]) -> list[Session]:
    ids = {one.id for one in found}
    return [one for one in asking if one.id in ids]


def _sessions(hits: Sequence[Hit], asking: Sequence[Session]) -> list[Session]:
    """Those of the sessions that the hits are about: by their own words, else by a paper of theirs."""
    own = [session for hit in hits if hit.reading is None for session in hit.sessions if session in asking]
    by_paper = [session for hit in hits if hit.reading is not None for session in hit.sessions if session in asking]
    return list({session.id: session for session in own or by_paper}.values())


def _which(course: Course, sessions: Sequence[Session], verb: str) -> Reply:
    return Reply((paragraph("Which one do you mean?"), *_menu(course, sessions, verb)))


def _none_fits(course: Course, words: str, asking: Sequence[Session], verb: str, command: str) -> Reply:
    lead = (
        f"No paper, class or week fits “{short(words)}”. Type words of a title, week 3, class 5, a day, next or last."
    )
    example = f"/{course.command_prefix}course {command} week 3"
    return Reply((paragraph(lead), *_menu(course, asking, verb), small("Like this: ", Code(example))))


def _menu(course: Course, sessions: Sequence[Session], verb: str) -> list[Block]:
    shown = sessions[:GUESSES]
    return [Buttons(tuple(Button(short(one.name), Action(verb, course.id, (one.id,))) for one in shown))]
