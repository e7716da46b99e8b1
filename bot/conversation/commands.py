"""The command table's types and its naming laws. The table itself is in `handlers/table.py`.

A command is a group with a default subcommand. Permissions are data in each row and enforced in one place
(`handlers/dispatch.py`). The laws keep one table valid on every platform: names, lengths, reserved words.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol

from bot.conversation.form import Form, FormAnswer
from bot.conversation.reply import VERB_LIMIT, Reply
from bot.conversation.request import Request
from bot.course.model import CourseRole

SLACK_BUILT_INS = frozenset(
    [
        "archive",
        "call",
        "collapse",
        "dm",
        "expand",
        "feed",
        "feedback",
        "help",
        "invite",
        "invite_people",
        "join",
        "keys",
        "leave",
        "me",
        "msg",
        "mute",
        "open",
        "pref",
        "prefs",
        "rename",
        "remind",
        "remove",
        "search",
        "shortcuts",
        "shrug",
        "star",
        "status",
        "topic",
        "unarchive",
        "unfurl",
        "who",
    ]
)
"""Slash commands that Slack keeps for itself; one of them makes it refuse a whole manifest."""

NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
"""Discord: 1-32 lower-case characters, no dots; Slack: lower case, no spaces, at most 32."""


class Audience(StrEnum):
    """Who may use a row. Each includes those after it, and instructors may all that teaching assistants may."""

    EVERYONE = "everyone"
    STUDENT = "student"
    TA = "ta"
    INSTRUCTOR = "instructor"


class Cost(StrEnum):
    """What one use of a row costs, for the limit on how much one person may ask for (`handlers/allowance.py`).

    `free` is never refused: what staff do in an emergency, and what nobody types or presses. A form that is submitted
    is free whatever its row says.
    """

    FREE = "free"
    LIGHT = "light"
    HEAVY = "heavy"
    """It posts, or draws up a whole term."""
    GUESS = "guess"
    """It is shown a secret, which nobody is to find by trying."""


_RANK = {
    CourseRole.GUEST: 0,
    CourseRole.STUDENT: 1,
    CourseRole.AUDITOR: 1,
    CourseRole.TA: 2,
    CourseRole.INSTRUCTOR: 3,
}
_LEAST = {Audience.EVERYONE: 0, Audience.STUDENT: 1, Audience.TA: 2, Audience.INSTRUCTOR: 3}


def may_use(audience: Audience, role: CourseRole | None) -> bool:
    """Whether someone with this role in a course may use a row; no role: a stranger. An auditor counts as a student."""
    return _LEAST[audience] <= (0 if role is None else _RANK[role])


class Run(Protocol):
    """Executes a service `f(connection, …)` in one transaction in a worker thread. The runner of `bot.store`."""

    def __call__(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Awaitable[Any]: ...

    def read(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Awaitable[Any]:
        """The same for a service that only reads; many may read at a time."""


Answer = Reply | Form
Outcome = Literal["answered", "refused", "failed"]
"""How it went: `refused` is what the person who asked can put right, `failed` is what they cannot."""

Handler = Callable[[Request, Run], Awaitable[Answer]]
Submitter = Callable[[Request, Run], Awaitable[FormAnswer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What may follow a subcommand. `rest`: takes all remaining words. `choices` are offered, not enforced."""

    name: str
    summary: str
    required: bool = False
    rest: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that can be asked for. `verb` is its short name in buttons (at most 8 characters, unique).

    `submit` takes the pages of the forms that `function` opens. `listed` False: reached by buttons only. `subcommand`
    False: it can be typed, but where a platform registers each subcommand, of which it takes 25, a panel leads to it.
    `stays`: though a row for staff, its answer is about what everybody may read, and is given where it was asked.
    `afterwards`: it is there for courses that have ended, of which everything else says only that they have.
    `anywhere`: what is typed says itself which of all courses it is about, also where a stranger types it.
    """

    name: str
    verb: str
    summary: str
    function: Handler
    audience: Audience = Audience.EVERYONE
    cost: Cost = Cost.LIGHT
    parameters: tuple[Parameter, ...] = ()
    submit: Submitter | None = None
    listed: bool = True
    subcommand: bool = True
    stays: bool = False
    afterwards: bool = False
    anywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A slash command. Typed bare, or with words that are no subcommand, it is its `default` row. `words`: by which
    people ask for it in a sentence; no two groups share one.
    """

    name: str
    summary: str
    default: str
    rows: tuple[Row, ...]
    words: frozenset[str] = frozenset()

    def row(self, name: str) -> Row | None:
        return next((row for row in self.rows if row.name == name), None)


@dataclass(frozen=True, slots=True)
class Table:
    """All commands."""

    groups: tuple[Group, ...]

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)

    def rows(self) -> Iterator[tuple[Group, Row]]:
        for group in self.groups:
            for row in group.rows:
                yield group, row

    def by_verb(self, verb: str) -> Row | None:
        return next((row for _, row in self.rows() if row.verb == verb), None)


def broken_laws(table: Table, prefix: str = "") -> list[str]:
    """Every breach of the platforms' naming rules, one sentence each; empty when the table is lawful.

    Sources: Slack, "Enabling interactivity with slash commands"; Discord, "Application command naming".
    """
    verbs = [row.verb for _, row in table.rows()]
    twice = sorted({verb for verb in verbs if verbs.count(verb) > 1})
    return [
        *(breach for group in table.groups for breach in _of_group(group, prefix + group.name)),
        *(breach for group, row in table.rows() for breach in _of_row(row, f"/{prefix}{group.name} {row.name}")),
        *(f"the verb {verb!r} stands for two rows" for verb in twice),
    ]


def _of_group(group: Group, name: str) -> Iterator[str]:
    if not NAME.fullmatch(name):
        yield f"/{name} is no name that Slack and Discord both allow"
    if name in SLACK_BUILT_INS:
        yield f"/{name} belongs to Slack"
    if group.row(group.default) is None:
        yield f"/{name} has no row for its default {group.default!r}"
    if not 1 <= len(group.summary) <= 100:
        yield f"/{name}: a summary has 1 to 100 characters"
    if len([row for row in group.rows if row.listed and row.subcommand]) > 25:
        yield f"/{name} has more than 25 subcommands"


def _of_row(row: Row, name: str) -> Iterator[str]:
    if not NAME.fullmatch(row.name):
        yield f"{name} is no lawful name"
    if not 1 <= len(row.summary) <= 100:
        yield f"{name}: a summary has 1 to 100 characters"
    if len(row.verb) > VERB_LIMIT or not NAME.fullmatch(row.verb):
        yield f"{row.verb!r} is no verb of at most {VERB_LIMIT} characters"
    if len(row.parameters) > 25 or any(parameter.rest for parameter in row.parameters[:-1]):
        yield f"{name}: only the last of at most 25 parameters takes the rest"
