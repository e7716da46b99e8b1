"""One review as staff read it, with its place among the others: what it says, and which come before and after it.

Where somebody is comes with every question, as a person and a paper, so that nothing is remembered between two presses.
It reads and never writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.course import answers, reviews
from bot.course.answers import Answers
from bot.course.duties import ReviewForm
from bot.course.model import Course, CourseRole
from bot.errors import Refused
from bot.services import counting, owing, review_queue, tallying
from bot.services.review_queue import Item, Stage
from bot.store import blobs, people
from bot.store import reviews as versions
from bot.store.database import Connection
from bot.store.records import Blob, ReviewVersion
from bot.store.review_marks import Review

Kind = Literal["session", "person", "unmarked"]
Step = Literal["here", "next", "previous", "unmarked"]

NOT_HERE = "That file is not here any more."


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reviews somebody goes through: all of a session, all of a person with what is begun, or whatever of the
    course is not marked.
    """

    kind: Kind
    session: str = ""
    person: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What a version says. `words`: of its text fields; `files`: what was handed in, by id, in the form's order."""

    version: ReviewVersion = field(repr=False)
    form: ReviewForm = field(repr=False)
    answers: Answers = field(repr=False)
    words: int
    files: Mapping[str, Blob] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A review and what lies around it; `item` is None where there is nothing (more) to show. `left`: so many of the
    scope are not marked, `of` it has; `came`: so many are in, marked or not; `begun`: drafts of the person that can
    still be handed in, which are not shown. `unmarked`: the next one without a mark, other than this. `more`: a session
    beside it with such ones. `names` of whoever marked or returned it. `excused`, `presents`: its writer need not have
    written it.
    """

    scope: Scope
    item: Item | None
    text: Text | None = None
    role: CourseRole | None = None
    number: int = 0
    of: int = 0
    came: int = 0
    left: int = 0
    waiting: int = 0
    unreleased: int = 0
    begun: tuple[str, ...] = ()
    previous: Review | None = None
    next: Review | None = None
    unmarked: Review | None = None
    more: tuple[str, int] | None = None
    names: Mapping[int, str] = field(default_factory=dict)
    excused: bool = False
    presents: bool = False


# --- the way through ------------------------------------------------------------------------------------------------


def page(connection: Connection, course: Course, scope: Scope, at: Review | None, step: Step, *, now: datetime) -> Page:
    """The review at that place, or the one that `step` leads to from it; without a place the first that is not marked,
    else the first of all.
    """
    found = _items(connection, course, scope, now=now)
    way = _Way(found, [one for one in found if _belongs(one, scope, now)])
    item = way.at(at, step)
    shown, left = way.shown, [one for one in found if one.stage is Stage.UNMARKED]
    of_person = scope.kind == "person"
    mine = None if item is None else owing.mine(connection, course, item.person)
    grant = None if item is None or mine is None else reviews.decisive(item.owed, mine.grants)
    return Page(
        scope=scope,
        item=item,
        text=None if item is None else _text(connection, course, item),
        role=_role(connection, course, item),
        number=shown.index(item) + 1 if item in shown else 0,
        of=len(shown),
        came=sum(one.stage is not Stage.DRAFT for one in found),
        left=len(left),
        waiting=sum(one.stage is Stage.WAITING for one in found),
        unreleased=sum(one.unreleased for one in found),
        begun=tuple(one.paper for one in found if of_person and one not in shown),
        previous=_review(way.before(item)),
        next=_review(way.after(item)),
        unmarked=_review(way.unmarked(item)),
        more=None if left or scope.kind != "session" else _more(connection, course, scope, now=now),
        names=_names(connection, item),
        excused=grant is not None and grant.kind == "excuse",
        presents=item is not None and mine is not None and item.session in mine.presents,
    )


class _Way:
    """All reviews of a scope in order, and those that are `shown`."""

    def __init__(self, found: Sequence[Item], shown: Sequence[Item]) -> None:
        self.found, self.shown = found, shown
        self._places = {one.review: place for place, one in enumerate(found)}

    def at(self, review: Review | None, step: Step) -> Item | None:
        """None where `step` leads nowhere; a review that is not there any more is no place."""
        here = self.found[self._places[review]] if review in self._places else None
        if here is None or step == "unmarked":
            return self.unmarked(here) or (None if here is not None or not self.shown else self.shown[0])
        if step == "here":
            return here
        return self.after(here) if step == "next" else self.before(here)

    def after(self, one: Item | None) -> Item | None:
        if one is None:
            return None
        return next((other for other in self.shown if self._place(other) > self._place(one)), None)

    def before(self, one: Item | None) -> Item | None:
        if one is None:
            return None
        return next((other for other in reversed(self.shown) if self._place(other) < self._place(one)), None)

    def unmarked(self, one: Item | None) -> Item | None:
        """The next without a mark other than this, after the last the first again."""
        left = [other for other in self.found if other.stage is Stage.UNMARKED and other is not one]
        if one is None:
            return left[0] if left else None
        return next((other for other in left if self._place(other) > self._place(one)), left[0] if left else None)

    def _place(self, one: Item) -> int:
        return self._places[one.review]


def _review(one: Item | None) -> Review | None:
    return None if one is None else one.review


def current(connection: Connection, course: Course, *, now: datetime) -> str | None:
    """The session that staff mean when they name none: the one that is current if something of it is not marked, else
    the next that has such, else an earlier one; None where all is marked.
    """
    waiting = [one.session for one in review_queue.items(connection, course, now=now) if one.stage is Stage.UNMARKED]
    on = tallying.current(course, now)
    if on is None or on.id in waiting or not waiting:
        return on.id if on is not None and on.id in waiting else next(iter(waiting), None)
    order = list(dict.fromkeys(one.session.id for one in reviews.owed(course)))
    later = order[order.index(on.id) :] if on.id in order else order
    return next((one for one in [*later, *order] if one in waiting), None)


def _items(connection: Connection, course: Course, scope: Scope, *, now: datetime) -> tuple[Item, ...]:
    if scope.kind == "person":
        return review_queue.items(connection, course, now=now, person=scope.person, drafts=True)
    return review_queue.items(connection, course, now=now, of={scope.session} if scope.kind == "session" else None)


def _belongs(one: Item, scope: Scope, now: datetime) -> bool:
    """A draft that can still be handed in is its writer's alone."""
    if scope.kind == "unmarked":
        return one.stage is Stage.UNMARKED
    return one.stage is not Stage.DRAFT or not one.standing.is_open(now)


def _more(connection: Connection, course: Course, scope: Scope, *, now: datetime) -> tuple[str, int] | None:
    """The next session with reviews that are not marked, and how many."""
    waiting = [one.session for one in review_queue.items(connection, course, now=now) if one.stage is Stage.UNMARKED]
    order = list(dict.fromkeys(one.session.id for one in reviews.owed(course)))
    later = order[order.index(scope.session) :] if scope.session in order else order
    following = next((one for one in [*later, *order] if one in waiting), None)
    return None if following is None else (following, waiting.count(following))


# --- what it says ---------------------------------------------------------------------------------------------------


def _text(connection: Connection, course: Course, one: Item) -> Text:
    """Of the version that counts, else of the draft."""
    which = one.standing.counts or one.standing.draft
    mine = versions.of_review(connection, course.id, one.person, one.paper)
    version = next(known for known in mine if which is not None and known.number == which.number)
    form = answers.form_of(versions.forms(connection, course.id, (version.form,))[version.form])
    texts = [version.answers.get(asked.id, "") for asked in form.fields if asked.kind == "text"]
    return Text(
        version=version,
        form=form,
        answers=version.answers,
        words=sum(map(answers.words_in, texts)),
        files=_files(connection, course, form, version),
    )


def _files(connection: Connection, course: Course, form: ReviewForm, version: ReviewVersion) -> Mapping[str, Blob]:
    asked = [one.id for one in form.fields if one.kind == "file"]
    ids = [file for one in asked for file in counting.file_ids(version.answers.get(one, ""))]
    known = blobs.describe(connection, course.id, ids) if ids else {}
    return {one: known[one] for one in ids if one in known and known[one].person == version.person}


def file(connection: Connection, course: Course, review: Review, version: int, number: int) -> tuple[str, bytes]:
    """Name and content of a version's file, by its place. Raises Refused where it is not there."""
    person, paper = review
    mine = versions.of_review(connection, course.id, person, paper)
    chosen = next((one for one in mine if one.number == version and one.rule.whole), None)
    if chosen is None:
        raise Refused(NOT_HERE)
    form = answers.form_of(versions.forms(connection, course.id, (chosen.form,))[chosen.form])
    ids = list(_files(connection, course, form, chosen))
    found = blobs.get(connection, course.id, ids[number]) if 0 <= number < len(ids) else None
    if found is None:
        raise Refused(NOT_HERE)
    return found[0].name, found[1]


def _role(connection: Connection, course: Course, one: Item | None) -> CourseRole | None:
    """What its writer is in the course; None where they have left it."""
    member = None if one is None else people.get_member(connection, course.id, one.person)
    return member.role if member is not None and member.active else None


def _names(connection: Connection, one: Item | None) -> Mapping[int, str]:
    if one is None:
        return {}
    by = [one.mark.marked_by if one.mark else None, one.returned.returned_by if one.returned else None]
    return people.names(connection, [person for person in by if person is not None])
