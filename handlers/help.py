"""The menu, the list of commands, and what is said to words that are no command.

It lists only what the person who asks may use. It knows the table's rows by their data, never what they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.conversation.commands import Audience, Group, Parameter, Row, Run, Table, may_use
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
from bot.conversation.request import Request
from bot.course.model import CourseRole
from bot.course.reviews import owed
from bot.course.signups import seats
from bot.course.wording import listed
from bot.services import control
from handlers.command_line import Unknown
from handlers.going_live import worth_offering

ECHO = 60
"""Characters of what was typed that are said back."""

STAFF = (Audience.TA, Audience.INSTRUCTOR)

STAFF_MENU = (
    ("How it stands", ("overview", "tally", "reviews", "student", "rdigest", "partic")),
    ("Tell people", ("golive", "announce", "nudge", "plan", "retract", "pause", "resume")),
    ("Who does what", ("roster", "signups", "extend", "excuse", "grants")),
    ("Marks and files", ("release", "export", "audit", "close")),
)
"""What staff do in a term, by the verbs of the rows."""

ABOUT_REVIEWS = frozenset({"rdigest", "extend", "excuse", "grants", "tally", "reviews", "release", "nudge"})
"""Of no use where the bot collects no reviews."""

SIGNUP = "signup"
ABOUT_SEATS = frozenset({"signups", "assign", "unassign", "fill", "marks"})
"""Of no use where nobody presents, like the group of that name."""


def rows(table: Callable[[], Table]) -> tuple[Row, ...]:
    """The rows for everyone in `/course`. `table` is asked when a row is used, since they are part of it."""

    async def course(request: Request, run: Run) -> Reply:
        return await menu(request, run, table())

    async def commands(request: Request, _run: Run) -> Reply:
        return help_text(request, table())

    return (
        Row(name="menu", verb="menu", summary="What I can do for you", function=course),
        Row(name="help", verb="help", summary="Every command in one line", function=commands),
    )


async def menu(request: Request, run: Run, table: Table) -> Reply:
    """What to do next, as buttons."""
    course = _one(request)
    titles = listed([course.title for course in request.courses])
    blocks: list[Block] = [
        paragraph(f"Hello! I keep track of {titles}: what to read, and what is due when. What would you like to see?"),
        Buttons(everyday(course, reviews=_writes(request), seats=_presents(request))),
    ]
    offered = await _staff_rows(request, run, table)
    if offered:
        blocks.append(paragraph("And because you are staff:"))
    for topic, verbs in STAFF_MENU:
        buttons = tuple(Button(label_of(offered[verb]), Action(verb, course)) for verb in verbs if verb in offered)
        if buttons:
            blocks += [paragraph(Bold(topic)), Buttons(buttons)]
    return Reply(tuple(blocks))


async def _staff_rows(request: Request, run: Run, table: Table) -> dict[str, Row]:
    """The staff rows that have something to do now, in one of the courses at least, by verb."""
    mine = [course.id for course in request.courses if request.is_staff(course.id)]
    states = [await run.read(control.course_state, course) for course in mine]
    collects = any(course.id in mine and owed(course) for course in request.courses)
    presents = any(course.id in mine and seats(course) for course in request.courses)
    return {
        row.verb: row
        for _, row in table.rows()
        if row.listed
        and row.subcommand  # to the others a panel leads
        and row.audience in STAFF
        and (collects or row.verb not in ABOUT_REVIEWS)
        and (presents or row.verb not in ABOUT_SEATS)
        and any(
            may_use(row.audience, request.role_in(state.course)) and worth_offering(row.verb, state, request.now)
            for state in states
        )
    }


def everyday(course: str, *, reviews: bool, seats: bool) -> tuple[Button, ...]:
    """What everybody may want next; `course` is '' where it is about all of theirs. `reviews`, `seats`: the person may
    write or take some.
    """
    return (
        Button("What’s next", Action("read", course), "primary"),
        *([Button("My reviews", Action("owed", course))] if reviews else []),
        *([Button("My seats", Action(SIGNUP, course))] if seats else []),
        Button("Deadlines", Action("due", course)),
        Button("Help", Action("help", course)),
    )


def _writes(request: Request) -> bool:
    """Whether the person may write reviews, in a course that collects any."""
    return any(may_use(Audience.STUDENT, request.role_in(one.id)) and owed(one) for one in request.courses)


def _presents(request: Request) -> bool:
    """Whether the person may take seats, in a course that has any."""
    return any(request.role_in(one.id) is CourseRole.STUDENT and seats(one) for one in request.courses)


def help_text(request: Request, table: Table) -> Reply:
    """Every command that the person may use, one line each; or those of one group."""
    prefixes = dict.fromkeys(course.command_prefix for course in request.courses)
    group = table.group(request.arguments[0]) if len(request.arguments) == 1 else None
    if group is not None:
        found = [bullets(*lines) for one in prefixes if (lines := list(_command_lines(request, table, one, group)))]
        return Reply((Heading(group.summary), *found, Buttons((Button("All commands", Action("help")),))))
    blocks: list[Block] = [Heading("What you can ask me")]
    blocks += [bullets(*_command_lines(request, table, prefix)) for prefix in prefixes]
    own_words = "In a message to me you can leave the slash out, or use your own words: “I need more time”."
    blocks.append(small(f"{own_words} Only you see my answers."))
    return Reply(tuple(blocks))


def _command_lines(request: Request, table: Table, prefix: str, of: Group | None = None) -> Iterator[Line]:
    somebody_presents = any(seats(course) for course in request.courses)
    for group, row in table.rows():
        about_seats = group.name == SIGNUP or row.verb in ABOUT_SEATS
        if row.listed and of in (None, group) and _may(row, request) and (somebody_presents or not about_seats):
            yield line(Code(usage(group, row, prefix)), f"  {row.summary}")


def usage(group: Group, row: Row, prefix: str) -> str:
    """`/readings [this | next | week N]`: how it is typed."""
    return " ".join([spoken(group, row, prefix), *(_parameter(parameter) for parameter in row.parameters)])


def spoken(group: Group, row: Row, prefix: str) -> str:
    """`/readings`, `/course pause`: a default row goes by its group's name alone."""
    return f"/{prefix}{group.name}" if row.name == group.default else f"/{prefix}{group.name} {row.name}"


def _parameter(parameter: Parameter) -> str:
    inner = " | ".join(parameter.choices) or parameter.name
    return f"<{inner}>" if parameter.required else f"[{inner}]"


def label_of(row: Row) -> str:
    """A row's name as a button: `Go live`."""
    return row.name.replace("-", " ").capitalize()


def unknown(asked: Unknown, request: Request) -> Reply:
    """`Did you mean …?` with buttons, for words that are no command."""
    course = _one(request)
    typed = asked.typed if len(asked.typed) <= ECHO else f"{asked.typed[: ECHO - 1]}…"
    near = [one for one in asked.near if _may(one.row, request)]
    buttons: list[Button] = []
    for one in near:
        words = " ".join(one.arguments)
        action = Action(one.row.verb, course, (words,) if words else ())
        label = f"{spoken(one.group, one.row, request.courses[0].command_prefix)} {words}".strip()
        buttons += [Button(label, action, "primary")] if action.fits else []
    search = Action("read", course, (asked.typed,))
    if not near and asked.group is None and search.fits and len(asked.typed) <= ECHO:
        buttons.append(Button(f"Search the readings for “{asked.typed}”", search))
    question = "Did you mean:" if near and buttons else "You can ask me for:"
    return Reply(
        (
            paragraph(f"I do not know “{typed}”. {question}"),
            Buttons((*buttons, *everyday(course, reviews=_writes(request), seats=False))),
        )
    )


def _one(request: Request) -> str:
    """The course that buttons are about: none named where the person asked about several."""
    return request.courses[0].id if len(request.courses) == 1 else ""


def _may(row: Row, request: Request) -> bool:
    return any(may_use(row.audience, request.role_in(course.id)) for course in request.courses)
