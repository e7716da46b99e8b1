"""One person's data: all of it as a file, and all of it erased.

Erasing is one transaction. What is left are ids, instants and counts, so that totals and the history of seats stay
sound; who that was is nobody any more. No sentence is made here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from bot.course.model import Course, CourseRole
from bot.errors import Refused
from bot.export.archive import Archive, archived, file_name
from bot.services import books
from bot.services.books import Written
from bot.store import audit, emptying, erasing, people, personal_data
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.personal_data import Candidate

EVERYWHERE = ""
"""The course of what is written down about a person in all of them."""

Pages = Callable[[Course, tuple[Written, ...]], str]
"""What somebody wrote in one course, as a page to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who is meant: `one`, or the candidates among whom it cannot be told."""

    one: Candidate | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A course that has not ended and of which somebody is an instructor; `alone`: the only one."""

    course: str
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What there is of somebody: rows by table, and the courses that would lose an instructor."""

    who: Candidate
    own: Mapping[str, int]
    erased: bool
    leads: tuple[Lead, ...]


def find(connection: Connection, words: str) -> Found:
    """By e-mail, student id, account id, name, or `id:` and the bot's number."""
    found = personal_data.meant(connection, words)
    if len(found) == 1:
        return Found(one=found[0])
    return Found(one=None, candidates=found or personal_data.alike(connection, words))


def counts(connection: Connection, person_id: int) -> Counts:
    """What would be erased."""
    who = personal_data.meant(connection, f"{personal_data.NUMBER}{person_id}")
    if not who:
        raise Refused("There is no such person (any more).")
    own = erasing.count_own(connection, person_id)
    erased = erasing.is_erased(who[0].name, person_id)
    return Counts(who=who[0], own=own, erased=erased, leads=tuple(_leads(connection, person_id)))


def _leads(connection: Connection, person_id: int) -> Iterator[Lead]:
    for state in states.states(connection):
        if not state.closed:
            members = people.members(connection, state.course)
            instructors = [one.person for one in members if one.role is CourseRole.INSTRUCTOR]
            if person_id in instructors:
                yield Lead(course=state.course, alone=len(instructors) == 1)


def write_export(
    connection: Connection, person_id: int, courses: tuple[Course, ...], page: Pages, stream: BinaryIO, *, now: datetime
) -> Mapping[str, int]:
    """Everything of one person as a zip; how many rows of which table are in it."""
    rows = personal_data.everything(connection, person_id)
    audit.record(
        connection, now=now, course=EVERYWHERE, action="exported", item=str(person_id), details={"of": "person"}
    )

    def fill(into: Archive) -> None:
        into.add("data.json", json.dumps(_document(rows, now), ensure_ascii=False, indent=1).encode())
        for course in courses:
            mine = books.of_person(connection, course, person_id, now=now)
            if mine:
                into.add(f"{file_name(course.id)}-reviews.html", page(course, mine).encode())
        for number, name, content in personal_data.files(connection, person_id):
            into.add(f"files/{number}-{file_name(name)}", content)

    archived(stream, now, fill)
    return {name: len(them) for name, them in rows.items()}


def _document(rows: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {"made_at": now.isoformat(), "tables": rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased of somebody: rows by table, messages to and about them, lines of the record."""

    own: Mapping[str, int]
    messages: int
    told_of: int
    noted: int


def erase(connection: Connection, person_id: int, *, now: datetime) -> Erased:
    """Erase one person everywhere. Raises Refused where there is no such person."""
    counts(connection, person_id)
    who = erasing.known(connection, person_id)
    own = erasing.empty_own(connection, [person_id], now=now)
    messages = emptying.empty_said(connection, to=[person_id])
    told_of = emptying.empty_told_of(connection, who)
    noted = emptying.empty_noted(connection, who)
    emptying.empty_states(connection, who)
    erasing.forget_persons(connection, [person_id])
    details = {"messages": messages, "told_of": told_of, "noted": noted}
    audit.record(connection, now=now, course=EVERYWHERE, action="erased", item=str(person_id), details=details)
    return Erased(own=own, messages=messages, told_of=told_of, noted=noted)
