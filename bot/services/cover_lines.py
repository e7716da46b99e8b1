"""What is said of a seat that was given up late, as it stands at the moment: to staff in one line that is kept up to
date in place, to the backup who is asked, and in the channel, where the call ends once the seat is taken.

It looks facts up, and names for staff alone; the sentences are the handlers'.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import codec
from bot.conversation.port import Platform
from bot.course.cover import backups, is_short_notice, stands_in_the_way
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.seat_rules import is_over
from bot.course.signups import Seat, Signups, begins_at
from bot.services import seat_consequences, seat_tellings, seating
from bot.services.claiming import Compose, Particulars
from bot.services.covering import ASKED, ASSIGNED, CALLED, COVER, is_shut
from bot.services.destinations import STAFF, destinations
from bot.services.in_place import composed
from bot.services.offering import SHORT_NOTICE, occurrence
from bot.services.seat_tellings import WHAT, decoded
from bot.services.standing_lines import LATELY, Change, StandingLines, is_taken_up
from bot.store import courses as states
from bot.store import covers, ledger, people, seats, standing
from bot.store.covers import Cover
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery
from bot.store.standing import Standing

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
    return _of_ask(connection, course, one, now)


def _of_ask(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """How it stands with what a backup was asked; None for what they were told instead."""
    cover = covers.get(connection, int(one.details.get(COVER, "0")))
    known = seating.signups(connection, course)
    seat, person = known.seats.get(decoded(one.details)), int(one.key.recipient)
    if cover is None or seat is None or one.details[WHAT] == ASSIGNED:
        return None
    holder, others = known.held.get(seat.key), {backup.person for backup in backups(known, seat)} - {person}
    state: str = "asked" if cover.asked == person else cover.was(person) or "over"
    if holder is not None:
        state = "yours" if holder.person == person else "taken"
    elif not cover.is_open or is_over(course, seat.session, now):
        state = "over"
    return {
        "state": state,
        "until": cover.ask_until.isoformat() if state == "asked" and cover.ask_until is not None else "",
        "next": _next(course, cover, seat, others),
    }


def _next(course: Course, cover: Cover, seat: Seat, others: Collection[int]) -> str:
    """What comes if they do not answer: the seat is theirs, since class is near then, or others are asked."""
    begins = begins_at(course, seat.session)
    if begins is not None and cover.ask_until is not None and is_short_notice(begins, cover.ask_until):
        return "yours"
    return "backup" if any(cover.was(other) is None for other in others) else "everybody"


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
    return {"state": "filled" if seat.key in known.held else "calling" if cover.is_open else "over"}


def of_staff(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """All that came of it, with names. What else staff are told about seats is known elsewhere."""
    if COVER not in one.details:
        return seat_consequences.particulars(connection, course, one, now)
    cover = covers.get(connection, int(one.details[COVER]))
    if cover is None:
        return None
    found = seat_tellings.particulars(connection, course, one, now) or {}
    holder = seats.held(connection, course.id).get(cover.key)
    known = seating.signups(connection, course)
    barred = next((tried.person for tried in reversed(cover.tried) if tried.how == "barred"), None)
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
        **({} if barred is None else {"barred": str(barred), "barred_name": names.get(barred, "")}),
        "bars": json.dumps({names.get(one, ""): why for one, why in _bars(known, cover, now).items()}),
        "asked": names.get(cover.asked, "") if cover.asked is not None else "",
        "until": cover.ask_until.isoformat() if cover.ask_until is not None else "",
        "has_it": names.get(cover.settled_by, "") if cover.settled_by is not None else "",
        "again": "yes" if cover.settled_by == cover.dropped_by else "",
        "free": "yes" if holder is None else "",
        "shut": "yes" if cover.key in known.seats and is_shut(known, known.seats[cover.key], now) else "",
        "offered": str(covers.asked_of(connection, course.id, cover.key.session, occurrence(SHORT_NOTICE, cover.id))),
    }


Bars = Mapping[int, list[tuple[str, Sequence[str | int], int]]]


def _bars(known: Signups, cover: Cover, now: datetime) -> Bars:
    """By backup who may not have it: each rule, the seat of theirs that is in the way, and how many are the most."""
    seat = known.seats.get(cover.key)
    if seat is None:
        return {}
    return {
        one.person: [
            (bar.bar.value, bar.other.key if bar.other is not None else (), bar.most or 0)
            for bar in stands_in_the_way(known, seat, one, now)
        ]
        for one in backups(known, seat)
        if cover.was(one.person) == "barred"
    }


def _how(connection: Connection, course: Course, cover: Cover) -> str:
    """The word of the history for how the seat became free."""
    lines = seats.changes(connection, course.id)
    mine = (one for one in reversed(lines) if one.key == cover.key and one.at == cover.opened_at)
    return next((one.change for one in mine if one.change in seats.LOST), "dropped")


# --- in place -------------------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class CoverLines:
    """A part of the rounds."""

    run: Runner
    platforms: Mapping[str, Platform]
    compose: Compose

    def __post_init__(self) -> None:
        self._lines = StandingLines(run=self.run, platforms=self.platforms, compose=self.compose, changes=changes)

    def next(self, _course: Course, _now: datetime) -> datetime | None:
        """What stands changes when something is written, and at no hour of its own."""
        return None

    async def tick(self, course: Course, now: datetime) -> bool:
        """Change what has to be changed; there is never anything to be said after it."""
        await self._lines.look(course, now)
        return False


def changes(connection: Connection, course: Course, *, compose: Compose, now: datetime) -> tuple[Change, ...]:
    """Of each line about a cover that is open or was settled lately, what should stand there, where that is another and
    nobody has taken it up; with the mark of whoever takes it up.
    """
    recent = covers.since(connection, course.id, now - LATELY)
    if not recent or states.state(connection, course.id).paused(now):
        return ()
    found: list[Change] = []
    for cover in recent:
        for row in _lines(connection, course, cover):
            mark = f"{MARK}{row.delivery.id}:{_stage(cover)}"
            if is_taken_up(connection, mark, now):
                continue
            look_up = IN_PLACE[row.delivery.notice.kind]
            reply = composed(connection, course, row.delivery, look_up, compose=compose, now=now)
            if reply is not None and (row.doubtful or codec.encode(reply) != row.delivery.snapshot):
                found.append((row.delivery, reply, mark))
    return tuple(found)


IN_PLACE: Mapping[NoticeKind, Particulars] = {
    NoticeKind.SEATS: of_staff,
    NoticeKind.COVER_CALL: _of_standing_call,
    NoticeKind.BACKUP: _of_ask,
}


def _stage(cover: Cover) -> str:
    return f"{cover.state}.{len(cover.tried)}.{cover.asked or 0}"


def _lines(connection: Connection, course: Course, cover: Cover) -> Iterator[Standing]:
    """What staff read of it, the call in the channel, and what each backup was asked, as they stand there."""
    staff, call = NoticeKind.SEATS.value, NoticeKind.COVER_CALL.value
    name = f"{COVER}.{cover.id}"
    places = [(staff, name, STAFF), (staff, f"{CALLED}.{cover.id}", STAFF)]
    places += [(call, name, one.platform) for one in destinations(course, "announcements")]
    for kind, said_as, destination in places:
        row = standing.of(connection, course.id, kind, cover.key.session, said_as, destination=destination)
        if row is not None:
            yield row
    for person in {cover.asked, cover.settled_by, *(one.person for one in cover.tried)} - {None}:
        same = (connection, course.id, NoticeKind.BACKUP.value, cover.key.session, f"{ASKED}.{name}")
        row = standing.of(*same, destination=ledger.PERSONAL, recipient=str(person))
        if row is not None:
            yield row
