"""Web API: writing messages (chat.*) and pinning them (pins.*), with the checks that Slack makes first.

Source: docs.slack.dev/reference/methods and docs.slack.dev/messaging. Knows no transport.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_server.blocks import validate_message
from tests.slack_server.reading import with_ids
from tests.slack_server.refusal import Arguments, Refusal, breaches
from tests.slack_server.state import Channel, Message
from tests.slack_server.web_api import found_channel, method

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
TRUNCATED_AT = 40_000


def content(slack: SlackServer, arguments: Arguments) -> tuple[str, list[Json]]:
    """Text and blocks of a message to be posted. Raises no_text, invalid_blocks and their kin."""
    text = arguments.text("text")
    blocks = arguments.json("blocks", "invalid_blocks_format")
    if blocks is not None and not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if not blocks and not text and not arguments.json("attachments"):
        raise Refusal("no_text")
    if found := validate_message({"blocks": blocks or []}):
        raise breaches("invalid_blocks", found)
    if found := unusable_images(slack, blocks):
        raise breaches("invalid_blocks", found)
    return text[:TRUNCATED_AT], with_ids(blocks or [], lambda: slack.new_id("")[-5:])


def _metadata(arguments: Arguments) -> Json | None:
    """None where none was given. Source: docs.slack.dev/messaging/message-metadata."""
    metadata = arguments.json("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if metadata and not (
        set(metadata) <= {"event_type", "event_payload", "entities"}
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    ):
        raise Refusal("invalid_metadata_schema")
    return metadata


def _images(blocks: Any) -> list[Json]:
    if isinstance(blocks, dict):
        return [blocks["slack_file"]] if "slack_file" in blocks else _images(list(blocks.values()))
    return [found for one in blocks for found in _images(one)] if isinstance(blocks, list) else []


def unusable_images(slack: SlackServer, blocks: Any) -> list[str]:
    """A `slack_file` must be an image whose upload was finished (docs.slack.dev/reference/block-kit/blocks/image-block)."""
    usable = [file for file in slack.files.values() if file.complete and file.shape()["mimetype"].startswith("image/")]
    named = [
        name
        for file in usable
        for name in ({"id": file.id}, {"url": file.permalink}, {"url": file.shape()["url_private"]})
    ]
    return ["invalid slack file" for shown in _images(blocks) if shown not in named]


def _written(slack: SlackServer, channel: Channel, arguments: Arguments) -> Message:
    """A message of the bot, not yet in the channel."""
    text, blocks = content(slack, arguments)
    return Message(
        slack.new_ts(), channel.id, slack.bot_user_id, text, blocks, _metadata(arguments) or None,
        thread_ts=arguments.text("thread_ts") or None, bot_id=slack.bot_id, app_id=slack.app_id, team=slack.team_id,
        broadcast=arguments.flag("reply_broadcast"), arguments=dict(arguments.given),
    )  # fmt: skip


def _addressed(slack: SlackServer, arguments: Arguments) -> Channel:
    """Where chat.postMessage goes: an id, a public channel's name, or a person, whose direct messages it then is."""
    wanted = arguments.text("channel")
    account = slack.accounts.get(wanted)
    if account is not None:
        if account.bot:
            raise Refusal("cannot_dm_bot")
        return slack.direct(account.id)
    for channel in slack.channels.values():
        if channel.name == wanted.removeprefix("#") and not channel.direct and not channel.private:
            return channel
    if not wanted:
        raise Refusal("channel_not_found")
    return found_channel(slack, arguments)


def _may_write(slack: SlackServer, channel: Channel, arguments: Arguments) -> None:
    if channel.archived:
        raise Refusal("is_archived")
    if slack.bot_user_id not in channel.members and "chat:write.public" not in slack.scopes:
        raise Refusal("not_in_channel")
    thread = arguments.text("thread_ts")
    if thread and channel.message(thread) is None:
        raise Refusal("cannot_reply_to_message")


@method("chat.postMessage", "chat:write")
def post(slack: SlackServer, arguments: Arguments) -> Json:
    channel = _addressed(slack, arguments)
    _may_write(slack, channel, arguments)
    message = _written(slack, channel, arguments)
    if message.thread_ts:
        parent = channel.message(message.thread_ts)
        message.thread_ts = (parent.thread_ts if parent else None) or message.thread_ts
        message.subtype = "thread_broadcast" if message.broadcast else None
    share(slack, message)
    slack.add(channel, message)
    slack.outgoing.wrote(channel, message)
    answer: Json = {"channel": channel.id, "ts": message.ts, "message": message.shape(metadata=True)}
    if len(arguments.text("text")) > TRUNCATED_AT:
        answer |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return answer


def share(slack: SlackServer, message: Message) -> None:
    """A link to one of the bot's files shares it where it stands: in the blocks, or in the text where there are none."""
    place = str(message.blocks) if message.blocks else message.text
    for file in slack.files.values():
        shown = any(one in ({"id": file.id}, {"url": file.permalink}) for one in _images(message.blocks))
        linked = re.search(re.escape(file.permalink) + r"(?![\w/])", place) is not None
        if file.complete and (shown or linked):
            file.shares.setdefault(message.channel, []).append(message.ts)
            if linked:
                message.files.append(file.shape())


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(slack: SlackServer, arguments: Arguments) -> Json:
    """It vanishes with the session, is never in a history, and in a thread it shows only where the thread lives."""
    channel = found_channel(slack, arguments)
    _may_write(slack, channel, arguments)
    user = arguments.required("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    message = _written(slack, channel, arguments)
    message.ephemeral_to = user
    if not message.thread_ts or any(one.thread_ts == message.thread_ts and one.reply for one in channel.standing()):
        slack.add(channel, message)
    return {"message_ts": message.ts}


def _own(slack: SlackServer, arguments: Arguments, refusal: str) -> tuple[Channel, Message]:
    channel = found_channel(slack, arguments)
    message = channel.message(arguments.required("ts"))
    if message is None:
        raise Refusal("message_not_found")
    if message.bot_id != slack.bot_id:
        raise Refusal(refusal)
    return channel, message


@method("chat.update", "chat:write")
def update(slack: SlackServer, arguments: Arguments) -> Json:
    """Text without blocks takes the blocks away. Metadata that is not given stays, and `{}` takes it away.

    Source: https://docs.slack.dev/reference/methods/chat.update
    """
    channel, message = _own(slack, arguments, "cant_update_message")
    if channel.archived:
        raise Refusal("is_archived")
    before = message.shape()
    metadata = _metadata(arguments)
    rewrite(slack, message, arguments)
    if metadata is not None:
        message.metadata = metadata or None
    slack.outgoing.changed(channel, message, before)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.shape(metadata=True)}


def rewrite(slack: SlackServer, message: Message, arguments: Arguments) -> None:
    text, blocks = content(slack, arguments)
    message.text, message.blocks = text or message.text, blocks
    if not blocks:
        message.edited = slack.new_ts()
    message.has_changed()
    message.arguments = dict(arguments.given)
    message.files = []
    share(slack, message)
    slack.changed()


@method("chat.delete", "chat:write")
def delete(slack: SlackServer, arguments: Arguments) -> Json:
    channel, message = _own(slack, arguments, "cant_delete_message")
    remove(slack, message)
    slack.outgoing.deleted(channel, message)
    return {"channel": channel.id, "ts": message.ts}


def remove(slack: SlackServer, message: Message) -> None:
    message.deleted = True
    message.has_changed()
    channel = slack.channels[message.channel]
    channel.pins = [pin for pin in channel.pins if pin[0] != message.ts]
    slack.changed()


@method("chat.getPermalink")
def permalink(slack: SlackServer, arguments: Arguments) -> Json:
    channel = found_channel(slack, arguments)
    message = channel.message(arguments.required("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    link = f"https://{slack.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


# --- pins ---------------------------------------------------------------------------------------------------------


@method("pins.add", "pins:write")
def pin(slack: SlackServer, arguments: Arguments) -> Json:
    channel, message = _pinned(slack, arguments)
    if any(ts == message.ts for ts, _, _ in channel.pins):
        raise Refusal("already_pinned")
    channel.pins.append((message.ts, slack.bot_user_id, slack.seconds()))
    return {}


@method("pins.remove", "pins:write")
def unpin(slack: SlackServer, arguments: Arguments) -> Json:
    channel, message = _pinned(slack, arguments)
    if all(ts != message.ts for ts, _, _ in channel.pins):
        raise Refusal("no_pin")
    channel.pins = [one for one in channel.pins if one[0] != message.ts]
    return {}


@method("pins.list", "pins:read")
def pins(slack: SlackServer, arguments: Arguments) -> Json:
    channel = found_channel(slack, arguments, member=True)
    items: list[Mapping[str, Any]] = []
    for ts, by, at in channel.pins:
        if (message := channel.message(ts)) is not None:
            item = {"type": "message", "channel": channel.id, "created": at, "created_by": by}
            items.append(item | {"message": message.shape()})
    return {"items": items}


def _pinned(slack: SlackServer, arguments: Arguments) -> tuple[Channel, Message]:
    channel = found_channel(slack, arguments, member=True)
    if channel.archived:
        raise Refusal("is_archived")
    message = channel.message(arguments.text("timestamp"))
    if message is None:
        raise Refusal("message_not_found" if arguments.text("timestamp") else "no_item_specified")
    return channel, message
