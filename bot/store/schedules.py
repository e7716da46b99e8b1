"""Versions of schedules, what files proposed, and what staff decided about ids that vanished.

Knows texts and hashes, never what a schedule says. The newest version of a course is the one in force.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.errors import Refused
from bot.store.records import Decision, Proposal, ProposalState, Version
from bot.store.tables import course_state, insert_ignoring, schedule_decision, schedule_proposal, schedule_version

_VERSION = [column for column in schedule_version.c if column.name != "text"]


_NEWER = schedule_version.alias("newer")
_IN_FORCE = (
    sa.select(*_VERSION, course_state.c.closed_at.is_not(None).label("ended"))
    .outerjoin(course_state, course_state.c.course == schedule_version.c.course)
    .where(
        ~sa.exists().where(_NEWER.c.course == schedule_version.c.course, _NEWER.c.number > schedule_version.c.number)
    )
    .order_by(schedule_version.c.course)
)
"""Built once: each tick asks it."""


def in_force(connection: Connection) -> tuple[Version, ...]:
    """The newest version of each course, by course id."""
    return tuple(Version(**row) for row in connection.execute(_IN_FORCE).mappings())


def versions(connection: Connection, course: str) -> tuple[Version, ...]:
    """All versions of a course, the newest first."""
    query = sa.select(*_VERSION).where(schedule_version.c.course == course).order_by(schedule_version.c.number.desc())
    return tuple(Version(**row) for row in connection.execute(query).mappings())


def version_text(connection: Connection, course: str, number: int) -> str:
    """Raises Refused where there is no such version."""
    text = connection.scalar(
        sa.select(schedule_version.c.text).where(
            schedule_version.c.course == course, schedule_version.c.number == number
        )
    )
    if text is None:
        raise Refused(f"There is no version {number} of the schedule of {course}.")
    return cast("str", text)


def apply_version(
    connection: Connection,
    *,
    course: str,
    text: str,
    hash: str,  # noqa: A002  # the column's name
    file: str,
    now: datetime,
    by: int | None = None,
) -> int:
    """Put a text in force; its number. A text that is in force already stays as it is and keeps its number."""
    newest = connection.execute(
        sa.select(schedule_version.c.number, schedule_version.c.hash)
        .where(schedule_version.c.course == course)
        .order_by(schedule_version.c.number.desc())
        .limit(1)
    ).one_or_none()
    if newest is not None and newest.hash == hash:
        return int(newest.number)
    number = 1 if newest is None else int(newest.number) + 1
    connection.execute(
        schedule_version.insert().values(
            course=course, number=number, text=text, hash=hash, file=file, applied_at=now, applied_by=by
        )
    )
    return number


def propose(connection: Connection, said: Proposal) -> bool:
    """Remember what a file says now. True where staff have not been told yet: it is new, or its state has changed.

    A proposal that staff put aside ("keep the old version") stays put aside.
    """
    before = proposal(connection, said.course, said.hash)
    values = {**asdict(said), "vanished": list(said.vanished)}
    if before is None:
        connection.execute(schedule_proposal.insert().values(**values))
        return True
    if before.state == "kept_old":
        return False
    connection.execute(schedule_proposal.update().where(*_same(said.course, said.hash)).values(**values))
    return before.state != said.state


def proposal(
    connection: Connection,
    course: str,
    hash: str,  # noqa: A002  # the column's name
) -> Proposal | None:
    row = connection.execute(sa.select(schedule_proposal).where(*_same(course, hash))).mappings().one_or_none()
    return None if row is None else _proposal(row)


def held(connection: Connection) -> tuple[Proposal, ...]:
    """Proposals that wait for staff, one a course at most: those that nothing newer was proposed or applied after."""
    newer = schedule_proposal.alias("newer")
    proposed_after = sa.exists().where(
        newer.c.course == schedule_proposal.c.course, newer.c.proposed_at > schedule_proposal.c.proposed_at
    )
    applied_after = sa.exists().where(
        schedule_version.c.course == schedule_proposal.c.course,
        schedule_version.c.applied_at > schedule_proposal.c.proposed_at,
    )
    query = (
        sa.select(schedule_proposal)
        .where(schedule_proposal.c.state == "held", ~proposed_after, ~applied_after)
        .order_by(schedule_proposal.c.course)
    )
    return tuple(_proposal(row) for row in connection.execute(query).mappings())


def settle(
    connection: Connection,
    course: str,
    hash: str,  # noqa: A002  # the column's name
    *,
    state: ProposalState,
    now: datetime,
    by: int | None = None,
) -> bool:
    """End a proposal that is broken or waits. False where it has ended already."""
    statement = (
        schedule_proposal.update()
        .where(*_same(course, hash), schedule_proposal.c.state.in_(("broken", "held")))
        .values(state=state, settled_at=now, settled_by=by)
    )
    return connection.execute(statement).rowcount == 1


def forget_open(connection: Connection, course: str) -> None:
    """The file says again what is in force: an edit that was broken or waits for staff was taken back. If it is made
    again it is new.
    """
    _forget(connection, course, "broken", "held")


def forget_broken(connection: Connection, course: str) -> None:
    """The file is right again; if it breaks in the same way once more, that is new."""
    _forget(connection, course, "broken")


def _forget(connection: Connection, course: str, *states: ProposalState) -> None:
    open_ones = sa.and_(schedule_proposal.c.course == course, schedule_proposal.c.state.in_(states))
    hashes = sa.select(schedule_proposal.c.hash).where(open_ones)
    connection.execute(
        schedule_decision.delete().where(schedule_decision.c.course == course, schedule_decision.c.hash.in_(hashes))
    )
    connection.execute(schedule_proposal.delete().where(open_ones))


def decide(connection: Connection, decision: Decision) -> bool:
    """Staff say what became of an id. False where that was said before: the first answer stays."""
    statement = insert_ignoring(connection, schedule_decision).values(**asdict(decision))
    return connection.execute(statement).rowcount == 1


def decisions(
    connection: Connection,
    course: str,
    hash: str,  # noqa: A002  # the column's name
) -> tuple[Decision, ...]:
    """What was said about a proposal, by item."""
    query = (
        sa.select(schedule_decision)
        .where(schedule_decision.c.course == course, schedule_decision.c.hash == hash)
        .order_by(schedule_decision.c.item)
    )
    return tuple(Decision(**row) for row in connection.execute(query).mappings())


def _same(course: str, text_hash: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (schedule_proposal.c.course == course, schedule_proposal.c.hash == text_hash)


def _proposal(row: RowMapping) -> Proposal:
    fields = dict(row)
    fields["vanished"] = tuple(fields["vanished"])
    return Proposal(**fields)
