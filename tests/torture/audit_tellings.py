"""The auditor on what people and staff hear of seats that change hands: each change that is to be told is told once, to
whom it is about, and to nobody else.

What is to be told is worked out from the history, the covers and the fillings; it shares no code with the bot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import able, reader, visible
from tests.torture.presented import NEAR, Seating
from tests.torture.seats import Change, Cover
from tests.torture.term import BACKUP

OF_COVERS = ("cover_called",)
"""A further word to staff about a seat that was given up late."""


@dataclass(frozen=True)
class Wanted:
    """What is to be said, under which key. `person`: to whom; None: to staff. `surely`: it has to be, and not only may."""

    key: str
    due: datetime
    person: int | None = None
    surely: bool = True


def tellings(evidence: Evidence) -> Iterator[Finding]:
    """All that is said of seats, against all that is to be."""
    seating = Seating(evidence)
    wanted = {one.key: one for one in _wanted(seating)}
    said: dict[str, list[Seen]] = {}
    for seen in visible(evidence):
        if seen.key.count("/") > 4 and seen.key.split("/")[2] in ("seat", "seats"):
            said.setdefault(seen.key[: seen.key.rindex("/") + 1], []).append(seen)
    for key, found in said.items():
        for part, times in Counter(one.key for one in found).items():
            if times > 1:
                yield Finding("told", f"{part} stands there {times} times")
        if key not in wanted:
            yield Finding("told", f"{key} at {found[0].at} is about nothing")
            continue
        account = evidence.persons.get(wanted[key].person or 0, "")
        for seen in found:
            right = reader(evidence, seen) == account if account else seen.channel == evidence.staff
            if not right:
                yield Finding("told", f"{key} stands in {seen.channel}")
    for key, one in wanted.items():
        if one.surely and key not in said and able(evidence, one.due, evidence.end_at) > evidence.patience:
            yield Finding("untold", f"{key}, since {one.due}")


def _wanted(seating: Seating) -> Iterator[Wanted]:
    course, evidence = seating.evidence.course, seating.evidence
    if evidence.by_itself and evidence.opened_at is not None:
        yield Wanted(f"{course}/staff/seats/signup/opened//", evidence.opened_at)
    for change in seating.history.changes:
        for what, person, item in _of_change(seating, change):
            who = f"staff/seats/{item}/{what}/" if person is None else f"person/seat/{item}/{what}/{person}"
            yield Wanted(f"{course}/{who}/", change.at, person)
    for cover in evidence.covers:
        yield from _of_cover(seating, cover)
    yield from _of_fills(seating)


Told = Iterator[tuple[str, int | None, str]]
"""What with the line of the history that names it, to whom (None: staff), and the class."""


def _of_change(seating: Seating, change: Change) -> Told:
    """What is said of one line."""
    session = change.place.session
    if session not in seating.sessions:
        return
    ahead = change.at < seating.begins(session)
    match change.change:
        case "assigned" | "unassigned" if ahead and change.by is not None:
            yield f"{change.change}.{change.id}", change.person, session
        case "swapped":
            yield from _of_swap(seating, change)
        case "dropped" if ahead and not seating.is_late(session, change.at):
            if seating.begins(session) - change.at <= NEAR:
                yield f"dropped.{change.id}", None, session
        case "taken":
            yield from _of_taking(seating, change)
        case "no_show" | "stood_in" | "presented" | "unmarked":
            yield from _of_mark(seating, change)
        case "stood_in_for":
            yield f"stood_in.{_after(seating, change)}", change.person, session


def _of_swap(seating: Seating, change: Change) -> Told:
    """Of the four lines the last one names it; whoever agreed has read it already."""
    gains = [one for one in seating.history.beside(change) if one.change == "swapped"]
    last = max(one.id for one in gains)
    if change.id != last:
        return
    for swap in seating.evidence.swaps:
        mine = next((one for one in gains if one.person == swap.person), None)
        if swap.state == "taken" and swap.settled_at == change.at and mine is not None:
            yield f"swapped.{last}", swap.person, mine.place.session
            yield f"swapped.{last}", None, swap.place.session


def _of_taking(seating: Seating, change: Change) -> Told:
    """Who gave it up in time hears who has it now; of a late one the cover says so."""
    before = seating.history.before.get(change.id)
    covered = any(
        one.place == change.place and one.settled_by == change.person and one.settled_at == change.at
        for one in seating.evidence.covers
    )
    near = seating.begins(change.place.session) - change.at <= NEAR
    if before is None or before.change != "dropped" or before.person == change.person or covered or not near:
        return
    yield f"taken_over.{change.id}", before.person, change.place.session
    yield f"taken_over.{change.id}", None, change.place.session


def _of_mark(seating: Seating, change: Change) -> Told:
    spell, session = next((one for one in seating.history.spells if change in one.marks), None), change.place.session
    if spell is None:
        return
    before = spell.outcome(change.id)
    if change.change == "no_show":
        yield f"no_show.{change.id}", spell.person, session
    elif change.change == "stood_in":
        yield f"replaced.{change.id}", spell.person, session
        yield f"stood_in.{_after(seating, change)}", change.person, session
    elif before in ("no_show", "stood_in") and spell.gain.change != "stood_in_for":
        yield f"no_show_undone.{change.id}", spell.person, session


def _after(seating: Seating, change: Change) -> int:
    """The last line of that moment when it is told: of an empty seat the mark, and that a backup left their own."""
    return max(
        one.id
        for one in seating.history.beside(change)
        if one.person == change.person
        and one.id >= change.id
        and one.change in ("presented", "stepped_in", change.change)
    )


# --- covers and fillings ----------------------------------------------------------------------------------------------


def _of_cover(seating: Seating, cover: Cover) -> Iterator[Wanted]:
    course, session = seating.evidence.course, cover.place.session
    staff = f"{course}/staff/seats/{session}"
    yield Wanted(f"{staff}/cover.{cover.id}//", cover.opened_at)
    for what in OF_COVERS:
        yield Wanted(f"{staff}/{what}.{cover.id}//", cover.opened_at, surely=False)
    for person, how in cover.tried:
        if how == "passed" and cover.tried.count((person, "assigned")):
            yield Wanted(f"{staff}/cover_passed.{cover.id}.{person}//", cover.opened_at, surely=False)
    settled = cover.settled_at or cover.opened_at
    thanks = (
        cover.state == "filled" and cover.settled_by != cover.dropped_by and cover.was(cover.settled_by) != "assigned"
    )
    told = f"{course}/person/seat/{session}"
    if thanks:
        yield Wanted(f"{told}/covered_for.cover.{cover.id}/{cover.dropped_by}/", settled, cover.dropped_by)
    there = {one.person for one in seating.history.changes if one.place.session == session}
    for beside, new in product(there, there):
        with_you = f"{told}/with_you.cover.{cover.id}.{new}/{beside}/"
        yield Wanted(with_you, cover.opened_at, beside, surely=False)
    if cover.asked is not None and cover.state == "filled" and cover.asked != cover.settled_by:
        yield Wanted(f"{told}/not_needed.cover.{cover.id}/{cover.asked}/", settled, cover.asked)


def _of_fills(seating: Seating) -> Iterator[Wanted]:
    """Each person once, of all their seats; and staff."""
    course = seating.evidence.course
    for fill in seating.evidence.fills:
        for what, staff, at in (
            ("filled", "fill_applied", fill.applied_at),
            ("unfilled", "fill_undone", fill.undone_at),
        ):
            if at is None:
                continue
            for person in {one.person for one in seating.history.changes if one.change == what and one.at == at}:
                yield Wanted(f"{course}/person/seat/fill:{fill.id}/{what}/{person}/", at, person)
            yield Wanted(f"{course}/staff/seats/fill:{fill.id}/{staff}//", at)


# --- being found ------------------------------------------------------------------------------------------------------


def late_drops(evidence: Evidence) -> Iterator[Finding]:
    """Whatever is given up late is covered; and nothing else is."""
    seating = Seating(evidence)
    opened = Counter((one.place, one.opened_at) for one in evidence.covers)
    for change in seating.history.changes:
        if change.change != "dropped" or change.place.session not in seating.sessions:
            continue
        late = seating.is_late(change.place.session, change.at)
        found = opened.pop((change.place, change.at), 0)
        put_in = any(one.place == change.place and (change.person, "assigned") in one.tried for one in evidence.covers)
        if found != int(late) and not (put_in and found == 0):
            yield Finding("untold", f"line {change.id}, dropped at {change.at}, has {found} covers")
    unassigned = {(one.place, one.at) for one in seating.history.changes if one.change == "unassigned"}
    for place, at in opened:
        if (place, at) not in unassigned:
            yield Finding("told", f"{place} is covered since {at}, and nobody gave it up then")


def asked(evidence: Evidence) -> Iterator[Finding]:
    """Only a backup of that class is asked to step in; nobody is offered what they gave up; all are asked once a cover,
    in the channel, without a name.
    """
    seating, covers = Seating(evidence), {one.id: one for one in evidence.covers}
    lines = {one.id: one for one in seating.history.changes}
    for seen in visible(evidence):
        words = seen.key.split("/")
        if len(words) != 7 or words[2] not in ("backup", "offer", "cover-call"):
            continue
        kind, session, occurrence = words[2:5]
        what, _, number = occurrence.rpartition(".")
        cover = covers.get(int(number)) if what not in ("free", "swap") else None
        if kind == "cover-call":
            if cover is None or cover.place.session != session:
                yield Finding("told", f"{seen.key} is about nothing")
            continue
        person = int(words[5])
        if evidence.persons.get(person) != reader(evidence, seen):
            yield Finding("told", f"{seen.key} stands in {seen.channel}")
        mine = [one for one in seating.history.of(person) if one.place.session == session]
        if kind == "backup" and (cover is None or not any(one.place.role == BACKUP for one in mine)):
            yield Finding("told", f"{seen.key}, and they were no backup there")
        dropped = cover.dropped_by if cover is not None else lines[int(number)].person if what == "free" else None
        if kind == "offer" and dropped == person:
            yield Finding("told", f"{seen.key} offers somebody what they gave up")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (tellings, late_drops, asked)
