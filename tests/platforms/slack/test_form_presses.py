"""Buttons inside an open form, and what is typed into it meanwhile: answered in the form, which keeps all that stands
in it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.form import ChoiceInput, FileInput, Form, Invalid, Kept, Next, Saved, TextInput
from bot.conversation.reply import Action, Button, Buttons, Reply, line, paragraph
from bot.conversation.request import Inbound
from bot.errors import Refused
from bot.platforms.slack.form_presses import GIVEN_BACK, STILL_SAVING
from bot.platforms.slack.forms import OUTDATED
from tests.slack_server import Person, SlackServer, View
from tests.support.slack_bots import SlackBot, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
COURSE, PAPER = "seminar", "p1"
WRITE, KEEP, TYPED = (Action(verb, COURSE, (PAPER, "a1")) for verb in ("write", "keep", "typed"))
STRENGTHS, MERIT = "Strengths", "Overall merit"
LONG = "It measures what it claims.\n\nAnd says how. " * 60


def page(number: int = 1, *, strengths: str = "", typing: bool = True) -> Form:
    return Form(
        action=Action("write", COURSE, (PAPER, "a1", str(number))),
        title="Review",
        inputs=(
            TextInput(id="strengths", label=STRENGTHS, value=strengths, long=True),
            ChoiceInput(id="merit", label=MERIT, options=(("1", "Reject"), ("2", "Accept"))),
            FileInput(id="slides", label="Slides"),
        ),
        intro=line("Due Monday."),
        page=number,
        pages=2,
        buttons=(Button("Save draft", KEEP), Button("Template", Action("templ", COURSE, (PAPER,)))),
        typing=TYPED if typing else None,
    )


class Reviews:
    """A bot with one form. What it says to a verb may be put in place; `gate` holds up what it is asked next."""

    def __init__(self, *, typing: bool = True) -> None:
        self.form = page(typing=typing)
        self.says: dict[str, Any] = {"keep": Kept(line("Draft saved 14:02. NOT submitted."))}
        self.kept: list[tuple[str, str]] = []
        self.gate: asyncio.Event | None = None
        self.reached, self.kept_one = asyncio.Event(), asyncio.Event()

    async def __call__(self, inbound: Inbound) -> Any:
        verb = inbound.action.verb if inbound.action is not None else "typed words"
        gate, self.gate = self.gate, None
        if gate is not None:
            self.reached.set()
            await gate.wait()
        if inbound.values is None:
            return self.form
        said = self.says.get(verb, Kept())
        if isinstance(said, Exception):
            raise said
        self.kept.append((verb, inbound.values["strengths"]))
        self.kept_one.set()
        return said


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=5) as server:
        yield server


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist")


@pytest.fixture
def reviews() -> Reviews:
    return Reviews()


@pytest.fixture
async def bot(
    database_url: str, tmp_path: Path, slack: SlackServer, *, maya: Person, reviews: Reviews
) -> AsyncIterator[SlackBot]:
    slack.channel("seminar", members=[maya])
    async with slack_bot(database_url, tmp_path, slack, at=AT, live=False) as running:
        running.ears.answering, running.ears.forms = reviews, True
        yield running


@pytest.fixture
def hasty(bot: SlackBot) -> SlackBot:
    bot.line._presses._budget = bot.line._forms._budget = 0.01
    return bot


async def opened(maya: Person) -> View:
    await maya.slash("/readings")
    return await maya.sees_view("Review")


# --- a button inside --------------------------------------------------------------------------------------------------


async def test_a_draft_is_saved_in_the_open_form_with_all_that_stands_in_it(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    slides = maya.uploads("slides.pdf", b"%PDF")
    maya.types({STRENGTHS: LONG, MERIT: "Accept", "Slides": [slides]})
    await maya.press(view, "Save draft")
    await maya.sees_view("Review", text="Draft saved 14:02. NOT submitted.")
    assert maya.view is view
    asked = bot.ears.asked[-1]
    assert (asked.action, asked.values) == (KEEP, {"strengths": LONG, "merit": "2", "slides": slides.id})
    assert view.values == {STRENGTHS: LONG, MERIT: "Accept", "Slides": "slides.pdf"}
    reviews.says["keep"] = Kept(line("Draft saved 14:09."))
    await maya.press(view, "Save draft")
    await maya.sees_view(text="Draft saved 14:09.")
    assert "14:02" not in view.plain
    assert maya.unheard() == []


async def test_what_is_typed_while_a_draft_is_saved_stays(bot: SlackBot, maya: Person, reviews: Reviews) -> None:
    reviews.form = page(strengths="Old words.", typing=False)
    view = await opened(maya)
    maya.types({STRENGTHS: "New words."})
    reviews.gate = gate = asyncio.Event()
    await maya.press(view, "Save draft")
    await reviews.reached.wait()
    maya.types({STRENGTHS: "New words. And more.", MERIT: "Accept"})
    gate.set()
    await maya.sees_view(text="Draft saved")
    assert view.values[STRENGTHS] == "New words. And more."
    assert view.values[MERIT] == "Accept"
    reviews.says["write"] = Saved(Reply((paragraph("Thanks."),)))
    await maya.submit()
    assert [text for verb, text in reviews.kept if verb != "typed"] == ["New words.", "New words. And more."]


async def test_slack_is_answered_at_once_and_the_form_says_that_it_takes_long(
    hasty: SlackBot, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: "Clear."})
    reviews.gate = gate = asyncio.Event()
    await maya.press(view, "Save draft")  # returns with the acknowledgement
    await maya.sees_view(text=STILL_SAVING)
    gate.set()
    await maya.sees_view(text="Draft saved 14:02.")
    assert STILL_SAVING not in view.plain
    assert view.values[STRENGTHS] == "Clear."


async def test_nothing_is_shown_of_what_has_no_note(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    reviews.says["templ"] = Kept((), Reply((paragraph("Here is the template."),)))
    await maya.press(view, "Template")
    assert "Here is the template." in (await maya.hears(maya.direct)).plain
    assert (view.revision, slack.count("views.update")) == (0, 0)
    assert maya.view is view


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Invalid({"strengths": "Not saved yet: my database does not answer just now."}), r"Not saved yet: my database"),
        (Invalid({"merit": "There is no such grade."}), r"Not saved yet\. There is no such grade\."),
        (RuntimeError("out of paper"), r"Not saved yet\. Sorry, something went wrong on my side.*: [0-9a-f]{6}"),
    ],
)
async def test_what_was_not_saved_is_said_in_the_form_and_the_text_stays(
    bot: SlackBot, maya: Person, reviews: Reviews, answer: Any, said: str
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: LONG})
    reviews.says["keep"] = answer
    await maya.press(view, "Save draft")
    await maya.sees_view(text="Not saved yet")
    assert re.search(said, view.plain)
    assert "paper" not in view.plain
    assert view.values[STRENGTHS] == LONG


async def test_pressed_twice_it_is_answered_once(bot: SlackBot, maya: Person, reviews: Reviews) -> None:
    view = await opened(maya)
    reviews.gate = gate = asyncio.Event()
    await maya.press(view, "Save draft")
    await reviews.reached.wait()
    await maya.press(view, "Save draft")
    gate.set()
    await bot.line.idle()
    assert reviews.kept == [("keep", "")]
    assert view.revision == 1


async def test_another_page_that_a_button_brings_takes_the_place_of_the_form(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: "Here."})
    reviews.says["keep"] = Next(page(2, strengths="There."))
    await maya.press(view, "Save draft")
    await maya.sees_view(text="Page 2 of 2")
    assert (maya.view, view.values[STRENGTHS]) == (view, "There.")
    reviews.says["keep"] = Saved(Reply((paragraph("All is in."),)))
    await maya.press(view, "Save draft")
    await maya.sees_view(text="All is in.")


async def test_a_late_note_does_not_bring_back_a_page_that_was_submitted(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: "First page."})
    reviews.gate = gate = asyncio.Event()
    await maya.press(view, "Save draft")
    await reviews.reached.wait()
    reviews.says["write"] = Next(page(2))
    await maya.submit()
    gate.set()
    await bot.line.idle()
    assert "Page 2 of 2" in view.plain
    assert "Draft saved" not in view.plain


async def test_whoever_closed_the_form_gets_back_what_was_not_saved(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: LONG})
    reviews.gate = gate = asyncio.Event()
    reviews.says["keep"] = Refused("My database does not answer.")
    await maya.press(view, "Save draft")
    await reviews.reached.wait()
    await maya.closes(view)
    gate.set()
    await bot.line.idle()
    told = "\n".join(one.plain for one in maya.unheard())
    assert GIVEN_BACK in told
    assert LONG.strip() in told


async def test_where_slack_does_not_show_the_note_it_is_a_direct_message(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    view = await opened(maya)
    slack.fault("views.update", "error_before")
    await maya.press(view, "Save draft")
    assert "Draft saved 14:02." in (await maya.hears(maya.direct)).plain


async def test_an_incomplete_submission_may_keep_the_form_with_a_note(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    reviews.says["write"] = Kept(
        line("Kept as a draft, NOT submitted: Overall merit is empty."), Reply((paragraph("Hm."),))
    )
    answer = await maya.submit({STRENGTHS: "Clear."})
    assert answer["response_action"] == "update"
    assert "NOT submitted: Overall merit is empty." in view.plain
    assert view.values[STRENGTHS] == "Clear."
    assert "Hm." in (await maya.hears(maya.direct)).plain
    reviews.says["write"] = Saved(Reply((paragraph("Submitted."),)))
    assert await maya.submit({MERIT: "Accept"}) == {"response_action": "clear"}


async def test_values_of_another_page_are_never_taken_for_this_ones(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    view = await opened(maya)
    maya.types({STRENGTHS: "Clear."})
    await maya.press(view, "Save draft")
    await maya.sees_view(text="Draft saved")
    payload = slack.outgoing.attempts[-1][1]
    stale = {"values": {"0123abcd.strengths": {"input": {"type": "plain_text_input", "value": "Of page 1."}}}}
    outdated = payload | {"view": payload["view"] | {"state": stale, "hash": view.hash}}
    await slack.outgoing.interactive(outdated)
    await maya.sees_view(text=OUTDATED)
    typed = {"action_id": "input", "block_id": payload["view"]["blocks"][2]["block_id"], "action_ts": "9999999999.0"}
    await slack.outgoing.interactive(outdated | {"actions": [typed]})
    answer = await slack.outgoing.interactive(outdated | {"type": "view_submission"})
    assert list(answer["errors"].values()) == [OUTDATED]
    await bot.line.idle()
    assert reviews.kept == [("keep", "Clear.")]
    assert view.values[STRENGTHS] == "Clear."


async def test_a_form_opens_from_the_answer_of_another_modal(bot: SlackBot, maya: Person, reviews: Reviews) -> None:
    bot.ears.forms = False
    await maya.opens_home()
    await maya.sees_home()
    bot.ears.answering = lambda _: Reply((paragraph("You owe this."), Buttons((Button("Write", WRITE),))))
    await maya.press(maya.home, "Deadlines")
    owed = await maya.sees_view("Answer", text="You owe this.")
    bot.ears.answering, bot.ears.forms = reviews, True
    await maya.press(owed, "Write")
    assert await maya.sees_view("Review") is owed


async def test_a_form_that_asks_for_a_file_does_without_it_where_the_bot_may_open_none(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    slack.scopes.discard("files:read")
    await bot.api.identity()
    view = await opened(maya)
    assert "Slides: I am not allowed to take files here yet." in view.plain
    await maya.press(view, "Save draft")
    await maya.sees_view(text="Draft saved")


# --- what is typed meanwhile ------------------------------------------------------------------------------------------


async def test_of_all_that_is_typed_the_newest_is_saved_and_nothing_is_shown(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    bot.line._keystrokes._every = 60.0
    view = await opened(maya)
    await maya.enters(STRENGTHS, "It is clear and short.", strokes=True)
    await maya.enters(MERIT, "Accept")
    assert TYPED not in [one.action for one in bot.ears.asked]
    bot.line._keystrokes.hurry()
    await bot.line.idle()
    (typed,) = [one for one in bot.ears.asked if one.action == TYPED]
    assert typed.values == {"strengths": "It is clear and short.", "merit": "2", "slides": ""}
    assert (view.revision, slack.count("views.update"), maya.unheard()) == (0, 0, [])


async def test_what_was_typed_earlier_never_comes_after_what_was_typed_later(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    await opened(maya)
    await maya.enters(STRENGTHS, "old")
    await bot.line.idle()
    late = slack.outgoing.attempts[-1][1]
    await maya.enters(STRENGTHS, "old and new")
    await slack.outgoing.interactive(late)
    await bot.line.idle()
    assert reviews.kept == [("typed", "old"), ("typed", "old and new")]


async def test_a_submission_takes_the_place_of_what_waits_to_be_saved(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    bot.line._keystrokes._every = 0.5
    reviews.says["write"] = Saved(Reply((paragraph("Submitted."),)))
    await opened(maya)
    await maya.enters(STRENGTHS, "Clear.")
    late = slack.outgoing.attempts[-1][1]
    await maya.submit({MERIT: "Accept"})
    await slack.outgoing.interactive(late)
    await bot.line.idle()
    assert reviews.kept == [("write", "Clear.")]


async def test_a_submission_waits_for_what_is_just_being_saved(bot: SlackBot, maya: Person, reviews: Reviews) -> None:
    reviews.says["write"] = Saved(Reply((paragraph("Submitted."),)))
    await opened(maya)
    reviews.gate = gate = asyncio.Event()
    await maya.enters(STRENGTHS, "Cl")
    await reviews.reached.wait()
    submitting = asyncio.create_task(maya.submit({STRENGTHS: "Clear."}))
    await maya.slash("/readings")  # acknowledged, so the line has taken in what was sent before
    gate.set()
    await submitting
    assert [text for verb, text in reviews.kept] == ["Cl", "Clear."]


async def test_after_a_submission_that_was_not_taken_typing_is_saved_again(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    reviews.says["write"] = Invalid({"merit": "Choose one."})
    await opened(maya)
    await maya.submit({STRENGTHS: "Clear."})
    await maya.enters(STRENGTHS, "Clear!")
    await bot.line.idle()
    assert reviews.kept[-1] == ("typed", "Clear!")


async def test_what_is_typed_waits_for_no_answer(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    await opened(maya)
    bot.ears.forms = False
    reviews.gate = gate = asyncio.Event()
    await slack.person("Ben Okafor").slash("/deadlines")
    await reviews.reached.wait()
    await maya.enters(STRENGTHS, "Clear.")
    await reviews.kept_one.wait()
    assert reviews.kept == [("typed", "Clear.")]
    gate.set()


async def test_typing_that_cannot_be_saved_disturbs_nobody(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews, caplog: pytest.LogCaptureFixture
) -> None:
    view = await opened(maya)
    reviews.says["typed"] = RuntimeError("out of paper")
    await maya.enters(STRENGTHS, "Clear.")
    await bot.line.idle()
    assert "action=typed_not_saved" in caplog.text
    assert "Clear." not in caplog.text
    assert (view.revision, maya.unheard()) == (0, [])


async def test_what_waits_to_be_saved_is_saved_when_the_bot_stops(
    bot: SlackBot, slack: SlackServer, maya: Person, reviews: Reviews
) -> None:
    bot.line._keystrokes._every = 60.0
    await opened(maya)
    await maya.enters(STRENGTHS, "Clear.")
    await bot.finish()
    assert reviews.kept == [("typed", "Clear.")]


async def test_nothing_is_reported_of_a_form_that_does_not_want_it(
    bot: SlackBot, maya: Person, reviews: Reviews
) -> None:
    reviews.form = page(typing=False)
    await opened(maya)
    asked = len(bot.ears.asked)
    await maya.enters(STRENGTHS, "Clear.", strokes=True)
    await bot.line.idle()
    assert len(bot.ears.asked) == asked
