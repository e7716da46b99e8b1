"""An announcement for later: what is the time in a line, what is said back, and what happens before Go live."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.form import Form, Invalid, Next, Saved
from bot.conversation.plain import line_text, plain
from bot.conversation.reply import Action
from bot.services import announcing, control
from bot.store import people
from bot.store.database import Database
from handlers.announce_form import split_when
from tests.support.asking import Door, open_door
from tests.support.courses import mondays_at_one

COURSE = replace(mondays_at_one(4), channels={"slack": {"announcements": "#course", "staff": "#staff"}})
NOW = datetime(2022, 1, 27, 18, tzinfo=UTC)
"""Thu 27 Jan, 10:00 AM in Los Angeles."""


@pytest.mark.parametrize(
    ("line", "text", "when"),
    [
        ("No class at fri 5pm", "No class", "at fri 5pm"),
        ("Hi all, on monday 9:00", "Hi all,", "on monday 9:00"),
        ("Bring a pen in 2 hours", "Bring a pen", "in 2 hours"),
        ("Class is at noon at fri 5pm", "Class is at noon", "at fri 5pm"),
        ("Meet at the lab on fri at 5", "Meet at the lab", "on fri at 5"),
        ("Bring a pen at 14 mar 17:00", "Bring a pen", "at 14 mar 17:00"),
        ("Bring a pen at +2d", "Bring a pen", "at +2d"),
        ("Bring a pen at 3/4 5pm", "Bring a pen", "at 3/4 5pm"),
        ("Bring a pen at 13 mar 2:30am", "Bring a pen", "at 13 mar 2:30am"),
        ("Bring a pen at 2022-03-14 17:00", "Bring a pen", "at 2022-03-14 17:00"),
        ("Bring a pen at 14.3. 9:00", "Bring a pen", "at 14.3. 9:00"),
        ("We meet at 5.30 pm", "We meet", "at 5.30 pm"),
        ("We meet friday at 17:00", "We meet friday at 17:00", ""),
        ("We meet on monday at fri 17:00", "We meet on monday", "at fri 17:00"),
        ("We meet 4 feb at 17:00", "We meet 4 feb at 17:00", ""),
        ("No class on friday", "No class on friday", ""),
        ("The exam is on 31 jan", "The exam is on 31 jan", ""),
        ("We met on 3 jan 9:00", "We met on 3 jan 9:00", ""),
        ("at fri 5pm", "at fri 5pm", ""),
        ("Look at 3 papers in 2 groups", "Look at 3 papers in 2 groups", ""),
        ("", "", ""),
    ],
)
def test_only_what_is_really_a_time_is_taken_for_one(line: str, text: str, when: str) -> None:
    assert split_when(line, COURSE, NOW) == (text, when)


async def opened(database: Database, words: str = "", *, live: bool = True) -> tuple[Door, Form]:
    door = await open_door(database, (COURSE,), NOW, live=live)
    form = await door.dispatcher.answer(door._inbound("ta", "", text=f"/course announce {words}"))
    assert isinstance(form, Form)
    return door, form


async def send(door: Door, form: Form, **values: str) -> object:
    page = {one.id: getattr(one, "value", "") for one in form.inputs}
    return await door.answer("ta", Action.decode(form.action.encode()), values={**page, **values})


async def previewed(door: Door, form: Form, **values: str) -> Form:
    answer = await send(door, form, **values)
    assert isinstance(answer, Next)
    return answer.form


async def test_the_whole_instant_is_said_back_before_it_counts(database: Database) -> None:
    door, form = await opened(database, "Bring a pen at fri 5pm")
    assert "I took “at fri 5pm” for the time." in line_text(form.intro)
    person = await database.run.read(people.who, "slack", "T1", "ta")
    assert person is not None
    await database.run(people.set_timezone, person.person, "Europe/Berlin")
    preview = await previewed(door, form)
    assert line_text(preview.intro) == (
        "Everybody in #course will read this on Fri 28 Jan, 5:00 PM PST "
        "(in 1 d 7 h; for you Sat 29 Jan, 2:00 AM CET), with your name under it."
    )
    changed = await previewed(door, preview, when="fri 6pm")
    assert "Fri 28 Jan, 6:00 PM PST" in line_text(changed.intro), "another time is said back before it counts"
    door.now = NOW + timedelta(hours=1)
    saved = await send(door, changed)
    assert isinstance(saved, Saved)
    assert plain(saved.reply) == ("It goes to #course on Fri 28 Jan, 6:00 PM PST.\n[Edit] [Cancel it] [The plan]")
    shown = plain(await door.press("ta", saved.reply, "The plan"))
    assert "Announcements that wait for their time\n• Fri 28 Jan, 6:00 PM PST: Bring a pen, in #course" in shown
    cancelled = plain(await door.press("ta", saved.reply, "Cancel it"))
    assert cancelled == "Cancelled: I post nothing in #course on Fri 28 Jan, 6:00 PM PST.\nIt said:\nBring a pen"
    assert plain(await door.press("ta", saved.reply, "Cancel it")) == "You cancelled it already."
    assert plain(await door.press("instructor", saved.reply, "Cancel it")) == "It was cancelled already."
    audit = plain(await door.ask("ta", "course audit posts"))
    assert "Ta called off “Bring a pen” for #course, Fri 28 Jan, 6:00 PM PST" in audit
    assert "Ta set “Bring a pen” for #course, Fri 28 Jan, 6:00 PM PST" in audit
    assert await database.run.read(announcing.waiting, COURSE.id, now=NOW) == ()


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("Hello at fri 29:00", "I could not read “at fri 29:00” as a time. As it stands this goes out now."),
        ("Hello at 3 feb 2021 5pm", "“at 3 feb 2021 5pm” is past. As it stands this goes out now."),
        ("No class on friday", ""),
        ("We meet friday at 17:00", ""),
        ("Read pages 3 to 5 in section 5", ""),
    ],
)
async def test_what_may_have_been_meant_for_later_is_asked_about(words: str, doubt: str, database: Database) -> None:
    door, form = await opened(database, words)
    assert line_text(form.intro) == doubt
    preview = await previewed(door, form)
    assert line_text(preview.intro).startswith(f"{doubt} This is what everybody" if doubt else "This is what everybody")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("3/4 5pm", "“3/4 5pm” can mean Fri 4 Mar, 5:00 PM or Sun 3 Apr, 5:00 PM."),
        ("friday", "At what time on Fri 28 Jan?"),
        ("yesterday 5pm", "I cannot read “yesterday 5pm” as a time."),
        ("26 jan 5pm", "Wed 26 Jan, 5:00 PM PST is past."),
        ("tue 31 jan 5pm", "Mon 31 Jan is that day, so the weekday or the date is wrong."),
        ("15 dec 2022 5pm", "Thu 15 Dec, 5:00 PM PST is too far ahead"),
    ],
)
async def test_what_is_no_time_to_come_is_answered_at_the_field(when: str, said: str, database: Database) -> None:
    door, form = await opened(database, "Hello")
    answer = await send(door, form, when=when)
    assert isinstance(answer, Invalid)
    assert answer.errors["when"].startswith(said)


async def test_a_time_that_the_clocks_leave_out_is_told(database: Database) -> None:
    door, form = await opened(database, "Hello")
    preview = await previewed(door, form, when="13 mar 2:30am")
    assert "on Sun 13 Mar, 3:00 AM PDT" in line_text(preview.intro)
    assert "The clocks go forward then and leave that time out" in line_text(preview.intro)
    saved = await send(door, preview)
    assert isinstance(saved, Saved)


async def test_in_a_rehearsal_and_in_a_pause_it_says_what_happens(database: Database) -> None:
    door, form = await opened(database, "Hello at fri 5pm", live=False)
    preview = await previewed(door, form)
    assert "only staff see it" in line_text(preview.intro)
    assert line_text(preview.intro).endswith("I do not keep it for later.")
    saved = await send(door, preview)
    assert isinstance(saved, Saved)
    assert "It goes to #staff. Go live first to post in #course for real." in plain(saved.reply)
    await database.run(control.go_live, course=COURSE, now=NOW, by=None)
    await database.run(control.pause, COURSE.id, until=None, reason="", now=NOW, by=None)
    assert "I am paused then. This goes out all the same" in line_text((await previewed(door, form)).intro)
