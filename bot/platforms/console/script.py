"""Replays a dialog and prints the transcript, the same on every machine.

A script is lines as they are typed; empty lines and lines that begin with `#` are skipped, `<enter>` is Enter alone.
After a line that ends with a backslash, the next one is typed as it stands, whatever it is.
A transcript is a script too: then only what stands after a prompt is typed. What a transcript makes visible
(`<U+202E>`, `␛`) is typed as the character itself.
"""

from __future__ import annotations

import re

ENTER = "<enter>"
WIDTH = 80
"""Cells of a transcript's lines."""

_NAMED = re.compile(r"<U\+(0?[0-9A-F]{4,5})>")
_PICTURES = re.compile("[␀-␟␡]")
_PROMPT = re.compile(r"^(?![│┊]).*? ❯(?: (.*))?$")


def typed_lines(text: str) -> tuple[str, ...]:
    """What a script types."""
    lines = text.splitlines()
    prompts = [match for match in map(_PROMPT.match, lines) if match]
    if prompts:
        return tuple(_typed((match[1] or "").rstrip()) for match in prompts)
    meant: list[str] = []
    for line in lines:
        if meant and meant[-1].endswith("\\"):
            meant.append(line.rstrip())
        elif line.strip() and not line.lstrip().startswith("#"):
            meant.append(line.strip())
    return tuple("" if line == ENTER else _typed(line) for line in meant)


def _typed(shown: str) -> str:
    """The inverse of `harmless`, so that a script can hold what an editor could not show."""
    named = _NAMED.sub(lambda match: chr(int(match[1], 16)), shown)
    return _PICTURES.sub(lambda match: chr(ord(match[0]) - 0x2400) if match[0] != "␡" else "\x7f", named)
