"""Seats when ids are renamed or two persons turn out to be one: everybody keeps theirs, and the history agrees."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.course.fairness import Given
from bot.course.notice import NoticeKind
from bot.course.seat_preferences import Preference
from bot.course.signups import SeatKey
from bot.services import ids
from bot.store import covers, fills, people, seat_preferences, seats, swaps, united, waiting
from bot.store.database import Connection
from bot.store.merging import merge_persons
from bot.store.seats import Gain
from bot.store.tables import delivery
from tests.support.seat_course import DAY, MINUTE, START, key, small
from tests.support.seat_history import replayed

both_databases = pytest.mark.both_databases

COURSE = "seminar"
CRITIC = key("raft", "critic")


@pytest.fixture
def persons(connection: Connection) -> dict[str, int]:
    return {name: people.add_person(connection, name=name, now=START) for name in ("ada", "bob", "cem")}


def gives(connection: Connection, seat: SeatKey, person: int, at: datetime = START) -> None:
    assert seats.gain(connection, COURSE, Gain(key=seat, person=person, how="taken", at=at))


def told(connection: Connection, kind: NoticeKind, **details: str) -> int:
    row = {
        "course": COURSE, "destination": "staff", "kind": kind.value, "item": "raft", "occurrence": f"x.{len(details)}",
        "due_at": START, "stale_after": START + DAY, "state": "waiting", "created_at": START, "details": details,
    }  # fmt: skip
    return int(connection.execute(delivery.insert().values(**row).returning(delivery.c.id)).scalar_one())


def details(connection: Connection, row: int) -> dict[str, str]:
    return dict(connection.execute(sa.select(delivery.c.details).where(delivery.c.id == row)).scalar_one())


def holders(connection: Connection) -> dict[SeatKey, int]:
    """Who has what: the same by the table and by the history."""
    held = {seat: one.person for seat, one in seats.held(connection, COURSE).items()}
    assert replayed(connection, COURSE) == held
    return held


# --- ids ------------------------------------------------------------------------------------------------------------


def test_a_session_or_paper_of_which_somebody_has_a_seat_is_asked_about_when_it_vanishes(
    connection: Connection, persons: dict[str, int]
) -> None:
    gives(connection, CRITIC, persons["ada"])
    gives(connection, key("rdd", "critic", paper="rdd-paper"), persons["ada"])
    gives(connection, key("zero", "critic"), persons["ada"])
    seats.lose(connection, COURSE, key("zero", "critic"), persons["ada"], "dropped", at=START)
    assert ids.in_use(connection, COURSE) == {"raft", "rdd", "paper:rdd-paper"}
    assert united.papers_in_use(connection, COURSE) == {"rdd-paper": 0}
    assert ids.in_use(connection, "another") == frozenset()


@both_databases
def test_all_that_hangs_on_a_session_follows_its_new_name(connection: Connection, persons: dict[str, int]) -> None:
    ada, bob = persons["ada"], persons["bob"]
    gives(connection, CRITIC, ada)
    gives(connection, key("rdd", "critic"), bob)
    cover = covers.add(connection, COURSE, key("raft", "advocate"), dropped_by=bob, now=START)
    swap = swaps.add(connection, COURSE, CRITIC, ada, role="", session="raft", now=START)
    waiting.add(connection, COURSE, CRITIC, bob, now=START)
    wish = Preference(sessions=(("rdd", ""), ("raft", "")), roles=frozenset({"critic"}), cannot=frozenset({"raft"}))
    seat_preferences.keep(connection, COURSE, ada, wish, at=START)
    news = told(connection, NoticeKind.SEATS, session="raft", paper="", role="critic", number="1")
    ids.rename(connection, COURSE, "raft", "consensus")
    new = key("consensus", "critic")
    assert holders(connection) == {new: ada, key("rdd", "critic"): bob}
    found = covers.get(connection, cover)
    assert found is not None
    assert found.key == key("consensus", "advocate")
    offer = swaps.get(connection, swap)
    assert offer is not None
    assert (offer.key, offer.session) == (new, "consensus")
    assert waiting.of_role(connection, COURSE, new) == (bob,)
    said = seat_preferences.of(connection, COURSE, ada)
    assert said.sessions == (("rdd", ""), ("consensus", ""))
    assert said.cannot == {"consensus"}
    assert details(connection, news)["session"] == "consensus"


def test_a_paper_takes_its_seats_along_in_every_session(connection: Connection, persons: dict[str, int]) -> None:
    ada = persons["ada"]
    for at in ("zero", "serving"):
        gives(connection, key(at, "critic", paper="zero-paper"), ada)
    wish = Preference(sessions=(("zero", "zero-paper"), ("zero", "deepspeed"), ("serving", "orca")))
    seat_preferences.keep(connection, COURSE, ada, wish, at=START)
    ids.rename(connection, COURSE, "paper:zero-paper", "paper:deepspeed")
    assert set(holders(connection)) == {key(at, "critic", paper="deepspeed") for at in ("zero", "serving")}
    said = seat_preferences.of(connection, COURSE, ada)
    assert said.sessions == (("zero", "deepspeed"), ("serving", "orca"))


@both_databases
def test_a_session_that_takes_over_a_name_keeps_its_seats_and_who_had_one_before_has_the_next(
    connection: Connection, persons: dict[str, int]
) -> None:
    """`first` was cancelled while people had seats in it; `raft` is called so now."""
    ada, bob, cem = persons.values()
    first = [key("first", "critic"), key("first", "advocate"), key("first", "critic", 3)]
    for seat, person in zip(first, (cem, cem, bob), strict=True):
        gives(connection, seat, person)
    gives(connection, CRITIC, ada, START + MINUTE)
    gives(connection, key("raft", "critic", 2), bob, START + MINUTE)
    seats.lose(connection, COURSE, key("raft", "critic", 2), bob, "dropped", at=START + MINUTE)
    waiting.add(connection, COURSE, CRITIC, bob, now=START)
    waiting.add(connection, COURSE, first[0], bob, now=START - DAY)
    waiting.add(connection, COURSE, first[0], ada, now=START + DAY)
    ids.rename(connection, COURSE, "raft", "first")
    assert holders(connection) == {
        key("first", "critic"): ada,
        key("first", "critic", 4): cem,
        key("first", "critic", 3): bob,
        key("first", "advocate"): cem,
    }
    assert waiting.of_role(connection, COURSE, key("first", "critic")) == (bob, ada)


# --- two persons ----------------------------------------------------------------------------------------------------


@both_databases
def test_two_persons_who_are_one_have_the_seats_of_both(connection: Connection, persons: dict[str, int]) -> None:
    ada, bob, cem = persons.values()
    gives(connection, CRITIC, ada)
    gives(connection, key("rdd", "critic"), bob)
    gives(connection, key("zero", "critic"), cem)
    for seat, outcome, stand_in in ((key("zero", "critic"), "stood_in", bob), (CRITIC, "stood_in", bob)):
        seats.mark(connection, COURSE, seat, outcome, at=START, by=cem, stand_in=stand_in)  # type: ignore[arg-type]
    cover = covers.add(connection, COURSE, key("dst", "critic"), dropped_by=bob, now=START)
    row = covers.get(connection, cover)
    assert row is not None
    covers.move(connection, row, tried=[covers.Tried(bob, "passed"), covers.Tried(cem, "silent")], asked=bob)
    waiting.add(connection, COURSE, CRITIC, ada, now=START)
    waiting.add(connection, COURSE, CRITIC, bob, now=START - DAY)
    waiting.add(connection, COURSE, key("dst", "critic"), bob, now=START)
    news = told(connection, NoticeKind.SEATS, person=str(bob), other=str(cem), session="raft")
    merge_persons(connection, ada, bob)
    held = seats.held(connection, COURSE)
    assert holders(connection) == {CRITIC: ada, key("rdd", "critic"): ada, key("zero", "critic"): cem}
    assert (held[CRITIC].outcome, held[CRITIC].stand_in) == ("presented", None)
    assert (held[key("zero", "critic")].outcome, held[key("zero", "critic")].stand_in) == ("stood_in", ada)
    found = covers.get(connection, cover)
    assert found is not None
    assert (found.asked, found.dropped_by, [one.person for one in found.tried]) == (ada, ada, [ada, cem])
    assert waiting.of_role(connection, COURSE, CRITIC) == (ada,)
    assert waiting.of_person(connection, COURSE, ada) == {("raft", "", "critic"), ("dst", "", "critic")}
    assert details(connection, news) == {"person": str(ada), "other": str(cem), "session": "raft"}


@pytest.mark.parametrize("later", ["ada", "bob"])
def test_of_what_both_prefer_that_counts_which_was_said_last(
    connection: Connection, persons: dict[str, int], later: str
) -> None:
    for name in ("ada", "bob"):
        at = START + (DAY if name == later else MINUTE)
        seat_preferences.keep(connection, COURSE, persons[name], Preference(roles=frozenset({name})), at=at)
    seat_preferences.keep(connection, "other", persons["bob"], Preference(roles=frozenset({"lead"})), at=START)
    merge_persons(connection, persons["ada"], persons["bob"])
    assert seat_preferences.of(connection, COURSE, persons["ada"]).roles == {later}
    assert seat_preferences.of(connection, "other", persons["ada"]).roles == {"lead"}


@both_databases
def test_a_filling_can_be_undone_under_the_new_names(connection: Connection, persons: dict[str, int]) -> None:
    ada, bob, cem = persons.values()
    given = (Given(CRITIC, bob), Given(key("rdd", "critic"), cem))
    number = fills.add(connection, COURSE, fills.Proposal(scope="minimum", mark="m", given=given), at=START, by=ada)
    other = fills.add(connection, "other", fills.Proposal(scope="minimum", mark="m", given=given[:1]), at=START, by=ada)
    ids.rename(connection, COURSE, "raft", "consensus")
    merge_persons(connection, ada, bob)
    found, elsewhere = fills.get(connection, COURSE, number), fills.get(connection, "other", other)
    assert found is not None
    assert elsewhere is not None
    assert found.proposal.given == (Given(key("consensus", "critic"), ada), given[1])
    assert elsewhere.proposal.given == (Given(CRITIC, ada),)


def test_the_names_of_the_small_course_are_what_seats_hang_on(connection: Connection, persons: dict[str, int]) -> None:
    gives(connection, key("zero", "critic", paper="zero-paper"), persons["ada"])
    assert ids.in_use(connection, COURSE) <= ids.names(small(per="paper"))
