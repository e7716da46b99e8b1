"""`/signup prefer`: what somebody would like to present, the roles they like and the days on which they cannot.

A form of as few pages as the classes need; what it says is kept page by page and said back whole. It knows nothing of
how seats are then given out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.conversation.commands import Answer, Run
from bot.conversation.form import CheckboxesInput, ChoiceInput, Form, FormAnswer, Input, Invalid, Next, Saved
from bot.conversation.reply import Action, Block, Button, Buttons, Facts, Line, Reply, line, paragraph
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.seat_preferences import RANKS, Preference, Spot
from bot.course.seat_rules import is_over
from bot.course.signups import Opening, Seat, classes, seats
from bot.course.wording import listed
from bot.errors import Refused
from bot.services import preferring
from bot.services.preferring import Page
from bot.services.seat_pages import View
from bot.services.seating import NOT_A_STUDENT
from handlers.papers import short
from handlers.seat_words import about, day_of
from handlers.settling import OLD_BUTTON
from handlers.signup_asking import nobody_presents, of_student, presenting
from handlers.signup_lines import PREFER, closed_line, my_seats_button
from handlers.wording import instant

PAGE = 24
"""Classes (or papers) of a page: a menu of Discord holds 25 options."""

NONE = "-"
"""The option that takes a choice back: a menu that was set cannot be emptied everywhere."""

NAMES = ("first", "second", "third")
LABEL = 75

Chunk = tuple[Seat, ...]
"""A seat of each class (or paper) of a page."""


async def prefer(request: Request, run: Run) -> Answer:
    """The form, where seats are given by preference; else how they are given."""
    if not presenting(request):
        return nobody_presents(request)
    courses = of_student(request)
    if not courses:
        raise Refused(NOT_A_STUDENT)
    asking: list[tuple[Course, Preference]] = []
    others: list[Block] = []
    for course in courses:
        opening, said = await _known(request, run, course)
        if preferring.state(opening, request.now) == "open" and _chunks(course, request.now):
            asking.append((course, said))
        else:
            others += _not_asked(course, opening, said, request.now)
    if len(asking) == 1:
        return form(*asking[0], now=request.now)
    if asking:
        buttons = tuple(Button(course.title, Action(PREFER, course.id)) for course, _ in asking)
        return Reply((paragraph("In which course?"), Buttons(buttons)))
    return Reply(tuple(others))


async def _known(request: Request, run: Run, course: Course) -> tuple[Opening, Preference]:
    found: tuple[Opening, Preference] = await run.read(preferring.of, course, request.someone.person)
    return found


def _not_asked(course: Course, opening: Opening, said: Preference, now: datetime) -> list[Block]:
    mine = Buttons((my_seats_button(course),))
    match preferring.state(opening, now):
        case "closed":
            return [paragraph(f"{course.title}: ", *closed_line(course, opening, now))]
        case "first_come":
            how = f"/{course.command_prefix}signup shows what is free."
            return [paragraph(f"In {course.title} a seat goes to whoever takes it first: {how}"), mine]
        case "open":
            return [paragraph(f"{course.title} has no class ahead in which somebody presents.")]
        case "filled":
            at = () if opening.filled_at is None else (" on ", instant(course, opening.filled_at))
            words = ". What is still free goes to whoever takes it first."
            lead = paragraph(f"The seats of {course.title} were given out by what everybody liked", *at, words)
            facts: list[Block] = [paragraph("You had said:"), Facts(tuple(_said(course, said)))] if said else []
            return [lead, *facts, mine]


# --- the form -------------------------------------------------------------------------------------------------------


def form(course: Course, said: Preference, *, now: datetime, number: int = 0) -> Form:
    """The page with the chunk of that number, or the first one after it that has something left."""
    chunks = _chunks(course, now)
    at = next((one for one in sorted(chunks) if one >= number), max(chunks))
    order = sorted(chunks).index(at)
    inputs: list[Input] = [_choice(course, said, rank, chunks[at]) for rank in range(RANKS)]
    if order == 0:
        roles = tuple((role.id, short(role.title, LABEL)) for role in course.presenting.roles)[:PAGE]
        value = ",".join(sorted(said.roles))
        inputs.append(CheckboxesInput(id="roles", label="Roles you would like", options=roles, value=value))
    inputs.append(_cannot(said, chunks[at]))
    return Form(
        action=Action(PREFER, course.id, (str(at),)),
        title="What would you like?",
        intro=line("Answer what matters to you and leave the rest. You can change it until the seats are given out."),
        inputs=tuple(inputs),
        page=order + 1,
        pages=len(chunks),
        submit="Save",
    )


def _choice(course: Course, said: Preference, rank: int, chunk: Chunk) -> ChoiceInput:
    options = tuple((_value(seat), _option(seat)) for seat in chunk)
    chosen = said.sessions[rank] if rank < len(said.sessions) else None
    here = chosen is not None and any(_spot(seat) == chosen for seat in chunk)
    hint = ""
    if chosen is not None and not here and (words := _spot_words(course, chosen)):
        hint = f"So far it is {words}. Choose here only to change that."
    return ChoiceInput(
        id=NAMES[rank],
        label=f"Your {NAMES[rank]} choice",
        options=(*options, (NONE, f"No {NAMES[rank]} choice")),
        value="/".join(chosen) if chosen is not None and here else NONE if said and chosen is None else "",
        hint=hint,
    )


def _cannot(said: Preference, chunk: Chunk) -> CheckboxesInput:
    sessions = {seat.session.id: seat.session for seat in chunk}
    options = tuple((one.id, short(f"{day_of(one)} · {one.name}", LABEL)) for one in sessions.values())
    value = ",".join(one for one in sessions if one in said.cannot)
    return CheckboxesInput(id="cannot", label="Days on which you cannot", options=options, value=value)


def _chunks(course: Course, now: datetime) -> Mapping[int, Chunk]:
    """What can be wished for, by pages that have anything left; a page keeps its number as classes pass."""
    first = {_spot(seat): seat for seat in reversed(seats(course))}
    every = [first[spot] for spot in dict.fromkeys(map(_spot, seats(course)))]
    found: dict[int, Chunk] = {}
    for number, start in enumerate(range(0, len(every), PAGE)):
        chunk = tuple(one for one in every[start : start + PAGE] if not is_over(course, one.session, now))
        if chunk:
            found[number] = chunk
    return found


def _spot(seat: Seat) -> Spot:
    return (seat.key.session, seat.key.paper)


def _value(seat: Seat) -> str:
    return "/".join(_spot(seat))


def _option(seat: Seat) -> str:
    return short(f"{day_of(seat.session)} · {about(seat)}", LABEL)


# --- sent -----------------------------------------------------------------------------------------------------------


async def submitted(request: Request, run: Run) -> FormAnswer:
    """Keep the page; then the next one, or all that is kept."""
    word = request.arguments[0] if request.arguments else ""
    if len(request.courses) != 1 or not (word.isascii() and word.isdecimal() and len(word) < 4):
        raise Refused(OLD_BUTTON)
    (course,), person, number = request.courses, request.someone.person, int(word)
    chunks = _chunks(course, request.now)
    if person is None or number not in chunks:
        raise Refused("These classes are over. Please open the form again.")
    page = _page(course, chunks[number], request.values)
    if isinstance(page, Invalid):
        return page
    said: Preference = await run(preferring.keep, course, person, page, now=request.now)
    following = [one for one in sorted(chunks) if one > number]
    if following:
        return Next(form(course, said, now=request.now, number=following[0]))
    return Saved(_kept(course, said))


def _page(course: Course, chunk: Chunk, values: Mapping[str, str]) -> Page | Invalid:
    by_value = {_value(seat): seat for seat in chunk}
    ranks = {rank: by_value[chosen] for rank, name in enumerate(NAMES) if (chosen := values.get(name, "")) in by_value}
    sessions = {seat.session.id for seat in chunk}
    cannot = [one for one in values.get("cannot", "").split(",") if one in sessions]
    errors: dict[str, str] = {}
    for rank, seat in ranks.items():
        same = [NAMES[other] for other in ranks if other < rank and ranks[other] == seat]
        if same:
            errors[NAMES[rank]] = f"That is your {same[0]} choice already."
        elif seat.session.id in cannot:
            errors["cannot"] = f"{day_of(seat.session)} is your {NAMES[rank]} choice. It can only be one of the two."
    if errors:
        return Invalid(errors)
    roles = {role.id for role in course.presenting.roles}
    liked = [one for one in values["roles"].split(",") if one in roles] if "roles" in values else None
    wanted = {rank: _spot(seat) for rank, seat in ranks.items()}
    return Page(spots=frozenset(map(_spot, chunk)), ranks=wanted, cannot=cannot, roles=liked)


def _kept(course: Course, said: Preference) -> Reply:
    change = Buttons((Button("Change", Action(PREFER, course.id)), my_seats_button(course)))
    if not said:
        return Reply((paragraph("Noted: anything is fine with you."), change))
    lead = "Noted. This is what you would like:"
    return Reply((paragraph(lead), Facts(tuple(_said(course, said))), change))


# --- what is kept ---------------------------------------------------------------------------------------------------


def chosen(view: View) -> list[Block]:
    """What the person said, for their page."""
    if not view.prefers:
        return [paragraph("So far you have not said what you would like.")]
    return [Facts(tuple(_said(view.course, view.prefers)))]


def button(view: View) -> Button:
    """The way to the form."""
    label = "Change what I would like" if view.prefers else "Say what I would like"
    return Button(label, Action(PREFER, view.course.id), "plain" if view.prefers else "primary")


def _said(course: Course, said: Preference) -> Iterator[tuple[str, Line]]:
    for rank, spot in enumerate(said.sessions):
        yield f"{NAMES[rank].capitalize()} choice", line(_spot_words(course, spot) or "no longer in the schedule")
    titles = [role.title for role in course.presenting.roles if role.id in said.roles]
    if titles:
        yield "Roles you like", line(listed(titles))
    days = [day_of(one) for one in classes(course) if one.id in said.cannot]
    if days:
        yield "You cannot", line(listed(days))


def _spot_words(course: Course, spot: Spot) -> str:
    seat = next((one for one in seats(course) if _spot(one) == spot), None)
    return "" if seat is None else f"{about(seat)}, {day_of(seat.session)}"
