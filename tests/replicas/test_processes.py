"""Real processes on one PostgreSQL: started at once on nothing, killed in the middle of a post, frozen past a lease."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from bot.app import open_app
from bot.store import verdicts
from bot.store.database import open_database
from bot.store.tables import delivery
from tests.replicas.processes import fleet
from tests.replicas.town import MONDAY
from tests.support.bot_process import go_live
from tests.support.staffroom import Channels

HOUR = timedelta(hours=1)
BEFORE, AFTER = MONDAY + HOUR - timedelta(minutes=5), MONDAY + HOUR + timedelta(seconds=1)
"""Of the first weekly post."""


@pytest.mark.torture
async def test_four_that_start_at_once_on_an_empty_database_all_serve(town, empty_url, tmp_path):
    async with fleet(town, empty_url, tmp_path, at=MONDAY, lease=60.0) as four:
        for _ in range(4):
            await four.start()
        await four.connected(4)
        for _ in range(4):
            await town.maya.slash("/readings", town.seminar)
            assert "Resilient Distributed Datasets" in (await town.maya.hears(town.seminar)).plain
        assert min(town.took()) >= 1
        await town.ada.sees_text("Please check that I have understood it right", town.staff)
    assert set(town.keys(town.staff).values()) == {1}


async def live_course(database_url, folder):
    """A course that went live earlier."""
    app = open_app(database_url=database_url, platforms=[Channels()], service=False)
    try:
        await app.take_in(folder / "schedule.yaml", MONDAY - HOUR)
        await go_live(app, MONDAY - HOUR)
    finally:
        await app.close()


def states(database_url):
    """How the weekly posts stand."""
    with psycopg.connect(database_url) as connection:
        query = "SELECT state FROM delivery WHERE kind = 'weekly' ORDER BY id"
        return [state for (state,) in connection.execute(query)]


async def test_what_a_killed_one_had_just_posted_is_found_by_the_other(town, database_url, tmp_path):
    async with fleet(town, database_url, tmp_path, at=BEFORE) as two:
        await live_course(database_url, tmp_path)
        killed, other = await two.start(), await two.start()
        await two.connected(2)
        await town.ada.sees_text("Please check that I have understood it right", town.staff)
        other.freeze()
        town.slack.victim = killed.pid
        town.slack.fault("chat.postMessage", "kill_after")
        two.clock.set(AFTER, rate=1)
        await killed.died()
        assert states(database_url) == ["claimed"]
        other.thaw()
        await two.until(lambda: states(database_url) == ["sent"], "nobody finds it")
        assert list(town.keys().values()) == [1]
        assert town.slack.count("conversations.history") >= 1, "it was looked for"
        await town.maya.slash("/readings", town.seminar)
        assert "Resilient Distributed Datasets" in (await town.maya.hears(town.seminar)).plain


@pytest.mark.torture
@pytest.mark.parametrize("fault", ["never_answer", "never_answer_after"])
async def test_one_that_is_frozen_past_its_lease_and_goes_on_says_nothing_twice(town, database_url, tmp_path, fault):
    async with fleet(town, database_url, tmp_path, at=BEFORE) as two:
        await live_course(database_url, tmp_path)
        frozen, other = await two.start(), await two.start()
        await two.connected(2)
        await town.ada.sees_text("Please check that I have understood it right", town.staff)
        other.freeze()
        before = town.slack.count("chat.postMessage")
        town.slack.fault("chat.postMessage", fault)
        two.clock.set(AFTER, rate=1)
        await town.slack.called("chat.postMessage", before + 1)
        frozen.freeze()
        other.thaw()
        await two.until(lambda: states(database_url) == ["sent"], "the other does not take over")
        assert list(town.keys().values()) == [1]
        frozen.thaw()
        town.slack.faults.held.set()
        two.clock.set(AFTER + timedelta(minutes=3), rate=1)
        await two.until(lambda: not unchecked(database_url), "nobody looks for a double")
        assert list(town.keys().values()) == [1]
        assert states(database_url) == ["sent"]


def unchecked(database_url):
    with psycopg.connect(database_url) as connection:
        return connection.execute("SELECT id FROM delivery WHERE check_at IS NOT NULL").fetchall()


async def take_back(database_url):
    """Staff take the weekly post back."""
    store = open_database(database_url, run_id="staff")
    weekly = delivery.select().where(delivery.c.kind == "weekly")
    sent = await store.run.read(lambda connection: connection.execute(weekly).one())
    assert await store.run(verdicts.start_retract, sent.id, now=AFTER)
    await store.close()


@pytest.mark.torture
@pytest.mark.parametrize("how", ["kill_before", "kill_after"])
async def test_a_retraction_outlives_whoever_was_killed_in_it(town, database_url, tmp_path, how):
    async with fleet(town, database_url, tmp_path, at=AFTER) as two:
        await live_course(database_url, tmp_path)
        killed, other = await two.start(), await two.start()
        await two.connected(2)
        await two.until(lambda: states(database_url) == ["sent"], "nothing is posted")
        other.freeze()
        town.slack.victim = killed.pid
        town.slack.fault("chat.delete", how)
        await take_back(database_url)
        await killed.died()
        other.thaw()
        await two.until(lambda: states(database_url) == ["retracted"], "nobody takes it back")
        assert town.keys() == {}
