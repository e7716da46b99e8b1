"""What people type, press and say to the bot on Slack, and what they see of its answers."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.port import OutcomeUnknown
from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.course.model import CourseRole
from bot.platforms.slack.turns import Turns
from tests.slack_server import Channel, Message, Person, SlackServer
from tests.slack_server.delivery import NotAcknowledged, message_event
from tests.support.slack_bots import SlackBot, channel_of, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
PAPER = "Resilient Distributed Datasets"


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def seminar(slack: SlackServer) -> Channel:
    return channel_of(slack, "seminar")


@pytest.fixture
def maya(slack: SlackServer, seminar: Channel) -> Person:
    person = slack.person("Maya Lindqvist")
    seminar.members.append(person.id)
    return person


@pytest.fixture
def noah(slack: SlackServer, seminar: Channel) -> Person:
    """He asks nothing, and must not see what others are answered."""
    person = slack.person("Noah Kim")
    seminar.members.append(person.id)
    return person


@pytest.fixture
async def bot(database_url: str, tmp_path: Path, slack: SlackServer, maya: Person) -> AsyncIterator[SlackBot]:
    async with slack_bot(database_url, tmp_path, slack, at=AT) as running:
        await running.enter(maya, CourseRole.STUDENT)
        yield running


def asked(bot: SlackBot) -> list[str]:
    """What the bot was asked in words, in order."""
    return [inbound.text for inbound in bot.ears.asked if inbound.text is not None]


# --- commands ---------------------------------------------------------------------------------------------------------


async def test_a_command_in_a_channel_is_answered_to_the_one_person(bot, seminar, maya, noah):
    await maya.slash("/readings", seminar)
    answer = await bot.answer_to(maya)
    assert PAPER in answer.plain
    assert (answer.channel, answer.ephemeral_to) == (seminar.id, maya.id)
    assert noah.unheard() == []
    assert bot.ears.asked[0].channel == "#seminar"


@pytest.mark.parametrize(("private", "inside"), [(True, True), (True, False), (False, False)])
async def test_a_command_is_answered_in_any_channel_also_where_the_bot_is_not(bot, slack, maya, private, inside):
    club = slack.channel("club", private=private, members=[maya], bot=inside)
    await maya.slash("/readings", club)
    answer = await bot.answer_to(maya)
    assert PAPER in answer.plain
    assert (answer.channel, answer.ephemeral_to) == (club.id, maya.id)
    assert bot.ears.asked[0].channel == club.id


async def test_a_command_in_direct_messages_with_the_bot_is_answered_by_a_message_that_stays(bot, maya):
    await maya.slash("/readings")
    answer = await bot.answer_to(maya)
    assert PAPER in answer.plain
    assert (answer.channel, answer.ephemeral_to) == (maya.direct.id, None)
    assert bot.ears.asked[0].channel == ""


@pytest.mark.parametrize("kind", ["D", "G"])
async def test_among_people_a_direct_message_is_a_channel_where_others_listen(bot, slack, maya, noah, kind):
    theirs = Channel(slack.new_id(kind), "theirs", private=True, members=[maya.id, noah.id])
    slack.channels[theirs.id] = theirs
    await maya.slash("/course help", theirs)
    answer = await bot.answer_to(maya)
    assert (answer.channel, answer.ephemeral_to) == (theirs.id, maya.id)
    assert bot.ears.asked[0].channel == theirs.id
    assert noah.unheard() == []


# --- words ------------------------------------------------------------------------------------------------------------


async def test_words_in_direct_messages_are_answered_with_a_menu_whose_buttons_work(bot, maya):
    await maya.says("hello")
    menu = await bot.answer_to(maya)
    assert menu.plain.endswith("[What’s next] [My reviews] [Deadlines] [Help]")
    assert menu.ephemeral_to is None
    await maya.press(menu, "Deadlines")
    answer = await bot.answer_to(maya)
    assert "Project proposal" in answer.plain
    assert (answer.channel, answer.ephemeral_to, answer.thread_ts) == (maya.direct.id, None, None)


async def test_what_is_asked_in_a_thread_of_direct_messages_is_answered_there(bot, maya):
    first = await maya.says("hello")
    await bot.answer_to(maya)
    await maya.says("help", thread=first)
    answer = await bot.answer_to(maya)
    assert answer.thread_ts == first.ts
    await maya.says("hello", thread=first)
    await maya.press(await bot.answer_to(maya), "Deadlines")
    assert (await bot.answer_to(maya)).thread_ts == first.ts


async def test_a_mention_is_answered_to_the_one_person_where_it_was_said(bot, slack, seminar, maya, noah):
    first = await maya.mentions(seminar, "deadlines")
    answer = await bot.answer_to(maya)
    assert "Project proposal" in answer.plain
    assert (answer.ephemeral_to, answer.thread_ts) == (maya.id, None)
    await maya.mentions(seminar, "deadlines", thread=first)
    answer = await bot.answer_to(maya)
    assert (answer.ephemeral_to, answer.thread_ts) == (maya.id, first.ts)
    assert asked(bot) == ["deadlines", "deadlines"]
    assert noah.unheard() == []
    assert slack.count("chat.postMessage") == 0


async def test_what_is_typed_is_shown_and_never_obeyed(bot, slack, maya):
    await maya.says("AT&T <!channel> &amp; <b> *bold*")
    answer = await bot.answer_to(maya)
    assert "“AT&T <!channel> &amp; <b> *bold*”" in answer.plain
    assert asked(bot) == ["AT&T <!channel> &amp; <b> *bold*"]
    assert "broadcast" not in json.dumps(answer.blocks)
    assert "<!" not in answer.text


async def test_links_and_mentions_of_others_reach_the_bot_as_what_people_read(bot, slack, maya, seminar):
    message = await maya.says("hello")
    await bot.answer_to(maya)
    message.text = (
        f"week 3 in <#{seminar.id}|seminar> <@{maya.id}> <https://example.org/a?b=1&amp;c=2|the paper> <!here>"
    )
    await slack.outgoing.event("message.im", message_event(message))
    await bot.line.idle()
    assert asked(bot)[1:] == [f"week 3 in #seminar <@{maya.id}> https://example.org/a?b=1&c=2 @here"]


async def test_an_event_that_slack_repeats_is_answered_once(bot, slack, maya):
    await maya.says("hello")
    ((_, body, _),) = [one for one in slack.outgoing.attempts if one[0] == "events_api"]
    await bot.answer_to(maya)
    await slack.outgoing._attempt("events_api", body, 1, "http_timeout")
    await bot.line.idle()
    assert maya.unheard() == []
    assert len(bot.ears.asked) == 1


async def test_what_bots_say_and_what_is_edited_or_deleted_asks_nothing(bot, slack, maya):
    said = await maya.says("hello")
    answer = await bot.answer_to(maya)  # the bot is told of it as of every direct message
    before = said.shape()
    said.text, said.edited = "deadlines", slack.new_ts()
    slack.outgoing.changed(maya.direct, said, before)
    slack.outgoing.deleted(maya.direct, said)
    other = Message(slack.new_ts(), maya.direct.id, "U0OTHERBOT", "deadlines", bot_id="B0OTHERBOT")
    slack.outgoing.wrote(maya.direct, other)
    slack.outgoing.wrote(maya.direct, Message(answer.ts, maya.direct.id, slack.bot_user_id, "deadlines"))
    await slack.outgoing.idle()
    await bot.line.idle()
    assert asked(bot) == ["hello"]
    assert maya.unheard() == []


# --- buttons ----------------------------------------------------------------------------------------------------------


async def test_a_button_on_an_answer_only_one_sees_is_answered_there(bot, slack, seminar, maya, noah):
    first = await maya.mentions(seminar, "hello")
    await bot.answer_to(maya)
    await maya.mentions(seminar, "hello", thread=first)
    for thread in (first.ts, None):
        if thread is None:
            await maya.slash("/course", seminar)
        await maya.press(await bot.answer_to(maya), "Deadlines")
        answer = await bot.answer_to(maya)
        assert "Project proposal" in answer.plain
        assert (answer.channel, answer.ephemeral_to, answer.thread_ts) == (seminar.id, maya.id, thread)
    assert noah.unheard() == []


async def test_a_button_on_a_post_a_month_old_is_answered_to_who_pressed_it_by_another_process(
    bot, seminar, maya, noah, database_url
):
    slack = bot.slack
    buttons = Buttons((Button("What’s next", Action("read", "seminar")),))
    await bot.platform.post("#seminar", Reply((buttons,), private=False), "key")
    post = await maya.hears(seminar)
    await bot.finish()
    await bot.app.close()
    slack.pass_time(30 * 24 * 3600)
    later = AT + timedelta(days=30)
    async with slack_bot(database_url, bot.file.parent, slack, at=later) as another:
        await maya.press(post, "What’s next")
        answer = await another.answer_to(maya)
        assert answer.ephemeral_to == maya.id
        assert another.ears.asked[0].now == later
        assert slack.seen(seminar) == [post, answer]
        assert noah.unheard() == [post]


OLD = [
    {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "v0.next", "value": "?"},
    {
        "type": "button",
        "text": {"type": "plain_text", "text": "Old"},
        "action_id": "press|0000",
        "value": "gone|seminar",
    },
    {"type": "button", "text": {"type": "plain_text", "text": "Old"}, "action_id": "turn|next", "value": "{"},
]


@pytest.mark.parametrize("element", OLD, ids=["unreadable", "a verb that is gone", "a broken page button"])
async def test_a_button_of_an_older_version_is_answered_in_one_sentence(bot, seminar, maya, element):
    block = {"type": "actions", "elements": [element]}
    await bot.api.once("chat.postMessage", channel=seminar.id, text="old", blocks=[block])
    await maya.press(await maya.hears(), "Old")
    answer = await bot.answer_to(maya)
    assert answer.plain == "That button is from an older version of me and no longer works. Please ask again."
    assert answer.ephemeral_to == maya.id


async def test_a_menu_asks_with_what_was_chosen(bot, seminar, maya):
    menu = {
        "type": "static_select",
        "action_id": "choose|0000|read|seminar",
        "placeholder": {"type": "plain_text", "text": "Which week?"},
        "options": [{"text": {"type": "plain_text", "text": "The third"}, "value": "week 3"}],
    }
    await bot.api.once(
        "chat.postMessage", channel=seminar.id, text="menu", blocks=[{"type": "actions", "elements": [menu]}]
    )
    await maya.choose(await maya.hears(), "Which week?", "The third")
    answer = await bot.answer_to(maya)
    assert "TVM" in answer.plain
    assert answer.ephemeral_to == maya.id


# --- the bot's own page, and what happens -----------------------------------------------------------------------------


async def test_the_bots_own_page_is_shown_when_it_is_opened_and_its_buttons_answer_there(bot, maya):
    await maya.opens_home()
    home = await maya.sees_home(text="Big Data Systems")
    await maya.press(home, "Deadlines")
    assert "Project proposal" in (await maya.sees_view()).plain
    await bot.line.idle()
    assert maya.unheard() == []


async def test_who_deals_with_the_bot_is_welcomed_once(bot, slack, maya):
    await maya.opens_home(tab="messages")
    await bot.line.idle()
    await bot.tick()
    (welcome,) = slack.seen(maya)
    assert "I am the bot of Reading Seminar" in welcome.plain
    await maya.says("hello")
    await bot.line.idle()
    await bot.tick()
    assert [one.plain for one in slack.seen(maya)].count(welcome.plain) == 1
    assert [event.kind for event in bot.ears.events] == ["met", "met"]


async def test_who_joins_and_leaves_the_courses_channel_is_told_to_the_bot_by_full_name(bot, slack, seminar, maya):
    await bot.app.meet(AT)
    zoe = slack.person("Zoë Ward")
    await zoe.joins(seminar)
    await bot.line.idle()
    await zoe.says("/deadlines")
    assert "Project proposal" in (await bot.answer_to(zoe)).plain
    await zoe.leaves(seminar)
    await bot.line.idle()
    happened = [(event.kind, event.channel, event.account_name) for event in bot.ears.events if event.kind != "met"]
    assert happened == [("joined", "#seminar", "Zoë Ward"), ("left", "#seminar", "Zoë Ward")]


async def test_a_channel_is_known_as_soon_as_the_bot_is_invited_there(bot, slack, maya):
    staff = slack.channel("seminar-staff", private=True, members=[maya], bot=False)
    await maya.slash("/course", staff)
    await bot.line.idle()
    await maya.invites_bot(staff)
    await bot.line.idle()
    await maya.slash("/course", staff)
    await bot.line.idle()
    assert [inbound.channel for inbound in bot.ears.asked] == [staff.id, "#seminar-staff"]


# --- what fails -------------------------------------------------------------------------------------------------------


async def test_what_fails_unexpectedly_is_one_sentence_with_a_code_that_the_log_has_too(bot, seminar, maya, caplog):
    def fail(_):
        raise RuntimeError("secret detail")

    bot.ears.answering = fail
    await maya.slash("/readings", seminar)
    told = await bot.answer_to(maya)
    (code,) = re.findall(r"tell staff this code: ([0-9a-f]{6})$", told.plain)
    assert "secret" not in told.plain
    assert "\n" not in told.plain
    assert told.ephemeral_to == maya.id
    (line,) = [one for one in caplog.records if code in one.getMessage()]
    assert line.exc_info is not None
    bot.ears.answering = None
    await maya.slash("/readings", seminar)
    assert PAPER in (await bot.answer_to(maya)).plain


async def test_where_not_even_the_failure_can_be_told_the_log_says_so_and_the_bot_goes_on(
    bot, slack, seminar, maya, caplog
):
    for way in ("response_url", "chat.postEphemeral", "chat.postMessage"):
        slack.fault(way, "error_before", times=2)
    await maya.slash("/readings", seminar)
    await bot.line.idle()
    (untold,) = [one.getMessage() for one in caplog.records if "action=incident_untold" in one.getMessage()]
    code = re.findall(r"incident=([0-9a-f]{6})", untold)[0]
    assert any("action=command_failed" in one.getMessage() and code in one.getMessage() for one in caplog.records)
    assert maya.unheard() == []
    await maya.slash("/readings", seminar)
    assert PAPER in (await bot.answer_to(maya)).plain


async def test_nothing_that_people_say_is_logged(bot, slack, seminar, maya, caplog):
    caplog.set_level(logging.DEBUG)
    slack.fault("response_url", "error_before")
    await maya.slash("/readings marshmallow", seminar)
    await maya.says("marshmallow")
    await bot.line.idle()
    assert not [one for one in caplog.records if "marshmallow" in one.getMessage() and one.name.startswith("bot.")]
    assert not [
        one for one in caplog.records if slack.bot_token in one.getMessage() or "/commands/" in one.getMessage()
    ]


# --- stopping, and many at once ---------------------------------------------------------------------------------------


class Gate:
    """Answers that wait until they are let through. `waiting`: how many do."""

    def __init__(self, bot: SlackBot) -> None:
        self.open, self.waiting, self.reached = asyncio.Event(), 0, asyncio.Event()
        bot.ears.answering = self

    async def __call__(self, _inbound):
        self.waiting += 1
        self.reached.set()
        await self.open.wait()


async def test_what_was_acknowledged_is_answered_before_the_line_ends(bot, slack, seminar, maya):
    gate = Gate(bot)
    await maya.slash("/readings", seminar)
    await gate.reached.wait()
    finishing = asyncio.create_task(bot.finish())
    async with asyncio.timeout(5.0):
        while not bot.line.door._stopped:  # noqa: ASYNC110 - a turn of the loop or two
            await asyncio.sleep(0)
    slack.second = 0.01
    with pytest.raises(NotAcknowledged):  # what comes now is left to somebody else
        await maya.slash("/readings", seminar)
    assert not finishing.done()
    gate.open.set()
    await finishing
    assert PAPER in (await maya.hears(seminar)).plain


async def test_what_lasts_longer_than_the_patience_is_given_up_and_counted(bot, slack, seminar, maya, caplog):
    gate = Gate(bot)
    await maya.slash("/readings", seminar)
    await gate.reached.wait()
    await bot.finish(patience=0.01)
    assert maya.unheard() == []
    assert any("action=slack_answers_given_up" in one.getMessage() for one in caplog.records)


async def test_a_post_that_is_under_way_outlives_the_line(bot, slack, seminar):
    slack.fault("chat.postMessage", "never_answer_after")
    posting = asyncio.create_task(bot.platform.post("#seminar", Reply((paragraph("Hello"),), private=False), "key"))
    await slack.called("chat.postMessage")
    await bot.finish()
    for _ in range(10):
        await asyncio.sleep(0)
    assert not posting.done()
    slack.faults.held.set()
    with pytest.raises(OutcomeUnknown):
        await posting


async def test_an_answer_that_is_under_way_is_never_collected(bot, seminar, maya):
    gate = Gate(bot)
    await maya.slash("/readings", seminar)
    await gate.reached.wait()
    gc.collect()
    gate.open.set()
    assert PAPER in (await maya.hears(seminar)).plain


async def test_a_rush_is_acknowledged_before_it_is_answered_and_everybody_is_answered(bot, slack, seminar):
    gate = Gate(bot)
    crowd = [slack.person(f"Student {number}") for number in range(200)]
    seminar.members += [one.id for one in crowd]
    await asyncio.gather(*(one.slash("/readings", seminar) for one in crowd))
    assert [one for one in crowd if one.unheard()] == []
    gate.open.set()
    await bot.line.idle()
    for one in crowd:
        (answer,) = one.unheard()
        assert PAPER in answer.plain


async def test_what_may_open_a_form_waits_for_nobody(bot, seminar, maya, noah):
    bot.line._turns = Turns(at_once=1, patience=600.0)
    gate = Gate(bot)
    await maya.slash("/readings", seminar)
    await gate.reached.wait()
    await noah.slash("/readings", seminar)
    bot.ears.forms, bot.ears.answering = True, None
    await noah.slash("/deadlines", seminar)
    assert "Project proposal" in (await noah.hears()).plain
    bot.ears.forms = None
    gate.open.set()
    assert PAPER in (await noah.hears()).plain
