"""The service around the tick: edits that nobody may miss, and an end that always comes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from contextlib import asynccontextmanager

import pytest

from bot.conversation.port import ShutOut
from bot.errors import Misconfigured
from bot.service import serve
from bot.services import backups
from bot.services.backups import shelf_for
from bot.store import marks
from bot.store.backup import backup
from bot.store.database import open_database
from bot.store.faults import StoreBusy
from tests.replicas.wires import wire_to_database
from tests.services.test_delivery import START, WEEKLY
from tests.support.bots import running
from tests.support.databases import on_postgresql


@asynccontextmanager
async def serving(bot, **options):
    task = asyncio.create_task(serve(bot.app, lambda: WEEKLY, **{"look_every": 0.01, **options}))
    try:
        yield task
    finally:
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(20):
                await task


async def _title(bot, title):
    async with asyncio.timeout(20):
        while (await bot.app.courses())[0].session("second").title != title:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)


async def test_an_edit_between_the_first_reading_and_the_start_is_taken_in(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        text = bot.file.read_text(encoding="utf-8")
        bot.file.write_text(text.replace("title: Hardware", "title: Early edit"), encoding="utf-8")
        async with serving(bot):
            await _title(bot, "Early edit")


async def test_an_edit_that_met_a_busy_database_or_a_bug_is_taken_in_later(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        take_in, failures = bot.app.take_in, [StoreBusy("busy"), RecursionError("deep")]

        async def failing(path, now, **how):
            if failures:
                raise failures.pop()
            return await take_in(path, now, **how)

        bot.app.take_in = failing
        text = bot.file.read_text(encoding="utf-8")
        bot.file.write_text(text.replace("title: Hardware", "title: Later"), encoding="utf-8")
        async with serving(bot):
            await _title(bot, "Later")


async def test_it_ends_though_a_platform_never_answers(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, timeout=60.0) as bot:
        bot.server.next("post", "never_answer")
        async with serving(bot, patience=0.1) as task:
            async with asyncio.timeout(10):
                while "post" not in bot.server.calls:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
                os.kill(os.getpid(), signal.SIGTERM)
                await task


@on_postgresql
async def test_it_ends_though_the_database_never_answers(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.store.server.SILENT_AFTER", 3600)
    monkeypatch.setattr("bot.store.server.CONNECT_TIMEOUT", 3600)
    with wire_to_database(database_url) as (wire, url):
        async with running(url, tmp_path, at=START) as bot:
            async with serving(bot, every=0.05, patience=0.1) as task:
                async with asyncio.timeout(30):
                    while bot.app.announcer.outlook.version is None:  # noqa: ASYNC110 - seen from outside
                        await asyncio.sleep(0.01)
                    wire.go_silent()
                    asking = [asyncio.create_task(bot.app.is_current()) for _ in range(5)]
                    os.kill(os.getpid(), signal.SIGTERM)
                    assert await task is True
            failures = await asyncio.gather(*asking, return_exceptions=True)
            assert {isinstance(one, StoreBusy) for one in failures} == {True}


async def test_a_copy_that_is_being_made_is_given_up_at_the_end(database_url, tmp_path, monkeypatch, caplog):
    begun, copies = threading.Event(), tmp_path / "copies"

    def slowly(database, target, *, given_up):
        def looked():
            begun.set()
            for _ in range(6000):
                if given_up():
                    return True
                time.sleep(0.01)
            return False

        backup(database, target, given_up=looked)

    monkeypatch.setattr(backups, "backup", slowly)
    caplog.set_level(logging.INFO, "bot.services.backups")
    async with running(database_url, tmp_path, at=START) as bot:
        bot.app.backups.shelf = shelf_for(str(copies), database_url)
        async with serving(bot) as task, asyncio.timeout(20):
            await asyncio.to_thread(begun.wait)
            os.kill(os.getpid(), signal.SIGTERM)
            assert await task is True
    assert list(copies.iterdir()) == []
    assert [text for text in caplog.messages if "backup" in text] == ["action=backup_given_up"]
    opened = open_database(database_url, run_id="later")
    assert await opened.run.read(marks.marked, backups.BACKED_UP) is None
    await opened.close()


async def test_a_session_that_fails_still_lets_go_of_the_database(database_url, tmp_path):
    async def session():
        raise RuntimeError("no terminal")

    async with running(database_url, tmp_path, at=START) as bot:
        closed = []
        close = bot.app.close

        async def noted(patience=None):
            closed.append(True)
            await close(patience)

        bot.app.close = noted
        try:
            await serve(bot.app, lambda: WEEKLY, session=session)
        except RuntimeError:
            pass
        assert closed == [True]


# --- lines to platforms -----------------------------------------------------------------------------------------------


class WireTo:
    """A line whose platform is this test: it is connected until it is cut, and finishes when it is let."""

    def __init__(self, name="slack"):
        self.name = name
        self.connected, self.cut, self.may_finish = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.failures = []
        self.finished = []

    async def run(self):
        self.connected.set()
        if self.failures:
            raise self.failures.pop(0)
        await self.cut.wait()
        raise ShutOut("Slack does not let the bot in (token_revoked)")

    async def finish(self, patience):
        self.finished.append(patience)
        await asyncio.wait_for(self.may_finish.wait(), patience)


async def test_a_platform_that_shuts_the_bot_out_is_told_once_and_the_others_go_on(database_url, tmp_path):
    one, other, told = WireTo("slack"), WireTo("discord"), []
    one.may_finish.set()
    other.may_finish.set()
    async with (
        running(database_url, tmp_path, at=START) as bot,
        serving(bot, lines=[one, other], tell=told.append) as task,
    ):
        await other.connected.wait()
        one.cut.set()
        while not told:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
        assert not task.done()
        other.cut.set()
        async with asyncio.timeout(10):
            assert await task is False, "no line is left"
        assert told == ["Slack does not let the bot in (token_revoked)."] * 2


async def test_lines_finish_what_they_have_taken_before_the_database_is_let_go(database_url, tmp_path):
    line = WireTo()
    async with running(database_url, tmp_path, at=START) as bot:
        closed = []
        close = bot.app.close

        async def noted(patience=None):
            closed.append(line.may_finish.is_set())
            await close(patience)

        bot.app.close = noted
        async with serving(bot, lines=[line]) as task:
            await line.connected.wait()
            os.kill(os.getpid(), signal.SIGTERM)
            while not line.finished:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
            assert closed == []
            line.may_finish.set()
            async with asyncio.timeout(10):
                assert await task is True
        assert closed == [True]


async def test_a_line_that_never_finishes_and_a_tick_that_hangs_share_one_deadline(database_url, tmp_path):
    line = WireTo()
    async with running(database_url, tmp_path, at=START, timeout=60.0) as bot:
        bot.server.next("post", "never_answer")
        async with serving(bot, lines=[line], patience=0.2) as task:
            async with asyncio.timeout(10):
                while "post" not in bot.server.calls:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
                os.kill(os.getpid(), signal.SIGTERM)
                await task
        (given,) = line.finished
        assert given < 0.2, "the tick keeps some of it"


async def test_a_line_with_a_bug_is_taken_up_again(database_url, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.service.AGAIN", 0.01)
    line = WireTo()
    line.failures.append(RuntimeError("a bug"))
    line.may_finish.set()
    async with running(database_url, tmp_path, at=START) as bot, serving(bot, lines=[line]) as task:
        while line.failures or not line.connected.is_set():  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
        line.connected.clear()
        await line.connected.wait()
        assert not task.done()


async def test_a_line_that_cannot_run_here_ends_the_service_with_its_reason(database_url, tmp_path):
    line = WireTo()
    line.failures.append(Misconfigured("the bot cannot listen on 127.0.0.1:80"))
    line.may_finish.set()
    async with running(database_url, tmp_path, at=START) as bot:
        with pytest.raises(Misconfigured, match="cannot listen"):
            await serve(bot.app, lambda: WEEKLY, lines=[line])


async def test_a_job_beside_the_service_never_ends_it(database_url, tmp_path):
    begun = []

    async def job():
        begun.append(True)
        raise RuntimeError("a bug")

    async with running(database_url, tmp_path, at=START) as bot, serving(bot, beside=[job]) as task:
        while not begun:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
        assert not task.done()
