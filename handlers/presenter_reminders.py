"""What somebody hears who is to present soon: which seat, what it asks for, what is to be read, and who else presents.

Composing is pure: the seats come in as facts that were looked up a moment ago. Everything here is for one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Instant,
    Line,
    Plain,
    Reply,
    Span,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.calendar import before
from bot.course.model import Course, DateForm, Reading, Session
from bot.course.notice import Facts, Notice
from bot.course.seat_rules import drop_is_late
from bot.course.signups import Seat, SeatKey, begins_from, seats_by_key
from bot.course.wording import listed
from bot.services import presenter_reminding
from bot.services.presenter_reminding import Told
from handlers.seat_words import about, day_of, encoded, papers_of, role_title
from handlers.signup_lines import CALENDAR, DROP, seat_action
from handlers.wording import number_word, reading_line

PACKET = "packet"
"""Arguments: a seat, or words."""

SHOWN = 12
"""Papers that are listed."""


def reminder(notice: Notice, facts: Facts) -> Reply:
    """`In a week you are Critic for ZeRO (Mon 7 Mar, 1:00 PM, Soda 405).`"""
    told, course = presenter_reminding.read(facts.details), facts.course
    session, offered = course.session(notice.item), seats_by_key(course)
    mine = [offered[key] for key in told.mine if key in offered]
    if session is None or not session.meetings or not mine:
        return NOTHING
    blocks: list[Block] = [paragraph(*_lead(session, mine, told, facts.now)), *_duties(mine), *_papers(mine)]
    beside = list(_others(offered, told))
    blocks += [paragraph(*one) for one in beside]
    blocks.append(small(*_giving_back(course, session, offered, told, facts.now)))
    if told.packet_at is not None and facts.now < told.packet_at:
        at = Instant(told.packet_at, told.zone)
        blocks.append(small("Your packet, with what the reviews say for your role, comes ", at, "."))
    return Reply((*blocks, Buttons(tuple(_buttons(course, mine, told, facts.now)))), private=False)


def _lead(session: Session, mine: Sequence[Seat], told: Told, now: datetime) -> Iterable[Span]:
    yield Plain(f"{_how_soon(session, told.zone, now)} you are ")
    several = len({seat.key.paper for seat in mine}) > 1
    for number, seat in enumerate(mine):
        yield from (Plain(" and "),) if number else ()
        yield Bold(seat.role.title)
        yield from (Plain(" for "), Bold(about(seat))) if several or seat == mine[-1] else ()
    yield Plain(" (")
    yield _when(session, told.zone)
    yield Plain(f", {session.place})." if session.place else ").")


def _how_soon(session: Session, zone: str, now: datetime) -> str:
    """`In a week`, by the reader's own days."""
    here, (first, *_) = ZoneInfo(zone), session.meetings
    day = first.starts_at.astimezone(here).date() if first.starts_at is not None else first.day
    days = (day - now.astimezone(here).date()).days
    if session.date_form is DateForm.WEEK_OF and days > 0:
        return "Soon"
    if days % 7 == 0 and days > 0:
        return "In a week" if days == 7 else f"In {number_word(days // 7)} weeks"
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {number_word(days)} days")


def _when(session: Session, zone: str) -> Span:
    if session.date_form is DateForm.WEEK_OF:
        return Plain(f"in the {day_of(session)}")
    return Plain(day_of(session)) if session.starts_at is None else Instant(session.starts_at, zone)


def _duties(mine: Sequence[Seat]) -> list[Block]:
    """What is to be done, each role once."""
    roles = {seat.role.id: seat.role for seat in mine if seat.role.duties}
    return [paragraph(Bold(role.title), f": {role.duties}") for role in roles.values()]


def _papers(mine: Sequence[Seat]) -> list[Block]:
    papers: dict[str, Reading] = {}
    for seat in mine:
        for one in papers_of(seat):
            papers.setdefault(one.id, one)
    if not papers:
        return []
    listing = bullets(*(reading_line(one) for one in list(papers.values())[:SHOWN]))
    return [paragraph(Bold("To read")), listing]


def _others(offered: Mapping[SeatKey, Seat], told: Told) -> Iterable[Line]:
    """`With you: Ada (Advocate) and Ben (Neutral Presenter). Open: Backup/Scribe.`, paper by paper."""
    papers: dict[str, list[tuple[Seat, str]]] = {}
    for key, name in told.others:
        if key in offered:
            papers.setdefault(key.paper, []).append((offered[key], name))
    for beside in papers.values():
        of = f" for {about(beside[0][0])}" if len(papers) > 1 else ""
        taken = [f"{name} ({seat.role.title})" for seat, name in beside if name]
        free = [role_title(seat) for seat, name in beside if not name]
        said = line(f"With you{of}: {listed(taken)}.") if taken else line(f"Nobody else has signed up{of} yet.")
        yield line(*said, f" Still open: {listed(free)}.") if free else said


def _giving_back(course: Course, session: Session, offered: Mapping[SeatKey, Seat], told: Told, now: datetime) -> Line:
    """Until when a seat can be given back freely; once it is late, what is done then."""
    begins = begins_from(course, session)
    if begins is None or drop_is_late(course, session, now):
        backup = any(name and key in offered and offered[key].role.backup for key, name in told.others)
        asks = "ask the backup" if backup else "look for somebody to step in"
        return line(f"If you cannot come, tell me now: I {asks} and tell staff.")
    until = Instant(before(begins, course.presenting.drop_until_before, course.timezone), told.zone)
    return line("If you cannot come, you can give it back freely until ", until, ".")


def _buttons(course: Course, mine: Sequence[Seat], told: Told, now: datetime) -> Iterable[Button]:
    if told.packet_at is not None and told.packet_at <= now:
        yield Button("What the reviews say", Action(PACKET, course.id, encoded(mine[0].key)), "primary")
    for seat in mine:
        of = f": {role_title(seat)}" if len(mine) > 1 else ""
        yield Button(f"Drop{of}", seat_action(DROP, course, seat))
        yield Button(f"Calendar file{of}", Action(CALENDAR, course.id, encoded(seat.key)))
