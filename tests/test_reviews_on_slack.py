"""A review on Slack, from the question what is owed to the receipt, with everything that goes wrong on the way.

The bot is the whole one, on a real database; the people have Slack's own test server before them.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from bot.platforms.slack.form_presses import STILL_SAVING
from bot.platforms.slack.forms import NOT_YET, OPEN, TOO_LATE
from bot.services import people, reviewing
from bot.services.reviewing import Written
from tests.slack_server import Message, NotAcknowledged, Person, SlackServer, View, reading
from tests.support.databases import on_sqlite
from tests.support.seminar import THREE_CLASSES
from tests.support.slack_bots import SlackBot, slack_bot

AT = datetime(2022, 1, 29, 18, tzinfo=UTC)
DUE = datetime(2022, 1, 31, 21, tzinfo=UTC)
PAPER = "Resilient Distributed Datasets"

LONG_FORM = """\
  form:
    fields:
      - {id: f1, label: Field 1, kind: text}
      - {id: f2, label: Field 2, kind: text}
      - {id: f3, label: Field 3, kind: text}
      - {id: f4, label: Field 4, kind: text}
      - {id: f5, label: Field 5, kind: text}
      - {id: f6, label: Field 6, kind: text}
      - {id: f7, label: Field 7, kind: text}
      - {id: f8, label: Field 8, kind: text}
      - {id: f9, label: Field 9, kind: text}
      - {id: fit, label: Fit, kind: yes_no}
"""
SYSTEMS = THREE_CLASSES.replace("form: short", "form: systems")
PAGES = THREE_CLASSES.replace("  form: short\n", LONG_FORM)
TEXT = "What it claims is measured, twice. The second time without the authors. I believe it."


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=5) as server:
        yield server


@pytest.fixture
def ada(slack: SlackServer) -> Person:
    return slack.person("Ada Rivera")


@pytest.fixture
def maya(slack: SlackServer, ada: Person) -> Person:
    maya = slack.person("Maya Lindqvist")
    slack.channel("seminar-staff", private=True, members=[ada])
    slack.channel("seminar", members=[ada, maya])
    return maya


@pytest.fixture
def text() -> str:
    return SYSTEMS


@pytest.fixture
async def bot(
    database_url: str, tmp_path: Path, slack: SlackServer, *, ada: Person, maya: Person, text: str
) -> AsyncIterator[SlackBot]:
    async with slack_bot(database_url, tmp_path, slack, at=AT, text=text, start=False) as running:
        await running.enter(ada, CourseRole.TA)
        await running.enter(maya, CourseRole.STUDENT)
        await slack.connected()
        yield running


async def writing(maya: Person) -> View:
    """The form of the first paper is open."""
    await maya.slash("/review write resilient")
    return await maya.sees_view()


def complete(view: View, words: str = TEXT) -> dict[str, Any]:
    """Something in every input of the page."""
    fields = {label: block["element"] for label, block in reading.inputs(view.given).items()}
    return {
        label: words if element["type"] == "plain_text_input" else reading.label(reading.options(element)[-1])
        for label, element in fields.items()
    }


async def written(bot: SlackBot, maya: Person) -> tuple[Written, ...]:
    """All versions of the review that the bot has."""
    found = await bot.app.database.run.read(people.who, "slack", bot.slack.team_id, maya.id, name=maya.name)
    (course,) = await bot.app.courses()
    versions: tuple[Written, ...] = await bot.app.database.run.read(reviewing.written, course, found.person, "rdd")
    return versions


def submitted(versions: tuple[Written, ...]) -> list[bool]:
    return [one.version.whole for one in versions]


async def receipts(bot: SlackBot, maya: Person) -> list[Message]:
    """Once all that is due was said."""
    for _ in range(2):
        await bot.tick()
    return [one for one in bot.slack.seen(maya) if f"Your review of {PAPER}" in one.plain]


def only(messages: list[Message], words: str) -> Message:
    (found,) = [one for one in messages if words in one.plain]
    return found


# --- from the question to the receipt ---------------------------------------------------------------------------------


async def test_a_review_from_what_is_owed_to_its_receipt(bot: SlackBot, maya: Person) -> None:
    await maya.slash("/review")
    owed = await maya.hears()
    assert f"{PAPER} · due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h · not started" in owed.plain
    await maya.press(owed, "Write")
    view = await maya.sees_view()
    await maya.enters("Summary", "It is clear", strokes=True)
    await maya.enters("Overall merit", "4 Weak accept")
    await maya.press(view, "Save draft")
    await maya.sees_view(text="NOT submitted yet: Strengths, Weaknesses and Questions for discussion are empty;")
    assert view.values["Summary"] == "It is clear"
    assert await maya.submit() == {"response_action": "clear"}
    draft = await maya.hears()
    assert "Kept as a draft. NOT submitted yet: Strengths" in draft.plain
    assert await receipts(bot, maya) == []
    await maya.press(draft, "Continue")
    again = await maya.sees_view()
    assert (again.values["Summary"], again.values["Overall merit"]) == ("It is clear", "4 Weak accept")
    await maya.submit({label: value for label, value in complete(again).items() if not again.values[label]})
    sent = (await maya.sees_text("Submitted.")).plain
    assert "Submitted. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are late." in sent
    (receipt,) = await receipts(bot, maya)
    for words in ("It is clear", TEXT, "It counts, on time."):
        assert words in receipt.plain
    await maya.press(receipt, "Edit")
    assert (await maya.sees_view()).values["Summary"] == "It is clear"


async def test_what_was_typed_in_a_form_that_was_closed_is_in_it_when_it_is_opened_again(
    bot: SlackBot, maya: Person
) -> None:
    view = await writing(maya)
    await maya.enters("Summary", "Nobody pressed anything.", strokes=True)
    await bot.line.idle()
    assert view.revision == 0
    await maya.closes(view)
    assert (await writing(maya)).values["Summary"] == "Nobody pressed anything."
    assert maya.unheard() == []


async def test_a_form_opens_above_home(bot: SlackBot, maya: Person) -> None:
    await maya.opens_home()
    home = await maya.sees_home()
    await maya.press(home, f"Write: {PAPER}")
    assert PAPER in (await maya.sees_view()).plain


async def test_what_was_written_is_shown_and_obeyed_by_nobody(bot: SlackBot, maya: Person, ada: Person) -> None:
    nasty = (
        f"<!channel> <@{ada.id}> *bold* `code` <https://evil.example|paper> &lt; 👩\u200d🚀 e\u0301\n> quoted\n" * 25
    )
    view = await writing(maya)
    await maya.submit(complete(view) | {"Summary": nasty})
    (receipt,) = await receipts(bot, maya)
    assert "<!channel>" in receipt.plain
    assert f"<@{ada.id}> *bold* `code` <https://evil.example|paper> &lt; 👩\u200d🚀 e\u0301" in receipt.plain
    kinds = {span["type"] for block in receipt.blocks for span in _spans(block)}
    assert kinds <= {"text", "date"}
    assert view.values == {} or maya.view is None


def _spans(block: Any) -> list[Any]:
    if isinstance(block, list):
        return [span for one in block for span in _spans(one)]
    if not isinstance(block, dict):
        return []
    inner = block.get("elements")
    return (
        _spans(inner)
        if inner
        else ([block] if block.get("type") in ("text", "date", "user", "broadcast", "link") else [])
    )


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [PAGES])
async def test_pages_are_saved_between_pages(bot: SlackBot, maya: Person) -> None:
    view = await writing(maya)
    assert "Page 1 of 2" in view.plain
    first = {label: f"{label} says this." for label in view.values}
    answer = await maya.submit(first)
    assert answer["response_action"] == "update"
    assert list(view.values.values()) == ["", ""]
    assert "Page 2 of 2" in view.plain
    assert submitted(await written(bot, maya)) == [False]
    await maya.closes(view)
    view = await writing(maya)
    assert view.values == first
    await maya.submit()
    await maya.enters("Field 9", "Nine says this.")
    await maya.press(view, "Page before")
    await maya.sees_view(text="Page 1 of 2")
    assert view.values == first
    await maya.submit()
    assert view.values["Field 9"] == "Nine says this."
    await maya.submit({"Field 9": "Nine says this.", "Fit": "Yes"})
    await maya.sees_text("Submitted.")
    (receipt,) = await receipts(bot, maya)
    assert "Field 1 says this." in receipt.plain
    assert "Nine says this." in receipt.plain


# --- what goes wrong --------------------------------------------------------------------------------------------------


async def test_an_expired_trigger_costs_a_press_and_nothing_else(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    reached, opened = asyncio.Event(), asyncio.Event()

    async def slow(_: Inbound) -> None:
        reached.set()
        await opened.wait()

    bot.ears.answering = slow
    await maya.slash("/review write resilient")
    await reached.wait()
    slack.pass_time(4)
    bot.ears.answering = None
    opened.set()
    offer = await maya.sees_text(TOO_LATE)
    await maya.press(offer, OPEN)
    assert PAPER in (await maya.sees_view()).plain


async def test_a_double_click_on_submit_is_one_version_one_answer_and_one_receipt(bot: SlackBot, maya: Person) -> None:
    view = await writing(maya)
    maya.types(complete(view))
    both = await asyncio.gather(*(maya.submit(view=view) for _ in range(2)))
    assert both == [{"response_action": "clear"}] * 2
    await bot.line.idle()
    only(maya.unheard(), "Submitted.")
    assert submitted(await written(bot, maya)) == [True]
    assert len(await receipts(bot, maya)) == 1


async def test_the_same_envelope_twice_is_one_version_and_one_receipt(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    view = await writing(maya)
    await maya.submit(complete(view))
    (_, payload, _) = slack.outgoing.attempts[-1]
    assert payload["type"] == "view_submission"
    assert await slack.outgoing.interactive(payload) == {"response_action": "clear"}
    await bot.line.idle()
    assert submitted(await written(bot, maya)) == [True]
    assert len(await receipts(bot, maya)) == 1


async def test_a_socket_that_drops_between_commit_and_acknowledgement_loses_nothing(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    async def saved_then_cut(inbound: Inbound) -> Any:
        answer = await bot.app.answer(inbound)
        await slack.drop_sockets()
        return answer

    view = await writing(maya)
    bot.ears.answering = saved_then_cut
    with pytest.raises(NotAcknowledged):
        await maya.submit(complete(view))
    assert maya.view is view
    assert view.values["Summary"] == TEXT
    bot.ears.answering = None
    await slack.connected()
    assert await maya.submit() == {"response_action": "clear"}
    await bot.line.idle()
    assert submitted(await written(bot, maya)) == [True]
    assert len(await receipts(bot, maya)) == 1


def locked(bot: SlackBot) -> closing[sqlite3.Connection]:
    """The database, held by somebody else until it is closed."""
    other = sqlite3.connect(bot.app.database.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return closing(other)


async def patient(bot: SlackBot, milliseconds: int) -> None:
    """So long the bot waits for a database that is locked."""
    await bot.app.database.run(lambda connection: connection.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}"))


@on_sqlite
async def test_a_lock_that_outlasts_the_budget_is_answered_in_time_and_saved_when_it_is_over(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    bot.line._forms._budget = bot.line._presses._budget = 0.05
    await patient(bot, 5000)
    view = await writing(maya)
    maya.types(complete(view))
    with locked(bot):
        await maya.press(view, "Save draft")  # either returns with the acknowledgement
        await maya.sees_view(text=STILL_SAVING)
        await maya.submit()
        assert set(view.errors.values()) == {NOT_YET}
        assert view.values["Summary"] == TEXT
    await maya.sees_text("Submitted.")
    await bot.line.idle()
    assert submitted(await written(bot, maya))[-1]
    assert len(await receipts(bot, maya)) == 1
    assert view.values["Summary"] == TEXT


@on_sqlite
@pytest.mark.parametrize("press", [lambda maya, view: maya.press(view, "Save draft"), lambda maya, _: maya.submit()])
async def test_a_lock_that_does_not_end_leaves_the_text_in_the_form(
    bot: SlackBot, maya: Person, press: Callable[[Person, View], Any]
) -> None:
    await patient(bot, 20)
    view = await writing(maya)
    maya.types(complete(view))
    with locked(bot):
        await press(maya, view)
        await bot.line.idle()
        assert "Not saved yet: my database does not answer just now." in f"{view.plain} {view.errors}"
        assert view.values["Summary"] == TEXT
        assert await written(bot, maya) == ()
    bot.now += timedelta(minutes=1)
    assert await maya.submit() == {"response_action": "clear"}
    await bot.line.idle()
    assert submitted(await written(bot, maya))[-1]


async def test_after_the_close_the_text_comes_back_to_its_writer(bot: SlackBot, maya: Person) -> None:
    view = await writing(maya)
    bot.now = DUE + timedelta(days=30)
    await maya.submit(complete(view))
    await bot.line.idle()
    told = only(maya.unheard(), "NOT submitted: ")
    assert TEXT in told.plain


# --- files and pasted text --------------------------------------------------------------------------------------------

WITH_FILE = THREE_CLASSES.replace(
    "  form: short\n",
    "  form:\n    fields:\n      - {id: sum, label: Summary, kind: text}\n      - {id: notes, label: Notes, kind: file}\n",
)


@pytest.mark.parametrize("text", [WITH_FILE])
async def test_a_file_is_handed_in_with_the_form_and_one_that_cannot_be_had_is_told(
    bot: SlackBot, slack: SlackServer, maya: Person
) -> None:
    view = await writing(maya)
    elsewhere = maya.uploads("notes.pdf", b"%PDF-1.7 notes", external=True)
    answer = await maya.submit({"Summary": TEXT, "Notes": [elsewhere]})
    assert answer["response_action"] == "errors"
    assert "kept outside of Slack" in view.errors["Notes"]
    assert view.values["Summary"] == TEXT
    notes = maya.uploads("notes.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    assert await maya.submit({"Notes": [notes]}) == {"response_action": "clear"}
    (receipt,) = await receipts(bot, maya)
    assert "notes.pdf" in receipt.plain
    assert [call.arguments["authorized"] for call in slack.calls if call.method == "download"] == [True]


async def filled_template(bot: SlackBot, maya: Person) -> str:
    """The file that Template sends, with something below the first heading of a question."""
    view = await writing(maya)
    await maya.press(view, "Template")
    await maya.sees_text("as a file", maya.direct)
    await bot.line.idle()
    (file,) = [one for one in bot.slack.files.values() if one.name.endswith(".md")]
    assert file.content is not None
    await maya.closes(view)
    lines = file.content.decode().splitlines()
    return "\n".join([f"{line}\n\n{TEXT}\n" if line.startswith("## Summary") else line for line in lines])


@pytest.mark.parametrize("way", ["dropped", "pasted"])
async def test_a_template_comes_back_as_a_file_or_as_text_and_is_in_the_form(
    bot: SlackBot, maya: Person, way: str
) -> None:
    filled = await filled_template(bot, maya)
    maya.heard |= {one: one.renewals for one in maya.unheard()}
    if way == "dropped":
        await maya.says("", files=[maya.uploads("review.md", filled.encode())])
    else:
        await maya.says(filled)
    await bot.line.idle()
    shown = "\n".join(one.plain for one in maya.unheard())
    assert PAPER in shown
    assert (await writing(maya)).values["Summary"] == TEXT


# --- staff ------------------------------------------------------------------------------------------------------------


async def test_a_student_who_is_mentioned_gets_the_extension(bot: SlackBot, maya: Person, ada: Person) -> None:
    other = bot.slack.person("Maya Okafor")
    await bot.enter(other, CourseRole.STUDENT)
    await ada.slash("/course extend @maya.lindqvist resilient +2d travels")
    told = await ada.sees_text("Maya Lindqvist")
    assert "Maya Okafor" not in told.plain
    await bot.line.idle()
    await maya.slash("/review")
    await maya.sees_text("due Wed 2 Feb, 1:00 PM PST, in 4 d 3 h (extended)")
