"""`/mywork`: one's own ledger, and how one is reminded."""

from __future__ import annotations

from pathlib import Path

from bot.conversation.reply import Choice
from bot.course.model import CourseRole
from bot.services import preferences
from bot.store import people
from bot.store.database import Connection
from tests.support.reminded_seminar import AFTER, BEGUN, DAY, MORNING, START, SUNDAY, TEXT, Seminar, seminar
from tests.support.staffroom import Person, button, choose


async def ada(it: Seminar) -> Person:
    return await it.room.join("Ada", CourseRole.STUDENT)


async def kept(it: Seminar, who: str = "ada") -> tuple[str, str | None]:
    known = await it.room.app.database.run.read(preferences.of, it.persons[who])
    return known.reminders, known.timezone


async def test_my_ledger_in_a_few_lines(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        it.room.now = SUNDAY
        assert await person.says("/mywork") == (
            "Your work\n"
            "0 reviews in, 3 still to write.\n"
            "Next: ‘Resilient Distributed Datasets’, due Mon 31 Jan, 1:00 PM PST, in 1 d.\n"
            "Reminders: all of them (course time, America/Los_Angeles).\n"
            "[What I owe] [Reminders …] [My calendar]"
        )
        await it.hands_in("ada", "rdd", now=MORNING)
        await it.hands_in("ada", "spark", now=MORNING, answers=BEGUN)
        await it.grants("ada", "extension", by=2 * DAY, session="second")
        it.room.now = AFTER
        said = await person.says("/mywork")
        assert "1 review in, 2 still to write.\nLate: ‘Spark’, taken until Tue 1 Feb, 1:00 PM PST.\n" in said
        assert "Next: ‘Eyeriss’, due Wed 9 Feb, 1:00 PM PST, in 8 d 4 h." in said
        assert "• More time for ‘Eyeriss’: until Wed 9 Feb, 1:00 PM PST" in said
        await it.hands_in("ada", "spark", now=AFTER)
        await it.grants("ada", "excuse", session="second")
        it.room.now = AFTER + 30 * DAY
        assert "2 reviews in (1 late), 0 still to write, 1 excused." in await person.says("/mywork")


async def test_what_lateness_costs_stands_in_my_ledger(database_url: str, tmp_path: Path) -> None:
    text = TEXT.replace("due: at class start", "due: at class start\n  late_rule: {percent: 10, per: day}\n  late: 3d")
    async with seminar(database_url, tmp_path, text=text) as it:
        person = await ada(it)
        await it.hands_in("ada", "rdd", now=AFTER)
        it.room.now = AFTER
        said = await person.says("/mywork")
        assert "1 review in (1 late: −10 %), 2 still to write.\nLate: ‘Spark’, taken until Thu 3 Feb" in said
        assert "1:00 PM PST: −10 % per started day, so now −10 %.\n" in said
        await it.hands_in("ada", "spark", now=AFTER + DAY)
        assert "2 reviews in (2 late: −10 % to −20 %), 1 still to write." in await person.says("/mywork")
        assert "· submitted, late by 20 h (−10 %), 9:00 AM PST" in await person.says("/review")


async def test_what_was_missed_is_counted(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        it.room.now = AFTER + 30 * DAY
        assert "0 reviews in, 0 still to write, 3 missed." in await (await ada(it)).says("/mywork")


async def test_who_is_excused_from_a_choice_is_excused_from_so_many_and_not_from_all_papers(
    database_url: str, tmp_path: Path
) -> None:
    text = TEXT.replace("owe: each required", "owe: {choose: 1}")
    async with seminar(database_url, tmp_path, text=text) as it:
        await it.grants("ada", "excuse", session="first")
        assert "0 reviews in, 1 still to write, 1 excused." in await (await ada(it)).says("/mywork")


async def test_who_owes_nothing_is_told_so(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        for name, role, words in (("Tia", CourseRole.TA, "You are staff here"), ("Aud", CourseRole.AUDITOR, "listen")):
            said = await (await it.room.join(name, role)).says("/mywork")
            assert words in said
            assert "you owe no reviews" in said


async def test_reminders_are_set_by_a_word(database_url: str, tmp_path: Path) -> None:
    words = {"off": "off", "last": "last", "OFF": "off", "only 3h": "last", "normall": "normal"}
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        for typed, setting in words.items():
            assert "Noted." in await person.says(f"/mywork reminders {typed}")
            assert await kept(it) == (setting, None), typed


async def test_reminders_are_set_by_a_button(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        said = await person.says("/mywork reminders")
        assert "I remind you 24 hours and 3 hours before a review is due, and once more" in said
        assert "Never between 10:00 PM and 8:00 AM." in said
        assert "[Only 3 hours before] [Off] [My time zone …]" in said
        assert "I remind you only once, 3 hours before" in await person.presses(
            button(person.reply, "Only 3 hours before")
        )
        assert await kept(it) == ("last", None)
        await person.presses(button(person.reply, "Off"))
        assert await kept(it) == ("off", None)
        assert "Reminders: off" in await person.says("/mywork")


ZONES = {
    "Europe/Berlin": "Europe/Berlin",
    "tokyo": "Asia/Tokyo",
    "my zone Berlni": "Europe/Berlin",
    "zone new york": "America/New_York",
    "San Fransisco": "America/Los_Angeles",
    "utc": "UTC",
    "são paulo": "America/Sao_Paulo",
}


async def test_a_zone_is_found_by_name_or_city_typing_errors_included(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        for typed, zone in ZONES.items():
            assert f"Your time zone is {zone}" in await person.says(f"/mywork reminders {typed}"), typed
            assert await kept(it) == ("normal", zone)


async def test_a_word_that_is_neither_changes_nothing_and_offers_what_is_like_it(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        assert "Did you mean the time of\n[Berlin]" in await person.says("/mywork reminders berli town")
        assert await kept(it) == ("normal", None)
        await person.presses(button(person.reply, "Berlin"))
        assert await kept(it) == ("normal", "Europe/Berlin")
        said = await person.says("/mywork reminders xyzzyplugh")
        assert "I know no reminder setting and no time zone like “xyzzyplugh”." in said


async def test_a_zone_is_chosen_in_the_menu_and_course_time_puts_it_back(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        await person.says("/mywork reminders")
        await person.presses(button(person.reply, "My time zone …"))
        assert [len(block.options) <= 25 for block in person.reply.blocks if isinstance(block, Choice)] == [True]
        await person.presses(choose(person.reply, "My time zone", "Asia/Tokyo"))
        assert await kept(it) == ("normal", "Asia/Tokyo")
        await person.says("/mywork")
        assert "due Tue 1 Feb, 6:00 AM JST" in await person.says("/mywork")
        await person.says("/mywork reminders zone")
        await person.presses(button(person.reply, "Course time"))
        assert await kept(it) == ("normal", None)


def test_what_somebody_chose_stays_whatever_a_platform_shows(connection: Connection) -> None:
    ada, bob = (people.add_person(connection, name=name, now=START) for name in ("Ada", "Bob"))
    preferences.set_timezone(connection, ada, None)
    for person in (ada, bob):
        people.note_timezone(connection, person, "Europe/Berlin")
    assert [preferences.of(connection, person).timezone for person in (ada, bob)] == [None, "Europe/Berlin"]
    people.note_timezone(connection, bob, "Asia/Tokyo")
    assert preferences.of(connection, bob).timezone == "Europe/Berlin"
