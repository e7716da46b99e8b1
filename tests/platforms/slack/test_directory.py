"""Where things are on Slack and who is there: names ↔ ids, kinds of people, staff by id, e-mail and user group."""

from __future__ import annotations

import json

import pytest

from bot.conversation.port import Member, PostRefused, RateLimited, Use
from bot.course.model import StaffMember
from bot.platforms.slack import people
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.people import People
from bot.platforms.slack.refusals import Refusal
from tests.platforms.slack.test_api import somebody_answering
from tests.slack_server import SlackServer

NAMED = {
    "#cs294": frozenset({Use("cs294", "announcements")}),
    "cs294-talk": frozenset({Use("cs294", "materials")}),
    "#cs294-staff": frozenset({Use("cs294", "staff")}),
}


class Clock:
    """A monotonic clock that stands still."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return self.seconds


@pytest.fixture
async def slack():
    async with SlackServer() as server:
        yield server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def schedules():
    """What the schedules name."""
    return dict(NAMED)


@pytest.fixture
async def directory(slack, clock, schedules):
    async def named():
        return schedules

    credentials = Credentials(bot_token=slack.bot_token, app_token=slack.app_token, api_url=slack.api_url)
    api = Api(credentials, timeout=1.0, pause=0.0)
    yield Directory(api, named, monotonic=clock)
    await api.close()


async def test_a_channel_is_found_however_it_is_spelled_and_asked_for_once(slack, directory):
    channel = slack.channel("cs294", bot=True)
    talk = slack.channel("cs294-talk", private=True, bot=True)
    assert await directory.id_of("#cs294") == channel.id
    assert await directory.id_of("cs294") == channel.id
    assert await directory.id_of("#cs294-talk") == talk.id
    assert await directory.id_of(channel.id) == channel.id
    assert slack.count("users.conversations") == 1


async def test_an_id_is_spelled_as_the_schedule_does(slack, directory):
    channel, talk = slack.channel("cs294", bot=True), slack.channel("cs294-talk", private=True, bot=True)
    other = slack.channel("random")
    assert await directory.spelled(channel.id) == "#cs294"
    assert await directory.spelled(talk.id) == "cs294-talk"
    assert await directory.spelled(other.id) == other.id


async def test_a_channel_without_the_bot_is_refused_with_the_words_that_mend_it(slack, directory):
    with pytest.raises(Refusal, match=r"^the bot is not in #cs294; type /invite @coursebot there$"):
        await directory.id_of("#cs294")
    channel = slack.channel("cs294", bot=True)
    assert await directory.id_of("#cs294") == channel.id, "a refusal is not remembered"


async def test_a_channel_is_found_on_the_last_of_many_pages(slack, directory):
    for number in range(450):
        slack.channel(f"course-{number}", bot=True)
    channel = slack.channel("cs294", bot=True)
    assert await directory.id_of("#cs294") == channel.id
    assert slack.count("users.conversations") == 3


async def test_capitals_in_the_schedule_are_no_other_channel(slack, directory, schedules):
    channel = slack.channel("cs294", bot=True)
    schedules["#CS294"] = schedules.pop("#cs294")
    assert await directory.id_of("#CS294") == channel.id
    assert await directory.spelled(channel.id) == "#CS294"


async def test_the_name_of_a_channel_is_forgotten_after_ten_minutes(slack, directory, clock):
    channel = slack.channel("cs294", bot=True)
    assert await directory.spelled(channel.id) == "#cs294"
    channel.rename("cs294-old")
    clock.seconds = 599.0
    assert await directory.spelled(channel.id) == "#cs294"
    clock.seconds = 600.0
    assert await directory.spelled(channel.id) == channel.id


async def test_channels_that_had_a_name_are_found_by_it_and_no_others(slack, directory):
    old, stranger = slack.channel("cs294", bot=True), slack.channel("cs294-talk", bot=True)
    assert await directory.id_of("#cs294") == old.id
    old.rename("cs294-old")
    assert await directory.ids_of("#cs294") == (old.id,)
    new = slack.channel("cs294", bot=True)
    assert await directory.ids_of("#cs294") == (old.id, new.id)
    assert await directory.ids_of(stranger.id) == (stranger.id,)
    new.members.remove(slack.bot_user_id)
    old.members.remove(slack.bot_user_id)
    with pytest.raises(Refusal, match="the bot is not in #cs294"):
        await directory.ids_of("#cs294")


async def test_a_channel_that_was_renamed_while_nobody_looked_is_found_by_its_earlier_name(slack, directory):
    old = slack.channel("cs294", bot=True)
    old.rename("cs294-old")
    assert await directory.ids_of("#cs294") == (old.id,)


@pytest.mark.parametrize("by_id", [False, True])
async def test_a_staff_channel_that_was_made_public_is_refused_at_once(by_id, slack, directory):
    channel = slack.channel("cs294-staff", private=True, bot=True)
    spelled = channel.id if by_id else "#cs294-staff"
    await directory.refuse_open_staff(spelled)
    channel.private = False
    with pytest.raises(PostRefused, match=f"^{spelled} is a public channel"):
        await directory.refuse_open_staff(spelled)


@pytest.mark.parametrize("how", ["shared", "offered"])
async def test_a_staff_channel_that_another_organization_reads_is_refused_at_once(how, slack, directory):
    channel = slack.channel("cs294-staff", private=True, bot=True)
    await directory.refuse_open_staff("#cs294-staff")
    setattr(channel, how, True)
    with pytest.raises(PostRefused, match=r"^#cs294-staff is shared with another organization, or offered to one"):
        await directory.refuse_open_staff("#cs294-staff")


async def test_a_class_channel_may_be_public_and_shared_and_is_not_asked_about(slack, directory):
    channel = slack.channel("cs294", bot=True)
    channel.shared = True
    await directory.refuse_open_staff("#cs294")
    assert slack.count("conversations.info") == 0


ITS_ID = "its id"


@pytest.mark.parametrize("spelled", ["CS294", ITS_ID])
@pytest.mark.parametrize("course", ["cs294", "other"])
async def test_what_is_for_staff_is_not_said_in_a_class_channel_however_it_is_spelled(
    spelled, course, slack, directory, schedules
):
    channel = slack.channel("cs294", private=True, bot=True)
    spelled = channel.id if spelled == ITS_ID else spelled
    schedules[spelled] = frozenset({Use(course, "staff")})
    words = f"^{spelled} is one channel for announcements of cs294 and staff of {course}, and others would read"
    with pytest.raises(PostRefused, match=words):
        await directory.refuse_open_staff(spelled)
    await directory.refuse_open_staff("#cs294")  # the class is still told what is for it
    assert await directory.spelled(channel.id) == "#cs294", "what is asked there is not asked among staff"


async def test_two_courses_staff_do_not_share_a_channel(slack, directory, schedules):
    channel = slack.channel("cs294-staff", private=True, bot=True)
    schedules[channel.id] = frozenset({Use("other", "staff")})
    for spelled in ("#cs294-staff", channel.id):
        with pytest.raises(PostRefused, match="is one channel for staff of cs294 and staff of other"):
            await directory.refuse_open_staff(spelled)


async def test_people_have_their_full_name_their_kind_their_address_and_their_time_zone(slack, directory):
    maya = slack.person("Maya Lindqvist", email="maya@example.edu")
    guest = slack.person("Jonas Weber", email="jonas@example.org", guest="multi", tz="Europe/Berlin")
    single = slack.person("Ida Berg", email="ida@example.org", guest="single", tz="Mars/Base")
    visitor = slack.person("Ana Souza", external=True)
    helper = slack.person("Zoom", bot=True)
    slack.channel("cs294", members=[maya, guest, single, visitor, helper], bot=True)
    assert await directory.members("#cs294") == (
        Member(maya.id, "Maya Lindqvist", "maya@example.edu", "member", "America/Los_Angeles"),
        Member(guest.id, "Jonas Weber", "jonas@example.org", "guest", "Europe/Berlin"),
        Member(single.id, "Ida Berg", "ida@example.org", "guest"),
        Member(visitor.id, "Ana Souza", "", "external", "America/Los_Angeles"),
        Member(helper.id, "Zoom", "", "bot", "America/Los_Angeles"),
    )


async def test_many_people_are_read_from_the_list_and_then_remembered(slack, directory, clock):
    everybody = [slack.person(f"Student {number}") for number in range(people.MANY + 5)]
    slack.channel("cs294", members=everybody, bot=True)
    assert len(await directory.members("#cs294")) == len(everybody)
    assert (slack.count("users.info"), slack.count("users.list")) == (0, 1)
    assert await directory.name_of(everybody[7].id) == "Student 7"
    assert (slack.count("users.info"), slack.count("users.list")) == (0, 1)
    clock.seconds = people.REMEMBERED + 1
    assert await directory.name_of(everybody[7].id) == "Student 7"
    assert slack.count("users.info") == 1


async def test_a_rate_limit_in_the_middle_loses_nothing_of_what_is_known(slack, directory):
    everybody = [slack.person(f"Student {number}") for number in range(10)]
    slack.channel("cs294", members=everybody, bot=True)
    await directory.name_of(everybody[0].id)
    slack.fault("users.info", "ratelimited", retry_after=60)
    with pytest.raises(RateLimited):
        await directory.members("#cs294")
    assert len(await directory.members("#cs294")) == len(everybody)
    assert slack.count("users.info") == len(everybody) + 1


async def test_staff_are_found_by_id_by_address_and_by_group(slack, directory):
    maya = slack.person("Maya Lindqvist", email="maya@example.edu")
    tom = slack.person("Tom Okafor", email="tom@example.edu")
    slack.user_group("cs294-tas", [maya, tom])
    by_id = await directory.users.staff(StaffMember(name="Maya", slack=maya.id))
    by_address = await directory.users.staff(StaffMember(name="Tom", email="tom@example.edu"))
    by_handle = await directory.users.staff(StaffMember(name="TAs", role="ta", slack_group="cs294-tas"))
    assert [member.name for member in by_id] == ["Maya Lindqvist"]
    assert [member.name for member in by_address] == ["Tom Okafor"]
    assert [member.name for member in by_handle] == ["Maya Lindqvist", "Tom Okafor"]


@pytest.mark.parametrize(
    "entry",
    [
        StaffMember(name="Nobody", slack="U0NOBODY1"),
        StaffMember(name="Nobody", email="nobody@example.edu"),
        StaffMember(name="Nobody", slack_group="no-such-group"),
        StaffMember(name="Nobody"),
    ],
)
async def test_staff_that_nobody_knows_are_nobody(entry, directory):
    assert await directory.users.staff(entry) == ()


async def test_a_person_whom_slack_does_not_show_has_the_id_as_a_name(directory):
    assert await directory.name_of("U0NOBODY1") == "U0NOBODY1"


async def test_direct_messages_are_opened_once(slack, directory):
    maya = slack.person("Maya Lindqvist")
    first = await directory.id_of(maya.id)
    assert first.startswith("D")
    assert await directory.direct(maya.id) == first
    assert slack.count("conversations.open") == 1


@pytest.mark.parametrize(("organization", "kind"), [("E0BERKELEY", "member"), ("E0ELSEWHERE", "external")])
async def test_another_workspace_of_the_same_organization_is_not_elsewhere(organization, kind):
    user = {
        "id": "U0MAYA0001",
        "team_id": "T0OTHER001",
        "real_name": "Maya Lindqvist",
        "enterprise_user": {"enterprise_id": organization},
    }
    answer = {"ok": True, "team_id": "T0COURSE01", "enterprise_id": "E0BERKELEY", "user": user}
    answer["user_id"], answer["bot_id"] = "U0COURSEBT", "B0COURSE01"
    async with somebody_answering(text=json.dumps(answer), content_type="application/json") as api:
        assert await People(api).members(["U0MAYA0001"]) == (Member("U0MAYA0001", "Maya Lindqvist", "", kind),)
