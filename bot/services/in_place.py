"""One change of a message that stands: what is put there, and the record that it is there.

Between the two nobody knows what stands there, and the row says so, so that a change that was cut off is made good. It
knows no kind of message and no hours; whose turn it is is settled where the matter is known.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import uuid
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import codec
from bot.conversation.port import Platform, PostRefused
from bot.conversation.reply import Reply
from bot.course.model import Course
from bot.course.notice import Facts
from bot.services.claiming import Compose, Particulars
from bot.store import standing
from bot.store.database import Connection
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)

LONGEST = 10.0
"""Seconds that one change may take: other things wait to be said meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn has to put in place of what stands. `token` stands in the row until that is done."""

    row: Delivery
    reply: Reply
    snapshot: str
    token: str


def composed(
    connection: Connection, course: Course, row: Delivery, look_up: Particulars, *, compose: Compose, now: datetime
) -> Reply | None:
    """What the message would say now; None where there is nothing left to say."""
    known = look_up(connection, course, row, now)
    if known is None:
        return None
    reply = compose(row.notice, Facts(course=course, now=now, details={**row.details, **known}))
    return reply if reply.blocks else None


def begin(connection: Connection, row: Delivery, reply: Reply) -> Turn:
    """From now on nobody knows what stands there, until `turn_done`."""
    token = f"{standing.DOUBTFUL}{uuid.uuid4().hex}"
    standing.doubt(connection, row.id, token)
    return Turn(row=row, reply=reply, snapshot=codec.encode(reply), token=token)


async def put(platform: Platform, turn: Turn, *, seconds: float) -> bool:
    """Change what stands there; whether the platform has it. Raises RateLimited, PlatformDown."""
    if turn.row.reference is None:
        return False
    try:
        async with asyncio.timeout(seconds):
            await platform.update(turn.row.channel, turn.row.reference, turn.reply, turn.row.posted_as)
    except PostRefused as refusal:
        log.warning("action=refresh_refused delivery=%s reason=%s", turn.row.id, refusal)
        return False
    except TimeoutError:
        log.warning("action=refresh_failed delivery=%s error=TimeoutError", turn.row.id)
        return False
    log.info("action=refreshed key=%s", turn.row.key)
    return True


def turn_done(connection: Connection, turn: Turn) -> None:
    """The platform has it. Where another turn was taken meanwhile nobody knows which of the two stands there: the next
    one sees to it.
    """
    digest = hashlib.sha256(turn.snapshot.encode()).hexdigest()
    if not standing.settle(connection, turn.row.id, turn.token, snapshot=turn.snapshot, content_hash=digest):
        standing.doubt(connection, turn.row.id, f"{standing.DOUBTFUL}{uuid.uuid4().hex}")
