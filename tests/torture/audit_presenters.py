"""The auditor on who presents: reminders and packets went to whoever had the seat then, staff heard before class and as
it began.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.torture.audit_seats import UNSHARP
from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import able, perhaps_from, reader, visible
from tests.torture.owed import reviewed
from tests.torture.presented import (
    EVENING,
    MARKED_UNTIL,
    PACKET,
    PREFLIGHT,
    Call,
    Seating,
    Spell,
    is_night,
)
from tests.torture.term import BACKUP, Session

A_NIGHT = timedelta(hours=10)
"""Whoever had longer to say it had a day for it."""

SLEEP = timedelta(hours=11)
"""From the evening on nobody need be reminded for so long."""

NOT_FOR = {
    "neutral": ("Strengths", "Weaknesses"),
    "advocate": ("Summary", "Weaknesses"),
    "critic": ("Summary", "Strengths"),
}
"""Questions of which a role is not given the answers."""

FOR_STAFF = "Comment to staff"


def keyed(evidence: Evidence, kind: str) -> list[tuple[str, str, str, Seen]]:
    """Session, occurrence and recipient of all that was said of that kind."""
    found: list[tuple[str, str, str, Seen]] = []
    for seen in visible(evidence):
        words = seen.key.split("/")
        if len(words) == 7 and words[2] == kind:
            found.append((words[3], words[4], words[5], seen))
    return found


def _once(found: list[tuple[str, str, str, Seen]]) -> Iterator[Finding]:
    for key, times in Counter(seen.key for _, _, _, seen in found).items():
        if times > 1:
            yield Finding("presenters", f"{key} stands there {times} times")


# --- reminders --------------------------------------------------------------------------------------------------------


def reminders(evidence: Evidence) -> Iterator[Finding]:
    """Each once, in time, by day, to whoever had the seat before its hour and has it still."""
    seating, found = Seating(evidence), keyed(evidence, "presenter")
    yield from _once(found)
    said = {(session, occurrence, int(person)): seen for session, occurrence, person, seen in found}
    for (session, occurrence, person), seen in said.items():
        account = evidence.persons.get(person, "")
        calls = seating.calls(seating.sessions[session], account) if session in seating.sessions else []
        call = next((one for one in calls if one.occurrence == occurrence), None)
        mine = [one for one in seating.history.of(person) if one.place.session == session]
        if call is None or account not in evidence.students or reader(evidence, seen) != account:
            yield Finding("presenters", f"{seen.key} in {seen.channel} is asked for by nothing")
        else:
            yield from _judged(evidence, call, seen, mine)
    for known in seating.sessions.values():
        for account, person in seating.persons.items():
            for call in seating.calls(known, account) if account in evidence.students else ():
                mine = [one for one in seating.history.of(person) if one.place.session == known.id]
                if (known.id, call.occurrence, person) not in said and _had_to_be_said(evidence, call, account, mine):
                    yield Finding("presenters", f"{call.occurrence} of {known.id} for {account}, due {call.at}")


def _judged(evidence: Evidence, call: Call, seen: Seen, mine: list[Spell]) -> Iterator[Finding]:
    words, begin = f"{seen.key} at {seen.at}", perhaps_from(evidence, seen.at)
    if not any(one.is_within(begin, seen.at + UNSHARP) for one in mine):
        yield Finding("presenters", f"{words}: they do not present there")
    if not any(one.gain.at <= call.at + UNSHARP and one.is_within(call.at, seen.at) for one in mine):
        yield Finding("presenters", f"{words}, due {call.at}: they took it after that")
    if seen.at < call.at or begin >= call.stale:
        yield Finding("presenters", f"{words}: of use from {call.at} to {call.stale}")
    zone = ZoneInfo(evidence.students[evidence.directs[seen.channel]])
    if seen.at - begin < A_NIGHT and all(is_night(at, zone) for at in (begin, seen.at)):
        yield Finding("presenters", f"{words}: it is night there")


def _had_to_be_said(evidence: Evidence, call: Call, account: str, mine: list[Spell]) -> bool:
    """Whether they had one seat there for long enough, by day, while nothing was disturbed."""
    zone, longest = ZoneInfo(evidence.students[account]), evidence.patience
    if call.at <= evidence.live_at:
        return False
    for one in mine:
        until = min(call.stale, evidence.end_at, one.loss.at if one.loss is not None else evidence.end_at)
        nights = [(night, night + SLEEP) for night in _evenings(call.at, until, zone)]
        if one.gain.at <= call.at - UNSHARP and able(evidence, call.at, until, nights) > longest:
            return True
    return False


def _evenings(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The evenings from which on somebody sleeps."""
    day, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        yield datetime.combine(day, EVENING, zone)
        day = day.fromordinal(day.toordinal() + 1)


# --- packets ----------------------------------------------------------------------------------------------------------


def packets(evidence: Evidence) -> Iterator[Finding]:
    """Each seat’s packet once, to whoever had it at that hour or took it afterwards; with no name, and with what is for
    that role.
    """
    seating, found = Seating(evidence), keyed(evidence, "packet")
    yield from _once(found)
    with_packets = {one.id: one for one in reviewed(evidence.sessions) if one.presented}
    said: set[tuple[str, str, int]] = set()
    for session, occurrence, person, seen in found:
        role, mine = occurrence.partition(".")[0], seating.history.of(int(person))
        said.add((session, role, int(person)))
        begin = perhaps_from(evidence, seen.at)
        there = [one for one in mine if one.place.session == session and one.is_within(begin, seen.at + UNSHARP)]
        if session not in with_packets or reader(evidence, seen) != evidence.persons.get(int(person)) or not there:
            yield Finding("presenters", f"{seen.key} in {seen.channel} is for nobody who presents there")
            continue
        if seen.at < seating.before(session, PACKET) or begin >= seating.begins(session):
            yield Finding("presenters", f"{seen.key} at {seen.at}, class begins {seating.begins(session)}")
        yield from _inside(evidence, seen, {one.place.role for one in there})
    for spell in seating.history.spells:
        known = with_packets.get(spell.place.session)
        told = (spell.place.session, spell.place.role, spell.person) in said
        if known is not None and not told and _packet_due(seating, known, spell):
            yield Finding("presenters", f"no packet of {spell.place} for person {spell.person}")


def _packet_due(seating: Seating, session: Session, spell: Spell) -> bool:
    evidence = seating.evidence
    due = max(seating.before(session.id, PACKET), spell.gain.at)
    until = min(seating.begins(session.id), evidence.end_at, spell.loss.at if spell.loss else evidence.end_at)
    whole = next((one for one in evidence.rows if _is_row_of(evidence, one.key, spell)), None)
    if whole is not None and whole.failure == "it was said together with another":
        return False
    account = evidence.persons.get(spell.person, "")
    return account in evidence.students and due > evidence.live_at and able(evidence, due, until) > evidence.patience


def _is_row_of(evidence: Evidence, key: str, spell: Spell) -> bool:
    place = spell.place
    return key == f"{evidence.course}/person/packet/{place.session}/{place.role}.{place.number}/{spell.person}/"


def _inside(evidence: Evidence, seen: Seen, roles: set[str]) -> Iterator[Finding]:
    for name in evidence.people.values():
        if name in seen.text:
            yield Finding("private", f"{seen.key} names {name}")
    lines = {line.strip() for line in seen.text.splitlines()}
    hidden = [set(NOT_FOR.get(role, ())) for role in roles] if BACKUP not in roles else [set()]
    for question in (*set.intersection(*hidden), FOR_STAFF):
        if question in lines:
            yield Finding("private", f"{seen.key} for {sorted(roles)} shows {question}")


# --- staff ------------------------------------------------------------------------------------------------------------


def staff(evidence: Evidence) -> Iterator[Finding]:
    """Before each class and as it begins, once sign-up is open."""
    seating = Seating(evidence)
    wanted: dict[str, tuple[datetime, datetime]] = {}
    for session in seating.sessions.values():
        begins = seating.begins(session.id)
        assert session.ends is not None
        wanted[f"preflight/{session.id}/preflight"] = (seating.before(session.id, PREFLIGHT), begins)
        wanted[f"class-start/{session.id}/start"] = (begins, session.ends + MARKED_UNTIL)
    said = {
        seen.key: seen for seen in visible(evidence) if "/staff/preflight/" in seen.key or "/class-start/" in seen.key
    }
    for name, (due, end) in wanted.items():
        key = f"{evidence.course}/staff/{name}//"
        seen, opened = said.pop(key, None), evidence.opened_at
        if seen is not None and (opened is None or seen.at < due or perhaps_from(evidence, seen.at) >= end):
            yield Finding("staff", f"{key} at {seen.at}; it was of use from {due} to {end}")
        if seen is not None or opened is None or due <= evidence.live_at:
            continue
        if able(evidence, max(due, opened), min(end, evidence.end_at)) > evidence.patience:
            yield Finding("staff", f"{key}, due {due}, was never said")
    for key in said:
        whole = key[: key.rindex("/") + 1]
        if not any(whole == f"{evidence.course}/staff/{name}//" for name in wanted):
            yield Finding("staff", f"{key} is asked for by nothing")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (reminders, packets, staff)
