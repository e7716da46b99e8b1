"""The line to Slack: takes in what people type, press and submit, acknowledges it at once and sees to its answer.

It knows Bolt, the order of starting and stopping, and which part of the package does what; what an answer says it never
knows. Nothing is kept that matters: a line that is started anew goes on where another one ended.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.conversation.port import Bot, ShutOut
from bot.conversation.request import Event, Inbound
from bot.errors import CoursebotError
from bot.platforms.slack import forms, inbound, views
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.forms import Answer, Forms
from bot.platforms.slack.http import EventServer
from bot.platforms.slack.inbound import EVENTS, Arrived, Happening
from bot.platforms.slack.outage import PAUSES, Outage
from bot.platforms.slack.platform import NAME
from bot.platforms.slack.socket import Rhythm, Sockets
from bot.platforms.slack.tasks import Tasks, report
from bot.platforms.slack.turns import Turns

__all__ = ["EVENTS", "SlackLine", "Times"]

log = logging.getLogger(__name__)

REMEMBERED_EVENTS = 2000
"""Ids of events that are known to have come in; Slack repeats one after a minute and after five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds: see the modules that they are for."""

    loading: float = forms.LOADING
    budget: float = forms.BUDGET
    pauses: tuple[float, ...] = PAUSES
    rhythm: Rhythm = field(default_factory=Rhythm)


class Door(Protocol):
    """What Slack reaches the bot through."""

    async def run(self) -> None: ...

    async def stop(self) -> None: ...

    async def close(self) -> None: ...


class SlackLine:
    """Implements `Line`. What it answers it asks `bot` for; `clock` says when something was received."""

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
    ) -> None:
        times = times or Times()
        self._api, self._directory, self._bot, self._clock = api, directory, bot, clock
        self._tasks = Tasks()
        self._outage = Outage(times.pauses)
        self._answering = Answering(api, directory)
        self._forms = Forms(api, self._answering, tasks=self._tasks, loading=times.loading, budget=times.budget)
        self._turns = Turns()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self.app = self._app(credentials)
        self.door = self._door(credentials, times)

    def _door(self, credentials: Credentials, times: Times) -> Door:
        if credentials.socket_mode:
            return Sockets(
                self._api, self.app.async_dispatch, tasks=self._tasks, outage=self._outage, rhythm=times.rhythm
            )
        port = credentials.http_port or 0
        return EventServer(self.app.async_dispatch, host=credentials.http_host, port=port)

    # --- running ----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect and stay connected until cancelled; what is connected then stays so until `finish`. Raises ShutOut,
        and Misconfigured where the port cannot be listened on.
        """
        connecting = asyncio.create_task(self._connect())
        shut_out = asyncio.create_task(self._api.shut_out.wait())
        try:
            await asyncio.wait({connecting, shut_out}, return_when=asyncio.FIRST_COMPLETED)
            if connecting.done():
                connecting.result()
            raise shut_out.result()
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
        """Take nothing new, finish within `patience` seconds what was acknowledged, and let go of everything."""
        await self.door.stop()
        given_up = await self._tasks.drain(patience)
        if given_up:
            log.warning("action=slack_answers_given_up count=%d", given_up)
        await self.door.close()
        await self._api.close()

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

    async def _on_command(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        self._take(inbound.command(body), "command")

    async def _on_press(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        try:
            arrived = inbound.press(body)
        except ValueError:
            log.info("action=press_not_ours")
            return
        self._take(arrived, "press")

    async def _on_event(self, body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        if self._is_repeated(str(body.get("event_id") or "")):
            return
        me = await self._api.me()
        found = inbound.event(body, me.bot_user_id)
        if isinstance(found, Arrived):
            self._take(found, "message")
        elif found is not None:
            self._tasks.start(self._happened(found), action="event_failed")

    async def _on_submission(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Saved first, then acknowledged."""
        account, received = str(body["user"]["id"]), self._clock()
        name = str(body["user"].get("username") or body["user"].get("name") or "")

        async def commit(sent: views.Submitted) -> Answer:
            arrived = Arrived(origin=replace(sent.origin, account=account), name=name)
            question = Inbound(
                platform=NAME,
                workspace="",
                account=account,
                account_name=name,
                channel="",
                now=received,
                action=sent.action,
                values=sent.values,
            )
            return await self._bot.answer(await self._complete(question, arrived))

        try:
            answer = await self._forms.submitted(body["view"], commit)
        except Exception as error:  # noqa: BLE001 - the door: the form stays open with what was typed
            sentence, _ = report("submission_failed", error)
            answer = views.errors(body["view"], {"": sentence})
        await ack(answer) if answer else await ack()

    def _take(self, arrived: Arrived, what: str) -> None:
        tell = partial(self._answering.tell, arrived)
        self._tasks.start(self._in_turn(arrived, self._clock()), action=f"{what}_failed", tell=tell)

    def _is_repeated(self, event_id: str) -> bool:
        """Slack sends an event again where it saw no acknowledgement. A memo: another process answers once more."""
        if event_id in self._seen:
            log.info("action=event_repeated event=%s", event_id)
            return True
        if event_id:
            self._seen[event_id] = None
        while len(self._seen) > REMEMBERED_EVENTS:
            self._seen.popitem(last=False)
        return False

    # --- what becomes of it -----------------------------------------------------------------------------------------

    async def _in_turn(self, arrived: Arrived, received: datetime) -> None:
        """What may open a form does not queue, since Slack lets it be opened for three seconds only."""
        asked = arrived.asked
        question = Inbound(
            platform=NAME,
            workspace="",
            account=arrived.account,
            account_name=arrived.name,
            channel="",
            now=received,
            text=asked.text if asked is not None else None,
            action=asked.action if asked is not None else None,
        )
        if self._bot.opens_form(question):
            await self._answered(arrived, question, opens_form=True)
        else:
            async with self._turns.taken():
                await self._answered(arrived, question, opens_form=False)

    async def _answered(self, arrived: Arrived, question: Inbound, *, opens_form: bool) -> None:
        arrived = await self._placed(arrived)
        question = await self._complete(question, arrived)
        asking = self._tasks.hold(self._bot.answer(question))
        await self._forms.answer(arrived, asking, opens_form=opens_form)
        self._note("met", arrived.account, question.account_name)

    async def _placed(self, arrived: Arrived) -> Arrived:
        """The same, where the channel is '' in the person's direct messages with the bot. Two people's own direct
        messages, in which a command can be typed too, are a channel like others.
        """
        channel = arrived.origin.channel
        if channel.startswith("D"):
            try:
                channel = "" if channel == await self._directory.direct(arrived.account) else channel
            except CoursebotError:
                channel = ""
        return replace(arrived, origin=replace(arrived.origin, channel=channel))

    async def _complete(self, question: Inbound, arrived: Arrived) -> Inbound:
        """With what Slack knows of the person and the channel."""
        return replace(
            question,
            workspace=(await self._api.me()).team_id,
            account_name=arrived.name or await self._name(arrived.account),
            channel=await self._spelled(arrived.origin.channel) if arrived.origin.channel else "",
        )

    async def _happened(self, found: Happening) -> None:
        me = await self._api.me()
        if found.account == me.bot_user_id:
            self._directory.forget()
        name = await self._name(found.account)
        match found.kind:
            case "joined" | "left":
                self._note(found.kind, found.account, name, channel=await self._spelled(found.channel))
            case "home":
                self._note("home", found.account, name)
            case "opened":
                self._note("met", found.account, name)

    def _note(
        self, kind: Literal["met", "home", "joined", "left"], account: str, name: str, *, channel: str = ""
    ) -> None:
        """Tell the bot, beside everything else."""
        workspace = self._api.known.team_id if self._api.known is not None else ""
        event = Event(
            kind=kind,
            platform=NAME,
            workspace=workspace,
            account=account,
            account_name=name,
            now=self._clock(),
            channel=channel,
        )
        self._tasks.start(self._bot.happened(event), action=f"{kind}_failed")

    async def _name(self, account: str) -> str:
        try:
            return await self._directory.name_of(account)
        except CoursebotError:
            return account

    async def _spelled(self, channel: str) -> str:
        try:
            return await self._directory.spelled(channel)
        except CoursebotError:
            return channel


async def _on_nothing(ack: AsyncAck) -> None:
    await ack()


async def _on_error(error: Exception) -> None:
    report("request_failed", error)
