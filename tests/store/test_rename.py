"""Renaming an item of the ledger: nothing is said again under the new id, and nothing that stands is lost sight of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store import ledger, verdicts
from bot.store.database import Connection
from bot.store.tables import delivery

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 26, 18, tzinfo=UTC)


def put(connection: Connection, item: str, state: str, **values: object) -> int:
    row = {
        "course": "c", "destination": "slack", "kind": "day-of", "item": item, "occurrence": "start", "due_at": NOW,
        "stale_after": NOW + timedelta(days=1), "state": state, "created_at": NOW, "snapshot": "{}", "details": {},
        **values,
    }  # fmt: skip
    return connection.execute(delivery.insert().values(**row).returning(delivery.c.id)).scalar_one()


def rows(connection: Connection) -> list[tuple[str, str, str]]:
    query = sa.select(delivery.c.item, delivery.c.part, delivery.c.state).order_by(delivery.c.item, delivery.c.part)
    return [tuple(row) for row in connection.execute(query)]


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("sent", None, [("new", "sent")]),
        ("sent", "waiting", [("new", "sent")]),
        ("skipped", "waiting", [("new", "waiting"), ("old", "skipped")]),
        ("waiting", "skipped", [("new", "waiting")]),
        ("waiting", "sent", [("new", "sent"), ("old", "skipped")]),
        ("held", "retracted", [("new", "retracted"), ("old", "skipped")]),
        ("sent", "sent", [("new", "sent"), ("old", "sent")]),
        ("retracted", "held", [("new", "retracted")]),
    ],
)
def test_of_two_posts_the_one_closest_to_said_stays(
    connection: Connection, old: str, new: str | None, after: list[tuple[str, str]]
) -> None:
    put(connection, "old", old)
    if new is not None:
        put(connection, "new", new)
    verdicts.rename_item(connection, "c", "old", "new")
    assert [(item, state) for item, _, state in rows(connection)] == after


def test_a_post_keeps_its_own_parts(connection: Connection) -> None:
    put(connection, "old", "sent")
    put(connection, "old", "waiting", part="02")
    put(connection, "new", "sent")
    verdicts.rename_item(connection, "c", "old", "new")
    assert rows(connection) == [("new", "", "sent"), ("old", "", "sent"), ("old", "02", "skipped")]


def test_what_may_stand_is_found_under_the_key_that_it_was_posted_with(connection: Connection) -> None:
    number = put(connection, "old", "waiting", unsure=True)
    verdicts.rename_item(connection, "c", "old", "new")
    verdicts.rename_item(connection, "c", "new", "newer")
    found = ledger.get(connection, number)
    assert found is not None
    assert found.key.item == "newer"
    assert found.posted_as == "c/slack/day-of/old/start//"


def test_what_staff_were_told_keeps_its_number(connection: Connection) -> None:
    put(connection, "12", "sent", kind="held", destination="staff")
    verdicts.rename_item(connection, "c", "12", "new")
    assert rows(connection) == [("12", "", "sent")]


def test_materials_that_were_there_at_go_live_count_as_known(connection: Connection) -> None:
    put(connection, "first", "skipped", kind="materials", occurrence="slides")
    put(connection, "second", "skipped")
    assert verdicts.items_in_use(connection, "c") == {"first"}
