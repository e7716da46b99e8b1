"""The board in the channel: posted once, pinned, and changed in place, whatever happens between a change and its record."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import open_app
from bot.conversation.port import PostRefused, RateLimited
from bot.conversation.reply import Reply
from bot.errors import PlatformDown
from bot.services import control, seat_board, seating
from bot.services.kept_posts import KeptPosts
from tests.support.bot_process import go_live
from tests.support.seat_desk import CHANNEL, DAY, HOUR, MINUTE, STAFF, START, SeatRoom, key, la, seat_room, text

SECOND = timedelta(seconds=1)
CRITIC = key("raft", "critic")


@dataclass
class Edits:
    """What reached the channel as a change, and what becomes of the next ones."""

    it: SeatRoom
    texts: list[str] = field(default_factory=list)
    failing: list[Exception] = field(default_factory=list)
    hold: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    tried: int = 0

    def __post_init__(self) -> None:
        channels = self.it.room.channels
        update = channels.update

        async def changed(channel: str, reference: str, reply: Reply, key: str) -> None:
            self.tried += 1
            if self.failing:
                raise self.failing.pop(0)
            if self.hold is not None:
                self.reached.set()
                await self.hold.wait()
            await update(channel, reference, reply, key)
            self.texts.append(channels.texts(channel)[-1])

        channels.update = changed  # type: ignore[method-assign]

    @property
    def count(self) -> int:
        return len(self.texts)


@asynccontextmanager
async def board_room(database_url: str, folder: Path, **more: Any) -> AsyncIterator[tuple[SeatRoom, Edits]]:
    async with seat_room(database_url, folder, **more) as it:
        await it.ticks(START + MINUTE, START + 2 * MINUTE)
        yield it, Edits(it)


def boards(it: SeatRoom, channel: str = CHANNEL) -> list[str]:
    return [one for one in it.texts(channel) if "Who presents in Reading Seminar" in one]


async def rounds(it: SeatRoom, *instants: datetime) -> None:
    """Ticks in which nothing but the rounds about seats is looked at."""
    course = await it.course()
    for now in instants:
        await it.room.app.seats.tick([course], now)


async def test_it_is_posted_once_and_pinned_and_a_quiet_bot_asks_the_database_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        assert len(boards(it)) == 1
        assert it.room.channels.pins == [(CHANNEL, "1")]
        await it.ticks(START + 2 * MINUTE, START + 3 * MINUTE)
        kept = next(one for one in it.room.app.seats.parts if isinstance(one, KeptPosts))
        course = await it.course()
        asked: list[str] = []
        reading = it.room.app.database._read_engine
        sa.event.listen(reading, "begin", lambda connection: asked.append("read"))
        sa.event.listen(it.room.app.database.write_engine, "begin", lambda connection: asked.append("write"))
        for seconds in range(1, 60, 4):
            await kept.tick(course, START + 3 * MINUTE + seconds * SECOND)
        assert asked == []
        await kept.tick(course, START + 4 * MINUTE + SECOND)
        assert asked == ["read"], "and once a minute, for what others wrote"
        await it.ticks(START + 5 * MINUTE, START + HOUR)
        assert (len(boards(it)), len(it.room.channels.pins), edits.count) == (1, 1, 0)


async def test_a_burst_of_changes_is_one_change_of_the_board(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        now = START + 10 * MINUTE
        for seconds, who in enumerate(("ada", "bob", "cem")):
            it.desk.now = now + seconds * SECOND
            await it.desk.taken(who, key("raft", ("critic", "advocate", "neutral")[seconds]))
            await it.ticks(now + seconds * SECOND)
        await it.ticks(now + 6 * SECOND)
        assert edits.count == 0, "the burst may go on"
        assert it.room.app.seats.next([await it.course()], now + 6 * SECOND) == now + 7 * SECOND
        await it.ticks(now + 7 * SECOND)
        assert edits.count == 1
        assert "Neutral Presenter: Cem · Advocate: Bob · Critic: Ada · free: Backup/Scribe" in boards(it)[0]
        assert len(boards(it)) == 1
        for seconds in range(8, 60, 4):
            await it.ticks(now + seconds * SECOND)
        assert edits.count == 1


async def test_while_changes_go_on_it_is_changed_every_half_minute(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        now, others = START + 10 * MINUTE, {12: "bob", 48: "cem"}
        for seconds in range(0, 76, 4):
            it.desk.now = now + seconds * SECOND
            await (it.desk.taken("ada", CRITIC) if seconds % 8 == 0 else it.desk.drops("ada", CRITIC))
            if seconds in others:
                await it.desk.taken(others[seconds], key("rdd", "critic" if seconds == 12 else "advocate"))
            await rounds(it, it.desk.now)
        assert edits.count == 2


async def test_in_rehearsal_staff_see_it_and_it_is_posted_at_go_live(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path, live=False, right=False) as (it, edits):
        assert boards(it) == []
        (line,) = boards(it, STAFF)
        assert line.startswith("Rehearsal: would post in #seminar")
        await it.desk.taken("ada", CRITIC)
        await it.ticks(START + 5 * MINUTE)
        await go_live(it.room.app, START + 6 * MINUTE)
        await it.ticks(START + 6 * MINUTE, START + 7 * MINUTE, START + 8 * MINUTE)
        (board,) = boards(it)
        assert "Critic: Ada" in board
        assert len(boards(it, STAFF)) == 1
        assert edits.count == 0


async def test_before_sign_up_is_open_there_is_none(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path, opened=False) as (it, _):
        await it.ticks(START + HOUR, START + DAY)
        assert boards(it) == []


async def test_a_class_that_is_over_falls_off_by_itself(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        await it.desk.taken("ada", CRITIC)
        await it.ticks(la(31, 12, 59))
        assert "Consensus" in boards(it)[0]
        await it.ticks(la(31, 13))
        assert "Critic: Ada · empty: Neutral Presenter, Advocate" in boards(it)[0], (
            "nobody takes a seat of a class that has begun"
        )
        course = await it.course()
        assert it.room.app.seats.next([course], la(31, 15, 59)) <= la(31, 16)
        before = edits.count
        await it.ticks(la(31, 15, 59))
        assert edits.count == before
        await it.ticks(la(31, 16), la(31, 16, 1))
        assert "Consensus" not in boards(it)[0]
        assert "Big Data" in boards(it)[0]
        assert [one for one in it.texts(CHANNEL) if "Who presents" in one] == boards(it)


async def test_after_the_last_class_it_says_so_and_nothing_is_posted(database_url: str, tmp_path: Path) -> None:
    one = text(
        sessions="sessions:\n  - {id: raft, title: Consensus, date: 2022-01-31, presenting: yes}\n", per="session"
    )
    async with board_room(database_url, tmp_path, schedule=one) as (it, _):
        await it.ticks(la(31, 16), la(31, 17))
        assert boards(it) == ["Who presents in Reading Seminar\nAll classes with seats are over."]


async def test_a_paused_course_keeps_it_as_it_is_until_it_goes_on(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        run = it.room.app.database.run
        await run(control.pause, "seminar", until=None, reason="", now=START + MINUTE, by=None)
        await it.desk.taken("ada", CRITIC)
        await rounds(it, *(START + minutes * MINUTE for minutes in range(2, 40, 3)))
        assert edits.count == 0
        await run(control.resume, "seminar", now=START + HOUR, by=None)
        await it.ticks(START + HOUR, START + HOUR + 6 * SECOND)
        assert "Critic: Ada" in boards(it)[0]


@pytest.mark.parametrize("reached", [False, True])
async def test_a_process_that_died_in_the_middle_of_a_change_leaves_it_to_the_next(
    database_url: str, tmp_path: Path, reached: bool
) -> None:
    """Killed before or after the platform had the change, never having written down that it had."""
    async with board_room(database_url, tmp_path) as (it, edits):
        now = START + 10 * MINUTE
        await it.desk.taken("ada", CRITIC)
        await it.ticks(now)
        edits.hold = asyncio.Event()
        dying = asyncio.create_task(it.room.tick(now + 5 * SECOND))
        await edits.reached.wait()
        if reached:
            await _let_through(it)
        dying.cancel()
        await asyncio.wait({dying})
        edits.hold = None
        if reached:
            await it.desk.drops("ada", CRITIC)  # by the record the board is right again, in the channel it is not
        another = KeptPosts(
            run=it.room.app.database.run,
            platforms=it.room.app.announcer.platforms,
            compose=it.room.app.announcer.compose,
        )
        course = await it.course()
        await another.tick(course, now + 10 * SECOND)
        assert edits.count == 0, "it may still be at it"
        await another.tick(course, now + 36 * SECOND)
        assert edits.count == 1
        assert ("Critic: Ada" in boards(it)[0]) is not reached
        await another.tick(course, now + 20 * MINUTE)
        assert edits.count == 1, "now it is known to stand there"


async def _let_through(it: SeatRoom) -> None:
    """The platform has the change, and its answer never arrives."""
    (reference, name, _) = next(one for one in it.room.channels.posts[CHANNEL] if "board" in one[1])
    await type(it.room.channels).update(it.room.channels, CHANNEL, reference, Reply(()), name)


async def test_what_the_platform_does_not_take_is_tried_ever_more_seldom_and_a_limit_is_respected(
    database_url: str, tmp_path: Path
) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        now = START + 10 * MINUTE
        await it.desk.taken("ada", CRITIC)
        edits.failing = [RateLimited(120), PlatformDown("away"), *[PostRefused("it was deleted")] * 100]
        await it.ticks(now, now + 5 * SECOND)
        assert edits.tried == 1
        await rounds(it, *(now + seconds * SECOND for seconds in range(6, 125, 7)))
        assert edits.tried == 1, "it asked for two minutes"
        await it.ticks(now + 126 * SECOND)
        assert edits.tried == 2
        await rounds(it, *(now + minutes * MINUTE for minutes in range(3, 12 * 60, 25)))
        assert edits.tried < 20, "half a day"
        edits.failing = []
        await it.ticks(now + DAY)
        assert "Critic: Ada" in boards(it)[0]


async def test_a_board_that_was_deleted_can_be_posted_anew_and_is_pinned_and_kept(
    database_url: str, tmp_path: Path
) -> None:
    async with board_room(database_url, tmp_path) as (it, _):
        course, run = await it.course(), it.room.app.database.run
        it.room.channels.posts[CHANNEL].clear()
        number = await run.read(seat_board.next_number, course)
        assert number == 2
        entered = [await run(seat_board.post_anew, course, number, now=START + HOUR, by=None) for _ in range(2)]
        assert entered == [True, False], "pressed twice"
        await it.ticks(START + HOUR, START + HOUR + MINUTE)
        assert not await run(seat_board.post_anew, course, number, now=START + 2 * HOUR, by=None), "an old button"
        await it.desk.taken("ada", CRITIC)
        await it.ticks(START + 2 * HOUR, START + 2 * HOUR + MINUTE)
        assert len(boards(it)) == 1
        assert "Critic: Ada" in boards(it)[0]
        assert [channel for channel, _ in it.room.channels.pins] == [CHANNEL, CHANNEL]


async def test_posted_anew_takes_the_place_of_the_one_that_stands(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        course, run = await it.course(), it.room.app.database.run
        await run(seat_board.post_anew, course, 2, now=START + HOUR, by=None)
        await it.ticks(START + HOUR, START + HOUR + MINUTE)
        assert len(boards(it)) == 1
        assert [name for _, name, _ in it.room.channels.posts[CHANNEL]] == ["seminar/slack/board/board/board.2//"]
        assert edits.count == 0


async def test_an_edited_schedule_and_a_new_name_are_on_it(database_url: str, tmp_path: Path) -> None:
    async with board_room(database_url, tmp_path) as (it, _):
        await it.edit(text().replace("title: Consensus", "title: Agreement"))
        await it.ticks(START + 3 * MINUTE, START + 4 * MINUTE)
        assert "Mon 31 Jan, 1:00 PM PST: Agreement" in boards(it)[0]


@pytest.mark.both_databases(postgresql="torture")
async def test_of_two_processes_one_changes_it_and_each_notices_what_the_other_wrote(
    database_url: str, tmp_path: Path
) -> None:
    async with board_room(database_url, tmp_path) as (it, edits):
        other = open_app(
            database_url=database_url, platforms=[it.room.channels], service=not database_url.startswith("sqlite")
        )
        try:
            await other.take_in(it.room.file, START)
            now = START + 10 * MINUTE
            await asyncio.gather(*(app.tick(now) for app in (it.room.app, other)))
            await it.desk.taken("ada", CRITIC)
            for seconds in (1, 6, 11, 61, 66, 71, 130, 140, 200):
                await asyncio.gather(*(app.tick(now + seconds * SECOND) for app in (it.room.app, other)))
            assert edits.count == 1
            await it.desk.taken("bob", key("raft", "advocate"))
            for seconds in (210, 275, 281):
                await other.tick(now + seconds * SECOND)
            assert "Advocate: Bob" in boards(it)[0], "within a minute, and what a burst waits"
            assert len(it.room.channels.pins) <= 2
            assert len(boards(it)) == 1
        finally:
            await other.close()


async def test_refused_pins_are_not_tried_again(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, opened=False) as it:
        tried: list[str] = []

        async def refused(channel: str, reference: str) -> None:
            tried.append(reference)
            raise (PlatformDown("away") if len(tried) == 1 else PostRefused("the bot lacks the scope pins:write"))

        it.room.channels.pin = refused  # type: ignore[method-assign]
        course = await it.course()
        await it.room.app.database.run(_open, course, START)
        await it.ticks(*(START + minutes * MINUTE for minutes in range(1, 9)))
        assert len(boards(it)) == 1
        assert tried == ["1", "1"]


def _open(connection: sa.Connection, course: Any, now: datetime) -> None:
    seating.open_signup(connection, course, now=now, by=None)
