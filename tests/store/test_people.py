"""Persons and accounts, and two persons who turn out to be one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

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
from bot.store.staff_tables import (
    calendar_link,
    claim_code,
    participation,
    review_mark,
    review_return,
    roster_entry,
    roster_question,
    roster_sheet,
)
from bot.store.tables import DELIVERY_STATES, delivery, membership, person, review_version

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


def test_a_guest_who_is_on_the_class_list_is_a_student_since_the_list_says_so(connection: Connection) -> None:
    keep, gone = account(connection, "U1"), people.add_person(connection, name="Lovelace, Ada", now=NOW)
    days = [NOW + timedelta(days=number) for number in range(4)]
    guest = Membership(
        course="a", person=keep, name="", role=CourseRole.GUEST, active=True, joined_at=days[0], source="channel",
        counts_from=days[0], in_channel=True, new_at=days[0], left_at=None,
    )  # fmt: skip
    listed = replace(
        guest, person=gone, role=CourseRole.STUDENT, source="staff", joined_at=days[1], counts_from=days[2],
        in_channel=False, new_at=None,
    )  # fmt: skip
    for course in "ab":
        people.put_member(connection, replace(guest, course=course))
        people.put_member(connection, replace(listed, course=course, active=course == "a"))
    merge_persons(connection, keep, gone)
    student = replace(guest, name="Ada", role=CourseRole.STUDENT, source="staff", counts_from=days[2])
    assert people.get_member(connection, "a", keep) == student, "who was never seen does not end the news of who came"
    assert people.get_member(connection, "b", keep) == replace(guest, course="b", name="Ada"), "off the list"


def test_of_two_marks_the_newer_stays_and_is_seen_where_either_was(connection: Connection) -> None:
    keep, gone = account(connection, "U1"), account(connection, "U2")
    one = {"course": "a", "version": 1, "marked_at": NOW, "mark": "check"}
    for paper, newer in (("p", keep), ("q", gone)):
        older = gone if newer == keep else keep
        seen = {"person": older, "released_at": NOW, "released_by": gone}
        later = {"person": newer, "mark": "plus", "marked_at": NOW + timedelta(hours=1)}
        for row in (seen, later):
            connection.execute(review_mark.insert().values(**{**one, "paper": paper, **row}))
    merge_persons(connection, keep, gone)
    found = connection.execute(sa.select(review_mark)).all()
    assert sorted((row.paper, row.person, row.mark, row.released_at, row.released_by) for row in found) == [
        (paper, keep, "plus", NOW, keep) for paper in "pq"
    ]


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
        "lines": st.dictionaries(st.tuples(SOMEBODY, st.sampled_from("ab")), st.booleans()),
        "questions": st.dictionaries(
            st.tuples(SOMEBODY, st.sampled_from("ab")), st.sampled_from(["asked", "answered", "linked", "declined"])
        ),
        "took_part": st.dictionaries(st.tuples(SOMEBODY, st.sampled_from(["s", "t"])), st.booleans()),
        "reviews": st.dictionaries(st.tuples(SOMEBODY, st.sampled_from(["p", "q"])), st.integers(1, 3)),
        "marks": st.dictionaries(
            st.tuples(SOMEBODY, st.sampled_from(["p", "q"])), st.tuples(st.integers(1, 3), st.integers(), st.booleans())
        ),
        "secrets": st.lists(SOMEBODY, max_size=4),
    }
)


@pytest.mark.both_databases(postgresql="torture")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        staff_work(connection, who, rows)
        kept_before = kept(connection, {gone: keep})
        active_before = {(row.course, {gone: keep}.get(row.person, row.person)) for row in active_rows(connection)}
        sent_before = {(item, {str(gone): str(keep)}.get(recipient, recipient)) for item, recipient in sent(connection)}
        merge_persons(connection, keep, gone)
        assert orphans(connection) == []
        assert kept(connection) == kept_before
        assert {(row.course, row.person) for row in active_rows(connection)} == active_before
        assert sent(connection) == sent_before
        assert all(recipient != str(gone) for rows_of in posts(connection).values() for recipient, _, _ in rows_of)
        assert accounts_of(connection, keep) == sum(index in (0, 1) for index in rows["accounts"])
        transaction.rollback()


def staff_work(connection: Connection, who: list[int], rows: dict) -> None:
    """Lines of class lists, questions, who took part, marks of versions, codes and links."""
    sheets = {
        course: connection.scalar(
            roster_sheet.insert()
            .values(course=course, kind="plain", name="list.csv", imported_at=NOW, header=[])
            .returning(roster_sheet.c.id)
        )
        for course in "ab"
    }
    entered: dict[sa.Table, list[dict]] = {
        roster_entry: [
            {"course": course, "person": who[index], "sheet": sheets[course], "line": index, "name": "x",
             "gone_at": NOW if gone else None}
            for (index, course), gone in rows["lines"].items()
        ],
        roster_question: [
            {"course": course, "person": who[index], "asked_at": NOW + timedelta(days=index),
             "answered_at": NOW if state != "asked" else None,
             "settled_at": NOW if state in ("linked", "declined") else None,
             "entry": who[1], "outcome": state if state in ("linked", "declined") else ""}
            for (index, course), state in rows["questions"].items()
        ],
        participation: [
            {"course": "a", "session": session, "person": who[index], "present": present, "noted_at": NOW,
             "noted_by": who[1]}
            for (index, session), present in rows["took_part"].items()
        ],
        review_version: [
            {"course": "a", "person": who[index], "paper": paper, "number": number, "session": "s", "complete": True,
             "window": f"{index}.{number}", "received_at": NOW + timedelta(hours=number, minutes=index), "form": "f",
             "answers": {}}
            for (index, paper), count in rows["reviews"].items()
            for number in range(1, count + 1)
        ],
        claim_code: [
            {"hash": str(number), "course": "a", "person": who[index], "made_at": NOW}
            for number, index in enumerate(rows["secrets"])
        ],
        calendar_link: [
            {"hash": str(number), "person": who[index], "made_at": NOW} for number, index in enumerate(rows["secrets"])
        ],
    }  # fmt: skip
    marked = [
        {"course": "a", "person": who[index], "paper": paper, "version": version, "mark": f"{index}.{version}"}
        for (index, paper), (version, _, _) in rows["marks"].items()
        if version <= rows["reviews"].get((index, paper), 0)
    ]
    entered[review_mark] = [
        {**one, "marked_at": NOW + timedelta(seconds=hours % 99), "released_at": NOW if released else None}
        for one, (_, hours, released) in zip(marked, rows["marks"].values(), strict=False)
    ]
    entered[review_return] = [
        {
            "note": one["mark"],
            "returned_at": NOW,
            **{name: one[name] for name in ("course", "person", "paper", "version")},
        }
        for one in marked
    ]
    for table, values in entered.items():
        if values:
            connection.execute(table.insert(), values)


def kept(connection: Connection, renamed: Mapping[int, int] = MappingProxyType({})) -> dict[str, object]:
    """What may not get lost, with persons as they are called once it is done."""

    def of(table: sa.Table, *names: str, where: sa.ColumnElement[bool] | None = None) -> list[tuple]:
        query = sa.select(table) if where is None else sa.select(table).where(where)
        rows = connection.execute(query).mappings()
        return [
            tuple(renamed.get(row[name], row[name]) if name == "person" else row[name] for name in names)
            for row in rows
        ]

    raw = {
        (row.person, row.paper, row.number): row.window for row in connection.execute(sa.select(review_version)).all()
    }
    returned = connection.execute(sa.select(review_return)).mappings().all()
    marks = connection.execute(sa.select(review_mark)).mappings().all()
    assert all(raw[row["person"], row["paper"], row["version"]] == row["mark"] for row in marks), "of another version"
    assert all(raw[row["person"], row["paper"], row["version"]] == row["note"] for row in returned), (
        "of another version"
    )
    return {
        "lines": set(of(roster_entry, "course", "person")),
        "on the newest list": set(of(roster_entry, "course", "person", where=roster_entry.c.gone_at.is_(None))),
        "asked": set(of(roster_question, "course", "person")),
        "settled": set(of(roster_question, "course", "person", where=roster_question.c.settled_at.is_not(None))),
        "linked": set(of(roster_question, "course", "person", where=roster_question.c.outcome == "linked")),
        "noted": set(of(participation, "session", "person")),
        "took part": set(of(participation, "session", "person", where=participation.c.present)),
        "versions": sorted(of(review_version, "person", "paper", "window")),
        "marked": set(of(review_mark, "paper", "person")),
        "released": set(of(review_mark, "paper", "person", where=review_mark.c.released_at.is_not(None))),
        "returned": sorted(of(review_return, "paper", "person", "note")),
        "codes": sorted(of(claim_code, "hash", "person")),
        "links": sorted(of(calendar_link, "hash", "person")),
    }


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
