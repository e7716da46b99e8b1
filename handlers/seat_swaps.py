"""`/signup swap`: which of my seats, what I would like instead, to how many that goes; and what the other one presses.

Who can change with whom is the rules' matter. A name is said only to those who are asked to change, and to staff.
"""

from __future__ import annotations

import hashlib

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Invalid, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.seat_search import seats_meant
from bot.course.signups import Seat, SeatKey, Signups
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import seating, swapping
from bot.services.swapping import Offered, Swapped, Swapping, Wanted
from bot.store.swaps import Swap
from handlers.invitation import invitation
from handlers.papers import short
from handlers.seat_swap_lines import AGREE
from handlers.seat_words import day_of, decoded, encoded, seat_line, seat_text, why
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import look, nobody_presents, presenting
from handlers.signup_lines import DROP, MINE, SWAP, seat_action

ASK, WITHDRAW = "swapask", "swapoff"
"""Arguments: my seat, the wanted role's id or '', the mark of the wanted class or ''; the offer's id."""

ANY = "any"
LABEL = 75


async def swap(request: Request, run: Run) -> Answer:
    """Which of my seats; where it is clear, what I would like instead."""
    if not presenting(request):
        return nobody_presents(request)
    key = decoded(request.arguments) if request.inbound.action is not None else None
    if key is not None:
        return await _form(request, run, _only(request), key)
    mine: list[tuple[Course, Seat]] = []
    offered: list[tuple[Course, Swap, Seat]] = []
    for course in presenting(request):
        view = await look(request, run, course, lambda _: ())
        ahead = [turn.seat for turn in view.ahead]
        meant = seats_meant(course, request.words, among=ahead, now=request.now) if request.words else None
        mine += [(course, seat) for seat in (meant.seats if meant is not None and meant.fits else ahead)]
        found = await run.read(swapping.open_offers, course, _person(request), now=request.now)
        offered += [(course, *one) for one in found]
    if not mine:
        raise Refused("You have no seat ahead that you could swap.")
    if len(mine) == 1 and not offered:
        return await _form(request, run, mine[0][0], mine[0][1].key)
    return _which(mine, offered)


def _which(mine: list[tuple[Course, Seat]], offered: list[tuple[Course, Swap, Seat]]) -> Reply:
    blocks: list[Block] = []
    for course, one, seat in offered:
        blocks.append(paragraph("You offer ", *seat_line(course, seat), " for ", _wanted(course, one), "."))
        blocks.append(Buttons((_withdraw_button(course, one.id),)))
    buttons = tuple(
        Button(short(seat_text(seat, 40), LABEL), Action(SWAP, course.id, encoded(seat.key))) for course, seat in mine
    )
    return Reply((*blocks, paragraph("Which of your seats do you want to swap?"), Buttons(buttons)))


def _withdraw_button(course: Course, number: int) -> Button:
    return Button("Withdraw the offer", Action(WITHDRAW, course.id, (str(number),)))


async def _form(request: Request, run: Run, course: Course, key: SeatKey) -> Answer:
    coming: Swapping = await run.read(swapping.consider, course, key, _person(request), now=request.now)
    if not coming.partners:
        words = " with anybody just now: by the rules of the course no exchange fits for both sides."
        lead = paragraph("You cannot swap ", *seat_line(course, coming.seat), words)
        drop = Button("Give it back instead", seat_action(DROP, course, coming.seat))
        return Reply((lead, Buttons((drop, _mine_button(course)))))
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
    course, key = _only(request), decoded(request.arguments)
    if key is None:
        raise Refused(OLD_BUTTON)
    role, session = (request.values.get(name, ANY) or ANY for name in ("role", "class"))
    wanted = Wanted("" if role == ANY else role, "" if session == ANY else session)
    coming: Swapping = await run.read(swapping.consider, course, key, _person(request), now=request.now, wanted=wanted)
    if not coming.partners:
        return Invalid(
            {"class": "Nobody has such a seat that the two of you could swap by the rules. Try any class or any role."}
        )
    return Saved(preview(course, coming, wanted))


def preview(course: Course, coming: Swapping, wanted: Wanted) -> Reply:
    """What is offered for what, to how many."""
    number = len(coming.partners)
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
    on = f" on {day_of(session)}" if session is not None else ""
    if role:
        return f"a seat as {role}{on}"
    return f"a seat{on}" if on else "any other seat that fits"


def mark(session: str) -> str:
    """A class in six characters: a button has no room for two."""
    return hashlib.blake2s(session.encode(), digest_size=3).hexdigest()


async def ask(request: Request, run: Run) -> Reply:
    """Offer it."""
    course, key = _only(request), decoded(request.arguments)
    if key is None or len(request.arguments) != 6:
        raise Refused(OLD_BUTTON)
    role, marked = request.arguments[4:]
    session = next((one.id for one in course.sessions if marked and mark(one.id) == marked), "")
    if marked and not session:
        raise Refused(seating.GONE)
    wanted = Wanted(role, session)
    done: Offered = await run(swapping.offer, course, key, _person(request), now=request.now, wanted=wanted)
    lead = paragraph(
        "You have offered ", *seat_line(course, done.seat), f" to {counted(done.told, 'person', 'people')}."
    )
    rest = "You hear from me as soon as somebody agrees. Until then the seat stays yours, with all that goes with it."
    return Reply((lead, paragraph(rest), Buttons((_withdraw_button(course, done.swap.id), _mine_button(course)))))


async def withdraw(request: Request, run: Run) -> Reply:
    """Not any more."""
    course, number = _only(request), _number(request)
    one, done = await run(swapping.withdraw, course, number, _person(request), now=request.now)
    seat = Signups(course=course).seats.get(one.key)
    what = seat_line(course, seat) if seat is not None else line("a seat that is not in the schedule any more")
    if done:
        return Reply((paragraph("You no longer offer ", *what, ". It stays yours."), Buttons((_mine_button(course),))))
    how = "somebody has swapped with you" if one.state == "taken" else "it was over already"
    return Reply(
        (paragraph("There is nothing to withdraw: ", f"{how} (", *what, ")."), Buttons((_mine_button(course),)))
    )


# --- to the other one -----------------------------------------------------------------------------------------------


async def agree(request: Request, run: Run) -> Reply:
    """Swap."""
    course, number, key = _only(request), _number(request), decoded(request.arguments[1:])
    if key is None:
        raise Refused(OLD_BUTTON)
    found: Swapped = await run(swapping.accept, course, number, key, _person(request), now=request.now)
    match found.outcome:
        case "swapped":
            return _swapped(request, course, found)
        case "over":
            return _over(course, found)
        case "barred":
            return _barred(course, found)


def _swapped(request: Request, course: Course, found: Swapped) -> Reply:
    buttons = Buttons((_mine_button(course),))
    if not found.fresh:
        return Reply((paragraph("You have swapped already: you are ", *seat_line(course, found.offered), "."), buttons))
    lead = paragraph(Bold("Swapped. "), "You are now ", *seat_line(course, found.offered), ".")
    rest = paragraph(f"{found.name} is now ", *seat_line(course, found.own), ". They and the staff hear of it from me.")
    file = invitation(course, found.offered, request.now)
    return Reply((lead, rest, buttons), files=() if file is None else (file,))


def _over(course: Course, found: Swapped) -> Reply:
    why_not = {
        "taken": f"{found.name} has swapped with somebody else already",
        "withdrawn": f"{found.name} has withdrawn that offer",
    }.get(found.swap.state, f"{found.name} does not have that seat any more")
    words = paragraph(
        f"{why_not}: ", *seat_line(course, found.offered), ". You keep ", *seat_line(course, found.own), "."
    )
    return Reply((words, Buttons((_mine_button(course),))))


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
    return Reply((words, Buttons((_mine_button(course),))))


# --- small things ---------------------------------------------------------------------------------------------------


def _mine_button(course: Course) -> Button:
    return Button("My seats", Action(MINE, course.id))


def _only(request: Request) -> Course:
    if len(request.courses) != 1:
        raise Refused(OLD_BUTTON)
    return request.courses[0]


def _person(request: Request) -> int:
    if request.someone.person is None:
        raise Refused(seating.NOT_A_STUDENT)
    return request.someone.person


def _number(request: Request) -> int:
    number = (*request.arguments, "")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 18):
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
    Row(
        name="swap-ask",
        verb=ASK,
        summary="Offer the seat to those who could swap",
        function=ask,
        audience=Audience.STUDENT,
        cost=Cost.HEAVY,
        listed=False,
    ),
    Row(
        name="swap-agree",
        verb=AGREE,
        summary="Swap",
        function=agree,
        audience=Audience.STUDENT,
        listed=False,
    ),
    Row(
        name="swap-withdraw",
        verb=WITHDRAW,
        summary="Withdraw an offer",
        function=withdraw,
        audience=Audience.STUDENT,
        listed=False,
    ),
)
