"""As class begins staff are told who presents today, seat by seat, so that they can say who did.

It knows when, and what is looked up as it is said; marking itself is in `marking`, the words are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course, Session
from bot.course.notice import NoticeKind
from bot.course.seat_rules import is_over
from bot.course.signups import SETTLED_AFTER, Holding, Seat, begins_at, seats
from bot.services import seating
from bot.services.seat_hours import Hour, Occasion
from bot.store import people, seat_marks
from bot.store.database import Connection
from bot.store.ledger import Delivery

DETAIL = "seats"
"""The detail of a notice that holds what became of the seats."""

TODAY = "today"
"""The detail that says whether it was said on the day of the class."""


def hour(course: Course, session: Session) -> Hour | None:
    """From the beginning of class until who was not marked counts as having presented."""
    begins = begins_at(course, session)
    if begins is None:
        return None
    return Hour(session=session, at=begins, until=(session.over_at or begins) + SETTLED_AFTER)


def is_settled(course: Course, session: Session, now: datetime) -> bool:
    """Whether who was not marked counts as having presented by now."""
    found = hour(course, session)
    return found is not None and found.until <= now


OCCASION = Occasion(kind=NoticeKind.CLASS_START, name="start", title="Who presents", hour=hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One seat, its holder and whoever stood in, by name; ('' for none). `by`: who of staff marked it. `was_empty`:
    nobody had it, and staff wrote down who stood in.
    """

    seat: Seat
    outcome: str = ""
    holder: str = ""
    stand_in: str = ""
    by: str = ""
    was_empty: bool = False

    @property
    def who(self) -> str:
        """Whoever presented, or should have."""
        return self.stand_in or self.holder


def of_session(connection: Connection, course: Course, session: str) -> tuple[Marked, ...]:
    """The session's seats, those of one paper together."""
    found = seating.signups(connection, course).of_session(session)
    said = seat_marks.of_session(connection, course.id, session)
    empty = seat_marks.stand_ins(connection, course.id, session)
    persons = {person for _, held in found if held is not None for person in (held.person, held.stand_in)}
    persons |= {one.by for one in said.values()}
    names = people.names(connection, {person for person in persons if person is not None})
    return tuple(
        Marked(seat=seat) if held is None else _marked(seat, held, names, said.get(seat.key), held.key in empty)
        for seat, held in found
    )


def _marked(
    seat: Seat, held: Holding, names: Mapping[int, str], said: seat_marks.Marked | None, was_empty: bool
) -> Marked:
    return Marked(
        seat=seat,
        outcome=held.outcome,
        holder=names.get(held.person, ""),
        stand_in=names.get(held.stand_in, "") if held.stand_in is not None else "",
        by=names.get(said.by, "") if said is not None and said.by is not None else "",
        was_empty=was_empty,
    )


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """None where the schedule has no seats there any more, or has put the class off."""
    found = of_session(connection, course, one.key.item)
    if not found or not is_over(course, found[0].seat.session, now):
        return None
    rows = [[*one.seat.key, one.outcome, one.holder, one.stand_in, one.by, one.was_empty] for one in found]
    session, said_on = course.session(one.key.item), course.local(one.sent_at or now).date()
    same_day = session is not None and session.first is not None and session.first.day == said_on
    return {DETAIL: json.dumps(rows, ensure_ascii=False), TODAY: "yes" if same_day else ""}


def read(course: Course, details: Mapping[str, str]) -> tuple[Marked, ...]:
    """What `particulars` found."""
    known = {tuple(row[:4]): row[4:] for row in json.loads(details[DETAIL])}
    found: list[Marked] = []
    for seat in seats(course):
        row = known.get(tuple(seat.key))
        if row is not None:
            outcome, holder, stand_in, by, was_empty = row
            found.append(
                Marked(seat=seat, outcome=outcome, holder=holder, stand_in=stand_in, by=by, was_empty=was_empty)
            )
    return tuple(found)
