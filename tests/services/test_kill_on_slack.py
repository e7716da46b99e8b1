"""kill -9 with Slack as the platform, at every point between claim, post, mark and deletion, then a restart: what was to
be said stands there exactly once.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import deque
from datetime import timedelta

import pytest

from bot.store import verdicts
from bot.store.database import open_database
from bot.store.tables import delivery
from tests.services.test_delivery import START, WEEKLY
from tests.slack_server import SlackServer
from tests.slack_server.faults import Fault
from tests.support.leases import end_leases
from tests.support.seminar import THREE_CLASSES

INSTANTS = [START, WEEKLY, *(WEEKLY + timedelta(minutes=minutes) for minutes in (1, 5, 30))]
SETTING_OUT = "auth.test"
"""What the bot's process asks while it freezes the text of a post."""

POINTS = {
    "before the claim is committed": [(SETTING_OUT, "kill_before")],
    "after the claim, before the post": [("chat.postMessage", "kill_before")],
    "after the post, before the mark": [("chat.postMessage", "kill_after")],
    "while looking for a lost post": [("chat.postMessage", "kill_after"), ("conversations.history", "kill_before")],
}

MORE_POINTS = {
    "while resolving the channel": [("users.conversations", "kill_after")],
    "after the first part's mark": [("chat.postMessage", ""), ("chat.postMessage", "kill_before")],
    "after the second part's post": [("chat.postMessage", ""), ("chat.postMessage", "kill_after")],
    "after looking for a lost post": [("chat.postMessage", "kill_after"), ("conversations.history", "kill_after")],
    "when looking for a post that is not there": [
        ("chat.postMessage", "kill_before"),
        ("conversations.history", "kill_after"),
        ("chat.postMessage", "kill_after"),
    ],
}


@pytest.mark.parametrize("point", POINTS)
async def test_killed_and_restarted_it_is_said_exactly_once_on_slack(point, database_url, tmp_path):
    await _killed_at(POINTS[point], database_url, tmp_path)


@pytest.mark.torture
@pytest.mark.parametrize("point", MORE_POINTS)
async def test_killed_at_any_other_point_it_is_said_exactly_once_on_slack(point, database_url, tmp_path):
    await _killed_at(MORE_POINTS[point], database_url, tmp_path)


async def _killed_at(faults, database_url, folder):
    file = _file(folder)
    async with SlackServer() as slack:
        shared = _channels(slack)
        for method, fault in faults:
            slack.faults.queued.setdefault(method, deque()).append(Fault(fault))
        assert await _until_done(slack, database_url, file) == sum(bool(fault) for _, fault in faults)
        parts = _parts(slack, shared)
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]
        assert len(parts) >= 2


@pytest.mark.both_databases
@pytest.mark.parametrize("fault", [pytest.param("kill_before", marks=pytest.mark.torture), "kill_after"])
async def test_killed_while_a_post_is_taken_back_it_is_gone_and_stays_so(fault, database_url, tmp_path):
    file = _file(tmp_path)
    async with SlackServer() as slack:
        shared = _channels(slack)
        assert await _until_done(slack, database_url, file) == 0
        said = len(_parts(slack, shared))
        await _take_back(database_url)
        slack.fault("chat.delete", fault)
        assert await _until_done(slack, database_url, file) == 1
        assert _parts(slack, shared) == []
        assert slack.count("chat.postMessage") == said
        assert slack.count("chat.delete") == said + 1


def _file(folder):
    file = folder / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    return file


def _channels(slack):
    slack.channel("seminar-staff", private=True, bot=True)
    return slack.channel("seminar", bot=True)


def _parts(slack, channel):
    seen = [message.metadata["event_payload"]["key"] for message in slack.seen(channel) if message.metadata]
    return [key.rpartition("/")[2] for key in seen]


async def _take_back(database_url):
    """Staff take the weekly post back."""
    store = open_database(database_url, run_id="staff")
    first = delivery.select().where(delivery.c.state == "sent").order_by(delivery.c.id)
    sent = await store.run.read(lambda connection: connection.execute(first).first())
    assert await store.run(verdicts.start_retract, sent.id, now=INSTANTS[-1])
    await store.close()


async def _until_done(slack, database_url, file):
    """Run the bot again and again until it ends well; how often it was killed."""
    deaths = 0
    while await _run(slack, database_url, file) == -signal.SIGKILL:
        deaths += 1
        await end_leases(database_url)
    return deaths


async def _run(slack, database_url, file):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.slack_bot_process",
        *(slack.api_url, slack.bot_token, database_url, str(file), "60", *(at.isoformat() for at in INSTANTS)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    slack.victim = process.pid
    out, err = await process.communicate()
    assert process.returncode == -signal.SIGKILL or out.strip() == b"done", err.decode()
    return process.returncode
