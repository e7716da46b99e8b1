"""Forms: typed fields in pages, and what a handler says to a submitted page.

Every input is optional for the platform: completeness is a rule of the bot, so that nothing typed is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.conversation.reply import Action, Line, Reply

TEXT_LIMIT = 3000
"""The smallest limit of all platforms for one text input, in characters."""


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
    id: str
    label: str
    hint: str = ""


Input = TextInput | ChoiceInput | CheckboxesInput | FileInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One page to fill in. `action` comes back with the values; it carries all that later pages need to know."""

    action: Action
    title: str
    inputs: tuple[Input, ...]
    intro: Line = ()
    page: int = 1
    pages: int = 1
    submit: str = "Submit"


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


FormAnswer = Saved | Invalid | Next
