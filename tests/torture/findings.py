"""What an auditor may find, by name, and the table that people read at the end of a run.

It judges nothing itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`count` names the row of the table. `excused`: counted apart, since the harness itself was the cause."""

    count: str
    words: str
    excused: bool = False


COUNTS = {
    "missing": "announcements missing",
    "doubled": "announcements doubled",
    "late": "announcements late",
    "early": "announcements before their time, or when all was over",
    "misplaced": "announcements in the wrong place",
    "unknown": "posts that the schedule does not ask for",
    "disordered": "parts in a wrong order",
    "unanswered": "questions without an answer",
    "answered-twice": "questions answered twice",
    "wrong-answer": "wrong answers",
    "private": "private facts where others see them",
    "not-there": "sent by the ledger, but not there",
    "unrecorded": "there, but not in the ledger",
    "stuck": "left undone in the ledger",
    "lost": "reviews that are nowhere",
    "versions": "versions that nobody wrote so",
    "receipts": "receipts missing, doubled or with others",
    "lateness": "reviews called late or on time wrongly",
    "unreminded": "reminders missing or late",
    "reminded": "reminders that should not be",
    "staff": "lines to staff missing or doubled",
    "ungranted": "more time and excuses that are nowhere",
    "seats": "seats that are not as their history says",
    "rules": "seats against the rules",
    "claims": "seats that people were told of wrongly",
    "untold": "changes of seats that somebody was not told of",
    "told": "told of seats twice, wrongly or of nothing",
    "board": "boards and class lines that differ from the seats",
    "presenters": "presenters’ reminders and packets missing or wrong",
    "marks": "marks that nobody gave, lost or seen too early",
    "returns": "returned reviews lost, or told wrongly",
    "nudges": "nudges missing, doubled or to who owes nothing",
    "later": "announcements for later lost, doubled or wrong",
    "list": "lines of the class list, and who took part",
    "ended": "processes that ended or failed by themselves",
    "logged": "bugs and secrets in the logs",
}
"""Every count, in the order of the table. Each must be 0."""


def table(findings: Sequence[Finding], facts: Iterable[tuple[str, int]]) -> list[str]:
    """The counts, then what was counted apart, then how much there was to look at."""
    wrong = Counter(one.count for one in findings if not one.excused)
    apart = Counter(one.count for one in findings if one.excused)
    width = max(len(words) for words in COUNTS.values())
    lines = [f"  {words:{width}}  {wrong[count]:5}{' <<<' if wrong[count] else ''}" for count, words in COUNTS.items()]
    lines += [f"  {COUNTS[count]:{width}}  {number:5}  (we did that)" for count, number in sorted(apart.items())]
    lines += [f"  {words:{width}}  {number:5}" for words, number in facts]
    return lines
