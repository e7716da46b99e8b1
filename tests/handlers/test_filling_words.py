"""What staff read where a filling cannot do all that the rules ask for: whom it keeps short, what stays empty, and why."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course.fill_problem import Scope
from bot.course.model import Course
from bot.course.seat_preferences import Preference
from bot.course.signups import Holding
from bot.services.filling import Situation
from handlers.filling_lines import nothing, proposal
from tests.support.asking import labels
from tests.support.seat_desk import START, holding, key, small, taken

NAMES = ("", "Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo", "Kim", "Lee", "Max")
ONE = "[{id: lead, title: Lead}]"
THREE = """\
sessions:
  - {id: s1, title: One, date: 2022-01-31, readings: [{id: p1, title: P1, tier: required}]}
  - {id: s2, title: Two, date: 2022-02-07, readings: [{id: p2, title: P2, tier: required}]}
  - {id: s3, title: Three, date: 2022-02-14, readings: [{id: p3, title: P3, tier: required}]}
"""
LEADS = small(THREE, preset="", roles=ONE, rules="{at_least: 2}")
PAIRS = small(THREE, preset="", roles="[{id: a, title: A}, {id: b, title: B}]", rules="{distinct_roles: yes}")


def shown(
    course: Course, count: int, *held: Holding, wishes: dict[int, Preference] | None = None, scope: Scope | None = None
) -> Reply:
    students = tuple(range(1, count + 1))
    found = Situation(
        signups=taken(course, *held),
        students=students,
        preferences=wishes or {},
        names={person: NAMES[person] for person in students},
    )
    made = found.filling(START, scope)
    return proposal(course, found, made, 7) if made.given else nothing(course, found, made)


def text(reply: Reply) -> str:
    return " ".join(plain(reply).split())


def test_one_who_stays_short_is_named_with_every_rule_that_closes_what_is_left() -> None:
    said = text(shown(LEADS, 1, wishes={1: Preference(cannot=frozenset({"s1", "s2"}))}))
    assert "1 seat for 1 student. 0 of 1 student then have the 2 seats that the course asks for." in said
    assert "Ann has 1 of 2: every seat that is left is on a day on which they can’t come." in said
    assert "stay free" not in said


def test_where_seats_run_out_people_are_counted_and_few_are_named() -> None:
    assert "• 1 student (Bo) has 1 of 2: 3 seats for 4." in text(shown(LEADS, 2))
    many = text(shown(LEADS, 13))
    assert "• 3 students (" in many
    assert "10 students have 0 of 2: 3 seats for 26." in many


def test_seats_that_nobody_may_have_are_named_class_by_class() -> None:
    said = text(shown(PAIRS, 1, wishes={1: Preference(cannot=frozenset({"s2"}))}))
    assert "The schedule asks for no minimum: they are spread evenly." in said
    assert "Two, Mon 7 Feb: A and B stay empty (can’t come: 1)" in said
    assert "stays empty (present there already: 1)" in said


def test_what_nobody_owes_is_no_complaint() -> None:
    course = small(THREE, preset="", roles=ONE, rules="{at_least: 1}")
    said = text(shown(course, 1))
    assert "2 seats stay free, nobody owes them" in said
    assert "cannot be met" not in said
    assert "Fill all seats instead" in labels(shown(course, 1))
    have = shown(course, 1, holding(key("s1", "lead"), 1))
    assert "Nobody owes a seat any more. 2 seats are free." in text(have)
    assert labels(have) == ["Fill all seats"]


def test_classes_in_which_nobody_or_few_would_present_are_named_with_what_to_do() -> None:
    course = small(THREE, preset="", roles="[{id: lead, title: Lead, seats: 3}]", rules="{at_least: 1}")
    others = [holding(key("s1", "lead", number), number) for number in (1, 2, 3)]
    others.append(holding(key("s3", "lead"), 4))
    elsewhere = Preference(cannot=frozenset({"s1", "s2"}))
    said = text(shown(course, 6, *others, wishes={5: elsewhere, 6: elsewhere}))
    assert "Taken in each class: 31 Jan 3 of 3, 7 Feb 0 of 3, 14 Feb 3 of 3" in said
    todo = "Fill all seats instead, or name somebody with /course assign."
    assert f"Nobody would present in Two (Mon 7 Feb). {todo}" in said
    others = [holding(key(session, "lead", number), 1) for session in ("s1", "s2") for number in (1, 2, 3)]
    said = text(shown(course, 2, *others, wishes={2: Preference(cannot=frozenset({"s1", "s2"}))}))
    assert f"Few would present in Three (Mon 14 Feb). {todo}" in said
    said = text(shown(course, 1, wishes={1: Preference(cannot=frozenset({"s2", "s3"}))}, scope=Scope.ALL))
    assert "Nobody would present in Two (Mon 7 Feb) and Three (Mon 14 Feb). You can name somebody with /course" in said


def test_of_many_classes_the_figures_are_of_weeks() -> None:
    lines = [f"  - {{id: s{n}, title: T{n}, date: 2022-03-{n:02}, presenting: yes}}\n" for n in range(1, 19)]
    said = text(shown(small("sessions:\n" + "".join(lines), preset="", roles=ONE, rules="{at_least: 1}"), 1))
    assert "Taken each week: 28 Feb: 1 of 6" in said
    assert "12 more. Fill" not in said
    assert "and 11 more. Fill all seats instead" in said


def test_what_is_not_certain_is_not_claimed() -> None:
    found = Situation(signups=taken(small()), students=(1,), preferences={}, names={1: "Ann"})
    made = found.filling(START, None)
    said = text(proposal(found.signups.course, found, made, 7))
    assert "I have made sure: by these rules nobody could get more of what they owe. Nothing is done until" in said
    wish = replace(found, preferences={1: Preference(roles=frozenset({"critic"}))})
    said = text(proposal(found.signups.course, wish, wish.filling(START, None), 7))
    assert "nobody could get more of what they owe, nor could more wishes be met." in said
    likely = text(proposal(found.signups.course, found, replace(made, best_wishes=False), 7))
    assert "I can’t rule out a proposal that meets a few more." in likely
    unsure = text(proposal(found.signups.course, found, replace(made, best_loads=False, best_wishes=False), 7))
    assert "I can’t rule out that there is one." in unsure


def test_where_there_is_nobody_or_nothing_it_says_so() -> None:
    assert text(shown(LEADS, 0)) == "There are no students yet to give seats to."
    seats = [holding(key(session, "lead"), 1) for session in ("s1", "s2", "s3")]
    assert text(shown(LEADS, 2, *seats)).startswith("No seat is free")
    closed = shown(LEADS, 1, wishes={1: Preference(cannot=frozenset({"s1", "s2", "s3"}))})
    assert "3 seats are free, and by the rules nobody may have one." in text(closed)
