"""Posts that people ask for, over a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.conversation import codec
from bot.conversation.reply import Reply, paragraph
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import Misconfigured
from bot.services import announcing, control
from bot.services.announcing import Granted, Wish
from bot.store import audit, courses, verdicts
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.bots import Bot, running
from tests.support.courses import course
from tests.support.seminar import THREE_CLASSES

NOW = datetime(2022, 1, 26, 18, tzinfo=UTC)
SEMINAR = course(channels={"slack": {"announcements": "#course", "lab": "#lab"}, "discord": {"announcements": "17"}})
HELLO = Reply((paragraph("Hello <!channel>"),), private=False)


WISH = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=HELLO, token="t1")


@pytest.fixture
def live(connection: Connection) -> Connection:
    courses.ensure_course(connection, "seminar", now=NOW)
    courses.set_live(connection, "seminar", now=NOW, by=None)
    return connection


def say(connection: Connection, now: datetime = NOW, of: Course = SEMINAR, **changes: object) -> Granted:
    wish = replace(WISH, **changes)  # type: ignore[arg-type]
    return announcing.say(connection, wish, course=of, now=now, by=None)


def test_an_announcement_waits_on_each_platform_of_its_channel_once(live: Connection) -> None:
    assert say(live) == Granted(fresh=True, live=True)
    assert not say(live, now=NOW + timedelta(seconds=1)).fresh
    rows = live.execute(sa.select(delivery).order_by(delivery.c.id)).all()
    assert [(row.platform, row.channel, row.state, row.title) for row in rows] == [
        ("slack", "#course", "waiting", "Hello <!channel>"),
        ("discord", "17", "waiting", "Hello <!channel>"),
    ]
    assert codec.decode(rows[0].details["reply"]) == HELLO
    assert [entry.action for entry in audit.entries(live, "seminar")] == ["announce"]


def test_another_form_with_the_same_text_is_another_post(live: Connection) -> None:
    assert say(live).fresh
    assert say(live, token="t2").fresh


CORRECTED = Reply((paragraph("Hello all"),), private=False)


def waiting(connection: Connection) -> list[tuple[str, Reply]]:
    rows = connection.execute(sa.select(delivery).where(delivery.c.state == "waiting").order_by(delivery.c.id)).all()
    return [(row.channel, codec.decode(row.details["reply"])) for row in rows]


@pytest.mark.parametrize("state", ["waiting", "failed", "skipped"])
def test_a_corrected_text_takes_the_place_of_what_was_not_said(live: Connection, state: str) -> None:
    say(live)
    live.execute(delivery.update().values(state=state, attempts=1, first_claimed_at=NOW, snapshot="{}"))
    assert say(live, reply=CORRECTED) == Granted(fresh=True, live=True, corrects=True)
    assert waiting(live) == [("#course", CORRECTED), ("17", CORRECTED)]
    assert not say(live, reply=CORRECTED).fresh
    assert len(live.execute(sa.select(delivery)).all()) == 2


def test_a_corrected_channel_leaves_nothing_for_the_first_one_on_any_platform(live: Connection) -> None:
    say(live)
    assert say(live, purpose="lab").fresh
    assert waiting(live) == [("#lab", HELLO)]


@pytest.mark.parametrize(
    "begun",
    [
        {"state": "claimed"},
        {"state": "sent"},
        {"state": "waiting", "unsure": True},
        {"state": "failed", "unsure": True},
        {"state": "held", "unsure": True},
        {"state": "retracted"},
    ],
)
def test_what_was_said_or_may_have_been_is_not_corrected(live: Connection, begun: dict[str, object]) -> None:
    say(live)
    live.execute(delivery.update().where(delivery.c.platform == "discord").values(**begun))
    before = live.execute(sa.select(delivery).order_by(delivery.c.id)).all()
    granted = say(live, reply=CORRECTED)
    assert not granted.fresh
    assert granted.earlier is not None
    assert granted.earlier.platform == "discord"
    assert live.execute(sa.select(delivery).order_by(delivery.c.id)).all() == before


def test_a_first_text_that_is_overtaken_by_its_correction_changes_nothing(live: Connection) -> None:
    say(live, now=NOW + timedelta(seconds=5), reply=CORRECTED)
    assert not say(live).fresh
    assert waiting(live) == [("#course", CORRECTED), ("17", CORRECTED)]


def test_a_rehearsed_text_is_no_earlier_text_of_the_real_one(connection: Connection) -> None:
    courses.ensure_course(connection, "seminar", now=NOW)
    rehearsing = replace(SEMINAR, channels={"slack": {"announcements": "#course", "staff": "#staff"}})
    say(connection, of=rehearsing)
    connection.execute(delivery.update().values(state="sent", sent_at=NOW))
    assert say(connection, of=rehearsing, reply=CORRECTED).earlier is not None
    courses.set_live(connection, "seminar", now=NOW, by=None)
    assert say(connection, of=rehearsing, reply=CORRECTED) == Granted(fresh=True, live=True)


def test_an_announcement_and_a_share_have_keys_of_their_own(live: Connection) -> None:
    assert say(live).fresh
    assert say(live, kind=NoticeKind.SHARED, purpose="lab").fresh


def test_before_go_live_only_the_staff_channel_has_it_and_afterwards_it_can_be_posted(connection: Connection) -> None:
    courses.ensure_course(connection, "seminar", now=NOW)
    rehearsing = replace(SEMINAR, channels={"slack": {"announcements": "#course", "staff": "#staff"}})
    assert say(connection, of=rehearsing) == Granted(fresh=True, live=False)
    assert not say(connection, of=rehearsing).fresh
    query = sa.select(delivery.c.destination, delivery.c.channel, delivery.c.kind).order_by(delivery.c.id)
    assert connection.execute(query).all() == [("rehearsal", "#staff", "announce")]
    courses.set_live(connection, "seminar", now=NOW, by=None)
    assert say(connection, of=rehearsing) == Granted(fresh=True, live=True)
    assert connection.execute(query).all()[1:] == [("slack", "#course", "announce")]
    assert [entry.action for entry in audit.entries(connection, "seminar")] == ["announce", "announce_rehearsed"]


def test_a_channel_that_the_schedule_does_not_name(live: Connection) -> None:
    with pytest.raises(Misconfigured, match="no channel for “elsewhere”"):
        say(live, purpose="elsewhere")


def test_a_rehearsal_that_nobody_would_see_is_refused(connection: Connection) -> None:
    courses.ensure_course(connection, "seminar", now=NOW)
    with pytest.raises(Misconfigured, match="no channel for “staff”"):
        say(connection)
    with pytest.raises(Misconfigured, match="no channel for “elsewhere”"):
        say(connection, purpose="elsewhere")


def test_a_long_text_has_a_short_title() -> None:
    reply = Reply((paragraph("word " * 500),))
    assert len(announcing.title_of(reply)) == 60


def test_only_a_post_that_is_there_is_taken_back(live: Connection) -> None:
    say(live)
    retract = {"course": SEMINAR, "delivery_id": 1, "now": NOW, "by": None}
    assert not announcing.retract(live, **retract)  # type: ignore[arg-type]
    live.execute(delivery.update().values(state="sent", sent_at=NOW, reference="7"))
    assert not announcing.retract(live, **{**retract, "course": course(id="other")})  # type: ignore[arg-type]
    assert announcing.retract(live, **retract)  # type: ignore[arg-type]
    assert not announcing.retract(live, **retract)  # type: ignore[arg-type]


# --- at a time to come ----------------------------------------------------------------------------------------------

LATER = NOW + timedelta(days=3)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUIET = THREE_CLASSES.replace("review_due: {before: [1d]}", "weekly: off\n  day_of: off\n  review_due: off")


def later(at: datetime, text: str = "Bring a pen.", token: str = "t1") -> Wish:
    said = Reply((paragraph(text),), private=False)
    return Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=said, token=token, at=at, text=text)


def posts(bot: Bot) -> list[str]:
    return [key for key in bot.server.keys("#seminar") if "/announce/" in key]


async def test_what_is_asked_for_later_waits_through_restarts_and_clocks_and_is_said_then(database_url, tmp_path):
    at = NOW + timedelta(days=1)
    async with running(database_url, tmp_path, at=NOW, text=QUIET) as bot:
        (of,) = await bot.app.courses()
        await bot.run(announcing.say, later(at), course=of, now=NOW, by=None)
        await bot.ticks(NOW, NOW + HOUR, NOW + 2 * HOUR, NOW - 5 * HOUR)
        assert posts(bot) == []
    async with running(database_url, tmp_path, at=at - HOUR, text=QUIET) as bot:
        await bot.run(control.pause, "seminar", until=None, reason="", now=NOW, by=None)
        await bot.ticks(at - HOUR, at - MINUTE)
        assert posts(bot) == []
        await bot.ticks(at)
        assert posts(bot) == ["seminar/console/announce/t1///"], "to the minute, and in a pause: staff asked for it"
        await bot.ticks(at + MINUTE, at + HOUR)
        assert len(posts(bot)) == 1


async def test_it_stays_of_use_for_a_day_from_its_own_time(database_url, tmp_path):
    at = NOW + timedelta(days=4)
    async with running(database_url, tmp_path, at=NOW, text=QUIET) as bot:
        (of,) = await bot.app.courses()
        for token, when in (("t1", at), ("t2", at - timedelta(hours=25))):
            await bot.run(announcing.say, later(when, token=token), course=of, now=NOW, by=None)
        await bot.ticks(at + timedelta(hours=23))
        assert posts(bot) == ["seminar/console/announce/t1///"], "the other was over while nobody was up"


async def test_where_its_channel_is_gone_by_then_staff_are_told_and_can_have_it_sent(database_url, tmp_path):
    at, lab = NOW + timedelta(days=1), 'lab: "#lab", staff'
    async with running(database_url, tmp_path, at=NOW, text=QUIET.replace("staff:", f"{lab}:", 1)) as bot:
        (of,) = await bot.app.courses()
        await bot.run(announcing.say, replace(later(at), purpose="lab"), course=of, now=NOW, by=None)
        await bot.edit(lab, "staff", NOW)
        await bot.ticks(NOW, NOW + HOUR)
        assert await bot.ids("failed") == [], "there may be one again by then"
        await bot.ticks(at)
        (failed,) = await bot.ids("failed")
        assert [key for key in bot.server.keys("#seminar-staff") if "/failed/" in key]
        await bot.edit("staff:", f"{lab}:", at)
        await bot.run(verdicts.settle_held, failed, "send", now=at)
        await bot.ticks(at + MINUTE)
        assert bot.server.keys("#lab") == ["seminar/console/announce/t1///"]


def test_what_waits_is_listed_edited_and_cancelled(live: Connection) -> None:
    assert announcing.say(live, later(LATER), course=SEMINAR, now=NOW, by=None).fresh
    assert not announcing.say(live, later(LATER), course=SEMINAR, now=NOW + MINUTE, by=None).fresh, "pressed twice"
    (one,) = announcing.waiting(live, "seminar", now=NOW)
    assert (one.at, one.text, one.purpose) == (LATER, "Bring a pen.", "announcements")
    edited = announcing.say(live, later(LATER + HOUR), course=SEMINAR, now=NOW + 2 * MINUTE, by=None)
    assert (edited.fresh, edited.corrects) == (True, True)
    overtaken = announcing.say(live, later(LATER, "Older"), course=SEMINAR, now=NOW + MINUTE, by=None)
    assert overtaken.earlier is not None, "an edit that was overtaken by a newer one changes nothing"
    (one,) = announcing.waiting(live, "seminar", now=NOW + 3 * MINUTE)
    assert one.at == LATER + HOUR
    assert announcing.cancel(live, SEMINAR, "t1", now=NOW + 3 * MINUTE, by=None) == one
    assert announcing.cancel(live, SEMINAR, "t1", now=NOW + 4 * MINUTE, by=None) is None
    assert live.execute(sa.select(delivery)).all() == []
    actions = [entry.action for entry in audit.entries(live, "seminar")]
    assert actions == ["announce_cancelled", "announce", "announce"]


def test_what_is_on_its_way_is_not_cancelled(live: Connection) -> None:
    announcing.say(live, later(LATER), course=SEMINAR, now=NOW, by=None)
    live.execute(delivery.update().where(delivery.c.platform == "slack").values(state="claimed"))
    assert announcing.cancel(live, SEMINAR, "t1", now=NOW + MINUTE, by=None) is None
    assert len(announcing.waiting(live, "seminar", now=NOW + MINUTE)) == 1
