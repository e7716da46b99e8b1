"""Notices that a schedule file was edited, or is gone. A file counts as edited once it has been at rest for two looks,
so that a half-written one is not read; as gone once it was missing for several, since editors replace files.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

Stamp = tuple[int, int, int, int]

LOOKS_UNTIL_GONE = 5


class FileWatch:
    """Looks at files by their times, size and inode. The time of change tells of an edit that kept the modification
    time, as some copying tools do.
    """

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self._seen: dict[Path, Stamp | None] = {path: _stamp(path) for path in paths}
        self._moving: dict[Path, Stamp] = {}
        self._missing: Counter[Path] = Counter()

    def edited(self) -> tuple[Path, ...]:
        """The files that changed since they were last reported and are at rest now, or are gone."""
        found: list[Path] = []
        for path, seen in self._seen.items():
            stamp = _stamp(path)
            self._missing[path] = self._missing[path] + 1 if stamp is None else 0
            if stamp is None and seen is not None and self._missing[path] == LOOKS_UNTIL_GONE:
                found.append(path)
                self._seen[path] = None
            elif stamp is None or stamp == seen:
                self._moving.pop(path, None)
            elif self._moving.get(path) == stamp:
                found.append(path)
                self._seen[path] = stamp
                del self._moving[path]
            else:
                self._moving[path] = stamp
        return tuple(found)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino
