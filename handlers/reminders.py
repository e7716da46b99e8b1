"""What somebody hears of the reviews that they still owe, and the button that puts it off.

Composing is pure: what is owed comes in as facts that were looked up a moment ago. Everything here is for one person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.commands import Answer, Audience, Row, Run
from bot.conversation.plain import distance
from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Instant,
    Line,
    Reply,
    Span,
    bullets,
    line,
    paragraph,
)
from bot.conversation.request import Request
from bot.course.answers import Lack
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.wording import counted
from bot.errors import Refused
from bot.services import preferences, reminder_details, snoozing
from bot.services.reminder_details import About, Paper, Told
from bot.services.snoozing import Snoozed
from handlers.late_words import cost_now
from handlers.papers import WRITE, short, title_of
from handlers.review_outcomes import CANNOT
from handlers.review_text import missing

SNOOZE = "snooze"
"""Arguments: the item and the occurrence of the reminder."""

SHOWN = 8
"""Papers of one session that are listed."""

BUTTONS = 5
"""Papers that have a button."""

ONLY_SUBMIT = "it only needs Submit"

ON_BUTTON = 40


# --- what is said -------------------------------------------------------------------------------------------------


def reminder(notice: Notice, facts: Facts) -> Reply:
    """`‘ZeRO’ is due Mon 1:00 PM (in 3 hours). You have a draft that is NOT submitted: Strengths is empty.`"""
    told = reminder_details.read(facts.details)
    course = facts.course
    blocks = owed_blocks(course, told, facts.now)
    return Reply((*blocks, *_buttons(course, notice, told)), private=False) if blocks else NOTHING


def owed_blocks(course: Course, told: Told, now: datetime) -> list[Block]:
    """What is owed, by when, and how far each paper is; nothing of a session that is no more."""
    blocks: list[Block] = []
    for about in told.abouts:
        session = course.session(about.session)
        blocks += _about(course, session, about, told.zone, now) if session is not None else []
    return blocks


def _about(course: Course, session: Session, about: About, zone: str, now: datetime) -> list[Block]:
    rule = session.review.late_rule if session.review is not None else None
    costs = cost_now(rule, about.due, now)
    when = _when(about, zone, now, costs)
    if len(about.papers) == 1:
        (paper,) = about.papers
        return [paragraph(Bold(f"‘{title_of(course, paper.id)}’"), *when, " ", _state(session, paper))]
    more = "more " if session.review is not None and about.left < (session.review.choose or about.left) else ""
    verb_of = f"{counted(about.left, f'{more}review')} for "
    lead = paragraph(verb_of, Bold(session.name), *_when(about, zone, now, costs, plural=about.left > 1))
    listing = bullets(*(_paper(course, session, paper) for paper in about.papers[:SHOWN]))
    if about.left < len(about.papers):
        return [lead, paragraph("You can choose from these:"), listing]
    return [lead, listing]


def _when(about: About, zone: str, now: datetime, costs: str, *, plural: bool = False) -> Line:
    def at(instant: datetime) -> Span:
        return Instant(instant, zone)

    if about.late:
        was = "were" if plural else "was"
        return line(f" {was} due ", at(about.due), ". Late ones are taken until ", at(about.closes_at), f"{costs}.")
    return line(f" {'are' if plural else 'is'} due ", at(about.due), f" ({distance(about.due, now)}).")


def _state(session: Session, paper: Paper) -> str:
    if not paper.draft:
        return "You have not started."
    return f"You have a draft that is NOT submitted: {missing(_lacks(session, paper)) or ONLY_SUBMIT}."


def _paper(course: Course, session: Session, paper: Paper) -> Line:
    title = Bold(f"‘{title_of(course, paper.id)}’")
    if not paper.draft:
        return line(title, ": not started")
    return line(title, f": a draft, NOT submitted: {missing(_lacks(session, paper)) or ONLY_SUBMIT}")


def _lacks(session: Session, paper: Paper) -> list[Lack]:
    fields = {field.id: field for field in session.review.form.fields} if session.review is not None else {}
    return [
        Lack(field=fields[one.field], why=one.why, words=one.words, wanted=one.wanted)  # type: ignore[arg-type] # as a Lack had it
        for one in paper.lacks
        if one.field in fields
    ]


def _buttons(course: Course, notice: Notice, told: Told) -> list[Block]:
    """Write or Continue for each paper, then put off, then `I can't`."""
    snooze = Action(SNOOZE, course.id, (notice.item, told.occurrence))
    return owed_buttons(course, told, *([Button("Snooze 2 h", snooze)] if snooze.fits else []))


def owed_buttons(course: Course, told: Told, *others: Button) -> list[Block]:
    """Write or Continue for each paper, then the others, then `I can't`."""
    papers = [paper for about in told.abouts for paper in about.papers]
    writing: list[Button] = []
    for number, paper in enumerate(papers[:BUTTONS]):
        word = "Continue" if paper.draft else "Write"
        label = word if len(papers) == 1 else f"{word}: {short(title_of(course, paper.id), ON_BUTTON)}"
        action = Action(WRITE, course.id, (paper.id,))
        writing.append(Button(label, action, "primary" if number == 0 else "plain"))
    return [Buttons(tuple(writing)), Buttons((*others, *_cannot(course, told.abouts)))]


def _cannot(course: Course, abouts: Sequence[About]) -> list[Button]:
    found: list[Button] = []
    for session in dict.fromkeys(about.session for about in abouts):
        papers = [paper.id for about in abouts if about.session == session for paper in about.papers]
        record = course.session(session)
        name = (
            f": {short(record.name, ON_BUTTON)}" if record is not None and len({a.session for a in abouts}) > 1 else ""
        )
        found.append(
            Button(
                f"I can’t make this{name}", Action(CANNOT, course.id, (session, papers[0] if len(papers) == 1 else ""))
            )
        )
    return found[:BUTTONS]


# --- putting it off -----------------------------------------------------------------------------------------------


async def snooze(request: Request, run: Run) -> Answer:
    """Say when it comes again."""
    item, occurrence = (*request.arguments, "", "")[:2]
    course, person = request.courses[0], request.someone.person
    if len(request.courses) != 1 or person is None or not item or not occurrence:
        raise Refused("That button belongs to one of my reminders. /mywork shows what you owe.")
    done: Snoozed = await run(snoozing.snooze, course, person, item=item, occurrence=occurrence, now=request.now)
    zone = await run.read(preferences.zone_name, course, person)
    return Reply((paragraph(*_snoozed(course, done, zone)),))


def _snoozed(course: Course, done: Snoozed, zone: str) -> Line:
    if done.what == "nothing" or done.at is None:
        return line(f"Nothing is left to remind you of. /{course.command_prefix}review shows what you owe.")
    at = Instant(done.at, zone)
    match done.what:
        case "later":
            return line("I will remind you again ", at, ", unless it is in by then.")
        case "already":
            return line("You have put it off already: I will remind you again ", at, ".")
        case "anyway":
            return line("I will remind you again ", at, " anyway, so there is nothing to put off.")
        case _:
            return line("There is no good time left for another reminder before ", at, ".")


ROWS = (
    Row(
        name="snooze",
        verb=SNOOZE,
        summary="Be reminded again in two hours",
        function=snooze,
        audience=Audience.STUDENT,
        listed=False,
    ),
)
