"""Whatever people do with their seats in whatever order, nobody ends with what a rule forbids, and every step can be
accounted for: random walks over one database, time passing.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.course.seat_rules import broken, is_over
from bot.course.signups import SeatKey
from bot.errors import Refused
from bot.services import cover_rounds, dropping, roster, seating, stepping_in, swapping, taking_over, waiting
from bot.services.swapping import Wanted
from bot.store import covers, seats, swaps
from tests.support.seat_course import START, small
from tests.support.seat_desk import set_up

RULES = (
    {"rules": "{at_least: 3, distinct_roles: yes, at_most_per_week: 1}"},
    {"rules": "{at_least: 2, distinct_roles: as_possible, at_most_per_term: 3}", "closes": "1 days before"},
    {"per": "paper", "roles": "[{id: backup, title: Backup, backup: yes, seats: 2}]"},
)
WHO = ("ada", "bob", "cem", "dee", "eli")


class Walk:
    """One course and its people; each step is one thing that somebody does, or that time brings."""

    def __init__(self, connection: Any, seed: int) -> None:
        self.connection, self.random = connection, random.Random(seed)
        self.course = small(**{"waiting_list": "yes", **RULES[seed % len(RULES)]})
        self.persons = [set_up(connection, self.course, WHO, now=START)[who] for who in WHO]
        self.now = START
        roster.confirm(connection, course=self.course, now=START, by=None)
        self.keys = list(seating.signups(connection, self.course).seats)

    def step(self) -> str:
        often = [self.take, self.drop, self.answer]
        do: Callable[[], object] = self.random.choice(
            [*often, *often, self.take, self.offer, self.agree, self.wait, self.pass_time]
        )
        try:
            do()
        except Refused:
            return "refused"
        return do.__name__

    def someone(self) -> int:
        return self.random.choice(self.persons)

    def held(self) -> dict[SeatKey, int]:
        return {key: one.person for key, one in seats.held(self.connection, self.course.id).items()}

    def take(self) -> None:
        key = self.random.choice(self.keys)
        taking_over.take(self.connection, self.course, key, self.someone(), now=self.now)

    def drop(self) -> None:
        held = list(self.held().items())
        if held:
            dropping.drop(self.connection, self.course, *self.random.choice(held), now=self.now)

    def answer(self) -> None:
        rows = covers.since(self.connection, self.course.id, START)
        if rows:
            row = self.random.choice(rows)
            said = self.random.choice([stepping_in.accept, stepping_in.decline])
            said(self.connection, self.course, row.id, row.asked or self.someone(), now=self.now)

    def offer(self) -> None:
        held = list(self.held().items())
        if held:
            swapping.offer(self.connection, self.course, *self.random.choice(held), now=self.now, wanted=Wanted())

    def agree(self) -> None:
        offered = [one for who in self.persons for one in swaps.open_of_person(self.connection, self.course.id, who)]
        held = list(self.held().items())
        if offered and held:
            key, who = self.random.choice(held)
            swapping.accept(self.connection, self.course, self.random.choice(offered).id, key, who, now=self.now)

    def wait(self) -> None:
        waiting.wait(self.connection, self.course, self.random.choice(self.keys), self.someone(), now=self.now)

    def pass_time(self) -> None:
        self.now += timedelta(hours=self.random.choice([1, 3, 20, 60]))
        cover_rounds.step(self.connection, self.course, now=self.now)

    def check(self) -> None:
        known = seating.signups(self.connection, self.course)
        for who in self.persons:
            assert broken(known, who, self.now) == ()
        told: dict[SeatKey, int] = {}
        for line in seats.changes(self.connection, self.course.id):
            if line.change in seats.GAINED:
                assert told.setdefault(line.key, line.person) == line.person
            else:
                assert told.pop(line.key) == line.person
        assert told == self.held()
        for row in covers.open_of(self.connection, self.course.id):
            seat = known.seats[row.key]
            if row.state == "asking" and not is_over(self.course, seat.session, self.now) and row.key not in known.held:
                assert row.asked is not None, "somebody is asked, or all are"


def walked(connection: Any, seed: int, steps: int) -> set[str]:
    walk, done = Walk(connection, seed), set()
    for _ in range(steps):
        done.add(walk.step())
        walk.check()
    return done


@pytest.mark.parametrize("seed", range(len(RULES)))
def test_no_order_of_steps_ends_with_a_broken_rule(connection, seed):
    done = walked(connection, seed, 40)
    assert {"take", "drop", "pass_time"} <= done


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(len(RULES), 30))
def test_no_order_of_many_steps_ends_with_a_broken_rule(connection, seed):
    walked(connection, seed, 200)
