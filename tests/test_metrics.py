"""What is counted: read as Prometheus reads it, and true of what people and the ledger saw."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversation.form import Form
from bot.conversation.reply import Action
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.metrics import Metrics, Moment
from bot.recording import platform_kind, store_kind
from bot.services import control
from bot.store import marks, people
from bot.store.faults import StoreBusy, StoreDefect, StoreUnreachable
from handlers.dispatch import GREETED, UNKNOWN
from handlers.table import TABLE
from tests.services.test_delivery import START, WEEKLY
from tests.support.pages import Watched, parsed, value, watched

MANUAL = Path(__file__).resolve().parent.parent / "docs" / "operations.md"


async def asks(bot: Watched, text: str, account: str = "maya", **what: object) -> object:
    """Somebody asks something in a direct message."""
    given = what or {"text": text}
    return await bot.app.answer(
        Inbound(
            platform="console", workspace="W", account=account, account_name="Maya Lindqvist", channel="", now=bot.now,
            **given,  # type: ignore[arg-type]
        )
    )  # fmt: skip


def enter_instructor(connection: people.Connection) -> None:
    person = people.ensure_account(
        connection, platform="console", workspace="W", user_id="ada", name="Ada Rivera", now=START
    )
    people.set_membership(connection, course="seminar", person_id=person, role=CourseRole.INSTRUCTOR, now=START)


# --- what people ask --------------------------------------------------------------------------------------------------


async def test_commands_are_counted_by_what_they_are_and_how_they_went(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await asks(bot, "/readings")
        await asks(bot, "what is due?")
        await asks(bot, "/readings week 99")
        await asks(bot, "/course announce hello")
        await asks(bot, "Maya was here, call 555-0199")
        await asks(bot, "hello")
        await asks(bot, "", action=Action("made-up-verb"))
        got = await bot.reader.samples()
        commands = {
            (dict(labels)["verb"], dict(labels)["outcome"]): number
            for (name, labels), number in got.items()
            if name == "coursebot_commands_total"
        }
        readings = TABLE.group("readings").row("show").verb
        announce = TABLE.group("course").row("announce").verb
        assert commands[announce, "refused"] == 1
        assert commands[UNKNOWN, "answered"] == 1
        assert commands[UNKNOWN, "refused"] == 1
        assert commands[GREETED, "answered"] == 1
        assert commands[readings, "answered"] == 2
        assert sum(commands.values()) == 7
        assert sum(number for (name, _), number in got.items() if name == "coursebot_command_seconds_count") == 7


async def test_what_fails_in_the_bot_is_counted_as_failed(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.app.database.run(lambda connection: connection.execute(sa.text("DROP TABLE membership")) and None)
        await asks(bot, "/readings")
        got = await bot.reader.samples()
        assert sum(
            number
            for (name, labels), number in got.items()
            if name == "coursebot_commands_total" and ("outcome", "failed") in labels
        ) == 1  # fmt: skip
        assert value(got, "coursebot_database_errors_total", kind="defect") == 1
        assert value(got, "coursebot_database_errors_total", kind="busy") == 0


async def test_forms_are_counted_with_what_had_to_be_corrected(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.app.database.run(enter_instructor)
        opened = await asks(bot, "/course announce", account="ada")
        assert isinstance(opened, Form)
        for written in ("", "Bring laptops."):
            values = {one.id: "" for one in opened.inputs} | {opened.inputs[0].id: written}
            await asks(bot, "", account="ada", action=opened.action, values=values)
        got = await bot.reader.samples()
        verb = TABLE.group("course").row("announce").verb
        assert value(got, "coursebot_forms_total", verb=verb, outcome="refused") == 1
        assert value(got, "coursebot_commands_total", verb=verb, outcome="answered") == 1
        assert sum(number for (name, _), number in got.items() if name == "coursebot_forms_total") == 2


# --- what is said ---------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
async def test_what_is_late_is_seen_until_it_is_said(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.tick(START)
        got = await bot.reader.samples()
        assert value(got, "coursebot_lag_seconds") == 0
        assert value(got, "coursebot_queue") == 0
        assert value(got, "coursebot_courses") == 1
        bot.server.next("post", "down")
        await bot.tick(WEEKLY)
        bot.now = WEEKLY + timedelta(minutes=10)
        got = await bot.reader.samples()
        assert value(got, "coursebot_lag_seconds") == 600
        assert value(got, "coursebot_queue") == 1
        assert value(got, "coursebot_deliveries", course="seminar", state="waiting") == 1
        assert value(got, "coursebot_announcement_late_seconds_count", to="channel") == 0
        await bot.tick(bot.now)
        got = await bot.reader.samples()
        assert value(got, "coursebot_lag_seconds") == 0
        assert value(got, "coursebot_queue") == 0
        assert value(got, "coursebot_deliveries", course="seminar", state="sent") == 1
        assert value(got, "coursebot_deliveries", course="seminar", state="waiting") == 0
        assert value(got, "coursebot_announcement_late_seconds_count", to="channel") == 1
        assert value(got, "coursebot_announcement_late_seconds_sum", to="channel") == 600
        assert value(got, "coursebot_announcement_late_seconds_bucket", to="channel", le="300.0") == 0
        assert value(got, "coursebot_tick_seconds_count") == 3
        assert value(got, "coursebot_ticks_failed_total") == 0


async def test_what_no_tick_has_come_to_is_late_and_what_is_paused_is_not(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.tick(START)
        bot.now = WEEKLY + timedelta(minutes=5)
        assert value(await bot.reader.samples(), "coursebot_lag_seconds") == 300
        bot.server.next("post", "down")
        await bot.tick(WEEKLY)
        await bot.app.database.run(control.pause, "seminar", until=None, reason="snow", now=WEEKLY, by=None)
        got = await bot.reader.samples()
        assert value(got, "coursebot_lag_seconds") == 0
        assert value(got, "coursebot_queue") == 0
        assert value(got, "coursebot_deliveries", course="seminar", state="waiting") == 1


async def test_a_tick_that_fails_is_counted_and_its_age_is_that_of_the_last(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:

        async def fails(_):
            raise StoreDefect("no such column")

        with pytest.raises(StoreDefect):
            await bot.health.beat(fails, START)
        bot.uptime += 42
        got = await bot.reader.samples()
        assert value(got, "coursebot_ticks_failed_total") == 1
        assert value(got, "coursebot_tick_age_seconds") == 42


async def test_the_age_of_the_last_backup_is_shown_once_there_is_one(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        assert value(await bot.reader.samples(), "coursebot_backup_age_seconds") is None
        await bot.app.database.run(marks.set_mark, "backup", START)
        bot.now = START + timedelta(days=2)
        assert value(await bot.reader.samples(), "coursebot_backup_age_seconds") == 2 * 86400


# --- the counting itself ----------------------------------------------------------------------------------------------


def test_errors_are_told_apart_by_who_can_put_them_right():
    metrics = Metrics()
    for error in (StoreBusy("busy"), StoreUnreachable("gone"), StoreDefect("bug"), ValueError("no error of the store")):
        metrics.store_failed(error)
    got = parsed(_page(metrics))
    for kind in ("busy", "unreachable", "defect"):
        assert value(got, "coursebot_database_errors_total", kind=kind) == 1
    assert store_kind(ValueError()) is None
    assert platform_kind(ValueError()) == "defect"


def test_two_services_in_one_process_count_apart():
    one, other = Metrics(), Metrics()
    one.answered("week", "answered", 0.1)
    assert 'verb="week"' in _page(one)
    assert 'verb="week"' not in _page(other)


def test_counting_never_fails_what_is_counted(caplog):
    metrics = Metrics()
    metrics.answered("week", "answered", "not a number")  # type: ignore[arg-type]
    assert "action=not_counted" in caplog.text


async def test_no_label_holds_a_person_a_text_or_a_channel(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.app.database.run(enter_instructor)
        await asks(bot, "Maya was here, call 555-0199 about #seminar")
        await asks(bot, "", action=Action("x" * 8, ("Maya",)))
        await bot.tick(WEEKLY)
        bot.app.recorder.platform_failed("slack", ValueError("about Maya in #seminar"))
        got = await bot.reader.samples()
    verbs = {row.verb for _, row in TABLE.rows()} | {UNKNOWN, GREETED}
    words = {
        "verb": verbs,
        "outcome": {"answered", "refused", "failed"},
        "to": {"channel", "person", "staff"},
        "course": {"seminar"},
        "state": {"waiting", "claimed", "sent", "failed", "held", "skipped", "retracting", "retracted"},
        "platform": {"slack"},
        "kind": {"busy", "unreachable", "defect"},
    }
    labels = [pair for _, labels in got for pair in labels if pair[0] not in ("le", "version", "python")]
    assert {name for name, _ in labels} == set(words)
    assert [(name, said) for name, said in labels if said not in words[name]] == []


async def test_every_metric_is_told_in_the_manual_and_no_other(database_url, tmp_path):
    async with watched(database_url, tmp_path, at=START) as bot:
        await bot.app.database.run(marks.set_mark, "backup", START)
        page = (await bot.reader.get("/metrics")).text
    shown = set(re.findall(r"^# TYPE (\w+) ", page, re.MULTILINE))
    told = set(re.findall(r"^\| `(\w+)[`{]", MANUAL.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == shown


def _page(metrics: Metrics) -> str:
    return metrics.page(Moment(now=START, tick_age=0.0, figures=None, due_since=None))
