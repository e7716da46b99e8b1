"""What everybody's work of a course comes to: reviews with their marks, presenting, taking part; and what is open.

It only reads. How a score is worked out is in `bot.course.scores`; which column it goes to is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course import scores
from bot.course.grading import COMPONENTS, Component, ComponentName, Grading
from bot.course.grading_rules import reviewed
from bot.course.model import Course
from bot.course.reviews import Duty
from bot.course.scores import Item, Total
from bot.course.signups import Stage, progress, seats
from bot.services import owing, participating, seating
from bot.store import review_marks
from bot.store.database import Connection
from bot.store.review_marks import Mark

REVIEW = "review:"
"""Begins the key of a single review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. `per_review`: a column for each review in place of their total. `create`: new columns for what
    the schedule names none for. `final`: what is missing counts as nothing.
    """

    components: tuple[ComponentName, ...] = COMPONENTS
    per_review: bool = False
    create: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What is open of somebody's reviews: those that came in and are not marked, those that are `missing`, marks that
    are not released yet, and marks of an `older` version than counts.
    """

    unmarked: int = 0
    missing: int = 0
    unreleased: int = 0
    older: int = 0

    def __add__(self, other: Pending) -> Pending:
        return Pending(
            unmarked=self.unmarked + other.unmarked,
            missing=self.missing + other.missing,
            unreleased=self.unreleased + other.unreleased,
            older=self.older + other.older,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One student's. `totals` by key: a part of the grade, or a single review."""

    totals: Mapping[str, Total]
    pending: Pending


def keys(connection: Connection, course: Course, wanted: Wanted) -> tuple[str, ...]:
    """What has a score, as far as the course has it: the parts of the grade, or single reviews if these are wanted."""
    ticked = course.grading.participation != Component() or bool(participating.taken_part(connection, course))
    has = {
        "reviews": any(reviewed(course.sessions)),
        "presenting": bool(seats(course)),
        "participation": ticked,
    }
    found: list[str] = []
    for name in COMPONENTS:
        if name not in wanted.components or not course.grading.component(name).on or not has[name]:
            continue
        if name == "reviews" and wanted.per_review:
            found += [REVIEW + key for key in dict.fromkeys(reviewed(course.sessions))]
        else:
            found.append(name)
    return tuple(found)


def everybody(connection: Connection, course: Course, wanted: Wanted, *, now: datetime) -> Mapping[int, Work]:
    """Of each student, by person."""
    marks = review_marks.marks(connection, course.id)
    by_person: defaultdict[int, dict[str, Mark]] = defaultdict(dict)
    for (person, paper), mark in marks.items():
        by_person[person][paper] = mark
    rules = course.grading
    in_full = rules.unmarked == "full" or (rules.unmarked == "auto" and not marks)
    ticks, known = _ticks(connection, course), seating.signups(connection, course)
    found: dict[int, Work] = {}
    for person, duties in owing.everyone(connection, course, now=now).items():
        given = by_person.get(person, {})
        items = scores.review_items(
            duties, {paper: mark.mark for paper, mark in given.items()}, rules, unmarked_in_full=in_full, now=now
        )
        no_shows = sum(turn.stage is Stage.NO_SHOW for turn in known.turns(person, now))
        totals = {
            **_reviews(items, rules, wanted),
            "presenting": scores.of_presenting(progress(known, person, now), no_shows, final=wanted.final),
            "participation": scores.of_participation(
                ticks.get(person, ()), drop_lowest=rules.participation.drop_lowest
            ),
        }
        pending = _pending(duties, given, items) if "reviews" in wanted.components else Pending()
        found[person] = Work(totals=totals, pending=pending)
    return found


def _reviews(items: Sequence[Item], rules: Grading, wanted: Wanted) -> dict[str, Total]:
    """All of them together, and each."""
    found = {"reviews": scores.of_reviews(items, drop_lowest=rules.reviews.drop_lowest, final=wanted.final)}
    if wanted.per_review:
        for key in dict.fromkeys(item.key for item in items):
            found[REVIEW + key] = scores.of_reviews([one for one in items if one.key == key], final=wanted.final)
    return found


def _ticks(connection: Connection, course: Course) -> Mapping[int, Sequence[bool]]:
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for persons in participating.taken_part(connection, course).values():
        for person, present in persons.items():
            found[person].append(present)
    return found


def _pending(duties: Sequence[Duty], marks: Mapping[str, Mark], items: Sequence[Item]) -> Pending:
    kinds = [item.kind for item in items]
    counted = list(_marked(duties, marks))
    return Pending(
        unmarked=kinds.count("unmarked"),
        missing=kinds.count("missing"),
        unreleased=sum(not mark.released for mark, _ in counted),
        older=sum(older for _, older in counted),
    )


def _marked(duties: Sequence[Duty], marks: Mapping[str, Mark]) -> Iterator[tuple[Mark, bool]]:
    """Each mark of a review that counts, and whether a newer version of it came since."""
    for one in (standing for duty in duties if marks for standing in duty.standings):
        mark = marks.get(one.owed.paper)
        if mark is not None and one.counts is not None:
            yield mark, one.counts.number > mark.version
