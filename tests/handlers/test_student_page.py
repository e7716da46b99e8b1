"""`/course student @x`: one page about one person, for staff alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.form import Form
from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.store import people
from bot.store.database import Database
from tests.support.asking import labels, reply_of, said
from tests.support.glance_desk import NOW, RAFT, RDD, glance_desk
from tests.support.reminded_seminar import TEXT, seminar
from tests.support.seat_desk import HOUR

HEAD = "Role: Student since Tue 25 Jan\nAccounts: {name}\nReminders: all of them\n"
NEXT = "• 14 Feb, Training: not begun, due Mon 14 Feb, 1:00 PM PST\n"
END = "[Read their reviews] [Extend …] [Excuse …] [What changed]"

PAGES = {
    "ada": (
        "Ada\nE-mail: ada@example.edu\nIds: student id 302, login ada\nSection: DIS 101\n" + HEAD.format(name="Ada")
        + "Reviews due so far: 2 in\n• 31 Jan, Consensus: in, ✓+\n• 7 Feb, Big Data: in\n• 14 Feb, Training: in\n"
        "• 16 Feb, Serving: not begun, due Wed 16 Feb, 1:00 PM PST\nTook part in 1 of 1 class\n" + END
    ),
    "bob": (
        "Bob\nE-mail: bob@example.edu\nIds: student id 303, login bob\nSection: DIS 101\n" + HEAD.format(name="Bob")
        + "Reviews due so far: 2 in (1 late)\n• 31 Jan, Consensus: late by 3 h, ✓ (not released)\n• 7 Feb, Big Data: in\n"
        + NEXT + "Took part in 0 of 1 class; not in ‘Consensus’\n" + END
    ),
    "cem": (
        "Cem\n" + HEAD.format(name="Cem") + "Reviews due so far: 0 in, 1 draft, 1 missing\n• 31 Jan, Consensus: missing\n"
        "• 7 Feb, Big Data: a draft, not submitted\n" + NEXT + "Wrote to staff\n"
        "• Can’t make ‘RDD’ (ill), Sun 6 Feb, 1:00 PM PST: not answered yet. “A fever.”\n" + END
    ),
    "dee": (
        "Dee\n" + HEAD.format(name="Dee") + "Reviews due so far: 0 in, 1 presenting (1 has more time)\n"
        "• 31 Jan, Consensus: presents, so none is needed\n"
        "• 7 Feb, Big Data: not in, more time until Fri 11 Feb, 1:00 PM PST\n" + NEXT
        + "Presents\n• Critic for ‘Consensus’, Mon 31 Jan: was not there\n"
        "Granted\n• More time for ‘RDD’, until Fri 11 Feb, 1:00 PM PST; by Tess, Tue 25 Jan, 12:00 PM PST: a wedding\n"
        + END
    ),
    "eli": (
        "Eli\n" + HEAD.format(name="Eli") + "Reviews due so far: 0 in, 1 missing, 1 excused\n"
        "• 31 Jan, Consensus: excused\n• 7 Feb, Big Data: missing\n" + NEXT
        + "Granted\n• Excused from ‘Raft’; by Tess, Tue 25 Jan, 12:00 PM PST: a wedding\n" + END
    ),
    "aud": "Aud\nRole: Auditor since Tue 25 Jan\nAccounts: Aud\nReminders: all of them\n"
    "Aud owes no reviews.\n[What changed]",
}  # fmt: skip


async def test_the_page_of_each_says_all_that_staff_know_of_them(database: Database) -> None:
    it = await glance_desk(database)
    door = it.door()
    for who, page in PAGES.items():
        reply = await door.ask("tess", f"course student {who}")
        assert plain(reply) == page, who
        assert reply.private
        assert not reply.shareable
    for other in ("302", "ADA@example.edu", "of @ada"):
        assert plain(await door.ask("tess", f"course student {other}")) == PAGES["ada"], other
    door.now = RDD + 2 * HOUR
    late = plain(await door.ask("tess", "course student eli"))
    assert "Big Data: missing, taken as late until Tue 8 Feb, 1:00 PM PST\n" in late
    door.now = RAFT - timedelta(days=3)
    assert "Reviews due so far: none\n" in plain(await door.ask("tess", "course student eli"))

    reply = await door.ask("tess", "course student ada")
    assert plain(await door.press("tess", reply, "Read")).startswith("Ada")
    for label, title in (("Extend", "Give somebody more time"), ("Excuse", "Excuse somebody")):
        (action,) = [button.action for block in reply.blocks for button in getattr(block, "buttons", ()) if button.label.startswith(label)]  # fmt: skip
        form = await door.answer("tess", action)
        assert isinstance(form, Form)
        assert (form.title, form.inputs[0].id, form.inputs[0].value) == (title, "who", f"#{it.persons['ada']}")  # type: ignore[union-attr] # a menu
        assert "For Ada." in str(form.intro)


async def test_whoever_left_keeps_their_page_and_who_never_was_here_has_none(database: Database) -> None:
    it = await glance_desk(database)
    await it.leaves("ada")
    door = it.door()
    page = plain(await door.ask("tess", "course student ada"))
    assert "Role: Student since Tue 25 Jan, not in the course any more. Their work is kept.\n" in page
    assert "Consensus: in, ✓+\n" in page
    assert "[Extend …]" not in page

    elsewhere = await database.run(people.add_person, name="Zed", now=NOW)
    for person in (elsewhere, 999_999):
        answer = await door.answer("tess", Action("student", it.course.id, (f"#{person}",)))
        assert said(answer) == "I do not know that person in this course."
    form = await door.answer("tess", Action("student", it.course.id))
    assert isinstance(form, Form)
    shown = await door.answer("tess", form.action, values={"who": f"#{it.persons['bob']}"})
    assert said(shown).startswith("Bob\n")
    assert "I find nobody for “xyzzy”" in plain(await door.ask("tess", "course student xyzzy"))


async def test_where_one_of_several_is_asked_it_says_how_many_are_and_by_when(
    database_url: str, tmp_path: Path
) -> None:
    one_of_two = TEXT.replace("owe: each required", "owe: {choose: 1}")
    async with seminar(database_url, tmp_path, text=one_of_two) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        assert "Big Data Systems: 0 of 1 in, due Mon 31 Jan, 1:00 PM PST\n" in await tia.says("/course student ada")
        for paper in ("rdd", "spark"):
            await it.hands_in("ada", paper)
        assert "Big Data Systems: 2 in, 1 asked; ‘Resilient" in await tia.says("/course student ada")


@pytest.mark.parametrize("who", ["ada", "aud", "gus", "nobody"])
async def test_no_student_reaches_it_by_whatever_way(database: Database, who: str) -> None:
    it = await glance_desk(database)
    door, person = it.door(), f"#{it.persons['bob']}"
    refused = "Sorry, only staff of Reading Seminar can do that."
    for words in ("course student bob", "course audit", "course audit bob", "course overview"):
        for channel in ("", "#seminar"):
            assert refused in plain(await door.ask(who, words, channel)), words
    for action in (
        Action("student", it.course.id, (person,)),
        Action("student", it.course.id, (f"#{it.persons[who]}" if who in it.persons else "#1",)),
        Action("audit", it.course.id, (person, "0")),
        Action("overview", it.course.id, ("0",)),
    ):
        assert refused in said(await door.answer(who, action)), action
    submitted = await door.answer(who, Action("student", it.course.id), values={"who": person})
    assert "Bob" not in str(submitted)


async def test_a_long_term_is_turned_over(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    it = await glance_desk(database)
    monkeypatch.setattr("handlers.student_page.PAGE", 2)
    monkeypatch.setattr("handlers.student_lines.PAGE", 2)
    door = it.door()
    reply = await door.ask("tess", "course student ada")
    assert ("Consensus: in" in plain(reply), "Serving" in plain(reply)) == (False, True)
    earlier = reply_of(await door.press("tess", reply, "Earlier sessions"))
    assert ("Consensus: in" in plain(earlier), "Serving" in plain(earlier)) == (True, False)
    assert "Later sessions" in labels(earlier)
