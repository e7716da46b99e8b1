"""Each replica has its schedule file, the same one or a copy: an edit counts once, and an old copy never wins."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app import App, open_app
from bot.services.schedules import Outcome
from bot.store import schedules
from tests.replicas.town import MONDAY, SCHEDULE, replicas
from tests.support.staffroom import Channels

NOON = MONDAY + timedelta(hours=4)
REVIEW_DUE = datetime(2022, 1, 30, 21, tzinfo=UTC)
NEWER = SCHEDULE.replace("title: Frameworks", "title: Compilers")
NEWEST = SCHEDULE.replace("title: Frameworks", "title: Runtimes")


async def versions(bot):
    return [one.number for one in await bot.app.database.run.read(schedules.versions, "seminar")]


async def in_force(bot):
    (course,) = await bot.app.courses()
    return course.session("third").title


async def held(bot):
    return await bot.app.database.run.read(schedules.held)


@dataclass
class Late:
    """A replica that has read its own file at its start."""

    app: App
    outcome: Outcome


@asynccontextmanager
async def started_with(database_url, folder, text):
    folder.mkdir(exist_ok=True)
    (folder / "schedule.yaml").write_text(text, encoding="utf-8")
    app = open_app(database_url=database_url, platforms=[Channels()])
    try:
        yield Late(app, await app.take_in(folder / "schedule.yaml", NOON, edited=False))
    finally:
        await app.close()


async def test_an_edit_that_all_of_them_notice_is_one_version_told_once(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        three.bots[0].file.write_text(NEWER, encoding="utf-8")
        outcomes = await asyncio.gather(*(bot.app.take_in(bot.file, NOON) for bot in three.bots))
        assert sorted(outcomes) == [Outcome.APPLIED, Outcome.SAME, Outcome.SAME]
        await three.tick(NOON)
        assert await versions(three.bots[0]) == [2, 1]
        told = [one.plain for one in town.slack.seen(town.staff) if "version 2" in one.plain]
        assert len(told) == 1


async def test_what_one_takes_in_the_others_answer_by_at_once(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 2, tmp_path) as two:
        await two.bots[0].edit(NEWER)
        for _ in two.bots:
            await town.maya.slash("/readings all", town.seminar)
            assert "Compilers" in (await town.maya.hears(town.seminar)).plain


async def test_a_replica_that_starts_with_an_older_file_changes_nothing(town, database_url, tmp_path):
    async with replicas(town, [database_url], tmp_path) as one:
        (bot,) = one.bots
        for text in (NEWER, NEWEST):
            await bot.edit(text)
        for text in (SCHEDULE, NEWER, SCHEDULE):
            async with started_with(database_url, tmp_path / "old", text) as late:
                assert late.outcome is Outcome.REPLACED
                assert await in_force(late) == await in_force(bot) == "Runtimes"
        assert await versions(bot) == [3, 2, 1]


async def test_a_replica_that_starts_with_a_new_file_puts_it_in_force(town, database_url, tmp_path):
    async with replicas(town, [database_url], tmp_path) as one:
        async with started_with(database_url, tmp_path / "new", NEWER) as late:
            assert late.outcome is Outcome.APPLIED
        assert await in_force(one.bots[0]) == "Compilers"
        async with started_with(database_url, tmp_path / "new", SCHEDULE) as late:
            assert late.outcome is Outcome.REPLACED, "restarted, the first one does not take it back"


async def test_an_older_text_that_somebody_saves_while_the_bot_runs_is_wanted(town, database_url, tmp_path):
    async with replicas(town, [database_url], tmp_path) as one:
        (bot,) = one.bots
        await bot.edit(NEWER)
        await bot.edit(SCHEDULE)
        assert await in_force(bot) == "Frameworks"
        assert await versions(bot) == [3, 2, 1]


async def test_an_edit_that_waits_for_staff_is_not_forgotten_when_another_starts(town, database_url, tmp_path):
    async with replicas(town, [database_url], tmp_path) as one:
        (bot,) = one.bots
        await one.tick(REVIEW_DUE)
        await bot.edit(SCHEDULE.replace("id: first\n", "id: renamed\n", 1))
        (waiting,) = await held(bot)
        async with started_with(database_url, tmp_path / "other", SCHEDULE) as late:
            assert late.outcome is Outcome.SAME
        assert await held(bot) == (waiting,)
        await bot.edit(SCHEDULE)
        assert await held(bot) == (), "whoever takes the edit back saves the file"
