"""Persons and accounts, and two persons who turn out to be one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.course.model import CourseRole
from bot.errors import Refused
from bot.store import audit, courses, people
from bot.store.all_tables import metadata
from bot.store.database import Connection, Database
from bot.store.merging import merge_persons
from bot.store.records import Membership
from bot.store.tables import DELIVERY_STATES, delivery, membership, person

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)


def account(connection: Connection, user: str, name: str = "Ada", platform: str = "slack") -> int:
    return people.ensure_account(connection, platform=platform, workspace="T1", user_id=user, name=name, now=NOW)


def test_an_account_is_made_once_and_its_person_keeps_the_roster_name(connection: Connection) -> None:
    ada = account(connection, "U1", "Ada Lovelace")
    assert account(connection, "U1", "ada ✨") == ada
    assert account(connection, "U2", "Bob") != ada
    assert account(connection, "U1", platform="discord") not in (ada, account(connection, "U2"))
    assert people.get_person(connection, ada).name == "Ada Lovelace"
    with pytest.raises(Refused):
        people.get_person(connection, 999)


def test_who_somebody_is_counts_active_memberships_only(connection: Connection) -> None:
    assert people.who(connection, "slack", "T1", "U1") is None
    ada = account(connection, "U1")
    assert people.who(connection, "slack", "T1", "U1") == (ada, "Ada", {}, {}, {})
    people.set_membership(connection, course="a", person_id=ada, role=CourseRole.STUDENT, now=NOW)
    people.set_membership(connection, course="b", person_id=ada, role=CourseRole.TA, now=NOW)
    people.set_membership(connection, course="c", person_id=ada, role=CourseRole.TA, now=NOW, active=False)
    later = NOW + timedelta(days=9)
    people.set_membership(connection, course="a", person_id=ada, role=CourseRole.AUDITOR, now=later)
    known = people.who(connection, "slack", "T1", "U1")
    assert known is not None
    assert known.roles == {"a": CourseRole.AUDITOR, "b": CourseRole.TA}
    assert people.who(connection, "slack", "T2", "U1") is None
    (member,) = people.members(connection, "a")
    assert (member.person, member.name, member.role, member.joined_at) == (ada, "Ada", CourseRole.AUDITOR, NOW)
    assert people.members(connection, "c") == ()
    assert [one.active for one in people.members(connection, "c", active_only=False)] == [False]


def direct(connection: Connection, recipient: int, item: str, state: str, part: str = "") -> None:
    connection.execute(
        delivery.insert().values(
            course="a", destination="person", kind="reminder", item=item, occurrence="P1D", recipient=str(recipient),
            part=part, state=state, due_at=NOW, stale_after=NOW, created_at=NOW,
        )
    )  # fmt: skip


def posts(connection: Connection) -> dict[str, list[tuple[str, str, str]]]:
    """Item → (recipient, part, state) of each of its rows."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in connection.execute(sa.select(delivery).order_by(delivery.c.item, delivery.c.part, delivery.c.recipient)):
        found.setdefault(row.item, []).append((row.recipient, row.part, row.state))
    return found


def test_merging_keeps_the_post_that_was_said_and_never_mixes_two(connection: Connection) -> None:
    keep, gone, other = (account(connection, user) for user in ("U1", "U2", "U3"))
    direct(connection, keep, "a1", "waiting")
    direct(connection, gone, "a1", "sent")
    direct(connection, gone, "a1", "waiting", "02")
    direct(connection, keep, "a2", "sent")
    direct(connection, gone, "a2", "sent")
    direct(connection, keep, "a3", "claimed")
    direct(connection, gone, "a3", "skipped")
    direct(connection, gone, "a4", "held")
    direct(connection, other, "a4", "sent")
    merge_persons(connection, keep, gone)
    me = str(keep)
    assert posts(connection) == {
        "a1": [(me, "", "sent"), (me, "02", "waiting")],
        "a2": [(me, "", "sent")],
        "a3": [(me, "", "claimed")],
        "a4": [(me, "", "held"), (str(other), "", "sent")],
    }


def test_merging_moves_accounts_roles_and_what_they_did(connection: Connection) -> None:
    keep, gone = account(connection, "U1"), account(connection, "9", platform="discord")
    connection.execute(person.update().where(person.c.id == gone).values(email="ada@example.edu", timezone="UTC"))
    courses.ensure_course(connection, "a", now=NOW)
    courses.set_live(connection, "a", now=NOW, by=gone)
    audit.record(connection, now=NOW, course="a", person=gone, action="go_live")
    early = NOW - timedelta(days=3)
    people.set_membership(connection, course="a", person_id=keep, role=CourseRole.STUDENT, now=NOW)
    people.set_membership(connection, course="a", person_id=gone, role=CourseRole.TA, now=early)
    people.set_membership(connection, course="b", person_id=keep, role=CourseRole.STUDENT, now=NOW, active=False)
    people.set_membership(connection, course="b", person_id=gone, role=CourseRole.TA, now=NOW)
    people.set_membership(connection, course="c", person_id=gone, role=CourseRole.GUEST, now=NOW)
    merge_persons(connection, keep, gone)
    known = people.who(connection, "discord", "T1", "9")
    roles = {"a": CourseRole.STUDENT, "b": CourseRole.TA, "c": CourseRole.GUEST}
    assert known == (keep, "Ada", roles, {"a": early, "b": NOW, "c": NOW}, {"a": early, "b": NOW, "c": NOW})
    assert people.members(connection, "a")[0].joined_at == early
    assert courses.state(connection, "a").live_by == keep
    assert audit.entries(connection, "a")[0].person == keep
    merged = people.get_person(connection, keep)
    assert (merged.email, merged.timezone) == ("ada@example.edu", "UTC")
    for pair in ((keep, keep), (keep, gone), (gone, keep)):
        with pytest.raises(Refused):
            merge_persons(connection, *pair)


def test_of_two_memberships_the_earlier_counts_and_news_of_who_is_known_ends(connection: Connection) -> None:
    keep, gone = account(connection, "U1"), account(connection, "9", platform="discord")
    seen = Membership(
        course="a",
        person=keep,
        name="",
        role=CourseRole.STUDENT,
        active=True,
        joined_at=NOW,
        source="channel",
        counts_from=NOW + timedelta(days=2),
        in_channel=False,
        new_at=NOW,
        left_at=NOW + timedelta(days=1),
    )
    early = NOW - timedelta(days=3)
    people.put_member(connection, seen)
    there = replace(seen, person=gone, joined_at=early, counts_from=early, in_channel=True, new_at=None, left_at=None)
    people.put_member(connection, there)
    merge_persons(connection, keep, gone)
    expected = replace(there, person=keep, name="Ada")
    assert people.members(connection, "a") == (expected,)
    assert people.get_member(connection, "a", keep) == expected


SOMEBODY = st.integers(0, 2)
ROWS = st.fixed_dictionaries(
    {
        "accounts": st.lists(SOMEBODY, max_size=4),
        "memberships": st.dictionaries(
            st.tuples(SOMEBODY, st.sampled_from("ab")), st.tuples(st.sampled_from(CourseRole), st.booleans())
        ),
        "posts": st.dictionaries(
            st.tuples(SOMEBODY, st.sampled_from(["x", "y"]), st.sampled_from(["", "02"])),
            st.sampled_from(DELIVERY_STATES),
        ),
    }
)


@pytest.mark.both_databases(postgresql="torture")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_after_any_merge_nothing_names_who_is_gone_and_nothing_said_is_forgotten(
    database: Database, rows: dict
) -> None:
    with database.write_engine.connect() as connection, connection.begin() as transaction:
        who = [people.add_person(connection, name=name, now=NOW) for name in ("keep", "gone", "other")]
        keep, gone, _other = who
        for number, index in enumerate(rows["accounts"]):
            connection.execute(
                metadata.tables["account"].insert().values(
                    person=who[index], platform="slack", workspace="T1", user_id=str(number), name="x"
                )
            )  # fmt: skip
        for (index, course), (role, active) in rows["memberships"].items():
            people.set_membership(connection, course=course, person_id=who[index], role=role, now=NOW, active=active)
        for (index, item, part), state in rows["posts"].items():
            direct(connection, who[index], item, state, part)
        active_before = {(row.course, {gone: keep}.get(row.person, row.person)) for row in active_rows(connection)}
        sent_before = {(item, {str(gone): str(keep)}.get(recipient, recipient)) for item, recipient in sent(connection)}
        merge_persons(connection, keep, gone)
        assert orphans(connection) == []
        assert {(row.course, row.person) for row in active_rows(connection)} == active_before
        assert sent(connection) == sent_before
        assert all(recipient != str(gone) for rows_of in posts(connection).values() for recipient, _, _ in rows_of)
        assert accounts_of(connection, keep) == sum(index in (0, 1) for index in rows["accounts"])
        transaction.rollback()


def orphans(connection: Connection) -> list:
    """PostgreSQL has refused them already."""
    on_sqlite = connection.dialect.name == "sqlite"
    return list(connection.exec_driver_sql("PRAGMA foreign_key_check")) if on_sqlite else []


def accounts_of(connection: Connection, person: int) -> int:
    return connection.scalar(sa.select(sa.func.count()).where(metadata.tables["account"].c.person == person))


def active_rows(connection: Connection) -> list:
    return list(connection.execute(sa.select(membership).where(membership.c.active)))


def sent(connection: Connection) -> set[tuple[str, str]]:
    """(item, recipient) of every post of which some part was said."""
    query = sa.select(delivery.c.item, delivery.c.recipient).where(delivery.c.state == "sent")
    return {(row.item, row.recipient) for row in connection.execute(query)}
