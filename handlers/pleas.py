"""`I can't make this`: the form in which somebody says so, and what staff press to answer.

It asks for one of three reasons and for nothing about anybody's health. Everything here is said in private; pressing
twice, or after a colleague, says what is the case already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from bot.conversation.commands import Answer, Audience, Cost, Row, Run
from bot.conversation.form import ChoiceInput, Form, FormAnswer, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Block, Bold, Buttons, Reply, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty
from bot.errors import Refused
from bot.services import asked_back, owing, pleading
from bot.services.asked_back import Asked
from bot.services.naming import Work
from bot.services.pleading import DECLINED, Decision, Pleaded, Settled
from bot.store.records import Plea, PleaReason
from handlers.command_line import is_id
from handlers.extension_lines import granted
from handlers.extension_times import work_words
from handlers.plea_lines import CANNOT, DECLINE, PLEA, REASONS, answer_button, your_turn
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course
from handlers.wording import instant

NOTE_LIMIT = 1000
WORDS_LIMIT = 2000
OPTIONS_LIMIT = 24
PAPER, SESSION = "p:", "s:"
"""In the menu of what somebody cannot make: before a paper's id, before a session's."""


# --- saying so ------------------------------------------------------------------------------------------------------


async def cannot(request: Request, run: Run) -> Answer:
    """The form, or what was said already."""
    course, person = _student(request)
    duties: tuple[Duty, ...] = await run.read(owing.duties_of, course, person, now=request.now)
    item = _item(request)
    work = _work_of(duties, item) if item else None
    if item and work is None:
        raise Refused("You do not owe a review of that, so there is nothing to be excused from.")
    if work is not None:
        said = _nothing_to_do(course, duties, work)
        before: Plea | None = await run.read(pleading.open_plea, course, person, work)
        if said is not None or before is not None:
            return said or await _said_before(run, course, before)
    options = _options(course, duties, work, request)
    if not options:
        return Reply((paragraph("Nothing that you owe is open, so there is nothing to be excused from."),))
    return Form(
        action=Action(CANNOT, course.id, (item,) if item else ()),
        title="I can’t make this",
        intro=line("Only the staff read this. It decides nothing yet, and changes nothing that you wrote."),
        inputs=_inputs(options),
        submit="Tell the staff",
    )


def _item(request: Request) -> str:
    """The paper that was named, else the session; marked, where a button says which it is."""
    first, second = (*request.arguments, "", "")[:2]
    if second:
        return f"{PAPER}{second}"
    return f"{SESSION}{first}" if first and len(request.arguments) > 1 else first


def _student(request: Request) -> tuple[Course, int]:
    """Whose duty it is. Raises Refused for those who have none."""
    mine = [course for course in request.courses if request.role_in(course.id) is CourseRole.STUDENT]
    person = request.someone.person
    if not mine or person is None:
        raise Refused("You owe no reviews here, so there is nothing to be excused from.")
    if len(mine) > 1:
        raise Refused("I cannot tell which course that is about. Press the button below what you owe, in its course.")
    return mine[0], person


def _work_of(duties: Sequence[Duty], item: str) -> Work | None:
    """A paper of which a session asks a choice is all of that session: none of them has to be that one."""
    for duty in duties:
        for one in duty.standings:
            if item in (one.owed.paper, f"{PAPER}{one.owed.paper}"):
                return Work(duty.session.id, "" if duty.review.choose is not None else one.owed.paper)
    sessions = (duty.session.id for duty in duties)
    return next((Work(session) for session in sessions if item in (session, f"{SESSION}{session}")), None)


def _nothing_to_do(course: Course, duties: Sequence[Duty], work: Work) -> Reply | None:
    mine = [duty for duty in duties if duty.session.id == work.session]
    standings = [one for duty in mine for one in duty.standings if work.paper in ("", one.owed.paper)]
    what = work_words(course, work)
    if any(duty.presents for duty in mine):
        away = f" If you cannot come to present: /{course.command_prefix}signup drop."
        said = "You present in that class, so no review is needed and there is nothing to be excused from."
        return Reply((paragraph(said, away),))
    if any(duty.excused for duty in mine) and not any(duty.left for duty in mine):
        return Reply((paragraph(f"You are excused from {what} already, so there is nothing to do."),))
    done = all(one.done for one in standings) if work.paper else not any(duty.left for duty in mine)
    if done:
        return Reply((paragraph(f"What you owe of {what} is in, so there is nothing to be excused from."),))
    return None


async def _said_before(run: Run, course: Course, plea: Plea | None) -> Reply:
    if plea is None:
        raise Refused(OLD_BUTTON)
    what = work_words(course, Work(plea.session, plea.paper))
    blocks: list[Block] = [
        paragraph(
            Bold("The staff know already: "),
            f"you told them that you can’t make {what} ({REASONS[plea.reason]}), ",
            instant(course, plea.made_at),
            ".",
        )
    ]
    if plea.note:
        blocks.append(paragraph("Your note: ", plea.note))
    question: Asked | None = await run.read(asked_back.unanswered, course, plea)
    if question is not None:
        buttons = Buttons((answer_button(course.id, plea.id, question),))
        return Reply((*blocks, paragraph(*your_turn(course, question)), buttons))
    return Reply((*blocks, paragraph("They have not answered yet. You will hear from me as soon as they have.")))


def _options(
    course: Course, duties: Sequence[Duty], work: Work | None, request: Request
) -> tuple[tuple[str, str], ...]:
    """What it can be about, what was pressed first: a paper, or all that its session asks for."""
    if work is not None:
        (duty,) = (one for one in duties if one.session.id == work.session)
        each = [Work(work.session, one.owed.paper) for one in duty.standings if not one.done]
        others = [Work(work.session), *each] if duty.review.choose is None and len(duty.standings) > 1 else []
        return tuple(_option(course, one) for one in dict.fromkeys((work, *others)))[:OPTIONS_LIMIT]
    found = pleading.pleadable(duties, request.now)
    return tuple(_option(course, Work(duty.session.id)) for duty in found)[:OPTIONS_LIMIT]


def _option(course: Course, work: Work) -> tuple[str, str]:
    value = f"{PAPER}{work.paper}" if work.paper else f"{SESSION}{work.session}"
    words = work_words(course, work)
    return value, words[:1].upper() + words[1:]


def _inputs(options: tuple[tuple[str, str], ...]) -> tuple[ChoiceInput | TextInput, ...]:
    return (
        ChoiceInput(id="what", label="What can’t you make?", options=options, value=options[0][0]),
        ChoiceInput(
            id="reason",
            label="Why?",
            options=(("ill", "Ill"), ("emergency", "An emergency"), ("other", "Something else")),
        ),
        TextInput(
            id="note",
            label="A note for the staff (optional)",
            hint="Say nothing about your health: “ill” is enough.",
            long=True,
            limit=NOTE_LIMIT,
        ),
    )


async def cannot_submitted(request: Request, run: Run) -> FormAnswer:
    """Keep it and tell staff, once."""
    course, person = _student(request)
    what, note = request.values.get("what", ""), request.values.get("note", "").strip()
    reason: PleaReason | None = next((one for one in get_args(PleaReason) if one == request.values.get("reason")), None)
    if reason is None:
        return Invalid({"reason": "Choose one: ill, an emergency or something else. That is all the staff need."})
    if len(note) > NOTE_LIMIT:
        return Invalid({"note": f"That is long: please say it in at most {NOTE_LIMIT} characters, or leave it empty."})
    duties: tuple[Duty, ...] = await run.read(owing.duties_of, course, person, now=request.now)
    work = _work_of(duties, what or _item(request))
    if work is None:
        return Invalid({"what": "Choose what you can’t make."})
    said = _nothing_to_do(course, duties, work)
    if said is None:
        pleaded = await run(pleading.plead, course, person, work, reason=reason, note=note, now=request.now)
        said = (
            _told(course, pleaded, draft=_has_draft(duties, work))
            if pleaded.fresh
            else await _said_before(run, course, pleaded.plea)
        )
    return Saved(said)


def _has_draft(duties: Sequence[Duty], work: Work) -> bool:
    mine = (one for duty in duties if duty.session.id == work.session for one in duty.standings)
    return any(one.draft is not None for one in mine if work.paper in ("", one.owed.paper))


def _told(course: Course, pleaded: Pleaded, *, draft: bool) -> Reply:
    if not pleaded.told:
        words = "I have kept it, but I know no channel in which I reach the staff here: please write to them yourself."
        return Reply((paragraph(words),))
    lead = paragraph(Bold("I told the staff."), f" Nobody else sees this.{' Your draft stays.' if draft else ''}")
    what = work_words(course, Work(pleaded.plea.session, pleaded.plea.paper))
    about = f"They read that you can’t make {what} ({REASONS[pleaded.plea.reason]})."
    return Reply((lead, small(f"{about} You will hear from me as soon as they have decided.")))


# --- what staff answer ----------------------------------------------------------------------------------------------


async def decide(request: Request, run: Run) -> Answer:
    """+24 h, +48 h or Excuse."""
    course, plea = only_course(request), plea_number(request)
    decision: Decision | None = next(
        (one for one in get_args(Decision) if one == (*request.arguments, "", "")[1]), None
    )
    if decision is None:
        raise Refused(OLD_BUTTON)
    settled: Settled = await run(pleading.decide, course, plea, decision, now=request.now, by=request.someone.person)
    if settled.granted is None:
        return _settled_before(course, settled)
    return granted(course, settled.granted, request.now)


def plea_number(request: Request) -> int:
    """The plea that a button is about. Raises Refused for a button that was not made by this version."""
    number = (*request.arguments, "")[0]
    if not is_id(number):
        raise Refused(OLD_BUTTON)
    return int(number)


def _settled_before(course: Course, settled: Settled) -> Reply:
    plea = settled.plea
    by = f"{settled.by}, " if settled.by else ""
    when = (instant(course, plea.settled_at),) if plea.settled_at is not None else ()
    what = work_words(course, Work(plea.session, plea.paper))
    if plea.outcome == DECLINED:
        words = paragraph("That is settled already: ", f"{settled.name} got no more time for {what} (", by, *when, ").")
    elif plea.outcome.startswith("excuse"):
        words = paragraph("That is settled already: ", f"{settled.name} is excused from {what} (", by, *when, ").")
    else:
        due = (" until ", instant(course, settled.due)) if settled.due is not None else (" more time",)
        words = paragraph("That is settled already: ", f"{settled.name} has", *due, f" for {what} (", by, *when, ").")
    command = f"/{course.command_prefix}course"
    return Reply((words, small(f"To change it: {command} extend. {command} extensions has a button to take it back.")))


async def decline(request: Request, run: Run) -> Answer:
    """The form with an optional word."""
    course, plea = only_course(request), await plea_of(request, run)
    if plea.settled_at is not None:
        return _settled_before(course, await run.read(pleading.settled, course, plea))
    return Form(
        action=Action(DECLINE, course.id, (str(plea.id),)),
        title="Decline",
        intro=line("I tell them kindly that it stays due when it is. Your word goes along, with your name."),
        inputs=(TextInput(id="word", label="A word from you (optional)", long=True, limit=NOTE_LIMIT),),
        submit="Decline",
    )


async def plea_of(request: Request, run: Run) -> Plea:
    found: Plea = await run.read(pleading.get, only_course(request), plea_number(request))
    return found


async def declined(request: Request, run: Run) -> FormAnswer:
    """Say so to the person, once."""
    course, someone = only_course(request), request.someone
    word = request.values.get("word", "").strip()[:NOTE_LIMIT]
    settled: Settled = await run(
        pleading.decline,
        course,
        plea_number(request),
        word,
        now=request.now,
        by=someone.person,
        by_name=someone.name,
    )
    if not settled.fresh:
        return Saved(_settled_before(course, settled))
    what = work_words(course, Work(settled.plea.session, settled.plea.paper))
    return Saved(Reply((paragraph(f"I tell {settled.name} that {what} stays due as it is."),)))


ROWS: tuple[Row, ...] = (
    Row(
        name="cannot",
        verb=CANNOT,
        summary="Tell the staff that you can’t make something",
        function=cannot,
        submit=cannot_submitted,
        audience=Audience.STUDENT,
        listed=False,
    ),
    behind_a_button("settle-plea", PLEA, "Give more time, or excuse", decide, cost=Cost.FREE),
    Row(
        name="decline",
        verb=DECLINE,
        summary="Say that there is no more time",
        function=decline,
        submit=declined,
        audience=Audience.TA,
        cost=Cost.FREE,
        listed=False,
    ),
)
