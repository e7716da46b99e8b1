"""Who may replace the tables, or all that they hold: one at a time, and never under a service that is at work.

Knows which lock stands for what on which kind of database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import Misconfigured
from bot.store.location import Location, Server
from bot.store.lock import FileLock, service_lock, upgrade_lock
from bot.store.server import Presence, upgrades_locked


@contextmanager
def one_at_a_time(location: Location) -> Iterator[None]:
    """Wait for others who upgrade or restore, and keep them waiting."""
    held = upgrades_locked(location) if isinstance(location, Server) else upgrade_lock(location.path).held()
    with held:
        yield


@contextmanager
def without_service(location: Location) -> Iterator[None]:
    """No service is at work on the database, and none begins. Raises Misconfigured where one is."""
    lock: FileLock | Presence
    lock = Presence(location, alone=True) if isinstance(location, Server) else service_lock(location.path)
    if not lock.take():
        process = f" (process {holder})" if (holder := lock.holder()) else ""
        raise Misconfigured(
            f"A coursebot service{process} is working on {location.name}: stop it first. Nothing was changed."
        )
    try:
        yield
    finally:
        lock.release()
