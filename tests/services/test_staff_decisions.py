"""Go live amid a rehearsal, taking back what is on its way, and questions that come up again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.conversation.port import PostRefused
from bot.conversation.reply import Reply, paragraph
from bot.course.notice import Notice, NoticeKind
from bot.services import announcing, control
from bot.services.announcing import Wish
from bot.services.outlook import entries
from bot.store import ledger, verdicts
from bot.store.tables import delivery
from tests.services.test_delivery import FORMS, MANY, SHARED, STAFF, START, WEEKLY, WHOLE_TERM, utc
from tests.support.bots import running
from tests.support.courses import course
from tests.support.loopback import LoopbackPlatform

MINUTE = timedelta(minutes=1)


async def _go_live(bot, now):
    (seminar,) = await bot.app.courses()
    await bot.run(control.go_live, course=seminar, now=now, by=None)


# --- rehearsal ----------------------------------------------------------------------------------------------------


async def test_a_rehearsal_line_that_still_waits_at_go_live_is_never_said(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, live=False) as bot:
        bot.server.refused_channels.add(STAFF)
        await bot.ticks(WEEKLY)
        await _go_live(bot, WEEKLY + MINUTE)
        assert (await bot.states())["seminar/rehearsal/weekly/week:2022-01-31/post//"] == "skipped"
        bot.server.refused_channels.clear()
        await bot.ticks(WEEKLY + 2 * MINUTE, WEEKLY + timedelta(hours=1))
        assert bot.server.keys(STAFF) == []
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_a_rehearsal_line_that_is_on_its_way_at_go_live_is_not_tried_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, live=False) as bot:
        await bot.ticks(WEEKLY)
        bot.server.next("post", "drop_before")
        await bot.ticks(utc(1, 30, 21))
        await _go_live(bot, utc(1, 30, 22))
        await bot.run(_rehearse_again)
        await bot.ticks(utc(1, 30, 23))
        assert len(bot.server.keys(STAFF)) == 1


def _rehearse_again(connection):
    """As if the tick had claimed it just before."""
    rehearsed = delivery.c.destination == "rehearsal"
    values = {"state": "claimed", "next_attempt_at": None}
    connection.execute(delivery.update().where(rehearsed, delivery.c.state == "skipped").values(**values))


async def test_materials_rehearsed_before_go_live_are_no_news_afterwards(database_url, tmp_path):
    slides = "    date: 2022-01-31\n    materials: [{kind: slides, title: PDF, url: https://example.org/s.pdf}]\n"
    async with running(database_url, tmp_path, at=START, live=False) as bot:
        await bot.edit("    date: 2022-01-31\n", slides, START)
        await _go_live(bot, START + MINUTE)
        await bot.ticks(START + 2 * MINUTE)
        assert not any("materials" in post.key for post in bot.server.posts)


def test_without_a_staff_channel_a_rehearsal_has_no_place():
    seminar = course(channels={"slack": {"announcements": "#course"}})
    weekly = Notice(
        course="seminar",
        kind=NoticeKind.WEEKLY,
        item="week:2022-01-31",
        occurrence="post",
        due_at=WEEKLY,
        stale_after=WEEKLY + timedelta(days=7),
    )
    assert entries(seminar, weekly, live=False) == ()


# --- taking back --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Interrupted(LoopbackPlatform):
    """Calls `during` once, after the post of part 02 has arrived and before its mark."""

    during: list = field(default_factory=list)

    async def post(self, channel, reply, key):
        reference = await super().post(channel, reply, key)
        if key.endswith("/02") and self.during:
            await self.during.pop()()
        return reference


async def test_a_post_taken_back_between_its_parts_goes_as_a_whole(database_url, tmp_path):
    during = []
    async with running(database_url, tmp_path, at=START, kind=Interrupted, blocks=1, during=during) as bot:

        async def take_back():
            last = await bot.app.database.run.read(ledger.last_sent, "seminar")
            assert await bot.run(verdicts.start_retract, last.id, now=WEEKLY)

        during.append(take_back)
        await bot.ticks(WEEKLY, WEEKLY + MINUTE, WEEKLY + timedelta(hours=1))
        assert bot.server.calls.count("post") == 2, "nothing more of it was said"
        assert bot.server.keys(SHARED) == []


@pytest.mark.parametrize("fault", ["drop_after", "late"])
async def test_a_part_of_which_nobody_knows_is_looked_for_and_taken_back(fault, database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", None, fault)
        await bot.ticks(WEEKLY)
        first = (await bot.ids("sent"))[0]
        assert await bot.run(verdicts.start_retract, first, now=WEEKLY)
        await bot.ticks(WEEKLY + timedelta(seconds=1))
        bot.server.arrive()
        await bot.ticks(WEEKLY + 3 * MINUTE)
        assert bot.server.keys(SHARED) == []
        assert not await bot.ids("waiting")


async def test_a_held_part_of_a_post_taken_back_cannot_be_sent_any_more(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", None, "drop_after")
        bot.server.unreadable = True
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        (held,) = await bot.ids("held")
        assert await bot.run(verdicts.start_retract, (await bot.ids("sent"))[0], now=WEEKLY + MINUTE)
        assert not await bot.run(verdicts.settle_held, held, "send", now=WEEKLY + MINUTE)
        bot.server.unreadable = False
        await bot.ticks(WEEKLY + timedelta(hours=1))
        assert bot.server.keys(SHARED) == []


async def test_a_post_that_staff_said_was_there_is_found_to_be_taken_back(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "drop_after")
        bot.server.unreadable = True
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        (held,) = await bot.ids("held")
        await bot.run(verdicts.settle_held, held, "there", now=WEEKLY + MINUTE)
        await bot.run(verdicts.start_retract, held, now=WEEKLY + MINUTE)
        await bot.ticks(WEEKLY + MINUTE)
        assert len(bot.server.keys(SHARED)) == 1, "nobody can look yet"
        bot.server.unreadable = False
        await bot.ticks(WEEKLY + timedelta(hours=1))
        assert bot.server.keys(SHARED) == []


@dataclass(frozen=True)
class Unmovable(LoopbackPlatform):
    """Deletes nothing while there are `refusals`."""

    refusals: list = field(default_factory=list)

    async def delete(self, channel, reference):
        if self.refusals:
            raise PostRefused(self.refusals[0])
        await super().delete(channel, reference)


@dataclass(frozen=True)
class Clumsy(LoopbackPlatform):
    """Its delete and its post have bugs."""

    deletes: list = field(default_factory=list)
    posts: list = field(default_factory=list)
    broken_for: tuple = ()

    async def delete(self, channel, reference):
        if self.deletes:
            raise KeyError(self.deletes.pop())
        await super().delete(channel, reference)

    async def post(self, channel, reply, key):
        if channel in self.broken_for:
            raise KeyError(channel)
        reference = await super().post(channel, reply, key)
        if self.posts:
            raise KeyError(self.posts.pop())
        return reference


async def test_a_retract_that_is_refused_is_told_once_and_done_when_it_is_mended(database_url, tmp_path):
    refusals = ["I may not delete messages here"]
    async with running(database_url, tmp_path, at=START, kind=Unmovable, blocks=1, refusals=refusals) as bot:
        await bot.ticks(WEEKLY)
        sent = await bot.ids("sent")
        assert len(sent) > 1
        await bot.run(verdicts.start_retract, sent[0], now=WEEKLY)
        for minutes in range(0, 180, 15):
            await bot.ticks(WEEKLY + minutes * MINUTE)
        told = [post.text for post in bot.server.visible(STAFF)]
        assert [text.startswith("I cannot take a post back") for text in told].count(True) == 1
        assert told.count("I may not delete messages here.") == 1
        assert len(bot.server.keys(SHARED)) == len(sent)
        refusals.clear()
        await bot.ticks(WEEKLY + timedelta(hours=4))
        assert bot.server.keys(SHARED) == []


async def test_a_delete_that_fails_unexpectedly_is_tried_again_and_holds_up_nothing(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, kind=Clumsy, deletes=["ts"]) as bot:
        await bot.ticks(WEEKLY)
        (sent,) = await bot.ids("sent")
        await bot.run(verdicts.start_retract, sent, now=WEEKLY)
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[1]]


async def test_a_bug_after_the_post_was_accepted_costs_no_second_post(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, kind=Clumsy, posts=["ts"]) as bot:
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        assert bot.server.calls == ["post", "find"]
        assert (await bot.states())[WHOLE_TERM[0]] == "sent"


async def test_a_bug_that_stays_is_given_up_and_staff_are_told(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, kind=Clumsy, broken_for=(SHARED,)) as bot:
        for minutes in (0, 1, 5, 30, 60):
            await bot.ticks(WEEKLY + minutes * MINUTE)
        assert (await bot.states())[WHOLE_TERM[0]] == "failed"
        assert ["did not go out" in post.text for post in bot.server.visible(STAFF)] == [True]


# --- questions ----------------------------------------------------------------------------------------------------


async def test_staff_are_asked_again_where_their_answer_led_to_the_same_doubt(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.unreadable = True
        bot.server.next("post", "drop_before")
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        (held,) = await bot.ids("held")
        await bot.run(verdicts.settle_held, held, "send", now=WEEKLY + MINUTE)
        bot.server.next("post", "drop_before")
        await bot.ticks(WEEKLY + 2 * MINUTE, WEEKLY + timedelta(hours=1))
        assert await bot.ids("held") == [held]
        assert len(bot.server.visible(STAFF)) == 2


async def test_a_question_to_staff_is_not_lost_where_nobody_can_look_for_it(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.unreadable = True
        bot.server.next("post", "drop_before", "drop_before")  # the weekly post, then the question about it
        await bot.ticks(WEEKLY, WEEKLY + MINUTE, WEEKLY + 2 * MINUTE, WEEKLY + 3 * MINUTE)
        assert len(bot.server.visible(STAFF)) == 1


async def test_the_rest_of_a_held_post_ends_when_it_is_over(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", "drop_after")
        bot.server.unreadable = True
        await bot.ticks(WEEKLY, WEEKLY + MINUTE)
        assert await bot.ids("waiting")
        await bot.ticks(utc(2, 1, 0))
        assert not [key for key, state in await bot.ledger() if state == "waiting" and "week:2022-01-31" in key]


async def test_a_dropped_post_stays_dropped_after_a_restart(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=MANY) as bot:
        await bot.ticks(START, WEEKLY, FORMS)
        for held in await bot.ids("held"):
            await bot.run(verdicts.settle_held, held, "drop", now=FORMS)
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(FORMS + timedelta(hours=1))
        assert bot.server.keys(SHARED) == []


async def test_a_pause_stops_what_waits_already_but_not_what_staff_ask_for(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "down")
        await bot.ticks(WEEKLY)
        await bot.run(control.pause, "seminar", until=None, reason="", now=WEEKLY, by=None)
        (seminar,) = await bot.app.courses()
        await bot.run(_announce, seminar)
        await bot.ticks(WEEKLY + MINUTE, WEEKLY + timedelta(days=1))
        assert bot.server.keys(SHARED) == ["seminar/console/announce/t1///"]
        await bot.run(control.resume, "seminar", now=WEEKLY + timedelta(days=1), by=None)
        await bot.ticks(WEEKLY + timedelta(days=1))
        assert bot.server.keys(SHARED)[1:] == WHOLE_TERM[:1]


def _announce(connection, seminar):
    said = Reply((paragraph("No class today"),), private=False)
    wish = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=said, token="t1")
    announcing.say(connection, wish, course=seminar, now=WEEKLY, by=None)
