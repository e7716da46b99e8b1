"""A whole bot in this process, speaking to a platform server over a loopback socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import App
from bot.store.tables import delivery
from tests.support.bot_process import go_live
from tests.support.loopback import LoopbackPlatform
from tests.support.platform_server import PlatformServer
from tests.support.seminar import THREE_CLASSES, taken_in


@dataclass
class Bot:
    """The app, what people see of it, and what its ledger says."""

    app: App
    server: PlatformServer
    file: Path

    async def ticks(self, *instants: datetime) -> None:
        for now in instants:
            await self.app.tick(now)

    async def edit(self, old: str, new: str, now: datetime) -> None:
        """Edit the schedule file and let the bot take it in."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), encoding="utf-8")
        await self.app.take_in(self.file, now)

    async def run(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """One write transaction."""
        return await self.app.database.run(function, *arguments, **named)

    async def ids(self, state: str) -> list[int]:
        """The ledger's rows in a state, by id."""
        query = sa.select(delivery.c.id).where(delivery.c.state == state).order_by(delivery.c.id)
        return await self.app.database.run.read(lambda connection: list(connection.scalars(query)))

    async def states(self) -> dict[str, str]:
        """Ledger key → state, for posts in shared channels."""
        return {key: state for key, state in await self.ledger() if not key.startswith("seminar/staff/")}

    async def ledger(self) -> Sequence[tuple[str, str]]:
        def rows(connection: sa.Connection) -> list[tuple[str, str]]:
            columns = [
                delivery.c[name]
                for name in ["course", "destination", "kind", "item", "occurrence", "recipient", "part"]
            ]
            query = sa.select(*columns, delivery.c.state).order_by(delivery.c.due_at, delivery.c.id)
            return [("/".join(row[:-1]), row[-1]) for row in connection.execute(query)]

        return await self.app.database.run.read(rows)


@asynccontextmanager
async def running(
    database_url: str,
    folder: Path,
    *,
    at: datetime,
    live: bool = True,
    text: str = THREE_CLASSES,
    kind: type[LoopbackPlatform] = LoopbackPlatform,
    **platform: object,
) -> AsyncIterator[Bot]:
    """A bot that has taken in a schedule at `at`, gone live then, and not ticked yet."""
    async with PlatformServer() as server:
        client = kind(server.port, **platform)  # type: ignore[arg-type]
        async with taken_in(database_url, folder, client, at=at, text=text) as (app, file):
            if live:
                await go_live(app, at)
            yield Bot(app, server, file)
