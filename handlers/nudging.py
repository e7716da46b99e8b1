"""`/course nudge`: who would get what, one example in full, then one direct message to each; and what they read.

Names of who owes go only to the member of staff who asks. The message is for its reader alone: warm, short, and with
a way to write, or to say that they cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.plain import distance
from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Reply,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.wording import counted, listed
from bot.errors import Refused
from bot.services import nudging, reminder_details
from bot.services.nudging import Candidate, Earlier, Order, Preview, Sent
from bot.services.tallying import Counted, Lot
from handlers import tally_sessions
from handlers.command_line import is_id
from handlers.going_live import go_live_buttons
from handlers.reminders import owed_blocks, owed_buttons
from handlers.roster_notices import PAGE_VERB as ROSTER
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course, staff_course
from handlers.tally_sessions import TALLY
from handlers.wording import instant

NUDGE, SEND = "nudge", "nudgeit"
"""Arguments: the session, and `off` where those who turned reminders off are meant too. Of the second: the session, the
round, `all` or `new`, and the same.
"""

OFF = "off"
NAMES = 25


# --- what they read ---------------------------------------------------------------------------------------------------


def nudge(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """`‘ZeRO’ was due Mon 31 Jan, 1:00 PM. Late ones are taken until … You have not started.`"""
    return message(facts)


def message(facts: Facts) -> Reply:
    """What is owed, with a way to write."""
    told = reminder_details.read(facts.details)
    blocks = owed_blocks(facts.course, told, facts.now)
    if not blocks:
        return NOTHING
    lead = paragraph(f"Hello! The staff of {facts.course.title} asked me to give you a nudge.")
    last = paragraph("If something is in the way, press “I can’t make this”. Only staff read what you say there.")
    return Reply((lead, *blocks, last, *owed_buttons(facts.course, told)), private=False)


# --- the preview ------------------------------------------------------------------------------------------------------


async def preview(request: Request, run: Run) -> Answer:
    """Who gets a nudge, and what it says; nothing is sent yet."""
    course = staff_course(request, NUDGE, [request.words])
    if isinstance(course, Reply):
        return course
    words = list(request.arguments)
    off = request.inbound.action is not None and len(words) > 1 and words[-1] == OFF
    session = tally_sessions.meant(
        course, " ".join(words[:-1] if off else words), request.now, verb=NUDGE, command="nudge"
    )
    if isinstance(session, Reply):
        return session
    return await _shown(request, run, course, session, off=off)


async def _shown(request: Request, run: Run, course: Course, session: Session, *, off: bool) -> Reply:
    found: Preview = await run.read(nudging.preview, course, session.id, off=off, now=request.now)
    blocks: list[Block] = [Heading(f"Nudge: {session.name}")]
    blocks += [paragraph(*_earlier(course, found.earlier, request.now))] if found.earlier is not None else []
    missing = Button("Who is missing", Action(TALLY, course.id, (session.id,)))
    if not found.candidates:
        return Reply((*blocks, paragraph(*_nobody(course, found.others)), Buttons((missing,))))
    told = found.told("all", off=off)
    blocks += [paragraph(*_who(told)), *_left_out(course, session, found, off=off)]
    blocks += _example(course, found, told, request.now)
    if not (found.live and found.roster_right):
        return Reply((*blocks, *_not_yet(request, course, found)))
    if found.paused:
        blocks.append(paragraph("Announcements are paused. A nudge goes out all the same, since you ask for it."))
    return Reply((*blocks, *_choices(course, session, found, off=off)))


def _nobody(course: Course, others: Sequence[Counted]) -> Line:
    """`Nobody to nudge: Jonas and Maya have more time (until Fri 4 Feb, 5:00 PM), Ada is excused.`"""
    clauses: list[Line] = []
    until: dict[datetime | None, list[str]] = {}
    for one in others:
        if one.lot is Lot.MORE_TIME:
            until.setdefault(one.until, []).append(one.name)
    for at, names in until.items():
        has = f"{listed(names, NAMES)} {'has' if len(names) == 1 else 'have'} more time"
        clauses.append(line(has) if at is None else line(f"{has} (until ", instant(course, at), ")"))
    for lot, one_is, more_are in ((Lot.EXCUSED, "is excused", "are excused"), (Lot.PRESENTING, "presents", "present")):
        names = [one.name for one in others if one.lot is lot]
        clauses += [line(f"{listed(names, NAMES)} {one_is if len(names) == 1 else more_are}")] if names else []
    if not clauses:
        return line("Nobody owes a review that can still be handed in, so there is nobody to nudge.")
    number = sum(one.lot in (Lot.IN, Lot.LATE) for one in others)
    clauses += [line(f"{number} {'has' if number == 1 else 'have'} handed in")] if number else []
    closed = sum(one.lot in nudging.NUDGED for one in others)
    clauses += [line(f"{closed} can hand in no more")] if closed else []
    said = line(*(span for at, one in enumerate(clauses) for span in (*line(*((", ",) if at else ())), *one)))
    return line("Nobody to nudge: ", *said, ".")


def _earlier(course: Course, one: Earlier, now: datetime) -> Line:
    who = one.by or "Staff"
    said = line(
        Bold(f"{who} nudged {counted(one.number, 'person', 'people')} about this {_ago(one.at, now)}"),
        ": ",
        instant(course, one.at),
        ".",
    )
    if one.unreached:
        said += line(f" {listed(one.unreached)} could not be reached.")
    return said


def _ago(at: datetime, now: datetime) -> str:
    return "just now" if now - at < timedelta(minutes=1) else distance(at, now)


def _who(told: Sequence[Candidate]) -> Line:
    """`5 people get this: Ada, Ben (draft), Cem (1 of 2 in).`"""
    if not told:
        return line("Nobody gets this.")
    verb = "gets" if len(told) == 1 else "get"
    names = listed([_named(one) for one in told], NAMES)
    said = line(Bold(f"{counted(len(told), 'person', 'people')} {verb} this: "), f"{names}.")
    asleep = [one.name for one in told if one.night]
    if not asleep:
        return said
    whom = (
        "all of them"
        if len(asleep) == len(told) > 1
        else listed(asleep)
        if len(asleep) <= 5
        else f"{len(asleep)} of them"
    )
    return said + line(f" It is night now for {whom}.")


def _named(one: Candidate) -> str:
    match one.lot:
        case Lot.DRAFT:
            return f"{one.name} (draft)"
        case Lot.PARTLY:
            return f"{one.name} ({one.done} of {one.needed} in)"
        case _:
            return one.name


def _left_out(course: Course, session: Session, found: Preview, *, off: bool) -> list[Block]:
    """Whom I cannot reach, and who wants no reminders."""
    blocks: list[Block] = []
    away = [
        f"{one.name} ({one.mark})" if one.mark and one.mark not in one.name else one.name
        for one in found.candidates
        if not one.reachable
    ]
    if away:
        has = "has" if len(away) == 1 else "have"
        blocks.append(paragraph(f"Not reachable: {listed(away, NAMES)} {has} no account here that I know."))
    silent = [one.name for one in found.candidates if one.reachable and one.off]
    if silent and not off:
        them = "is" if len(silent) == 1 else "are"
        blocks.append(
            paragraph(f"Reminders turned off: {listed(silent, NAMES)} {them} left out, unless you say otherwise.")
        )
        label = f"Also {silent[0]}" if len(silent) == 1 else f"Also those {len(silent)}"
        blocks.append(Buttons((Button(label, Action(NUDGE, course.id, (session.id, OFF))),)))
    elif silent:
        blocks.append(paragraph(f"Among them, with reminders turned off: {listed(silent, NAMES)}."))
    return blocks


def _example(course: Course, found: Preview, told: Sequence[Candidate], now: datetime) -> list[Block]:
    """The message to the first of them. Its buttons are named only: pressed here they would be about somebody else."""
    if found.example is None or not told:
        return []
    said = message(Facts(course=course, now=now, details=found.example)).blocks
    labels = [one.label for block in said if isinstance(block, Buttons) for one in block.buttons]
    shown = [block for block in said if not isinstance(block, Buttons)]
    return [
        small(f"As an example, {told[0].name} reads this:"),
        *shown,
        small(f"Buttons under it: {', '.join(labels)}"),
    ]


def _not_yet(request: Request, course: Course, found: Preview) -> list[Block]:
    """What stands in the way."""
    if not found.live:
        lead = "This is a preview only: before you go live I write to no student."
        return [paragraph(lead), *go_live_buttons(request, course)]
    lead = "This is a preview only: I write to nobody about work until you have said that the roster is right."
    return [paragraph(lead), Buttons((Button("Roster …", Action(ROSTER, course.id)),))]


def _choices(course: Course, session: Session, found: Preview, *, off: bool) -> list[Block]:
    again = " again" if found.earlier is not None else ""
    flag = OFF if off else ""
    everybody, fresh = found.told("all", off=off), found.told("new", off=off)
    buttons: list[Button] = []
    if everybody:
        action = Action(SEND, course.id, (session.id, str(found.round), "all", flag))
        buttons.append(Button(f"Send to {len(everybody)}{again}", action, "primary"))
    if fresh and len(fresh) < len(everybody):
        action = Action(SEND, course.id, (session.id, str(found.round), "new", flag))
        buttons.append(Button(f"Only the {len(fresh)} who {'has' if len(fresh) == 1 else 'have'} not begun", action))
    buttons.append(Button("Cancel", Action(SEND, course.id, (session.id, "0", "all", ""))))
    return [Buttons(tuple(buttons))]


# --- sending ----------------------------------------------------------------------------------------------------------


async def send(request: Request, run: Run) -> Answer:
    """One message to each; pressed twice, or by two, still one."""
    course = only_course(request)
    session_id, number, which, flag = (*request.arguments, "", "", "", "")[:4]
    session = course.session(session_id)
    if session is None or which not in ("all", "new") or not (is_id(number) and len(number) < 5):
        raise Refused(OLD_BUTTON)
    missing = Button("Who is missing", Action(TALLY, course.id, (session.id,)))
    if number == "0":
        return Reply((paragraph("Nobody was nudged."), Buttons((missing,))))
    order = Order(round=int(number), which="new" if which == "new" else "all", off=flag == OFF)
    sent: Sent = await run(nudging.send, course, session.id, order, now=request.now, by=request.someone.person)
    if sent.earlier is not None:
        again = Button("Nudge again …", Action(NUDGE, course.id, (session.id,)))
        lead = paragraph(*_earlier(course, sent.earlier, request.now), " Nobody was nudged again.")
        return Reply((lead, Buttons((missing, again))))
    if not sent.names:
        return Reply((paragraph("Nobody was nudged: nobody owes it any more."), Buttons((missing,))))
    names = f": {listed(sent.names)}" if len(sent.names) <= NAMES else ""
    rest = "Who hands in before it gets there hears nothing. What cannot be delivered I report in the staff channel."
    done = paragraph(f"Sent to {len(sent.names)}{names}.")
    return Reply((done, small(rest), Buttons((missing,))))


def tally_lines(course: Course, session: str, earlier: Earlier | None, *, owing: bool, now: datetime) -> list[Block]:
    """What stands under the list of who is missing."""
    blocks: list[Block] = [small(*_earlier(course, earlier, now))] if earlier is not None else []
    if owing:
        blocks.append(Buttons((Button("Nudge them …", Action(NUDGE, course.id, (session,))),)))
    return blocks


ROWS: tuple[Row, ...] = (
    Row(
        name="nudge",
        verb=NUDGE,
        summary="Write to everybody who still owes a review, with a preview first",
        function=preview,
        audience=Audience.TA,
        parameters=(
            Parameter(
                name="session", summary="Words of its title, week 3 or a day; else the one that is due", rest=True
            ),
        ),
    ),
    behind_a_button("send-nudge", SEND, "Send the nudge", send, cost=Cost.HEAVY),
)
