"""What reaches the bot from Slack, read into small records: who, where, what was asked and how an answer gets back.

It knows Slack's payloads and markup and nothing of what is answered. Pure: it asks nobody and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.conversation.reply import Action
from bot.conversation.request import SharedFile
from bot.platforms.slack import pressing, written
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.pressing import Asked, Turn

EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
}
"""The bot events that the line listens to, with the scopes that Slack asks for them."""

SPOKEN = frozenset({"", "file_share", "thread_broadcast"})
"""Subtypes of messages that a person wrote; the others are edits, joins, topics and the like."""

UNREADABLE = Action("")
"""What is asked by a button that was made otherwise than this version makes them. Slack tells an app of its own buttons
only, so somebody waits for an answer; the bot says that it is too old.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Something asked. `origin.channel` is the id that Slack gave; `name` is '' where the payload has none.

    `part` is the page of the answer that is wanted in place of the one that shows, if any. `view` is the view in which
    it was pressed: the id of a modal, or `home`.
    """

    origin: Origin
    name: str = ""
    asked: Asked | None = None
    """None for a submitted form, which is not asked again."""
    response_url: str = field(default="", repr=False)
    trigger_id: str = field(default="", repr=False)
    part: int | None = None
    view: str = ""
    files: tuple[SharedFile, ...] = ()
    late: bool = False
    """Slack did not take the trigger any more."""

    @property
    def account(self) -> str:
        return self.origin.account


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that nobody asked. `channel` is an id."""

    kind: Literal["opened", "home", "joined", "left"]
    account: str
    channel: str = ""


# --- payloads -----------------------------------------------------------------------------------------------------


def command(payload: Mapping[str, Any]) -> Arrived:
    """A slash command."""
    typed = f"{payload.get('command', '')} {payload.get('text') or ''}"
    return Arrived(
        origin=Origin(str(payload["user_id"]), str(payload.get("channel_id") or "")),
        name=str(payload.get("user_name") or ""),
        asked=Asked(text=written.words(typed).removeprefix("/")),
        response_url=str(payload.get("response_url") or ""),
        trigger_id=str(payload.get("trigger_id") or ""),
    )


def press(payload: Mapping[str, Any]) -> Arrived:
    """A button or a menu: `block_actions`."""
    try:
        pressed = pressing.pressed(payload["actions"][0])
    except ValueError:
        pressed = UNREADABLE
    turn = pressed if isinstance(pressed, Turn) else None
    asked = Asked(action=pressed) if isinstance(pressed, Action) else pressed.request
    user, container, message = payload["user"], payload.get("container") or {}, payload.get("message") or {}
    view = payload.get("view") or {}
    return Arrived(
        origin=Origin(
            str(user["id"]),
            str((payload.get("channel") or {}).get("id") or container.get("channel_id") or ""),
            str(message.get("thread_ts") or container.get("thread_ts") or ""),
        ),
        name=str(user.get("username") or user.get("name") or ""),
        asked=asked,
        response_url=str(payload.get("response_url") or ""),
        trigger_id=str(payload.get("trigger_id") or ""),
        part=turn.part if turn is not None else None,
        view="home" if view.get("type") == "home" else str(view.get("id") or ""),
    )


def event(body: Mapping[str, Any], bot_user: str) -> Arrived | Happening | None:
    """An event; None where there is nothing to do about it, such as the bot's own messages and people's edits."""
    happened = body.get("event") or {}
    account = str(happened.get("user") or "")
    match happened.get("type"):
        case "message" if happened.get("channel_type") == "im" and _said(happened, bot_user):
            return _spoken(happened, Origin(account, "", str(happened.get("thread_ts") or "")), bot_user)
        case "app_mention" if _said(happened, bot_user):
            channel, thread = str(happened.get("channel") or ""), str(happened.get("thread_ts") or "")
            return _spoken(happened, Origin(account, channel, thread), bot_user)
        case "app_home_opened" if account:
            return Happening(kind="home" if happened.get("tab") == "home" else "opened", account=account)
        case "member_joined_channel":
            return Happening(kind="joined", account=account, channel=str(happened.get("channel") or ""))
        case "member_left_channel":
            return Happening(kind="left", account=account, channel=str(happened.get("channel") or ""))
    return None


def _said(message: Mapping[str, Any], bot_user: str) -> bool:
    """Whether a person said it, just now."""
    by_person = bool(message.get("user")) and message["user"] != bot_user and not message.get("bot_id")
    return by_person and str(message.get("subtype") or "") in SPOKEN and not message.get("edited")


def _spoken(message: Mapping[str, Any], origin: Origin, bot_user: str) -> Arrived:
    text = written.message(message, bot_user).removeprefix("/")
    return Arrived(origin=origin, asked=Asked(text=text), files=tuple(map(shared_file, message.get("files") or ())))


def shared_file(told: Mapping[str, Any]) -> SharedFile:
    """Source: docs.slack.dev, "File object"."""
    return SharedFile(
        id=str(told.get("id") or ""),
        name=str(told.get("name") or told.get("title") or told.get("id") or ""),
        media_type=str(told.get("mimetype") or ""),
        size=int(told.get("size") or 0),
    )
