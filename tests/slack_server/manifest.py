"""What Slack would refuse of an app manifest, and what installing one grants.

Source: docs.slack.dev/reference/app-manifest and the schema that Slack publishes for it. Never asks who wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_server.delivery import SCOPE_OF_EVENT
from tests.slack_server.shapes import Check, anything, breach, flag, many, number, shape, string

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

BUILT_IN = frozenset({
    "/active", "/apps", "/archive", "/away", "/call", "/collapse", "/dm", "/dnd", "/expand", "/feed", "/feedback",
    "/help", "/huddle", "/invite", "/invite_people", "/join", "/kick", "/leave", "/me", "/msg", "/mute", "/open",
    "/part", "/prefs", "/remind", "/remove", "/rename", "/search", "/shortcuts", "/shrug", "/star", "/status",
    "/topic", "/unmute", "/who",
})  # fmt: skip
"""Commands of Slack itself. A manifest that names one is refused as a whole."""

BOT_SCOPES = frozenset({
    "app_mentions:read", "assistant:write", "bookmarks:read", "bookmarks:write", "calls:read", "calls:write",
    "canvases:read", "canvases:write", "channels:history", "channels:join", "channels:manage", "channels:read",
    "channels:write.invites", "channels:write.topic", "chat:write", "chat:write.customize", "chat:write.public",
    "commands", "dnd:read", "emoji:read", "files:read", "files:write", "groups:history", "groups:read",
    "groups:write", "groups:write.invites", "groups:write.topic", "im:history", "im:read", "im:write",
    "incoming-webhook", "links:read", "links:write", "metadata.message:read", "mpim:history", "mpim:read",
    "mpim:write", "pins:read", "pins:write", "reactions:read", "reactions:write", "reminders:read",
    "reminders:write", "team:read", "usergroups:read", "usergroups:write", "users.profile:read", "users:read",
    "users:read.email", "users:write",
})  # fmt: skip


def _url(most: int) -> Check:
    text = string(most)

    def check(value: Any, at: str) -> Iterator[str]:
        yield from text(value, at)
        if isinstance(value, str) and not value.startswith(("http://", "https://")):
            yield breach("must match ^https?://", at)

    return check


def _command(value: Any, at: str) -> Iterator[str]:
    yield from string(32, least=2)(value, at)
    if isinstance(value, str):
        if not value.startswith("/") or " " in value or value != value.lower():
            yield breach("must begin with / and have neither spaces nor capitals", at)
        if value in BUILT_IN:
            yield breach(f"{value} is reserved by Slack", at)


def _scopes(value: Any, at: str) -> Iterator[str]:
    yield from many(string(50), 255, least=0)(value, at)
    for scope in value if isinstance(value, list) else ():
        if scope not in BOT_SCOPES:
            yield breach(f"illegal bot scope: {scope}", at)


def _events(value: Any, at: str) -> Iterator[str]:
    yield from many(string(50), 100, least=0)(value, at)
    if isinstance(value, list) and len(set(value)) != len(value):
        yield breach("items must be unique", at)


COMMAND = shape(
    {"command": _command, "description": string(2000)},
    {"url": _url(3000), "usage_hint": string(1000), "should_escape": flag},
    typed=False,
)
FEATURES = shape(
    {},
    {
        "app_home": shape(
            {},
            dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), flag),
            typed=False,
        ),
        "bot_user": shape({"display_name": string(80)}, {"always_online": flag}, typed=False),
        "shortcuts": anything,
        "slash_commands": many(COMMAND, 50),
        "unfurl_domains": anything,
    },
    typed=False,
)
SETTINGS = shape(
    {},
    {
        "allowed_ip_address_ranges": anything,
        "event_subscriptions": shape(
            {}, {"request_url": _url(3500), "bot_events": _events, "user_events": _events}, typed=False
        ),
        "interactivity": shape(
            {"is_enabled": flag}, {"request_url": _url(3500), "message_menu_options_url": _url(3500)}, typed=False
        ),
        "org_deploy_enabled": flag,
        "socket_mode_enabled": flag,
        "token_rotation_enabled": flag,
        "is_hosted": flag,
    },
    typed=False,
)
MANIFEST = shape(
    {
        "display_information": shape(
            {"name": string(35)},
            {
                "description": string(140),
                "long_description": string(4000, least=175),
                "background_color": string(7, least=4),
            },
            typed=False,
        )
    },
    {
        "_metadata": shape({}, dict.fromkeys(("major_version", "minor_version"), number(0, 99)), typed=False),
        "features": FEATURES,
        "oauth_config": shape(
            {},
            {
                "redirect_urls": anything,
                "scopes": shape({}, dict.fromkeys(("bot", "bot_optional"), _scopes) | {"user": anything}, typed=False),
            },
            typed=False,
        ),
        "settings": SETTINGS,
    },
    typed=False,
)


def manifest_problems(manifest: Any) -> list[str]:
    """Everything for which Slack would refuse the manifest; an empty list where it takes it."""
    found = list(MANIFEST(manifest, ""))
    return found or [*_addresses(manifest), *_fitting(manifest)]


def _part(manifest: Mapping[str, Any], *path: str) -> Any:
    found: Any = manifest
    for name in path:
        found = found.get(name) or {}
    return found


def _addresses(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Without Socket Mode Slack must be told where to send things."""
    if _part(manifest, "settings", "socket_mode_enabled"):
        return
    events, interactivity = (
        _part(manifest, "settings", "event_subscriptions"),
        _part(manifest, "settings", "interactivity"),
    )
    if (events.get("bot_events") or events.get("user_events")) and not events.get("request_url"):
        yield breach(
            "Event Subscription requires either Request URL or Socket Mode Enabled", "/settings/event_subscriptions"
        )
    if interactivity.get("is_enabled") and not interactivity.get("request_url"):
        yield breach("Interactivity requires a Request URL", "/settings/interactivity/request_url")
    for position, command in enumerate(_part(manifest, "features").get("slash_commands") or ()):
        if not command.get("url"):
            yield breach("Slash Command requires a URL", f"/features/slash_commands/{position}/url")


def _fitting(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What is subscribed to and offered needs its scopes, and what is offered is offered once."""
    scopes = set(_part(manifest, "oauth_config", "scopes").get("bot") or ())
    for event in _part(manifest, "settings", "event_subscriptions").get("bot_events") or ():
        if event not in SCOPE_OF_EVENT:
            yield breach(f"unknown event: {event}", "/settings/event_subscriptions/bot_events")
        elif (needed := SCOPE_OF_EVENT[event]) and not scopes.intersection(needed):
            yield breach(f"{event} requires {' or '.join(needed)}", "/oauth_config/scopes/bot")
    commands = [command["command"] for command in _part(manifest, "features").get("slash_commands") or ()]
    if len(set(commands)) != len(commands):
        yield breach("Slash Commands must be unique", "/features/slash_commands")
    if commands and "commands" not in scopes:
        yield breach("Slash Commands require commands", "/oauth_config/scopes/bot")
    if scopes and not _part(manifest, "features", "bot_user"):
        yield breach("bot scopes require a bot user", "/features/bot_user")


def install(slack: SlackServer, manifest: Mapping[str, Any]) -> None:
    """Grant what a manifest asks for and nothing else, as an admin does. Raises AssertionError where Slack refuses it."""
    if problems := manifest_problems(manifest):
        raise AssertionError("\n".join(problems))
    asked = _part(manifest, "oauth_config", "scopes")
    slack.scopes = set(asked.get("bot") or ()) | set(asked.get("bot_optional") or ())
    slack.events = set(_part(manifest, "settings", "event_subscriptions").get("bot_events") or ())
    slack.commands = {command["command"] for command in _part(manifest, "features").get("slash_commands") or ()}
