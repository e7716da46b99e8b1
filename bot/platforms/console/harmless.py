"""Text that people or a schedule wrote, made safe to show in a terminal: whatever a terminal or a reader's eye would
obey or overlook (escapes, control characters, direction overrides, zero-width characters) becomes visible text.

It knows characters only. Everything that reaches a screen or a transcript passes through here.
"""

from __future__ import annotations

import re
import unicodedata

TAB = "    "

_JOINERS = "\u200c\u200d"
_SUSPECT = re.compile(r"[^\n -~\u00a0-\u00ac\u00ae-\u02ff]")
"""Whatever is not plainly printable Latin text is looked at more closely."""


def harmless(text: str) -> str:
    """The text with everything invisible or obeyed made visible: `␛[31m`, `<U+202E>`. Line ends stay line ends."""
    unified = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n").replace("\t", TAB)
    return _SUSPECT.sub(_visible, unified)


def one_line(text: str) -> str:
    """`harmless`, for places that hold one line: a name, a label, a title."""
    return " ".join(harmless(text).split("\n"))


def _visible(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in _JOINERS and _joins(match.string, match.start()):
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"<U+{code:04X}>"
    return character


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands where a script or an emoji needs one: between two visible characters beyond Latin."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return all(one > "\u02ff" and unicodedata.category(one)[0] in "LMS" for one in (before, after))
