"""The app manifest: what to paste into Slack so that the bot gets exactly what it uses, and why it needs each of it.

It is made from the table of methods, the events of the line and the command table that it is given. Fields and limits:
docs.slack.dev/reference/app-manifest. It never calls Slack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.commands import Audience, Group, Table, broken_laws
from bot.errors import Misconfigured
from bot.platforms.slack.credentials import EVENTS_PATH
from bot.platforms.slack.inbound import EVENTS
from bot.platforms.slack.methods import METHODS, Method

NAME = "coursebot"
DESCRIPTION = "Readings, deadlines and announcements of your seminar, at the right time and once."
COLOUR = "#1d4e6b"

MOST_COMMANDS = 50
HINT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Scope:
    """`why`: for an admin who must allow it. `without`: what does not work where it lacks."""

    why: str
    without: str


_NO_CHANNEL = "the bot finds no channel by its name, can post nowhere and does not know who takes the course"
"""Slack is asked for both kinds of channel at once, and refuses where one of the two scopes lacks."""

SCOPES: Mapping[str, Scope] = {
    "commands": Scope("people type commands such as /readings", "no command works"),
    "chat:write": Scope(
        "it posts announcements and answers, only where it was invited, and changes or deletes only its own messages",
        "the bot can say nothing",
    ),
    "app_mentions:read": Scope(
        "it answers when somebody mentions it; it is told of no other message in a channel",
        "mentions of the bot get no answer",
    ),
    "im:history": Scope(
        "it reads what people write to the bot itself in direct messages, to answer it",
        "direct messages to the bot get no answer",
    ),
    "im:write": Scope(
        "it opens a direct message, for a welcome and for what is about one person only",
        "nobody gets a direct message from the bot",
    ),
    "channels:read": Scope(
        "it finds the course's public channels by name and sees who is in them: those are the students",
        _NO_CHANNEL,
    ),
    "groups:read": Scope(
        "it finds private channels that it was invited to, and checks that the one for staff is private and all staff",
        _NO_CHANNEL,
    ),
    "channels:history": Scope(
        "after a crash or a dropped connection it looks for its own post in the channel before it tries again; it "
        "compares hidden marks of its own posts, and keeps and passes on nothing that people wrote",
        "a post of which the bot cannot know whether it arrived is held, and staff are asked",
    ),
    "groups:history": Scope(
        "in private channels that it was invited to it looks, after a crash, for its own post before it tries again",
        "a post in a private channel of which the bot cannot know whether it arrived is held, and staff are asked",
    ),
    "files:write": Scope(
        "it sends files that somebody asked it for, such as a table for staff",
        "answers that are a file do not arrive",
    ),
    "files:read": Scope(
        "it takes in files that people hand it: in a form that asks for one, or in their direct messages with it; it "
        "opens no other",
        "nobody can hand in a file, and a form that asks for one does without it",
    ),
    "pins:write": Scope(
        "it pins its board of presenters’ seats, so that everybody finds it in the channel; it pins nothing else",
        "the board of presenters' seats is not pinned, and everything else works",
    ),
    "users:read": Scope(
        "it shows staff people's names, and tells guests and other bots from students",
        "the bot knows nobody's name and cannot tell students from guests and bots",
    ),
    "users:read.email": Scope(
        "it recognizes staff whom the schedule names by e-mail address, and students whose names occur twice",
        "staff whom the schedule names by e-mail address are not recognized",
    ),
    "usergroups:read": Scope(
        "the schedule may name a user group as the course's staff",
        "staff whom the schedule names by a user group are not recognized",
    ),
}
"""Every scope that a method, an event or a command may need."""

WHY_EVENT: Mapping[str, str] = {
    "app_home_opened": "somebody opens the bot's page, which then shows what is next and what is due",
    "app_mention": "somebody mentions the bot, and is answered in private",
    "member_joined_channel": "somebody joins a channel that the bot is in; staff are told once a day who is new",
    "member_left_channel": "somebody leaves a channel that the bot is in; staff are asked whether they dropped out",
    "message.im": "somebody writes to the bot directly, and is answered",
}
"""When Slack sends each event that the bot listens to, and what for."""


def scopes(
    methods: Mapping[str, Method] = METHODS, events: Mapping[str, tuple[str, ...]] = EVENTS
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All scopes of the bot's token, and those of them without which it still runs."""
    needed: set[str] = {"commands"}
    optional: set[str] = set()
    for method in methods.values():
        if method.token == "bot":  # noqa: S105 - the sort of token
            needed |= set(method.scopes) - set(method.optional)
            optional |= set(method.optional)
    for of_event in events.values():
        needed |= set(of_event)
    return tuple(sorted(needed | optional)), tuple(sorted(optional - needed))


def manifest(table: Table, *, prefixes: Iterable[str] = ("",), url: str = "") -> dict[str, Any]:
    """The manifest for Socket Mode; with `url`, the bot's address without a path, for HTTP.

    Raises Misconfigured where a command would have a name that Slack keeps for itself or does not allow.
    """
    there = {"request_url": url.rstrip("/") + EVENTS_PATH} if url else {}
    everything, optional = scopes()
    return {
        "display_information": {"name": NAME, "description": DESCRIPTION, "background_color": COLOUR},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": list(_commands(table, tuple(dict.fromkeys(prefixes)), url=there.get("request_url", ""))),
        },
        "oauth_config": {"scopes": {"bot": list(everything), "bot_optional": list(optional)}},
        "settings": {
            "event_subscriptions": there | {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True} | there,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _commands(table: Table, prefixes: tuple[str, ...], *, url: str) -> Iterator[dict[str, Any]]:
    for prefix in prefixes:
        breaches = broken_laws(table, prefix)
        if breaches:
            words = "; ".join(breaches)
            raise Misconfigured(f"Slack would refuse the manifest: {words}; choose another --prefix, such as cs294-")
    if len(prefixes) * len(table.groups) > MOST_COMMANDS:
        raise Misconfigured(f"Slack allows {MOST_COMMANDS} commands; let several courses share a command_prefix")
    for prefix in prefixes:
        for group in table.groups:
            command = {"command": f"/{prefix}{group.name}", "description": group.summary, "should_escape": True}
            hint = usage_hint(group)
            yield command | ({"usage_hint": hint} if hint else {}) | ({"url": url} if url else {})


def usage_hint(group: Group) -> str:
    """What may follow a command, for everybody: `[this | next | week N]`."""
    default = group.row(group.default)
    words = [
        word for parameter in (default.parameters if default else ()) for word in parameter.choices or (parameter.name,)
    ]
    others = [row.name for row in group.rows if row.listed and row.audience is Audience.EVERYONE]
    words += [name for name in others if name != group.default]
    return f"[{' | '.join(words)}]"[:HINT_LIMIT] if words else ""


def explanation(table: Table, *, prefixes: Iterable[str] = ("",), url: str = "") -> Iterator[str]:
    """For an admin: one sentence for each scope, event and command."""
    made = manifest(table, prefixes=prefixes, url=url)
    asked = made["oauth_config"]["scopes"]
    yield "Scopes of the bot's token (it acts as itself, never as a person, and only in channels it was invited to):"
    for name in asked["bot"]:
        scope = SCOPES[name]
        optional = f" Optional: without it {scope.without}." if name in asked["bot_optional"] else ""
        yield f"  {name}: {scope.why}.{optional}"
    if not url:
        yield "Scope of the app's token:"
        yield "  connections:write: it keeps a connection open to Slack, so that nothing need reach it from outside."
    yield "Events:"
    for name in made["settings"]["event_subscriptions"]["bot_events"]:
        yield f"  {name}: {WHY_EVENT[name]}."
    yield "Commands (answers are seen by the person who asked only):"
    for command in made["features"]["slash_commands"]:
        yield f"  {command['command']}: {command['description']}."
    yield "Interactivity: buttons and forms of the bot's own messages."
