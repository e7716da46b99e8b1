"""The auditor on reviews: what was confirmed is there, is its writer's, has its receipt, and was called late where it was.

Like all of the auditor it shares no code with the bot.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from tests.torture.evidence import Evidence, Seen
from tests.torture.findings import Finding
from tests.torture.looking import able, harmed, is_about_reviews, meanwhile, reader, visible
from tests.torture.owed import MINUTE, Work
from tests.torture.term import Session
from tests.torture.work import MARK, Handed, Version

UNSHARP = timedelta(minutes=3)
"""What the clocks of the harness and of a process may differ by in the course's time, where time has just leapt."""

TOKEN = re.compile(rf"{MARK}[0-9a-f]+")
LATE = re.compile(r"^Submitted(?: already)?: late, ([^.]*)\.")
SAID = {
    "on time": re.compile(r"^Submitted(?: already)?\. "),
    "late": LATE,
    "beside": re.compile(r"^Kept\. "),
    "draft": re.compile(r"^Kept as a draft\. "),
    "closed": re.compile(r"^NOT submitted: "),
    "rival": re.compile(r"^You saved version "),
}
"""What is said to a submission, by what it means."""

OF_WORK = ("You have not started", "NOT submitted", "I can’t make", "still owe")
PERSONAL = (
    "receipt", "reminder", "extension", "question", "cannot", "answer", "too-late", "tally", "digest",
    "seat", "offer", "backup", "presenter", "packet", "seats", "preflight", "class-start", "returned", "nudge", "keepsake",
    "roster-ask", "linked",
)  # fmt: skip
"""Kinds of posts that never stand in a shared channel."""


def works(evidence: Evidence) -> dict[str, Work]:
    """Student's account → what the database holds of them."""
    known = {account: person for person, account in evidence.persons.items()}
    return {account: Work(evidence, known[account]) for account in evidence.students if account in known}


# --- what was handed in -----------------------------------------------------------------------------------------------


def handed_in(evidence: Evidence) -> Iterator[Finding]:
    """What was confirmed is in a version of that person and paper; what was not is there, or with its writer."""
    there = {
        (evidence.persons.get(one.person, ""), one.paper, token)
        for one in evidence.versions
        for token in TOKEN.findall(one.text)
    }
    for one in evidence.handed:
        found = (one.account, one.paper, one.token) in there
        words = f"{one.token} of {one.account} for {one.paper} at {one.at}"
        if one.confirmed and not found:
            yield Finding("lost", f"{words} was confirmed and is not there")
        elif not one.confirmed and not found and not one.kept:
            yield Finding("lost", f"{words} is neither there nor in the form")
        if one.confirmed and one.how == "submit" and not one.words:
            yield Finding("unanswered", f"{words}: nothing was said to it", excused=harmed(evidence, one))
        if not one.confirmed and one.kept and not meanwhile(evidence, one):
            yield Finding("unanswered", f"{words} was never taken, though nothing was wrong")


def versions(evidence: Evidence) -> Iterator[Finding]:
    """Versions are counted from 1 on, and say only what that person wrote about that paper."""
    owners = {one.token: (one.account, one.paper) for one in evidence.handed}
    numbers: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for one in evidence.versions:
        numbers[one.person, one.paper].append(one.number)
        account = evidence.persons.get(one.person, "")
        for token in sorted(set(TOKEN.findall(one.text))):
            if owners.get(token) != (account, one.paper):
                yield Finding("versions", f"version {one.number} of {account} for {one.paper} has another's {token}")
        if not TOKEN.search(one.text):
            yield Finding("versions", f"version {one.number} of {account} for {one.paper} was written by nobody")
    for (person, paper), found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield Finding("versions", f"{person} has versions {sorted(found)} of {paper}")


# --- what is private --------------------------------------------------------------------------------------------------


def privacy(evidence: Evidence) -> Iterator[Finding]:
    """What a student writes is read by that student, by staff, and without a name by who presents the paper; a shared
    channel hears of nobody's work.
    """
    owners = {one.token: one.account for one in evidence.handed}
    papers = {one.token: one.paper for one in evidence.handed}
    classes = {one.id: one.papers for one in evidence.sessions}
    for seen in visible(evidence):
        public = seen.channel == evidence.announcements and not seen.to
        who = reader(evidence, seen)
        for token in sorted(set(TOKEN.findall(seen.text))):
            is_staff = seen.channel == evidence.staff or (who and who not in evidence.students)
            packet = "/packet/" in seen.key and papers.get(token) in classes.get(seen.key.split("/")[3], ())
            if not is_staff and who != owners.get(token) and not packet:
                yield Finding("private", f"{token} stands in {seen.channel} ({seen.ts})")
        kind = seen.key.split("/")[2] if seen.key.count("/") > 2 else ""
        if public and (kind in PERSONAL or any(words in seen.text for words in OF_WORK)):
            yield Finding("private", f"somebody’s work is spoken of in {seen.channel} ({seen.ts}): {seen.text[:60]!r}")


# --- receipts ---------------------------------------------------------------------------------------------------------


def receipts(evidence: Evidence) -> Iterator[Finding]:
    """Each complete version has one receipt with what it says, for its writer."""
    said: defaultdict[str, list[Seen]] = defaultdict(list)
    for seen in visible(evidence):
        if "/receipt/" in seen.key:
            said[seen.key[: seen.key.rindex("/") + 1]].append(seen)
    complete = {
        f"{evidence.course}/person/receipt/{one.paper}/v{one.number}/{one.person}/": one
        for one in evidence.versions
        if one.complete or one.accepted_at is not None
    }
    for key, version in complete.items():
        yield from _receipt(evidence, key, version, said.pop(key, []))
    for key in said:
        yield Finding("receipts", f"{key} is about no complete version")


def _receipt(evidence: Evidence, key: str, version: Version, found: list[Seen]) -> Iterator[Finding]:
    if not found:
        if version.complete and able(evidence, version.received_at, evidence.end_at) > evidence.patience:
            yield Finding("receipts", f"{key} was never said")
        return
    for part, times in Counter(seen.key for seen in found).items():
        if times > 1:
            yield Finding("receipts", f"{part} stands there {times} times")
    for seen in found:
        if reader(evidence, seen) != evidence.persons.get(version.person):
            yield Finding("receipts", f"{seen.key} stands in {seen.channel}")
    text = " ".join(seen.text for seen in found)
    for token in sorted(set(TOKEN.findall(version.text)) - set(TOKEN.findall(text))):
        yield Finding("receipts", f"{key} does not say {token}")


# --- late or on time --------------------------------------------------------------------------------------------------


def lateness(evidence: Evidence) -> Iterator[Finding]:
    """What was said to a submission is what the rules say of its instant; nothing where that is not known to a side."""
    known = works(evidence)
    sessions = {one.id: one for one in evidence.sessions}
    for one in evidence.handed:
        work = known.get(one.account)
        version = _version(work, one) if work is not None else None
        if work is None or version is None or not one.confirmed or one.until is None or work.ever_presents(one.session):
            continue
        begin, end = one.at - UNSHARP, one.until + UNSHARP
        if not begin <= version.received_at <= end:
            yield Finding("lateness", f"{one.token} was received at {version.received_at}, sent {one.at} – {one.until}")
        elif one.how == "submit":
            yield from _compared(evidence, work, sessions[one.session], one)


def _compared(evidence: Evidence, work: Work, session: Session, one: Handed) -> Iterator[Finding]:
    """Each thing that was said; a try that was taken late may be told beside the one that was first."""
    assert one.until is not None
    version = _version(work, one)
    assert version is not None
    expected = {_category(work, session, one, version, at) for at in (one.at - UNSHARP, one.until + UNSHARP)}
    if len(expected) > 1:
        return
    (right,) = expected
    for words in one.words:
        meant = next((name for name, pattern in SAID.items() if pattern.match(words)), "")
        if meant == right or not meant or (meant == "rival" and _had_others(evidence, one)):
            continue
        told = f"{one.token} at {one.at}: {words[:60]!r}, though it is {right}"
        yield Finding("lateness", told)
    if right == "late":
        yield from _how_late(work, session, one)


def _category(work: Work, session: Session, one: Handed, version: Version, at: datetime) -> str:
    limits = work.limits(session, one.paper, at)
    if at >= limits.closed_from:
        return "closed"
    if one.after:
        return "rival"
    if not one.whole:
        return "draft"
    if at < limits.late_from:
        return "on time"
    before = [v for v in work.of(one.paper) if v.number < version.number and v.complete]
    return "beside" if any(v.received_at < limits.late_from for v in before) else "late"


def _how_late(work: Work, session: Session, one: Handed) -> Iterator[Finding]:
    """By the first late version, in whole minutes."""
    limits = work.limits(session, one.paper, one.at)
    late = [v for v in work.of(one.paper) if v.complete and limits.late_from <= v.received_at < limits.closed_from]
    minutes = (late[0].received_at.replace(second=0, microsecond=0) - limits.due) // MINUTE
    units = ((minutes // 1440, "d"), (minutes % 1440 // 60, "h"), (minutes % 60, "min"))
    right = " ".join(f"{number} {unit}" for number, unit in units if number)
    for words in one.words:
        match = LATE.match(words)
        if match and match[1] != right:
            yield Finding("lateness", f"{one.token}: late by {match[1]}, though it is {right}")


def _version(work: Work, one: Handed) -> Version | None:
    """The first that has the text."""
    return next((version for version in work.of(one.paper) if one.token in version.text), None)


def _had_others(evidence: Evidence, one: Handed) -> bool:
    """Whether something of theirs may have been saved behind their back, after they had given it up."""
    return any(
        other.account == one.account and other.paper == one.paper and not other.confirmed for other in evidence.handed
    )


# --- more time --------------------------------------------------------------------------------------------------------


def granted(evidence: Evidence) -> Iterator[Finding]:
    """What staff were told is granted, and what a student was told that staff know, is in the database."""
    for one in evidence.ordered:
        end = (one.until or evidence.end_at) + UNSHARP
        rows = [
            row
            for row in evidence.grants
            if evidence.persons.get(row.person) == one.account and row.kind == one.kind and row.granted_at <= end
        ]
        if one.told and not rows:
            yield Finding("ungranted", f"{one.kind} of {one.session} for {one.account} at {one.at}")
    for plea in evidence.pleaded:
        made = [row for row in evidence.pleas if evidence.persons.get(row.person) == plea.account]
        if plea.told and not any(row.session == plea.session or row.made_at >= plea.at - UNSHARP for row in made):
            yield Finding("ungranted", f"the plea of {plea.account} for {plea.session} at {plea.at}")


def sayings(evidence: Evidence) -> Iterator[Finding]:
    """Nobody is told in the channel of all what became of their review."""
    for seen in visible(evidence):
        if is_about_reviews(seen) and not reader(evidence, seen) and seen.channel != evidence.staff:
            yield Finding("private", f"{seen.text[:60]!r} stands in {seen.channel}")


CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    handed_in,
    versions,
    privacy,
    receipts,
    lateness,
    granted,
    sayings,
)
