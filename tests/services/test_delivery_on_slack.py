"""The tick with Slack as the platform, over real sockets: what Slack does to a post, and what people see of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.errors import PlatformDown
from bot.platforms.slack.credentials import Credentials
from bot.store import verdicts
from bot.store.tables import delivery
from tests.services.test_delivery import START, TERM, WEEKLY, WHOLE_TERM
from tests.slack_server import SlackServer
from tests.support.bot_process import go_live
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bot_process import on_slack

ON_SLACK = [key.replace("/console/", "/slack/") for key in WHOLE_TERM]
AFTERWARDS = [WEEKLY + timedelta(minutes=minutes) for minutes in (1, 5, 30)]


@dataclass
class Course:
    """A course on Slack: its channels and the bot that speaks there."""

    slack: SlackServer
    file: Path
    shared: Any
    staff: Any
    app: App | None = None
    seconds: float = 0.0
    """The bot's monotonic clock."""

    async def ticks(self, *instants):
        for now in instants:
            await self.app.tick(now)

    async def edit(self, old, new):
        text = self.file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.file.write_text(text.replace(old, new), encoding="utf-8")
        await self.app.take_in(self.file, START)

    def keys(self):
        """The keys of the posts that stand in the shared channel, oldest first."""
        return keys(self.slack, self.shared)

    def told(self):
        """What staff have been told, oldest first."""
        return [message.plain for message in self.slack.seen(self.staff) if message.metadata]

    async def rows(self):
        query = delivery.select().order_by(delivery.c.id)
        return await self.app.database.run.read(lambda connection: list(connection.execute(query)))


def keys(slack, channel):
    return [message.metadata["event_payload"]["key"] for message in slack.seen(channel) if message.metadata]


@asynccontextmanager
async def course(database_url, folder, *, bot=True, private=True, live=True, scopes=frozenset()):
    """`scopes`: those that the bot was not given."""
    file = folder / "schedule.yaml"
    file.write_text(THREE_CLASSES, encoding="utf-8")
    async with SlackServer() as slack:
        slack.scopes -= scopes
        maya = slack.person("Maya Lindqvist", email="maya@example.edu")
        shared = slack.channel("seminar", members=[maya], bot=bot)
        staff = slack.channel("seminar-staff", private=private, members=[maya], bot=True)
        seminar = Course(slack, file, shared, staff)
        running = on_slack(
            secrets(slack), database_url, file, at=START, patience=0.5, monotonic=lambda: seminar.seconds
        )
        async with running as (seminar.app, _):
            if live:
                await go_live(seminar.app, START)
            yield seminar


def secrets(slack):
    return Credentials(bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.api_url)


async def test_a_term_is_announced_once_in_order(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        await seminar.ticks(*TERM)
        assert seminar.keys() == ON_SLACK
        assert seminar.told() == []
        assert seminar.slack.count("chat.postMessage") == len(ON_SLACK)
        assert seminar.slack.count("conversations.history") == 0, "nothing was looked for in vain"


async def test_a_post_has_blocks_a_readable_text_and_no_previews_of_links(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        await seminar.ticks(WEEKLY)
        (message,) = seminar.slack.seen(seminar.shared)[-1:]
        assert "Resilient Distributed Datasets" in message.plain
        assert "Resilient Distributed Datasets" in message.text
        assert message.blocks
        assert message.arguments["unfurl_links"] in (False, "false")
        assert message.arguments["unfurl_media"] in (False, "false")


HAPPENED = ["drop_after", "error_after", "never_answer_after"]
NOT_HAPPENED = ["drop_before", "error_before", "never_answer", "ratelimited"]


@pytest.mark.parametrize("fault", HAPPENED + NOT_HAPPENED)
async def test_whatever_slack_does_to_a_post_it_is_there_exactly_once(fault, database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        seminar.slack.fault("chat.postMessage", fault)
        await seminar.ticks(WEEKLY, *AFTERWARDS)
        assert seminar.keys() == ON_SLACK[:1]
        assert seminar.told() == []
        assert seminar.slack.count("chat.postMessage") == (1 if fault in HAPPENED else 2)


async def test_after_a_rate_limit_nothing_is_sent_before_slack_allows_it(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        seminar.slack.fault("chat.postMessage", "ratelimited", retry_after=240)
        await seminar.ticks(WEEKLY, WEEKLY + timedelta(minutes=1), WEEKLY + timedelta(minutes=3))
        assert seminar.slack.count("chat.postMessage") == 1
        await seminar.ticks(WEEKLY + timedelta(minutes=4))
        assert seminar.keys() == ON_SLACK[:1]


async def test_slack_being_down_makes_posts_wait_and_staff_are_not_bothered(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        seminar.slack.down = True
        await seminar.ticks(WEEKLY, WEEKLY + timedelta(minutes=1))
        seminar.slack.down = False
        await seminar.ticks(*AFTERWARDS)
        assert seminar.keys() == ON_SLACK[:1]
        assert seminar.told() == []


async def test_a_channel_without_the_bot_is_told_once_and_posted_after_the_invitation(database_url, tmp_path):
    async with course(database_url, tmp_path, bot=False) as seminar:
        await seminar.ticks(WEEKLY, *AFTERWARDS)
        assert seminar.keys() == []
        (told,) = seminar.told()
        assert "The bot is not in #seminar; type /invite @coursebot there." in told
        seminar.shared.members.append(seminar.slack.bot_user_id)
        await seminar.ticks(WEEKLY + timedelta(hours=2))
        assert seminar.keys() == ON_SLACK[:1]
        assert len(seminar.told()) == 1


async def test_a_bot_that_was_removed_is_told_once_and_posts_after_the_invitation(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        await seminar.ticks(WEEKLY)
        seminar.shared.members.remove(seminar.slack.bot_user_id)
        await seminar.ticks(*TERM[37:44])
        assert seminar.keys() == ON_SLACK[:1]
        (told,) = seminar.told()
        assert "The bot is not in #seminar; type /invite @coursebot there." in told


HISTORY = frozenset({"channels:history", "groups:history"})


async def test_without_history_scopes_an_unknown_outcome_is_held_and_staff_are_asked(database_url, tmp_path):
    async with course(database_url, tmp_path, scopes=HISTORY) as seminar:
        seminar.slack.fault("chat.postMessage", "drop_after")
        await seminar.ticks(WEEKLY, *AFTERWARDS)
        (told,) = seminar.told()
        assert "[It is there]" in told
        assert "[Send again]" in told
        assert "channels:history" in told
        held = [row for row in await seminar.rows() if row.state == "held"]
        assert [row.channel for row in held] == ["#seminar"]
        await seminar.app.database.run(verdicts.settle_held, held[0].id, "there", now=AFTERWARDS[-1])
        await seminar.ticks(WEEKLY + timedelta(hours=1))
        assert seminar.keys() == ON_SLACK[:1]
        assert len(seminar.told()) == 1


async def test_what_is_for_staff_is_not_said_in_a_public_channel(database_url, tmp_path):
    async with course(database_url, tmp_path, private=False, live=False) as seminar:
        await seminar.ticks(WEEKLY)
        assert seminar.told() == []
        (row,) = await seminar.rows()
        assert row.failure.startswith("#seminar-staff is a public channel")
        assert seminar.slack.count("chat.postMessage") == 0


@pytest.mark.parametrize("change", [{"private": False}, {"shared": True}, {"offered": True}])
async def test_a_staff_channel_that_others_come_to_read_is_left_at_once(change, database_url, tmp_path):
    async with course(database_url, tmp_path, live=False) as seminar:
        await seminar.ticks(WEEKLY)
        assert len(seminar.told()) == 1
        for name, value in change.items():
            setattr(seminar.staff, name, value)
        await seminar.ticks(*TERM[37:44])
        assert len(seminar.told()) == 1


STAFF_LINE = 'staff: "#seminar-staff"'


async def test_what_is_for_staff_is_not_said_in_the_class_channel_by_its_id(database_url, tmp_path):
    async with course(database_url, tmp_path, live=False) as seminar:
        seminar.shared.private = True
        await seminar.edit(STAFF_LINE, f'staff: "{seminar.shared.id}"')
        await seminar.ticks(WEEKLY)
        assert seminar.slack.seen(seminar.shared) == []
        assert {row.failure.split(",")[0] for row in await seminar.rows()} == {
            f"{seminar.shared.id} is one channel for announcements of seminar and staff of seminar"
        }


async def test_another_courses_staff_matters_do_not_reach_this_class(database_url, tmp_path):
    async with course(database_url, tmp_path, live=False) as seminar:
        seminar.shared.private = True
        seminar.slack.channel("other")
        words = {"id: seminar": "id: other", "Reading Seminar": "Other", '"#seminar"': '"#other"'}
        words[STAFF_LINE] = f'staff: "{seminar.shared.id}"'
        text = THREE_CLASSES
        for old, new in words.items():
            text = text.replace(old, new, 1)
        other = tmp_path / "other.yaml"
        other.write_text(text, encoding="utf-8")
        await seminar.app.take_in(other, START)
        await seminar.ticks(WEEKLY)
        assert seminar.slack.seen(seminar.shared) == []
        assert len(seminar.told()) == 1, "the course whose channels are right is told"


async def test_a_post_is_taken_back_from_a_channel_that_was_renamed_and_replaced(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        await seminar.ticks(WEEKLY)
        (row,) = await seminar.rows()
        seminar.shared.rename("seminar-2021")
        seminar.slack.channel("seminar", bot=True)
        seminar.seconds = 601.0
        await seminar.app.database.run(verdicts.start_retract, row.id, now=WEEKLY)
        await seminar.ticks(WEEKLY + timedelta(minutes=20))
        assert seminar.keys() == []
        assert [row.state for row in await seminar.rows()] == ["retracted"]


async def test_a_post_of_unknown_outcome_is_found_in_a_channel_that_was_renamed_and_replaced(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        seminar.slack.fault("chat.postMessage", "drop_after")
        await seminar.ticks(WEEKLY)
        seminar.shared.rename("seminar-2021")
        new = seminar.slack.channel("seminar", bot=True)
        seminar.seconds = 601.0
        await seminar.ticks(*AFTERWARDS)
        assert (seminar.keys(), seminar.slack.seen(new)) == (ON_SLACK[:1], [])


async def test_with_a_revoked_token_posts_wait_and_go_out_with_a_new_one(database_url, tmp_path):
    async with course(database_url, tmp_path) as seminar:
        platform = seminar.app.announcer.platforms["slack"]
        seminar.slack.fault("chat.postMessage", "revoked")
        await seminar.ticks(WEEKLY, *AFTERWARDS)
        assert seminar.keys() == []
        assert seminar.slack.count("chat.postMessage") == 1, "Slack is not asked again"
        assert "token_revoked" in platform.api.shut_out.reason
        states = {row.state for row in await seminar.rows() if row.channel == "#seminar"}
        assert states == {"waiting"}
        with pytest.raises(PlatformDown):
            await platform.people("#seminar")
        seminar.slack.bot_token = "xoxb-2-secret"
        await seminar.app.close()
        file = tmp_path / "schedule.yaml"
        async with on_slack(secrets(seminar.slack), database_url, file, at=WEEKLY) as (again, _):
            await again.tick(WEEKLY + timedelta(hours=2))
        assert seminar.keys() == ON_SLACK[:1]
