"""Forms: typed fields in pages, and what a handler says to a submitted page.

Every input is optional for the platform: completeness is a rule of the bot, so that nothing typed is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.reply import Action, Button, Line, Reply

TEXT_LIMIT = 3000
"""The smallest limit of all platforms for one text input, in characters."""


NO_FILE = "-"
"""Sent of a file input: what was handed in there before is taken out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    id: str
    label: str
    value: str = ""
    hint: str = ""
    long: bool = False
    limit: int = TEXT_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceInput:
    """One of `options`, each (value, label). Scales are choices whose values are numbers."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxesInput:
    """Any of `options`, each (value, label); the submitted value is the chosen values joined by commas."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInput:
    """Left empty, what was handed in before stays. `handed_in`: there is something; NO_FILE takes it out."""

    id: str
    label: str
    hint: str = ""
    handed_in: bool = False


Input = TextInput | ChoiceInput | CheckboxesInput | FileInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One page to fill in. `action` comes back with the values; it carries all that later pages need to know.

    `buttons` stand in the form itself, where the platform has room for them: what is pressed comes with all values of
    the page, as a submission does, and the form stays open. `typing` is the same of what is typed and chosen meanwhile,
    where the platform reports it. `whole`: nothing in it still has to be answered, so where questions come one by one
    none is asked before somebody chooses it.
    """

    action: Action
    title: str
    inputs: tuple[Input, ...]
    intro: Line = ()
    page: int = 1
    pages: int = 1
    submit: str = "Submit"
    buttons: tuple[Button, ...] = ()
    typing: Action | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """The page is taken; `reply` is what the person sees next."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Invalid:
    """Input id → what would be right. The form stays open with everything that was typed."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Next:
    """The page is taken; the next one opens."""

    form: Form


@dataclass(frozen=True, slots=True)
class Kept:
    """What stood in the page is kept, and the form stays open as it is. `note` is said above it; empty: nothing is."""

    note: Line = ()
    reply: Reply | None = None
    """Said beside the form, where it cannot be said in it: in the person's direct messages."""


FormAnswer = Saved | Invalid | Next | Kept
