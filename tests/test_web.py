"""The pages that supervisors read: they always answer, say what is wrong in a sentence, and tell no secret."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
import socket
import sys
import threading
from pathlib import Path

import aiohttp
import pytest
import sqlalchemy as sa

from bot.conversation.port import ShutOut
from bot.errors import Misconfigured
from bot.health import FROZEN_AFTER, Question
from bot.service import serve
from bot.store.database import open_database
from bot.web import Page, WebServer
from tests.services.test_delivery import START, WEEKLY
from tests.support.pages import reading, watched

DEPLOY = Path(__file__).resolve().parent.parent / "docs" / "deploy"

# --- the server -----------------------------------------------------------------------------------------------------


async def test_pages_are_read_and_nothing_else():
    async def page() -> Page:
        return Page(text="fine\n")

    server = WebServer("127.0.0.1", 0)
    server.page("/healthz", page)
    await server.open()
    async with reading(server.port) as reader:
        read = await reader.get("/healthz")
        assert (read.status, read.text) == (200, "fine\n")
        assert (read.headers["Cache-Control"], read.headers["Content-Type"]) == (
            "no-store",
            "text/plain; charset=utf-8",
        )
        head = await reader.get("/healthz", "HEAD")
        assert (head.status, head.text) == (200, "")
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
            assert (await reader.get("/healthz", method)).status == 405
        assert (await reader.get("/healthz/more")).status == 404
        assert (await reader.get("/")).status == 404
        await server.close()
        with pytest.raises(aiohttp.ClientConnectorError):
            await reader.get("/healthz")


async def test_a_page_that_fails_shows_nothing_of_why():
    async def page() -> Page:
        raise RuntimeError("a secret")

    server = WebServer("127.0.0.1", 0)
    server.page("/healthz", page)
    await server.open()
    async with reading(server.port) as reader:
        read = await reader.get("/healthz")
    await server.close()
    assert read.status == 500
    assert "secret" not in read.text


# --- alive ------------------------------------------------------------------------------------------------------------


async def test_a_tick_that_does_not_move_is_seen(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        assert (await bot.reader.get("/healthz")).text == "ok\n"
        bot.uptime += FROZEN_AFTER
        assert (await bot.reader.get("/healthz")).status == 200
        bot.uptime += 1
        read = await bot.reader.get("/healthz")
        assert (read.status, read.text) == (503, "The tick has not moved for 301 s.\n")
        await bot.tick(WEEKLY)
        assert (await bot.reader.get("/healthz")).status == 200


async def test_a_tick_that_never_ends_is_seen_and_one_that_fails_is_alive(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        begun, never = asyncio.Event(), asyncio.Event()

        async def frozen(_):
            begun.set()
            await never.wait()

        ticking = asyncio.create_task(bot.health.beat(frozen, WEEKLY))
        await begun.wait()
        bot.uptime += FROZEN_AFTER + 1
        assert (await bot.reader.get("/healthz")).status == 503
        ticking.cancel()
        await asyncio.wait({ticking})
        assert (await bot.reader.get("/healthz")).status == 200


def checks():
    """The commands of the files for Docker and systemd that ask whether it lives, with the port that they ask on."""
    (docker,) = re.findall(r"^HEALTHCHECK .* CMD (\[.*\])$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    unit = (DEPLOY / "coursebot-health.service").read_text()
    (systemd,) = re.findall(
        r"^ExecStart=/bin/sh -c '(.*) \|\| systemctl restart coursebot.service'$", unit, re.MULTILINE
    )
    yield json.loads(docker)[2]
    yield shlex.split(systemd.replace("\\'", "'"))[2]


@pytest.mark.parametrize("check", [*checks()], ids=["docker", "systemd"])
async def test_the_checks_for_docker_and_systemd_see_whether_it_lives(database_url, tmp_path, check):
    async with watched(database_url, tmp_path, at=START) as bot:
        port = str(bot.reader.port)

        async def asked() -> int:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", check.replace("8080", port), env={"COURSEBOT_HTTP_PORT": port}
            )
            return await process.wait()

        assert await asked() == 0
        bot.uptime += FROZEN_AFTER + 1
        assert await asked() == 1
        await bot.health.close()
        assert await asked() == 1


# --- ready ------------------------------------------------------------------------------------------------------------


class Line:
    """A platform that is reached when the test says so."""

    name = "slack"

    def __init__(self):
        self.is_connected = False
        self.may_finish = asyncio.Event()

    async def run(self):
        await asyncio.Event().wait()
        raise ShutOut("never")

    async def finish(self, patience):
        await asyncio.wait_for(self.may_finish.wait(), patience)


@pytest.mark.both_databases
async def test_it_is_ready_when_the_database_answers_and_the_platform_was_reached(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        line = Line()
        bot.health.platforms = [line]
        read = await bot.reader.get("/readyz")
        assert (read.status, read.text) == (503, "There is no connection to slack.\n")
        line.is_connected = True
        assert (await bot.reader.get("/readyz")).text == "ready\n"
        bot.health.is_stopping = True
        assert (await bot.reader.get("/readyz")).text == "The bot is stopping.\n"
        assert (await bot.reader.get("/readyz", "HEAD")).status == 503


@pytest.mark.both_databases
async def test_a_database_that_another_program_has_upgraded_is_not_ready(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        newer = sa.text("UPDATE alembic_version SET version_num = '9999'")
        await bot.app.database.run(lambda connection: connection.execute(newer) and None)
        read = await bot.reader.get("/readyz")
        assert read.status == 503
        assert read.text.startswith("The database has another schema than this program: run `coursebot db upgrade`")


async def test_a_database_that_is_not_ours_any_more_is_not_ready_and_its_error_is_not_shown(database_path, tmp_path):
    async with watched(f"sqlite:///{database_path}", tmp_path, at=START) as bot:
        gone = sa.text("DROP TABLE alembic_version")
        await bot.app.database.run(lambda connection: connection.execute(gone) and None)
        read = await bot.reader.get("/readyz")
        assert (read.status, read.text) == (503, "The database cannot be read; the log says why.\n")
        assert (await bot.reader.get("/metrics")).status == 200


async def test_every_page_answers_while_the_database_stands_still(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START, patience=0.05) as bot:
        await bot.tick(START)
        goes_on, holding = threading.Event(), threading.Semaphore(0)

        def stand_still(_):
            holding.release()
            goes_on.wait(30)

        stuck = [asyncio.create_task(bot.app.database.run.read(stand_still)) for _ in range(2)]
        for _ in stuck:
            await asyncio.to_thread(holding.acquire, timeout=30)
        try:
            async with asyncio.timeout(20):
                read = await bot.reader.get("/readyz")
                assert (read.status, read.text) == (503, "The database has not answered for 0.05 s.\n")
                assert (await bot.reader.get("/healthz")).status == 200
                page = (await bot.reader.get("/metrics")).text
        finally:
            goes_on.set()
            await asyncio.gather(*stuck)
        assert "coursebot_database_up 0.0" in page
        assert "coursebot_deliveries{" not in page
        bot.health.patience = 30.0
        assert (await bot.reader.get("/readyz")).status == 200
        assert "coursebot_database_up 1.0" in (await bot.reader.get("/metrics")).text


async def test_a_database_that_stands_still_is_asked_once_and_the_error_is_seen_by_who_waits():
    asked, goes_on = [], asyncio.Event()

    async def ask():
        asked.append(True)
        await goes_on.wait()
        raise ValueError("no")

    question = Question(ask)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await question.answer(0.01)
    assert len(asked) == 1
    waiting = asyncio.create_task(question.answer(30))
    goes_on.set()
    with pytest.raises(ValueError, match="no"):
        await waiting
    with pytest.raises(ValueError, match="no"):
        await question.answer(30)
    assert len(asked) == 2


# --- the beginning and the end --------------------------------------------------------------------------------------


async def test_the_pages_answer_until_the_end_of_the_drain(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START, opened=False) as bot:
        line = Line()
        line.is_connected = True
        bot.health.platforms = [line]
        serving = asyncio.create_task(
            serve(bot.app, lambda: WEEKLY, lines=[line], health=bot.health, look_every=0.01, patience=60)
        )
        async with asyncio.timeout(20):
            while bot.health.metrics.registry.get_sample_value("coursebot_tick_seconds_count") == 0:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
        async with reading(bot.health.server.port) as reader:
            assert (await reader.get("/readyz")).status == 200
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(20):
                while (await reader.get("/readyz")).text != "The bot is stopping.\n":  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.01)
            assert (await reader.get("/healthz")).status == 200
            assert (await reader.get("/metrics")).status == 200
            assert not serving.done()
            line.may_finish.set()
            assert await serving
            with pytest.raises(aiohttp.ClientConnectorError):
                await reader.get("/healthz")


async def test_a_port_that_is_taken_is_said_and_the_database_is_let_go(database_url, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with watched(database_url, tmp_path, at=START, opened=False) as bot:
            bot.health.server.port = port = taken.getsockname()[1]
            said = rf"cannot listen on 127\.0\.0\.1:{port}: another program listens there; set COURSEBOT_HTTP_PORT to a free port"
            with pytest.raises(Misconfigured, match=said):
                await serve(bot.app, lambda: WEEKLY, health=bot.health)
            database = open_database(database_url, run_id="another")
            database.lock_service()
            await database.close()


async def test_an_address_that_is_not_this_machine_s_is_said():
    server = WebServer(host="192.0.2.1", port=0)
    with pytest.raises(Misconfigured, match="no address of this machine; set COURSEBOT_HTTP_HOST"):
        await server.open()
