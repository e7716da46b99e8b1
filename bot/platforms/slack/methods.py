"""Every method of Slack's Web API that the program uses, with the scopes that Slack asks for it.

The manifest is made from this table and the door refuses a method that is not in it, so the two cannot differ. Scopes
are those that each method's page of docs.slack.dev/reference/methods lists for a bot token. Knows nothing of calling.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Method:
    """`scopes`: all that some use of it needs. `optional`: those of them without which the bot still runs.

    `token`: an app token's scope is chosen where the token is made, and is no part of a manifest. `json`: it takes a
    body of JSON, as docs.slack.dev/apis/web-api says of methods that write; of a form each view is quoted sign by sign.
    """

    scopes: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"  # noqa: S105 - the sort of token
    json: bool = False


_CHANNELS = ("channels:read", "groups:read")

METHODS: Mapping[str, Method] = {
    "apps.connections.open": Method(("connections:write",), token="app"),  # noqa: S106 - the sort of token
    "auth.test": Method(),
    "chat.delete": Method(("chat:write",)),
    "chat.postEphemeral": Method(("chat:write",), json=True),
    "chat.postMessage": Method(("chat:write",), json=True),
    "chat.update": Method(("chat:write",), json=True),
    # Metadata comes with the history; `metadata.message:read` is for events about metadata only.
    "conversations.history": Method(
        ("channels:history", "groups:history", "im:history"), optional=("channels:history", "groups:history")
    ),
    "conversations.info": Method(_CHANNELS),
    "conversations.members": Method(_CHANNELS),
    "conversations.open": Method(("im:write",)),
    "files.completeUploadExternal": Method(("files:write",)),
    "files.getUploadURLExternal": Method(("files:write",)),
    "files.info": Method(("files:read",)),
    "pins.add": Method(("pins:write",), optional=("pins:write",)),
    "usergroups.list": Method(("usergroups:read",)),
    "usergroups.users.list": Method(("usergroups:read",)),
    "users.conversations": Method(_CHANNELS),
    "users.info": Method(("users:read", "users:read.email")),
    "users.list": Method(("users:read", "users:read.email")),
    "users.lookupByEmail": Method(("users:read.email",)),
    "views.open": Method(json=True),
    "views.publish": Method(json=True),
    "views.update": Method(json=True),
}
