"""A nudge: staff have everybody written to, once, whose review of a session is wanted and not in.

Who that is, is worked out as staff look, as they press, and once more as each message is put into words: whoever has
handed in by then hears nothing. It knows no sentence of a message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reminders import quiet
from bot.course.zones import zone_of
from bot.errors import Refused
from bot.services import owing, reminder_details, tallying
from bot.services.personal_notices import entry_for
from bot.services.tallying import Counted, Lot, lot_of
from bot.store import audit, ledger, nudges, people, reminded
from bot.store import courses as course_states
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.nudges import Round
from bot.store.reminded import Pupil

NUDGED = (Lot.MISSING, Lot.DRAFT, Lot.PARTLY)
"""Whose review is wanted and not in: not who is excused, presents, has more time or has handed in."""

USEFUL_FOR = timedelta(days=1)

ONLY, OFF = "only", "off"
"""In the details: `missing` where it is for those alone who have not begun; that they turned reminders off."""

Which = Literal["all", "new"]
"""Everybody who still owes, or those alone who have not begun."""

REHEARSING = "Before you go live I write to no student. Nobody was nudged."
UNLOOKED_AT = (
    "Nobody was nudged: first say that the roster is right, so that I write to nobody who is not in the course."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who still owes. `reachable`: they have an account where the course is; `mark` says where staff can write
    to them otherwise. `off`: they turned reminders off; `night`: it is night where they are.
    """

    person: int
    name: str
    lot: Lot
    done: int
    needed: int
    reachable: bool
    off: bool
    night: bool
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A round that was sent. `by` and `unreached` are names."""

    at: datetime
    by: str
    number: int
    unreached: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Who would get what. `round`: the number that the next one has. `others`: who need not be nudged. `example`: what
    is looked up for the first.
    """

    candidates: tuple[Candidate, ...]
    round: int
    earlier: Earlier | None
    live: bool
    roster_right: bool
    paused: bool
    others: tuple[Counted, ...] = ()
    example: Mapping[str, str] | None = None

    def told(self, which: Which, *, off: bool) -> tuple[Candidate, ...]:
        """Who hears of it. `off`: also those who turned reminders off."""
        return tuple(
            one
            for one in self.candidates
            if one.reachable and (off or not one.off) and (which == "all" or one.lot is Lot.MISSING)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """`names` of those who hear of it. `earlier`: the round that was sent before this was pressed, in place of it."""

    names: tuple[str, ...]
    earlier: Earlier | None = None


# --- who --------------------------------------------------------------------------------------------------------------


def preview(connection: Connection, course: Course, session: str, *, off: bool = False, now: datetime) -> Preview:
    """What would happen. `off`: also to those who turned reminders off."""
    state = course_states.state(connection, course.id)
    rounds = nudges.of_session(connection, course.id, session)
    counted = tallying.count(connection, course, session, now=now)
    found = Preview(
        candidates=_candidates(connection, course, [one for one in counted if owes(one, now)], now),
        others=tuple(one for one in counted if not owes(one, now)),
        round=rounds[-1].number + 1 if rounds else 1,
        earlier=_earlier(connection, rounds[-1]) if rounds else None,
        live=state.live,
        roster_right=state.roster_right_at is not None,
        paused=state.paused(now),
    )
    first = next(iter(found.told("all", off=off)), None)
    if first is None:
        return found
    example = _looked_up(connection, course, session, first.person, now)
    return replace(found, example=example)


def last(connection: Connection, course: Course, session: str) -> Earlier | None:
    """The newest round about the session."""
    rounds = nudges.of_session(connection, course.id, session)
    return _earlier(connection, rounds[-1]) if rounds else None


def owes(one: Counted, now: datetime) -> bool:
    """Whether a nudge is for them: something of theirs is wanted, not in, and still taken."""
    return one.lot in NUDGED and bool(one.duty.to_do(now))


def _candidates(
    connection: Connection, course: Course, waiting: Sequence[Counted], now: datetime
) -> tuple[Candidate, ...]:
    pupils = {one.person: one for one in reminded.pupils(connection, course.id)}
    away = [one.person for one in waiting if not _reachable(course, pupils[one.person])]
    marks = people.marks(connection, away) if away else {}
    return tuple(
        Candidate(
            person=one.person,
            name=one.name,
            lot=one.lot,
            done=one.duty.done,
            needed=one.duty.needed,
            reachable=one.person not in away,
            off=pupils[one.person].reminders == "off",
            night=quiet(now, zone_of(pupils[one.person].timezone, course.timezone)),
            mark=marks.get(one.person, ""),
        )
        for one in waiting
    )


def _reachable(course: Course, pupil: Pupil) -> bool:
    return any(platform in pupil.accounts for platform in course.channels)


def _earlier(connection: Connection, one: Round) -> Earlier:
    names = people.names(connection, {*one.unreached, *([one.by] if one.by is not None else [])})
    return Earlier(
        at=one.at,
        by=names.get(one.by, "") if one.by is not None else "",
        number=len(one.persons),
        unreached=tuple(names.get(person, "") for person in one.unreached),
    )


# --- sending ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What staff pressed: the round that they were shown as the next one, to whom, and whether also to those who turned
    reminders off.
    """

    round: int
    which: Which
    off: bool


def send(connection: Connection, course: Course, session: str, order: Order, *, now: datetime, by: int | None) -> Sent:
    """Enter a message to each, unless that round was sent already. Raises Refused before Go live, and before staff have
    said that the roster is right.
    """
    state = course_states.state(connection, course.id)
    if not state.live:
        raise Refused(REHEARSING)
    if state.roster_right_at is None:
        raise Refused(UNLOOKED_AT)
    known = preview(connection, course, session, now=now)
    if order.round != known.round:
        return Sent(names=(), earlier=known.earlier)
    told = known.told(order.which, off=order.off)
    pupils = {one.person: one for one in reminded.pupils(connection, course.id)}
    of = course.session(session)
    notice = Notice(
        course=course.id,
        kind=NoticeKind.NUDGE,
        item=session,
        occurrence=f"{nudges.ROUND}{order.round}",
        due_at=now,
        stale_after=now + USEFUL_FOR,
        title=f"A nudge about {of.name if of is not None else session}",
    )
    details = {nudges.BY: "" if by is None else str(by), ONLY: "missing" if order.which == "new" else ""}
    for one in told:
        entry = entry_for(course, pupils[one.person], notice, {**details, OFF: "yes" if one.off else ""})
        if entry is not None:
            ledger.enqueue(connection, entry, now=now)
    if told:
        said = {"round": order.round, "persons": [one.person for one in told], "which": order.which}
        audit.record(connection, course=course.id, person=by, action="nudged", item=session, details=said, now=now)
    return Sent(names=tuple(one.name for one in told))


# --- as it is put into words ------------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What the person owes by now, for `reminder_details.read`; None for whom it is not meant any more."""
    person = int(one.key.recipient) if one.key.recipient.isdecimal() else 0
    begun = one.details.get(ONLY) == "missing"
    return _looked_up(connection, course, one.key.item, person, now, off=bool(one.details.get(OFF)), untouched=begun)


def _looked_up(
    connection: Connection,
    course: Course,
    session: str,
    person: int,
    now: datetime,
    *,
    off: bool = True,
    untouched: bool = False,
) -> Mapping[str, str] | None:
    pupil = next(iter(reminded.pupils(connection, course.id, only=person)), None)
    if pupil is None or (pupil.reminders == "off" and not off):
        return None
    duty = next(
        (one for one in owing.duties_of(connection, course, person, now=now) if one.session.id == session), None
    )
    if duty is None or lot_of(duty, now) not in ((Lot.MISSING,) if untouched else NUDGED):
        return None
    about = reminder_details.of_duty(connection, course, person, duty, now=now)
    if about is None:
        return None
    told = {"zone": zone_of(pupil.timezone, course.timezone).key, "occurrence": "", "abouts": [asdict(about)]}
    return {reminder_details.DETAIL: json.dumps(told, default=datetime.isoformat)}
