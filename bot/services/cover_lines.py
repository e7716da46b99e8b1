"""What is said of a seat that was given up late, as it stands at the moment: to staff in one line that is kept up to
date in place, to the backup who is asked, and in the channel, where the call ends once the seat is taken.

It looks facts up, and names for staff alone; the sentences are the handlers'.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_rules import is_over
from bot.services import seat_consequences, seat_tellings, seating
from bot.services.claiming import Compose
from bot.services.covering import ASSIGNED, CALLED, COVER
from bot.services.destinations import STAFF, destinations
from bot.services.in_place import LONGEST, Turn, begin, composed, put, turn_done
from bot.services.offering import SHORT_NOTICE, occurrence
from bot.services.seat_tellings import WHAT, decoded
from bot.store import courses as states
from bot.store import covers, marks, people, seats, standing
from bot.store.covers import Cover
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery
from bot.store.standing import Standing

log = logging.getLogger(__name__)

LATELY = timedelta(days=1)
"""So long after it was settled a change is still tried."""

AGAIN = timedelta(minutes=15)
"""So often it is looked whether another process wrote something, and a change is tried that failed."""

MARK = "cover:"


def of_backup(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """None: they are not asked any more, somebody has the seat, or class has begun."""
    cover = covers.get(connection, int(one.details.get(COVER, "0")))
    known = seating.signups(connection, course)
    seat = known.seats.get(decoded(one.details))
    if cover is None or seat is None or is_over(course, seat.session, now):
        return None
    holder, person = known.held.get(seat.key), int(one.key.recipient)
    if one.details[WHAT] == ASSIGNED:
        return {} if holder is not None and holder.person == person else None
    if cover.state != "asking" or cover.asked != person or cover.ask_until is None or holder is not None:
        return None
    return {"until": cover.ask_until.isoformat()}


def of_call(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """None: nobody is wanted any more."""
    known = _of_standing_call(connection, course, one, now)
    return None if known is None or known["state"] != "calling" else known


def _of_standing_call(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    cover = covers.get(connection, int(one.details.get(COVER, "0")))
    known = seating.signups(connection, course)
    seat = known.seats.get(decoded(one.details))
    if cover is None:
        return None
    if seat is None or is_over(course, seat.session, now):
        return {"state": "over"}
    return {"state": "filled" if seat.key in known.held or not cover.is_open else "calling"}


def of_staff(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """All that came of it, with names. What else staff are told about seats is known elsewhere."""
    if COVER not in one.details:
        return seat_consequences.particulars(connection, course, one, now)
    cover = covers.get(connection, int(one.details[COVER]))
    if cover is None:
        return None
    found = seat_tellings.particulars(connection, course, one, now) or {}
    holder = seats.held(connection, course.id).get(cover.key)
    names = people.names(
        connection,
        {
            cover.dropped_by,
            *(tried.person for tried in cover.tried),
            *((cover.asked,) if cover.asked is not None else ()),
            *((cover.settled_by,) if cover.settled_by is not None else ()),
        },
    )
    return {
        **found,
        "state": cover.state,
        "dropper": names.get(cover.dropped_by, ""),
        "how": _how(connection, course, cover),
        "opened": cover.opened_at.isoformat(),
        "tried": json.dumps([(names.get(tried.person, ""), tried.how) for tried in cover.tried]),
        "asked": names.get(cover.asked, "") if cover.asked is not None else "",
        "until": cover.ask_until.isoformat() if cover.ask_until is not None else "",
        "has_it": names.get(cover.settled_by, "") if cover.settled_by is not None else "",
        "again": "yes" if cover.settled_by == cover.dropped_by else "",
        "free": "yes" if holder is None else "",
        "offered": str(covers.asked_of(connection, course.id, cover.key.session, occurrence(SHORT_NOTICE, cover.id))),
    }


def _how(connection: Connection, course: Course, cover: Cover) -> str:
    """The word of the history for how the seat became free."""
    lines = seats.changes(connection, course.id)
    mine = (one for one in reversed(lines) if one.key == cover.key and one.at == cover.opened_at)
    return next((one.change for one in mine if one.change in seats.LOST), "dropped")


# --- in place -------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class CoverLines:
    """A part of the rounds: looks when this process has written anything, and every now and then."""

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose
    _looked: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def next(self, _course: Course, _now: datetime) -> datetime | None:
        """What stands changes when something is written, and at no hour of its own."""
        return None

    async def tick(self, course: Course, now: datetime) -> bool:
        """Change what has to be changed; there is never anything to be said after it."""
        looked = self._looked.get(course.id)
        if looked is not None and looked[0] == self.run.writes and looked[1] <= now < looked[1] + AGAIN:
            return False
        writes = self.run.writes
        if await self.run.read(changes, course, compose=self.compose, now=now):
            for turn in await self.run(take, course, compose=self.compose, now=now):
                platform = self.platforms.get(turn.row.platform)
                if platform is not None and await put(platform, turn, seconds=LONGEST):
                    await self.run(turn_done, turn)
        self._looked[course.id] = (writes, now)
        return False


def take(connection: Connection, course: Course, *, compose: Compose, now: datetime) -> tuple[Turn, ...]:
    """What has to be put in place of what stands; until that is done it counts as doubtful."""
    turns: list[Turn] = []
    for row, reply, mark in changes(connection, course, compose=compose, now=now):
        if marks.advance(connection, mark, before=marks.marked(connection, mark), to=now):
            turns.append(begin(connection, row, reply))
    return tuple(turns)


def changes(
    connection: Connection, course: Course, *, compose: Compose, now: datetime
) -> tuple[tuple[Delivery, Reply, str], ...]:
    """Of each line about a cover that is open or was settled lately, what should stand there, where that is another and
    nobody has taken it up; with the mark of whoever takes it up.
    """
    recent = covers.since(connection, course.id, now - LATELY)
    if not recent or states.state(connection, course.id).paused(now):
        return ()
    found: list[tuple[Delivery, Reply, str]] = []
    for cover in recent:
        for row in _lines(connection, course, cover):
            mark = f"{MARK}{row.delivery.id}:{_stage(cover)}"
            taken = marks.marked(connection, mark)
            if taken is not None and taken <= now < taken + AGAIN:
                continue
            look_up = of_staff if row.delivery.notice.kind is NoticeKind.SEATS else _of_standing_call
            reply = composed(connection, course, row.delivery, look_up, compose=compose, now=now)
            if reply is not None and (row.doubtful or codec.encode(reply) != row.delivery.snapshot):
                found.append((row.delivery, reply, mark))
    return tuple(found)


def _stage(cover: Cover) -> str:
    return f"{cover.state}.{len(cover.tried)}.{cover.asked or 0}"


def _lines(connection: Connection, course: Course, cover: Cover) -> Iterator[Standing]:
    """What staff read of it, and the call in the channel, as they stand there."""
    staff, call = NoticeKind.SEATS.value, NoticeKind.COVER_CALL.value
    name = f"{COVER}.{cover.id}"
    places = [(staff, name, STAFF), (staff, f"{CALLED}.{cover.id}", STAFF)]
    places += [(call, name, one.platform) for one in destinations(course, "announcements")]
    for kind, said_as, destination in places:
        row = standing.of(connection, course.id, kind, cover.key.session, said_as, destination=destination)
        if row is not None:
            yield row
