"""What staff read of a proposal for the free seats: how fair it is, what it cannot meet, and what can be done with it.

Pure. It counts people and names only those whom a rule keeps short, for staff alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Heading,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.fairness import Fairness
from bot.course.filling import Filling, Scope, scope_for
from bot.course.model import Course
from bot.course.wording import counted, day_words, listed
from bot.services.filling import Situation
from bot.store.fills import Fill
from handlers.assigning_lines import ASSIGN
from handlers.filling_limits import NAMED, not_met
from handlers.papers import short
from handlers.seat_words import day_of
from handlers.wording import instant

FILL, APPLY, UNDO = "fill", "fillit", "unfill"
"""Verbs. Arguments of `fill`: `minimum` or `all`; or `list`, a number and the place of a page's first person. Of the
others: the number, and `anyway`.
"""

LIST, ANYWAY = "list", "anyway"

CLASSES = 16
"""Of more of them the figures are said week by week."""


def proposal(course: Course, found: Situation, made: Filling, number: int) -> Reply:
    """Its figures first, then what it could not do, then what can be done with it."""
    fair = made.fairness
    people = len({one.person for one in made.given})
    blocks: list[Block] = [
        Heading(f"A proposal for {course.title}"),
        paragraph(Bold(f"{counted(len(made.given), 'seat')} for {counted(people, 'student')}."), *_minimum(fair)),
        bullets(*_figures(course, found, made)),
        *_nearly_empty(course, made),
        *not_met(found, made),
        *_in_force(course, found),
        *_unopened(course, found),
        small(_certain(made)),
        small("Nothing is done until you apply it. Then each of them is told once, with a calendar file."),
        Buttons(tuple(_buttons(course, made, number))),
    ]
    return Reply(tuple(blocks))


def _minimum(fair: Fairness) -> Line:
    if not fair.needed:
        return line(" The schedule asks for no minimum: they are spread evenly.")
    asked = f"the {counted(fair.needed, 'seat')} that the course asks for"
    if fair.reached == fair.students:
        return line(f" Everybody has {asked} already.")
    if fair.reach == fair.students:
        return line(f" Everybody then has {asked}.")
    has = "has" if fair.reach == 1 else "have"
    now = f" (now {fair.reached})" if fair.reached else ""
    return line(f" {fair.reach} of {counted(fair.students, 'student')} then {has} {asked}{now}.")


def _figures(course: Course, found: Situation, made: Filling) -> Iterator[Line]:
    fair = made.fairness
    same = fair.least == fair.most
    yield line(
        Bold("A person: "), counted(fair.most, "seat") if same else f"{fair.least} to {counted(fair.most, 'seat')}"
    )
    if len(fair.classes) <= CLASSES:
        yield line(Bold("Taken in each class: "), _classes(fair))
    else:
        yield line(Bold("Taken each week: "), _weeks(fair))
    if made.scope is Scope.MINIMUM and fair.empty and not fair.short:
        free = "stays free, nobody owes it" if len(fair.empty) == 1 else "stay free, nobody owes them"
        yield line(Bold("Left: "), f"{counted(len(fair.empty), 'seat')} {free}")
    if fair.told:
        yield line(Bold("Choices met: "), _choices(fair))
        if fair.liking:
            yield line(Bold("Roles they like: "), f"{fair.liked} of {counted(fair.liking, 'seat')}")
        away = (
            f"{counted(fair.away, 'seat')} on a day on which they can’t come"
            if fair.away
            else "nobody on a day they can’t come"
        )
        yield line(Bold("Away: "), away)
    if fair.told or found.signups.opening.collects_preferences:
        yield line(Bold("Preferences: "), _told(course, fair))


def _classes(fair: Fairness) -> str:
    return ", ".join(f"{day_of(one.session).partition(' ')[2]} {one.taken} of {one.seats}" for one in fair.classes)


def _nearly_empty(course: Course, made: Filling) -> list[Block]:
    """The classes in which nobody would present, or few beside the others, and what can be done."""
    classes = made.fairness.classes
    seats, taken = sum(one.seats for one in classes), sum(one.taken for one in classes)
    parts = []
    for lead, those in (
        ("Nobody would present in ", [one for one in classes if not one.taken]),
        ("Few would present in ", [one for one in classes if one.taken and 2 * one.taken * seats < taken * one.seats]),
    ):
        names = [f"{short(one.session.name, 40)} ({day_of(one.session)})" for one in those[:NAMED]]
        more = [f"{len(those) - NAMED} more"] if len(those) > NAMED else []
        parts += [line(Bold(lead), f"{listed([*names, *more])}. ")] if those else []
    if not parts:
        return []
    assign = Code(f"/{course.command_prefix}course {ASSIGN}")
    fill = (
        "Fill all seats instead, or name somebody with "
        if made.scope is Scope.MINIMUM
        else "You can name somebody with "
    )
    return [paragraph(*(span for part in parts for span in part), fill, assign, ".")]


def _weeks(fair: Fairness) -> str:
    return ", ".join(f"{day_words(week.monday)[4:]}: {week.taken} of {week.seats}" for week in fair.weeks)


def _choices(fair: Fairness) -> str:
    words = [
        f"{word} {met} of {asked}"
        for word, met, asked in zip(("first", "second", "third"), fair.met, fair.asked, strict=True)
        if asked
    ]
    if not words:
        return "nobody named any that is still free"
    none = f"; none for {counted(fair.unmet, 'student')}" if fair.unmet else ""
    return f"{', '.join(words)}{none}"


def _told(course: Course, fair: Fairness) -> str:
    missing, how = fair.students - fair.told, f"/{course.command_prefix}signup prefer"
    if not missing:
        return "everybody has told me theirs"
    if not fair.told:
        return f"nobody has told me any yet ({how})"
    verb = "has" if missing == 1 else "have"
    return f"{missing} of {counted(fair.students, 'student')} {verb} not told me any ({how})"


def _certain(made: Filling) -> str:
    """What it is the best in, and how sure that is. How full a class is comes after what people owe and wish."""
    fair = made.fairness
    even = "seats could not be shared out more evenly"
    loads = "nobody could get more of what they owe" if fair.needed else even
    if made.best_loads and made.best_wishes:
        wishes = ", nor could more wishes be met" if fair.told else ""
        return f"I have made sure: by these rules {loads}{wishes}."
    if made.best_loads:
        return (
            f"I have made sure: by these rules {loads}. Preferences are met nearly as well as can be: I "
            "can’t rule out a proposal that meets a few more."
        )
    return (
        "I know of no proposal in which people get more of what they owe or wish; I can’t rule out that there is one."
    )


def _buttons(course: Course, made: Filling, number: int) -> Iterator[Button]:
    yield Button("Apply", Action(APPLY, course.id, (str(number),)), style="primary")
    yield Button("Who gets what", Action(FILL, course.id, (LIST, str(number), "0")))
    if scope_for(course) is Scope.MINIMUM:
        if made.scope is Scope.MINIMUM:
            yield Button("Fill all seats instead", Action(FILL, course.id, (Scope.ALL.value,)))
        else:
            yield Button("Only the minimum instead", Action(FILL, course.id, (Scope.MINIMUM.value,)))


def _in_force(course: Course, found: Situation) -> list[Block]:
    one = found.in_force
    if one is None or one.applied_at is None:
        return []
    said = paragraph("An earlier proposal was applied on ", instant(course, one.applied_at), ": it stays as it is.")
    return [said, Buttons((undo_button(course, one, "Undo that one"),))]


def _unopened(course: Course, found: Situation) -> list[Block]:
    if found.signups.opening.opened_at is not None:
        return []
    panel = Code(f"/{course.command_prefix}course signups")
    return [
        paragraph("Sign-up is not open yet, so nobody could take a seat or say what they prefer: ", panel, " opens it.")
    ]


def undo_button(course: Course, one: Fill, label: str = "Undo") -> Button:
    return Button(label, Action(UNDO, course.id, (str(one.id),)))


def nothing(course: Course, found: Situation, made: Filling) -> Reply:
    """Why there is nothing to propose."""
    fair = made.fairness
    again: list[Button] = []
    if not fair.students:
        said = paragraph("There are no students yet to give seats to.")
    elif not fair.open:
        said = paragraph("No seat is free: all are taken, their classes have begun, or these have no date yet.")
    elif made.scope is Scope.MINIMUM and not fair.owed:
        said = paragraph(f"Nobody owes a seat any more. {counted(fair.open, 'seat')} are free.")
        again = [Button("Fill all seats", Action(FILL, course.id, (Scope.ALL.value,)))]
    else:
        said = paragraph(f"{counted(fair.open, 'seat')} are free, and by the rules nobody may have one.")
    buttons = [*again]
    if found.in_force is not None:
        buttons.append(undo_button(course, found.in_force, "Undo the last proposal"))
    return Reply((said, *not_met(found, made), *([Buttons(tuple(buttons))] if buttons else [])))
