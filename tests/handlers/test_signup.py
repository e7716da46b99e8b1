"""What each person sees of the seats: their own, the next ones, all of them, and those that their words mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversation.plain import plain
from bot.course.signups import Mode
from bot.services import seating
from bot.services.courses import Shelved
from handlers.plain_words import BOARD as WHO
from handlers.plain_words import DROP, READ, SIGNUP, sense
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
    four = "Neutral Presenter, Advocate, Critic and Backup/Scribe"
    assert board.startswith("All seats\nYou have 0 of 3 seats that you need.\nSign-up opens Wed 26 Jan, 9:00 AM PST.\n")
    assert f"Consensus · Mon 31 Jan, 1:00 PM PST · {four}\n" in board
    assert "closed" not in board, "that is said once, at the top"
    assert (await ada.says("signup raft")).startswith(f"Sign-up opens Wed 26 Jan, 9:00 AM PST.\nConsensus · Mon 31 Jan, "
                                                      f"1:00 PM PST · {four}\n")  # fmt: skip
    board = await ada.says("signup board")
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
        return Shelved(running=courses), await database.run.read(who)

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
    await desk.taken("ada", key("raft", "critic"))
    await database.run(seating.take, other, key("rdd", "advocate"), desk.persons["ada"], now=desk.now)
    assert labels(await door.ask("ada", "signup drop")) == [
        "Reading Seminar: Critic for ‘Consensus’, Mon 31 Jan",
        "Systems: Advocate for ‘Big Data’, Mon 7 Feb",
    ]
    assert "give back Critic for Consensus" in plain(await door.ask("ada", "signup drop critic"))


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
    assert "Consensus · Mon 31 Jan, 1:00 PM PST · Neutral Presenter, Advocate, Critic and Backup/Scribe\n" in said
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
        ("who presents next week?", WHO),
        ("who presents on 7 march?", WHO),
        ("Who's presenting tomorrow", WHO),
        ("who is critic on monday", WHO),
        ("who has which seat?", WHO),
        ("what do I present?", SIGNUP),
        ("which paper is presented next week?", READ),
    ],
)
def test_sentences_lead_there(words, verb):
    assert sense(words.split()).verb == verb


async def test_a_sentence_opens_the_page(database):
    desk = await seat_desk(database)
    assert (await desk.window("ada").says("which seats are free?")).startswith("Your seats\n")
    assert await desk.window("ada").says("please drop my seat") == "You have no seat ahead that you could give back."


async def test_a_sentence_is_read_for_the_seats_that_it_names(database):
    desk = await seat_desk(database)
    await desk.taken("bob", key("raft", "critic"))
    ada = desk.window("ada")
    raft = "Consensus · Mon 31 Jan, 1:00 PM PST · free: Neutral Presenter, Advocate and Backup/Scribe · Critic: Bob\n"
    for words in ("who presents next week?", "who presents on 31 january?", "I want to present raft"):
        assert await ada.says(words) == f"{raft}[Neutral Presenter] [Advocate] [Backup/Scribe]\n[All seats]", words
    assert (await ada.says("I would like to be the Critic for zero, please")).startswith("Training · ")
    assert (await ada.says("who is advocate for spanner?")).startswith("Clocks · "), "it asks, and takes nothing"
    assert (await ada.says("I want to be advocate for spanner, sign me up")).startswith(
        "Do you want to be Advocate for "
    )
    assert await ada.says("who presents on 5 march?") == "Nobody presents at “5 march”.\n[All seats]"
    assert (await ada.says("who presents?")).startswith("All seats\n")
    assert (await ada.says("I’d like to present some time")).startswith("Your seats\n")


async def test_a_sentence_or_words_that_fit_no_seat_of_mine_do_not_mean_another_one(database):
    desk = await seat_desk(database)
    await desk.taken("ada", key("zero", "critic"))
    ada = desk.window("ada")
    for verb, does in (("drop", "give back"), ("swap", "swap")):
        for words in ("raft", "7 feb", "advocate", "foo"):
            assert await ada.says(f"signup {verb} {words}") == (
                f"You have no seat like “{words}”. Which of your seats do you want to {does}?\n"
                "[Critic for ‘Training’, Mon 14 Feb]"
            )
    assert (await ada.says("I can't present on Wednesday")).startswith("You have no seat like “wednesday”. Which")
    for words in ("I can't present on 14 feb", "I cannot present, my grandmother died", "signup drop zero"):
        assert (await ada.says(words)).startswith("Do you want to give back Critic for Training, "), words
    await desk.taken("ada", key("rdd", "neutral"))
    assert (await ada.says("signup drop neutral")).startswith("Do you want to give back Neutral Presenter for Big Data")
    assert labels((await ada.says("signup drop raft"), ada.reply)[1]) == [
        "Neutral Presenter for ‘Big Data’, Mon 7 Feb",
        "Critic for ‘Training’, Mon 14 Feb",
    ]


async def test_who_takes_no_seats_reads_what_one_is_and_why_there_is_no_button(database):
    desk = await seat_desk(database)
    shown = (
        "Consensus · Mon 31 Jan, 1:00 PM PST · free: Critic\n"
        "Critic: Argues against accepting the paper: gaps, doubts, missing comparisons.\n"
    )
    give = "/course assign gives one to somebody."
    assert await desk.window("tess").says("signup critic raft") == (
        f"{shown}You are staff, so you take no seats yourself: {give}\n[All seats]"
    )
    assert await desk.window("aud").says("signup critic raft") == (
        f"{shown}You are here to listen: seats are for students. If you would like to present, ask the staff.\n[All seats]"
    )


async def test_help_with_sign_up_is_what_it_can_do(database):
    desk = await seat_desk(database)
    said = await desk.window("ada").says("signup help")
    assert said.startswith("Signing up to present: your seats, and those that are free\n• /signup")
    assert "/signup drop" in said
    assert "/readings" not in said


async def test_per_paper_the_reason_is_the_paper(database):
    desk = await seat_desk(database, small(per="paper"))
    await desk.taken("ada", key("serving", "critic", paper="orca"))
    said = await desk.window("ada").says("signup advocate orca")
    assert "is not open to you: you are Critic for ‘Orca’.\n" in said


async def test_who_waits_already_reads_the_place_and_can_stop(database):
    desk = await seat_desk(database, small(waiting_list="yes"))
    await desk.taken("bob", key("raft", "critic"))
    ada = desk.window("ada")
    assert "[Wait for it]" in await ada.says("signup critic raft")
    await ada.presses("Wait for it")
    said = await ada.says("signup critic raft")
    assert (
        "You wait for Critic for Consensus, Mon 31 Jan, 1:00 PM PST. You are first in line.\n[Stop waiting]\n" in said
    )
    assert "[Wait for it]" not in said
    assert "You are first in line." in await ada.says("signup wait")


async def test_what_closed_at_midnight_was_open_the_day_before_and_is_not_waited_for(database):
    desk = await seat_desk(database, small(closes="2022-02-01", waiting_list="yes"))
    await desk.taken("bob", key("dst", "critic"))
    desk.now = la(2, 9, month=2)
    ada = desk.window("ada")
    assert "is not open to you: closed after Tue 1 Feb." in await ada.says("signup advocate clocks")
    assert "[Wait for it]" not in await ada.says("signup critic clocks")
