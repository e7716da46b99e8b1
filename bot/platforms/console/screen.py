"""The terminal itself: writes lines, knows its width, its colours and its alphabet. Colours go by NO_COLOR, TERM and
whether anybody looks; what the alphabet lacks is replaced, never a reason to fail.

It knows nothing of what it shows.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.platforms.console.harmless import harmless
from bot.platforms.console.layout import NARROWEST, Look, wrap

WIDEST = 100
"""Cells: longer lines are tiring to read."""

_ASCII = str.maketrans(
    {"│": "|", "┊": ":", "─": "-", "•": "*", "·": "-", "❯": ">", "→": ">", "–": "-", "—": "-", "…": "...",
     "‘": "'", "’": "'", "“": '"', "”": '"', "●": "*", "○": "o"}
)  # fmt: skip


class Screen:
    """`stream` None: standard output, whatever it is at the moment of writing (a prompt may have wrapped it)."""

    def __init__(self, stream: TextIO | None = None, *, width: int | None = None, plain: bool = False) -> None:
        """`plain`: no colour and no hyperlinks even on a terminal, and the same on every machine."""
        self._console = Console(
            file=stream,
            width=width,
            color_system=None if plain else "auto",
            force_terminal=False if plain else None,
            highlight=False,
            markup=False,
            emoji=False,
        )
        target = self._console.file
        if isinstance(target, io.TextIOWrapper):
            target.reconfigure(errors="replace")
        encoding = (getattr(target, "encoding", None) or "utf-8").lower()
        self._ascii = not encoding.replace("-", "").startswith("utf")

    @property
    def coloured(self) -> bool:
        return self._console.color_system is not None and not self._console.no_color

    def look(self) -> Look:
        width = max(min(self._console.width, WIDEST), NARROWEST)
        return Look(width=width, hyperlinks=self.coloured and self._console.is_terminal)

    def show(self, lines: Iterable[Text], *, space: bool = True) -> None:
        """Write lines that fit already; `space`: with a blank line after them."""
        for line in lines:
            self._write(line)
        if space:
            self._write(Text())

    def note(self, words: str, style: str = "dim", *, space: bool = True) -> None:
        """A line of the terminal's own, said by nobody in the course."""
        self.show(wrap(Text(harmless(words), style), self.look().width), space=space)

    def echo(self, prompt: str, typed: str) -> None:
        """A prompt with what came to it from a pipe or a script, so that a transcript reads as a dialog."""
        shown = harmless(typed).replace("\n", "␊")
        line = Text.assemble((prompt, "bold green"), shown)
        line.rstrip()
        self._write(line)

    def _write(self, line: Text) -> None:
        shown = line
        if self._ascii:
            shown = line.copy()
            shown.plain = line.plain.translate(_ASCII)
        self._console.print(shown, soft_wrap=True)
