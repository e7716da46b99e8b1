"""The reviews that staff read, in one order that stays while people go on handing in, and where each of them stands.

By paper as they are due, then by name: whoever reads goes from one person and paper to the next, never by number. It
reads and never writes.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Owed, Standing, Version
from bot.course.versions import as_presenter, standing_of, untouched
from bot.services import owing
from bot.store import grants, people
from bot.store import review_marks as stored
from bot.store import reviews as versions
from bot.store.database import Connection
from bot.store.records import Membership
from bot.store.review_marks import Mark, Review, ReviewReturn


class Stage(StrEnum):
    """Where a review stands for staff. `waiting`: it was given back, and its writer can still send a version that
    counts. `draft`: nothing of it counts.
    """

    MARKED = "marked"
    UNMARKED = "unmarked"
    WAITING = "waiting"
    DRAFT = "draft"


class Item(NamedTuple):
    """One review. `mark` may be of an earlier version; `returned` is the newest return that stands. `newest`: the
    newest whole version, where there is one.
    """

    person: int
    name: str
    standing: Standing
    stage: Stage
    mark: Mark | None = None
    returned: ReviewReturn | None = None
    newest: Version | None = None

    @property
    def owed(self) -> Owed:
        return self.standing.owed

    @property
    def paper(self) -> str:
        return self.owed.paper

    @property
    def session(self) -> str:
        return self.owed.session.id

    @property
    def review(self) -> Review:
        return self.person, self.paper

    @property
    def unreleased(self) -> bool:
        """Whether it has a mark that its writer does not see yet."""
        return self.stage is Stage.MARKED and self.mark is not None and not self.mark.released

    @property
    def until(self) -> datetime | None:
        """The new due time that came with the return, unless staff have withdrawn it since."""
        given = self.returned.until if self.returned is not None else None
        window = self.standing.window
        return given if given is not None and window is not None and window.due >= given else None

    @property
    def edited(self) -> bool:
        """Whether a whole version came after the return."""
        return self.returned is not None and self.newest is not None and self.newest.number > self.returned.version


def items(
    connection: Connection,
    course: Course,
    *,
    now: datetime,
    of: Collection[str] | None = None,
    person: int | None = None,
    papers: Collection[str] | None = None,
    drafts: bool = False,
) -> tuple[Item, ...]:
    """Those that count, of all students who are in the course; of one `person` whatever they are or were in it. `of`:
    sessions. With `drafts` also what is begun and does not count.
    """
    asked = [one for one in reviews.owed(course) if (of is None or one.session.id in of)]
    asked = [one for one in asked if papers is None or one.paper in papers]
    readers = _Everybody(connection, course, asked) if person is None else _OnePerson(connection, course, person)
    marked, returned = stored.marks(connection, course.id, person), stored.returns(connection, course.id, person)
    found: list[Item] = []
    for one in asked:
        unwritten = untouched(one, (), zone=course.timezone, now=now)
        for member in readers.members:
            mine = readers.versions(member.person).get(one.paper)
            if not mine:
                continue
            begun, rules = unwritten, readers.rules(member.person)
            if any(grant.covers(one) for grant in rules):
                begun = untouched(one, rules, zone=course.timezone, now=now)
            standing = standing_of(mine, as_presenter(begun) if one.session.id in readers.presents else begun)
            if standing.counts is None and not (drafts and standing.draft is not None):
                continue
            review = (member.person, one.paper)
            newest = next((version for version in reversed(mine) if version.whole), None)
            item = Item(
                member.person, member.name, standing, Stage.DRAFT, marked.get(review), returned.get(review), newest
            )
            found.append(item._replace(stage=stage(item, now)))
    return tuple(found)


def stage(one: Item, now: datetime) -> Stage:
    """By what counts, what was marked and what was given back."""
    counts, mark, returned = one.standing.counts, one.mark, one.returned
    if counts is None:
        return Stage.DRAFT
    holds = mark is not None and mark.version == counts.number
    if returned is not None and mark is not None and mark.marked_at >= returned.returned_at:
        read = not one.edited or one.newest is None or one.newest.received_at <= mark.marked_at
        return Stage.MARKED if holds and read else Stage.UNMARKED
    if returned is not None and one.edited:
        return Stage.UNMARKED
    if returned is not None and one.standing.is_open(now):
        return Stage.WAITING
    return Stage.MARKED if holds else Stage.UNMARKED


# --- whose they are -------------------------------------------------------------------------------------------------


class _Everybody:
    """All students of a course, by name."""

    presents: Container[str] = ()

    def __init__(self, connection: Connection, course: Course, asked: Sequence[Owed]) -> None:
        listed = [one for one in people.members(connection, course.id) if one.role is CourseRole.STUDENT]
        self.members: Sequence[Membership] = sorted(listed, key=lambda one: (one.name.casefold(), one.person))
        self._versions = versions.brief_of_everybody(connection, course.id, [one.paper for one in asked])
        self._grants = grants.of_course(connection, course.id)

    def versions(self, person: int) -> Mapping[str, Sequence[Version]]:
        return self._versions.get(person, {})

    def rules(self, person: int) -> tuple[reviews.Grant, ...]:
        return tuple(one.rule for one in self._grants.get(person, ()))


class _OnePerson(_Everybody):
    """One person, whatever they are in the course or were; nobody where they never were in it."""

    def __init__(self, connection: Connection, course: Course, person: int) -> None:
        member = people.get_member(connection, course.id, person)
        self._mine = owing.mine(connection, course, person)
        self.members = () if member is None else (member,)
        self.presents = self._mine.presents

    def versions(self, person: int) -> Mapping[str, Sequence[Version]]:  # noqa: ARG002 - there is only one
        return self._mine.versions

    def rules(self, person: int) -> tuple[reviews.Grant, ...]:  # noqa: ARG002 - there is only one
        return tuple(self._mine.grants)
