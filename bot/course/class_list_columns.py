"""Which column of a class list is what, by the words that programs and people put over them, and names the right way
round.

Pure words: it reads no file and decides nothing about persons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

Part = Literal["name", "first", "last", "email", "student_id", "login", "section", "canvas_id"]

WORDS: Mapping[Part, tuple[str, ...]] = {
    "name": (
        "student name", "full name", "display name", "name", "student", "last name first name", "last first",
        "name last first", "sortable name", "participant", "students", "names", "preferred name", "legal name",
    ),
    "first": (
        "first name", "firstname", "first names", "given name", "given names", "givenname", "forename", "first",
        "given", "preferred first name", "legal first name", "student first name",
    ),
    "last": (
        "last name", "lastname", "last names", "surname", "family name", "familyname", "last", "family",
        "preferred last name", "legal last name", "student last name",
    ),
    "email": (
        "student email", "university email", "campus email", "school email", "institutional email", "email address",
        "email", "e mail", "e mail address", "emailaddress", "mail", "student e mail", "student email address",
        "primary email", "email id", "mail address",
    ),
    "student_id": (
        "sis user id", "sis id", "student id", "student id number", "studentid", "student number", "student no", "sid",
        "university id", "campus id", "matriculation number", "matriculation no", "matriculation", "matric number",
        "registration number", "id number", "emplid", "empl id", "uin", "cwid", "user id", "userid", "number", "id",
    ),
    "login": ("sis login id", "login id", "login", "netid", "net id", "username", "user name", "uid", "account"),
    "section": ("section", "section name", "sections", "class section", "lab section", "tutorial", "group"),
    "canvas_id": (),
}  # fmt: skip
"""What stands over a column, in small letters; what stands first is believed first."""

CANVAS: Mapping[str, Part] = {
    "student": "name",
    "lastname": "last",
    "firstname": "first",
    "id": "canvas_id",
    "sis user id": "student_id",
    "sis login id": "login",
    "section": "section",
}
"""Canvas's own headings; source: `GradebookExporter` of canvas-lms."""

_KNOWN = {word for words in WORDS.values() for word in words} | set(CANVAS)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "phd", "md", "esq"})


def plain_words(heading: str) -> str:
    """`E-Mail:` as `e mail`."""
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))


def known_headings(cells: Sequence[str]) -> int:
    """How many of the cells are headings."""
    return sum(plain_words(cell) in _KNOWN for cell in cells)


def is_canvas(header: Sequence[str]) -> bool:
    """Whether it is the header of Canvas's gradebook: who, Canvas's own id, and what only Canvas writes beside it."""
    words = {plain_words(one) for one in header[:8]}
    who = "student" in words or {"lastname", "firstname"} <= words
    return who and {"id", "section"} <= words and not words.isdisjoint({"sis user id", "sis login id"})


def columns(header: Sequence[str]) -> dict[Part, int]:
    """Part → number of its column, from 0."""
    words = [plain_words(one) for one in header]
    if is_canvas(header):
        return {part: words.index(word) for word, part in CANVAS.items() if word in words}
    return {
        part: words.index(known[0])
        for part, names in WORDS.items()
        if (known := [name for name in names if name in words])
    }


def twice(header: Sequence[str], found: Mapping[Part, int]) -> list[tuple[str, list[int]]]:
    """Headings that are needed and stand over several columns, with the columns' numbers from 1."""
    words = [plain_words(one) for one in header]
    same = [(at, [number for number, word in enumerate(words, 1) if word == words[at]]) for at in found.values()]
    return [(header[at].strip(), numbers) for at, numbers in same if len(numbers) > 1]


def right_way_round(name: str) -> str:
    """`Lovelace, Ada` as `Ada Lovelace`, `King, Martin, Jr.` as `Martin King Jr.`; other names as they stand."""
    parts = [" ".join(part.split()) for part in name.split(",")]
    if len(parts) == 3 and _is_suffix(parts[1]):
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) == 3 and _is_suffix(parts[2]):
        return " ".join(filter(None, (parts[1], parts[0], parts[2])))
    if len(parts) != 2 or _is_suffix(parts[1]):
        return ", ".join(filter(None, parts))
    last, _, suffix = parts[0].rpartition(" ")
    if last and _is_suffix(suffix):
        return " ".join(filter(None, (parts[1], last, suffix)))
    return " ".join(filter(None, (parts[1], parts[0])))


def _is_suffix(word: str) -> bool:
    return word.casefold().replace(".", "") in _SUFFIXES
