"""Which version of a review counts, by somebody's word: its writer's between two windows or for a late one, or staff's.

The rules of time say what that word is worth. Nothing is written but the word itself, or a version anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.course.answers import Lack, lacks
from bot.course.model import Course
from bot.course.reviews import Standing
from bot.errors import Refused
from bot.services import receipts
from bot.services.kept_review import KeptReview, Outcome, Verdict, added, kept_review, outcome_of, unchanged
from bot.store import audit, reviews
from bot.store.database import Connection
from bot.store.records import ReviewVersion


class Incomplete(Refused):
    """That version cannot count as it is: `lacks` says what is missing."""

    def __init__(self, missing: tuple[Lack, ...]) -> None:
        self.lacks = missing
        super().__init__("That version is not complete yet, so it cannot count: write on, and submit it then.")


def use(
    connection: Connection, course: Course, person: int, paper: str, number: int, *, by: int, now: datetime
) -> Outcome:
    """Let a draft count as it is: its writer chose it between two windows (only where it lacks nothing), or staff
    accept it. Audited where `by` is somebody else. Raises Refused where there is no such version.
    """
    mine = kept_review(connection, course, person, paper)
    chosen = mine.numbered(number)
    if by != person:
        return _accepted(mine, chosen, by=by, now=now)
    if not mine.takes(now):
        raise Refused("That review is closed, so the version that counts stays. Staff can still accept another one.")
    answers = mine.answers(chosen)
    missing = lacks(mine.form, answers)
    if missing:
        raise Incomplete(missing)
    whole = [one for one in mine.versions if one.rule.whole]
    if whole and mine.says_same(whole[-1], answers):
        return unchanged(mine, whole[-1], now=now)
    if whole and whole[-1].number > number:
        newest = mine.versions[-1].number
        return _submitted(added(mine, answers, window="", base=newest, complete=True, now=now), now=now)
    return _submitted(_with_accepted(mine, chosen, by=by, now=now), number, now=now)


def _accepted(mine: KeptReview, chosen: ReviewVersion, *, by: int, now: datetime) -> Outcome:
    if chosen.accepted_at is not None:
        return unchanged(mine, chosen, now=now)
    details = {"person": mine.person, "version": chosen.number}
    audit.record(
        mine.connection,
        course=mine.course.id,
        person=by,
        action="review_accepted",
        item=chosen.paper,
        details=details,
        now=now,
    )
    return _submitted(_with_accepted(mine, chosen, by=by, now=now), chosen.number, now=now)


def _with_accepted(mine: KeptReview, chosen: ReviewVersion, *, by: int, now: datetime) -> KeptReview:
    reviews.accept(mine.connection, chosen, now=now, by=by)
    after = replace(chosen, accepted_at=now, accepted_by=by)
    return replace(mine, versions=tuple(after if one is chosen else one for one in mine.versions))


def _submitted(mine: KeptReview, number: int | None = None, *, now: datetime) -> Outcome:
    """The version (None: the newest) is in; its writer gets a receipt, where they can be reached."""
    version = mine.versions[-1] if number is None else mine.numbered(number)
    where = receipts.address_of(mine.connection, mine.course, mine.person)
    if where is not None:
        receipts.enter(mine.connection, mine.course, version, where, now=now)
    return outcome_of(mine, Verdict("submitted", ()), version.number, now=now)


def count_late(
    connection: Connection, course: Course, person: int, paper: str, number: int | None, *, now: datetime
) -> Standing:
    """The writer's word that a late version is to count in place of the one on time; None takes that back. Raises
    Refused where that version is not a late one that could count.
    """
    mine = kept_review(connection, course, person, paper)
    if number is not None:
        chosen, limits = mine.numbered(number), mine.window
        was, at = chosen.rule.late_then, chosen.received_at
        in_time = limits is None or limits.is_on_time(at) or was == 0
        if in_time or not chosen.rule.whole or not (mine.takes(at) or chosen.rule.accepted or was is not None):
            raise Refused(f"Version {number} is not a late one that could count.")
    reviews.pick(connection, course.id, person, paper, number, now=now)
    return kept_review(connection, course, person, paper).standing(now)
