"""What a database can fail at, in sentences for the person who can put it right.

Knows SQLite's result codes and PostgreSQL's SQLSTATEs. Nothing of SQLAlchemy or of a driver leaves the store:
every door goes through `translated`.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.errors import CoursebotError, Misconfigured, Unreachable
from bot.store.location import Location, Server


class StoreBusy(CoursebotError):
    """Another program keeps the database locked; nothing was changed, and the same thing may work in a moment."""


class StoreUnreachable(StoreBusy, Unreachable):
    """The database server does not answer. Of what was being committed just then nobody knows whether it was."""


class WrongOption(Misconfigured):
    """An option in a database's URL is mistyped. What the driver said of it repeats its value, so nobody hears that."""


class StoreDefect(Exception):
    """The bot's own SQL is wrong or broke a rule of a table. A bug: nobody outside can put it right."""


class Abandoned(Exception):
    """Nobody wants it done any longer: what was done of it is taken back, and nobody is told."""


@contextmanager
def translated(location: Location, *, reading: bool = False) -> Iterator[None]:
    """Turn every database error into StoreBusy, Misconfigured or StoreDefect; let all others pass.

    `reading`: a write is a defect, since only the bot itself forbade it.
    """
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
        meant = _meaning(error, location, reading=reading)
        if meant is error:
            raise
        raise meant from (None if isinstance(meant, WrongOption) else error)


def _meaning(error: BaseException, location: Location, *, reading: bool) -> BaseException:
    cause = error.orig if isinstance(error, sa.exc.StatementError) else error
    if isinstance(location, Server):
        if cause is not None and (is_of_the_driver(cause) or isinstance(cause, sa.exc.ArgumentError)):
            return _of_server(cause, location, reading=reading)
    elif isinstance(cause, sqlite3.Error):
        return explained(cause, location.path, reading=reading)
    elif isinstance(error, OSError):
        return unreachable(location.path, error)
    if isinstance(error, sa.exc.TimeoutError):
        return StoreBusy(
            f"The database {location.name} is busy: all its connections are in use. Try again in a moment."
        )
    if isinstance(error, sa.exc.StatementError):
        return cause or StoreDefect(str(error))
    return StoreDefect(str(error)) if isinstance(error, sa.exc.SQLAlchemyError) else error


def is_of_the_driver(error: BaseException) -> bool:
    """Whether PostgreSQL's driver raised it; it is not imported where nobody uses it."""
    return type(error).__module__.partition(".")[0] == "psycopg"


def ends_the_transaction(error: BaseException) -> bool:
    """Whether nothing more can be done in it: PostgreSQL takes nothing after an error, and a conflict is repeated."""
    return isinstance(error, sa.exc.DBAPIError) and error.orig is not None and is_of_the_driver(error.orig)


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


# --- PostgreSQL -------------------------------------------------------------------------------------------------------

WAITED = ("55P03", "57014", "25P03", "25P04", "40001", "40P01", "53300", "53400")
"""A lock, a statement or a transaction that took too long, a conflict that did not end, no connection left."""

GONE = ("08", "57P")
"""Begin the codes of a connection that broke and of a server that shuts down or starts."""

WRONG_VALUE = re.compile(
    r"""
      invalid\ "?(\w+)"?\ value:
    | bad\ value\ for\ (\w+):
    | invalid\ integer\ value\ .*\ for\ connection\ option\ "(\w+)"
    | non-integer\ (port)\ arguments
    """,
    re.VERBOSE,
)
UNKNOWN_OPTION = re.compile(r'invalid connection option "([^"]*)"')
"""What libpq, psycopg and SQLAlchemy say of a URL's options, before any server is asked. They repeat the value."""


def _of_server(error: BaseException, server: Server, *, reading: bool) -> Exception:
    """By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html); where the connection was never
    made there is none, and what the server said tells.
    """
    state = str(getattr(error, "sqlstate", None) or "")
    if state in WAITED:
        return StoreBusy(f"The {server.name} is busy. Try again in a moment.")
    if reading and state == "25006":
        return StoreDefect(f"{server.name}: a function that writes was run as one that reads")
    if state.startswith("53"):
        return Misconfigured(f"There is no room left for the {server.name}. Nothing was saved.")
    said = " ".join(str(error).split())
    wrong = None if state else _wrong_option(said, server)
    if wrong or state.startswith(GONE) or (not state and _is_operational(error)):
        return wrong or _not_let_in(said, server)
    sentence = {
        "25006": "can only be read: connect to the primary server, or let this user write.",
        "42501": "may not be used so by this user: let it own the database (ALTER DATABASE … OWNER TO …).",
    }.get(state)
    if sentence is not None:
        return Misconfigured(f"The {server.name} {sentence}")
    return _not_let_in(said, server) if state.startswith(("28", "3D")) else StoreDefect(f"{server.name}: {said}")


def _wrong_option(said: str, server: Server) -> WrongOption | None:
    """Where an option of the URL is mistyped: its value may be a password, so only its name is told."""
    if unknown := UNKNOWN_OPTION.search(said):
        return WrongOption(
            f"PostgreSQL knows no option {unknown[1]}: mend or remove it in the URL of the {server.name}."
        )
    if wrong := WRONG_VALUE.search(said):
        return WrongOption(
            f"PostgreSQL does not take the value of the option {wrong[wrong.lastindex or 0]}: mend or remove it in the "
            f"URL of the {server.name}."
        )
    return None


def _is_operational(error: BaseException) -> bool:
    """Whether the connection could not be made, or broke: the driver has names for several ways."""
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)


def _not_let_in(said: str, server: Server) -> CoursebotError:
    """What lasts is for whoever installed the bot; the rest passes. libpq never repeats a password."""
    if "password authentication failed" in said or "no password supplied" in said or "pg_hba.conf" in said:
        return Misconfigured(f"The {server.name} does not let this user in: check user and password in its URL.")
    if "does not exist" in said and "database" in said:
        return Misconfigured(f"There is no {server.name}: create it first (CREATE DATABASE …), or mend the URL.")
    if "role" in said and "does not exist" in said:
        return Misconfigured(f"The {server.name} does not know the user in its URL: create it, or mend the URL.")
    return StoreUnreachable(f"The {server.name} cannot be reached. Is it running, and is the URL right?")
