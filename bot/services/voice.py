"""How one claimed row is said: looked for where nobody knows whether it is there, posted with no transaction open, and
marked by what became of it.

The fence is here: a post begins only within the first half of the lease after its claim. When to claim, in what order
and how fast is for others to know.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.conversation import codec
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, Platform, PostRefused, RateLimited
from bot.conversation.reply import Attachment
from bot.course.model import Course
from bot.errors import CoursebotError, PlatformDown
from bot.services import claiming, failures
from bot.services.claiming import NOT_NOW, Setting
from bot.services.sweeping import CHECK_AFTER, since
from bot.store import endings, ledger
from bot.store.database import Runner
from bot.store.ledger import Delivery

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """The platform asked to wait, of a post or of a look into its history. The row is still claimed."""

    to: Literal["post", "look"]
    seconds: float


Said = Literal["said", "unsaid"] | Asked
"""`unsaid`: not now, for whatever other reason; the row is marked."""


Files = Callable[[Runner, Course, Delivery], Awaitable[tuple[Attachment, ...]]]
"""The files that a row says go along. They are made as it is posted, and the same each time, so that nothing keeps
them: not the ledger, and no transaction that others wait for.
"""


async def no_files(_run: Runner, _course: Course, _one: Delivery) -> tuple[Attachment, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """`lease` is in seconds, `monotonic` what it is counted by. `observe` is told of each post: its destination, and
    how long after it was due. `files` are those that a row says go along.
    """

    run: Runner
    owner: str
    lease: float
    monotonic: Callable[[], float]
    observe: Callable[[str, timedelta], None]
    files: Files = no_files

    async def say(self, one: Delivery, setting: Setting, started: float) -> Said:
        """Say a row that was claimed at `started`. Raises nothing."""
        try:
            return await self._say(one, setting, started)
        except CoursebotError as error:
            log.warning("action=mark_failed delivery=%s error=%s", one.id, type(error).__name__)
        except Exception:
            log.exception("action=say_failed delivery=%s", one.id)
            await self._stumbled(one, setting)
        return "unsaid"

    async def wait(self, one: Delivery, until: datetime) -> None:
        """Give the claim back. What was unsure stays so: a late request may still arrive."""
        await self.run(endings.mark_waiting, one, self.owner, until=until, unsure=one.unsure)

    async def _stumbled(self, one: Delivery, setting: Setting) -> None:
        try:
            await self.run(failures.stumbled, one, setting)
        except Exception:
            log.exception("action=mark_failed delivery=%s", one.id)

    async def _say(self, one: Delivery, setting: Setting, started: float) -> Said:
        platform = setting.platforms.get(one.platform)
        if platform is None:
            await self.wait(one, setting.now + NOT_NOW)
            return "unsaid"
        wanted: Delivery | None = one
        if one.unsure:
            try:
                wanted = await self._looked_for(platform, one, setting)
            except RateLimited as limit:
                return Asked("look", limit.retry_after)
        if wanted is None or wanted.snapshot is None:
            return "unsaid"
        files = await self._files(wanted, setting)
        left = self.lease / 2 - (self.monotonic() - started)
        if left <= 0:
            log.warning("action=claim_given_up delivery=%s", one.id)
            await self.wait(one, setting.now)
            return "unsaid"
        return await self._post(platform, wanted, setting, files, left=left)

    async def _files(self, one: Delivery, setting: Setting) -> tuple[Attachment, ...]:
        course = setting.courses.get(one.key.course)
        if ledger.FILES not in one.details or one.key.part or course is None:
            return ()
        return await self.files(self.run, course, one)

    async def _post(
        self, platform: Platform, one: Delivery, setting: Setting, files: tuple[Attachment, ...], *, left: float
    ) -> Said:
        assert one.snapshot is not None  # noqa: S101 - what is ready has its text
        reply, now = codec.decode(one.snapshot), setting.now
        reply = replace(reply, files=(*reply.files, *files)) if files else reply
        try:
            async with asyncio.timeout(left):
                say = platform.direct if one.key.destination == ledger.PERSONAL else platform.post
                reference = await say(one.channel, reply, one.posted_as)
        except RateLimited as limit:
            return Asked("post", limit.retry_after)
        except PostRefused as refusal:
            await self.run(failures.refused, one, setting, sentence=str(refusal))
        except (OutcomeUnknown, TimeoutError) as error:
            await self.run(failures.unknown, one, setting, sentence=str(error) or "no answer in time")
        except PlatformDown as down:
            await self.run(failures.down, one, setting, sentence=str(down))
        else:
            check_at = now + CHECK_AFTER if one.unsure else None
            if await self.run(endings.mark_sent, one, self.owner, reference=reference, now=now, check_at=check_at):
                log.info("action=notice_sent key=%s", one.key)
                self.observe(one.key.destination, now - one.due_at)
            return "said"
        return "unsaid"

    async def _looked_for(self, platform: Platform, one: Delivery, setting: Setting) -> Delivery | None:
        """What is still to be posted after looking whether an earlier attempt got through; None: nothing now. Raises
        RateLimited.
        """
        now = setting.now
        try:
            async with asyncio.timeout(self.lease / 2):
                found = await platform.find(one.channel, one.posted_as, since(one, now))
        except HistoryUnreadable as unreadable:
            await self.run(failures.unreadable, one, setting, sentence=str(unreadable))
            return None
        except RateLimited:
            raise
        except (CoursebotError, TimeoutError) as error:
            await self.run(failures.unknown, one, setting, sentence=str(error) or "no answer in time")
            return None
        if found:
            await self.run(endings.mark_sent, one, self.owner, reference=found[0], now=now, check_at=now + CHECK_AFTER)
            log.info("action=notice_found key=%s", one.key)
            return None
        return await self.run(claiming.again, one, setting)
