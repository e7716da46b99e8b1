"""Has this been posted? The key that goes along with every post, and reading it back from a channel's history.

It compares keys and nothing else: what people write in a channel passes by unread. What cannot be read in full counts
as unreadable, since half an answer would post twice. A post's reference holds the channel's id: names move.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversation.port import HistoryUnreadable
from bot.platforms.slack.api import Api, Identity

EVENT_TYPE = "coursebot_post"


def metadata(key: str) -> dict[str, Any]:
    """What is stored with a post or an update of it, and shown to nobody."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


async def find(api: Api, channel_id: str, key: str, since: datetime) -> tuple[str, ...]:
    """References of our own posts with this key, oldest first. Replies in threads are not looked at: none has a key.

    Raises Refusal, HistoryUnreadable, RateLimited, PlatformDown. A post of ours without a mark counts as unreadable:
    each has one, so Slack does not show us the marks, and ours may be among the unmarked.
    """
    found: list[str] = []
    asked = {"channel": channel_id, "oldest": f"{since.timestamp():.6f}", "inclusive": True}
    me = await api.me()
    async for page in api.pages("conversations.history", include_all_metadata=True, **asked):
        own = [message for message in page.get("messages") or [] if _is_ours(message, me)]
        if not channel_id.startswith("D") and any(_is_unmarked(message) for message in own):
            raise HistoryUnreadable("Slack does not show the bot the hidden marks of its own posts")
        found += [str(message["ts"]) for message in own if _has(message, key)]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if page.get("has_more") and not cursor:
            raise HistoryUnreadable("Slack shows only a part of the channel's history")
    return tuple(reference(channel_id, ts) for ts in sorted(found, key=moment))


def reference(channel_id: str, ts: str) -> str:
    """What a post is known by: Slack's id of the channel and the post's time in it."""
    return f"{channel_id}/{ts}"


def stands_at(reference: str) -> tuple[str, str]:
    """The inverse; the id is '' in older references, which are the time alone."""
    channel_id, _, ts = reference.rpartition("/")
    return channel_id, ts


def moment(ts: str) -> tuple[int, int]:
    """A post's time, to sort by."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction or 0)


def _is_ours(message: Mapping[str, Any], me: Identity) -> bool:
    return message.get("bot_id") == me.bot_id or message.get("user") == me.bot_user_id


def _is_unmarked(message: Mapping[str, Any]) -> bool:
    """Lines such as "has joined the channel" are Slack's, and never have a mark."""
    return message.get("subtype") in (None, "bot_message") and not message.get("metadata")


def _has(message: Mapping[str, Any], key: str) -> bool:
    stored = message.get("metadata") or {}
    return stored.get("event_type") == EVENT_TYPE and (stored.get("event_payload") or {}).get("key") == key
