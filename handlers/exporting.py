"""`/course export`: the course's reviews, sign-ups, status, ledger and audit as a file, by direct message.

The bytes are those of `coursebot export`. Names and what people wrote go only to the member of staff who asked.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.wording import counted, listed
from bot.export.writing import FORMATS, Format, Written
from bot.services import exporting
from bot.services.exporting import KINDS, Options, Order
from bot.store.database import Connection
from handlers import gradebook
from handlers.staff_course import staff_course
from handlers.tally_sessions import meant

EXPORT = "export"
"""Arguments: words as they are typed: kinds, a format, `versions`, and words that mean a session."""

LARGEST = 20_000_000
"""Bytes of a file that is sent in a chat: every platform takes so many, and a process has them in memory meanwhile."""

IN_MEMORY = 1_000_000

GRADEBOOK, ALL, VERSIONS, BOM = "gradebook", "all", "versions", "bom"

NAMES = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
USUAL: Format = "xlsx"
"""What opens in a spreadsheet by a double click, with dates as dates."""

_OTHERS = "pdf doc docx odt ods txt html htm xml yaml yml md markdown tsv zip png sql xls rtf"
OTHER_FORMATS = frozenset(f"{dot}{one}" for dot in ("", ".") for one in _OTHERS.split())
"""Words for kinds of files that I do not write."""

WHAT = {
    "reviews": "every review with its answers, marks and lateness",
    "signups": "who presents what, and what became of it",
    "status": "students and papers: on time, late, missed",
    "deliveries": "all that I said or am to say unasked",
    "audit": "who of the staff did what",
}
"""What each kind holds, in a line."""


class TooLarge(Exception):
    """The file is more than is sent in a chat."""


async def export(request: Request, run: Run) -> Answer:
    """The file; of bare words the buttons."""
    course = staff_course(request, EXPORT, request.arguments)
    if isinstance(course, Reply):
        return course
    words = [one.casefold() for one in request.arguments]
    if GRADEBOOK in words:
        return await gradebook.preview(course, request, run)
    asked = _asked(course, words, request.now)
    if isinstance(asked, Reply):
        return asked
    if not asked.order.kinds:
        return _menu(course, asked.order.form)
    return await _file(course, asked, request, run)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, and the session that it is about."""

    order: Order
    session: Session | None = None


def _asked(course: Course, words: Sequence[str], now: datetime) -> Asked | Reply:
    """What the words mean; or the question which session they do."""
    kinds = tuple(KINDS) if ALL in words else tuple(kind for kind in KINDS if kind in words)
    form = next((one for one in FORMATS if one in words), "xlsx" if "excel" in words else USUAL)
    known = {*KINDS, *FORMATS, ALL, VERSIONS, BOM, "excel", "as", "for", "of"}
    rest = " ".join(one for one in words if one not in known)
    session: Session | None = None
    if rest and kinds:
        if any(one in OTHER_FORMATS for one in rest.split()):
            return _no_format(course, kinds, rest)
        what = ALL if ALL in words else kinds[0]
        found = course.session(rest) or meant(course, rest, now, command=f"{EXPORT} {what}")
        if isinstance(found, Reply):
            return _which(course, found, words, rest)
        session = found
    elif rest:
        return Reply((paragraph(f"I cannot export “{rest[:60]}”."), *_menu(course, form).blocks))
    options = Options(versions=VERSIONS in words, session=session.id if session is not None else None)
    return Asked(Order(kinds=kinds, form=form, options=options, bom=BOM in words), session)


def _no_format(course: Course, kinds: Sequence[str], rest: str) -> Reply:
    """`reviews pdf`: what I write instead, as buttons too."""
    what = ALL if len(kinds) > 1 else kinds[0]
    other = next(one for one in rest.split() if one in OTHER_FORMATS)
    buttons = [Button(f"As {NAMES[one]}", Action(EXPORT, course.id, (what, one))) for one in FORMATS]
    like = Code(f"/{course.command_prefix}course export {what} csv")
    said = paragraph(f"I do not write {other.lstrip('.')}. I write csv, xlsx or json.")
    return Reply((said, Buttons(tuple(buttons)), small("Like this: ", like)))


def _which(course: Course, question: Reply, words: Sequence[str], rest: str) -> Reply:
    """The question, with buttons that lead back here."""
    before = tuple(one for one in words if one not in rest.split())
    blocks: list[Block] = []
    for block in question.blocks:
        if isinstance(block, Buttons):
            again = [
                replace(one, action=Action(EXPORT, course.id, (*before, *one.action.arguments)))
                for one in block.buttons
            ]
            blocks.append(Buttons(tuple(one for one in again if one.action.fits)))
        else:
            blocks.append(block)
    return Reply(tuple(blocks))


# --- the buttons ----------------------------------------------------------------------------------------------------


def _menu(course: Course, form: Format) -> Reply:
    kinds = [Button(kind.capitalize(), Action(EXPORT, course.id, (kind, form))) for kind in KINDS]
    kinds.append(Button("Gradebook for Canvas", Action(EXPORT, course.id, (GRADEBOOK,))))
    kinds.append(Button("All in one", Action(EXPORT, course.id, (ALL, form))))
    others = [Button(f"As {NAMES[one]} instead", Action(EXPORT, course.id, (one,))) for one in FORMATS if one != form]
    like = f"/{course.command_prefix}course export reviews csv week 3"
    return Reply(
        (
            paragraph(Bold("Export"), f" as {NAMES[form]}. I send you the file in a direct message."),
            bullets(*(line(Bold(kind.capitalize()), f": {what}") for kind, what in WHAT.items())),
            Buttons(tuple(kinds)),
            Buttons(tuple(others)),
            small("Or type it: ", Code(like), ". With “versions”, reviews have a row for each version, drafts too."),
        )
    )


# --- the file -------------------------------------------------------------------------------------------------------


async def _file(course: Course, asked: Asked, request: Request, run: Run) -> Reply:
    order = asked.order
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as stream:
        try:
            written: Written = await run.read(_written, course, order, stream, now=request.now)
        except TooLarge:
            return _too_large(course, asked)
        stream.seek(0)
        content = stream.read()
    await run(exporting.note, course, order, written.rows, person=request.someone.person, now=request.now)
    name = exporting.file_name(course, order)
    of = f" of {asked.session.name}" if asked.session is not None else ""
    said = paragraph(Bold(f"{order.name.capitalize()}{of}: "), _how_many(written), ".")
    notes = [small(one) for one in written.notes]
    return Reply((said, *notes), files=(Attachment(name, content, f"{order.name.capitalize()}: {course.title}"),))


def _written(connection: Connection, course: Course, order: Order, stream: IO[bytes], *, now: datetime) -> Written:
    """Raises TooLarge."""
    stream.seek(0)
    stream.truncate()  # a read may be begun again
    return exporting.write_out(connection, course, order, _Bounded(stream), now=now)


class _Bounded:
    """Takes no more than may be sent."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._left = stream, LARGEST

    def write(self, data: bytes, /) -> object:
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return self._stream.write(data)


def _too_large(course: Course, asked: Asked) -> Reply:
    """What to do instead."""
    order = asked.order
    what = " ".join(order.kinds) if len(order.kinds) < len(KINDS) else ALL
    smaller = (
        ""
        if asked.session is not None
        else f"Ask for one session (/{course.command_prefix}course export {what} week 3), or on"
    )
    command = f"coursebot export {what} --course {course.id} --out {exporting.file_name(course, order)}"
    limit = f"{LARGEST // 1_000_000} MB"
    return Reply(
        (
            paragraph(
                f"That is more than {limit}, too much to send in a chat. {smaller or 'On'} the bot’s machine type:"
            ),
            paragraph(Code(command)),
        )
    )


def _how_many(written: Written) -> str:
    if len(written.rows) == 1:
        (number,) = written.rows.values()
        return counted(number, "row") if number else "nothing yet, so there are no rows in the file"
    there = [f"{number:,} of {name}" for name, number in written.rows.items() if number]
    nothing = [name for name, number in written.rows.items() if not number]
    return ", ".join(there) + (f"; nothing yet of {listed(nothing)}" if nothing else "")


ROWS: tuple[Row, ...] = (
    Row(
        name="export",
        verb=EXPORT,
        summary="Reviews, sign-ups, status, gradebook or the audit as a file",
        function=export,
        audience=Audience.TA,
        cost=Cost.HEAVY,
        parameters=(
            Parameter(name="what", summary="What to export", choices=(*KINDS, GRADEBOOK, ALL)),
            Parameter(name="format", summary="How", choices=FORMATS),
            Parameter(name="rest", summary="versions, or words of a session, week 3 or a day", rest=True),
        ),
    ),
)
