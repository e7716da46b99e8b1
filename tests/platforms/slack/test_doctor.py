"""Each thing that can lack on Slack is one line that says what to do; where nothing lacks, who is staff is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.conversation.port import RateLimited
from bot.course.schedule import parse
from bot.errors import PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.doctor import Doctor
from bot.platforms.slack.manifest import manifest, scopes
from bot.services.destinations import uses
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

    async def findings(self, **api_options):
        credentials = self.credentials or Credentials(
            bot_token=self.slack.bot_token, app_token=self.slack.app_token, api_url=self.slack.api_url
        )
        api = Api(credentials, pause=0.001, **api_options)

        async def named():
            return uses([self.course], "slack")

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
        said = "".join(f"{one.words} {one.in_full}" for one in found)
        assert not [one for one in ("\n", self.slack.bot_token, self.slack.app_token) if one in said]
        return [one.in_full for one in found if one.kind in ("lack", "fatal")]

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


@pytest.mark.parametrize("scope", ["channels:read", "groups:read"])
async def test_without_one_of_the_scopes_for_channels_no_channel_is_found_by_its_name(clinic, scope):
    clinic.slack.scopes.discard(scope)
    (lack,) = await clinic.lacks()
    what = "the bot finds no channel by its name, can post nowhere and does not know who takes the course"
    assert lack.startswith(f"the scope {scope} is missing, so {what}: update the app")
    clinic.slack.scopes -= {"channels:read", "groups:read"}
    (lack,) = await clinic.lacks()
    assert lack.startswith(f"the scopes channels:read and groups:read are missing, so {what}: update the app")


@pytest.mark.parametrize("scope", ["users:read.email", "usergroups:read"])
async def test_where_staff_cannot_be_recognized_it_says_that_the_staff_channel_was_not_compared(clinic, scope):
    clinic.slack.scopes.discard(scope)
    (found,) = [one for one in await clinic.findings() if one.words.startswith("the bot is in #seminar-staff")]
    assert found.kind == "note"
    assert found.words.endswith("which is private; who is in it could not be compared with the course's staff")


async def test_a_pause_for_the_apps_token_is_a_note_and_the_rest_is_looked_at(clinic):
    clinic.slack.fault("apps.connections.open", "ratelimited", retry_after=60)
    clinic.staff.private = False
    first, note, *rest = await clinic.findings()
    assert first.words.endswith("and Slack accepts its token")
    assert (note.kind, note.words) == (
        "note",
        "Slack wants a pause before the app's token is tried again; the rest was looked at",
    )
    assert next(one.words for one in rest if one.kind == "lack").startswith("#seminar-staff is public")


async def test_a_pause_elsewhere_ends_the_examination(clinic):
    clinic.slack.fault("conversations.info", "ratelimited", retry_after=45)
    with pytest.raises(RateLimited, match="45"):
        await clinic.findings()


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


async def test_a_log_is_told_how_many_are_meant_and_not_who(clinic):
    maya = next(one for one in clinic.slack.accounts.values() if one.name == "Maya Lindqvist")
    clinic.staff.members.extend([maya.id, clinic.slack.person("Noor Aziz").id])
    clinic.slack.groups.clear()
    clinic.slack.accounts = {key: one for key, one in clinic.slack.accounts.items() if one.name != "Ada Rivera"}
    lacks = [one for one in await clinic.findings() if one.kind == "lack"]
    written = "\n".join(one.words for one in lacks)
    assert "3 people who are not staff are in #seminar-staff and would read what is for staff" in written
    assert "entry 1 under course: staff: is nobody on Slack; `coursebot doctor` says who" in written
    assert "entry 2 under course: staff:" in written
    named = "\n".join(one.in_full for one in lacks)
    for name in ("Maya Lindqvist", "Noor Aziz", "ada@example.edu", "Ada Rivera", "The TAs"):
        assert name in named
        assert name not in written


async def test_staff_whom_nobody_on_slack_is(clinic):
    clinic.slack.groups.clear()
    (lack, reader) = await clinic.lacks()
    assert "nobody can go live" not in lack, "there is an instructor"
    assert (
        lack == "staff of Reading Seminar: nobody on Slack is the user group cs294-tas; correct The TAs in the schedule"
    )
    assert reader.startswith("Tim Okafor is in #seminar-staff")


async def test_without_an_instructor_nobody_can_go_live(clinic):
    lack = (
        "no instructor of Reading Seminar was found on Slack, so nobody can go live: "
        "give one an email: or a slack: id under course: staff:"
    )
    clinic.course = replace(clinic.course, staff=tuple(replace(one, role="ta") for one in clinic.course.staff))
    assert await clinic.lacks() == [lack]
    clinic.course = replace(clinic.course, staff=())
    assert lack in await clinic.lacks()


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


@pytest.mark.parametrize("change", ["shared", "named"])
async def test_a_staff_channel_that_others_read_is_a_lack(change, clinic):
    if change == "shared":
        clinic.staff.shared = True
    else:
        clinic.channel.private = True
        clinic.names("staff", clinic.channel.id)
    words = {
        "shared": "is shared with another organization",
        "named": "is one channel for announcements of seminar and",
    }
    (lack,) = await clinic.lacks()
    assert words[change] in lack
