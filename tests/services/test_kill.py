"""kill -9 at every point between claim, post and mark, then a restart: said exactly once. And a process that is frozen
at those points past its lease.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import timedelta

import pytest

from bot.app import open_app
from bot.conversation.reply import Reply, paragraph
from bot.course.notice import NoticeKind
from bot.errors import Misconfigured
from bot.services import announcing
from bot.services.announcing import Wish
from tests.services.test_delivery import SHARED, START, WEEKLY
from tests.support.bots import running
from tests.support.databases import on_postgresql, on_sqlite
from tests.support.leases import end_leases
from tests.support.platform_server import PlatformServer
from tests.support.seminar import THREE_CLASSES

INSTANTS = [START, WEEKLY, *(WEEKLY + timedelta(minutes=minutes) for minutes in (1, 5, 30))]

POINTS = {
    "before the claim is committed": [("parts", "kill_before")],
    "after the claim, before the post": [("post", "kill_before")],
    "after the post, before the mark": [("post", "kill_after")],
    "after the first part's mark": [("post", None), ("post", "kill_before")],
    "after the second part's post": [("post", None), ("post", "kill_after")],
    "while looking for a lost post": [("post", "kill_after"), ("find", "kill_before")],
    "after looking for a lost post": [("post", "kill_after"), ("find", "kill_after")],
}


ON_A_SERVER = [
    "after the claim, before the post",
    "after the post, before the mark",
    pytest.param("before the claim is committed", marks=pytest.mark.torture),
    pytest.param("while looking for a lost post", marks=pytest.mark.torture),
]
"""What there differs is how a restarted bot knows that a claim is void: once where nothing was posted, once where it
was. The others are the same question again.
"""


@pytest.mark.parametrize("point", POINTS)
async def test_killed_and_restarted_it_is_said_exactly_once(point, database_url, tmp_path):
    await _killed_at(point, database_url, tmp_path)


@on_postgresql
@pytest.mark.parametrize("point", ON_A_SERVER)
async def test_killed_and_restarted_it_is_said_exactly_once_on_postgresql(point, database_url, tmp_path):
    await _killed_at(point, database_url, tmp_path)


async def _killed_at(point, database_url, tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    async with PlatformServer() as server:
        for operation, fault in POINTS[point]:
            server.faults.setdefault(operation, []).append(fault)
        deaths = 0
        while await _run(server, database_url, file) == -signal.SIGKILL:
            deaths += 1
            await end_leases(database_url)
        assert deaths == sum(fault is not None for _, fault in POINTS[point])
        parts = [key.rpartition("/")[2] for key in server.keys(SHARED)]
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]
        assert len(parts) >= 2


FROZEN = {
    "between the claim and the post": "parts",
    "while the post is under way": "post",
}


@on_sqlite
@pytest.mark.parametrize("point", FROZEN)
async def test_frozen_past_its_lease_it_is_said_exactly_once(point, database_url, tmp_path):
    file = tmp_path / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    refused = []

    async def second_service():
        with pytest.raises(Misconfigured, match="Another coursebot service"):
            open_app(database_url=database_url, platforms=[])
        refused.append(len(server.keys(SHARED)))

    async with PlatformServer(frozen_for=0.7, while_frozen=second_service) as server:
        server.next(FROZEN[point], "freeze_after")
        assert await _run(server, database_url, file, lease=1.0) == 0
        assert refused == [FROZEN[point] == "post"], "the frozen one holds the database: nobody else may post"
        parts = [key.rpartition("/")[2] for key in server.keys(SHARED)]
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]
        assert server.calls.count("post") == len(parts)
        if point == "between the claim and the post":
            assert server.calls.index("post") > server.calls.index("parts") + 1, "the old claim was given up"


async def _run(server, database_url, file, lease=60.0):
    arguments = [str(server.port), database_url, str(file), str(lease), *(at.isoformat() for at in INSTANTS)]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.support.bot_process",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == -signal.SIGKILL or out.strip() == b"done", err.decode()
    return process.returncode


async def test_what_staff_asked_for_at_a_later_time_is_said_once_whatever_dies(database_url, tmp_path):
    """Asked for on Thursday, posted on Monday; the process dies between the post and the mark."""
    at = WEEKLY + timedelta(minutes=1)
    said = Reply((paragraph("Bring a pen."),), private=False)
    wish = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=said, token="later", at=at)
    quiet = THREE_CLASSES.replace("review_due: {before: [1d]}", "weekly: off")
    async with running(database_url, tmp_path, at=START, text=quiet) as bot:
        (course,) = await bot.app.courses()
        await bot.run(announcing.say, wish, course=course, now=START, by=None)
    async with PlatformServer() as server:
        server.faults["post"] = ["kill_after"]
        assert await _run(server, database_url, tmp_path / "schedule.yaml") == -signal.SIGKILL
        await end_leases(database_url)
        assert await _run(server, database_url, tmp_path / "schedule.yaml") == 0
        assert server.keys(SHARED) == ["seminar/console/announce/later///"]
