"""Who has opened the bot's page, and what stands on it, as a digest. A restart forgets none of it.

It never knows what a page says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.people import ensure_account
from bot.store.tables import account as accounts

NOT_SHOWN = "?"
"""The digest of a page that was opened and could not be shown yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """One person's page on a platform. `digest` tells what stands there; '' is a page that nobody has opened."""

    platform: str
    workspace: str
    account: str
    name: str
    digest: str


def opened(
    connection: Connection, *, platform: str, workspace: str, account: str, name: str, now: datetime
) -> HomePage:
    """Somebody opens their page: from now on it is kept up to date."""
    ensure_account(connection, platform=platform, workspace=workspace, user_id=account, name=name, now=now)
    same = _same(platform, workspace, account)
    connection.execute(accounts.update().where(*same, accounts.c.home_digest == "").values(home_digest=NOT_SHOWN))
    digest = connection.scalars(sa.select(accounts.c.home_digest).where(*same)).one()
    return HomePage(platform=platform, workspace=workspace, account=account, name=name, digest=digest)


def digest_now(connection: Connection, page: HomePage) -> str:
    """What stands on the page: somebody else may have shown it anew since it was listed."""
    same = _same(page.platform, page.workspace, page.account)
    return str(connection.scalar(sa.select(accounts.c.home_digest).where(*same)) or "")


def shown(connection: Connection, page: HomePage, digest: str) -> None:
    """What stands on the page now."""
    same = _same(page.platform, page.workspace, page.account)
    connection.execute(accounts.update().where(*same).values(home_digest=digest))


def forgotten(connection: Connection, page: HomePage) -> None:
    """The platform will not show it: it is kept up to date no more, until it is opened again."""
    shown(connection, page, "")


def pages(connection: Connection, *, platform: str, workspace: str) -> tuple[HomePage, ...]:
    """All pages that were ever opened there."""
    query = (
        sa.select(accounts.c.user_id, accounts.c.name, accounts.c.home_digest)
        .where(accounts.c.platform == platform, accounts.c.workspace == workspace, accounts.c.home_digest != "")
        .order_by(accounts.c.id)
    )
    return tuple(
        HomePage(platform=platform, workspace=workspace, account=row.user_id, name=row.name, digest=row.home_digest)
        for row in connection.execute(query)
    )


def _same(platform: str, workspace: str, user_id: str) -> tuple[sa.ColumnElement[Any], ...]:
    return (accounts.c.platform == platform, accounts.c.workspace == workspace, accounts.c.user_id == user_id)
