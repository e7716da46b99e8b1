"""The auditor is shown seats, and what was said of them, of which one is wrong, and must count it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from functools import cache

import pytest

from tests.torture.audit import audit
from tests.torture.evidence import Disturbed, Evidence
from tests.torture.presented import Seating
from tests.torture.seats import Change, Cover, Fill, Held, Place, Swap
from tests.torture.term import PC_MEETING
from tests.torture.test_audit_reviews import (
    ACCOUNTS,
    DAY,
    DIRECTS,
    ELSEWHERE,
    HERS,
    HIS,
    TERM,
    homework,
    told,
)
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
    said,
)

BY = 9
TITLES = {one.id: one.title for one in TERM.sessions}
HARDWARE, SCALING, FRAMEWORKS, CLOUD, EFFICIENT, SYSTEMS, SECURITY = (
    TERM.session(name).begins
    for name in (
        "hardware", "distributed-scaling", "frameworks", "cloud", "efficient-ml", "ml-for-systems", "security",
    )
)  # fmt: skip
LATE = HARDWARE - DAY
NAMES = {HERS: "Maya Quill", HIS: "Jonas Okafor"}


def place(session, role) -> Place:
    return Place(session, "", role, 1)


def change(evidence, what, session, role, person, at, *, by=None, broken=()) -> Change:  # noqa: PLR0917 - as it is read
    one = Change(len(evidence.changes) + 1, place(session, role), person, what, at, by, broken)
    evidence.changes.append(one)
    return one


def hears(evidence, person, key, at, text="…") -> None:
    told(
        evidence, f"{TERM.id}/person/{key}/{person}/", at + MINUTE, DIRECTS[person], text=text, account=ACCOUNTS[person]
    )


def staff_hear(evidence, key, at, text="…") -> None:
    told(evidence, f"{TERM.id}/staff/{key}//", at + MINUTE, STAFF, text=text)


def answered(evidence, person, at, text) -> None:
    """What is said to somebody who pressed is not in the ledger."""
    at += timedelta(microseconds=len(evidence.seen))
    evidence.seen.append(said("", at, channel=DIRECTS[person], text=text))


def seat(session, role) -> str:
    return f"{PC_MEETING[role]} for {TITLES[session]}, Mon 7 Feb, 1:00 PM PST"


def takes(evidence, session, role, person, at) -> None:
    change(evidence, "taken", session, role, person, at)
    answered(evidence, person, at + MINUTE, f"You are {seat(session, role)}.\nThat makes 1 of 3.")


def drops(evidence, session, role, person, at) -> Change:
    answered(evidence, person, at + MINUTE, f"You gave back {seat(session, role)}. It is free for others now.")
    return change(evidence, "dropped", session, role, person, at)


def signs_up(evidence) -> None:
    """She takes a seat and gives it up late, and he, who is the backup, steps in. They swap two others; staff give and
    take some; one changes hands in time; he does not come, and stands in for her elsewhere; a filling is undone.
    """
    at = evidence.opened_at = evidence.live_at + HOUR
    takes(evidence, "hardware", "critic", HERS, at + HOUR)
    takes(evidence, "hardware", "backup", HIS, at + HOUR)
    drops(evidence, "hardware", "critic", HERS, LATE)
    staff_hear(evidence, "seats/hardware/cover.1", LATE)
    hears(evidence, HIS, "backup/hardware/asked.cover.1", LATE, f"Can you step in as {seat('hardware', 'critic')}?")
    change(evidence, "stepped_in", "hardware", "backup", HIS, LATE + HOUR)
    change(evidence, "covered", "hardware", "critic", HIS, LATE + HOUR)
    hears(evidence, HERS, "seat/hardware/covered_for.cover.1", LATE + HOUR)
    evidence.covers.append(
        Cover(1, place("hardware", "critic"), HERS, LATE, "filled", asked=HIS, settled_at=LATE + HOUR, settled_by=HIS)
    )
    _swap(evidence, SCALING - 8 * DAY)
    _by_staff(evidence)
    _changes_hands(evidence)
    _marks(evidence)
    _fills(evidence)
    evidence.held = [
        Held(one.place, one.person, one.gain.at, one.gain.broken, one.outcome(), one.stand_in())
        for one in Seating(evidence).history.now.values()
    ]


def _swap(evidence, at) -> None:
    takes(evidence, "distributed-scaling", "advocate", HERS, at - 2 * DAY)
    takes(evidence, "frameworks", "neutral", HIS, at - 2 * DAY)
    for person, mine, wanted in ((HERS, ("distributed-scaling", "advocate"), 0), (HIS, ("frameworks", "neutral"), 0)):
        change(evidence, "swapped_away", *mine, person, at + wanted * MINUTE)
    change(evidence, "swapped", "frameworks", "neutral", HERS, at)
    last = change(evidence, "swapped", "distributed-scaling", "advocate", HIS, at)
    evidence.swaps.append(Swap(1, place("distributed-scaling", "advocate"), HERS, "taken", at, HIS))
    answered(evidence, HIS, at + MINUTE, f"Swapped. You are now {seat('distributed-scaling', 'advocate')}.")
    words = f"Jonas has swapped with you: you are now {seat('frameworks', 'neutral')}."
    hears(evidence, HERS, f"seat/frameworks/swapped.{last.id}", at, words)
    staff_hear(evidence, f"seats/distributed-scaling/swapped.{last.id}", at)


def _by_staff(evidence) -> None:
    """One seat against a rule, by name; one that is taken back."""
    at = SYSTEMS - 9 * DAY
    one = change(evidence, "assigned", "ml-for-systems", "critic", HIS, at, by=BY, broken=("same_role",))
    hears(
        evidence,
        HIS,
        f"seat/ml-for-systems/assigned.{one.id}",
        at,
        f"Staff signed you up as {seat('ml-for-systems', 'critic')}.",
    )
    one = change(evidence, "assigned", "efficient-ml", "backup", HERS, at, by=BY)
    hears(evidence, HERS, f"seat/efficient-ml/assigned.{one.id}", at)
    one = change(evidence, "unassigned", "efficient-ml", "backup", HERS, at + HOUR, by=BY)
    hears(evidence, HERS, f"seat/efficient-ml/unassigned.{one.id}", at + HOUR)


def _changes_hands(evidence) -> None:
    """In time, and near enough for staff to hear of it."""
    at = CLOUD - 10 * DAY
    takes(evidence, "cloud", "backup", HERS, at - 5 * DAY)
    one = drops(evidence, "cloud", "backup", HERS, at)
    staff_hear(evidence, f"seats/cloud/dropped.{one.id}", at)
    hears(evidence, HIS, f"offer/cloud/free.{one.id}", at)
    takes(evidence, "cloud", "backup", HIS, at + HOUR)
    number = len(evidence.changes)
    hears(evidence, HERS, f"seat/cloud/taken_over.{number}", at + HOUR)
    staff_hear(evidence, f"seats/cloud/taken_over.{number}", at + HOUR)


def _marks(evidence) -> None:
    at = HARDWARE + 5 * MINUTE
    one = change(evidence, "no_show", "hardware", "critic", HIS, at, by=BY)
    hears(evidence, HIS, f"seat/hardware/no_show.{one.id}", at)
    at = FRAMEWORKS + 5 * MINUTE
    one = change(evidence, "stood_in", "frameworks", "neutral", HIS, at, by=BY)
    hears(evidence, HERS, f"seat/frameworks/replaced.{one.id}", at)
    hears(evidence, HIS, f"seat/frameworks/stood_in.{one.id}", at)


def _fills(evidence) -> None:
    at = SECURITY - 20 * DAY
    change(evidence, "filled", "security", "advocate", HERS, at, by=BY)
    hears(evidence, HERS, "seat/fill:1/filled", at, f"You have a seat:\n• {seat('security', 'advocate')}")
    staff_hear(evidence, "seats/fill:1/fill_applied", at)
    change(evidence, "unfilled", "security", "advocate", HERS, at + HOUR, by=BY)
    hears(evidence, HERS, "seat/fill:1/unfilled", at + HOUR)
    staff_hear(evidence, "seats/fill:1/fill_undone", at + HOUR)
    evidence.fills.append(Fill(1, "undone", at, at + HOUR))


def presenting() -> Evidence:
    """A term of homework in which they present too: all was said that is to be. What is in its lists is not changed."""
    whole = _presenting()
    lists = {
        one.name: list(value)
        for one in dataclasses.fields(whole)
        if isinstance(value := getattr(whole, one.name), list)
    }
    return dataclasses.replace(whole, **lists)


@cache
def _presenting() -> Evidence:
    evidence = homework(signs_up)
    seating = Seating(evidence)
    for session in seating.sessions.values():
        begins = seating.begins(session.id)
        staff_hear(evidence, f"preflight/{session.id}/preflight", seating.before(session.id, 2 * DAY))
        staff_hear(evidence, f"class-start/{session.id}/start", begins, _class_line(seating, session.id))
        for account, person in seating.persons.items():
            for call in seating.calls(session, account) if account in evidence.students else ():
                held = [one for one in seating.history.of(person) if one.place.session == session.id]
                if any(one.gain.at < call.at and (not one.loss or one.loss.at > call.at + HOUR) for one in held):
                    hears(evidence, person, f"presenter/{session.id}/{call.occurrence}", call.at)
        for spell in seating.history.now.values():
            if spell.place.session == session.id and session.needed:
                key = f"packet/{session.id}/{spell.place.role}.1"
                hears(evidence, spell.person, key, begins - 2 * HOUR, "Your packet\nQuestions for discussion\nWhy?")
    told(
        evidence,
        f"{TERM.id}/slack/board/board/board//",
        evidence.opened_at + MINUTE,
        CHANNEL,
        text="All classes are over.",
    )
    return evidence


def _class_line(seating, session) -> str:
    lines = []
    for role, title in PC_MEETING.items():
        spell = seating.history.now.get(place(session, role))
        what = "EMPTY" if spell is None else NAMES[spell.person]
        what += " was not there (marked by Toni Marsh)" if spell and spell.outcome() == "no_show" else ""
        what += ", counted as presented" if spell and not spell.outcome() else ""
        if spell and spell.outcome() == "stood_in":
            what = f"{NAMES[spell.stand_in()]} stood in for {what}"
        lines.append(f"{title}: {what}")
    return "\n".join(lines)


def line(evidence, what, number=0) -> int:
    """The place of a line of the history."""
    return [place for place, one in enumerate(evidence.changes) if one.change == what][number]


def another(evidence, what, number=0, **values) -> Evidence:
    place = line(evidence, what, number)
    evidence.changes[place] = dataclasses.replace(evidence.changes[place], **values)
    return evidence


def test_of_seats_without_fault_nothing_is_found():
    evidence = presenting()
    assert audit(evidence) == []
    assert sum("/presenter/" in one.key for one in evidence.seen) >= 6
    assert sum("/packet/" in one.key for one in evidence.seen) >= 4


# --- the history ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"person": HERS},
        {"outcome": "presented"},
        {"stand_in": HERS},
        {"broken": ("week",)},
        {"place": place("cloud", "critic")},
    ],
)
def test_a_row_that_is_not_what_its_history_says_is_found(values):
    evidence = presenting()
    evidence.held[0] = dataclasses.replace(evidence.held[0], **values)
    assert "seats" in counts(evidence)


def test_a_seat_that_two_have_is_found():
    evidence = presenting()
    evidence.held.append(dataclasses.replace(evidence.held[0], person=HERS))
    assert "seats" in counts(evidence)


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("stepped_in", {"person": HERS}),
        ("unassigned", {"person": HIS}),
        ("covered", {"place": place("hardware", "backup2")}),
        ("unfilled", {"change": "vanished"}),
        ("no_show", {"place": place("big-data", "critic")}),
        ("no_show", {"at": HARDWARE - MINUTE}),
        ("taken", {"at": HARDWARE + MINUTE}),
    ],
)
def test_a_history_that_cannot_be_is_found(what, values):
    assert "seats" in counts(another(presenting(), what, **values))


def test_a_seat_that_was_taken_before_anybody_might_is_found():
    evidence = presenting()
    evidence.opened_at += 2 * DAY
    assert "seats" in counts(evidence)


def test_a_seat_against_the_rules_is_found_unless_staff_gave_it_by_name():
    assert "rules" in counts(another(presenting(), "assigned", broken=()))
    assert "rules" in counts(another(presenting(), "assigned", by=None))
    evidence = presenting()
    takes(evidence, "security", "neutral", HIS, SECURITY - 20 * DAY)
    assert any("same_role" in one.words for one in audit(evidence) if one.count == "rules"), "he stood in as one"
    evidence = presenting()
    takes(evidence, "security", "critic", HERS, SECURITY - 20 * DAY)
    takes(evidence, "security", "neutral", HERS, SECURITY - 20 * DAY)
    assert any("same_paper" in one.words for one in audit(evidence) if one.count == "rules")


# --- what people were told --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        f"You are {seat('hardware', 'critic')}.",
        f"You have it already: you are {seat('hardware', 'advocate')}.",
        f"Thank you! You are {seat('benchmarking', 'critic')}.",
        f"You gave back {seat('frameworks', 'neutral')}.",
        f"{seat('security', 'critic')} is not open to you: Jonas Okafor was first.",
    ],
)
def test_what_somebody_was_told_and_is_not_so_is_found(words):
    evidence = presenting()
    answered(evidence, HERS, SYSTEMS, words)
    assert counts(evidence) == {"claims"}


def test_whoever_was_told_that_they_took_it_and_is_not_in_the_history_is_found():
    evidence = presenting()
    answered(evidence, HIS, FRAMEWORKS - DAY, f"You are {seat('distributed-scaling', 'advocate')}.")
    assert counts(evidence) == {"claims"}, "it is his, but he took it long before"
    evidence = presenting()
    answered(evidence, HIS, SCALING - DAY, f"It is yours already: {seat('distributed-scaling', 'advocate')}.")
    answered(
        evidence,
        HERS,
        SCALING - DAY,
        f"{seat('distributed-scaling', 'advocate')} is not open to you: Jonas Okafor has it.",
    )
    assert audit(evidence) == []


TELLINGS = (
    "seat/hardware/covered_for", "/swapped.", "/assigned.8", "/unassigned.", "/taken_over.", "/no_show.", "/replaced.",
    "/stood_in.", "/filled/", "/unfilled/", "seats/hardware/cover.1", "seats/distributed-scaling/swapped", "seats/cloud/dropped",
    "seats/cloud/taken_over", "/fill_applied", "/fill_undone",
)  # fmt: skip


@pytest.mark.parametrize("words", TELLINGS)
def test_a_change_that_somebody_was_not_told_of_or_twice_is_found(words):
    words = words.replace("/assigned.8", "/ml-for-systems/assigned.")
    assert "untold" in counts(gone(presenting(), words))
    evidence = presenting()
    seen = evidence.seen[first(evidence, words)]
    told(evidence, seen.key, seen.at + MINUTE, seen.channel, account=evidence.directs.get(seen.channel, ""))
    assert "told" in counts(evidence)


def test_it_is_not_untold_where_nothing_could_be_said():
    evidence = gone(presenting(), "/fill_undone")
    evidence.disturbed.append(Disturbed("away", SECURITY - 21 * DAY, evidence.end_at))
    assert "untold" not in counts(evidence)


@pytest.mark.parametrize("words", ["/no_show.", "/swapped.", "backup/hardware/asked", "offer/cloud"])
def test_what_is_said_of_a_seat_to_somebody_else_is_found(words):
    evidence = presenting()
    place = evidence.seen[first(evidence, words)].channel
    assert "told" in counts(changed(evidence, words, channel=ELSEWHERE if place == DIRECT else DIRECT))


@pytest.mark.parametrize(
    "key",
    [
        "seat/hardware/no_show.99",
        "seat/cloud/assigned.1",
        "backup/security/asked.cover.1",
        "offer/hardware/short_notice.1",
    ],
)
def test_what_is_said_of_a_seat_about_nothing_is_found(key):
    evidence = presenting()
    hears(evidence, HERS, key, SYSTEMS)
    assert "told" in counts(evidence)


def test_a_late_drop_that_nobody_covers_and_a_cover_of_nothing_are_found():
    evidence = presenting()
    evidence.covers = []
    assert "untold" in counts(evidence)
    evidence = presenting()
    evidence.covers.append(Cover(2, place("cloud", "backup"), HERS, CLOUD - 12 * DAY, "over"))
    assert "told" in counts(evidence)


def test_a_call_for_cover_stands_in_the_channel_without_a_name():
    evidence = presenting()
    key = f"{TERM.id}/slack/cover-call/hardware/cover.1//"
    told(evidence, key, LATE + MINUTE, CHANNEL, text="A seat is open at short notice")
    assert audit(evidence) == []
    assert counts(changed(evidence, "/cover-call/", text="Maya Quill cannot come")) == {"private"}
    told(evidence, key.replace("cover.1", "cover.7"), LATE + 2 * MINUTE, CHANNEL)
    assert "told" in counts(evidence)


def test_accounts_are_those_of_the_story():
    assert ACCOUNTS == {HERS: MAYA, HIS: JONAS}
