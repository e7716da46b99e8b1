"""Instants and JSON go in and come out as they should, and sort as instants do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import audit, courses
from bot.store.database import Connection, Database
from bot.store.people import add_person
from bot.store.tables import audit as audits
from bot.store.tables import course_state, person

NOW = datetime(2022, 1, 31, tzinfo=UTC)
pytestmark = pytest.mark.both_databases

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


async def test_a_naive_instant_is_refused_and_nothing_is_written(database: Database) -> None:
    with pytest.raises(TypeError, match="has no time zone"):
        await database.run(
            courses.ensure_course, "cs294", now=datetime(2022, 1, 31, 13, tzinfo=UTC).replace(tzinfo=None)
        )
    assert await database.run.read(courses.states) == ()


def test_both_halves_of_a_repeated_hour_keep_their_order(connection: Connection) -> None:
    first = datetime(2022, 11, 6, 1, 30, tzinfo=LOS_ANGELES)
    second = first.replace(fold=1)
    courses.ensure_course(connection, "b", now=first)
    courses.ensure_course(connection, "a", now=second)
    found = connection.scalars(sa.select(course_state.c.created_at).order_by(course_state.c.created_at)).all()
    assert found == [first.astimezone(UTC), second.astimezone(UTC)]
    assert found[1] - found[0] == timedelta(hours=1)
    assert connection.scalars(sa.select(course_state.c.course).where(course_state.c.created_at <= first)).all() == ["b"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    instants=st.lists(
        st.integers(0, 10).map(lambda tenths: datetime(2022, 1, 31, tzinfo=UTC) + timedelta(seconds=tenths / 10))
        | st.datetimes(
            min_value=datetime(2, 1, 1, tzinfo=UTC).replace(tzinfo=None),
            max_value=datetime(9998, 12, 31, tzinfo=UTC).replace(tzinfo=None),
            timezones=st.sampled_from([UTC, LOS_ANGELES, ZoneInfo("Australia/Lord_Howe")]),
        ),
        min_size=2,
        max_size=6,
        unique_by=lambda at: at.astimezone(UTC),
    )
)
def test_instants_sort_in_the_database_as_they_do_in_python(connection: Connection, instants: list[datetime]) -> None:
    connection.execute(course_state.delete())
    for number, at in enumerate(instants):
        courses.ensure_course(connection, str(number), now=at)
    found = connection.scalars(sa.select(course_state.c.created_at).order_by(course_state.c.created_at)).all()
    assert found == sorted(at.astimezone(UTC) for at in instants)
    assert all(at.tzinfo is UTC for at in found)
    assert connection.scalar(sa.select(sa.func.max(course_state.c.created_at))) == max(found)


def test_details_keep_every_letter(connection: Connection) -> None:
    details = {"text": "naïve – “x” 👩🏽‍💻 \u202e", "list": [1, None, {"deep": True}]}
    audit.record(connection, now=datetime(2022, 1, 1, tzinfo=UTC), course="c", action="announce", details=details)
    (entry,) = audit.entries(connection, "c")
    assert entry.details == details


@pytest.mark.both_databases
async def test_of_text_that_no_database_takes_only_that_is_marked(database: Database) -> None:
    def enter(connection: Connection) -> None:
        add_person(connection, name="Ma\0ya \ud83d Ω 😀", now=NOW)
        audit.record(connection, course="cs294", action="test", details={"te\0xt": ["a\0b", {"\udc00": 1}]}, now=NOW)

    await database.run(enter)
    assert (await database.run.read(lambda c: c.execute(sa.select(person.c.name)).scalar_one())) == "Ma\ufffdya ? Ω 😀"
    found = await database.run.read(lambda c: c.execute(sa.select(audits.c.details)).scalar_one())
    assert found == {"te\ufffdxt": ["a\ufffdb", {"?": 1}]}
