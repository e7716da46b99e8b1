"""Reading each other's reviews: who may read what of a paper's reviews, and from when on.

What classmates get holds no name, no lateness and no answer that is not for them, so that nothing can be shown that
must not be. Staff get all of it, and can keep a review from the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.course import answers, digest, reviews
from bot.course.digest import Entry, Scores
from bot.course.duties import FormField, ReviewForm
from bot.course.file_types import TYPES, type_of
from bot.course.model import Course, CourseRole, PeersRead, Visibility
from bot.course.reviews import Duty, Mine, Owed, Standing, State
from bot.errors import Refused
from bot.services import counting, owing
from bot.services.counting import Counting
from bot.store import audit, blobs
from bot.store import reviews as stored
from bot.store.database import Connection

ENOUGH = 4
"""Reviews from which on classmates see scores: of fewer they would tell who gave which."""

LONGEST_LABEL = 40
"""Letters of a question in the name of a file."""

CLASSMATES = (CourseRole.STUDENT, CourseRole.AUDITOR)

Why = Literal["never", "undated", "early", "settling", "mine", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether classmates' reviews of a paper are open to somebody, and if not, why not.

    `early`: the reader's deadline `at` is still ahead. `settling`: it has just passed, and the last reviews come in.
    `mine`: the reader's own is not in; with `at` the deadline is ahead too. `missed`: it can no longer come in.
    """

    why: Why | None = None
    at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.why is None


@dataclass(frozen=True, slots=True)
class File:
    """A file that was handed in with a review. `name` is its own for its writer and for staff; for classmates it says
    which question the file answers, since people name their files after themselves.
    """

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a review: known to staff only."""

    person: int
    name: str
    role: CourseRole
    late_by: timedelta | None
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One review as somebody may read it: what was asked, with what was answered. `token` is its own for this reader
    and paper, and tells nothing of who wrote it.
    """

    token: str
    yours: bool
    texts: tuple[tuple[FormField, str], ...] = field(repr=False)
    files: tuple[File, ...] = field(repr=False)
    author: Author | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All that somebody may read of a paper's reviews; nothing where the gate is shut. `few`: too few for their scores
    to be shown.
    """

    owed: Owed
    gate: Gate
    seen: tuple[Seen, ...] = ()
    scores: tuple[Scores, ...] = ()
    few: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    person: int
    role: CourseRole

    @property
    def is_staff(self) -> bool:
        return self.role.is_staff


# --- the gate -------------------------------------------------------------------------------------------------------


def gate(connection: Connection, course: Course, one: Owed, reader: Reader, *, now: datetime) -> Gate:
    """By the course's rule; staff always may. Who owes no review of the paper waits for the deadline only."""
    if reader.is_staff:
        return Gate()
    known = owing.mine(connection, course, reader.person)
    return _gate(course, one, known, owing.duties_of(connection, course, reader.person, now=now), now)


def _gate(course: Course, one: Owed, known: Mine, duties: Iterable[Duty], now: datetime) -> Gate:
    versions = known.versions.get(one.paper, ())
    presents = one.session.id in known.presents
    standing = reviews.standing(one, versions, known.grants, zone=course.timezone, now=now, presents=presents)
    duty = next((duty for duty in duties if duty.session.id == one.session.id), None)
    chosen_others = duty is not None and duty.needed < len(duty.standings) and not duty.left
    return rule(one, standing, owes=duty is not None and not chosen_others, now=now)


def rule(one: Owed, standing: Standing, *, owes: bool, now: datetime) -> Gate:
    """The course's rule on what is known of a reader. The deadline is the reader's own where that is later; until its
    silent grace is over others are still writing.
    """
    allowed, window = one.review.peers_read, standing.window
    if allowed is PeersRead.NEVER:
        return Gate(why="never")
    if window is None:
        return Gate(why="undated")
    over = not window.is_on_time(now)
    waits = allowed is PeersRead.AFTER_MINE_AND_DEADLINE and owes and not standing.done
    if waits and standing.state is not State.EXCUSED:
        missed = standing.state is State.MISSED
        return Gate(why="missed" if missed else "mine", at=None if over or now >= window.due else window.due)
    if over:
        return Gate()
    return Gate(why="settling" if now >= window.due else "early", at=window.due)


# --- reading --------------------------------------------------------------------------------------------------------


def read(connection: Connection, course: Course, one: Owed, reader: Reader, *, now: datetime) -> Shelf:
    """All that the reader may read of the paper's reviews. Classmates' come in an order that is the reader's own and
    stays; staff have them by name.
    """
    opened = gate(connection, course, one, reader, now=now)
    if not opened.open:
        return Shelf(owed=one, gate=opened)
    found = counting.of_paper(connection, course, one, now=now)
    if not reader.is_staff:
        found = tuple(each for each in found if each.role in CLASSMATES and not each.hidden)
        found = tuple(sorted(found, key=lambda each: token(reader, one, each)))
    few = not reader.is_staff and len(found) < ENOUGH
    form = one.review.form
    return Shelf(
        owed=one,
        gate=opened,
        seen=tuple(_seen(connection, course, one, reader, each, few=few) for each in found),
        scores=() if few else digest.scores(_for_scores(found, form, reader), _visible(form, form, reader)),
        few=few,
    )


def token(reader: Reader, one: Owed, review: Counting) -> str:
    """Stays the same for one reader and review. When the first version came in, to the microsecond, is known to nobody
    outside of the database, so nobody can work out whose it is.
    """
    words = f"{reader.person}/{one.paper}/{review.person}/{review.begun_at.isoformat()}"
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _seen(connection: Connection, course: Course, one: Owed, reader: Reader, each: Counting, *, few: bool) -> Seen:
    yours = each.person == reader.person
    form = _visible(each.form, one.review.form, reader, each.closed)
    texts = [(asked, answers.shown(asked, each.answers.get(asked.id, ""))) for asked in form.fields]
    without = {"file", "scale"} if few and not yours else {"file"}
    author = Author(
        person=each.person,
        name=each.name,
        role=each.role,
        late_by=each.standing.late_by,
        hidden=each.hidden,
    )
    return Seen(
        token=token(reader, one, each),
        yours=yours,
        texts=tuple((asked, text) for asked, text in texts if text and asked.kind not in without),
        files=files_of(connection, course, form, each, named=yours or reader.is_staff),
        author=author if reader.is_staff else None,
    )


def _visible(
    written: ReviewForm, current: ReviewForm, reader: Reader, closed_before: Collection[str] = ()
) -> ReviewForm:
    """The questions whose answers the reader may read. A question that was for more eyes once, or is now, is for those
    whom both forms allow, and what was written when it was not for classmates stays closed.
    """
    if reader.is_staff:
        return written
    closed = {asked.id for asked in current.fields if asked.visibility is not Visibility.PEERS} | set(closed_before)
    fields = (asked for asked in written.fields if asked.visibility is Visibility.PEERS and asked.id not in closed)
    return replace(written, fields=tuple(fields))


def _for_scores(found: Iterable[Counting], current: ReviewForm, reader: Reader) -> list[Entry]:
    """The reviews as distributions want them: nobody's."""
    return [
        Entry(writer="", form=_visible(each.form, current, reader, each.closed), answers=each.answers) for each in found
    ]


def files_of(
    connection: Connection,
    course: Course,
    form: ReviewForm,
    each: Counting,
    *,
    named: bool,
    numbers: Counter[str] | None = None,
) -> tuple[File, ...]:
    """`named`: by their own names. `numbers`: how many files answered each question before, where names go on counting
    from one review to the next.
    """
    asked = [(one, counting.file_ids(each.answers.get(one.id, ""))) for one in form.fields if one.kind == "file"]
    ids = [one for _, there in asked for one in there]
    if not ids:
        return ()
    known = blobs.describe(connection, course.id, ids)
    found: list[File] = []
    numbers = Counter() if numbers is None else numbers
    for question, there in asked:
        for blob in (known[one] for one in there if one in known and known[one].person == each.person):
            label = _plain_label(question)
            numbers[label] += 1
            name = blob.name if named else f"{label} {numbers[label]}{_extension(blob.name)}"
            found.append(File(blob.id, name, blob.size))
    return tuple(found)


def _plain_label(question: FormField) -> str:
    """The question as a file can be called."""
    words = "".join(letter if letter.isalnum() else " " for letter in question.label).split()
    return " ".join(words)[:LONGEST_LABEL].strip() or "File"


def _extension(name: str) -> str:
    """`.pdf`; only what a form can ask for, since anything can stand behind a full stop."""
    kind = type_of(name)
    return f".{kind}" if kind in TYPES else ""


def file(
    connection: Connection, course: Course, one: Owed, reader: Reader, *, wanted: tuple[str, int], now: datetime
) -> tuple[str, bytes]:
    """Name and content of a file, by the name that the reader may see: `wanted` is a review's token and the file's
    place in it. Raises Refused where the reader may not have it or it is not there.
    """
    review, number = wanted
    shelf = read(connection, course, one, reader, now=now)
    files: Sequence[File] = next((seen.files for seen in shelf.seen if seen.token == review), ())
    found = blobs.get(connection, course.id, files[number].id) if 0 <= number < len(files) else None
    if found is None:
        raise Refused("That file is not here any more, or it is not for you.")
    return files[number].name, found[1]


def readable(connection: Connection, course: Course, reader: Reader, *, now: datetime) -> tuple[Owed, ...]:
    """The papers of which there is something to read now, those that were due last first."""
    written = stored.papers(connection, course.id)
    there = [one for one in reversed(reviews.owed(course)) if one.paper in written]
    if reader.is_staff or not there:
        return tuple(there)
    known = owing.mine(connection, course, reader.person)
    duties = owing.duties_of(connection, course, reader.person, now=now)
    return tuple(one for one in there if _gate(course, one, known, duties, now).open)


# --- hiding ---------------------------------------------------------------------------------------------------------


def hide(
    connection: Connection, course: Course, paper: str, person: int, *, hidden: bool, by: int | None, now: datetime
) -> bool:
    """Keep a review from classmates, or let them read it again. False where it was so before. Raises Refused where
    there is no review of theirs.
    """
    if not stored.of_review(connection, course.id, person, paper):
        raise Refused("There is no such review any more.")
    if hidden:
        changed = stored.hide(connection, course.id, person, paper, now=now, by=by)
    else:
        changed = stored.unhide(connection, course.id, person, paper)
    if changed:
        audit.record(
            connection,
            now=now,
            course=course.id,
            action="review-hidden" if hidden else "review-shown",
            person=by,
            item=paper,
            details={"of": person},
        )
    return changed
