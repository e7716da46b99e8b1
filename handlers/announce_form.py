"""The form of an announcement: text, channel and time that stand in it, and the preview that says them back.

It knows what was typed and what it would mean, and posts nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.conversation.commands import Run
from bot.conversation.form import ChoiceInput, Form, TextInput
from bot.conversation.plain import distance, line_text
from bot.conversation.reply import Action, Bold, Instant, Line, Reply, SmallPrint, line, paragraph, small
from bot.conversation.request import Request
from bot.course import until
from bot.course.model import Course
from bot.services import control, preferences
from bot.store.records import CourseState
from handlers.command_line import is_id
from handlers.going_live import ONLY_STAFF
from handlers.papers import short
from handlers.when import EXAMPLES, When, full
from handlers.wording import channel_words

ANNOUNCE = "announce"
"""Arguments: `1` and the token of the form; `2`, the token and the instant that was said back; `edit` and the token of
one that waits for its time.
"""

OPTIONS_LIMIT = 25
LEADS = frozenset(("at", "on", "in"))
"""Words with which a time at the end of the line begins."""

FROM = "From "

TAIL = 6
"""Words of what may have been meant as a time."""

STAMP_LENGTH = 11
"""Digits of the seconds of any year that a clock shows."""

WHEN_HINT = f"May stay empty. For later: {EXAMPLES}, in course time."


# --- what stands in it --------------------------------------------------------------------------------------------


def split_when(words: str, course: Course, now: datetime) -> tuple[str, str]:
    """The text, and the time with an hour at its end that `at`, `on` or `in` leads to; '' where it ends with none. Of
    `friday at 17:00` the hour alone is no time.
    """
    typed = words.split()
    for start in range(max(1, len(typed) - until.LONGEST // 2), len(typed)):
        tail = " ".join(typed[start:])
        if typed[start].lower() not in LEADS or until.is_day(tail, course, now):
            continue
        hour = any(letter.isdigit() for letter in tail) or tail.lower().endswith(("noon", "midnight"))
        found = until.meanings(tail, course, now) if hour else ()
        longer = (" ".join(typed[max(start - many, 0) :]) for many in (1, 2, 3))
        of_a_day = any(until.meanings(one, course, now) for one in longer)
        if found and found[-1].at > now and not of_a_day:
            return " ".join(typed[:start]), tail
    return words, ""


def not_a_time(words: str, course: Course, now: datetime) -> str:
    """What stands at the end of the text as a time does and is none, or is past, said with what that leads to; ''
    where nothing does. It is for who meant it for later.
    """
    typed = words.split()
    for start in range(max(1, len(typed) - TAIL), len(typed)):
        tail = " ".join(typed[start:])
        if typed[start].lower() not in LEADS or not until.ends_like_an_hour(tail):
            continue
        found = until.meanings(tail, course, now)
        shown = f"“{short(tail, 40)}”"
        if found and found[-1].at > now:
            return ""
        why = f"{shown} is past." if found else f"I could not read {shown} as a time."
        return f"{why} As it stands this goes out now."
    return ""


def new_token() -> str:
    """One opening of the form: pressing its button twice posts once."""
    return secrets.token_hex(6)


def purposes(course: Course) -> list[str]:
    """Where staff may post: the announcements channel first, the staff channel last."""
    found = {purpose for channels in course.channels.values() for purpose in channels}
    return sorted(found, key=lambda purpose: (purpose != "announcements", purpose == "staff", purpose))[:OPTIONS_LIMIT]


def places_of(courses: Sequence[Course]) -> tuple[tuple[str, str], ...]:
    """The same in each of several courses, as options."""
    return tuple(
        (f"{course.id}/{purpose}", f"{course.title}: {channel_words(course, purpose)}")
        for course in courses
        for purpose in purposes(course)
    )[:OPTIONS_LIMIT]


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form."""

    text: str
    purpose: str
    when: str


def text_input(text: str) -> TextInput:
    return TextInput(id="text", label="Text", value=text, hint="An empty line begins a new paragraph.", long=True)


def place_input(places: tuple[tuple[str, str], ...]) -> ChoiceInput:
    """None is chosen yet: what is meant for one course is not to stand in the other by an oversight."""
    return ChoiceInput(id="channel", label="Channel", options=places)


def when_input(when: str) -> TextInput:
    return TextInput(id="when", label="When", value=when, hint=WHEN_HINT, limit=60)


def inputs_of(course: Course, draft: Draft) -> tuple[TextInput | ChoiceInput, ...]:
    options = tuple((one, channel_words(course, one)) for one in purposes(course))
    chosen = draft.purpose if draft.purpose in purposes(course) else options[0][0]
    place = ChoiceInput(id="channel", label="Channel", options=options, value=chosen)
    return (text_input(draft.text), place, when_input(draft.when))


# --- the preview --------------------------------------------------------------------------------------------------


def stamp_of(at: datetime | None) -> str:
    """The instant as the preview carries it."""
    return "" if at is None else f"{int(at.timestamp())}"


def said_back(course: Course, when: str, stamp: str, now: datetime) -> When | None:
    """The instant of the preview, where its words still stand there."""
    if not is_id(stamp) or len(stamp) > STAMP_LENGTH:
        return None
    at = datetime.fromtimestamp(int(stamp), UTC)
    return When(at) if when == full(course, at, now) and at > now else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is to be posted. `at`: when, None for at once; `note`: what is odd about that time."""

    text: str
    purpose: str
    at: datetime | None
    note: str = ""


async def preview(request: Request, run: Run, course: Course, post: Post, *, token: str) -> Form:
    """The last look: the text as it will stand and the whole instant, still to be changed."""
    state: CourseState = await run.read(control.course_state, course.id)
    when = "" if post.at is None else full(course, post.at, request.now)
    return Form(
        action=Action(ANNOUNCE, course.id, ("2", token, stamp_of(post.at))),
        title="Preview",
        intro=await _intro(request, run, course, post, state),
        inputs=inputs_of(course, Draft(post.text, post.purpose, when)),
        page=2,
        pages=2,
        submit="Post it" if post.at is None or not state.live else "Post it then",
        whole=True,
    )


async def _intro(request: Request, run: Run, course: Course, post: Post, state: CourseState) -> Line:
    where = channel_words(course, post.purpose)
    doubt = not_a_time(post.text, course, request.now) if post.at is None else ""
    lead = line(Bold(doubt), " ") if doubt else ()
    if post.at is None and state.live:
        return lead + line("This is what everybody in ", Bold(where), " will read, with your name under it:")
    on = await _on(request, run, course, post)
    if not state.live:
        said = line(
            Bold(ONLY_STAFF), " In ", Bold(where), " everybody would read this", *on, ", with your name under it."
        )
        return lead + said + line(" I do not keep it for later." if post.at is not None else "")
    said = line("Everybody in ", Bold(where), " will read this", *on, ", with your name under it.")
    said += line(f" {post.note}") if post.note else ()
    if post.at is not None and state.paused(post.at):
        said += line(" I am paused then. This goes out all the same, since you ask for it.")
    return said


async def _on(request: Request, run: Run, course: Course, post: Post) -> Line:
    """` on Fri 4 Feb, 5:00 PM PST (in 3 d)`, and when that is for who lives by another clock."""
    if post.at is None:
        return ()
    said = line(" on ", Bold(full(course, post.at, request.now)), f" ({distance(post.at, request.now)}")
    person = request.someone.person
    zone = course.timezone.key if person is None else await run.read(preferences.zone_name, course, person)
    return said + (line(")") if zone == course.timezone.key else line("; for you ", Instant(post.at, zone), ")"))


def as_reply(text: str, name: str) -> Reply:
    """What staff wrote, a paragraph where they left an empty line, with who wrote it."""
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return Reply((*(paragraph(part) for part in paragraphs), small(f"{FROM}{name}")), private=False)


def signed_by(reply: Reply) -> str:
    """Who wrote what `as_reply` made; '' of another."""
    last = reply.blocks[-1] if reply.blocks else None
    said = line_text(last.line) if isinstance(last, SmallPrint) else ""
    return said.removeprefix(FROM) if said.startswith(FROM) else ""
