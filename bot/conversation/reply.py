"""A Reply: what the bot says, as structure that every platform renders in its own way.

Text here is always data: a renderer escapes it, so nothing that a person or a schedule wrote is ever obeyed
(mentions, links, markup, terminal escapes). No module here knows how a platform spells anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ACTION_LIMIT = 100
"""Characters that the shortest platform allows in a button's id (Discord's custom_id)."""

VERB_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to be typed or read letter by letter."""

    text: str


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link. `url` is http or https."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Instant:
    """An aware instant that each reader sees in their own zone where the platform can; `zone` (an IANA name, the
    course's) is for the fallback. Forms: `full` "Mon 31 Jan, 1:00 PM", `day` "Mon 31 Jan", `time` "1:00 PM",
    `relative` "in 2 days".
    """

    at: datetime
    zone: str
    form: Literal["full", "day", "time", "relative"] = "full"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person as the platform shows them; `name` is the fallback. Never a mention that notifies."""

    name: str
    account: str = ""


Span = Plain | Bold | Code | WebLink | Instant | PersonName
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a form does: a verb of the command table, a course id and arguments.

    It is all that a click carries, so that any process can serve a click on a message a month old.
    """

    verb: str
    course: str = ""
    arguments: tuple[str, ...] = ()

    def encode(self) -> str:
        """`verb|course|argument|…`, at most 100 characters. Raises ValueError where it cannot be carried."""
        parts = (self.verb, self.course, *self.arguments)
        if any("|" in part for part in parts):
            raise ValueError(f"an action's parts cannot hold '|': {parts}")
        text = "|".join(parts)
        if len(text) > ACTION_LIMIT or len(self.verb) > VERB_LIMIT:
            raise ValueError(f"an action holds at most {ACTION_LIMIT} characters, its verb {VERB_LIMIT}: {text}")
        return text

    @property
    def fits(self) -> bool:
        """Whether a button can carry it: words that a person typed may be too long or hold a '|'."""
        try:
            self.encode()
        except ValueError:
            return False
        return True

    @classmethod
    def decode(cls, text: str) -> Action:
        """The inverse of `encode`."""
        verb, _, rest = text.partition("|")
        course, *arguments = rest.split("|")
        return cls(verb, course, tuple(arguments))


@dataclass(frozen=True, slots=True)
class Button:
    """`label` is at most 75 characters; a longer one is cut by the renderer."""

    label: str
    action: Action
    style: Literal["plain", "primary", "danger"] = "plain"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value, a row each."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A menu. The chosen option's value is appended to the action's arguments. At most 25 options."""

    prompt: str
    action: Action
    options: tuple[tuple[str, str], ...]
    """(value, label)."""


@dataclass(frozen=True, slots=True)
class SmallPrint:
    line: Line


Block = Heading | Paragraph | Bullets | Facts | Buttons | Choice | SmallPrint


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing said. `private`: only the person who asked sees it. `shareable`: staff may share it in the channel.
    `files_follow`: the words of an answer do not wait for the files, which come right after them. `direct`: asked in a
    channel, it is said in the person's direct messages.
    """

    blocks: tuple[Block, ...]
    private: bool = True
    shareable: bool = False
    files: tuple[Attachment, ...] = field(default=())
    files_follow: bool = False
    direct: bool = False


NOTHING = Reply((), private=False)
"""What a notice comes to where there is nothing left to say: it is not said."""


def line(*parts: str | Span) -> Line:
    """A line of spans; a bare string is plain text."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def paragraph(*parts: str | Span) -> Paragraph:
    return Paragraph(line(*parts))


def small(*parts: str | Span) -> SmallPrint:
    return SmallPrint(line(*parts))


def bullets(*items: Line) -> Bullets:
    return Bullets(tuple(items))
