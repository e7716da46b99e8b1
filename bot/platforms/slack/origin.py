"""Where something was asked, so that its answer goes there: carried by forms and pages, since nothing is remembered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A Slack channel id ('' stands for the person's direct messages with the bot) and the thread in it, if any.

    `account` is the person who asked.
    """

    account: str
    channel: str = ""
    thread: str = ""
