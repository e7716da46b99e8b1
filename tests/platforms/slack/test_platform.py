"""SlackPlatform over a real socket: what a post carries, what is found again, and what each refusal says."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, PostRefused, RateLimited, Use
from bot.conversation.reply import Reply, line, paragraph
from bot.course.model import StaffMember
from bot.errors import PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.history import find, metadata, stands_at
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.refusals import Refusal
from tests.platforms.slack.test_api import somebody_answering
from tests.slack_server import SlackServer

KEY = "cs294/slack/weekly/week:2022-01-31/post//"
SINCE = datetime(2022, 1, 1, tzinfo=UTC)
HELLO = Reply((paragraph("Hello, see ", *line("*bold* <!channel> https://example.org")),), private=False)
NAMED = {
    "#cs294": frozenset({Use("cs294", "announcements")}),
    "#cs294-staff": frozenset({Use("cs294", "staff")}),
}


@pytest.fixture
async def slack():
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def platform(slack):
    async def named():
        return NAMED

    api = Api(Credentials(bot_token=slack.bot_token, api_url=slack.api_url), timeout=0.5, pause=0.0)
    yield SlackPlatform(api, Directory(api, named))
    await api.close()


async def test_a_post_carries_its_key_and_an_update_repeats_it(slack, platform):
    channel = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    (message,) = slack.seen(channel)
    assert (f"{channel.id}/{message.ts}", message.metadata) == (reference, metadata(KEY))
    await platform.update("#cs294", reference, Reply((paragraph("Changed"),)), KEY)
    (message,) = slack.seen(channel)
    assert message.plain == "Changed"
    assert slack.calls[-1].arguments["metadata"], "an update repeats the key, whatever Slack does with the old one"
    assert await platform.find("#cs294", KEY, SINCE) == (reference,)


async def test_what_people_wrote_is_shown_and_obeyed_neither_in_blocks_nor_in_the_text(slack, platform):
    channel = slack.channel("cs294", bot=True)
    await platform.post("#cs294", HELLO, KEY)
    (message,) = slack.seen(channel)
    assert message.plain == "Hello, see *bold* <!channel> https://example.org"
    assert "'broadcast'" not in str(message.blocks)
    assert "mrkdwn" not in str(message.blocks)
    assert "<!channel>" not in message.text
    assert message.arguments["parse"] == "none"
    assert message.arguments["link_names"] in (False, "false")


async def test_own_posts_with_the_key_are_found_oldest_first_over_all_pages(slack, platform):
    channel = slack.channel("cs294", bot=True)
    slack.page_size = 3
    references = []
    for number in range(8):
        key = KEY if number in (1, 6) else f"other-{number}"
        references.append(await platform.post("#cs294", HELLO, key))
    assert await platform.find("#cs294", KEY, SINCE) == (references[1], references[6])
    assert slack.count("conversations.history") == 3
    assert channel.id == slack.calls[-1].arguments["channel"]


async def test_what_was_posted_before_is_not_looked_at(slack, platform):
    slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    posted = datetime.fromtimestamp(float(stands_at(reference)[1]), UTC)
    assert await platform.find("#cs294", KEY, posted) == (reference,), "the instant itself counts"
    assert await platform.find("#cs294", KEY, posted + timedelta(seconds=1)) == ()


async def test_a_foreign_post_with_our_key_is_not_ours(slack, platform):
    channel = slack.channel("cs294", bot=True)
    await platform.post("#cs294", HELLO, KEY)
    message = channel.messages[-1]
    message.bot_id, message.user = "B0OTHER001", "U0OTHER001"
    assert await platform.find("#cs294", KEY, SINCE) == ()


async def test_without_the_history_scope_the_history_is_unreadable(slack, platform):
    slack.channel("cs294", bot=True)
    slack.scopes.discard("channels:history")
    with pytest.raises(HistoryUnreadable, match="channels:history"):
        await platform.find("#cs294", KEY, SINCE)


async def test_the_history_of_a_channel_without_the_bot_is_unreadable(slack, platform):
    slack.channel("cs294", bot=False)
    with pytest.raises(HistoryUnreadable, match=r"^the bot is not in #cs294; type /invite @coursebot there$"):
        await platform.find("#cs294", KEY, SINCE)


async def test_where_slack_hides_the_marks_of_our_own_posts_the_history_is_unreadable(slack, platform):
    channel = slack.channel("cs294", bot=True)
    await platform.post("#cs294", HELLO, KEY)
    slack.seen(channel)[0].metadata = None
    with pytest.raises(HistoryUnreadable, match="hidden marks"):
        await platform.find("#cs294", KEY, SINCE)


async def test_an_unreadable_history_names_the_channel(slack, platform):
    slack.channel("cs294", bot=True)
    slack.fault("conversations.history", "error:not_in_channel")
    with pytest.raises(HistoryUnreadable, match=r"^the bot is not in #cs294;"):
        await platform.find("#cs294", KEY, SINCE)


async def test_a_rate_limited_look_is_no_answer(slack, platform):
    slack.channel("cs294", bot=True)
    slack.fault("conversations.history", "ratelimited", retry_after=60)
    with pytest.raises(RateLimited):
        await platform.find("#cs294", KEY, SINCE)


async def test_a_look_that_is_never_answered_is_no_answer(slack, platform):
    slack.channel("cs294", bot=True)
    slack.fault("conversations.history", "drop_before", times=3)
    with pytest.raises(PlatformDown) as down:
        await platform.find("#cs294", KEY, SINCE)
    assert not isinstance(down.value, HistoryUnreadable)


async def test_deleting_what_is_gone_is_fine(slack, platform):
    channel = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    await platform.delete("#cs294", reference)
    assert slack.seen(channel) == []
    await platform.delete("#cs294", reference)
    assert await platform.find("#cs294", KEY, SINCE) == ()


@pytest.fixture
async def renamed(slack, platform):
    """A channel with a post in it, renamed; another one has its name. Also the post's reference."""
    old = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    old.rename("cs294-old")
    slack.channel("cs294", bot=True)
    platform.directory.forget()
    return old, reference


async def test_a_post_is_deleted_and_changed_where_it_stands_whatever_has_the_name_now(slack, platform, renamed):
    old, reference = renamed
    await platform.update("#cs294", reference, Reply((paragraph("Changed"),)), KEY)
    assert [message.plain for message in slack.seen(old)] == ["Changed"]
    await platform.delete("#cs294", reference)
    assert slack.seen(old) == []


async def test_a_post_is_found_where_it_stands_whatever_has_the_name_now(platform, renamed):
    _, reference = renamed
    again = await platform.post("#cs294", HELLO, KEY)
    assert await platform.find("#cs294", KEY, SINCE) == (reference, again)


async def test_a_reference_without_a_channel_is_good_for_the_channels_that_had_the_name(slack, platform, renamed):
    old, reference = renamed
    ts = stands_at(reference)[1]
    await platform.delete("#cs294", ts)
    assert slack.seen(old) == []
    with pytest.raises(PostRefused, match=r"^the message is not in #cs294: it is gone, or"):
        await platform.delete("#cs294", ts)


async def test_somebody_elses_message_is_not_deleted(slack, platform):
    channel = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    channel.messages[-1].bot_id = "B0OTHER001"
    with pytest.raises(PostRefused, match="delete it by hand"):
        await platform.delete("#cs294", reference)


async def test_one_person_is_written_to_and_the_post_is_found_again(slack, platform):
    maya = slack.person("Maya Lindqvist")
    reference = await platform.direct(maya.id, HELLO, KEY)
    assert [f"{message.channel}/{message.ts}" for message in maya.sees()] == [reference]
    assert await platform.find(maya.id, KEY, SINCE) == (reference,)


async def test_an_archived_channel_is_named_with_what_to_do(slack, platform):
    channel = slack.channel("cs294", bot=True)
    await platform.post("#cs294", HELLO, KEY)
    channel.archived = True
    with pytest.raises(Refusal, match="#cs294 is archived; unarchive it"):
        await platform.post("#cs294", HELLO, "another")


async def test_a_channel_that_was_made_anew_is_found_at_the_next_attempt(slack, platform):
    old = slack.channel("cs294", bot=True)
    await platform.post("#cs294", HELLO, KEY)
    old.archived = True
    old.name = "cs294-old"
    new = slack.channel("cs294", bot=True)
    with pytest.raises(Refusal):
        await platform.post("#cs294", HELLO, "another")
    await platform.post("#cs294", HELLO, "another")
    assert len(slack.seen(new)) == 1


async def test_what_fails_before_the_post_is_not_an_unknown_outcome(slack, platform):
    slack.channel("cs294", bot=True)
    slack.fault("users.conversations", "drop_after", times=3)
    with pytest.raises(PlatformDown) as down:
        await platform.post("#cs294", HELLO, KEY)
    assert not isinstance(down.value, OutcomeUnknown)
    assert slack.count("chat.postMessage") == 0


async def test_a_public_staff_channel_is_refused_and_a_private_one_is_not(slack, platform):
    channel = slack.channel("cs294-staff", private=False, bot=True)
    for spelled in ("#cs294-staff", "cs294-staff", channel.id):
        with pytest.raises(PostRefused, match=r"is a public channel, .*: make it private"):
            await platform.post(spelled, HELLO, KEY)
    assert slack.count("chat.postMessage") == 0
    channel.private = True
    platform.directory.forget()
    await platform.post("#cs294-staff", HELLO, KEY)
    assert len(slack.seen(channel)) == 1


async def test_people_of_a_channel_are_those_who_are_here_and_human(slack, platform):
    maya = slack.person("Maya Lindqvist", email="maya@example.edu")
    gone = slack.person("Gone Long", email="gone@example.edu")
    zoom = slack.person("Zoom", bot=True)
    slack.channel("cs294", members=[maya, gone, zoom], bot=True)
    slack.accounts[gone.id].deleted = True
    members = await platform.people("#cs294")
    assert [(member.account, member.name, member.email) for member in members] == [
        (maya.id, "Maya Lindqvist", "maya@example.edu")
    ]
    assert platform.workspace == slack.team_id


async def test_the_people_of_a_channel_without_the_bot_are_not_known(platform):
    with pytest.raises(PostRefused, match="#nowhere"):
        await platform.people("#nowhere")


async def test_staff_are_looked_up(slack, platform):
    maya = slack.person("Maya Lindqvist", email="maya@example.edu")
    (found,) = await platform.staff(StaffMember(name="M. Lindqvist", email="maya@example.edu"))
    assert found.account == maya.id


async def test_a_person_sees_their_page(slack, platform):
    maya = slack.person("Maya Lindqvist")
    await platform.show_home(maya.id, Reply((paragraph("Next: Monday"),)))
    assert slack.calls[-1].method == "views.publish"
    assert "Next: Monday" in str(maya.home)


async def test_half_a_history_is_unreadable():
    half = {"ok": True, "messages": [], "has_more": True}
    async with somebody_answering(text=json.dumps(half), content_type="application/json") as api:
        with pytest.raises(HistoryUnreadable, match="only a part"):
            await find(api, "C0123ABCD", KEY, SINCE)


async def test_a_pin_that_is_there_already_is_fine_and_what_slack_refuses_says_why(slack, platform):
    channel = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", HELLO, KEY)
    await platform.pin("#cs294", reference)
    await platform.pin("#cs294", reference)
    assert [one.arguments["timestamp"] for one in slack.calls if one.method == "pins.add"] == [
        stands_at(reference)[1]
    ] * 2
    assert [ts for ts, _, _ in channel.pins] == [stands_at(reference)[1]]
    await platform.delete("#cs294", reference)
    with pytest.raises(PostRefused, match="deleted by somebody else"):
        await platform.pin("#cs294", reference)
    slack.scopes.discard("pins:write")
    with pytest.raises(PostRefused, match="lacks the scope pins:write on Slack; update the app"):
        await platform.pin("#cs294", reference)
