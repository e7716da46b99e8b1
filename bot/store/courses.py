"""Whether a course is live, in rehearsal or paused, and whether its roster is right. Knows no schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import Refused
from bot.store.records import CourseState, RosterLook
from bot.store.tables import course_state, insert_ignoring, roster_look


def ensure_course(connection: Connection, course: str, *, now: datetime) -> bool:
    """Enter the course, in rehearsal. False where it was entered before: nothing changes then."""
    statement = insert_ignoring(connection, course_state).values(course=course, created_at=now, paused_reason="")
    return connection.execute(statement).rowcount == 1


def state(connection: Connection, course: str) -> CourseState:
    """Raises Refused where the course was never entered."""
    query = sa.select(course_state).where(course_state.c.course == course)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise Refused(f"There is no course {course} here.")
    return CourseState(**row)


_STATES = sa.select(course_state).order_by(course_state.c.course)


def states(connection: Connection) -> tuple[CourseState, ...]:
    """All courses, by id."""
    rows = connection.execute(_STATES).mappings()
    return tuple(CourseState(**row) for row in rows)


def set_live(connection: Connection, course: str, *, now: datetime, by: int | None) -> bool:
    """End the rehearsal. False where it is over already: the first instant stays."""
    statement = (
        course_state.update()
        .where(course_state.c.course == course, course_state.c.live_at.is_(None))
        .values(live_at=now, live_by=by)
    )
    return connection.execute(statement).rowcount == 1


def set_paused(
    connection: Connection,
    course: str,
    *,
    now: datetime,
    by: int | None,
    until: datetime | None = None,
    reason: str = "",
) -> None:
    """Pause, or change the end and the reason of a pause. Without `until` it lasts until it is cleared."""
    connection.execute(
        course_state.update()
        .where(course_state.c.course == course)
        .values(paused_at=now, paused_until=until, paused_reason=reason, paused_by=by)
    )


def clear_pause(connection: Connection, course: str) -> bool:
    """End the pause. False where there was none."""
    statement = (
        course_state.update()
        .where(course_state.c.course == course, course_state.c.paused_at.is_not(None))
        .values(paused_at=None, paused_until=None, paused_reason="", paused_by=None)
    )
    return connection.execute(statement).rowcount == 1


def set_roster_right(connection: Connection, course: str, *, now: datetime, by: int | None) -> bool:
    """Staff have looked at who is in the course. False where they had said so before: the first instant stays."""
    statement = (
        course_state.update()
        .where(course_state.c.course == course, course_state.c.roster_right_at.is_(None))
        .values(roster_right_at=now, roster_right_by=by)
    )
    return connection.execute(statement).rowcount == 1


# --- looks at a platform's people -----------------------------------------------------------------------------------


def looks(connection: Connection, course: str) -> tuple[RosterLook, ...]:
    """When the course's people were looked at, by platform."""
    rows = connection.execute(sa.select(roster_look).where(roster_look.c.course == course).order_by("platform"))
    return tuple(RosterLook(row.platform, row.first_at, row.last_at, tuple(row.unfound)) for row in rows)


def record_look(connection: Connection, course: str, platform: str, *, now: datetime, unfound: Sequence[str]) -> bool:
    """The people of the course were looked at on the platform. True for the first time."""
    values = {"last_at": now, "unfound": list(unfound)}
    entered = connection.execute(
        insert_ignoring(connection, roster_look).values(course=course, platform=platform, first_at=now, **values)
    )
    if entered.rowcount == 0:
        same = (roster_look.c.course == course, roster_look.c.platform == platform)
        connection.execute(roster_look.update().where(*same).values(**values))
    return entered.rowcount == 1
