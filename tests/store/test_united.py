"""Reviews under two names that are one: nothing written is lost when persons are merged or papers renamed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import blobs, grants, people, reviews, united
from bot.store.database import Connection
from bot.store.merging import merge_persons
from bot.store.records import Plea, ReviewGrant, ReviewTyping, ReviewVersion
from bot.store.tables import person as person_table

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 24, 18, tzinfo=UTC)


def minutes(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


def wrote(connection: Connection, person: int, number: int, *, at: int, base: int = 0, paper: str = "raft") -> None:
    said = {"summary": f"{person} at {at}"}
    reviews.add_version(
        connection,
        ReviewVersion(
            course="c", person=person, paper=paper, number=number, session="first", base=base, window=f"w{person}",
            complete=True, received_at=minutes(at), form="f", answers=said,
        ),
    )  # fmt: skip


def typed(connection: Connection, person: int, *, at: int, paper: str = "raft") -> None:
    reviews.note_typing(
        connection,
        ReviewTyping(
            course="c", person=person, paper=paper, window="w", base=0, at=minutes(at), form="f", answers={"x": str(at)}
        ),
    )


def sequence(connection: Connection, person: int, paper: str = "raft") -> list[tuple[int, int, str]]:
    return [(one.number, one.base, one.answers["summary"]) for one in reviews.of_review(connection, "c", person, paper)]


@pytest.fixture
def two(connection: Connection) -> tuple[int, int]:
    keep, gone = (people.add_person(connection, name=name, now=NOW) for name in ("Maya", "maya"))
    return keep, gone


def test_versions_of_one_review_by_two_persons_are_one_sequence(connection: Connection, two: tuple[int, int]) -> None:
    keep, gone = two
    wrote(connection, keep, 1, at=1)
    wrote(connection, keep, 2, at=4, base=1)
    wrote(connection, gone, 1, at=2)
    wrote(connection, gone, 2, at=5, base=1)
    wrote(connection, gone, 1, at=3, paper="paxos")
    merge_persons(connection, keep, gone)
    assert sequence(connection, keep) == [
        (1, 0, f"{keep} at 1"), (2, 0, f"{gone} at 2"), (3, 1, f"{keep} at 4"), (4, 2, f"{gone} at 5")
    ]  # fmt: skip
    assert sequence(connection, keep, "paxos") == [(1, 0, f"{gone} at 3")]


def test_of_two_merged_persons_everything_else_stays_too(connection: Connection, two: tuple[int, int]) -> None:
    keep, gone = two
    typed(connection, keep, at=1)
    typed(connection, gone, at=2)
    typed(connection, gone, at=1, paper="paxos")
    for person in two:
        reviews.hide(connection, "c", person, "raft", now=minutes(person), by=None)
        grants.add(connection, ReviewGrant(course="c", person=person, kind="excuse", session="first", granted_at=NOW))
    first = blobs.put(connection, "c", keep, b"same", file=("a.pdf", ""), now=NOW)
    second = blobs.put(connection, "c", gone, b"same", file=("a.pdf", ""), now=NOW)
    connection.execute(person_table.update().where(person_table.c.id == gone).values(reminders="off"))
    merge_persons(connection, keep, gone)
    newest = reviews.typing(connection, "c", keep, "raft")
    assert newest is not None
    assert newest.answers == {"x": "2"}
    assert reviews.typing(connection, "c", keep, "paxos") is not None
    assert reviews.hidden(connection, "c", "raft") == {keep}
    assert len(grants.of_person(connection, "c", keep)) == 2
    found = blobs.describe(connection, "c", [first, second])
    assert {one.person for one in found.values()} == {keep}
    assert [found[one].name for one in (first, second)] == ["a.pdf", f"{second} a.pdf"]
    assert people.get_person(connection, keep).reminders == "off", "somebody had asked for that"


def test_what_hangs_on_a_paper_goes_along_when_it_is_renamed(connection: Connection, two: tuple[int, int]) -> None:
    keep, gone = two
    wrote(connection, keep, 1, at=1)
    wrote(connection, gone, 1, at=2)
    wrote(connection, gone, 1, at=1, paper="raft-2")
    typed(connection, keep, at=1)
    typed(connection, gone, at=9)
    typed(connection, gone, at=1, paper="raft-2")
    reviews.hide(connection, "c", keep, "raft", now=NOW, by=None)
    grants.add(
        connection, ReviewGrant(course="c", person=keep, kind="excuse", session="first", paper="raft", granted_at=NOW)
    )
    plea = Plea(course="c", person=keep, session="first", paper="only-a-plea", reason="ill", made_at=NOW)
    number = grants.add_plea(connection, plea)
    assert united.papers_in_use(connection, "c") == {"raft": 2, "raft-2": 1, "only-a-plea": 0}
    united.rename_paper(connection, "c", "raft", "raft-2")
    assert united.papers_in_use(connection, "c") == {"raft-2": 2, "only-a-plea": 0}
    assert sequence(connection, gone, "raft-2") == [(1, 0, f"{gone} at 1"), (2, 0, f"{gone} at 2")]
    latest = reviews.typing(connection, "c", gone, "raft-2")
    assert latest is not None
    assert latest.answers == {"x": "9"}
    assert reviews.hidden(connection, "c", "raft-2") == {keep}
    assert [one.paper for one in grants.of_person(connection, "c", keep)] == ["raft-2"]
    assert [one.paper for one in grants.open_pleas(connection, "c")] == ["only-a-plea"]
    assert grants.settle_plea(connection, number, outcome="excused", now=NOW, by=None)
    assert not grants.settle_plea(connection, number, outcome="asked", now=NOW, by=None)
    assert grants.open_pleas(connection, "c") == ()


def test_what_hangs_on_a_session_goes_along_when_it_is_renamed(connection: Connection, two: tuple[int, int]) -> None:
    keep, _ = two
    wrote(connection, keep, 1, at=1)
    grants.add(connection, ReviewGrant(course="c", person=keep, kind="excuse", session="first", granted_at=NOW))
    grants.add_plea(connection, Plea(course="c", person=keep, session="second", reason="other", made_at=NOW))
    assert united.sessions_in_use(connection, "c") == {"first", "second"}
    assert united.sessions_in_use(connection, "d") == frozenset()
    united.rename_session(connection, "c", "first", "opening")
    assert united.sessions_in_use(connection, "c") == {"opening", "second"}
    assert [one.session for one in grants.of_person(connection, "c", keep)] == ["opening"]
