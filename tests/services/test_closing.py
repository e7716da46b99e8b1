"""The end of a course: what is unfinished, once and for all silence, what everybody gets, and the way back."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.cli import run as command_line
from bot.conversation.plain import plain
from bot.conversation.port import OutcomeUnknown
from bot.conversation.reply import Action
from bot.services import closing
from bot.services.schedules import Outcome
from bot.store import audit, courses, ledger
from bot.store.all_tables import metadata
from bot.store.closings import REOPENED
from bot.store.tables import delivery
from handlers.table import TABLE
from tests.support.ended import DAY, MINUTE, SHARED, SKETCH, STAFF, START, TEXT, ended_seminar
from tests.support.seminar import HEAD, THIRD
from tests.support.staffroom import Person, button

ENDED = "Reading Seminar (Spring 2022) has ended."
OTHER = (HEAD + THIRD).replace("id: seminar", "id: other").replace("Reading Seminar", "Other Course")
OTHER = OTHER.replace("#seminar", "#other").replace("review_due: {before: [1d]}", "weekly: off\n  day_of: off")


async def _rows(room, **where):
    def read(connection):
        query = delivery.select().where(*(delivery.c[name] == value for name, value in where.items()))
        return connection.execute(query.order_by(delivery.c.id)).all()

    return await room.app.database.run.read(read)


async def test_before_the_end_staff_see_what_is_unfinished(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        rivera = it.person("rivera")
        said = await rivera.says("course close")
        assert "Close Reading Seminar (Spring 2022)?" in said
        for line in (
            "1 open draft: Ben Okri",
            "1 unmarked review",
            "3 dates still ahead: Big Data Systems, Mon 31 Jan",
        ):
            assert line in said
        assert "2 people who wrote reviews get them" in said
        assert "kept for 1 year" in said
        assert "goes on" in await rivera.presses(button(rivera.reply, "Not yet"))
        await rivera.presses(Action("cloend", "seminar"))
        assert "nothing has happened" in await rivera.fills(id="spring")
        assert not await it.room.app.database.run.read(closing.is_closed, "seminar")
        assert "only instructors" in await it.person("tim").says("course close")
        assert "only instructors" in await it.person("ada").presses(Action("cloend", "seminar"))


async def test_the_end_gives_everybody_theirs_and_then_there_is_silence(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        room = it.room
        said = await it.close()
        assert "has ended" in said
        assert "2 people get what they wrote" in said
        assert [len(it.got(who)) for who in ("ada", "ben", "cem", "tim", "rivera")] == [1, 1, 0, 0, 1]
        mine = it.got("ada")[0]
        assert "has ended. Here is all that you wrote, 1 review." in plain(mine)
        page = mine.files[0].content.decode()
        assert "Lineage, not &lt;copies&gt; &amp; &quot;locks&quot;." in page
        assert "Ben" not in page
        assert "<script" not in page
        before = {channel: len(posts) for channel, posts in room.channels.posts.items()}
        await room.edit(TEXT.replace("Big Data Systems", "Larger Data"))
        for hours in (3, 24, 48, 71, 72, 73, 75, 90, 168, 240, 251, 360):
            await room.tick(START + timedelta(hours=hours))
        assert {channel: len(posts) for channel, posts in room.channels.posts.items()} == before
        assert {row.state for row in await _rows(room) if row.kind != "keepsake"} <= {"sent", "skipped"}


async def test_the_archive_holds_everything_and_is_the_same_each_time(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await it.close()
        first, archive = it.got("rivera")[0].files[0], it.archive()
        assert first.name == "seminar-archive.zip"
        names = set(archive.namelist())
        assert {"README.html", "schedule.yaml", "course.json"} <= names
        assert [archive.read(name) for name in names if name.startswith("files/Ada Lovelace")] == [SKETCH]
        assert archive.read("schedule.yaml").decode() == TEXT
        page = archive.read("README.html").decode()
        for words in (
            "Ada Lovelace",
            "Lineage, not &lt;copies&gt;",
            "A draft of",
            "Ben Okri",
            "https://example.org/rdd",
        ):
            assert words in page
        assert "<script" not in page
        assert json.loads(archive.read("course.json"))["course"]["id"] == "seminar"
        it.room.now += 3 * DAY
        rivera = it.person("rivera")
        await rivera.says("readings")
        await rivera.presses(button(rivera.reply, "Give me the archive again"))
        assert rivera.reply.files[0].content == first.content
        out = tmp_path / "out.zip"
        command = ["export", "archive", "--database", database_url, "--out", str(out)]
        assert await asyncio.to_thread(command_line, command) == 0
        assert out.read_bytes() == first.content
        entries = await it.room.app.database.run.read(audit.entries, "seminar")
        assert [(one.action, one.item) for one in entries[:2]] == [("exported", "archive")] * 2


async def test_afterwards_everything_says_that_it_has_ended(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        ben, rivera, tim = it.person("ben"), it.person("rivera"), it.person("tim")
        await rivera.says("course close")
        preview = rivera.reply
        await ben.presses(Action("write", "seminar", ("rdd",)))
        await it.close()
        assert (await ben.says("readings")).startswith(ENDED)
        assert "archive" not in await ben.says("mywork")
        assert "Give me the archive again" in (await rivera.says("hello"), plain(rivera.reply))[1]
        assert "archive" not in await tim.says("course missing")
        assert (await ben.presses(Action("due", "seminar"))).startswith(ENDED)
        assert (await rivera.presses(button(preview, "Close the course …"))).startswith(ENDED)
        refused = await ben.fills(why="All of it, at last")
        assert "has ended. This was not taken: copy what you wrote" in refused
        assert ben.form is not None, "the form stays open with what was typed"
        assert "You have no review" not in await Person(it.room, "stranger").says("readings")


def _numbers(connection):
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(table))
        for name, table in metadata.tables.items()
    }


async def test_no_button_of_before_does_anything(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await it.close()
        before = await it.room.app.database.run.read(_numbers)
        for _, row in TABLE.rows():
            it.room.now += MINUTE
            who = it.person("ada" if row.afterwards else "rivera")
            said = await who.presses(Action(row.verb, "seminar"))
            expected = "Sorry, only instructors of Reading Seminar can do that." if row.afterwards else ENDED
            assert said.startswith(expected), row.verb
        assert await it.room.app.database.run.read(_numbers) == before


async def test_who_is_in_a_course_that_runs_goes_on_as_before(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        other = tmp_path / "other.yaml"
        other.write_text(OTHER, encoding="utf-8")
        await it.room.app.take_in(other, START)
        await it.room.app.database.run(_joins, it.persons["ada"])
        await it.close()
        assert "Frameworks" in await it.person("ada").says("readings")
        assert (await it.person("ada").presses(Action("due", "seminar"))).startswith(ENDED)
        assert (await it.person("ben").says("readings")).startswith(ENDED)
        asked = it.person("ada")._inbound(text="readings")
        answer = await it.room.app.answer(type(asked)(**{**_fields(asked), "channel": SHARED}))
        assert plain(answer).startswith(ENDED)


def _joins(connection, person):
    from bot.course.model import CourseRole  # noqa: PLC0415
    from bot.store import people  # noqa: PLC0415

    people.set_membership(connection, course="other", person_id=person, role=CourseRole.STUDENT, now=START)


def _fields(record):
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


# --- once -------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_however_many_press_it_ends_once(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        course, app = await it.course(), it.room.app
        ends = [
            app.database.run(closing.close, course, now=START + DAY, by=it.persons[who])
            for who in ("rivera", "tim", "rivera", "tim")
        ]
        outcomes = await asyncio.gather(*ends)
        assert sorted(one.fresh for one in outcomes) == [False, False, False, True]
        assert len(await _rows(it.room, kind="keepsake")) == 3
        it.room.now = START + DAY
        for minutes in (1, 2, 3):
            await it.room.tick(START + DAY + minutes * MINUTE)
        assert [len(it.got(who)) for who in ("ada", "ben")] == [1, 1]
        entries = await app.database.run.read(audit.entries, "seminar")
        assert [one.action for one in entries].count("closed") == 1


async def test_what_was_on_its_way_at_the_end_is_not_tried_again(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        room, due = it.room, START + 4 * DAY
        room.channels.trouble[SHARED] = OutcomeUnknown("no answer")
        await room.tick(due)
        waiting = [row for row in await _rows(room, channel=SHARED) if row.state == "waiting"]
        assert waiting, "something was tried"
        closed = await room.app.database.run(closing.close, await it.course(), now=room.now, by=None)
        assert closed.unsaid == len(waiting)
        await room.app.database.run(_enter_late)
        del room.channels.trouble[SHARED]
        before = len(room.channels.posts.get(SHARED, []))
        for hours in (1, 2, 30):
            await room.tick(due + timedelta(hours=hours))
        assert len(room.channels.posts.get(SHARED, [])) == before
        late = await _rows(room, item="late")
        assert [(row.state, row.failure) for row in late] == [("skipped", ledger.ENDED)]
        await room.app.database.run(closing.reopen, await it.course(), now=room.now, by=None)
        assert [row.state for row in await _rows(room, item="late")] == ["waiting"], "it is of use for days"


def _enter_late(connection):
    """As a replica does that has not heard of the end."""
    values = dict.fromkeys(("recipient", "part"), "") | {"course": "seminar", "kind": "announce", "item": "late"}
    values |= {"destination": "slack", "occurrence": "", "platform": "slack", "channel": SHARED, "state": "waiting"}
    values |= {"due_at": START, "stale_after": START + 30 * DAY, "next_attempt_at": START, "created_at": START}
    connection.execute(delivery.insert().values(**values))


# --- the way back -----------------------------------------------------------------------------------------------------


async def test_opened_again_it_goes_on_and_the_next_end_gives_everything_anew(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        room, rivera = it.room, it.person("rivera")
        room.channels.trouble["ben"] = OutcomeUnknown("no answer")
        await it.close()
        await rivera.says("anything")
        await rivera.presses(button(rivera.reply, "Reopen …"))
        assert "runs again" in await rivera.presses(button(rivera.reply, "Reopen the course"))
        del room.channels.trouble["ben"]
        await room.tick(room.now + MINUTE)
        assert it.got("ben") == [], "what was not said by then is not said"
        assert [row.failure for row in await _rows(room, recipient=str(it.persons["ben"]), kind="keepsake")] == [
            REOPENED
        ]
        assert "Big Data" in await it.person("ada").says("readings")
        await room.tick(START + 3 * DAY)
        assert any("Today" in text for text in room.channels.texts(SHARED)), "what is due is said again"
        await it.close()
        assert [len(it.got(who)) for who in ("ada", "ben")] == [2, 1]
        assert "runs already" not in await rivera.presses(Action("cloopen", "seminar"))


# --- its file ---------------------------------------------------------------------------------------------------------


async def test_the_file_of_an_ended_course_changes_nothing_and_may_hold_the_next_term(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        app, room = it.room.app, it.room
        await it.close()
        room.file.write_text(TEXT.replace("Hardware", "Software"), encoding="utf-8")
        assert await app.take_in(room.file, room.now) is Outcome.ENDED
        room.file.write_text("course: [broken", encoding="utf-8")
        assert await app.take_in(room.file, room.now) is Outcome.ENDED
        assert (await it.course()).session("second").title == "Hardware"
        room.file.write_text(OTHER, encoding="utf-8")
        assert await app.take_in(room.file, room.now) is Outcome.APPLIED
        assert [one.id for one in await app.courses()] == ["other"]
        assert [one.id for one in await app.ended()] == ["seminar"]
        assert await app.at_rest() == ()
        state = await app.database.run.read(courses.state, "seminar")
        assert state.closed
        assert not [text for text in room.channels.texts(STAFF) if "version" in text]
