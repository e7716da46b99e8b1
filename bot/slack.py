"""The bot on Slack, put together: the door to the Web API, the directory, the platform and the line; and what is done
once Slack is reached for the first time.

It knows the parts and the order, and decides nothing about what is said or when.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from functools import partial

from bot.app import App
from bot.clock import Clock
from bot.conversation.port import Use
from bot.errors import CoursebotError
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.doctor import Doctor, of_slack
from bot.platforms.slack.line import SlackLine
from bot.platforms.slack.platform import NAME, SlackPlatform
from bot.recording import Recorder
from bot.web import WebServer

log = logging.getLogger(__name__)

LOOK_EVERY = 0.1
"""Seconds between looks whether Slack was reached."""

Tell = Callable[[str], None]


class Slack:
    """One app in one workspace. `tell` gets a line for whoever started the service, `recorder` counts."""

    def __init__(self, credentials: Credentials, *, tell: Tell, recorder: Recorder | None = None) -> None:
        self._credentials, self._tell = credentials, tell
        self._app: App | None = None
        observe = partial(recorder.platform_failed, NAME) if recorder is not None else None
        self.api = Api(credentials, observe=observe)
        self.directory = Directory(self.api, self._named)
        self.platform = SlackPlatform(self.api, self.directory)
        self.was_let_in = False
        """Whether Slack took the tokens once; what is wrong with them later has happened since."""

    async def _named(self) -> Mapping[str, frozenset[Use]]:
        return await self._app.channels(NAME) if self._app is not None else {}

    def line(self, app: App, clock: Clock, server: WebServer | None = None) -> SlackLine:
        """The connection through which requests reach the bot; in HTTP mode they come in through the server."""
        self._app = app
        return SlackLine(self._credentials, self.api, directory=self.directory, bot=app, clock=clock, server=server)

    async def begin(self, app: App, clock: Clock, *, wall_clock: Clock | None) -> None:
        """Once the line has reached Slack: say what lacks, and look who is in the courses' channels. `wall_clock` is
        compared with Slack's, if given.
        """
        while self.api.known is None:  # noqa: ASYNC110 - the line asks; whether in a second or a day nobody knows
            await asyncio.sleep(LOOK_EVERY)
        me = self.api.known
        self._tell(f"The bot is @{me.name} in {me.team} on Slack. Ctrl-C stops it.")
        await self._examine(app, wall_clock)
        self.was_let_in = True
        await app.meet(clock())

    async def _examine(self, app: App, wall_clock: Clock | None) -> None:
        """The self-check: a line for each lack. That it cannot be made now ends nothing."""
        doctor = Doctor(
            api=self.api,
            directory=self.directory,
            courses=await app.courses(),
            clock_says=wall_clock() if wall_clock is not None else None,
            app_token=False,  # the line has just tried it
        )
        try:
            async for found in doctor.findings():
                if found.kind in ("lack", "fatal"):
                    self._tell(f"{of_slack(found.words)}.")
        except CoursebotError as error:
            log.warning("action=self_check_ended reason=%s", error)

    async def close(self) -> None:
        await self.api.close()
