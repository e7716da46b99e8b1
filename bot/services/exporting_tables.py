"""The other tables that are exported: how everybody stands with every paper, the seats, the ledger, the audit.

Rows are made as they are written. It reads and never writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from bot.course.model import Course
from bot.course.signups import SeatKey, Stage, seats_by_key
from bot.course.versions import standing_of
from bot.export.sheets import Cell, Column, Sheet
from bot.services import seating
from bot.services.exported_people import IDS, Who, everybody, name_of
from bot.services.exporting_reviews import together
from bot.services.exporting_standings import Standings, of_duty, state_of
from bot.store import exports
from bot.store.audit_pages import ABOUT_PERSONS
from bot.store.database import Connection
from bot.store.exports import Taken
from bot.store.ledger import PERSONAL

# --- students x papers ----------------------------------------------------------------------------------------------

STATUS = (Column("course"), *IDS)
"""What stands before the papers."""


def status(connection: Connection, course: Course, *, now: datetime, session: str | None, person: int | None) -> Sheet:
    """A row a student, a column a paper (its id), a word in each cell. Who is no student has one where they wrote."""
    standings = Standings(connection, course, now)
    papers = [one.paper for one in standings.owed.values() if session in (None, one.session.id)]
    taken = {column.name for column in STATUS}
    columns = (*STATUS, *(Column(f"paper_{paper}" if paper in taken else paper) for paper in papers))
    rows = _status_rows(connection, course, standings, papers, person)
    return Sheet(name="status", columns=columns, rows=rows)


def _status_rows(
    connection: Connection, course: Course, standings: Standings, papers: Sequence[str], person: int | None
) -> Iterator[Sequence[Cell]]:
    number = exports.writers(connection, course.id)
    known = everybody(connection, course, number)
    wanted = [
        one for one in known.values() if (one.is_student or one.person in number) and person in (None, one.person)
    ]
    for people in together(wanted, {who: count + 10 for who, count in number.items()}):
        written = exports.briefs(connection, course.id, [one.person for one in people])
        for who in people:
            mine = written.get(who.person, {})
            cells: dict[str, str] = {}
            for paper, versions in mine.items():
                unwritten = standings.not_asked(who.person, paper)
                standing = standing_of(versions, unwritten) if unwritten is not None else None
                if standing is not None and standing.started:
                    cells[paper] = state_of(standing, versions)
            for duty in standings.duties(who, mine):
                cells |= of_duty(duty, active=who.active)
            if who.is_student or cells:
                yield [course.id, *who.cells, *map(cells.get, papers)]


# --- seats ----------------------------------------------------------------------------------------------------------

SIGNUPS = (
    Column("course"),
    Column("session"),
    Column("session_title"),
    Column("session_date", "day"),
    Column("paper"),
    Column("paper_title"),
    Column("seat"),
    Column("seat_title"),
    Column("number", "whole"),
    Column("offered", "yes_no"),
    *IDS,
    Column("taken_at", "instant"),
    Column("how"),
    Column("given_by"),
    Column("outcome"),
    Column("stood_in"),
    Column("marked_at", "instant"),
    Column("marked_by"),
)

STAGES: Mapping[Stage, str] = {
    Stage.AHEAD: "ahead",
    Stage.PRESENTED: "presented",
    Stage.NO_SHOW: "no-show",
    Stage.REPLACED: "stood in",
    Stage.STEPPED_IN: "stepped in",
}
MARKED: Mapping[str, str] = {"": "", "presented": "presented", "no_show": "no-show", "stood_in": "stood in"}
"""What staff said of a seat that the schedule offers no more."""


def signups(connection: Connection, course: Course, *, now: datetime, session: str | None, person: int | None) -> Sheet:
    """A row a seat that somebody has, in the order in which the schedule offers them."""
    return Sheet(name="signups", columns=SIGNUPS, rows=_seat_rows(connection, course, now, session, person))


def _seat_rows(
    connection: Connection, course: Course, now: datetime, session: str | None, person: int | None
) -> Iterator[Sequence[Cell]]:
    taken = exports.taken(connection, course.id)
    involved = chain.from_iterable((one.person, one.stand_in, one.taken_by, one.marked_by) for one in taken)
    known = everybody(connection, course, [who for who in involved if who is not None])
    stages = _stages(connection, course, {one.person for one in taken}, now)
    offered = {key: place for place, key in enumerate(seats_by_key(course))}
    titles = {reading.id: reading.title for _, reading in course.readings()}
    for one in sorted(taken, key=lambda one: (offered.get(SeatKey(*one[:4]), len(offered)), one[:4])):
        if session in (None, one.session) and person in (None, one.person, one.stand_in):
            title = titles.get(one.paper) if one.paper else None
            yield _seat(course, one, title, known, stages.get(SeatKey(*one[:4])))


def _stages(connection: Connection, course: Course, persons: set[int], now: datetime) -> Mapping[SeatKey, Stage]:
    held = seating.signups(connection, course)
    turns = (turn for person in persons for turn in held.turns(person, now))
    return {turn.seat.key: turn.stage for turn in turns if not turn.stood_in}


def _seat(
    course: Course, one: Taken, title: str | None, known: Mapping[int, Who], stage: Stage | None
) -> Sequence[Cell]:
    """`title`: of the paper."""
    session = course.session(one.session)
    seat = seats_by_key(course).get(SeatKey(one.session, one.paper, one.role, one.number))
    role = next((role for role in course.presenting.roles if role.id == one.role), None)
    return [
        course.id,
        one.session,
        session.name if session is not None else None,
        session.first.day if session is not None and session.first is not None else None,
        one.paper or None,
        title,
        one.role,
        role.title if role is not None else None,
        one.number,
        seat is not None,
        *known[one.person].cells,
        course.local(one.taken_at),
        one.how.replace("_", " ") or None,
        name_of(known, one.taken_by),
        STAGES[stage] if stage is not None else MARKED[one.outcome] or None,
        name_of(known, one.stand_in),
        course.local(one.marked_at) if one.marked_at is not None else None,
        name_of(known, one.marked_by),
    ]


# --- the ledger -----------------------------------------------------------------------------------------------------

DELIVERIES = (
    Column("course"),
    Column("id", "whole"),
    Column("kind"),
    Column("item"),
    Column("occurrence"),
    Column("destination"),
    Column("recipient"),
    Column("part"),
    Column("platform"),
    Column("channel"),
    Column("purpose"),
    Column("title"),
    Column("due_at", "instant"),
    Column("state"),
    Column("attempts", "whole"),
    Column("first_tried_at", "instant"),
    Column("sent_at", "instant"),
    Column("reference"),
    Column("failure"),
)


def deliveries(connection: Connection, course: Course, *, session: str | None, person: int | None) -> Sheet:
    """A row each part of each thing that was said or is to be said unasked, as the ledger has it, the oldest first."""
    found = exports.deliveries(
        connection, course.id, item=session or "", recipient="" if person is None else str(person)
    )
    return Sheet(name="deliveries", columns=DELIVERIES, rows=_deliveries(connection, course, found))


def _deliveries(connection: Connection, course: Course, found: Iterator[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    known = everybody(connection, course)
    where = {name: place for place, name in enumerate(exports.DELIVERY)}
    destination, recipient = where["destination"], where["recipient"]
    for row in found:
        cells = _local(course, row)
        if row[destination] == PERSONAL and str(row[recipient]).isdecimal():
            cells[recipient] = name_of(known, int(str(row[recipient]))) or row[recipient]
        yield [course.id, *cells]


# --- the audit ------------------------------------------------------------------------------------------------------

AUDIT = (
    Column("course"),
    Column("id", "whole"),
    Column("at", "instant"),
    Column("by"),
    Column("action"),
    Column("item"),
    Column("about"),
    Column("details"),
)


def audit(connection: Connection, course: Course, *, person: int | None) -> Sheet:
    """A row each thing that staff did, the oldest first. `by` is empty where the bot or the command line did it."""
    return Sheet(name="audit", columns=AUDIT, rows=_audit(connection, course, person))


def _audit(connection: Connection, course: Course, person: int | None) -> Iterator[Sequence[Cell]]:
    known = everybody(connection, course)
    for number, at, by, action, item, details in exports.audited(connection, course.id, by=person):
        about = name_of(known, int(item)) if action in ABOUT_PERSONS and item.isdecimal() else None
        who = name_of(known, by) or (None if by is None else str(by))
        said = json.dumps(details, ensure_ascii=False, sort_keys=True) if details else None
        yield [course.id, number, course.local(at), who, action, item or None, about, said]


def _local(course: Course, row: Sequence[Cell]) -> list[Cell]:
    """With instants on the course's clock, and nothing for what is empty."""
    return [course.local(cell) if isinstance(cell, datetime) else None if cell == "" else cell for cell in row]
