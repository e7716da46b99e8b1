"""Transaction 1 of the tick: what is entered, what is claimed, and what becomes of a claim before anything is posted.

It decides by the rules of lateness, floods and pauses, holds each row to the schedule as it is now, and freezes the
text of what will be said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Facts, Notice, NoticeKind
from bot.services.destinations import REHEARSAL, STAFF, Destination, destinations, staff_destination
from bot.services.outlook import Planned, names_of
from bot.services.staff_notices import Telling, tell
from bot.store import claims, endings, ledger, recipients
from bot.store import courses as course_states
from bot.store.database import Connection
from bot.store.faults import ends_the_transaction
from bot.store.gate import Gate
from bot.store.ledger import GONE, LATER, NOTHING, OVER, Delivery, Entry

log = logging.getLogger(__name__)

Compose = Callable[[Notice, Facts], Reply]
"""What a notice says; an empty Reply: nothing any more. Rehearsal lines have `rehearsal` in their details."""

Particulars = Callable[[Connection, Course, Delivery, datetime], Mapping[str, str] | None]
"""Connection, course, row, now → what is to be known at the moment at which it is said, beside what was known when it
was entered. None: there is nothing to say any more.
"""

FLOOD = "more than 3 posts in 10 minutes in this channel"
LIVE = "the rehearsal is over"
NOT_NOW = timedelta(minutes=5)
"""How long a row waits for what this process lacks: its platform, its course, a staff channel."""

PLANNED = (NoticeKind.WEEKLY, NoticeKind.DAY_OF, NoticeKind.REVIEW_DUE, NoticeKind.DEADLINE, NoticeKind.OUT)


Trouble = Literal["refused", "given-up", "over", "retract"]
"""What staff are told of: the first refusal of a post, that it was given up or was over before it went out, the first
refusal to take one back.
"""

TOLD_ONCE: tuple[Trouble, ...] = ("refused", "retract")
"""Troubles that last: they are tried again and again, and told only once a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a tick works with. `planned`: by course, the notices of the schedule in force. `lease`: seconds for which a
    claim of this run holds. `particulars`: by kind, what is looked up when a row is put into words.
    """

    courses: Mapping[str, Course]
    planned: Mapping[str, Planned]
    platforms: Mapping[str, Platform]
    compose: Compose
    owner: str
    lease: float
    now: datetime
    particulars: Mapping[NoticeKind, Particulars] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """The ids of all rows that were claimed, and those rows that are ready to be said."""

    claimed: frozenset[int]
    ready: tuple[Delivery, ...]


def enter(connection: Connection, due: Iterable[Entry], *, now: datetime) -> None:
    """Enter what has become due. What is no longer useful is recorded as skipped."""
    for entry in due:
        if now >= entry.notice.stale_after:
            ledger.record_skipped(connection, entry, reason=OVER, now=now)
        else:
            ledger.enqueue(connection, entry, now=now)


def take(connection: Connection, setting: Setting, *, tried: frozenset[int], limit: int, share: claims.Share) -> Taken:
    """Claim up to `limit` rows of the share and make them ready. Who is paused and who may be spoken to is read here:
    what staff decide counts from the next claim.
    """
    gate = gate_at(connection, setting.now)
    claimant = claims.Claimant(owner=setting.owner, lease=setting.lease, share=share)
    claimed = claims.claim(connection, claimant, now=setting.now, gate=gate, tried=tried, limit=limit)
    ready: list[Delivery] = []
    accepted: set[str] = set()
    for row in claimed:
        ended = row.key.course in gate.ended
        one = row if _to_be_looked_for(row) else _made_ready(connection, row, setting, accepted, ended=ended)
        if one is not None:
            ready.append(one)
            accepted |= {one.batch} if claims.counts(one) else set()
    return Taken(frozenset(row.id for row in claimed), tuple(ready))


def gate_at(connection: Connection, now: datetime) -> Gate:
    states = course_states.states(connection)
    return Gate(
        paused=[state.course for state in states if state.paused(now)],
        live=[state.course for state in states if state.live],
        roster_right=[state.course for state in states if state.roster_right_at is not None],
        ended=[state.course for state in states if state.closed],
    )


def _to_be_looked_for(one: Delivery) -> bool:
    return one.unsure and one.snapshot is not None


def _was_tried(one: Delivery) -> bool:
    """Whether it had been put into words for an earlier claim: then it was useful once, and staff may count on it."""
    return one.snapshot is not None and (one.unsure or one.attempts > 1)


def again(connection: Connection, one: Delivery, setting: Setting) -> Delivery | None:
    """A row of which nothing is there, as it is to be said now; None where it is not."""
    ended = course_states.state(connection, one.key.course).closed
    return _made_ready(connection, one, setting, (), ended=ended)


def _made_ready(
    connection: Connection, one: Delivery, setting: Setting, accepted: Collection[str], *, ended: bool
) -> Delivery | None:
    """The row with its text, or None where it is not to be said (now). Nothing of this part stands anywhere. `ended`:
    its course has, so that whatever was entered all the same, by whomever, is said no more.
    """
    one = endings.alone(connection, one, at=setting.now)
    course = setting.courses.get(one.key.course)
    if course is None:
        endings.mark_waiting(connection, one, setting.owner, until=setting.now + NOT_NOW, unsure=one.unsure)
        return None
    over = ended and one.key.kind not in ledger.AFTER_THE_END
    notice = ledger.ENDED if over else _as_planned(one, course, setting)
    reason = notice if isinstance(notice, str) else _not_to_be_said(connection, one, notice, setting.now)
    if reason is not None or isinstance(notice, str):
        endings.mark_skipped(connection, one, setting.owner, reason=reason or GONE)
        if reason == OVER and _was_tried(one):
            report_failure(connection, one, setting, reason=one.failure or OVER, trouble="over")
        return None
    placed = _placed(connection, one, notice, course, setting)
    if placed is None:
        return None
    until = _not_yet(one, notice, setting.now)
    if until is not None:
        endings.mark_waiting(connection, one, setting.owner, until=until, unsure=one.unsure)
        return None
    if claims.flooded(connection, placed, now=setting.now, accepted=accepted):
        hold(connection, placed, setting, reason=FLOOD, question="flood")
        return None
    return placed if placed.key.part else _composed(connection, placed, course, setting)


def _is_ahead(one: Delivery, notice: Notice, now: datetime) -> bool:
    """Whether staff asked for it at a time that is still to come."""
    return notice.kind is NoticeKind.ANNOUNCE and now < notice.due_at and not one.unsure and one.snapshot is None


def _not_yet(one: Delivery, notice: Notice, now: datetime) -> datetime | None:
    """When to look at a row again that is not to be said now, though it will be."""
    if now >= one.stale_after:
        return now  # taken as over, whatever it waits for; by the plan of now it is not
    if notice.kind is NoticeKind.REMINDER and now < notice.due_at:
        return min(notice.due_at, now + ledger.FARTHEST)  # its reader has put it off
    return None


def _as_planned(one: Delivery, course: Course, setting: Setting) -> Notice | str:
    """The notice as the schedule in force has it, or why it has it no more."""
    notice = one.notice
    if notice.kind in PLANNED:
        return setting.planned[course.id].get(names_of(notice)) or GONE
    if notice.kind is NoticeKind.MATERIALS:
        rule = course.announcements.materials
        return replace(notice, channel=rule.channel) if rule.on and notice.item in course.item_ids else GONE
    return notice


def _not_to_be_said(connection: Connection, one: Delivery, notice: Notice, now: datetime) -> str | None:
    if now >= notice.stale_after:
        return OVER
    if now < notice.due_at and notice.kind in PLANNED and not one.key.part:
        return LATER
    if one.key.destination == REHEARSAL and course_states.state(connection, one.key.course).live:
        return LIVE
    return None


def _placed(connection: Connection, one: Delivery, notice: Notice, course: Course, setting: Setting) -> Delivery | None:
    """The row at the place that it is for now; None where there is none, or its time has not come. Parts of one post
    stay together, but never in a channel that is not for staff any more.
    """
    if _is_ahead(one, notice, setting.now):
        until = min(notice.due_at, setting.now + ledger.FARTHEST)
        endings.put_off(connection, one, setting.owner, until=until)
        return None
    private = one.key.destination in (STAFF, REHEARSAL)
    place = _place(connection, one, notice, course, setting)
    if place is None and private:
        log.warning("action=no_staff_channel delivery=%s", one.id)
        endings.mark_waiting(connection, one, setting.owner, until=setting.now + NOT_NOW, unsure=one.unsure)
        return None
    here = Destination(one.platform, one.channel)
    to_all = one.key.destination != ledger.PERSONAL
    if place is None and notice.kind is NoticeKind.ANNOUNCE and to_all and not one.key.part:
        reason = f"The schedule names no channel for “{notice.channel}” any more."
        endings.mark_failed(connection, one, setting.owner, reason=reason)
        report_failure(connection, one, setting, reason=reason)
        return None
    if place is None or (one.key.part and private and place != here):
        endings.mark_skipped(connection, one, setting.owner, reason=GONE)
        return None
    to = here if one.key.part else place
    changed = replace(
        one,
        platform=to.platform,
        channel=to.channel,
        purpose=notice.channel,
        due_at=notice.due_at,
        stale_after=notice.stale_after,
        title=notice.title,
    )
    if changed != one:
        claims.update_plan(connection, one, notice, platform=to.platform, channel=to.channel)
    return changed


def _place(
    connection: Connection, one: Delivery, notice: Notice, course: Course, setting: Setting
) -> Destination | None:
    """The staff channel, the channel that the purpose has now, or the account that the person has now."""
    if one.key.destination in (STAFF, REHEARSAL):
        return staff_destination(course)
    if one.key.destination != ledger.PERSONAL:
        return next((to for to in destinations(course, notice.channel) if to.platform == one.platform), None)
    platform = setting.platforms.get(one.platform)
    if platform is None:
        return Destination(one.platform, one.channel)
    accounts = recipients.accounts(connection, one, workspace=platform.workspace)
    if not accounts:
        return None
    return Destination(one.platform, one.channel if one.channel in accounts else accounts[0])


def _composed(connection: Connection, one: Delivery, course: Course, setting: Setting) -> Delivery | None:
    """The row with its text, composed for this moment, since nobody has seen an earlier one; None, and skipped, where
    there is nothing left to say.
    """
    try:
        snapshots = _snapshots(connection, one, course, setting)
    except Exception as error:
        if ends_the_transaction(error):
            raise
        log.exception("action=compose_failed delivery=%s", one.id)
        reason = "the bot could not put it into words; the log has the details"
        endings.mark_failed(connection, one, setting.owner, reason=reason)
        report_failure(connection, one, setting, reason=reason)
        return None
    if not snapshots:
        endings.mark_skipped(connection, one, setting.owner, reason=NOTHING)
        return None
    claims.store_parts(connection, one, snapshots, now=setting.now)
    return replace(one, snapshot=snapshots[0])


def _snapshots(connection: Connection, one: Delivery, course: Course, setting: Setting) -> tuple[str, ...]:
    details = dict(one.details)
    look_up = setting.particulars.get(one.notice.kind)
    if look_up is not None:
        known = look_up(connection, course, one, setting.now)
        if known is None:
            return ()
        details |= known
    if one.key.destination == REHEARSAL:
        details |= {"rehearsal": "yes"}
    reply = setting.compose(one.notice, Facts(course=course, now=setting.now, details=details))
    if not reply.blocks:
        return ()
    platform = setting.platforms.get(one.platform)
    parts = platform.parts(reply) if platform is not None else (reply,)
    return tuple(codec.encode(part) for part in parts)


# --- telling staff ------------------------------------------------------------------------------------------------


def hold(connection: Connection, one: Delivery, setting: Setting, *, reason: str, question: str) -> None:
    """Keep a row until staff decide, and ask them. `question`: `flood` or `unsure`. Nobody decides on a courtesy."""
    if courtesy(one):
        endings.mark_failed(connection, one, setting.owner, reason=reason)
        return
    endings.mark_held(connection, one, setting.owner, reason=reason)
    _tell(connection, one, setting, kind=NoticeKind.HELD, question=question, reason=reason)


def courtesy(one: Delivery) -> bool:
    """Whether it is to one person and about no work: said once at most, and missed by nobody."""
    return one.key.destination == ledger.PERSONAL and one.key.kind in ledger.NOT_ABOUT_WORK


def report_failure(
    connection: Connection, one: Delivery, setting: Setting, *, reason: str, trouble: Trouble = "given-up"
) -> None:
    """Tell staff what could not be posted or taken back, and why."""
    _tell(connection, one, setting, kind=NoticeKind.FAILED, question=trouble, reason=reason)


def _tell(
    connection: Connection, one: Delivery, setting: Setting, *, kind: NoticeKind, question: str, reason: str
) -> None:
    """What concerns staff notices themselves is only logged: telling of a telling would never end. Refusals are told
    once a row; a question that comes up again after staff have answered it is a new one.
    """
    course = setting.courses.get(one.key.course)
    if course is None or one.key.destination in ledger.STAFF_ONLY or courtesy(one):
        log.warning("action=%s delivery=%s kind=%s", kind.value, one.id, one.key.kind)
        return
    details = {
        "delivery": str(one.id),
        "title": one.title,
        "channel": recipients.name(connection, one) or one.channel,
        "platform": one.platform,
        "reason": reason,
        "question": question,
        "stale_after": one.stale_after.isoformat(),
    }
    occurrence = question if question in TOLD_ONCE else f"{question}.{one.attempts}"
    telling = Telling(kind=kind, item=str(one.id), occurrence=occurrence, title=one.title, details=details)
    tell(connection, course, telling, now=setting.now)
