"""A PostgreSQL database: its connections, and the locks by which several processes on it keep out of each other's way.

Write transactions are serializable: what a function read still holds when its writes are committed, as on SQLite, where
one transaction follows the other. Where PostgreSQL cannot have that it refuses one of them, and the runner repeats it.
Never knows the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

CONNECT_TIMEOUT = 5
"""Seconds for a connection to be made."""

LOST_AFTER_MS = 10_000
"""A connection on which the server acknowledges nothing for so long is given up."""

STATEMENT_TIMEOUT_MS = 10_000
"""Of what the service does nothing takes long. A process that was frozen in a transaction holds up others only so
long too.
"""

SILENT_AFTER = STATEMENT_TIMEOUT_MS / 1000 + 1
"""Seconds after which a server that says nothing has gone, whatever the connection looks like."""

CONFLICT = ("40001", "40P01")
"""Serialization failure and deadlock: nothing was changed, and the transaction is to be repeated
(https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html).
"""

NOT_AVAILABLE = "55P03"
"""A lock that was not had in time."""

TURN = "alembic_version"
"""Locked by each write transaction as it begins: shared, or, by one that met others too often, alone. A table, since
only this lock is had before anything is read; and this one, since it is always there and no transaction changes it.
"""

TURN_MS = 500
"""How long one that wants to be alone waits for those who are at work: behind it others wait too."""

SHARED = f"BEGIN; LOCK TABLE {TURN} IN ROW SHARE MODE"
ALONE = (
    f"BEGIN; SET LOCAL lock_timeout = {TURN_MS}; LOCK TABLE {TURN} IN EXCLUSIVE MODE; SET LOCAL lock_timeout TO DEFAULT"
)

SERVICES, UPGRADES = 0x636F757273, 0x636F757274
"""Advisory locks: held, shared, by each service at work; held by whoever replaces the tables or all they hold."""


@dataclass(frozen=True, slots=True)
class Server:
    """`url` holds the password: it is never shown, `name` is."""

    url: sa.URL

    @property
    def name(self) -> str:
        """What people call it."""
        query_host = self.url.query.get("host", "")
        host = self.url.host or (query_host if isinstance(query_host, str) else query_host[0])
        port = f":{self.url.port}" if self.url.port else ""
        where = f" on {host}{port}" if host and not host.startswith("/") else ""
        return f"PostgreSQL database {self.url.database}{where}"

    def __repr__(self) -> str:
        return f"Server({self.name})"


def never() -> bool:
    return False


def engine(
    server: Server, use: str, *, threads: int = 1, busy_timeout: int, given_up: Callable[[], bool] = never
) -> sa.Engine:
    """Connections for one use: `write`, `read` or `migrate`. A server may have been restarted since a connection was
    used: in a migration it is tried first, else its BEGIN fails, and `is_stale` says so. What waits for an answer fails
    once it is `given_up`; not in a migration, which is short.
    """
    settings = {"timezone": "UTC", "lock_timeout": busy_timeout, "application_name": "coursebot"}
    if use != "migrate":
        settings |= {
            "statement_timeout": STATEMENT_TIMEOUT_MS,
            "idle_in_transaction_session_timeout": STATEMENT_TIMEOUT_MS,
            "default_transaction_isolation": "repeatable\\ read" if use == "read" else "serializable",
            "default_transaction_read_only": "on" if use == "read" else "off",
        }
    made = sa.create_engine(
        server.url,
        pool_size=threads,
        max_overflow=0,
        pool_pre_ping=use == "migrate",
        hide_parameters=True,  # an error that is logged must not hold what somebody wrote
        connect_args=_arguments(server, settings) | {"autocommit": use != "migrate"},
    )
    if use != "migrate":
        sa.event.listen(made, "begin", _begin_to_write if use == "write" else _begin_to_read)
        from bot.store.silence import give_up_on_silence  # noqa: PLC0415 - the driver, which SQLite does without

        give_up_on_silence(made, SILENT_AFTER, given_up)
    return made


def alone(using: sa.Engine) -> sa.Engine:
    """The same, for a write transaction beside which there is to be no other one, so that it meets none."""
    return using.execution_options(alone=True)


def _begin_to_write(connection: Connection) -> None:
    """Said by us and not by the driver, which would say it with the first statement: so nothing was asked for yet where
    the connection turns out to be lost, and no other question has to try it.
    """
    _said(connection, ALONE if connection.get_execution_options().get("alone") else SHARED)


def _begin_to_read(connection: Connection) -> None:
    _said(connection, "BEGIN")


def _said(connection: Connection, statements: str) -> None:
    connection.exec_driver_sql(statements, execution_options={"no_parameters": True})  # else only one is allowed


def _arguments(server: Server, settings: dict[str, Any]) -> dict[str, Any]:
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    given = server.url.query.get("options", "")
    ours = {
        "connect_timeout": CONNECT_TIMEOUT,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": LOST_AFTER_MS,
    }
    return {
        **{name: value for name, value in ours.items() if name not in server.url.query},  # what is asked for holds
        "options": f"{given if isinstance(given, str) else ' '.join(given)} {options}".strip(),
    }


def is_conflict(error: BaseException, *, begun: bool) -> bool:
    """Whether the transaction is to be repeated; one that could not be begun also where it was not its turn in time."""
    code = getattr(getattr(error, "orig", error), "sqlstate", None)
    return code in CONFLICT or (code == NOT_AVAILABLE and not begun)


def is_stale(error: sa.exc.DBAPIError) -> bool:
    """Of a transaction that could not be begun: whether its connection was lost since it was last used."""
    return error.connection_invalidated


class Presence:
    """Says to others on the same database that a service is at work, for as long as the connection stands: a killed
    process is present no more. `alone`: take the database for oneself instead, where no service is at work.
    """

    def __init__(self, server: Server, *, alone: bool = False) -> None:
        self._server, self._alone = server, alone
        self._engine: sa.Engine | None = None
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Whether it is now held. Raises what SQLAlchemy raises where the server cannot be reached."""
        if self._connection is not None:
            return True
        self._engine = engine(self._server, "migrate", busy_timeout=0)
        try:
            self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            function = "pg_try_advisory_lock" if self._alone else "pg_try_advisory_lock_shared"
            taken = bool(self._connection.scalar(sa.text(f"SELECT {function}(:key)"), {"key": SERVICES}))
        except BaseException:
            self.release()
            raise
        if not taken:
            self.release()
        return taken

    def renewed_by(self, engine: sa.Engine) -> None:
        """Let each connection that the engine makes say it too: once the server was restarted, or the line was down,
        the first one is gone. Where somebody replaces the tables just then, none is made.
        """

        @sa.event.listens_for(engine, "connect")
        def say(made: Any, _record: object) -> None:
            with made.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock_shared(%s)", [SERVICES])
                (present,) = cursor.fetchone()
            made.rollback()  # what a session holds outlives its transactions
            if not present:
                made.close()
                raise sa.exc.TimeoutError("the tables are being replaced")

    def holder(self) -> str:
        """Nobody knows which machine it is on, so no process is named."""
        return ""

    def release(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


@contextmanager
def upgrades_locked(server: Server) -> Iterator[None]:
    """Held by whoever brings the tables up to date or replaces what they hold, from the first look to the end."""
    using = engine(server, "migrate", busy_timeout=0)
    try:
        with using.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": UPGRADES})
            yield
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": UPGRADES})
    finally:
        using.dispose()
