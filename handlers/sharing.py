"""Staff share an answer in the course's channel: a button below it, a preview, then the post.

The buttons carry the row that was asked, its arguments and the instant of the preview, and the answer is built again
from them: what is posted is exactly what was previewed, and nothing is kept in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.conversation import codec
from bot.conversation.commands import Audience, Cost, Row, Run, Table
from bot.conversation.reply import Action, Block, Button, Buttons, Choice, Reply, SmallPrint, paragraph, small
from bot.conversation.request import Inbound, Request
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import Refused
from bot.services import announcing, control
from bot.services.announcing import Wish
from bot.services.destinations import STAFF
from handlers.going_live import ONLY_STAFF, rehearsed
from handlers.permission import permitted
from handlers.staff_course import behind_a_button

SHARE = "share"
POST = "post"
CANCEL = "noshare"
DEFAULT = "announcements"
STAMP = "0" * 17
"""As long as a preview's stamp: seconds and a digest, in hexadecimal."""

NOT_FOR_ALL = "That answer is not for the channel: only what everyone may ask for can be shared."
PREVIEW_LASTS = timedelta(hours=1)


def with_share_button(reply: Reply, row: Row, request: Request) -> Reply:
    """The reply with `Share in #channel` below it, where it can be shared and staff of its one course ask."""
    if not reply.shareable or len(request.courses) != 1:
        return reply
    course = request.courses[0]
    purpose = _purpose(course, request.inbound)
    action = Action(SHARE, course.id, (row.verb, *request.arguments))
    post = Action(POST, course.id, (STAMP, row.verb, *request.arguments))
    if not request.is_staff(course.id) or purpose is None or not post.fits:
        return reply
    button = Button(f"Share in {_channel(course, request.inbound, purpose)}", action)
    last = reply.blocks[-1] if reply.blocks else None
    if isinstance(last, Buttons):
        return replace(reply, blocks=(*reply.blocks[:-1], Buttons((*last.buttons, button))))
    return replace(reply, blocks=(*reply.blocks, Buttons((button,))))


def rows(table: Callable[[], Table]) -> tuple[Row, ...]:
    """The rows behind the buttons. `table` is asked when one is pressed, since they are part of it."""

    async def share(request: Request, run: Run) -> Reply:
        return await preview(request, run, table())

    async def post(request: Request, run: Run) -> Reply:
        return await share_it(request, run, table())

    found = (
        behind_a_button("share", SHARE, "Share an answer in the channel", share, cost=Cost.HEAVY),
        behind_a_button("post-share", POST, "Post a shared answer", post, cost=Cost.HEAVY),
        behind_a_button("cancel-share", CANCEL, "Share nothing", cancel),
    )
    return tuple(replace(row, stays=True) for row in found)


async def preview(request: Request, run: Run, table: Table) -> Reply:
    """Exactly what would be posted, with [Post it] and [Cancel]."""
    course, purpose = _target(request)
    verb, arguments = _asked(request.arguments)
    answer = await _again(request, run, table, verb, arguments)
    stamp = f"{int(request.now.timestamp()):x}.{_digest(answer)}"
    post = Action(POST, course.id, (stamp, verb, *arguments))
    state = await run.read(control.course_state, course.id)
    channel = _channel(course, request.inbound, purpose)
    seen = (
        f"Everyone in {channel} would see this:"
        if state.live
        else f"{ONLY_STAFF} In {channel} everyone would see this:"
    )
    buttons = Buttons((Button("Post it", post, "primary"), Button("Cancel", Action(CANCEL, course.id))))
    return Reply((small(seen), *answer.blocks, buttons))


async def share_it(request: Request, run: Run, table: Table) -> Reply:
    """Post what was previewed. A preview that is old, or no longer what the schedule says, is shown afresh."""
    stamp, *rest = request.arguments or ("",)
    verb, arguments = _asked(tuple(rest))
    course, purpose = _target(request)
    shown_at, _, digest = stamp.partition(".")
    then = _instant(shown_at)
    answer = None
    if timedelta(0) <= request.now - then <= PREVIEW_LASTS:
        back_then = replace(request, inbound=replace(request.inbound, now=then))
        answer = await _again(back_then, run, table, verb, arguments)
    if answer is None or _digest(answer) != digest:
        fresh = await preview(replace(request, arguments=(verb, *arguments)), run, table)
        lead = paragraph("The answer may have changed since you looked, so nothing was posted. Here it is again.")
        return replace(fresh, blocks=(lead, *fresh.blocks))
    token = f"{shown_at}-{digest}-{_short(purpose)}"
    wish = Wish(kind=NoticeKind.SHARED, purpose=purpose, reply=answer, token=token)
    granted = await run(announcing.say, wish, course=course, now=request.now, by=request.someone.person)
    channel = _channel(course, request.inbound, purpose)
    if not granted.live:
        return Reply(rehearsed(request, course, channel))
    words = f"Done. It goes out in {channel} now." if granted.fresh else f"That was shared in {channel} already."
    return Reply((paragraph(words),))


async def cancel(_request: Request, _run: Run) -> Reply:
    """Nothing happened, and that is what is said."""
    return Reply((paragraph("All right, nothing was posted."),))


async def _again(request: Request, run: Run, table: Table, verb: str, arguments: tuple[str, ...]) -> Reply:
    """The answer once more, as the channel would see it: without buttons and what is only for the person who asked."""
    row = table.by_verb(verb)
    if row is None:
        raise Refused("That answer is from an older version of me. Please ask again.")
    if row.audience is not Audience.EVERYONE:  # decided before it is called: such a row may do something
        raise Refused(NOT_FOR_ALL)
    courses = permitted(row, request.someone, request.courses)
    answer = await row.function(replace(request, courses=courses, arguments=arguments, verb=verb), run)
    if not isinstance(answer, Reply) or not answer.shareable:
        raise Refused(NOT_FOR_ALL)
    return Reply(tuple(block for block in answer.blocks if not _pressable(block)), private=False)


def _pressable(block: Block) -> bool:
    return isinstance(block, Buttons | Choice) or (isinstance(block, SmallPrint) and not block.line)


def _asked(arguments: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if not arguments:
        raise Refused("That button no longer works. Please ask again.")
    return arguments[0], arguments[1:]


def _target(request: Request) -> tuple[Course, str]:
    """The one course, and the channel's purpose in it."""
    if len(request.courses) != 1:
        raise Refused("Please ask in the channel of the course that it is for.")
    course = request.courses[0]
    purpose = _purpose(course, request.inbound)
    if purpose is None:
        raise Refused(f"The schedule of {course.title} names no channel for announcements.")
    return course, purpose


def _purpose(course: Course, inbound: Inbound) -> str | None:
    """The channel in which it was asked, else the one for announcements; never the staff channel."""
    channels = course.channels.get(inbound.platform, {})
    here = (purpose for purpose, channel in channels.items() if channel == inbound.channel and purpose != STAFF)
    return next(here, DEFAULT if DEFAULT in channels else None)


def _channel(course: Course, inbound: Inbound, purpose: str) -> str:
    name = course.channels.get(inbound.platform, {}).get(purpose, "")
    return name if name.startswith("#") else f"the {purpose} channel"


def _digest(reply: Reply) -> str:
    return _short(repr(codec.encode(reply)))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _instant(text: str) -> datetime:
    """Seconds of the epoch in hexadecimal; a text that is none is long ago."""
    try:
        return datetime.fromtimestamp(int(text[:12], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
