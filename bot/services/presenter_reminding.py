"""Reminding those who present: who is to hear of which class now, and what is true when it is put into words.

It enters rows into the ledger and nothing else; the ledger's key decides that each is said once. When it is looked is
known in `presenter_rounds`. It knows no sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course, Session
from bot.course.notice import Notice, NoticeKind
from bot.course.presenter_reminders import Call, calls
from bot.course.reminders import quiet, quiet_until
from bot.course.signups import Holding, Seat, SeatKey, Signups
from bot.course.zones import zone_of
from bot.services import occasions, seating
from bot.services.digesting import hours
from bot.services.personal_notices import entry_for
from bot.services.seat_tellings import decoded, encoded
from bot.store import holders, people
from bot.store.database import Connection
from bot.store.ledger import Delivery, Entry
from bot.store.reminded import Pupil

DETAIL = "presenting"
"""The key of the details under which a `Told` stands, as JSON."""

Held = tuple[Seat, Holding]
Mine = Mapping[tuple[int, str], Sequence[Held]]
"""By person and session, the seats."""


def by_person(signups: Signups) -> Mine:
    """The seats that are taken and that the schedule offers."""
    found: dict[tuple[int, str], list[Held]] = {}
    for key, seat in signups.seats.items():
        holding = signups.held.get(key)
        if holding is not None:
            found.setdefault((holding.person, key.session), []).append((seat, holding))
    return found


# --- who is to hear now -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One person to be reminded of one class."""

    pupil: Pupil
    session: Session
    call: Call


def survey(
    connection: Connection,
    course: Course,
    mine: Mine,
    pupils: Mapping[int, Pupil],
    *,
    live_at: datetime,
    now: datetime,
) -> tuple[tuple[Entry, ...], set[datetime]]:
    """The rows that are due and not entered, and when others will be. Who took the seat after the hour of a reminder
    has just read all that it says, and hears the next one; so it is with what was due before Go live.
    """
    ready: list[Ready] = []
    instants: set[datetime] = set()
    for (person, _), held in mine.items():
        pupil = pupils.get(person)
        if pupil is None:
            continue
        zone, session = zone_of(pupil.timezone, course.timezone), held[0][0].session
        since = max(live_at, min(holding.taken_at for _, holding in held))
        for call in calls(course, session, zone):
            if call.at > now:
                instants.add(call.at)
            elif since <= call.at and now < call.stale_after and call.is_wanted(pupil.reminders):
                if quiet(now, zone):
                    instants.add(quiet_until(now, zone))
                else:
                    ready.append(Ready(pupil=pupil, session=session, call=call))
    return _not_entered(connection, course, ready, now), instants


def _not_entered(connection: Connection, course: Course, ready: Iterable[Ready], now: datetime) -> tuple[Entry, ...]:
    waiting = tuple(ready)
    told = holders.told(connection, course.id, NoticeKind.PRESENTER, {one.session.id for one in waiting})
    found = (_entry(course, one, told.get((one.pupil.person, one.session.id), {}), now) for one in waiting)
    return tuple(one for one in found if one is not None)


def _entry(course: Course, one: Ready, told: holders.Told, now: datetime) -> Entry | None:
    """None for what was said, and for who cannot be reached."""
    name = occasions.free_name(one.call.occurrence, told, at=one.call.at)
    if name is None:
        return None
    notice = Notice(
        course=course.id,
        kind=NoticeKind.PRESENTER,
        item=one.session.id,
        occurrence=name,
        due_at=now if name in told else one.call.at,
        stale_after=one.call.stale_after,
        title="A reminder to present",
    )
    return entry_for(course, one.pupil, notice)


# --- what is said -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`mine` are the reader's seats, `others` all other ones of the same class or papers, each with who has it; '' for
    an empty one. `zone` is the reader's. `packet_at`: when the packet of the reviews comes; None: none does.
    """

    zone: str
    mine: tuple[SeatKey, ...]
    others: tuple[tuple[SeatKey, str], ...]
    packet_at: datetime | None = None


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """All that it says, for `read`; None for who presents there no more, wants no reminders, or sleeps."""
    person = int(one.key.recipient) if one.key.recipient.isdecimal() else 0
    pupil = holders.holders(connection, course.id, only=person).get(person)
    session = course.session(one.key.item)
    if pupil is None or session is None:
        return None
    zone = zone_of(pupil.timezone, course.timezone)
    span = one.key.occurrence.partition(".")[0]
    call = next((each for each in calls(course, session, zone) if each.occurrence == span), None)
    if quiet(now, zone) or call is None or not call.at <= now < call.stale_after:
        return None
    there = seating.signups(connection, course).of_session(session.id)
    mine = [seat for seat, holding in there if holding is not None and holding.person == person]
    if not mine or not call.is_wanted(pupil.reminders):
        return None
    papers = {seat.key.paper for seat in mine}
    beside = [(seat.key, holding) for seat, holding in there if seat not in mine and seat.key.paper in papers]
    names = people.names(connection, {holding.person for _, holding in beside if holding is not None})
    told = {
        "zone": zone.key,
        "mine": [encoded(seat.key) for seat in mine],
        "others": [(encoded(key), names.get(holding.person, "") if holding else "") for key, holding in beside],
        "packet_at": _packet_at(course, session),
    }
    return {DETAIL: json.dumps(told)}


def _packet_at(course: Course, session: Session) -> str:
    found = (hour.at.isoformat() for hour in hours(course) if hour.session.id == session.id)
    return next(found, "")


def read(details: Mapping[str, str]) -> Told:
    """What `particulars` found."""
    said = json.loads(details[DETAIL])
    return Told(
        zone=said["zone"],
        mine=tuple(map(decoded, said["mine"])),
        others=tuple((decoded(key), name) for key, name in said["others"]),
        packet_at=datetime.fromisoformat(said["packet_at"]) if said["packet_at"] else None,
    )
