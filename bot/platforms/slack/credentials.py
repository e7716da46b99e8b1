"""What a Slack app is reached with. Its values are secrets: none is ever shown, logged or put into an error."""

from __future__ import annotations

from dataclasses import dataclass, field

SLACK_API = "https://slack.com/api/"

EVENTS_PATH = "/slack/events"
"""Where Slack sends everything in HTTP mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Socket Mode with an app token, else HTTP mode with a signing secret."""

    bot_token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    api_url: str = SLACK_API

    @property
    def socket_mode(self) -> bool:
        return self.app_token is not None
