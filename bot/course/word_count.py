"""How many words a text has, as somebody who reads it counts: dashes of lists and other marks alone are none.

Pure. It is asked of every text of a whole term at once, so what can be counted in bytes is.
"""

from __future__ import annotations

import re

BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd"
"""Letters and marks that show nothing; the last stands where a NUL was."""

FIRST_PICTURE = "\U0001f000"
"""From here on symbols are pictures, which some say things with; the Han beyond them are letters anyway."""

_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Han and kana, which are written without spaces between the words: each counts as one."""

_APART = re.compile(
    "[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""What sets words apart and is no ASCII."""

_SPACES = bytes.maketrans(b"\x1c\x1d\x1e\x1f", b"    ")
_MARKS = bytes(code for code in range(128) if not (chr(code).isalnum() or chr(code).isspace()))
_OTHERS = re.compile(rb"(?<!\S)[\x80-\xff]+(?!\S)")
_USUAL = frozenset(mark.encode() for mark in "–—•…“”‘’→")


def words_in(text: str) -> int:
    """How many words the text has."""
    if not text.isascii() and _APART.search(text):
        return words_slowly(text)
    spelled = text.encode("utf-8", "replace").translate(_SPACES, _MARKS)
    number = len(spelled.split())
    return number if text.isascii() else number - _marks_alone(spelled)


def words_slowly(text: str) -> int:
    """The same, word by word and letter by letter."""
    spread = _WITHOUT_SPACES.sub(lambda found: f" {found[0]} ", text)
    return sum(any(map(_spells, one)) for one in spread.split())


def _marks_alone(spelled: bytes) -> int:
    """How many of the words have no ASCII letter and none of another script either."""
    return sum(1 for one in _OTHERS.findall(spelled) if one in _USUAL or not any(map(_spells, one.decode())))


def _spells(letter: str) -> bool:
    return (letter.isalnum() and letter not in BLANK_LETTERS) or FIRST_PICTURE <= letter < "\U000e0000"
