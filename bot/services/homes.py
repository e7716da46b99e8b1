"""The bot's page of each person: shown when they open it, and shown anew once what it says has changed.

It knows whose page stands where, and a digest of it; what a page says is made by whoever answers the verb `home`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation import codec
from bot.conversation.form import Form, FormAnswer
from bot.conversation.port import Platform, PostRefused, RateLimited
from bot.conversation.reply import Action, Reply
from bot.conversation.request import Event, Inbound
from bot.errors import CoursebotError
from bot.store import homes
from bot.store.database import Runner
from bot.store.homes import HomePage

log = logging.getLogger(__name__)

VERB = "home"
"""What a page is asked for with."""

EVERY = timedelta(minutes=5)
"""How often all pages are looked over: a class that ended, a deadline that passed, a role that changed."""

TROUBLES = 3
"""Pages in one round that a platform could not be reached for, after which the others wait for the next one."""


def digest_of(reply: Reply) -> str:
    """Equal for pages that say the same."""
    return hashlib.sha256(codec.encode(reply).encode()).hexdigest()[:32]


def _unchanged() -> Hashable:
    return None


def in_order(_: list[HomePage]) -> None:
    """As they were opened."""


@dataclass(kw_only=True)
class HomePages:
    """`page` answers like the bot's door. `version` is cheap, and another value once a schedule or a course's state
    has changed. `arrange` puts the pages of a round in order: where several processes go through them, each in its own,
    so that they share them out.
    """

    run: Runner
    platforms: Mapping[str, Platform]
    page: Callable[[Inbound], Awaitable[Reply | Form | FormAnswer]]
    version: Callable[[], Hashable] = _unchanged
    arrange: Callable[[list[HomePage]], None] = in_order
    every: timedelta = EVERY
    _looked: tuple[Hashable, datetime] | None = None
    _limits: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    """Platforms that asked to be left alone: since when, until when."""
    _round: asyncio.Task[None] | None = None

    async def open(self, event: Event) -> None:
        """Somebody opens their page: show it, and keep it up to date from now on. Raises nothing."""
        try:
            await self._open(event)
        except CoursebotError as error:
            log.warning("action=home_not_shown platform=%s error=%s", event.platform, type(error).__name__)
        except Exception:
            log.exception("action=home_not_shown platform=%s", event.platform)

    async def _open(self, event: Event) -> None:
        platform = self.platforms.get(event.platform)
        if platform is None:
            return
        opened = await self.run(
            homes.opened,
            platform=event.platform,
            workspace=event.workspace,
            account=event.account,
            name=event.account_name,
            now=event.now,
        )
        reply = await self._reply(opened, event.now)
        try:
            await platform.show_home(opened.account, reply)
        except RateLimited as limit:
            self._wait(event.platform, event.now, limit)
            raise
        await self.run(homes.shown, opened, digest_of(reply))

    async def refresh(self, now: datetime) -> None:
        """See to it that opened pages say what is so at `now`. Costs nothing where nothing is to be looked at; the work
        goes on beside whoever calls, one round at a time. Raises nothing.
        """
        if self._round is not None and not self._round.done():
            return
        version = self.version()
        if self._looked is not None:
            seen, at = self._looked
            allowed_again = any(until <= now for _, until in self._limits.values())
            if seen == version and at <= now < at + self.every and not allowed_again:
                return
        self._looked = (version, now)
        self._round = asyncio.create_task(self._refresh_all(now), name="home pages")

    async def settle(self) -> None:
        """Wait until the round that is under way is over."""
        if self._round is not None:
            await asyncio.wait({self._round})

    async def close(self) -> None:
        """Stop: what is not shown is shown after the next start."""
        if self._round is not None:
            self._round.cancel()
            await asyncio.wait({self._round})

    async def _refresh_all(self, now: datetime) -> None:
        for platform in self.platforms.values():
            asked, until = self._limits.get(platform.name, (now, now))
            if not platform.workspace or asked <= now < until:
                continue
            self._limits.pop(platform.name, None)
            try:
                await self._refresh(platform, now)
            except RateLimited as limit:
                self._wait(platform.name, now, limit)
            except CoursebotError as error:
                log.warning("action=homes_not_shown platform=%s error=%s", platform.name, type(error).__name__)
            except Exception:
                log.exception("action=homes_failed platform=%s", platform.name)

    def _wait(self, platform: str, now: datetime, limit: RateLimited) -> None:
        self._limits[platform] = (now, now + timedelta(seconds=max(limit.retry_after, 1.0)))
        log.info("action=homes_wait platform=%s seconds=%g", platform, limit.retry_after)

    async def _refresh(self, platform: Platform, now: datetime) -> None:
        """One after the other: a platform that is asked for many pages at once refuses. Raises RateLimited, and what
        was wrong where several in a row could not be shown.
        """
        troubles = 0
        pages = list(await self.run.read(homes.pages, platform=platform.name, workspace=platform.workspace))
        self.arrange(pages)
        for page in pages:
            try:
                await self._renew(platform, page, now)
            except RateLimited:
                raise
            except CoursebotError:
                troubles += 1
                if troubles == TROUBLES:
                    raise
            except Exception:
                log.exception("action=home_failed platform=%s", platform.name)
            else:
                troubles = 0

    async def _renew(self, platform: Platform, page: HomePage, now: datetime) -> None:
        """Show one page anew, where it says something else by now."""
        reply = await self._reply(page, now)
        digest = digest_of(reply)
        if digest == page.digest or digest == await self.run.read(homes.digest_now, page):
            return
        try:
            await platform.show_home(page.account, reply)
        except PostRefused as refusal:
            log.warning("action=home_refused platform=%s error=%s", platform.name, refusal)
            await self.run(homes.forgotten, page)
        else:
            await self.run(homes.shown, page, digest)

    async def _reply(self, page: HomePage, now: datetime) -> Reply:
        inbound = Inbound(
            platform=page.platform,
            workspace=page.workspace,
            account=page.account,
            account_name=page.name,
            channel="",
            now=now,
            action=Action(VERB),
        )
        answer = await self.page(inbound)
        if not isinstance(answer, Reply):
            raise TypeError(f"a page is a reply, not {type(answer).__name__}")
        return answer
