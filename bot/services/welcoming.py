"""One word of welcome to each member of a live course, at their first contact with the bot.

It enters a row in the ledger and nothing else: the tick says it, once in a lifetime over all courses.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.conversation.request import Event
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.store import courses as course_states
from bot.store import ledger, people, recipients
from bot.store.database import Connection
from bot.store.ledger import ONCE, PERSONAL, Entry

USEFUL_FOR = timedelta(days=7)
"""How long after the first contact a welcome is still one."""

STAFF_DETAIL = "staff"
"""In the details: the person is staff, so that one more line is for them."""


def due(connection: Connection, course: Course, event: Event) -> Entry | None:
    """The welcome that somebody who dealt with the bot (typed, pressed, opened its page) is to get, if any.

    It is due to a member of the course, once it is live, who was never welcomed in any course. In rehearsal it is not,
    so that the first contact after Go live counts.
    """
    known = people.who(connection, event.platform, event.workspace, event.account)
    if known is None or course.id not in known.roles or not course.announcements.welcome.on:
        return None
    recipient = str(known.person)
    if not course_states.state(connection, course.id).live:
        return None
    if recipients.told_anywhere(connection, NoticeKind.WELCOME, recipient):
        return None
    notice = Notice(
        course=course.id,
        kind=NoticeKind.WELCOME,
        item="",
        occurrence=ONCE,
        due_at=event.now,
        stale_after=event.now + USEFUL_FOR,
        title="Welcome",
    )
    return Entry(
        notice=notice,
        destination=PERSONAL,
        platform=event.platform,
        channel=event.account,
        recipient=recipient,
        details={STAFF_DETAIL: "yes"} if known.roles[course.id].is_staff else {},
    )


def due_from(connection: Connection, courses: Iterable[Course], event: Event) -> tuple[Course, ...]:
    """The courses from which a welcome is due. It costs the same however many there are that the person is not in."""
    known = people.who(connection, event.platform, event.workspace, event.account)
    mine = known.roles if known is not None else {}
    return tuple(course for course in courses if course.id in mine and due(connection, course, event) is not None)


def met(connection: Connection, course: Course, event: Event) -> bool:
    """Enter the welcome that is due. False where nothing was entered; asking again is harmless."""
    entry = due(connection, course, event)
    return entry is not None and ledger.enqueue(connection, entry, now=event.now)
