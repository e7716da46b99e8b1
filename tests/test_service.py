"""The service around the tick: edits that nobody may miss, and an end that always comes."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import asynccontextmanager

from bot.service import serve
from bot.store.faults import StoreBusy
from tests.services.test_delivery import START, WEEKLY
from tests.support.bots import running


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


async def test_an_edit_between_the_first_reading_and_the_start_is_taken_in(database_path, tmp_path):
    async with running(database_path, tmp_path, at=START) as bot:
        text = bot.file.read_text(encoding="utf-8")
        bot.file.write_text(text.replace("title: Hardware", "title: Early edit"), encoding="utf-8")
        async with serving(bot):
            await _title(bot, "Early edit")


async def test_an_edit_that_met_a_busy_database_or_a_bug_is_taken_in_later(database_path, tmp_path):
    async with running(database_path, tmp_path, at=START) as bot:
        take_in, failures = bot.app.take_in, [StoreBusy("busy"), RecursionError("deep")]

        async def failing(path, now):
            if failures:
                raise failures.pop()
            return await take_in(path, now)

        bot.app.take_in = failing
        text = bot.file.read_text(encoding="utf-8")
        bot.file.write_text(text.replace("title: Hardware", "title: Later"), encoding="utf-8")
        async with serving(bot):
            await _title(bot, "Later")


async def test_it_ends_though_a_platform_never_answers(database_path, tmp_path):
    async with running(database_path, tmp_path, at=START, timeout=60.0) as bot:
        bot.server.next("post", "never_answer")
        async with serving(bot, patience=0.1) as task:
            async with asyncio.timeout(10):
                while "post" not in bot.server.calls:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
                os.kill(os.getpid(), signal.SIGTERM)
                await task


async def test_a_session_that_fails_still_lets_go_of_the_database(database_path, tmp_path):
    async def session():
        raise RuntimeError("no terminal")

    async with running(database_path, tmp_path, at=START) as bot:
        closed = []
        close = bot.app.close

        async def noted():
            closed.append(True)
            await close()

        bot.app.close = noted
        try:
            await serve(bot.app, lambda: WEEKLY, session=session)
        except RuntimeError:
            pass
        assert closed == [True]
