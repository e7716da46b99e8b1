"""One review on one page: the words, the scale, and the ways to the reviews around it.

Pure: a page comes in, a reply goes out. It is for staff, in private.
"""

from __future__ import annotations

from bot.conversation.reply import Action, Block, Button, Buttons, Choice, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course, CourseRole
from bot.course.wording import counted
from bot.services.review_queue import Item
from bot.services.review_reading import Page, Step
from bot.store.review_marks import Review
from handlers.papers import short
from handlers.review_marks_words import beside, standing_mark, words
from handlers.review_outcomes import SHOW
from handlers.review_places import FILE, MARK, RELEASE, RETURN, REVIEWS, turn
from handlers.review_versions import accept_button

BUTTONS = 5
"""Steps of a scale that are buttons; more are a menu."""

MENU = 25
FILES = 5


def shown(request: Request, course: Course, page: Page, *lead: Block) -> Reply:
    """The page, below what has just been done."""
    if page.item is None:
        return Reply((*lead, *_nothing(course, page)))
    blocks, files = words(course, page, request.now)
    rows = [*_mark_buttons(course, page, page.item), Buttons(tuple(_ways(course, page, page.item)))]
    return Reply((*lead, *blocks, *rows, small(_where(course, page))), files=files, files_follow=True)


def _mark_buttons(course: Course, page: Page, item: Item) -> list[Block]:
    """The steps of the scale, that which stands in another colour; of a draft the way to let it count. Who only listens
    has no marks.
    """
    draft, counts = item.standing.draft, item.standing.counts
    if counts is None:
        number = draft.number if draft is not None else 0
        return [Buttons((accept_button(course, item.paper, item.person, number),))] if number else []
    if page.role not in (CourseRole.STUDENT, None):
        return []
    stands = standing_mark(item)
    seen = stands.mark if stands is not None else ""
    carried = (page.scope.kind[0], str(item.person), item.paper, str(counts.number), seen)
    steps = course.grading.marks
    if len(steps) > BUTTONS:
        options = tuple((one.id, one.label) for one in steps[:MENU])
        return [Choice("Mark", Action(MARK, course.id, carried), options)]
    return [
        Buttons(
            tuple(
                Button(one.label, Action(MARK, course.id, (*carried, one.id)), "primary" if one.id == seen else "plain")
                for one in steps
            )
        )
    ]


def _ways(course: Course, page: Page, item: Item) -> list[Button]:
    found: list[Button] = []
    counts, other = item.standing.counts, beside(item)
    if counts is not None:
        carried = (page.scope.kind[0], str(item.person), item.paper, str(counts.number))
        found.append(Button("Return for edit …", Action(RETURN, course.id, carried)))
        for number, blob in enumerate(list(page.text.files.values())[:FILES] if page.text is not None else ()):
            get = Action(FILE, course.id, (*carried, str(number)))
            found.append(Button(f"Get {short(blob.name, 40)}", get))
        if other is not None:
            which = (item.paper, str(item.person), str(other.number))
            found.append(Button(f"Show version {other.number}", Action(SHOW, course.id, which)))
    here = item.review
    steps: list[tuple[str, Step, Review | None]] = [
        ("Previous", "previous", page.previous),
        ("Next", "next", page.next),
    ]
    if page.unmarked not in (None, page.next):
        steps.append(("Skip to unmarked", "unmarked", page.unmarked))
    return [*found, *(Button(name, turn(course, page.scope, here, step)) for name, step, at in steps if at is not None)]


def _where(course: Course, page: Page) -> str:
    """`2 of 12 for ‘Big Data Systems’, 5 not marked`."""
    left = f"{page.left} not marked" if page.left else "all marked"
    waiting = f", {page.waiting} returned and waiting" if page.waiting else ""
    begun = ""
    if page.begun:
        begun = f"; {counted(len(page.begun), 'draft')} that can still be handed in {_is(len(page.begun))} not shown"
    if page.scope.kind == "unmarked":
        return f"{left} in all{waiting}"
    number = f"{page.number} of {page.of}" if page.number else counted(page.of, "review")
    what = f" for ‘{short(_session_name(course, page.scope.session))}’" if page.scope.kind == "session" else ""
    return f"{number}{what}, {left}{waiting}{begun}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _session_name(course: Course, session: str) -> str:
    found = course.session(session)
    return found.name if found is not None else session


def _nothing(course: Course, page: Page) -> list[Block]:
    """Where there is nothing (more) to read: what is marked, and what to do next."""
    scope, buttons = page.scope, list[Button]()
    name = f" for ‘{short(_session_name(course, scope.session))}’" if scope.kind == "session" else ""
    if scope.kind == "person":
        begun = " A draft is begun, and can still be handed in." if page.begun else ""
        said = f"There is nothing else of theirs to mark.{begun}" if page.of else f"No review of theirs is in.{begun}"
    elif not page.came:
        said = f"No review{name} has come in yet."
    elif page.waiting:
        marked = page.came - page.waiting - page.left
        those = f"{marked} {_is(marked)} marked, " if marked else ""
        waits = "waits for its writer" if page.waiting == 1 else "wait for their writers"
        said = f"Nothing{name} is left to mark: {those}{page.waiting} {_is(page.waiting)} returned and {waits}."
    else:
        said = f"All reviews that came in{name} are marked."
    also = page.waiting and (scope.kind == "person" or not page.came)
    waiting = f" {page.waiting} {_is(page.waiting)} returned and not edited yet." if also else ""
    if page.more is not None:
        session, number = page.more
        label_ = f"Next: {short(_session_name(course, session), 40)} ({number})"
        buttons.append(Button(label_, Action(REVIEWS, course.id, (session,)), "primary"))
    blocks: list[Block] = [paragraph(f"{said}{waiting}")]
    if page.unreleased:
        number, it = page.unreleased, "it" if page.unreleased == 1 else "them"
        unseen = f"{counted(number, 'mark')} {_is(number)} not released: students do not see {it} yet."
        blocks.append(small(unseen))
        of = (scope.session,) if scope.kind == "session" else ()
        buttons.append(Button("Release …", Action(RELEASE, course.id, of)))
    return [*blocks, *([Buttons(tuple(buttons))] if buttons else [])]
