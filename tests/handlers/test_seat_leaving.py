"""Who leaves, or only listens from now on, has no seats ahead: staff read what becomes of them, and others are asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import Member
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.course.notice import NoticeKind
from bot.services import roster
from bot.store import people
from bot.store.database import Connection, Database
from bot.store.records import Membership
from tests.support.seat_desk import DAY, HOUR, SeatDesk, key, la, seat_desk, seat_room, small
from tests.support.seat_said import TOLD, said

RAFT, ZERO = la(31, 13), la(14, 13, month=2)
BACK = "Should they come back, the seats do not come back by themselves."


async def member(it: SeatDesk, who: str) -> Membership:
    found = await it.database.run.read(people.get_member, it.course.id, it.persons[who])
    assert found is not None
    return found


async def gone_from_the_channel(it: SeatDesk, who: str) -> None:
    """As after a look that did not see them: staff are asked."""
    there = await member(it, who)

    def leave(connection: Connection) -> None:
        people.put_member(connection, replace(there, in_channel=False, left_at=it.now))

    await it.database.run(leave)


async def left(it: SeatDesk, who: str, fate: str = "dropped") -> str:
    """Staff press the button below `X left the channel`."""
    await gone_from_the_channel(it, who)
    pressed = Action("left", "seminar", (fate, str(it.persons[who])))
    return plain(await it.door().answer("tess", pressed))  # type: ignore[arg-type]


async def becomes(it: SeatDesk, who: str, role: str, *, by: str = "tess") -> str:
    pressed = Action("setrole", "seminar", (role, str(it.persons[who])))
    return plain(await it.door().answer(by, pressed))  # type: ignore[arg-type]


@pytest.fixture
async def it(database: Database) -> SeatDesk:
    """Ada presented Raft, and is to present a week later and after that; it is the day after Raft."""
    made = await seat_desk(database)
    await made.taken("ada", key("raft", "critic"), key("zero", "neutral"), key("eyeriss", "advocate"))
    made.now = RAFT + DAY
    return made


async def test_seats_ahead_of_who_has_left_are_free_and_offered_and_what_was_presented_stays(it: SeatDesk) -> None:
    await it.taken("bob", key("zero", "advocate"))
    answer = await left(it, "ada")
    assert answer.startswith(
        "Ada is not in the course any more. If they return to #seminar, you hear of it.\n"
        "Their seats are free again:\n"
        "• Neutral Presenter for Training, Mon 14 Feb, 1:00 PM PST: offered to 4 students\n"
        "• Advocate for Hardware, Mon 21 Feb, 1:00 PM PST: offered to 4 students\n"
        f"{BACK}"
    )
    assert await it.held() == {key("raft", "critic"): "ada", key("zero", "advocate"): "bob"}
    assert [change for change, _, who in await it.history() if who == "ada"][-2:] == ["freed", "freed"]
    heard = await said(it, (*TOLD, NoticeKind.OFFER))
    assert "ada" not in heard
    assert len(heard["cem"]) == 2
    again = plain(await it.door().answer("tess", Action("left", "seminar", ("dropped", str(it.persons["ada"])))))  # type: ignore[arg-type]
    assert again == "That is settled already: Ada was dropped."


async def test_a_seat_that_is_near_is_covered_as_after_a_late_drop(it: SeatDesk) -> None:
    await it.taken("bob", key("zero", "backup"))
    await it.database.run(roster.confirm, course=it.course, now=it.now, by=None)
    it.now = ZERO - 2 * HOUR
    answer = await left(it, "ada")
    assert "• Neutral Presenter for Training, Mon 14 Feb, 1:00 PM PST: class is near, so the backup steps in" in answer
    assert "• Advocate for Hardware, Mon 21 Feb, 1:00 PM PST: offered to " in answer
    assert (await it.held())[key("zero", "neutral")] == "bob"
    heard = await said(it, (NoticeKind.BACKUP, NoticeKind.SEATS))
    assert heard["#seminar-staff"][0].startswith("Ada has left the course, and had Neutral Presenter for Training, ")
    assert "ada" not in heard
    assert len(heard["bob"]) == 1


async def test_who_is_still_here_keeps_them(it: SeatDesk) -> None:
    assert "seat" not in await left(it, "ada", "here")
    assert len(await it.held()) == 3


async def test_who_has_none_ahead_leaves_without_a_word_of_seats(it: SeatDesk) -> None:
    assert "seat" not in (await left(it, "bob")).split("\n")[0]
    assert BACK not in await becomes(it, "cem", "auditor")


async def test_an_auditor_has_no_seats_ahead_and_hears_of_it_and_gets_none_back_as_a_student(it: SeatDesk) -> None:
    await it.assigned("aud", key("dst", "critic"))
    answer = await becomes(it, "ada", "auditor")
    assert answer.startswith("Ada is an auditor now. They owe nothing.\nTheir seats are free again:\n• Neutral ")
    assert await said(it) == {
        "ada": [
            (
                "Staff say that you only listen in Reading Seminar from now on, so your seats are free for others:\n"
                "• Neutral Presenter for Training, Mon 14 Feb, 1:00 PM PST\n"
                "• Advocate for Hardware, Mon 21 Feb, 1:00 PM PST\n"
                "If that is not right, please tell them."
            )
        ]
    }
    await it.taken("bob", key("zero", "neutral"))
    answer = await becomes(it, "ada", "student")
    assert answer.startswith(
        "Ada is a student now. What is due counts for them.\n"
        "A seat that they had before is free, and not theirs by this:\n"
        "• Advocate for Hardware, Mon 21 Feb, 1:00 PM PST\n"
        "/course assign gives one back."
    )
    assert (await it.held())[key("zero", "neutral")] == "bob"
    assert (await it.held())[key("dst", "critic")] == "aud", "what staff gave an auditor stays"


async def test_a_student_who_becomes_staff_keeps_them(it: SeatDesk) -> None:
    assert BACK not in await becomes(it, "ada", "ta", by="ines")
    assert len(await it.held()) == 3


async def test_a_seat_that_the_schedule_does_not_offer_any_more_does_not_come_back_to_who_has_left(
    it: SeatDesk,
) -> None:
    whole, it.course = it.course, small(preset="lead", rules="{at_least: 1}")
    assert BACK not in await left(it, "ada")
    it.course = whole
    assert list(await it.held()) == [key("raft", "critic")], "what was presented stays"


async def test_who_is_staff_no_more_by_the_schedule_leaves_seats_of_which_staff_hear(
    database_url: str, tmp_path: Path
) -> None:
    """Nobody asked here, so it is told."""
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.assigned("tess", key("zero", "critic"))
        tess = replace(await member(it.desk, "tess"), source="schedule")

        def by_schedule(connection: Connection) -> None:
            people.put_member(connection, tess)

        await it.desk.database.run(by_schedule)
        it.room.channels.members["#seminar"] = tuple(Member(who, who.title()) for who in ("ada", "bob"))
        for minutes in (1, 11):
            now = it.desk.now + minutes * HOUR
            it.room.now = now
            await it.room.app.meet(now)
            await it.ticks(now)
        assert (await member(it.desk, "tess")).role is CourseRole.TA
        assert await it.desk.held() == {}
        (told,) = [one for one in it.texts("#seminar-staff") if one.startswith("Tess is not in the course any more.")]
        assert told.startswith(
            "Tess is not in the course any more.\nA seat of theirs is free again:\n"
            "• Critic for Training, Mon 14 Feb, 1:00 PM PST: offered to "
        )
