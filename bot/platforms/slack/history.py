"""Has this been posted? The key that goes along with every post, and reading it back from a channel's history.

It compares keys and nothing else: what people write in a channel passes by unread. What cannot be read in full counts
as unreadable, since half an answer would post twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversation.port import HistoryUnreadable
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.refusals import Refusal

EVENT_TYPE = "coursebot_post"


def metadata(key: str) -> dict[str, Any]:
    """What is stored with a post or an update of it, and shown to nobody."""
    return {"event_type": EVENT_TYPE, "event_payload": {"key": key}}


async def find(api: Api, channel_id: str, key: str, since: datetime) -> tuple[str, ...]:
    """Timestamps of our own posts with this key, oldest first. Replies in threads are not looked at: none has a key.

    Raises HistoryUnreadable, RateLimited, PlatformDown.
    """
    found: list[str] = []
    asked = {"channel": channel_id, "oldest": f"{since.timestamp():.6f}", "inclusive": True}
    try:
        me = await api.me()
        async for page in api.pages("conversations.history", include_all_metadata=True, **asked):
            found += [str(message["ts"]) for message in page.get("messages") or [] if _is(message, key, me)]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if page.get("has_more") and not cursor:
                raise HistoryUnreadable("Slack shows only a part of the channel's history")
    except Refusal as refusal:
        raise HistoryUnreadable(str(refusal)) from None
    return tuple(sorted(found, key=_seconds))


def _is(message: Mapping[str, Any], key: str, me: Identity) -> bool:
    stored = message.get("metadata") or {}
    if stored.get("event_type") != EVENT_TYPE or (stored.get("event_payload") or {}).get("key") != key:
        return False
    return message.get("bot_id") == me.bot_id or message.get("user") == me.bot_user_id


def _seconds(ts: str) -> tuple[int, int]:
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction or 0)
