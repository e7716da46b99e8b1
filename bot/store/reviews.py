"""Reviews as they were sent in: versions, the forms they were written with, what stands in open forms, what is hidden.

Versions are only added; of one that is there only the words about it change. What counts is the rules' matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cache, partial
from operator import add
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.course.reviews import Version
from bot.store.records import ReviewTyping, ReviewVersion
from bot.store.tables import REVIEW_BRIEF, insert_ignoring, review_form, review_hidden, review_typing, review_version

NUMBERS = 2**20
"""More than the versions of one review."""

_VERSION = [column for column in review_version.c if column.name != "id"]
_BRIEF = [review_version.c[name] for name in REVIEW_BRIEF if name not in ("course", "person", "paper")]


_MINE: Mapping[str, sa.BindParameter[Any]] = {
    f"of_{name}": sa.bindparam(f"of_{name}") for name in ("course", "person", "paper")
}
"""What a statement that is built once is asked with: building one takes longer than the database takes to answer it."""

_OF_REVIEW = (
    sa.select(*_VERSION)
    .where(*(review_version.c[name.removeprefix("of_")] == value for name, value in _MINE.items()))
    .order_by(review_version.c.number)
)
_TYPED = sa.select(review_typing).where(
    *(review_typing.c[name.removeprefix("of_")] == value for name, value in _MINE.items())
)


# --- versions -------------------------------------------------------------------------------------------------------


def add_version(connection: Connection, version: ReviewVersion) -> None:
    """Where another transaction adds the same number just now, PostgreSQL calls an insert of this kind a conflict, so
    that it is repeated; any other would only be refused.
    """
    values = {column.name: getattr(version, column.name) for column in _VERSION}
    if not connection.execute(insert_ignoring(connection, review_version), values).rowcount:
        raise ValueError(f"there is a version {version.number} of that review already")


def of_review(connection: Connection, course: str, person: int, paper: str) -> tuple[ReviewVersion, ...]:
    """All versions of one review, the oldest first."""
    wanted = {"of_course": course, "of_person": person, "of_paper": paper}
    return tuple(ReviewVersion(**row) for row in connection.execute(_OF_REVIEW, wanted).mappings())


def of_paper(connection: Connection, course: str, paper: str) -> Mapping[int, tuple[ReviewVersion, ...]]:
    """All versions of all reviews of a paper, by person, the oldest first."""
    query = sa.select(*_VERSION).where(review_version.c.course == course, review_version.c.paper == paper)
    found: dict[int, list[ReviewVersion]] = {}
    ordered = query.order_by(review_version.c.person, review_version.c.number)
    for row in connection.execute(ordered).mappings():
        found.setdefault(row["person"], []).append(ReviewVersion(**row))
    return {person: tuple(versions) for person, versions in found.items()}


def accept(connection: Connection, version: ReviewVersion, *, now: datetime, by: int | None) -> None:
    """Let it count as it is. Who accepted it first stays."""
    connection.execute(
        review_version.update()
        .where(*_same(version.course, version.person, version.paper))
        .where(review_version.c.number == version.number, review_version.c.accepted_at.is_(None))
        .values(accepted_at=now, accepted_by=by)
    )


def pick(connection: Connection, course: str, person: int, paper: str, number: int | None, *, now: datetime) -> None:
    """Remember that the writer wants this late version to count, and no other; None: none."""
    mine = _same(course, person, paper)
    others: sa.ColumnElement[bool] = review_version.c.picked_at.is_not(None)
    if number is not None:
        others = sa.and_(others, review_version.c.number != number)
        this = (review_version.c.number == number, review_version.c.picked_at.is_(None))
        connection.execute(review_version.update().where(*mine, *this).values(picked_at=now))
    connection.execute(review_version.update().where(*mine, others).values(picked_at=None))


def _same(course: str, person: int, paper: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (review_version.c.course == course, review_version.c.person == person, review_version.c.paper == paper)


# --- what the rules of time need --------------------------------------------------------------------------------------


def brief_of_person(connection: Connection, course: str, person: int) -> Mapping[str, tuple[Version, ...]]:
    """All versions of one person without their texts, by paper, the oldest first."""
    query = sa.select(review_version.c.paper, *_BRIEF).where(
        review_version.c.course == course, review_version.c.person == person
    )
    found: dict[str, list[Version]] = {}
    for row in connection.execute(query.order_by(review_version.c.number)):
        version = Version(
            number=row.number,
            complete=row.complete,
            received_at=row.received_at,
            accepted=row.accepted_at is not None,
            picked=row.picked_at is not None,
            blank=row.blank,
            late_then=row.late_then,
        )
        found.setdefault(row.paper, []).append(version)
    return {paper: tuple(versions) for paper, versions in found.items()}


def brief_of_everybody(
    connection: Connection, course: str, papers: Collection[str]
) -> Mapping[int, Mapping[str, Sequence[Version]]]:
    """As `brief_of_person`, of these papers and all who wrote of them. A row a person: thousands would be slow."""
    rows = connection.execute(_everybody(connection.dialect.name), {"of_course": course, "of_papers": sorted(papers)})
    return {person: _Packed(papers, words, instants) for person, papers, words, instants in rows}


@cache
def _everybody(dialect: str) -> sa.Select[Any]:
    """Persons, with their versions' papers, what is said of each in one number, and the instants, in one order."""
    instant: sa.ColumnElement[str] = sa.type_coerce(review_version.c.received_at, sa.String)
    if dialect == "postgresql":
        instant = sa.func.to_char(
            sa.func.timezone("UTC", review_version.c.received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
        )
    held = (
        review_version.c.complete,
        review_version.c.accepted_at.is_not(None),
        review_version.c.picked_at.is_not(None),
        review_version.c.blank,
        review_version.c.late_then.is_not(None),
    )
    late = sa.cast(sa.func.coalesce(review_version.c.late_then, 0), sa.BigInteger)
    words = (late * NUMBERS + review_version.c.number) * 2 ** len(held) + sum(
        sa.case((holds, 1), else_=0) * 2**place for place, holds in enumerate(held)
    )
    lists = (review_version.c.paper, sa.cast(words, sa.String), instant)
    return (
        sa.select(review_version.c.person, *(sa.func.aggregate_strings(one, ",") for one in lists))
        .where(
            review_version.c.course == sa.bindparam("of_course"),
            review_version.c.paper.in_(sa.bindparam("of_papers", expanding=True)),
        )
        .group_by(review_version.c.person)
    )


class _Words(dict[str, tuple[int, bool, bool, bool, bool, int | None]]):
    """By the number that `_everybody` asks for, what a `Version` says behind its instant. There are few of them."""

    def __missing__(self, asked: str) -> tuple[int, bool, bool, bool, bool, int | None]:
        rest, words = divmod(int(asked), 32)
        late, number = divmod(rest, NUMBERS)
        complete, accepted, picked, blank, known = (bool(words & 2**place) for place in range(5))
        self[asked] = found = (number, complete, accepted, picked, blank, late if known else None)
        return found


_WORDS = _Words()
_version: Callable[[tuple[Any, ...]], Version] = partial(tuple.__new__, Version)


class _Packed(Mapping[str, Sequence[Version]]):
    """One person's versions by paper, unpacked when somebody looks at them."""

    __slots__ = ("_found", "_packed")

    def __init__(self, papers: str, words: str, instants: str) -> None:
        self._packed = (papers, words, instants)
        self._found: dict[str, list[Version]] | None = None

    def _unpacked(self) -> dict[str, list[Version]]:
        if self._found is not None:
            return self._found
        papers, words, instants = self._packed
        received = zip(map(datetime.fromisoformat, instants.split(",")))
        versions = map(_version, map(add, received, map(_WORDS.__getitem__, words.split(","))))
        found: dict[str, list[Version]] = {}
        for paper, version in zip(papers.split(","), versions, strict=True):
            if paper in found:
                found[paper].append(version)
            else:
                found[paper] = [version]
        self._found = found
        return found

    def __getitem__(self, paper: str) -> Sequence[Version]:
        return self._unpacked()[paper]

    def get(self, paper: str, default: Any = None) -> Any:
        """Not by way of an exception, since most papers of most people are not there."""
        return (self._found or self._unpacked()).get(paper, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._unpacked())

    def __len__(self) -> int:
        return len(self._unpacked())


# --- forms ------------------------------------------------------------------------------------------------------------


def keep_form(connection: Connection, course: str, form_hash: str, form: Mapping[str, Any], *, now: datetime) -> None:
    """Remember a form, once."""
    values = {"course": course, "hash": form_hash, "created_at": now, "form": dict(form)}
    connection.execute(insert_ignoring(connection, review_form), values)


def forms(connection: Connection, course: str, hashes: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """The forms of these hashes."""
    query = sa.select(review_form.c.hash, review_form.c.form)
    rows = connection.execute(query.where(review_form.c.course == course, review_form.c.hash.in_(set(hashes))))
    return {row.hash: row.form for row in rows}


def form_beginning(connection: Connection, course: str, beginning: str) -> Mapping[str, Any] | None:
    """The form whose hash begins so; None where there is none, or more than one."""
    query = sa.select(review_form.c.form).where(
        review_form.c.course == course, review_form.c.hash.startswith(beginning, autoescape=True)
    )
    found = connection.scalars(query.limit(2)).all()
    return found[0] if len(found) == 1 else None


# --- open forms -------------------------------------------------------------------------------------------------------


def typing(connection: Connection, course: str, person: int, paper: str) -> ReviewTyping | None:
    wanted = {"of_course": course, "of_person": person, "of_paper": paper}
    row = connection.execute(_TYPED, wanted).mappings().one_or_none()
    return None if row is None else ReviewTyping(**row)


AHEAD = timedelta(minutes=1)
"""What was noted farther ahead of now than this was noted before the clock was set back."""


def note_typing(connection: Connection, noted: ReviewTyping) -> None:
    """In place of what was noted before, unless that is newer."""
    values = {**asdict(noted), "answers": dict(noted.answers)}
    same = _same_typing(noted.course, noted.person, noted.paper)
    if connection.execute(insert_ignoring(connection, review_typing).values(**values)).rowcount == 0:
        older = sa.or_(review_typing.c.at <= noted.at, review_typing.c.at > noted.at + AHEAD)
        connection.execute(review_typing.update().where(*same, older).values(**values))


def forget_typing(connection: Connection, course: str, person: int, paper: str) -> None:
    connection.execute(review_typing.delete().where(*_same_typing(course, person, paper)))


def _same_typing(course: str, person: int, paper: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (review_typing.c.course == course, review_typing.c.person == person, review_typing.c.paper == paper)


# --- what classmates do not read ------------------------------------------------------------------------------------


def hide(connection: Connection, course: str, person: int, paper: str, *, now: datetime, by: int | None) -> bool:
    """Keep a review from classmates. False where it was kept from them before."""
    values = {"course": course, "person": person, "paper": paper, "hidden_at": now, "hidden_by": by}
    return connection.execute(insert_ignoring(connection, review_hidden).values(**values)).rowcount == 1


def unhide(connection: Connection, course: str, person: int, paper: str) -> bool:
    """False where it was not hidden."""
    mine = (review_hidden.c.course == course, review_hidden.c.person == person, review_hidden.c.paper == paper)
    return connection.execute(review_hidden.delete().where(*mine)).rowcount == 1


def hidden(connection: Connection, course: str, paper: str) -> frozenset[int]:
    """The writers whose reviews of a paper are hidden."""
    query = sa.select(review_hidden.c.person)
    return frozenset(connection.scalars(query.where(review_hidden.c.course == course, review_hidden.c.paper == paper)))


def papers(connection: Connection, course: str) -> frozenset[str]:
    """The papers of which somebody has written a whole review."""
    whole = sa.or_(review_version.c.complete, review_version.c.accepted_at.is_not(None))
    query = sa.select(review_version.c.paper).where(review_version.c.course == course, whole).distinct()
    return frozenset(connection.scalars(query))
