"""The auditor is shown marks, returns, nudges, announcements for later, ticks and a class list of which one thing is wrong,
and must count it.
"""

from __future__ import annotations

import dataclasses
import pickle
from datetime import timedelta
from functools import cache

import pytest

from tests.torture.audit import audit
from tests.torture.evidence import Asked, Evidence
from tests.torture.staff_work import EntryRow, Listed, MarkRow, PresenceRow, ReturnRow, Worked
from tests.torture.test_audit_reviews import DAY, DIRECTS, HERS, HIS, ON_TIME, PAPER, TERM, TOO_LATE, homework, told
from tests.torture.test_auditor import (
    CHANNEL,
    DIRECT,
    HOUR,
    JONAS,
    MAYA,
    MINUTE,
    STAFF,
    changed,
    counts,
    first,
    gone,
    row_of,
    said,
)

DUE, LATER = ON_TIME.begins, ON_TIME.begins - DAY
MARKED, RELEASED, RETURNED = DUE + HOUR, DUE + 2 * HOUR, DUE + 3 * HOUR
NUDGED = TOO_LATE.begins - 12 * HOUR
TITLE = ON_TIME.titles[0]
ALL = (f"‘{TITLE}’: ✓+", f"{TITLE} · due Mon · submitted · mark: ✓+")
BULLETINS = ("bulletin-a1", "bulletin-a2")
NUDGE, POST = f"/person/nudge/{TOO_LATE.id}/n1/{HERS}/", "/slack/announce/"
SECOND = timedelta(seconds=1)


def works(evidence, how, at, words, **more) -> Worked:
    one = Worked(how, at, at + SECOND, words, **more)
    evidence.worked.append(one)
    return one


def asks(evidence, at, text) -> None:
    """She looks at her work."""
    evidence.asked.append(Asked(MAYA, "work", "Your work", at, at + MINUTE, "direct"))
    evidence.seen.append(said("", at + SECOND, text=f"Your work\n{text}", to=MAYA))


def desk() -> Evidence:
    """A fresh copy."""
    found = pickle.loads(_desk())
    assert isinstance(found, Evidence)
    return found


@cache
def _desk() -> bytes:
    """Her review is marked, let be seen, seen and returned; both are nudged about another, and she hears of it; of two
    announcements one is cancelled; one of them took part; both are on the list.
    """
    evidence = homework()
    works(evidence, "mark", MARKED, "✓+ for Maya", account=MAYA, paper=PAPER, mark="✓+")
    works(evidence, "release", RELEASED, "Released: 1 mark.")
    evidence.marks.append(MarkRow(HERS, PAPER, 2, "plus", MARKED, RELEASED + SECOND))
    for number, words in enumerate(ALL):
        asks(evidence, RELEASED + (1 + number) * 10 * MINUTE, words)
    works(evidence, "return", RETURNED, "Returned: Maya", account=MAYA, paper=PAPER, token="noted-a1")
    evidence.returned.append(ReturnRow(4, HERS, PAPER, 2, RETURNED, None, None, "Say more: noted-a1."))
    key = f"{TERM.id}/person/returned/{PAPER}/r4/{HERS}/"
    told(evidence, key, RETURNED + MINUTE, DIRECT, text="Staff returned it: noted-a1", account=MAYA)
    works(evidence, "nudge", NUDGED, "Sent to 1: Maya Quill.", session=TOO_LATE.id, names=("Maya Quill",))
    told(evidence, f"{TERM.id}{NUDGE}", NUDGED + MINUTE, DIRECT, text="Hello!", account=MAYA)
    for token, undone in zip(BULLETINS, (False, True), strict=True):
        one = works(evidence, "announce", LATER - HOUR, "It goes to", token=token, due=LATER)
        one.tried = one.undone = undone
    told(evidence, f"{TERM.id}{POST}t1///", LATER + MINUTE, CHANNEL, text=f"{BULLETINS[0]}: a pen")
    works(evidence, "tick", DUE + 4 * HOUR, "It: 1 of 2 took part.", session=ON_TIME.id, number=1)
    evidence.presences += [PresenceRow(ON_TIME.id, HERS, True), PresenceRow(ON_TIME.id, HIS, False)]
    evidence.listed += [Listed("Maya Quill", MAYA), Listed("Jonas Okafor", JONAS, code=True, linked=True)]
    evidence.entries += [EntryRow(HERS, "Maya Quill", None), EntryRow(HIS, "Jonas Okafor", None)]
    evidence.entries.append(EntryRow(77, "Zelda Nowhere", DUE))
    return pickle.dumps(evidence)


def other(evidence, rows, **values) -> Evidence:
    """The first of the rows is another."""
    found = getattr(evidence, rows)
    found[0] = dataclasses.replace(found[0], **values)
    return evidence


def did(evidence, how, **values) -> Evidence:
    number = next(number for number, one in enumerate(evidence.worked) if one.how == how)
    evidence.worked[number] = dataclasses.replace(evidence.worked[number], **values)
    return evidence


def test_of_staff_work_without_fault_nothing_is_found():
    assert audit(desk()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"mark": "minus"},
        {"version": 9},
        {"paper": "other"},
        {"released_at": RELEASED - HOUR},
        {"released_at": None},
        {"released_at": RELEASED + HOUR},
        {"person": HIS},
    ],
)
def test_a_mark_that_nobody_gave_or_that_was_seen_before_its_release_is_found(wrong):
    assert counts(other(desk(), "marks", **wrong)) == {"marks"}


def test_a_mark_that_staff_were_told_of_and_that_is_not_there_is_found():
    evidence = desk()
    works(evidence, "mark", RELEASED, "✓ for Jonas", account=JONAS, paper=TOO_LATE.papers[0], mark="✓")
    assert counts(evidence) == {"marks"}
    assert "marks" in counts(did(desk(), "mark", mark="✓−"))


def test_a_mark_in_a_shared_channel_or_with_somebody_else_is_found():
    for channel in (STAFF, CHANNEL):
        evidence = desk()
        evidence.seen.append(said("", RELEASED + HOUR, channel=channel, text="Maya Quill: ✓+"))
        assert "private" in counts(evidence)
    evidence = desk()
    number = next(number for number, seen in enumerate(evidence.seen) if ALL[0] in seen.text)
    evidence.seen[number] = dataclasses.replace(evidence.seen[number], to=JONAS)
    assert "marks" in counts(evidence)


def test_a_return_that_is_lost_or_told_twice_to_another_or_without_its_note_is_found():
    evidence = desk()
    evidence.returned.clear()
    assert counts(evidence) == {"returns"}
    assert counts(gone(desk(), "/returned/")) == {"returns"}
    assert counts(changed(desk(), "/returned/", text="Staff returned it")) == {"returns"}
    assert counts(other(desk(), "returned", undone_at=RETURNED + DAY)) == {"returns"}
    assert "returns" in counts(did(desk(), "return", undone=True, tried=True))
    evidence = desk()
    seen = evidence.seen[first(evidence, "/returned/")]
    told(evidence, seen.key, seen.at + MINUTE, DIRECT, account=MAYA, text=seen.text)
    assert counts(evidence) == {"returns", "doubled"}
    assert counts(changed(desk(), "/returned/", channel=DIRECTS[HIS])) >= {"returns", "private"}


@pytest.mark.parametrize("channel", [CHANNEL, STAFF])
def test_a_return_or_a_nudge_in_a_shared_channel_is_found(channel):
    assert "private" in counts(changed(desk(), "/returned/", channel=channel))
    assert "nudges" in counts(changed(desk(), NUDGE, channel=channel))


def test_a_nudge_that_is_lost_twice_there_or_for_who_owes_nothing_is_found():
    assert counts(gone(desk(), NUDGE)) == {"nudges"}
    evidence = desk()
    told(evidence, f"{TERM.id}{NUDGE}", NUDGED + 2 * MINUTE, DIRECT, account=MAYA)
    assert counts(evidence) == {"nudges", "doubled"}
    evidence = desk()  # two rounds, though staff pressed once
    told(evidence, f"{TERM.id}{NUDGE.replace('n1', 'n2')}", NUDGED + HOUR, DIRECT, account=MAYA)
    assert counts(evidence) == {"nudges"}
    evidence = desk()  # she had handed it in
    works(evidence, "nudge", DUE - HOUR, "Sent to 1: Maya Quill.", session=ON_TIME.id)
    told(evidence, f"{TERM.id}/person/nudge/{ON_TIME.id}/n1/{HERS}/", DUE - HOUR, DIRECT, account=MAYA)
    assert counts(evidence) == {"nudges"}
    evidence = desk()  # before anybody asked for it
    assert counts(changed(evidence, NUDGE, at=NUDGED - HOUR)) == {"nudges"}


def test_an_announcement_for_later_that_is_lost_doubled_early_late_or_cancelled_is_found():
    assert counts(gone(desk(), POST)) == {"later"}
    for at in (LATER - HOUR, LATER + HOUR):
        assert counts(changed(desk(), POST, at=at)) == {"later"}
    for token, known in ((BULLETINS[0], {"later"}), (BULLETINS[1], {"later"}), ("bulletin-a3", {"later"})):
        evidence = desk()
        told(evidence, f"{TERM.id}{POST}t2///", LATER + MINUTE, CHANNEL, text=f"{token}: a pen")
        assert counts(evidence) == known
    assert counts(changed(desk(), POST, text=f"{BULLETINS[0]}: ask Maya Quill")) == {"private"}


def test_another_number_of_who_took_part_and_another_class_list_are_found():
    assert counts(did(desk(), "tick", number=2)) == {"list"}
    assert counts(other(desk(), "presences", session=TOO_LATE.id)) == {"list"}
    for wrong in ({"gone_at": DUE}, {"person": 77}, {"name": "Jonas Okafor"}):
        assert counts(other(desk(), "entries", **wrong)) == {"list"}
    evidence = desk()
    evidence.entries[-1] = dataclasses.replace(evidence.entries[-1], gone_at=None)
    assert counts(evidence) == {"list"}


def test_more_time_that_came_with_a_return_is_told_with_it_and_any_other_by_itself():
    for at, found in ((RETURNED, set()), (RETURNED + HOUR, {"stuck"})):
        evidence = desk()
        key = f"{TERM.id}/person/extension/{ON_TIME.id}/grant.9/{HERS}/"
        row = row_of(said(key, at), state="skipped", reference="", failure="there was nothing left to say")
        evidence.rows.append(row)
        assert counts(evidence) == found
