"""What may not be said now, though it is due: what a pause stops, and what persons are not told yet.

It knows rows and courses; who decides what is paused, live or right is known elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from bot.store.ledger import ANSWERING_KINDS, ASKED_KINDS, NOT_ABOUT_WORK, PERSONAL, STAFF_ONLY
from bot.store.tables import delivery

UNASKED = (delivery.c.destination.not_in(STAFF_ONLY), delivery.c.kind.not_in(ASKED_KINDS))
"""What a pause and a flood stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What may not be said now, by course. Persons are told nothing unasked but by courses in `live`, and nothing about
    work but by those in `roster_right`. What still waits of those that have `ended` is taken all the same, to end.
    """

    paused: Collection[str]
    live: Collection[str]
    roster_right: Collection[str]
    ended: Collection[str] = ()

    def named(self) -> dict[str, list[str]]:
        """What a statement with `SHUT` in it is to be executed with."""
        return {"paused": list(self.paused), "live": list(self.live), "roster_right": list(self.roster_right)}


def _among(name: str) -> sa.ColumnElement[bool]:
    """Whether the row's course is among those that a gate names so."""
    courses: sa.BindParameter[str] = sa.bindparam(name, expanding=True)
    return delivery.c.course.in_(courses)


def _shut() -> sa.ColumnElement[bool]:
    waits = sa.and_(_among("paused"), *UNASKED)
    unknown = sa.and_(delivery.c.kind.not_in(NOT_ABOUT_WORK), sa.not_(_among("roster_right")))
    unasked = sa.and_(delivery.c.kind.not_in(ANSWERING_KINDS), sa.not_(_among("live")))
    return sa.or_(waits, sa.and_(delivery.c.destination == PERSONAL, sa.or_(unasked, unknown)))


SHUT = _shut()
"""The rows that wait for a gate. Built once: building it takes longer than the database takes for it."""
