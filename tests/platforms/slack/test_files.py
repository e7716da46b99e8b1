"""Files of a post: uploaded first, pictures shown and the rest linked, and nothing half done is an unknown outcome."""

from __future__ import annotations

import pytest

from bot.conversation.port import OutcomeUnknown, PostRefused
from bot.conversation.reply import Attachment, Reply, paragraph
from bot.errors import PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.platform import SlackPlatform
from tests.slack_server import SlackServer

TABLE = Attachment("status.csv", b"name,reviews\nMaya,3\n", "Status <of> a|b")
CHART = Attachment("progress.png", b"\x89PNG\r\n\x1a\n", "Progress")
KEY = "key"


def reply(*files):
    return Reply((paragraph("Here it is"),), files=files)


@pytest.fixture
async def slack():
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def platform(slack):
    async def named():
        return {}

    api = Api(Credentials(bot_token=slack.bot_token, api_url=slack.api_url), timeout=0.5, pause=0.0)
    yield SlackPlatform(api, Directory(api, named), settling=(0.0, 0.0))
    await api.close()


async def test_files_go_along_with_a_post_that_has_its_key(slack, platform):
    channel = slack.channel("cs294", bot=True)
    reference = await platform.post("#cs294", reply(TABLE, CHART), KEY)
    (message,) = slack.seen(channel)
    assert reference == f"{channel.id}/{message.ts}"
    assert message.metadata is not None
    assert message.plain.startswith("Here it is")
    table, chart = slack.files.values()
    assert (table.content, chart.content) == (TABLE.content, CHART.content)
    assert list(table.shares) == list(chart.shares) == [channel.id], "people can open both"
    assert [block["slack_file"] for block in message.blocks if block["type"] == "image"] == [{"id": chart.id}]
    assert table.permalink in message.text
    assert message.arguments.get("unfurl_links") is None, "a file's link unfolds only where links may"


async def test_a_title_is_shown_and_never_obeyed(slack, platform):
    channel = slack.channel("cs294", bot=True)
    await platform.post("#cs294", reply(TABLE), KEY)
    (message,) = slack.seen(channel)
    assert "|Status &lt;of&gt; a¦b>" in str(message.blocks)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_an_upload_that_fails_means_that_nothing_was_posted(method, slack, platform):
    channel = slack.channel("cs294", bot=True)
    slack.fault(method, "drop_after", times=3)
    with pytest.raises(PlatformDown) as down:
        await platform.post("#cs294", reply(TABLE), KEY)
    assert not isinstance(down.value, OutcomeUnknown)
    assert slack.seen(channel) == []


async def test_without_the_scope_for_files_the_scope_is_named(slack, platform):
    slack.channel("cs294", bot=True)
    slack.scopes.discard("files:write")
    with pytest.raises(PostRefused, match="lacks the scope files:write"):
        await platform.post("#cs294", reply(TABLE), KEY)


@pytest.mark.parametrize("refusals", [1, 2])
async def test_a_picture_that_slack_has_not_looked_at_yet_is_waited_for_and_linked_at_last(refusals, slack, platform):
    channel = slack.channel("cs294", bot=True)
    slack.fault("chat.postMessage", "error:invalid_blocks", times=refusals)
    await platform.post("#cs294", reply(CHART), KEY)
    (message,) = slack.seen(channel)
    (chart,) = slack.files.values()
    shown = any(block["type"] == "image" for block in message.blocks)
    assert shown == (refusals == 1)
    assert (chart.permalink in message.text) == (refusals == 2)
    assert list(chart.shares) == [channel.id]


async def test_a_post_with_a_picture_whose_outcome_is_unknown_is_not_sent_again(slack, platform):
    channel = slack.channel("cs294", bot=True)
    slack.fault("chat.postMessage", "drop_after")
    with pytest.raises(OutcomeUnknown):
        await platform.post("#cs294", reply(CHART), KEY)
    assert len(slack.seen(channel)) == 1
