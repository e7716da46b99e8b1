"""The database locked, read-only or full in the middle of a tick: nothing is doubled afterwards, and nothing is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.conversation.reply import Reply, paragraph
from bot.errors import CoursebotError
from tests.services.test_delivery import SHARED, START, WEEKLY, WHOLE_TERM, utc
from tests.support.bots import running
from tests.support.loopback import LoopbackPlatform

MINUTE = timedelta(minutes=1)


def _pragma(connection, statement):
    connection.exec_driver_sql(f"PRAGMA {statement}")


@dataclass(frozen=True)
class Hooked(LoopbackPlatform):
    """Calls `after` once, between a post and its mark."""

    after: list = field(default_factory=list)

    async def post(self, channel, reply, key):
        reference = await super().post(channel, reply, key)
        if self.after:
            await self.after.pop()()
        return reference


async def test_locked_between_the_post_and_its_mark(sqlite_url, database_path, tmp_path):
    after = []
    async with running(sqlite_url, tmp_path, at=START, kind=Hooked, after=after) as bot:
        await bot.run(_pragma, "busy_timeout = 20")
        with closing(sqlite3.connect(database_path, isolation_level=None)) as other:

            async def lock():
                await asyncio.to_thread(lambda: None)
                other.execute("BEGIN IMMEDIATE")

            after.append(lock)
            with pytest.raises(CoursebotError):
                await bot.app.tick(WEEKLY)
            assert bot.server.calls == ["post"], "it does not spin"
            other.execute("ROLLBACK")
        await bot.ticks(WEEKLY + MINUTE, WEEKLY + 5 * MINUTE)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert bot.server.calls.count("post") == 1
        assert (await bot.states())[WHOLE_TERM[0]] == "sent"


async def test_full_at_the_claim(sqlite_url, tmp_path):
    async with running(sqlite_url, tmp_path, at=START) as bot:
        bot.app.announcer.compose = lambda *_: Reply((paragraph("far to go " * 50_000),), private=False)
        await bot.run(_pragma, "max_page_count = 1")
        for _ in range(3):
            with pytest.raises(CoursebotError, match="no room left"):
                await bot.app.tick(WEEKLY)
        assert bot.server.keys(SHARED) == []
        await bot.run(_pragma, "max_page_count = 1000000")
        await bot.ticks(WEEKLY + MINUTE, WEEKLY + 2 * MINUTE)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert (await bot.states())[WHOLE_TERM[0]] == "sent"


async def test_a_database_that_fails_while_a_text_is_frozen_gives_no_post_up(sqlite_url, tmp_path):
    """It is not the post's fault: it waits, and is said once the database works again."""
    async with running(sqlite_url, tmp_path, at=START) as bot:
        await bot.run(_forbid_snapshots)
        with pytest.raises(Exception, match="no snapshots"):
            await bot.app.tick(WEEKLY)
        await bot.run(lambda connection: connection.exec_driver_sql("DROP TRIGGER no_snapshots") and None)
        await bot.ticks(WEEKLY + MINUTE)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


def _forbid_snapshots(connection):
    connection.exec_driver_sql(
        "CREATE TRIGGER no_snapshots BEFORE UPDATE OF snapshot ON delivery WHEN new.snapshot IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'no snapshots'); END"
    )


async def test_a_bug_in_the_words_of_one_post_holds_up_no_other(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        compose = bot.app.announcer.compose

        def clumsy(notice, facts):
            if notice.kind.value == "weekly":
                raise KeyError(notice.item)
            return compose(notice, facts)

        bot.app.announcer.compose = clumsy
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[1]]
        assert (await bot.states())[WHOLE_TERM[0]] == "failed"
        assert "did not go out" in bot.server.visible()[0].text


async def test_a_version_that_cannot_be_read_any_more_holds_up_no_other_course(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        other = tmp_path / "other.yaml"
        theirs = bot.file.read_text(encoding="utf-8").replace("id: seminar", "id: other").replace("#seminar", "#other")
        other.write_text(theirs, encoding="utf-8")
        await bot.app.take_in(other, START)
        await bot.run(_spoil)
        await bot.ticks(START, WEEKLY)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        await bot.app.take_in(other, WEEKLY)
        assert {course.id for course in await bot.app.courses()} == {"seminar", "other"}


def _spoil(connection):
    connection.exec_driver_sql("UPDATE schedule_version SET text = 'course: [', hash = 'old' WHERE course = 'other'")
