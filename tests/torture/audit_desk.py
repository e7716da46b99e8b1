"""The auditor on what staff do: marks, returns, nudges, announcements for later, who took part, and the class list.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta

from tests.torture.audit_reviews import UNSHARP
from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import able, lost, perhaps_from, reader, visible
from tests.torture.owed import Work, reviewed
from tests.torture.staff_work import BULLETIN, NOTE, ReturnRow, Worked
from tests.torture.term import DAY

STEPS = {"minus": "✓−", "check": "✓", "plus": "✓+"}
"""The scale, where the schedule names none: the database's words for it, and people's."""

TOKEN = re.compile(rf"(?:{NOTE}|{BULLETIN})[0-9a-f]+")
SHOWN = (
    re.compile(r"^\W*‘(?P<title>.+?)…?’: (?P<mark>✓\S?)", re.MULTILINE),
    re.compile(r"^(?P<title>[^·\n]+?)…? · .*\bmark: (?P<mark>✓\S?)", re.MULTILINE),
)
"""How students see a mark: in what they ask for about their work, and beside a review."""

USEFUL = DAY
"""So long a nudge, a return and an announcement for later are worth being said."""


# --- marks --------------------------------------------------------------------------------------------------------------


def marks(evidence: Evidence) -> Iterator[Finding]:
    """What staff were told is marked is so; nothing else is; and it is of a version that there is."""
    given: defaultdict[tuple[str, str], list[Worked]] = defaultdict(list)
    for one in evidence.worked:
        if one.how in ("mark", "unmark"):
            given[one.account, one.paper].append(one)
    rows = {(evidence.persons.get(row.person, ""), row.paper): row for row in evidence.marks}
    for key, row in rows.items():
        if STEPS.get(row.mark) not in {one.mark for one in given.get(key, ()) if one.how == "mark"}:
            yield Finding("marks", f"{row.mark} of {key}: nobody gave it")
        if not any(
            (one.person, one.paper, one.number) == (row.person, row.paper, row.version) for one in evidence.versions
        ):
            yield Finding("marks", f"{row.mark} of {key}: there is no version {row.version}")
        released = row.released_at
        if released is not None and not any(
            one.how == "release" and one.at - UNSHARP <= released for one in evidence.worked
        ):
            yield Finding("marks", f"{row.mark} of {key} is released at {released}, which nobody did")
    for key, found in given.items():
        last = found[-1]
        stands = rows.get(key)
        if (
            last.how == "mark"
            and last.words.startswith(f"{last.mark} for ")
            and (stands is None or STEPS.get(stands.mark) != last.mark)
        ):
            yield Finding("marks", f"{last.mark} of {key} at {last.at} was confirmed and is not there")


def seen_marks(evidence: Evidence) -> Iterator[Finding]:
    """Who sees a mark is its review’s writer, after it was released; or staff, alone."""
    titles = {
        title: paper
        for session in evidence.sessions
        for paper, title in zip(session.papers, session.titles, strict=True)
    }
    rows = {(evidence.persons.get(row.person, ""), row.paper): row for row in evidence.marks}
    for seen in visible(evidence):
        who = reader(evidence, seen)
        if "✓" in seen.text and not who:
            yield Finding("private", f"a mark stands in {seen.channel} ({seen.ts}): {seen.text[:60]!r}")
        if who not in evidence.students:
            continue
        for title, mark in _shown(seen):
            paper = next((paper for whole, paper in titles.items() if whole.startswith(title)), "")
            row = rows.get((who, paper))
            given = {one.mark for one in evidence.worked if (one.account, one.paper) == (who, paper)}
            if row is None or row.released_at is None or row.released_at > seen.at + UNSHARP:
                yield Finding("marks", f"{who} saw {mark} of {title!r} at {seen.at}, which was not released")
            elif mark not in given:
                yield Finding("marks", f"{who} saw {mark} of {title!r} at {seen.at}, which nobody gave")


def _shown(seen: Seen) -> list[tuple[str, str]]:
    return [(match["title"].strip(), match["mark"]) for pattern in SHOWN for match in pattern.finditer(seen.text)]


# --- returns ------------------------------------------------------------------------------------------------------------


def returns(evidence: Evidence) -> Iterator[Finding]:
    """What staff were told is returned is there once; its writer has one message of it with the note, and nobody else."""
    for one in evidence.worked:
        if one.how != "return" or not one.token:
            continue
        rows = [row for row in evidence.returned if one.token in row.note]
        right = [row for row in rows if (evidence.persons.get(row.person), row.paper) == (one.account, one.paper)]
        words = f"{one.token} of {one.account} for {one.paper} at {one.at}"
        if len(rows) > 1 or len(rows) != len(right) or (one.words.startswith("Returned") and not right):
            yield Finding("returns", f"{words}: {len(rows)} rows, {len(right)} of them right")
        for row in right:
            if (one.undone and row.undone_at is None) or (not one.tried and row.undone_at is not None):
                yield Finding("returns", f"{words}: taken back at {row.undone_at}")
    said: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in visible(evidence):
        if "/returned/" in seen.key:
            said[seen.key].append(seen)
    for row in evidence.returned:
        key = f"{evidence.course}/person/returned/{row.paper}/r{row.id}"
        yield from _returned(
            evidence, row, said.pop(f"{key}/{row.person}/", []), said.pop(f"{key}.undo/{row.person}/", [])
        )
    for key in said:
        yield Finding("returns", f"{key} is about nothing that was returned")


def _returned(evidence: Evidence, row: ReturnRow, told: list[Seen], back: list[Seen]) -> Iterator[Finding]:
    words = f"return {row.id} of {row.person} for {row.paper}"
    for found in (told, back):
        if len(found) > 1:
            yield Finding("returns", f"{words} was told {len(found)} times")
        for seen in found:
            if reader(evidence, seen) != evidence.persons.get(row.person):
                yield Finding("returns", f"{words} stands in {seen.channel}")
    if any(token not in seen.text for seen in told for token in TOKEN.findall(row.note)):
        yield Finding("returns", f"{words}: its note is not there")
    gone = row.undone_at or evidence.end_at
    if (
        not told
        and able(evidence, row.returned_at, min(gone, row.returned_at + USEFUL, evidence.end_at)) > evidence.patience
    ):
        yield Finding("returns", f"{words} was never told")
    if back and (row.undone_at is None or not told):
        yield Finding("returns", f"{words}: that it was taken back is told to who had not heard of it")
    if told and not back and row.undone_at is not None and told[0].at < row.undone_at - UNSHARP:
        until = min(row.undone_at + USEFUL, evidence.end_at)
        if able(evidence, row.undone_at, until) > evidence.patience:
            yield Finding("returns", f"{words}: that it was taken back was never told")


def notes(evidence: Evidence) -> Iterator[Finding]:
    """A note is read by the review’s writer and by staff, each alone."""
    owners = {
        token: evidence.persons.get(row.person, "") for row in evidence.returned for token in TOKEN.findall(row.note)
    }
    owners |= {one.token: one.account for one in evidence.worked if one.how == "return" and one.token}
    for seen in visible(evidence):
        who = reader(evidence, seen)
        for token in set(TOKEN.findall(seen.text)) & set(owners):
            if not who or (who in evidence.students and who != owners[token]):
                yield Finding("private", f"{token} stands in {seen.channel} ({seen.ts})")


# --- nudges -------------------------------------------------------------------------------------------------------------


def nudges(evidence: Evidence) -> Iterator[Finding]:
    """Each stands once, for somebody who still owed something; and whoever was to have one has it."""
    sessions = {one.id: one for one in reviewed(evidence.sessions)}
    asked = [one for one in evidence.worked if one.how == "nudge"]
    known = {account: person for person, account in evidence.persons.items()}
    had: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    times = Counter(seen.key for seen in visible(evidence) if "/person/nudge/" in seen.key)
    yield from (Finding("nudges", f"{key} stands there {number} times") for key, number in times.items() if number > 1)
    for seen in visible(evidence):
        if "/person/nudge/" not in seen.key:
            continue
        _, _, _, session, _, person, _ = seen.key.split("/")
        account = evidence.persons.get(int(person), "")
        had[session, account].append(seen)
        if account not in evidence.students or session not in sessions or reader(evidence, seen) != account:
            yield Finding("nudges", f"{seen.key} stands in {seen.channel}")
            continue
        work, begin = Work(evidence, int(person)), perhaps_from(evidence, seen.at)
        moments = [begin, *(at for at in work.changes() if begin < at < seen.at), seen.at]
        if not any(work.owes(sessions[session], at) for at in moments):
            yield Finding("nudges", f"{seen.key} at {seen.at}: nothing is owed")
        if not any(one.session == session and one.at - UNSHARP <= seen.at for one in asked):
            yield Finding("nudges", f"{seen.key} at {seen.at}: nobody asked for it")
    for (session, account), found in had.items():
        if len(found) > sum(one.session == session for one in asked):
            yield Finding("nudges", f"{account} was nudged {len(found)} times about {session}")
    for one in asked:
        for account in (account for account, name in evidence.people.items() if name in one.names):
            work, begin = Work(evidence, known[account]), one.until or one.at
            until = work.owes_until(sessions[one.session], begin, min(begin + USEFUL, evidence.end_at))
            plain = work.is_plain(sessions[one.session]) and work.owes(sessions[one.session], begin)
            heard = any(seen.at >= one.at - UNSHARP for seen in had[one.session, account])
            if plain and not heard and able(evidence, begin, until) > evidence.patience:
                yield Finding("nudges", f"the nudge of {account} about {one.session} at {one.at} was never said")


# --- announcements for later ----------------------------------------------------------------------------------------------


def later(evidence: Evidence) -> Iterator[Finding]:
    """Each stands once, at its time and in the channel of all; not at all where it was cancelled."""
    said: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in visible(evidence):
        if seen.key and "/announce/" in seen.key:
            for token in TOKEN.findall(seen.text) or [""]:
                said[token].append(seen)
    for one in evidence.worked:
        if one.how == "announce":
            yield from _later(evidence, one, said.pop(one.token, []))
    for token, found in said.items():
        yield Finding("later", f"{token or found[0].key} stands there, which nobody asked for")


def _later(evidence: Evidence, one: Worked, found: list[Seen]) -> Iterator[Finding]:
    words = f"{one.token}, asked for at {one.at} for {one.due}"
    if len(found) > 1:
        yield Finding("later", f"{words} stands there {len(found)} times")
    if one.undone and found:
        yield Finding("later", f"{words} was cancelled and stands there since {found[0].at}")
    for seen in found:
        if seen.channel != evidence.announcements:
            yield Finding("misplaced", f"{words} stands in {seen.channel}")
        if one.due is None:
            continue
        if seen.at < one.due - timedelta(minutes=1):
            yield Finding("later", f"{words} at {seen.at} already")
        elif seen.at > one.due + evidence.patience + lost(evidence, one.due, seen.at):
            yield Finding("later", f"{words}, only at {seen.at}")
    if one.due is not None and not one.tried and not found:
        begin = max(one.due, one.until or one.at)
        if able(evidence, begin, min(one.due + USEFUL, evidence.end_at)) > evidence.patience:
            yield Finding("later", f"{words} was never said")


# --- who took part, and who is on the list ----------------------------------------------------------------------------------


def presences(evidence: Evidence) -> Iterator[Finding]:
    """As many as staff were told of last."""
    last = {one.session: one for one in evidence.worked if one.how == "tick"}
    for session, one in last.items():
        there = sum(row.present for row in evidence.presences if row.session == session)
        if " took part" in one.words and there != one.number:
            yield Finding("list", f"{there} took part in {session}, and staff were told of {one.number}")
    for row in evidence.presences:
        if row.session not in last and "" not in last:
            yield Finding("list", f"nobody ticked who took part in {row.session}")


def entries(evidence: Evidence) -> Iterator[Finding]:
    """Whoever is on the newest list has one line, which is theirs, and nobody else is on it."""
    current = [row for row in evidence.entries if row.gone_at is None]
    for name, number in Counter(row.name for row in current).items():
        if number > 1:
            yield Finding("list", f"{name} stands on the class list {number} times")
    if not evidence.listed:
        return
    names = {one.name for one in evidence.listed}
    yield from (Finding("list", f"{row.name} is on no list") for row in current if row.name not in names)
    for one in evidence.listed:
        mine = {evidence.persons.get(row.person, "") for row in current if row.name == one.name}
        if not mine:
            yield Finding("list", f"{one.name} is not on the class list")
        elif one.account and one.account not in mine and (not one.code or one.linked):
            yield Finding("list", f"the line of {one.name} is not that of {one.account}")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    marks,
    seen_marks,
    returns,
    notes,
    nudges,
    later,
    presences,
    entries,
)
