"""The packet: what a class's reviews say for the role of somebody who presents in it, and nobody's name.

What is in it was cut for its reader before it came here; nothing is taken out in these sentences. One message holds the
scores and the beginning; what does not fit goes along as a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.conversation.commands import Audience, Parameter, Row, Run
from bot.conversation.reply import (
    NOTHING,
    Action,
    Attachment,
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
from bot.course import packet as contents
from bot.course.model import Course, Session
from bot.course.notice import Facts, Notice
from bot.course.packet import Answered, Packet, PaperPacket
from bot.course.seat_search import seats_meant
from bot.course.signups import Seat, seats_by_key
from bot.course.wording import counted, listed
from bot.errors import Refused
from bot.services import packets
from bot.services.digesting import Hour, size
from bot.services.packets import AS_OF, DETAIL, ENOUGH, NOT_YOURS
from handlers.command_line import clean
from handlers.digest import BEGINNING, CHARACTERS, SIZE, Sheet, bars, mean_words
from handlers.packet_file import complete
from handlers.papers import WRITE, short, title_of
from handlers.presenter_reminders import PACKET
from handlers.seat_words import decoded, encoded, seat_line, seat_text
from handlers.signup_asking import echo
from handlers.wording import instant, number_word

FILE = "f"
"""How the last argument of a button begins that asks for a file."""

BUTTONS = 8
"""Files that have a button."""

MENU = 10

Class = tuple[Course, Session, Hour, tuple[Seat, ...]]


# --- what is said -------------------------------------------------------------------------------------------------


def packet_notice(notice: Notice, facts: Facts) -> Reply:
    """The message at the digest's hour."""
    text, as_of = facts.details.get(DETAIL), facts.details.get(AS_OF)
    session = facts.course.session(notice.item)
    if not text or session is None:
        return NOTHING
    found = contents.decode(text)
    reply = words(facts.course, session, found, datetime.fromisoformat(as_of) if as_of else facts.now)
    return Reply(reply.blocks, private=False, files=reply.files)


def words(course: Course, session: Session, found: Packet, as_of: datetime) -> Reply:
    """All of it in one message, with a file where it does not fit."""
    offered = seats_by_key(course)
    mine = [offered[key] for key in found.seats if key in offered]
    titles = {one.paper: title_of(course, one.paper) for one in found.papers}
    blocks: list[Block] = [Heading(f"Your packet: {short(session.name, 100)}")]
    blocks += [paragraph(*seat_line(course, one)) for one in mine]
    blocks.append(paragraph(*_how_many(course, session, found, as_of)))
    files: tuple[Attachment, ...] = ()
    papers = found.papers if found.reviews or any(one.waits for one in found.papers) else ()
    share = len(papers) or 1
    sheets = [Sheet(CHARACTERS // share, SIZE // share) for _ in papers]
    whole = [_paper(sheet, one, titles, several=share > 1) for sheet, one in zip(sheets, papers, strict=True)]
    blocks += [block for sheet in sheets for block in sheet.blocks]
    if not all(whole):
        files = (complete(session, found, titles, listed([seat_text(one) for one in mine])),)
        blocks.append(small(f"All of it is in the file {files[0].name}."))
    blocks.append(small("As of ", instant(course, as_of, "time"), _nobody(found), "."))
    return Reply((*blocks, *_buttons(course, mine, found)), files=files)


def _nobody(found: Packet) -> str:
    return ". Nobody is told whose words these are" if any(one.answered for one in found.papers) else ""


def _how_many(course: Course, session: Session, found: Packet, as_of: datetime) -> Line:
    if not found.papers:
        return line("No review of it is collected here.")
    if not found.reviews:
        return line("No reviews yet. ", *_newest(course, session, as_of))
    number = "1 review by a classmate is" if found.reviews == 1 else f"{found.reviews} reviews by classmates are"
    return line(f"{number} in.")


def _newest(course: Course, session: Session, as_of: datetime) -> Line:
    """When there will be more, and where it can be had."""
    command = Code(f"/{course.command_prefix}signup packet")
    shows = line("Show the newest, or ", command, ", has what comes in from now on, also after class.")
    due = session.review.due if session.review is not None else None
    return line("They are due ", instant(course, due.until), ". ", *shows) if due and due.until > as_of else shows


def _paper(sheet: Sheet, one: PaperPacket, titles: Mapping[str, str], *, several: bool) -> bool:
    """As much as there is room for; whether that is all."""
    head = [Heading(short(titles[one.paper], 120))] if several else []
    if one.waits:
        sheet.put(*head, paragraph("Hand in your own review of it first; then the button shows what the others say."))
        return True
    if not one.reviews:
        sheet.put(*head, *([paragraph("No reviews yet.")] if several else []))
        return True
    sheet.put(*head)
    if not sheet.takes(*_scores(one)):
        return False
    return all(_answered(sheet, group) for group in one.answered)


def _scores(one: PaperPacket) -> list[Block]:
    """The first scale as bars, the others in a line each."""
    blocks: list[Block] = []
    for number, scale in enumerate(one.scores):
        blocks += [paragraph(mean_words(scale)), *([bars(scale)] if number == 0 else [])]
    if one.few:
        blocks.append(small(f"Scores are shown from {number_word(ENOUGH)} reviews on."))
    return blocks


def _answered(sheet: Sheet, group: Answered) -> bool:
    lead = paragraph(Bold(f"{group.label} (an earlier form)" if group.earlier else group.label))
    for number, text in enumerate(group.texts):
        before = () if number else (lead,)
        if sheet.takes(*before, bullets(line(text))):
            continue
        room = sheet.room - len(group.label) - 40
        if room >= BEGINNING:
            sheet.takes(*before, bullets(line(f"{text[:room].rstrip()} …")))
        return False
    return True


def _buttons(course: Course, mine: Sequence[Seat], found: Packet) -> list[Block]:
    """What has come in since; the files; and what the reader has still to write."""
    if not mine:
        return []
    seat = encoded(mine[0].key)
    buttons = [Button("Show the newest", Action(PACKET, course.id, seat))]
    for one in found.papers:
        if one.waits:
            label = f"Write: {short(title_of(course, one.paper), 40)}"
            buttons.append(Button(label, Action(WRITE, course.id, (one.paper,)), "primary"))
    files = [file for one in found.papers for file in one.files]
    for file in files[:BUTTONS]:
        label = f"Get {short(file.name, 40)} ({size(file.size)})"
        buttons.append(Button(label, Action(PACKET, course.id, (*seat, f"{FILE}{file.token}"))))
    rest = len(files) - BUTTONS
    more = [small(f"{counted(rest, 'more file')}: ask staff for {'it' if rest == 1 else 'those'}.")] if rest > 0 else []
    return [*more, Buttons(tuple(buttons))]


# --- asked for ----------------------------------------------------------------------------------------------------


async def packet(request: Request, run: Run) -> Reply:
    """The newest packet of the class that is meant."""
    person = request.someone.person
    if person is None:
        raise Refused(NOT_YOURS)
    key = decoded(request.arguments)
    if key is None:
        return await _asked(request, run, person)
    course = request.courses[0]
    session = course.session(key.session)
    if session is None or len(request.courses) != 1:
        raise Refused(NOT_YOURS)
    token = next((word.removeprefix(FILE) for word in request.arguments[4:5] if word.startswith(FILE)), "")
    if token:
        name, content = await run.read(packets.file, course, session, person, token=token, now=request.now)
        return Reply((paragraph(f"{name}, handed in with a review."),), files=(Attachment(name, content),))
    return await _of(run, course, session, person, request.now)


async def _of(run: Run, course: Course, session: Session, person: int, now: datetime) -> Reply:
    found = await run.read(packets.of_person, course, session, person, now=now)
    if found is None:
        raise Refused(NOT_YOURS)
    hour = packets.hour_of(course, session)
    if hour is None:
        raise Refused("I collect no reviews for that class, so there is no packet.")
    if now < hour.at:
        return Reply((paragraph("Your packet for ", Bold(session.name), " comes ", instant(course, hour.at), "."),))
    return words(course, session, found, now)


async def _asked(request: Request, run: Run, person: int) -> Reply:
    """The class that words mean; without words the one that comes next, of those whose packets are there."""
    known: list[Class] = []
    for course in request.courses:
        mine = await run.read(packets.of_classes, course, person, now=request.now)
        known += [(course, *one) for one in mine]
    if not known:
        return Reply((paragraph("There is no packet for you: you present in no class whose reviews I collect."),))
    typed = clean(request.words)
    fitting = _fitting(known, typed, request.now)
    if len(fitting) == 1:
        course, session, _, _ = fitting[0]
        return await _of(run, course, session, person, request.now)
    lead = "Which class?" if fitting else f"You present nothing like {echo(typed)}. Which class?"
    return Reply((paragraph(lead), Buttons(tuple(_class_button(one) for one in (fitting or known)[:MENU]))))


def _fitting(known: Sequence[Class], typed: str, now: datetime) -> Sequence[Class]:
    """None where words were typed that fit none."""
    if typed:
        return [one for one in known if seats_meant(one[0], typed, among=one[3]).fits]
    there = [one for one in known if one[2].at <= now]
    ahead = [one for one in there if now < one[2].begins]
    coming = [one for one in known if now < one[2].at][:1]
    return ahead or coming or there[-1:]


def _class_button(one: Class) -> Button:
    course, _, _, mine = one
    return Button(seat_text(mine[0]), Action(PACKET, course.id, encoded(mine[0].key)))


ROWS = (
    Row(
        name="packet",
        verb=PACKET,
        summary="What the reviews say for the role that you present",
        function=packet,
        audience=Audience.STUDENT,
        parameters=(Parameter(name="seat", summary="A role, words of a title, or a date", rest=True),),
    ),
)
