"""A file that a command writes: beside its place until it is whole, then in it, for its owner alone.

What goes wrong with the disk is one line, and nothing of it stays behind. It knows nothing of what is written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that is being written. `keep` puts it into its place."""

    stream: BinaryIO
    _path: Path
    _target: Path
    _force: bool

    def keep(self) -> None:
        """Raises Misconfigured where something else has come to stand there."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        _require_free(self._target, force=self._force)
        self._path.replace(self._target)


@contextlib.contextmanager
def pending(target: Path, *, force: bool) -> Iterator[Pending]:
    """Without `keep` nothing of it is left. Raises Misconfigured where it cannot be, and for a full disk."""
    target = target.resolve()
    _require_free(target, force=force)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise unwritable(target, error) from None
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield Pending(stream, path, target, force)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        path.unlink(missing_ok=True)


def _require_free(target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise Misconfigured(f"There is no folder {target.parent} for {target.name}: create it first.")
    if target.exists() and not target.is_file():
        raise Misconfigured(f"{target} is no file that can be replaced: name another one.")
    if target.exists() and not force:
        raise Misconfigured(f"{target} is there already; nothing was changed. --force replaces it.")


def unwritable(target: Path | str, error: OSError) -> Misconfigured:
    """Why a file cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Misconfigured(f"There is no room left on the disk for {target}: free some. Nothing was written.")
    return Misconfigured(f"{target} cannot be written: {error.strerror or error}. Nothing was written.")
