"""The databases of a run: where they are, how somebody else disturbs them, and what the ledger holds, in plain SQL.

It knows tables and columns by name, and nothing of what the bot means by them but what the manual says.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from tests.support.postgres import Postgres
from tests.torture.evidence import Row
from tests.torture.staff_work import EntryRow, MarkRow, PresenceRow, ReturnRow
from tests.torture.work import Grant, Plea, Version

LEDGER = """
SELECT course, destination, kind, item, occurrence, recipient, part, channel, state, reference, due_at, stale_after,
       next_attempt_at, failure
FROM delivery ORDER BY id
"""

WORK = {
    "persons": "SELECT person, user_id FROM account",
    "versions": "SELECT person, paper, number, session, complete, received_at, accepted_at, answers FROM review_version",
    "grants": 'SELECT id, person, kind, session, paper, until, "offset", granted_at, revoked_at FROM review_grant',
    "pleas": "SELECT id, person, session, made_at, settled_at FROM review_plea",
    "opened": "SELECT opened_at FROM signup",
    "held": "SELECT session, paper, role, number, person, taken_at, broken, outcome, stand_in FROM seat",
    "changes": "SELECT id, session, paper, role, number, person, change, at, by, broken FROM seat_change ORDER BY id",
    "covers": "SELECT id, session, paper, role, number, dropped_by, opened_at, state, asked, settled_at, settled_by,"
    " tried FROM seat_cover ORDER BY id",
    "marks": "SELECT person, paper, version, mark, marked_at, released_at FROM review_mark",
    "returned": "SELECT id, person, paper, version, returned_at, until, undone_at, note FROM review_return",
    "presences": "SELECT session, person, present FROM participation",
    "entries": "SELECT person, name, gone_at FROM roster_entry",
    "swaps": "SELECT id, session, paper, role, number, person, state, settled_at, settled_by FROM seat_swap",
    "fills": "SELECT id, state, applied_at, undone_at FROM seat_fill ORDER BY id",
}
Found = Mapping[str, Any]


class Store(Protocol):
    """`lock` blocks for so many seconds; `cut` ends all connections that the bot has, where there are any."""

    url: str

    def lock(self, seconds: float) -> None: ...

    def cut(self) -> None: ...

    def rows(self) -> list[Row]: ...

    def work(self) -> dict[str, list[Found]]:
        """What the database holds about people and their reviews: a name of WORK → what was found."""

    def close(self) -> None: ...


class Sqlite:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "coursebot.db"
        self.url = f"sqlite:///{self.path}"

    def lock(self, seconds: float) -> None:
        """Another program holds the write lock."""
        with closing(sqlite3.connect(self.path, isolation_level=None, timeout=5)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.execute("ROLLBACK")

    def rows(self) -> list[Row]:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return [_row(dict(found)) for found in connection.execute(LEDGER)]

    def work(self) -> dict[str, list[Found]]:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return {name: [dict(one) for one in connection.execute(query)] for name, query in WORK.items()}

    def cut(self) -> None:
        """A file has no connections."""

    def close(self) -> None:
        """Nothing is open."""


class Postgresql:
    """An empty database on the server that COURSEBOT_TEST_DATABASE_URL names, else on one of its own."""

    def __init__(self) -> None:
        self._server: Postgres | None = None
        server = os.environ.get("COURSEBOT_TEST_DATABASE_URL", "")
        if not server:
            self._server = Postgres().start()
            server = self._server.url()
        self._admin = psycopg.connect(server, autocommit=True)
        self._name = f"coursebot_torture_{secrets.token_hex(4)}"
        self._admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)))
        parts = urlsplit(server)
        self.url = urlunsplit(parts._replace(path=f"/{self._name}"))

    def lock(self, seconds: float) -> None:
        """Another program holds the ledger's table, until a cut ends its connection too."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.url) as other:
            other.execute("LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)
            other.rollback()

    def cut(self) -> None:
        self._admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self._name])

    def rows(self) -> list[Row]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return [_row(found) for found in connection.execute(LEDGER)]

    def work(self) -> dict[str, list[Found]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return {name: list(connection.execute(query.encode())) for name, query in WORK.items()}

    def close(self) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self._name)))
        self._admin.close()
        if self._server is not None:
            self._server.stop()


def _row(found: Mapping[str, Any]) -> Row:
    names = ("course", "destination", "kind", "item", "occurrence", "recipient")
    return Row(
        key="/".join(str(found[name]) for name in names) + "/",
        part=found["part"],
        destination=found["destination"],
        channel=found["channel"],
        state=found["state"],
        reference=found["reference"] or "",
        account=found["channel"] if found["destination"] == "person" else "",
        due=instant(found["due_at"]),
        stale=instant(found["stale_after"]),
        next_attempt=instant(found["next_attempt_at"]) if found["next_attempt_at"] else None,
        failure=found["failure"] or "",
    )


def versions(found: Mapping[str, list[Found]]) -> list[Version]:
    return [
        Version(
            person=one["person"],
            paper=one["paper"],
            number=one["number"],
            session=one["session"],
            complete=bool(one["complete"]),
            received_at=instant(one["received_at"]),
            accepted_at=instant_or_none(one["accepted_at"]),
            text=one["answers"] if isinstance(one["answers"], str) else json.dumps(one["answers"]),
        )
        for one in found["versions"]
    ]


def grants(found: Mapping[str, list[Found]]) -> list[Grant]:
    return [
        Grant(
            id=one["id"],
            person=one["person"],
            kind=one["kind"],
            session=one["session"],
            paper=one["paper"],
            until=instant_or_none(one["until"]),
            by=None if one["offset"] is None else timedelta(seconds=one["offset"]),
            granted_at=instant(one["granted_at"]),
            revoked_at=instant_or_none(one["revoked_at"]),
        )
        for one in found["grants"]
    ]


def pleas(found: Mapping[str, list[Found]]) -> list[Plea]:
    return [
        Plea(one["id"], one["person"], one["session"], instant(one["made_at"]), instant_or_none(one["settled_at"]))
        for one in found["pleas"]
    ]


def marks(found: Mapping[str, list[Found]]) -> list[MarkRow]:
    return [
        MarkRow(
            **{name: one[name] for name in ("person", "paper", "version", "mark")},
            marked_at=instant(one["marked_at"]),
            released_at=instant_or_none(one["released_at"]),
        )
        for one in found["marks"]
    ]


def returned(found: Mapping[str, list[Found]]) -> list[ReturnRow]:
    return [
        ReturnRow(
            **{name: one[name] for name in ("id", "person", "paper", "version", "note")},
            returned_at=instant(one["returned_at"]),
            until=instant_or_none(one["until"]),
            undone_at=instant_or_none(one["undone_at"]),
        )
        for one in found["returned"]
    ]


def presences(found: Mapping[str, list[Found]]) -> list[PresenceRow]:
    return [PresenceRow(one["session"], one["person"], bool(one["present"])) for one in found["presences"]]


def entries(found: Mapping[str, list[Found]]) -> list[EntryRow]:
    return [EntryRow(one["person"], one["name"], instant_or_none(one["gone_at"])) for one in found["entries"]]


def instant_or_none(value: Any) -> datetime | None:
    return None if value is None else instant(value)


def instant(value: Any) -> datetime:
    """Text on SQLite, a datetime on PostgreSQL."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found.astimezone(UTC)
