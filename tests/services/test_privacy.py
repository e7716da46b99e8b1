"""One person's data given out and erased, and a course's when its time has come: a search of the whole database."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cli import run as command_line
from bot.cli_privacy import READABLE
from bot.conversation.plain import plain
from bot.conversation.port import PostRefused
from bot.conversation.reply import Action
from bot.course.keeping import YEAR
from bot.errors import Refused
from bot.services import closing, privacy, retention
from bot.store import audit, courses, people
from bot.store.all_tables import metadata
from bot.store.columns import JSONDocument, SafeText
from bot.store.personal_columns import DELETED, NAMING, NOBODYS, WORDS
from bot.store.tables import delivery, person, review_version
from tests.support.ended import DAY, MINUTE, SKETCH, STAFF, START, ended_seminar
from tests.support.staffroom import button

HELD_BY_SCHEDULE = ("schedule_version", "schedule_proposal")
SECRETS = (
    "ada lovelace",
    "ada@example.edu",
    "s-4711",
    "lineage, not",
    "nobody but ada",
    "a cold, i fear",
    "sketch of ada",
)
"""What Ada is known by and what she wrote, in small letters."""


def _searched(connection: sa.Connection) -> dict[str, list[str]]:
    """Secret → the columns in which it stands."""
    found: dict[str, list[str]] = {}
    for name, table in metadata.tables.items():
        for column in table.columns if name not in HELD_BY_SCHEDULE else ():
            for value in connection.scalars(sa.select(column).where(column.is_not(None)).distinct()):
                text = _text(value).casefold()
                for secret in SECRETS:
                    if secret in text:
                        found.setdefault(secret, []).append(f"{name}.{column.name}")
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return json.dumps(value, ensure_ascii=False).replace('\\"', '"') if isinstance(value, dict | list) else str(value)


def _lived(connection: sa.Connection, persons: dict[str, int]) -> None:
    """A term's rows in every table that can hold something of Ada's, also what others and staff wrote of her."""
    ada, tim, now = persons["ada"], persons["tim"], START
    common = {"course": "seminar", "person": ada}
    seat = {"session": "first", "paper": "rdd", "role": "presenter", "number": 1}

    def put(table: str, **values: Any) -> None:
        connection.execute(metadata.tables[table].insert().values(**values))

    put("review_typing", **common, paper="eyeriss", at=now, form="f", answers={"why": "Nobody but Ada knows"})
    put("review_grant", **common, kind="excuse", granted_at=now, granted_by=tim, reason="A cold, I fear")
    put("review_plea", **common, session="first", reason="ill", made_at=now, note="A cold, I fear")
    put("review_mark", **common, paper="rdd", version=1, mark="plus", marked_at=now, marked_by=tim, released_at=now)
    put("review_return", **common, paper="rdd", version=1, returned_at=now, returned_by=tim, note="Lineage, not locks?")
    put("roster_sheet", id=1, course="seminar", kind="plain", name="list.csv", imported_at=now, header=["Name"])
    put("roster_entry", **common, sheet=1, line=2, name="Ada Lovelace", email="ada@example.edu", student_id="S-4711",
        cells=["Ada Lovelace", "S-4711"])  # fmt: skip
    put("claim_code", hash="h", **common, made_at=now)
    put("calendar_link", hash="c", person=ada, made_at=now)
    put("roster_question", **common, asked_at=now, answer="I am S-4711")
    put("roster_question", course="seminar", person=persons["ben"], asked_at=now, entry=ada, answer="S-4711?")
    put("participation", **common, session="first", present=True, noted_at=now, noted_by=tim)
    put("seat", **common, **seat, taken_at=now, reason="Ada Lovelace asked")
    put("seat_change", **common, **seat, change="taken", at=now, reason="Ada Lovelace asked")
    put("seat_preference", **common, at=now, wanted=[])
    audit.record(connection, now=now, course="seminar", person=tim, action="extension", item=str(ada),
                 details={"reason": "A cold, I fear", "until": "x"})  # fmt: skip
    audit.record(connection, now=now, course="seminar", person=tim, action="searched", item="ada@example.edu",
                 details={"found": ["Ada Lovelace"]})  # fmt: skip
    said = {"destination": "staff", "occurrence": "", "recipient": "", "part": "", "platform": "slack", "channel": STAFF,
            "due_at": now, "stale_after": now, "created_at": now, "course": "seminar", "state": "sent"}  # fmt: skip
    put("delivery", **said, kind="cannot", item="one", title="t", snapshot='{"is":"x","t":"a cold, I fear"}')
    put("delivery", **said, kind="joined", item="two", title="Ada Lovelace came", details={"names": '["Ada Lovelace"]'})
    put("delivery", **said, kind="staff-check", item="three", title="Weekly", snapshot='{"t":"Adaptive work"}')
    connection.execute(metadata.tables["course_state"].update().values(paused_reason="wait for Ada Lovelace"))


async def _term(it: Any) -> None:
    await it.room.app.database.run(_lived, it.persons)
    found = await it.room.app.database.run.read(_searched)
    assert set(found) == set(SECRETS), "the search finds what is there"


def test_what_tables_hold_is_said_in_words():
    named = {
        name for name, table in metadata.tables.items() if any(one.references(person.c.id) for one in table.columns)
    }
    assert set(READABLE) == {*named, "delivery", "person", "review_form"}


def test_no_column_that_can_hold_words_is_forgotten():
    listed = {f"{table}.{column}" for table, columns in WORDS.items() for column in columns}
    listed |= {
        f"{table}.{column}" for each in (NAMING, NOBODYS) for table, columns in each.items() for column in columns
    }
    texts = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, SafeText | JSONDocument | sa.LargeBinary) and table.name not in DELETED
    }
    assert texts == {one for one in listed if one != "delivery.channel"}


# --- one person -------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_after_an_erasure_a_search_of_the_whole_database_finds_nothing(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await _term(it)
        run, ada = it.room.app.database.run, it.persons["ada"]
        before = await run.read(_numbers)
        done = await run(privacy.erase, ada, now=START + DAY)
        assert await run.read(_searched) == {}
        assert (done.messages, done.own["blob"]) >= (1, 1)
        after = await run.read(_numbers)
        gone = {name for name in before if after[name] != before[name]}
        assert gone == {"account", "blob", "review_typing", "claim_code", "calendar_link", "audit"}
        assert await run.read(people.names, (ada,)) == {ada: f"Erased person {ada}"}
        assert "Adaptive work" in str(await run.read(_snapshots)), "others' words stay"
        await it.room.tick(START + 5 * DAY)  # the service goes on beside it
        assert "Ada" not in " ".join(
            text for posts in it.room.channels.posts for text in it.room.channels.texts(posts)[-1:]
        )
        assert await run.read(_searched) == {}
        with pytest.raises(Refused):
            await run(privacy.erase, 999, now=START)


def _numbers(connection: sa.Connection) -> dict[str, int]:
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(table))
        for name, table in metadata.tables.items()
    }


def _snapshots(connection: sa.Connection) -> list[str | None]:
    return list(connection.scalars(sa.select(delivery.c.snapshot)))


@pytest.fixture
def say(capsys):
    """Run a command beside the event loop: its exit code and what it printed."""

    async def command(*arguments: str) -> tuple[int, str, str]:
        code = await asyncio.to_thread(command_line, [*arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


async def test_the_command_line_gives_out_and_erases_beside_the_service_and_leaves_no_bytes(
    sqlite_url, tmp_path, say, monkeypatch
):
    file, url = Path(sqlite_url.removeprefix("sqlite:///")), ("--database", sqlite_url)
    async with ended_seminar(sqlite_url, tmp_path) as it:
        await _term(it)
        code, printed, err = await say("privacy", "erase", "rivera", "--yes", *url)
        assert (code, "Rivera is the only instructor of seminar, which is running." in printed) == (1, True)
        assert err.startswith("Nothing was erased.")
        (here := tmp_path / "here.txt").write_text("kept")
        code, _, err = await say("privacy", "export", "s-4711", *url, "--out", str(here))
        assert (code, here.read_text()) == (1, "kept"), err
        code, _, err = await say("privacy", "export", "lovela", *url)
        assert (
            err
            == f"Do you mean Ada Lovelace, ada@example.edu (seminar)? Then: coursebot privacy export id:{it.persons['ada']}\n"
        )
        code, _, err = await say("privacy", "erase", "example.edu", *url)
        assert code == 1
        assert "can be several people" in err
        assert "Ada Lovelace  ada@example.edu  seminar" in err
        out = tmp_path / "ada.zip"
        for force in ((), ("--force",)):
            assert (await say("privacy", "export", "s-4711", *url, "--out", str(out), *force))[0] == 0
        held = zipfile.ZipFile(io.BytesIO(out.read_bytes()))
        tables = json.loads(held.read("data.json"))["tables"]
        assert {"person", "account", "membership", "review_version", "review_typing", "seat", "audit"} <= set(tables)
        assert len(tables["audit"]) == 1, "the export before is on record, the one that was refused is not"
        assert all(secret in json.dumps(tables, ensure_ascii=False).casefold() for secret in SECRETS[:-1])
        assert "Ben Okri" not in json.dumps(tables)
        assert b"Lineage" in held.read("seminar-reviews.html")
        assert [held.read(name) for name in held.namelist() if name.startswith("files/")] == [SKETCH]
        assert b"ada@example.edu" in b"".join(_bytes(file))
        code, printed, _ = await say("privacy", "erase", "ADA@example.edu", "--yes", *url)
        assert code == 0
        assert "1 version of a review\n" in printed
        assert "1 line of the class list\n" in printed
        assert [one for one in SECRETS if one.encode() in b"".join(_bytes(file))] == []
        assert "known as" in (await say("privacy", "erase", "ada@example.edu", *url))[2]
        monkeypatch.setattr("bot.store.scrubbing.scrub", lambda _: False)
        code, _, err = await say("privacy", "erase", f"id:{it.persons['ada']}", "--yes", *url)
        assert code == 0
        assert err.endswith(f"type: coursebot privacy erase id:{it.persons['ada']}\n"), "the name is not known any more"
        await it.room.tick(START + DAY)
    with sqlite3.connect(file) as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)


def _bytes(file: Path) -> list[bytes]:
    """Of the database and what stands beside it, in small letters."""
    return [one.read_bytes().lower() for one in file.parent.glob(f"{file.name}*")]


# --- a whole course ---------------------------------------------------------------------------------------------------


async def _asked(it: Any) -> list[Any]:
    return [reply for _, key, reply in it.room.channels.posts.get(STAFF, []) if "/retention/" in key]


@pytest.mark.both_databases(postgresql="torture")
async def test_when_its_time_has_come_a_course_is_erased_once_staff_were_told_30_days_before(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await _term(it)
        run, room = it.room.app.database.run, it.room
        await it.close()
        ended = (await run.read(courses.state, "seminar")).closed_at
        due = ended + YEAR
        await room.tick(due - 31 * DAY)
        assert await _asked(it) == []
        for hours in (0, 1, 30):
            await room.tick(due - 30 * DAY + timedelta(hours=hours))
        (asked,) = await _asked(it)
        assert "What people wrote in Reading Seminar (Spring 2022) is erased on 28 January 2023" in plain(asked)
        rivera = it.person("rivera")
        again = button(asked, "Keep it another year")
        assert "Kept until 28 January 2024." in await rivera.presses(again)
        assert "Kept until 28 January 2024." in await rivera.presses(again), "pressed twice it is one year"
        await run(retention.keep, await it.course(), due=due, now=room.now, by=None)
        assert (await run.read(courses.state, "seminar")).keep_until == due + YEAR
        assert "only instructors" in await it.person("tim").presses(again)
        await room.tick(due + DAY)
        assert set(await run.read(_searched)) == set(SECRETS)
        await room.tick(due + YEAR - 30 * DAY)
        await room.tick(due + YEAR - 29 * DAY)
        assert len(await _asked(it)) == 2
        await room.tick(due + YEAR + DAY)
        await room.tick(due + YEAR + DAY + MINUTE)
        assert await run.read(_searched) == {}
        assert plain((await _asked(it))[-1]).startswith(
            "What people wrote in Reading Seminar (Spring 2022) is erased: 5 people"
        )
        assert await run.read(_versions) == 2, "counts stay"
        entries = [one.action for one in await run.read(audit.entries, "seminar")]
        assert entries.count("erased") == 1
        it.room.now += YEAR
        with pytest.raises(Refused):
            await run(closing.reopen, await it.course(), now=room.now, by=None)


def _versions(connection: sa.Connection) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(review_version)) or 0


async def test_nothing_is_erased_before_staff_could_read_of_it(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        run, room = it.room.app.database.run, it.room
        await it.close()
        ended = (await run.read(courses.state, "seminar")).closed_at
        room.channels.trouble[STAFF] = PostRefused("no such channel")
        for days in (336, 337, 340, 366, 399):
            await room.tick(ended + days * DAY)
        assert (await run.read(courses.state, "seminar")).erased_at is None
        del room.channels.trouble[STAFF]
        told = ended + 401 * DAY
        for hours in (0, 2, 30):
            await room.tick(told + timedelta(hours=hours))
        assert len(await _asked(it)) == 1
        await room.tick(told + 29 * DAY)
        assert (await run.read(courses.state, "seminar")).erased_at is None
        await room.tick(told + 40 * DAY)
        assert (await run.read(courses.state, "seminar")).erased_at is not None


async def test_staff_may_erase_at_once_and_who_is_in_another_course_stays_who_they_are(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await it.close()
        run, ada = it.room.app.database.run, it.persons["ada"]
        await run(courses.ensure_course, "other", now=START)
        await run(_joins, ada)
        rivera = it.person("rivera")
        await rivera.presses(Action("keeperas", "seminar"))
        assert "nothing has happened" in await rivera.fills(id="other")
        assert "being erased" in await rivera.fills(id="seminar")
        await it.room.tick(it.room.now + MINUTE)
        assert await run.read(people.names, (ada, it.persons["ben"])) == {
            ada: "Ada Lovelace",
            it.persons["ben"]: f"Erased person {it.persons['ben']}",
        }
        assert "lineage, not" not in await run.read(_searched)
        assert (await run.read(retention.standing, await it.course())).due is None


def _joins(connection: sa.Connection, person: int) -> None:
    people.set_membership(connection, course="other", person_id=person, role=people.CourseRole.STUDENT, now=START)
