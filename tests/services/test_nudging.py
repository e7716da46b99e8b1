"""Staff nudge who still owes: who hears of it, once a round, and who does not, though they were on the list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.conversation.port import PostRefused
from bot.course.model import CourseRole
from bot.errors import Refused
from bot.services import control, nudging
from bot.services.nudging import Order, Preview, Sent
from bot.store import audit, people
from bot.store.database import Connection
from tests.support.reminded_seminar import BEGUN, DAY, DUE, HOUR, MINUTE, MORNING, STAFF, Seminar, seminar

STUDENTS = ("ada", "ben", "cy", "dee", "eve", "fay", "gil", "hal")
ALL = Order(round=1, which="all", off=False)


async def fill(it: Seminar) -> None:
    """Ada has more time, Ben is excused, Cy is done, Dee half, Eve has a draft, Fay has nothing; Gil turned reminders
    off; Hal reads it at night. Ivy is on the class list and has no account.
    """
    await it.grants("ada", "extension", by=DAY)
    await it.grants("ben", "excuse")
    for who, paper in (("cy", "rdd"), ("cy", "spark"), ("dee", "rdd")):
        await it.hands_in(who, paper, now=MORNING)
    await it.hands_in("eve", "rdd", now=MORNING, answers=BEGUN)
    await it.sets("gil", reminders="off")
    await it.sets("hal", timezone="Asia/Seoul")

    def enter(connection: Connection) -> None:
        ivy = people.add_person(connection, name="Ivy", email="ivy@example.org", now=MORNING)
        people.set_membership(connection, course="seminar", person_id=ivy, role=CourseRole.STUDENT, now=MORNING)

    await it.room.app.database.run(enter)


async def preview(it: Seminar, *, off: bool = False) -> Preview:
    found: Preview = await it.room.app.database.run.read(
        nudging.preview, await it.course(), "first", off=off, now=it.room.now
    )
    return found


async def send(it: Seminar, order: Order = ALL) -> Sent:
    sent: Sent = await it.room.app.database.run(
        nudging.send, await it.course(), "first", order, now=it.room.now, by=None
    )
    return sent


def names(found: Preview, *, off: bool = False) -> Mapping[str, list[str]]:
    told = {"all": found.told("all", off=off), "new": found.told("new", off=off)}
    return {which: [one.name for one in them] for which, them in told.items()}


async def test_who_still_owes_hears_of_it_once_and_nobody_else(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=STUDENTS) as it:
        await fill(it)
        await it.ticks(DUE + HOUR)
        found = await preview(it)
        assert names(found) == {"all": ["Dee", "Eve", "Fay", "Hal"], "new": ["Fay", "Hal"]}
        assert names(found, off=True)["new"] == ["Fay", "Gil", "Hal"]
        assert {one.name for one in found.candidates if not one.reachable} == {"Ivy"}
        assert {one.name for one in found.candidates if one.night} == {"Hal"}
        before = {who: len(it.texts(who)) for who in STUDENTS}
        assert (await send(it)).names == ("Dee", "Eve", "Fay", "Hal")
        again = await send(it)
        assert again.names == ()
        assert again.earlier is not None, "pressed twice, or by two"
        assert again.earlier.number == 4
        await it.hands_in("fay", "rdd")
        await it.hands_in("fay", "spark")
        await it.grants("hal", "excuse")
        await it.ticks(DUE + HOUR + MINUTE)
        heard = {who: [text for text in it.texts(who)[before[who] :] if "nudge" in text] for who in STUDENTS}
        assert [who for who, texts in heard.items() if texts] == ["dee", "eve"]
        (said,) = heard["dee"]
        assert said == (
            "Hello! The staff of Reading Seminar asked me to give you a nudge.\n"
            "‘Spark’ was due Mon 31 Jan, 1:00 PM PST. Late ones are taken until Tue 1 Feb, 1:00 PM PST. "
            "You have not started.\n"
            "If something is in the way, press “I can’t make this”. Only staff read what you say there.\n"
            "[Write]\n[I can’t make this]"
        )
        assert "a draft, NOT submitted" in heard["eve"][0]
        entries = await it.room.app.database.run.read(audit.entries, "seminar")
        assert [one.item for one in entries if one.action == "nudged"] == ["first"]


async def test_another_round_is_another_message_and_the_first_is_told_of(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path, students=("ada", "eve", "gil")) as it:
        await it.hands_in("eve", "rdd", now=MORNING, answers=BEGUN)
        await it.sets("gil", reminders="off")
        await it.ticks(DUE + HOUR)
        it.room.channels.trouble["eve"] = PostRefused("this account takes no messages")
        assert (await send(it)).names == ("Ada", "Eve")
        await it.ticks(DUE + HOUR + MINUTE)
        found = await preview(it)
        assert found.round == 2
        assert found.earlier is not None
        assert (found.earlier.number, found.earlier.at) == (2, DUE + HOUR)
        assert any("A nudge about" in text for text in it.room.channels.texts(STAFF)), (
            "what cannot be delivered is told"
        )
        before = {who: len(it.texts(who)) for who in ("ada", "eve", "gil")}
        await it.ticks(DUE + 4 * HOUR)
        assert (await send(it, Order(round=2, which="new", off=True))).names == ("Ada", "Gil")
        await it.hands_in("ada", "rdd", answers=BEGUN)
        await it.ticks(DUE + 4 * HOUR + MINUTE)
        heard = [who for who in before if len(it.texts(who)) > before[who]]
        assert heard == ["gil"], "Ada has begun since, and it was for those alone who had not"


async def test_in_a_pause_it_goes_out_and_in_a_rehearsal_it_does_not(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        await it.ticks(DUE + HOUR)
        await it.room.app.database.run(control.pause, "seminar", until=None, reason="", now=DUE + HOUR, by=None)
        before = len(it.texts("ada"))
        assert (await preview(it)).paused
        assert (await send(it)).names == ("Ada",)
        await it.ticks(DUE + HOUR + MINUTE)
        assert len(it.texts("ada")) == before + 1


@pytest.mark.parametrize(
    ("live", "right", "sentence"),
    [(False, True, nudging.REHEARSING), (True, False, nudging.UNLOOKED_AT)],
)
async def test_nobody_is_nudged_before_the_course_runs(
    live: bool, right: bool, sentence: str, database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path, live=live, right=right) as it:
        it.room.now = DUE + HOUR
        with pytest.raises(Refused, match=sentence[:20]):
            await send(it)
        assert await it.rows("nudge") == []
