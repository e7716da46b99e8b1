"""The table of commands: lawful on every platform, and every row open to those it is for and to nobody else."""

import asyncio
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.conversation.commands import Audience, broken_laws
from bot.conversation.form import Form
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Reply
from bot.store.database import open_database
from handlers.permission import WHO
from handlers.table import TABLE
from tests.support.asking import EVERYBODY, STAFF, STUDENTS, door_to, open_door
from tests.support.courses import mondays_at_one

ALLOWED = {
    Audience.EVERYONE: EVERYBODY,
    Audience.STUDENT: (*STUDENTS, *STAFF),
    Audience.TA: STAFF,
    Audience.INSTRUCTOR: ("instructor",),
}
ROWS = [(group, row) for group, row in TABLE.rows()]
COURSE = mondays_at_one(3)
NOW = COURSE.sessions[0].starts_at


@pytest.fixture(scope="module")
def peopled(migrated_file, tmp_path_factory):
    """An SQLite file with everybody in the course, made once. Copy it, do not open it."""
    path = shutil.copyfile(migrated_file, tmp_path_factory.mktemp("peopled") / "coursebot.db")

    async def enter():
        database = open_database(path, run_id="test")
        await open_door(database, (COURSE,), NOW)
        await database.close()

    with ThreadPoolExecutor(1) as thread:  # which has no event loop yet
        thread.submit(asyncio.run, enter()).result()
    return path


@pytest.fixture
async def door(database_kind, tmp_path, request):
    """To the course, with one person of each role in it."""
    if database_kind != "sqlite":
        yield await open_door(request.getfixturevalue("database"), (COURSE,), NOW)
        return
    copy = shutil.copyfile(request.getfixturevalue("peopled"), tmp_path / "coursebot.db")
    database = open_database(copy, run_id="test")
    yield door_to(database, (COURSE,), NOW)
    await database.close()


@pytest.mark.parametrize("prefix", ["", "x", "cs294-", "sp22", "course-of-two-"])
def test_the_table_is_lawful_under_any_prefix(prefix):
    assert broken_laws(TABLE, prefix) == []


def test_the_commands_are_these():
    assert [group.name for group in TABLE.groups] == ["readings", "deadlines", "review", "mywork", "signup", "course"]


def test_the_laws_find_a_reserved_name():
    assert broken_laws(TABLE, "/") != []


@pytest.mark.torture  # in `make test` the same is walked by more kinds of people: tests/security/test_permissions.py
@pytest.mark.parametrize(("group", "row"), ROWS, ids=[row.verb for _, row in ROWS])
async def test_who_may_use_a_row_by_words_and_by_button(door, group, row):
    for who in EVERYBODY:
        answers = [await door.answer(who, Action(row.verb, COURSE.id), "#course")]
        if row.listed:
            answers.append(
                await door.ask(who, f"/{group.name} {row.name}", "#course") if not row.submit else answers[0]
            )
        for answer in answers:
            refused = (
                isinstance(answer, Reply)
                and plain(answer) == f"Sorry, only {WHO[row.audience]} of Seminar can do that."
            )
            assert refused == (who not in ALLOWED[row.audience]), (who, answer)
            assert isinstance(answer, Form) or answer.private


@pytest.mark.parametrize(
    ("group", "row"), [one for one in ROWS if one[1].submit], ids=lambda one: getattr(one, "verb", "")
)
async def test_who_may_submit_a_form(door, group, row):
    for who in EVERYBODY:
        answer = await door.answer(who, Action(row.verb, COURSE.id), "#course", values={"nothing": ""})
        refused = "Sorry, only" in str(answer)
        assert refused == (who not in ALLOWED[row.audience]), (who, answer)


@pytest.mark.parametrize(
    ("group", "row"), [one for one in ROWS if one[1].listed], ids=lambda one: getattr(one, "verb", "")
)
async def test_no_row_breaks_on_any_words(database, group, row):
    door = await open_door(database, (COURSE, session_less()), NOW)
    for words in ("", "x" * 40_000, "\0\x1b[31m", "<!channel> @everyone", "😀 " * 50, "-1", "|" * 120, "’ OR 1=1"):
        text = str(await door.ask("instructor", f"{group.name} {row.name} {words}") if not row.submit else "")
        assert "went wrong" not in text, words
    for arguments in ((), ("|",), ("nosuch",), ("0" * 90,), ("", "", ""), ("-5", "from:999999999")):
        answer = await door.answer("instructor", Action(row.verb, COURSE.id, arguments))
        assert "went wrong" not in str(answer), arguments


def session_less():
    """A second course that has nothing in it yet."""
    return replace(COURSE, id="other", title="Other", sessions=(), channels={"slack": {"announcements": "#other"}})
