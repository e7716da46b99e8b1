"""A form in the terminal: asked field by field, checked by the bot page by page, and nothing typed is ever lost.

It knows forms and lines, never what a form is for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rich.text import Text

from bot.conversation.form import (
    FileInput,
    Form,
    FormAnswer,
    Input,
    Invalid,
    Kept,
    Next,
    Saved,
)
from bot.conversation.reply import Action, Button, Reply
from bot.platforms.console import render
from bot.platforms.console.asking import CANCEL, NOTHING, Asking, Give, is_cancel
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.layout import styled
from bot.platforms.console.mistaken import COMMAND, doubt
from bot.platforms.console.screen import Screen
from bot.platforms.console.sources import Left, Source

Answer = Reply | Form | FormAnswer
Submit = Callable[[Action, Mapping[str, str]], Awaitable[Answer | None]]
"""Hands a page in. None: it could not be handed in, and the person has been told."""
Hear = Callable[[Reply], Awaitable[None]]
"""Shows what is said beside the form."""

HELP = (
    "Each question is asked in turn, and Enter ends its answer; Enter alone leaves it as it is. "
    "At the end you can go back to any answer before the page is sent."
)


class _Turned(Exception):
    """A button that was pressed at a question opened another page, or ended the form."""

    def __init__(self, answer: Reply | Form | Saved | Next) -> None:
        super().__init__()
        self.answer = answer


@dataclass(kw_only=True)
class Filling:
    """One form being filled in, from its first page until it is taken or left."""

    screen: Screen
    source: Source
    submit: Submit
    give: Give
    hear: Hear
    terminals: Collection[str] = ()
    """Lines that the terminal would obey outside of the form."""
    _form: Form = field(init=False)
    _values: dict[str, str] = field(default_factory=dict)
    _safe: dict[str, str] = field(default_factory=dict)
    """The values that the bot has, or that the page began with."""
    _kept: bool = False
    _asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        self._asking = Asking(
            screen=self.screen,
            source=self.source,
            give=self.give,
            leave=self._leave,
            obey=self._obey,
            doubt=lambda typed: doubt(typed, _words(self._form.buttons), self.terminals),
        )

    async def run(self, form: Form) -> Reply | None:
        """The bot's last word, or None where the person left. Raises Ended at the end of input."""
        page = form
        try:
            while True:
                try:
                    answer = await self._page(page)
                except _Turned as turned:
                    answer = turned.answer
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
            kept = "not submitted; what you typed is kept." if self._kept and not self._unsaved else "not sent."
            self.screen.note(f"You left the form. This page was {kept}")
            return None

    async def _page(self, form: Form) -> Reply | Form | Saved | Next:
        """Ask what has no answer yet, hand in, and ask again what was wrong, until the page is taken."""
        self.screen.show(render.form_page(form, self.screen.look()), space=False)
        self._form, self._kept = form, False
        self._values = {one.id: "" if isinstance(one, FileInput) else one.value for one in form.inputs}
        self._safe = dict(self._values)
        if form.buttons:
            words = "   ".join(f"{COMMAND}{word}" for word in (*_words(form.buttons), "help"))
            self._asking.say(Text(f"At any question:   {words}   {CANCEL} leaves", "dim"))
        answered = [one for one in form.inputs if form.whole or self._values[one.id]]
        ask: Sequence[Input] = [one for one in form.inputs if one not in answered]
        while True:
            for one in ask:
                await self._ask(one)
            for one in answered:
                label = f"{form.inputs.index(one) + 1}  {one_line(one.label)}: "
                there = self._asking.shown(one, self._values[one.id]) or (NOTHING, "dim")
                self._asking.say(Text.assemble((label, "bold"), there))
            answered = []
            meant = await self._confirm()
            if meant is not None and not isinstance(meant, Button):
                ask = (meant,)
                continue
            answer = await self.submit(form.action if meant is None else meant.action, dict(self._values))
            if isinstance(answer, Reply | Form | Saved | Next):
                return answer
            ask = await self._not_yet(answer)

    async def _ask(self, one: Input) -> None:
        before = self._values[one.id]
        self._values[one.id] = await self._asking.answer(one, self._form.inputs.index(one) + 1, before)
        if self._form.typing is not None and self._values[one.id] != before:
            answer = await self.submit(self._form.typing, dict(self._values))
            if isinstance(answer, Kept):
                await self._not_yet(answer)

    async def _not_yet(self, answer: Invalid | Kept | None) -> Sequence[Input]:
        """The form stays open. Show what is said of that; the fields to ask again."""
        match answer:
            case Kept(note, reply):
                self._safe, self._kept = dict(self._values), True
                if note:
                    self._asking.say(styled(note, self.screen.look()))
                if reply is not None:
                    await self.hear(reply)
                return ()
            case Invalid(errors):
                return self._wrong(self._form, errors)
        return ()

    @property
    def _unsaved(self) -> bool:
        return self._values != self._safe

    def _wrong(self, form: Form, errors: Mapping[str, str]) -> Sequence[Input]:
        """Show what is wrong, each at its field; the fields to ask again. A file that cannot be taken is dropped: sent
        once more it would be refused once more.
        """
        known = {one.id: one for one in form.inputs}
        for name, sentence in errors.items():
            label = f"{one_line(known[name].label)}: " if name in known else ""
            self._asking.say(Text(f"✗ {label}{harmless(sentence)}", "bold red"))
            if isinstance(known.get(name), FileInput):
                self._values[name] = ""
        return [one for one in form.inputs if one.id in errors]

    async def _confirm(self) -> Input | Button | None:
        """Enter hands the page in; a letter presses a button, a number goes back to that field."""
        form = self._form
        submit = one_line(form.submit)
        change = "a number changes that answer, " if form.inputs else ""
        offer = self._offer(f"[Enter] {submit}", f"{change}{CANCEL} leaves")
        self._asking.done()
        self._asking.say(offer)
        while True:
            typed = (await self._asking.read("")).strip()
            if typed.lower() in ("", "y", "yes", "ok", "submit", submit.lower()):
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(form.inputs):
                return form.inputs[int(typed) - 1]
            button = self._button(typed)
            if button is not None:
                return button
            self._asking.say(Text("That is none of these:", "red"))
            if self._asking.doubt(typed):
                self._asking.say(Text(f"You are still in this form: type {CANCEL}, then that again.", "red"))
            self._asking.say(offer)

    def _offer(self, first: str, last: str) -> Text:
        """A line of what can be pressed: `first`, the form's buttons, and in small `last`."""
        buttons = "".join(f"   [{key}] {one_line(one.label)}" for key, one in _keys(self._form.buttons).items())
        return Text.assemble((f"{first}{buttons}", "bold green"), (f"   {last}", "dim"))

    def _button(self, typed: str) -> Button | None:
        """The button of the form that is meant by its letter or its label."""
        wanted = typed.strip().strip("[]").lower()
        for key, one in _keys(self._form.buttons).items():
            if wanted in (key, one_line(one.label).lower()):
                return one
        return None

    async def _obey(self, typed: str) -> bool:
        """`:save` and `:s` press that button; the page stays as far as it is filled in. Raises _Turned."""
        said = typed.strip().removeprefix(COMMAND).lower()
        if said == "help":
            named = [f"{COMMAND}{word}: {label}." for word, label in _words(self._form.buttons).items()]
            self._asking.say(Text(" ".join([HELP, *named, f"{CANCEL}: leave."]), "dim"))
            return True
        label = _words(self._form.buttons).get(said, said)
        button = self._button(label) if said else None
        if button is None:
            return False
        answer = await self.submit(button.action, dict(self._values))
        if isinstance(answer, Reply | Form | Saved | Next):
            raise _Turned(answer)
        await self._not_yet(answer)
        return True

    async def _leave(self) -> None:
        """Raises Left, unless something would be lost that could be kept, and the person thinks again."""
        if not self._form.buttons or not self._unsaved:
            raise Left
        self._asking.say(Text("What you typed on this page is not saved, and is lost when you leave.", "red"))
        self._asking.say(self._offer("[Enter] Go on", f"{CANCEL} again to leave"))
        typed = await self._asking.line("")
        if is_cancel(typed):
            raise Left
        button = self._button(typed)
        if button is not None:
            answer = await self.submit(button.action, dict(self._values))
            if isinstance(answer, Kept | Invalid):
                await self._not_yet(answer)


def _keys(buttons: Sequence[Button]) -> dict[str, Button]:
    """A letter for each button: the first of its label that no other button has, and that is not short for yes."""
    keys: dict[str, Button] = {}
    for number, button in enumerate(buttons, 1):
        letters = (one for one in one_line(button.label).lower() if "a" <= one <= "z" and one != "y")
        keys[next((one for one in letters if one not in keys), f"b{number}")] = button
    return keys


def _words(buttons: Sequence[Button]) -> dict[str, str]:
    """The first word of each button's label, and the label; of two with one word only the first has it."""
    found: dict[str, str] = {}
    for button in buttons:
        label = one_line(button.label)
        found.setdefault(label.lower().partition(" ")[0], label)
    return found
