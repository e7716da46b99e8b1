"""The record of what staff did, a page at a time, with the names that its sentences need.

It only reads. Which words a person typed mean whom or what is for the handlers, and every sentence too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.course.model import Course
from bot.errors import Refused
from bot.services.student_page import NOT_HERE
from bot.store import audit_pages, people
from bot.store.audit_pages import ABOUT_PERSONS, Wanted
from bot.store.database import Connection
from bot.store.records import AuditEntry

__all__ = ["PAGE", "Entries", "Wanted", "look"]

PAGE = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A page, the newest first. `names`: of all whom its entries are about; `more`: there are older ones."""

    entries: tuple[AuditEntry, ...]
    names: Mapping[int, str]
    more: bool


def look(connection: Connection, course: Course, wanted: Wanted, *, start: int) -> Entries:
    """From the `start`th on. Raises Refused for a person who never was in the course."""
    names = {one.person: one.name for one in people.members(connection, course.id, active_only=False)}
    if wanted.person is not None and wanted.person not in names:
        raise Refused(NOT_HERE)
    found = audit_pages.page(connection, course.id, wanted, start=start, number=PAGE + 1)
    shown = found[:PAGE]
    concerned = {person for one in shown for person in _persons(one)} | {wanted.person}
    known = {person: name for person, name in names.items() if person in concerned}
    return Entries(entries=shown, names=known, more=len(found) > PAGE)


def _persons(one: AuditEntry) -> Iterator[int]:
    """Who did it, and whom it is about."""
    if one.person is not None:
        yield one.person
    if one.action in ABOUT_PERSONS and one.item.isdecimal():
        yield int(one.item)
    for name in ("person", "of"):
        if isinstance(one.details.get(name), int):
            yield one.details[name]
