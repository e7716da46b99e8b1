"""Several replicas tick at the same instants: what is due stands once, in order, and nobody is asked in vain."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.conversation.reply import Reply, paragraph
from bot.course.notice import NoticeKind
from bot.services import announcing, control
from bot.services.announcing import Wish
from bot.store import verdicts
from bot.store.tables import delivery
from tests.replicas.town import MONDAY, replicas
from tests.services.test_delivery import START, TERM, WHOLE_TERM

ON_SLACK = [key.replace("/console/", "/slack/").removesuffix("/") for key in WHOLE_TERM]
HOUR = timedelta(hours=1)


async def rows(those):
    query = delivery.select().order_by(delivery.c.id)
    return await those.bots[0].app.database.run.read(lambda connection: list(connection.execute(query)))


async def test_a_term_is_announced_once_in_order(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path, at=START) as three:
        now = START
        while now is not None and now < TERM[-1]:
            coming = await three.tick(now)
            assert len(coming) == 1, "all know when something is due next"
            now = coming.pop()
        standing = [one.metadata["event_payload"]["key"] for one in town.slack.seen(town.seminar) if one.metadata]
        assert [key.removesuffix("/") for key in standing] == ON_SLACK
        assert town.slack.count("conversations.history") == 0, "nothing was looked for in vain"
        assert town.slack.count("chat.delete") == 0
        assert len({row.owner for row in await rows(three) if row.state == "sent"}) > 1, "several of them have posted"


async def test_a_rehearsal_is_told_once_and_going_live_says_it_once(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path, live=False) as three:
        for now in (MONDAY, MONDAY + 2 * HOUR):
            await three.tick(now)
        told = [one.plain for one in town.slack.seen(town.staff) if one.metadata]
        assert sum(words.startswith("Rehearsal: ") for words in told) == 1
        assert len(told) == len(set(told)) == 2, "with the roster"
        assert town.keys() == {}
        now = MONDAY + 3 * HOUR
        (course,) = await three.bots[0].app.courses()
        await asyncio.gather(
            *(bot.app.database.run(control.go_live, course=course, now=now, by=None) for bot in three.bots)
        )
        await three.tick(now)
        assert list(town.keys().values()) == [1]


async def test_what_staff_take_back_is_deleted_and_stays_away(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        await three.tick(MONDAY + HOUR)
        (sent,) = [row for row in await rows(three) if row.state == "sent" and row.kind == "weekly"]
        assert await three.bots[1].app.database.run(verdicts.start_retract, sent.id, now=MONDAY + HOUR)
        await three.tick(MONDAY + HOUR)
        await three.tick(MONDAY + 2 * HOUR)
        assert town.keys() == {}
        assert town.slack.count("chat.postMessage") == len(town.slack.seen(town.staff)) + 1


async def test_what_is_due_at_once_in_one_channel_keeps_its_order(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        run = three.bots[0].app.database.run
        (course,) = await three.bots[0].app.courses()
        words = [f"Announcement {number}" for number in range(12)]
        for one in words:
            wish = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=Reply((paragraph(one),)), token=one)
            await run(announcing.say, wish, course=course, now=MONDAY, by=None)
        await three.tick(MONDAY)
        assert [one.plain for one in town.slack.seen(town.seminar)] == words
        assert town.slack.count("conversations.history") == 0


async def test_while_one_is_at_work_in_a_channel_the_others_say_nothing_there(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        first, *others = [bot.app for bot in three.bots]
        (course,) = await first.courses()
        for number in range(8):
            wish = Wish(
                kind=NoticeKind.ANNOUNCE,
                purpose="announcements",
                reply=Reply((paragraph(f"{number}"),)),
                token=f"{number}",
            )
            await first.database.run(announcing.say, wish, course=course, now=MONDAY, by=None)
        before = town.slack.count("chat.postMessage")
        town.slack.fault("chat.postMessage", "never_answer_after")
        slow = asyncio.create_task(first.tick(MONDAY))
        await town.slack.called("chat.postMessage", before + 1)
        await asyncio.gather(*(app.tick(MONDAY) for app in others))
        assert [one.plain for one in town.slack.seen(town.seminar)] == ["0"]
        town.slack.faults.held.set()
        await slow
        await three.tick(MONDAY + timedelta(minutes=5))
        assert sorted(one.plain for one in town.slack.seen(town.seminar)) == [f"{number}" for number in range(8)]
