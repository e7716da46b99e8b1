"""The course at a glance, for staff: what became of the reviews of each session, who has fallen behind, and what waits
for staff.

It looks at everybody once. It never writes, and knows no sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial

from bot.course.agenda import begins_at
from bot.course.model import Course, Session
from bot.course.reviews import owed, passed
from bot.course.seat_rules import is_over
from bot.course.signups import Seat, classes, seats
from bot.services import owing, review_queue, seating
from bot.services.lots import Lots
from bot.services.review_queue import Stage
from bot.services.tallying import Lot
from bot.store import people, review_marks, roster_lines, staff_pages
from bot.store.database import Connection
from bot.store.records import Membership

BEHIND = 2
"""Whose last so many sessions that were due are missing has fallen behind."""

SOON = timedelta(days=14)
"""What is due later is not looked into: hardly anybody has begun."""

NOT_IN = frozenset((Lot.MISSING, Lot.DRAFT))
EXCUSED = frozenset((Lot.EXCUSED, Lot.PRESENTING, Lot.MORE_TIME))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A session whose reviews the bot collects. `due`: None where no date is known yet; `over`: it is past."""

    session: Session
    due: datetime | None
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One student and what became of their reviews, by session; a session that is not there they do not owe, or it is
    due much later.
    """

    person: int
    name: str
    lots: Mapping[str, Lot]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextClass:
    """The class that is presented in next, with the seats that nobody has."""

    session: Session
    free: tuple[Seat, ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """`columns` in the order in which they are due, `students` by name. `unclaimed`: names of the class list of whom no
    account is known, out of `listed`. `unmarked` reviews wait for a mark, `unreleased` marks for being shown.
    """

    columns: tuple[Column, ...]
    students: tuple[Student, ...]
    unclaimed: tuple[str, ...] = ()
    listed: int = 0
    unmarked: int = 0
    unreleased: int = 0
    next_class: NextClass | None = None

    @cached_property
    def counts(self) -> Mapping[str, Counter[Lot]]:
        """How many are in which lot, by session."""
        found = {one.session.id: Counter[Lot]() for one in self.columns}
        for student in self.students:
            for session, lot in student.lots.items():
                found[session][lot] += 1
        return found

    @cached_property
    def last_due(self) -> tuple[Column, ...]:
        """The sessions by which it is seen who has fallen behind."""
        return tuple(one for one in self.columns if one.over)[-BEHIND:]

    @cached_property
    def behind(self) -> tuple[tuple[Student, int], ...]:
        """Who handed in nothing for the last sessions that were due of them, with how many they miss in all; those who
        miss most first.
        """
        over = [one.session.id for one in self.columns if one.over]
        found: list[tuple[Student, int]] = []
        for student in self.students:
            asked = [lot for one in over if (lot := student.lots.get(one)) is not None and lot not in EXCUSED]
            if len(asked) >= BEHIND and all(lot in NOT_IN for lot in asked[-BEHIND:]):
                found.append((student, sum(lot in NOT_IN for lot in asked)))
        return tuple(sorted(found, key=lambda one: -one[1]))


def look(connection: Connection, course: Course, *, now: datetime) -> Overview:
    """All of it."""
    shown = columns(course, now)
    asked = frozenset(one.session.id for one in shown if one.over or (one.due is not None and one.due - now <= SOON))
    everybody = owing.everyone(connection, course, of=asked, now=now)
    members = {one.person: one for one in people.members(connection, course.id)}
    marks = people.namesakes(connection, list(members.values()))
    lots, waiting = Lots(now), _Waiting(connection, course, now)
    students: list[Student] = []
    for person, duties in everybody.items():
        found = lots.of(duties)
        waiting.add(members[person], found.counting)
        mark = f" ({marks[person]})" if marks.get(person) else ""
        students.append(Student(person=person, name=f"{members[person].name}{mark}", lots=found.lots))
    lines = roster_lines.current(connection, course.id)
    return Overview(
        columns=shown,
        students=tuple(sorted(students, key=lambda one: (one.name.casefold(), one.person))),
        unclaimed=tuple(one.name for one in lines if not one.claimed),
        listed=len(lines),
        unmarked=waiting.unmarked,
        unreleased=waiting.unreleased,
        next_class=next_class(connection, course, now),
    )


def columns(course: Course, now: datetime) -> tuple[Column, ...]:
    """The sessions whose reviews are collected here, the first that is due first, those without a date last."""
    found: dict[str, Column] = {}
    for one in owed(course):
        due = one.review.due.until if one.review.due is not None else None
        over = due is not None and passed(due, now)
        found[one.session.id] = Column(session=one.session, due=due, over=over)
    return tuple(sorted(found.values(), key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0)))


class _Waiting:
    """How many reviews wait for a mark, and how many marks for being shown: as many as `review_queue` says."""

    def __init__(self, connection: Connection, course: Course, now: datetime) -> None:
        self.unmarked = self.unreleased = 0
        self._marks = staff_pages.marked(connection, course.id)
        self._returned = frozenset(person for person, _ in review_marks.returns(connection, course.id))
        self._items = partial(review_queue.items, connection, course, now=now)

    def add(self, member: Membership, counting: Mapping[str, int]) -> None:
        """`counting`: by paper the version that counts, of what they owe. Of whom that does not tell all is looked up:
        what was given back to them, and what they wrote of the time before they came.
        """
        if member.person in self._returned or member.joined_at < member.counts_from:
            items = self._items(person=member.person)
            self.unmarked += sum(one.stage is Stage.UNMARKED for one in items)
            self.unreleased += sum(one.unreleased for one in items)
            return
        marks = self._marks.get(member.person)
        if marks is None:
            self.unmarked += len(counting)
            return
        for paper, number in counting.items():
            mark = marks.get(paper)
            if mark is None or mark.version != number:
                self.unmarked += 1
            elif not mark.released:
                self.unreleased += 1


def next_class(connection: Connection, course: Course, now: datetime) -> NextClass | None:
    """None where nobody presents, or no class is ahead."""
    if not seats(course):
        return None
    session = _coming(course, classes(course), now)
    if session is None:
        return None
    found = seating.signups(connection, course).of_session(session.id)
    return NextClass(session=session, free=tuple(seat for seat, holding in found if holding is None))


def _coming(course: Course, presented: Sequence[Session], now: datetime) -> Session | None:
    ahead = [
        (at, one) for one in presented if (at := begins_at(course, one)) is not None and not is_over(course, one, now)
    ]
    return min(ahead, key=lambda pair: pair[0])[1] if ahead else None
