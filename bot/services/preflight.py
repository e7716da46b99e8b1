"""Two days before class staff hear once what the class lacks: empty seats, covers under way, links, reviews.

It knows when, and what is looked up as it is said; the words are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.calendar import before
from bot.course.model import Course, Session
from bot.course.notice import NoticeKind
from bot.course.signups import Seat, begins_at, seats
from bot.services import seating, tallying
from bot.services.seat_hours import Hour, Occasion
from bot.services.tallying import Lot
from bot.store import covers, people
from bot.store.database import Connection
from bot.store.ledger import Delivery

AHEAD = timedelta(days=2)
"""So long before class, by the course's clock."""

DETAIL = "preflight"
"""The detail of a notice that holds what was found."""


def hour(course: Course, session: Session) -> Hour | None:
    """Until class begins it is of use."""
    begins = begins_at(course, session)
    return None if begins is None else Hour(session=session, at=before(begins, AHEAD, course.timezone), until=begins)


OCCASION = Occasion(kind=NoticeKind.PREFLIGHT, name="preflight", title="Before class", hour=hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A seat and who has it, by name ('': nobody). `covered`: somebody is sought who fills in; `asked` of them has been
    asked and has until `until` to answer. `called`: all who may take it were.
    """

    seat: Seat
    holder: str = ""
    covered: bool = False
    called: bool = False
    asked: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """`done` of the `owing` students have handed in; nobody owes where the bot collects no reviews."""

    places: tuple[Place, ...]
    done: int
    owing: int
    opened: bool

    @property
    def empty(self) -> tuple[Place, ...]:
        return tuple(one for one in self.places if not one.holder and not one.covered)

    @property
    def covered(self) -> tuple[Place, ...]:
        return tuple(one for one in self.places if not one.holder and one.covered)

    @property
    def unasked(self) -> tuple[Place, ...]:
        """Of those nobody is asked about, or was."""
        return tuple(one for one in self.covered if not one.asked and not one.called)


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """None where the schedule has no seats there any more."""
    signups = seating.signups(connection, course)
    found = signups.of_session(one.key.item)
    if not found:
        return None
    sought = {cover.key: cover for cover in covers.open_of(connection, course.id) if cover.key.session == one.key.item}
    persons = {held.person for _, held in found if held is not None}
    names = people.names(connection, persons | {cover.asked for cover in sought.values() if cover.asked is not None})
    rows: list[list[object]] = []
    for seat, held in found:
        cover = sought.get(seat.key)
        asked = names.get(cover.asked, "") if cover is not None and cover.asked is not None else ""
        until = cover.ask_until.isoformat() if cover is not None and cover.ask_until is not None and asked else ""
        state = cover.state if cover is not None else ""
        rows.append([*seat.key, names.get(held.person, "") if held is not None else "", state, asked, until])
    lots = [counted.lot for counted in tallying.count(connection, course, one.key.item, now=now)]
    known = {
        "places": rows,
        "done": sum(lot in (Lot.IN, Lot.LATE) for lot in lots),
        "owing": sum(lot is not Lot.EXCUSED for lot in lots),
        "opened": signups.opening.opened_at is not None,
    }
    return {DETAIL: json.dumps(known, ensure_ascii=False)}


def read(course: Course, details: Mapping[str, str]) -> Preflight:
    """What `particulars` found."""
    known = json.loads(details[DETAIL])
    rows = {tuple(row[:4]): row[4:] for row in known.pop("places")}
    places = tuple(
        Place(
            seat=seat,
            holder=row[0],
            covered=bool(row[1]),
            called=row[1] == "calling",
            asked=row[2],
            until=datetime.fromisoformat(row[3]) if row[3] else None,
        )
        for seat in seats(course)
        if (row := rows.get(tuple(seat.key))) is not None
    )
    return Preflight(**known, places=places)
