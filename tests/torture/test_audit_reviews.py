"""The auditor is shown reviews, reminders and lines to staff of which one is wrong, and must count it."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from tests.torture.audit import audit
from tests.torture.audit_reviews import works
from tests.torture.evidence import Disturbed, Evidence, Seen
from tests.torture.owed import GRACE, LATE, MINUTE, reviewed
from tests.torture.test_auditor import (
    CHANNEL,
    DIRECT,
    HOUR,
    JONAS,
    MAYA,
    STAFF,
    TERM,
    changed,
    counts,
    faultless,
    first,
    gone,
    row_of,
    said,
    stamped,
)  # fmt: skip
from tests.torture.work import Grant, Handed, Ordered, Plea, Pleaded, Version

HERS, HIS = 7, 8
ELSEWHERE = "D2"
DIRECTS = {HERS: DIRECT, HIS: ELSEWHERE}
ACCOUNTS = {HERS: MAYA, HIS: JONAS}
ASSISTANT = "U9"
DAY = timedelta(days=1)
ON_TIME, TOO_LATE, EXCUSED = (TERM.session(name) for name in ("distributed-systems", "big-data", "cloud"))
PAPER, LATE_PAPER = ON_TIME.papers[0], TOO_LATE.papers[0]
LATENESS = 3 * HOUR + 12 * MINUTE
SUBMITTED = "Submitted. You can change it until Mon 14 Feb, 1:00 PM PST."


def told(evidence, key, at, channel, *, text="…", account="") -> Seen:
    """Something that was said at `at`, and that the ledger knows of. No two stand at one instant."""
    at += timedelta(microseconds=len(evidence.seen))
    seen = said(key, at, channel=channel, text=text)
    evidence.seen.append(seen)
    evidence.rows.append(row_of(seen, account=account))
    return seen


def sent(evidence, person, token, at, *, how="submit", whole=True, words=()) -> Handed:
    session, paper = (ON_TIME.id, PAPER) if person == HERS else (TOO_LATE.id, LATE_PAPER)
    one = Handed(
        ACCOUNTS[person], session, paper, token, how, whole, at, at + MINUTE, confirmed=True, kept=False, tries=1,
        words=words, takers=(71,),
    )  # fmt: skip
    evidence.handed.append(one)
    number = 1 + sum(known.person == person and known.paper == paper for known in evidence.versions)
    text = f'{{"summary": "It is so: {token}."}}'
    complete = how == "submit" and whole
    evidence.versions.append(Version(person, paper, number, session, complete, at + timedelta(seconds=9), None, text))
    if complete:
        key = f"{TERM.id}/person/receipt/{paper}/v{number}/{person}/"
        told(evidence, key, at + 2 * MINUTE, DIRECTS[person], text=f"Your review: {token}", account=ACCOUNTS[person])
    return one


def homework(also=lambda evidence: None) -> Evidence:
    """She hands one review in, after a draft; he another, late, and is let off a third. Nobody writes anything else.
    `also`: what else they do.
    """
    evidence = faultless()
    evidence.sessions, evidence.course, evidence.zone = TERM.sessions, TERM.id, TERM.zone.key
    evidence.students = {MAYA: TERM.zone.key, JONAS: "Europe/Berlin"}
    evidence.persons = ACCOUNTS | {9: ASSISTANT}
    evidence.directs = {DIRECT: MAYA, ELSEWHERE: JONAS, "D9": ASSISTANT}
    begin = ON_TIME.begins - 2 * DAY
    sent(evidence, HERS, "penned-a1", begin, how="draft", whole=False)
    sent(evidence, HERS, "penned-a2", begin + HOUR, words=(SUBMITTED,))
    words = "Submitted: late, 3 h 12 min. You can change it until Tue 1 Feb, 1:00 PM PST."
    sent(evidence, HIS, "penned-b1", TOO_LATE.begins + LATENESS, words=(words,))
    _lets_off(evidence)
    also(evidence)
    _reminds(evidence)
    for session in reviewed(TERM.sessions):
        told(evidence, f"{TERM.id}/staff/tally/{session.id}/due//", session.begins + GRACE + 2 * MINUTE, STAFF)
        told(evidence, f"{TERM.id}/staff/digest/{session.id}/digest//", session.begins - 2 * HOUR + MINUTE, STAFF)
    return evidence


def _lets_off(evidence) -> None:
    """Staff answer him the next day, after they were asked again."""
    at = EXCUSED.begins - 3 * DAY
    evidence.pleaded.append(Pleaded(JONAS, EXCUSED.id, at, at + MINUTE, told=True))
    evidence.pleas.append(Plea(3, HIS, EXCUSED.id, at, at + DAY))
    told(evidence, f"{TERM.id}/staff/cannot/{EXCUSED.id}/plea.3//", at + MINUTE, STAFF)
    told(evidence, f"{TERM.id}/staff/cannot/{EXCUSED.id}/plea.3.nudge//", at + 12 * HOUR + MINUTE, STAFF)
    evidence.ordered.append(Ordered(JONAS, EXCUSED.id, "excuse", at + DAY, at + DAY + MINUTE, told=True))
    evidence.grants.append(Grant(1, HIS, "excuse", EXCUSED.id, "", None, None, at + DAY, None))


def _reminds(evidence) -> None:
    for work in works(evidence).values():
        person = next(one for one, account in ACCOUNTS.items() if account == work.account)
        for session in reviewed(TERM.sessions):
            for one in work.reminders(session):
                if work.owes(session, one.due):
                    key = f"{TERM.id}/person/reminder/{session.id}/{one.occurrence}/{person}/"
                    at = one.due - 20 * MINUTE if work.is_night(one.due) else one.due + MINUTE
                    told(evidence, key, at, DIRECTS[person], text="‘ZeRO’ is due", account=work.account)


def reminder(session, occurrence, person) -> str:
    return f"/person/reminder/{session.id}/{occurrence}/{person}/"


def test_of_homework_without_fault_nothing_is_found():
    evidence = homework()
    assert audit(evidence) == []
    reminded = [one.key for one in evidence.seen if "/reminder/" in one.key]
    assert len(reminded) == 2 * 8 * 3 - 3 - 1 - 3
    assert not [key for key in reminded if f"/{ON_TIME.id}/" in key and key.endswith(f"/{HERS}/")]


# --- what was handed in -----------------------------------------------------------------------------------------------


def without_version(token) -> Evidence:
    """The database never got it, and so nothing was said of it."""
    evidence = homework()
    evidence.versions = [one for one in evidence.versions if token not in one.text]
    evidence.seen = [one for one in evidence.seen if token not in one.text]
    evidence.rows = [one for one in evidence.rows if one.reference in {f"{s.channel}/{s.ts}" for s in evidence.seen}]
    return evidence


def draft_of(evidence) -> Handed:
    return evidence.handed[0]


def test_what_was_confirmed_and_is_not_there_is_lost():
    assert "lost" in counts(without_version("penned-a2"))


def test_what_was_not_confirmed_is_lost_where_its_writer_has_not_got_it_any_more():
    evidence = without_version("penned-a1")
    evidence.versions = [dataclasses.replace(one, number=1) if one.number == 2 else one for one in evidence.versions]
    for place in (evidence.seen, evidence.rows):
        place[:] = [dataclasses.replace(one, key=one.key.replace("/v2/", "/v1/")) for one in place]
    draft_of(evidence).confirmed = False
    assert counts(evidence) == {"lost"}
    draft_of(evidence).kept = True
    assert counts(evidence) == {"unanswered"}, "nothing was wrong, and still it was not taken"
    at = draft_of(evidence).at
    evidence.disturbed.append(Disturbed("kill", at, at + MINUTE, pid=72))
    assert audit(evidence) == []


def test_a_submission_to_which_nothing_was_said_is_found_unless_its_taker_was_killed():
    evidence = homework()
    evidence.handed[1].words = ()
    assert counts(evidence) == {"unanswered"}
    at = evidence.handed[1].at
    evidence.disturbed.append(Disturbed("kill", at, at + MINUTE, pid=71))
    assert counts(evidence) == set()


def test_versions_with_a_gap_are_found():
    evidence = homework()
    evidence.versions[0] = dataclasses.replace(evidence.versions[0], number=5)
    assert counts(evidence) == {"versions"}


@pytest.mark.parametrize("text", ["penned-b1", "penned-f00", ""])
def test_a_version_that_its_writer_did_not_write_is_found(text):
    evidence = homework()
    before = evidence.versions[0]
    evidence.versions.append(dataclasses.replace(before, number=3, text=f"penned-a1 {text}" if text else ""))
    assert counts(evidence) == {"versions"}


# --- what is private --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["penned-a2", "You have not started.", "a draft, NOT submitted"])
def test_what_somebody_writes_or_owes_in_the_channel_of_all_is_found(words):
    assert counts(changed(homework(), "/day-of/hardware", text=words)) == {"private"}


def test_what_somebody_writes_is_read_by_staff_and_by_no_other_student():
    assert counts(changed(homework(), reminder(TOO_LATE, "P1D", HIS), text="penned-a2")) == {"private"}
    assert audit(changed(homework(), "/staff/digest", text="penned-a2")) == []


def test_a_reminder_in_the_channel_of_all_is_found():
    assert "private" in counts(changed(homework(), reminder(TOO_LATE, "P1D", HIS), channel=CHANNEL))


def test_an_answer_to_a_submission_that_all_can_see_is_found():
    evidence = homework()
    evidence.seen.append(said("", evidence.handed[1].at + MINUTE, text=SUBMITTED))
    assert counts(evidence) == {"private"}


# --- receipts ---------------------------------------------------------------------------------------------------------


def test_a_receipt_that_was_never_said_is_found():
    assert counts(gone(homework(), "/receipt/")) == {"receipts"}


def test_a_receipt_that_stands_twice_is_found():
    evidence = homework()
    seen = evidence.seen[first(evidence, "/receipt/")]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE)))
    assert counts(evidence) == {"receipts", "doubled", "unrecorded"}


def test_a_receipt_with_somebody_else_is_found():
    assert counts(changed(homework(), "/receipt/", channel=ELSEWHERE)) == {"receipts", "misplaced", "private"}


def test_a_receipt_that_does_not_say_all_is_found():
    assert counts(changed(homework(), "/receipt/", text="Your review")) == {"receipts"}


def test_a_receipt_of_a_draft_is_found():
    evidence = homework()
    evidence.versions[1] = dataclasses.replace(evidence.versions[1], complete=False)
    assert "receipts" in counts(evidence)


# --- late or on time --------------------------------------------------------------------------------------------------


def late_one(evidence) -> Handed:
    return evidence.handed[2]


@pytest.mark.parametrize(
    "words",
    [
        SUBMITTED,
        "Submitted: late, 3 h 13 min. You can change it.",
        "Kept as a draft. NOT submitted yet.",
        "NOT submitted: the review closed.",
        "You saved version 1 in another window.",
        "Kept. Your version of yesterday still counts.",
    ],
)
def test_a_late_review_that_is_called_another_thing_is_found(words):
    evidence = homework()
    late_one(evidence).words = (words,)
    assert counts(evidence) == {"lateness"}


def test_a_review_on_time_that_is_called_late_is_found():
    evidence = homework()
    evidence.handed[1].words = ("Submitted: late, 5 min. You can change it.",)
    assert counts(evidence) == {"lateness"}


def test_what_was_received_when_nobody_sent_it_is_found():
    evidence = homework()
    one = evidence.versions[2]
    evidence.versions[2] = dataclasses.replace(one, received_at=one.received_at + 10 * MINUTE)
    assert counts(evidence) == {"lateness"}


@pytest.mark.parametrize("words", [SUBMITTED, "Submitted: late, 11 min. You can change it."])
def test_what_was_sent_at_the_limit_itself_may_be_called_either(words):
    evidence = homework()
    one, version = late_one(evidence), evidence.versions[2]
    limit = TOO_LATE.begins + GRACE + MINUTE
    one.at, one.until, one.words = limit - MINUTE, limit + MINUTE, (words,)
    evidence.versions[2] = dataclasses.replace(version, received_at=limit)
    assert "lateness" not in counts(evidence)


def test_an_extension_makes_a_late_review_one_on_time():
    evidence = homework()
    evidence.grants.append(Grant(2, HIS, "extension", TOO_LATE.id, "", None, DAY, TOO_LATE.begins - DAY, None))
    assert "lateness" in counts(evidence)
    late_one(evidence).words = (SUBMITTED,)
    assert "lateness" not in counts(evidence)


# --- reminders --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("occurrence", ["P1D", "PT3H", "late"])
@pytest.mark.parametrize("person", [HERS, HIS])
def test_a_reminder_that_was_never_said_is_found(person, occurrence):
    hardware = TERM.session("hardware")
    assert counts(gone(homework(), reminder(hardware, occurrence, person))) == {"unreminded"}


def test_a_reminder_is_not_missing_where_nothing_could_be_said():
    hardware = TERM.session("hardware")
    evidence = gone(homework(), reminder(hardware, "PT3H", HERS))
    evidence.disturbed.append(Disturbed("away", hardware.begins - 4 * HOUR, hardware.begins))
    assert audit(evidence) == []
    evidence.disturbed[:], evidence.leaps = [], [(hardware.begins - 4 * HOUR, hardware.begins)]
    assert audit(evidence) == []


def test_a_reminder_an_hour_later_is_found():
    hardware = TERM.session("hardware")
    at = hardware.begins - 2 * HOUR
    assert counts(changed(homework(), reminder(hardware, "PT3H", HERS), at=at)) == {"unreminded"}


def test_a_reminder_before_its_time_is_found():
    hardware = TERM.session("hardware")
    at = hardware.begins - 4 * HOUR
    assert counts(changed(homework(), reminder(hardware, "PT3H", HERS), at=at)) == {"reminded"}


def test_a_reminder_that_stands_twice_is_found():
    evidence = homework()
    seen = evidence.seen[first(evidence, reminder(TOO_LATE, "P1D", HERS))]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE)))
    assert counts(evidence) == {"reminded", "doubled", "unrecorded"}


def test_a_reminder_in_the_night_of_its_reader_is_found():
    """Where she is it is still day."""
    at = ON_TIME.begins - DAY + 30 * MINUTE
    assert works(homework())[JONAS].is_night(at)
    assert "reminded" in counts(changed(homework(), reminder(ON_TIME, "P1D", HIS), at=at))


def test_a_reminder_of_what_was_handed_in_is_found():
    evidence = homework()
    key = f"{TERM.id}{reminder(ON_TIME, 'P1D', HERS)}"
    told(evidence, key, ON_TIME.begins - DAY + MINUTE, DIRECT, account=MAYA)
    assert counts(evidence) == {"reminded"}


def test_a_reminder_that_was_on_its_way_when_the_review_came_in_is_none():
    evidence = homework()
    key = f"{TERM.id}{reminder(TOO_LATE, 'late', HIS)}"
    at = TOO_LATE.begins + LATENESS
    told(evidence, key, at + MINUTE, ELSEWHERE, account=JONAS)
    assert "reminded" not in {one.count for one in audit(evidence) if "nothing is owed" in one.words}


def test_a_reminder_to_somebody_who_is_excused_is_found():
    evidence = homework()
    key = f"{TERM.id}{reminder(EXCUSED, 'PT3H', HIS)}"
    told(evidence, key, EXCUSED.begins - 3 * HOUR + MINUTE, ELSEWHERE, account=JONAS)
    assert counts(evidence) == {"reminded"}


@pytest.mark.parametrize(
    ("session", "occurrence", "person"),
    [("intro", "P1D", HERS), ("hardware", "PT9H", HERS), ("hardware", "P1D.x9", HERS), ("hardware", "P1D", 9)],
)
def test_a_reminder_that_nothing_asks_for_is_found(session, occurrence, person):
    evidence = homework()
    key = f"{TERM.id}/person/reminder/{session}/{occurrence}/{person}/"
    at = TERM.session("hardware").begins - 5 * HOUR
    channel = DIRECTS.get(person, "D9")
    told(evidence, key, at, channel, account=evidence.directs[channel])
    assert counts(evidence) == {"reminded"}


def test_a_reminder_with_somebody_else_is_found():
    evidence = changed(homework(), reminder(TOO_LATE, "P1D", HERS), channel=ELSEWHERE)
    assert counts(evidence) == {"reminded", "misplaced"}


# --- staff --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["/staff/tally/", "/staff/digest/", "/plea.3//", "/plea.3.nudge//"])
def test_a_line_to_staff_that_was_never_said_or_stands_twice_is_found(words):
    assert counts(gone(homework(), words)) == {"staff"}
    evidence = homework()
    seen = evidence.seen[first(evidence, words)]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE)))
    assert counts(evidence) == {"staff", "doubled", "unrecorded"}


def test_a_line_to_staff_about_nothing_is_found():
    evidence = homework()
    told(evidence, f"{TERM.id}/staff/cannot/{EXCUSED.id}/plea.4//", EXCUSED.begins, STAFF)
    assert counts(evidence) == {"staff"}


def test_what_staff_or_a_student_were_told_is_granted_or_known_must_be_there():
    evidence = homework()
    evidence.ordered.append(Ordered(MAYA, "hardware", "extension", evidence.end_at, evidence.end_at, told=True))
    assert counts(evidence) == {"ungranted"}
    evidence = homework()
    evidence.pleaded.append(Pleaded(MAYA, "hardware", evidence.end_at, evidence.end_at, told=True))
    assert counts(evidence) == {"ungranted"}


def test_the_rules_count_the_last_minute_whole():
    work = works(homework())[MAYA]
    limits = work.limits(TOO_LATE, LATE_PAPER, TOO_LATE.begins)
    assert limits.late_from == TOO_LATE.begins + GRACE + MINUTE
    assert limits.closed_from == TOO_LATE.begins + LATE + MINUTE
