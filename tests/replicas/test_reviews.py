"""Reviews that reach several replicas at once: each is kept once, and nobody is told of a conflict in the database."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

from bot.course.notice import NoticeKind
from bot.services.particulars import PARTICULARS
from bot.store import people, reviews
from bot.store.database import open_database
from bot.store.records import ReviewVersion
from tests.replicas.town import MONDAY, replicas

TEXT = "It measures what it claims."


async def test_two_that_add_the_next_version_at_the_same_time_are_both_kept(database_url):
    store = open_database(database_url, run_id="two")
    maya = await store.run(people.add_person, name="Maya Lindqvist", now=MONDAY)
    together, attempts = threading.Barrier(2, timeout=30), []

    def add(connection, window):
        known = reviews.of_review(connection, "seminar", maya, "rdd")
        attempts.append(window)
        if len(attempts) <= together.parties:
            together.wait()  # neither sees the other's
        reviews.add_version(
            connection,
            ReviewVersion(
                course="seminar", person=maya, paper="rdd", number=len(known) + 1, session="rdd", window=window,
                complete=False, received_at=MONDAY, form="", answers={},
            ),
        )  # fmt: skip

    await asyncio.gather(store.run(add, "a"), store.run(add, "b"))
    kept = await store.run.read(reviews.of_review, "seminar", maya, "rdd")
    await store.close()
    assert [one.number for one in kept] == [1, 2]
    assert {one.window for one in kept} == {"a", "b"}
    assert len(attempts) == 3


async def test_a_conflict_while_a_receipt_is_put_into_words_costs_nothing(town, database_url, tmp_path):
    looked_up = []

    def conflicting(connection, *about):
        """The first time another transaction is in the way."""
        looked_up.append(about)
        if len(looked_up) == 1:
            connection.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$")
        return PARTICULARS[NoticeKind.RECEIPT](connection, *about)

    async with replicas(town, [database_url], tmp_path) as one:
        (bot,) = one.bots
        bot.app.announcer.particulars = {NoticeKind.RECEIPT: conflicting}
        await town.maya.slash("/review write resilient")
        view = await town.maya.sees_view()
        assert await town.maya.submit(dict.fromkeys(view.values, TEXT)) == {"response_action": "clear"}
        await one.idle()
        await one.tick(MONDAY + timedelta(minutes=1))
        assert TEXT in (await town.maya.sees_text("Your review of")).plain
        assert len(looked_up) == 2
