"""What people ask, press and submit reaches any of the replicas, and nobody can tell which."""

from __future__ import annotations

import asyncio

import pytest

from tests.replicas.town import MONDAY, replicas
from tests.slack_server import NotAcknowledged

ANNOUNCE = "Post an announcement"
WORDS = "Bring laptops.\n\nThe demo is live."
WAYS = pytest.mark.parametrize("http", [False, True], ids=["sockets", "balancer"])


def shared_out(town, those) -> list[int]:
    """How many requests each replica got."""
    return [len(bot.ears.asked) for bot in those.bots]


@WAYS
async def test_each_question_is_answered_once_by_one_of_them(town, database_url, tmp_path, http):
    async with replicas(town, [database_url] * 2, tmp_path, http=http) as two:
        for _ in range(4):
            await town.maya.slash("/readings", town.seminar)
            assert "Resilient Distributed Datasets" in (await town.maya.hears(town.seminar)).plain
        for _ in range(2):
            await town.maya.says("deadlines")
            assert "Project proposal" in (await town.maya.hears(town.maya.direct)).plain
        await two.idle()
        assert town.maya.unheard() == []
        assert sum(shared_out(town, two)) == 6
        assert min(shared_out(town, two)) >= 2


@WAYS
async def test_a_button_works_whoever_posted_its_message(town, database_url, tmp_path, http):
    async with replicas(town, [database_url] * 2, tmp_path, http=http, live=False) as two:
        await two.tick(MONDAY)
        message = await town.ada.sees_text("Please check that I have understood it right", town.staff)
        for _ in two.bots:
            await town.ada.press(message, "Roster is right")
        await two.idle()
        assert shared_out(town, two) == [1, 1]
        said = [one.plain for one in town.ada.unheard()]
        assert sum(words.startswith("Noted: the roster is right.") for words in said) == 1
        assert sum(words.startswith("That was said already by Ada Rivera") for words in said) == 1


@WAYS
async def test_a_form_that_one_opened_is_saved_once_by_another(town, database_url, tmp_path, http):
    async with replicas(town, [database_url] * 2, tmp_path, http=http) as two:
        await town.ada.slash("/course announce", town.staff)
        await town.ada.sees_view(ANNOUNCE)
        await town.ada.submit({"Text": WORDS})
        await town.ada.sees_view("Preview")
        await town.ada.submit()
        await town.ada.sees_no_view()
        assert min(shared_out(town, two)) >= 1
        await two.idle()
        await two.tick(two.bots[0].now)
        posts = [one.plain for one in town.slack.seen(town.seminar) if "Bring laptops." in one.plain]
        assert len(posts) == 1


@WAYS
async def test_a_form_submitted_to_both_at_once_is_saved_once(town, database_url, tmp_path, http):
    async with replicas(town, [database_url] * 2, tmp_path, http=http) as two:
        await town.ada.slash("/course announce", town.staff)
        await town.ada.sees_view(ANNOUNCE)
        await town.ada.submit({"Text": WORDS})
        preview = await town.ada.sees_view("Preview")
        before = shared_out(town, two)
        twice = await asyncio.gather(
            town.ada.submit(view=preview), town.ada.submit(view=preview), return_exceptions=True
        )
        assert not [one for one in twice if isinstance(one, NotAcknowledged)]
        assert [now - then for now, then in zip(shared_out(town, two), before, strict=True)] == [1, 1]
        await two.idle()
        await two.tick(two.bots[0].now)
        posts = [one.plain for one in town.slack.seen(town.seminar) if "Bring laptops." in one.plain]
        assert len(posts) == 1
