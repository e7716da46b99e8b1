"""Taking a seat and giving one back: one question, one answer, and what it says where it is not to be had any more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, time, timedelta

import icalendar
import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.services import roster
from handlers.signup_lines import DROP, DROP_IT, SEAT, SIT
from tests.support.asking import buttons, labels
from tests.support.courses import review
from tests.support.seat_desk import DAY, HOUR, key, la, seat_desk, small

CRITIC = key("zero", "critic")
ASKED = """\
Do you want to be Critic for Training?
When: Mon 14 Feb, 1:00 PM PST
Where: Soda 405
Duties: Argues against accepting the paper: gaps, doubts, missing comparisons.
Paper: ZeRO
With you: Bob (Advocate)
[Take it] [Other seats]
If your plans change, please give it back before Sat 12 Feb, 1:00 PM PST."""


def owing(course):
    """The same, with a review due at the beginning of the class on training."""
    at = {one.id: replace(one, review=review(one, (one.first.day, one.starts_at.astimezone(course.timezone).time())))
          for one in course.sessions if one.id in ("raft", "zero")}  # fmt: skip
    return replace(course, sessions=tuple(at.get(one.id, one) for one in course.sessions))


async def test_one_choice_and_one_confirmation_with_a_file_for_the_calendar(database):
    desk = await seat_desk(database, owing(small()))
    await desk.taken("bob", key("zero", "advocate"))
    ada = desk.window("ada")
    await ada.says("signup 14 feb")
    assert await ada.presses("Critic") == ASKED
    assert CRITIC not in await desk.held(), "asking takes nothing"
    assert await ada.presses("Take it") == (
        "You are Critic for Training, Mon 14 Feb, 1:00 PM PST, in Soda 405.\n"
        "That makes 1 of 3. Still open to you: Neutral Presenter, Advocate, Backup/Scribe.\n"
        "You owe no review for that class, because you present. I will remind you 7 days and 2 days before.\n"
        "[Drop] [Swap] [More seats]"
    )
    assert (await desk.held())[CRITIC] == "ada"
    (file,) = ada.reply.files
    (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
    assert event["DTSTART"].dt == la(14, 13, month=2)
    assert ada.reply.private


async def test_reminders_that_are_over_are_not_promised_and_no_excuse_where_the_course_gives_none(database):
    of = owing(small())
    desk = await seat_desk(database, replace(of, presenting=replace(of.presenting, excused_from_review=False)))
    said = await desk.window("ada").says("signup critic consensus")
    assert said.startswith("Do you want")
    ada = desk.window("ada")
    await ada.says("signup critic consensus")
    said = await ada.presses("Take it")
    assert "I will remind you 2 days before." in said
    assert "review" not in said


async def test_shortly_before_class_one_is_asked_to_be_sure(database):
    desk = await seat_desk(database, now=la(31, 9))
    said = await desk.window("ada").says("signup critic consensus")
    assert said.endswith("Class is near, so please take it only if you can really come.")


async def test_the_last_seat_that_is_needed_is_said_to_be(database):
    desk = await seat_desk(database, small(rules="{at_least: 1, distinct_roles: yes}"))
    ada = desk.window("ada")
    await ada.says("signup critic training")
    assert "That makes 1 of 1: you need no more. Well done!" in await ada.presses("Take it")
    await ada.says("signup advocate clocks")
    said = await ada.presses("Take it")
    assert "You have 2 seats now; 1 is needed.\n" in said
    assert "Well done" not in said
    assert "You have 2 seats; 1 is needed.\n" in await ada.says("signup")


async def test_who_presses_twice_has_it_once(database):
    desk = await seat_desk(database)
    ada = desk.window("ada")
    await ada.says("signup critic training")
    first = ada.reply
    assert (await ada.presses("Take it")).startswith("You are Critic for Training")
    ada.reply = first
    again = await ada.presses("Take it")
    assert again.startswith("You have it already: you are Critic for Training, Mon 14 Feb, 1:00 PM PST, in Soda 405.\n")
    assert len(await desk.history()) == 1
    asked = await desk.door().answer("ada", Action(SEAT, "seminar", (*map(str, CRITIC), "20220214")))
    assert plain(asked).startswith("That seat is yours already: Critic for Training")


async def test_of_many_who_press_at_once_one_has_it_and_the_others_are_offered_another(database):
    desk = await seat_desk(database)
    door = desk.door()
    action = Action(SIT, "seminar", (*map(str, CRITIC), "20220214"))
    answers = await asyncio.gather(*(door.answer(who, action) for who in desk.persons if who not in ("tess", "ines")))
    said = [plain(one) for one in answers]
    assert sum(one.startswith("You are Critic") for one in said) == 1
    winner = (await desk.held())[CRITIC].title()
    losers = [
        one for one in said if f"is not open to you: {winner} was first.\nOpen to you instead:\nTraining ·" in one
    ]
    assert len(losers) == 5
    assert "[Neutral Presenter] [Advocate] [Backup/Scribe]" in losers[0]


@pytest.mark.parametrize(
    ("mine", "wanted", "reason"),
    [
        (("raft", "critic"), ("zero", "critic"), "you were already Critic"),
        (("zero", "advocate"), ("zero", "critic"), "you are Advocate on Mon 14 Feb"),
        (
            ("serving", "advocate"),
            ("zero", "critic"),
            "you are Advocate on Wed 16 Feb, and one seat a week is the most",
        ),
        (("raft", "advocate"), ("agents", "critic"), "the class has no date yet"),
    ],
)
async def test_a_refusal_says_which_rule_and_what_is_open(database, mine, wanted, reason):
    desk = await seat_desk(database, small(rules="{at_least: 3, distinct_roles: yes, at_most_per_week: 1}"))
    await desk.taken("ada", key(*mine))
    for verb in (SEAT, SIT):
        said = await desk.door().answer("ada", Action(verb, "seminar", tuple(map(str, key(*wanted)))))
        assert f" is not open to you: {reason}.\nOpen to you instead:\n" in plain(said)
        assert labels(said)[-1] == "All seats"
    assert list(await desk.held()) == [key(*mine)]


async def test_a_month_old_button_says_that_class_has_begun(database):
    desk = await seat_desk(database)
    ada = desk.window("ada")
    await ada.says("signup board")
    old = next(one for one in buttons(ada.reply) if one.label == "Critic")
    desk.now = la(1, 12, month=3)
    said = await desk.door().answer("ada", old.action)
    assert plain(said).startswith("Critic for Consensus, Mon 31 Jan, 1:00 PM PST is not open to you: class has begun.")
    assert "Clocks · Mon 14 Mar" in plain(said)


async def test_a_class_that_moved_is_asked_about_again_with_its_day_of_now(database):
    desk = await seat_desk(database)
    ada = desk.window("ada")
    await ada.says("signup critic training")
    take = next(one for one in buttons(ada.reply) if one.label == "Take it")
    moved = small().sessions[2]
    day = replace(moved.first, day=moved.first.day + 2 * DAY, starts_at=moved.first.starts_at + 2 * DAY)
    desk.course = replace(desk.course, sessions=tuple(
        replace(one, meetings=(day,)) if one.id == "zero" else one for one in desk.course.sessions
    ))  # fmt: skip
    for verb in (SEAT, SIT):
        said = await desk.door().answer("ada", replace(take.action, verb=verb))
        assert plain(said).startswith(
            "This class has moved: it was on Mon 14 Feb.\nDo you want to be Critic for Training?\nWhen: Wed 16 Feb"
        )
        assert not await desk.held(), "who agreed to a day did not agree to another one"
    agreed = next(one for one in buttons(said) if one.label == "Take it")
    assert plain(await desk.door().answer("ada", agreed.action)).startswith("You are Critic for Training, Wed 16 Feb")


async def test_a_seat_that_vanished_says_so_and_offers_others(database):
    desk = await seat_desk(database)
    desk.course = replace(desk.course, sessions=tuple(one for one in desk.course.sessions if one.id != "zero"))
    for verb in (SEAT, SIT):
        said = plain(await desk.door().answer("ada", Action(verb, "seminar", (*map(str, CRITIC), "20220214"))))
        assert said.startswith(
            "The schedule has no such seat any more: the class was cancelled or changed.\nOpen to you instead:\nConsensus"
        )


async def test_only_students_take_seats(database):
    desk = await seat_desk(database)
    for who in ("tess", "ines", "aud"):
        for verb in (SEAT, SIT):
            said = plain(await desk.door().answer(who, Action(verb, "seminar", tuple(map(str, CRITIC)))))
            assert (
                said
                == "Seats are for the students of the course. If you would like to present, staff can give you one."
            )
    assert not await desk.held()


@pytest.mark.parametrize(
    "arguments", [(), ("zero",), ("zero", "", "critic", "x"), ("zero", "", "critic", "1", "2022-02")]
)
async def test_a_button_of_any_other_kind_does_no_harm(database, arguments):
    desk = await seat_desk(database)
    for verb in (SEAT, SIT, DROP, DROP_IT):
        said = await desk.door().answer("ada", Action(verb, "seminar", arguments))
        assert "went wrong" not in plain(said), verb


async def test_the_calendar_file_of_one_and_of_all(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC, key("raft", "advocate"))
    ada = desk.window("ada")
    await ada.says("signup")
    assert await ada.presses("Calendar file") == "Here it is. Open it, and your calendar takes it in."
    assert [file.name for file in ada.reply.files] == ["advocate-consensus.ics"]
    said = await desk.door().answer("ada", Action("seatics", "seminar"))
    assert len(icalendar.Calendar.from_ical(said.files[0].content).walk("VEVENT")) == 2
    assert plain(await desk.door().answer("bob", Action("seatics", "seminar"))) == "You have no seat ahead."


# --- giving one back ------------------------------------------------------------------------------------------------


async def test_in_time_it_is_free_at_once_and_offered(database):
    desk = await seat_desk(database, owing(small()))
    await database.run(roster.confirm, course=desk.course, now=desk.now, by=None)
    await desk.taken("ada", CRITIC, key("raft", "advocate"))
    ada = desk.window("ada")
    assert await ada.says("signup drop") == (
        "Which of your seats do you want to give back?\n"
        "[Advocate for ‘Consensus’, Mon 31 Jan] [Critic for ‘Training’, Mon 14 Feb]"
    )
    assert await ada.presses("Critic") == (
        "Do you want to give back Critic for Training, Mon 14 Feb, 1:00 PM PST?\n"
        "It is free at once, and I offer it to others who may take it.\n"
        "You then owe the review for that class, due Mon 14 Feb, 1:00 PM PST: only who presents is excused from it.\n"
        "[Give it back] [Swap it instead] [Keep it]"
    )
    assert CRITIC in await desk.held()
    confirmation = ada.reply
    assert await ada.presses("Give it back") == (
        "You gave back Critic for Training, Mon 14 Feb, 1:00 PM PST. I have offered it to others who may take it.\n"
        "You owe the review of Training now, due Mon 14 Feb, 1:00 PM PST: /review\n"
        "You have 1 of 3 seats now.\n[My seats]"
    )
    assert CRITIC not in await desk.held()
    ada.reply = confirmation
    assert await ada.presses("Give it back") == "That seat is not yours any more."


async def test_words_say_which_and_one_alone_needs_none(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC, key("raft", "advocate"))
    ada = desk.window("ada")
    assert (await ada.says("signup drop consensus")).startswith("Do you want to give back Advocate for Consensus")
    await desk.drops("ada", CRITIC)
    assert (await ada.says("signup drop")).startswith("Do you want to give back Advocate for Consensus")


async def test_late_it_says_that_the_backup_is_asked_and_staff_are_told(database):
    desk = await seat_desk(database)
    await database.run(roster.confirm, course=desk.course, now=desk.now, by=None)
    await desk.taken("ada", key("raft", "critic"))
    await desk.taken("bob", key("raft", "backup"))
    desk.now = la(30, 13)
    ada = desk.window("ada")
    said = await ada.says("signup drop")
    assert "Class is in 1 d, so this is late. I ask the backup to step in, and tell the staff at once." in said
    assert "review" not in said, "none is asked for in this course"
    desk.now = la(31, 9)
    assert "The backup will have to step in." in await desk.window("ada").says("signup drop")
    await desk.drops("bob", key("raft", "backup"))
    said = await desk.window("ada").says("signup drop")
    assert "No backup can step in, so I ask everybody who may take it, without your name, and tell the staff." in said
    desk.now = la(31, 13) + HOUR
    assert await desk.window("ada").says("signup drop") == "You have no seat ahead that you could give back."
    old = Action(DROP_IT, "seminar", tuple(map(str, key("raft", "critic"))))
    assert plain(await desk.door().answer("ada", old)).startswith("Class has begun")


async def test_what_came_of_it_late_is_said_too(database):
    desk = await seat_desk(database, now=la(28, 9))
    await database.run(roster.confirm, course=desk.course, now=desk.now, by=None)
    await desk.taken("ada", key("raft", "critic"))
    await desk.taken("bob", key("raft", "backup"))
    desk.now = la(31, 9)
    ada = desk.window("ada")
    await ada.says("signup drop")
    said = await ada.presses("Give it back")
    assert said.startswith("You gave back Critic for Consensus, Mon 31 Jan, 1:00 PM PST.")
    assert "the staff know." in said
    assert key("raft", "critic") not in await desk.held() or (await desk.held())[key("raft", "critic")] == "bob"


async def test_where_there_are_waiting_lists_a_taken_seat_can_be_waited_for(database):
    desk = await seat_desk(database, small(waiting_list="yes"))
    await desk.taken("bob", CRITIC)
    ada = desk.window("ada")
    said = await ada.says("signup critic training")
    assert said.startswith(
        "Critic for Training, Mon 14 Feb, 1:00 PM PST is not open to you: Bob has it.\n[Wait for it]"
    )
    assert (await ada.presses("Wait for it")).startswith("You wait for Critic for Training, Mon 14 Feb")
    assert "You wait for Critic for Training" in await ada.says("signup")
    bob = desk.window("bob")
    await bob.says("signup drop")
    assert (await desk.window("bob").says("signup drop")).splitlines()[
        1
    ] == "Somebody waits for it, so it goes to them at once."
    assert "Somebody who waited for it has it now." in await bob.presses("Give it back")
    assert (await desk.held())[CRITIC] == "ada"


async def test_where_presenting_excuses_nobody_giving_a_seat_back_changes_nothing_about_the_review(database):
    of = owing(small())
    desk = await seat_desk(database, replace(of, presenting=replace(of.presenting, excused_from_review=False)))
    await desk.taken("ada", CRITIC)
    assert "review" not in await desk.window("ada").says("signup drop")


def closed_at_once(session):
    asked = session.review
    if asked is None or asked.due is None:
        return session
    return replace(session, review=replace(asked, grace=timedelta(0), late_until=None, closes_at=asked.due.until))


def due_a_day_before(course):
    """The review of the class on training is due the day before it, and a day of lateness is taken."""
    late = {one.id: replace(one, review=review(one, (date(2022, 2, 13), time(23, 59))))
            for one in course.sessions if one.id == "zero"}  # fmt: skip
    return replace(course, sessions=tuple(late.get(one.id, one) for one in course.sessions))


async def test_after_the_reviews_deadline_the_drop_says_that_it_is_owed_late_and_what_can_be_done(database):
    of = due_a_day_before(small())
    desk = await seat_desk(database, of)
    await desk.taken("ada", CRITIC)
    desk.now = la(14, 9, month=2)
    ada = desk.window("ada")
    said = await ada.says("signup drop")
    assert (
        "The review of Training was due Sun 13 Feb, 11:59 PM PST. You would owe it, late: it is still taken until Mon "
        "14 Feb, 11:59 PM PST. Only who presents is excused from it."
    ) in said
    said = await ada.presses("Give it back")
    assert "You owe it, late: it is still taken until Mon 14 Feb, 11:59 PM PST." in said
    assert "[Write] [I can’t make this]" in said
    assert "/review" not in said


async def test_where_the_review_is_closed_the_drop_says_that_it_counts_as_missed(database):
    of = due_a_day_before(small())
    of = replace(of, sessions=tuple(closed_at_once(one) for one in of.sessions))
    desk = await seat_desk(database, of)
    await desk.taken("ada", CRITIC)
    desk.now = la(14, 9, month=2)
    ada = desk.window("ada")
    assert "The review of Training closed Sun 13 Feb, 11:59 PM PST: it would count as missed." in await ada.says(
        "signup drop"
    )
    said = await ada.presses("Give it back")
    assert "it counts as missed.\n[I can’t make this]" in said


async def test_in_time_with_nobody_to_offer_it_to_it_does_not_say_that_it_was(database):
    desk = await seat_desk(database, students=("ada",))
    await database.run(roster.confirm, course=desk.course, now=desk.now, by=None)
    await desk.taken("ada", CRITIC)
    ada = desk.window("ada")
    assert "It is free at once. As things are nobody else may take it." in await ada.says("signup drop")
    assert "so I have offered it to nobody." in await ada.presses("Give it back")


async def test_what_waits_for_the_roster_is_not_said_to_have_been_offered(database):
    desk = await seat_desk(database)
    await desk.taken("ada", CRITIC)
    ada = desk.window("ada")
    await ada.says("signup drop")
    assert "I offer it to others who may take it, as soon as I may write to them." in await ada.presses("Give it back")
