"""How often Slack is tried while it is away, and how often that is said."""

from __future__ import annotations

import asyncio

import pytest

from bot.conversation.port import RateLimited
from bot.errors import PlatformDown
from bot.platforms.slack.outage import PAUSES, Outage

AWAY = PlatformDown("Slack cannot be reached")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds for which the loop was asked to wait; nobody does."""
    asked: list[float] = []

    async def sleep(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return asked


async def test_pauses_grow_and_the_last_one_lasts(waits: list[float]) -> None:
    outage = Outage()
    for _ in range(8):
        await outage.bear(AWAY)
    assert waits == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert list(PAUSES) == sorted(PAUSES)


async def test_slack_is_left_alone_for_as_long_as_it_asks(waits: list[float]) -> None:
    outage = Outage((1.0, 2.0, 60.0))
    for _ in range(3):
        await outage.bear(RateLimited(30))
    assert waits == [30.0, 30.0, 60.0]


async def test_a_success_alone_does_not_shorten_the_pauses_but_a_steady_one_does(waits: list[float]) -> None:
    outage = Outage((1.0, 2.0, 4.0))
    await outage.bear(AWAY)
    outage.over()
    await outage.dropped()
    outage.steady()
    await outage.dropped()
    assert waits == [1.0, 2.0, 1.0]


async def test_an_outage_is_said_once_and_its_end_once(waits: list[float], caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage()
    outage.over()
    for _ in range(2):
        await outage.bear(AWAY)
        await outage.bear(RateLimited(3))
        outage.over()
        outage.over()
    said = [record.getMessage().partition(" ")[0].rstrip(";") for record in caplog.records]
    assert said == ["action=slack_away", "action=slack_back"] * 2
    assert "Slack cannot be reached" in caplog.text


async def test_a_connection_that_drops_is_no_outage(waits: list[float], caplog: pytest.LogCaptureFixture) -> None:
    outage = Outage()
    await outage.dropped()
    outage.over()
    assert caplog.records == []
