"""One seat that many people press at once, on two replicas: one has it, all others are told who does, and nobody is told
of a fault.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.services import seating
from bot.store import courses as states
from bot.store import seats
from bot.store.database import Connection, Database, open_database
from bot.store.people import get_person
from handlers import seat_words
from tests.replicas.processes import fleet
from tests.replicas.town import Town
from tests.slack_server import Message, Person
from tests.support.asking import door_to, reply_of
from tests.support.crowds import Crowd, enrolled
from tests.support.seat_desk import START, SeatDesk, key, seat_desk, small, text

STUDENTS = tuple(f"s{number}" for number in range(50))
LAST = key("raft", "critic")


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[list[Database]]:
    """One database, opened as by two processes: neither knows of the other's threads."""
    opened = [open_database(database_url, run_id=name) for name in ("first", "second")]
    yield opened
    for one in opened:
        await one.close()


def told(desk: SeatDesk, both: list[Database]) -> list[asyncio.Task[str]]:
    """All press at once; what each is told."""
    doors = [door_to(one, (desk.course,), desk.now) for one in both]
    sit = Action("sit", desk.course.id, seat_words.encoded(LAST))

    async def presses(number: int, who: str) -> str:
        return plain(reply_of(await doors[number % 2].answer(who, sit)))

    return [asyncio.create_task(presses(number, who)) for number, who in enumerate(STUDENTS)]


async def test_fifty_people_who_press_the_last_seat_at_once_are_all_told_at_once(both: list[Database]) -> None:
    desk = await seat_desk(both[0], small(mode="first come"), students=STUDENTS)
    answers = await asyncio.gather(*told(desk, both))
    ((seat, winner),) = (await desk.held()).items()
    assert seat == LAST
    for who, answer in zip(STUDENTS, answers, strict=True):
        if who == winner:
            assert answer.startswith("You are Critic"), answer
        else:
            assert f"{winner.title()} was first" in answer, answer
    assert await desk.history() == [("taken", LAST, winner)]


# --- in processes of their own --------------------------------------------------------------------------------------

ONE_CLASS = "sessions: [{id: raft, title: Consensus, date: 2022-01-31, presenting: true}]\n"
ONE_SEAT = {"preset": "", "roles": "[{id: critic, title: Critic}]", "rules": "", "mode": "first come"}


def opened(connection: Connection, crowd: Crowd) -> None:
    """The course is live, everybody is in it, and sign-up is open."""
    course = small(ONE_CLASS, **ONE_SEAT)
    states.ensure_course(connection, course.id, now=START)
    states.set_live(connection, course.id, now=START, by=None)
    enrolled(connection, crowd, START)
    seating.open_signup(connection, course, now=START, by=None)


async def before_the_button(who: Person) -> Message:
    """They have asked, chosen the seat, and are asked whether they want it."""
    await who.slash("/signup")
    await who.press(await who.hears(who.direct), "Critic")
    return await who.hears(who.direct)


@pytest.mark.torture
async def test_fifty_people_on_slack_press_the_last_seat_at_once_on_two_processes(
    town: Town, database_url: str, tmp_path: Path
) -> None:
    people = [town.slack.person(f"Student {number}") for number in range(50)]
    store = open_database(database_url, run_id="staff")
    await store.run(opened, Crowd(town.slack, town.seminar, people))
    async with fleet(town, database_url, tmp_path, at=START, text=text(ONE_CLASS, **ONE_SEAT)) as two:
        for _ in range(2):
            await two.start()
        await two.connected(2)
        asked = [await before_the_button(who) for who in people]
        before = town.took()
        answers = await asyncio.gather(*(takes(who, message) for who, message in zip(people, asked, strict=True)))
        assert min(now - then for now, then in zip(town.took(), before, strict=True)) >= 10
    (line,) = await store.run.read(seats.changes, "seminar")
    winner = (await store.run.read(get_person, line.person)).name
    await store.close()
    for who, answer in zip(people, answers, strict=True):
        assert ("You are Critic" if who.name == winner else f"{winner} was first") in answer, answer


async def takes(who: Person, message: Message) -> str:
    await who.press(message, "Take it")
    return (await who.hears(who.direct)).plain
