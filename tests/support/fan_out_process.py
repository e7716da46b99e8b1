"""A bot that ticks as the service does, in a process of its own that can be killed:
`python -m tests.support.fan_out_process API_URL TOKEN URL FILE LEASE CLOCK SECOND`.

CLOCK is a steered clock's file, so that all processes agree on the time; SECOND is how many real seconds one of Slack's
takes. It ends when nothing is left to be said, and prints `done`.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.clock import clock_from
from bot.platforms.slack.credentials import Credentials
from bot.services.pace import EXPECTED, FIRST, Pace
from tests.support.crowds import open_rows, serve
from tests.support.slack_bot_process import on_slack


async def main(*arguments: str) -> None:
    api_url, token, database_url, file, lease, clock_file, second = arguments
    clock, scale = clock_from(clock_file), float(second)
    credentials = Credentials(bot_token=token, api_url=api_url)
    left = 1
    async with on_slack(credentials, database_url, Path(file), at=clock(), lease=float(lease)) as (app, _):
        app.announcer.pace = lambda: Pace(first=FIRST * scale, expected=EXPECTED * scale)
        while left:
            one = iter((False, True))
            await serve(app, clock, lambda: next(one), rate=1 / scale)  # noqa: B023 - it is used up here
            left = await app.database.run.read(open_rows)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
