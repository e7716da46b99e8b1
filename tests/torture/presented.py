"""Who had which seat when, worked out anew from the history of seats, and which rules that kept.

It shares no code with the bot: the rules are those of the manual, for what the shipped course uses. Four roles in each
class with required readings, each person three or more times, a different role each time, once in a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from tests.torture.evidence import Evidence
from tests.torture.seats import GAINED, LOST, MARKED, OVER_LIMIT, Change, Place
from tests.torture.term import BACKUP, DAY, Session

DROP_UNTIL = 2 * DAY
NEAR = 14 * DAY
"""So long before class staff hear of each seat that changes hands."""

REMIND = {"P7D": 7 * DAY, "P2D": 2 * DAY}
"""How reminders to presenters are called."""

DAWN, EVENING, NIGHT = time(8), time(21, 30), time(22)
PREFLIGHT = 2 * DAY
PACKET = timedelta(hours=2)
MARKED_UNTIL = timedelta(hours=24)
SAME_ROLE, SAME_PAPER = "same_role", "same_paper"


@dataclass
class Spell:
    """One person’s time in a seat. `marks`: what staff said of it, in order."""

    place: Place
    person: int
    gain: Change
    loss: Change | None = None
    marks: list[Change] = field(default_factory=list)

    @property
    def persons(self) -> set[int]:
        """Whose it was, and who stood in."""
        return {self.person, *(one.person for one in self.marks if one.change == "stood_in")}

    def outcome(self, before: int | None = None) -> str:
        """As it was said at the end, or before that line of the history."""
        said = [one.change for one in self.marks if before is None or one.id < before]
        return said[-1] if said and said[-1] != "unmarked" else ""

    def stand_in(self, before: int | None = None) -> int | None:
        said = [one for one in self.marks if before is None or one.id < before]
        return said[-1].person if said and said[-1].change == "stood_in" else None

    def stood(self, person: int) -> list[tuple[datetime, datetime | None]]:
        """When somebody else counted as having stood in."""
        found: list[tuple[datetime, datetime | None]] = []
        for number, mark in enumerate(self.marks):
            if mark.change == "stood_in" and mark.person == person:
                after = self.marks[number + 1].at if number + 1 < len(self.marks) else None
                found.append((mark.at, after))
        return found

    def is_within(self, begin: datetime, end: datetime) -> bool:
        """Whether it may have been theirs at some moment in between."""
        return self.gain.at <= end and (self.loss is None or self.loss.at >= begin)


class History:
    """The lines of the history, played again. `odd`: those that cannot be."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = sorted(changes, key=lambda one: one.id)
        self.spells: list[Spell] = []
        self.odd: list[tuple[Change, str]] = []
        self.now: dict[Place, Spell] = {}
        self.before: dict[int, Change] = {}
        """By the id of a line what was written of its seat before."""
        last: dict[Place, Change] = {}
        for one in self.changes:
            if one.place in last:
                self.before[one.id] = last[one.place]
            last[one.place] = one
            self._play(one)

    def _play(self, one: Change) -> None:
        held = self.now.get(one.place)
        if one.change in GAINED:
            if held is not None:
                self.odd.append((one, f"person {held.person} has it"))
            self.now[one.place] = Spell(one.place, one.person, one)
            self.spells.append(self.now[one.place])
        elif one.change in LOST:
            if held is None or held.person != one.person:
                self.odd.append((one, "they do not have it"))
            else:
                held.loss = self.now.pop(one.place).loss or one
        elif one.change == OVER_LIMIT and held is not None and held.person == one.person:
            held.gain = replace(held.gain, broken=one.broken)
        elif one.change not in MARKED:
            self.odd.append((one, "nobody knows what that is"))
        elif held is None:
            self.odd.append((one, "nobody has it"))
        else:
            held.marks.append(one)

    def of(self, person: int) -> list[Spell]:
        return [one for one in self.spells if one.person == person]

    def beside(self, one: Change) -> list[Change]:
        """What was written at the same instant by the same hand, itself included."""
        return [other for other in self.changes if other.at == one.at and other.by == one.by]

    # --- rules --------------------------------------------------------------------------------------------------------

    def counting(self, person: int, before: Change) -> list[Place]:
        """The seats that counted for a person just before a line: not those to which they did not come."""
        open_then = [
            one for one in self.spells if one.gain.id < before.id and (not one.loss or one.loss.id > before.id)
        ]
        stood = [one.place for one in open_then if one.stand_in(before.id) == person]
        mine = [
            one.place
            for one in open_then
            if one.person == person
            and one.outcome(before.id) not in ("no_show", "stood_in")
            and not (one.place.role == BACKUP and any(place.session == one.place.session for place in stood))
        ]
        return mine + stood

    def breaks(self, gain: Change) -> set[str]:
        """The rules that it broke, as staff name them."""
        found: set[str] = set()
        for place in self.counting(gain.person, gain):
            found |= {SAME_ROLE} if place.role == gain.place.role else set()
            found |= {SAME_PAPER} if place.session == gain.place.session else set()
        return found

    # --- being excused ------------------------------------------------------------------------------------------------

    def presents(self, person: int, session: str, at: datetime) -> bool:
        """Whether they had a seat there then, or stood in for one."""
        for spell in self.spells:
            if spell.place.session != session:
                continue
            if spell.person == person and spell.gain.at <= at and (spell.loss is None or spell.loss.at > at):
                return True
            if any(begin <= at and (end is None or end > at) for begin, end in spell.stood(person)):
                return True
        return False

    def turns(self, person: int) -> Iterator[datetime]:
        """When that may have become another thing."""
        for spell in self.spells:
            if spell.person == person:
                yield spell.gain.at
                yield from (spell.loss.at,) if spell.loss is not None else ()
            for begin, end in spell.stood(person):
                yield begin
                yield from (end,) if end is not None else ()


@dataclass(frozen=True)
class Call:
    """One reminder of a class; of use until `stale`."""

    occurrence: str
    at: datetime
    stale: datetime


class Seating:
    """What the evidence says of seats, looked up once."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.history = History(evidence.changes)
        self.zone = ZoneInfo(evidence.zone)
        self.sessions = {one.id: one for one in evidence.sessions if one.presented and one.begins is not None}

    @cached_property
    def persons(self) -> Mapping[str, int]:
        return {account: person for person, account in self.evidence.persons.items()}

    def begins(self, session: str) -> datetime:
        begins = self.sessions[session].begins
        assert begins is not None
        return begins

    def before(self, session: str, length: timedelta) -> datetime:
        """By the course’s calendar: the hour stays when the clocks change."""
        begins = self.begins(session).astimezone(self.zone)
        return begins - length

    def is_late(self, session: str, at: datetime) -> bool:
        """Whether a seat that is given up then is given up late."""
        return at >= self.before(session, DROP_UNTIL)

    def calls(self, session: Session, account: str) -> list[Call]:
        """All reminders to somebody who presents there, by their own calendar and clock."""
        zone = ZoneInfo(self.evidence.students.get(account, self.evidence.zone))
        begins = self.begins(session.id).astimezone(zone)
        found = sorted((awake(begins - span, zone), word) for word, span in REMIND.items())
        ends = [at for at, _ in found[1:]] + [self.begins(session.id)]
        return [Call(word, at, end) for (at, word), end in zip(found, ends, strict=True)]


def awake(at: datetime, zone: ZoneInfo) -> datetime:
    """The same, or the evening before where it lies in the night."""
    wall = at.astimezone(zone)
    if DAWN <= wall.time() <= EVENING:
        return at
    day = wall.date() if wall.time() > EVENING else wall.date() - DAY
    return datetime.combine(day, EVENING, zone)


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    return not DAWN <= at.astimezone(zone).time() < NIGHT
