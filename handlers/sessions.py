"""How one session is shown to someone who asks: when, who, what to hand in, what to read, what is there already.

It knows the words for a session; it must never know why it is shown. Each paper of an answer is listed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Plain,
    WebLink,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.model import Course, Reading, Review, Session, SessionKind, Tier
from bot.course.reviews import passed
from bot.course.wording import day_words, listed
from handlers.papers import WRITE
from handlers.wording import (
    by_tier,
    dates_line,
    instant,
    joined,
    materials_line,
    moment_span,
    number_word,
    reading_line,
    speaker_line,
)

CHUNK = 20
"""Readings that stand in one piece of an answer; a longer list may continue on the next page."""

LABELS = {
    Tier.REQUIRED: "Required",
    None: "Readings",
    Tier.OPTIONAL: "Optional",
    Tier.BACKGROUND: "Background",
}
FIRST_AUTHORS = 3

SOON = timedelta(days=7)
"""What is due within this time has a button to write it."""


def cards(course: Course, sessions: Sequence[Session], now: datetime, heading: str = "") -> list[tuple[Block, ...]]:
    """The sessions in pieces that belong together; an answer may break into pages between two pieces.

    What the answer's `heading` says already is not said again under each session.
    """
    pieces: list[tuple[Block, ...]] = []
    shown: dict[str, Session] = {}
    for session in sessions:
        fresh = [reading for reading in session.readings if reading.id not in shown]
        again = [shown[reading.id] for reading in session.readings if reading.id in shown]
        shown.update({reading.id: session for reading in fresh})
        first, *rest = _readings(fresh) or [()]
        pieces.append(
            (*_head(course, session, now, heading), *first, *_again(again), *(() if rest else _materials(session)))
        )
        pieces += [(Heading(f"{session.name} (continued)"), *piece) for piece in rest]
        if rest:
            pieces[-1] = (*pieces[-1], *_materials(session))
        pieces[-1] = (*pieces[-1], *_writing(course, session, now))
    return pieces


def _writing(course: Course, session: Session, now: datetime) -> list[Block]:
    """A button to what is to be written soon: to the form, or to the question which paper."""
    review = session.review
    if review is None or review.external_url or review.due is None or not _open(review, now):
        return []
    if review.due.until > now + SOON:
        return []
    label = "Write the review" if len(review.papers) == 1 or review.choose == 1 else "Write a review"
    return [Buttons((Button(label, Action(WRITE, course.id, (session.id,))),))]


def title_line(session: Session) -> str:
    """`Big Data Systems`, `No class: Presidents Day`, `Exam: Midterm 1`."""
    if session.kind is SessionKind.CANCELLED:
        return f"Cancelled: {session.name}"
    if not session.kind.meets:
        return f"No class: {session.title}" if session.title else "No class"
    if session.title is None:
        return "Topic to be announced"
    if session.kind is SessionKind.EXAM and "exam" not in session.title.lower():
        return f"Exam: {session.title}"
    return session.title


def when_line(course: Course, session: Session, now: datetime, heading: str = "") -> Line:
    """`Mon 31 Jan, 1:00 PM, Soda 405, Week 2`."""
    parts: list[Line] = [dates_line(course, session, now)]
    if session.first is not None and session.first.day.year != course.local(now).year:
        parts.append(line(str(session.first.day.year)))
    said = (session.title, heading)
    parts += [line(part) for part in (session.place, session.week, session.unit) if part and part not in said]
    return joined(parts, " · ")


def _head(course: Course, session: Session, now: datetime, heading: str) -> list[Block]:
    over = session.over_at is not None and session.over_at <= now and session.kind.meets
    when = when_line(course, session, now, heading)
    blocks: list[Block] = [Heading(title_line(session)), paragraph(*when, " · over" if over else "")]
    if session.speakers:
        blocks.append(paragraph(_with(session), *joined([speaker_line(one) for one in session.speakers])))
    if session.note:
        blocks.append(paragraph(session.note))
    owed = owed_line(course, session, now)
    return [*blocks, paragraph(*owed)] if owed else blocks


def _with(session: Session) -> str:
    if session.kind is not SessionKind.GUEST:
        return "With "
    return "Guest: " if len(session.speakers) == 1 else "Guests: "


# --- what is owed -------------------------------------------------------------------------------------------------


def owed_line(course: Course, session: Session, now: datetime) -> Line:
    """`Review one of these 3 papers by Mon 31 Jan, 1:00 PM.`; nothing where nothing is to be handed in."""
    review = session.review
    if review is None:
        return _owed_elsewhere(course, session, now)
    where: Line = ()
    if review.external_url and _open(review, now):
        where = line(" ", WebLink("Submit it here", review.external_url), ".")
    if review.due is None:
        return line(Bold(f"{task(session, review)}."), " The date is not known yet.", *where)
    if not passed(review.due.until, now):
        return line(Bold(f"{task(session, review)} by "), moment_span(course, review.due), ".", *where)
    was = line("Reviews were due ", moment_span(course, review.due), ".")
    if review.late_until is not None and not passed(review.late_until, now) and not review.external_url:
        return line(*was, " Late ones are still taken until ", instant(course, review.late_until), ".")
    return was


def task(session: Session, review: Review) -> str:
    """`Review one of the 3 required papers`, as an order. Papers that are not all of a list go by their names."""
    titles = {reading.id: reading.title for reading in session.readings}
    papers = [titles[paper] for paper in review.papers if paper in titles]
    required = [reading for reading in session.readings if reading.tier is Tier.REQUIRED]
    number = len(papers) or len(review.papers)
    exact = len(papers) == len({reading.id for reading in required})
    word = "required " if exact and len(session.readings) > len(papers) else ""
    if not exact and 0 < number <= FIRST_AUTHORS:
        names = [f"“{title}”" for title in papers]
        few = review.choose is not None and review.choose < number
        return f"Review {number_word(review.choose or 1)} of {listed(names)}" if few else f"Review {listed(names)}"
    if review.choose is not None and review.choose < number:
        return f"Review {number_word(review.choose)} of {'the' if word else 'these'} {number} {word}papers"
    if number == 1:
        return f"Review the {word}paper"
    return f"Review {'both' if number == 2 else f'all {number}'} {word}papers"


def _open(review: Review, now: datetime) -> bool:
    last = review.closes_at or (review.due.until if review.due else None)
    return last is None or not passed(last, now)


def _owed_elsewhere(course: Course, session: Session, now: datetime) -> Line:
    """A required paper that is owed with another class, while that is still ahead."""
    required = {reading.id for reading in session.readings if reading.tier is Tier.REQUIRED}
    for other in course.sessions:
        if other.review is None or other is session or not required & set(other.review.papers):
            continue
        due = other.review.due
        if due is not None and due.until > now:
            return line("The reviews are due with ", Bold(other.name), ", by ", moment_span(course, due), ".")
    return ()


# --- what to read -------------------------------------------------------------------------------------------------


def paper_line(reading: Reading) -> Line:
    """The paper as one lists it, with its authors."""
    if not reading.authors:
        return reading_line(reading)
    names = reading.authors[:FIRST_AUTHORS]
    more = " and others" if len(reading.authors) > FIRST_AUTHORS else ""
    by = ", ".join(names) + more if more else listed(list(names))
    head, *rest = reading_line(reading)
    return line(head, f", by {by}", *rest)


def _readings(readings: Sequence[Reading]) -> list[tuple[Block, ...]]:
    """The papers by tier and by choose-one group, in pieces of at most CHUNK."""
    pieces: list[tuple[Block, ...]] = []
    room = 0
    for tier, choose_one, group in by_tier(readings):
        label = f"{LABELS[tier]}: choose one" if choose_one else LABELS[tier]
        for start in range(0, len(group), CHUNK):
            part = group[start : start + CHUNK]
            blocks = (paragraph(Bold(label)), bullets(*(paper_line(reading) for reading in part)))
            if room < len(part):
                pieces.append(())
                room = CHUNK
            pieces[-1] += blocks
            room -= len(part)
    return pieces


def _again(sessions: Sequence[Session]) -> list[Block]:
    """Papers that already stand above, under an earlier session of the same answer."""
    names = [_short(session) for session in dict.fromkeys(sessions)]
    if not names:
        return []
    noun = "One paper" if len(sessions) == 1 else f"{number_word(len(sessions)).capitalize()} papers"
    verb = "is" if len(sessions) == 1 else "are"
    return [small(f"{noun} of this class {verb} listed above, under {listed(names)}.")]


def _short(session: Session) -> str:
    day = session.first.day if session.first is not None else None
    return f"{session.name} ({day_words(day)})" if day is not None else session.name


def _materials(session: Session) -> list[Block]:
    """What is there already."""
    return [paragraph(*materials_line(session))] if session.materials else []


def hit_where(course: Course, sessions: Sequence[Session], now: datetime) -> Line:
    """`for Big Data Systems, Mon 31 Jan, 1:00 PM`, of each session that lists a paper."""
    lines = [line(session.name, " (", *dates_line(course, session, now), ")") for session in sessions]
    return joined([*lines[:3], *([(Plain(f"and {len(lines) - 3} more"),)] if len(lines) > 3 else [])], ", ")
