"""The ids of a schedule that things hang on: of sessions and deadlines by themselves, of papers with a mark; with
another one papers of which a review is asked for, since what was written is out of reach where none is.

What is known of one is known by its id, so that an id which vanishes has to be explained. It says nothing to anybody.
"""

from __future__ import annotations

from bot.course.model import Course
from bot.course.reviews import owed
from bot.store import united, verdicts
from bot.store.database import Connection

PAPER = "paper:"
"""Begins the name of a paper: a session may have the same id."""

REVIEW = "review:"
"""Begins the name of a paper as one of which a review is asked for."""


def names(course: Course) -> frozenset[str]:
    """All that something can hang on."""
    papers = {PAPER + reading.id for _, reading in course.readings()}
    return course.item_ids | papers | {REVIEW + one.paper for one in owed(course)}


def bare(name: str) -> str:
    """The id itself."""
    return name.removeprefix(PAPER).removeprefix(REVIEW)


def lost(before: Course, after: Course) -> frozenset[str]:
    """What the one has and the other has not; of a paper that is gone not its reviews too."""
    gone = names(before) - names(after)
    return frozenset(one for one in gone if not (one.startswith(REVIEW) and PAPER + bare(one) in gone))


def gained(before: Course, after: Course) -> frozenset[str]:
    """What something that is lost may be called now."""
    return frozenset(one for one in names(after) - names(before) if not one.startswith(REVIEW))


def in_use(connection: Connection, course: str) -> frozenset[str]:
    """What something was said about, or somebody wrote, was granted or asked for."""
    papers = united.papers_in_use(connection, course)
    known = {PAPER + paper for paper in papers} | {REVIEW + paper for paper, number in papers.items() if number}
    return verdicts.items_in_use(connection, course) | united.sessions_in_use(connection, course) | known


def rename(connection: Connection, course: str, old: str, new: str) -> None:
    """Let all that hangs on the one hang on the other."""
    if old.startswith(PAPER):
        old, new = old.removeprefix(PAPER), new.removeprefix(PAPER)
        united.rename_paper(connection, course, old, new)
        verdicts.rename_item(connection, course, old, new, kinds=verdicts.OF_A_PAPER)
    else:
        united.rename_session(connection, course, old, new)
        verdicts.rename_item(connection, course, old, new)
