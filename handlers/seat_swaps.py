"""`/signup swap`: which of my seats, what I would like instead, to how many that goes; and what the other one presses.

Who can change with whom is the rules' matter. A name is said only to those who are asked to change, and to staff.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Invalid, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.signups import Seat, SeatKey, Signups, seats_by_key
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import owed_again, seating, swapping
from bot.services.offering import MOST
from bot.services.owed_again import Again
from bot.services.swapping import Offered, Swapped, Swapping, Wanted
from bot.store.swaps import Swap
from handlers.command_line import is_id
from handlers.invitation import invitation
from handlers.owed_again import said
from handlers.papers import short
from handlers.seat_swap_lines import AGREE, DECLINE
from handlers.seat_words import day_of, decoded, encoded, on_day, seat_line, why
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import Mine, asking, my_seats_meant, nobody_presents, only, presenting, pressed_row
from handlers.signup_lines import DROP, SWAP, my_seats_button, seat_action
from handlers.wording import instant

ASK, WITHDRAW = "swapask", "swapoff"
"""Arguments: my seat, the wanted role's id or '', the mark of the wanted class or ''; the offer's id."""

ANY = "any"


async def swap(request: Request, run: Run) -> Answer:
    """Which of my seats; where it is clear, what I would like instead."""
    if not presenting(request):
        return nobody_presents(request)
    key = decoded(request.arguments) if request.inbound.action is not None else None
    if key is not None:
        return await _form(request, run, only(request), key)
    mine = await my_seats_meant(request, run)
    offered: list[tuple[Course, Swap, Seat]] = []
    for course in presenting(request):
        found = await run.read(swapping.open_offers, course, asking(request), now=request.now)
        offered += [(course, *one) for one in found]
    if not mine.seats:
        raise Refused("You have no seat ahead that you could swap.")
    if mine.one is not None and not offered:
        course, seat = mine.one
        return await _form(request, run, course, seat.key)
    return _which(mine, offered)


def _which(mine: Mine, offered: list[tuple[Course, Swap, Seat]]) -> Reply:
    blocks: list[Block] = []
    for course, one, seat in offered:
        blocks.append(paragraph("You offer ", *seat_line(course, seat), " for ", _wanted(course, one), "."))
        blocks.append(Buttons((_withdraw_button(course, one.id),)))
    buttons = tuple(
        Button(mine.label(course, seat), Action(SWAP, course.id, encoded(seat.key))) for course, seat in mine.seats
    )
    return Reply((*blocks, paragraph(mine.question("Which of your seats do you want to swap?")), Buttons(buttons)))


def _withdraw_button(course: Course, number: int) -> Button:
    return Button("Withdraw the offer", Action(WITHDRAW, course.id, (str(number),)))


async def _form(request: Request, run: Run, course: Course, key: SeatKey) -> Answer:
    coming: Swapping = await run.read(swapping.consider, course, key, asking(request), now=request.now)
    if not coming.partners:
        words = " with anybody just now: by the rules of the course no exchange fits for both sides."
        lead = paragraph("You cannot swap ", *seat_line(course, coming.seat), words)
        drop = Button("Give it back instead", seat_action(DROP, course, coming.seat))
        return Reply((lead, Buttons((drop, my_seats_button(course)))))
    others = [seat for seats in coming.partners.values() for seat in seats]
    roles = {seat.role.id: seat.role.title for seat in others}
    classes = {seat.key.session: seat.session for seat in sorted(others, key=_when)}
    return Form(
        action=Action(SWAP, course.id, encoded(key)),
        title="Swap a seat",
        intro=line("You would give away ", *seat_line(course, coming.seat), ". What would you like instead?"),
        inputs=(
            ChoiceInput(id="role", label="Role", options=((ANY, "Any role"), *roles.items()), value=ANY),
            ChoiceInput(
                id="class",
                label="Class",
                options=((ANY, "Any class"), *((name, _class(one)) for name, one in classes.items())),
                value=ANY,
            ),
        ),
        submit="See who could",
        whole=True,
    )


def _when(seat: Seat) -> str:
    return seat.session.first.day.isoformat() if seat.session.first else "9"


def _class(session: Session) -> str:
    return f"{day_of(session)}: {short(session.name, 50)}"


async def chosen(request: Request, run: Run) -> FormAnswer:
    """To how many it would go, before it does."""
    course, key = only(request), decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    role, session = (request.values.get(name, ANY) or ANY for name in ("role", "class"))
    wanted = Wanted("" if role == ANY else role, "" if session == ANY else session)
    coming: Swapping = await run.read(swapping.consider, course, key, asking(request), now=request.now, wanted=wanted)
    if not coming.partners:
        return Invalid(
            {
                "class": "Nobody has such a seat that the two of you could swap by the rules. Try any role, or another "
                "class: “any class” leaves out your own."
            }
        )
    return Saved(preview(course, coming, wanted))


def preview(course: Course, coming: Swapping, wanted: Wanted) -> Reply:
    """What is offered for what, to how many."""
    number = min(len(coming.partners), MOST)
    who = "one person, who has such a seat" if number == 1 else f"{number} people, who have such seats"
    lead = paragraph("You offer ", *seat_line(course, coming.seat), " for ", _wanted(course, wanted), ".")
    rest = "Whoever agrees first has swapped with you; until then it stays yours."
    goes = paragraph(f"I ask {who}, by direct message and with your name. {rest}")
    arguments = (*encoded(coming.seat.key), wanted.role, mark(wanted.session) if wanted.session else "")
    buttons = (
        Button("Offer it", Action(ASK, course.id, arguments), "primary"),
        Button("Something else …", Action(SWAP, course.id, encoded(coming.seat.key))),
    )
    return Reply((lead, goes, Buttons(buttons)))


def _wanted(course: Course, one: Wanted | Swap) -> str:
    """`any seat as Advocate`, `a seat on Mon 14 Feb`."""
    role = next((role.title for role in course.presenting.roles if role.id == one.role), "")
    session = course.session(one.session) if one.session else None
    on = f" {on_day(session)}" if session is not None else ""
    if role:
        return f"a seat as {role}{on}"
    return f"a seat{on}" if on else "any other seat that fits"


def mark(session: str) -> str:
    """A class in six characters: a button has no room for two."""
    return hashlib.blake2s(session.encode(), digest_size=3).hexdigest()


async def ask(request: Request, run: Run) -> Reply:
    """Offer it."""
    course, key = only(request), decoded(request.arguments)
    if key is None or len(request.arguments) != 6:
        raise Refused(OLD_BUTTON)
    role, marked = request.arguments[4:]
    session = next((one.id for one in course.sessions if marked and mark(one.id) == marked), "")
    if marked and not session:
        raise Refused(seating.GONE)
    wanted = Wanted(role, session)
    done: Offered = await run(swapping.offer, course, key, asking(request), now=request.now, wanted=wanted)
    lead = paragraph(
        "You have offered ", *seat_line(course, done.seat), f" to {counted(done.told, 'person', 'people')}."
    )
    rest = "You hear from me as soon as somebody agrees. Until then the seat stays yours, with all that goes with it."
    ends = () if done.until is None else (" The offer stands until ", instant(course, done.until), ".")
    return Reply(
        (lead, paragraph(rest, *ends), Buttons((_withdraw_button(course, done.swap.id), my_seats_button(course))))
    )


async def withdraw(request: Request, run: Run) -> Reply:
    """Not any more."""
    course, number = only(request), _number(request)
    one, done = await run(swapping.withdraw, course, number, asking(request), now=request.now)
    seat = seats_by_key(course).get(one.key)
    what = seat_line(course, seat) if seat is not None else line("a seat that is not in the schedule any more")
    if done:
        return Reply(
            (paragraph("You no longer offer ", *what, ". It stays yours."), Buttons((my_seats_button(course),)))
        )
    how = "somebody has swapped with you" if one.state == "taken" else "it was over already"
    return Reply(
        (paragraph("There is nothing to withdraw: ", f"{how} (", *what, ")."), Buttons((my_seats_button(course),)))
    )


# --- to the other one -----------------------------------------------------------------------------------------------


async def agree(request: Request, run: Run) -> Reply:
    """Swap."""
    course, number, key = only(request), _number(request), decoded(request.arguments[1:])
    if key is None:
        raise Refused(OLD_BUTTON)
    found: Swapped = await run(swapping.accept, course, number, key, asking(request), now=request.now)
    match found.outcome:
        case "swapped":
            left = {found.own.key.session}
            owed = await run.read(owed_again.since, course, asking(request), left, now=request.now)
            return _swapped(request, course, found, owed)
        case "over":
            return _over(course, found)
        case "barred":
            return _barred(course, found)


async def decline(request: Request, run: Run) -> Reply:
    """No, thanks: nobody hears of it."""
    course, number = only(request), _number(request)
    one, name = await run.read(swapping.decline, course, number)
    seat = seats_by_key(course).get(one.key)
    what = (": you do not take ", *seat_line(course, seat)) if seat is not None else ()
    return Reply((paragraph("All right", *what, f". Nothing changes for you, and I do not tell {name}."),))


def _swapped(request: Request, course: Course, found: Swapped, owed: Sequence[Again]) -> Reply:
    buttons = Buttons((my_seats_button(course),))
    if not found.fresh:
        return Reply((paragraph("You have swapped already: you are ", *seat_line(course, found.offered), "."), buttons))
    lead = paragraph(Bold("Swapped. "), "You are now ", *seat_line(course, found.offered), ".")
    rest = paragraph(f"{found.name} is now ", *seat_line(course, found.own), ". They and the staff hear of it from me.")
    file = invitation(course, found.offered, request.now)
    reviews = [block for one in owed for block in said(course, one, request.now)]
    return Reply((lead, rest, *reviews, buttons), files=() if file is None else (file,))


def _over(course: Course, found: Swapped) -> Reply:
    why_not = {
        "taken": f"{found.name} has swapped with somebody else already",
        "withdrawn": f"{found.name} has withdrawn that offer",
    }.get(found.swap.state, f"{found.name} does not have that seat any more")
    words = paragraph(
        f"{why_not}: ", *seat_line(course, found.offered), ". You keep ", *seat_line(course, found.own), "."
    )
    return Reply((words, Buttons((my_seats_button(course),))))


def _barred(course: Course, found: Swapped) -> Reply:
    reason = why(Signups(course=course), found.breaks[0], {}) if found.breaks else "the rules do not allow it"
    if found.mine:
        words = paragraph(
            "You may not have ", *seat_line(course, found.offered), f" any more: {reason}. Nothing was changed."
        )
    else:
        words = paragraph(
            f"{found.name} may not have ", *seat_line(course, found.own), " any more by the rules. Nothing was changed."
        )
    return Reply((words, Buttons((my_seats_button(course),))))


# --- small things ---------------------------------------------------------------------------------------------------


def _number(request: Request) -> int:
    number = (*request.arguments, "")[0]
    if not is_id(number):
        raise Refused(OLD_BUTTON)
    return int(number)


ROWS: tuple[Row, ...] = (
    Row(
        name="swap",
        verb=SWAP,
        summary="Change a seat of yours for somebody else’s",
        function=swap,
        submit=chosen,
        audience=Audience.STUDENT,
        parameters=(Parameter(name="seat", summary="A role, words of a title, a date or week 3", rest=True),),
    ),
    pressed_row("swap-ask", ASK, "Offer the seat to those who could swap", ask, cost=Cost.HEAVY),
    pressed_row("swap-agree", AGREE, "Swap", agree),
    pressed_row("swap-decline", DECLINE, "Say no to a swap", decline),
    pressed_row("swap-withdraw", WITHDRAW, "Withdraw an offer", withdraw),
)
