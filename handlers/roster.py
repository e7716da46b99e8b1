"""`/course roster`: who is in the course, in pages, and what staff decide about them.

The same buttons stand under what staff are told unasked. Pressing twice, or after a colleague, says what is the case.
"""

from __future__ import annotations

from typing import get_args

from bot.conversation.commands import Answer, Audience, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Bullets,
    Button,
    Buttons,
    Heading,
    Reply,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.errors import Refused
from bot.services import rolls, roster
from bot.services import roster_import as class_lists
from bot.services.destinations import STAFF
from bot.services.joining import PURPOSE
from bot.services.rolls import Listed, Roll
from bot.services.roster import Decided, Fate
from handlers.command_line import is_id, page_start
from handlers.roster_import import list_lines
from handlers.roster_notices import (
    BECOMES,
    CHOICE_LIMIT,
    LEFT_VERB,
    PAGE_VERB,
    RIGHT_VERB,
    ROLE_VERB,
    becomes,
    confirmation,
    leavers,
    menu,
    menus,
    summary,
    with_role,
)
from handlers.seat_leaving import earlier_lines, freed_lines
from handlers.seat_numbers import after_a_change
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.wording import channel_words, instant

SETTABLE = (CourseRole.STUDENT, CourseRole.AUDITOR, CourseRole.TA)


async def show(request: Request, run: Run) -> Answer:
    """A page of it."""
    course = staff_course(request, PAGE_VERB)
    if isinstance(course, Reply):
        return course
    roll: Roll = await run.read(rolls.roll, course)
    everybody = [one for role in CourseRole if not role.is_staff for one in roll.of(role)]
    start = page_start(request.arguments)
    start = start - start % CHOICE_LIMIT if start < len(everybody) else 0
    page = everybody[start : start + CHOICE_LIMIT]
    blocks: list[Block] = [Heading(f"Who is in {course.title}"), *(summary(course, roll) if start == 0 else [])]
    blocks += list_lines(course, await run.read(class_lists.standing, course)) if start == 0 else []
    if page:
        blocks.append(Bullets(tuple(line(with_role(one)) for one in page)))
        blocks += menus(course, [one for one in page if one.role in (CourseRole.STUDENT, CourseRole.GUEST)])
    blocks += _back_to_student(course, roll, page, first=start == 0)
    blocks += leavers(course, roll.left) if start == 0 else []
    blocks += _standing(course, roll)
    blocks += _turns(course, start, len(everybody))
    return Reply(tuple(blocks))


def _back_to_student(course: Course, roll: Roll, page: list[Listed], *, first: bool) -> list[Block]:
    """For those of whom something else was said: auditors and guests of the page, and staff by hand."""
    others = [one for one in page if one.role is not CourseRole.STUDENT]
    others += [one for one in roll.of(CourseRole.TA) if first and not one.by_schedule]
    if not others:
        return []
    return [menu(course, CourseRole.STUDENT, others)]


def _standing(course: Course, roll: Roll) -> list[Block]:
    """Whether somebody has said that it is right, or the button to say so."""
    blocks: list[Block] = []
    if roll.looked_at is not None:
        blocks.append(small(f"As I saw {channel_words(course, PURPOSE)} on ", instant(course, roll.looked_at), "."))
    if roll.right_at is not None:
        by = f" by {roll.right_by}" if roll.right_by else ""
        return [*blocks, small(f"Found right{by} on ", instant(course, roll.right_at), ".")]
    return [*blocks, *confirmation(course)]


def _turns(course: Course, start: int, number: int) -> list[Block]:
    if number <= CHOICE_LIMIT:
        return []
    turns = (("Previous", start - CHOICE_LIMIT), ("Next", start + CHOICE_LIMIT))
    buttons = [
        Button(label, Action(PAGE_VERB, course.id, (str(other),))) for label, other in turns if 0 <= other < number
    ]
    return [small(f"{start + 1} to {min(start + CHOICE_LIMIT, number)} of {number}"), Buttons(tuple(buttons))]


# --- what staff decide ----------------------------------------------------------------------------------------------


async def set_role(request: Request, run: Run) -> Answer:
    """Student, auditor or staff."""
    course = only_course(request)
    word, person = _word_and_person(request)
    role = next((one for one in SETTABLE if one.value == word), None)
    if role is None:
        raise Refused(OLD_BUTTON)
    decided = await run(roster.set_role, course=course, person=person, role=role, now=request.now, by=request.someone)
    what = BECOMES[role]
    if not decided.changed:
        return Reply((paragraph(f"{decided.who.name} is {what} already."),))
    after = {
        CourseRole.STUDENT: "What is due counts for them.",
        CourseRole.AUDITOR: "They owe nothing.",
        CourseRole.TA: f"They can use all staff commands. Please invite them to {channel_words(course, STAFF)}.",
    }
    said = paragraph(Bold(f"{decided.who.name} is {what} now."), f" {after[role]}")
    seats = [*freed_lines(course, decided.freed), *earlier_lines(course, decided.earlier)]
    return Reply((said, *seats, *await after_a_change(run, course), *_way_back(course, decided)))


def _way_back(course: Course, decided: Decided) -> list[Block]:
    """To what they were; nobody makes a guest."""
    who = decided.who
    if decided.was in SETTABLE:
        return [Buttons((Button("Undo", becomes(course, decided.was, who).action),))]
    return [] if who.role is CourseRole.STUDENT else [Buttons((becomes(course, CourseRole.STUDENT, who),))]


async def settle_left(request: Request, run: Run) -> Answer:
    """Dropped, or still here."""
    course = only_course(request)
    word, person = _word_and_person(request)
    fate: Fate | None = next((one for one in get_args(Fate) if one == word), None)
    if fate is None:
        raise Refused(OLD_BUTTON)
    settled = await run(
        roster.settle_left, course=course, person=person, fate=fate, now=request.now, by=request.someone.person
    )
    name, where = settled.who.name, channel_words(course, PURPOSE)
    if settled.changed:
        said = {
            "dropped": f"{name} is not in the course any more. If they return to {where}, you hear of it.",
            "here": f"{name} stays in the course. I ask again only if they return to {where} and leave once more.",
        }
        changed = await after_a_change(run, course) if fate == "dropped" else ()
        return Reply((paragraph(said[fate]), *freed_lines(course, settled.freed), *changed))
    if settled.what == "dropped":
        return Reply((paragraph(f"That is settled already: {name} was dropped."),))
    if settled.who.in_channel:
        return Reply((paragraph(f"{name} is in {where} again, so there is nothing to decide."),))
    return Reply((paragraph(f"That is settled already: {name} is still in the course."),))


async def confirm(request: Request, run: Run) -> Answer:
    """The roster is right."""
    course = only_course(request)
    confirmed = await run(roster.confirm, course=course, now=request.now, by=request.someone.person)
    if not confirmed.changed:
        by = f" by {confirmed.by}" if confirmed.by else ""
        return Reply((paragraph(f"That was said already{by} on ", instant(course, confirmed.at), "."),))
    after = " From now on I may tell people what they still owe. You hear once a day who came and who left."
    return Reply((paragraph(Bold("Noted: the roster is right."), after),))


def _word_and_person(request: Request) -> tuple[str, int]:
    """Raises Refused for a button that was not made by this version."""
    word, person = (*request.arguments, "", "")[:2]
    if not is_id(person):
        raise Refused(OLD_BUTTON)
    return word, int(person)


ROWS: tuple[Row, ...] = (
    Row(
        name="roster",
        verb=PAGE_VERB,
        summary="Who is in the course, and what they are",
        function=show,
        audience=Audience.TA,
    ),
    behind_a_button("set-role", ROLE_VERB, "Say what somebody is in the course", set_role),
    behind_a_button("who-left", LEFT_VERB, "Say whether somebody who left is still in the course", settle_left),
    behind_a_button("roster-is-right", RIGHT_VERB, "Say that the roster is right", confirm),
)
