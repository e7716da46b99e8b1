"""What people, files and Slack write is data: it comes out as it went in, runs nothing, and forges no line of the log."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import logs
from bot.conversation.form import Form, Invalid
from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course.model import CourseRole
from bot.store.all_tables import metadata
from bot.store.tables import account, person
from tests.security.walk import MINE, NOW
from tests.slack_server import SlackServer
from tests.support.asking import open_door
from tests.support.secrecy import ANY, TOLD
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bots import SlackBot, slack_bot
from tests.support.staffroom import staffroom

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)

EVIL = {
    "SQL": "Robert'); DROP TABLE person; -- x\" OR 1=1; DELETE FROM membership WHERE 'a'='a /* */",
    "formats": "%s %d %(name)s %n {0} {} {self.__class__} ${x} {{7*7}} \\ \\' ` $(id) `id` ; rm",
    "markup": "<!channel> <@U1> <https://evil.example|here> *b* `c` &lt; Łukasz O’Neil 李小龙 👩‍🎓",
}
"""On one line, and printable: these come out just as they went in."""

FORGED = "2022-01-31 18:00:00,000 ERROR bot action=forged key=x"
LINES = f"x\n{FORGED}\r\n{FORGED}\x1b[2K\x1b[31m\u2028{FORGED}\x85{FORGED}\x0b\x0c"
"""What would begin a line of the log, or colour it."""


async def count(bot: SlackBot, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return int(await bot.app.database.run.read(lambda connection: connection.scalar(query)))


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


# --- it comes out as it went in ---------------------------------------------------------------------------------------


@pytest.mark.both_databases
@pytest.mark.parametrize("text", EVIL.values(), ids=EVIL)
async def test_names_and_texts_go_in_and_come_out_unchanged(
    database_url: str, tmp_path: Path, slack: SlackServer, text: str
) -> None:
    maya, rivera = slack.person(text), slack.person("Ana Rivera")
    slack.channel("seminar-staff", private=True, members=[rivera])
    seminar = slack.channel("seminar", members=[maya, rivera])
    schedule = THREE_CLASSES.replace("title: Big Data Systems", f"title: {json.dumps(text, ensure_ascii=False)}")
    async with slack_bot(database_url, tmp_path, slack, at=AT, text=schedule) as bot:
        await bot.enter(rivera, CourseRole.TA)
        await bot.enter(maya, CourseRole.STUDENT)
        await maya.slash(f"/readings {text}", seminar)
        await maya.hears(seminar)
        await maya.mentions(seminar, text)
        await maya.hears(seminar)
        await maya.slash("/readings week 1", seminar)
        assert text in (await maya.hears(seminar)).plain
        await rivera.slash("/course announce", seminar)
        await rivera.sees_view("Post an announcement")
        await rivera.submit({"Text": f"Note: {text}"})
        await rivera.submit()
        await bot.line.idle()
        await bot.tick(bot.now + timedelta(minutes=1))
        posted = next(one for one in slack.log if one.channel == seminar.id and "Note:" in one.plain)
        assert f"Note: {text}" in posted.plain
        assert await count(bot, person) == await count(bot, account) == 2

        def name(connection: sa.Connection) -> str:
            return str(connection.scalar(sa.select(person.c.name).join(account).where(account.c.user_id == maya.id)))

        assert await bot.app.database.run.read(name) == text
        tables = await bot.app.database.run.read(lambda connection: set(sa.inspect(connection).get_table_names()))
        assert tables >= set(metadata.tables)


@pytest.mark.both_databases
async def test_characters_that_no_database_holds_are_no_trouble(database_url: str, tmp_path: Path) -> None:
    nasty = "a\0b\ud800c\x1b[31md\x7f"
    async with staffroom(database_url, tmp_path, at=AT) as room:
        rivera = await room.join(nasty, CourseRole.TA)
        for words in (nasty, f"/readings {nasty}", f"/course announce {nasty}", f"/course pause {nasty}"):
            assert "went wrong" not in await rivera.says(words), words
        await rivera.says("/course announce")
        for page in (1, 2):
            assert "went wrong" not in await rivera.fills(text=nasty), page
        await rivera.says("/course pause")
        for page in (1, 2):
            assert "went wrong" not in await rivera.fills(why=nasty), page
        await room.tick()
        await room.edit(f"course: {nasty.encode('utf-8', 'replace').decode()}")
        await room.tick()
        assert "invisible character" in room.channels.texts("#seminar-staff")[-1]


# --- command lines of anything ----------------------------------------------------------------------------------------

COMMANDS = [
    "",
    "/readings ",
    "/deadlines ",
    "/course ",
    "/course announce ",
    "/course pause ",
    "/course roster ",
    "@bot ",
]
WORDS = st.text(max_size=200) | st.sampled_from(
    [*EVIL.values(), LINES, "\u202e\u2066\u200f" * 50, "\0" * 500, "a" * 10_000, "😀" * 10_000, "a " * 5_000, "|" * 10_000,
     "9" * 10_000, "week " + "9" * 5_000, "\u0301" * 10_000, "-" * 10_000, "next " * 2_000, "\ud800" * 100]
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.tuples(st.sampled_from(COMMANDS), WORDS).map("".join),
    who=st.sampled_from(["student", "instructor", "stranger"]),
    channel=st.sampled_from(["", "#course", "#course-staff", LINES]),
)
async def test_no_command_line_breaks_it(database, words: str, who: str, channel: str) -> None:
    door = await open_door(database, (MINE,), NOW)
    answer = await door.dispatcher.answer(door._inbound(who, channel, text=words))
    assert "went wrong" not in str(answer)
    assert isinstance(answer, Form | Invalid) or answer.private
    if isinstance(answer, Reply):
        assert len(plain(answer)) < 20_000


# --- the log ----------------------------------------------------------------------------------------------------------


@contextmanager
def everything_logged(written_as: str) -> Iterator[io.StringIO]:
    """The program's own log, as `coursebot run` sets it up, of every logger that there is, at DEBUG."""
    root, stream = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    logs.to_stderr(TOLD, written_as=written_as)
    (ours,) = [handler for handler in root.handlers if handler not in before]
    assert isinstance(ours, logging.StreamHandler)
    ours.setStream(stream)
    for handler in before:  # they see what they would see without it
        handler.filters = [one for one in handler.filters if not isinstance(one, logs.Redacting)]
    try:
        yield stream
    finally:
        root.removeHandler(ours)
        root.setLevel(level)


@contextmanager
def all_at_debug() -> Iterator[None]:
    loggers = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    levels = {one: one.level for one in [*loggers, logging.getLogger()]}
    for one in levels:
        one.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for one, level in levels.items():
            one.setLevel(level)


BEGINS = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) [\w.-]+ |    ")


@pytest.mark.parametrize("written_as", [logs.TEXT, logs.JSON])
async def test_the_log_at_debug_of_every_library_holds_no_secret_and_no_forged_line(
    database_url: str, tmp_path: Path, slack: SlackServer, written_as: str
) -> None:
    maya, rivera = slack.person(LINES), slack.person("Ana Rivera")
    slack.channel("seminar-staff", private=True, members=[rivera])
    seminar = slack.channel("seminar", members=[maya, rivera])
    with everything_logged(written_as) as stream:
        async with slack_bot(database_url, tmp_path, slack, at=AT) as bot:
            with all_at_debug():
                await bot.enter(rivera, CourseRole.TA)
                await a_day(bot, slack, maya, rivera, seminar)
                await bot.finish()
                bot.running = None
                assert await count(bot, person) == 2
                await start_again(bot)
    written = stream.getvalue()
    assert "action=" in written
    assert "slack_sdk" in written or "bot.platforms.slack.sdk" in written  # the libraries did speak
    found = ANY.search(written)
    assert found is None, written[max(0, found.start() - 200) : found.start()]
    lines = written.split("\n")
    assert lines.pop() == ""
    assert len(lines) > 50
    for line in lines:
        assert line.isprintable(), line
        if written_as == logs.JSON:
            assert json.loads(line).get("action") != "forged"
            assert json.loads(line)["logger"] != "forged"
        else:
            assert BEGINS.match(line), line
            assert not line.startswith(FORGED)


async def start_again(bot: SlackBot) -> None:
    """`slack_bot` wants to end what runs."""
    bot.__post_init__()
    await bot.start()


async def a_day(bot: SlackBot, slack: SlackServer, maya, rivera, seminar) -> None:
    """Commands, presses, forms, posts, failures, a refreshed connection: with ids and reasons that would forge a line."""
    await maya.slash(f"/readings {LINES}", seminar)
    await maya.hears(seminar)
    await maya.says(LINES)
    await maya.press(await maya.hears(maya.direct), "Deadlines")
    await maya.hears(maya.direct)
    await maya.opens_home()
    await rivera.slash("/course announce", seminar)
    await rivera.sees_view("Post an announcement")
    await rivera.submit({"Text": LINES})
    await rivera.submit()
    await bot.line.idle()
    body = next(one for kind, one, _ in reversed(slack.outgoing.attempts) if kind == "events_api")
    for _ in range(2):  # the second is a repetition, and is logged with its id
        await slack.outgoing._attempt("events_api", {**body, "event_id": LINES})
    broken = {**body, "event_id": "other", "event": {"type": "message", "channel_type": "im", "user": ["x"]}}
    for payload in (broken, {"type": LINES, "event": LINES}):
        await slack.sockets.open[-1].socket.send_json({"envelope_id": LINES, "type": LINES, "payload": payload})
    slack.fault("chat.postMessage", "error_before")
    await bot.tick(bot.now + timedelta(minutes=1))
    await bot.tick(bot.now + timedelta(minutes=5))
    bot.ears.answering = fails
    await maya.slash("/readings", seminar)
    await bot.line.idle()
    bot.ears.answering = None
    await slack.sockets.refresh(LINES, 0.01)
    await slack.connected()
    await bot.line.idle()


def fails(_inbound: object) -> None:
    raise RuntimeError(LINES)
