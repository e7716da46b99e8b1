"""A bot on Slack, in this process or in one of its own that can be killed:
`python -m tests.support.slack_bot_process API_URL TOKEN URL FILE LEASE INSTANT…`.

The process takes the file in, goes live if it is the first start, ticks once at each instant and prints `done`.
"""

from __future__ import annotations

import asyncio
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.app import App, open_app
from bot.conversation.reply import Reply
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.platform import SlackPlatform
from tests.support.bot_process import go_live


class ShortMessages(SlackPlatform):
    """A message holds two blocks, and Slack hears when a text is being frozen."""

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        self._tell()
        blocks = [reply.blocks[start : start + 2] for start in range(0, len(reply.blocks), 2)]
        return tuple(Reply(chunk, private=reply.private) for chunk in blocks)

    def _tell(self) -> None:
        """Ask `auth.test` from where nothing may be awaited."""
        headers = {"Authorization": f"Bearer {self.api.client.token}"}
        request = urllib.request.Request(f"{self.api.client.base_url}auth.test", b"", headers)
        with urllib.request.urlopen(request) as answer:
            answer.read()


@asynccontextmanager
async def on_slack(
    credentials: Credentials,
    database_url: str,
    file: Path,
    *,
    at: datetime,
    lease: float = 60.0,
    patience: float = 5.0,
    kind: type[SlackPlatform] = SlackPlatform,
    monotonic: Callable[[], float] = time.monotonic,
) -> AsyncIterator[tuple[App, SlackPlatform]]:
    """An app that speaks on Slack and has taken the file in, in rehearsal where it is new."""
    api = Api(credentials, timeout=patience, pause=0.01)
    apps: list[App] = []
    platform = kind(api, Directory(api, lambda: apps[0].channels("slack"), monotonic=monotonic), settling=(0.0, 0.0))
    app = open_app(database_url=database_url, platforms=[platform], lease=lease)
    apps.append(app)
    try:
        await app.take_in(file, at)
        yield app, platform
    finally:
        await app.close()
        await api.close()


async def main(api_url: str, token: str, database_url: str, file: str, lease: str, *instants: str) -> None:
    times = [datetime.fromisoformat(instant) for instant in instants]
    credentials = Credentials(bot_token=token, api_url=api_url)
    running = on_slack(credentials, database_url, Path(file), at=times[0], lease=float(lease), kind=ShortMessages)
    async with running as (app, _):
        await go_live(app, times[0])
        for now in times:
            await app.tick(now)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
