"""Saying what one would like to present, for as long as seats are given out by preference.

A page of the form is kept as soon as it is sent: it says all about the classes on it and nothing about others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_preferences import RANKS, Preference, Spot
from bot.course.seat_rules import is_over
from bot.course.signups import Opening, seats
from bot.errors import Refused
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT
from bot.services.seating import require_student
from bot.store import audit, people, seat_preferences
from bot.store import courses as states
from bot.store import seats as seat_rows
from bot.store.database import Connection

State = Literal["closed", "open", "first_come", "filled"]
"""`closed`: nobody signs up yet; `filled`: they were asked, and seats were given out by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one page of the form says: which of its `spots` are wanted, by rank, and which of its sessions cannot
    be. `roles` None: it did not ask.
    """

    spots: Collection[Spot]
    ranks: Mapping[int, Spot]
    cannot: Collection[str]
    roles: Collection[str] | None = None


def state(opening: Opening, now: datetime) -> State:
    if opening.opened_at is None or opening.opened_at > now:
        return "closed"
    if opening.collects_preferences:
        return "open"
    return "first_come" if opening.filled_at is None else "filled"


def spots(course: Course, now: datetime) -> tuple[Spot, ...]:
    """What can be wished for: all that is presented and not over, in the order of its dates."""
    ahead = [seat.key for seat in seats(course) if not is_over(course, seat.session, now)]
    return tuple(dict.fromkeys((key.session, key.paper) for key in ahead))


def of(connection: Connection, course: Course, person: int) -> tuple[Opening, Preference]:
    """Whether it is asked, and what the person said."""
    return seat_rows.opening(connection, course.id), seat_preferences.of(connection, course.id, person)


def keep(connection: Connection, course: Course, person: int, page: Page, *, now: datetime) -> Preference:
    """Keep what a page says, beside what was said of other classes. Raises Refused where seats are not given out by
    preference (any more), and for who is no student.
    """
    require_student(connection, course, person)
    opening, before = of(connection, course, person)
    if state(opening, now) != "open":
        raise Refused("Seats are not given out by preference any more, so I have changed nothing.")
    said = merged(before, page)
    seat_preferences.keep(connection, course.id, person, said, at=now)
    return said


def merged(before: Preference, page: Page) -> Preference:
    """What was said before, with what the page says. A rank is of one spot: the page's word holds."""
    ranked = {rank: spot for rank, spot in enumerate(before.sessions) if spot not in page.spots}
    ranked |= page.ranks
    here = {session for session, _ in page.spots}
    return Preference(
        sessions=tuple(dict.fromkeys(ranked[rank] for rank in sorted(ranked)))[:RANKS],
        roles=before.roles if page.roles is None else frozenset(page.roles),
        cannot=(before.cannot - here) | frozenset(page.cannot),
    )


ASKED = "asked_to_prefer"
"""The word of the notice that asks for it."""


def ask_others(connection: Connection, course: Course, *, now: datetime, by: int | None) -> int:
    """Ask the students who have said nothing, each once a day; how many. Raises Refused where it is not asked (any
    more), and in a rehearsal.
    """
    if state(seat_rows.opening(connection, course.id), now) != "open":
        raise Refused("Seats are not given out by preference now, so there is nothing to ask for.")
    if not states.state(connection, course.id).live:
        raise Refused("This is still a rehearsal: I write to students once you are live.")
    said = seat_preferences.of_course(connection, course.id)
    silent = [one.person for one in people.students(connection, course.id) if one.person not in said]
    day = course.local(now).date().isoformat()
    asked = sum(tell_person(connection, course, _asking(person, day), now=now) for person in silent)
    details = {"people": asked}
    audit.record(connection, course=course.id, person=by, action="preferences_asked", details=details, now=now)
    return asked


def _asking(person: int, day: str) -> PersonTelling:
    return PersonTelling(
        person=person,
        kind=NoticeKind.SEAT,
        item="signup",
        occurrence=f"{ASKED}.{day}",
        title="Your preferences",
        details={WHAT: ASKED},
    )
