"""`/course audit`: what staff did, the newest first, of everything or of one person, one class or one kind of action.

It is for staff alone and in private. The sentences are in `audit_lines`.
"""

from __future__ import annotations

from bot.conversation.commands import Answer, Audience, Parameter, Row, Run
from bot.conversation.reply import (
    Action,
    Block,
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
from bot.course.model import Course, Session
from bot.services import auditing, naming
from bot.services.auditing import PAGE, Entries, Wanted
from bot.services.naming import Named
from handlers import person_field
from handlers.audit_lines import SENTENCES, Told, sentence
from handlers.command_line import MENTION, clean, is_id, readable, without_of
from handlers.papers import short
from handlers.staff_course import staff_course
from handlers.student_page import AUDIT
from handlers.tally_sessions import meant
from handlers.wording import instant

KINDS: dict[str, tuple[str, ...]] = {
    "extensions": ("grant_", "plea_"),
    "excuses": ("grant_excuse", "grant_revoked"),
    "reviews": ("review", "returned"),
    "marks": ("marked", "released"),
    "nudges": ("nudged",),
    "participation": ("participation_",),
    "roster": ("roster_", "member_", "claim", "codes_"),
    "seats": ("seat", "signup_", "preferences_", "board_"),
    "posts": ("announce", "shared", "retract", "held_"),
    "schedule": ("schedule_",),
    "exports": ("exported",),
    "course": ("go_live", "pause", "resume", "closed", "reopened", "kept", "eras"),
}
"""What may be asked for by one word → how the words of the audit begin."""

OTHER_WORDS = {
    "announcements": "posts",
    "class list": "roster",
    "members": "roster",
    "people": "roster",
    "returns": "reviews",
    "releases": "marks",
    "signup": "seats",
    "presenting": "seats",
    "files": "exports",
    "live": "course",
    "pauses": "course",
}
EVERYTHING = "*"

Scope = tuple[str, Wanted]
"""How a button says it, and what it is."""


async def show(request: Request, run: Run) -> Answer:
    """A page of it."""
    course = staff_course(request, AUDIT, request.arguments)
    if isinstance(course, Reply):
        return course
    words, start = list(request.arguments), 0
    if request.inbound.action is not None and len(words) > 1 and is_id(words[-1]) and len(words[-1]) < 7:
        start = int(words.pop())
    scope = _carried(course, words) if request.inbound.action is not None else None
    if scope is None:
        found = await _meant(request, run, course, without_of(clean(" ".join(words))))
        if isinstance(found, Reply):
            return found
        scope = found
    mark, wanted = scope
    page: Entries = await run.read(auditing.look, course, wanted, start=start)
    head = [Heading("What changed"), *_about(course, page, mark, wanted)]
    if not page.entries:
        return Reply((*head, paragraph("Nothing is written down there."), _example(course)))
    lines = bullets(*(_line(course, page, at) for at in range(len(page.entries))))
    return Reply((*head, lines, *_turns(course, page, mark, start), _example(course)))


def _line(course: Course, page: Entries, at: int) -> Line:
    """`Rivera extended Ada’s ‘RDD’ to Fri 4 Feb, 5:00 PM · Tue 1 Feb, 9:12 AM`."""
    entry = page.entries[at]
    said = sentence(Told(course=course, entry=entry, names=page.names))
    return line(*said, " · ", instant(course, entry.at))


def _about(course: Course, page: Entries, mark: str, wanted: Wanted) -> list[Block]:
    if wanted.person is not None:
        return [paragraph(f"About {page.names.get(wanted.person, 'somebody')}, and by them.")]
    session = course.session(mark[2:]) if mark[:2] == "s:" else None
    if session is not None:
        return [paragraph(f"About ‘{short(session.name)}’.")]
    return [paragraph(f"Only {mark[2:]}.")] if mark[:2] == "a:" else []


def _turns(course: Course, page: Entries, mark: str, start: int) -> list[Block]:
    buttons = [Button("Newer", Action(AUDIT, course.id, (mark, str(max(start - PAGE, 0)))))] if start else []
    buttons += [Button("Older", Action(AUDIT, course.id, (mark, str(start + PAGE))))] if page.more else []
    return [Buttons(tuple(buttons))] if buttons else []


def _example(course: Course) -> Block:
    command = f"/{course.command_prefix}course audit"
    return small(
        "Only some of it: ", Code(f"{command} @name"), ", ", Code(f"{command} week 3"), ", ", Code(f"{command} marks")
    )


# --- what is meant --------------------------------------------------------------------------------------------------


def _carried(course: Course, words: list[str]) -> Scope | None:
    """What a button of this module says; None for words, and for the class that a question's button names."""
    said = words[0] if len(words) == 1 else ""
    if said == EVERYTHING:
        return EVERYTHING, Wanted()
    if said[:1] == "#" and is_id(said[1:]):
        return said, Wanted(person=int(said[1:]))
    session = course.session(said.removeprefix("s:"))
    if session is not None:
        return _of_session(session)
    return _of_kind(said[2:]) if said[:2] == "a:" else None


def _of_session(session: Session) -> Scope:
    return f"s:{session.id}", Wanted(things=(session.id, *(reading.id for reading in session.readings)))


def _of_kind(word: str) -> Scope | None:
    """By a word for a kind of action, or by the word that the audit itself uses."""
    plain = word.casefold().strip(".!?")
    for name in (plain, f"{plain}s", OTHER_WORDS.get(plain, ""), OTHER_WORDS.get(f"{plain}s", "")):
        if name in KINDS:
            return f"a:{name}", Wanted(actions=KINDS[name])
    return (f"a:{plain}", Wanted(actions=(plain,))) if plain in SENTENCES else None


async def _meant(request: Request, run: Run, course: Course, words: str) -> Scope | Reply:
    scope = _of_kind(words) if words else (EVERYTHING, Wanted())
    if scope is not None:
        return scope
    named: Named = await run.read(naming.person, course, words, person_field.place(request))
    if named.one is not None:
        return f"#{named.one.person}", Wanted(person=named.one.person)
    if not named.candidates and (MENTION.fullmatch(words) or "@" in words):
        return _nobody(words)
    session = meant(course, words, request.now, verb=AUDIT, command="audit")
    if isinstance(session, Session):
        return _of_session(session)
    return _who(course, words, named) if named.candidates else session


def _who(course: Course, words: str, named: Named) -> Reply:
    buttons = tuple(
        Button(f"{one.name} ({one.mark})" if one.mark else one.name, Action(AUDIT, course.id, (f"#{one.person}", "0")))
        for one in named.candidates
    )
    return Reply((paragraph(f"Whom do you mean by “{short(readable(words))}”?"), Buttons(buttons)))


def _nobody(words: str) -> Reply:
    return Reply((paragraph(f"I find nobody for “{short(readable(words))}”. Type @ and pick the person, or a name."),))


ROWS: tuple[Row, ...] = (
    Row(
        name="audit",
        verb=AUDIT,
        summary="What staff did, and when: everything, or @name, a class, marks …",
        function=show,
        audience=Audience.TA,
        parameters=(
            Parameter(name="what", summary="@name, words of a class, or extensions, marks, seats …", rest=True),
        ),
    ),
)
