"""Whom staff mean and what of, by what they type."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.course.model import CourseRole
from bot.services import naming
from bot.services.naming import Place, Work
from bot.store import people
from tests.support.courses import course, reading, session

NOW = datetime(2022, 1, 24, tzinfo=UTC)
HERE = Place("slack", "W")
SEMINAR = course(
    session(
        "first",
        date(2022, 1, 31),
        title="Big Data Systems",
        week="Week 2",
        owes=True,
        readings=(reading("rdd", title="Resilient Distributed Datasets", authors=("Matei Zaharia",)),),
    ),
    session(
        "second",
        date(2022, 2, 7),
        title="Training at Scale",
        week="Week 3",
        owes=True,
        readings=(
            reading("zero", title="ZeRO: Memory Optimizations Toward Training Trillion Parameter Models"),
            reading("gpipe", title="GPipe: Efficient Training of Giant Neural Networks"),
            reading("extra", tier=None, title="A Survey of Tomatoes"),
        ),
    ),
    session("third", date(2022, 2, 14), title="Guest Lecture"),
)


def enter(connection, account, name, role=CourseRole.STUDENT, *, active=True, email=None):
    person = people.ensure_account(
        connection, platform="slack", workspace="W", user_id=account, name=name.split()[0].lower(), now=NOW
    )
    people.rename(connection, person, name)
    if email:
        people.note_email(connection, person, email)
    people.set_membership(connection, course="seminar", person_id=person, role=role, now=NOW, active=active)
    return person


@pytest.fixture
def crowd(connection):
    return {
        "ada": enter(connection, "U0ADA", "Ada Lovelace", email="ada@example.edu"),
        "adam": enter(connection, "U0ADAM", "Adam Smith"),
        "sam": enter(connection, "U0SAM", "Sam Lee"),
        "sam2": enter(connection, "U0SAM2", "Sam Lee", email="lee2@example.edu"),
        "jose": enter(connection, "U0JOSE", "José Müller-Núñez"),
        "tia": enter(connection, "U0TIA", "Tia Jose", CourseRole.TA),
        "gone": enter(connection, "U0GONE", "Grace Hopper", active=False),
    }


def meant(connection, words):
    named = naming.person(connection, SEMINAR, words, HERE)
    return [one.person for one in named.candidates], named.sure


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("<@U0ADA>", "ada"),
        ("<@U0ADA|ada>", "ada"),
        ("<@!U0SAM2>", "sam2"),
        ("U0SAM", "sam"),
        ("@u0sam2", "sam2"),
        ("ada@example.edu", "ada"),
        ("LEE2@example.edu,", "sam2"),
        ("Ada Lovelace", "ada"),
        ("@Ada", "ada"),
        ("lovelace ada", "ada"),
        ("adalovelace", "ada"),
        ("lovelase", "ada"),
        ("Ada Lovlace", "ada"),
        ("smith", "adam"),
        ("jose", "jose"),
        ("jos", "jose"),
        ("muller nunez", "jose"),
        ("tia", "tia"),
        ("grace hoper", "gone"),
    ],
)
def test_one_person_is_meant(connection, crowd, words, who):
    assert meant(connection, words) == ([crowd[who]], True)


@pytest.mark.parametrize("words", ["zed", "", "<@U0NOBODY>", "nobody@example.edu", "x", "ada hopper", "🦉", "<@>"])
def test_nobody_is_meant(connection, crowd, words):
    assert meant(connection, words) == ([], False)


def test_namesakes_are_asked_about_with_what_tells_them_apart(connection, crowd):
    named = naming.person(connection, SEMINAR, "sam lee", HERE)
    assert not named.sure
    assert {(one.person, one.mark) for one in named.candidates} == {
        (crowd["sam"], "U0SAM"),
        (crowd["sam2"], "lee2@example.edu"),
    }


def test_a_name_that_is_only_somewhat_alike_is_asked_about(connection, crowd):
    assert meant(connection, "lavelase") == ([crowd["ada"]], False)


def test_an_account_of_another_workspace_is_nobody(connection, crowd):
    assert not naming.person(connection, SEMINAR, "<@U0ADA>", Place("slack", "other")).candidates


@pytest.mark.parametrize(
    ("words", "work"),
    [
        ("zero", Work("second", "zero")),
        ("ZeRO", Work("second", "zero")),
        ("‘zero’", Work("second", "zero")),
        ("memory optimisations", Work("second", "zero")),
        ("zaharia", Work("first", "rdd")),
        ("big data systems", Work("first")),
        ("second", Work("second", "")),
        ("training at scale", Work("second", "")),
        ("week 2", Work("first", "")),
        ("Week 3", Work("second", "")),
        ("everything", Work()),
        ("All", Work()),
    ],
)
def test_one_work_is_meant(words, work):
    assert naming.work(SEMINAR, words) == naming.Meant((work,), sure=True)


@pytest.mark.parametrize("words", ["tomatoes", "guest lecture", "third", "week 9", "", "quux", "extra"])
def test_what_nobody_reviews_is_not_meant(words):
    assert not naming.work(SEMINAR, words).sure


def test_a_word_of_two_papers_is_asked_about():
    found = naming.work(SEMINAR, "training")
    assert not found.sure
    assert {Work("second", "zero"), Work("second", "gpipe")} <= set(found.works)


def test_two_papers_in_one_breath_are_none_for_sure():
    assert not naming.work(SEMINAR, "rdd zero").sure


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("ada zero", ("ada", Work("second", "zero"), "")),
        ("Ada Lovelace zero", ("ada", Work("second", "zero"), "")),
        ("ada lovelace week 3", ("ada", Work("second"), "")),
        ("<@U0ADA|x> everything", ("ada", Work(), "")),
        ("ada zero because of a funeral", ("ada", Work("second", "zero"), "because of a funeral")),
        ("muller nunez big data systems ill", ("jose", Work("first"), "ill")),
    ],
)
def test_a_line_is_cut_where_both_halves_mean_something(connection, crowd, line, meaning):
    who, *other = meaning
    found = naming.read(connection, SEMINAR, line.split(), HERE, with_rest=True)
    assert (found.named.one.person, found.meant.one, " ".join(found.rest)) == (crowd[who], *other)


def test_words_that_fit_more_than_one_paper_are_asked_about_and_none_of_them_is_left_over(connection, crowd):
    found = naming.read(connection, SEMINAR, ["ada", "scale", "training"], HERE, with_rest=True)
    assert (found.meant.sure, found.rest) == (False, ())
    assert {Work("second"), Work("second", "zero")} <= set(found.meant.works)
