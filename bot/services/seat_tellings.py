"""Telling people and staff what became of seats: each change once, by the line of the history that it wrote.

It knows who is told and the facts, as ids; names are looked up when it is said, and the sentences are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.staff_notices import Telling, tell
from bot.store import people, seats
from bot.store.database import Connection
from bot.store.ledger import Delivery

WHAT = "what"
"""The detail that says which sentence it is: a word of `handlers.seat_notices`."""

PERSONS = ("person", "other", "by")
"""Details that hold a person's id; when it is said the name stands beside it, as `person_name` and so on."""


def tell_holder(
    connection: Connection, course: Course, person: int, what: str, key: SeatKey, *, now: datetime, **details: str
) -> bool:
    """Tell one person what became of a seat. Call it after the change that it tells of, in the same transaction."""
    telling = PersonTelling(
        person=person,
        kind=NoticeKind.SEAT,
        item=key.session,
        occurrence=_occurrence(connection, course, what),
        title="Your seat",
        details={WHAT: what, **encoded(key), **details},
    )
    return tell_person(connection, course, telling, now=now)


def tell_staff(
    connection: Connection, course: Course, what: str, key: SeatKey, *, now: datetime, **details: str
) -> bool:
    """Tell staff what became of a seat, as `tell_holder`."""
    telling = Telling(
        kind=NoticeKind.SEATS,
        item=key.session,
        occurrence=_occurrence(connection, course, what),
        title="A seat",
        details={WHAT: what, **encoded(key), **details},
    )
    return tell(connection, course, telling, now=now)


def _occurrence(connection: Connection, course: Course, what: str) -> str:
    return f"{what}.{seats.last_change(connection, course.id)}"


def encoded(key: SeatKey) -> dict[str, str]:
    """The seat as details."""
    return {"session": key.session, "paper": key.paper, "role": key.role, "number": str(key.number)}


def decoded(details: Mapping[str, str]) -> SeatKey:
    """The inverse of `encoded`."""
    return SeatKey(details["session"], details["paper"], details["role"], int(details["number"]))


def keys_text(keys: Iterable[SeatKey]) -> str:
    """Seats as one detail, where there are several or another one beside the one that it is about."""
    return json.dumps([list(key) for key in keys])


def keys_of(text: str) -> tuple[SeatKey, ...]:
    """The inverse of `keys_text`."""
    return tuple(SeatKey(*key) for key in json.loads(text))


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:  # noqa: ARG001 - every look-up takes them
    """The names of the persons that it is about."""
    found: dict[str, str] = {}
    for detail in PERSONS:
        person = one.details.get(detail, "")
        if person:
            found[f"{detail}_name"] = people.get_person(connection, int(person)).name
    return found
