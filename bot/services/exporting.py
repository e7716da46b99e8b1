"""What can be exported, by name: of each kind how its sheets are made of what the database holds.

A sheet's rows are read while they are written, so the connection stays open until the file is whole. Nothing here
knows how a format is written, or writes to the database, but for the line in the audit that says who took what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course.model import Course
from bot.export.sheets import About, Sheet, Writable
from bot.export.writing import Format, Progress, Written, ending, write
from bot.services import exporting_reviews
from bot.services import exporting_tables as tables
from bot.services.exporting_reviews import Wanted
from bot.store import audit
from bot.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What somebody asked for. `session`: only what belongs to the session of this id; `person`: only theirs."""

    versions: bool = False
    session: str | None = None
    person: int | None = None


EVERYTHING = Options()

Kind = Callable[[Connection, Course, Options, datetime], tuple[Sheet, ...]]
"""f(connection, course, options, now). Sheets have names that no other kind uses."""


def _reviews(connection: Connection, course: Course, options: Options, now: datetime) -> tuple[Sheet, ...]:
    wanted = Wanted(versions=options.versions, session=options.session, person=options.person)
    return (exporting_reviews.sheet(connection, course, wanted, now=now),)


def _signups(connection: Connection, course: Course, options: Options, now: datetime) -> tuple[Sheet, ...]:
    return (tables.signups(connection, course, now=now, session=options.session, person=options.person),)


def _status(connection: Connection, course: Course, options: Options, now: datetime) -> tuple[Sheet, ...]:
    return (tables.status(connection, course, now=now, session=options.session, person=options.person),)


def _deliveries(connection: Connection, course: Course, options: Options, now: datetime) -> tuple[Sheet, ...]:  # noqa: ARG001 - one signature for all
    return (tables.deliveries(connection, course, session=options.session, person=options.person),)


def _audit(connection: Connection, course: Course, options: Options, now: datetime) -> tuple[Sheet, ...]:  # noqa: ARG001 - one signature for all
    return (tables.audit(connection, course, person=options.person),)


KINDS: Mapping[str, Kind] = {
    "reviews": _reviews,
    "signups": _signups,
    "status": _status,
    "deliveries": _deliveries,
    "audit": _audit,
}
"""Name → how it is made, in the order in which they are offered."""


def sheets(
    connection: Connection, course: Course, names: Sequence[str], options: Options = EVERYTHING, *, now: datetime
) -> tuple[Sheet, ...]:
    """The sheets of these kinds; their rows read the connection as they are written."""
    return tuple(sheet for name in names for sheet in KINDS[name](connection, course, options, now))


def about(course: Course) -> About:
    """What a file says of itself."""
    return About(id=course.id, title=course.title, term=course.term, timezone=course.timezone.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One file: what is to be in it, and how it is written."""

    kinds: tuple[str, ...]
    form: Format
    options: Options = EVERYTHING
    bom: bool = False

    @property
    def name(self) -> str:
        """What it holds, in a word."""
        return self.kinds[0] if len(self.kinds) == 1 else "export"


def file_name(course: Course, order: Order) -> str:
    """`reviews-cs294-sp22.csv`."""
    return f"{order.name}-{course.id}.{ending(order.form, len(order.kinds))}"


def write_out(
    connection: Connection,
    course: Course,
    order: Order,
    stream: Writable,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Written:
    """Write the file, as it is read. Whatever asks, the bytes are the same."""
    found = sheets(connection, course, order.kinds, order.options, now=now)
    return write(found, order.form, stream, about=about(course), bom=order.bom, progress=progress)


def note(
    connection: Connection, course: Course, order: Order, rows: Mapping[str, int], *, person: int | None, now: datetime
) -> None:
    """Who took which tables, and how many rows."""
    asked = order.options
    details = {
        "rows": dict(rows),
        "format": order.form,
        "versions": asked.versions,
        "session": asked.session or "",
        "person": asked.person,
    }
    note_taken(connection, course, " ".join(order.kinds), details, person=person, now=now)


def note_taken(
    connection: Connection,
    course: Course,
    what: str,
    details: Mapping[str, object],
    *,
    person: int | None,
    now: datetime,
) -> None:
    """Write down who took something out of the course. Without a person it was the command line."""
    via = {"via": "cli" if person is None else "chat"}
    audit.record(
        connection, now=now, course=course.id, person=person, action="exported", item=what, details={**details, **via}
    )
