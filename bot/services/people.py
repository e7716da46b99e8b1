"""Who is who: an account on a platform as a person with roles. It never says a word and never asks a platform."""

from __future__ import annotations

from bot.conversation.request import Someone
from bot.store import people
from bot.store.database import Connection


def who(connection: Connection, platform: str, workspace: str, account: str, *, name: str) -> Someone:
    """Whoever has this account, with their active memberships; a stranger keeps the name that the platform shows."""
    known = people.who(connection, platform, workspace, account)
    if known is None:
        return Someone(person=None, name=name)
    return Someone(
        person=known.person,
        name=known.name,
        roles=known.roles,
        joined_at=known.joined_at,
        counts_from=known.counts_from,
    )
