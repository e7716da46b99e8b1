"""Who is asked to fill in at short notice, and for how long."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.course.cover import ask_until, backups, is_short_notice, stands_in_the_way
from bot.course.seat_rules import Bar
from tests.support.courses import LOS_ANGELES
from tests.support.seat_course import MINUTE, START, holding, key, la, small, taken

BERLIN = ZoneInfo("Europe/Berlin")
CLASS = la(14, 13, month=2)
"""Monday at one."""
ADA, BOB, CEM = 1, 2, 3


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("13 10:00", "13 12:00"),  # a quarter of what is left would be longer than two hours
        ("14 08:00", "14 09:15"),  # a quarter of five hours
        ("14 12:30", "14 12:40"),  # never less than ten minutes
        ("13 23:00", "14 09:15"),  # the night does not count, and a quarter of what is left then
        ("13 21:30", "14 09:15"),  # half an hour before the night, and no more than a quarter after it
        ("12 21:30", "13 09:30"),  # half an hour before the night, the rest after it
        ("13 02:00", "13 10:00"),
        ("13 19:59", "13 21:59"),
    ],
)
def test_each_ask_leaves_time_for_the_next_and_the_night_does_not_count(asked, until):
    assert ask_until(at(asked), CLASS, LOS_ANGELES) == at(until)


def test_the_night_counts_where_class_follows_on_it():
    early = la(14, 9, month=2)
    assert ask_until(la(13, 23, month=2), early, LOS_ANGELES) == la(14, 1, month=2)
    assert ask_until(la(14, 2, month=2), early, LOS_ANGELES) == la(14, 3, 45, month=2)


def test_the_night_is_that_of_whoever_is_asked():
    ten = la(13, 10, month=2)  # seven in the evening in Berlin
    assert ask_until(ten, CLASS, BERLIN) == ten + timedelta(hours=2)
    three = la(13, 15, month=2)  # midnight there; eight o'clock is eleven in the evening of the course
    assert ask_until(three, CLASS, BERLIN) == la(13, 23, month=2) + timedelta(hours=2)


@pytest.mark.parametrize(("before", "short"), [(timedelta(hours=6) + MINUTE, False), (timedelta(hours=6), True)])
def test_within_six_hours_of_class_nobody_is_asked_first(before, short):
    assert is_short_notice(CLASS, CLASS - before) is short


def test_the_backups_of_a_seat_are_those_of_its_class_and_a_backup_has_none():
    course = small(roles="[{id: backup, title: Backup, backup: yes, seats: 2}]")
    first, second = key("zero", "backup"), key("zero", "backup", 2)
    known = taken(course, holding(first, BOB), holding(second, CEM), holding(key("rdd", "backup"), ADA))
    assert [one.person for one in backups(known, known.seats[key("zero", "critic")])] == [BOB, CEM]
    assert backups(known, known.seats[first]) == ()


def test_of_seats_for_each_paper_the_backup_of_that_paper_is_asked():
    course = small(per="paper")
    orca, zero = (key("serving", "backup", paper=paper) for paper in ("orca", "zero-paper"))
    known = taken(course, holding(orca, BOB), holding(zero, CEM))
    assert [one.person for one in backups(known, known.seats[key("serving", "critic", paper="orca")])] == [BOB]


def test_the_seat_that_a_backup_leaves_is_not_in_the_way_and_a_role_that_they_had_is():
    course = small()
    mine = holding(key("zero", "backup"), BOB)
    known = taken(course, mine, holding(key("rdd", "advocate"), BOB))
    critic, advocate = (known.seats[key("zero", role)] for role in ("critic", "advocate"))
    assert stands_in_the_way(known, critic, mine, START) == ()
    assert [one.bar for one in stands_in_the_way(known, advocate, mine, START)] == [Bar.SAME_ROLE]


def test_where_new_roles_are_only_wished_for_a_backup_may_have_the_same_again():
    course = small(rules="{at_least: 3, distinct_roles: as_possible}")
    mine = holding(key("zero", "backup"), BOB)
    known = taken(course, mine, holding(key("rdd", "advocate"), BOB))
    assert stands_in_the_way(known, known.seats[key("zero", "advocate")], mine, START) == ()


def at(words: str):
    day, clock = words.split()
    hour, minute = clock.split(":")
    return la(int(day), int(hour), int(minute), month=2)
