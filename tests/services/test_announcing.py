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
from bot.services import announcing
from bot.services.announcing import Granted, Wish
from bot.store import audit, courses
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.courses import course

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
