"""What a filling could not do, in words: who stays short of the minimum and which seats stay empty, each with why.

Pure. People are named here, for staff alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.conversation.reply import Block, Bold, Line, bullets, line, paragraph
from bot.course.fairness import AWAY, Empty, Fairness, Short, Why
from bot.course.filling import Filling, Scope
from bot.course.seat_rules import Bar
from bot.course.wording import counted, listed
from bot.services.filling import Situation
from handlers.papers import short
from handlers.seat_words import about, day_of

NAMED = 6
"""So many people or seats are named one by one; more are counted."""


def not_met(found: Situation, made: Filling) -> list[Block]:
    lines = [*_short(found, made.fairness), *_empty(made)]
    return [paragraph(Bold("What cannot be met")), bullets(*lines)] if lines else []


def _short(found: Situation, fair: Fairness) -> Iterator[Line]:
    """`Bo gets 2 of 3: …`; where they are many, or no seat is left, all who have as many in one line."""
    left = bool(fair.empty)
    if left and len(fair.short) <= NAMED:
        for one in fair.short:
            yield line(f"{found.names.get(one.person, '?')} has {one.has} of {one.needed}: {_none_left(one.why)}.")
        return
    reason = f"{counted(fair.open, 'seat')} for {fair.owed}" if not left else _none_left(_all_of(fair.short))
    for has in sorted({one.has for one in fair.short}, reverse=True):
        those = [one for one in fair.short if one.has == has]
        names = ""
        if len(those) <= NAMED:
            names = f" ({listed([found.names.get(one.person, '?') for one in those])})"
        verb = "has" if len(those) == 1 else "have"
        yield line(f"{counted(len(those), 'student')}{names} {verb} {has} of {those[0].needed}: {reason}.")


def _all_of(short: Iterable[Short]) -> Mapping[Why, int]:
    total = Counter[Why]()
    for one in short:
        total.update(one.why)
    return total


REASONS: Mapping[Why, str] = {
    AWAY: "on a day on which they can’t come",
    Bar.SAME_PAPER: "where they present already",
    Bar.SAME_ROLE: "in a role that they have already",
    Bar.WEEK: "in a week in which they have enough",
    Bar.TERM: "more than one person may have in a term",
}


def _none_left(why: Mapping[Why, int]) -> str:
    """Of the seats that are left each is closed to them, and by what."""
    words = [words for bar, words in REASONS.items() if why.get(bar)]
    return f"every seat that is left is {_either(words)}" if words else "no seat that is left is open to them"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _empty(made: Filling) -> Iterator[Line]:
    """What stays empty though staff want it taken, class by class (or paper by paper)."""
    if made.scope is Scope.MINIMUM:
        return
    groups: dict[tuple[str, str, str], list[Empty]] = {}
    for one in made.fairness.empty:
        groups.setdefault((*one.seat.key[:2], _nobody(one)), []).append(one)
    for (_, _, why), those in list(groups.items())[:NAMED]:
        seat = those[0].seat
        roles = listed([one.seat.role.title for one in those])
        stay = "stays" if len(those) == 1 else "stay"
        yield line(
            Bold(short(about(seat), 60)), f", {day_of(seat.session)}: {roles} {stay} empty", f" ({why})" * bool(why)
        )
    more = sum(len(those) for those in list(groups.values())[NAMED:])
    if more:
        yield line(f"{counted(more, 'seat')} of other classes {'stays' if more == 1 else 'stay'} empty too")


def _nobody(one: Empty) -> str:
    """Of how many people what stands in the way."""
    parts: Mapping[Why, str] = {
        AWAY: "can’t come",
        Bar.SAME_PAPER: "present there already",
        Bar.SAME_ROLE: "have that role already",
        Bar.WEEK: "have enough that week",
        Bar.TERM: "have enough this term",
    }
    return ", ".join(f"{words}: {one.why[bar]}" for bar, words in parts.items() if one.why.get(bar))
