"""What the bot says unasked about seats, by the word that the notice carries: to their holders, and to staff.

A list and nothing else: each sentence is where its matter is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.reply import Reply
from bot.course.notice import Facts, Notice
from bot.services.seat_tellings import WHAT

Saying = Callable[[Notice, Facts], Reply]

NOTHING = Reply((), private=False)

TO_HOLDERS: Mapping[str, Saying] = {}

TO_STAFF: Mapping[str, Saying] = {}


def seat(notice: Notice, facts: Facts) -> Reply:
    """What became of somebody's seat, to them."""
    return _said(TO_HOLDERS, notice, facts)


def seats(notice: Notice, facts: Facts) -> Reply:
    """What became of a seat, to staff."""
    return _said(TO_STAFF, notice, facts)


def _said(sayings: Mapping[str, Saying], notice: Notice, facts: Facts) -> Reply:
    say = sayings.get(facts.details.get(WHAT, ""))
    return NOTHING if say is None else say(notice, facts)
