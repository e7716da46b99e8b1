"""`/course signups`: how signing up stands, for staff: open or not, the numbers, who still owes, what is being covered.

Answers are private wherever they are asked for. Sign-up is opened here, after a look at the numbers.
"""

from __future__ import annotations

from collections import Counter

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Facts,
    Heading,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.notice import Facts as NoticeFacts
from bot.course.notice import Notice
from bot.course.seat_rules import is_over, opens_at
from bot.course.seat_sums import neutral_line
from bot.course.signups import FEW, Mode, seats
from bot.course.wording import counted, listed
from bot.services import opening
from bot.services.opening import Standing, Student, owing
from bot.store.covers import Cover
from handlers.assigning_lines import ASSIGN
from handlers.board_anew import ANEW
from handlers.command_line import page_start
from handlers.filling_lines import FILL
from handlers.preference_asking import ask_button
from handlers.roster_notices import named
from handlers.seat_numbers import number_block, numbers
from handlers.seat_words import seat_line
from handlers.signup_lines import BOARD
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.wording import channel_words, instant

PANEL = "signups"
"""Arguments: nothing; `owing` and the number of the first person of the page."""

OPEN_UP = "openup"
"""Arguments: nothing to be asked, `yes` to do it."""

OWING, YES = "owing", "yes"
PAGE = 60


async def show(request: Request, run: Run) -> Answer:
    """How it stands."""
    course = staff_course(request, PANEL, request.arguments)
    if isinstance(course, Reply):
        return course
    if not seats(course):
        return no_seats(course)
    found: Standing = await run.read(opening.standing, course, now=request.now)
    if request.arguments[:1] == (OWING,):
        return _owing(found, page_start(request.arguments))
    return panel(found)


def no_seats(course: Course) -> Reply:
    return Reply((paragraph(f"Nobody signs up to present in {course.title}: its schedule offers no seats."),))


def panel(found: Standing) -> Reply:
    """Open or not, the numbers, and what can be done."""
    course = found.course
    blocks: list[Block] = [Heading(f"Signing up in {course.title}"), paragraph(*_is_open(found))]
    blocks += [Facts(tuple(_facts(found)))]
    blocks += [number_block(found.sums)] if found.sums.least else []
    if found.opening.opened_at and found.sums.least:
        blocks += _remaining(found)
    covered = [_cover_line(found, one) for one in found.covers]
    if any(covered):
        blocks += [paragraph(Bold("Being covered")), bullets(*filter(None, covered))]
    return Reply((*blocks, Buttons(tuple(_buttons(found)))))


def _is_open(found: Standing) -> Line:
    course, opened, at = found.course, found.opening.opened_at, opens_at(found.course)
    if opened is not None:
        return line(Bold("Open"), " since ", instant(course, opened), ". ", *_how(found))
    if at is None:
        when = line("It opens when one of you presses Open.")
    elif at > found.now:
        when = line("The schedule opens it on ", instant(course, at), ".")
    else:
        when = line("The schedule’s hour has come: it opens as soon as I am live and there are students.")
    return line(Bold("Not open yet. "), *when, " ", *_how(found))


def _how(found: Standing) -> Line:
    """How seats are given away, and why so."""
    prefix, why = found.course.command_prefix, _why(found)
    if found.mode is Mode.FIRST_COME:
        return line(f"Who comes first has the seat{why}.")
    if found.opening.filled_at is not None:
        return line("Seats were given by preference; who comes first has what is left.")
    prefer, fill = Code(f"/{prefix}signup prefer"), Code(f"/{prefix}course {FILL}")
    return line(
        f"Seats go by preference{why}: students say theirs with ", prefer, ", then you fill the seats with ", fill, "."
    )


def _why(found: Standing) -> str:
    if found.opening.opened_at is not None:
        return ""
    if found.course.presenting.mode != "auto":
        return ", as the schedule says"
    few = found.mode is Mode.FIRST_COME
    return f", since there are fewer than {FEW} students" if few else f", since there are {FEW} students or more"


def _facts(found: Standing) -> list[tuple[str, Line]]:
    free = found.remaining.free
    lost = len(found.signups.free()) - free
    over = f"; {counted(lost, 'seat')} of classes that are over stayed empty" if lost else ""
    rows: list[tuple[str, Line]] = [
        ("Seats", line(f"{found.taken} of {len(found.signups.seats)} taken, {free} free{over}"))
    ]
    rows.append(("Students", line(_spread(found) if found.students else "none yet")))
    if found.opening.collects_preferences:
        rows.append(
            ("Preferences", line(f"{found.prefer} of {counted(len(found.students), 'student')} have said theirs"))
        )
    return rows


def _spread(found: Standing) -> str:
    """`2 have all 3, 1 has 2 and 3 have none yet`."""
    least = found.sums.least
    have = Counter(one.progress.presented + one.progress.ahead for one in found.students)
    if least:
        have = Counter({number: have[number] for number in have if number < least})
        enough = len(found.students) - have.total()
        have |= Counter({least: enough}) if enough else Counter()
    parts: list[str] = []
    for number in sorted(have, reverse=True):
        verb = "has" if have[number] == 1 else "have"
        what = f"all {least}" if least and number == least > 1 else str(number) if number else "none yet"
        parts.append(f"{have[number]} {verb} {what}")
    return listed(parts)


def _remaining(found: Standing) -> list[Block]:
    left = found.remaining
    if not left.owed:
        return []
    still = f"The students have {counted(left.owed, 'seat')} still to take"
    if left.owed > left.free:
        return [paragraph(Bold(f"{still}, and only {left.free} {'is' if left.free == 1 else 'are'} free."))]
    return [small(f"{still}; {left.free} {'is' if left.free == 1 else 'are'} free.")]


def _cover_line(found: Standing, cover: Cover) -> Line:
    seat = found.signups.seats.get(cover.key)
    if seat is None or is_over(found.course, seat.session, found.now):
        return ()
    if cover.asked is None or cover.ask_until is None:
        word = "all who may take it are asked" if cover.state == "calling" else "nobody is asked yet"
        return line(*seat_line(found.course, seat), f": {word}")
    who = found.names.get(cover.asked, "somebody")
    return line(*seat_line(found.course, seat), f": {who} is asked, until ", instant(found.course, cover.ask_until))


def _buttons(found: Standing) -> list[Button]:
    course = found.course
    buttons: list[Button] = []
    if found.opening.opened_at is None:
        buttons.append(Button("Open …", Action(OPEN_UP, course.id), "primary"))
    if any(one.progress.left for one in found.students):
        buttons.append(Button("Who still owes", Action(PANEL, course.id, (OWING, "0"))))
    silent = len(found.students) - found.prefer
    if found.opening.opened_at is not None and found.opening.collects_preferences and silent and found.live:
        buttons.append(ask_button(course.id, silent))
    buttons.append(Button("All seats", Action(BOARD, course.id)))
    if found.signups.free():
        buttons.append(Button("Fill …", Action(FILL, course.id)))
    buttons.append(Button("Assign …", Action(ASSIGN, course.id)))
    if found.opening.opened_at is not None:
        buttons.append(Button("Post the board anew …", Action(ANEW, course.id)))
    return buttons


# --- who still owes -------------------------------------------------------------------------------------------------


def _owing(found: Standing, start: int) -> Reply:
    """The names, by how many seats they have still to take."""
    course, everybody = found.course, owing(found.students)
    start = start if start < len(everybody) else 0
    shown = everybody[start : start + PAGE]
    blocks: list[Block] = [Heading("Who still owes a seat")]
    if not everybody:
        blocks.append(paragraph("Nobody: all students have their seats."))
    groups: dict[int, list[Student]] = {}
    for one in shown:
        groups.setdefault(one.progress.left, []).append(one)
    blocks += [
        paragraph(Bold(f"{counted(left, 'seat')} to take: "), listed([named(one.who) for one in group]))
        for left, group in groups.items()
    ]
    turns = (("Previous", max(start - PAGE, 0), start > 0), ("Next", start + PAGE, start + PAGE < len(everybody)))
    buttons = [Button(label, Action(PANEL, course.id, (OWING, str(at)))) for label, at, there in turns if there]
    blocks += [small(f"{start + 1} to {start + len(shown)} of {len(everybody)}")] if buttons else []
    return Reply((*blocks, Buttons((*buttons, Button("Back", Action(PANEL, course.id))))))


# --- opening it -----------------------------------------------------------------------------------------------------


async def open_up(request: Request, run: Run) -> Answer:
    """Ask with the numbers, then do it."""
    course = only_course(request)
    if request.arguments[:1] == (YES,):
        opened = await run(opening.open_now, course, now=request.now, by=request.someone.person)
        found: Standing = await run.read(opening.standing, course, now=request.now)
        return _opened(found, fresh=opened)
    found = await run.read(opening.standing, course, now=request.now)
    return _opened(found, fresh=False) if found.opening.opened_at is not None else _confirmation(found)


def _opened(found: Standing, *, fresh: bool) -> Reply:
    course, opened = found.course, found.opening.opened_at
    if opened is None:
        raise ValueError(course.id)
    to_panel = Buttons((Button("How it stands", Action(PANEL, course.id)),))
    if not fresh:
        return Reply((paragraph("Sign-up is open already, since ", instant(course, opened), "."), to_panel))
    board = f" The board goes to {channel_words(course, 'announcements')} {'now' if found.live else 'at Go live'}."
    return Reply((paragraph(Bold("Sign-up is open."), board), paragraph(*_how(found)), to_panel))


def _confirmation(found: Standing) -> Reply:
    """What opening it means, and what will be posted."""
    course, at = found.course, opens_at(found.course)
    where = channel_words(course, "announcements")
    blocks: list[Block] = [paragraph(Bold(f"Open sign-up in {course.title}?"), " ", *_how(found))]
    blocks += numbers(course, len(found.students))
    said = f"I post the board in {where}, for everybody: who has which seat, and what is free. {neutral_line(course)}"
    blocks.append(paragraph(said))
    if not found.live:
        blocks.append(
            paragraph(f"This is still a rehearsal: {where} sees the board at Go live, but people can sign up.")
        )
    if at is not None and at > found.now:
        blocks.append(paragraph("The schedule would open it on ", instant(course, at), "."))
    blocks.append(small("Once it is open it stays open, and how seats are given away stays as it is then."))
    button = Button("Open sign-up", Action(OPEN_UP, course.id, (YES,)), "primary")
    return Reply((*blocks, Buttons((button,))))


def opened_by_itself(notice: Notice, facts: NoticeFacts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """To staff: the schedule's hour has come."""
    course = facts.course
    students = int(facts.details.get(opening.STUDENTS, "0"))
    lead = paragraph(Bold("Sign-up is open, "), "as the schedule says. ", *_given(course, facts))
    button = Button("How it stands", Action(PANEL, course.id))
    return Reply((lead, *numbers(course, students), Buttons((button,))), private=False)


def _given(course: Course, facts: NoticeFacts) -> Line:
    if facts.details.get(opening.MODE) == Mode.FIRST_COME.value:
        return line("Who comes first has the seat.")
    prefix = course.command_prefix
    prefer, fill = Code(f"/{prefix}signup prefer"), Code(f"/{prefix}course {FILL}")
    return line("Students say what they would like with ", prefer, "; you fill the seats with ", fill, ".")


ROWS: tuple[Row, ...] = (
    Row(
        name="signups",
        verb=PANEL,
        summary="How signing up to present stands: open it, see the numbers and who still owes a seat",
        function=show,
        audience=Audience.TA,
    ),
    behind_a_button("open-signup", OPEN_UP, "Let people sign up", open_up, cost=Cost.HEAVY),
)
