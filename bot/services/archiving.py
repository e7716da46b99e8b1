"""The archive of a course: tables, files, the schedule and a readable page of everything, as one zip.

It is made as of one instant. Of a course that has ended that is its end, so that every archive of it has the same
bytes until something of it is erased. What the page looks like is told by whoever asks.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from bot.course.model import Course
from bot.errors import Misconfigured, Refused
from bot.export import canvas
from bot.export.archive import Archive, archived, file_name
from bot.export.sheets import Cell, Sheet
from bot.export.writing import write
from bot.services import books, exporting, gradebook
from bot.services.books import Book
from bot.services.courses import version_in_force
from bot.services.exporting import Options
from bot.services.graded_work import Wanted
from bot.store import courses as states
from bot.store import people, schedules, written
from bot.store.database import Connection
from bot.store.records import CourseState

log = logging.getLogger(__name__)

Page = Callable[[Book], Iterator[str]]
"""The readable page, piece by piece."""

TABLES = ("reviews", "signups", "status", "gradebook", "audit")
"""The kinds of export that are in it, as far as there are such."""

VERSIONS = Options(versions=True)


def name_of(course: Course) -> str:
    """What the file is called."""
    return f"{file_name(course.id, 'course')}-archive.zip"


def as_of(state: CourseState, now: datetime) -> datetime:
    """The instant that an archive is of. Raises Refused once what people wrote was erased."""
    if state.erased_at is not None:
        raise Refused("What people wrote in this course was erased, so there is no archive of it any more.")
    return state.closed_at or now


def archive(connection: Connection, course: Course, page: Page, *, now: datetime) -> bytes:
    """The whole zip in memory, as a platform takes it. Raises Refused as `as_of` does."""
    stream = io.BytesIO()
    write_archive(connection, course, page, stream, now=now)
    return stream.getvalue()


def write_archive(connection: Connection, course: Course, page: Page, stream: BinaryIO, *, now: datetime) -> None:
    """The zip, written as it is read. Raises Refused as `as_of` does."""
    state = states.state(connection, course.id)
    at = as_of(state, now)

    def fill(into: Archive) -> None:
        into.write("README.html", lambda to: _encoded(page(books.whole(connection, course, state, now=at)), to))
        _tables(connection, course, into, at)
        into.add("schedule.yaml", _schedule(connection, course.id).encode())
        _files(connection, course, into)

    archived(stream, course.local(at), fill)


def note(connection: Connection, course: Course, *, person: int | None, now: datetime) -> None:
    """Who took it."""
    exporting.note_taken(connection, course, "archive", {"format": "zip"}, person=person, now=now)


def _encoded(pieces: Iterable[str], stream: BinaryIO) -> None:
    stream.writelines(piece.encode() for piece in pieces)


def _tables(connection: Connection, course: Course, into: Archive, at: datetime) -> None:
    about = exporting.about(course)

    def made(kinds: Sequence[str], options: Options) -> tuple[Sheet, ...]:
        known = [kind for kind in kinds if kind in exporting.KINDS]
        found = exporting.sheets(connection, course, known, options, now=at)
        book = (gradebook.everything(connection, course, now=at),) if gradebook.ITEM in kinds else ()
        return (*(_until(sheet, at) for sheet in found), *book)

    for kind in TABLES:
        for sheet in made([kind], exporting.EVERYTHING):
            into.write(f"{sheet.name}.csv", lambda to, sheet=sheet: write([sheet], "csv", to, about=about))
    for sheet in made(["reviews"], VERSIONS):
        into.write("reviews-all-versions.csv", lambda to, sheet=sheet: write([sheet], "csv", to, about=about))
    _for_canvas(connection, course, into, at)
    into.write("course.json", lambda to: write(made(TABLES, VERSIONS), "json", to, about=about))


def _for_canvas(connection: Connection, course: Course, into: Archive, at: datetime) -> None:
    """What its importer takes, where there is a list from it that the schedule's columns fit."""
    try:
        made = gradebook.gradebook(connection, course, Wanted(final=True), now=at)
    except Misconfigured as error:
        log.info("action=gradebook_left_out course=%s reason=%s", course.id, error)
        return
    if made.sheet is not None and made.targets:
        into.write("gradebook-for-canvas.csv", lambda to: canvas.write(made.filled, to, as_it_stood=True))


def _until(sheet: Sheet, at: datetime) -> Sheet:
    """Of what happened only what had happened then: that somebody took the archive is in the audit afterwards."""
    place = next((i for i, one in enumerate(sheet.columns) if one.name == "at" and one.kind == "instant"), None)
    if sheet.name != "audit" or place is None:
        return sheet
    return replace(sheet, rows=(row for row in sheet.rows if _happened(row[place], at)))


def _happened(cell: Cell, at: datetime) -> bool:
    return not isinstance(cell, datetime) or cell <= at


def _schedule(connection: Connection, course: str) -> str:
    version = version_in_force(connection, course)
    return "" if version is None else schedules.version_text(connection, course, version.number)


def _files(connection: Connection, course: Course, into: Archive) -> None:
    """What was handed in: a folder a person, each file with its number before its name."""
    known = {one.id: one for one in written.files(connection, course.id)}
    names: Mapping[int, str] = people.names(connection, {one.person for one in known.values()})
    for one, content in written.contents(connection, list(known)):
        file = known[one]
        folder = file_name(f"{names.get(file.person, '')} {file.person}")
        into.add(f"files/{folder}/{one}-{file_name(file.name)}", content)
