"""The audit as staff leaf through it: the newest first, of everything, or of one person, of one class, of some actions.

It knows which actions name a person as what they are about, and nothing else of what they mean.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.records import AuditEntry
from bot.store.tables import audit

ABOUT_PERSONS = (
    "claim_declined",
    "claimed",
    "grant_excuse",
    "grant_extension",
    "grant_revoked",
    "marked",
    "member_back",
    "member_dropped",
    "member_joined",
    "member_kept",
    "member_left",
    "member_removed",
    "member_returned",
    "member_role",
    "plea_declined",
    "returned",
    "seat_assigned",
    "seat_marked",
    "seat_unassigned",
)
"""Actions whose item is the id of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to show; nothing given is everything. `person`: what they did, and what was done about them. `things`: ids
    of a class and of its papers. `actions`: how the words of actions begin.
    """

    person: int | None = None
    things: Collection[str] = ()
    actions: Collection[str] = ()


def page(connection: Connection, course: str, wanted: Wanted, *, start: int, number: int) -> tuple[AuditEntry, ...]:
    """The newest first, from the `start`th on."""
    query = sa.select(audit).where(audit.c.course == course)
    if wanted.person is not None:
        query = query.where(_about_person(wanted.person))
    if wanted.things:
        query = query.where(_about_things(list(wanted.things)))
    if wanted.actions:
        query = query.where(sa.or_(*(audit.c.action.startswith(one, autoescape=True) for one in wanted.actions)))
    rows = connection.execute(query.order_by(audit.c.at.desc(), audit.c.id.desc()).offset(start).limit(number))
    return tuple(AuditEntry(**row) for row in rows.mappings())


def _about_person(person: int) -> sa.ColumnElement[bool]:
    mine = str(person)
    return sa.or_(
        audit.c.person == person,
        sa.and_(audit.c.item == mine, audit.c.action.in_(ABOUT_PERSONS)),
        _detail("person") == mine,
        _detail("of") == mine,
    )


def _about_things(things: list[str]) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.and_(audit.c.item.in_(things), audit.c.action.not_in(ABOUT_PERSONS)),
        _detail("session").in_(things),
        _detail("paper").in_(things),
    )


def _detail(name: str) -> sa.ColumnElement[str]:
    """A detail as text: of a number SQLite gives the number."""
    return sa.cast(sa.type_coerce(audit.c.details, sa.JSON)[name].as_string(), sa.String)
