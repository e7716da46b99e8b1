"""All that was written in a course, ready to be read: by session and paper with names, or one person's own.

It says how things stand at one instant, so that the same is found again as long as nothing is changed. It reads and
never writes; the words and the file are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.course.answers import Answers, form_of
from bot.course.duties import ReviewForm
from bot.course.model import Course, Session
from bot.course.reviews import Grant, find, standing
from bot.course.signups import Holding, Seat
from bot.services import seating
from bot.store import blobs, exports, grants, people, review_marks, reviews, written
from bot.store.database import Connection
from bot.store.records import CourseState, ReviewVersion
from bot.store.review_marks import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What somebody sent. `whole`: it was handed in, or staff accepted it; `files`: id → name."""

    number: int
    received_at: datetime
    whole: bool
    form: ReviewForm
    answers: Answers = field(repr=False)
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A person's review of one paper: all versions, the newest first, and the one that counts. `mark` is what its
    reader may see of it.
    """

    person: int
    name: str
    paper: str
    versions: tuple[Version, ...]
    counts: int | None
    late_by: timedelta | None
    mark: str = ""

    @property
    def shown(self) -> Version:
        """The one that counts, else the newest."""
        return next((one for one in self.versions if one.number == self.counts), self.versions[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    """Who has a seat, and what became of it."""

    seat: Seat
    name: str
    outcome: str
    stand_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in the course, in the words of the roster."""

    name: str
    role: str
    active: bool
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A session with its papers, in order: id → what was written of it. None: papers that stand in no session now."""

    session: Session | None
    presenters: tuple[Presenter, ...]
    papers: Mapping[str, tuple[Written, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A whole course. `chapters` are read one by one."""

    course: Course
    state: CourseState
    members: tuple[Member, ...]
    chapters: Iterator[Chapter]


def whole(connection: Connection, course: Course, state: CourseState, *, now: datetime) -> Book:
    """Everything, as staff may read it. Its chapters read the connection."""
    roll = people.members(connection, course.id, active_only=False)
    known = exports.named(connection, [one.person for one in roll])
    members = tuple(
        Member(name=one.name, role=one.role.value, active=one.active, email=known[one.person][1])
        for one in sorted(roll, key=lambda one: (one.role.value, one.name.casefold(), one.person))
    )
    return Book(course=course, state=state, members=members, chapters=_chapters(connection, course, now))


def _chapters(connection: Connection, course: Course, now: datetime) -> Iterator[Chapter]:
    left = dict.fromkeys(written.papers(connection, course.id))
    known = seating.signups(connection, course)
    names = people.names(
        connection, {one for each in known.held.values() for one in (each.person, each.stand_in) if one is not None}
    )
    granted = {person: [one.rule for one in rows] for person, rows in grants.of_course(connection, course.id).items()}
    marks = review_marks.marks(connection, course.id)
    papers = _Paper(connection=connection, course=course, marks=marks, granted=granted, now=now)
    for session in course.sessions:
        mine = [reading.id for reading in session.readings if reading.id in left]
        held = [_presenter(seat, one, names) for seat, one in known.of_session(session.id) if one is not None]
        for paper in mine:
            del left[paper]
        yield Chapter(session=session, presenters=tuple(held), papers={paper: papers.of(paper) for paper in mine})
    if left:
        yield Chapter(session=None, presenters=(), papers={paper: papers.of(paper) for paper in left})


def _presenter(seat: Seat, one: Holding, names: Mapping[int, str]) -> Presenter:
    stand_in = names.get(one.stand_in, "") if one.stand_in is not None else ""
    return Presenter(seat=seat, name=names.get(one.person, ""), outcome=one.outcome, stand_in=stand_in)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """Who reads what, at which instant: the same of all papers of a course."""

    connection: Connection
    course: Course
    marks: Mapping[tuple[int, str], Mark]
    granted: Mapping[int, Sequence[Grant]]
    now: datetime

    def of(self, paper: str) -> tuple[Written, ...]:
        """What was written of it, by name."""
        found = reviews.of_paper(self.connection, self.course.id, paper)
        names = people.names(self.connection, found)
        every = [version for versions in found.values() for version in versions]
        read = _forms(self.connection, self.course, every), _files(self.connection, self.course, every)
        all_written = (
            _written(
                self.course,
                versions,
                name=names.get(person, ""),
                grants=self.granted.get(person, ()),
                read=read,
                now=self.now,
                mark=self.marks.get((person, paper)),
            )
            for person, versions in found.items()
        )
        return tuple(sorted(all_written, key=lambda one: (one.name.casefold(), one.person)))


def of_person(connection: Connection, course: Course, person: int, *, now: datetime) -> tuple[Written, ...]:
    """What one person wrote, in the order of the schedule, with the marks that were released."""
    every = written.of_person(connection, course.id, person)
    forms, files = _forms(connection, course, every), _files(connection, course, every)
    rules = [one.rule for one in grants.of_person(connection, course.id, person)]
    released = review_marks.released(connection, course.id, person)
    name = people.names(connection, (person,)).get(person, "")
    order = {reading.id: place for place, (_, reading) in enumerate(course.readings())}
    by_paper: dict[str, list[ReviewVersion]] = {}
    for one in every:
        by_paper.setdefault(one.paper, []).append(one)
    return tuple(
        _written(
            course,
            by_paper[paper],
            name=name,
            grants=rules,
            read=(forms, files),
            now=now,
            mark=released.get(paper),
        )
        for paper in sorted(by_paper, key=lambda one: (order.get(one, len(order)), one))
    )


def _written(
    course: Course,
    versions: Sequence[ReviewVersion],
    *,
    name: str,
    grants: Sequence[Grant],
    read: tuple[Mapping[str, ReviewForm], Mapping[str, str]],
    now: datetime,
    mark: Mark | None,
) -> Written:
    newest, (forms, files) = versions[-1], read
    asked = find(course, newest.paper)
    stands = None
    if asked is not None:
        stands = standing(asked, [one.rule for one in versions], grants, zone=course.timezone, now=now)
    wholes = [one.number for one in versions if one.rule.whole]
    counting = stands.counts.number if stands is not None and stands.counts is not None else None
    step = None if mark is None else course.grading.step(mark.mark)
    return Written(
        person=newest.person,
        name=name,
        paper=newest.paper,
        versions=tuple(
            Version(
                number=one.number,
                received_at=one.received_at,
                whole=one.rule.whole,
                form=forms[one.form],
                answers=one.answers,
                files={each: files.get(each, "") for each in _ids(forms[one.form], one.answers)},
            )
            for one in reversed(versions)
        ),
        counts=counting if counting is not None else max(wholes, default=None),
        late_by=None if stands is None else stands.late_by,
        mark="" if mark is None else step.label if step is not None else mark.mark,
    )


def _forms(connection: Connection, course: Course, versions: Sequence[ReviewVersion]) -> Mapping[str, ReviewForm]:
    stored = reviews.forms(connection, course.id, {one.form for one in versions})
    return {name: form_of(form) for name, form in stored.items()}


def _files(connection: Connection, course: Course, versions: Sequence[ReviewVersion]) -> Mapping[str, str]:
    """Any number among the answers may be a file's: which are is found by asking once."""
    numbers = {
        each for one in versions for value in one.answers.values() if len(value) < 100 for each in value.split(",")
    }
    return {one: known.name for one, known in blobs.describe(connection, course.id, sorted(numbers)).items()}


def _ids(form: ReviewForm, answers: Answers) -> list[str]:
    named = (answers.get(one.id, "") for one in form.fields if one.kind == "file")
    return [each for value in named for each in value.split(",") if each]
