"""The ids of a schedule that things hang on: of sessions and deadlines by themselves, of papers with a mark.

What is known of one is known by its id, so that an id which vanishes has to be explained. It says nothing to anybody.
"""

from __future__ import annotations

from bot.course.model import Course
from bot.store import united, verdicts
from bot.store.database import Connection

PAPER = "paper:"
"""Begins the name of a paper: a session may have the same id."""


def names(course: Course) -> frozenset[str]:
    """All that something can hang on."""
    return course.item_ids | {PAPER + reading.id for _, reading in course.readings()}


def in_use(connection: Connection, course: str) -> frozenset[str]:
    """What something was said about, or somebody wrote, was granted or asked for."""
    papers = {PAPER + paper for paper in united.papers_in_use(connection, course)}
    return verdicts.items_in_use(connection, course) | united.sessions_in_use(connection, course) | papers


def rename(connection: Connection, course: str, old: str, new: str) -> None:
    """Let all that hangs on the one hang on the other."""
    if old.startswith(PAPER):
        old, new = old.removeprefix(PAPER), new.removeprefix(PAPER)
        united.rename_paper(connection, course, old, new)
        verdicts.rename_item(connection, course, old, new, kinds=verdicts.OF_A_PAPER)
    else:
        united.rename_session(connection, course, old, new)
        verdicts.rename_item(connection, course, old, new)
