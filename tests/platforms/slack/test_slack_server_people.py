"""The tests' own Slack: commands, buttons and views, as people use them and as an app answers them.

One test for each rule that other tests rely on. Nothing of the bot is used here.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import NotAcknowledged, Person, SlackServer
from tests.slack_server.reading import NotThere
from tests.slack_server.small_app import (
    App,
    Json,
    api,
    app,
    ben,
    course,
    maya,
    modal,
    refused,
    slack,
    with_button,
)
from tests.slack_server.state import Channel

__all__ = ["api", "app", "ben", "course", "maya", "slack"]


# --- commands, buttons and where the answer goes ------------------------------------------------------------------


async def respond(url: str, **payload: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=payload) as response:
        return response.status, await response.text()


async def test_a_response_is_ephemeral_unless_it_says_otherwise(
    slack: SlackServer, app: App, maya: Person, ben: Person
):
    elsewhere = slack.channel("random", members=[maya, ben], bot=False)
    await maya.slash("/readings", elsewhere)
    url = app.payloads()[0]["response_url"]
    assert (await respond(url, text="only you"))[0] == 200
    assert (await maya.hears(elsewhere)).plain == "only you"
    assert ben.sees(elsewhere) == []
    await respond(url, text="for all", response_type="in_channel")
    assert [message.plain for message in ben.sees(elsewhere)] == ["for all"]


async def test_a_response_url_works_five_times_in_half_an_hour(slack: SlackServer, app: App, maya: Person):
    await maya.slash("/readings")
    await maya.slash("/readings")
    first, second = (payload["response_url"] for payload in app.payloads())
    assert [(await respond(first, text="x"))[0] for _ in range(6)] == [200] * 5 + [404]
    slack.pass_time(30 * 60 + 1)
    status, said = await respond(second, text="x")
    assert (status, json.loads(said)["error"]) == (404, "expired_url")


async def test_a_command_can_be_answered_with_its_acknowledgement(app: App, maya: Person, course: Channel):
    async def answer(_: Json) -> Json:
        return {"text": "at once"}

    app.answer = answer
    await maya.slash("/readings", course)
    assert [message.plain for message in maya.sees(course)] == ["at once"]


async def test_a_press_says_where_it_was_and_its_answer_may_replace_or_delete(
    api: AsyncWebClient, app: App, maya: Person, course: Channel
):
    await api.chat_postEphemeral(channel=course.id, user=maya.id, text="one", blocks=with_button("one"))
    shown = await maya.hears(course)
    await maya.press(shown, "More")
    payload = app.payloads()[-1]
    assert (payload["type"], payload["actions"][0]["value"]) == ("block_actions", "2")
    assert payload["container"] == {
        "type": "message", "message_ts": shown.ts, "channel_id": course.id, "is_ephemeral": True,
    }  # fmt: skip
    assert "message" not in payload
    await respond(payload["response_url"], text="two", replace_original=True)
    assert [message.plain for message in maya.sees(course)] == ["two"]
    assert await maya.hears(course) is shown
    await respond(payload["response_url"], delete_original=True)
    assert maya.sees(course) == []


async def test_people_press_only_what_they_can_see(
    api: AsyncWebClient, app: App, maya: Person, ben: Person, course: Channel
):
    await api.chat_postEphemeral(channel=course.id, user=maya.id, text="one", blocks=with_button("one"))
    shown = await maya.hears(course)
    with pytest.raises(AssertionError):
        await ben.press(shown, "More")
    with pytest.raises(NotThere):
        await maya.press(shown, "Less")
    assert app.payloads() == []


async def test_one_who_waits_in_vain_is_told_what_there_is(api: AsyncWebClient, slack: SlackServer, maya: Person):
    await api.chat_postMessage(channel=maya.id, text="the only thing")
    await maya.hears()
    slack.patience = 0.01
    with pytest.raises(AssertionError, match="the only thing"):
        await maya.hears()


# --- views --------------------------------------------------------------------------------------------------------


async def trigger(app: App, person: Person) -> str:
    await person.slash("/review")
    return str(app.payloads()[-1]["trigger_id"])


async def test_a_trigger_is_good_once_and_for_three_seconds(
    slack: SlackServer, api: AsyncWebClient, app: App, maya: Person
):
    once, late = await trigger(app, maya), await trigger(app, maya)
    await api.views_open(trigger_id=once, view=modal())
    assert await refused(api.views_open(trigger_id=once, view=modal())) == "exchanged_trigger_id"
    slack.pass_time(3.1)
    assert await refused(api.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    assert await refused(api.views_open(trigger_id="1.2.x", view=modal())) == "invalid_trigger_id"


async def test_a_view_that_breaks_a_rule_is_refused_and_leaves_the_trigger(api: AsyncWebClient, app: App, maya: Person):
    once = await trigger(app, maya)
    assert await refused(api.views_open(trigger_id=once, view=modal("x" * 25))) == "invalid_arguments"
    await api.views_open(trigger_id=once, view=modal())
    assert maya.view is not None


async def test_three_modals_stack_and_a_fourth_does_not(api: AsyncWebClient, app: App, maya: Person):
    await api.views_open(trigger_id=await trigger(app, maya), view=modal("1"))
    for title in "23":
        await api.views_push(trigger_id=await trigger(app, maya), view=modal(title))
    assert await refused(api.views_push(trigger_id=await trigger(app, maya), view=modal("4"))) == "push_limit_reached"
    await maya.closes()
    assert (await maya.sees_view()).title == "2"


async def test_an_update_with_an_old_hash_conflicts(api: AsyncWebClient, app: App, maya: Person):
    view = (await api.views_open(trigger_id=await trigger(app, maya), view=modal()))["view"]
    await api.views_update(view_id=view["id"], view=modal("Second"), hash=view["hash"])
    conflict = api.views_update(view_id=view["id"], view=modal("Third"), hash=view["hash"])
    assert await refused(conflict) == "hash_conflict"
    assert (await maya.sees_view()).title == "Second"
    await maya.closes()
    assert await refused(api.views_update(view_id=view["id"], view=modal())) == "not_found"


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (None, ["1"]),
        ({"response_action": "errors", "errors": {"summary": "too short"}}, ["1", "2"]),
        ({"response_action": "update", "view": modal("new")}, ["1", "new"]),
        ({"response_action": "push", "view": modal("3")}, ["1", "2", "3"]),
        ({"response_action": "clear"}, []),
    ],
)
async def test_a_submission_is_answered_with_an_action(
    api: AsyncWebClient, app: App, maya: Person, answer: Json | None, titles: list[str]
):
    await api.views_open(trigger_id=await trigger(app, maya), view=modal("1", private_metadata="m", callback_id="c"))
    second = modal("2", private_metadata="m", callback_id="c")
    await api.views_push(trigger_id=await trigger(app, maya), view=second)
    view = await maya.sees_view("2")

    async def say(payload: Json) -> Json | None:
        return answer if payload.get("type") == "view_submission" else None

    app.answer = say
    await maya.submit({"Summary": "good"})
    sent = app.payloads()[-1]["view"]
    assert sent["state"]["values"] == {"summary": {"words": {"type": "plain_text_input", "value": "good"}}}
    assert (sent["private_metadata"], sent["callback_id"], sent["previous_view_id"]) == ("m", "c", sent["root_view_id"])
    assert [one.title for one in maya.slack.screens.stack(maya.id)] == titles
    assert view.errors == ({"Summary": "too short"} if answer and "errors" in answer else {})


async def test_what_was_typed_stays_when_nobody_acknowledges(
    slack: SlackServer, api: AsyncWebClient, app: App, maya: Person
):
    await api.views_open(trigger_id=await trigger(app, maya), view=modal())
    slack.second, app.acknowledges = 0.01, False
    with pytest.raises(NotAcknowledged):
        await maya.submit({"Summary": "my only copy"})
    assert (await maya.sees_view()).values == {"Summary": "my only copy"}


async def test_errors_at_what_is_no_input_are_not_taken(api: AsyncWebClient, app: App, maya: Person):
    async def wrong(payload: Json) -> Json | None:
        return (
            {"response_action": "errors", "errors": {"nowhere": "x"}}
            if payload.get("type") == "view_submission"
            else None
        )

    app.answer = wrong
    await api.views_open(trigger_id=await trigger(app, maya), view=modal())
    with pytest.raises(AssertionError, match="nowhere"):
        await maya.submit()


@pytest.mark.parametrize("asked", [True, False])
async def test_closing_is_told_where_it_was_asked_for(api: AsyncWebClient, app: App, maya: Person, asked: bool):
    await api.views_open(trigger_id=await trigger(app, maya), view=modal(notify_on_close=asked))
    await maya.closes()
    assert [one["type"] for one in app.payloads() if "type" in one] == (["view_closed"] if asked else [])


async def test_a_home_is_published_to_one_person(api: AsyncWebClient, app: App, maya: Person, ben: Person):
    await maya.opens_home()
    assert "view" not in app.payloads()[-1]["event"]
    home = {"type": "home", "blocks": with_button("due on Monday")}
    await api.views_publish(user_id=maya.id, view=home)
    assert "due on Monday" in (await maya.sees_home()).plain
    assert ben.home is None
    await maya.press(await maya.sees_home(), "More")
    pressed = app.payloads()[-1]
    assert (pressed["container"]["type"], pressed["view"]["type"]) == ("view", "home")
    assert "response_url" not in pressed
    await maya.opens_home()
    assert app.payloads()[-1]["event"]["view"]["id"] == pressed["view"]["id"]
