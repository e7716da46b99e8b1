"""What the service tells whoever counts: the words for what was asked, said and gone wrong, and how long it took.

It knows kinds and seconds only. A person, a text, a channel or an id must never pass through here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from bot.conversation.commands import Outcome
from bot.conversation.port import OutcomeUnknown, RateLimited, ShutOut
from bot.errors import CoursebotError, Misconfigured, PlatformDown
from bot.store.faults import StoreBusy, StoreDefect, StoreUnreachable


class Recorder(Protocol):
    """Counts. It is cheap, it may be called from any thread, and it never raises."""

    def answered(self, verb: str, outcome: Outcome, seconds: float) -> None:
        """Something typed or pressed was answered. `verb` is of the command table, or one of a few words for none."""

    def submitted(self, verb: str, outcome: Outcome, seconds: float) -> None:
        """A page of a form was taken in; `refused`: what was typed must be corrected."""

    def said(self, destination: str, late: timedelta) -> None:
        """Something was said unasked, so long after it was due."""

    def ticked(self, seconds: float, *, ended_well: bool) -> None:
        """A tick is over."""

    def store_failed(self, error: Exception) -> None:
        """A transaction ended with this."""

    def platform_failed(self, platform: str, error: Exception) -> None:
        """A call to a chat platform ended with this."""


def store_kind(error: Exception) -> str | None:
    """What kind of error of the database it is; None: it is none, but a refusal of what was to be done."""
    if isinstance(error, StoreUnreachable) or (isinstance(error, Misconfigured) and error.__cause__ is not None):
        return "unreachable"  # the latter came from the driver: no such file, a full disk, a damaged database
    if isinstance(error, StoreBusy):
        return "busy"
    if isinstance(error, StoreDefect):
        return "defect"
    return None


def platform_kind(error: Exception) -> str:
    """What is known of a call that failed: see `bot.conversation.port`."""
    if isinstance(error, RateLimited):
        return "rate_limited"
    if isinstance(error, ShutOut):
        return "shut_out"
    if isinstance(error, OutcomeUnknown):
        return "unknown"
    if isinstance(error, PlatformDown):
        return "down"
    return "refused" if isinstance(error, CoursebotError) else "defect"
