"""The auditor is shown reminders and packets of presenters, lines to staff and boards of which one is wrong, and must
count it.
"""

from __future__ import annotations

import pytest

from tests.torture import audit_board
from tests.torture.audit import audit
from tests.torture.test_audit_reviews import DAY, HERS, HIS, TERM, reminder, told
from tests.torture.test_audit_seats import FRAMEWORKS, HARDWARE, SECURITY, TITLES, hears, presenting, takes
from tests.torture.test_auditor import CHANNEL, DIRECT, HOUR, MAYA, MINUTE, STAFF, changed, counts, first, gone

# --- who presents -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["/presenter/frameworks/P7D", "/presenter/frameworks/P2D", "/packet/frameworks/"])
def test_a_reminder_or_packet_that_was_never_said_or_stands_twice_is_found(words):
    assert counts(gone(presenting(), words)) == {"presenters"}
    evidence = presenting()
    seen = evidence.seen[first(evidence, words)]
    told(evidence, seen.key, seen.at + MINUTE, seen.channel, account=evidence.directs[seen.channel])
    assert "presenters" in counts(evidence)


@pytest.mark.parametrize(
    ("key", "at", "person"),
    [
        ("presenter/frameworks/P2D", FRAMEWORKS - 2 * DAY, HIS),
        ("presenter/frameworks/P3D", FRAMEWORKS - 3 * DAY, HERS),
        ("presenter/intro/P2D", FRAMEWORKS - 2 * DAY, HERS),
        ("packet/frameworks/neutral.1", FRAMEWORKS - HOUR, HIS),
        ("packet/hardware/critic.1", HARDWARE - HOUR, HERS),
        ("packet/security/advocate.1", SECURITY - HOUR, HERS),
    ],
)
def test_a_reminder_or_packet_for_somebody_who_does_not_present_there_is_found(key, at, person):
    evidence = presenting()
    hears(evidence, person, key, at)
    assert counts(evidence) == {"presenters"}


def test_a_reminder_before_its_hour_or_of_a_seat_that_was_taken_after_it_is_found():
    evidence = changed(presenting(), "/presenter/frameworks/P2D", at=FRAMEWORKS - 3 * DAY)
    assert "presenters" in counts(evidence)
    evidence = presenting()
    takes(evidence, "benchmarking", "advocate", HERS, SECURITY - 9 * DAY)
    begins = TERM.session("benchmarking").begins
    hears(evidence, HERS, "presenter/benchmarking/P7D", begins - 7 * DAY + 6 * DAY)
    assert "presenters" in counts(evidence)


@pytest.mark.parametrize("text", ["Maya Quill finds", "Weaknesses", "Summary\nIt is", "Comment to staff"])
def test_a_packet_with_a_name_or_with_what_is_not_for_that_role_is_found(text):
    assert counts(changed(presenting(), "/packet/distributed-scaling/advocate", text=text)) == {"private"}


def test_what_is_written_of_a_paper_is_in_its_packet_and_in_no_other():
    evidence = presenting()
    assert audit(changed(evidence, "/packet/distributed-scaling/advocate", text="Strengths\nfine")) == []
    assert counts(changed(evidence, "/packet/distributed-scaling/advocate", text="penned-a2")) == {"private"}


def test_who_presents_is_not_asked_for_a_review_and_others_are():
    evidence = presenting()
    assert counts(gone(evidence, reminder(TERM.session("frameworks"), "P1D", HIS))) == {"unreminded"}
    evidence = presenting()
    key = f"{TERM.id}{reminder(TERM.session('frameworks'), 'P1D', HERS)}"
    told(evidence, key, FRAMEWORKS - DAY + MINUTE, DIRECT, text="‘X’ is due", account=MAYA)
    assert counts(evidence) == {"reminded"}


@pytest.mark.parametrize("words", ["/staff/preflight/security", "/staff/class-start/security"])
def test_a_line_before_class_or_as_it_begins_that_is_missing_doubled_or_early_is_found(words):
    assert counts(gone(presenting(), words)) == {"staff"}
    evidence = presenting()
    seen = evidence.seen[first(evidence, words)]
    told(evidence, seen.key, seen.at + MINUTE, STAFF, text=seen.text)
    assert "staff" in counts(evidence)
    assert counts(changed(presenting(), words, at=SECURITY - 3 * DAY)) == {"staff"}


@pytest.mark.parametrize("text", ["Jonas Okafor", "Maya Quill was not there", "EMPTY"])
def test_a_class_line_that_is_not_what_staff_said_is_found(text):
    evidence = presenting()
    seen = evidence.seen[first(evidence, "/class-start/hardware")]
    wrong = seen.text.replace("Jonas Okafor was not there (marked by Toni Marsh)", text)
    assert counts(changed(evidence, "/class-start/hardware", text=wrong)) == {"board"}


# --- the board --------------------------------------------------------------------------------------------------------

COMING = ("frameworks", "efficient-ml", "cloud", "benchmarking", "security")


def midterm(text=None) -> list[str]:
    """What is found of the board a few days before a class; the rest of the term is not there yet."""
    evidence = presenting()
    evidence.end_at = FRAMEWORKS - 3 * DAY
    evidence.changes = [one for one in evidence.changes if one.at < evidence.end_at]
    held = {"frameworks": "\n• Neutral Presenter: Maya Quill · free: Advocate, Critic, Backup/Scribe"}
    lines = [f"Mon 28 Mar, 1:00 PM PDT: {TITLES[one]}{held.get(one, ', all free')}" for one in COMING]
    right = "\n".join(
        ["Who presents", "19 of 40 seats are free; everyone takes 3.", *lines, "I keep this message up to date."]
    )
    changed(evidence, "/slack/board/", text=right if text is None else text(right))
    return [one.count for one in audit_board.board(evidence)]


def test_a_board_that_is_what_the_seats_say_is_right():
    assert midterm() == []
    assert midterm(lambda text: text.replace(f"Mon 28 Mar, 1:00 PM PDT: {TITLES['security']}, all free", "… and 1 more class: /signup board")) == []  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "found"),
    [
        ("Maya Quill", "Jonas Okafor", {"board", "private"}),
        ("Neutral Presenter: Maya Quill · free: ", "free: Neutral Presenter, ", {"board"}),
        ("free: Advocate, Critic", "Advocate: Maya Quill · free: Critic", {"board"}),
        ("I keep", "Still to take seats: Jonas Okafor.\nI keep", {"private"}),
        (TITLES["cloud"], TITLES["hardware"], {"board"}),
        ("19 of 40", "20 of 40", {"board"}),
        ("• Neutral Presenter: Maya Quill · free: Advocate", "• Neutral Presenter: Maya Quill", {"board"}),
        ("I keep", "… and 2 more classes: /signup board\nI keep", {"board"}),
    ],
)
def test_a_board_that_is_not_is_found(right, wrong, found):
    assert set(midterm(lambda text: text.replace(right, wrong, 1))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Presenting: Neutral Presenter: Maya Quill · free: Advocate, Critic, Backup/Scribe", set()),
        ("Presenting: Neutral Presenter: Jonas Okafor · free: Advocate, Critic, Backup/Scribe", {"board"}),
        ("Presenting: Neutral Presenter: Maya Quill · Critic: Maya Quill · free: Advocate, Backup/Scribe", {"board"}),
        (
            "Jonas Okafor owes\nPresenting: Neutral Presenter: Maya Quill · free: Advocate, Critic, Backup/Scribe",
            {"private"},
        ),
        ("Maya Quill has not handed in", {"private"}),
    ],
)
def test_a_post_of_the_day_says_who_presents_and_names_nobody_else(text, found):
    assert counts(changed(presenting(), "/day-of/frameworks", text=text)) == found


def test_a_board_that_is_missing_doubled_or_elsewhere_is_found():
    assert "board" in counts(gone(presenting(), "/slack/board/"))
    evidence = presenting()
    told(
        evidence,
        f"{TERM.id}/slack/board/board/board.2//",
        evidence.opened_at + DAY,
        CHANNEL,
        text="All classes are over.",
    )
    assert counts(evidence) == {"board"}
    assert "board" in counts(changed(presenting(), "/slack/board/", channel=STAFF))
