"""The database cannot be reached by one of them, or by all: people are told, nothing is lost, and it passes by itself."""

from __future__ import annotations

import logging
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from bot.errors import Misconfigured
from bot.services.absence import AWAY_AFTER
from bot.store.database import StoreUnreachable
from bot.store.exclusion import without_service
from bot.store.location import locate
from bot.store.server import Server
from bot.store.server import engine as engine_of
from bot.store.silence import give_up_on_silence
from bot.waker import Waker
from handlers.dispatch import AWAY, NOT_SAVED
from tests.replicas.town import MONDAY, replicas
from tests.replicas.wires import wire_to_database

HOUR = timedelta(hours=1)
ANNOUNCE, WORDS = "Post an announcement", "Bring laptops."


@pytest.fixture
def wire(database_url):
    with wire_to_database(database_url) as made:
        yield made


def troubles(caplog):
    """What was logged with a traceback, or as worse than a warning."""
    records = [one for one in caplog.records if one.name.startswith(("bot", "handlers"))]
    return [one.getMessage() for one in records if one.exc_info or one.levelno > logging.WARNING]


async def test_who_asks_one_that_is_cut_off_is_told_and_the_other_goes_on(town, database_url, wire, tmp_path, caplog):
    line, through = wire
    async with replicas(town, [through, database_url], tmp_path) as two:
        cut_off, other = two.bots
        await town.ada.slash("/course announce", town.staff)
        await town.ada.sees_view(ANNOUNCE)
        await town.ada.submit({"Text": WORDS})
        await town.ada.sees_view("Preview")
        line.cut()
        heard = []
        for _ in two.bots:
            await town.maya.slash("/readings", town.seminar)
            heard.append((await town.maya.hears(town.seminar)).plain)
        assert heard[0] == AWAY
        assert "Resilient Distributed Datasets" in heard[1]
        assert len(cut_off.ears.asked) - len(other.ears.asked) in (-1, 0, 1)
        await town.ada.submit()
        assert (await town.ada.sees_view("Preview")).errors == {"Text": NOT_SAVED}
        await other.tick(MONDAY + HOUR)
        assert len(town.keys()) == 1, "the other one has posted what was due"
        line.mend()
        await town.ada.submit()  # to the other
        await town.ada.submit() if town.ada.view else None
        await town.ada.sees_no_view()
        await two.idle()
        await two.tick(MONDAY + 2 * HOUR)
        assert list(town.keys().values()) == [1, 1]
        assert troubles(caplog) == []


async def test_a_tick_that_is_cut_off_is_one_line_in_the_log(town, database_url, wire, tmp_path, caplog):
    caplog.set_level(logging.INFO, "bot.waker")
    line, through = wire
    async with replicas(town, [through, database_url], tmp_path) as two:
        failed = []

        async def tick(now):
            try:
                return await two.bots[0].app.tick(now)
            except StoreUnreachable:
                failed.append(now)
                town.slack.changed()
                raise

        two.bots[0].app.absence.away_after = AWAY_AFTER  # as a service does that goes by the wall clock
        waker = Waker(tick, lambda: MONDAY + HOUR, every=0.02)
        line.cut()
        waker.start()
        await town.slack.until(lambda: len(failed) >= 3, 20, lambda: "no tick fails")
        line.mend()
        await town.slack.until(town.keys, 20, lambda: "the tick does not come back")
        await waker.stop()
        assert list(town.keys().values()) == [1]
        said = [one.getMessage().split()[0] for one in caplog.records if one.name == "bot.waker"]
        assert said == ["action=tick_failed", "action=tick_works_again"]
        assert troubles(caplog) == []


def test_a_server_that_says_nothing_more_is_given_up(database_url, wire):
    line, through = wire
    using = engine_of(Server(sa.make_url(through).set(drivername="postgresql+psycopg")), "migrate", busy_timeout=0)
    give_up_on_silence(using, 0.3)
    with using.connect() as connection:
        line.go_silent()
        with pytest.raises(sa.exc.OperationalError, match="the server does not answer"):
            connection.scalar(sa.text("SELECT 1"))
        line.mend()
    with using.connect() as connection:
        assert connection.scalar(sa.text("SELECT 1")) == 1
    using.dispose()


@pytest.mark.torture
async def test_a_line_that_swallows_everything_is_an_outage_like_others(town, database_url, wire, tmp_path, caplog):
    line, through = wire
    async with replicas(town, [through, database_url], tmp_path) as two:
        line.go_silent()
        heard = []
        for _ in two.bots:
            await town.maya.slash("/readings", town.seminar)
            heard.append((await town.maya.hears(town.seminar)).plain)
        assert [words == AWAY for words in heard] == [True, False]
        with pytest.raises(StoreUnreachable):
            await two.bots[0].app.tick(MONDAY + HOUR)
        await two.bots[1].app.tick(MONDAY + HOUR)
        line.mend()
        await two.tick(MONDAY + HOUR)
        assert list(town.keys().values()) == [1]
        assert troubles(caplog) == []


async def test_when_the_server_has_ended_all_connections_all_go_on(town, database_url, tmp_path, caplog):
    """So it does when it is restarted. The services hold the database then as before: nobody may replace its tables."""
    async with replicas(town, [database_url] * 2, tmp_path) as two:
        with psycopg.connect(database_url, autocommit=True) as admin:
            ended = admin.execute(
                "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
            assert ended is not None
            assert ended[0] >= 4
        await two.tick(MONDAY + HOUR)
        assert list(town.keys().values()) == [1]
        for _ in two.bots:
            await town.maya.slash("/readings", town.seminar)
            assert "Resilient Distributed Datasets" in (await town.maya.hears(town.seminar)).plain
        with pytest.raises(Misconfigured, match="is working on"), without_service(locate(database_url)):
            pass
        assert troubles(caplog) == []
