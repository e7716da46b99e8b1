"""Which seats somebody means by what they type."""

from __future__ import annotations

import pytest

from bot.course.model import Course
from bot.course.seat_search import SeatsMeant, named_in, seats_meant
from bot.course.signups import seats
from tests.support.seat_course import START, key, la, small

SMALL = small()
PAPERS = small(per="paper")
TWO = small(preset="", roles="[{id: critic, title: Critic, seats: 2}, {id: lead, title: Discussion Lead}]", rules="")
WEEKS = small(
    """\
sessions:
  - {id: a, title: Alpha, date: 2022-01-31, week: Week 2, readings: [{id: p, title: Paxos, tier: required}]}
  - {id: b, title: Beta, date: 2022-02-07, week: Week 3, readings: [{id: q, title: Quorums, tier: required}]}
"""
)
ROLE_PLAY = small(preset="role-playing")


def named(meant: SeatsMeant) -> list[str]:
    return [f"{one.role.id} {one.session.id}" for one in meant.seats]


def all_of(course: Course, role: str) -> list[str]:
    return [f"{one.role.id} {one.session.id}" for one in seats(course) if one.role.id == role]


@pytest.mark.parametrize(
    ("words", "seat"),
    [
        ("critic rdd", "critic rdd"),
        ("Critic for RDD", "critic rdd"),
        ("rdd critic", "critic rdd"),
        ("critic big data", "critic rdd"),
        ("critic 7 feb", "critic rdd"),
        ("critic on 7 February", "critic rdd"),
        ("critic, 7.2.", "critic rdd"),
        ("critic Mon 7 Feb", "critic rdd"),
        ("critic 2022-02-07", "critic rdd"),
        ("7 feb critic", "critic rdd"),
        ("critc eyeris", "critic eyeriss"),
        ("crtiic hardware", "critic eyeriss"),
        ("advcoate clocks", "advocate dst"),
        ("neutral spanner", "neutral dst"),
        ("neutral presenter spanner", "neutral dst"),
        ("scribe 14 march", "backup dst"),
        ("backup/scribe react", "backup agents"),
        ("critic mon", "critic raft"),
        ("critic wed", "critic serving"),
        ("critic next wednesday", "critic serving"),
        ("“critic” ‘dst’", "critic dst"),
    ],
)
def test_a_role_with_a_date_or_words_of_a_class_is_one_seat(words, seat):
    meant = seats_meant(SMALL, words, now=START)
    assert (named(meant), meant.sure, meant.fits) == ([seat], True, True)
    assert meant.one is meant.seats[0]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("critic", all_of(SMALL, "critic")),
        ("adv", all_of(SMALL, "advocate")),
        ("7 feb", ["neutral rdd", "advocate rdd", "critic rdd", "backup rdd"]),
        ("critic zero", ["critic zero", "critic serving"]),
        ("", [f"{one.role.id} {one.session.id}" for one in seats(SMALL)]),
    ],
)
def test_what_can_mean_several_is_not_guessed(words, found):
    meant = seats_meant(SMALL, words, now=START)
    assert (named(meant), meant.sure, meant.one) == (found, False, None)
    assert meant.fits


@pytest.mark.parametrize(
    ("words", "unoffered"),
    [
        ("critic break", "Spring Break"),
        ("critic 21 march", "21 march"),
        ("critic week 9", "week 9"),
        ("critic tuesday", "tuesday"),
    ],
)
def test_what_the_schedule_offers_no_seat_for_is_named(words, unoffered):
    meant = seats_meant(SMALL, words, now=START)
    assert (meant.seats, meant.unoffered) == ((), unoffered)
    assert [one.id for one in meant.roles] == ["critic"]


@pytest.mark.parametrize("words", ["tomatoes", "x y z", "?!", "a" * 500, "critic " * 100 + "tomatoes"])
def test_what_is_like_nothing_is_nothing(words):
    meant = seats_meant(SMALL, words, now=START)
    assert not meant.fits
    assert not meant.sure


@pytest.mark.parametrize(
    ("words", "first"), [("ctiric clocks", "critic dst"), ("critic hardware tomatoes", "critic eyeriss")]
)
def test_what_is_only_like_a_seat_is_asked_about(words, first):
    meant = seats_meant(SMALL, words, now=START)
    assert (named(meant)[0], meant.guessed, meant.sure, meant.fits) == (first, True, False, False)


def test_weeks_are_those_of_the_course():
    assert named(seats_meant(WEEKS, "backup week 3")) == ["backup b"]
    assert named(seats_meant(WEEKS, "wk 2 critic")) == ["critic a"]


def test_a_class_that_has_begun_is_meant_only_where_no_other_can_be():
    assert named(seats_meant(SMALL, "critic mon", now=la(1, month=2))) == ["critic rdd"]
    assert named(seats_meant(SMALL, "critic", now=la(1, month=3))) == ["critic dst", "critic agents"]
    assert named(seats_meant(SMALL, "critic raft", now=la(1, month=3))) == ["critic raft"]
    assert named(seats_meant(SMALL, "critic tomorrow", now=la(6, 12, month=2))) == ["critic rdd"]


def test_only_seats_that_it_can_be_are_meant():
    mine = [one for one in seats(SMALL) if one.key in (key("rdd", "critic"), key("dst", "backup"))]
    assert named(seats_meant(SMALL, "critic", among=mine, now=START)) == ["critic rdd"]
    assert seats_meant(SMALL, "backup", among=mine, now=START).sure
    assert not seats_meant(SMALL, "advocate", among=mine, now=START).seats


def test_where_seats_are_per_paper_the_paper_is_meant_or_all_of_the_class():
    assert [one.key for one in seats_meant(PAPERS, "critic orca").seats] == [key("serving", "critic", paper="orca")]
    class_ = seats_meant(PAPERS, "critic serving").seats
    assert [one.key.paper for one in class_] == ["orca", "zero-paper"]
    both = seats_meant(PAPERS, "critic zero")
    assert ([one.session.id for one in both.seats], both.sure) == (["zero", "serving"], False)
    assert seats_meant(PAPERS, "critic zero 16 feb").sure


def test_seats_beside_each_other_are_one_and_a_number_picks_one():
    meant = seats_meant(TWO, "critic rdd")
    assert ([one.key.number for one in meant.seats], meant.sure) == ([1, 2], True)
    assert [one.key for one in seats_meant(TWO, "critic 2 rdd").seats] == [key("rdd", "critic", 2)]
    assert [one.key for one in seats_meant(TWO, "critic 7 feb").seats] == [
        key("rdd", "critic"),
        key("rdd", "critic", 2),
    ]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("reviewer raft", "reviewer"),
        ("archeologist raft", "archaeol"),
        ("academic raft", "academic"),
        ("hacker raft", "hacker"),
        ("detective raft", "detectiv"),
        ("private investigator raft", "detectiv"),
        ("social impact raft", "impact"),
        ("industry raft", "industry"),
    ],
)
def test_roles_of_other_presets_are_known_by_title_and_id(words, role):
    assert named(seats_meant(ROLE_PLAY, words)) == [f"{role} raft"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Who presents next week?", "next week"),
        ("who presents on 7 march?", "7 march"),
        ("I want to present RAFT", "raft"),
        ("can I be the critic for big data, please?", "critic big data"),
        ("I would like to be Neutral Presenter on 14 Feb", "neutral presenter 14 feb"),
        ("I want to be presenter", ""),
        ("I cannot present on Thursday because I am ill, sorry", "thursday"),
        ("my grandmother died and I have no time to present", ""),
    ],
)
def test_of_a_sentence_only_what_names_something_is_kept(sentence: str, words: str) -> None:
    assert named_in(SMALL, sentence, START) == words


def test_this_week_and_the_next_one() -> None:
    assert {one.split()[1] for one in named(seats_meant(SMALL, "next week", now=START))} == {"raft"}
    assert {one.split()[1] for one in named(seats_meant(SMALL, "this week", now=la(16, month=2)))} == {"serving"}
    assert seats_meant(SMALL, "this week", now=START).unoffered == "this week"
