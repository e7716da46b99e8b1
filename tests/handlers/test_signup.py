"""What each person sees of the seats: their own, the next ones, all of them, and those that their words mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.course.signups import Mode
from bot.services import seating
from handlers.plain_words import DROP, SIGNUP, sense
from handlers.signup_board import PAGE
from tests.support.asking import labels
from tests.support.seat_desk import DAY, enrol, key, la, seat_desk, small

FIRST_FREE = """\
Your seats
You have 0 of 3 seats that you need. All roles are open to you.
The next ones that are open to you:
Consensus · Mon 31 Jan, 1:00 PM PST · all free
[Neutral Presenter] [Advocate] [Critic] [Backup/Scribe]
Big Data · Mon 7 Feb, 1:00 PM PST · all free
[Neutral Presenter] [Advocate] [Critic] [Backup/Scribe]
Training · Mon 14 Feb, 1:00 PM PST · free: Neutral Presenter, Advocate and Backup/Scribe · Critic: Bob
[Neutral Presenter] [Advocate] [Backup/Scribe]
Serving · Wed 16 Feb, 1:00 PM PST · all free
[Neutral Presenter] [Advocate] [Critic] [Backup/Scribe]
[All seats]"""


BOARD = """\
Consensus · Mon 31 Jan, 1:00 PM PST · free: Neutral Presenter, Advocate and Backup/Scribe · Critic: Bob
[Neutral Presenter] [Advocate] [Backup/Scribe]
Big Data · Mon 7 Feb, 1:00 PM PST · free: {three} · closed: Critic (you were already Critic)
[Neutral Presenter] [Advocate] [Backup/Scribe]
Training · Mon 14 Feb, 1:00 PM PST · Critic: you · closed: the rest (you are Critic on Mon 14 Feb)
Serving · Wed 16 Feb, 1:00 PM PST · closed: {three} (you are Critic on Mon 14 Feb, and one seat a week is the most) · \
closed: Critic (you were already Critic)
Hardware · Mon 21 Feb, 1:00 PM PST · free: {three} · closed: Critic (you were already Critic)
[Neutral Presenter] [Advocate] [Backup/Scribe]
Clocks · Mon 14 Mar, 1:00 PM PDT · free: {three} · closed: Critic (you were already Critic)
[Neutral Presenter] [Advocate] [Backup/Scribe]
Agents · no date yet · closed: all (the class has no date yet)
[My seats]""".format(three="Neutral Presenter, Advocate and Backup/Scribe")


async def test_who_has_none_sees_the_next_few_and_who_has_the_others(database):
    desk = await seat_desk(database)
    await desk.taken("bob", key("zero", "critic"))
    assert await desk.window("ada").says("signup") == FIRST_FREE
    assert desk.window("ada").reply.private


async def test_my_seats_how_many_i_owe_and_what_is_open(database):
    desk = await seat_desk(database)
    await desk.taken("ada", key("raft", "critic"), key("zero", "neutral"))
    desk.now = la(31, 17) + DAY
    said = await desk.window("ada").says("signup")
    assert said.startswith(
        "Your seats\n"
        "Neutral Presenter for Training, Mon 14 Feb, 1:00 PM PST\n[Drop] [Swap] [Calendar file]\n"
        "Presented: Critic for Consensus, Mon 31 Jan, 1:00 PM PST\n"
        "You have 2 of 3 seats that you need: 1 presented, 1 ahead. Open to you: Advocate, Backup/Scribe. "
        "You were already Neutral Presenter and Critic.\n"
        "The next ones that are open to you:\nBig Data · Mon 7 Feb, 1:00 PM PST · free: Advocate and Backup/Scribe\n"
    )
    assert "Training ·" not in said, "a class of which I have a seat is none for another one"


async def test_what_staff_marked_is_said_to_that_person_alone(database):
    desk = await seat_desk(database)
    await desk.taken("ada", key("raft", "critic"))
    await desk.taken("bob", key("raft", "advocate"))
    desk.now = la(31, 17)
    await desk.marked(key("raft", "critic"), "no_show")
    await desk.marked(key("raft", "advocate"), "stood_in", stand_in="cem")
    said = await desk.window("ada").says("signup")
    assert "Missed, so it does not count: Critic for Consensus" in said
    assert "You have 0 of 3 seats" in said
    assert "Somebody stood in for you: Advocate for Consensus" in await desk.window("bob").says("signup")
    assert "You stood in: Advocate for Consensus" in await desk.window("cem").says("signup")
    dee = desk.window("dee")
    await dee.says("signup board")
    raft = (await dee.presses("Earlier")).splitlines()[2] if "Earlier" in labels(dee.reply) else ""
    board = await dee.says("signup consensus")
    for seen in (raft, board):
        assert "issed" not in seen
        assert "Bob" not in seen
    assert board.splitlines()[0] == (
        "Consensus · Mon 31 Jan, 1:00 PM PST · Advocate: Cem · Critic: Ada · Neutral Presenter: nobody · "
        "Backup/Scribe: nobody"
    )


async def test_who_has_all_is_offered_few_more(database):
    desk = await seat_desk(database, small(rules="{at_least: 1, distinct_roles: yes}"))
    await desk.taken("ada", key("raft", "critic"))
    said = await desk.window("ada").says("signup")
    assert "You have all the seats that you need, 1 of 1.\nIf you would like another one:\nBig Data" in said
    assert "Serving" not in said


async def test_before_it_opens_everybody_reads_when(database):
    desk = await seat_desk(database, small(opens="2022-01-26 09:00"), opened=False)
    ada = desk.window("ada")
    said = await ada.says("signup")
    assert said == (
        "Your seats\nYou have 0 of 3 seats that you need.\nSign-up opens Wed 26 Jan, 9:00 AM PST.\n[All seats]"
    )
    board = await ada.presses("All seats")
    assert "Consensus · Mon 31 Jan, 1:00 PM PST · closed: all (opens Wed 26 Jan, 9:00 AM PST)" in board
    assert labels(ada.reply) == ["My seats"]


async def test_the_board_shows_every_seat_closed_ones_with_the_reason(database):
    desk = await seat_desk(database, small(rules="{at_least: 3, distinct_roles: yes, at_most_per_week: 1}"))
    await desk.taken("ada", key("zero", "critic"))
    await desk.taken("bob", key("raft", "critic"))
    assert (await desk.window("ada").says("signup board")).partition("\n")[2].partition("\n")[2] == BOARD


MANY = "sessions:\n" + "".join(
    f"  - {{id: c{n}, title: Class {n}, date: {la(1, 13) + timedelta(days=7 * n):%Y-%m-%d}, "
    f"readings: [{{id: p{n}, title: Paper {n}, tier: required}}]}}\n"
    for n in range(1, 21)
)


async def test_the_board_turns_and_begins_with_what_is_not_over(database):
    desk = await seat_desk(database, small(MANY), now=la(20, 12))
    ada = desk.window("ada")
    said = await ada.says("signup board")
    assert "Class 2 " not in said
    assert said.count("Class ") == PAGE
    assert "Class 3 ·" in said
    assert f"3 to {2 + PAGE} of 20" in said
    later = await ada.presses("Later")
    assert f"Class {3 + PAGE} ·" in later
    assert "Class 19 ·" in await ada.presses("Later")
    assert "Later" not in labels(ada.reply)
    await ada.says("signup board")
    assert "Class 1 · Sat 8 Jan" in await ada.presses("Earlier")


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of any database meanwhile."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


async def test_the_names_of_a_page_are_looked_up_at_once_and_no_others(database):
    desk = await seat_desk(database, small(MANY), now=la(20, 12))
    for number, who in enumerate(("bob", "cem", "dee", "eli"), 3):
        await desk.taken(who, key(f"c{number}", "critic"), key(f"c{number + 1}", "advocate"))
    await desk.taken("fay", key("c20", "critic"))
    with statements() as asked:
        said = await desk.window("ada").says("signup board")
    assert "Critic: Bob" in said
    names = [one for one in asked if one.startswith("SELECT person.id, person.name \n")]
    assert len(names) == 1
    assert names[0].count("?") == 4, "Fay’s seat stands on another page"


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("critic clocks", "Do you want to be Critic for Clocks?\nWhen: Mon 14 Mar, 1:00 PM PDT"),
        ("advcate big dta", "Do you want to be Advocate for Big Data?"),
        ("14 feb", "Training · Mon 14 Feb, 1:00 PM PST · free: Neutral"),
        (
            "critic training",
            "Critic for Training, Mon 14 Feb, 1:00 PM PST is not open to you: Bob has it.\nOpen to you",
        ),
        ("xyzzy", "No seat is like “xyzzy”. Try a role, words of a title, a date or week 3.\n[All seats]"),
        ("spring break", "“Spring Break” has no such seat."),
    ],
)
async def test_words_find_seats(database, words, seen):
    desk = await seat_desk(database)
    await desk.taken("bob", key("zero", "critic"))
    assert (await desk.window("ada").says(f"signup {words}")).startswith(seen)
    assert (await desk.window("ada").says(f"signup board {words}")).startswith(seen)


async def test_who_takes_no_seats_sees_the_board_and_how_it_is(database):
    desk = await seat_desk(database)
    await desk.taken("bob", key("zero", "critic"))
    tess = desk.window("tess")
    said = await tess.says("signup")
    assert said.startswith(
        "All seats\nYou are staff, so you take no seats yourself. /course signups shows how far everybody is.\n"
    )
    assert "Critic: Bob" in said
    assert labels(tess.reply) == []
    said = await desk.window("aud").says("signup")
    assert "You are here to listen: seats are for students." in said
    await desk.assigned("aud", key("raft", "critic"))
    said = await desk.window("aud").says("signup")
    assert said.startswith("Your seats\nCritic for Consensus, Mon 31 Jan, 1:00 PM PST\n[Drop]")
    assert (await desk.window("aud").says("signup drop")).startswith("Do you want to give back Critic for Consensus")
    assert await desk.window("gus").says("signup") == "Sorry, only members of Reading Seminar can do that."
    assert await desk.window("nobody").says("signup board") == "Sorry, only members of Reading Seminar can do that."


async def test_nobody_reads_who_still_owes_a_seat(database):
    desk = await seat_desk(database)
    await desk.taken("bob", key("zero", "critic"))
    for words in ("signup", "signup board", "signup zero", "signup critic"):
        for who in ("ada", "aud", "tess"):
            said = await desk.window(who).says(words)
            assert not any(name in said for name in ("Cem", "Dee", "Eli", "Fay")), (who, words)


async def test_courses_are_told_apart_and_those_without_seats_are_left_out(database):
    desk = await seat_desk(database)
    other = replace(small(), id="systems", title="Systems")
    bare = replace(small(), id="bare", title="Bare", presenting=replace(small().presenting, roles=()), sessions=())
    for course in (other, bare):
        await database.run(enrol, course, ("ada",), desk.now)
    await database.run(seating.open_signup, other, now=desk.now, by=None)
    door = desk.door()
    courses = (desk.course, other, bare)

    async def in_force(who):
        return courses, await database.run.read(who)

    door.dispatcher._courses = in_force
    said = await door.ask("ada", "signup")
    text = "\n".join(map(str, said.blocks))
    assert "Reading Seminar: your seats" in text
    assert "Systems: your seats" in text
    assert "Bare" not in text
    assert {button.action.course for block in said.blocks for button in getattr(block, "buttons", ())} == {
        "seminar",
        "systems",
    }


async def test_a_course_in_which_nobody_presents_says_so(database):
    desk = await seat_desk(database, replace(small(), presenting=replace(small().presenting, roles=())))
    for words in ("signup", "signup board", "signup drop", "signup prefer", "signup critic"):
        said = await desk.window("ada").says(words)
        assert said.startswith("Nobody signs up to present in Reading Seminar"), words


async def test_of_a_paper_each_has_its_own_line(database):
    desk = await seat_desk(database, small(per="paper"))
    said = await desk.window("ada").says("signup 16 feb")
    assert "Orca (Serving) · Wed 16 Feb, 1:00 PM PST · all free" in said
    assert "ZeRO (Serving) · Wed 16 Feb, 1:00 PM PST · all free" in said


async def test_where_seats_are_given_by_preference_none_is_offered(database):
    desk = await seat_desk(database, small(mode="preferences"))
    ada = desk.window("ada")
    said = await ada.says("signup board")
    assert "Nobody has to be first here" in said
    assert "Consensus · Mon 31 Jan, 1:00 PM PST · closed: all (given by preference)" in said
    assert labels(ada.reply) == ["Say what I would like", "My seats"]
    said = await ada.says("signup critic training")
    assert said.startswith("Seats are given out by preference here, so nobody takes one by themselves yet.\n[Say what")
    assert (await desk.signups()).opening.mode is Mode.PREFERENCES


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("sign up", SIGNUP),
        ("I want to present", SIGNUP),
        ("present", SIGNUP),
        ("which seats are free?", SIGNUP),
        ("any slots left", SIGNUP),
        ("what is my role?", SIGNUP),
        ("drop my seat", DROP),
        ("I'd like to give my seat back", DROP),
        ("I can’t present on Monday", DROP),
    ],
)
def test_sentences_lead_there(words, verb):
    assert sense(words.split()).verb == verb


async def test_a_sentence_opens_the_page(database):
    desk = await seat_desk(database)
    assert (await desk.window("ada").says("which seats are free?")).startswith("Your seats\n")
    assert await desk.window("ada").says("please drop my seat") == "You have no seat ahead that you could give back."
