"""Many files as one: a zip whose bytes depend on nothing but what is in it and the instant that it is given.

It knows names and contents, never what they are about.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, Protocol, cast

LONGEST_NAME = 80
FIRST_YEAR, LAST_YEAR = 1980, 2107
"""What a zip can say."""

_UNFIT = re.compile(r"[^\w.\- ]+")


class Writes(Protocol):
    """Whoever is told to write a member."""

    def __call__(self, stream: BinaryIO, /) -> object: ...


class Archive:
    """A zip that is being written, one member after the other. `at` is when all of them are from."""

    def __init__(self, stream: BinaryIO, at: datetime) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        year = min(max(at.year, FIRST_YEAR), LAST_YEAR)
        self._at = (year, at.month, at.day, at.hour, at.minute, at.second)
        self._names: set[str] = set()

    def add(self, name: str, content: bytes) -> None:
        """A member whose content is there."""
        self.write(name, lambda stream: stream.write(content))

    def write(self, name: str, writes: Writes) -> None:
        """A member that is written as it comes, of whatever length."""
        member = zipfile.ZipInfo(self._free(name), self._at)
        member.compress_type = zipfile.ZIP_DEFLATED
        member.create_system = 3
        member.external_attr = 0o644 << 16
        with self._zip.open(member, "w", force_zip64=True) as stream:
            writes(cast("BinaryIO", stream))

    def _free(self, name: str) -> str:
        """The name, or one beside it: a second member of a name would hide the first."""
        stem, dot, ending = name.rpartition(".")
        number, free = 1, name
        while free.casefold() in self._names:
            number += 1
            free = f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
        self._names.add(free.casefold())
        return free

    def close(self) -> None:
        self._zip.close()


def archived(stream: BinaryIO, at: datetime, fill: Callable[[Archive], None]) -> None:
    """Write a whole archive; what is not a whole one when `fill` fails is left unfinished."""
    archive = Archive(stream, at)
    fill(archive)
    archive.close()


def file_name(words: str, otherwise: str = "file") -> str:
    """A name of one file on every system, as like the words as may be: no folder, no dot in front."""
    plain = _UNFIT.sub("-", unicodedata.normalize("NFC", words)).strip(" .-_")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        short = len(ending) < 12 and dot
        plain = f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}" if short else plain[:LONGEST_NAME]
    return plain or otherwise
