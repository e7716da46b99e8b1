"""What a restored database makes the bot do: what it said since the copy was made stands there, so it looks first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import restored
from bot.store.backup import backup
from bot.store.restore import restore
from bot.store.tables import delivery
from tests.services.test_delivery import SHARED, START, WEEKLY, WHOLE_TERM
from tests.support.bot_process import go_live
from tests.support.bots import Bot
from tests.support.loopback import LoopbackPlatform
from tests.support.platform_server import PlatformServer
from tests.support.seminar import THREE_CLASSES, taken_in

LATER = WEEKLY + timedelta(hours=1)
REVIEW = datetime(2022, 1, 30, 21, tzinfo=UTC)


pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    """What is kept of a server's database stands in the current folder."""
    monkeypatch.chdir(tmp_path)


async def ticked(server, database_url, folder, *instants, **platform):
    """One run of the bot."""
    client = LoopbackPlatform(server.port, **platform)
    async with taken_in(database_url, folder, client, at=instants[0], text=THREE_CLASSES) as (app, file):
        await go_live(app, START)
        await Bot(app, server, file).ticks(*instants)
        return await app.database.run.read(lambda connection: connection.execute(delivery.select()).all())


async def test_what_was_said_since_the_copy_is_found_not_said_again(database_url, tmp_path):
    await _found_not_said_again(database_url, tmp_path, blocks=50)


@pytest.mark.both_databases(postgresql="torture")
async def test_in_parts_too_it_is_found_not_said_again(database_url, tmp_path):
    await _found_not_said_again(database_url, tmp_path, blocks=1)


async def _found_not_said_again(database_url, tmp_path, blocks):
    async with PlatformServer() as server:
        await ticked(server, database_url, tmp_path, START, blocks=blocks)
        backup(database_url, tmp_path / "copy.db")
        await ticked(server, database_url, tmp_path, WEEKLY, blocks=blocks)
        said = server.keys(SHARED)
        restore(database_url, tmp_path / "copy.db")
        rows = await ticked(server, database_url, tmp_path, LATER, LATER + timedelta(minutes=1), blocks=blocks)
        assert server.keys(SHARED) == said
        assert {row.state for row in rows} == {"sent"}
        assert server.calls.count("post") == len(said)


async def test_what_was_not_said_since_the_copy_is_said(database_url, tmp_path):
    async with PlatformServer() as server:
        await ticked(server, database_url, tmp_path, START)
        backup(database_url, tmp_path / "copy.db")
        restore(database_url, tmp_path / "copy.db")
        await ticked(server, database_url, tmp_path, LATER)
        assert server.calls == ["find", "post"]
        assert server.keys(SHARED) == WHOLE_TERM[:1]


async def test_what_falls_due_after_the_restore_is_said_without_a_look(database_url, tmp_path):
    async with PlatformServer() as server:
        await ticked(server, database_url, tmp_path, START)
        backup(database_url, tmp_path / "copy.db")
        restore(database_url, tmp_path / "copy.db")
        await ticked(server, database_url, tmp_path, WEEKLY, LATER)
        before = len(server.calls)
        await ticked(server, database_url, tmp_path, REVIEW)
        assert server.calls[before:] == ["post"]


def restore_mark(connection):
    if connection.dialect.name == "postgresql":
        restored.mark_on_server(connection)
    else:
        connection.exec_driver_sql(f"PRAGMA user_version = {restored.JUST_NOW}")


def test_the_mark_is_an_instant_from_the_first_question_on(connection):
    assert restored.forgotten_until(connection, now=WEEKLY) is None
    restore_mark(connection)
    until = restored.forgotten_until(connection, now=WEEKLY)
    assert until == WEEKLY + timedelta(minutes=1)
    assert restored.forgotten_until(connection, now=REVIEW) == until
