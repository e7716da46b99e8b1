"""The auditor on what stands in channels of seats and is kept up to date: the board, and what staff read as class began.
At the end they are what the history says.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from tests.torture.audit_presenters import keyed
from tests.torture.evidence import Evidence
from tests.torture.findings import Finding
from tests.torture.looking import able, perhaps_from, visible
from tests.torture.presented import MARKED_UNTIL, Seating, Spell
from tests.torture.seats import Place
from tests.torture.term import PC_MEETING, Session

PRESENTING = "Presenting: "
"""How the line begins that says on the day of a class who presents."""


# --- as class begins --------------------------------------------------------------------------------------------------


def class_lines(evidence: Evidence) -> Iterator[Finding]:
    """What was told as class began says at the end what became of each seat."""
    seating = Seating(evidence)
    for session, _, _, seen in keyed(evidence, "class-start"):
        if session not in seating.sessions:
            continue
        moments = _moments(evidence, seating)
        if not any(_says(seating, seen.text, session, moment) for moment in moments):
            yield Finding("board", f"{seen.key} is not what the seats say: {seen.text[:200]!r}")


def _says(seating: Seating, text: str, session: str, moment: datetime) -> bool:
    ends, spells = seating.sessions[session].ends, _at(seating, moment)
    settled = ends is not None and ends + MARKED_UNTIL <= moment
    lines = [line.strip().removeprefix("• ") for line in text.splitlines()]
    for role, title in PC_MEETING.items():
        spell = spells.get(Place(session, "", role, 1))
        line = next((one for one in lines if one.startswith(f"{title}: ")), "")
        if not re.fullmatch(_line(seating.evidence, title, spell, settled=settled), line):
            return False
    return True


def _line(evidence: Evidence, title: str, spell: Spell | None, *, settled: bool) -> str:
    if spell is None:
        return re.escape(f"{title}: EMPTY")
    who, by = re.escape(_name(evidence, spell.person)), r"( \(marked by .+\))?"
    match spell.outcome():
        case _ if spell.gain.change == "stood_in_for":
            rest = f"{who} stood in, the seat was empty{by}"
        case "presented":
            rest = f"{who} presented{by}"
        case "no_show":
            rest = f"{who} was not there{by}"
        case "stood_in":
            rest = f"{re.escape(_name(evidence, spell.stand_in()))} stood in for {who}{by}"
        case _:
            rest = f"{who}, counted as presented" if settled else who
    return f"{re.escape(title)}: {rest}"


def _name(evidence: Evidence, person: int | None) -> str:
    return evidence.people.get(evidence.persons.get(person or 0, ""), "?")


# --- the board --------------------------------------------------------------------------------------------------------


def board(evidence: Evidence) -> Iterator[Finding]:
    """It stands once, shows the classes that are not over with their seats, and names nobody who has none."""
    seating = Seating(evidence)
    standing = [seen for seen in visible(evidence) if "/slack/board/" in seen.key]
    opened = evidence.opened_at
    if opened is not None and not standing and able(evidence, opened, evidence.end_at) > evidence.patience:
        yield Finding("board", f"no board stands there since {opened}")
    if len(standing) > 1:
        yield Finding("board", f"{len(standing)} boards stand there")
    if standing and opened is None:
        yield Finding("board", "a board stands there, and nobody may sign up")
    for seen in standing:
        if seen.channel != evidence.announcements:
            yield Finding("board", f"the board stands in {seen.channel}")
        moments = _moments(evidence, seating)
        if not any(_shows(evidence, seating, seen.text, moment) for moment in moments):
            yield Finding("board", f"the board is not what the seats say: {seen.text!r}")
        holders = {_name(evidence, spell.person) for moment in moments for spell in _coming(seating, moment)}
        for name in evidence.people.values():
            if name in seen.text and name not in holders:
                yield Finding("private", f"the board names {name}, who has no seat")


def _coming(seating: Seating, moment: datetime) -> list[Spell]:
    """The seats that are taken of classes that are not over."""
    ends = {one.id: one.ends for one in seating.sessions.values()}
    return [one for place, one in _at(seating, moment).items() if (end := ends.get(place.session)) and end > moment]


def _moments(evidence: Evidence, seating: Seating) -> list[datetime]:
    """The end, and what may not have been put on it by then: what was so just before the last changes."""
    since = perhaps_from(evidence, evidence.end_at)
    late = [one.at for one in seating.history.changes if one.at >= since]
    turns = [at for one in seating.sessions.values() for at in (one.begins, one.ends) if at and since <= at]
    turns += [
        one.ends + MARKED_UNTIL for one in seating.sessions.values() if one.ends and one.ends + MARKED_UNTIL >= since
    ]
    return [evidence.end_at, since, *late, *(at for at in turns if at <= evidence.end_at)]


def _at(seating: Seating, moment: datetime) -> dict[Place, Spell]:
    """Who had which seat then; at the end, all that the history says."""
    if moment == seating.evidence.end_at:
        return dict(seating.history.now)
    return {
        one.place: one
        for one in seating.history.spells
        if one.gain.at <= moment and (one.loss is None or one.loss.at > moment)
    }


def _shows(evidence: Evidence, seating: Seating, text: str, moment: datetime) -> bool:
    """The coming classes in their order, as many as there is room for, each with its seats; and how many are free."""
    spells, lines = _at(seating, moment), text.splitlines()
    coming = [one for one in seating.sessions.values() if one.ends is not None and one.ends > moment]
    coming.sort(key=lambda one: one.day)
    shown = [_shown(lines, one) for one in coming]
    standing = [words for words in shown if words is not None]
    more = re.search(r"… and (\d+) more class", text)
    known = shown[: len(standing)] == standing and len(coming) - len(standing) == (int(more[1]) if more else 0)
    right = [_places(evidence, one, spells, moment) for one in coming]
    told = [read_seats(words) for words in standing]
    rows = sum(_is_class(line) for line in lines)
    return (
        known
        and told == right[: len(told)]
        and rows == len(told)
        and (bool(told) or not coming)
        and _free(text) == sum(list(places.values()).count("free") for places in right)
    )


def _is_class(line: str) -> bool:
    """`Mon 7 Mar, 1:00 PM PST: ZeRO`."""
    return re.match(r"\w{3} \d{1,2} \w{3}, [^:]*:\d\d [AP]M \w+: ", line) is not None


def _shown(lines: list[str], session: Session) -> str | None:
    """What is said of the seats of a class, beside its title or below it."""
    for number, line in enumerate(lines):
        before, title, after = line.partition(f": {session.title}")
        if _is_class(line) and title and (not after or after.startswith(", ")) and ": " not in before:
            return after.removeprefix(", ") if after else "".join(lines[number + 1 : number + 2]).removeprefix("• ")
    return None


Places = dict[str, str]
"""Role’s title → who has the seat; `free` or `empty` where nobody has."""


def read_seats(words: str) -> Places:
    """`Critic: Ada · free: Advocate, Backup/Scribe`; `all free`; a role as `Critic: free` too."""
    if words in ("all free", "all empty"):
        return dict.fromkeys(PC_MEETING.values(), words.removeprefix("all "))
    found: Places = {}
    for part in words.split(" · "):
        head, _, rest = part.partition(": ")
        found |= dict.fromkeys(rest.split(", "), head) if head in ("free", "empty") else {head: rest}
    return found


def _places(evidence: Evidence, session: Session, spells: dict[Place, Spell], moment: datetime) -> Places:
    assert session.begins is not None
    word = "free" if session.begins > moment else "empty"
    held = {title: spells.get(Place(session.id, "", role, 1)) for role, title in PC_MEETING.items()}
    return {title: _name(evidence, one.person) if one is not None else word for title, one in held.items()}


def _free(text: str) -> int:
    """How many seats it says are free."""
    found = re.search(r"(\d+) (?:of \d+ )?seats? (?:is|are) free", text)
    return int(found[1]) if found else 0


# --- on the day -------------------------------------------------------------------------------------------------------


def of_the_day(evidence: Evidence) -> Iterator[Finding]:
    """Where the post of the day says who presents, it says what was so then; and it names nobody else."""
    seating = Seating(evidence)
    for session, _, _, seen in keyed(evidence, "day-of"):
        named = [name for name in evidence.people.values() if name in seen.text]
        line = next((one for one in seen.text.splitlines() if one.startswith(PRESENTING)), "")
        if not line:
            continue
        begin, told = perhaps_from(evidence, seen.at), read_seats(line.removeprefix(PRESENTING))
        moments = {begin, seen.at, *(one.at for one in seating.history.changes if begin <= one.at <= seen.at)}
        known = seating.sessions.get(session)
        right = [_places(evidence, known, _at(seating, moment), moment) for moment in moments] if known else []
        if told not in right:
            yield Finding("board", f"{seen.key} at {seen.at} is not what the seats say: {line!r}")
        for name in named:
            if name not in told.values():
                yield Finding("private", f"{seen.key} names {name}, who does not present")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (class_lines, board, of_the_day)
