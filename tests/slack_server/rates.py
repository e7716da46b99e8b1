"""How often an app may call, by Slack's documentation, and an account of what it made of that. Knows methods and
channels, never what is said.

Sources: docs.slack.dev/apis/web-api/rate-limits (tiers: calls of one method a minute, in one workspace; 429 with
`Retry-After` in whole seconds) and docs.slack.dev/reference/methods/chat.postMessage (one message a second in a channel,
"several hundred" a minute in the workspace, bursts tolerated in both). Where they give no number, or a number and more,
the least that they can mean is taken. All is counted in Slack's seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

MESSAGES_A_MINUTE = 300
IN_A_CHANNEL = 1.0

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute."""

TIER_OF = {
    "apps.connections.open": 1,
    "conversations.list": 2, "pins.add": 2, "pins.list": 2, "pins.remove": 2, "usergroups.list": 2,
    "usergroups.users.list": 2, "users.list": 2,
    "chat.delete": 3, "chat.update": 3, "conversations.history": 3, "conversations.info": 3, "conversations.open": 3,
    "conversations.replies": 3, "team.info": 3, "users.conversations": 3, "users.lookupByEmail": 3,
    "chat.postEphemeral": 4, "conversations.members": 4, "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4, "users.info": 4, "views.open": 4, "views.publish": 4, "views.push": 4,
    "views.update": 4,
}  # fmt: skip
"""Methods that are not named have no limit here: `auth.test` may be called hundreds of times a minute."""


@dataclass
class Bucket:
    """`rate` tokens a second flow in, at most `size` are kept. What flows over is lost."""

    rate: float
    size: float
    tokens: float = field(init=False)
    at: float | None = None
    first: float | None = None
    taken: int = 0
    refused: int = 0
    lost: float = 0.0
    """Tokens that flowed over since the first was taken: nobody came for them."""

    def __post_init__(self) -> None:
        self.tokens = self.size

    def wait(self, now: float) -> float:
        """Seconds until a token is there."""
        filled = self.tokens + (0.0 if self.at is None else (now - self.at) * self.rate)
        self.tokens, self.at = min(filled, self.size), now
        if self.first is not None:
            self.lost += max(filled - self.size, 0.0)
        return max(1 - 1e-6 - self.tokens, 0.0) / self.rate

    def take(self, now: float) -> None:
        self.tokens -= 1
        self.taken += 1
        self.first = now if self.first is None else self.first
        self.last = now

    def unused(self) -> float:
        """What part of the tokens so far was lost, because nobody came while the bucket was full."""
        return self.lost / (self.taken + self.lost)

    def share(self) -> float:
        """What part of the calls was made that somebody who knew the limits could have made between the first and the
        last: what is left in the bucket at the end counts as not made.
        """
        assert self.first is not None, "nobody ever called"
        return self.taken / (self.size + (self.last - self.first) * self.rate)


class Rates:
    """Limits for all methods. `bursts`: the tolerance that the documentation speaks of, else none at all."""

    def __init__(self, *, bursts: bool, messages_a_minute: int = MESSAGES_A_MINUTE) -> None:
        self._bursts = bursts
        self.messages = Bucket(messages_a_minute / 60, 20 if bursts else 1)
        """Of the whole workspace."""
        self._channels: dict[str, Bucket] = {}
        self._methods = {
            name: Bucket(TIERS[tier] / 60, max(TIERS[tier] // 5, 1) if bursts else 1) for name, tier in TIER_OF.items()
        }

    def refused_for(self, method: str, channel: str, now: float) -> int:
        """What `Retry-After` says, in whole seconds; 0 lets the call through and counts it."""
        buckets = [self._methods[method]] if method in self._methods else []
        if method == "chat.postMessage":
            own = self._channels.setdefault(channel, Bucket(IN_A_CHANNEL, 3 if self._bursts else 1))
            buckets = [self.messages, own]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        for bucket in buckets:
            if wait:
                bucket.refused += 1
            else:
                bucket.take(now)
        return math.ceil(wait)
