"""A course in which students write and present, half-way through: somebody in every lot, for what staff look at."""

from __future__ import annotations

from datetime import datetime

from bot.course.reviews import find
from bot.services import pleading, review_marks, reviewing
from bot.services.naming import Work
from bot.services.reviewing import Sent
from bot.store import audit, grants, participations, people
from bot.store.database import Connection, Database
from bot.store.records import ReviewGrant
from bot.store.staff_tables import roster_entry, roster_sheet
from tests.support.reminded_seminar import filled
from tests.support.seat_desk import DAY, HOUR, REVIEWS, START, SeatDesk, key, la, seat_desk, small

RAFT, RDD, ZERO = la(31, 13), la(7, 13, month=2), la(14, 13, month=2)
"""When the reviews of the first classes are due."""

NOW = RDD + 2 * DAY
UNFINISHED = {"sentences": "Only begun."}

LOTS = {
    "raft": {"ada": "in", "bob": "late", "cem": "missing", "dee": "presenting", "eli": "excused", "fay": "missing"},
    "rdd": {"ada": "in", "bob": "in", "cem": "draft", "dee": "more_time", "eli": "missing", "fay": "missing"},
    "zero": {"ada": "in", "bob": "missing", "cem": "missing", "dee": "missing", "eli": "missing", "fay": "presenting"},
}
"""At `NOW`; the last is not due yet."""


async def writes(it: SeatDesk, who: str, paper: str, now: datetime, *, submit: bool = True, window: str = "w1") -> None:
    """A later window is opened on the first version."""
    owed = find(it.course, paper)
    assert owed is not None
    sent = Sent(
        person=it.persons[who],
        paper=paper,
        window=window,
        base=0 if window == "w1" else 1,
        answers={field: said.replace("word", window) for field, said in filled(owed.review.form).items()}
        if submit
        else UNFINISHED,
        submit=submit,
        platform="slack",
        account=who,
    )
    await it.database.run(reviewing.save, it.course, sent, now=now)


async def glance_desk(database: Database) -> SeatDesk:
    """`LOTS`. Ada and Bob are marked (Ada's mark is released); Fay, who never claimed her line, has no account."""
    it = await seat_desk(database, small(also=REVIEWS))
    await it.taken("dee", key("raft", "critic"))
    await it.taken("fay", key("zero", "critic"))
    for who, paper, at in (
        ("ada", "raft-paper", RAFT - DAY),
        ("ada", "rdd-paper", RDD - DAY),
        ("ada", "zero-paper", RDD + HOUR),
        ("bob", "raft-paper", RAFT + 3 * HOUR),
        ("bob", "rdd-paper", RDD - HOUR),
    ):
        await writes(it, who, paper, at)
    await writes(it, "cem", "rdd-paper", RDD - HOUR, submit=False)
    await it.database.run(_staff, it)
    it.now = RAFT + HOUR
    await it.marked(key("raft", "critic"), "no_show")
    it.now = NOW
    return it


def _staff(connection: Connection, it: SeatDesk) -> None:
    course, tess = it.course, it.persons["tess"]
    for who, kind, session, by in (("eli", "excuse", "raft", None), ("dee", "extension", "rdd", 4 * DAY)):
        given = ReviewGrant(
            course=course.id,
            person=it.persons[who],
            kind=kind,  # type: ignore[arg-type] # one of the two
            session=session,
            offset=by,
            granted_at=START,
            granted_by=tess,
            reason="a wedding",
        )
        grants.add(connection, given)
    pleading.plead(
        connection, course, it.persons["cem"], Work("rdd", "rdd-paper"), reason="ill", note="A fever.", now=RDD - DAY
    )
    ada, bob = ((it.persons[who], "raft-paper") for who in ("ada", "bob"))
    for review, step in ((ada, "plus"), (bob, "check")):
        review_marks.mark(connection, course, review, step, version=1, seen="", now=NOW - DAY, by=tess)
    review_marks.stored.release(connection, course.id, [ada], now=NOW - HOUR, by=tess)
    said = {it.persons["ada"]: True, it.persons["bob"]: False}
    participations.note(connection, course.id, "raft", said, at=RAFT + HOUR, by=tess)
    audit.record(connection, now=NOW - DAY, course=course.id, action="curve_applied", person=tess, item="raft")
    _class_list(connection, it)


def _class_list(connection: Connection, it: SeatDesk) -> None:
    """Ada, Bob, and Zoe, whom nobody has seen yet."""
    sheet = {"course": it.course.id, "kind": "plain", "name": "list.csv", "imported_at": START, "header": []}
    number = connection.execute(roster_sheet.insert().values(**sheet).returning(roster_sheet.c.id)).scalar_one()
    zoe = people.add_person(connection, name="Zoe", now=START)
    for line, (person, name) in enumerate(((it.persons["ada"], "Ada"), (it.persons["bob"], "Bob"), (zoe, "Zoe")), 2):
        entry = {"email": f"{name}@example.edu".lower(), "student_id": f"30{line}", "section": "DIS 101"}
        connection.execute(
            roster_entry.insert().values(
                course=it.course.id, person=person, sheet=number, line=line, name=name, login=name.lower(), **entry
            )
        )
