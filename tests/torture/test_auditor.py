"""The auditor is shown evidence in which one thing is wrong, and must count it; of a run without fault it counts nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from tests.torture import term as reading
from tests.torture.audit import audit
from tests.torture.evidence import Asked, Disturbed, Evidence, Row, Seen

ROOT = Path(__file__).resolve().parent.parent.parent
TERM = reading.read(reading.with_reviews_posted((ROOT / "schedule.yaml").read_text(encoding="utf-8")))
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CHANNEL, STAFF, DIRECT, OTHER = "C1", "C2", "D1", "C3"
MAYA, JONAS = "U1", "U2"
SECRETS = ("canary-maya", "canary-jonas")
EXPECTED = TERM.expected()


def stamped(at) -> str:
    return f"{at.timestamp():.6f}"


def said(key, at, *, channel=CHANNEL, text="Today: a class", **more) -> Seen:
    return Seen(channel=channel, ts=stamped(at), at=at, text=text, by_bot=True, key=key, **more)


def row_of(seen, expected=None, **changed) -> Row:
    whole, _, part = seen.key.rpartition("/")
    destination = seen.key.split("/")[1]
    values = {
        "key": f"{whole}/", "part": part, "destination": destination, "channel": "#cs294", "state": "sent",
        "reference": f"{seen.channel}/{seen.ts}", "account": MAYA if destination == "person" else "",
        "due": expected.due if expected else seen.at, "stale": expected.stale if expected else seen.at + 24 * HOUR,
        "next_attempt": None,
    }  # fmt: skip
    return Row(**(values | changed))


def faultless() -> Evidence:
    """A whole term: all that was due was said a minute later, in two parts where it is weekly; a student asked twice."""
    begin, end = EXPECTED[0].due - HOUR, EXPECTED[-1].stale + HOUR
    seen, rows = [], []
    for one in EXPECTED:
        parts = ("", "02") if "/weekly/" in one.key else ("",)
        for number, part in enumerate(parts):
            seen.append(said(one.key + part, one.due + MINUTE + number * timedelta(seconds=1)))
            rows.append(row_of(seen[-1], one))
    staff = said(f"{TERM.id}/staff/roster/roster/first//", begin, channel=STAFF, text="Students: Maya Quill")
    welcome = said(f"{TERM.id}/person/welcome//once/7/", begin + MINUTE, channel=DIRECT, text="Hello!")
    asked_at = begin + 2 * HOUR
    seen += [
        staff, welcome,
        said("", asked_at + MINUTE, text="What is due: nothing", to=MAYA),
        said("", asked_at + HOUR, channel=DIRECT, text="I do not know “canary-maya”"),
    ]  # fmt: skip
    return Evidence(
        announcements=CHANNEL,
        staff=STAFF,
        bot="U0",
        people={MAYA: "Maya Quill", JONAS: "Jonas Okafor"},
        directs={DIRECT: MAYA},
        secrets=SECRETS,
        live_at=begin,
        end_at=end,
        patience=6 * MINUTE,
        expected=list(EXPECTED),
        seen=seen,
        rows=[*rows, row_of(staff), row_of(welcome)],
        asked=[
            Asked(MAYA, "deadlines", "What is due", asked_at, asked_at + 2 * MINUTE, "channel", takers=(71,)),
            Asked(MAYA, "secret", "I do not know", asked_at + 59 * MINUTE, asked_at + 61 * MINUTE, "direct"),
        ],
        up=[(begin, end)],
    )


def counts(evidence) -> set[str]:
    return {one.count for one in audit(evidence) if not one.excused}


def first(evidence, words) -> int:
    return next(number for number, seen in enumerate(evidence.seen) if words in seen.key)


def changed(evidence, words, **values) -> Evidence:
    """One message is other than it was, and the ledger knows of it."""
    number = first(evidence, words)
    before = evidence.seen[number]
    after = dataclasses.replace(before, **values)
    if "at" in values:
        after = dataclasses.replace(after, ts=stamped(after.at))
    evidence.seen[number] = after
    for place, row in enumerate(evidence.rows):
        if row.reference == f"{before.channel}/{before.ts}":
            evidence.rows[place] = dataclasses.replace(row, reference=f"{after.channel}/{after.ts}")
    return evidence


def gone(evidence, words, *, state=None) -> Evidence:
    """A message was never said; its row has another state, or is gone too."""
    seen = evidence.seen.pop(first(evidence, words))
    number = next(n for n, row in enumerate(evidence.rows) if row.reference.endswith(seen.ts))
    row = evidence.rows.pop(number)
    if state is not None:
        evidence.rows.append(dataclasses.replace(row, state=state, reference=""))
    return evidence


def test_of_a_term_without_fault_nothing_is_found():
    assert audit(faultless()) == []


# --- announcements --------------------------------------------------------------------------------------------------


def test_an_announcement_that_was_never_said_is_missing():
    assert counts(gone(faultless(), "/day-of/hardware")) == {"missing"}


def test_an_announcement_that_was_said_while_the_database_does_not_know_it_is_unrecorded():
    evidence = faultless()
    evidence.rows = [row for row in evidence.rows if "/day-of/hardware" not in row.key]
    assert counts(evidence) == {"unrecorded"}


def test_an_announcement_that_stands_twice_is_doubled():
    evidence = faultless()
    seen = evidence.seen[first(evidence, "/day-of/hardware")]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE)))
    assert counts(evidence) == {"doubled", "unrecorded"}


def test_a_double_that_was_deleted_is_none():
    evidence = faultless()
    seen = evidence.seen[first(evidence, "/day-of/hardware")]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE), deleted=True))
    assert audit(evidence) == []


@pytest.mark.parametrize("channel", [STAFF, OTHER, DIRECT])
def test_an_announcement_in_another_channel_is_misplaced_and_missing(channel):
    assert counts(changed(faultless(), "/day-of/hardware", channel=channel)) == {"misplaced", "missing"}


def test_an_announcement_an_hour_later_is_late():
    evidence = faultless()
    due = next(one.due for one in EXPECTED if "/day-of/hardware" in one.key)
    assert counts(changed(evidence, "/day-of/hardware", at=due + HOUR)) == {"late"}


def test_a_second_part_an_hour_later_is_late_and_one_that_stands_twice_is_doubled():
    evidence = faultless()
    seen = evidence.seen[first(evidence, "/weekly/week:2022-02-07/post//02")]
    assert counts(changed(evidence, seen.key, at=seen.at + HOUR)) == {"late"}
    evidence = faultless()
    evidence.seen.append(dataclasses.replace(seen, ts=stamped(seen.at + MINUTE), at=seen.at + MINUTE))
    assert counts(evidence) == {"doubled", "unrecorded"}


def test_an_announcement_an_hour_later_is_not_late_where_it_was_kept_from_it_for_an_hour():
    evidence = faultless()
    due = next(one.due for one in EXPECTED if "/day-of/hardware" in one.key)
    evidence.disturbed.append(Disturbed("down", due - MINUTE, due + 58 * MINUTE))
    assert audit(changed(evidence, "/day-of/hardware", at=due + HOUR)) == []
    evidence.disturbed[:] = [Disturbed("down", due - HOUR, due + 30 * MINUTE)]
    assert counts(evidence) == {"late"}


def test_an_announcement_is_not_missing_where_nothing_could_be_said_until_it_was_over():
    evidence = gone(faultless(), "/day-of/hardware", state="skipped")
    assert counts(evidence) == {"missing", "stuck"}
    one = next(one for one in EXPECTED if "/day-of/hardware" in one.key)
    evidence.disturbed.append(Disturbed("away", one.due - MINUTE, one.stale + MINUTE))
    assert audit(evidence) == []


@pytest.mark.parametrize("by", [-HOUR, 5 * HOUR])
def test_an_announcement_before_its_time_or_after_the_class_has_begun_is_early(by):
    evidence = faultless()
    due = next(one.due for one in EXPECTED if "/day-of/hardware" in one.key)
    assert counts(changed(evidence, "/day-of/hardware", at=due + by)) == {"early"}


def test_an_announcement_that_the_schedule_does_not_ask_for_is_unknown():
    key = f"{TERM.id}/slack/day-of/presidents-day/start//"
    evidence = faultless()
    evidence.seen.append(said(key, EXPECTED[9].due))
    evidence.rows.append(row_of(evidence.seen[-1]))
    assert counts(evidence) == {"unknown"}


def test_parts_in_another_order_are_found():
    evidence = faultless()
    whole = evidence.seen[first(evidence, "/weekly/week:2022-02-07")]
    assert counts(changed(evidence, f"{whole.key}02", at=whole.at - timedelta(seconds=1))) == {"disordered"}


def test_a_second_part_without_a_first_is_found():
    evidence = gone(faultless(), "/weekly/week:2022-02-07/post//")
    assert counts(evidence) == {"missing", "disordered"}


# --- answers --------------------------------------------------------------------------------------------------------


def without_answer(text) -> Evidence:
    evidence = faultless()
    evidence.seen = [seen for seen in evidence.seen if text not in seen.text]
    return evidence


def test_a_question_without_an_answer_is_found():
    assert counts(without_answer("What is due")) == {"unanswered"}


def test_a_question_whose_taker_was_killed_is_counted_apart():
    evidence = without_answer("What is due")
    at = evidence.asked[0].at
    evidence.disturbed.append(Disturbed("kill", at, at + MINUTE, pid=72))
    assert counts(evidence) == {"unanswered"}, "that was another process"
    evidence.disturbed.append(Disturbed("kill", at, at + MINUTE, pid=71))
    assert counts(evidence) == set()
    assert [one.count for one in audit(evidence)] == ["unanswered"]


def test_a_failure_that_a_person_can_read_is_an_answer():
    evidence = without_answer("What is due")
    at = evidence.asked[0].at + MINUTE
    evidence.seen.append(said("", at, text="Sorry, something went wrong on my side.", to=MAYA))
    assert audit(evidence) == []


def test_an_answer_that_came_twice_is_found():
    evidence = faultless()
    evidence.seen.append(said("", evidence.asked[0].at + 90 * timedelta(seconds=1), text="What is due", to=MAYA))
    assert counts(evidence) == {"answered-twice"}


def test_an_answer_that_slack_could_only_ask_for_later_belongs_to_its_question():
    evidence = faultless()
    before = evidence.asked[0].at - HOUR
    earlier = Asked(MAYA, "deadlines", "What is due", before, before + MINUTE, "said", refused="no connection is open")
    evidence.asked.append(earlier)
    evidence.disturbed.append(Disturbed("kill", before, before + MINUTE, pid=71))
    assert audit(evidence) == []
    evidence.seen.append(said("", evidence.asked[0].at + 5 * HOUR, text="What is due: nothing", to=MAYA))
    assert audit(evidence) == []
    evidence.seen.append(said("", evidence.asked[0].at + 6 * HOUR, text="What is due: nothing", to=MAYA))
    assert counts(evidence) == {"answered-twice"}


def test_an_answer_to_something_else_is_wrong():
    evidence = without_answer("What is due")
    evidence.seen.append(said("", evidence.asked[0].at + MINUTE, text="Machine Learning and Security", to=MAYA))
    assert counts(evidence) == {"wrong-answer", "unanswered"}


def test_that_slack_says_no_is_an_answer_only_while_something_is_disturbed():
    evidence = without_answer("What is due")
    asked = evidence.asked[0]
    asked.refused = "no connection is open"
    assert counts(evidence) == {"unanswered"}
    evidence.disturbed.append(Disturbed("down", asked.at - MINUTE, asked.at + MINUTE))
    assert audit(evidence) == []


# --- what is private --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["Maya Quill has not handed in", f"ask {MAYA}", "canary-jonas", "Rehearsal: would post"]
)
def test_what_is_private_in_the_channel_of_all_is_found(words):
    assert counts(changed(faultless(), "/day-of/hardware", text=words)) == {"private"}


def test_the_secret_of_another_in_somebodys_direct_messages_is_found():
    assert counts(changed(faultless(), "/welcome/", text="canary-jonas")) == {"private"}
    assert audit(changed(faultless(), "/welcome/", text="canary-maya")) == []


def test_an_answer_that_all_can_see_is_found():
    evidence = faultless()
    evidence.seen.append(said("", evidence.asked[0].at + MINUTE, text="What is due"))
    assert counts(evidence) == {"private"}


# --- the ledger -------------------------------------------------------------------------------------------------------


def test_what_the_ledger_calls_sent_and_nobody_sees_is_found():
    evidence = faultless()
    evidence.seen.pop(first(evidence, "/staff/roster"))
    assert counts(evidence) == {"not-there"}


def test_what_stands_twice_for_staff_or_for_one_person_is_doubled():
    evidence = faultless()
    seen = evidence.seen[first(evidence, "/welcome/")]
    evidence.seen.append(dataclasses.replace(seen, at=seen.at + MINUTE, ts=stamped(seen.at + MINUTE)))
    assert counts(evidence) == {"doubled", "unrecorded"}


def test_what_staff_are_told_in_the_channel_of_all_is_misplaced():
    assert "misplaced" in counts(changed(faultless(), "/staff/roster", channel=CHANNEL))


@pytest.mark.parametrize("state", ["waiting", "claimed", "held", "failed"])
def test_a_row_that_is_left_undone_is_found(state):
    assert counts(gone(faultless(), "/staff/roster", state=state)) == {"stuck"}


def test_a_process_that_ended_by_itself_and_a_bug_in_its_log_are_found():
    evidence = faultless()
    evidence.ended, evidence.logged = ["exit code 1"], ["Traceback"]
    assert counts(evidence) == {"ended", "logged"}
