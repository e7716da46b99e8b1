"""The table of Web API methods: which token, which scopes, which function, each from its page of docs.slack.dev.

Methods register themselves here. Knows how a call is let in; never what a method does.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.state import Channel

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
Run = Callable[["SlackServer", Arguments], Json]
Scopes = Callable[["SlackServer", Arguments], Sequence[str]]

PREFIX = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True)
class Method:
    """`any_of`: one of them at least opens the method; `scopes` says what this very call needs."""

    run: Run
    any_of: tuple[str, ...]
    scopes: Scopes
    token: Literal["bot", "app"]


METHODS: dict[str, Method] = {}


def method(
    name: str, *scopes: str, needs: Scopes | None = None, token: Literal["bot", "app"] = "bot"
) -> Callable[[Run], Run]:
    """Register a method. Without `needs` one call needs all of `scopes`, else it needs what `needs` says."""

    def register(run: Run) -> Run:
        METHODS[name] = Method(run, scopes, needs or (lambda _slack, _arguments: scopes), token)
        return run

    return register


def conversation(name: str, action: str) -> Callable[[Run], Run]:
    """Register a method that needs `channels:`, `groups:` or `im:` by the kind of the conversation it is about."""

    def needs(slack: SlackServer, arguments: Arguments) -> Sequence[str]:
        channel = slack.channels.get(arguments.text("channel"))
        # A private channel that the bot is not in is not there, whatever its scopes.
        hidden = channel is None or (channel.private and slack.bot_user_id not in channel.members)
        return () if channel is None or hidden else (f"{PREFIX[channel.kind]}:{action}",)

    return method(name, *(f"{prefix}:{action}" for prefix in PREFIX.values()), needs=needs)


def check_scopes(slack: SlackServer, called: Method, arguments: Arguments) -> None:
    """Raise `missing_scope` as Slack does, with what is needed and what the token has."""
    provided = ",".join(sorted(slack.scopes))
    needed = called.scopes(slack, arguments)
    missing = [scope for scope in needed if scope not in slack.scopes]
    if missing:
        raise Refusal("missing_scope", needed=",".join(missing), provided=provided)
    if not needed and called.any_of and not slack.scopes.intersection(called.any_of):
        raise Refusal("missing_scope", needed=",".join(called.any_of), provided=provided)


def found_channel(slack: SlackServer, arguments: Arguments, *, member: bool = False) -> Channel:
    """The conversation that `channel` names by its id, as the bot may know of it. `member`: it must be in there."""
    channel = slack.channels.get(arguments.required("channel"))
    if channel is None or (slack.bot_user_id not in channel.members and channel.private):
        raise Refusal("channel_not_found")
    if member and slack.bot_user_id not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def page(
    slack: SlackServer, arguments: Arguments, items: Sequence[Any], *, default: int = 100, most: int = 1000
) -> tuple[list[Any], str]:
    """A page of items and the cursor of the next one. A page may be shorter than asked for: `slack.page_size`.

    Source: https://docs.slack.dev/apis/web-api/pagination
    """
    limit = arguments.number("limit", default, most) if arguments.text("limit") not in ("", "0") else default
    limit = min(limit, slack.page_size or limit)
    start = 0
    if cursor := arguments.text("cursor"):
        try:
            kind, _, offset = base64.b64decode(cursor, validate=True).decode().partition(":")
            start = int(offset)
        except (binascii.Error, ValueError):
            raise Refusal("invalid_cursor") from None
        if kind != "offset" or not 0 < start < len(items):
            raise Refusal("invalid_cursor")
    end = start + limit
    following = base64.b64encode(f"offset:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), following
