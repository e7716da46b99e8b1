"""Whether seats are enough for the class, as staff read it wherever it changes: one sentence, with what would help.

Pure. It is for staff alone: what everybody reads is `seat_sums.neutral_line`.
"""

from __future__ import annotations

from bot.conversation.commands import Run
from bot.conversation.reply import Block, Bold, paragraph, small
from bot.course.model import Course
from bot.course.seat_sums import Sums, sums, sums_line
from bot.course.signups import seats
from bot.services import opening


def numbers(course: Course, students: int) -> tuple[Block, ...]:
    """Nothing where nobody presents, or no minimum is asked."""
    if not seats(course) or not course.presenting.rules.at_least or not students:
        return ()
    return (number_block(sums(course, students)),)


def number_block(found: Sums) -> Block:
    """In small print where all is well."""
    said = sums_line(found)
    return small(said) if found.enough else paragraph(Bold("Not enough seats: "), f"{said[:1].lower()}{said[1:]}")


async def after_a_change(run: Run, course: Course) -> tuple[Block, ...]:
    """The same for the students whom the course has now."""
    if not seats(course):
        return ()
    found: Sums | None = await run.read(opening.arithmetic, course)
    return () if found is None else numbers(course, found.students)
