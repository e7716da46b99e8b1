"""Files propose, the database decides: how an edited schedule becomes the version in force, or why it does not.

A broken edit keeps the old version. An id that vanishes while something hangs on it holds the new version until staff
have said what became of it. Materials that are new in a version are entered for announcement in the same transaction.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.course import planner
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.schedule import parse
from bot.errors import BadSchedule, Misconfigured, Problem
from bot.services import ids, seat_consequences
from bot.services.changes import changes, encode
from bot.services.courses import Adapt, version_in_force
from bot.services.destinations import REHEARSAL
from bot.services.outlook import entries
from bot.services.proposals import Proposal, read_proposal
from bot.services.staff_notices import Telling, tell
from bot.store import courses as course_states
from bot.store import ledger, records, schedules, united
from bot.store.database import Connection
from bot.store.records import Version

PROBLEMS_SHOWN = 20
"""Lines of a broken file that staff are shown; `coursebot check` shows all."""


class Outcome(StrEnum):
    """What became of a proposal."""

    SAME = "same"
    APPLIED = "applied"
    HELD = "held"
    BROKEN = "broken"
    KEPT_OLD = "kept_old"
    REPLACED = "replaced"
    ENDED = "ended"


def course_of_file(connection: Connection, file: str) -> str | None:
    """The course whose version in force came from this file: what a file that cannot be parsed is about."""
    return next((version.course for version in schedules.in_force(connection) if version.file == file), None)


def propose(
    connection: Connection,
    proposal: Proposal,
    *,
    course_id: str | None,
    adapt: Adapt,
    now: datetime,
    edited: bool = True,
) -> Outcome:
    """Take in what a file says now. `course_id` is the course that this file is known to hold (None: not yet known).

    Not `edited`: somebody else's file may be newer. So what was in force before and was replaced is not put in force
    again, and an edit of theirs that staff have yet to decide on stays.

    Raises Misconfigured where the file is broken and there is no version in force that could stay.
    """
    course = proposal.course
    about = course_id if course is None else course.id
    if about is not None and _has_ended(connection, about):
        return Outcome.ENDED
    if course is not None and course_id not in (None, course.id):
        sentence = (
            f"{proposal.file}: course.id: it was {course_id} and is now {course.id}; "
            f"a running course keeps its id: put {course_id} back, or give the new course a file of its own"
        )
        proposal, course = replace(proposal, course=None, problems=(sentence,)), None
    if course is None:
        return _keep_old(connection, proposal, course_id, adapt=adapt, now=now)
    course_states.ensure_course(connection, course.id, now=now)
    current = version_in_force(connection, course.id)
    if current is None:
        _put_in_force(connection, proposal, course, before=None, now=now, by=None)
        return Outcome.APPLIED
    if current.hash == proposal.hash:
        if edited:
            schedules.forget_open(connection, course.id)
        return Outcome.SAME
    return _weighed(connection, proposal, course, current, adapt=adapt, now=now, edited=edited)


def _weighed(
    connection: Connection,
    proposal: Proposal,
    course: Course,
    current: Version,
    *,
    adapt: Adapt,
    now: datetime,
    edited: bool,
) -> Outcome:
    """Another text than the one in force: whether it takes its place."""
    settled = _put_aside(connection, course.id, proposal.hash, edited=edited)
    if settled is not None:
        return settled
    before = _in_force(connection, current, adapt) or course
    vanished = _vanished(connection, before, course, proposal.hash)
    if vanished:
        _hold(connection, proposal, course, vanished, before=before, now=now)
        return Outcome.HELD
    _put_in_force(connection, proposal, course, before=before, now=now, by=None)
    return Outcome.APPLIED


def _has_ended(connection: Connection, course: str) -> bool:
    """Nothing is put in force any more, and nobody hears of an edit."""
    return any(state.course == course and state.closed for state in course_states.states(connection))


def _put_aside(connection: Connection, course: str, text_hash: str, *, edited: bool) -> Outcome | None:
    """Whether the text has had its time: it was replaced and nobody has saved it anew, or staff did not want it."""
    if not edited and any(old.hash == text_hash for old in schedules.versions(connection, course)):
        return Outcome.REPLACED
    earlier = schedules.proposal(connection, course, text_hash)
    return Outcome.KEPT_OLD if earlier is not None and earlier.state == "kept_old" else None


def _keep_old(
    connection: Connection, proposal: Proposal, course_id: str | None, *, adapt: Adapt, now: datetime
) -> Outcome:
    current = None if course_id is None else version_in_force(connection, course_id)
    if current is None or course_id is None:
        raise Misconfigured("\n".join(proposal.problems))
    broken = replace(_recorded(proposal, course_id, "broken", now=now), problems="\n".join(proposal.problems))
    if not schedules.propose(connection, broken):
        return Outcome.BROKEN
    shown = proposal.problems[:PROBLEMS_SHOWN]
    details = {
        "file": proposal.file,
        "problems": "\n".join(shown),
        "more": str(len(proposal.problems) - len(shown)),
        "version": str(current.number),
    }
    telling = Telling(
        kind=NoticeKind.SCHEDULE_BROKEN,
        item=proposal.hash[:12],
        occurrence=_moment(now),
        title=f"{proposal.file} has problems",
        details=details,
    )
    in_force = _in_force(connection, current, adapt)
    if in_force is not None:
        tell(connection, in_force, telling, now=now)
    return Outcome.BROKEN


def _recorded(proposal: Proposal, course_id: str, state: records.ProposalState, *, now: datetime) -> records.Proposal:
    """The row of what a file proposes."""
    return records.Proposal(
        course=course_id, hash=proposal.hash, text=proposal.text, file=proposal.file, state=state, proposed_at=now
    )


def _moment(now: datetime) -> str:
    """The occurrence of what staff are told each time that it happens."""
    return f"{now:%Y%m%dT%H%M%S%f}"


def _in_force(connection: Connection, version: Version, adapt: Adapt) -> Course | None:
    """None where this program cannot read any more what an older one put in force."""
    text = schedules.version_text(connection, version.course, version.number)
    try:
        return adapt(parse(text, version.file).course)
    except BadSchedule:
        return None


def _vanished(connection: Connection, before: Course, after: Course, text_hash: str) -> tuple[str, ...]:
    """Ids of the version in force that the new one lacks, that something hangs on, and that nobody has explained."""
    explained = {decision.item for decision in schedules.decisions(connection, after.id, text_hash)}
    gone = ids.lost(before, after)
    return tuple(sorted((gone & ids.in_use(connection, after.id)) - explained)) if gone else ()


def _hold(
    connection: Connection,
    proposal: Proposal,
    course: Course,
    vanished: tuple[str, ...],
    *,
    before: Course,
    now: datetime,
) -> None:
    if not schedules.propose(connection, replace(_recorded(proposal, course.id, "held", now=now), vanished=vanished)):
        return
    details = {
        "file": proposal.file,
        "hash": proposal.hash[:12],
        "vanished": ",".join(vanished),
        "new": ",".join(sorted(ids.gained(before, course))),
        "reviews": json.dumps(dict(united.papers_in_use(connection, course.id))),
    }
    telling = Telling(
        kind=NoticeKind.SCHEDULE_HELD,
        item=proposal.hash[:12],
        occurrence=_moment(now),
        title="A new version of the schedule waits for you",
        details=details,
    )
    tell(connection, course, telling, now=now)


def held_version(connection: Connection, course_id: str, text_hash: str) -> records.Proposal | None:
    """The version of the course that waits for staff, where its hash begins like that."""
    waiting = (one for one in schedules.held(connection) if one.course == course_id)
    return next((one for one in waiting if text_hash and one.hash.startswith(text_hash)), None)


Settled = Literal["applied", "waiting", "gone"]


def apply_if_decided(
    connection: Connection, course_id: str, text_hash: str, *, adapt: Adapt, now: datetime, by: int | None
) -> Settled:
    """Put a held version in force once every vanished id is explained.

    `gone`: it is not held any more (it was settled, or the file has moved on since).
    """
    held = held_version(connection, course_id, text_hash)
    current = version_in_force(connection, course_id)
    if held is None or current is None:
        return "gone"
    proposal = read_proposal(held.text.encode(), held.file, adapt)
    if proposal.course is None:
        return "gone"
    before = _in_force(connection, current, adapt) or proposal.course
    if _vanished(connection, before, proposal.course, held.hash):
        return "waiting"
    for decision in schedules.decisions(connection, course_id, held.hash):
        if decision.decision == "renamed":
            ids.rename(connection, course_id, decision.item, decision.renamed_to)
    _put_in_force(connection, proposal, proposal.course, before=before, now=now, by=by)
    schedules.settle(connection, course_id, held.hash, state="applied", now=now, by=by)
    return "applied"


def _put_in_force(
    connection: Connection,
    proposal: Proposal,
    course: Course,
    *,
    before: Course | None,
    now: datetime,
    by: int | None,
) -> None:
    number = schedules.apply_version(
        connection, course=course.id, text=proposal.text, hash=proposal.hash, file=proposal.file, now=now, by=by
    )
    schedules.forget_broken(connection, course.id)
    state = course_states.state(connection, course.id)
    for notice in planner.appeared(before, course, now):
        for entry in entries(course, notice, live=state.live):
            ledger.enqueue(connection, replace(entry, batch=f"materials:{course.id}:{number}"), now=now)
    if before is None:
        _rehearse_first_post(connection, course, now=now)
    else:
        _tell_applied(connection, proposal, before, course, number, now=now)
        renamed = _renamed(connection, proposal, course.id)
        seat_consequences.of_edit(connection, before, course, renamed, number=number, now=now)


def _rehearse_first_post(connection: Connection, course: Course, *, now: datetime) -> None:
    """At a first start staff see at once what would go out at Go live."""
    notice = planner.weekly_useful(course, now)
    if notice is None:
        return
    for entry in entries(course, notice, live=False):
        assert entry.destination == REHEARSAL  # noqa: S101 - the course is not live
        ledger.enqueue(connection, entry, now=now)


def _tell_applied(
    connection: Connection,
    proposal: Proposal,
    before: Course,
    after: Course,
    number: int,
    *,
    now: datetime,
) -> None:
    known = {
        (warning.path, warning.message)
        for warning in _warnings(schedules.version_text(connection, after.id, number - 1), proposal.file)
    }
    fresh = [
        warning.located(proposal.file)
        for warning in _warnings(proposal.text, proposal.file)
        if (warning.path, warning.message) not in known
    ]
    details = {
        "file": proposal.file,
        "version": str(number),
        "changes": encode(changes(before, after, _renamed(connection, proposal, after.id))),
        "warnings": "\n".join(fresh[:PROBLEMS_SHOWN]),
    }
    telling = Telling(
        kind=NoticeKind.SCHEDULE_APPLIED,
        item=proposal.hash[:12],
        occurrence=f"v{number}",
        title=f"{proposal.file}: version {number} is in force",
        details=details,
    )
    tell(connection, after, telling, now=now)


def _renamed(connection: Connection, proposal: Proposal, course: str) -> dict[str, str]:
    """Old id → new id, as staff have said of this version."""
    decisions = schedules.decisions(connection, course, proposal.hash)
    return {one.item: one.renamed_to for one in decisions if one.decision == "renamed"}


def _warnings(text: str, file: str) -> tuple[Problem, ...]:
    try:
        return parse(text, file).warnings
    except BadSchedule:
        return ()
