"""What staff are told of who is in the course: all of them once, and a line a day about who came and who left.

The same words serve the pages of `/course roster`. Everything a button needs is in the button. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Choice,
    Code,
    Line,
    line,
    paragraph,
    small,
)
from bot.conversation.reply import (
    Facts as FactRows,
)
from bot.course.model import Course, CourseRole
from bot.course.notice import Facts
from bot.course.wording import counted, listed
from bot.services.attendance import HEAD_START
from bot.services.joining import PURPOSE
from bot.services.rolls import DETAIL, Listed, Roll, decode_news, decode_roll
from handlers.seat_numbers import numbers
from handlers.wording import channel_words

PAGE_VERB = "roster"
"""Arguments: the number of the first person on the page."""

ROLE_VERB = "setrole"
"""Arguments: student, auditor or ta; the person's id."""

LEFT_VERB = "left"
"""Arguments: dropped or here; the person's id."""

RIGHT_VERB = "rosterok"

CHOICE_LIMIT = 25
NAMES_SHOWN = 60
LABEL_LIMIT = 75
"""Characters of a button or of an option in a menu that people can read everywhere."""

MARK_LIMIT = 40
LEAVERS_SHOWN = 5
"""More than that are asked about in menus."""

ROLE_WORDS = {
    CourseRole.STUDENT: "student",
    CourseRole.AUDITOR: "auditor",
    CourseRole.TA: "TA",
    CourseRole.INSTRUCTOR: "instructor",
    CourseRole.GUEST: "guest",
}


BECOMES = {CourseRole.STUDENT: "a student", CourseRole.AUDITOR: "an auditor", CourseRole.TA: "staff"}
"""What staff can make of somebody."""


# --- all of them --------------------------------------------------------------------------------------------------


def first_roster(facts: Facts) -> tuple[Block, ...]:
    """Who was found in the channel, and the question whether that is right."""
    course, roll = facts.course, decode_roll(facts.details[DETAIL])
    where = channel_words(course, PURPOSE)
    lead = paragraph(Bold(f"I have looked at who is in {where}."), " Please check that I have understood it right.")
    blocks = [lead, *summary(course, roll)]
    students = roll.of(CourseRole.STUDENT)
    if students:
        blocks.append(paragraph(Bold("Students: "), names(students)))
    blocks += menus(course, roll.of(CourseRole.STUDENT, CourseRole.GUEST))
    blocks += numbers(course, len(students))
    blocks += confirmation(course)
    if len(roll.people) > CHOICE_LIMIT:
        blocks.append(small(Code(f"/{course.command_prefix}course roster"), " shows everybody, page by page."))
    return tuple(blocks)


def summary(course: Course, roll: Roll) -> list[Block]:
    """Numbers by role, who is staff, and what is wrong with that."""
    staff = sorted(roll.of(CourseRole.INSTRUCTOR, CourseRole.TA), key=lambda one: one.role is CourseRole.TA)
    rows: list[tuple[str, Line]] = [
        ("Students", line(str(len(roll.of(CourseRole.STUDENT))))),
        ("Staff", line(listed([with_role(one) for one in staff]) or "nobody")),
    ]
    for label, role in (("Auditors", CourseRole.AUDITOR), ("Guests", CourseRole.GUEST)):
        number = len(roll.of(role))
        rows += [(label, line(str(number)))] if number else []
    blocks: list[Block] = [FactRows(tuple(rows))]
    if roll.unfound:
        blocks.append(
            paragraph(
                f"Not found here: {listed(list(roll.unfound))}. The schedule names them as staff: "
                "give or correct their id, e-mail or group under ",
                Code("course.staff"),
                ".",
            )
        )
    if not roll.of(CourseRole.INSTRUCTOR):
        blocks.append(paragraph(Bold("No instructor was found, so nobody can go live."), *_how_to_name_one(course)))
    return blocks


def _how_to_name_one(course: Course) -> Line:
    if course.staff:
        return ()
    return line(" The schedule names no staff: add them under ", Code("course.staff"), ".")


def names(people: Sequence[Listed], shown: int = NAMES_SHOWN) -> str:
    """`Ada, Ben and 60 more`."""
    words = [named(one) for one in people[:shown]]
    return listed([*words, f"{len(people) - shown} more"] if len(people) > shown else words)


def menus(course: Course, people: Sequence[Listed]) -> list[Block]:
    """Who of these is an auditor, who is staff. One person is asked about with buttons."""
    if not people:
        return []
    asked = (CourseRole.AUDITOR, CourseRole.TA)
    if len(people) == 1:
        return [Buttons(tuple(becomes(course, role, people[0]) for role in asked))]
    return [menu(course, role, people) for role in asked]


def menu(course: Course, role: CourseRole, people: Sequence[Listed]) -> Choice:
    """`Make somebody an auditor:` and who it may be."""
    return Choice(f"Make somebody {BECOMES[role]}", Action(ROLE_VERB, course.id, (role.value,)), options(people))


def becomes(course: Course, role: CourseRole, one: Listed) -> Button:
    """`Make Ada an auditor`."""
    action = Action(ROLE_VERB, course.id, (role.value, str(one.person)))
    return Button(f"Make {_cut(one.name, LABEL_LIMIT - len('Make  an auditor'))} {BECOMES[role]}", action)


def options(people: Sequence[Listed]) -> tuple[tuple[str, str], ...]:
    """People as the options of a menu."""
    return tuple((str(one.person), with_role(one)) for one in people[:CHOICE_LIMIT])


def with_role(one: Listed) -> str:
    """The name, and what they are unless it is a student."""
    return named(one) if one.role is CourseRole.STUDENT else named(one, ROLE_WORDS[one.role])


def named(one: Listed, word: str = "", *, before: int = 0) -> str:
    """`Sam Lee`, or `Sam Lee (sam@example.edu, guest)` where another has that name. Where something so tells them apart
    a long name is cut, so that it is not what is lost in a label; `before`: the characters that stand before it there.
    """
    mark = _cut(one.mark, MARK_LIMIT)
    details = ", ".join(detail for detail in (mark, word) if detail)
    if not mark:
        return f"{one.name} ({details})" if details else one.name
    return f"{_cut(one.name, LABEL_LIMIT - before - len(details) - 3)} ({details})"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def confirmation(course: Course) -> list[Block]:
    """The button, and what depends on it."""
    until = "Until one of you has pressed this, I send nobody a message about missing work."
    return [Buttons((Button("Roster is right", Action(RIGHT_VERB, course.id), "primary"),)), small(until)]


# --- who came and who left ----------------------------------------------------------------------------------------


def news_of_the_day(facts: Facts) -> tuple[Block, ...]:
    """`3 new: … [Make Ada an auditor] [Make Ada staff]` and `1 left: … [Dropped] [Still here]`."""
    course, news = facts.course, decode_news(facts.details[DETAIL])
    blocks: list[Block] = []
    if news.came:
        who = [replace(one, name=with_role(one), mark="") for one in news.came]
        blocks.append(paragraph(Bold(f"{len(news.came)} new: "), names(who), "."))
        blocks += menus(course, [one for one in news.came if one.role is not CourseRole.AUDITOR])
        found = {name for name, _ in news.linked}
        if any(one.name not in found for one in news.came):
            hours = counted(round(HEAD_START.total_seconds() / 3600), "hour")
            blocks.append(small(f"What is due within {hours} of their joining does not count for them."))
        blocks += numbers(course, news.students)
    blocks += leavers(course, news.left)
    if news.linked:
        blocks.append(paragraph(Bold("Found on the class list: "), listed(_found(news.linked)), "."))
    if not news.right:
        blocks += confirmation(course)
    return tuple(blocks)


BY_WHAT = {"email": "by e-mail", "code": "with a code"}


def _found(linked: Sequence[tuple[str, str]]) -> list[str]:
    """`Ada (by e-mail)`, `and 60 more`."""
    words = [f"{name} ({BY_WHAT[how]})" for name, how in linked[:NAMES_SHOWN] if how in BY_WHAT]
    return [*words, f"{len(linked) - NAMES_SHOWN} more"] if len(linked) > NAMES_SHOWN else words


def leavers(course: Course, left: Sequence[Listed]) -> list[Block]:
    """Who left the channel, and what staff can say of each."""
    if not left:
        return []
    blocks: list[Block] = [paragraph(Bold(f"{len(left)} left: "), names(left), ". Nothing changes until you say so.")]
    answers = (("Dropped", "dropped"), ("Still here", "here"))
    if len(left) > LEAVERS_SHOWN:
        return [
            *blocks,
            *(Choice(label, Action(LEFT_VERB, course.id, (fate,)), options(left)) for label, fate in answers),
        ]
    buttons = [
        Button(f"{label}: {named(one, before=len(label) + 2)}", Action(LEFT_VERB, course.id, (fate, str(one.person))))
        for one in left
        for label, fate in answers
    ]
    return [*blocks, Buttons(tuple(buttons))]
