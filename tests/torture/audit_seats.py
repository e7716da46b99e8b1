"""The auditor on seats: the history is sound and is what the table says, no rule was broken but by name, and whoever was
told that they have a seat has it.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import perhaps_from, reader, visible
from tests.torture.presented import Seating, Spell
from tests.torture.seats import GAINED, MARKED, Change, Place
from tests.torture.term import PC_MEETING

UNSHARP = timedelta(minutes=3)
"""What the clocks of the harness and of a process may differ by in the course’s time, where time has just leapt."""

BY_STAFF = frozenset({"assigned", "unassigned", "filled", "unfilled", "stood_in_for"})


# --- the history ------------------------------------------------------------------------------------------------------


def history(evidence: Evidence) -> Iterator[Finding]:
    """Played again it is what the table says; no seat was ever two people’s; nothing was done out of its time."""
    seating = Seating(evidence)
    for change, words in seating.history.odd:
        yield Finding("seats", f"line {change.id}, {change.change} of {change.place} by {change.person}: {words}")
    for place, times in Counter(one.place for one in evidence.held).items():
        if times > 1:
            yield Finding("seats", f"{place} is taken {times} times")
    there = {one.place: one for one in evidence.held}
    for place in sorted(there.keys() | seating.history.now.keys()):
        row, spell = there.get(place), seating.history.now.get(place)
        told = spell and (spell.person, spell.outcome(), spell.stand_in(), spell.gain.broken)
        held = row and (row.person, row.outcome, row.stand_in, row.broken)
        if told != held:
            yield Finding("seats", f"{place} is {held}, its history says {told}")
    for change in seating.history.changes:
        yield from _timely(seating, change)


def _timely(seating: Seating, change: Change) -> Iterator[Finding]:
    words = f"line {change.id}, {change.change} of {change.place} at {change.at}"
    if change.place.session not in seating.sessions or change.place.role not in PC_MEETING or change.place.number != 1:
        yield Finding("seats", f"{words}: there is no such seat")
        return
    begins, opened = seating.begins(change.place.session), seating.evidence.opened_at
    after = change.change in MARKED or change.change == "stood_in_for"
    if (after and change.at < begins) or (change.change in ("taken", "dropped", "swapped") and change.at >= begins):
        yield Finding("seats", f"{words}, class begins {begins}")
    if change.change == "taken" and (opened is None or change.at < opened):
        yield Finding("seats", f"{words}, and nobody might sign up yet")


def rules(evidence: Evidence) -> Iterator[Finding]:
    """Nobody ever held two seats against the rules unless staff said so by name."""
    seating = Seating(evidence)
    for change in seating.history.changes:
        if change.change not in GAINED:
            continue
        broken = seating.history.breaks(change) - set(change.broken)
        if broken:
            yield Finding("rules", f"{', '.join(sorted(broken))}: line {change.id}, {change.change} of {change.place}")
        if change.broken and change.by is None and not _was_named(seating, change):
            yield Finding("rules", f"line {change.id} breaks {change.broken}, and nobody of staff did it")


def _was_named(seating: Seating, change: Change) -> bool:
    """A backup has their own seat again as they had it."""
    before = [one.gain for one in seating.history.of(change.person) if one.gain.id < change.id]
    return any(one.place == change.place and one.broken for one in before)


# --- what people were told --------------------------------------------------------------------------------------------

SEAT = "({roles}) for ({titles})(?:,|\\.|$)"
HAVE = (
    r"[Yy]ou are (?:now )?",
    r"Staff signed you up as ",
    r"yours already: (?:you are )?",
    r"You have swapped already: you are ",
)
GAVE = r"You gave back "
FIRST = r" is not open to you: (.+?) (?:was first|has it)\."


class Claims:
    """How a seat is named to people."""

    def __init__(self, seating: Seating) -> None:
        titles = {one.title: one.id for one in seating.sessions.values()}
        self.roles = {title: role for role, title in PC_MEETING.items()}
        self.titles = titles
        long_first = sorted(titles, key=len, reverse=True)
        seat = SEAT.format(roles="|".join(map(re.escape, self.roles)), titles="|".join(map(re.escape, long_first)))
        self.has = re.compile(f"(?:{'|'.join(HAVE)}){seat}")
        self.listed = re.compile(f"^• {seat}", re.MULTILINE)
        self.gave = re.compile(f"{GAVE}{seat}")
        self.first = re.compile(f"^{seat}.*?{FIRST}", re.MULTILINE)

    def place(self, match: re.Match[str]) -> Place:
        return Place(self.titles[match[2]], "", self.roles[match[1]], 1)


def claims(evidence: Evidence) -> Iterator[Finding]:
    """Whoever read that a seat is theirs, or is not any more, had got it, or lost it, before; and kept it until the
    history says otherwise.
    """
    seating = Seating(evidence)
    if not seating.sessions:
        return
    words = Claims(seating)
    for seen in visible(evidence):
        person = seating.persons.get(reader(evidence, seen))
        kind = seen.key.split("/")[2] if seen.key.count("/") > 4 else ""
        if person is None or reader(evidence, seen) not in evidence.students or kind in ("presenter", "packet"):
            continue
        mine = seating.history.of(person)
        found = list(words.has.finditer(seen.text))
        if "/filled/" in seen.key:
            found += list(words.listed.finditer(seen.text))
        for match in found:
            yield from _has_it(evidence, seen, words.place(match), mine)
        for match in words.gave.finditer(seen.text) if _is_answer(seen) else ():
            yield from _gave_it(evidence, seen, words.place(match), mine)
        for match in words.first.finditer(seen.text) if _is_answer(seen) else ():
            yield from _others(seating, seen, words.place(match), match[3])


def _is_answer(seen: Seen) -> bool:
    """Whether it is said to somebody because they pressed."""
    return not seen.key or seen.key.startswith("answer/")


def _has_it(evidence: Evidence, seen: Seen, place: Place, mine: list[Spell]) -> Iterator[Finding]:
    begin = perhaps_from(evidence, seen.at)
    if not any(one.place == place and one.is_within(begin, seen.at + UNSHARP) for one in mine):
        yield Finding(
            "claims", f"{reader(evidence, seen)} read at {seen.at} that they have {place}: {seen.text[:60]!r}"
        )
    elif _is_answer(seen) and seen.text.startswith("You are "):
        fresh = [one for one in mine if one.place == place and begin <= one.gain.at <= seen.at + UNSHARP]
        if not any(one.gain.change == "taken" for one in fresh):
            yield Finding(
                "claims", f"{reader(evidence, seen)} read at {seen.at} that they took {place}, and did not then"
            )


def _gave_it(evidence: Evidence, seen: Seen, place: Place, mine: list[Spell]) -> Iterator[Finding]:
    begin = perhaps_from(evidence, seen.at)
    gone = [one.loss for one in mine if one.place == place and one.loss is not None]
    if not any(one.change == "dropped" and begin <= one.at <= seen.at + UNSHARP for one in gone):
        yield Finding("claims", f"{reader(evidence, seen)} read at {seen.at} that they gave up {place}, and did not")


def _others(seating: Seating, seen: Seen, place: Place, name: str) -> Iterator[Finding]:
    """Who was first, was."""
    evidence = seating.evidence
    begin = perhaps_from(evidence, seen.at)
    holders = {
        evidence.people.get(evidence.persons.get(one.person, ""), "")
        for one in seating.history.spells
        if one.place == place and one.is_within(begin, seen.at + UNSHARP)
    }
    if name not in holders:
        yield Finding("claims", f"{seen.ts} says that {name} has {place}; it was {sorted(holders)}")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (history, rules, claims)
