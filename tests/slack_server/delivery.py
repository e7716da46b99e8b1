"""How Slack tells the app what happened: through a socket or by signed HTTP, with its retries and its three seconds.

Sources: docs.slack.dev/apis/events-api, docs.slack.dev/apis/events-api/using-socket-mode,
docs.slack.dev/authentication/verifying-requests-from-slack. Never decides what happened.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import aiohttp

from tests.slack_server.state import Channel, Message

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
Kind = Literal["events_api", "slash_commands", "interactive"]

ACK = 3.0
"""Seconds in which the app must answer."""

RETRIES = (0.0, 60.0, 300.0)
"""Seconds after which an event is sent again: at once, after a minute, after five. `second` scales them."""

SCOPE_OF_EVENT = {
    "app_mention": ("app_mentions:read",), "message.im": ("im:history",),
    "member_joined_channel": ("channels:read", "groups:read"), "member_left_channel": ("channels:read", "groups:read"),
    "app_home_opened": (),
}  # fmt: skip
"""One of these scopes is needed to be told of an event."""


class NotAcknowledged(AssertionError):
    """The app did not answer in time, or not with a 2xx. A person sees that the app did not respond."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(f"the app did not acknowledge: {reason}")
        self.reason, self.again = reason, again


class Delivery:
    """`url`: where to send over HTTP; without it everything goes through sockets. `attempts` is kept of every try."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.url: str | None = None
        self.retries: tuple[float, ...] = RETRIES
        self.attempts: list[tuple[Kind, Json, int]] = []
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    async def close(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def behind(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: work.close())  # where the task was cancelled before it began

    async def idle(self) -> None:
        """Wait until all that goes on behind is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    # --- what is sent ---------------------------------------------------------------------------------------------

    async def interactive(self, payload: Json) -> Json:
        """Once only. Returns what the app said with its acknowledgement."""
        return await self._attempt("interactive", payload)

    async def slash_command(self, payload: Json) -> Json:
        return await self._attempt("slash_commands", payload)

    async def event(self, name: str, event: Json) -> None:
        """Tell of an event, where the app subscribed to `name`.

        Raises NotAcknowledged when the first retry failed too; the other retries are then made behind.
        """
        needed = SCOPE_OF_EVENT[name]
        if name not in self.slack.events or (needed and not self.slack.scopes.intersection(needed)):
            return
        slack, about = self.slack, event.get("channel", {})
        channel = slack.channels.get(about) if isinstance(about, str) else None
        body: Json = {
            "token": "verification-token", "team_id": slack.team_id, "context_team_id": slack.team_id,
            "context_enterprise_id": None, "api_app_id": slack.app_id, "event": event, "type": "event_callback",
            "event_id": slack.new_id("Ev"), "event_time": slack.seconds(),
            "authorizations": [{
                "enterprise_id": None, "team_id": slack.team_id, "user_id": slack.bot_user_id, "is_bot": True,
                "is_enterprise_install": False,
            }],
            "is_ext_shared_channel": bool(channel and channel.shared), "event_context": slack.new_id("4-"),
        }  # fmt: skip
        try:
            await self._attempt("events_api", body)
        except NotAcknowledged as failed:
            await self._again(body, 1, failed)

    async def _again(self, body: Json, number: int, failed: NotAcknowledged) -> None:
        if number > len(self.retries) or not failed.again:
            raise failed
        await asyncio.sleep(self.retries[number - 1] * self.slack.second)
        try:
            await self._attempt("events_api", body, number, failed.reason)
        except NotAcknowledged as more:
            if number > 1:
                await self._again(body, number + 1, more)
                return
            self.behind(self._again(body, number + 1, more))
            raise

    async def _attempt(self, kind: Kind, payload: Json, number: int = 0, reason: str = "") -> Json:
        self.attempts.append((kind, payload, number))
        self.slack.changed()
        if self.url is not None:
            return await self._post(kind, payload, number, reason)
        return await self.slack.sockets.send(kind, payload, number, reason)

    # --- HTTP -----------------------------------------------------------------------------------------------------

    async def _post(self, kind: Kind, payload: Json, number: int, reason: str) -> Json:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        body, content_type = encoded(kind, payload)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0", **self.signature(body)}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        assert self.url is not None
        try:
            async with asyncio.timeout(ACK * self.slack.second):
                async with self._session.post(self.url, data=body, headers=headers) as response:
                    text = await response.text()
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None
        except aiohttp.ClientError:
            raise NotAcknowledged("connection_failed") from None
        if not response.ok:
            raise NotAcknowledged("http_error", again=response.headers.get("X-Slack-No-Retry") != "1")
        if not text.strip():
            return {}
        try:
            answer = json.loads(text)
        except ValueError:
            return {"text": text}
        return answer if isinstance(answer, dict) else {}

    def signature(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """The headers that prove that Slack sent this body, by the wall clock or `at` a time of your choice."""
        timestamp = str(int(time.time() if at is None else at))
        signed = hmac.new(self.slack.signing_secret.encode(), b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signed.hexdigest()}"}

    # --- what the app hears of messages in its direct messages -----------------------------------------------------

    def wrote(self, channel: Channel, message: Message) -> None:
        """The app is told of its own direct messages too."""
        if channel.direct:
            self.behind(self.event("message.im", message_event(message)))

    def changed(self, channel: Channel, message: Message, before: Json) -> None:
        if channel.direct:
            now = self.slack.new_ts()
            self.behind(self.event("message.im", {
                "type": "message", "subtype": "message_changed", "message": message.shape(),
                "previous_message": before, "channel": channel.id, "hidden": True, "ts": now, "event_ts": now,
                "channel_type": "im",
            }))  # fmt: skip

    def deleted(self, channel: Channel, message: Message) -> None:
        if channel.direct:
            now = self.slack.new_ts()
            self.behind(self.event("message.im", {
                "type": "message", "subtype": "message_deleted", "previous_message": message.shape(),
                "deleted_ts": message.ts, "channel": channel.id, "hidden": True, "ts": now, "event_ts": now,
                "channel_type": "im",
            }))  # fmt: skip


def message_event(message: Message) -> Json:
    return message.shape() | {"channel": message.channel, "event_ts": message.ts, "channel_type": "im"}


def encoded(kind: Kind, payload: Json) -> tuple[bytes, str]:
    """Events are JSON, slash commands a form, interactions a form whose field `payload` is JSON."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


async def _quietly(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except NotAcknowledged:
        pass
