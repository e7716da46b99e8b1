"""The inputs of a form in the terminal, each asked until its answer can be one.

It knows one input at a time, never what a form is for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from bot.conversation.form import CheckboxesInput, ChoiceInput, FileInput, Input, TextInput
from bot.conversation.request import SharedFile
from bot.errors import Refused
from bot.platforms.console import render
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.layout import hang, wrap
from bot.platforms.console.screen import Screen
from bot.platforms.console.sources import Left, Source

PROMPT = "  ❯ "
CANCEL = "cancel"
EMPTY = "-"
LONG = "Enter ends the text. A \\ at the end of a line goes on; \\ alone: an empty line."
FILE = "The path of a file, or of several. Enter leaves it as it is."

Give = Callable[[str], Sequence[SharedFile]]
"""The files that a typed line names. Raises Refused."""


@dataclass(kw_only=True)
class Asking:
    """Asks for one answer after the other. `leave`: called on `cancel`; it raises Left, or the field is asked again."""

    screen: Screen
    source: Source
    give: Give
    leave: Callable[[], Awaitable[None]]
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
            case FileInput():
                return harmless(", ".join(self._names.get(key, key) for key in value.split(",")))
            case TextInput():
                return harmless(value)

    async def answer(self, one: Input, number: int, before: str) -> str:
        """The answer, which was `before` so far."""
        self.say(Text(f"{number}  {one_line(one.label)}", "bold"))
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
                return await self._file(before)

    async def _text(self, one: TextInput, before: str) -> str:
        if one.long:
            self.say(Text(LONG, "dim"))
        if before and not self.source.edits:
            self.say(Text.assemble(("Now: ", "dim"), harmless(before)))
            self.say(Text(f"Enter keeps it, {EMPTY} empties it.", "dim"))
        while True:
            typed = await self.read(before, long=one.long)
            if not self.source.edits:
                typed = {"": before, EMPTY: ""}.get(typed, typed)
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
            self.say(Text(f"Type a number from 1 to {len(one.options)}, or {CANCEL}.", "red"))

    async def _options(self, one: CheckboxesInput, before: str) -> str:
        self._list(one.options, chosen=set(before.split(",")), marks="✓ ")
        while True:
            typed = (await self.read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
            found = [_matching(word, one.options) for word in typed.replace(",", " ").split()]
            if None not in found:
                return ",".join(value for value, _ in one.options if value in found)
            self.say(Text(f"Type numbers from 1 to {len(one.options)}, such as 1, 2, or {CANCEL}.", "red"))

    async def _file(self, before: str) -> str:
        self.say(Text(FILE, "dim"))
        while True:
            typed = (await self.read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
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
        for number, (value, label) in enumerate(options, 1):
            lead = Text(f"{marks[0] if value in chosen else marks[1]} {number}  ", "green")
            lines += hang(lead, Text(one_line(label)), width)
        self.screen.show(render.framed(lines), space=False)

    async def read(self, default: str, *, long: bool = False) -> str:
        """One answer; a long one goes on while its lines end with a backslash. Raises Left on `cancel`."""
        first = await self.line(default)
        while is_cancel(first):
            await self.leave()
            first = await self.line(default)
        lines = [first]
        while long and lines[-1].endswith("\\"):
            lines[-1] = lines[-1].removesuffix("\\")
            lines.append(await self.source.read(PROMPT))
        return "\n".join(lines)

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


def _matching(typed: str, options: Sequence[tuple[str, str]]) -> str | None:
    """The value that is meant by its number, its word or its label."""
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1][0]
    for value, label in options:
        if typed.lower() in (value.lower(), label.lower()):
            return value
    return None
