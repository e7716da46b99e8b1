"""A seat that was given up late is covered: its backups are asked one after the other, close to class assigned, and
where none is left everybody who may take it is asked. Staff hear of it at once, and of what comes of it.

Each step is one transaction that changes the row; two processes, or one that was killed, never take one twice. It knows
no sentence: what staff read is made from the row in `cover_lines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.cover import SHORT_NOTICE, ask_until, backups, is_short_notice, stands_in_the_way
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.seat_rules import Bar, drop_is_late, times
from bot.course.signups import Holding, Seat, Signups, begins_at
from bot.errors import Refused
from bot.services import offering, seat_exchanges, seating
from bot.services.destinations import STAFF
from bot.services.outlook import entries
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.seat_tellings import WHAT, encoded
from bot.services.staff_notices import Telling, tell
from bot.store import courses as states
from bot.store import covers, ledger, people, seats, standing
from bot.store.covers import Cover, How, Tried
from bot.store.database import Connection

COVER = "cover"
"""The detail that names the row, and the word of the line that staff read of all that came of it."""

CALLED = "cover_called"
"""The word of what staff read beside that line: class is near and the seat empty, so it is theirs to do something."""

ASKED, ASSIGNED = "asked", "assigned"
"""In the detail `WHAT` of what a backup is told."""

LEFT = "left"
"""The detail with the role of the seat that a backup has left for it."""

WITH_YOU = "with_you"
"""The word of what those hear who present in the same class, once somebody else does so with them."""

FORGOTTEN = timedelta(days=14)
"""A class that is taken off the schedule, or has no date, may come back so long."""


def begin(connection: Connection, course: Course, seat: Seat, dropped_by: int, *, now: datetime) -> Cover:
    """Look for somebody. Call it after the change that freed the seat, in the same transaction. Staff hear of it at
    once, whatever comes next.
    """
    before = covers.of_seat(connection, course.id, seat.key)
    if before is not None and before.is_open:
        covers.move(connection, before, state="over", settled_at=now)
    number = covers.add(connection, course.id, seat.key, dropped_by=dropped_by, now=now)
    made = find(connection, course, number)
    tell_staff(connection, course, made, COVER, now=now)
    return advance(connection, course, made, now=now)


def advance(connection: Connection, course: Course, cover: Cover, *, now: datetime) -> Cover:
    """Take the steps that are due; the row as it is then."""
    if not cover.is_open:
        return cover
    known = seating.signups(connection, course)
    seat, end = known.seats.get(cover.key), _end(course, cover, known, now)
    if end:
        cover = moved(connection, cover, state="over", settled_at=now)
        if seat is not None and end == "moved":
            number = next(one.id for one in seats.of_seat(connection, course.id, seat.key) if one.change in seats.LOST)
            offering.offer(connection, course, seat, now=now, why=offering.FREE, number=number)
        return cover
    holder = known.held.get(cover.key)
    if holder is not None:
        return filled(connection, course, cover, holder.person, now=now)
    if seat is None or (begins := begins_at(course, seat.session)) is None:
        return cover
    near = is_short_notice(begins, now)
    if may_ask(connection, course, now) and (cover.state == "asking" or near):
        cover = _look(connection, course, cover, known, near=near, now=now)
    if is_untold(connection, course, cover, begins, now):
        tell_staff(connection, course, cover, CALLED, now=now)
    return cover


def _look(connection: Connection, course: Course, cover: Cover, known: Signups, *, near: bool, now: datetime) -> Cover:
    """Somebody for a free seat: the next backup, once the one who is asked has had their time."""
    seat = known.seats[cover.key]
    if cover.asked is not None and cover.ask_until is not None:
        is_backup = any(one.person == cover.asked for one in backups(known, seat))
        if is_backup and now < cover.ask_until and not near:
            return cover
        if not is_backup or not near:
            cover = tried(connection, cover, cover.asked, "silent" if is_backup else "gone")
    return _ask_next(connection, course, cover, known, now=now)


def is_due(connection: Connection, course: Course, cover: Cover, known: Signups, now: datetime) -> bool:
    """Whether there is a step to take."""
    seat = known.seats.get(cover.key)
    if _end(course, cover, known, now) or cover.key in known.held:
        return True
    if seat is None or (begins := begins_at(course, seat.session)) is None:
        return False
    near = is_short_notice(begins, now)
    if is_untold(connection, course, cover, begins, now):
        return True
    if not may_ask(connection, course, now):
        return False
    if near and _to_assign(connection, course, cover, known, now):
        return True
    waits = cover.asked is not None and cover.ask_until is not None and now < cover.ask_until
    still = any(one.person == cover.asked for one in backups(known, seat))
    return cover.state == "asking" and not (waits and still)


def _end(course: Course, cover: Cover, known: Signups, now: datetime) -> str:
    """Why nobody is to be found at short notice any more: class has begun, has moved so far that there is time, or is
    not in the schedule and will hardly come back. '': somebody is.
    """
    seat = known.seats.get(cover.key)
    begins = None if seat is None else begins_at(course, seat.session)
    if seat is None or begins is None:
        return "gone" if now - cover.opened_at > FORGOTTEN else ""
    if begins <= now:
        return "begun"
    return "" if drop_is_late(course, seat.session, now) or cover.key in known.held else "moved"


def is_told(connection: Connection, course: Course, cover: Cover) -> bool:
    """Whether staff were told that they may have to do something."""
    of_class = (connection, course.id, NoticeKind.SEATS.value, cover.key.session)
    return f"{CALLED}.{cover.id}" in standing.hours(*of_class, destination=STAFF)


def is_untold(connection: Connection, course: Course, cover: Cover, begins: datetime, now: datetime) -> bool:
    """Whether staff have to hear that class is near and the seat empty. Where it was given up so late that nobody could
    be asked before, the line of that moment says it.
    """
    if not cover.is_open or not is_short_notice(begins, now):
        return False
    if is_short_notice(begins, cover.opened_at) and all(one.how == "barred" for one in cover.tried):
        return False
    return not is_told(connection, course, cover)


def may_ask(connection: Connection, course: Course, now: datetime) -> bool:
    """Nobody is asked who would not hear of it: in a pause, a rehearsal, or before the roster is right."""
    state = states.state(connection, course.id)
    return state.live and state.roster_right_at is not None and not state.paused(now)


def is_shut(known: Signups, seat: Seat, now: datetime) -> bool:
    """Whether nobody may take seats by themselves yet, so that it is of no use to ask everybody."""
    bar = times(known, seat, now)
    return bar is not None and bar.bar in (Bar.UNOPENED, Bar.PREFERENCES)


def _ask_next(connection: Connection, course: Course, cover: Cover, known: Signups, *, now: datetime) -> Cover:
    seat = known.seats[cover.key]
    begins = begins_at(course, seat.session)
    if begins is not None and is_short_notice(begins, now):
        for backup in _willing(connection, course, cover, known, seat):
            if not stands_in_the_way(known, seat, backup, now):
                return _assign(connection, course, cover, backup, now=now)
            cover = cover if cover.was(backup.person) == "barred" else tried(connection, cover, backup.person, "barred")
        return cover if cover.state == "calling" else _call(connection, course, cover, seat, now=now)
    for backup in _willing(connection, course, cover, known, seat):
        if begins is None or cover.was(backup.person) is not None:
            continue
        if stands_in_the_way(known, seat, backup, now):
            cover = tried(connection, cover, backup.person, "barred")
        elif _tell_backup(connection, course, cover, backup.person, ASKED, now=now):
            until = ask_until(now, begins, _zone(connection, course, backup.person))
            until = min(until, begins - SHORT_NOTICE)  # from then on it is theirs
            return moved(connection, cover, asked=backup.person, asked_at=now, ask_until=until)
        else:
            cover = tried(connection, cover, backup.person, "silent")
    return _call(connection, course, cover, seat, now=now)


def _willing(connection: Connection, course: Course, cover: Cover, known: Signups, seat: Seat) -> Iterator[Holding]:
    """The backups who have not said no: first who is being asked, then who was not asked yet."""

    def order(one: Holding) -> tuple[bool, bool]:
        return one.person != cover.asked, cover.was(one.person) is not None

    for backup in sorted(backups(known, seat), key=order):
        member = people.get_member(connection, course.id, backup.person)
        if member is not None and member.active and cover.was(backup.person) not in ("passed", "assigned"):
            yield backup


def _to_assign(connection: Connection, course: Course, cover: Cover, known: Signups, now: datetime) -> bool:
    """Whether a backup may be put in."""
    seat = known.seats[cover.key]
    found = _willing(connection, course, cover, known, seat)
    return any(not stands_in_the_way(known, seat, one, now) for one in found)


def _zone(connection: Connection, course: Course, person: int) -> ZoneInfo:
    name = people.get_person(connection, person).timezone
    return ZoneInfo(name) if name else course.timezone


def _assign(connection: Connection, course: Course, cover: Cover, backup: Holding, *, now: datetime) -> Cover:
    """There is no time to ask."""
    cover = tried(connection, cover, backup.person, "assigned")
    seat_exchanges.step_in(connection, course, cover.key, backup.key, backup.person, now=now)
    _tell_backup(connection, course, cover, backup.person, ASSIGNED, now=now, **{LEFT: backup.key.role})
    return filled(connection, course, cover, backup.person, now=now)


def _call(connection: Connection, course: Course, cover: Cover, seat: Seat, *, now: datetime) -> Cover:
    """Nobody is left to ask: whoever may take it is, by direct message and, without a name, in the channel."""
    cover = moved(connection, cover, state="calling", asked=None, asked_at=None, ask_until=None)
    but = {cover.dropped_by, *(one.person for one in cover.tried if one.how == "passed")}
    if is_shut(seating.signups(connection, course), seat, now):
        return cover
    offering.offer(connection, course, seat, now=now, why=offering.SHORT_NOTICE, number=cover.id, but=but)
    begins = begins_at(course, seat.session)
    notice = Notice(
        course=course.id,
        kind=NoticeKind.COVER_CALL,
        item=cover.key.session,
        occurrence=f"{COVER}.{cover.id}",
        due_at=now,
        stale_after=begins or now,
        title="A seat is open",
    )
    details = {COVER: str(cover.id), **encoded(cover.key)}
    for entry in entries(course, notice, live=states.state(connection, course.id).live):
        ledger.enqueue(connection, replace(entry, details=details), now=now)
    return cover


def filled(connection: Connection, course: Course, cover: Cover, person: int, *, now: datetime) -> Cover:
    """The person has the seat: who gave it up hears that it is in good hands, whoever was being asked that they are not
    needed, and who presents there as well with whom. Staff read it in the line that they have.
    """
    if cover.asked not in (None, person):
        asked = _telling(cover, cover.asked or 0, NoticeKind.SEAT, "not_needed")
        tell_person(connection, course, asked, now=now)
    cover = moved(connection, cover, state="filled", settled_at=now, settled_by=person)
    dropper = people.get_member(connection, course.id, cover.dropped_by)
    sure = cover.was(person) != "assigned"  # who was put in may still say that they cannot
    if sure and person != cover.dropped_by and dropper is not None and dropper.active:
        telling = _telling(cover, cover.dropped_by, NoticeKind.SEAT, "covered_for", person=str(person))
        tell_person(connection, course, telling, now=now)
    if person != cover.dropped_by:
        _tell_beside(connection, course, cover, person, now=now)
    return cover


def _tell_beside(connection: Connection, course: Course, cover: Cover, person: int, *, now: datetime) -> None:
    """Those who present with them."""
    there = seating.signups(connection, course).of_session(cover.key.session)
    beside = {one.person for seat, one in there if one is not None and seat.key.paper == cover.key.paper}
    for to in sorted(beside - {person, cover.dropped_by}):
        telling = _telling(cover, to, NoticeKind.SEAT, WITH_YOU, person=str(person))
        once = replace(telling, occurrence=f"{telling.occurrence}.{person}")
        tell_person(connection, course, once, now=now)


# --- the row --------------------------------------------------------------------------------------------------------


def find(connection: Connection, course: Course, cover_id: int) -> Cover:
    """Raises Refused where there is none in this course."""
    cover = covers.get(connection, cover_id)
    if cover is None or cover.course != course.id:
        raise Refused("I do not know what that was about any more.")
    return cover


def moved(connection: Connection, cover: Cover, **values: object) -> Cover:
    """The row, changed. Another process that was faster has decided."""
    covers.move(connection, cover, **values)
    now = covers.get(connection, cover.id)
    if now is None:
        raise LookupError(cover.id)
    return now


def tried(connection: Connection, cover: Cover, person: int, how: How) -> Cover:
    """Write down what came of asking the person; nobody is asked then."""
    answers = (*cover.tried, Tried(person, how))
    return moved(connection, cover, tried=answers, asked=None, asked_at=None, ask_until=None)


# --- telling --------------------------------------------------------------------------------------------------------


def _tell_backup(
    connection: Connection, course: Course, cover: Cover, person: int, what: str, *, now: datetime, **more: str
) -> bool:
    return tell_person(connection, course, _telling(cover, person, NoticeKind.BACKUP, what, **more), now=now)


def _telling(cover: Cover, to: int, kind: NoticeKind, what: str, **more: str) -> PersonTelling:
    return PersonTelling(
        person=to,
        kind=kind,
        item=cover.key.session,
        occurrence=f"{what}.{COVER}.{cover.id}",
        title="Stepping in",
        details={WHAT: what, COVER: str(cover.id), **encoded(cover.key), **more},
    )


def tell_staff(
    connection: Connection, course: Course, cover: Cover, what: str, *, now: datetime, person: int | None = None
) -> bool:
    """Each of these once a cover, or a cover and person."""
    about = {} if person is None else {"person": str(person)}
    telling = Telling(
        kind=NoticeKind.SEATS,
        item=cover.key.session,
        occurrence=f"{what}.{cover.id}" + ("" if person is None else f".{person}"),
        title="A seat was given up late",
        details={WHAT: what, COVER: str(cover.id), **encoded(cover.key), **about},
    )
    return tell(connection, course, telling, now=now)
