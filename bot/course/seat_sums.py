"""Whether a schedule offers seats enough for a class, and what would help where it does not: in numbers and in words.

Pure: a class of so many students, each of whom takes at least N seats by the rules. It knows nobody, and not who holds
what but in `remaining`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median_low
from typing import Literal

from bot.course.model import Course, Role
from bot.course.seat_flow import Limits, Offer, enough_for, largest, limits_of, offers_of, suffices, usable
from bot.course.seat_rules import is_over
from bot.course.signups import Signups, progress, seats, week_of
from bot.course.wording import counted, listed

MOST_CLASSES = 200
"""More classes than that are not counted."""

MOST_WEEKS, MOST_SEATS = 10, 4
"""More than that is advice only where there is no other."""

# --- a class of so many ---------------------------------------------------------------------------------------------

Because = Literal["", "role", "week", "thing"]
"""Which limit leaves seats unused that would be enough without it."""


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The arithmetic for a class of `students`."""

    course: Course
    students: int

    @property
    def least(self) -> int:
        """Seats that each takes; 0: no minimum."""
        return self.course.presenting.rules.at_least or 0

    @property
    def needed(self) -> int:
        return self.least * self.students

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        return offers_of(seats(self.course))

    @cached_property
    def offered(self) -> int:
        return sum(one.seats for one in self.offers)

    @cached_property
    def by_role(self) -> tuple[tuple[Role, int], ...]:
        """What is offered of each role."""
        counts = Counter(seat.role.id for seat in seats(self.course))
        return tuple((role, counts[role.id]) for role in self.course.presenting.roles)

    @cached_property
    def limits(self) -> Limits:
        return limits_of(self.course.presenting.rules)

    @cached_property
    def usable(self) -> int:
        return usable(self.offers, self.students, self.limits)

    @property
    def enough(self) -> bool:
        return self.usable >= self.needed

    @cached_property
    def enough_for(self) -> int:
        return enough_for(self.offers, self.limits)

    @cached_property
    def because(self) -> Because:
        """Only where the seats would be enough but for a limit."""
        if self.enough or self.offered < self.needed:
            return ""
        without: tuple[tuple[Because, Limits], ...] = (
            ("role", replace(self.limits, distinct=False)),
            ("week", replace(self.limits, a_week=None)),
            ("thing", replace(self.limits, once=False)),
        )
        return next((why for why, limits in without if suffices(self.offers, self.students, limits)), "")

    @cached_property
    def lower(self) -> int:
        """The largest minimum that everybody can have."""
        return largest(
            max(self.least - 1, 0),
            lambda least: suffices(self.offers, self.students, replace(self.limits, least=least)),
        )

    @cached_property
    def classes(self) -> int | None:
        """So many more classes of the usual size would be enough; None: no number of them would."""
        if not self._usual or not self._suffices_with(MOST_CLASSES):
            return None
        return MOST_CLASSES - largest(MOST_CLASSES, lambda fewer: self._suffices_with(MOST_CLASSES - fewer))

    @cached_property
    def weeks(self) -> int | None:
        """In which they fit, as the class meets."""
        return None if self.classes is None else -(-self.classes // self._a_week)

    @cached_property
    def each(self) -> int | None:
        """So many more seats of each role, wherever it is, would be enough."""
        more = largest(self.needed + 1, lambda extra: not self._suffices_with_more(extra - 1)) if self.offers else 0
        return more if 0 < more <= self.needed else None

    def _suffices_with_more(self, extra: int) -> bool:
        if extra < 0:
            return False
        offers = [replace(one, seats=one.seats + extra) for one in self.offers]
        return suffices(offers, self.students, self.limits)

    def _suffices_with(self, classes: int) -> bool:
        first = date.max - timedelta(weeks=MOST_CLASSES + 1)  # weeks of their own
        more = [
            replace(one, thing=f"+{number} {one.thing}", week=first + timedelta(weeks=number // self._a_week))
            for number in range(classes)
            for one in self._usual
        ]
        return suffices([*self.offers, *more], self.students, self.limits)

    @cached_property
    def _usual(self) -> tuple[Offer, ...]:
        """What one more class would offer."""
        presented = {seat.session.id for seat in seats(self.course)}
        of = {
            session: {seat.key.paper for seat in seats(self.course) if seat.key.session == session}
            for session in presented
        }
        papers = median_low(sorted(map(len, of.values()))) if of else 0
        roles = [role for role in self.course.presenting.roles if not role.sessions]
        return tuple(
            Offer(role=role.id, thing=str(paper), seats=role.seats) for paper in range(papers) for role in roles
        )

    @cached_property
    def _a_week(self) -> int:
        """How often the class meets."""
        if self.course.meets.days:
            return len(self.course.meets.days)
        weeks = Counter({seat.session.id: week_of(seat.session) for seat in seats(self.course)}.values())
        return max(median_low(sorted(weeks.values())), 1) if weeks else 1


def sums(course: Course, students: int) -> Sums:
    return Sums(course=course, students=students)


# --- in words -------------------------------------------------------------------------------------------------------


def sums_line(found: Sums) -> str:
    """For staff: `Presenting needs 120 seats (3 for each of 40 students); the schedule offers 100: lower the minimum to
    2 or add 2 weeks.`
    """
    if not found.least:
        return f"The schedule offers {counted(found.offered, 'seat')}, and asks nobody to take any (at_least)."
    distinct = found.course.presenting.rules.distinct_roles == "yes" and found.least > 1
    different = " in different roles" if distinct else ""
    each = "each of " if found.students > 1 else ""
    of = f"{found.least}{different} for {each}{counted(found.students, 'student')}"
    needs = f"Presenting needs {counted(found.needed, 'seat')} ({of})"
    offers = f"the schedule offers {found.offered}"
    if found.enough:
        return f"{needs}; {offers}: enough."
    if found.usable < min(found.offered, found.needed):
        offers += f", of which {found.usable} can be used{_since(found)}"
    return f"{needs}; {offers}: {_advice(found)}."


def _since(found: Sums) -> str:
    rules = found.course.presenting.rules
    fewest = min((number for _, number in found.by_role), default=0)
    scarce = [role.title for role, number in found.by_role if number == fewest < found.students]
    of_these = f" (of {listed(scarce)} there {'is' if fewest == 1 else 'are'} {fewest})" if len(scarce) < 3 else ""
    return {
        "": "",
        "role": f" since nobody takes a role twice{of_these}",
        "week": f" since nobody takes more than {rules.at_most_per_week} a week",
        "thing": f" since nobody takes two of one {'paper' if found.course.presenting.per == 'paper' else 'class'}",
    }[found.because]


def _advice(found: Sums) -> str:
    """What would help, as far as it is little enough to be done."""
    ways = [f"lower the minimum to {found.lower}"] if found.lower else []
    several = f" ({counted(found.classes or 0, 'class', 'classes')})" if found.classes != found.weeks else ""
    weeks = [] if found.weeks is None else [f"add {counted(found.weeks, 'week')}{several}"]
    each = [] if found.each is None else [f"offer {counted(found.each, 'more seat')} of each role in every class"]
    ways += weeks if (found.weeks or 0) <= MOST_WEEKS else []
    ways += each if (found.each or 0) <= MOST_SEATS else []
    ways = ways or weeks or each or ["lower the minimum or change the rules"]
    return f"{', '.join(ways[:-1])}{',' if len(ways) > 2 else ''} or {ways[-1]}" if len(ways) > 1 else ways[0]


def neutral_line(course: Course, free: int = 0) -> str:
    """For everybody: `40 seats; everyone takes 3, in different roles.`, or `12 of 40 seats are free; everyone …`."""
    rules = course.presenting.rules
    offered = len(seats(course))
    lead = counted(offered, "seat")
    if free:
        lead = f"{lead if free == offered else f'{free} of {lead}'} {'is' if free == 1 else 'are'} free"
    if not rules.at_least:
        return f"{lead}."
    different = {"yes": ", in different roles", "as_possible": ", in different roles as far as possible", "no": ""}
    how = different[rules.distinct_roles] if rules.at_least > 1 else ""
    return f"{lead}; everyone takes {rules.at_least}{how}."


# --- while it runs --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Remaining:
    """`owed`: seats that the students have still to take, together; `free`: those that can be taken."""

    owed: int
    free: int


def remaining(signups: Signups, students: Collection[int], now: datetime) -> Remaining:
    """What is left to do, and of what."""
    free = sum(not is_over(signups.course, seat.session, now) for seat in signups.free())
    return Remaining(owed=sum(progress(signups, one, now).left for one in students), free=free)
