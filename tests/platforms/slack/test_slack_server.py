"""The tests' own Slack: that its Web API behaves as Slack's documentation says, asked with Slack's SDK.

One test for each rule that other tests rely on. Nothing of the bot is used here.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import Person, SlackServer, manifest_problems
from tests.slack_server.small_app import (
    METADATA,
    Json,
    api,
    ben,
    course,
    maya,
    refused,
    slack,
    text,
    with_button,
)
from tests.slack_server.state import Channel

__all__ = ["api", "ben", "course", "maya", "slack"]


# --- tokens, scopes, transport ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "error"),
    [("xoxb-other", "invalid_auth"), ("", "not_authed"), ("xapp-1-secret", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused(slack: SlackServer, token: str, error: str):
    assert await refused(AsyncWebClient(token, base_url=slack.api_url).auth_test()) == error


async def test_a_revoked_token_stays_revoked(slack: SlackServer, api: AsyncWebClient):
    slack.fault("auth.test", "revoked")
    assert await refused(api.auth_test()) == "token_revoked"
    assert await refused(api.users_list()) == "token_revoked"


async def test_sockets_are_opened_with_the_app_token_only(slack: SlackServer, api: AsyncWebClient):
    assert await refused(api.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"


async def test_a_missing_scope_is_named(slack: SlackServer, api: AsyncWebClient, course: Channel):
    slack.scopes.discard("channels:history")
    with pytest.raises(SlackApiError) as caught:
        await api.conversations_history(channel=course.id)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "channels:history"
    assert "chat:write" in caught.value.response["provided"].split(",")


async def test_answers_carry_the_scopes_and_the_time_of_slack(slack: SlackServer, api: AsyncWebClient):
    slack.clock = lambda: datetime(2022, 1, 31, 12, 0, tzinfo=UTC)
    answer = await api.auth_test()
    assert set(answer.headers["x-oauth-scopes"].split(",")) == slack.scopes
    assert answer.headers["Date"] == "Mon, 31 Jan 2022 12:00:00 GMT"


async def test_an_unknown_method_is_said_to_be_unknown(api: AsyncWebClient):
    assert await refused(api.api_call("chat.shout")) == "unknown_method"


async def test_too_many_calls_are_told_to_wait(slack: SlackServer, api: AsyncWebClient):
    slack.limit("auth.test", per_minute=1)
    await api.auth_test()
    with pytest.raises(SlackApiError) as caught:
        await api.auth_test()
    assert caught.value.response.status_code == 429
    assert 0 < int(caught.value.response.headers["Retry-After"]) <= 60
    slack.pass_time(61)
    await api.auth_test()


async def test_a_rate_limit_on_demand_has_no_effect(slack: SlackServer, api: AsyncWebClient, course: Channel):
    slack.fault("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await api.chat_postMessage(channel=course.id, text="hello")
    assert caught.value.response.headers["Retry-After"] == "7"
    assert slack.seen(course) == []


@pytest.mark.parametrize(
    ("kind", "there"),
    [("drop_before", 0), ("drop_after", 1), ("error_before", 0), ("error_after", 1), ("error:fatal_error", 0)],
)
async def test_a_fault_has_the_effect_that_its_name_says(
    slack: SlackServer, api: AsyncWebClient, course: Channel, kind: str, there: int
):
    slack.fault("chat.postMessage", kind)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await api.chat_postMessage(channel=course.id, text="hello")
    assert len(slack.seen(course)) == there
    await api.chat_postMessage(channel=course.id, text="again")
    assert len(slack.seen(course)) == there + 1


@pytest.mark.parametrize(("kind", "there"), [("never_answer", 0), ("never_answer_after", 1)])
async def test_a_call_that_is_never_answered_times_out(slack: SlackServer, course: Channel, kind: str, there: int):
    hasty = AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=0.2)  # type: ignore[arg-type]
    slack.fault("chat.postMessage", kind)
    with pytest.raises(TimeoutError):
        await hasty.chat_postMessage(channel=course.id, text="hello")
    assert len(slack.seen(course)) == there


@pytest.mark.parametrize(("kind", "there"), [("kill_before", 0), ("kill_after", 1)])
async def test_a_fault_can_kill_the_process_that_is_named(
    slack: SlackServer, api: AsyncWebClient, course: Channel, kind: str, there: int
):
    victim = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)  # noqa: ASYNC220 - at once
    slack.victim = victim.pid
    slack.fault("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await api.chat_postMessage(channel=course.id, text="hello")
    assert victim.wait() == -signal.SIGKILL
    assert len(slack.seen(course)) == there
    assert victim.stdin is not None
    victim.stdin.close()
    with pytest.raises(AssertionError):
        slack.victim = os.getpid()


async def test_slack_that_is_down_refuses_connections_and_comes_back_at_the_same_address(
    slack: SlackServer, api: AsyncWebClient
):
    slack.down = True
    with pytest.raises(aiohttp.ClientConnectorError):
        await api.auth_test()
    slack.down = False
    assert (await api.auth_test())["user_id"] == slack.bot_user_id


# --- messages -----------------------------------------------------------------------------------------------------


async def test_posts_go_only_where_the_bot_may_write(slack: SlackServer, api: AsyncWebClient, maya: Person):
    other = slack.channel("random", members=[maya], bot=False)
    hidden = slack.channel("staff", private=True, members=[maya], bot=False)
    old = slack.channel("cs294-sp21")
    old.archived = True
    for channel, error in ((other, "not_in_channel"), (hidden, "channel_not_found"), (old, "is_archived")):
        assert await refused(api.chat_postMessage(channel=channel.id, text="hello")) == error
    assert await refused(api.chat_postMessage(channel="C0NOSUCH", text="hello")) == "channel_not_found"
    slack.scopes.add("chat:write.public")
    await api.chat_postMessage(channel=other.id, text="hello")


async def test_a_post_to_a_person_goes_to_their_direct_messages(api: AsyncWebClient, maya: Person, ben: Person):
    posted = await api.chat_postMessage(channel=maya.id, text="for you")
    opened = await api.conversations_open(users=[maya.id])
    assert posted["channel"] == opened["channel"]["id"]
    assert [message.plain for message in maya.sees()] == ["for you"]
    assert ben.sees() == []


async def test_a_message_needs_text_or_blocks_and_blocks_that_slack_knows(api: AsyncWebClient, course: Channel):
    assert await refused(api.api_call("chat.postMessage", json={"channel": course.id})) == "no_text"
    with pytest.raises(SlackApiError) as caught:
        await api.chat_postMessage(channel=course.id, text="x", blocks=[{"type": "header", "text": text("x" * 151)}])
    assert caught.value.response["error"] == "invalid_blocks"
    assert "/blocks/0/text" in caught.value.response["response_metadata"]["messages"][0]


async def test_metadata_is_told_only_when_asked_for(api: AsyncWebClient, course: Channel):
    await api.chat_postMessage(channel=course.id, text="hello", metadata=METADATA)
    plain = await api.conversations_history(channel=course.id)
    full = await api.conversations_history(channel=course.id, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == METADATA
    wrong = api.chat_postMessage(channel=course.id, text="x", metadata={"key": "k"})
    assert await refused(wrong) == "invalid_metadata_schema"


async def test_an_update_keeps_metadata_until_it_gives_other_or_none(api: AsyncWebClient, course: Channel):
    ts = (await api.chat_postMessage(channel=course.id, text="one", metadata=METADATA))["ts"]

    async def now() -> Json:
        read = await api.conversations_history(channel=course.id, include_all_metadata=True)
        return dict(read["messages"][0])

    await api.chat_update(channel=course.id, ts=ts, text="two")
    assert ((await now())["text"], (await now())["metadata"]) == ("two", METADATA)
    await api.chat_update(channel=course.id, ts=ts, text="three", metadata={})
    assert "metadata" not in await now()


async def test_only_own_messages_that_stand_can_be_changed(
    slack: SlackServer, api: AsyncWebClient, course: Channel, maya: Person
):
    mine = (await api.chat_postMessage(channel=course.id, text="one"))["ts"]
    theirs = (await maya.mentions(slack.channel("random", members=[maya], bot=False), "hi")).ts
    assert await refused(api.chat_update(channel=course.id, ts=theirs, text="x")) == "message_not_found"
    await api.chat_delete(channel=course.id, ts=mine)
    assert await refused(api.chat_delete(channel=course.id, ts=mine)) == "message_not_found"
    assert slack.seen(course) == []


async def test_text_without_blocks_takes_the_blocks_away(slack: SlackServer, api: AsyncWebClient, course: Channel):
    ts = (await api.chat_postMessage(channel=course.id, text="one", blocks=with_button("one")))["ts"]
    await api.chat_update(channel=course.id, ts=ts, text="two")
    assert [message.plain for message in slack.seen(course)] == ["two"]


async def test_an_ephemeral_message_is_seen_by_one_person_and_is_in_no_history(
    slack: SlackServer, api: AsyncWebClient, course: Channel, maya: Person, ben: Person
):
    await api.chat_postEphemeral(channel=course.id, user=maya.id, text="only you")
    assert [message.plain for message in maya.sees(course)] == ["only you"]
    assert ben.sees(course) == []
    assert (await api.conversations_history(channel=course.id))["messages"] == []
    stranger = slack.person("Ada Quill")
    assert await refused(api.chat_postEphemeral(channel=course.id, user=stranger.id, text="x")) == "user_not_in_channel"
    ts = maya.sees(course)[0].ts
    assert await refused(api.chat_update(channel=course.id, ts=ts, text="x")) == "message_not_found"


async def test_history_leaves_thread_replies_out_and_replies_have_them_with_metadata(
    api: AsyncWebClient, course: Channel
):
    first = (await api.chat_postMessage(channel=course.id, text="first"))["ts"]
    await api.chat_postMessage(channel=course.id, text="reply", thread_ts=first, metadata=METADATA)
    history = await api.conversations_history(channel=course.id, include_all_metadata=True)
    assert [(one["text"], one["reply_count"]) for one in history["messages"]] == [("first", 1)]
    thread = await api.conversations_replies(channel=course.id, ts=first, include_all_metadata=True)
    assert [(one["text"], one.get("metadata")) for one in thread["messages"]] == [("first", None), ("reply", METADATA)]
    assert await refused(api.conversations_replies(channel=course.id, ts="1.000000")) == "thread_not_found"
    sent_too = {"thread_ts": first, "reply_broadcast": True, "metadata": METADATA}
    await api.chat_postMessage(channel=course.id, text="for all", **sent_too)
    history = await api.conversations_history(channel=course.id, include_all_metadata=True)
    assert [(one["text"], one.get("metadata")) for one in history["messages"]] == [("for all", None), ("first", None)]


async def test_history_comes_newest_first_in_pages_and_between_two_times(api: AsyncWebClient, course: Channel):
    stamps = [(await api.chat_postMessage(channel=course.id, text=str(number)))["ts"] for number in range(5)]
    read: list[str] = []
    async for page in await api.conversations_history(channel=course.id, limit=2):
        assert len(page["messages"]) <= 2
        read += [one["text"] for one in page["messages"]]
    assert read == ["4", "3", "2", "1", "0"]
    later = await api.conversations_history(channel=course.id, oldest=stamps[1], latest=stamps[3])
    assert [one["text"] for one in later["messages"]] == ["2"]
    later = await api.conversations_history(channel=course.id, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [one["text"] for one in later["messages"]] == ["3", "2", "1"]
    assert await refused(api.conversations_history(channel=course.id, cursor="nonsense")) == "invalid_cursor"


async def test_message_times_follow_slacks_clock_and_never_repeat(
    slack: SlackServer, api: AsyncWebClient, course: Channel
):
    slack.clock = lambda: datetime(2022, 1, 31, tzinfo=UTC)
    stamps = [(await api.chat_postMessage(channel=course.id, text="x"))["ts"] for _ in range(2)]
    assert stamps == ["1643587200.000000", "1643587200.000001"]


async def test_messages_are_pinned_once_and_listed(api: AsyncWebClient, course: Channel):
    ts = (await api.chat_postMessage(channel=course.id, text="keep"))["ts"]
    await api.pins_add(channel=course.id, timestamp=ts)
    assert await refused(api.pins_add(channel=course.id, timestamp=ts)) == "already_pinned"
    assert [one["message"]["text"] for one in (await api.pins_list(channel=course.id))["items"]] == ["keep"]
    await api.pins_remove(channel=course.id, timestamp=ts)
    assert await refused(api.pins_remove(channel=course.id, timestamp=ts)) == "no_pin"


# --- people and places --------------------------------------------------------------------------------------------


async def test_channels_members_and_people_come_in_pages(
    slack: SlackServer, api: AsyncWebClient, course: Channel, maya: Person, ben: Person
):
    slack.page_size = 1
    members = [one async for page in await api.conversations_members(channel=course.id) for one in page["members"]]
    assert members == [maya.id, ben.id, slack.bot_user_id]
    people = [one["id"] async for page in await api.users_list() for one in page["members"]]
    assert {maya.id, ben.id} < set(people)
    hidden = slack.channel("staff", private=True, members=[maya], bot=False)
    kinds = "public_channel,private_channel"
    listed = [one["id"] async for page in await api.conversations_list(types=kinds) for one in page["channels"]]
    assert listed == [course.id]
    assert await refused(api.conversations_info(channel=hidden.id)) == "channel_not_found"


async def test_people_are_told_apart_and_addresses_need_their_scope(
    slack: SlackServer, api: AsyncWebClient, maya: Person
):
    guest = slack.person("Gil", email="gil@example.com", guest="single")
    visitor = slack.person("Vera", email="vera@example.org", external=True)
    shown = {one: (await api.users_info(user=one))["user"] for one in (maya.id, guest.id, visitor.id)}
    assert shown[maya.id]["profile"]["email"] == "maya@example.edu"
    assert (shown[guest.id]["is_restricted"], shown[guest.id]["is_ultra_restricted"]) == (True, True)
    assert shown[visitor.id]["team_id"] != slack.team_id
    assert "email" not in shown[visitor.id]["profile"]
    assert (await api.users_lookupByEmail(email="MAYA@example.edu"))["user"]["id"] == maya.id
    for unknown in ("nobody@example.edu", "vera@example.org"):
        assert await refused(api.users_lookupByEmail(email=unknown)) == "users_not_found"
    slack.scopes.discard("users:read.email")
    assert "email" not in (await api.users_info(user=maya.id))["user"]["profile"]


async def test_user_groups_are_listed_with_their_people(slack: SlackServer, api: AsyncWebClient, maya: Person):
    group = slack.user_group("cs294-tas", [maya])
    assert [one["handle"] for one in (await api.usergroups_list())["usergroups"]] == ["cs294-tas"]
    assert (await api.usergroups_users_list(usergroup=group.id))["users"] == [maya.id]
    assert await refused(api.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


# --- files --------------------------------------------------------------------------------------------------------


async def uploaded(api: AsyncWebClient, name: str, content: bytes) -> Json:
    given = await api.files_getUploadURLExternal(filename=name, length=len(content))
    async with aiohttp.ClientSession() as session, session.post(given["upload_url"], data=content) as response:
        assert response.status == 200
    finished = await api.files_completeUploadExternal(files=[{"id": given["file_id"], "title": name}])
    return dict(finished["files"][0])


async def test_an_uploaded_file_is_private_until_a_message_links_to_it(
    slack: SlackServer, api: AsyncWebClient, course: Channel
):
    file = await uploaded(api, "seats.csv", b"a,b")
    await api.chat_postMessage(channel=course.id, text="nothing of it here")
    assert (await api.files_info(file=file["id"]))["file"]["channels"] == []
    await api.chat_postMessage(channel=course.id, text=f"<{file['permalink']}|seats>", metadata=METADATA)
    assert (await api.files_info(file=file["id"]))["file"]["channels"] == [course.id]
    assert "[file seats.csv]" in slack.seen(course)[-1].plain


async def test_a_file_that_was_not_uploaded_cannot_be_finished(api: AsyncWebClient):
    given = await api.files_getUploadURLExternal(filename="x.csv", length=3)
    assert await refused(api.files_completeUploadExternal(files=[{"id": given["file_id"]}])) == "file_not_found"


async def test_an_image_block_shows_only_an_image_that_was_uploaded(api: AsyncWebClient, course: Channel):
    picture, table = await uploaded(api, "plan.png", b"png"), await uploaded(api, "plan.csv", b"csv")

    async def show(file: str) -> None:
        block = {"type": "image", "alt_text": "plan", "slack_file": {"id": file}}
        await api.chat_postMessage(channel=course.id, text="plan", blocks=[block])

    await show(picture["id"])
    for wrong in (table["id"], "F0NONE"):
        assert await refused(show(wrong)) == "invalid_blocks"


# --- manifests ----------------------------------------------------------------------------------------------------


def manifest(command: str = "/readings", **settings: Any) -> Json:
    return {
        "display_information": {"name": "coursebot"},
        "features": {
            "bot_user": {"display_name": "coursebot"},
            "slash_commands": [{"command": command, "description": "This week's readings"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history"]}},
        "settings": {
            "socket_mode_enabled": True, "interactivity": {"is_enabled": True},
            "event_subscriptions": {"bot_events": ["message.im"]}, **settings,
        },
    }  # fmt: skip


def test_a_manifest_is_refused_for_what_slack_would_refuse():
    assert manifest_problems(manifest()) == []
    assert "reserved" in manifest_problems(manifest("/remind"))[0]
    assert len(manifest_problems(manifest(socket_mode_enabled=False))) == 3
    unknown = manifest(event_subscriptions={"bot_events": ["app_mention"]})
    assert "app_mentions:read" in manifest_problems(unknown)[0]
    assert "less than 36" in manifest_problems(manifest() | {"display_information": {"name": "x" * 36}})[0]
    assert manifest_problems({}) != []


async def test_installing_a_manifest_grants_what_it_asks_for_and_no_more(
    slack: SlackServer, api: AsyncWebClient, maya: Person
):
    slack.install(manifest())
    assert await refused(api.users_list()) == "missing_scope"
    with pytest.raises(AssertionError, match="/deadlines"):
        await maya.slash("/deadlines")
