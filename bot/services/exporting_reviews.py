"""Reviews as rows: one a review, or one a version, by student and then in the order in which they were due.

A part of the people is read at a time, so that what is in memory does not grow with the reviews. It reads and never
writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course import answers
from bot.course.duties import ReviewForm
from bot.course.model import Course
from bot.course.reviews import Standing, Version
from bot.course.versions import standing_of
from bot.course.windows import MINUTE
from bot.export.sheets import Cell, Column, Sheet
from bot.services.exported_people import IDS, Who, everybody
from bot.services.exporting_answers import Questions
from bot.services.exporting_standings import AFTER_CLOSE, DRAFT, LATE, ON_TIME, Standings
from bot.store import blobs, exports
from bot.store.database import Connection
from bot.store.exports import Row, Which

TOGETHER = 500
"""Versions that are read in one go, give or take those of one person."""

WHAT = (
    Column("course"),
    Column("session"),
    Column("session_title"),
    Column("session_date", "day"),
    Column("paper"),
    Column("paper_title"),
    Column("paper_url"),
)
HOW = (
    Column("submitted_at", "instant"),
    Column("status"),
    Column("minutes_late", "whole"),
    Column("version", "whole"),
    Column("counts", "yes_no"),
    Column("words", "whole"),
    Column("mark"),
)
COLUMNS = (*WHAT, *IDS, *HOW)
"""What stands before the answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which reviews: those of one session or person, or all. `versions`: a row a version, drafts with them."""

    versions: bool = False
    session: str | None = None
    person: int | None = None


def sheet(connection: Connection, course: Course, wanted: Wanted, *, now: datetime) -> Sheet:
    """The reviews; a column for each question of a form follows on `COLUMNS`."""
    standings = Standings(connection, course, now)
    which = Which(person=wanted.person)
    if wanted.session is not None:
        papers = [one.paper for one in standings.owed.values() if one.session.id == wanted.session]
        which = Which(person=wanted.person, papers=papers, session=wanted.session)
    questions = Questions(_forms(connection, course, wanted.session, which), {column.name for column in COLUMNS})
    rows = _Rows(connection, course, standings, questions, wanted)
    columns = (*COLUMNS, *(Column(head) for head in questions.heads.values()))
    return Sheet(name="reviews", columns=columns, rows=rows.all(which))


def _forms(connection: Connection, course: Course, session: str | None, which: Which) -> Mapping[str, ReviewForm]:
    """By hash, those in force first, in the order of their sessions, then those that were used before."""
    asking = [one.review for one in course.sessions if one.review is not None and session in (None, one.id)]
    found = {answers.digest(one.form): one.form for one in asking if one.papers and one.external_url is None}
    for digest, stored in exports.used_forms(connection, course.id, which):
        found.setdefault(digest, answers.form_of(stored))
    return found


class _Rows:
    """What is the same for all rows, looked up once."""

    def __init__(
        self, connection: Connection, course: Course, standings: Standings, questions: Questions, wanted: Wanted
    ) -> None:
        self._connection, self._course, self._wanted = connection, course, wanted
        self._standings, self._questions = standings, questions
        self._places = {paper: place for place, paper in enumerate(standings.owed)}
        self._readings = {reading.id: reading for _, reading in course.readings()}
        self._what: dict[tuple[str, str], tuple[Cell, ...]] = {}
        self._labels = {step.id: step.label for step in course.grading.marks}

    def all(self, which: Which) -> Iterator[Sequence[Cell]]:
        number = exports.writers(self._connection, self._course.id, which)
        known = everybody(self._connection, self._course, number)
        for people in together([one for one in known.values() if one.person in number], number):
            ids = [one.person for one in people]
            written = exports.versions(self._connection, self._course.id, ids, which)
            marks = exports.marks(self._connection, self._course.id, ids)
            names = self._file_names(written)
            for who in people:
                yield from self._of(who, written[who.person], marks, names)

    def _of(
        self,
        who: Who,
        written: Mapping[str, Sequence[Row]],
        marks: Mapping[tuple[int, str], tuple[int, str]],
        names: Mapping[str, str],
    ) -> Iterator[Sequence[Cell]]:
        unwritten = self._standings.unwritten(who)
        for paper in sorted(written, key=self._place):
            rows = written[paper]
            asked = unwritten.get(paper) or self._standings.not_asked(who.person, paper)
            session = rows[-1].session if asked is None else asked.owed.session.id
            if self._wanted.session not in (None, session):
                continue
            review = _Review(rows, asked)
            what = self._about(session, paper)
            marked, mark = marks.get((who.person, paper), (0, ""))
            for row in review.shown(versions=self._wanted.versions):
                said = self._labels.get(mark, mark) if marked == row.rule.number else None
                yield [*what, *who.cells, *self._how(row, review, said), *self._answers(row, names)]

    def _place(self, paper: str) -> tuple[int, str]:
        return self._places.get(paper, len(self._places)), paper

    def _how(self, row: Row, review: _Review, mark: str | None) -> tuple[Cell, ...]:
        rule = row.rule
        received = rule.received_at.astimezone(self._course.timezone)
        words = self._questions.words(row.form, row.answers)
        return (received, *review.status(rule), rule.number, rule.number == review.counts, words, mark)

    def _answers(self, row: Row, names: Mapping[str, str]) -> list[Cell]:
        cells = self._questions.cells(row.form, row.answers)
        if names:
            self._questions.name_files(cells, row.form, row.answers, names)
        return cells

    def _about(self, session_id: str, paper: str) -> tuple[Cell, ...]:
        known = self._what.get((session_id, paper))
        if known is None:
            session, reading = self._course.session(session_id), self._readings.get(paper)
            first = session.first if session is not None else None
            known = self._what[session_id, paper] = (
                self._course.id,
                session_id,
                session.name if session is not None else None,
                first.day if first is not None else None,
                paper,
                reading.title if reading is not None else None,
                reading.url if reading is not None else None,
            )
        return known

    def _file_names(self, written: Mapping[int, Mapping[str, Sequence[Row]]]) -> Mapping[str, str]:
        """What the files are called that these reviews name by their ids."""
        if not self._questions.any_files:
            return {}
        rows = (row for papers in written.values() for several in papers.values() for row in several)
        ids = {one for row in rows for one in self._questions.files(row.form, row.answers)}
        return {one: file.name for one, file in blobs.describe(self._connection, self._course.id, ids).items()}


class _Review:
    """One person's review of one paper: its versions, the oldest first, and how it would stand unwritten (None: nobody
    asks for it any more). `counts` is the number of the version that does.
    """

    __slots__ = ("_rows", "_standing", "counts")

    def __init__(self, rows: Sequence[Row], unwritten: Standing | None) -> None:
        self._rows = rows
        if unwritten is None:
            self._standing = None
            self.counts = max((row.rule.number for row in rows if row.rule.whole), default=None)
        else:
            self._standing = standing_of([row.rule for row in rows], unwritten)
            self.counts = self._standing.counts.number if self._standing.counts is not None else None

    def shown(self, *, versions: bool) -> Iterable[Row]:
        """All versions; or the one that counts, else the last that was handed in, after the close."""
        if versions:
            return self._rows
        if self.counts is not None:
            return [row for row in self._rows if row.rule.number == self.counts]
        return [row for row in self._rows if row.rule.complete][-1:]

    def status(self, rule: Version) -> tuple[str, int | None]:
        """In a word, and by how many minutes it is late."""
        if not rule.whole:
            return DRAFT, None
        if self._standing is None:
            return _then(rule)
        if rule.number == self.counts:
            late = self._standing.late_by
            return (ON_TIME, 0) if late is None else (LATE, late // MINUTE)
        limits = self._standing.window
        if limits is None or rule.late_then == 0 or limits.is_on_time(rule.received_at):
            return ON_TIME, 0
        late = limits.late_by(rule.received_at)
        taken = rule.accepted or rule.late_then or limits.takes(rule.received_at)
        return (LATE if taken else AFTER_CLOSE), late // MINUTE


def _then(rule: Version) -> tuple[str, int | None]:
    """By what was said of the version when it came."""
    if rule.late_then is None:
        return AFTER_CLOSE, None
    return (LATE, rule.late_then) if rule.late_then else (ON_TIME, 0)


def together(people: Sequence[Who], number: Mapping[int, int], most: int = TOGETHER) -> Iterator[list[Who]]:
    """The people in their order, so many at a time as have about `most` versions."""
    some: list[Who] = []
    versions = 0
    for who in people:
        if some and versions + number.get(who.person, 0) > most:
            yield some
            some, versions = [], 0
        some.append(who)
        versions += number.get(who.person, 0)
    if some:
        yield some
