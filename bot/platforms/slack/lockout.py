"""Whether Slack has ended it: one of the tokens is let in no more, until the next start.

It knows the sentence that says why and never the token. The line waits here, so that it can say so once and stop.
"""

from __future__ import annotations

import asyncio

from bot.conversation.port import ShutOut


class Lockout:
    """Whether Slack has let one of the tokens in no more, and why. Then that is so until the next start."""

    def __init__(self) -> None:
        self._errors: dict[str, ShutOut] = {}
        self._happened = asyncio.Event()

    def note(self, token: str, error: ShutOut) -> None:
        self._errors.setdefault(token, error)
        self._happened.set()

    def refuse(self, token: str) -> None:
        """Raises ShutOut where this token was let in no more."""
        if token in self._errors:
            raise ShutOut(str(self._errors[token]))

    @property
    def reason(self) -> str:
        """One sentence; '' while nothing has happened."""
        return next((str(error) for error in self._errors.values()), "")

    async def wait(self) -> ShutOut:
        """Wait until it happens; what to raise then."""
        await self._happened.wait()
        return ShutOut(self.reason)
