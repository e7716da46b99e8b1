"""What is given out as a course ends: whether it still is to be, and how much there is of it.

The files themselves are made as a message is posted, of what stands in the database then, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.course.model import Course
from bot.services.closing import ARCHIVE
from bot.store import courses as states
from bot.store import review_marks, written
from bot.store.database import Connection
from bot.store.ledger import Delivery

PAPERS, MARKS = "papers", "marks"


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:  # noqa: ARG001 - every look-up takes the time
    """None where the course was opened again, something of it was erased, or there is nothing of the person's."""
    state = states.state(connection, course.id)
    if not state.closed or state.erased_at is not None or not one.key.recipient.isdecimal():
        return None
    if one.key.item == ARCHIVE:
        return {}
    person = int(one.key.recipient)
    papers = written.number_of(connection, course.id, person)
    if not papers:
        return None
    return {PAPERS: str(papers), MARKS: str(len(review_marks.released(connection, course.id, person)))}
