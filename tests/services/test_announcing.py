"""Posts that people ask for, over a real database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.conversation import codec
from bot.conversation.reply import Reply, paragraph
from bot.errors import Misconfigured
from bot.services import announcing
from bot.store import audit
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.support.courses import course

NOW = datetime(2022, 1, 26, 18, tzinfo=UTC)
SEMINAR = course(channels={"slack": {"announcements": "#course", "lab": "#lab"}, "discord": {"announcements": "17"}})
HELLO = Reply((paragraph("Hello <!channel>"),), private=False)


def announce(connection: Connection, **changes: object) -> bool:
    wish = {"course": SEMINAR, "purpose": "announcements", "reply": HELLO, "token": "t1", "now": NOW, "by": None}
    return announcing.announce(connection, **{**wish, **changes})  # type: ignore[arg-type]


def test_an_announcement_waits_on_each_platform_of_its_channel_once(connection: Connection) -> None:
    assert announce(connection)
    assert not announce(connection, now=NOW + timedelta(seconds=1))
    rows = connection.execute(sa.select(delivery).order_by(delivery.c.id)).all()
    assert [(row.platform, row.channel, row.state, row.title) for row in rows] == [
        ("slack", "#course", "waiting", "Hello <!channel>"),
        ("discord", "17", "waiting", "Hello <!channel>"),
    ]
    assert codec.decode(rows[0].details["reply"]) == HELLO
    assert [entry.action for entry in audit.entries(connection, "seminar")] == ["announce"]


def test_another_form_with_the_same_text_is_another_post(connection: Connection) -> None:
    assert announce(connection)
    assert announce(connection, token="t2")


def test_an_announcement_and_a_share_have_keys_of_their_own(connection: Connection) -> None:
    assert announce(connection)
    assert announcing.share(connection, course=SEMINAR, purpose="lab", reply=HELLO, token="t1", now=NOW, by=None)


def test_a_channel_that_the_schedule_does_not_name(connection: Connection) -> None:
    with pytest.raises(Misconfigured, match="no channel for “elsewhere”"):
        announce(connection, purpose="elsewhere")


def test_a_long_text_has_a_short_title() -> None:
    reply = Reply((paragraph("word " * 500),))
    assert len(announcing.title_of(reply)) == 60


def test_only_a_post_that_is_there_is_taken_back(connection: Connection) -> None:
    announce(connection)
    retract = {"course": SEMINAR, "delivery_id": 1, "now": NOW, "by": None}
    assert not announcing.retract(connection, **retract)  # type: ignore[arg-type]
    connection.execute(delivery.update().values(state="sent", sent_at=NOW, reference="7"))
    assert not announcing.retract(connection, **{**retract, "course": course(id="other")})  # type: ignore[arg-type]
    assert announcing.retract(connection, **retract)  # type: ignore[arg-type]
    assert not announcing.retract(connection, **retract)  # type: ignore[arg-type]
