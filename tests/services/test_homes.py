"""The bot's page: shown when it is opened, and shown anew when it says something else, to those who opened it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.conversation.plain import plain
from bot.conversation.port import OutcomeUnknown, PostRefused, RateLimited
from bot.conversation.request import Event
from bot.course.model import CourseRole
from bot.services.homes import EVERY, in_order
from tests.services.test_delivery import START, utc
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Channels, Staffroom, staffroom

MINUTE = timedelta(minutes=1)


@dataclass
class Pages(Channels):
    """A platform that shows pages, and counts how often."""

    shown: list[str] = field(default_factory=list)
    refusals: dict[str, Exception] = field(default_factory=dict)
    """Account → what becomes of its page."""

    async def show_home(self, account, reply):
        if account in self.refusals:
            raise self.refusals[account]
        self.shown.append(account)
        await super().show_home(account, reply)


@dataclass
class Hall:
    room: Staffroom
    pages: Pages

    async def opens(self, account):
        await self.room.app.happened(
            Event(
                kind="home", platform="slack", workspace="W", account=account, account_name=account, now=self.room.now
            )
        )

    async def at(self, now):
        """A tick, and all that follows from it."""
        await self.room.tick(now)
        await self.room.app.homes.settle()

    def page(self, account):
        return plain(self.pages.homes[account])


@asynccontextmanager
async def hall(database_url, tmp_path, pages=None):
    async with staffroom(database_url, tmp_path, at=START) as room:
        await room.join("Ada", CourseRole.STUDENT)
        await room.join("Bob", CourseRole.STUDENT)
        seen = Hall(room, pages or Pages())
        room.app.homes.platforms = {"slack": seen.pages}
        yield seen


async def test_who_opens_the_page_sees_the_menu_and_what_is_next(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        assert "[What’s next] [My reviews] [Deadlines] [Help]" in seen.page("ada")
        assert "Big Data Systems" in seen.page("ada")
        await seen.opens("ada")
        assert seen.pages.shown == ["ada", "ada"], "shown at each opening"


async def test_a_page_is_shown_anew_when_the_schedule_changes_and_not_otherwise(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.at(START)
        await seen.opens("ada")
        await seen.at(START + MINUTE)
        await seen.at(START + 2 * EVERY)
        assert seen.pages.shown == ["ada"], "nothing has changed, and nobody else has opened theirs"
        await seen.room.edit(TWO_CLASSES.replace("title: Big Data Systems", "title: Huge Data Systems"))
        await seen.at(START + 2 * EVERY + MINUTE)
        assert "Huge Data Systems" in seen.page("ada")
        assert seen.pages.shown == ["ada", "ada"]


async def test_a_page_is_shown_anew_when_a_class_is_over(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        seen.room.now = utc(1, 31, 20)
        await seen.opens("ada")
        assert "Big Data Systems" in seen.page("ada")
        await seen.at(utc(1, 31, 23))
        await seen.at(utc(2, 1, 0))
        assert "Big Data Systems" not in seen.page("ada")
        assert "Hardware" in seen.page("ada")


async def test_days_on_which_nothing_happens_leave_a_page_as_it_is(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        for day in range(1, 10):
            await seen.at(START + timedelta(days=day))
        assert seen.pages.shown == ["ada"]


async def test_staff_see_their_buttons_once_they_are_staff(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        assert "[Pause]" not in seen.page("ada")
        await seen.room.join("Ada", CourseRole.TA)
        await seen.at(START + EVERY)
        assert "[Pause]" in seen.page("ada")


async def test_a_restart_forgets_no_page(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        pages = seen.pages
    async with hall(database_url, tmp_path, pages) as again:
        await again.at(START + MINUTE)
        assert pages.shown == ["ada"], "it says what it said"
    async with hall(database_url, tmp_path, pages) as again:
        await again.at(utc(2, 1, 0))
        assert pages.shown == ["ada", "ada"]
        assert "Hardware" in again.page("ada")


async def test_a_rate_limit_stops_the_round_for_as_long_as_it_says(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        seen.room.app.homes.arrange = in_order  # of several processes each begins somewhere else
        await seen.opens("ada")
        await seen.opens("bob")
        later = utc(2, 1, 0)
        seen.pages.refusals = {"ada": RateLimited(30)}
        await seen.at(later)
        assert seen.pages.shown == ["ada", "bob"], "nobody is tried after the refusal"
        seen.pages.refusals = {}
        await seen.room.edit(TWO_CLASSES.replace("title: Hardware", "title: Software"))
        await seen.at(later + timedelta(seconds=29))
        assert seen.pages.shown == ["ada", "bob"]
        await seen.at(later + timedelta(seconds=30))
        assert seen.pages.shown == ["ada", "bob", "ada", "bob"]


async def test_one_page_that_cannot_be_shown_keeps_nobody_elses_from_being_shown(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        await seen.opens("bob")
        for trouble in (OutcomeUnknown("no answer"), PostRefused("no such person"), ValueError("a bug")):
            seen.pages.refusals = {"ada": trouble}
            await seen.room.edit(TWO_CLASSES.replace("Big Data Systems", f"Data {type(trouble).__name__}"))
            await seen.at(seen.room.now + EVERY)
            assert f"Data {type(trouble).__name__}" in seen.page("bob")
            assert "Big Data Systems" in seen.page("ada")
            await seen.opens("ada")


async def test_a_page_that_could_not_be_shown_when_it_was_opened_follows(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        seen.pages.refusals = {"ada": OutcomeUnknown("no answer")}
        await seen.opens("ada")
        seen.pages.refusals = {}
        await seen.at(START + EVERY)
        assert seen.pages.shown == ["ada"]


async def test_a_page_that_the_platform_refuses_is_left_alone_until_it_is_opened(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        seen.pages.refusals = {"ada": PostRefused("no such person")}
        await seen.at(utc(2, 1, 0))
        seen.pages.refusals = {}
        await seen.at(utc(2, 1, 1))
        assert seen.pages.shown == ["ada"]
        await seen.opens("ada")
        assert "Hardware" in seen.page("ada")


async def test_nobodys_page_is_made_between_two_rounds(database_url, tmp_path):
    async with hall(database_url, tmp_path) as seen:
        await seen.opens("ada")
        await seen.at(START)
        asked = []
        seen.room.app.homes.page = asked.append
        await seen.at(START + MINUTE)
        assert asked == []
