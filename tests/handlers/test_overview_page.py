"""`/course overview`: what staff read, the picture of it, and that nobody else gets either."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.services import overview
from bot.services.overview import Overview, Student
from bot.services.tallying import Lot
from bot.store.database import Database
from handlers import heat_map
from handlers.heat_map import GROUND, LOOKS
from tests.support.asking import labels, reply_of, said
from tests.support.glance_desk import NOW, glance_desk
from tests.support.reminded_seminar import seminar

SAID = """\
Overview: Reading Seminar
6 students, as of Wed 9 Feb, 1:00 PM PST.
wk due     in late miss begun more off
 1 31 Jan   2    1    2     –    –   2 Consensus
 2 7 Feb    2    –    2     1    1   – Big Data
Late ones are among those in; begun: a draft, or some of several; more: they have more time; off: excused or presenting.
Ahead
• Training: due Mon 14 Feb, 1:00 PM PST, 1 in already
• Serving: due Wed 16 Feb, 1:00 PM PST
• Hardware: due Mon 21 Feb, 1:00 PM PST
• 2 more after that, the last due Mon 14 Mar, 1:00 PM PDT
Fallen behind: 2 students with nothing in for the last 2 sessions that were due
• Cem (2 missing)
• Fay (2 missing)
For you
• 1 of 3 on the class list has no account here yet: Zoe
• 3 reviews wait for a mark
• 1 mark not released: students do not see them yet
• 3 open seats in the next class, ‘Training’, Mon 14 Feb, 1:00 PM PST: Neutral Presenter, Advocate, Backup/Scribe
[Who is missing] [Nudge …] [Mark reviews] [Release marks …] [Class list] [As a picture]"""


async def test_staff_see_the_course_at_a_glance_and_where_to_go_from_there(database: Database) -> None:
    it = await glance_desk(database)
    door = it.door()
    reply = await door.ask("tess", "course overview")
    assert plain(reply) == SAID
    assert reply.private
    assert not reply.shareable
    for label, leads in (("Who is missing", "Reviews for Big Data\n"), ("Mark", "Ada"), ("Class list", "Who is in")):
        assert plain(await door.press("tess", reply, label)).startswith(leads)
    assert "Sorry, only staff" in plain(await door.ask("ada", "course overview"))
    drawn = await door.press("tess", reply, "As a picture")
    assert [file.name for file in drawn.files] == ["overview-2022-02-09.png"]
    assert plain(drawn) == "Reviews by student and session, 1 picture."
    assert (await door.ask("ines", "course overview picture")).files
    forged = await door.answer("ada", Action("ovpic", it.course.id))
    assert not reply_of(forged).files
    assert "Sorry, only staff" in said(forged)


async def test_before_anything_is_due_there_is_no_picture(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        assert (await tia.says("/course overview picture")).startswith("Nothing was due yet and nothing is in")
        assert tia.reply.files == ()


async def test_a_long_term_is_turned_over_and_a_new_course_has_little_to_say(database: Database, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    it = await glance_desk(database)
    monkeypatch.setattr("handlers.overview.ROWS_SHOWN", 1)
    door = it.door()
    reply = await door.ask("tess", "course overview")
    assert ("Consensus" in plain(reply), "Big Data" in plain(reply)) == (False, True)
    earlier = await door.press("tess", reply, "Earlier")
    assert ("Consensus" in plain(earlier), "Big Data" in plain(earlier)) == (True, False)
    assert "Ahead" not in plain(earlier)
    assert "Later sessions" in labels(earlier)
    for who in ("ada", "bob", "cem", "dee", "eli", "fay"):
        await it.leaves(who)
    reply = await door.ask("tess", "course overview")
    assert "0 students, as of" in plain(reply)
    assert "As a picture" not in labels(reply), "there is nothing to draw"


# --- the picture ----------------------------------------------------------------------------------------------------

NAMES = (
    "Ada Lovelace",
    "李小龙",
    "مريم الزهراء",
    "Zoë 🦊",
    "🦊🦊",
    "Søren Kierkegård",
    "x" * 80,
    "\u202eadA",
    "D'Arcy-O’Neil",
)


def crowd(of: Overview, number: int) -> Overview:
    """So many students of such names, somebody in every lot."""
    lots = list(Lot)
    students = [
        Student(
            person=at,
            name=f"{NAMES[at % len(NAMES)]} {at // len(NAMES) or ''}",
            lots={one.session.id: lots[(at + place) % len(lots)] for place, one in enumerate(of.columns[:5])},
        )
        for at in range(number)
    ]
    return replace(of, students=tuple(students))


async def test_the_picture_shows_everybody_in_colours_and_signs(database: Database) -> None:
    it = await glance_desk(database)
    found: Overview = await database.run.read(overview.look, it.course, now=NOW)
    for number, pages, tall in ((1, 1, 600), (9, 1, 900), (120, 3, 2000)):
        sheets = heat_map.draw(it.course, crowd(found, number), NOW)
        assert len(sheets.files) == pages
        for file in sheets.files:
            with Image.open(io.BytesIO(file.content)) as image:
                assert image.format == "PNG"
                assert 900 <= image.width <= 2000
                assert 300 <= image.height <= tall
                colours = {colour for _, colour in image.convert("RGB").getcolors(1000) or ()}
            near = {state for state, look in LOOKS.items() if any(_alike(look.ground, one) for one in colours)}
            assert near == set(LOOKS), "of every state at least the key"
            assert any(_alike(GROUND, one) for one in colours)
            assert len(file.content) < 300_000
    unwritable = {name.split()[0] for _, name in sheets.unwritable}
    assert unwritable == {"李小龙", "مريم", "🦊🦊"}
    assert "Ada Lovelace" in sheets.files[0].title


def _alike(written: str, colour: tuple[int, ...]) -> bool:
    wanted = (int(written[at : at + 2], 16) for at in (1, 3, 5))
    return all(abs(one - other) <= 6 for one, other in zip(wanted, colour, strict=True))
