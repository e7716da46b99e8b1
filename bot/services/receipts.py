"""Receipts: that a version of a review is in is said to its writer, once, with all that it says.

The text is looked up at the moment at which the receipt is put into words; the ledger holds ids only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.answers import Answers, document, form_of
from bot.course.duties import ReviewForm
from bot.course.file_types import sized
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reviews import State, find, standing
from bot.store import blobs, grants, ledger, people, reviews
from bot.store.database import Connection
from bot.store.ledger import PERSONAL, Delivery
from bot.store.records import ReviewVersion

USEFUL_FOR = timedelta(days=7)

DETAIL = "review"
"""The key of the details under which all of a receipt stands, as JSON."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a person is reached: an account of a platform."""

    platform: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A version with what it says, and where the review stands now. `state` is None where no review of the paper is
    asked for any more; `counts` is the number of the version that counts, `files` names what was handed in, by id.
    `by_staff`: staff accepted it as it is. `first`: nothing was handed in before it. `others`: an earlier version says
    something else.
    """

    paper: str
    number: int
    received_at: datetime
    form: ReviewForm
    answers: Answers
    files: Mapping[str, str]
    by_staff: bool = False
    first: bool = True
    others: bool = False
    state: State | None = None
    counts: int | None = None
    late_by: timedelta | None = None
    due: datetime | None = None
    closes_at: datetime | None = None
    takes_late: bool = False


def enter(connection: Connection, course: Course, version: ReviewVersion, where: Address, *, now: datetime) -> bool:
    """False where the version has one already."""
    notice = Notice(
        course=course.id,
        kind=NoticeKind.RECEIPT,
        item=version.paper,
        occurrence=f"v{version.number}",
        due_at=now,
        stale_after=now + USEFUL_FOR,
        title="Receipt of a review",
    )
    entry = ledger.Entry(
        notice=notice,
        destination=PERSONAL,
        platform=where.platform,
        channel=where.account,
        recipient=str(version.person),
    )
    return ledger.enqueue(connection, entry, now=now)


def address_of(connection: Connection, course: Course, person: int) -> Address | None:
    """Where somebody is reached who has not just written themselves: on the first platform of the course's that knows
    them.
    """
    known = people.accounts_of(connection, person)
    return next((Address(one, known[one]) for one in course.channels if one in known), None)


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What the receipt says, for `read`; None where the version is not there any more."""
    number = one.key.occurrence.removeprefix("v")
    if not (number.isdecimal() and one.key.recipient.isdecimal()):
        return None
    person, paper = int(one.key.recipient), one.key.item
    versions = reviews.of_review(connection, course.id, person, paper)
    version = next((known for known in versions if known.number == int(number)), None)
    if version is None:
        return None
    earlier = [known for known in versions if known.number < version.number]
    form = form_of(reviews.forms(connection, course.id, (version.form,))[version.form])
    said = {
        "paper": paper,
        "number": version.number,
        "received_at": version.received_at.isoformat(),
        "by_staff": version.accepted_by not in (None, person),
        "first": not any(known.rule.whole for known in earlier),
        "others": not all(_says_same(known, version) for known in earlier),
        "form": document(form),
        "answers": dict(version.answers),
        "files": _files(connection, course, form, version.answers),
    }
    return {DETAIL: json.dumps(said | _standing(connection, course, versions, now))}


def _says_same(one: ReviewVersion, other: ReviewVersion) -> bool:
    """A field that is empty is as one that was never shown."""
    ours, theirs = ({name: value for name, value in each.answers.items() if value} for each in (one, other))
    return one.form == other.form and ours == theirs


def _files(connection: Connection, course: Course, form: ReviewForm, answers: Answers) -> dict[str, str]:
    ids = [one for field in form.fields if field.kind == "file" for one in answers.get(field.id, "").split(",")]
    return (
        {one: sized(known.name, known.size) for one, known in blobs.describe(connection, course.id, ids).items()}
        if any(ids)
        else {}
    )


def _standing(
    connection: Connection, course: Course, versions: tuple[ReviewVersion, ...], now: datetime
) -> dict[str, object]:
    asked = find(course, versions[0].paper)
    if asked is None:
        return {}
    granted = [one.rule for one in grants.of_person(connection, course.id, versions[0].person)]
    stands = standing(asked, [one.rule for one in versions], granted, zone=course.timezone, now=now)
    return {
        "state": stands.state.value,
        "counts": None if stands.counts is None else stands.counts.number,
        "late_by": None if stands.late_by is None else stands.late_by.total_seconds(),
        "due": None if stands.window is None else stands.window.due.isoformat(),
        "closes_at": None if stands.window is None else stands.window.closes_at.isoformat(),
        "takes_late": stands.window is not None and stands.window.takes_late(),
    }


def read(details: Mapping[str, str]) -> Receipt:
    """What `particulars` found."""
    said = json.loads(details[DETAIL])
    late_by, state = said.get("late_by"), said.get("state")
    return Receipt(
        paper=said["paper"],
        number=said["number"],
        received_at=datetime.fromisoformat(said["received_at"]),
        by_staff=said["by_staff"],
        first=said["first"],
        others=said["others"],
        form=form_of(said["form"]),
        answers=said["answers"],
        files=said["files"],
        state=None if state is None else State(state),
        counts=said.get("counts"),
        late_by=None if late_by is None else timedelta(seconds=late_by),
        due=_instant(said.get("due")),
        closes_at=_instant(said.get("closes_at")),
        takes_late=bool(said.get("takes_late")),
    )


def _instant(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)
