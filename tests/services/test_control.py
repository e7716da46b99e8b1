"""Go live, pause, resume and the answers of staff, over a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from bot.course.notice import NoticeKind
from bot.errors import Refused
from bot.services import control
from bot.store import audit
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.courses import course, material, reading, session, with_reviews_posted

NOW = datetime(2022, 1, 26, 18, tzinfo=UTC)
SEMINAR = course(
    session("first", date(2022, 1, 31), start=time(13), readings=(reading("a"),), materials=(material(),), owes=True),
    session("second", date(2022, 2, 7), start=time(13), readings=(reading("b"),), owes=True),
    channels={
        "slack": {"announcements": "#course", "staff": "#staff"},
        "discord": {"announcements": "17", "staff": "18"},
    },
)


@pytest.fixture
def rehearsing(connection: Connection) -> Connection:
    states.ensure_course(connection, "seminar", now=NOW - timedelta(days=1))
    return connection


def rows(connection: Connection) -> list[tuple[str, str, str, str]]:
    query = sa.select(delivery.c.destination, delivery.c.kind, delivery.c.item, delivery.c.state).order_by(
        delivery.c.id
    )
    return [tuple(row) for row in connection.execute(query)]


def actions(connection: Connection) -> list[str]:
    return [entry.action for entry in audit.entries(connection, "seminar")]


def test_go_live_enters_the_weekly_post_and_the_baseline_on_every_platform(rehearsing: Connection) -> None:
    went = control.go_live(rehearsing, course=SEMINAR, now=NOW, by=None)
    assert went.already is None
    assert went.first is not None
    assert went.first.kind is NoticeKind.WEEKLY
    assert rows(rehearsing) == [
        ("slack", "materials", "first", "skipped"),
        ("discord", "materials", "first", "skipped"),
        ("slack", "weekly", "week:2022-01-31", "waiting"),
        ("discord", "weekly", "week:2022-01-31", "waiting"),
    ]
    assert states.state(rehearsing, "seminar").live_at == NOW


def test_go_live_twice_changes_nothing(rehearsing: Connection) -> None:
    control.go_live(rehearsing, course=SEMINAR, now=NOW, by=None)
    before = rows(rehearsing)
    again = control.go_live(rehearsing, course=SEMINAR, now=NOW + timedelta(hours=1), by=None)
    assert (again.already, again.first) == (NOW, None)
    assert rows(rehearsing) == before
    assert actions(rehearsing) == ["go_live"]


def test_go_live_after_the_term_posts_nothing(rehearsing: Connection) -> None:
    went = control.go_live(rehearsing, course=SEMINAR, now=datetime(2022, 6, 1, tzinfo=UTC), by=None)
    assert went.first is None
    assert {state for *_, state in rows(rehearsing)} == {"skipped"}


def test_the_preview_says_what_go_live_does_and_changes_nothing(rehearsing: Connection) -> None:
    preview = control.preview_live(rehearsing, course=with_reviews_posted(SEMINAR), now=NOW)
    assert preview.baseline == 1
    assert [one.kind.value for one in preview.coming] == ["review-due", "day-of", "weekly"]
    assert rows(rehearsing) == []
    assert preview.first == control.go_live(rehearsing, course=SEMINAR, now=NOW, by=None).first


def test_a_pause_is_replaced_by_the_next_and_ended_by_resume(rehearsing: Connection) -> None:
    control.pause(rehearsing, "seminar", until=NOW + timedelta(days=1), reason="snow", now=NOW, by=None)
    state = control.pause(rehearsing, "seminar", until=None, reason="more snow", now=NOW, by=None)
    assert (state.paused_until, state.paused_reason) == (None, "more snow")
    assert control.resume(rehearsing, "seminar", now=NOW, by=None)
    assert not control.resume(rehearsing, "seminar", now=NOW, by=None)
    assert actions(rehearsing) == ["resume", "pause", "pause"]


def test_a_pause_ends_ahead(rehearsing: Connection) -> None:
    with pytest.raises(Refused, match="not in the future"):
        control.pause(rehearsing, "seminar", until=NOW, reason="", now=NOW, by=None)
    control.pause(rehearsing, "seminar", until=NOW + timedelta(hours=1), reason="", now=NOW, by=None)
    assert not control.resume(rehearsing, "seminar", now=NOW + timedelta(hours=2), by=None)


def test_a_post_of_another_course_is_not_for_these_staff(rehearsing: Connection) -> None:
    control.go_live(rehearsing, course=SEMINAR, now=NOW, by=None)
    other = course(id="other")
    with pytest.raises(Refused, match="do not know that post"):
        control.settle_held(rehearsing, course=other, delivery_id=1, decision="drop", now=NOW, by=None)
    with pytest.raises(Refused, match="do not know that post"):
        control.settle_held(rehearsing, course=SEMINAR, delivery_id=99, decision="drop", now=NOW, by=None)


@pytest.mark.parametrize(("decision", "state"), [("send", "waiting"), ("there", "sent"), ("drop", "skipped")])
def test_a_held_post_is_settled_once(rehearsing: Connection, decision: control.Settlement, state: str) -> None:
    control.go_live(rehearsing, course=SEMINAR, now=NOW, by=None)
    weekly = rehearsing.scalar(
        sa.select(delivery.c.id).where(delivery.c.kind == "weekly", delivery.c.platform == "slack")
    )
    rehearsing.execute(delivery.update().where(delivery.c.id == weekly).values(state="held"))
    settled = control.settle_held(rehearsing, course=SEMINAR, delivery_id=weekly, decision=decision, now=NOW, by=None)
    assert (settled.changed, settled.delivery.state) == (True, state)
    again = control.settle_held(rehearsing, course=SEMINAR, delivery_id=weekly, decision="drop", now=NOW, by=None)
    assert (again.changed, again.delivery.state) == (False, state)
    assert actions(rehearsing) == [f"held_{decision}", "go_live"]


def test_an_answer_about_a_version_that_does_not_wait_changes_nothing(rehearsing: Connection) -> None:
    answer = control.Answer(text_hash="abc", item="first", fate="removed")
    assert control.settle_vanished(rehearsing, course=SEMINAR, answer=answer, now=NOW, by=None).outcome == "gone"
    assert actions(rehearsing) == []
