"""kill -9 with Slack as the platform, at every point between claim, post, mark and deletion, then a restart: what was to
be said stands there exactly once. And kill -9 while a review is handed in: it is there, or its writer has the text.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
from collections import deque
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta

import psycopg
import pytest

from bot.store import verdicts
from bot.store.database import open_database
from bot.store.tables import delivery, review_version
from tests.replicas.processes import fleet
from tests.replicas.town import MONDAY, founded
from tests.services.test_delivery import START, WEEKLY
from tests.slack_server import NotAcknowledged, SlackServer
from tests.slack_server.faults import Fault
from tests.support.leases import end_leases
from tests.support.seminar import THREE_CLASSES

INSTANTS = [START, WEEKLY, *(WEEKLY + timedelta(minutes=minutes) for minutes in (1, 5, 30))]
SETTING_OUT = "auth.test"
"""What the bot's process asks while it freezes the text of a post."""

POINTS = {
    "after the claim, before the post": [("chat.postMessage", "kill_before")],
    "after the post, before the mark": [("chat.postMessage", "kill_after")],
    "while looking for a lost post": [("chat.postMessage", "kill_after"), ("conversations.history", "kill_before")],
}

MORE_POINTS = {
    "before the claim is committed": [(SETTING_OUT, "kill_before")],
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


@pytest.mark.both_databases(postgresql="torture")
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


TEXT = "It measures what it claims."


@pytest.mark.both_databases(postgresql="torture")
async def test_killed_before_a_review_is_committed_its_writer_has_the_text_and_submits_it_again(database_url, tmp_path):
    async with _writing(database_url, tmp_path) as (services, view):
        maya = services.town.maya
        with _held(database_url):
            submitting = asyncio.create_task(maya.submit())
            await services.town.slack.until(lambda: _was_handed_over(services), 60, lambda: "nobody was sent it")
            services.services[0].process.kill()
            with pytest.raises(NotAcknowledged):
                await submitting
        assert await _versions(database_url) == []
        await _submits_again(services, view, database_url)


@pytest.mark.both_databases(postgresql="torture")
async def test_killed_after_a_review_is_committed_and_before_slack_knows_a_second_submit_adds_nothing(
    database_url, tmp_path
):
    async with _writing(database_url, tmp_path) as (services, view):
        (connection,) = services.town.slack.sockets.open
        connection.heard = lambda _: services.services[0].process.kill()
        with pytest.raises(NotAcknowledged):
            await services.town.maya.submit()
        assert await _versions(database_url) == [(1, True)]
        await _submits_again(services, view, database_url)


@pytest.mark.torture
@pytest.mark.parametrize("saved", [False, True])
async def test_killed_while_a_draft_is_saved_its_writer_has_the_text_and_submits_it(saved, database_url, tmp_path):
    """Before it is committed; and after that, before the form says so."""
    async with _writing(database_url, tmp_path) as (services, view):
        maya, slack, (service,) = services.town.maya, services.town.slack, services.services
        if saved:
            slack.victim = service.pid
            slack.fault("views.update", "kill_before")
            await maya.press(view, "Save draft")
            await service.died()
        else:
            with _held(database_url):
                await maya.press(view, "Save draft")
                service.process.kill()
                await service.died()
        drafts = [(1, False)] * saved
        assert await _versions(database_url) == drafts
        await _submits_again(services, view, database_url, drafts)


@asynccontextmanager
async def _writing(database_url, folder):
    """A process of the bot, and a form that it has opened and that is filled in."""
    async with SlackServer(patience=60) as slack:
        town = founded(slack)
        async with fleet(town, database_url, folder, at=MONDAY, lease=1.0) as services:
            await services.start()
            await services.connected(1)
            await town.ada.sees_text("Please check that I have understood it right", town.staff)
            await town.maya.slash("/review write resilient")
            view = await town.maya.sees_view()
            town.maya.types(dict.fromkeys(view.values, TEXT))
            yield services, view


async def _submits_again(services, view, database_url, drafts=()):
    """To the process that was started anew, from the same form: one version, beside the drafts."""
    maya = services.town.maya
    await services.services[0].died()
    assert maya.view is view
    assert set(view.values.values()) == {TEXT}
    await services.start()
    await services.connected(1)
    assert await maya.submit() == {"response_action": "clear"}
    await maya.sees_text("Submitted")
    receipt = await maya.sees_text("Your review of")
    assert TEXT in receipt.plain
    assert await _versions(database_url) == [*drafts, (1 + len(drafts), True)]
    assert [one for one in maya.sees() if "Your review of" in one.plain] == [receipt]


def _was_handed_over(services):
    return any(
        payload.get("type") == "view_submission"
        for connection in services.town.slack.sockets.open
        for payload in connection.took
    )


@contextmanager
def _held(database_url):
    """Nothing can be written: somebody else holds the database."""
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(database_url) as other:
            other.execute("LOCK TABLE review_version IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()


async def _versions(database_url):
    """Number and whether it is complete, of each."""
    store = open_database(database_url, run_id="staff")
    columns = review_version.select().with_only_columns(review_version.c.number, review_version.c.complete)
    found = await store.run.read(lambda connection: [tuple(row) for row in connection.execute(columns)])
    await store.close()
    return found
