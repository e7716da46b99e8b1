"""The line to Slack: takes in what people type, press and submit, acknowledges it at once and sees to its answer.

It knows Bolt, the order of starting and stopping, and which part of the package does what; what an answer says it never
knows. Nothing is kept that matters: a line that is started anew goes on where another one ended.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.conversation.port import Bot, ShutOut
from bot.errors import CoursebotError
from bot.platforms.slack import answering, forms, inbound, keystrokes, questions, views
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.form_presses import FormPresses
from bot.platforms.slack.forms import Answer, Forms
from bot.platforms.slack.http import EventServer
from bot.platforms.slack.inbound import EVENTS, Arrived, Happening
from bot.platforms.slack.keystrokes import Keystrokes
from bot.platforms.slack.outage import PAUSES, Outage
from bot.platforms.slack.platform import NAME
from bot.platforms.slack.pressing import Asked
from bot.platforms.slack.questions import Questions
from bot.platforms.slack.repeats import Repeats
from bot.platforms.slack.socket import Rhythm, Sockets
from bot.platforms.slack.tasks import Tasks, report
from bot.platforms.slack.turns import Turns
from bot.web import WebServer

__all__ = ["EVENTS", "SlackLine", "Times"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds: see the modules that they are for."""

    loading: float = forms.LOADING
    budget: float = forms.BUDGET
    pauses: tuple[float, ...] = PAUSES
    answers: tuple[float, ...] = answering.PAUSES
    typing: float = keystrokes.EVERY
    rhythm: Rhythm = field(default_factory=Rhythm)


class Door(Protocol):
    """What Slack reaches the bot through."""

    async def run(self) -> None: ...

    async def stop(self) -> None: ...

    async def close(self) -> None: ...

    @property
    def is_open(self) -> bool:
        """Whether Slack can reach the bot through it now."""


class SlackLine:
    """Implements `Line`. What it answers it asks `bot` for; `clock` says when something was received. In HTTP mode
    Slack comes in through `server`, which others open and close.
    """

    name = NAME

    def __init__(
        self,
        credentials: Credentials,
        api: Api,
        *,
        directory: Directory,
        bot: Bot,
        clock: Callable[[], datetime],
        times: Times | None = None,
        server: WebServer | None = None,
    ) -> None:
        times = times or Times()
        self._api, self._directory, self._bot, self._clock = api, directory, bot, clock
        self._tasks = Tasks()
        self._outage = Outage(times.pauses)
        self._questions = Questions(api, directory)
        self._answering = Answering(api, directory, pauses=times.answers)
        self._forms = Forms(api, self._answering, tasks=self._tasks, loading=times.loading, budget=times.budget)
        self._keystrokes = Keystrokes(self._tasks, every=times.typing)
        self._presses = FormPresses(
            api,
            self._answering,
            forms=self._forms,
            keystrokes=self._keystrokes,
            tasks=self._tasks,
            budget=times.budget,
        )
        self._turns = Turns()
        self._repeats = Repeats()
        self.app = self._app(credentials)
        self.door = self._door(credentials, times, server)

    def _door(self, credentials: Credentials, times: Times, server: WebServer | None) -> Door:
        if server is not None and not credentials.socket_mode:
            return EventServer(self._dispatched, server)
        return Sockets(self._api, self._dispatched, tasks=self._tasks, outage=self._outage, rhythm=times.rhythm)

    @property
    def is_connected(self) -> bool:
        """Whether Slack has let the bot in and can reach it."""
        return self._api.known is not None and not self._api.shut_out.reason and self.door.is_open

    # --- running ----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect and stay connected until cancelled; what is connected then stays so until `finish`. Raises
        ShutOut.
        """
        connecting = asyncio.create_task(self._connect())
        shut_out = asyncio.create_task(self._api.shut_out.wait())
        try:
            await asyncio.wait({connecting, shut_out}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                connecting.result()
            raise shut_out.result()
        except ShutOut:
            await self.door.close()  # nothing could be answered: then Slack is to say so, at once
            raise
        finally:
            for task in (connecting, shut_out):
                task.cancel()
            await asyncio.gather(connecting, shut_out, return_exceptions=True)

    async def _connect(self) -> None:
        while True:
            try:
                await self._api.identity()
            except ShutOut:
                raise
            except CoursebotError as error:
                await self._outage.bear(error)
            else:
                break
        self._outage.over()
        await self.door.run()

    async def finish(self, patience: float) -> None:
        """Take nothing new, finish within `patience` seconds what was acknowledged, and disconnect. The Api stays open:
        others post through it.
        """
        await self.door.stop()
        self._keystrokes.hurry()
        given_up = await self._tasks.drain(patience)
        if given_up:
            log.warning("action=slack_answers_given_up count=%d", given_up)
        await self.door.close()

    async def idle(self) -> None:
        """Wait until all that was taken in so far is answered."""
        await self._tasks.idle()

    # --- what comes in ----------------------------------------------------------------------------------------------

    def _app(self, credentials: Credentials) -> AsyncApp:
        """Each listener starts a task and returns, so that the acknowledgement leaves at once."""
        quiet = logging.getLogger(f"{__name__}.bolt")
        quiet.setLevel(logging.CRITICAL)  # it would log payloads; what fails in here is logged by the error hook
        app = AsyncApp(
            name="coursebot",
            logger=quiet,
            client=self._api.client,
            signing_secret=credentials.signing_secret or "",
            authorize=self._authorizer(),
            process_before_response=True,
        )
        anything = re.compile("")
        app.command(anything)(self._on_command)
        app.action(anything)(self._on_press)
        app.view(anything)(self._on_submission)
        app.view_closed(anything)(_on_nothing)
        app.event(anything)(self._on_event)
        app.error(_on_error)
        return app

    def _authorizer(self) -> Callable[..., Awaitable[AuthorizeResult]]:
        """A plain function, since Bolt reads the names of its arguments, of a method `self` too."""

        async def authorize(**_: object) -> AuthorizeResult:
            me = await self._api.me()  # asked before anything could come in
            return AuthorizeResult(
                enterprise_id=me.enterprise_id or None,
                team_id=me.team_id,
                bot_user_id=me.bot_user_id,
                bot_id=me.bot_id,
                bot_token=self._api.client.token,
            )

        return authorize

    async def _dispatched(self, asked: AsyncBoltRequest) -> BoltResponse:
        """Bolt's own reading of a payload can fail too, before any listener and any hook of its own."""
        try:
            return await self.app.async_dispatch(asked)
        except Exception as error:  # noqa: BLE001 - the door
            return await _on_error(error)

    async def _on_command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        self._take(inbound.command(body), "command")

    async def _on_press(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        if views.is_form(body.get("view") or {}):
            received = self._clock()
            work = self._presses.take(body, lambda to, values: self._ask(to, values, received))
            self._tasks.start(work, action="press_failed", tell=partial(self._answering.tell, inbound.press(body)))
        else:
            self._take(inbound.press(body), "press")

    async def _on_event(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        if self._repeats.is_one(str(body.get("event_id") or "")):
            return
        me = await self._api.me()
        found = inbound.event(body, me.bot_user_id)
        if isinstance(found, Arrived):
            self._take(found, "message")
        elif found is not None:
            self._tasks.start(self._happened(found, self._clock()), action="event_failed")

    async def _on_submission(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Saved first, then acknowledged."""
        account, received = str(body["user"]["id"]), self._clock()
        name = str(body["user"].get("username") or body["user"].get("name") or "")

        async def commit(sent: views.Submitted) -> Answer:
            await self._keystrokes.over(body["view"])
            asked = Asked(action=sent.action)
            arrived = Arrived(origin=replace(sent.origin, account=account), name=name, asked=asked)
            return await self._ask(arrived, sent.values, received)

        try:
            answer = await self._forms.submitted(body["view"], commit)
        except Exception as error:  # noqa: BLE001 - the door: the form stays open with what was typed
            sentence, _ = report("submission_failed", error)
            answer = views.errors(body["view"], {"": sentence})
        if answer.get("response_action") == "errors":
            self._keystrokes.still_open(body["view"])
        await ack(answer) if answer else await ack()

    async def _ask(self, arrived: Arrived, values: Mapping[str, str], received: datetime) -> Answer:
        """What the bot says to the values of a form."""
        question = questions.question(arrived, received, values=values)
        return await self._bot.answer(await self._questions.complete(question, arrived))

    def _take(self, arrived: Arrived, what: str) -> None:
        tell = partial(self._answering.tell, arrived)
        self._tasks.start(self._answered(arrived, self._clock()), action=f"{what}_failed", tell=tell)

    # --- what becomes of it -----------------------------------------------------------------------------------------

    async def _answered(self, arrived: Arrived, received: datetime) -> None:
        """What may open a form does not queue, since Slack lets it be opened for three seconds only."""
        question = questions.question(arrived, received)
        opens_form = self._bot.opens_form(question)
        async with nullcontext() if opens_form else self._turns.taken():
            arrived = await self._questions.placed(arrived)
            question = await self._questions.complete(question, arrived)
            asking = self._tasks.hold(self._bot.answer(question))
            if not opens_form:
                await asyncio.wait({asking})
        await self._forms.answer(arrived, asking, opens_form=opens_form)
        self._tasks.start(self._bot.happened(questions.met(question)), action="met_failed")

    async def _happened(self, found: Happening, received: datetime) -> None:
        me = await self._api.me()
        if found.account == me.bot_user_id:
            self._directory.forget()
        await self._bot.happened(await self._questions.event(found, received))


async def _on_nothing(ack: AsyncAck) -> None:
    await ack()


async def _on_error(error: Exception) -> BoltResponse:
    """What cannot be read now may be sent again where something was down; else it would only fail once more."""
    report("request_failed", error)
    if isinstance(error, CoursebotError):
        return BoltResponse(status=503)
    return BoltResponse(status=400, headers={"X-Slack-No-Retry": "1"})
