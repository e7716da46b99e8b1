"""The tests' own Slack: how it tells an app of what happened, through sockets and over HTTP.

One test for each rule that other tests rely on. Nothing of the bot is used here.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import parse_qs

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import NotAcknowledged, Person, SlackServer
from tests.slack_server.small_app import (
    App,
    Received,
    api,
    app,
    ben,
    connected,
    course,
    maya,
    over_http,
    slack,
)
from tests.slack_server.state import Channel

__all__ = ["api", "app", "ben", "course", "maya", "over_http", "slack"]


# --- sockets ------------------------------------------------------------------------------------------------------


async def test_a_socket_is_greeted_and_its_address_works_once(slack: SlackServer, app: App, maya: Person):
    await maya.says("hello")
    assert (app.got[0]["type"], app.got[0]["num_connections"]) == ("hello", 1)
    used = f"{slack.url}/link/?ticket={app.ticket}"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(used)


async def test_each_event_goes_to_exactly_one_connection(slack: SlackServer, maya: Person):
    async with connected(slack, 3) as apps:
        for number in range(6):
            await maya.says(str(number))
    got = sorted(payload["event"]["text"] for app in apps for payload in app.payloads())
    assert got == ["0", "1", "2", "3", "4", "5"]
    assert all(len(app.payloads()) == 2 for app in apps)


async def test_what_is_not_acknowledged_fails_for_the_person(slack: SlackServer, app: App, maya: Person):
    slack.second = 0.01
    app.acknowledges = False
    with pytest.raises(NotAcknowledged):
        await maya.slash("/readings")
    assert len(app.payloads()) == 1


async def test_an_event_that_is_not_acknowledged_is_sent_again_with_its_number(
    slack: SlackServer, app: App, maya: Person
):
    slack.second = 0.01
    app.acknowledges = False
    with pytest.raises(NotAcknowledged):
        await maya.says("hello")
    events = [envelope for envelope in app.got if envelope["type"] == "events_api"]
    assert [(one["retry_attempt"], one["retry_reason"]) for one in events] == [(0, ""), (1, "timeout")]
    assert len({one["payload"]["event_id"] for one in events}) == 1
    assert len({one["envelope_id"] for one in events}) == 2


async def test_an_event_on_a_connection_that_breaks_goes_to_another(slack: SlackServer, maya: Person):
    async with connected(slack, 2) as apps:
        apps[0].acknowledges = False
        apps[0].hook = slack.sockets.open[0].cut
        await maya.says("hello")
        assert [payload["event"]["text"] for app in apps for payload in app.payloads()] == ["hello", "hello"]
        assert apps[1].got[-1]["retry_reason"] == "the connection closed"


async def test_a_refresh_announces_itself_and_then_closes(slack: SlackServer, maya: Person):
    async with connected(slack) as apps:
        await slack.refresh_sockets("refresh_requested", grace=0.05)
        await maya.says("still heard")
        await slack.until(lambda: not slack.sockets.open, 5, lambda: "still open")
    assert [one["type"] for one in apps[0].got] == ["hello", "disconnect", "events_api"]
    assert apps[0].got[1]["reason"] == "refresh_requested"


async def test_without_a_connection_a_command_fails_at_once(maya: Person):
    with pytest.raises(NotAcknowledged):
        await maya.slash("/readings")


# --- HTTP ---------------------------------------------------------------------------------------------------------


async def test_deliveries_over_http_are_signed_and_commands_are_forms(
    slack: SlackServer, over_http: Received, maya: Person, course: Channel
):
    await maya.slash("/readings week 3", course)
    request = over_http[0]
    form = parse_qs((await request.text()), strict_parsing=True)
    assert (form["command"], form["text"], form["channel_id"]) == (["/readings"], ["week 3"], [course.id])
    signed = f"v0:{request.headers['X-Slack-Request-Timestamp']}:{await request.text()}".encode()
    expected = hmac.new(slack.signing_secret.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["X-Slack-Signature"] == f"v0={expected}"


async def test_events_over_http_are_retried_three_times(slack: SlackServer, over_http: Received, maya: Person):
    slack.outgoing.retries = (0, 0, 0)
    over_http.status = 500
    with pytest.raises(NotAcknowledged):
        await maya.says("hello")
    await slack.outgoing.idle()
    assert [one.headers.get("X-Slack-Retry-Num") for one in over_http] == [None, "1", "2", "3"]
    assert over_http[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len({json.loads(await one.text())["event_id"] for one in over_http}) == 1


async def test_an_app_can_ask_for_no_retries(over_http: Received, maya: Person):
    over_http.status, over_http.headers = 500, {"X-Slack-No-Retry": "1"}
    with pytest.raises(NotAcknowledged):
        await maya.says("hello")
    assert len(over_http) == 1


# --- events -------------------------------------------------------------------------------------------------------


async def test_the_bot_hears_its_own_direct_messages_and_their_changes(
    slack: SlackServer, api: AsyncWebClient, app: App, maya: Person
):
    posted = await api.chat_postMessage(channel=maya.id, text="one")
    await api.chat_update(channel=posted["channel"], ts=posted["ts"], text="two")
    await slack.outgoing.idle()
    written, changed = (payload["event"] for payload in app.payloads())
    assert (written["type"], written["bot_id"], written["channel_type"]) == ("message", slack.bot_id, "im")
    assert (changed["subtype"], changed["message"]["text"], changed["hidden"]) == ("message_changed", "two", True)


async def test_a_mention_is_told_where_the_bot_is_a_member(slack: SlackServer, app: App, maya: Person, course: Channel):
    await maya.mentions(slack.channel("random", members=[maya], bot=False), "hello?")
    await maya.mentions(course, "what is due & when?")
    (payload,) = app.payloads()
    assert (payload["type"], payload["api_app_id"]) == ("event_callback", slack.app_id)
    assert payload["event"]["type"] == "app_mention"
    assert payload["event"]["text"] == f"<@{slack.bot_user_id}> what is due &amp; when?"


async def test_joining_and_leaving_are_told_with_the_sort_of_channel(
    slack: SlackServer, api: AsyncWebClient, app: App, maya: Person, course: Channel
):
    ada, staff = slack.person("Ada Quill"), slack.channel("staff", private=True, members=[maya])
    await ada.joins(course)
    await ada.joins(staff, inviter=maya)
    await ada.leaves(course)
    events = [payload["event"] for payload in app.payloads()]
    assert [(one["type"], one["channel"], one["channel_type"]) for one in events] == [
        ("member_joined_channel", course.id, "C"),
        ("member_joined_channel", staff.id, "G"),
        ("member_left_channel", course.id, "C"),
    ]
    assert [one.get("inviter") for one in events] == [None, maya.id, None]
    history = await api.conversations_history(channel=course.id)
    assert [one["subtype"] for one in history["messages"]] == ["channel_leave", "channel_join"]
    assert slack.seen(course) == []


async def test_what_was_not_subscribed_to_or_granted_is_not_told(slack: SlackServer, app: App, maya: Person):
    slack.events.discard("app_home_opened")
    slack.scopes.discard("im:history")
    await maya.opens_home()
    await maya.says("hello?")
    assert app.payloads() == []
