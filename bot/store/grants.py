"""What staff granted one person, more time or an excuse, and what people said that they cannot make.

A grant is never changed: it is revoked, and a newer one decides. What it means for what is owed is the rules' matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.store.records import Plea, ReviewGrant
from bot.store.tables import review_grant, review_plea

_OF_PERSON = (
    sa.select(review_grant)
    .where(review_grant.c.course == sa.bindparam("of_course"), review_grant.c.person == sa.bindparam("of_person"))
    .order_by(review_grant.c.id)
)
_HOLDING = _OF_PERSON.where(review_grant.c.revoked_at.is_(None))


def add(connection: Connection, grant: ReviewGrant) -> int:
    """Enter a grant; its id. Newer ones have higher ids."""
    values = asdict(grant)
    del values["id"]
    values["offset"] = None if grant.offset is None else int(grant.offset.total_seconds())
    return int(connection.execute(review_grant.insert().values(**values).returning(review_grant.c.id)).scalar_one())


def revoke(connection: Connection, grant_id: int, *, now: datetime, by: int | None) -> bool:
    """False where there is none, or it was revoked before."""
    statement = (
        review_grant.update()
        .where(review_grant.c.id == grant_id, review_grant.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_by=by)
    )
    return connection.execute(statement).rowcount == 1


def get(connection: Connection, grant_id: int) -> ReviewGrant | None:
    row = connection.execute(sa.select(review_grant).where(review_grant.c.id == grant_id)).mappings().one_or_none()
    return None if row is None else _grant(row)


def of_person(
    connection: Connection, course: str, person: int, *, revoked_too: bool = False
) -> tuple[ReviewGrant, ...]:
    """The oldest first."""
    query = _OF_PERSON if revoked_too else _HOLDING
    rows = connection.execute(query, {"of_course": course, "of_person": person})
    return tuple(_grant(row) for row in rows.mappings())


def of_course(connection: Connection, course: str) -> Mapping[int, tuple[ReviewGrant, ...]]:
    """What holds, by person, the oldest first."""
    query = sa.select(review_grant).where(review_grant.c.course == course, review_grant.c.revoked_at.is_(None))
    found: dict[int, tuple[ReviewGrant, ...]] = {}
    for row in connection.execute(query.order_by(review_grant.c.id)).mappings():
        found[row["person"]] = (*found.get(row["person"], ()), _grant(row))
    return found


def _grant(row: RowMapping) -> ReviewGrant:
    offset = row["offset"]
    return ReviewGrant(**{**row, "offset": None if offset is None else timedelta(seconds=offset)})


# --- pleas ----------------------------------------------------------------------------------------------------------


def add_plea(connection: Connection, plea: Plea) -> int:
    """Enter what somebody said; its id."""
    values = asdict(plea)
    del values["id"]
    return int(connection.execute(review_plea.insert().values(**values).returning(review_plea.c.id)).scalar_one())


def settle_plea(connection: Connection, plea_id: int, *, outcome: str, now: datetime, by: int | None) -> bool:
    """False where there is none, or somebody has answered before."""
    statement = (
        review_plea.update()
        .where(review_plea.c.id == plea_id, review_plea.c.settled_at.is_(None))
        .values(settled_at=now, settled_by=by, outcome=outcome)
    )
    return connection.execute(statement).rowcount == 1


def get_plea(connection: Connection, plea_id: int) -> Plea | None:
    row = connection.execute(sa.select(review_plea).where(review_plea.c.id == plea_id)).mappings().one_or_none()
    return None if row is None else Plea(**row)


_PLEAS = sa.select(review_plea).where(review_plea.c.course == sa.bindparam("of_course")).order_by(review_plea.c.id)
_OPEN_PLEAS = _PLEAS.where(review_plea.c.settled_at.is_(None))
_PLEAS_SINCE = _PLEAS.where(
    sa.or_(review_plea.c.settled_at.is_(None), review_plea.c.settled_at >= sa.bindparam("since"))
)
"""Built once: ticks ask them."""


def open_pleas(connection: Connection, course: str) -> tuple[Plea, ...]:
    """Those that nobody has answered, the oldest first."""
    return tuple(Plea(**row) for row in connection.execute(_OPEN_PLEAS, {"of_course": course}).mappings())


def pleas_since(connection: Connection, course: str, since: datetime) -> tuple[Plea, ...]:
    """Those that nobody has answered, or that were answered since then."""
    rows = connection.execute(_PLEAS_SINCE, {"of_course": course, "since": since})
    return tuple(Plea(**row) for row in rows.mappings())


def pleas_of(connection: Connection, course: str, person: int) -> tuple[Plea, ...]:
    """All that a person said, the oldest first."""
    return _pleas(connection, review_plea.c.course == course, review_plea.c.person == person)


def _pleas(connection: Connection, *conditions: sa.ColumnElement[bool]) -> tuple[Plea, ...]:
    query = sa.select(review_plea).where(*conditions).order_by(review_plea.c.id)
    return tuple(Plea(**row) for row in connection.execute(query).mappings())


def reopen_pleas(connection: Connection, course: str, outcome: str) -> int:
    """What was settled so waits for staff again; how many."""
    same = (review_plea.c.course == course, review_plea.c.outcome == outcome, review_plea.c.settled_at.is_not(None))
    values = {"settled_at": None, "settled_by": None, "outcome": ""}
    return connection.execute(review_plea.update().where(*same).values(**values)).rowcount
