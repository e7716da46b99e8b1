"""Claim codes: sixteen letters and digits by which somebody shows which line of the class list is theirs.

Pure: how one is spelled and read. It never knows whose a code is, and what is kept of one is its hash alone.
"""

from __future__ import annotations

import hashlib
import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L and O, which look like digits, and without U."""

LENGTH, GROUP = 16, 4
BITS = 5 * LENGTH
"""Of chance in a code."""

_MEANT = str.maketrans("OIL", "011")
"""What people read and type instead."""

_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff_\-]+")
"""Dashes of all kinds, blanks, and what mail programs put into words."""

_AROUND = "`'\"“”‘’«»()[]<>{}*.,:;!"

_IN_GROUPS = re.compile(r"[0-9A-Za-z]{4}(?:[\u2010-\u2015\u2212\-][0-9A-Za-z]{4}){3}")


def spelled(number: int) -> str:
    """A number of `BITS` bits as people read it: `7K3M-PQ2X-9TBC-04WD`."""
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(words: str) -> str | None:
    """The letters of a code that was typed or pasted, in their one spelling; None where it cannot be a code."""
    letters = _BETWEEN.sub("", words.strip().strip(_AROUND)).upper().translate(_MEANT)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None


def is_in_groups(words: str) -> bool:
    """Whether it can be nothing but a code, also where nothing else was said."""
    return _IN_GROUPS.fullmatch(words.strip().strip(_AROUND)) is not None and read(words) is not None


def hashed(letters: str) -> str:
    """What is kept of a code that was `read`."""
    return hashlib.sha256(letters.encode("ascii")).hexdigest()
