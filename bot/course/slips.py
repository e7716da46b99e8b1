"""Where a slip of the pen really is, when the YAML parser stumbles over it only further on.

It looks at the text around the place that the parser complains of: a colon left out on the line above, a # that made a
comment of what follows. It knows neither the parser nor what a course is.
"""

from __future__ import annotations

import re

_COLON = re.compile(r":(?=\s|$)")
_KEY_WITH_TEXT = re.compile(r"\s*(?:- +)*[^\s#][^:]*: +[^\s|>#]")
_QUOTED = r""""(?:[^"\\]|\\.)*"|'[^']*'"""
_CUT_OFF = re.compile(rf"{_QUOTED}|(?<=[\s\[{{,])#([^\s,\]}}]*)[^\n]*")
FARTHEST = 2000


def missing_colon(text: str, colon: int) -> int | None:
    """Where the key stands that lacks its colon, given the next colon of the text. None where something else is wrong.

    The line above must hold no colon, and must not be the rest of a longer text.
    """
    begin = text.rfind("\n", 0, colon) + 1
    if _COLON.search(text[begin:colon]):
        return None
    key: tuple[int, str] | None = None
    while begin > 0 and colon - begin < FARTHEST:
        end, begin = begin - 1, text.rfind("\n", 0, begin - 1) + 1
        line = text[begin:end].rstrip("\r")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if _COLON.search(line):
            longer_text = key and _KEY_WITH_TEXT.match(line) and _indent(key[1]) > _indent(line)
            if key is None or longer_text:
                return None
            break
        key = key or (begin, line)
    return key[0] + _indent(key[1]) if key else None


def _indent(line: str) -> int:
    """How far the first word stands from the margin; hyphens of a list count as margin."""
    found = re.match(r"\s*(?:- +)*", line)
    return found.end() if found else 0


def cut_off(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The first # between two places that makes a comment of what follows it without a space, and the cut-off word."""
    for found in _CUT_OFF.finditer(text[start : min(end, start + FARTHEST)]):
        if found[1]:
            return start + found.start(), "#" + found[1]
    return None
