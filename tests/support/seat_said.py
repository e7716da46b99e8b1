"""What the bot would say next of what was entered, put into words as a tick does: a reader of the ledger, for tests
that need no whole bot.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import count

from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Facts, NoticeKind
from bot.services import seat_consequences
from bot.services.particulars import PARTICULARS
from bot.store.database import Connection
from bot.store.ledger import Delivery, as_delivery
from bot.store.tables import delivery
from handlers.announcements import compose
from tests.support.seat_desk import STAFF, SeatDesk

TOLD = (NoticeKind.SEAT, NoticeKind.SEATS)


VERSIONS = count(2)


async def edits(desk: SeatDesk, after: Course, *, renamed: Mapping[str, str] | None = None) -> None:
    """Another version of the schedule comes into force."""
    before, desk.course = desk.course, after
    names, number = renamed or {}, next(VERSIONS)
    await desk.database.run(seat_consequences.of_edit, before, after, names, number=number, now=desk.now)


async def replies(desk: SeatDesk, kinds: Collection[NoticeKind] = TOLD) -> list[tuple[str, Reply]]:
    """To whom (an account, or staff's channel) and what, the oldest first. What was read is said."""

    def read(connection: Connection) -> list[tuple[Delivery, Reply]]:
        names = [kind.value for kind in kinds]
        query = delivery.select().where(delivery.c.state == "waiting", delivery.c.kind.in_(names))
        found: list[tuple[Delivery, Reply]] = []
        for one in [as_delivery(row) for row in connection.execute(query.order_by(delivery.c.id))]:
            known = PARTICULARS[one.notice.kind](connection, desk.course, one, desk.now)
            state = "skipped" if known is None else "sent"
            connection.execute(delivery.update().where(delivery.c.id == one.id).values(state=state))
            if known is not None:
                facts = Facts(course=desk.course, now=desk.now, details={**one.details, **known})
                found.append((one, compose(one.notice, facts)))
        return found

    said = await desk.database.run(read)
    return [(one.channel if one.key.recipient else STAFF, reply) for one, reply in said if reply.blocks]


async def said(desk: SeatDesk, kinds: Collection[NoticeKind] = TOLD) -> dict[str, list[str]]:
    """The same as text, by whom it is for."""
    found: dict[str, list[str]] = {}
    for who, reply in await replies(desk, kinds):
        found.setdefault(who, []).append(plain(reply))
    return found
