"""What the pages of staff ask of the tables of staff work, where everybody is looked at: what is marked, and of one
person what no other module tells.

Functions `f(connection, …)` that only read. They know no rule and no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.staff_tables import review_mark
from bot.store.tables import account


class Marked(NamedTuple):
    """The version that was marked, and whether its writer may see the mark."""

    version: int
    released: bool


def marked(connection: Connection, course: str) -> Mapping[int, Mapping[str, Marked]]:
    """Person → paper → its mark. Of thousands, so no more than that is read."""
    columns = (review_mark.c.person, review_mark.c.paper, review_mark.c.version, review_mark.c.released_at.is_not(None))
    found: dict[int, dict[str, Marked]] = {}
    for person, paper, version, released in connection.execute(
        sa.select(*columns).where(review_mark.c.course == course)
    ):
        found.setdefault(person, {})[paper] = Marked(version, released)
    return found


class Account(NamedTuple):
    """An account by what it is called on its platform."""

    platform: str
    name: str
    user_id: str


def accounts(connection: Connection, person: int) -> tuple[Account, ...]:
    """The oldest first."""
    query = sa.select(account.c.platform, account.c.name, account.c.user_id).where(account.c.person == person)
    return tuple(Account(*row) for row in connection.execute(query.order_by(account.c.id)))
