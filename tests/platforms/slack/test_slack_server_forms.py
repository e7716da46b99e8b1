"""The tests' own Slack: open forms that report what is typed, updates that keep it, files and mentions by people.

One test for each rule that other tests rely on. Nothing of the bot is used here.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack_server import Person, SlackServer, View
from tests.slack_server.small_app import App, Json, api, app, ben, course, maya, refused, slack, text

__all__ = ["api", "app", "ben", "course", "maya", "slack"]

ON_CHARACTER = {"trigger_actions_on": ["on_character_entered"]}
SCALE = [{"text": text(label), "value": label.lower()} for label in ("Weak", "Good")]


def field(name: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input", "block_id": name, "optional": True, "label": text(name),
        "element": {**element, "action_id": "input"}, **more,
    }  # fmt: skip


def form(*fields: Json) -> Json:
    return {"type": "modal", "title": text("Review"), "submit": text("Submit"), "blocks": [*fields]}


def summary(*, initial: str = "", **more: Any) -> Json:
    return field("Summary", {"type": "plain_text_input", **({"initial_value": initial} if initial else {}), **more})


async def opened(api: AsyncWebClient, app: App, maya: Person, *fields: Json) -> View:
    await maya.slash("/review")
    await api.views_open(trigger_id=app.payloads()[-1]["trigger_id"], view=form(*fields))
    return await maya.sees_view()


async def test_a_text_reports_each_character_only_where_it_says_so(api: AsyncWebClient, app: App, maya: Person) -> None:
    silent = field("Silent", {"type": "plain_text_input", "dispatch_action_config": ON_CHARACTER})
    on_enter = field("Enter", {"type": "plain_text_input"}, dispatch_action=True)
    loud = field("Loud", {"type": "plain_text_input", "dispatch_action_config": ON_CHARACTER}, dispatch_action=True)
    await opened(api, app, maya, silent, on_enter, loud)
    before = len(app.got)
    for label in ("Silent", "Enter", "Loud"):
        await maya.enters(label, "abc", strokes=True)
    reported = app.payloads()[before - 1 :]
    assert [one["type"] for one in reported] == ["block_actions"] * 3
    assert [one["actions"][0]["value"] for one in reported] == ["a", "ab", "abc"]
    assert reported[-1]["view"]["state"]["values"]["Loud"]["input"]["value"] == "abc"
    assert reported[-1]["view"]["state"]["values"]["Silent"]["input"]["value"] == "abc"
    times = [one["actions"][0]["action_ts"] for one in reported]
    assert times == sorted(set(times))


async def test_a_choice_reports_what_was_chosen(api: AsyncWebClient, app: App, maya: Person) -> None:
    merit = field("Merit", {"type": "radio_buttons", "options": SCALE}, dispatch_action=True)
    await opened(api, app, maya, merit)
    await maya.enters("Merit", "Good")
    (action,) = app.payloads()[-1]["actions"]
    assert (action["block_id"], action["selected_option"]["value"]) == ("Merit", "good")


async def test_an_update_keeps_what_stands_in_inputs_of_the_same_ids_whatever_comes_with_it(
    api: AsyncWebClient, app: App, maya: Person
) -> None:
    merit = field("Merit", {"type": "radio_buttons", "options": SCALE, "initial_option": SCALE[0]})
    view = await opened(api, app, maya, summary(initial="first"), merit)
    await api.views_update(view_id=view.id, view=form(summary(initial="second"), merit))
    assert view.values == {"Summary": "first", "Merit": "Weak"}
    maya.types({"Summary": "typed"})
    await api.views_update(view_id=view.id, view=form(summary(initial="third")))
    assert view.values == {"Summary": "typed"}
    renamed = form({**summary(initial="fourth"), "block_id": "other"})
    await api.views_update(view_id=view.id, view=renamed)
    assert view.values == {"Summary": "fourth"}


async def test_a_form_may_ask_for_a_file_with_the_scope_for_it(
    slack: SlackServer, api: AsyncWebClient, app: App, maya: Person
) -> None:
    slides = field("Slides", {"type": "file_input"})
    view = await opened(api, app, maya, slides)
    file = maya.uploads("slides.pdf", b"%PDF")
    await maya.submit({"Slides": [file]})
    assert app.payloads()[-1]["view"]["state"]["values"]["Slides"]["input"]["files"][0]["id"] == file.id
    slack.scopes.discard("files:read")
    await maya.slash("/review")
    trigger = app.payloads()[-1]["trigger_id"]
    assert await refused(api.views_open(trigger_id=trigger, view=form(slides))) == "invalid_arguments"
    assert view is not maya.view


@pytest.mark.parametrize(
    ("token", "shown"), [("xoxb-1-secret", b"%PDF"), ("xoxb-other", b"<html>Sign in to Seminar</html>")]
)
async def test_a_file_is_had_with_a_token_and_else_there_is_a_page_to_sign_in_to(
    slack: SlackServer, api: AsyncWebClient, maya: Person, token: str, shown: bytes
) -> None:
    file = maya.uploads("slides.pdf", b"%PDF")
    told: Json = (await api.files_info(file=file.id))["file"]
    assert (told["user"], told["size"], told["mimetype"]) == (maya.id, 4, "application/pdf")
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {token}"}
        async with session.get(told["url_private_download"], headers=headers) as response:
            assert await response.read() == shown


async def test_a_message_may_share_files(app: App, maya: Person) -> None:
    file = maya.uploads("review.md", b"# Review")
    message = await maya.says("", files=[file])
    event = app.payloads()[-1]["event"]
    assert (event["subtype"], event["text"], event["files"][0]["id"]) == ("file_share", "", file.id)
    assert "[file review.md]" in message.plain


async def test_people_who_are_mentioned_are_written_with_their_ids(app: App, maya: Person, ben: Person) -> None:
    await maya.slash("/course extend @ben essay, not @nobody or ben@example.edu")
    assert app.payloads()[-1]["text"] == f"extend <@{ben.id}|ben> essay, not @nobody or ben@example.edu"
    await maya.says("@ben.okafor is ill & away")
    event = app.payloads()[-1]["event"]
    assert event["text"] == f"<@{ben.id}> is ill &amp; away"
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": ben.id},
        {"type": "text", "text": " is ill & away"},
    ]
