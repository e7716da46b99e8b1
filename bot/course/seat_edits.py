"""What an edit of the schedule does to seats that people hold: a class that moved, one that does not take place, a seat
that is no more, one that is back; and the limits that somebody is over by it.

Pure: two versions of the course and who holds what come in, facts come out. It knows nobody's name and no sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

from bot.course.model import Course, Session
from bot.course.seat_rules import Bar, broken, is_over
from bot.course.signups import Seat, SeatKey, Signups, Turn, in_some_week, seats_by_key, week_of

Gone = Literal["", "cancelled", "removed", "unpresented", "seat"]
"""Why a seat counts no more: its class is cancelled or not in the schedule, nobody presents in it, or the role, the
paper or the number is gone. '': it does count.
"""

Renamed = Mapping[str, str]
"""New id → the id that it had in the version before; of papers both with `PAPER` before them."""


WEEK = "week:"


class Place(NamedTuple):
    """Where a seat stands by one version. `at` is the class's instant or day in ISO 8601, '' without a date; where only
    the week is known its Monday, after `WEEK`.
    """

    at: str
    gone: Gone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What became of one taken seat. `about` is what is presented, `session` what the class is called."""

    key: SeatKey
    person: int
    role: str
    about: str
    session: str
    was: Place
    now: Place

    @property
    def matters(self) -> bool:
        """Whether it makes a difference to whoever has it. Of a seat that is gone it is all one why, or when."""
        if self.was.gone or self.now.gone:
            return bool(self.was.gone) != bool(self.now.gone)
        return self.was.at != self.now.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """A limit that somebody is over since: `key` is the one that is too many of `seats`, `number` of at most `most`.
    `because`: the class whose move did it, '' where rules or seats were changed. `week`: its Monday in ISO 8601.
    """

    key: SeatKey
    person: int
    bar: str
    role: str
    about: str
    number: int = 0
    most: int = 0
    week: str = ""
    because: str = ""
    seats: tuple[SeatKey, ...] = ()


# --- where a seat stands --------------------------------------------------------------------------------------------


def place(course: Course, key: SeatKey, offered: Mapping[SeatKey, Seat]) -> Place:
    session = course.session(key.session)
    if session is None:
        return Place("", "removed")
    at = _when(session)
    if key in offered:
        return Place(at)
    if not session.kind.meets:
        return Place(at, "cancelled")
    return Place(at, "seat" if session.presenting and course.presenting.roles else "unpresented")


def _when(session: Session) -> str:
    first = session.first
    if first is None:
        return ""
    if in_some_week(session):
        return f"{WEEK}{first.day.isoformat()}"
    return first.starts_at.isoformat() if first.starts_at is not None else first.day.isoformat()


def moved(before: Course, after: Signups, now: datetime, renamed: Renamed) -> tuple[Moved, ...]:
    """The taken seats to which the edit makes a difference and whose class is still ahead: by the new version, or,
    where it is gone, by the old one.
    """
    offered = seats_by_key(before)
    found: list[Moved] = []
    for key, holding in after.held.items():
        earlier = renamed_key(key, renamed)
        was, then = place(before, earlier, offered), place(after.course, key, after.seats)
        session, old = after.course.session(key.session), before.session(earlier.session)
        asked = old if then.gone else session
        if asked is None or is_over(before if then.gone else after.course, asked, now):
            continue
        then = Place(was.at or then.at, then.gone) if then.gone else then
        one = Moved(
            key=key,
            person=holding.person,
            role=_role(key, after.course, before),
            about=_about(key, earlier, after.course, before),
            session=(session or asked).name,
            was=was,
            now=then,
        )
        found += [one] if one.matters else []
    return tuple(found)


def renamed_key(key: SeatKey, names: Mapping[str, str]) -> SeatKey:
    """The seat by its other names: `names` has those that are not the same."""
    paper = names.get(f"{PAPER}{key.paper}", key.paper).removeprefix(PAPER)
    return key._replace(session=names.get(key.session, key.session), paper=paper)


PAPER = "paper:"
"""Begins the name of a paper, as `services.ids` has it: a session may have the same id."""


def _role(key: SeatKey, *courses: Course) -> str:
    roles = (role for course in courses for role in course.presenting.roles)
    return next((role.title for role in roles if role.id == key.role), key.role)


def _about(key: SeatKey, earlier: SeatKey, after: Course, before: Course) -> str:
    """The title of the paper where seats are per paper, '' where they are per class."""
    for course, paper in ((after, key.paper), (before, earlier.paper)):
        for _, reading in course.readings() if paper else ():
            if reading.id == paper:
                return reading.title
    return key.paper


# --- limits -----------------------------------------------------------------------------------------------------------

Limit = tuple[int, str, str]
"""Whose, which, and of a week which."""


def over(signups: Signups, now: datetime, found: Iterable[Moved] = ()) -> Mapping[Limit, Over]:
    """The limits that people are over with a seat that is ahead. `found`: what an edit did, where that is why."""
    causes = {one.key: one.session for one in found if not one.now.gone}
    known: dict[Limit, Over] = {}
    for person in sorted({one.person for one in signups.held.values()}):
        for key, bar in broken(signups, person, now):
            if not is_over(signups.course, signups.seats[key].session, now):
                one = _over(signups, key, bar, signups.turns(person, now))
                because = next((causes[each] for each in one.seats if each in causes), "") if one.week else ""
                known.setdefault((person, one.bar, one.week), replace(one, because=because))
    return known


def by_former_names(before: Course, after: Signups, renamed: Renamed) -> Signups:
    """The same seats in the version before."""
    held = {renamed_key(key, renamed): one for key, one in after.held.items()}
    return Signups(course=before, held={key: replace(one, key=key) for key, one in held.items()}, opening=after.opening)


def _over(signups: Signups, key: SeatKey, bar: Bar, turns: Iterable[Turn]) -> Over:
    seat, rules = signups.seats[key], signups.course.presenting.rules
    week = week_of(seat.session) if bar is Bar.WEEK else None
    mine = [turn.seat for turn in turns if turn.counts and not turn.stood_in]
    alike = {
        Bar.WEEK: [one for one in mine if week_of(one.session) == week],
        Bar.SAME_ROLE: [one for one in mine if one.role.id == seat.role.id],
        Bar.SAME_PAPER: [one for one in mine if (one.key.paper or one.key.session) == (key.paper or key.session)],
    }.get(bar, mine)
    most = {Bar.WEEK: rules.at_most_per_week, Bar.TERM: rules.at_most_per_term}.get(bar) or 1
    return Over(
        key=key,
        person=signups.held[key].person,
        bar=bar.value,
        role=seat.role.title,
        about=seat.reading.title if seat.reading is not None else seat.session.name,
        number=len(alike),
        most=most,
        week=week.isoformat() if week is not None else "",
        seats=tuple(one.key for one in alike),
    )


# --- as text ----------------------------------------------------------------------------------------------------------


def plain(one: Moved | Over) -> dict[str, Any]:
    """As the details of a notice hold it."""
    return {name: getattr(one, name) for name in type(one).__dataclass_fields__}


def read_moved(known: Mapping[str, Any]) -> Moved:
    """The inverse of `plain`."""
    return Moved(**{**known, "key": SeatKey(*known["key"]), "was": Place(*known["was"]), "now": Place(*known["now"])})


def read_over(known: Mapping[str, Any]) -> Over:
    """The inverse of `plain`."""
    seats = tuple(SeatKey(*one) for one in known["seats"])
    return Over(**{**known, "key": SeatKey(*known["key"]), "seats": seats})
