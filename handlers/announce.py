"""`/course announce`: what staff have the bot post, at once or at a time to come, with a preview before it.

Nothing that was typed is lost on the way, and a time counts only once the whole instant was said back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.commands import Answer, Audience, Cost, Parameter, Row, Run
from bot.conversation.form import Form, FormAnswer, Invalid, Next, Saved
from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Reply, bullets, line, paragraph, small
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import Refused
from bot.services import announcing
from bot.services.announcing import Granted, Waiting, Wish
from bot.services.destinations import REHEARSAL, STAFF
from bot.store.ledger import Delivery
from handlers.announce_form import (
    ANNOUNCE,
    Draft,
    Post,
    as_reply,
    inputs_of,
    new_token,
    not_a_time,
    place_input,
    places_of,
    preview,
    purposes,
    said_back,
    split_when,
    stamp_of,
    text_input,
    when_input,
)
from handlers.command_line import readable
from handlers.going_live import rehearsed
from handlers.papers import short
from handlers.settling import OLD_BUTTON
from handlers.staff_course import behind_a_button, only_course
from handlers.when import full, read_when
from handlers.wording import channel_words, instant

CANCEL, RETRACT, PLAN = "annoff", "retract", "plan"
EDIT = "edit"

SHOWN = 8
"""Announcements that wait and are shown with their buttons."""


# --- the first page -----------------------------------------------------------------------------------------------


async def announce(request: Request, run: Run) -> Answer:
    """The first page: text, channel and time, of whichever course: a button that asks for it first could not carry a
    long text.
    """
    if request.inbound.action is not None and request.arguments[:1] == (EDIT,):
        return await _edited(request, run)
    courses = [course for course in request.courses if request.is_staff(course.id)]
    places = places_of(courses)
    if not places:
        raise Refused("The schedule names no channel to post in. Add one under `channels` in the schedule file.")
    (course, *others) = courses
    words, when = split_when(request.words, course, request.now)
    text, said = readable(words), not_a_time(words, course, request.now)
    if when:
        said = f"I took “{short(when, 40)}” for the time. If it belongs to the text, move it there and empty “When”."
    return Form(
        action=Action(ANNOUNCE, "" if others else course.id, ("1", new_token())),
        title="Post an announcement",
        intro=line(said) if said else (),
        inputs=(text_input(text), place_input(places), when_input(when))
        if others
        else inputs_of(course, Draft(text, "", when)),
        page=1,
        pages=2,
        submit="Preview",
        whole=bool(text) and not others,
    )


async def _edited(request: Request, run: Run) -> Answer:
    """One that waits for its time, as it is."""
    course, token = only_course(request), (*request.arguments, "", "")[1]
    found: Waiting | None = await run.read(announcing.find_waiting, course.id, token, now=request.now)
    if found is None:
        return Reply((paragraph("It does not wait any more: it is posted, or was cancelled."),))
    return Form(
        action=Action(ANNOUNCE, course.id, ("1", token)),
        title="Edit the announcement",
        inputs=inputs_of(course, Draft(found.text, found.purpose, full(course, found.at, request.now))),
        page=1,
        pages=2,
        submit="Preview",
        whole=True,
    )


# --- sent ---------------------------------------------------------------------------------------------------------


def _chosen(request: Request) -> tuple[Course, str] | None:
    """The course and what the channel is for; None where one of several courses is still to be chosen."""
    wanted = request.values.get("channel", "")
    if request.inbound.action is not None and request.inbound.action.course:
        course = only_course(request)
        return course, wanted or next(iter(purposes(course)), "")
    found = (one for one in request.courses if request.is_staff(one.id))
    return next(((one, purpose) for one in found for purpose in purposes(one) if wanted == f"{one.id}/{purpose}"), None)


def _asked(request: Request, stamp: str) -> tuple[Course, Post] | Invalid:
    """What stands in the form, or what would be right. `stamp`: the instant that was said back."""
    text, chosen = request.values.get("text", "").strip(), _chosen(request)
    if not text:
        return Invalid({"text": "Write what I should post."})
    if chosen is None:
        return Invalid({"channel": "Choose the course and the channel that it is for."})
    course, purpose = chosen
    if purpose not in purposes(course):
        return Invalid({"channel": f"Choose one of the course’s channels: {', '.join(purposes(course))}."})
    words = request.values.get("when", "").strip()
    if not words:
        return course, Post(text=text, purpose=purpose, at=None)
    read = said_back(course, words, stamp, request.now) or read_when(words, course, request.now)
    if isinstance(read, str):
        return Invalid({"when": read})
    return course, Post(text=text, purpose=purpose, at=read.at, note=read.note)


async def announce_submitted(request: Request, run: Run) -> FormAnswer:
    """Page 1 leads to the preview; the preview posts what it holds, at the time that it has said back. What its form
    has said already is not corrected: another text is shown once more, and then posted too.
    """
    page, token, stamp = (*request.arguments, "", "", "")[:3]
    asked = _asked(request, stamp)
    if isinstance(asked, Invalid):
        return asked
    course, post = asked
    if page != "2" or stamp_of(post.at) != stamp:
        return Next(await preview(request, run, course, post, token=token))
    wish = Wish(
        kind=NoticeKind.ANNOUNCE,
        purpose=post.purpose,
        reply=as_reply(post.text, request.someone.name),
        token=token,
        at=post.at,
        text=post.text,
    )
    granted: Granted = await run(announcing.say, wish, course=course, now=request.now, by=request.someone.person)
    if granted.earlier is not None:
        lead = line(_earlier_words(course, granted.earlier), " Post this one too? ")
        own = hashlib.sha256(f"{token}/{post.purpose}/{post.text}{stamp}".encode()).hexdigest()[:12]
        again = await preview(request, run, course, post, token=own)
        return Next(replace(again, intro=(*lead, *again.intro), submit="Post this one too"))
    return Saved(Reply(_granted(request, course, post, granted, token)))


def _granted(request: Request, course: Course, post: Post, granted: Granted, token: str) -> tuple[Block, ...]:
    where = channel_words(course, post.purpose)
    if not granted.live:
        return rehearsed(request, course, where)
    if not granted.fresh:
        return (paragraph("I have this announcement already, so I post it only once."),)
    instead = " The earlier text is not posted." if granted.corrects else ""
    if post.at is None:
        take_back = Buttons((Button("Take it back …", Action(RETRACT, course.id)),))
        return (paragraph(f"It goes to {where} now.{instead}"), take_back)
    instead = " It takes the place of what waited." if granted.corrects else ""
    said = paragraph(f"It goes to {where} on ", Bold(full(course, post.at, request.now)), f".{instead}")
    buttons = Buttons((*_buttons(course, token), Button("The plan", Action(PLAN, course.id))))
    return (said, *([small(post.note)] if post.note else []), buttons)


def _earlier_words(course: Course, earlier: Delivery) -> str:
    where = channel_words(course, STAFF if earlier.key.destination == REHEARSAL else earlier.purpose)
    if earlier.state == "sent":
        return f"The earlier text is in {where} already."
    if earlier.state in ("retracting", "retracted"):
        return f"The earlier text was taken back from {where}."
    return f"The earlier text is on its way to {where}, or there already."


# --- what waits for its time --------------------------------------------------------------------------------------


def _buttons(course: Course, token: str, title: str = "") -> tuple[Button, Button]:
    of = f": {short(title, 40)}" if title else ""
    return (
        Button(f"Edit{of}", Action(ANNOUNCE, course.id, (EDIT, token))),
        Button(f"Cancel{of}" if title else "Cancel it", Action(CANCEL, course.id, (token,))),
    )


def waiting_blocks(course: Course, found: Sequence[Waiting]) -> list[Block]:
    """Those that wait for their time, each with its buttons, for the plan."""
    if not found:
        return []
    lines = [
        line(instant(course, one.at), ": ", Bold(one.title), f", in {channel_words(course, one.purpose)}")
        for one in found[:SHOWN]
    ]
    blocks: list[Block] = [paragraph(Bold("Announcements that wait for their time")), bullets(*lines)]
    several = len(found) > 1
    blocks += [Buttons(_buttons(course, one.token, one.title if several else "")) for one in found[:SHOWN]]
    return [*blocks, *([small(f"And {len(found) - SHOWN} later ones.")] if len(found) > SHOWN else [])]


async def cancel(request: Request, run: Run) -> Answer:
    """Never post it. What is on its way already can be taken back."""
    course = only_course(request)
    if len(request.arguments) != 1:
        raise Refused(OLD_BUTTON)
    done: Waiting | None = await run(
        announcing.cancel, course, request.arguments[0], now=request.now, by=request.someone.person
    )
    if done is None:
        before: tuple[int | None] | None = await run.read(announcing.cancelled_by, course.id, request.arguments[0])
        if before is not None:
            mine = before[0] is not None and before[0] == request.someone.person
            return Reply((paragraph("You cancelled it already." if mine else "It was cancelled already."),))
        back = Buttons((Button("Take it back …", Action(RETRACT, course.id)),))
        return Reply((paragraph("It does not wait any more: it is posted, or on its way."), back))
    where = channel_words(course, done.purpose)
    lead = paragraph("Cancelled: I post nothing in ", f"{where} on ", Bold(full(course, done.at, request.now)), ".")
    return Reply((lead, *([paragraph("It said:"), paragraph(done.text)] if done.text else [])))


ROWS: tuple[Row, ...] = (
    Row(
        name="announce",
        verb=ANNOUNCE,
        summary="Have me post something, now or later, with a preview first",
        function=announce,
        submit=announce_submitted,
        audience=Audience.TA,
        cost=Cost.HEAVY,
        parameters=(Parameter(name="text", summary="What to say; “at fri 5pm” at its end: then, not now", rest=True),),
    ),
    behind_a_button("cancel-announcement", CANCEL, "Cancel an announcement that waits", cancel, cost=Cost.FREE),
)
