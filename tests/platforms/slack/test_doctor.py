"""Each thing that can lack on Slack is one line that says what to do; where nothing lacks, who is staff is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.course.schedule import parse
from bot.errors import PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.doctor import Doctor
from bot.platforms.slack.manifest import manifest, scopes
from handlers.table import TABLE
from tests.slack_server import SlackServer
from tests.support.seminar import THREE_CLASSES

STAFF = """\
  staff:
    - {name: Ada Rivera, email: ada@example.edu}
    - {name: The TAs, slack_group: cs294-tas, role: ta}
    - {name: A guest without an account}
"""
SCHEDULE = THREE_CLASSES.replace("  channels:\n", f"{STAFF}  channels:\n", 1)


@dataclass
class Clinic:
    slack: SlackServer
    course: object
    channel: object
    staff: object
    ahead: timedelta | None = timedelta(0)
    credentials: Credentials | None = None

    async def findings(self):
        credentials = self.credentials or Credentials(
            bot_token=self.slack.bot_token, app_token=self.slack.app_token, api_url=self.slack.api_url
        )
        api = Api(credentials, pause=0.001)

        async def named():
            return {spelled: frozenset({purpose}) for purpose, spelled in self.course.channels.get("slack", {}).items()}

        doctor = Doctor(
            api=api,
            directory=Directory(api, named),
            courses=[self.course],
            clock_says=None if self.ahead is None else self.slack.clock() + self.ahead,
            app_token=True,
        )
        try:
            return [found async for found in doctor.findings()]
        finally:
            await api.close()

    async def lacks(self):
        found = await self.findings()
        assert all("\n" not in one.words for one in found)
        assert not [one for one in found if self.slack.bot_token in one.words or self.slack.app_token in one.words]
        return [one.words for one in found if one.kind in ("lack", "fatal")]

    def names(self, purpose, spelled):
        channels = dict(self.course.channels["slack"])
        channels.pop(purpose)
        self.course = replace(self.course, channels={"slack": channels | ({purpose: spelled} if spelled else {})})


@pytest.fixture
async def clinic():
    async with SlackServer() as slack:
        slack.install(manifest(TABLE))
        ada = slack.person("Ada Rivera", email="ada@example.edu")
        tim = slack.person("Tim Okafor", email="tim@example.edu")
        maya = slack.person("Maya Lindqvist", email="maya@example.edu")
        slack.user_group("cs294-tas", [tim])
        helper = slack.person("Another app", bot=True)
        channel = slack.channel("seminar", members=[ada, tim, maya])
        staff = slack.channel("seminar-staff", private=True, members=[ada, tim, helper])
        yield Clinic(slack, parse(SCHEDULE, "schedule.yaml").course, channel, staff)


async def test_where_nothing_lacks_it_says_who_is_staff(clinic):
    found = await clinic.findings()
    assert {one.kind for one in found} == {"fine"}
    words = "\n".join(one.words for one in found)
    assert "the bot is @coursebot in Seminar" in words
    assert "ada@example.edu is Ada Rivera (instructor)" in words
    assert "the user group cs294-tas is Tim Okafor (ta)" in words
    assert "#seminar-staff (staff of Reading Seminar), which is private and all staff" in words


@pytest.mark.parametrize(
    ("tokens", "words"),
    [
        ({"bot_token": "xoxb-1-unknown"}, "it does not know SLACK_BOT_TOKEN"),
        ({"app_token": "xapp-1-unknown"}, "it does not know SLACK_APP_TOKEN"),
    ],
)
async def test_a_token_that_slack_does_not_take_is_all_there_is_to_say(clinic, tokens, words):
    base = Credentials(bot_token=clinic.slack.bot_token, app_token=clinic.slack.app_token, api_url=clinic.slack.api_url)
    clinic.credentials = replace(base, **tokens)
    (lack,) = await clinic.lacks()
    assert words in lack


async def test_a_revoked_token_and_an_app_token_without_its_scope(clinic):
    clinic.slack.app_scopes.clear()
    (lack,) = await clinic.lacks()
    assert "SLACK_APP_TOKEN lacks the scope connections:write" in lack
    clinic.slack.revoked.add(clinic.slack.bot_token)
    (lack,) = await clinic.lacks()
    assert "SLACK_BOT_TOKEN was revoked; install the app to the workspace again" in lack


@pytest.mark.parametrize("scope", scopes()[0])
async def test_a_missing_scope_is_named_with_what_stops_working(clinic, scope):
    clinic.slack.scopes.discard(scope)
    found = await clinic.findings()
    named = [one for one in found if f"the scope {scope}" in one.words]
    optional = scope in scopes()[1]
    assert [one.kind for one in named] == ["note" if optional else "lack"]
    assert len([one for one in found if one.kind == "lack"]) == (0 if optional else 1), "a scope that lacks is one line"
    assert optional or "update the app with what coursebot slack manifest prints" in named[0].words


async def test_a_channel_that_is_not_there_or_that_the_bot_is_not_in(clinic):
    clinic.channel.members.remove(clinic.slack.bot_user_id)
    (lack,) = await clinic.lacks()
    assert lack.startswith("the bot is in no channel #seminar (Reading Seminar): type /invite @coursebot there")
    clinic.names("announcements", clinic.channel.id)
    (lack,) = await clinic.lacks()
    assert lack == f"the bot is not in {clinic.channel.id}; type /invite @coursebot there"
    clinic.names("announcements", "C0NOWHERE1")
    (lack,) = await clinic.lacks()
    assert "the bot is in no channel C0NOWHERE1" in lack


async def test_an_archived_channel(clinic):
    clinic.names("announcements", clinic.channel.id)
    clinic.channel.archived = True
    assert "is archived; unarchive it" in "".join(await clinic.lacks())


async def test_a_schedule_without_channels_on_slack(clinic):
    clinic.course = replace(clinic.course, channels={})
    assert await clinic.lacks() == [
        'Reading Seminar has no channel for announcements: add it to the schedule (course: channels: slack: {announcements: "#cs999"})',
        'Reading Seminar has no channel for staff: add it to the schedule (course: channels: slack: {staff: "#cs999-staff"})',
    ]


async def test_a_public_staff_channel(clinic):
    clinic.staff.private = False
    (lack,) = await clinic.lacks()
    assert "#seminar-staff is public, so everybody could read what is for staff: make it private" in lack


async def test_a_student_in_the_staff_channel_is_named(clinic):
    clinic.staff.members.append(next(one.id for one in clinic.slack.accounts.values() if one.name == "Maya Lindqvist"))
    (lack,) = await clinic.lacks()
    assert lack.startswith("Maya Lindqvist is in #seminar-staff and would read what is for staff of Reading Seminar")
    clinic.staff.members.extend(clinic.slack.person(f"Student {number}").id for number in range(20))
    (lack,) = await clinic.lacks()
    assert "and 13 others are in #seminar-staff" in lack


async def test_staff_whom_nobody_on_slack_is(clinic):
    clinic.slack.groups.clear()
    (lack, reader) = await clinic.lacks()
    assert (
        lack == "staff of Reading Seminar: nobody on Slack is the user group cs294-tas; correct The TAs in the schedule"
    )
    assert reader.startswith("Tim Okafor is in #seminar-staff")


async def test_without_any_staff_nobody_can_go_live(clinic):
    clinic.course = replace(clinic.course, staff=())
    assert "nobody on Slack is staff of Reading Seminar, so nobody can go live" in (await clinic.lacks())[0]


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(minutes=5), "this machine's clock is 5 minutes ahead of Slack's"),
        (timedelta(hours=-3), "this machine's clock is 3 hours behind Slack's"),
        (timedelta(seconds=50), ""),
        (None, ""),
    ],
)
async def test_a_clock_that_goes_wrong(clinic, ahead, words):
    clinic.ahead = ahead
    lacks = await clinic.lacks()
    assert len(lacks) == (1 if words else 0)
    assert words in "".join(lacks)


async def test_a_slack_that_cannot_be_reached_is_no_lack(clinic):
    clinic.slack.down = True
    with pytest.raises(PlatformDown, match="Slack cannot be reached"):
        await clinic.findings()
