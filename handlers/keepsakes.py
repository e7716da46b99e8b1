"""What people get as a course ends: each writer their own reviews, whoever ended it the archive. The words, and the
files that go with them.

The files are made when a message is posted. They say the same each time, so nothing keeps a copy of them.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Run
from bot.conversation.reply import NOTHING, Action, Attachment, Bold, Button, Buttons, Reply, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.wording import counted
from bot.export.archive import file_name
from bot.services import archiving, books, closing
from bot.services.keepsakes import MARKS, PAPERS
from bot.store.database import Connection
from bot.store.ledger import Delivery
from handlers import course_book
from handlers.ended import ARCHIVE, REOPEN, name_of


def keepsake(notice: Notice, facts: Facts) -> Reply:
    """The message that the file goes with."""
    course = facts.course
    if notice.item == closing.ARCHIVE:
        return _archive(course)
    if notice.item != closing.REVIEWS:
        return NOTHING
    papers, marks = int(facts.details.get(PAPERS, "0")), int(facts.details.get(MARKS, "0"))
    what = f"Here is all that you wrote, {counted(papers, 'review')}" + (", with your marks." if marks else ".")
    lead = paragraph(Bold(f"{name_of(course)} has ended."), f" {what}")
    return Reply(
        (lead, small("Open the file in any browser; it needs no connection. It is yours to keep.")), private=False
    )


def _archive(course: Course) -> Reply:
    lead = paragraph(
        Bold(f"The archive of {name_of(course)}. "),
        "In it are all reviews, seats, scores and files, the record of what staff did, and the schedule. Begin with "
        "README.html: it is all of it to read.",
    )
    keep = small("It names everybody in the course, so keep it where only staff can read it.")
    again = Button("Give me the archive again", Action(ARCHIVE, course.id))
    return Reply((lead, keep, Buttons((again, Button("Reopen …", Action(REOPEN, course.id))))), private=False)


async def files(run: Run, course: Course, one: Delivery) -> tuple[Attachment, ...]:
    """What a row of the ledger says goes along."""
    if one.key.item == closing.ARCHIVE:
        return (await archive(run, course, one.due_at),)
    person = int(one.key.recipient)
    content: bytes = await run.read(own_reviews, course, person, now=one.due_at)
    return (Attachment(own_name(course), content, "Your reviews"),)


async def archive(run: Run, course: Course, now: datetime) -> Attachment:
    """The archive as a file. Raises Refused once what people wrote was erased."""
    content: bytes = await run.read(archiving.archive, course, course_book.whole, now=now)
    return Attachment(archiving.name_of(course), content, f"Archive of {name_of(course)}")


def own_reviews(connection: Connection, course: Course, person: int, *, now: datetime) -> bytes:
    """All that one person wrote, as a page of its own."""
    mine = books.of_person(connection, course, person, now=now)
    return "".join(course_book.own(course, mine)).encode()


def own_name(course: Course) -> str:
    return f"{file_name(course.id)}-your-reviews.html"
