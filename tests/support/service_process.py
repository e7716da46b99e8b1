"""A service with all that it tells staff about itself, in a process of its own that can be killed:
`python -m tests.support.service_process PORT URL FILE INSTANT…`.

It takes the file in, goes live if it is the first start, ticks once at each instant and prints `done`.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.app import open_app
from bot.services.absence import AWAY_AFTER
from tests.support.bot_process import go_live
from tests.support.loopback import LoopbackPlatform


async def main(port: str, database_url: str, file: str, *instants: str) -> None:
    times = [datetime.fromisoformat(instant) for instant in instants]
    app = open_app(database_url=database_url, platforms=[LoopbackPlatform(int(port))], away_after=AWAY_AFTER)
    try:
        await app.take_in(Path(file), times[0])
        await go_live(app, times[0])
        for now in times:
            await app.tick(now)
    finally:
        await app.close()
    sys.stdout.write("done\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
