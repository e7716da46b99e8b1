"""What staff decide about the bot's own voice: Go live, pause, resume, and the questions that the bot has asked them.

Each decision is taken once, however often a button is pressed, and is written into the audit. It never posts: what is
to be said is entered into the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from bot.course import planner
from bot.course.model import Course
from bot.course.notice import Notice
from bot.errors import Refused
from bot.services.courses import Adapt
from bot.services.destinations import fitted
from bot.services.ids import PAPER, REVIEW, bare, names
from bot.services.outlook import entries
from bot.services.proposals import read_proposal
from bot.services.schedules import apply_if_decided, held_version
from bot.store import audit, ledger, schedules, verdicts
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.ledger import Delivery, Settlement
from bot.store.records import CourseState, Decision, Proposal

LOOK_AHEAD = timedelta(days=14)
FIRST_FEW = 3


# --- Go live ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePreview:
    """What Go live will do: `first` goes out at once, `baseline` kinds of material never will, `coming` follows."""

    already: datetime | None
    first: Notice | None
    baseline: int
    coming: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WentLive:
    """`already`: since when, if it was live before. `first` is what goes out now."""

    already: datetime | None
    first: Notice | None = None


def preview_live(connection: Connection, *, course: Course, now: datetime) -> LivePreview:
    """What pressing Go live at `now` would do."""
    return LivePreview(
        already=states.state(connection, course.id).live_at,
        first=planner.weekly_useful(course, now),
        baseline=len(tuple(_filled_in(course, now))),
        coming=planner.due(course, now, now + LOOK_AHEAD)[:FIRST_FEW],
    )


def go_live(connection: Connection, *, course: Course, now: datetime, by: int | None) -> WentLive:
    """From now on the course speaks in its channels. What was due or filled in before stays unsaid, except the newest
    weekly post that is still of use.
    """
    already = states.state(connection, course.id).live_at
    if already is not None:
        return WentLive(already=already)
    states.set_live(connection, course.id, now=now, by=by)
    verdicts.end_rehearsal(connection, course.id)
    for notice in _filled_in(course, now):
        for entry in entries(course, notice, live=True):
            ledger.record_skipped(connection, entry, reason="it was there before Go live", now=now)
    first = planner.weekly_useful(course, now)
    if first is not None:
        for entry in entries(course, first, live=True):
            ledger.enqueue(connection, entry, now=now)
    audit.record(connection, course=course.id, person=by, action="go_live", now=now)
    return WentLive(already=None, first=first)


def _filled_in(course: Course, now: datetime) -> Iterator[Notice]:
    """Materials that the schedule holds already."""
    yield from planner.appeared(replace(course, sessions=()), course, now)


# --- pause and resume ---------------------------------------------------------------------------------------------


def course_state(connection: Connection, course_id: str) -> CourseState:
    """Since when it is live, and until when it is paused."""
    return states.state(connection, course_id)


def pause(
    connection: Connection, course_id: str, *, until: datetime | None, reason: str, now: datetime, by: int | None
) -> CourseState:
    """Say nothing unasked until `until` (None: until somebody resumes). A second pause replaces the first.

    Raises Refused where `until` is not ahead.
    """
    if until is not None and until <= now:
        raise Refused("That is not in the future. Say until when to pause, for example “friday 9:00”.")
    states.set_paused(connection, course_id, now=now, by=by, until=until, reason=reason)
    details = {"until": until.isoformat() if until is not None else "", "reason": reason}
    audit.record(connection, course=course_id, person=by, action="pause", details=details, now=now)
    return states.state(connection, course_id)


def resume(connection: Connection, course_id: str, *, now: datetime, by: int | None) -> bool:
    """Speak again. False where it was not paused."""
    if not states.state(connection, course_id).paused(now):
        return False
    states.clear_pause(connection, course_id)
    audit.record(connection, course=course_id, person=by, action="resume", now=now)
    return True


# --- what the bot has asked ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Settled:
    """`changed` is False where somebody had decided already; then the row tells what became of it."""

    changed: bool
    delivery: Delivery


def settle_held(
    connection: Connection, *, course: Course, delivery_id: int, decision: Settlement, now: datetime, by: int | None
) -> Settled:
    """Staff's answer on a post that waits for them. Raises Refused for one of another course, or one that is over."""
    before = ledger.get(connection, delivery_id)
    if before is None or before.key.course != course.id:
        raise Refused("I do not know that post. It may belong to another course.")
    if decision == "send" and before.state in ("held", "failed") and now >= before.stale_after:
        raise Refused("That post is about something that is over by now, so I will not send it any more.")
    changed = verdicts.settle_held(connection, delivery_id, decision, now=now)
    if changed:
        audit.record(connection, course=course.id, person=by, action=f"held_{decision}", item=str(before.key), now=now)
    return Settled(changed, ledger.get(connection, delivery_id) or before)


Fate = Literal["renamed", "removed", "keep"]


@dataclass(frozen=True, slots=True)
class Explained:
    """`outcome`: the new version is `applied`, `waiting` for more answers (`left` ids), or was `kept_old`; `gone`: the
    question is settled or out of date.
    """

    outcome: Literal["applied", "waiting", "kept_old", "gone"]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one vanished id. `text_hash` is the proposal's, or how it begins."""

    text_hash: str
    fate: Fate
    item: str = ""
    renamed_to: str = ""


def settle_vanished(
    connection: Connection, *, course: Course, answer: Answer, now: datetime, by: int | None
) -> Explained:
    """Staff's answer on an id that vanished from an edited schedule. With the last answer the version is in force.

    Raises Refused where it was renamed to what cannot be its new id.
    """
    held = held_version(connection, course.id, answer.text_hash)
    if held is None:
        return Explained("gone")
    if answer.fate == "keep":
        schedules.settle(connection, course.id, held.hash, state="kept_old", now=now, by=by)
        audit.record(connection, course=course.id, person=by, action="schedule_kept_old", item=held.hash[:12], now=now)
        return Explained("kept_old")
    if answer.item not in held.vanished:
        return Explained("gone")
    adapt = partial(fitted, platforms=frozenset(course.channels))
    if answer.fate == "renamed":
        _refuse_wrong_name(connection, held, answer, adapt)
    decision = Decision(
        course=course.id,
        hash=held.hash,
        item=answer.item,
        decision=answer.fate,
        renamed_to=answer.renamed_to,
        decided_at=now,
        decided_by=by,
    )
    if schedules.decide(connection, decision):
        details = {"renamed_to": answer.renamed_to} if answer.renamed_to else {}
        action = f"schedule_{answer.fate}"
        audit.record(connection, course=course.id, person=by, action=action, item=answer.item, details=details, now=now)
    settled = apply_if_decided(connection, course.id, held.hash, adapt=adapt, now=now, by=by)
    decided = {one.item for one in schedules.decisions(connection, course.id, held.hash)}
    return Explained(settled, tuple(item for item in held.vanished if item not in decided))


def _refuse_wrong_name(connection: Connection, held: Proposal, answer: Answer, adapt: Adapt) -> None:
    """What was said about the old id would be about something that does not exist, or about two things at once."""
    fresh = read_proposal(held.text.encode(), held.file, adapt).course
    new, old = bare(answer.renamed_to), bare(answer.item)
    of_one_kind = answer.renamed_to.startswith(PAPER) == answer.item.startswith(PAPER)
    of_one_kind &= not answer.item.startswith(REVIEW)
    if fresh is not None and not (of_one_kind and answer.renamed_to in names(fresh)):
        raise Refused(f"The edited schedule has no {new}, so {old} cannot be called that now.")
    for decision in schedules.decisions(connection, held.course, held.hash):
        if decision.renamed_to == answer.renamed_to and decision.item != answer.item:
            raise Refused(f"{bare(decision.item)} was renamed to {new} already, so {old} was not.")
