"""What an interaction gives the app for a while: a trigger to open a view with, an address to respond to.

Sources: docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/surfaces/modals. Knows no person's client.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.slack_server import chat
from tests.slack_server.faults import limited
from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.state import Message

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]

TRIGGER = 3.0
"""Seconds for which a trigger_id is good, once."""

TERM, USES = 30 * 60.0, 5
"""Seconds and uses of a response_url."""


@dataclass
class Trigger:
    """`view`: the id of the view in which the person did something, if it was in one."""

    account: str
    given_at: float
    view: str | None
    used: bool = False


@dataclass
class ResponseUrl:
    """`source`: the message on which something was pressed."""

    account: str
    channel: str
    given_at: float
    source: Message | None
    uses: int = 0


class Hooks:
    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.triggers: dict[str, Trigger] = {}
        self.urls: dict[str, ResponseUrl] = {}

    def trigger(self, account: str, view: str | None = None) -> str:
        trigger_id = self.slack.new_id("13.37.")
        self.triggers[trigger_id] = Trigger(account, self.slack.now(), view)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use a trigger up. Raises what Slack answers where it cannot be."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if self.slack.now() - trigger.given_at > TRIGGER * self.slack.second:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, account: str, channel: str, source: Message | None = None) -> str:
        key = self.slack.new_id("hook")
        self.urls[key] = ResponseUrl(account, channel, self.slack.now(), source)
        sort = "actions" if source is not None else "commands"
        return f"{self.slack.url}/{sort}/{self.slack.team_id}/{key}"

    async def respond(self, request: web.Request) -> web.Response:
        try:
            given = json.loads(await request.text())
        except ValueError:
            given = None
        self.slack.record("response_url", given if isinstance(given, dict) else {})
        fault = self.slack.faults.next("response_url")
        if fault and fault.kind == "ratelimited":
            return limited(fault.retry_after)

        async def act() -> web.Response:
            return self._respond(request.match_info["key"], given)

        return await self.slack.faults.around(fault, request, act)

    def _respond(self, key: str, given: Any) -> web.Response:
        hook = self.urls.get(key)
        if hook is None:
            return _refused(404, "no_such_hook")
        if self.slack.now() - hook.given_at > TERM * self.slack.second:
            return _refused(404, "expired_url")
        if hook.uses >= USES:
            return _refused(404, "used_url")
        if not isinstance(given, dict):
            return _refused(400, "invalid_payload")
        try:
            self.say(hook, given)
        except Refusal as refusal:
            return web.json_response(refusal.answer(), status=400)
        hook.uses += 1
        return web.json_response({"ok": True})

    def say(self, hook: ResponseUrl, given: Json) -> None:
        """Write, replace or delete as the payload says; ephemeral where it does not say otherwise.

        The app need not be in the channel. Raises Refusal.
        """
        slack, channel, arguments = self.slack, self.slack.channels[hook.channel], Arguments(given)
        source = hook.source if hook.source is not None and not hook.source.deleted else None
        if arguments.flag("delete_original"):
            if source is not None:
                chat.remove(slack, source)
                slack.outgoing.deleted(channel, source)
            return
        if arguments.flag("replace_original") and source is not None:
            before, source.renewals = source.shape(), source.renewals + 1
            chat.rewrite(slack, source, arguments)
            if source.ephemeral_to is None:
                slack.outgoing.changed(channel, source, before)
            return
        text, blocks = chat.content(slack, arguments)
        public = arguments.text("response_type") == "in_channel"
        message = Message(
            slack.new_ts(), channel.id, slack.bot_user_id, text, blocks, bot_id=slack.bot_id, app_id=slack.app_id,
            team=slack.team_id, thread_ts=arguments.text("thread_ts") or None, arguments=given,
            ephemeral_to=None if public else hook.account,
        )  # fmt: skip
        if public:
            chat.share(slack, message)
        slack.add(channel, message)
        if public:
            slack.outgoing.wrote(channel, message)


def _refused(status: int, error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
