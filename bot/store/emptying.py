"""Emptying what was said and written down: to somebody, of somebody, or in a whole course. Rows, ids and instants stay.

Who somebody is, and what they hold themselves, is known in `erasing`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.notice import NoticeKind
from bot.store.erasing import Known
from bot.store.ledger import (
    ALONG,
    ENDED,
    FILES,
    GONE,
    LATER,
    NOTHING,
    OVER,
    PERSONAL,
    POSTED_AS,
    RELEASED,
    TOGETHER,
)
from bot.store.tables import audit, course_state, delivery, roster_look

QUOTING = tuple(
    kind.value
    for kind in (
        NoticeKind.DIGEST,
        NoticeKind.PACKET,
        NoticeKind.TOO_LATE,
        NoticeKind.CANNOT,
        NoticeKind.ANSWER,
        NoticeKind.CLASS_START,
        NoticeKind.PREFLIGHT,
        NoticeKind.CLAIM,
    )
)
"""What quotes people to others, who may not even be named beside it."""

SKIPPED = (OVER, GONE, LATER, NOTHING, ENDED, TOGETHER)
"""Why a message was not said, in words of the program's own."""

OURS = (POSTED_AS, RELEASED, ALONG, FILES)
"""Details that are words of the program's own."""

ERASED = "(erased)"

_OPEN = ("waiting", "claimed", "held")
_ATTACHED = '"base64"'


def empty_said(connection: Connection, *, to: Collection[int], course: str | None = None) -> int:
    """What was said to them, or is about to be, everywhere or in one course. How many messages."""
    recipients = [str(one) for one in to]
    mine = [delivery.c.destination == PERSONAL, delivery.c.recipient.in_(recipients)]
    if course is not None:
        mine.append(delivery.c.course == course)
    return _emptied(connection, mine)


def empty_all_said(connection: Connection, course: str) -> int:
    """Everything that was said in a course."""
    return _emptied(connection, [delivery.c.course == course])


def _emptied(connection: Connection, which: Sequence[sa.ColumnElement[bool]]) -> int:
    connection.execute(
        delivery.update()
        .where(*which, delivery.c.state.in_(_OPEN))
        .values(state="skipped", next_attempt_at=None, failure=NOTHING)
    )
    values: dict[str, Any] = {"snapshot": None, "details": {}, "title": "", "content_hash": None, "check_at": None}
    values["failure"] = sa.case((delivery.c.failure.in_(SKIPPED), delivery.c.failure), else_=None)
    rows = connection.execute(delivery.update().where(*which).values(**values)).rowcount
    place = {"channel": "", "reference": None}
    connection.execute(delivery.update().where(*which, delivery.c.destination == PERSONAL).values(**place))
    return rows


def empty_told_of(connection: Connection, who: Known) -> int:
    """What was said to others in which the person is named or may be quoted. How many messages."""
    columns = (delivery.c.id, delivery.c.kind, delivery.c.title, delivery.c.failure, delivery.c.channel)
    query = sa.select(*columns, delivery.c.details, delivery.c.snapshot, delivery.c.state).where(
        delivery.c.course.in_(sorted(who.courses))
    )
    rows = connection.execute(query.execution_options(yield_per=500))
    named = [row.id for row in rows if _quotes(row) or who.named_in(_text(row))]
    for start in range(0, len(named), 500):
        _empty(connection, named[start : start + 500], who)
    return len(named)


def _quotes(row: Any) -> bool:
    """Whether it may quote people whom it does not name, or has a file, into which nobody looks."""
    return row.kind in QUOTING or _ATTACHED in (row.snapshot or "")


def _text(row: Any) -> str:
    """All that the row says, as people would read it: no escapes of JSON."""
    said = "\n".join((row.title, row.failure or "", *_strings(row.details)))
    if not row.snapshot:
        return said
    return f"{said}\n" + "\n".join(_strings(json.loads(row.snapshot)))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
            if value.startswith(("{", "[")):
                yield from _inner(value)
        case dict():
            for key, one in value.items():
                yield str(key)
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case int() if not isinstance(value, bool):
            yield str(value)


def _inner(text: str) -> Iterator[str]:
    """A document within a document."""
    try:
        yield from _strings(json.loads(text))
    except ValueError:
        return


def _empty(connection: Connection, ids: Sequence[int], who: Known) -> None:
    """What still waits and names the person is not said; the words of what was said are gone."""
    mine = delivery.c.id.in_(ids)
    waiting = delivery.c.state.in_(_OPEN)
    connection.execute(
        delivery.update().where(mine, waiting).values(state="skipped", next_attempt_at=None, failure=NOTHING)
    )
    for row in connection.execute(sa.select(delivery.c.id, delivery.c.details).where(mine)).all():
        kept = {name: value for name, value in row.details.items() if name in OURS and not who.named_in(str(value))}
        values: dict[str, Any] = {"snapshot": None, "details": kept, "title": "", "content_hash": None}
        values["failure"] = sa.case((delivery.c.failure.in_(SKIPPED), delivery.c.failure), else_=None)
        connection.execute(delivery.update().where(delivery.c.id == row.id).values(**values))


_OWN_WORD = re.compile(r"[a-z0-9_.:+\-]*")
"""Ids, instants in small letters, and the program's own words; what people type is seldom so."""

_TYPED = ("reason", "note", "why", "name", "title", "text", "answer", "words", "email")
"""Keys of details under which people's words stand."""


def empty_noted(connection: Connection, who: Known) -> int:
    """What the record of what was done says about the person, and their names wherever they stand. How many lines."""
    query = sa.select(audit.c.id, audit.c.item, audit.c.details).where(audit.c.course.in_(sorted(who.courses)))
    changed = 0
    for row in connection.execute(query).all():
        about = row.item == str(who.person) or str(who.person) in _strings(row.details)
        named = who.named_in("\n".join((row.item, *_strings(row.details))))
        if not (about or named):
            continue
        details = _blanked(row.details, who, about=about)
        item = ERASED if who.named_in(row.item) else row.item
        if (item, details) != (row.item, row.details):
            connection.execute(audit.update().where(audit.c.id == row.id).values(item=item, details=details))
            changed += 1
    return changed


def _blanked(value: Any, who: Known | None, *, about: bool, key: str = "") -> Any:
    match value:
        case str():
            typed = about and (key in _TYPED or not _OWN_WORD.fullmatch(value.casefold()))
            return ERASED if value and (typed or (who is not None and who.named_in(value))) else value
        case dict():
            return {name: _blanked(one, who, about=about, key=name) for name, one in value.items()}
        case list():
            return [_blanked(one, who, about=about, key=key) for one in value]
    return value


def empty_all_noted(connection: Connection, course: str) -> int:
    """The words of a course's record; what was done, by whom, when and to which id stays."""
    changed = 0
    for row in connection.execute(sa.select(audit.c.id, audit.c.item, audit.c.details).where(audit.c.course == course)):
        details = _blanked(row.details, None, about=True)
        item = row.item if _OWN_WORD.fullmatch(row.item) or row.item.count("/") else ERASED
        if (item, details) != (row.item, row.details):
            connection.execute(audit.update().where(audit.c.id == row.id).values(item=item, details=details))
            changed += 1
    return changed


def empty_states(connection: Connection, who: Known) -> None:
    """Why a course was paused, and staff whom nobody found, where the person is named."""
    for row in connection.execute(sa.select(course_state.c.course, course_state.c.paused_reason)).all():
        if who.named_in(row.paused_reason):
            mine = course_state.c.course == row.course
            connection.execute(course_state.update().where(mine).values(paused_reason=""))
    for look in connection.execute(
        sa.select(roster_look.c.course, roster_look.c.platform, roster_look.c.unfound)
    ).all():
        left = [one for one in look.unfound if not who.named_in(one)]
        if left != look.unfound:
            mine = sa.and_(roster_look.c.course == look.course, roster_look.c.platform == look.platform)
            connection.execute(roster_look.update().where(mine).values(unfound=left))


def empty_course(connection: Connection, course: str) -> None:
    """What a course itself says of people: why it was paused."""
    connection.execute(course_state.update().where(course_state.c.course == course).values(paused_reason=""))
