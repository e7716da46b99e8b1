"""A course with so many students on the Slack server, and something that the bot has to say to each of them.

Whoever takes it decides how time passes: bots tick as the service does, until a test has seen what it waits for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import App
from bot.conversation import codec
from bot.conversation.reply import Reply, paragraph
from bot.course.model import CourseRole
from bot.course.notice import Notice, NoticeKind
from bot.platforms.slack.credentials import Credentials
from bot.store import ledger, people
from bot.store.database import Connection
from bot.store.tables import delivery
from tests.slack_server import Channel, Person, SlackServer

SAFETY = 15.0
"""Seconds between ticks, whatever the last one said."""


@dataclass
class Crowd:
    """What stands with each student."""

    slack: SlackServer
    shared: Channel
    students: Sequence[Person]

    @property
    def secrets(self) -> Credentials:
        return Credentials(bot_token=self.slack.bot_token, app_token=self.slack.app_token, api_url=self.slack.api_url)

    def told(self) -> list[int]:
        """How many messages stand with each student."""
        written = {channel.direct: len(channel.standing()) for channel in self.slack.channels.values()}
        return [written.get(student.id, 0) for student in self.students]

    def is_told(self) -> bool:
        return all(self.told())

    def written(self) -> int:
        return sum(self.told())


def crowd_on(slack: SlackServer, count: int) -> Crowd:
    shared = slack.channel("seminar", bot=True)
    slack.channel("seminar-staff", private=True, bot=True)
    return Crowd(slack, shared, [slack.person(f"Student {number}") for number in range(count)])


def enrolled(connection: Connection, crowd: Crowd, now: datetime) -> None:
    for student in crowd.students:
        person = people.ensure_account(
            connection,
            platform="slack",
            workspace=crowd.slack.team_id,
            user_id=student.id,
            name=student.name,
            now=now,
        )
        people.set_membership(connection, course="seminar", person_id=person, role=CourseRole.STUDENT, now=now)


def entered(connection: Connection, crowd: Crowd, now: datetime) -> None:
    """Something to be said to each student now."""
    for student in crowd.students:
        known = people.who(connection, "slack", crowd.slack.team_id, student.id)
        assert known is not None
        notice = Notice(
            course="seminar",
            kind=NoticeKind.WELCOME,
            item="",
            occurrence=ledger.ONCE,
            due_at=now,
            stale_after=now + timedelta(days=1),
            title="Hello",
        )
        entry = ledger.Entry(
            notice=notice,
            destination=ledger.PERSONAL,
            platform="slack",
            channel=student.id,
            recipient=str(known.person),
            details={"reply": codec.encode(Reply((paragraph("Hello."),)))},
        )
        ledger.enqueue(connection, entry, now=now)


def open_rows(connection: Connection) -> int:
    """How many deliveries are not at their end, or are still to be looked at."""
    waiting = delivery.c.state.in_(("waiting", "claimed")) | delivery.c.check_at.is_not(None)
    return len(connection.execute(delivery.select().where(waiting)).all())


async def serve(app: App, clock: Callable[[], datetime], until: Callable[[], bool], *, rate: float = 1.0) -> None:
    """Tick as the service does, until it is so. The clock runs `rate` times as fast as the loop's."""
    while not until():
        coming = await app.tick(clock())
        wait = SAFETY if coming is None else (coming - clock()).total_seconds()
        await asyncio.sleep(min(max(wait, 0.0), SAFETY) / rate)
