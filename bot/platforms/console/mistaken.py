"""What somebody types at a question of a form and hardly means as its answer: a word of the form with a slip in it, or
a word of the terminal.

It only says what the line looks like; whoever types the line once more gives it as the answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from bot.platforms.console.world import World

COMMAND = ":"
"""Begins what is said to the form at a question, and is no answer."""

ONCE_MORE = "To answer with it all the same, type it once more."

_SAID_TO_FORM = re.compile(rf"{COMMAND}\s?[a-z]{{2,20}}(?: draft)?", re.IGNORECASE)
_LONE = frozenset(("quit", "exit", "q", "help", "?", "who", "links", "rehearsal", "channels", "leave", "stop"))
_COMMAND = re.compile(r"/[a-z][a-z0-9_-]{1,31}(?: |$)", re.IGNORECASE)
_TIME = re.compile(r"clock(?: (?:next|[-+]?\d\S*(?: \S+)?))?", re.IGNORECASE)


def doubt(typed: str, words: Iterable[str], is_terminals: Collection[str]) -> str:
    """Why the line may be no answer, in a sentence; '' where it may be one. `words` are those of the form, without
    their colon; `is_terminals` the lines that the terminal itself would obey, in small letters.
    """
    line = " ".join(typed.split())
    if _SAID_TO_FORM.fullmatch(line):
        known = [*words, "help"]
        near = get_close_matches(line[1:].strip().lower().partition(" ")[0], known, n=1)
        meant = f"did you mean {COMMAND}{near[0]}?" if near else f"only {', '.join(COMMAND + one for one in known)}."
        return f"There is no {line} here, {meant} {ONCE_MORE}"
    bare = line.removeprefix("/").removeprefix(COMMAND).lower()
    if bare in _LONE or bare in is_terminals or _TIME.fullmatch(bare):
        return f"That is no word of a form: cancel leaves it, and then you can say that. {ONCE_MORE}"
    if is_command(line):
        return f"You are still in this form: type cancel, then that again. {ONCE_MORE}"
    return ""


def is_command(line: str) -> bool:
    """Whether it begins as commands do: a slash and a word, which no path has that goes on with another slash."""
    return _COMMAND.match(line.strip()) is not None


def lines_of(world: World, channels: Iterable[str]) -> frozenset[str]:
    """The lines that the terminal obeys outside of a form, beside its lone words."""
    places = {f"{verb} {place}" for verb in ("in", "look") for one in channels for place in (one, one.lstrip("#"))}
    names = {part for one in world.stage.cast for part in (one.name, *one.name.split())} if world.stage else set()
    return frozenset(one.lower() for one in (*places, "in direct", "look direct", *(f"as {name}" for name in names)))
