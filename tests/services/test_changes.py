"""What waits is held to the schedule, the channel and the hour at which it is said, not at which it was planned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services import control
from tests.services.test_delivery import SHARED, STAFF, START, WEEKLY, WHOLE_TERM, utc
from tests.support.bots import running
from tests.support.seminar import THREE_CLASSES

REVIEW = utc(1, 30, 21)  # 24 hours before the first class
DAY_OF = utc(1, 31, 17)
FIRST_DATE = "    date: 2022-01-31\n"


async def _until(bot, now, end):
    """Tick whenever the bot wants to."""
    while now < end:
        now = min(await bot.app.tick(now) or end, end)


def _texts(bot, key):
    return [post.text for post in bot.server.visible() if post.key == key]


@pytest.mark.parametrize("fault", ["down", pytest.param("drop_before", marks=pytest.mark.torture)])
async def test_what_was_not_posted_at_once_is_worded_for_the_hour_at_which_it_is(fault, database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        bot.server.next("post", fault)
        await bot.ticks(REVIEW)
        bot.server.down = True
        await _until(bot, REVIEW + timedelta(seconds=1), utc(1, 31, 16))
        bot.server.down = False
        await bot.ticks(utc(1, 31, 16, 30))
        (text,) = _texts(bot, WHOLE_TERM[1])
        assert "due today" in text
        assert "tomorrow" not in text


async def test_a_text_of_other_length_leaves_no_part_of_the_old_one(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", "down")
        await bot.ticks(WEEKLY)
        before = len(await bot.ledger())
        await bot.edit("owe: each required", "owe: none", WEEKLY)
        await bot.ticks(WEEKLY + timedelta(minutes=1))
        parts = [key.rpartition("/")[2] for key in bot.server.keys(SHARED)]
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]
        assert 1 < len(parts) < before
        assert not await bot.ids("waiting")


async def test_once_a_part_stands_the_others_are_of_the_same_text(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", *[None] * 2, "down")
        await bot.ticks(WEEKLY)
        await bot.edit("title: Big Data Systems", "title: Renamed", WEEKLY)
        await bot.ticks(WEEKLY + timedelta(minutes=1))
        text = "\n".join(post.text for post in bot.server.visible(SHARED))
        assert "Big Data Systems" in text
        assert "Renamed" not in text


async def test_a_class_moved_later_while_its_post_waits_is_said_on_its_new_day(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, REVIEW)
        bot.server.next("post", "down")
        await bot.ticks(DAY_OF)
        await bot.edit(FIRST_DATE, "    date: 2022-02-02\n", DAY_OF)
        await bot.ticks(DAY_OF + timedelta(minutes=5), DAY_OF + timedelta(days=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:2]
        await bot.ticks(utc(2, 2, 17))
        assert bot.server.keys(SHARED)[-1] == WHOLE_TERM[2]
        assert "Today" in _texts(bot, WHOLE_TERM[2])[0]


async def test_a_later_class_does_not_break_a_pause(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        bot.server.next("post", "down")
        await bot.ticks(REVIEW)
        await bot.run(control.pause, "seminar", until=None, reason="", now=REVIEW, by=None)
        await bot.edit(FIRST_DATE, FIRST_DATE + "    start: 15:00\n", REVIEW)
        await bot.ticks(utc(1, 31, 22), utc(1, 31, 22, 1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        await bot.run(control.resume, "seminar", now=utc(1, 31, 22, 2), by=None)
        await bot.ticks(utc(1, 31, 22, 2))
        assert bot.server.keys(SHARED) == [*WHOLE_TERM[:2], WHOLE_TERM[2]]


async def test_a_post_that_was_missed_is_said_when_its_class_moves_ahead_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, REVIEW, utc(1, 31, 22))
        assert (await bot.states())[WHOLE_TERM[2]] == "skipped"
        await bot.edit(FIRST_DATE, "    date: 2022-02-02\n", utc(1, 31, 22))
        await bot.ticks(utc(2, 1, 17), utc(2, 2, 17), utc(2, 2, 18))
        assert bot.server.keys(SHARED).count(WHOLE_TERM[2]) == 1


@pytest.mark.parametrize(
    "edit",
    [
        (FIRST_DATE, FIRST_DATE + "    kind: cancelled\n    review: none\n"),
        ("reviews:", "  day_of: off\nreviews:"),
    ],
    ids=["cancelled", "turned off"],
)
async def test_what_the_schedule_no_longer_plans_is_not_said(edit, database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, REVIEW)
        bot.server.next("post", "drop_before")
        await bot.ticks(DAY_OF)
        await bot.edit(*edit, DAY_OF)
        await bot.ticks(DAY_OF + timedelta(minutes=5))
        assert WHOLE_TERM[2] not in bot.server.keys(SHARED)


async def test_a_deadline_put_back_after_it_was_taken_out_is_reminded_of(database_url, tmp_path):
    line = "  - {id: proposal, title: Project proposal, kind: project, due: 2022-02-11 17:00}\n"
    now = utc(2, 5, 1)
    async with running(database_url, tmp_path, at=utc(2, 4, 18)) as bot:
        bot.server.next("post", "down", "down")
        await bot.ticks(now)
        text = bot.file.read_text(encoding="utf-8")
        await bot.run(_drop_rows_in_use)
        bot.file.write_text(text.replace("deadlines:\n" + line, ""), encoding="utf-8")
        await bot.app.take_in(bot.file, now)
        await bot.ticks(now + timedelta(minutes=2))
        assert "seminar/console/deadline/proposal/P7D//" not in bot.server.keys(SHARED)
        bot.file.write_text(text, encoding="utf-8")
        await bot.app.take_in(bot.file, now + timedelta(minutes=3))
        await bot.ticks(now + timedelta(minutes=3))
        assert bot.server.keys(SHARED).count("seminar/console/deadline/proposal/P7D//") == 1


def _drop_rows_in_use(connection):
    """As if nothing hung on the deadline, so that nobody has to be asked."""
    connection.exec_driver_sql("UPDATE delivery SET state = 'skipped', failure = 'it is no longer in the schedule'")


async def test_of_two_reminders_that_are_due_together_only_the_later_is_said(database_url, tmp_path):
    now = utc(1, 26, 23, 30)
    soon = "deadlines:\n  - {id: soon, title: Short notice, kind: project, due: 2022-01-27 15:00}\n"
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        await bot.edit("deadlines:\n", soon, now)
        await bot.ticks(now)
        assert bot.server.keys(SHARED)[1:] == ["seminar/console/deadline/soon/P1D//"]


async def test_a_channel_mended_in_the_schedule_is_where_a_refused_post_goes(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.refused_channels.add(SHARED)
        await bot.ticks(WEEKLY)
        await bot.edit('announcements: "#seminar"', 'announcements: "#lectures"', WEEKLY)
        await bot.ticks(WEEKLY + timedelta(minutes=1))
        assert bot.server.keys("#lectures") == WHOLE_TERM[:1]


async def test_what_is_for_staff_follows_their_channel_and_never_reaches_the_one_it_was(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.refused_channels.add(STAFF)
        await bot.edit("title: Hardware", "titel: Hardware", START)
        await bot.ticks(START)
        bot.server.refused_channels.clear()
        await bot.edit("titel: Hardware", "title: Hardware", START)
        channels = f'announcements: "{SHARED}", staff: "{STAFF}"'
        await bot.edit(channels, f'announcements: "{STAFF}", staff: "#new-staff"', START)
        await bot.ticks(START + timedelta(minutes=1), WEEKLY)
        assert bot.server.keys(STAFF) == WHOLE_TERM[:1]
        assert len(bot.server.visible("#new-staff")) == 2


@pytest.mark.parametrize("purpose", ["staff", "lab"])
async def test_an_edit_that_shows_everybody_what_is_for_staff_is_not_put_in_force(purpose, database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        twice = f'announcements: "{SHARED}", staff: "{SHARED}"'
        if purpose == "lab":
            twice = f'announcements: "{SHARED}", staff: "{STAFF}", lab: "{STAFF}"'
        await bot.edit(f'announcements: "{SHARED}", staff: "{STAFF}"', twice, START)
        await bot.ticks(START)
        (told,) = bot.server.visible(STAFF)
        assert "is the staff channel and the channel for" in told.text


async def test_an_edit_that_takes_another_courses_channel_is_not_put_in_force(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        other = tmp_path / "other.yaml"
        theirs = THREE_CLASSES.replace("id: seminar", "id: other").replace("#seminar", "#other")
        other.write_text(theirs, encoding="utf-8")
        await bot.app.take_in(other, START)
        await bot.edit('announcements: "#seminar"', 'announcements: "#other"', START)
        await bot.ticks(START, WEEKLY)
        assert "belongs to other and to seminar" in bot.server.visible(STAFF)[0].text
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert bot.server.keys("#other") == []
