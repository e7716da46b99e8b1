"""The numbers that press buttons, and the links and files that were last shown.

Numbers start again at 1 with the first button that is shown after something was typed, so what is on the screen can
be pressed and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.conversation.reply import Action, Attachment, Bullets, Facts, Line, Paragraph, Reply, SmallPrint, WebLink


@dataclass(frozen=True, slots=True)
class Pressable:
    """A button or an option that is on the screen; `channel` is where its message stands, '' for a private one."""

    label: str
    action: Action
    channel: str


@dataclass
class Numbering:
    """What the numbers on the screen stand for."""

    _pressables: list[Pressable] = field(default_factory=list)
    _links: list[WebLink] = field(default_factory=list)
    _files: list[Attachment] = field(default_factory=list)
    _buttons_old: bool = False
    _links_old: bool = False
    _files_old: bool = False

    def typed(self) -> None:
        """Something was typed: the next button that is shown is number 1 again."""
        self._buttons_old = self._links_old = self._files_old = True

    def forget(self) -> None:
        """Nothing on the screen can be pressed any more."""
        self._pressables = []
        self._links = []
        self._files = []

    def number(self, label: str, action: Action, channel: str) -> int:
        if self._buttons_old:
            self._pressables, self._buttons_old = [], False
        self._pressables.append(Pressable(label, action, channel))
        return len(self._pressables)

    def pressed(self, number: int) -> Pressable | None:
        return self._pressables[number - 1] if 1 <= number <= len(self._pressables) else None

    @property
    def count(self) -> int:
        return len(self._pressables)

    def saw(self, reply: Reply) -> None:
        """Remember the links and the files of a message that was shown."""
        found = list(_links(reply))
        if found and self._links_old:
            self._links, self._links_old = [], False
        self._links += found
        if reply.files and self._files_old:
            self._files, self._files_old = [], False
        self._files += reply.files

    def links(self) -> tuple[WebLink, ...]:
        return tuple(dict.fromkeys(self._links))

    def files(self) -> tuple[Attachment, ...]:
        return tuple(self._files)


def _links(reply: Reply) -> Iterator[WebLink]:
    for block in reply.blocks:
        lines: tuple[Line, ...] = ()
        match block:
            case Paragraph(spans) | SmallPrint(spans):
                lines = (spans,)
            case Bullets(items):
                lines = items
            case Facts(rows):
                lines = tuple(spans for _, spans in rows)
        yield from (span for spans in lines for span in spans if isinstance(span, WebLink))
