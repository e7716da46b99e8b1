"""The menu and the list of commands, for each kind of person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services import control
from handlers.help import STAFF as FOR_STAFF
from handlers.help import STAFF_MENU
from handlers.table import TABLE
from tests.support.asking import labels, open_door, said
from tests.support.courses import mondays_at_one

COURSE = mondays_at_one(3)
NOW = COURSE.sessions[0].starts_at
DAY = timedelta(days=1)


EVERYBODY = ["What’s next", "My reviews", "Deadlines", "Help"]
STANDS = ["Overview", "Missing", "Reviews", "Student", "Digest", "Participation"]
TELL = ["Announce", "Nudge", "Plan", "Retract", "Pause"]
WHO = ["Roster", "Extend", "Excuse", "Extensions"]
FILES = ["Release", "Export", "Audit"]
STAFF = [*STANDS, *TELL, *WHO, *FILES]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("stranger", [one for one in EVERYBODY if one != "My reviews"]),
        ("student", EVERYBODY),
        ("auditor", EVERYBODY),
        ("ta", [*EVERYBODY, *STAFF]),
        ("instructor", [*EVERYBODY, *STAFF, "Close"]),
    ],
)
async def test_the_menu_has_what_the_person_may_do(database, who, offered):
    door = await open_door(database, (COURSE,), NOW)
    reply = await door.ask(who, "/course")
    assert labels(reply) == offered
    assert said(reply).startswith("Hello! I keep track of Seminar: what to read, and what is due when.")
    assert ("Marks and files" in said(reply)) == ("Export" in offered)


def test_each_staff_command_is_in_one_place_of_the_menu_or_of_a_panel():
    placed = [verb for _, verbs in STAFF_MENU for verb in verbs]
    rows = {row.verb for _, row in TABLE.rows() if row.listed and row.audience in FOR_STAFF}
    panel = {row.verb for _, row in TABLE.rows() if not row.subcommand}
    assert sorted(placed) == sorted(rows - panel)
    assert panel == {"assign", "unassign", "fill", "marks"}


async def test_the_menu_offers_staff_what_has_an_effect_now(database):
    other = replace(COURSE, id="other", title="Other")
    door = await open_door(database, (COURSE,), NOW, live=False)
    before = labels(await door.ask("instructor", "/course"))
    assert ["Go live", *TELL] == before[before.index("Go live") :][: len(TELL) + 1]
    assert "Go live" not in labels(await door.ask("ta", "/course"))
    await database.run(control.pause, COURSE.id, until=NOW + DAY, reason="", now=NOW, by=None)
    paused = labels(await door.ask("ta", "/course"))
    assert ("Resume" in paused, "Pause" in paused) == (True, False)
    assert said(await door.ask("ta", "/course resume")).startswith("Resumed.")
    await database.run(control.pause, COURSE.id, until=NOW + DAY, reason="", now=NOW, by=None)
    both = await open_door(database, (COURSE, other), NOW)
    assert {"Pause", "Resume"} < set(labels(await both.ask("ta", "hi"))), "one is paused and the other is not"
    door.now += 2 * DAY
    assert "Resume" not in labels(await door.ask("ta", "/course"))


async def test_a_course_that_collects_no_reviews_offers_none(database):
    bare = replace(COURSE, sessions=tuple(replace(one, review=None) for one in COURSE.sessions))
    door = await open_door(database, (bare,), NOW)
    assert labels(await door.ask("student", "/course")) == ["What’s next", "Deadlines", "Help"]
    left = ["Overview", "Student", "Participation", "Announce", "Plan", "Retract", "Pause", "Roster", "Export", "Audit"]
    assert labels(await door.ask("ta", "/course"))[3:] == left


async def test_every_button_of_the_menu_answers(database):
    door = await open_door(database, (COURSE,), NOW)
    menu = await door.ask("instructor", "/course")
    assert said(await door.press("instructor", menu, "What’s next")).startswith("What to read next")
    assert said(await door.press("instructor", menu, "Deadlines")).startswith("What is due")
    assert said(await door.press("instructor", menu, "Help")).startswith("What you can ask me")


async def test_help_for_a_student(database):
    door = await open_door(database, (COURSE,), NOW)
    assert said(await door.ask("student", "/course help")).splitlines() == [
        "What you can ask me",
        (
            "• /readings [this | next | week N | date | words]  What to read: next, a week, a day, or any words of a title, "
            "author or guest"
        ),
        "• /deadlines  What is due next",
        "• /deadlines all  All that is due, past ones too",
        "• /review [paper]  What you owe now and next",
        "• /review write [paper]  Write or change a review",
        "• /review template [paper]  The questions of a review as a file, to write it elsewhere",
        "• /review read [paper]  Read the reviews of a paper, once they are open",
        "• /mywork  Your reviews: in, owed, late, excused",
        "• /mywork reminders [normal | last | off | course time]  Which reminders you get, and your time zone",
        "• /mywork link <code>  Say who you are on the class list, with the code that staff sent you",
        "• /mywork calendar  Classes, deadlines and your seats for your own calendar",
        "• /course  What I can do for you",
        "• /course help  Every command in one line",
        (
            "In a message to me you can leave the slash out, or use your own words: “I need more time”. "
            "Only you see my answers."
        ),
    ]


async def test_help_for_staff_and_with_a_prefix(database):
    door = await open_door(database, (replace(COURSE, command_prefix="x"),), NOW)
    text = said(await door.ask("ta", "/xcourse help"))
    assert "/xcourse pause" in text
    assert "/xcourse go-live" not in text
    assert "/readings" not in text
    assert "/xcourse share" not in text
