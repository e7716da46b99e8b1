"""The auditor: compares what people saw with what the schedule asks for and with what the ledger says.

It shares no code with the bot. A check is a function from evidence to findings; a new one is added to `CHECKS`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from tests.torture import (
    audit_board,
    audit_desk,
    audit_presenters,
    audit_reminders,
    audit_reviews,
    audit_seats,
    audit_tellings,
)
from tests.torture.audit_board import PRESENTING
from tests.torture.evidence import Asked, Evidence, Row, Seen, merged, within
from tests.torture.findings import Finding
from tests.torture.looking import UNCONNECTED, call_failed, disturbed, harmed, is_about_reviews, is_about_seats, visible
from tests.torture.term import Expected

Check = Callable[[Evidence], Iterator[Finding]]

FAILURES = (
    "Sorry, something went wrong",
    "is busy: ",
    "does not answer",
    "Try again in a moment",
    "Slack opens no form any more",
    "There is a form for that",
)
"""How the bot says that it could not do what it was asked."""

OF_STAFF = ("Rehearsal: would post", "I have looked at who is in", "tell staff this code")
"""Words that only staff, or only one person, are told."""

ABOUT_WORK = ("reminder", "cannot", "too-late", "digest", "returned", "nudge", "roster-ask")
ABOUT_SEATS = ("offer", "backup", "presenter", "packet", "cover-call", "preflight")
NOTHING_LEFT = ("there was nothing left to say", "it was said together with another", "it is no longer in the schedule")

OF_OTHERS = ("board/", "cover-call/", "announce/")
"""What the schedule does not ask for: that it is right, others look."""

ANSWER = "answer/"
OVER = timedelta(minutes=3)
"""A post that was under way when it became over may still arrive."""


def audit(evidence: Evidence) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(evidence)]


# --- announcements --------------------------------------------------------------------------------------------------


def announcements(evidence: Evidence) -> Iterator[Finding]:
    """Each announcement stands once, in its channel, in its time."""
    standing = defaultdict(list)
    for seen in visible(evidence):
        if seen.key:
            standing[_whole(seen.key)].append(seen)
    for expected in evidence.expected:
        found = standing[expected.key]
        yield from _said(evidence, expected, [seen for seen in found if seen.key == expected.key])
        yield from _went_on(evidence, expected, [seen for seen in found if seen.key != expected.key])
    known = {expected.key for expected in evidence.expected}
    for key, found in standing.items():
        if "/slack/" in key and key not in known and not key.partition("/slack/")[2].startswith(OF_OTHERS):
            yield Finding("unknown", f"{key} stands in {found[0].channel} since {found[0].at}")


def _said(evidence: Evidence, expected: Expected, found: list[Seen]) -> Iterator[Finding]:
    place = evidence.staff if expected.staff else evidence.announcements
    for seen in found:
        if seen.channel != place:
            yield Finding("misplaced", f"{expected.key} stands in {seen.channel}")
    right = [seen for seen in found if seen.channel == place]
    if len(right) > 1:
        yield Finding("doubled", f"{expected.key} stands there {len(right)} times: {', '.join(s.ts for s in right)}")
    if not right:
        if _had_to_be_said(evidence, expected):
            yield Finding("missing", f"{expected.key}, due {expected.due}")
        return
    first = min(right, key=lambda seen: seen.at)
    over = expected.stale + OVER + disturbed(evidence, expected.stale, first.at)
    if first.at < expected.due or first.at >= over:
        yield Finding("early", f"{expected.key} at {first.at}; it was of use from {expected.due} to {expected.stale}")
    elif first.at > _latest(evidence, expected, first.at):
        yield Finding("late", f"{expected.key} at {first.at}, due {expected.due}: {first.at - expected.due} later")


def _went_on(evidence: Evidence, expected: Expected, further: list[Seen]) -> Iterator[Finding]:
    """The parts that follow the first one stand once, and in time."""
    for key, times in Counter(seen.key for seen in further).items():
        if times > 1:
            yield Finding("doubled", f"{key} stands there {times} times")
    for seen in further:
        if seen.at > _latest(evidence, expected, seen.at):
            yield Finding("late", f"{seen.key} at {seen.at}, due {expected.due}: {seen.at - expected.due} later")


def _had_to_be_said(evidence: Evidence, expected: Expected) -> bool:
    """Whether there was time enough in which nothing was disturbed."""
    until = min(expected.stale, evidence.end_at)
    return until - expected.due - disturbed(evidence, expected.due, until) > evidence.patience


def _latest(evidence: Evidence, expected: Expected, at: datetime) -> datetime:
    return expected.due + evidence.patience + disturbed(evidence, expected.due, at)


def parts(evidence: Evidence) -> Iterator[Finding]:
    """The parts of one post stand in their order, without a gap."""
    posts = defaultdict(list)
    for seen in visible(evidence):
        if seen.key and not seen.key.startswith(ANSWER):
            posts[seen.channel, _whole(seen.key)].append(seen)
    for (_, key), found in posts.items():
        shown = [_part(seen.key) for seen in sorted(found, key=lambda seen: seen.at)]
        once = list(dict.fromkeys(shown))
        if once != ["", *(f"{number:02}" for number in range(2, len(once) + 1))]:
            yield Finding("disordered", f"{key}: its parts stand there as {', '.join(one or '01' for one in shown)}")


def _whole(key: str) -> str:
    """The key of the first part."""
    return key[: key.rindex("/") + 1]


def _part(key: str) -> str:
    return key[key.rindex("/") + 1 :]


# --- answers --------------------------------------------------------------------------------------------------------


def answers(evidence: Evidence) -> Iterator[Finding]:
    """Each question has its answer, once, or a failure that a person can read."""
    by_account: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in evidence.asked:
        by_account[asked.account].append(asked)
    for account, mine in by_account.items():
        heard = _heard(evidence, account)
        yield from _compared(evidence, sorted(mine, key=lambda asked: asked.at), heard)


def _heard(evidence: Evidence, account: str) -> list[Seen]:
    """What the bot said to this person because it was asked."""
    direct = [channel for channel, whose in evidence.directs.items() if whose == account]
    return [
        seen
        for seen in visible(evidence)
        if (seen.to == account or (seen.channel in direct and not seen.to))
        and (not seen.key or seen.key.startswith(ANSWER))
        and not is_about_reviews(seen)
        and not is_about_seats(seen)
    ]


def _compared(evidence: Evidence, mine: list[Asked], heard: list[Seen]) -> Iterator[Finding]:
    """An answer belongs to the newest question before it that it answers and that has none yet, since Slack may hand a
    question on a minute later; each failure to the newest question.
    """
    answered: Counter[int] = Counter()
    failed: Counter[int] = Counter()
    for seen in heard:
        before = [number for number, asked in enumerate(mine) if asked.at <= seen.at]
        fitting = [number for number in before if mine[number].expects and mine[number].expects in seen.text]
        if fitting:
            answered[next((one for one in reversed(fitting) if not answered[one]), fitting[-1])] += 1
        elif before and any(words in seen.text for words in FAILURES):
            failed[before[-1]] += 1
        else:
            yield Finding("wrong-answer", f"{seen.ts} to {seen.to or seen.channel}: {seen.text[:80]!r}")
    for number, asked in enumerate(mine):
        yield from _judged(evidence, asked, answered[number], failed[number])


def _judged(evidence: Evidence, asked: Asked, answered: int, failed: int) -> Iterator[Finding]:
    words = f"{asked.what} of {asked.account} at {asked.at} in {asked.place}"
    if asked.what in ("home", "form", "seat"):
        answered = int(asked.shown)
    if answered > 1:
        cause = asked.tries > 1 or call_failed(evidence, asked, "response_url", "Ephemeral", "postMessage")
        yield Finding("answered-twice", f"{words}: {answered} times", excused=cause)
    if answered or failed or (asked.refused and _nobody_could(evidence, asked)):
        return
    yield Finding("unanswered", f"{words} {asked.refused}", excused=harmed(evidence, asked))


def _nobody_could(evidence: Evidence, asked: Asked) -> bool:
    """Slack told the person that the app did not respond, while something was wrong that the harness did."""
    end = asked.until or evidence.end_at
    return any(one.begin <= end and one.end >= asked.at for one in evidence.disturbed)


# --- what is private --------------------------------------------------------------------------------------------------


def privacy(evidence: Evidence) -> Iterator[Finding]:
    """Nobody reads what is another's: names and secrets in the channel of all (but of who presents), secrets in others'
    direct messages.
    """
    for seen in visible(evidence):
        public = seen.channel == evidence.announcements and not seen.to
        reader = seen.to or evidence.directs.get(seen.channel, "")
        told = [*evidence.secrets, *evidence.people, *OF_STAFF] if public else list(evidence.secrets)
        told += _unnamed(evidence, seen) if public and not _says_who_presents(seen) else []
        for secret in told:
            if secret in seen.text and not _is_own(evidence, secret, reader):
                yield Finding("private", f"{secret!r} stands in {seen.channel} ({seen.ts})")
        if public and not seen.key:
            yield Finding("private", f"an answer stands in the channel of all: {seen.text[:60]!r}")


def _says_who_presents(seen: Seen) -> bool:
    """The board, and the post of a day on which somebody presents: whether they name anybody else, others look."""
    return "/slack/board/" in seen.key or ("/slack/day-of/" in seen.key and PRESENTING in seen.text)


def _unnamed(evidence: Evidence, seen: Seen) -> list[str]:
    """Who is not to be named; staff stand under what they announce."""
    signed = "/announce/" in seen.key
    return [name for account, name in evidence.people.items() if account in evidence.students or not signed]


def _is_own(evidence: Evidence, secret: str, reader: str) -> bool:
    """Secrets belong to the students in their order."""
    accounts = list(evidence.people)
    return secret in evidence.secrets and accounts[evidence.secrets.index(secret)] == reader


# --- the ledger -------------------------------------------------------------------------------------------------------


def ledger(evidence: Evidence) -> Iterator[Finding]:
    """What is `sent` stands exactly once where its reference says; what stands is `sent`; nothing is left undone."""
    standing = {f"{seen.channel}/{seen.ts}": seen for seen in visible(evidence) if seen.key}
    marks = Counter(seen.key for seen in standing.values())
    sent = {row.reference: row for row in evidence.rows if row.state == "sent"}
    for row in sent.values():
        yield from _stands(evidence, row, standing.get(row.reference), marks[row.key + row.part])
    for reference, seen in standing.items():
        if reference not in sent and not seen.key.startswith(ANSWER):
            yield Finding("unrecorded", f"{seen.key} stands at {reference}")
    for row in evidence.rows:
        yield from _left(evidence, row)


def _stands(evidence: Evidence, row: Row, seen: Seen | None, times: int) -> Iterator[Finding]:
    key = row.key + row.part
    if seen is None or seen.key != key:
        yield Finding("not-there", f"{key} is to stand at {row.reference}, where {seen.key if seen else 'nothing'} is")
        return
    if times > 1 and row.key not in {one.key for one in evidence.expected}:
        yield Finding("doubled", f"{key} stands there {times} times")
    places = {"slack": evidence.announcements, "staff": evidence.staff, "rehearsal": evidence.staff}
    place = places.get(row.destination)
    whose = evidence.directs.get(seen.channel, "")
    if (place is not None and seen.channel != place) or (place is None and whose != row.account):
        yield Finding("misplaced", f"{key} stands in {seen.channel}")


def _left(evidence: Evidence, row: Row) -> Iterator[Finding]:
    """At the end nothing waits that was due, and what was given up or skipped was over."""
    words = f"{row.key}{row.part}: {row.state} {row.failure}"
    if row.state in ("claimed", "retracting", "held", "failed"):
        yield Finding("stuck", words)
    if row.state == "waiting" and row.due < evidence.end_at - evidence.patience:
        yield Finding("stuck", f"{words}, next attempt {row.next_attempt}")
    if row.state == "skipped" and not _needless(evidence, row):
        able = merged((max(begin, row.due), min(end, row.stale)) for begin, end in evidence.up if end > row.due)
        ours = [(one.begin, one.end) for one in evidence.disturbed if one.what != UNCONNECTED]
        lost = [*evidence.leaps, *ours]
        quiet = sum((end - begin - within(lost, begin, end) for begin, end in able if end > begin), timedelta())
        if quiet > evidence.patience:
            yield Finding("stuck", f"{words}, though there was time for it")


def _needless(evidence: Evidence, row: Row) -> bool:
    """Whether it is about somebody's work or seat, and nothing was left to say: whether that is so, others look."""
    if row.kind == "extension" and any(one.returned_at == row.due for one in evidence.returned):
        return row.failure in NOTHING_LEFT  # they read of it with the review that was returned to them
    return row.kind in (*ABOUT_WORK, *ABOUT_SEATS) and row.failure in NOTHING_LEFT


# --- the processes ------------------------------------------------------------------------------------------------------


def processes(evidence: Evidence) -> Iterator[Finding]:
    yield from (Finding("ended", line) for line in evidence.ended)
    yield from (Finding("logged", line) for line in evidence.logged)


CHECKS: tuple[Check, ...] = (
    announcements,
    parts,
    answers,
    privacy,
    ledger,
    processes,
    *audit_reviews.CHECKS,
    *audit_reminders.CHECKS,
    *audit_seats.CHECKS,
    *audit_tellings.CHECKS,
    *audit_presenters.CHECKS,
    *audit_board.CHECKS,
    *audit_desk.CHECKS,
)
