"""The board in a channel on Slack: one pinned message that a burst of changes edits once, and a class that begins."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.course.model import CourseRole
from bot.services import seating
from bot.store import people
from tests.slack_server import Person, SlackServer
from tests.support.seat_desk import MINUTE, START, key, la, text
from tests.support.slack_bots import SlackBot, slack_bot

SECOND = timedelta(seconds=1)


async def takes(bot: SlackBot, person: Person, role: str) -> None:
    known = await bot.app.database.run.read(people.who, "slack", bot.slack.team_id, person.id)
    (course,) = await bot.app.courses()
    await bot.app.database.run(seating.take, course, key("raft", role), known.person, now=bot.now)


async def opens(bot: SlackBot) -> None:
    (course,) = await bot.app.courses()

    def open_it(connection: sa.Connection) -> None:
        seating.open_signup(connection, course, now=START, by=None)

    await bot.app.database.run(open_it)


async def test_a_burst_is_one_change_of_one_pinned_message(database_url: str, tmp_path: Path) -> None:
    async with SlackServer() as slack:
        tess, ada, bob, cem = (slack.person(name) for name in ("Tess", "Ada", "Bob", "Cem"))
        staff = slack.channel("seminar-staff", private=True, members=[tess])
        channel = slack.channel("seminar", members=[tess, ada, bob, cem])
        async with slack_bot(database_url, tmp_path, slack, at=START, text=text(), start=False) as bot:
            for student in (ada, bob, cem):
                await bot.enter(student, CourseRole.STUDENT)
            await opens(bot)
            await bot.tick(START)
            await bot.tick(START + MINUTE)
            await bot.tick(START + MINUTE + 5 * SECOND)
            (board,) = [one for one in slack.seen(channel) if "Who presents" in one.plain]
            assert [ts for ts, _, _ in channel.pins] == [board.ts]
            begin = START + 10 * MINUTE
            for seconds, (who, role) in enumerate(((ada, "critic"), (bob, "advocate"), (cem, "neutral"))):
                await bot.tick(begin + seconds * SECOND)
                await takes(bot, who, role)
            for seconds in range(3, 40, 2):
                await bot.tick(begin + seconds * SECOND)
            (changed,) = [one for one in slack.seen(channel) if "Who presents" in one.plain]
            assert changed.ts == board.ts
            assert "Neutral Presenter: Cem · Advocate: Bob · Critic: Ada · free: Backup/Scribe" in changed.plain
            assert len([call for call in slack.calls if call.method == "chat.update"]) == 1
            assert len([call for call in slack.calls if call.method == "pins.add"]) == 1
            await bot.tick(la(31, 13))
            (begins,) = [one for one in slack.seen(staff) if "Today: Consensus" in one.plain]
            assert len(begins.blocks) < 50


async def test_without_the_scope_all_but_the_pin_works(database_url: str, tmp_path: Path) -> None:
    async with SlackServer() as slack:
        slack.scopes.discard("pins:write")
        slack.channel("seminar-staff", private=True, members=[slack.person("Tess")])
        channel = slack.channel("seminar", members=[slack.person("Ada")])
        async with slack_bot(database_url, tmp_path, slack, at=START, text=text(), start=False) as bot:
            await opens(bot)
            for minutes in range(6):
                await bot.tick(START + minutes * MINUTE)
            assert len([one for one in slack.seen(channel) if "Who presents" in one.plain]) == 1
            assert len([call for call in slack.calls if call.method == "pins.add"]) == 1
