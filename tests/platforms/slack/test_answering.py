"""How an answer reaches the person: in pages where it is long, and by another way where Slack takes one no more."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.reply import Attachment, Reply, paragraph
from bot.course.model import CourseRole
from bot.platforms.slack import parting
from bot.platforms.slack.forms import OPEN
from tests.slack_server import Channel, Message, Person, SlackServer
from tests.support.seminar import FIRST, HEAD, SECOND, THIRD
from tests.support.slack_bots import SlackBot, channel_of, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
PAPERS = range(100, 159)
MORE = "on the many ways in which a long title can be made longer still " * 4
ADDRESS = f"https://example.org/{'x' * 1500}"
LONG_CLASS = FIRST + "".join(
    f"      - {{id: paper-{n}, title: Paper {n} {MORE}, url: {ADDRESS}/{n}, tier: required}}\n" for n in PAPERS
)
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
async def bot(database_url: str, tmp_path: Path, slack: SlackServer, maya: Person) -> AsyncIterator[SlackBot]:
    text = HEAD + LONG_CLASS + SECOND + THIRD
    async with slack_bot(database_url, tmp_path, slack, at=AT, text=text) as running:
        await running.enter(maya, CourseRole.STUDENT)
        yield running


def said_before(bot: SlackBot, act: Callable[[], object]) -> None:
    """Let something happen on Slack after the question and before its answer."""

    def answering(_inbound):
        act()

    bot.ears.answering = answering


def parted(count: int) -> Reply:
    """A reply that Slack takes in so many parts."""
    reply = Reply(tuple(paragraph(f"Part {number}: ", "x" * 2900) for number in range(3 * count)))
    assert len(parting.parts(reply)) == count
    return reply


def turned(message: Message) -> tuple[int, int]:
    """The page that shows, and of how many."""
    found = re.search(r"^Page (\d+) of (\d+)$", message.plain, re.MULTILINE)
    return (int(found[1]), int(found[2])) if found else (0, 0)


# --- pages ------------------------------------------------------------------------------------------------------------


async def test_a_long_answer_is_read_page_by_page_in_one_place_and_loses_nothing(bot, slack, seminar, maya):
    bot.ears.answering = lambda _: parted(5)
    await maya.slash("/readings", seminar)
    answer = await bot.answer_to(maya)
    read = answer.plain
    assert answer.plain.endswith("Page 1 of 5\n[Next page]")
    for page in range(2, 6):
        await maya.press(answer, "Next")
        assert await bot.answer_to(maya) is answer
        assert turned(answer) == (page, 5)
        read += answer.plain
    assert answer.plain.endswith("[Previous page]")
    assert re.findall(r"Part (\d+):", read) == [str(number) for number in range(15)]
    await maya.press(answer, "Previous")
    assert turned(await bot.answer_to(maya)) == (4, 5)
    assert slack.seen(seminar) == [answer]
    assert answer.ephemeral_to == maya.id


async def test_each_page_asks_the_course_anew_also_after_a_button_and_in_direct_messages(bot, slack, maya):
    await maya.says("readings")
    typed = await bot.answer_to(maya)
    assert turned(typed)[0] == 1
    await maya.says("hello")
    menu = await bot.answer_to(maya)
    await maya.press(menu, "What’s next")
    pressed = await bot.answer_to(maya)
    assert pressed.plain == typed.plain
    for answer in (typed, pressed):
        await maya.press(answer, "Next")
        assert await bot.answer_to(maya) is answer
        assert turned(answer)[0] == 2
    assert pressed.plain == typed.plain
    assert slack.seen(maya)[3] is menu
    assert [inbound.text or inbound.action.verb for inbound in bot.ears.asked] == [
        "readings",
        "hello",
        "read",
        "readings",
        "read",
    ]


async def test_an_answer_of_three_parts_needs_no_pages(bot, seminar, maya):
    bot.ears.answering = lambda _: parted(3)
    await maya.slash("/readings", seminar)
    answers = await bot.answers_to(maya)
    assert [re.findall(r"Part (\d):", one.plain) for one in answers] == [[*"012"], [*"345"], [*"678"]]
    assert {turned(one) for one in answers} == {(0, 0)}


async def test_a_page_that_is_no_longer_there_is_the_last_one_that_is(bot, seminar, maya):
    bot.ears.answering = lambda _: parted(4)
    await maya.slash("/readings", seminar)
    answer = await bot.answer_to(maya)
    await maya.press(answer, "Next")
    await maya.press(await bot.answer_to(maya), "Next")
    await bot.answer_to(maya)
    bot.ears.answering = lambda _: parted(2)
    await maya.press(answer, "Next")
    assert turned(await bot.answer_to(maya)) == (2, 2)
    bot.ears.answering = lambda _: Reply((paragraph("All done"),))
    await maya.press(answer, "Previous")
    assert (await bot.answer_to(maya)).plain == "All done"


async def test_a_page_that_cannot_take_the_others_place_comes_below_it(bot, slack, seminar, maya):
    await maya.slash("/readings", seminar)
    first = await bot.answer_to(maya)
    slack.fault("response_url", "error_before")
    await maya.press(first, "Next")
    second = await bot.answer_to(maya)
    assert second is not first
    assert turned(second)[0] == 2
    assert second.ephemeral_to == maya.id


async def test_what_is_too_long_to_be_asked_again_is_answered_in_full_past_the_uses_of_a_response_url(
    bot, slack, seminar, maya
):
    bot.ears.answering = lambda _: parted(7)
    await maya.slash(f"/readings {'very ' * 300}long", seminar)
    answers = await bot.answers_to(maya)
    numbers = [number for one in answers for number in re.findall(r"Part (\d+):", one.plain)]
    assert numbers == [str(number) for number in range(21)]
    assert {one.ephemeral_to for one in answers} == {maya.id}
    assert slack.count("chat.postEphemeral") == 2


# --- other ways -------------------------------------------------------------------------------------------------------


def use_up(slack: SlackServer) -> None:
    for hook in slack.hooks.urls.values():
        hook.uses = 5


@pytest.mark.parametrize("spoiled", [use_up, lambda slack: slack.pass_time(31 * 60)], ids=["used up", "expired"])
async def test_without_its_response_url_an_answer_still_stands_where_it_was_asked(bot, slack, maya, spoiled):
    said_before(bot, lambda: spoiled(slack))
    channel = slack.channel("random", members=[maya])
    await maya.slash("/deadlines", channel)
    answer = await bot.answer_to(maya)
    assert "Project proposal" in answer.plain
    assert (answer.channel, answer.ephemeral_to) == (channel.id, maya.id)


async def test_where_the_bot_cannot_write_at_all_the_answer_is_a_direct_message(bot, slack, maya):
    said_before(bot, lambda: use_up(slack))
    secret = slack.channel("secret", private=True, members=[maya], bot=False)
    await maya.slash("/deadlines", secret)
    answer = await bot.answer_to(maya)
    assert "Project proposal" in answer.plain
    assert (answer.channel, answer.thread_ts) == (maya.direct.id, None)


@pytest.mark.parametrize("fault", ["error_before", "drop_before", "ratelimited"])
async def test_where_slack_fails_at_the_response_url_another_way_is_taken(bot, slack, seminar, maya, fault):
    slack.fault("response_url", fault, retry_after=600)
    await maya.slash("/deadlines", seminar)
    answer = await bot.answer_to(maya)
    assert "Project proposal" in answer.plain
    assert (answer.channel, answer.ephemeral_to) == (seminar.id, maya.id)


async def test_an_answer_that_may_not_have_been_seen_is_rather_seen_twice(bot, slack, seminar, maya):
    slack.fault("response_url", "drop_after")
    await maya.slash("/deadlines", seminar)
    answers = await bot.answers_to(maya)
    assert ["Project proposal" in one.plain for one in answers] == [True, True]
    assert {one.ephemeral_to for one in answers} == {maya.id}


@pytest.mark.parametrize("fault", ["ratelimited", "error:team_added_to_org"])
async def test_an_answer_waits_where_slack_asks_for_it(bot, slack, seminar, maya, fault):
    slack.fault("chat.postMessage", fault, times=2, retry_after=0.01)
    await maya.says("deadlines")
    assert "Project proposal" in (await bot.answer_to(maya)).plain
    slack.fault("chat.postEphemeral", fault, times=2, retry_after=0.01)
    await maya.mentions(seminar, "deadlines")
    answer = await bot.answer_to(maya)
    assert (answer.channel, answer.ephemeral_to) == (seminar.id, maya.id)


async def test_an_answer_in_direct_messages_is_never_sent_twice(bot, slack, maya):
    slack.fault("chat.postMessage", "drop_after")
    await maya.says("deadlines")
    answer, told = await bot.answers_to(maya)
    assert "Project proposal" in answer.plain
    assert "tell staff this code" in told.plain


# --- files ------------------------------------------------------------------------------------------------------------


def with_file(_inbound) -> Reply:
    return Reply((paragraph("Here it is."),), files=(Attachment("reviews.csv", b"a,b\n", "Reviews"),))


async def test_files_go_to_direct_messages_and_the_answer_in_the_channel_says_so(bot, slack, seminar, maya):
    bot.ears.answering = with_file
    await maya.slash("/readings", seminar)
    told, sent = sorted(await bot.answers_to(maya), key=lambda one: one.ephemeral_to is None)
    assert (told.plain, told.channel, told.ephemeral_to) == (
        "I have sent it to you as a direct message.",
        seminar.id,
        maya.id,
    )
    assert sent.channel == maya.direct.id
    assert [file["name"] for file in sent.files] == ["reviews.csv"]
    (file,) = slack.files.values()
    assert set(file.shares) == {maya.direct.id}


async def test_what_is_for_direct_messages_goes_there_in_pages_and_the_channel_is_only_told(bot, slack, seminar, maya):
    bot.ears.answering = lambda _: replace(parted(5), direct=True)
    await maya.slash("/readings", seminar)
    told, sent = sorted(await bot.answers_to(maya), key=lambda one: one.ephemeral_to is None)
    assert (told.plain, told.channel) == ("I have sent it to you as a direct message.", seminar.id)
    assert (sent.channel, turned(sent)) == (maya.direct.id, (1, 5))
    await maya.press(sent, "Next")
    await bot.line.idle()
    assert turned(sent) == (2, 5)
    assert slack.seen(seminar) == [told]


async def test_files_that_were_asked_for_in_direct_messages_simply_come(bot, maya):
    bot.ears.answering = with_file
    await maya.says("readings")
    sent = await bot.answer_to(maya)
    assert "Here it is." in sent.plain
    assert [file["name"] for file in sent.files] == ["reviews.csv"]


@pytest.mark.parametrize("length", [900, 1700])
async def test_a_long_command_is_carried_by_the_button_that_offers_its_form(bot, slack, seminar, maya, length):
    await bot.enter(maya, CourseRole.TA)
    slack.fault("views.open", "error:expired_trigger_id")
    await maya.slash(f"/course announce {'word ' * (length // 5)}end", seminar)
    await maya.press(await bot.answer_to(maya), OPEN)
    assert (await maya.sees_view("Post an announcement")).values["Text"].endswith("word end")


async def test_words_that_no_button_carries_are_given_back(bot, slack, seminar, maya):
    await bot.enter(maya, CourseRole.TA)
    typed = f"{'word ' * 550}end"
    slack.fault("views.open", "error:expired_trigger_id")
    await maya.slash(f"/course announce {typed}", seminar)
    answer = await bot.answer_to(maya)
    assert "too long for a button" in answer.plain
    assert typed in answer.plain
    assert answer.ephemeral_to == maya.id
