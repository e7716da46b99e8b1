"""What people type, press and say to the bot on Slack, and what they see of its answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.course.model import CourseRole
from tests.slack_server import Person, SlackServer
from tests.support.slack_bots import SlackBot, channel_of, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    person = slack.person("Maya Lindqvist")
    channel_of(slack, "seminar").members.append(person.id)
    return person


@pytest.fixture
async def bot(database_path: Path, tmp_path: Path, slack: SlackServer, maya: Person) -> AsyncIterator[SlackBot]:
    async with slack_bot(database_path, tmp_path, slack, at=AT) as running:
        await running.enter(maya, CourseRole.STUDENT)
        yield running


async def test_a_command_in_a_channel_is_answered_to_the_one_person(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    seminar = channel_of(slack, "seminar")
    noah = slack.person("Noah")
    seminar.members.append(noah.id)
    await maya.slash("/readings", seminar)
    answer = await maya.hears(seminar)
    assert "Resilient Distributed Datasets" in answer.plain
    assert answer.ephemeral_to == maya.id
    assert noah.unheard() == []
