"""Telling people and staff that a filling was applied or undone: each person once, of all their seats.

It knows who is told and the facts, as ids; the sentences are the handlers'.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.course.fairness import Given
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT, keys_of, keys_text
from bot.services.staff_notices import Telling, tell
from bot.store.database import Connection

FILLED, UNFILLED = "filled", "unfilled"
"""What each person is told of: they got seats, and these are theirs no more."""

APPLIED, UNDONE = "fill_applied", "fill_undone"
"""What staff are told of."""

FILL = "fill"
"""The detail that holds the filling's number."""

SEATS = "seats"
"""The detail that holds the seats of one person, for `keys`; told to staff how many they are, and of `PEOPLE`."""

PEOPLE = "people"


def tell_people(
    connection: Connection, course: Course, fill: int, what: str, given: Collection[Given], *, now: datetime
) -> None:
    """Each person once."""
    theirs: dict[int, list[SeatKey]] = {}
    for each in given:
        theirs.setdefault(each.person, []).append(each.key)
    for person, mine in theirs.items():
        telling = PersonTelling(
            person=person,
            kind=NoticeKind.SEAT,
            item=_item(fill),
            occurrence=what,
            title="Your seats",
            details={WHAT: what, SEATS: keys_text(mine)},
        )
        tell_person(connection, course, telling, now=now)


def keys(details: Mapping[str, str]) -> tuple[SeatKey, ...]:
    """The seats that somebody is told of."""
    return keys_of(details[SEATS])


def tell_staff(
    connection: Connection,
    course: Course,
    fill: int,
    what: str,
    given: Collection[Given],
    *,
    now: datetime,
    by: int | None,
) -> None:
    """How many seats, of how many people, and who pressed."""
    details = {
        WHAT: what,
        FILL: str(fill),
        SEATS: str(len(given)),
        PEOPLE: str(len({each.person for each in given})),
        "by": "" if by is None else str(by),
    }
    telling = Telling(kind=NoticeKind.SEATS, item=_item(fill), occurrence=what, title="Seats", details=details)
    tell(connection, course, telling, now=now)


def _item(fill: int) -> str:
    return f"fill:{fill}"
