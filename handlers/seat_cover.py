"""A seat that was given up late, in words: to the backup who is asked or told to step in, to all in the channel
without a name, and what a backup's answer means.

Who is asked when is the services' matter. Nobody but staff reads who gave a seat up, or what a backup answered.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.commands import Row, Run
from bot.conversation.plain import distance
from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Reply, bullets, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import is_over
from bot.course.signups import Seat, Signups, begins_on_its_day
from bot.errors import Refused
from bot.services import stepping_in
from bot.services.covering import ASSIGNED, COVER, LEFT
from bot.services.seat_tellings import WHAT
from bot.services.stepping_in import Answered
from handlers.command_line import is_id
from handlers.invitation import invitation
from handlers.seat_words import papers_of, seat_line, seat_of, why
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import asking, only, pressed_row
from handlers.signup_lines import CALENDAR, my_buttons, my_seats_button, seat_action, take_button
from handlers.wording import instant, reading_line

STEP_IN, PASS = "stepin", "steppass"
"""Arguments: the cover's id."""


# --- to a backup ----------------------------------------------------------------------------------------------------


def backup(_notice: Notice, facts: Facts) -> Reply:
    """Asked, or told, to step in."""
    seat = seat_of(facts)
    if seat is None:
        return NOTHING
    if facts.details.get(WHAT) == ASSIGNED:
        return Reply(tuple(_assigned(facts, seat)), private=False)
    asked = facts.details["state"] == "asked"
    return Reply(tuple(_asked(facts, seat) if asked else _no_more(facts, seat)), private=False)


def _asked(facts: Facts, seat: Seat) -> list[Block]:
    course = facts.course
    until = datetime.fromisoformat(facts.details["until"])
    then = {
        "yours": "After that it is yours, for class is near then.",
        "backup": "After that I ask somebody else.",
        "everybody": "After that I ask everybody who may have it.",
    }[facts.details["next"]]
    return [
        paragraph("Can you step in as ", *seat_line(course, seat), "?"),
        paragraph("Somebody cannot come, and you are the backup."),
        *_duties(seat),
        paragraph("Please answer by ", instant(course, until), f". {then}"),
        _answers(facts),
        small("If you accept, your seat as backup is free again: you need not do both. Only staff see your answer."),
    ]


def _answers(facts: Facts, *, passed: bool = False) -> Buttons:
    course, cover = facts.course, facts.details[COVER]
    accept = Button("I can after all" if passed else "Accept", Action(STEP_IN, course.id, (cover,)), "primary")
    return Buttons((accept, *(() if passed else (Button("Pass", Action(PASS, course.id, (cover,))),))))


def _no_more(facts: Facts, seat: Seat) -> list[Block]:
    """In place of the question, once it is answered or does not matter any more."""
    course, what = facts.course, seat_line(facts.course, seat)
    match facts.details["state"]:
        case "yours":
            buttons = Buttons(my_buttons(course, seat))
            return [paragraph(Bold("You step in: "), "you are ", *what, "."), *_duties(seat), buttons]
        case "passed":
            said = paragraph("You have said that you cannot step in as ", *what, ".")
            return [said, _answers(facts, passed=True)]
        case "silent":
            lead = paragraph("I asked whether you can step in as ", *what, ". Nobody has it yet.")
            return [lead, *_duties(seat), _answers(facts)]
        case "taken":
            return [paragraph("You need not step in: somebody has ", *what, ".")]
        case "barred":
            return [paragraph("By the rules of the course you may not have ", *what, " any more.")]
    return [paragraph("I asked whether you can step in as ", *what, ". That is not needed any more.")]


def _assigned(facts: Facts, seat: Seat) -> list[Block]:
    course, cover = facts.course, facts.details[COVER]
    begins = begins_on_its_day(course, seat.session)
    near = f" Class is {distance(begins, facts.now)}," if begins is not None else " Class is near,"
    return [
        paragraph(Bold("Please step in: "), "you are now ", *seat_line(course, seat), "."),
        paragraph(f"Somebody cannot come, and you are the backup.{near} too soon for me to ask first."),
        *_duties(seat, named=True),
        *_left_seat(facts),
        Buttons(
            (
                Button("I cannot", Action(PASS, course.id, (cover,)), "danger"),
                Button("Calendar file", seat_action(CALENDAR, course, seat)),
            )
        ),
        small("If you cannot, please press that at once: the staff hear of it, and I look for somebody else."),
    ]


def _left_seat(facts: Facts) -> list[Block]:
    """Which seat of theirs is free by it."""
    left = facts.details.get(LEFT, "")
    title = next((role.title for role in facts.course.presenting.roles if role.id == left), "")
    return [paragraph(f"Your seat as {title} is free now: you need not do both.")] if title else []


def _duties(seat: Seat, *, named: bool = False) -> list[Block]:
    """What is to be done, and what to have read."""
    papers = papers_of(seat)
    lead = [Bold(f"{seat.role.title}: ")] if named else []
    blocks: list[Block] = [paragraph(*lead, seat.role.duties)] if seat.role.duties else []
    return [*blocks, bullets(*(reading_line(one) for one in papers))] if papers else blocks


def not_needed(_notice: Notice, facts: Facts) -> Reply:
    """To whoever was being asked: somebody else has it."""
    seat = seat_of(facts)
    if seat is None:
        return NOTHING
    words = paragraph("You need not step in any more: somebody has ", *seat_line(facts.course, seat), ". Thank you!")
    return Reply((words,), private=False)


def covered_for(_notice: Notice, facts: Facts) -> Reply:
    """To whoever gave the seat up."""
    seat, name = seat_of(facts), facts.details.get("person_name", "")
    if seat is None:
        return NOTHING
    lead = paragraph(Bold(f"{name or 'Somebody'} steps in for you: "), *seat_line(facts.course, seat), ".")
    return Reply((lead,), private=False)


def with_you(_notice: Notice, facts: Facts) -> Reply:
    """To those who present in the same class: somebody has stepped in."""
    seat, name = seat_of(facts), facts.details.get("person_name", "")
    if seat is None or not name:
        return NOTHING
    lead = paragraph(
        Bold("With you now: "), f"{name}, as ", *seat_line(facts.course, seat), ". Somebody could not come."
    )
    return Reply((lead,), private=False)


# --- to all ---------------------------------------------------------------------------------------------------------


def call(_notice: Notice, facts: Facts) -> Reply:
    """In the channel; who gave it up stands nowhere in it."""
    course, seat, state = facts.course, seat_of(facts), facts.details.get("state")
    if seat is None:
        return Reply((paragraph("A seat was open here at short notice. It is not needed any more."),), private=False)
    what = seat_line(course, seat)
    if state == "filled":
        return Reply(
            (paragraph("A seat was open at short notice, and is taken now: ", *what, ". Thank you!"),), private=False
        )
    if state == "over":
        end = "Class has begun" if is_over(course, seat.session, facts.now) else "It is not needed any more"
        return Reply((paragraph("A seat was open at short notice: ", *what, f". {end}."),), private=False)
    lead = paragraph(Bold("A seat is open at short notice: "), *what, ".")
    duties: list[Block] = [paragraph(seat.role.duties)] if seat.role.duties else []
    return Reply((lead, *duties, Buttons((take_button(course, seat, "Take it"),))), private=False)


# --- what a backup answers ------------------------------------------------------------------------------------------


async def accept(request: Request, run: Run) -> Reply:
    """Step in."""
    course, cover, person = _pressed(request)
    found: Answered = await run(stepping_in.accept, course, cover, person, now=request.now)
    return _answered(request, course, found)


async def decline(request: Request, run: Run) -> Reply:
    """Pass, or say that one cannot."""
    course, cover, person = _pressed(request)
    found: Answered = await run(stepping_in.decline, course, cover, person, now=request.now)
    if found.outcome == "yours":
        lead = paragraph("It is yours now: ", *seat_line(course, found.seat), ". If you cannot come, give it back.")
        return Reply((lead, Buttons(my_buttons(course, found.seat))))
    return _answered(request, course, found)


def _pressed(request: Request) -> tuple[Course, int, int]:
    number = (*request.arguments, "")[0]
    if not is_id(number):
        raise Refused(OLD_BUTTON)
    return only(request), int(number), asking(request)


def _answered(request: Request, course: Course, found: Answered) -> Reply:
    what = seat_line(course, found.seat)
    match found.outcome:
        case "yours":
            return _yours(request, course, found)
        case "left":
            return _left(course, found)
        case "passed":
            again = "You have said so already. " if not found.fresh else "All right. "
            return Reply((paragraph(f"{again}I look for somebody else, and the staff know."),))
        case "taken":
            return Reply((paragraph("Somebody has it already: ", *what, ". Thank you all the same!"),))
        case "barred" if found.bar is not None:
            words = why(Signups(course=course), found.bar, {})
            return Reply((paragraph("You may not have ", *what, f" by the rules of the course: {words}."),))
    return Reply((paragraph("That is not needed any more: ", *what, "."),))


def _yours(request: Request, course: Course, found: Answered) -> Reply:
    buttons = Buttons((my_seats_button(course),))
    if not found.fresh:
        return Reply((paragraph("It is yours already: ", *seat_line(course, found.seat), "."), buttons))
    rest = f" Your seat as {found.backup.role.title} is free again." if found.backup is not None else ""
    lead = paragraph(Bold("Thank you! "), "You are ", *seat_line(course, found.seat), ". The staff know.", rest)
    file = invitation(course, found.seat, request.now)
    return Reply((lead, *_duties(found.seat), buttons), files=() if file is None else (file,))


def _left(course: Course, found: Answered) -> Reply:
    lead = paragraph("I have told the staff, and look for somebody else for ", *seat_line(course, found.seat), ".")
    back = f"You are {found.backup.role.title} there again." if found.backup is not None else ""
    more = " If you cannot come at all, please give that back too." if back else ""
    return Reply(
        (
            lead,
            *((paragraph(f"{back}{more}"),) if back else ()),
            Buttons((my_seats_button(course),)),
        )
    )


ROWS: tuple[Row, ...] = (
    pressed_row("step-in", STEP_IN, "Step in for somebody who cannot come", accept),
    pressed_row("pass", PASS, "Say that you cannot step in", decline),
)
