"""The packet of a class's reviews for each of those who present in it: what is in it for whom, and from when on.

What somebody gets was cut for them before it leaves here: it holds no name, nothing for staff only, nothing that staff
keep from classmates, and no order that tells who wrote what. It knows no sentence.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course import digest, packet, reviews
from bot.course.digest import Entry
from bot.course.duties import Role
from bot.course.model import Course, PeersRead, Session
from bot.course.notice import Notice, NoticeKind
from bot.course.packet import Answered, Packet, PacketFile, PaperPacket
from bot.course.papers import required
from bot.course.reviews import Owed
from bot.course.signups import Seat
from bot.errors import Refused
from bot.services import counting, occasions, owing, peer_reading, seating
from bot.services.counting import Counting
from bot.services.digesting import Hour, hours
from bot.services.peer_reading import CLASSMATES
from bot.services.personal_notices import entry_for
from bot.services.presenter_reminding import Mine
from bot.services.reminding import Due
from bot.store import blobs, holders
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.reminded import Pupil

DETAIL, AS_OF = "packet", "as_of"
"""The details of a notice: an encoded `Packet`, and when it was read."""

ENOUGH = 2
"""Reviews from which on presenters see how scores are spread: of one it would be its writer's."""

TOKEN = 12
"""Characters that a button carries of a file."""

NOT_YOURS = "You do not present there, so its packet is not for you."


def hour_of(course: Course, session: Session) -> Hour | None:
    """From when on the class's packets can be read; None where it has none: the bot collects no reviews for it, or
    nothing in them is for presenters.
    """
    hour = next((one for one in hours(course) if one.session.id == session.id), None)
    if hour is None or not any(packet.readable(one.review.form, one.review).fields for one in papers(course, session)):
        return None
    return hour


def papers(course: Course, session: Session) -> tuple[Owed, ...]:
    """The papers of the class of which reviews are written here, for this class or for an earlier one."""
    asked = session.review.papers if session.review is not None else ()
    listed = [one for one in session.readings if one.id in asked or one in required(session.readings)]
    found = (reviews.find(course, one.id) for one in listed)
    return tuple(one for one in found if one is not None and not one.review.external_url)


# --- what is in it --------------------------------------------------------------------------------------------------


def of_person(connection: Connection, course: Course, session: Session, person: int, *, now: datetime) -> Packet | None:
    """All that the person may read of the class's reviews for the seats that they have there, or stood in for; None
    where they have none.
    """
    there = seating.signups(connection, course).of_session(session.id)
    mine = [seat for seat, one in there if one is not None and person in (one.person, one.stand_in)]
    if not mine:
        return None
    desk = _Desk(connection, course, person, now)
    found = (desk.paper(one, _roles(mine, one)) for one in papers(course, session))
    return Packet(
        session=session.id,
        seats=tuple(seat.key for seat in mine),
        papers=tuple(one for one in found if one is not None),
    )


def _roles(mine: Iterable[Seat], one: Owed) -> tuple[Role, ...]:
    """The roles in which the paper is presented by who has these seats."""
    return tuple(seat.role for seat in mine if seat.key.paper in ("", one.paper))


@dataclass(frozen=True, slots=True)
class _Desk:
    """One reader, at one moment."""

    connection: Connection
    course: Course
    person: int
    now: datetime

    def paper(self, one: Owed, roles: Sequence[Role]) -> PaperPacket | None:
        """None where nothing of it is for this reader."""
        current = packet.readable(one.review.form, one.review)
        if not roles or not current.fields:
            return None
        found = self._reviews(one)
        if self._waits(one):
            return PaperPacket(paper=one.paper, reviews=len(found), waits=True)
        entries = [self._entry(one, each, roles) for each in found]
        form = packet.for_roles(roles, current, current)
        scores = digest.scores(entries, form)
        said = (each for each in digest.said(entries, form) if each.field.kind != "file")
        few = len(found) < ENOUGH
        return PaperPacket(
            paper=one.paper,
            reviews=len(found),
            scores=() if few else tuple(scale for scale in scores if scale.total),
            answered=tuple(self._answered(one, each) for each in said),
            files=tuple(file for file, _ in self.files(one, roles)),
            few=few and any(scale.total for scale in scores),
        )

    def _reviews(self, one: Owed) -> tuple[Counting, ...]:
        """Classmates' reviews that count, in an order that is the reader's own and stays."""
        found = counting.of_paper(self.connection, self.course, one, now=self.now)
        theirs = (each for each in found if each.role in CLASSMATES and not each.hidden and each.person != self.person)

        def turn(each: Counting) -> str:
            return self._hash(one.paper, str(each.person), each.begun_at.isoformat())

        return tuple(sorted(theirs, key=turn))

    def _hash(self, *words: str) -> str:
        """Nobody can work out what stands behind it: when a review was begun is known to the microsecond only here."""
        return hashlib.sha256("/".join((str(self.person), *words)).encode("utf-8", "replace")).hexdigest()

    def _entry(self, one: Owed, each: Counting, roles: Sequence[Role]) -> Entry:
        current = packet.readable(one.review.form, one.review)
        form = packet.for_roles(roles, packet.readable(each.form, one.review, each.staff_only), current)
        return Entry(writer="", form=form, answers=each.answers)

    def _answered(self, one: Owed, said: digest.Said) -> Answered:
        """Question by question in another order, so that what one person wrote cannot be put together again."""
        texts = sorted((text for _, text in said.entries), key=lambda text: self._hash(one.paper, said.field.id, text))
        return Answered(label=said.field.label, texts=tuple(texts), earlier=said.earlier)

    def _waits(self, one: Owed) -> bool:
        """Whether the reader is to write a review of their own before they read others', as everybody is."""
        if self.course.presenting.excused_from_review or one.review.peers_read is not PeersRead.AFTER_MINE_AND_DEADLINE:
            return False
        duties = owing.duties_of(self.connection, self.course, self.person, now=self.now)
        return any(standing.owed.paper == one.paper for duty in duties for standing in duty.to_do(self.now))

    def files(self, one: Owed, roles: Sequence[Role]) -> Iterator[tuple[PacketFile, str]]:
        """The files, each with the id under which it is stored."""
        numbers: Counter[str] = Counter()
        for each in self._reviews(one):
            form = self._entry(one, each, roles).form
            named = peer_reading.files_of(self.connection, self.course, form, each, named=False, numbers=numbers)
            for file in named:
                token = self._hash(one.paper, file.id, each.begun_at.isoformat())[:TOKEN]
                yield PacketFile(token=token, name=file.name, size=file.size), file.id


def file(
    connection: Connection, course: Course, session: Session, person: int, *, token: str, now: datetime
) -> tuple[str, bytes]:
    """Name and content of a file of the person's packet. Raises Refused where it is not there or not for them."""
    there = seating.signups(connection, course).of_session(session.id)
    mine = [seat for seat, one in there if one is not None and person in (one.person, one.stand_in)]
    desk = _Desk(connection, course, person, now)
    for one in papers(course, session) if mine else ():
        found = desk.paper(one, _roles(mine, one))
        for known, stored in desk.files(one, _roles(mine, one)) if found is not None and not found.waits else ():
            content = blobs.get(connection, course.id, stored) if known.token == token else None
            if content is not None:
                return known.name, content[1]
    raise Refused("That file is not here any more, or it is not for you.")


def of_classes(
    connection: Connection, course: Course, person: int, *, now: datetime
) -> tuple[tuple[Session, Hour, tuple[Seat, ...]], ...]:
    """The classes with packets in which the person presents, by their dates, with the hour of each."""
    found: dict[str, list[Seat]] = {}
    for turn in seating.signups(connection, course).turns(person, now):
        found.setdefault(turn.seat.key.session, []).append(turn.seat)
    dated = ((mine[0].session, hour_of(course, mine[0].session), tuple(mine)) for mine in found.values())
    return tuple((session, hour, mine) for session, hour, mine in dated if hour is not None)


# --- saying it ------------------------------------------------------------------------------------------------------


def survey(
    connection: Connection,
    course: Course,
    mine: Mine,
    pupils: Mapping[int, Pupil],
    *,
    live_at: datetime,
    now: datetime,
) -> tuple[tuple[Due, ...], set[datetime]]:
    """The packets that are due and not entered, and when others will be. Who takes a seat after the hour is due one
    then; each seat is told of once.
    """
    offered = {session for _, session in mine}
    by_session = {one.id: hour_of(course, one) for one in course.sessions if one.id in offered}
    instants = {hour.at for hour in by_session.values() if hour is not None and hour.at > now}
    open_now = {name for name, hour in by_session.items() if hour is not None and hour.at <= now < hour.begins}
    told = holders.told(connection, course.id, NoticeKind.PACKET, open_now)
    found: list[Due] = []
    for (person, session), held in mine.items():
        pupil, hour = pupils.get(person), by_session[session]
        if session not in open_now or pupil is None or hour is None:
            continue
        fresh = [(seat, max(hour.at, one.taken_at)) for seat, one in held if live_at <= max(hour.at, one.taken_at)]
        named = _named(fresh, told.get((person, session), {}), hour)
        found += _rows(course, pupil, hour, named)
    return tuple(found), instants


def _named(fresh: Iterable[tuple[Seat, datetime]], told: holders.Told, hour: Hour) -> list[tuple[str, datetime]]:
    """The names of what was not told, each with when it was due."""
    words = ((_occurrence(seat), due_at) for seat, due_at in fresh)
    return [
        (name, due_at) for word, due_at in words if (name := occasions.free_name(word, told, at=hour.at)) is not None
    ]


def _occurrence(seat: Seat) -> str:
    words = (seat.key.paper, seat.key.role, str(seat.key.number))
    return ".".join(word for word in words if word)


def _rows(course: Course, pupil: Pupil, hour: Hour, named: Sequence[tuple[str, datetime]]) -> list[Due]:
    """One row that says all of it, and those in the place of the others; none for who cannot be reached."""
    notices = (
        Notice(
            course=course.id,
            kind=NoticeKind.PACKET,
            item=hour.session.id,
            occurrence=name,
            due_at=due_at,
            stale_after=hour.begins,
            title="A packet of reviews",
        )
        for name, due_at in named
    )
    entries = [entry for one in notices if (entry := entry_for(course, pupil, one)) is not None]
    return [Due(entry=entries[0], also=tuple(entries[1:]))] if entries else []


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """The packet as it is now; None for who presents there no more."""
    person = int(one.key.recipient) if one.key.recipient.isdecimal() else 0
    session = course.session(one.key.item)
    if session is None or hour_of(course, session) is None:
        return None
    if person not in holders.holders(connection, course.id, only=person):
        return None
    found = of_person(connection, course, session, person, now=now)
    return None if found is None else {DETAIL: packet.encode(found), AS_OF: now.isoformat()}
