"""Reminders to those who present, with the whole bot: who hears what and when, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services import control, presenter_rounds, roster
from bot.services.reminding import enter
from bot.store import people
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.bot_process import go_live
from tests.support.seat_desk import DAY, HOUR, MINUTE, SESSIONS, STUDENTS, SeatRoom, key, la, seat_room, text

WEEK, TWO_DAYS, CLASS = la(31, 13), la(5, 13, month=2), la(7, 13, month=2)
"""Of the class `rdd`, Mon 7 Feb."""

CRITIC, ADVOCATE, NEUTRAL = (key("rdd", role) for role in ("critic", "advocate", "neutral"))


async def rows(it: SeatRoom) -> list[str]:
    """`ada rdd/P7D sent`, in the order in which they were entered."""

    def read(connection: Connection) -> list[str]:
        query = delivery.select().where(delivery.c.kind == "presenter").order_by(delivery.c.id)
        found = connection.execute(query).all()
        return [f"{it.desk.name(int(row.recipient))} {row.item}/{row.occurrence} {row.state}" for row in found]

    return list(await it.desk.database.run.read(read))


def reminded(it: SeatRoom, who: str) -> list[str]:
    return [said for said in it.texts(who) if " you are " in said]


async def sets(it: SeatRoom, who: str, *, timezone: str = "", reminders: str = "normal") -> None:
    def change(connection: Connection) -> None:
        people.set_timezone(connection, it.desk.persons[who], timezone)
        people.set_reminders(connection, it.desk.persons[who], reminders)  # type: ignore[arg-type]

    await it.desk.database.run(change)


@pytest.mark.both_databases(postgresql="torture")
async def test_who_presents_hears_it_a_week_and_two_days_before_and_with_whom(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", CRITIC)
        await it.desk.taken("bob", ADVOCATE)
        assert await it.room.app.tick(la(30, 20)) is not None
        await it.ticks(WEEK - MINUTE)
        assert reminded(it, "ada") == []
        await it.ticks(WEEK, WEEK + MINUTE, TWO_DAYS - MINUTE, TWO_DAYS, TWO_DAYS + HOUR, CLASS, CLASS + DAY)
        body = (
            " you are Critic for Big Data (Mon 7 Feb, 1:00 PM PST, Soda 405).\n"
            "Critic: Argues against accepting the paper: gaps, doubts, missing comparisons.\n"
            "To read\n• RDD\n"
            "With you: Bob (Advocate). Still open: Neutral Presenter and Backup/Scribe.\n"
        )
        free = "If you cannot come, you can give it back freely until Sat 5 Feb, 1:00 PM PST.\n"
        late = "If you cannot come, tell me now: I look for somebody to step in and tell staff.\n"
        end = "[Drop] [Calendar file]"
        assert reminded(it, "ada") == [f"In a week{body}{free}{end}", f"In two days{body}{late}{end}"]
        assert "With you: Ada (Critic)." in reminded(it, "bob")[1]
        assert [reminded(it, who) for who in ("cem", "tess")] == [[], []], "who does not present"
        assert not any("you are" in said for said in it.texts("#seminar") + it.texts("#seminar-staff"))
        assert sorted(await rows(it)) == [
            f"{who} rdd/{span} sent" for who in ("ada", "bob") for span in ("P2D", "P7D")
        ]  # fmt: skip


async def test_somebody_wakes_for_it_and_an_idle_look_asks_the_database_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", CRITIC)
        (course,) = await it.room.app.courses()
        presenters = presenter_rounds.Presenters(run=it.desk.database.run)
        assert not await presenters.tick(course, la(28, 9))
        assert presenters.next(course, la(28, 9)) == WEEK
        look = await it.desk.database.run.read(presenter_rounds.survey, course, before=None, now=la(28, 9))
        await it.desk.taken("ada", key("zero", "advocate"))
        again = await it.desk.database.run.read(presenter_rounds.survey, course, before=look.print, now=la(28, 9))
        assert again.instants == look.instants | {la(7, 13, month=2), la(12, 13, month=2)}, "a change is noticed"
        assert not await presenters.tick(course, la(28, 9) + MINUTE)
        it.desk.database.give_up()  # from here on whoever asks it is refused
        assert not await presenters.tick(course, la(28, 9) + 1.5 * MINUTE)


async def test_one_message_for_two_seats_of_a_class(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(per="paper", rules="{once_per_paper: no}")) as it:
        await it.desk.taken("ada", key("serving", "critic", paper="zero-paper"), key("serving", "backup", paper="orca"))
        await it.desk.taken("bob", key("serving", "advocate", paper="orca"))
        await it.ticks(la(9, 13, month=2))
        (said,) = reminded(it, "ada")
        assert said.startswith(
            "In a week you are Backup/Scribe for Orca and Critic for ZeRO (Wed 16 Feb, 1:00 PM PST, "
        )
        assert "• Orca\n• ZeRO\n" in said
        assert "With you for Orca: Bob (Advocate). Still open: Neutral Presenter and Critic.\n" in said
        assert (
            "Nobody else has signed up for ZeRO yet. Still open: Neutral Presenter, Advocate and Backup/Scribe." in said
        )
        assert "[Drop: Backup/Scribe] [Calendar file: Backup/Scribe] [Drop: Critic]" in said
        assert "Triton" not in said, "an optional paper is not presented"
        assert sorted(await rows(it)) == ["ada serving/P7D sent", "bob serving/P7D sent"]


async def test_the_new_holder_hears_and_the_old_one_does_not_also_when_it_changed_at_the_last_moment(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        for who, seat in (("ada", CRITIC), ("bob", ADVOCATE)):
            await it.desk.taken(who, seat)
        await it.desk.drops("ada", CRITIC)
        await it.desk.taken("cem", CRITIC)
        found = await it.desk.database.run.read(presenter_rounds.survey, it.desk.course, before=None, now=WEEK)
        await it.desk.database.run(enter, found.due, now=WEEK)
        await it.desk.drops("bob", ADVOCATE)
        await it.ticks(WEEK)
        assert [len(reminded(it, who)) for who in ("ada", "bob", "cem")] == [0, 0, 1]
        assert await rows(it) == ["bob rdd/P7D skipped", "cem rdd/P7D sent"]
        it.desk.now = WEEK + MINUTE
        await it.desk.taken("bob", ADVOCATE)
        await it.ticks(WEEK + HOUR)
        assert len(reminded(it, "bob")) == 0, "who has just taken it has just read what it asks for"
        await it.ticks(TWO_DAYS)
        assert [len(reminded(it, who)) for who in ("ada", "bob", "cem")] == [0, 1, 2]


async def test_a_class_that_moves_a_little_is_told_once_and_one_that_moves_far_anew(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", CRITIC)
        await it.ticks(WEEK)
        later = text(SESSIONS.replace("Big Data, date: 2022-02-07", "Big Data, date: 2022-02-07, start: 15:00"))
        await it.edit(later)
        await it.ticks(WEEK + 2 * HOUR, WEEK + 3 * HOUR)
        assert len(reminded(it, "ada")) == 1
        await it.edit(text(SESSIONS.replace("2022-02-07", "2022-02-09")))
        await it.ticks(la(2, 13, month=2), TWO_DAYS)
        assert [said.partition(" you")[0] for said in reminded(it, "ada")] == ["In a week", "In a week"]
        assert "(Wed 9 Feb, 1:00 PM PST" in reminded(it, "ada")[1]
        await it.edit(text(SESSIONS.replace("date: 2022-02-07", "date: 2022-02-07, kind: cancelled")))
        await it.ticks(la(7, 13, month=2))
        assert len(reminded(it, "ada")) == 2, "a cancelled class has no presenters"


async def test_on_the_persons_clock_not_in_their_night_and_as_they_chose(database_url: str, tmp_path: Path) -> None:
    """One o’clock in Los Angeles is six in the morning in Tokyo: the evening before is told in time."""
    async with seat_room(database_url, tmp_path) as it:
        for who, role in (("ada", "critic"), ("bob", "advocate"), ("cem", "neutral"), ("dee", "backup")):
            await it.desk.taken(who, key("rdd", role))
        await sets(it, "ada", timezone="Asia/Tokyo")
        await sets(it, "bob", reminders="last")
        await sets(it, "cem", reminders="off")
        await it.ticks(la(31, 4, 30))
        assert reminded(it, "ada")[0].startswith("In 8 days you are Critic for Big Data (Tue 8 Feb, 6:00 AM JST")
        await it.ticks(WEEK, la(5, 4, 30, month=2), TWO_DAYS)
        assert [len(reminded(it, who)) for who in ("ada", "bob", "cem", "dee")] == [2, 1, 0, 2]
        assert reminded(it, "bob")[0].startswith("In two days")
        assert [row for row in await rows(it) if row[:3] in ("bob", "cem")] == ["bob rdd/P2D sent"]


async def test_what_a_night_or_a_stop_kept_back_is_said_in_the_morning_or_not_at_all(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", CRITIC)
        await it.ticks(la(1, 2, month=2), la(1, 7, 59, month=2))
        assert reminded(it, "ada") == [], "the bot was away and came back in the night"
        await it.ticks(la(1, 8, month=2))
        assert reminded(it, "ada")[0].startswith("In six days you are Critic")
        await it.ticks(CLASS + MINUTE)
        assert len(reminded(it, "ada")) == 1, "class has begun"


@pytest.mark.parametrize("kept_by", ["rehearsal", "pause", "roster"])
async def test_a_rehearsal_a_pause_and_an_unseen_roster_keep_it_back(
    database_url: str, tmp_path: Path, kept_by: str
) -> None:
    async with seat_room(database_url, tmp_path, live=kept_by != "rehearsal", right=kept_by != "roster") as it:
        await it.desk.taken("ada", CRITIC)
        run, course = it.desk.database.run, it.desk.course
        if kept_by == "pause":
            await run(control.pause, course.id, until=None, reason="", now=WEEK - HOUR, by=None)
        await it.ticks(WEEK, WEEK + HOUR)
        assert await rows(it) == []
        match kept_by:
            case "rehearsal":
                await go_live(it.room.app, WEEK + HOUR)
            case "pause":
                await run(control.resume, course.id, now=WEEK + HOUR, by=None)
            case _:
                await run(roster.confirm, course=course, now=WEEK + HOUR, by=None)
        await it.ticks(WEEK + HOUR + MINUTE, TWO_DAYS)
        made_up = kept_by != "rehearsal"
        assert len(reminded(it, "ada")) == made_up + 1, "what was due before Go live is not made up for"


async def test_who_left_the_course_hears_nothing_and_staff_who_present_do(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, students=STUDENTS[:2]) as it:
        await it.desk.taken("ada", CRITIC)
        await it.desk.assigned("tess", NEUTRAL, reason="She wants to.")
        await it.desk.leaves("ada")
        await it.ticks(WEEK)
        assert (len(reminded(it, "ada")), len(reminded(it, "tess"))) == (0, 1)
        assert await rows(it) == ["tess rdd/P7D sent"]


async def test_once_it_is_late_who_cannot_come_reads_that_the_backup_is_asked(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(drop_until="3d")) as it:
        await it.desk.taken("ada", CRITIC)
        await it.desk.taken("bob", key("rdd", "backup"))
        await it.ticks(WEEK, TWO_DAYS)
        early, late = reminded(it, "ada")
        assert "you can give it back freely until Fri 4 Feb, 1:00 PM PST." in early
        assert "If you cannot come, tell me now: I ask the backup and tell staff.\n" in late
        assert "I look for somebody to step in and tell staff.\n" in reminded(it, "bob")[1], "they are the backup"
