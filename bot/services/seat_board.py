"""The board of seats in the course's channel: one message, entered when sign-up opens and once only.

It knows what is on the board, never its words. How it is kept up to date is in `kept_posts`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.signups import Holding, Mode, Opening, SeatKey, Signups, begins_at, classes
from bot.services import seating
from bot.services.destinations import destinations
from bot.services.outlook import entries
from bot.store import audit, ledger, people, standing, verdicts
from bot.store import courses as states
from bot.store import seats as stored
from bot.store.database import Connection
from bot.store.ledger import Delivery

ITEM = OCCURRENCE = "board"

DETAIL = "board"
"""The detail of a notice that holds who has which seat."""

PURPOSE = "announcements"

USEFUL_FOR = timedelta(days=1)
"""How long at least it is tried to post it."""


# --- posting it -----------------------------------------------------------------------------------------------------


def announce(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Enter the board for the course's channel, or before Go live its rehearsal line. False where it was entered before
    or there is nothing to sign up for: also whoever calls it again and again has it posted once.
    """
    return is_missing(connection, course, now=now) and _enter(connection, course, OCCURRENCE, now=now)


def is_missing(connection: Connection, course: Course, *, now: datetime) -> bool:
    """Whether people may sign up, and the board was never entered where it belongs."""
    if seating.signups(connection, course).opening.opened_at is None or _useful_until(course, now) is None:
        return False
    return any(not _names(connection, course, destination) for destination in _destinations(connection, course))


def next_number(connection: Connection, course: Course) -> int | None:
    """What `post_anew` is to be called with, so that a button that is pressed twice posts once; None where the board
    was never posted.
    """
    numbers = [len(_names(connection, course, destination)) for destination in _destinations(connection, course)]
    return max(numbers, default=0) + 1 if any(numbers) else None


def post_anew(connection: Connection, course: Course, number: int, *, now: datetime, by: int | None) -> bool:
    """Post it again, at the end of the channel, and take the one that stands there away, if it still does. False where
    that was asked for before.
    """
    if number != next_number(connection, course):
        return False
    for row in standing.newest(connection, course.id, [NoticeKind.BOARD.value], destinations=_platforms(course)):
        verdicts.start_retract(connection, row.delivery.id, now=now)
    entered = _enter(connection, course, f"{OCCURRENCE}.{number}", now=now)
    if entered:
        audit.record(
            connection, course=course.id, person=by, action="board_posted_anew", details={"number": number}, now=now
        )
    return entered


def _enter(connection: Connection, course: Course, occurrence: str, *, now: datetime) -> bool:
    until = _useful_until(course, now)
    if until is None:
        return False
    notice = Notice(
        course=course.id,
        kind=NoticeKind.BOARD,
        item=ITEM,
        occurrence=occurrence,
        due_at=now,
        stale_after=until,
        channel=PURPOSE,
        title="The board of seats",
    )
    live = states.state(connection, course.id).live
    entered = [ledger.enqueue(connection, entry, now=now) for entry in entries(course, notice, live=live)]
    return any(entered)


def _destinations(connection: Connection, course: Course) -> frozenset[str]:
    live = states.state(connection, course.id).live
    return frozenset(_platforms(course)) if live else frozenset({ledger.REHEARSAL})


def _platforms(course: Course) -> tuple[str, ...]:
    return tuple(place.platform for place in destinations(course, PURPOSE))


def _names(connection: Connection, course: Course, destination: str) -> Mapping[str, datetime | None]:
    return standing.hours(connection, course.id, NoticeKind.BOARD.value, ITEM, destination=destination)


def _useful_until(course: Course, now: datetime) -> datetime | None:
    """Until the last class with seats begins; None where all of them have begun."""
    begin = [begins_at(course, session) for session in classes(course)]
    ahead = [at for at in begin if at is not None and at > now]
    if not ahead and None not in begin:
        return None
    return max([now + USEFUL_FOR, *ahead])


# --- what is on it --------------------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:  # noqa: ARG001 - every look-up takes them
    """Who has which seat; never who still owes one."""
    signups = seating.signups(connection, course)
    held = [(*key, one.person) for key, one in signups.held.items() if key in signups.seats]
    names = people.names(connection, {row[-1] for row in held})
    opening = signups.opening
    known = {
        "held": held,
        "called": [list(key) for key in sorted(signups.called)],
        "names": {str(person): name for person, name in names.items()},
        "opened": opening.opened_at.isoformat() if opening.opened_at is not None else None,
        "mode": opening.mode.value,
        "filled": opening.filled_at.isoformat() if opening.filled_at is not None else None,
    }
    return {DETAIL: json.dumps(known, ensure_ascii=False)}


def of_day(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """The same for the post of one class; nothing where nobody has a seat there."""
    offered = any(session.id == one.key.item for session in classes(course))
    if not offered or not any(key.session == one.key.item for key in stored.held(connection, course.id)):
        return {}
    return particulars(connection, course, one, now)


def read(course: Course, details: Mapping[str, str], now: datetime) -> tuple[Signups, Mapping[int, str]]:
    """What `particulars` found: who has which seat, and what they are called."""
    known = json.loads(details[DETAIL])
    held: dict[SeatKey, Holding] = {}
    for session, paper, role, number, person in known["held"]:
        key = SeatKey(session, paper, role, number)
        held[key] = Holding(key=key, person=person, taken_at=now)
    opened, filled = (datetime.fromisoformat(at) if at else None for at in (known["opened"], known["filled"]))
    opening = Opening(opened_at=opened, mode=Mode(known["mode"]), filled_at=filled)
    names = {int(person): name for person, name in known["names"].items()}
    called = frozenset(SeatKey(*key) for key in known["called"])
    return Signups(course=course, held=held, opening=opening, called=called), names
