"""The one person whom a row of the ledger is for: where they can be reached, and what they were told before.

It knows no platform and no words.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.ledger import ENDED, GONE, NOTHING, ONCE, OVER, PERSONAL, Delivery
from bot.store.tables import account, course_state, delivery, membership, person

_WORKSPACE: sa.BindParameter[str] = sa.bindparam("of_workspace", type_=account.c.workspace.type)
_ACCOUNTS = (
    sa.select(account.c.user_id)
    .join(membership, membership.c.person == account.c.person)
    .where(
        account.c.person == sa.bindparam("of_person"),
        account.c.platform == sa.bindparam("of_platform"),
        sa.or_(account.c.workspace == _WORKSPACE, _WORKSPACE == ""),
        membership.c.course == sa.bindparam("of_course"),
        membership.c.active,
    )
    .order_by(account.c.id)
)
"""Built once, since that takes longer than the database takes to answer it."""


def accounts(connection: Connection, one: Delivery, *, workspace: str) -> tuple[str, ...]:
    """The accounts on the row's platform at which the recipient can be reached, the oldest first; none for somebody who
    is not in the course any more. `workspace` is '' where it is not known yet.
    """
    recipient = _person(one)
    if recipient is None:
        return ()
    mine = {"of_person": recipient, "of_platform": one.platform, "of_workspace": workspace, "of_course": one.key.course}
    return tuple(connection.scalars(_ACCOUNTS, mine))


class Home(NamedTuple):
    """An account at which a person can be reached."""

    platform: str
    account: str


def homes(connection: Connection, person_id: int) -> tuple[Home, ...]:
    """All accounts of a person, the oldest first."""
    query = sa.select(account.c.platform, account.c.user_id).where(account.c.person == person_id).order_by(account.c.id)
    return tuple(Home(row.platform, row.user_id) for row in connection.execute(query))


def name(connection: Connection, one: Delivery) -> str:
    """The recipient's name, for staff; '' where nobody is known by that id."""
    recipient = _person(one)
    found = None if recipient is None else connection.scalar(sa.select(person.c.name).where(person.c.id == recipient))
    return found or ""


def _person(one: Delivery) -> int | None:
    return int(one.key.recipient) if one.key.recipient.isdecimal() else None


def told_anywhere(connection: Connection, kind: NoticeKind, recipient: str) -> bool:
    """Whether a person was told, or will be, what is said once in a lifetime, in any course; what the bot gave up
    unsaid was not. One look-up a course in the index of the keys.
    """
    given_up = sa.and_(delivery.c.state == "skipped", delivery.c.failure.in_((ENDED, OVER, GONE, NOTHING)))
    told = sa.exists().where(
        delivery.c.course.in_(sa.select(course_state.c.course)),
        delivery.c.destination == PERSONAL,
        delivery.c.kind == kind.value,
        delivery.c.item == "",
        delivery.c.occurrence == ONCE,
        delivery.c.recipient == recipient,
        sa.not_(given_up),
    )
    return bool(connection.scalar(sa.select(told)))
