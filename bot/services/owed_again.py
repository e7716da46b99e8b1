"""The review of a class that somebody owes again, because they present in it no more.

It is looked up at the moment at which it is said; the sentences are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.course.reviews import Duty
from bot.services import owing
from bot.services.fill_tellings import SEATS, UNFILLED
from bot.services.seat_tellings import WHAT, keys_of
from bot.services.swapping import OTHER
from bot.store.database import Connection
from bot.store.ledger import Delivery

DETAIL = "owed_again"
"""The detail of a notice that holds what is owed again, for `read`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The review of a session, without a date where that has none. `papers`: those of which one is still taken."""

    session: str
    due: datetime | None
    closes: datetime | None
    papers: tuple[str, ...] = ()


def of(duty: Duty, now: datetime) -> Again:
    windows = [one.window for one in duty.standings if one.window is not None and not one.done]
    return Again(
        session=duty.session.id,
        due=duty.due,
        closes=max((one.closes_at for one in windows), default=duty.due),
        papers=tuple(one.owed.paper for one in duty.to_do(now)),
    )


def since(
    connection: Connection, course: Course, person: int, sessions: Collection[str], *, now: datetime
) -> tuple[Again, ...]:
    """Of these classes, in which they had a seat, what the person owes now, also late or missed."""
    if not course.presenting.excused_from_review:
        return ()
    duties = owing.duties_of(connection, course, person, now=now)
    return tuple(of(one, now) for one in duties if one.session.id in sessions and one.left)


# --- in what somebody is told ---------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str]:
    """Where the notice tells of a seat that is somebody's no more."""
    found = since(connection, course, int(one.key.recipient), _left(one.details), now=now)
    return {DETAIL: json.dumps([_plain(each) for each in found])} if found else {}


def _left(details: Mapping[str, str]) -> frozenset[str]:
    """The classes of the seats that it takes away."""
    match details.get(WHAT):
        case "unassigned":
            return frozenset({details["session"]})
        case "swapped":
            return frozenset(key.session for key in keys_of(details[OTHER]))
        case str(what) if what == UNFILLED:
            return frozenset(key.session for key in keys_of(details[SEATS]))
    return frozenset()


def _plain(one: Again) -> list[object]:
    instants = [at.isoformat() if at is not None else "" for at in (one.due, one.closes)]
    return [one.session, *instants, list(one.papers)]


def read(details: Mapping[str, str]) -> tuple[Again, ...]:
    """What `particulars` found."""
    rows = json.loads(details.get(DETAIL, "[]"))
    return tuple(
        Again(
            session=session,
            due=datetime.fromisoformat(due) if due else None,
            closes=datetime.fromisoformat(closes) if closes else None,
            papers=tuple(papers),
        )
        for session, due, closes, papers in rows
    )
