"""Web API: conversations, their members and their history (docs.slack.dev/reference/methods/conversations.*).

Knows what a bot may see of a conversation. Never writes a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.state import Channel, Message
from tests.slack_server.web_api import PREFIX, conversation, found_channel, method, page

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
READ = tuple(f"{prefix}:read" for prefix in PREFIX.values())


def _kinds(arguments: Arguments) -> list[str]:
    kinds = arguments.words("types") or ["public_channel"]
    if any(kind not in PREFIX for kind in kinds):
        raise Refusal("invalid_types")
    return kinds


def _read_scopes(_slack: SlackServer, arguments: Arguments) -> list[str]:
    return [f"{PREFIX[kind]}:read" for kind in _kinds(arguments)]


def _listed(slack: SlackServer, arguments: Arguments, *, mine: bool) -> Json:
    kinds, bot = _kinds(arguments), slack.bot_user_id
    found = [
        channel
        for channel in slack.channels.values()
        if channel.kind in kinds
        and (bot in channel.members or not (mine or channel.private))
        and not (arguments.flag("exclude_archived") and channel.archived)
    ]
    shown, following = page(slack, arguments, found)
    channels = [channel.shape(asks=bot, counted=not mine) for channel in shown]
    return {"channels": channels, "response_metadata": {"next_cursor": following}}


@method("conversations.list", *READ, needs=_read_scopes)
def listed(slack: SlackServer, arguments: Arguments) -> Json:
    return _listed(slack, arguments, mine=False)


@method("users.conversations", *READ, needs=_read_scopes)
def of_the_bot(slack: SlackServer, arguments: Arguments) -> Json:
    if arguments.text("user") not in ("", slack.bot_user_id):
        raise Refusal("method_not_supported_by_this_server")
    return _listed(slack, arguments, mine=True)


@conversation("conversations.info", "read")
def info(slack: SlackServer, arguments: Arguments) -> Json:
    channel = found_channel(slack, arguments)
    return {"channel": channel.shape(asks=slack.bot_user_id, counted=arguments.flag("include_num_members"))}


@conversation("conversations.members", "read")
def members(slack: SlackServer, arguments: Arguments) -> Json:
    shown, following = page(slack, arguments, found_channel(slack, arguments).members)
    return {"members": shown, "response_metadata": {"next_cursor": following}}


@method("conversations.open", "im:write")
def opened(slack: SlackServer, arguments: Arguments) -> Json:
    if arguments.text("channel"):
        channel = found_channel(slack, arguments)
        return {"channel": channel.shape(asks=slack.bot_user_id)}
    users = arguments.words("users")
    if not users:
        raise Refusal("users_list_not_supplied")
    if len(users) > 1:
        raise Refusal("method_not_supported_by_this_server")
    account = slack.accounts.get(users[0])
    if account is None:
        raise Refusal("user_not_found")
    if account.bot:
        raise Refusal("cannot_dm_bot")
    if account.deleted:
        raise Refusal("user_disabled")
    known = any(channel.direct == account.id for channel in slack.channels.values())
    channel = slack.direct(account.id)
    answer: Json = {"no_op": True, "already_open": True} if known else {}
    full = arguments.flag("return_im")
    return answer | {"channel": channel.shape(asks=slack.bot_user_id) if full else {"id": channel.id}}


@conversation("conversations.history", "history")
def history(slack: SlackServer, arguments: Arguments) -> Json:
    """Newest first. Replies in threads are not part of it, but for those that were also sent to the channel."""
    channel = found_channel(slack, arguments, member=True)
    there = [m for m in channel.standing() if m.ephemeral_to is None and (not m.reply or m.broadcast)]
    asked = _between(arguments, there)
    shown, following = page(slack, arguments, asked[::-1], most=999)
    metadata = arguments.flag("include_all_metadata")
    messages = [_with_thread(channel, one, metadata=metadata and not one.reply) for one in shown]
    return _history(messages, following) | {"pin_count": len(channel.pins)}


@conversation("conversations.replies", "history")
def replies(slack: SlackServer, arguments: Arguments) -> Json:
    """A thread, oldest first, its first message included."""
    channel = found_channel(slack, arguments, member=True)
    parent = channel.message(arguments.required("ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    first = parent.thread_ts or parent.ts
    there = [m for m in channel.standing() if m.ephemeral_to is None and first in (m.ts, m.thread_ts)]
    kept = {id(one) for one in _between(arguments, there)}
    shown, following = page(slack, arguments, [m for m in there if m.ts == first or id(m) in kept], most=1000)
    metadata = arguments.flag("include_all_metadata")
    return _history([_with_thread(channel, one, metadata=metadata) for one in shown], following)


def _history(messages: list[Json], following: str) -> Json:
    more: Json = {"response_metadata": {"next_cursor": following}} if following else {}
    return {"messages": messages, "has_more": bool(following), **more}


def _between(arguments: Arguments, messages: list[Message]) -> list[Message]:
    inclusive = arguments.flag("inclusive")
    oldest, latest = _micros(arguments, "oldest"), _micros(arguments, "latest")
    found: list[Message] = []
    for message in messages:
        at = _as_micros(message.ts)
        after = oldest is None or at > oldest or (inclusive and at == oldest)
        before = latest is None or at < latest or (inclusive and at == latest)
        if after and before:
            found.append(message)
    return found


def _micros(arguments: Arguments, name: str) -> int | None:
    text = arguments.text(name)
    if text in ("", "0", "now"):
        return None
    try:
        return _as_micros(text)
    except ValueError:
        raise Refusal(f"invalid_ts_{name}") from None


def _as_micros(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 1_000_000 + int((part or "0").ljust(6, "0")[:6])


def _with_thread(channel: Channel, message: Message, *, metadata: bool) -> Json:
    shape = message.shape(metadata=metadata)
    replies = [m for m in channel.standing() if m.thread_ts == message.ts and m.reply and m.ephemeral_to is None]
    if replies and not message.reply:
        users = list(dict.fromkeys(one.user for one in replies))
        shape |= {
            "thread_ts": message.ts, "reply_count": len(replies), "reply_users_count": len(users),
            "latest_reply": replies[-1].ts, "reply_users": users[:5], "is_locked": False,
        }  # fmt: skip
    return shape
