"""Forms on Slack: opened in time or offered, saved before they are acknowledged, and never without what was typed."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.reply import Reply, paragraph
from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.platforms.slack import views
from bot.platforms.slack.forms import ASK_TO_OPEN, NOT_YET, OPEN, TITLE, TITLE_OF_ANSWER, TOO_LATE
from tests.slack_server import Channel, Person, SlackServer, View
from tests.support.databases import on_sqlite
from tests.support.slack_bots import SlackBot, channel_of, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
WORDS = "Bring laptops.\n\nThe demo is live."
ANNOUNCE = "Post an announcement"


class Gate:
    """In the way of each answer until it is opened; `stands` says of which."""

    def __init__(self, stands: Callable[[Inbound], bool] = lambda _: True) -> None:
        self.stands = stands
        self.reached, self.opened = asyncio.Event(), asyncio.Event()

    async def __call__(self, inbound: Inbound) -> None:
        if self.stands(inbound):
            self.reached.set()
            await self.opened.wait()


def submitted(inbound: Inbound) -> bool:
    return inbound.values is not None


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def ada(slack: SlackServer) -> Person:
    return slack.person("Ada Rivera")


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist")


@pytest.fixture
def seminar(slack: SlackServer, ada: Person, maya: Person) -> Channel:
    slack.channel("seminar-staff", private=True, members=[ada])
    return slack.channel("seminar", members=[ada, maya])


@pytest.fixture
async def bot(
    database_url: str, tmp_path: Path, slack: SlackServer, *, seminar: Channel, ada: Person, maya: Person
) -> AsyncIterator[SlackBot]:
    async with slack_bot(database_url, tmp_path, slack, at=AT, start=False) as running:
        await running.enter(ada, CourseRole.TA)
        await running.enter(maya, CourseRole.STUDENT)
        await slack.connected()
        yield running


@pytest.fixture
def hasty(bot: SlackBot) -> SlackBot:
    """A bot that has no patience at all: whatever takes a while is late."""
    bot.line._forms._loading = bot.line._forms._budget = 0.01
    return bot


async def announcing(ada: Person, channel: Channel | None) -> View:
    """The first page is open."""
    await ada.slash("/course announce", channel)
    return await ada.sees_view(ANNOUNCE)


async def previewing(ada: Person, channel: Channel | None) -> View:
    """The second page is open, with the words."""
    await announcing(ada, channel)
    await ada.submit({"Text": WORDS})
    assert ada.view is not None
    assert ada.view.title == "Preview"
    return ada.view


async def posted(bot: SlackBot) -> int:
    """How often the words stand in the channel, once all that is due was said."""
    await bot.tick()
    await bot.tick()
    return sum("The demo is live." in one.plain for one in bot.slack.seen(channel_of(bot.slack, "seminar")))


# --- from the first page to the post --------------------------------------------------------------------------------


async def test_what_staff_sent_in_a_shared_channel_is_answered_in_their_direct_messages(
    bot: SlackBot, ada: Person, maya: Person, seminar: Channel
) -> None:
    await previewing(ada, seminar)
    assert await ada.submit() == {"response_action": "clear"}
    assert ada.view is None
    await bot.line.idle()
    said, told = sorted(ada.unheard(), key=lambda one: one.ephemeral_to is not None)
    assert (said.channel, "It goes to #seminar now." in said.plain) == (ada.direct.id, True)
    assert (told.channel, told.ephemeral_to) == (seminar.id, ada.id)
    assert told.plain == "I have sent it to you as a direct message."
    assert maya.unheard() == []
    assert await posted(bot) == 1


async def test_a_form_asked_for_in_direct_messages_is_answered_with_a_message_there(bot: SlackBot, ada: Person) -> None:
    await previewing(ada, None)
    await ada.submit()
    told = await ada.hears(ada.direct)
    assert "It goes to #seminar now." in told.plain
    assert told.ephemeral_to is None
    assert await posted(bot) == 1


async def test_what_is_wrong_stands_at_its_input_and_what_was_typed_stays(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    await ada.slash("/course pause", seminar)
    view = await ada.sees_view("Pause announcements")
    await ada.submit({"Until when": "someday", "Why": "Snow in the hills"})
    assert list(view.errors) == ["Until when"]
    assert view.values == {"Until when": "someday", "Why (for other staff)": "Snow in the hills"}
    await ada.submit({"Until when": "2022-02-03 09:00"})
    assert "Right?" in view.plain
    assert view.values["Why (for other staff)"] == "Snow in the hills"


async def test_a_button_on_home_opens_a_form(bot: SlackBot, ada: Person) -> None:
    await ada.opens_home()
    home = await ada.sees_home(text="because you are staff")
    await ada.press(home, "Announce")
    assert (await ada.sees_view(ANNOUNCE)).values["Text"] == ""
    assert ada.home is home


async def test_a_slow_answer_to_a_button_on_home_is_shown_above_it(
    hasty: SlackBot, slack: SlackServer, ada: Person
) -> None:
    await ada.opens_home()
    home = await ada.sees_home(text="because you are staff")
    hasty.ears.answering = gate = Gate()
    await ada.press(home, "Announce")
    loading = await ada.sees_view(TITLE)
    slack.pass_time(4)
    gate.opened.set()
    assert await ada.sees_view(ANNOUNCE) is loading


async def test_an_answer_to_a_button_on_home_is_shown_above_it(bot: SlackBot, maya: Person) -> None:
    await maya.opens_home()
    await bot.line.idle()
    maya.heard |= {one: one.renewals for one in maya.unheard()}
    await maya.press(await maya.sees_home(), "Deadlines")
    await maya.sees_view(TITLE_OF_ANSWER, text="Project proposal")
    assert maya.unheard() == []


async def test_where_nothing_opens_above_home_the_answer_is_a_direct_message(
    hasty: SlackBot, slack: SlackServer, ada: Person
) -> None:
    await ada.opens_home()
    home = await ada.sees_home(text="because you are staff")
    gate = Gate()

    async def refuses(inbound: Inbound) -> Reply:
        await gate(inbound)
        return Reply((paragraph("Not today."),))

    hasty.ears.answering = refuses
    slack.fault("views.open", "error:expired_trigger_id")
    await ada.press(home, "Announce")
    await slack.called("views.open")
    gate.opened.set()
    assert "Not today." in (await ada.hears(ada.direct)).plain
    assert slack.count("views.open") == 1


async def test_an_answer_too_late_for_a_modal_above_home_is_a_direct_message(
    bot: SlackBot, slack: SlackServer, ada: Person
) -> None:
    await ada.opens_home()
    home = await ada.sees_home(text="because you are staff")
    await bot.line.idle()
    bot.ears.answering = gate = Gate()
    await ada.press(home, "Deadlines")
    slack.pass_time(4)
    gate.opened.set()
    assert "Project proposal" in (await ada.hears(ada.direct)).plain
    assert ada.view is None


async def test_closing_a_form_changes_nothing(bot: SlackBot, slack: SlackServer, ada: Person, seminar: Channel) -> None:
    view = await previewing(ada, seminar)
    asked = len(bot.ears.asked)
    view.given["notify_on_close"] = True
    await ada.closes(view)
    assert await posted(bot) == 0
    assert len(bot.ears.asked) == asked
    assert slack.count("chat.postEphemeral") == 0


# --- opening late ---------------------------------------------------------------------------------------------------


async def test_while_a_form_is_being_made_something_stands_in_its_place(
    hasty: SlackBot, slack: SlackServer, ada: Person, seminar: Channel
) -> None:
    hasty.ears.answering = gate = Gate()
    await ada.slash("/course announce", seminar)
    loading = await ada.sees_view(TITLE, text="Loading")
    slack.pass_time(10)
    gate.opened.set()
    assert await ada.sees_view(ANNOUNCE) is loading
    await ada.submit({"Text": WORDS})
    assert ada.view is loading


async def test_a_late_refusal_is_told_in_the_modal_that_stands_there(
    hasty: SlackBot, maya: Person, seminar: Channel
) -> None:
    hasty.ears.answering = gate = Gate()
    await maya.slash("/course announce", seminar)
    await maya.sees_view(TITLE)
    gate.opened.set()
    await maya.sees_view(TITLE_OF_ANSWER, text="only staff of Reading Seminar can do that")
    assert maya.unheard() == []


async def test_a_late_failure_does_not_leave_the_modal_loading(hasty: SlackBot, ada: Person, seminar: Channel) -> None:
    gate = Gate()

    async def fails(inbound: Inbound) -> None:
        await gate(inbound)
        raise RuntimeError("out of paper")

    hasty.ears.answering = fails
    await ada.slash("/course announce", seminar)
    await ada.sees_view(TITLE)
    gate.opened.set()
    view = await ada.sees_view(TITLE_OF_ANSWER, text="something went wrong on my side")
    assert "paper" not in view.plain


async def test_a_modal_that_was_closed_while_it_loaded_is_not_opened_again(
    hasty: SlackBot, slack: SlackServer, ada: Person, seminar: Channel
) -> None:
    hasty.ears.answering = gate = Gate()
    await ada.slash("/course announce", seminar)
    await ada.closes(await ada.sees_view(TITLE))
    gate.opened.set()
    await hasty.line.idle()
    assert ada.view is None
    assert slack.count("views.open") == 1
    assert ada.unheard() == []


async def test_when_the_trigger_has_expired_a_button_opens_the_form(
    bot: SlackBot, slack: SlackServer, ada: Person, seminar: Channel
) -> None:
    bot.ears.answering = gate = Gate()
    await ada.slash("/course announce Bring laptops", seminar)
    await gate.reached.wait()
    slack.pass_time(4)
    gate.opened.set()
    offer = await ada.hears(seminar)
    assert TOO_LATE in offer.plain
    assert offer.ephemeral_to == ada.id
    await ada.press(offer, OPEN)
    assert (await ada.sees_view(ANNOUNCE)).values["Text"] == "Bring laptops"


@pytest.mark.parametrize("fault", ["error_before", "drop_after", "ratelimited"])
async def test_when_slack_does_not_open_the_form_a_button_does(
    bot: SlackBot, slack: SlackServer, ada: Person, seminar: Channel, fault: str
) -> None:
    slack.fault("views.open", fault)
    await ada.slash("/course announce", seminar)
    offer = await ada.hears(seminar)
    await slack.until(lambda: slack.count("views.open") == 1, 5, lambda: "tried again")
    if ada.view is not None:
        await ada.closes()
    await ada.press(offer, OPEN)
    await ada.sees_view(ANNOUNCE)


async def test_people_who_are_mentioned_stand_in_a_form_with_their_names(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    await ada.slash("/course announce @maya brings laptops", seminar)
    assert (await ada.sees_view(ANNOUNCE)).values["Text"] == "@maya brings laptops"
    await ada.closes()
    await ada.slash("/readngs @maya", seminar)
    assert "@maya" in (await ada.hears(seminar)).plain


async def test_a_form_asked_for_in_words_is_offered_by_a_button(bot: SlackBot, ada: Person) -> None:
    await ada.says("course announce Bring laptops")
    offer = await ada.hears(ada.direct)
    assert ASK_TO_OPEN in offer.plain
    await ada.press(offer, OPEN)
    assert (await ada.sees_view(ANNOUNCE)).values["Text"] == "Bring laptops"


# --- saving late, twice, or not at all ------------------------------------------------------------------------------


async def test_what_is_saved_too_late_keeps_the_form_and_is_told_and_posted_once(bot: SlackBot, ada: Person) -> None:
    view = await previewing(ada, None)
    bot.ears.answering = gate = Gate()
    bot.line._forms._budget = 0.01
    for _ in range(2):
        answer = await ada.submit()
        assert answer["response_action"] == "errors"
        assert view.errors == {"Text": NOT_YET}
        assert view.values["Text"] == WORDS
    gate.opened.set()
    await bot.line.idle()
    assert ["It goes to #seminar now." in one.plain for one in ada.unheard()] == [True]
    await ada.hears(ada.direct)
    bot.line._forms._budget = 5.0
    assert await ada.submit() == {"response_action": "clear"}
    await bot.line.idle()
    assert ["only once" in one.plain for one in ada.unheard()] == [True]
    assert await posted(bot) == 1


async def test_a_submit_that_comes_while_the_first_is_being_saved_waits_for_it(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    view = await previewing(ada, seminar)
    bot.ears.asked.clear()
    bot.ears.answering = gate = Gate(submitted)
    both = [asyncio.create_task(ada.submit(view=view)) for _ in range(2)]
    await gate.reached.wait()
    await ada.slash("/readings")  # acknowledged, so the line has taken in what was sent before
    gate.opened.set()
    assert await asyncio.gather(*both) == [{"response_action": "clear"}] * 2
    await bot.line.idle()
    assert [submitted(one) for one in bot.ears.asked].count(True) == 1
    assert len([one for one in ada.unheard() if one.ephemeral_to]) == 1
    assert await posted(bot) == 1


async def test_a_page_that_was_checked_too_late_leads_on_when_it_is_submitted_again(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    view = await announcing(ada, seminar)
    bot.ears.answering = gate = Gate()
    bot.line._forms._budget = 0.01
    await ada.submit({"Text": WORDS})
    assert view.errors == {"Text": NOT_YET}
    gate.opened.set()
    await bot.line.idle()
    bot.line._forms._budget = 5.0
    await ada.submit()
    assert (view.title, view.values["Text"]) == ("Preview", WORDS)
    assert ada.unheard() == []


async def test_what_fails_after_the_form_was_told_not_yet_is_told(
    bot: SlackBot, ada: Person, seminar: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    await previewing(ada, seminar)
    gate = Gate()

    async def fails(inbound: Inbound) -> None:
        await gate(inbound)
        raise RuntimeError("out of paper")

    bot.ears.answering = fails
    bot.line._forms._budget = 0.01
    await ada.submit()
    gate.opened.set()
    told = (await ada.hears(seminar)).plain
    assert "something went wrong on my side" in told
    assert f"incident={told.split()[-1]}" in caplog.text


async def test_a_second_press_of_submit_posts_nothing_again(bot: SlackBot, ada: Person) -> None:
    view = await previewing(ada, None)
    shape = view.given
    await ada.submit()
    await ada.hears(ada.direct)
    again = bot.slack.screens.put(ada.id, shape, onto=False)
    assert await ada.submit({"Text": WORDS}, again) == {"response_action": "clear"}
    assert "only once" in (await ada.hears(ada.direct)).plain
    assert await posted(bot) == 1


async def test_an_exception_keeps_the_form_and_gives_its_code(
    bot: SlackBot, ada: Person, seminar: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    view = await previewing(ada, seminar)

    def fails(_: Inbound) -> None:
        raise RuntimeError("out of paper")

    bot.ears.answering = fails
    await ada.submit()
    (said,) = view.errors.values()
    assert "something went wrong on my side" in said
    assert f"incident={said.split()[-1]}" in caplog.text
    assert "out of paper" in caplog.text
    assert view.values["Text"] == WORDS
    bot.ears.answering = None
    await ada.submit()
    assert await posted(bot) == 1


@on_sqlite
async def test_a_locked_database_keeps_the_form_and_submitting_again_works(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    await bot.app.database.run(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 20"))
    view = await previewing(ada, seminar)
    with closing(sqlite3.connect(bot.app.database.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await ada.submit()
        assert view.errors["Text"].startswith("Not saved yet: my database does not answer just now. Press Submit again")
        assert view.values["Text"] == WORDS
        other.execute("ROLLBACK")
    assert await ada.submit() == {"response_action": "clear"}
    assert await posted(bot) == 1


@on_sqlite
async def test_what_waits_for_a_locked_database_is_saved_when_it_is_free(bot: SlackBot, ada: Person) -> None:
    view = await previewing(ada, None)
    bot.line._forms._budget = 0.01
    with closing(sqlite3.connect(bot.app.database.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await ada.submit()
        assert view.errors == {"Text": NOT_YET}
        other.execute("ROLLBACK")
    assert "It goes to #seminar now." in (await ada.hears(ada.direct)).plain
    assert await posted(bot) == 1


# --- forms that another bot opened ----------------------------------------------------------------------------------


async def test_a_form_that_one_process_opened_is_taken_by_another(
    database_url: str, tmp_path: Path, slack: SlackServer, ada: Person, seminar: Channel
) -> None:
    async with slack_bot(database_url, tmp_path, slack, at=AT) as first:
        await first.enter(ada, CourseRole.TA)
        await announcing(ada, None)
    async with slack_bot(database_url, tmp_path, slack, at=AT) as second:
        await ada.submit({"Text": WORDS})
        await ada.submit()
        assert "It goes to #seminar now." in (await ada.hears(ada.direct)).plain
        assert await posted(second) == 1


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"action": ["polls", "seminar"]}, "from an older version of me"),
        ({"action": ["plan", "seminar"]}, "from an older version of me"),
        ({"action": []}, "something went wrong on my side"),
    ],
)
async def test_a_form_of_an_older_version_says_so_and_stays(
    bot: SlackBot, ada: Person, seminar: Channel, metadata: dict[str, object], said: str
) -> None:
    view = await announcing(ada, seminar)
    view.given["private_metadata"] = json.dumps(json.loads(view.given["private_metadata"]) | metadata)
    await ada.submit({"Text": WORDS})
    assert said in view.errors["Text"]
    assert view.values["Text"] == WORDS


async def test_a_student_who_submits_a_form_of_staff_is_refused(
    bot: SlackBot, slack: SlackServer, ada: Person, maya: Person, seminar: Channel
) -> None:
    given = (await previewing(ada, seminar)).given
    for state in (given, given | {"private_metadata": given["private_metadata"].replace(ada.id, maya.id)}):
        stolen = slack.screens.put(maya.id, state, onto=False)
        await maya.submit({"Text": WORDS}, stolen)
        assert "only staff of Reading Seminar can do that" in stolen.errors["Text"]
    assert await posted(bot) == 0


async def test_a_modal_that_is_no_form_is_closed_by_its_submission(
    bot: SlackBot, ada: Person, seminar: Channel
) -> None:
    view = await announcing(ada, seminar)
    view.given["callback_id"] = views.TOLD
    asked = len(bot.ears.asked)
    assert await ada.submit() == {}
    assert len(bot.ears.asked) == asked
