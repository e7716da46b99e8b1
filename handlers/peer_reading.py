"""`/review read`: the reviews of a paper that classmates may read of each other, and that staff read with names.

What somebody gets here was cut for them before it came; nothing is taken out in these sentences. A page holds whole
reviews, and its buttons carry the paper and where the page begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.commands import Audience, Parameter, Row, Run
from bot.conversation.reply import (
    Action,
    Attachment,
    Block,
    Bold,
    Button,
    Buttons,
    Choice,
    Heading,
    Line,
    Reply,
    paragraph,
    small,
)
from bot.conversation.request import Request
from bot.course import reviews
from bot.course.duties import FormField
from bot.course.model import Course, CourseRole, PeersRead
from bot.course.reviews import Owed
from bot.errors import Refused
from bot.services import peer_reading
from bot.services.digesting import size
from bot.services.peer_reading import ENOUGH, Author, Gate, Reader, Seen, Shelf
from handlers.command_line import is_id
from handlers.digest import bars, mean_words
from handlers.late_words import how_late
from handlers.pages import FROM, page_of
from handlers.papers import WRITE, find, short, title_span, which, which_course
from handlers.review_text import paragraphs
from handlers.staff_course import behind_a_button
from handlers.wording import instant

PEERS, HIDE, FILE = "peers", "rhide", "rfile"
HIDDEN, SHOWN = "hide", "show"

PAGE = 2400
"""Characters of one page; a longer review has a page of its own."""

PAGE_REVIEWS = 8

MENU = 25

STAFF_ONLY = "In this course reviews are read by staff only."


async def peers(request: Request, run: Run) -> Reply:
    """The reviews of the paper that is meant; without words the papers that can be read now."""
    words, start = page_of(request.arguments)
    if not words:
        return await _menu(request, run)
    chosen = _meant(request, words)
    if isinstance(chosen, Reply):
        return chosen
    course, one = chosen
    shelf = await run.read(peer_reading.read, course, one, _reader(request, course), now=request.now)
    if not shelf.gate.open:
        return _shut(course, one, shelf.gate)
    return _page(course, shelf, start, staff=request.is_staff(course.id))


def _reader(request: Request, course: Course) -> Reader:
    role = request.role_in(course.id)
    if request.someone.person is None or role is None:
        raise Refused("That is for the people of the course.")
    return Reader(request.someone.person, role)


def _meant(request: Request, words: str) -> tuple[Course, Owed] | Reply:
    """The one paper that the words are about, in whichever course, or the question which."""
    found = [(course, find(course, words, reviews.owed(course))) for course in request.courses]
    sure = [(course, one) for course, here in found for one in here.sure]
    if len(sure) == 1:
        return sure[0]
    if len({course.id for course, _ in sure}) > 1:
        return which_course(sure, verb=PEERS)
    shown = [each for each in found if each[1].sure] or [each for each in found if each[1].guesses] or found[:1]
    return Reply(tuple(block for course, here in shown for block in which(course, words, here, verb=PEERS).blocks))


async def _menu(request: Request, run: Run) -> Reply:
    blocks: list[Block] = []
    several = len(request.courses) > 1
    for course in request.courses:
        there = await run.read(peer_reading.readable, course, _reader(request, course), now=request.now)
        prompt = f"{course.title}: which paper?" if several else "Which paper?"
        options = tuple((one.paper, short(one.reading.title, 70)) for one in there[:MENU])
        if options:
            blocks.append(Choice(prompt, Action(PEERS, course.id), options))
        if len(there) > MENU:
            blocks.append(small("Earlier papers: say which with some words of the title."))
    if not blocks:
        return Reply((paragraph(_nothing_yet(request)),))
    return Reply((paragraph("Reviews that you can read now:"), *blocks))


def _nothing_yet(request: Request) -> str:
    if any(request.is_staff(course.id) for course in request.courses):
        return "Nobody has handed in a review yet."
    asked = [one for course in request.courses for one in reviews.owed(course)]
    if asked and all(one.review.peers_read is PeersRead.NEVER for one in asked):
        return STAFF_ONLY
    return "There is nothing to read yet: classmates’ reviews open after the deadline, once yours is in."


# --- why not ------------------------------------------------------------------------------------------------------


def _shut(course: Course, one: Owed, gate: Gate) -> Reply:
    """What is missing, and how to put that right."""
    lead = paragraph("Classmates’ reviews of ", title_span(one), " are not open to you yet.")
    when: Line = () if gate.at is None else (instant(course, gate.at),)
    match gate.why:
        case "never":
            return Reply((paragraph(STAFF_ONLY),))
        case "undated":
            return Reply((lead, paragraph("They open after the deadline, which has no date yet.")))
        case "early":
            return Reply((lead, paragraph("They open after the deadline, ", *when, ".")))
        case "settling":
            return Reply((lead, paragraph("The last ones are just coming in: ask again in a few minutes.")))
        case "missed":
            lead = paragraph("Classmates’ reviews of ", title_span(one), " are open to those who handed in theirs.")
            return Reply((lead, paragraph("Yours is not in, and its time is over. If that is not right, ask staff.")))
    after = ("; after the deadline, ", *when) if when else ("; once it is, you can read them at once",)
    write = Buttons((Button("Write mine", Action(WRITE, course.id, (one.paper,)), "primary"),))
    return Reply((lead, paragraph("Yours is not in yet", *after, "."), write))


# --- a page -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a review stands: the course and the paper, its number of how many, and the page that it is on."""

    course: Course
    paper: str
    number: int
    of: int
    page: int


def _page(course: Course, shelf: Shelf, start: int, *, staff: bool) -> Reply:
    one, seen = shelf.owed, shelf.seen
    if not seen:
        return Reply((paragraph("There are no reviews of ", title_span(one), " to read."),))
    starts = _starts(seen)
    at = max((index for index, first in enumerate(starts) if first <= start), default=0)
    first, end = starts[at], [*starts[1:], len(seen)][at]
    blocks: list[Block] = [paragraph(Bold(f"Reviews of {one.reading.title}"))]
    if at == 0:
        blocks += _opening(shelf, staff=staff)
    for number in range(first, end):
        place = Place(course=course, paper=one.paper, number=number + 1, of=len(seen), page=first)
        blocks += _review(place, seen[number])
    if len(starts) > 1:
        blocks.append(small(f"Page {at + 1} of {len(starts)}"))
    turns = [(at - 1, "Previous"), (at + 1, "Next")]
    buttons = tuple(
        Button(label, Action(PEERS, course.id, (one.paper, f"{FROM}{starts[other]}")))
        for other, label in turns
        if 0 <= other < len(starts)
    )
    return Reply((*blocks, *([Buttons(buttons)] if buttons else [])))


def _starts(seen: Sequence[Seen]) -> list[int]:
    """The numbers of the reviews with which pages begin."""
    starts, room = [0], PAGE
    for number, one in enumerate(seen):
        length = sum(len(text) + len(asked.label) for asked, text in one.texts)
        if (length > room and number > starts[-1]) or number - starts[-1] == PAGE_REVIEWS:
            starts.append(number)
            room = PAGE
        room -= length
    return starts


def _opening(shelf: Shelf, *, staff: bool) -> list[Block]:
    """How the scores are spread, and what staff should know of what classmates see."""
    blocks: list[Block] = []
    given = [scale for scale in shelf.scores if scale.total]
    for scale in given:
        blocks += [paragraph(mean_words(scale)), bars(scale)]
    if shelf.few and any(asked.kind == "scale" for asked in shelf.owed.review.form.fields):
        blocks.append(small(f"Scores are shown from {ENOUGH} reviews on."))
    if staff:
        hidden = sum(one.author is not None and one.author.hidden for one in shelf.seen)
        note = f" {hidden} hidden from them." if hidden else ""
        blocks.append(small(f"Classmates see no names, only what is for them, and scores from {ENOUGH} on.{note}"))
    return blocks


def _review(place: Place, seen: Seen) -> list[Block]:
    blocks: list[Block] = [Heading(_head(place, seen))]
    blocks += [block for asked, text in seen.texts for block in _said(asked, text)]
    if seen.files:
        names = ", ".join(f"{one.name} ({size(one.size)})" for one in seen.files)
        blocks.append(paragraph(Bold("Files: "), names))
    buttons = [
        Button(f"Get {short(one.name, 40)}", Action(FILE, place.course.id, (place.paper, seen.token, str(number))))
        for number, one in enumerate(seen.files)
    ]
    if seen.author is not None:
        buttons.append(_hide_button(place, seen.author))
    return [*blocks, Buttons(tuple(buttons))] if buttons else blocks


def _said(asked: FormField, text: str) -> list[Block]:
    """A text below its question, anything else beside it."""
    if asked.kind == "text":
        return [paragraph(Bold(asked.label)), *(paragraph(part) for part in paragraphs(text))]
    return [paragraph(Bold(f"{asked.label}: "), text)]


def _head(place: Place, seen: Seen) -> str:
    author, number = seen.author, f"Review {place.number} of {place.of}"
    if author is None:
        return f"{number} (yours)" if seen.yours else number
    role = "" if author.role is CourseRole.STUDENT else f" ({author.role.value})"
    notes = []
    if author.late_by is not None:
        asked = reviews.find(place.course, place.paper)
        rule = asked.review.late_rule if asked is not None and author.role is CourseRole.STUDENT else None
        notes.append(f"late {how_late(rule, author.late_by)}")
    notes += ["hidden from classmates"] if author.hidden else []
    return ", ".join([f"{author.name}{role}: {number.lower()}", *notes])


def _hide_button(place: Place, author: Author) -> Button:
    word, label = (SHOWN, "Show it again") if author.hidden else (HIDDEN, "Hide from classmates")
    arguments = (place.paper, str(author.person), word, str(place.page))
    return Button(label, Action(HIDE, place.course.id, arguments))


# --- buttons of a review ------------------------------------------------------------------------------------------


def _owed(request: Request, paper: str) -> tuple[Course, Owed]:
    for course in request.courses:
        one = reviews.find(course, paper)
        if one is not None:
            return course, one
    raise Refused("No review of that paper is asked for any more.")


async def hide(request: Request, run: Run) -> Reply:
    """Staff keep a review from classmates, or let them read it again."""
    if len(request.arguments) < 3 or not is_id(request.arguments[1]):
        raise Refused("Press the button below the review that is meant.")
    paper, person, word, *page = request.arguments
    course, one = _owed(request, paper)
    hidden = word == HIDDEN
    await run(peer_reading.hide, course, paper, int(person), hidden=hidden, by=request.someone.person, now=request.now)
    back = Action(PEERS, course.id, (paper, f"{FROM}{page[0] if page and is_id(page[0]) else 0}"))
    said = "Classmates do not see it any more." if hidden else "Classmates can read it again."
    return Reply((paragraph(said), Buttons((Button(f"Back to {short(one.reading.title)}", back),))))


async def file(request: Request, run: Run) -> Reply:
    """A file that was handed in with a review, to whoever may read it."""
    if len(request.arguments) != 3 or not is_id(request.arguments[2]):
        raise Refused("Press the button below the review that is meant.")
    paper, token, number = request.arguments
    course, one = _owed(request, paper)
    reader = _reader(request, course)
    name, content = await run.read(peer_reading.file, course, one, reader, wanted=(token, int(number)), now=request.now)
    return Reply(
        (paragraph(f"{name}, handed in with a review of ", title_span(one), "."),), files=(Attachment(name, content),)
    )


ROWS: tuple[Row, ...] = (
    Row(
        name="read",
        verb=PEERS,
        summary="Read the reviews of a paper, once they are open",
        function=peers,
        audience=Audience.STUDENT,
        parameters=(Parameter(name="paper", summary="Some words of its title", rest=True),),
    ),
    behind_a_button("hide", HIDE, "Keep a review from classmates, or show it again", hide),
    Row(
        name="file",
        verb=FILE,
        summary="Get a file that was handed in with a review",
        function=file,
        audience=Audience.STUDENT,
        listed=False,
    ),
)
