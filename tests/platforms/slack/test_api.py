"""The door to Slack's Web API over a real socket: what each failure says about the effect, and that nothing leaks."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.conversation.port import OutcomeUnknown, RateLimited, ShutOut
from bot.errors import CoursebotError, PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.refusals import REFUSED, SHUT_OUT, Refusal, error_for
from tests.slack_server import SlackServer


@pytest.fixture
async def slack():
    async with SlackServer() as server:
        yield server


@pytest.fixture
async def api(slack):
    door = Api(credentials(slack), timeout=0.5, pause=0.0)
    yield door
    await door.close()


def credentials(slack, **changed) -> Credentials:
    return Credentials(
        **{"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url} | changed
    )


async def post(api, slack):
    channel = slack.channel("cs294", bot=True)
    return await api.once("chat.postMessage", channel=channel.id, text="very-secret", blocks=[], metadata=None)


@asynccontextmanager
async def closing(door):
    try:
        yield door
    finally:
        await door.close()


async def test_it_says_who_the_bot_is_what_it_may_and_what_time_it_is_at_slack(slack, api):
    me = await api.identity()
    assert (me.team_id, me.bot_user_id, me.bot_id) == (slack.team_id, slack.bot_user_id, slack.bot_id)
    assert me.scopes == frozenset(slack.scopes)
    assert me.server_time is not None
    assert api.known == me


async def test_a_proxy_is_not_asked_for_a_host_that_needs_none(slack, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with closing(Api(credentials(slack), timeout=1.0, pause=0.0)) as api:
        assert (await api.identity()).team_id == slack.team_id


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "error_after", "error_before", "never_answer"])
async def test_an_answer_that_does_not_come_is_an_unknown_outcome_and_nothing_is_sent_again(fault, slack, api):
    slack.fault("chat.postMessage", fault)
    with pytest.raises(OutcomeUnknown):
        await post(api, slack)
    assert slack.count("chat.postMessage") == 1


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable"])
async def test_slack_not_knowing_itself_is_an_unknown_outcome(code, slack, api):
    slack.fault("chat.postMessage", f"error:{code}")
    with pytest.raises(OutcomeUnknown, match=code):
        await post(api, slack)


async def test_nobody_at_the_other_end_means_that_nothing_happened():
    api = Api(Credentials(bot_token="xoxb-secret", api_url="http://127.0.0.1:9/api/"), timeout=1.0)
    with pytest.raises(PlatformDown) as down:
        await api.once("chat.postMessage", channel="C1", text="hello")
    assert not isinstance(down.value, OutcomeUnknown)
    await api.close()


async def test_a_rate_limit_says_how_long_to_wait_and_a_post_is_not_tried_again(slack, api):
    slack.fault("chat.postMessage", "ratelimited", retry_after=37)
    with pytest.raises(RateLimited) as limit:
        await post(api, slack)
    assert limit.value.retry_after == 37
    assert slack.count("chat.postMessage") == 1


@asynccontextmanager
async def somebody_answering(**answer):
    """A door to a proxy or a broken Slack that gives every request the same answer."""

    async def handle(_request):
        return web.Response(**answer)

    application = web.Application()
    application.router.add_route("*", "/{rest:.*}", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    api = Api(Credentials(bot_token="xoxb-secret", api_url=f"http://127.0.0.1:{port}/api/"), timeout=1.0)
    try:
        yield api
    finally:
        await api.close()
        await runner.cleanup()


UNCLEAR = {
    "a page of a proxy": {"status": 502, "text": "<html>Bad Gateway</html>", "content_type": "text/html"},
    "half an answer": {"text": '{"ok": tr', "content_type": "application/json"},
    "an empty answer": {"text": "", "content_type": "application/json"},
    "a word": {"text": "ok", "content_type": "text/plain"},
    "a list": {"text": "[]", "content_type": "application/json"},
    "null": {"text": "null", "content_type": "application/json"},
    "not text": {"body": b"\xff\xfe{", "content_type": "application/json"},
    "fine, with an error's status": {"status": 500, "text": '{"ok": true}', "content_type": "application/json"},
    "a refusal of a broken server": {
        "status": 503,
        "text": '{"ok": false, "error": "not_in_channel"}',
        "content_type": "application/json",
    },
}


@pytest.mark.parametrize("answer", UNCLEAR)
async def test_an_unreadable_answer_is_an_unknown_outcome(answer):
    async with somebody_answering(**UNCLEAR[answer]) as api:
        with pytest.raises(OutcomeUnknown, match=r"no clear answer to chat\.postMessage"):
            await api.once("chat.postMessage", channel="C1", text="hello")


async def test_a_rate_limit_without_a_word_of_slack_is_one():
    headers = {"Retry-After": "12"}
    async with somebody_answering(status=429, text="slow down", headers=headers) as api:
        with pytest.raises(RateLimited) as limit:
            await api.once("chat.postMessage", channel="C1", text="hello")
        assert limit.value.retry_after == 12
        with pytest.raises(RateLimited):
            await api.respond(f"{api.client.base_url}hook", {"text": "hello"})


@pytest.mark.parametrize(("asked", "seconds"), [("inf", 30), ("-inf", 30), ("nan", 30), ("1e300", 86400), ("-5", 0)])
async def test_a_rate_limit_for_a_time_that_is_none_is_for_a_moment(asked, seconds):
    async with somebody_answering(status=429, text="slow down", headers={"Retry-After": asked}) as api:
        for call in (api.once("chat.postMessage", channel="C1"), api.respond(f"{api.client.base_url}hook", {})):
            with pytest.raises(RateLimited) as limit:
                await call
            assert limit.value.retry_after == seconds


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_unknown_outcome_and_nothing_is_sent_again(status, slack, api):
    elsewhere = f"{slack.api_url}chat.postMessage"
    async with somebody_answering(status=status, headers={"Location": elsewhere}) as redirected:
        with pytest.raises(OutcomeUnknown):
            await redirected.once("chat.postMessage", channel="C1", text="hello")
        with pytest.raises(OutcomeUnknown):
            await redirected.respond(f"{redirected.client.base_url}hook", {"text": "hello"})
    assert slack.calls == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"status": 404, "text": '{"ok": false, "error": "used_url"}'}, "used_url"),
        ({"status": 404, "text": "expired_url"}, "expired_url"),
        ({"status": 200, "text": '{"ok": false, "error": "invalid_blocks"}'}, "invalid_blocks"),
        ({"status": 200, "text": "invalid_payload"}, "invalid_payload"),
    ],
)
async def test_a_response_url_that_refuses_says_why(answer, code):
    async with somebody_answering(**answer) as api:
        with pytest.raises(Refusal) as refusal:
            await api.respond(f"{api.client.base_url}hook", {"text": "hello"})
        assert refusal.value.code == code


@pytest.mark.parametrize("text", ["ok", '{"ok": true}', ""])
async def test_a_response_url_that_takes_it_is_silent(text):
    async with somebody_answering(text=text) as api:
        await api.respond(f"{api.client.base_url}hook", {"text": "hello"})


@pytest.mark.parametrize("fault", ["drop_after", "error_before", "never_answer"])
async def test_a_read_is_tried_again(fault, slack, api):
    slack.fault("auth.test", fault, times=2)
    assert (await api.identity()).team_id == slack.team_id
    assert slack.count("auth.test") == 3


async def test_a_read_that_never_works_has_not_happened(slack, api):
    slack.fault("auth.test", "drop_after", times=3)
    with pytest.raises(PlatformDown) as down:
        await api.identity()
    assert not isinstance(down.value, OutcomeUnknown)
    assert slack.count("auth.test") == 3


async def test_a_read_does_not_wait_longer_than_its_patience(slack, api):
    slack.fault("auth.test", "ratelimited", retry_after=60)
    with pytest.raises(RateLimited):
        await api.identity()
    assert slack.count("auth.test") == 1


async def test_a_read_waits_as_long_as_slack_asks_where_that_is_short(slack, api):
    slack.fault("auth.test", "ratelimited", retry_after=0)
    assert (await api.identity()).team_id == slack.team_id


async def test_a_missing_scope_is_named_with_what_to_do(slack, api):
    slack.scopes.discard("chat:write")
    with pytest.raises(Refusal, match=r"lacks the scope chat:write on Slack; .*coursebot slack manifest") as refusal:
        await post(api, slack)
    assert (refusal.value.code, refusal.value.needed) == ("missing_scope", "chat:write")


async def test_a_code_that_nobody_knew_is_quoted(slack, api):
    slack.fault("chat.postMessage", "error:flying_saucers")
    with pytest.raises(Refusal, match=r"Slack refused it \(flying_saucers\)"):
        await post(api, slack)


@pytest.mark.parametrize("code", sorted(SHUT_OUT))
async def test_an_end_is_final_says_the_fix_and_asks_slack_no_more(code, slack, api):
    slack.fault("chat.postMessage", f"error:{code}")
    with pytest.raises(ShutOut) as first:
        await post(api, slack)
    assert code in str(first.value)
    assert slack.bot_token not in str(first.value)
    calls = len(slack.calls)
    with pytest.raises(ShutOut, match=code):
        await api.call("auth.test")
    assert len(slack.calls) == calls
    assert str(await api.shut_out.wait()) == str(first.value) == api.shut_out.reason


async def test_a_wrong_app_token_is_told_by_its_setting_and_does_not_silence_the_bot(slack):
    api = Api(credentials(slack, app_token="xapp-wrong-secret"), timeout=1.0)
    with pytest.raises(ShutOut, match="SLACK_APP_TOKEN") as error:
        await api.once("apps.connections.open")
    assert "secret" not in str(error.value)
    assert (await api.identity()).team_id == slack.team_id
    await api.close()


async def test_an_app_token_without_its_scope_is_told_where_to_make_another(slack, api):
    slack.app_scopes.clear()
    with pytest.raises(ShutOut, match=r"SLACK_APP_TOKEN lacks the scope connections:write; make an app-level token"):
        await api.once("apps.connections.open")


def test_each_known_refusal_is_a_sentence_with_something_to_do():
    for code in REFUSED:
        sentence = str(Refusal(code).about("#cs294", "@coursebot"))
        assert "{" not in sentence
        assert len(sentence.split()) >= 6
        assert isinstance(error_for(code), Refusal)


async def test_neither_errors_nor_logs_hold_a_token_or_a_response_url(slack, api, caplog):
    caplog.set_level(logging.DEBUG)
    errors: list[CoursebotError] = []
    hook = f"{slack.api_url}hook/T1/very-secret"
    for fault in ["drop_after", "error_after", "never_answer", "ratelimited", "error:invalid_blocks", "revoked"]:
        slack.fault("chat.postMessage", fault)
        with pytest.raises(CoursebotError) as error:
            await post(api, slack)
        errors.append(error.value)
    with pytest.raises(CoursebotError) as error:
        await api.respond(hook, {"text": "hello"})
    errors.append(error.value)
    with pytest.raises(CoursebotError) as error:
        await api.respond("http://127.0.0.1:9/very-secret", {"text": "hello"})
    errors.append(error.value)
    told = caplog.text + "".join(f"{error!r} {error.__cause__!r}" for error in errors)
    assert slack.bot_token not in told
    assert "very-secret" not in told
    assert all(error.__suppress_context__ or error.__context__ is None for error in errors)
