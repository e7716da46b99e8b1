"""Which schedule is in force, what files proposed, and what staff said about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.store import people, schedules
from bot.store.database import Connection
from bot.store.records import Decision, Proposal, ProposalState

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)


def apply(connection: Connection, course: str, word: str, at: datetime = NOW) -> int:
    return schedules.apply_version(
        connection, course=course, text=f"text {word}", hash=word, file=f"{course}.yaml", now=at
    )


def propose(connection: Connection, word: str, state: ProposalState, at: datetime = NOW, **more: Any) -> bool:
    said = Proposal(course="a", hash=word, text=f"text {word}", file="a.yaml", state=state, proposed_at=at, **more)
    return schedules.propose(connection, said)


def test_the_newest_version_of_each_course_is_in_force(connection: Connection) -> None:
    assert schedules.in_force(connection) == ()
    numbers = [apply(connection, "a", "h1"), apply(connection, "b", "h1"), apply(connection, "a", "h2")]
    assert numbers == [1, 1, 2]
    assert [(v.course, v.number, v.hash) for v in schedules.in_force(connection)] == [("a", 2, "h2"), ("b", 1, "h1")]
    assert schedules.version_text(connection, "a", 1) == "text h1"
    assert [version.number for version in schedules.versions(connection, "a")] == [2, 1]
    with pytest.raises(Refused, match="no version 3"):
        schedules.version_text(connection, "a", 3)


def test_the_same_text_again_is_no_new_version_but_going_back_is(connection: Connection) -> None:
    assert [apply(connection, "a", word) for word in ("h1", "h1", "h2", "h1")] == [1, 1, 2, 3]


def test_staff_are_told_of_a_proposal_once_and_again_when_it_changes(connection: Connection) -> None:
    assert propose(connection, "h1", "broken", problems="a.yaml:1:1: no")
    assert not propose(connection, "h1", "broken", NOW + HOUR, problems="a.yaml:1:1: no")
    assert propose(connection, "h1", "held", vanished=("old-id", "other"))
    found = schedules.proposal(connection, "a", "h1")
    assert found is not None
    assert (found.state, found.vanished, found.problems, found.text) == ("held", ("old-id", "other"), "", "text h1")
    assert schedules.proposal(connection, "a", "h2") is None


def test_a_proposal_put_aside_stays_put_aside_and_an_applied_one_may_come_back(connection: Connection) -> None:
    propose(connection, "h1", "held")
    assert schedules.settle(connection, "a", "h1", state="kept_old", now=NOW)
    assert not schedules.settle(connection, "a", "h1", state="applied", now=NOW)
    assert not propose(connection, "h1", "held", NOW + HOUR)
    propose(connection, "h2", "held")
    schedules.settle(connection, "a", "h2", state="applied", now=NOW)
    assert propose(connection, "h2", "held", NOW + HOUR)
    again = schedules.proposal(connection, "a", "h2")
    assert again is not None
    assert (again.state, again.settled_at, again.proposed_at) == ("held", None, NOW + HOUR)


def test_what_waits_for_staff_is_what_the_file_says_now(connection: Connection) -> None:
    apply(connection, "a", "h0", NOW - HOUR)
    propose(connection, "h1", "held")
    assert [one.hash for one in schedules.held(connection)] == ["h1"]
    propose(connection, "h2", "broken", NOW + HOUR)
    assert schedules.held(connection) == ()
    propose(connection, "h1", "held", NOW + 2 * HOUR)
    assert [one.hash for one in schedules.held(connection)] == ["h1"]
    apply(connection, "a", "h3", NOW + 3 * HOUR)
    assert schedules.held(connection) == ()


def test_the_first_answer_about_an_id_stays(connection: Connection) -> None:
    first, second = (people.add_person(connection, name=name, now=NOW) for name in ("Ann", "Bob"))

    def decide(item: str, by: int, **answer: Any) -> bool:
        decision = Decision(course="a", hash="h1", item=item, decided_at=NOW, decided_by=by, **answer)
        return schedules.decide(connection, decision)

    assert decide("spark", first, decision="renamed", renamed_to="rdd")
    assert not decide("spark", second, decision="removed")
    assert decide("mpi", second, decision="removed")
    found = [
        (one.item, one.decision, one.renamed_to, one.decided_by) for one in schedules.decisions(connection, "a", "h1")
    ]
    assert found == [("mpi", "removed", "", second), ("spark", "renamed", "rdd", first)]
    assert schedules.decisions(connection, "a", "h2") == ()
