"""Replays a dialog and prints the transcript, the same on every machine.

A script is lines as they are typed; empty lines and lines that begin with `#` are skipped, `<enter>` is Enter alone.
A transcript is a script too: then only what stands after a prompt is typed.
"""

from __future__ import annotations

import re

ENTER = "<enter>"
WIDTH = 80
"""Cells of a transcript's lines."""

_PROMPT = re.compile(r"^(?![│┊]).*? ❯(?: (.*))?$")


def typed_lines(text: str) -> tuple[str, ...]:
    """What a script types."""
    lines = text.splitlines()
    prompts = [match for match in map(_PROMPT.match, lines) if match]
    if prompts:
        return tuple((match[1] or "").rstrip() for match in prompts)
    meant = (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return tuple("" if line == ENTER else line for line in meant)
