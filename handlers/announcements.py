"""What the bot says unasked: every notice becomes a Reply here. Pure: a notice and facts in, structure out.

Titles, names and texts of people are data in spans. An empty Reply means that there is nothing left to say: the
schedule no longer has the thing, or it is over. What staff are told is worded in `staff_notices.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.conversation import codec
from bot.conversation.fitting import fit
from bot.conversation.reply import NOTHING, Block, Bold, Line, Reply, WebLink, bullets, line, paragraph
from bot.course.calendar import moment, moment_at
from bot.course.model import (
    Course,
    Deadline,
    DeadlineKind,
    MaterialKind,
    Meeting,
    Moment,
    Session,
    SessionKind,
    Tier,
)
from bot.course.notice import Facts, Notice, NoticeKind
from handlers import (
    packets,
    plea_lines,
    presenter_reminders,
    roster_asking_lines,
    seat_cover,
    seat_notices,
    seat_offers,
    staff_notices,
)
from handlers.class_start import class_begins
from handlers.digest import digest_notice
from handlers.keepsakes import keepsake
from handlers.nudging import nudge
from handlers.preflight import ready
from handlers.receipts import receipt, too_late
from handlers.reminders import reminder
from handlers.review_return_words import returned
from handlers.seat_board import board, presenting_today
from handlers.tally import tally
from handlers.weekly import weekly
from handlers.welcome import welcome
from handlers.wording import (
    channel_words,
    guests_line,
    instant,
    link_span,
    material_span,
    materials_line,
    meeting_over_at,
    moment_span,
    near,
    number_word,
    place_words,
    reading_line,
    readings_by_label,
    review_papers,
    today,
)

LATE = timedelta(minutes=15)
"""A rehearsal line about something that was due longer ago tells what would be caught up on, not when."""

MATERIAL_WORDS = {
    MaterialKind.SLIDES: ("Slides", "are up"),
    MaterialKind.RECORDING: ("The recording", "is up"),
    MaterialKind.SCRIBE_NOTES: ("Scribe notes", "are up"),
    MaterialKind.NOTES: ("Notes", "are up"),
    MaterialKind.OTHER: ("More material", "is up"),
}


def compose(notice: Notice, facts: Facts) -> Reply:
    """The words for a notice at `facts.now`; an empty Reply where there is nothing left to say.

    With `rehearsal` in its details it is the line that staff see before Go live.
    """
    say = SAYINGS.get(notice.kind, staff_notices.compose)
    reply = fit(say(notice, facts))
    return rehearse(notice, reply, facts) if reply.blocks and facts.details.get("rehearsal") else reply


def rehearse(notice: Notice, reply: Reply, facts: Facts) -> Reply:
    """What staff see before Go live: where and when this would be posted, then the post itself."""
    where = channel_words(facts.course, notice.channel)
    lead = paragraph(Bold("Rehearsal: "), f"would post in {where}", *_would_post_at(notice, facts), ":")
    return fit(Reply((lead, *reply.blocks), private=False, files=reply.files))


def _would_post_at(notice: Notice, facts: Facts) -> Line:
    """What staff ask for is not made up for at Go live: they ask again."""
    if SAYINGS.get(notice.kind) is in_their_words:
        return line(" at once")
    if notice.due_at < facts.now - LATE:
        return line(" as soon as you go live")
    return line(" on ", instant(facts.course, notice.due_at))


# --- a class today ------------------------------------------------------------------------------------------------


def day_of(notice: Notice, facts: Facts) -> Reply:
    """`Today at 1:00 PM in Soda 405: Big Data Systems, with guest …`."""
    course, session = facts.course, facts.course.session(notice.item)
    number = int(notice.occurrence.partition(".")[2] or 1)
    if session is None or not 1 <= number <= len(session.meetings):
        return NOTHING
    meeting = session.meetings[number - 1]
    if meeting_over_at(course, meeting) <= facts.now:
        return NOTHING
    of_many = f" (day {number} of {len(session.meetings)})" if len(session.meetings) > 1 else ""
    blocks: list[Block] = [
        paragraph(
            *_meeting_words(course, meeting, facts),
            place_words(session),
            ": ",
            Bold(session.name),
            of_many,
            *guests_line(session),
        )
    ]
    if session.note:
        blocks.append(paragraph(session.note))
    blocks += presenting_today(notice, facts)
    blocks += _for_class(session)
    if session.review is not None and session.review.due is not None:
        due = session.review.due
        if due.until > facts.now and due.day == today(course, facts.now):
            blocks.append(paragraph("Reviews are due today", *_at(course, due), "."))
    return Reply(tuple(blocks), private=False)


def _meeting_words(course: Course, meeting: Meeting, facts: Facts) -> Line:
    if meeting.day == today(course, facts.now):
        if meeting.starts_at is None:
            return line(Bold("Today"))
        return line(Bold("Today"), " at ", instant(course, meeting.starts_at, "time"))
    if meeting.starts_at is None:
        return (moment_span(course, moment(meeting.day, None, course.timezone)),)
    return (instant(course, meeting.starts_at),)


def _at(course: Course, due: Moment) -> Line:
    return () if due.at is None else line(" at ", instant(course, due.at, "time"))


def _for_class(session: Session) -> list[Block]:
    """The papers to have read, and what is there already to look at."""
    blocks: list[Block] = []
    for label, group in readings_by_label(one for one in session.readings if one.tier in (Tier.REQUIRED, None)):
        blocks += [paragraph(Bold(label)), bullets(*(reading_line(reading) for reading in group))]
    if session.materials:
        blocks.append(paragraph(*materials_line(session)))
    return blocks


# --- something is due ---------------------------------------------------------------------------------------------


def review_due(notice: Notice, facts: Facts) -> Reply:
    """`Reviews for Big Data Systems are due tomorrow, Mon 31 Jan, 1:00 PM.`, and what may be reviewed."""
    course, session = facts.course, facts.course.session(notice.item)
    if session is None or session.review is None or session.review.due is None:
        return NOTHING
    review, due = session.review, session.review.due
    if due.until <= facts.now:
        return NOTHING
    papers = review_papers(session, review)
    blocks: list[Block] = [
        paragraph(
            "Reviews for ",
            Bold(session.name),
            " are due ",
            near(course, due.day, facts.now),
            moment_span(course, due),
            ".",
        )
    ]
    if review.choose is not None and review.choose < len(papers):
        blocks.append(paragraph(f"Choose {number_word(review.choose)} of these {len(papers)} papers:"))
    elif len(papers) > 1:
        blocks.append(paragraph("Write one for each of these papers:"))
    if papers:
        blocks.append(bullets(*(reading_line(reading) for reading in papers)))
    if review.external_url:
        blocks.append(paragraph(WebLink("Submit your review here", review.external_url)))
    return Reply(tuple(blocks), private=False)


def deadline_near(notice: Notice, facts: Facts) -> Reply:
    """`Due tomorrow, Fri 4 Feb, 5:00 PM: Project proposals`. A title may be plural, so no verb follows it."""
    course = facts.course
    deadline = course.deadline(notice.item)
    if deadline is not None and deadline.due is not None:
        word = "Exam" if deadline.kind is DeadlineKind.EXAM else "Due"
        return _due(word, deadline.title, deadline.due, _deadline_facts(deadline), facts)
    session = course.session(notice.item)
    if session is None or session.first is None or not session.kind.meets:
        return NOTHING
    first = session.first
    known = first.starts_at
    due = moment(first.day, None, course.timezone) if known is None else moment_at(known, course.timezone)
    word = "Exam" if session.kind is SessionKind.EXAM else "Coming up"
    extras: list[Block] = [paragraph("Where: ", session.place)] if session.place else []
    return _due(word, session.name, due, [*extras, *([paragraph(session.note)] if session.note else [])], facts)


def _due(word: str, title: str, due: Moment, extras: Sequence[Block], facts: Facts) -> Reply:
    if due.until <= facts.now:
        return NOTHING
    lead = paragraph(
        f"{word} ", near(facts.course, due.day, facts.now), moment_span(facts.course, due), ": ", Bold(title)
    )
    return Reply((lead, *extras), private=False)


def _deadline_facts(deadline: Deadline) -> list[Block]:
    """All that the schedule says about it, a short line each."""
    blocks: list[Block] = []
    if deadline.details:
        blocks.append(paragraph(deadline.details))
    words: list[Line] = []
    if deadline.submit_to:
        words.append(line(WebLink("Submit it here", deadline.submit_to)))
    if deadline.place:
        words.append(line("Where: ", deadline.place))
    if deadline.per == "team":
        words.append(line("One per team"))
    if deadline.points is not None:
        words.append(line(f"Worth {deadline.points:g} points"))
    words += [line(link_span(link)) for link in deadline.links]
    return [*blocks, bullets(*words)] if words else blocks


def out(notice: Notice, facts: Facts) -> Reply:
    """`Now out: Assignment 1, due Tue 4 Feb, 11:59 PM`."""
    deadline = facts.course.deadline(notice.item)
    if deadline is None or (deadline.due is not None and deadline.due.until <= facts.now):
        return NOTHING
    due: Line = () if deadline.due is None else line(", due ", moment_span(facts.course, deadline.due))
    return Reply((paragraph("Now out: ", Bold(deadline.title), *due), *_deadline_facts(deadline)), private=False)


# --- something is there -------------------------------------------------------------------------------------------


def materials(notice: Notice, facts: Facts) -> Reply:
    """`Slides for Big Data Systems are up: …`. The occurrence is the kind of material."""
    session = facts.course.session(notice.item)
    kind = MaterialKind(notice.occurrence)
    found = [one for one in session.materials if one.kind is kind] if session is not None else []
    if session is None or not found:
        return NOTHING
    noun, verb = MATERIAL_WORDS[kind]
    if len(found) == 1 and found[0].title.lower() in noun.lower():
        return Reply((paragraph(WebLink(noun, found[0].url), " for ", Bold(session.name), f" {verb}."),), private=False)
    if len(found) == 1:
        return Reply(
            (paragraph(noun, " for ", Bold(session.name), f" {verb}: ", material_span(found[0])),), private=False
        )
    lead = paragraph(noun, " for ", Bold(session.name), f" {verb}:")
    return Reply((lead, bullets(*(line(material_span(one)) for one in found))), private=False)


def in_their_words(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """What staff wrote or shared, to the letter."""
    return codec.decode(facts.details["reply"])


SAYINGS: dict[NoticeKind, Callable[[Notice, Facts], Reply]] = {
    NoticeKind.WEEKLY: weekly,
    NoticeKind.DAY_OF: day_of,
    NoticeKind.REVIEW_DUE: review_due,
    NoticeKind.DEADLINE: deadline_near,
    NoticeKind.OUT: out,
    NoticeKind.MATERIALS: materials,
    NoticeKind.ANNOUNCE: in_their_words,
    NoticeKind.SHARED: in_their_words,
    NoticeKind.WELCOME: welcome,
    NoticeKind.EXTENSION: plea_lines.decision,
    NoticeKind.QUESTION: plea_lines.question,
    NoticeKind.CANNOT: plea_lines.cannot,
    NoticeKind.ANSWER: plea_lines.answered,
    NoticeKind.RECEIPT: receipt,
    NoticeKind.TOO_LATE: too_late,
    NoticeKind.RETURNED: returned,
    NoticeKind.DIGEST: digest_notice,
    NoticeKind.REMINDER: reminder,
    NoticeKind.NUDGE: nudge,
    NoticeKind.TALLY: tally,
    NoticeKind.SEAT: seat_notices.seat,
    NoticeKind.SEATS: seat_notices.seats,
    NoticeKind.OFFER: seat_offers.offer,
    NoticeKind.BACKUP: seat_cover.backup,
    NoticeKind.COVER_CALL: seat_cover.call,
    NoticeKind.BOARD: board,
    NoticeKind.CLASS_START: class_begins,
    NoticeKind.PREFLIGHT: ready,
    NoticeKind.PRESENTER: presenter_reminders.reminder,
    NoticeKind.PACKET: packets.packet_notice,
    NoticeKind.ROSTER_ASK: roster_asking_lines.question,
    NoticeKind.LINKED: roster_asking_lines.linked,
    NoticeKind.CLAIM: roster_asking_lines.claim,
    NoticeKind.KEEPSAKE: keepsake,
}
"""What is said of each kind in a channel or to one person; the other kinds are for staff."""
