"""The inputs of a form in the terminal, each asked until its answer can be one.

It knows one input at a time, never what a form is for.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from bot.conversation.form import NO_FILE, CheckboxesInput, ChoiceInput, FileInput, Input, TextInput
from bot.conversation.request import SharedFile
from bot.errors import Refused
from bot.platforms.console import render
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.layout import hang, wrap
from bot.platforms.console.mistaken import COMMAND
from bot.platforms.console.screen import Screen
from bot.platforms.console.sources import Left, Source

PROMPT = "  ❯ "
CANCEL = "cancel"
EMPTY = "-"
LONG = "Enter ends the text. A \\ at the end of a line goes on; \\ alone: an empty line."
FILE = "The path of a file, or of several. Enter alone adds none."
FILE_BEFORE = "The path of a file, or of several. Enter alone leaves it as it is, {} takes it out."
NOTHING = "–"
"""An empty answer, where all of them are shown."""

_LEADING = re.compile(r"-?[0-9]{1,4}(?![\w.])", re.ASCII)

Give = Callable[[str], Sequence[SharedFile]]
"""The files that a typed line names. Raises Refused."""


@dataclass(kw_only=True)
class Asking:
    """Asks for one answer after the other. `leave`: called on `cancel`; it raises Left, or the field is asked again."""

    screen: Screen
    source: Source
    give: Give
    leave: Callable[[], Awaitable[None]]
    obey: Callable[[str], Awaitable[bool]]
    """Does what is said to the form, such as `:save`; False where it is nothing of the kind."""
    doubt: Callable[[str], str]
    """Why a line is perhaps not meant as an answer, in a sentence; '' where it may be one."""
    _asked: str = ""
    _names: dict[str, str] = field(default_factory=dict)
    """File id → its name."""

    def shown(self, one: Input, value: str) -> str:
        """The answer as a person reads it: the labels of what is chosen."""
        match one:
            case ChoiceInput():
                return harmless(next((label for key, label in one.options if key == value), value))
            case CheckboxesInput():
                chosen = value.split(",")
                return harmless(", ".join(label for key, label in one.options if key in chosen))
            case FileInput() if value == NO_FILE:
                return "taken out"
            case FileInput() if not value:
                return "as you handed it in" if one.handed_in else ""
            case FileInput():
                return harmless(", ".join(self._names.get(key, key) for key in value.split(",")))
            case TextInput():
                return harmless(value)

    async def answer(self, one: Input, number: int, before: str) -> str:
        """The answer, which was `before` so far."""
        self._asked = f"{number}  {one_line(one.label)}"
        self.say(Text(self._asked, "bold"))
        if one.hint:
            self.say(Text(harmless(one.hint), "dim"))
        match one:
            case TextInput():
                return await self._text(one, before)
            case ChoiceInput():
                return await self._option(one, before)
            case CheckboxesInput():
                return await self._options(one, before)
            case FileInput():
                return await self._file(one, before)

    async def _text(self, one: TextInput, before: str) -> str:
        if one.long:
            self.say(Text(LONG, "dim"))
        if before and not self.source.edits:
            self.say(Text.assemble(("Now: ", "dim"), harmless(before)))
            self.say(Text(f"Enter keeps it, {EMPTY} empties it.", "dim"))
        doubted = before
        while True:
            typed = await self.read(before, long=one.long)
            if not self.source.edits:
                typed = {"": before, EMPTY: ""}.get(typed, typed)
            if typed != doubted and (why := self.doubt(typed)):
                self.say(Text(harmless(why), "red"))
                doubted = typed
                continue
            if len(typed) <= one.limit:
                return typed
            self.say(Text(f"That is {len(typed):,} characters and {one.limit:,} fit. Make it shorter:", "red"))
            before = typed

    async def _option(self, one: ChoiceInput, before: str) -> str:
        self._list(one.options, chosen={before}, marks="●○")
        while True:
            typed = (await self.read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
            chosen = _matching(typed, one.options)
            if chosen is not None:
                return chosen
            self.say(Text(f"Type {_any_of(one.options)}, or {CANCEL}.", "red"))

    async def _options(self, one: CheckboxesInput, before: str) -> str:
        self._list(one.options, chosen=set(before.split(",")), marks="✓ ")
        while True:
            typed = (await self.read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
            for words in ([typed], typed.split(","), typed.replace(",", " ").split()):
                found = [_matching(word.strip(), one.options) for word in words if word.strip()]
                if None not in found:
                    return ",".join(value for value, _ in one.options if value in found)
            example = ", ".join(_numbers(one.options)[:2])
            self.say(Text(f"Type numbers, such as {example}. To leave: {CANCEL}.", "red"))

    async def _file(self, one: FileInput, before: str) -> str:
        if before and before != NO_FILE:
            self.say(Text.assemble(("Now: ", "dim"), self.shown(one, before)))
        there = one.handed_in or before
        self.say(Text(FILE_BEFORE.format(EMPTY) if there else FILE, "dim"))
        while True:
            typed = (await self.read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return NO_FILE
            try:
                files = self.give(typed)
            except Refused as refusal:
                self.say(Text(harmless(f"{refusal} Another path, or {CANCEL}:"), "red"))
                continue
            self._names |= {file.id: file.name for file in files}
            return ",".join(file.id for file in files)

    def _list(self, options: Sequence[tuple[str, str]], *, chosen: set[str], marks: str) -> None:
        width = self.screen.look().width - len(render.PRIVATE_BAR)
        lines: list[Text] = []
        own = _own_numbers(options)
        for number, (value, label) in enumerate(options, 1):
            mark = marks[0] if value in chosen else marks[1]
            lead = Text(f"{mark} " if own else f"{mark} {number}  ", "green")
            lines += hang(lead, Text(one_line(label)), width)
        self.screen.show(render.framed(lines), space=False)

    async def read(self, default: str, *, long: bool = False) -> str:
        """One answer; a long one goes on while its lines end with a backslash. Raises Left on `cancel`."""
        first = await self.line(default)
        while True:
            if is_cancel(first):
                await self.leave()
            elif not (first.startswith(COMMAND) and await self.obey(first)):
                break
            elif self._asked:
                self.say(Text(self._asked, "bold"))
            first = await self.line(default)
        lines = [first]
        while long and lines[-1].endswith("\\"):
            lines[-1] = lines[-1].removesuffix("\\")
            lines.append(await self.source.read(PROMPT))
        return "\n".join(lines)

    def done(self) -> None:
        """No question is asked any more."""
        self._asked = ""

    async def line(self, default: str) -> str:
        try:
            return await self.source.read(PROMPT, default=default)
        except Left:
            return CANCEL

    def say(self, text: Text) -> None:
        look = self.screen.look()
        self.screen.show(render.framed(wrap(text, look.width - len(render.PRIVATE_BAR))), space=False)


def is_cancel(typed: str) -> bool:
    return len(typed) <= len(CANCEL) + 2 and typed.strip().lower() == CANCEL


def _own_numbers(options: Sequence[tuple[str, str]]) -> list[str]:
    """The numbers with which the options begin, if each of them has one of its own: a second one would mislead."""
    found = [_LEADING.match(label.strip()) for _, label in options]
    numbers = [one[0] for one in found if one is not None]
    return numbers if len(numbers) == len(options) == len(set(numbers)) else []


def _numbers(options: Sequence[tuple[str, str]]) -> list[str]:
    return _own_numbers(options) or [str(number) for number in range(1, len(options) + 1)]


def _range(options: Sequence[tuple[str, str]]) -> str:
    """` from -2 to 2`, where that says them all."""
    numbers = [int(one) for one in _numbers(options)]
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f" from {numbers[0]} to {numbers[-1]}"
    return ""


def _any_of(options: Sequence[tuple[str, str]]) -> str:
    limits = _range(options)
    return f"a number{limits}" if limits else f"one of {', '.join(_numbers(options))}"


def _matching(typed: str, options: Sequence[tuple[str, str]]) -> str | None:
    """The value that is meant by its number, its word or its label."""
    wanted = typed.lower().replace("\N{MINUS SIGN}", "-").removeprefix("+")
    if re.fullmatch(r"-?[0-9]{1,4}", wanted):
        numbers = [int(one) for one in _numbers(options)]
        return options[numbers.index(int(wanted))][0] if int(wanted) in numbers else None
    for value, label in options:
        if wanted in (value.lower(), label.lower()):
            return value
    if wanted in ("y", "n") and {label.lower() for _, label in options} == {"yes", "no"}:
        return next(value for value, label in options if label.lower()[0] == wanted)
    return None
