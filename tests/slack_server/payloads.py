"""The payloads that Slack sends about what people do, in their documented shapes.

Sources: docs.slack.dev/reference/interaction-payloads, docs.slack.dev/reference/events,
docs.slack.dev/interactivity/implementing-slash-commands. Pure: knows neither transport nor client.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from tests.slack_server.state import Account, Channel, Message
from tests.slack_server.views import View

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]


def shown_name(channel: Channel) -> str:
    if channel.direct:
        return "directmessage"
    return "privategroup" if channel.private else channel.name


def slash_command(slack: SlackServer, account: Account, channel: Channel, typed: str) -> Json:
    command, _, text = typed.partition(" ")
    return {
        "token": "verification-token", "team_id": slack.team_id, "team_domain": slack.domain,
        "channel_id": channel.id, "channel_name": shown_name(channel), "user_id": account.id,
        "user_name": _handle(account), "command": command, "text": _escaped(slack, text.strip()), "api_app_id": slack.app_id,
        "is_enterprise_install": "false", "response_url": slack.hooks.response_url(account.id, channel.id),
        "trigger_id": slack.hooks.trigger(account.id),
    }  # fmt: skip


MENTION = re.compile(r"(?<![\w@])@(\w[\w.-]*\w)")


def _escaped(slack: SlackServer, text: str) -> str:
    """People who are mentioned, as `should_escape` in the manifest makes Slack write them: `<@U123|maya>`.

    Source: docs.slack.dev/interactivity/implementing-slash-commands, "Escape channels, users, and links sent to app".
    """

    def escaped(found: re.Match[str]) -> str:
        account = _called(slack, found[1])
        return f"<@{account.id}|{found[1]}>" if account is not None else found[0]

    return MENTION.sub(escaped, text)


def _called(slack: SlackServer, name: str) -> Account | None:
    """Whom the client's list offers first for a name: somebody's handle, or the only one with that first name."""
    wanted = name.lower()
    people = [one for one in slack.accounts.values() if not one.bot]
    near = [one for one in people if wanted in (_handle(one), one.name.lower().partition(" ")[0])]
    return near[0] if len(near) == 1 else None


def _handle(account: Account) -> str:
    return account.name.lower().replace(" ", ".")


def _interaction(slack: SlackServer, account: Account, kind: str) -> Json:
    handle = _handle(account)
    return {
        "type": kind, "team": {"id": slack.team_id, "domain": slack.domain}, "enterprise": None,
        "user": {"id": account.id, "username": handle, "name": handle, "team_id": account.team},
        "api_app_id": slack.app_id, "token": "verification-token", "is_enterprise_install": False,
    }  # fmt: skip


def on_message(slack: SlackServer, account: Account, message: Message, action: Json) -> Json:
    """block_actions on a message. An ephemeral one is not repeated in the payload."""
    channel = slack.channels[message.channel]
    container: Json = {
        "type": "message", "message_ts": message.ts, "channel_id": channel.id,
        "is_ephemeral": message.ephemeral_to is not None,
    }  # fmt: skip
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _interaction(slack, account, "block_actions") | {
        "container": container, "trigger_id": slack.hooks.trigger(account.id),
        "channel": {"id": channel.id, "name": shown_name(channel)}, "state": {"values": _chosen(action)},
        "response_url": slack.hooks.response_url(account.id, channel.id, message), "actions": [action],
    }  # fmt: skip
    return payload if message.ephemeral_to else payload | {"message": message.shape()}


def _chosen(action: Json) -> Json:
    held = {name: action[name] for name in ("selected_option", "selected_options") if name in action}
    if not held:
        return {}
    return {action["block_id"]: {action["action_id"]: {"type": action["type"], **held}}}


def on_view(slack: SlackServer, account: Account, view: View, action: Json) -> Json:
    return _interaction(slack, account, "block_actions") | {
        "container": {"type": "view", "view_id": view.id}, "trigger_id": slack.hooks.trigger(account.id, view.id),
        "view": view.shape(state=True), "actions": [action],
    }  # fmt: skip


def view_submission(slack: SlackServer, account: Account, view: View) -> Json:
    return _interaction(slack, account, "view_submission") | {
        "trigger_id": slack.hooks.trigger(account.id, view.id), "view": view.shape(state=True), "response_urls": [],
    }  # fmt: skip


def view_closed(slack: SlackServer, account: Account, view: View, *, cleared: bool) -> Json:
    return _interaction(slack, account, "view_closed") | {"view": view.shape(state=True), "is_cleared": cleared}


# --- events -------------------------------------------------------------------------------------------------------


def written(slack: SlackServer, account: Account, channel: Channel, text: str, thread: str | None) -> Message:
    """What a person types, as it is stored: `&`, `<` and `>` escaped, with its rich text beside it."""
    elements, marked = _composed(slack, text)
    block = {"type": "rich_text", "block_id": slack.new_id("b"), "elements": [
        {"type": "rich_text_section", "elements": elements},
    ]}  # fmt: skip
    return Message(
        slack.new_ts(), channel.id, account.id, marked, [block], thread_ts=thread,
        team=account.team,
    )  # fmt: skip


def _composed(slack: SlackServer, text: str) -> tuple[list[Json], str]:
    """What is typed as elements of rich text and as marked up text, with people who are mentioned as such."""
    elements: list[Json] = []
    marked, end = "", 0
    for found in [*MENTION.finditer(text), None]:
        account = _called(slack, found[1]) if found is not None else None
        if found is not None and account is None:
            continue
        plain = text[end : found.start() if found is not None else len(text)]
        if plain or not text:
            elements.append({"type": "text", "text": plain})
            marked += html.escape(plain, quote=False)
        if found is not None and account is not None:
            elements.append({"type": "user", "user_id": account.id})
            marked, end = f"{marked}<@{account.id}>", found.end()
    return elements, marked


def mention(slack: SlackServer, message: Message) -> None:
    """Turn a written message into one that begins with a mention of the bot."""
    message.text = f"<@{slack.bot_user_id}> {message.text}"
    section = message.blocks[0]["elements"][0]
    section["elements"] = [
        {"type": "user", "user_id": slack.bot_user_id},
        {"type": "text", "text": " "},
        *section["elements"],
    ]


def direct_message(message: Message) -> Json:
    return message.shape() | {
        "client_msg_id": f"client-{message.ts}", "channel": message.channel, "event_ts": message.ts,
        "channel_type": "im",
    }  # fmt: skip


def app_mention(message: Message) -> Json:
    return message.shape() | {
        "type": "app_mention", "client_msg_id": f"client-{message.ts}", "channel": message.channel,
        "event_ts": message.ts,
    }  # fmt: skip


def membership(slack: SlackServer, event: str, account: str, channel: Channel, inviter: str | None) -> Json:
    """member_joined_channel or member_left_channel."""
    shape = {
        "type": event, "user": account, "channel": channel.id, "channel_type": "G" if channel.private else "C",
        "team": slack.accounts[account].team, "event_ts": slack.new_ts(),
    }  # fmt: skip
    return shape | ({"inviter": inviter} if inviter else {})


def home_opened(slack: SlackServer, account: Account, tab: str) -> Json:
    shape: Json = {
        "type": "app_home_opened", "user": account.id, "channel": slack.direct(account.id).id, "tab": tab,
        "event_ts": slack.new_ts(),
    }  # fmt: skip
    view = slack.screens.homes.get(account.id)
    return shape | ({"view": view.shape(state=True)} if view and tab == "home" else {})
