"""One student as staff read of them: who they are, and what became of their reviews, seats, classes, wishes and pleas.

Pure, for staff alone, and in private. It decides nothing, and never says what a review says.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from bot.conversation.reply import Block, Bold, Facts, Heading, Line, bullets, line, paragraph
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, Standing, State, passed
from bot.course.signups import Stage, Turn
from bot.course.wording import counted, day_words, listed, span_words
from bot.services.granted import Extension
from bot.services.naming import Work
from bot.services.pleading import DECLINED
from bot.services.review_marks import label
from bot.services.student_page import StudentPage
from bot.services.tallying import lot_of
from bot.store.records import Plea
from handlers.extension_list import held_words
from handlers.extension_times import work_words
from handlers.late_words import how_late
from handlers.papers import short
from handlers.plea_lines import REASONS
from handlers.seat_words import seat_text
from handlers.tally import numbers
from handlers.wording import instant

PAGE = 12
"""Sessions of a page."""

SHOWN = 8
"""Of seats, wishes and pleas."""

ROLES = {
    CourseRole.STUDENT: "Student",
    CourseRole.AUDITOR: "Auditor",
    CourseRole.TA: "Teaching assistant",
    CourseRole.INSTRUCTOR: "Instructor",
    CourseRole.GUEST: "Guest",
}
REMINDERS = {"normal": "all of them", "last": "only the last one", "off": "off"}
STAGES = {
    Stage.AHEAD: "ahead",
    Stage.PRESENTED: "presented",
    Stage.NO_SHOW: "was not there",
    Stage.REPLACED: "somebody stood in",
    Stage.STEPPED_IN: "backup, stepped in for another seat",
}

# --- who they are ---------------------------------------------------------------------------------------------------


def who(course: Course, page: StudentPage) -> list[Block]:
    """Name, addresses, ids, role."""
    line_ = page.line
    rows: list[tuple[str, Line]] = []
    email = page.person.email or (line_.email if line_ is not None else "")
    if email:
        rows.append(("E-mail", line(email)))
    if line_ is not None:
        ids = (("student id", line_.student_id), ("login", line_.login), ("Canvas", line_.canvas_id))
        said = ", ".join(f"{name} {value}" for name, value in ids if value)
        rows += [("Ids", line(said))] if said else []
        rows += [("Section", line(line_.section))] if line_.section else []
    rows.append(("Role", _role(course, page)))
    rows.append(("Accounts", _accounts(page)))
    if line_ is not None and line_.gone_at is not None:
        rows.append(("Class list", line("not on it since ", instant(course, line_.gone_at))))
    zone = f" ({page.person.timezone} time)" if page.person.timezone else ""
    rows.append(("Reminders", line(f"{REMINDERS[page.person.reminders]}{zone}")))
    return [Heading(page.person.name), Facts(tuple(rows))]


def _role(course: Course, page: StudentPage) -> Line:
    """`Student since Mon 24 Jan; owes what is due from Mon 7 Feb on`."""
    member = page.member
    since = day_words(course.local(member.joined_at).date())
    if not member.active:
        return line(f"{ROLES[member.role]} since {since}, not in the course any more. Their work is kept.")
    later = member.role is CourseRole.STUDENT and member.counts_from > member.joined_at
    owes = f"; owes what is due from {day_words(course.local(member.counts_from).date())} on" if later else ""
    return line(f"{ROLES[member.role]} since {since}{owes}")


def _accounts(page: StudentPage) -> Line:
    """The platform is named where there are several."""
    if not page.accounts:
        return line("none yet: they have not claimed their line of the class list")
    several = len({one.platform for one in page.accounts}) > 1
    names = [
        f"{one.name or one.user_id}{f' ({one.platform.capitalize()})' if several else ''}" for one in page.accounts
    ]
    return line(", ".join(names))


# --- reviews --------------------------------------------------------------------------------------------------------


def sessions(page: StudentPage, now: datetime) -> list[Duty]:
    """Those of which there is something to say: what was due, what was begun, what has another time, what is next."""
    said = [one for one in page.duties if _is_over(one, now) or any(map(_is_special, one.standings))]
    coming = next((one for one in page.duties if one not in said and one.review.due is not None), None)
    return [one for one in page.duties if one in said or one is coming]


def _is_over(duty: Duty, now: datetime) -> bool:
    return duty.review.due is not None and passed(duty.review.due.until, now)


def _is_special(one: Standing) -> bool:
    extended = one.window is not None and one.window.extended
    return one.started or extended or (one.state is State.EXCUSED and not one.presents)


def reviews(course: Course, page: StudentPage, start: int, now: datetime) -> list[Block]:
    """A line a session, and the sums."""
    if page.member.role is not CourseRole.STUDENT:
        return [paragraph(f"{page.person.name} owes no reviews.")]
    over = [one for one in page.duties if _is_over(one, now)]
    if not page.duties:
        return [paragraph("No review is asked of them.")]
    sums = numbers(Counter(lot_of(one, now) for one in over), over=True) if over else "none"
    shown = sessions(page, now)[start : start + PAGE]
    return [
        paragraph(Bold("Reviews due so far"), f": {sums}"),
        bullets(*(_session(course, page, one, now) for one in shown)),
    ]


def _session(course: Course, page: StudentPage, duty: Duty, now: datetime) -> Line:
    """`31 Jan, Big Data Systems: late by 3 h (−20 %), ✓+ (not released)`."""
    day = ""
    if duty.review.due is not None:
        day = f"{day_words(course.local(duty.review.due.until).date()).partition(' ')[2]}, "
    head = f"{day}{short(duty.session.name, 40)}: "
    standings = duty.standings
    if duty.presents and not any(one.started for one in standings):
        return line(head, "presents, so none is needed")
    if len(standings) == 1:
        return line(head, *_paper(course, page, standings[0], now))
    told = [one for one in standings if one.started or _is_special(one)]
    many = f"{duty.done} in, {duty.needed} asked" if duty.done > duty.needed else f"{duty.done} of {duty.needed} in"
    parts: list[Line] = [line(many, *_still_to_come(course, duty, now))] if duty.done or not told else []
    parts += [line(f"‘{short(one.owed.reading.title, 30)}’ ", *_paper(course, page, one, now)) for one in told]
    if duty.left and not duty.to_do(now) and duty.done:
        parts.append(line(f"{duty.left} missing"))
    return line(head, *(span for at, one in enumerate(parts) for span in (*(line("; ") if at else ()), *one)))


def _still_to_come(course: Course, duty: Duty, now: datetime) -> Line:
    """`, due Mon 28 Feb, 1:00 PM`, where that is ahead and something is left to do."""
    if not duty.left or duty.review.due is None or _is_over(duty, now):
        return ()
    return line(", due ", instant(course, duty.review.due.until))


def _paper(course: Course, page: StudentPage, one: Standing, now: datetime) -> Line:
    paper = one.owed.paper
    said = [*_state(course, one, now), *line(_mark(course, page, one))]
    returned = page.returned.get(paper)
    if returned is not None and (one.counts is None or one.counts.number <= returned.version):
        said += line(", given back to edit on ", instant(course, returned.returned_at))
    return tuple(said)


def _state(course: Course, one: Standing, now: datetime) -> Line:
    match one.state:
        case State.SUBMITTED:
            return line("in, begun anew since" if one.draft is not None else "in")
        case State.LATE:
            by = one.late_by
            return line(f"late by {how_late(one.owed.review.late_rule, by)}" if by is not None else "late")
        case State.EXCUSED:
            return line("excused")
    return _not_in(course, one, now)


def _not_in(course: Course, one: Standing, now: datetime) -> Line:
    """`not in, more time until Wed 2 Feb`, `not begun, due …`, `missing, taken as late until …`."""
    begun = "a draft, not submitted" if one.draft is not None else ""
    window = one.window
    if window is None:
        return line(begun or "no date yet")
    if not passed(window.due, now):
        some = f"{begun or 'not in'}, more time until " if window.extended else f"{begun or 'not begun'}, due "
        return line(some, instant(course, window.due))
    return line(
        begun or "missing",
        *(line(", taken as late until ", instant(course, window.closes_at)) if one.is_open(now) else ()),
    )


def _mark(course: Course, page: StudentPage, one: Standing) -> str:
    """`, ✓+`, `, ✓ (not released)`."""
    mark = page.marks.get(one.owed.paper)
    if mark is None:
        return ""
    notes = [] if mark.released else ["not released"]
    notes += ["of an earlier version"] if one.counts is not None and one.counts.number != mark.version else []
    return f", {label(course, mark.mark)}{f' ({listed(notes)})' if notes else ''}"


# --- the rest -------------------------------------------------------------------------------------------------------


def rest(course: Course, page: StudentPage) -> list[Block]:
    """Seats, classes, what was granted, what they wrote to staff."""
    blocks: list[Block] = []
    if page.turns:
        turns = sorted(page.turns, key=_when)[-SHOWN:]
        blocks += [
            paragraph(Bold("Presents")),
            bullets(*(line(f"{seat_text(one.seat)}: {_stage(one)}") for one in turns)),
        ]
    blocks += _participation(course, page)
    if page.extensions:
        blocks += [
            paragraph(Bold("Granted")),
            bullets(*(_granted(course, page, one) for one in page.extensions[-SHOWN:])),
        ]
    if page.pleas:
        blocks += [paragraph(Bold("Wrote to staff")), bullets(*(_plea(course, one) for one in page.pleas[:SHOWN]))]
    return blocks


def _when(turn: Turn) -> str:
    first = turn.seat.session.first
    return first.day.isoformat() if first is not None else "9999"


def _stage(turn: Turn) -> str:
    return "stood in, and presented" if turn.stood_in else STAGES[turn.stage]


def _participation(course: Course, page: StudentPage) -> list[Block]:
    """`Took part: in 5 of 6 classes; not in ‘Hardware’ (7 Feb).`"""
    if not page.took_part:
        return []
    there = sum(page.took_part.values())
    away = [course.session(one) for one, present in page.took_part.items() if not present]
    names = [f"‘{short(one.name, 30)}’" for one in away if one is not None][:SHOWN]
    missed = f"; not in {listed(names)}" if names else ""
    return [paragraph(Bold("Took part"), f" in {there} of {counted(len(page.took_part), 'class', 'classes')}{missed}")]


def _granted(course: Course, page: StudentPage, one: Extension) -> Line:
    """`More time for ‘ZeRO’, until Wed 2 Feb, 5:00 PM; by Sam, Mon 31 Jan, 9:12 AM: an interview`."""
    grant, what = one.grant, held_words(course, one)
    if grant.kind == "excuse":
        said = line(f"Excused from {what}")
    elif one.due is not None:
        said = line(f"More time for {what}, until ", instant(course, one.due))
    else:
        said = line(f"{span_words(grant.offset)} longer for {what}" if grant.offset is not None else what)
    name = page.names.get(grant.granted_by, "") if grant.granted_by is not None else ""
    by = f"; by {name}, " if name else "; "
    return line(*said, by, instant(course, grant.granted_at), f": {grant.reason}" if grant.reason else "")


def _plea(course: Course, one: Plea) -> Line:
    """`Can’t make ‘ZeRO’ (ill), Sun 30 Jan, 9:00 AM: more time. “I have a fever.”`"""
    what = work_words(course, Work(one.session, one.paper))
    outcome = "not answered yet"
    if one.settled_at is not None:
        outcome = "declined" if one.outcome == DECLINED else "more time"
        outcome = "excused" if one.outcome.startswith("excuse") else outcome
    note = f". “{one.note}”" if one.note else ""
    return line(f"Can’t make {what} ({REASONS[one.reason]}), ", instant(course, one.made_at), f": {outcome}{note}")
