"""A form in the terminal: asked field by field, checked by the bot page by page, and nothing typed is ever lost.

It knows forms and lines, never what a form is for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from bot.conversation.form import CheckboxesInput, ChoiceInput, FileInput, Form, Input, Invalid, Next, Saved, TextInput
from bot.conversation.reply import Action, Reply
from bot.platforms.console import render
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.layout import hang, wrap
from bot.platforms.console.screen import Screen
from bot.platforms.console.sources import Left, Source

PROMPT = "  ❯ "
CANCEL = "cancel"
EMPTY = "-"
LONG = "Enter ends the text. A \\ at the end of a line goes on; \\ alone: an empty line."

Answer = Reply | Form | Saved | Invalid | Next
Submit = Callable[[Action, Mapping[str, str]], Awaitable[Answer | None]]
"""Hands a page in. None: it could not be handed in, and the person has been told."""


@dataclass(kw_only=True)
class Filling:
    """One form being filled in, from its first page until it is taken or left."""

    screen: Screen
    source: Source
    submit: Submit
    _values: dict[str, str] = field(default_factory=dict)

    async def run(self, form: Form) -> Reply | None:
        """The bot's last word, or None where the person left. Raises Ended at the end of input."""
        page = form
        try:
            while True:
                answer = await self._page(page)
                match answer:
                    case Next(following):
                        page = following
                    case Form():
                        page = answer
                    case Saved(reply):
                        return reply
                    case _:
                        return answer
        except Left:
            self.screen.note("You left the form. This page was not sent.")
            return None

    async def _page(self, form: Form) -> Reply | Form | Saved | Next:
        """Ask what has no answer yet, hand in, and ask again what was wrong, until the page is taken."""
        self.screen.show(render.form_page(form, self.screen.look()), space=False)
        self._values = {one.id: "" if isinstance(one, FileInput) else one.value for one in form.inputs}
        answered = [one for one in form.inputs if self._values[one.id]]
        ask: Sequence[Input] = [one for one in form.inputs if one not in answered]
        while True:
            for one in ask:
                self._values[one.id] = await self._field(one, form.inputs.index(one) + 1)
            for one in answered:
                label = f"{form.inputs.index(one) + 1}  {one_line(one.label)}: "
                self._say(Text.assemble((label, "bold"), self._shown(one)))
            answered = []
            again = await self._confirm(form)
            if again is not None:
                ask = (again,)
                continue
            answer = await self.submit(form.action, dict(self._values))
            if isinstance(answer, Reply | Form | Saved | Next):
                return answer
            ask = self._wrong(form, answer.errors) if isinstance(answer, Invalid) else ()

    def _wrong(self, form: Form, errors: Mapping[str, str]) -> Sequence[Input]:
        """Show what is wrong, each at its field; the fields to ask again."""
        known = {one.id: one for one in form.inputs}
        for name, sentence in errors.items():
            label = f"{one_line(known[name].label)}: " if name in known else ""
            self._say(Text(f"✗ {label}{harmless(sentence)}", "bold red"))
        return [one for one in form.inputs if one.id in errors]

    async def _confirm(self, form: Form) -> Input | None:
        """Enter hands the page in; a number goes back to that field."""
        button = one_line(form.submit)
        change = "a number changes that answer, " if form.inputs else ""
        self._say(Text.assemble((f"[Enter] {button}", "bold green"), (f"   {change}{CANCEL} leaves", "dim")))
        while True:
            typed = (await self._read("")).strip()
            if typed.lower() in ("", "y", "yes", "ok", "submit", button.lower()):
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(form.inputs):
                return form.inputs[int(typed) - 1]
            self._say(Text(f"Press Enter alone for “{button}”, or type {CANCEL}.", "red"))

    # --- fields -----------------------------------------------------------------------------------------------------

    def _shown(self, one: Input) -> str:
        """The answer as a person reads it: the labels of what is chosen."""
        value = self._values[one.id]
        match one:
            case ChoiceInput():
                return harmless(next((label for key, label in one.options if key == value), value))
            case CheckboxesInput():
                chosen = value.split(",")
                return harmless(", ".join(label for key, label in one.options if key in chosen))
            case _:
                return harmless(value)

    async def _field(self, one: Input, number: int) -> str:
        self._say(Text(f"{number}  {one_line(one.label)}", "bold"))
        if one.hint:
            self._say(Text(harmless(one.hint), "dim"))
        match one:
            case TextInput():
                return await self._text(one)
            case ChoiceInput():
                return await self._option(one)
            case CheckboxesInput():
                return await self._options(one)
            case FileInput():
                return await self._read("")

    async def _text(self, one: TextInput) -> str:
        before = self._values[one.id]
        if one.long:
            self._say(Text(LONG, "dim"))
        if before and not self.source.edits:
            self._say(Text.assemble(("Now: ", "dim"), harmless(before)))
            self._say(Text(f"Enter keeps it, {EMPTY} empties it.", "dim"))
        while True:
            typed = await self._read(before, long=one.long)
            if not self.source.edits:
                typed = {"": before, EMPTY: ""}.get(typed, typed)
            if len(typed) <= one.limit:
                return typed
            self._say(Text(f"That is {len(typed):,} characters and {one.limit:,} fit. Make it shorter:", "red"))
            before = typed

    async def _option(self, one: ChoiceInput) -> str:
        before = self._values[one.id]
        self._list(one.options, chosen={before}, marks="●○")
        while True:
            typed = (await self._read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
            chosen = _matching(typed, one.options)
            if chosen is not None:
                return chosen
            self._say(Text(f"Type a number from 1 to {len(one.options)}, or {CANCEL}.", "red"))

    async def _options(self, one: CheckboxesInput) -> str:
        before = self._values[one.id]
        self._list(one.options, chosen=set(before.split(",")), marks="✓ ")
        while True:
            typed = (await self._read("")).strip()
            if not typed:
                return before
            if typed == EMPTY:
                return ""
            found = [_matching(word, one.options) for word in typed.replace(",", " ").split()]
            if None not in found:
                return ",".join(value for value, _ in one.options if value in found)
            self._say(Text(f"Type numbers from 1 to {len(one.options)}, such as 1, 2, or {CANCEL}.", "red"))

    def _list(self, options: Sequence[tuple[str, str]], *, chosen: set[str], marks: str) -> None:
        width = self.screen.look().width - len(render.PRIVATE_BAR)
        lines: list[Text] = []
        for number, (value, label) in enumerate(options, 1):
            lead = Text(f"{marks[0] if value in chosen else marks[1]} {number}  ", "green")
            lines += hang(lead, Text(one_line(label)), width)
        self.screen.show(render.framed(lines), space=False)

    async def _read(self, default: str, *, long: bool = False) -> str:
        """One answer; a long one goes on while its lines end with a backslash. Raises Left on `cancel`."""
        lines = [await self.source.read(PROMPT, default=default)]
        if len(lines[0]) <= len(CANCEL) + 2 and lines[0].strip().lower() == CANCEL:
            raise Left
        while long and lines[-1].endswith("\\"):
            lines[-1] = lines[-1].removesuffix("\\")
            lines.append(await self.source.read(PROMPT))
        return "\n".join(lines)

    def _say(self, text: Text) -> None:
        look = self.screen.look()
        self.screen.show(render.framed(wrap(text, look.width - len(render.PRIVATE_BAR))), space=False)


def _matching(typed: str, options: Sequence[tuple[str, str]]) -> str | None:
    """The value that is meant by its number, its word or its label."""
    if typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1][0]
    for value, label in options:
        if typed.lower() in (value.lower(), label.lower()):
            return value
    return None
