"""A bot in a process of its own, that can be killed: `python -m tests.support.bot_process PORT URL FILE LEASE INSTANT…`.

It takes the file in, goes live if it is the first start, ticks once at each instant and prints `done`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.app import App, open_app
from bot.services import control
from bot.store import courses as course_states
from tests.support.loopback import LoopbackPlatform


async def main(port: str, database_url: str, file: str, lease: str, *instants: str) -> None:
    times = [datetime.fromisoformat(instant) for instant in instants]
    platform = LoopbackPlatform(int(port), blocks=2, announce_parts=True)
    app = open_app(database_url=database_url, platforms=[platform], lease=float(lease))
    try:
        await app.take_in(Path(file), times[0])
        await go_live(app, times[0])
        for now in times:
            await app.tick(now)
    finally:
        await app.close()
    sys.stdout.write("done\n")


async def go_live(app: App, now: datetime) -> None:
    """Every course of the app that is still in rehearsal goes live."""
    for course in await app.courses():
        state = await app.database.run.read(course_states.state, course.id)
        if state.live_at is None:
            await app.database.run(control.go_live, course=course, now=now, by=None)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
