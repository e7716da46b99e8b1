"""Writing a review: nothing that was sent is lost, what was sent twice is there once, two windows know of each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.course.model import Course, CourseRole, FormField, ReviewForm
from bot.course.reviews import State
from bot.errors import Refused
from bot.services import owing, receipts, reviewing
from bot.services.particulars import PARTICULARS
from bot.services.reviewing import Incomplete, Outcome, Sent
from bot.store import audit as audits
from bot.store import blobs, grants, ledger, people, reviews, tables
from bot.store.database import Connection
from bot.store.records import ReviewGrant
from tests.support.courses import course, reading, review, session

pytestmark = pytest.mark.both_databases

FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(id="strengths", kind="text", label="Strengths", min_words=2),
        FormField(id="merit", kind="scale", label="Merit", options=("Reject", "Accept")),
        FormField(id="note", kind="text", label="Note", required=False),
    ),
)
FULL = {"strengths": "It works", "merit": "2", "note": ""}


def built(*, form: ReviewForm = FORM, papers: tuple[str, ...] = ("raft",)) -> Course:
    monday = session("first", date(2022, 1, 24), start=time(13), readings=tuple(reading(one) for one in papers))
    return course(replace(monday, review=review(monday, (date(2022, 1, 24), time(13)), form=form)))


COURSE = built()
ASKED = COURSE.sessions[0].review
assert ASKED is not None
assert ASKED.due is not None
DUE = ASKED.due.until
EARLY = DUE - timedelta(days=1)
LATE = DUE + timedelta(hours=3, minutes=12)
CLOSED = DUE + timedelta(days=1, minutes=1)


@pytest.fixture
def maya(connection: Connection) -> int:
    person = people.ensure_account(
        connection, platform="slack", workspace="T1", user_id="U1", name="Maya", now=EARLY - timedelta(days=30)
    )
    people.set_membership(
        connection, course="seminar", person_id=person, role=CourseRole.STUDENT, now=EARLY - timedelta(days=30)
    )
    return person


class Desk:
    """One person at the forms of one paper."""

    def __init__(self, connection: Connection, person: int) -> None:
        self.connection, self.person, self.course = connection, person, COURSE

    def sent(self, answers: dict[str, str], **how: object) -> Sent:
        usual = {"window": "w1", "base": 0, "submit": True, "paper": "raft", "platform": "slack", "account": "U1"}
        return Sent(**{**usual, "person": self.person, "answers": answers, **how})  # type: ignore[arg-type]

    def save(self, answers: dict[str, str], *, at: datetime = EARLY, **how: object) -> Outcome:
        return reviewing.save(self.connection, self.course, self.sent(answers, **how), now=at)

    def type(self, answers: dict[str, str], *, at: datetime = EARLY, **how: object) -> None:
        reviewing.note_typing(self.connection, self.course, self.sent(answers, **how), now=at)

    def open(self, at: datetime = EARLY) -> reviewing.Opened:
        return reviewing.open_review(self.connection, self.course, self.person, "raft", now=at)

    def numbers(self) -> list[tuple[int, bool]]:
        found = reviewing.written(self.connection, self.course, self.person, "raft")
        return [(one.version.number, one.version.complete) for one in found]

    def receipts(self) -> list[str]:
        query = tables.delivery.select().where(tables.delivery.c.kind == "receipt")
        return [row.occurrence for row in self.connection.execute(query.order_by(tables.delivery.c.id))]


@pytest.fixture
def desk(connection: Connection, maya: int) -> Desk:
    return Desk(connection, maya)


def test_a_complete_review_is_in_and_has_a_receipt_with_its_text(desk: Desk, connection: Connection) -> None:
    outcome = desk.save(FULL)
    assert (outcome.kind, outcome.number, outcome.lacks) == ("submitted", 1, ())
    assert outcome.standing.state is State.SUBMITTED
    row = connection.execute(tables.delivery.select()).one()
    assert (row.destination, row.kind, row.item, row.occurrence) == ("person", "receipt", "raft", "v1")
    assert (row.platform, row.channel, row.recipient) == ("slack", "U1", str(desk.person))
    assert "It works" not in str(tuple(row)), "the ledger holds ids only"
    told = PARTICULARS[ledger.as_delivery(row).notice.kind](connection, COURSE, ledger.as_delivery(row), EARLY)
    assert told is not None
    receipt = receipts.read(told)
    assert (receipt.number, receipt.answers, receipt.form) == (1, FULL, FORM)
    assert (receipt.state, receipt.counts, receipt.due) == (State.SUBMITTED, 1, DUE)


@pytest.mark.parametrize("answers", [{}, {"strengths": " \u200b\0\x07"}, {"strengths": "Short"}])
def test_what_is_incomplete_is_kept_as_a_draft_and_says_what_is_missing(desk: Desk, answers: dict[str, str]) -> None:
    outcome = desk.save(answers)
    assert outcome.kind == "draft"
    assert [one.field.id for one in outcome.lacks] == ["strengths", "merit"]
    assert desk.numbers() == [(1, False)]
    assert desk.receipts() == []
    begun = "Short" in answers.values()
    assert outcome.standing.state is (State.DRAFT if begun else State.NOT_STARTED), "nothing can be seen in the others"


def test_the_same_twice_from_one_window_is_there_once_and_says_the_same(desk: Desk) -> None:
    for answers, submit in (({"strengths": "x"}, False), ({"strengths": "x"}, True), (FULL, False), (FULL, True)):
        first = desk.save(answers, submit=submit)
        again = desk.save(answers, submit=submit, at=EARLY + timedelta(seconds=3))
        assert (again.kind, again.number, again.lacks) == (first.kind, first.number, first.lacks)
    assert desk.numbers() == [(1, False), (2, False), (3, True)]
    assert desk.receipts() == ["v3"]
    assert desk.save(FULL, submit=False).kind == "unchanged", "a draft of what is in adds nothing"


def test_nothing_new_from_another_window_is_nothing(desk: Desk) -> None:
    desk.save(FULL)
    assert desk.save(FULL, window="w2", base=1).kind == "unchanged"
    assert desk.save(FULL, window="w3", base=1, submit=False).kind == "unchanged"
    assert desk.numbers() == [(1, True)]


def test_pages_of_one_window_are_put_together(desk: Desk) -> None:
    desk.save({"strengths": "It works"}, submit=False)
    outcome = desk.save({"merit": "2"})
    assert (outcome.kind, desk.open().answers) == ("submitted", {"strengths": "It works", "merit": "2"})


def test_the_second_of_two_windows_is_told_of_the_first_and_may_choose(desk: Desk) -> None:
    desk.save(FULL, window="w1")
    outcome = desk.save(FULL | {"note": "Mine"}, window="w2", at=EARLY + timedelta(minutes=1))
    assert (outcome.kind, outcome.number, outcome.rival, outcome.rival_at) == ("rival", 2, 1, EARLY)
    assert outcome.standing.counts is not None
    assert outcome.standing.counts.number == 1
    assert desk.save(FULL | {"note": "Mine"}, window="w2").kind == "rival", "said again, it is the same"
    chosen = reviewing.use(desk.connection, COURSE, desk.person, "raft", 2, by=desk.person, now=EARLY)
    assert (chosen.kind, chosen.number) == ("submitted", 2)
    assert chosen.standing.counts is not None
    assert chosen.standing.counts.number == 2
    assert desk.receipts() == ["v1", "v2"]
    back = reviewing.use(desk.connection, COURSE, desk.person, "raft", 1, by=desk.person, now=EARLY)
    assert (back.kind, back.number) == ("submitted", 3), "an earlier text is sent in anew"
    assert desk.open().answers == FULL


def test_two_windows_that_say_the_same_are_no_rivals(desk: Desk) -> None:
    desk.save(FULL, window="w1")
    assert desk.save(FULL, window="w2").kind == "unchanged"


def test_a_writer_cannot_choose_what_is_incomplete_or_closed(desk: Desk) -> None:
    desk.save({"strengths": "It works"}, submit=False)
    with pytest.raises(Incomplete) as refused:
        reviewing.use(desk.connection, COURSE, desk.person, "raft", 1, by=desk.person, now=EARLY)
    assert [one.field.id for one in refused.value.lacks] == ["merit"]
    desk.save(FULL, submit=False)
    with pytest.raises(Refused, match="closed"):
        reviewing.use(desk.connection, COURSE, desk.person, "raft", 2, by=desk.person, now=CLOSED)
    with pytest.raises(Refused, match="no version 9"):
        reviewing.use(desk.connection, COURSE, desk.person, "raft", 9, by=desk.person, now=EARLY)


def test_after_the_hard_close_it_is_kept_and_staff_are_told_once(desk: Desk, connection: Connection) -> None:
    for _ in range(2):
        outcome = desk.save(FULL, at=CLOSED)
        assert (outcome.kind, outcome.number) == ("too_late", 1)
    rows = connection.execute(tables.delivery.select()).all()
    assert [(row.destination, row.kind, row.item, row.occurrence) for row in rows] == [
        ("staff", "too-late", "raft", f"{desk.person}.1")
    ]
    assert rows[0].details == {"person": str(desk.person), "paper": "raft", "number": "1"}
    assert outcome.standing.state is State.MISSED
    staff = people.add_person(connection, name="Ada", now=CLOSED)
    for _ in range(2):
        accepted = reviewing.use(connection, COURSE, desk.person, "raft", 1, by=staff, now=CLOSED)
    assert accepted.standing.state is State.LATE
    (entry,) = audits.entries(connection, "seminar")
    assert (entry.person, entry.action, entry.item) == (staff, "review_accepted", "raft")
    assert entry.details == {"person": desk.person, "version": 1}


def test_with_more_time_the_same_text_can_be_submitted_after_all(desk: Desk, connection: Connection) -> None:
    desk.save(FULL, at=CLOSED)
    more = ReviewGrant(
        course="seminar",
        person=desk.person,
        kind="extension",
        session="first",
        offset=timedelta(days=3),
        granted_at=DUE,
    )
    number = grants.add(connection, more)
    assert desk.save(FULL, at=CLOSED).kind == "submitted"
    assert grants.revoke(connection, number, now=CLOSED, by=None)
    assert not grants.revoke(connection, number, now=CLOSED, by=None)
    assert desk.open(CLOSED).standing.state is State.SUBMITTED, "it was confirmed as on time"


def test_a_late_version_counts_when_its_writer_says_so(desk: Desk, connection: Connection) -> None:
    desk.save(FULL)
    desk.save(FULL | {"note": "Better"}, window="w2", base=1, at=LATE)
    after = reviewing.count_late(connection, COURSE, desk.person, "raft", 2, now=LATE)
    assert (after.state, after.late_by) == (State.LATE, timedelta(hours=3, minutes=12))
    assert reviewing.count_late(connection, COURSE, desk.person, "raft", None, now=LATE).state is State.SUBMITTED
    with pytest.raises(Refused, match="not a late one"):
        reviewing.count_late(connection, COURSE, desk.person, "raft", 1, now=LATE)


def test_a_form_opens_with_what_was_typed_last(desk: Desk) -> None:
    assert (desk.open().source, desk.open().base, desk.open().answers) == ("nothing", 0, {})
    desk.type({"strengths": "Half"}, at=EARLY)
    opened = desk.open()
    assert (opened.source, opened.source_at, opened.answers) == ("typing", EARLY, {"strengths": "Half"})
    desk.save({"strengths": "Half a"}, submit=False, at=EARLY + timedelta(seconds=2))
    desk.type({"strengths": "Half"}, at=EARLY + timedelta(seconds=1))
    opened = desk.open()
    assert (opened.source, opened.base, opened.answers) == ("version", 1, {"strengths": "Half a"}), (
        "what is older is nothing"
    )
    desk.type({"merit": "2"}, window="w2", base=1, at=EARLY + timedelta(seconds=9))
    assert desk.open().answers == {"strengths": "Half a", "merit": "2"}
    outcome = desk.save({"note": "x"}, window="w3", base=1, at=EARLY + timedelta(minutes=1))
    assert desk.open().answers == {"strengths": "Half a", "merit": "2", "note": "x"}, "the page was opened with it"
    assert outcome.lacks == ()


def test_what_was_typed_at_the_very_instant_of_a_version_is_kept_where_it_came_after_it(desk: Desk) -> None:
    desk.type({"strengths": "Half"})
    desk.save(FULL)
    assert desk.open().source == "version"
    desk.type({"strengths": "Changed later"}, window="w2", base=1)
    assert (desk.open().source, desk.open().answers["strengths"]) == ("typing", "Changed later")
    desk.save({"note": "x"}, window="w2", base=1, submit=False)
    assert desk.open().answers == {"strengths": "Changed later", "merit": "2", "note": "x"}
    desk.type({"strengths": "And again"}, window="w2", base=1)
    assert desk.open().answers == {"strengths": "And again", "merit": "2", "note": "x"}
    desk.save(FULL, window="w3", base=2)
    desk.type({"strengths": "An old window"}, window="w0", base=1)
    assert desk.open().answers == FULL, "what was opened before the version is not later than it"


def test_a_clock_that_is_set_back_takes_nothing_of_what_is_typed_from_then_on(desk: Desk) -> None:
    desk.save({"merit": "2"}, submit=False, at=EARLY + timedelta(hours=2))
    desk.type({"strengths": "Half"}, at=EARLY + timedelta(hours=2, seconds=9))
    desk.type({"strengths": "Half a sentence"})
    assert (desk.open().source, desk.open().answers) == ("typing", {"strengths": "Half a sentence", "merit": "2"})
    desk.save({"strengths": "Half a sentence more"}, submit=False)
    assert (desk.open().source, desk.open().answers["strengths"]) == ("version", "Half a sentence more")
    desk.type({"strengths": "Half"}, at=EARLY + timedelta(hours=2))
    desk.save({"note": "x"}, submit=False)
    assert desk.open().answers["strengths"] == "Half a sentence more", "what was saved of a page is what it says"


def test_an_edited_form_keeps_what_was_written_readable_and_carries_it_over(desk: Desk) -> None:
    desk.save(FULL)
    edited = ReviewForm(name="custom", fields=(replace(FORM.fields[1], options=("Accept", "Reject")), FORM.fields[2]))
    desk.course = built(form=edited)
    assert desk.open().answers == {"merit": "1", "note": ""}
    (version,) = reviewing.written(desk.connection, desk.course, desk.person, "raft")
    assert (version.form, version.answers) == (FORM, FULL)
    desk.course = built(papers=("other",))
    assert reviewing.written(desk.connection, desk.course, desk.person, "raft") == (version,)
    with pytest.raises(Refused, match="No review of that paper"):
        desk.save(FULL)


NASTY = "NUL \0 bell \x07 half \ud83d é 🎉 <!channel> *b* \u202e " + "long " * 8000


def test_any_text_comes_back_and_sent_again_is_the_same(desk: Desk) -> None:
    assert len(NASTY) > 40_000
    for _ in range(2):
        assert desk.save(FULL | {"strengths": NASTY}).number == 1
    kept = desk.open().answers["strengths"]
    assert kept == NASTY.replace("\0", "\ufffd").replace("\ud83d", "?")
    desk.type({"strengths": NASTY + "more"}, at=EARLY + timedelta(minutes=1))
    assert desk.open().answers["strengths"] == kept + "more"


def test_only_students_owe_and_others_may_write(desk: Desk, connection: Connection) -> None:
    auditor = people.add_person(connection, name="Noa", now=EARLY)
    people.set_membership(connection, course="seminar", person_id=auditor, role=CourseRole.AUDITOR, now=EARLY)
    assert owing.duties_of(connection, COURSE, auditor, now=EARLY) == ()
    assert set(owing.everyone(connection, COURSE, now=EARLY)) == {desk.person}
    desk.person = auditor
    assert desk.save(FULL).kind == "submitted"
    people.set_membership(
        connection, course="seminar", person_id=auditor, role=CourseRole.STUDENT, now=EARLY, active=False
    )
    assert auditor not in owing.everyone(connection, COURSE, now=EARLY)
    assert owing.duties_of(connection, COURSE, auditor, now=EARLY) == ()


def test_a_file_is_kept_once_and_comes_back(desk: Desk, connection: Connection) -> None:
    content = bytes(range(256))
    first = blobs.put(connection, "seminar", desk.person, content, file=("a\0.pdf", "application/pdf"), now=EARLY)
    assert blobs.put(connection, "seminar", desk.person, content, file=("a\0.pdf", ""), now=LATE) == first
    assert blobs.put(connection, "seminar", desk.person, content, file=("b.pdf", ""), now=LATE) != first
    found = blobs.get(connection, "seminar", first)
    assert found is not None
    assert (found[0].name, found[0].size, found[0].received_at, found[1]) == ("a\ufffd.pdf", 256, EARLY, content)
    assert blobs.get(connection, "other", first) is None
    assert blobs.get(connection, "seminar", "F123") is None


def test_hidden_is_hidden_until_it_is_shown_again(desk: Desk, connection: Connection) -> None:
    assert reviews.hide(connection, "seminar", desk.person, "raft", now=EARLY, by=None)
    assert not reviews.hide(connection, "seminar", desk.person, "raft", now=LATE, by=None)
    assert reviews.hidden(connection, "seminar", "raft") == {desk.person}
    assert reviews.unhide(connection, "seminar", desk.person, "raft")
    assert reviews.hidden(connection, "seminar", "raft") == frozenset()
