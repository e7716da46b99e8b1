"""Locks between processes: a file beside the database, locked by the operating system, free when its holder dies.

Knows files, never the database.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class FileLock:
    """Held from `take` until `release` or the death of the process. Never waits unless told to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Whether the lock is now held. Raises OSError where the file cannot be written."""
        if self._file is not None:
            return True
        is_new = not self.path.exists()
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if is_new:
            give_to_owner_of_folder(self.path)
        try:
            _lock(file, wait=wait)
        except BlockingIOError:
            os.close(file)
            return False
        except BaseException:
            os.close(file)
            raise
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0) if sys.platform != "win32" else None
        self._file = file
        return True

    def holder(self) -> str:
        """The process id that the holder wrote down, '' where it cannot be read."""
        try:
            return self.path.read_text().strip()
        except OSError:
            return ""

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lock and hold it."""
        self.take(wait=True)
        try:
            yield
        finally:
            self.release()


if sys.platform == "win32":

    def _lock(file: int, *, wait: bool) -> None:
        try:
            msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error

else:

    def _lock(file: int, *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def give_to_owner_of_folder(file: Path) -> None:
    """What root makes beside a service's files must not lock the service out of them."""
    if sys.platform != "win32" and os.geteuid() == 0:
        owner = file.parent.stat()
        os.chown(file, owner.st_uid, owner.st_gid)


def service_lock(database: Path) -> FileLock:
    """Held by the one service that works on a database."""
    return FileLock(database.with_name(f"{database.name}.lock"))


def upgrade_lock(database: Path) -> FileLock:
    """Held while the schema or the whole file is being replaced."""
    return FileLock(database.with_name(f"{database.name}.upgrade-lock"))
