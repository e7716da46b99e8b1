"""`/mywork`: one person's own ledger in a few lines a course, and how they are reminded.

Only the person who asks sees it. What is owed is the rules' word, what somebody chose is kept for all their courses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.commands import Audience, Group, Row, Run
from bot.conversation.plain import distance
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Instant,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course import zones
from bot.course.late_cost import taken_off
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, Standing, State, passed
from bot.course.wording import counted, span_words
from bot.services import granted, owing, participating, pleading, preferences
from bot.services.granted import Extension
from bot.services.naming import Work
from bot.services.pleading import Said
from bot.services.preferences import Preferences
from bot.store.records import Plea
from handlers import my_marks, participation, reminder_settings
from handlers.extension_times import part_words, work_words
from handlers.late_words import cost_now, off
from handlers.my_calendar import CALENDAR
from handlers.papers import short
from handlers.plea_lines import answer_button, your_turn
from handlers.reminder_settings import REMIND, person_of

MINE = "mywork"
OWED = "owed"

EXTENSIONS = 5
COURSES = 5

# --- my ledger ----------------------------------------------------------------------------------------------------


async def mine(request: Request, run: Run) -> Reply:
    """Each course in a few lines."""
    person = person_of(request)
    known: Preferences = await run.read(preferences.of, person)
    several = len(request.courses) > 1
    blocks: list[Block] = []
    for course in request.courses[:COURSES]:
        blocks.append(Heading(f"{course.title}: your work" if several else "Your work"))
        blocks += await _course(request, run, course, known)
    buttons = [Button("Reminders …", Action(REMIND, request.courses[0].id)), Button("My calendar", Action(CALENDAR))]
    if any(request.role_in(course.id) is CourseRole.STUDENT for course in request.courses):
        course_id = request.courses[0].id if not several else ""
        buttons.insert(0, Button("What I owe", Action(OWED, course_id), "primary"))
    return Reply((*blocks, Buttons(tuple(buttons))))


async def _course(request: Request, run: Run, course: Course, known: Preferences) -> list[Block]:
    person, role = person_of(request), request.role_in(course.id)
    if role is not CourseRole.STUDENT:
        what = "You are staff here" if role is not None and role.is_staff else "You are here to listen"
        return [paragraph(f"{what}: you owe no reviews.")]
    duties: tuple[Duty, ...] = await run.read(owing.duties_of, course, person, now=request.now)
    zone = zones.zone_of(known.timezone, course.timezone).key
    blocks: list[Block] = [paragraph(*_counts(duties, request.now))]
    blocks += [*_next(duties, zone, request.now), *_presenting(duties, request.now)]
    blocks += participation.own_line(await run.read(participating.of_person, course, person))
    extensions: tuple[Extension, ...] = await run.read(granted.of, course, person)
    ahead = [one for one in extensions if _matters(one, duties, request.now)]
    said: Mapping[tuple[str, str], Said] = await run.read(pleading.said_last, course, person)
    open_yet = [one for one in said.values() if one.plea.settled_at is None and _is_wanted(one.plea, duties)]
    waiting = sorted(open_yet, key=lambda one: one.question is None)[:EXTENSIONS]  # first what waits for the person
    lines = [_extension(course, one, zone) for one in ahead[:EXTENSIONS]]
    lines += [_asked(course, one, zone) for one in waiting]
    if lines:
        blocks.append(bullets(*lines))
    blocks += [*_answers(course, waiting), *await my_marks.blocks(request, run, course, zone)]
    return [*blocks, small(*_setting_words(known, course))]


def _counts(duties: Sequence[Duty], now: datetime) -> Line:
    """`5 reviews in (1 late: −20 %), 2 still to write, 1 excused, 1 not needed where you present, 1 missed.`"""
    if not duties:
        return line("This course asks you for no reviews.")
    states = Counter(one.state for duty in duties for one in duty.standings)
    done = states[State.SUBMITTED] + states[State.LATE]
    late = f" ({states[State.LATE]} late{_costs(duties)})" if states[State.LATE] else ""
    owed = sum(min(duty.left, len(duty.to_do(now))) for duty in duties)
    missed = sum(max(0, duty.left - len(duty.to_do(now))) for duty in duties)
    let_off = [(duty.presents, min(duty.excused, max(0, duty.needed - duty.done))) for duty in duties]
    excused = sum(number for presents, number in let_off if not presents)  # of a choice not each paper
    presented = sum(number for presents, number in let_off if presents)
    parts = [f"{counted(done, 'review')} in{late}", f"{owed} still to write"]
    parts += [f"{excused} excused"] if excused else []
    parts += [f"{presented} not needed where you present"] if presented else []
    parts += [f"{missed} missed"] if missed else []
    return line(f"{', '.join(parts)}.")


def _costs(duties: Sequence[Duty]) -> str:
    """`: −20 %`, `: −10 % to −40 %`: what the late ones cost, each; '' where the course has no rule."""
    found = [
        taken_off(duty.review.late_rule, one.late_by)
        for duty in duties
        for one in duty.standings
        if duty.review.late_rule is not None and one.late_by is not None
    ]
    return f": {' to '.join(off(one) for one in sorted({min(found), max(found)}))}" if found else ""


def _next(duties: Sequence[Duty], zone: str, now: datetime) -> list[Block]:
    """What is due next of what is still to be written; before it what is late already."""
    waiting = [(one.window.due, duty, one) for duty in duties for one in duty.to_do(now) if one.window is not None]
    late = [entry for entry in waiting if passed(entry[0], now)]
    ahead = [entry for entry in waiting if not passed(entry[0], now)]
    blocks: list[Block] = []
    if late:
        due, duty, one = min(late, key=lambda entry: entry[0])
        closes = one.window.closes_at if one.window is not None else due
        what, costs = _what(duty, one), cost_now(duty.review.late_rule, due, now)
        blocks.append(paragraph("Late: ", Bold(what), ", taken until ", Instant(closes, zone), f"{costs}."))
    if ahead:
        due, duty, one = min(ahead, key=lambda entry: entry[0])
        begun = " A draft is there, NOT submitted." if one.draft is not None else ""
        what = _what(duty, one)
        blocks.append(paragraph("Next: ", Bold(what), ", due ", Instant(due, zone), f", {distance(due, now)}.{begun}"))
    return blocks


def _presenting(duties: Sequence[Duty], now: datetime) -> list[Block]:
    """The next class of which no review is needed, since the person presents in it."""
    coming = next((one for one in duties if one.presents and one.done < one.needed and _is_ahead(one, now)), None)
    if coming is None:
        return []
    name = short(coming.session.name)
    return [paragraph("You present in ", Bold(f"‘{name}’"), ": no review is needed there (you may write one).")]


def _is_ahead(duty: Duty, now: datetime) -> bool:
    return duty.review.due is not None and not passed(duty.review.due.until, now)


def _what(duty: Duty, one: Standing) -> str:
    if duty.needed < len(duty.standings):
        return f"{counted(duty.left, 'review')} for ‘{short(duty.session.name)}’"
    return f"‘{short(one.owed.reading.title)}’"


def _matters(one: Extension, duties: Sequence[Duty], now: datetime) -> bool:
    """Whether it is worth a line: it holds for what is to come, or for what is not in."""
    if one.work.everything:
        return True
    papers = {owed.paper for owed in one.owed}
    mine = [standing for duty in duties for standing in duty.standings if standing.owed.paper in papers]
    return any(not standing.done and standing.is_open(now) for standing in mine)


def _extension(course: Course, one: Extension, zone: str) -> Line:
    what = part_words(course, one.work, [owed.paper for owed in one.owed])
    if one.grant.kind == "excuse":
        return line("Excused from ", what)
    if one.due is not None:
        return line("More time for ", what, ": until ", Instant(one.due, zone))
    more = f": {span_words(one.grant.offset)} after each due time" if one.grant.offset else ""
    return line(f"More time for {what}{more}")


def _is_wanted(plea: Plea, duties: Sequence[Duty]) -> bool:
    """Whether what staff have not answered is still about something."""
    mine = [duty for duty in duties if duty.session.id == plea.session and duty.left]
    return any(not one.done for duty in mine for one in duty.standings if plea.paper in ("", one.owed.paper))


def _asked(course: Course, said: Said, zone: str) -> Line:
    what = work_words(course, Work(said.plea.session, said.plea.paper))
    told = Instant(said.plea.made_at, zone)
    if said.question is not None:
        return line(f"Staff know that you can’t make {what}. ", *your_turn(course, said.question))
    return line(f"Staff know that you can’t make {what} (told ", told, "); they have not answered yet")


def _answers(course: Course, waiting: Sequence[Said]) -> list[Block]:
    """The way to answer what staff asked back."""
    questions = [(one.plea, one.question) for one in waiting if one.question is not None]
    several = len(questions) > 1
    buttons = [
        answer_button(course.id, plea.id, question, f" about {work_words(course, Work(plea.session, plea.paper))}")
        if several
        else answer_button(course.id, plea.id, question)
        for plea, question in questions
    ]
    return [Buttons(tuple(buttons))] if buttons else []


def _setting_words(known: Preferences, course: Course) -> Line:
    where = f"{known.timezone} time" if known.timezone else f"course time, {course.timezone.key}"
    match known.reminders:
        case "off":
            return line(f"Reminders: off ({where}).")
        case "last":
            return line(f"Reminders: only the last one ({where}).")
        case _:
            return line(f"Reminders: all of them ({where}).")


GROUP = Group(
    name="mywork",
    summary="Your reviews in a few lines, and how I remind you",
    default="mine",
    words=frozenset({"mywork", "reminders", "progress"}),
    rows=(
        Row(
            name="mine",
            verb=MINE,
            summary="Your reviews: in, owed, late, excused",
            function=mine,
            audience=Audience.STUDENT,
        ),
        reminder_settings.ROW,
    ),
)
