"""What each replica keeps up to date by itself: they share the work out, and Slack is not asked as many times."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from tests.replicas.town import MONDAY, replicas

LOOK = MONDAY.replace(hour=23)
"""15:00 in Los Angeles."""


async def test_one_of_them_looks_at_the_people_each_day(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        await three.tick(LOOK - timedelta(minutes=1))
        for days in (0, 1, 2):
            before = town.slack.count("conversations.members")
            await three.tick(LOOK + timedelta(days=days))
            assert town.slack.count("conversations.members") == before + 1


async def test_the_day_s_news_is_told_once_whoever_heard_of_it(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        await three.tick(MONDAY)
        for name in ("Noor Aziz", "Ben Okafor", "Ines Duarte"):
            await town.slack.person(name).joins(town.seminar)
        await three.idle()
        await three.tick(LOOK + timedelta(hours=1))
        news = [key for key in town.keys(town.staff) if "/joined/" in key]
        assert [town.keys(town.staff)[key] for key in news] == [1]
        (told,) = [one.plain for one in town.slack.seen(town.staff) if "Noor Aziz" in one.plain]
        assert "Ben Okafor" in told
        assert "Ines Duarte" in told


@pytest.mark.torture
async def test_home_pages_are_shown_anew_about_once_between_them(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        people = [town.slack.person(f"Student {number}") for number in range(24)]
        for person in people:
            await person.opens_home()
        await three.idle()
        await three.tick(MONDAY)
        before = {person.id: person.home.plain for person in people}
        published = town.slack.count("views.publish")
        await three.bots[0].edit(
            three.bots[0].file.read_text(encoding="utf-8").replace("Big Data Systems", "Big Ideas")
        )
        await three.tick(MONDAY)
        assert all(person.home.plain != before[person.id] for person in people)
        assert len(people) <= town.slack.count("views.publish") - published < 2 * len(people)


async def test_one_welcome_whoever_of_them_somebody_meets(town, database_url, tmp_path):
    async with replicas(town, [database_url] * 3, tmp_path) as three:
        await asyncio.gather(*(town.maya.slash("/readings", town.seminar) for _ in range(6)))
        await three.idle()
        await three.tick(MONDAY)
        await three.idle()
        welcomes = [one for one in town.slack.seen(town.maya) if one.metadata]
        assert len(welcomes) == 1
