"""What a database can fail at, in sentences for the person who can put it right.

Knows SQLite's result codes. Nothing of SQLAlchemy or sqlite3 leaves the store: every door goes through `translated`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.errors import CoursebotError, Misconfigured


class StoreBusy(CoursebotError):
    """Another program keeps the database locked; nothing was changed, and the same thing may work in a moment."""


class StoreDefect(Exception):
    """The bot's own SQL is wrong or broke a rule of a table. A bug: nobody outside can put it right."""


@contextmanager
def translated(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn every database error about the file into StoreBusy, Misconfigured or StoreDefect; let all others pass.

    `reading`: a write is a defect, since only the bot itself forbade it.
    """
    try:
        yield
    except sa.exc.StatementError as error:
        if error.orig is None:
            raise StoreDefect(str(error)) from error
        if not isinstance(error.orig, sqlite3.Error):
            raise error.orig from error
        raise explained(error.orig, path, reading=reading) from error
    except sa.exc.SQLAlchemyError as error:
        raise StoreDefect(str(error)) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error
    except OSError as error:
        raise unreachable(path, error) from error


def explained(error: sqlite3.Error, path: Path, *, reading: bool = False) -> Exception:
    """By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(f"The database {path} is busy: another program is writing to it. Try again in a moment.")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return unreachable(path, error)
    sentence = {
        sqlite3.SQLITE_READONLY: f"The database {path} can only be read: allow this user to write to the file and its "
        "folder, and leave mode=ro out of the database URL.",
        sqlite3.SQLITE_FULL: f"There is no room left for the database {path}: free some disk space. Nothing was saved.",
        sqlite3.SQLITE_NOTADB: f"{path} is not an SQLite database: give the path of a coursebot database, or of a new "
        "file.",
        sqlite3.SQLITE_CORRUPT: f"The database {path} is damaged: `coursebot db check` lists what is wrong, "
        "`coursebot db restore FILE` brings a backup back.",
        sqlite3.SQLITE_IOERR: f"The disk failed while the database {path} was read or written. Check the disk.",
    }.get(code)
    if reading and code == sqlite3.SQLITE_READONLY:
        return StoreDefect(f"{path}: a function that writes was run as one that reads")
    return StoreDefect(f"{path}: {error}") if sentence is None else Misconfigured(sentence)


def unreachable(path: Path, error: Exception) -> Misconfigured:
    """Why a database file cannot be opened."""
    if not path.parent.is_dir():
        return Misconfigured(f"There is no folder {path.parent} for the database {path.name}: create it first.")
    if path.is_dir():
        return Misconfigured(f"{path} is a folder: the database URL must name a file, such as {path / 'coursebot.db'}.")
    if isinstance(error, PermissionError) or not os.access(path if path.exists() else path.parent, os.R_OK | os.W_OK):
        return Misconfigured(f"This user may not open the database {path}: check the permissions of file and folder.")
    return Misconfigured(f"The database {path} cannot be opened: {error}.")
