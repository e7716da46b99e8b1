"""The auditor on reminders and on what staff hear of reviews: who was to hear what, and when, is worked out anew.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import able, lost, perhaps_from, reader, visible
from tests.torture.owed import BEFORE, EVENING, GRACE, MINUTE, Reminder, Work, reviewed
from tests.torture.term import Session

LATE = "late"
BEFORE_CLASS = timedelta(hours=2)
"""The digest comes so long before class, where reviews are due at class start."""

TALLY_USEFUL = timedelta(days=2)
NIGHT = timedelta(hours=10)
"""Whoever had longer to say it had a day for it."""

NUDGE = timedelta(hours=12)


@dataclass(frozen=True)
class Said:
    """A reminder as it stands in somebody's direct messages."""

    session: str
    occurrence: str
    person: int
    seen: Seen


def _said(evidence: Evidence) -> list[Said]:
    found: list[Said] = []
    for seen in visible(evidence):
        if "/reminder/" in seen.key:
            _, _, _, session, occurrence, person, _ = seen.key.split("/")
            found.append(Said(session, occurrence, int(person), seen))
    return found


# --- reminders --------------------------------------------------------------------------------------------------------


def reminders(evidence: Evidence) -> Iterator[Finding]:
    """Each is said once, in private, in time, by day, and to somebody who owes something."""
    sessions = {one.id: one for one in reviewed(evidence.sessions)}
    said = _said(evidence)
    for key, times in Counter(one.seen.key for one in said).items():
        if times > 1:
            yield Finding("reminded", f"{key} stands there {times} times")
    by_person: defaultdict[int, list[Said]] = defaultdict(list)
    for one in said:
        by_person[one.person].append(one)
    for person, account in evidence.persons.items():
        mine = by_person.pop(person, [])
        if account not in evidence.students:
            yield from (Finding("reminded", f"{one.seen.key}: no student") for one in mine)
            continue
        work = Work(evidence, person)
        for one in mine:
            session = sessions.get(one.session)
            if session is None or not _is_known(work, one):
                yield Finding("reminded", f"{one.seen.key} is asked for by nothing")
            else:
                yield from _judged(evidence, work, session, one)
        for session in sessions.values():
            yield from _in_time(evidence, work, session, [one for one in mine if one.session == session.id])
    yield from (Finding("reminded", f"{one.seen.key}: nobody") for found in by_person.values() for one in found)


def _is_known(work: Work, one: Said) -> bool:
    word, _, grant = one.occurrence.partition(".x")
    grants = {str(known.id) for known in work.grants if known.kind == "extension"}
    return word in (*BEFORE, LATE) and (not grant or grant in grants)


def _judged(evidence: Evidence, work: Work, session: Session, one: Said) -> Iterator[Finding]:
    words = f"{one.seen.key} at {one.seen.at}"
    if reader(evidence, one.seen) != work.account:
        yield Finding("reminded", f"{words} stands in {one.seen.channel}")
    begin = perhaps_from(evidence, one.seen.at)
    moments = [begin, *(at for at in work.changes() if begin < at < one.seen.at), one.seen.at]
    if not any(work.owes(session, at) for at in moments):
        yield Finding("reminded", f"{words}: nothing is owed")
    if one.seen.at - begin < NIGHT and all(work.is_night(at) for at in (begin, one.seen.at)):
        yield Finding("reminded", f"{words}: it is night there")
    dues = {work.limits(session, paper, at).due for paper in session.papers for at in moments}
    late = one.occurrence.startswith(LATE)
    if (late and one.seen.at < min(dues)) or (not late and begin >= max(dues)):
        yield Finding("reminded", f"{words}, due {', '.join(map(str, sorted(dues)))}")


def _in_time(evidence: Evidence, work: Work, session: Session, mine: list[Said]) -> Iterator[Finding]:
    """Of whom staff granted nothing, all is known: what was to be said, and when."""
    if not work.is_plain(session):
        return
    said = {one.occurrence: one.seen for one in mine}
    for reminder in work.reminders(session):
        seen = said.get(reminder.occurrence)
        words = f"{reminder.occurrence} of {session.id} for {work.account}, due {reminder.due}"
        if seen is None:
            if _had_to_be_said(evidence, work, session, reminder):
                yield Finding("unreminded", words)
            continue
        nights = work.nights(reminder.due, seen.at)
        if not work.owes(session, reminder.due):
            continue  # they present there, or did: what was said then is judged above
        if seen.at < reminder.due - EVENING:
            yield Finding("reminded", f"{words}, at {seen.at} already")
        elif seen.at > reminder.due + evidence.patience + lost(evidence, reminder.due, seen.at, nights):
            yield Finding("unreminded", f"{words}, only at {seen.at}")


def _had_to_be_said(evidence: Evidence, work: Work, session: Session, reminder: Reminder) -> bool:
    """Whether it was owed for long enough while nothing was disturbed."""
    if reminder.due - EVENING <= evidence.live_at or not work.owes(session, reminder.due):
        return False
    until = work.owes_until(session, reminder.due, min(reminder.stale, evidence.end_at))
    nights = work.nights(reminder.due, until)
    return able(evidence, reminder.due, until, nights) > evidence.patience


# --- staff --------------------------------------------------------------------------------------------------------------


def staff(evidence: Evidence) -> Iterator[Finding]:
    """One tally and one digest of each session, one line of each plea, and one more where nobody answered."""
    times = Counter(seen.key for seen in visible(evidence) if "/staff/" in seen.key)
    for key, number in times.items():
        if number > 1:
            yield Finding("staff", f"{key} stands there {number} times")
    wanted: dict[str, tuple[datetime, datetime]] = {}
    for session in reviewed(evidence.sessions):
        assert session.begins is not None
        tally = session.begins + GRACE + MINUTE
        wanted[f"tally/{session.id}/due"] = (tally, tally + TALLY_USEFUL)
        wanted[f"digest/{session.id}/digest"] = (session.begins - BEFORE_CLASS, session.begins)
    for plea in evidence.pleas:
        settled = plea.settled_at or evidence.end_at
        wanted[f"cannot/{plea.session}/plea.{plea.id}"] = (plea.made_at, settled)
        wanted[f"cannot/{plea.session}/plea.{plea.id}.nudge"] = (plea.made_at + NUDGE, settled)
    for name, (due, end) in wanted.items():
        key = f"{evidence.course}/staff/{name}//"
        until = min(end, evidence.end_at)
        if not times[key] and due > evidence.live_at and able(evidence, due, until) > evidence.patience:
            yield Finding("staff", f"{key}, due {due}, was never said")
    for key in times:
        kind = key.split("/")[2]
        if kind in ("tally", "digest", "cannot") and not _is_wanted(evidence, key, wanted):
            yield Finding("staff", f"{key} is asked for by nothing")


def _is_wanted(evidence: Evidence, key: str, wanted: dict[str, tuple[datetime, datetime]]) -> bool:
    whole = key[: key.rindex("/") + 1]
    return any(whole == f"{evidence.course}/staff/{name}//" for name in wanted)


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (reminders, staff)
