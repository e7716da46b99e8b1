"""Rehearsal, live and paused, as rows; and the record of who did it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import Refused
from bot.store import audit, courses, people
from bot.store.database import Connection
from bot.store.records import RosterLook

pytestmark = pytest.mark.both_databases

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)


def test_a_course_begins_in_rehearsal_and_goes_live_once(connection: Connection) -> None:
    ta = people.add_person(connection, name="Tia", now=NOW)
    assert courses.ensure_course(connection, "cs294", now=NOW)
    assert not courses.ensure_course(connection, "cs294", now=NOW + timedelta(days=1))
    assert courses.state(connection, "cs294").created_at == NOW
    assert courses.state(connection, "cs294").live_at is None
    assert courses.set_live(connection, "cs294", now=NOW, by=ta)
    assert not courses.set_live(connection, "cs294", now=NOW + timedelta(hours=1), by=None)
    state = courses.state(connection, "cs294")
    assert (state.live_at, state.live_by) == (NOW, ta)
    assert courses.states(connection) == (state,)


def test_a_course_that_nobody_entered_is_refused(connection: Connection) -> None:
    with pytest.raises(Refused, match="no course cs000"):
        courses.state(connection, "cs000")
    assert not courses.set_live(connection, "cs000", now=NOW, by=None)


def test_a_pause_lasts_until_its_end_or_until_it_is_cleared(connection: Connection) -> None:
    courses.ensure_course(connection, "cs294", now=NOW)
    end = NOW + timedelta(days=2)
    assert not courses.state(connection, "cs294").paused(NOW)
    courses.set_paused(connection, "cs294", now=NOW, by=None, until=end, reason="Fire drill")
    state = courses.state(connection, "cs294")
    assert (state.paused(NOW), state.paused(end - timedelta(microseconds=1)), state.paused(end)) == (True, True, False)
    assert (state.paused_until, state.paused_reason) == (end, "Fire drill")
    courses.set_paused(connection, "cs294", now=NOW, by=None)
    assert courses.state(connection, "cs294").paused(NOW + timedelta(days=400))
    assert courses.clear_pause(connection, "cs294")
    assert not courses.clear_pause(connection, "cs294")
    assert courses.state(connection, "cs294").paused_at is None


def test_the_roster_is_found_right_once(connection: Connection) -> None:
    ta = people.add_person(connection, name="Tia", now=NOW)
    courses.ensure_course(connection, "cs294", now=NOW)
    assert courses.state(connection, "cs294").roster_right_at is None
    assert courses.set_roster_right(connection, "cs294", now=NOW, by=ta)
    assert not courses.set_roster_right(connection, "cs294", now=NOW + timedelta(hours=1), by=None)
    state = courses.state(connection, "cs294")
    assert (state.roster_right_at, state.roster_right_by) == (NOW, ta)


def test_the_first_look_at_a_platform_is_kept_and_the_last_one_counts(connection: Connection) -> None:
    later = NOW + timedelta(days=1)
    assert courses.record_look(connection, "cs294", "slack", now=NOW, unfound=["Tia"])
    assert not courses.record_look(connection, "cs294", "slack", now=later, unfound=[])
    assert courses.record_look(connection, "cs294", "discord", now=later, unfound=["Ira"])
    assert courses.looks(connection, "cs294") == (
        RosterLook("discord", later, later, ("Ira",)),
        RosterLook("slack", NOW, later, ()),
    )
    assert courses.looks(connection, "cs000") == ()


def test_the_record_is_by_course_and_the_newest_first(connection: Connection) -> None:
    ta = people.add_person(connection, name="Tia", now=NOW)
    for number in range(5):
        audit.record(connection, now=NOW, course="a", person=ta, action="pause", item=str(number))
    audit.record(connection, now=NOW + timedelta(hours=1), course="b", action="go_live", details={"why": "ready"})
    assert [entry.item for entry in audit.entries(connection, "a", limit=3)] == ["4", "3", "2"]
    (entry,) = audit.entries(connection, "b")
    assert (entry.person, entry.action, entry.details) == (None, "go_live", {"why": "ready"})
