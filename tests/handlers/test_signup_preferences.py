"""What somebody would like to present: a form, its pages, what is kept of it, and what is said where nobody is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation.form import CheckboxesInput, ChoiceInput
from bot.conversation.plain import line_text
from bot.course.seat_preferences import Preference
from bot.store import seat_preferences
from bot.store import seats as stored
from handlers.signup_preferences import PAGE
from tests.support.asking import labels
from tests.support.seat_desk import START, key, la, seat_desk, small

BY_PREFERENCE = {"mode": "preferences"}


async def kept(desk, who="ada"):
    return (await desk.database.run.read(seat_preferences.of_course, "seminar")).get(desk.persons[who])


async def opened(desk, who="ada"):
    ada = desk.window(who)
    await ada.says("signup prefer")
    assert ada.form is not None, ada.reply
    return ada


def fields(form):
    return {one.id: one for one in form.inputs}


@pytest.mark.both_databases(postgresql="torture")
async def test_three_choices_roles_and_days_are_kept_and_said_back(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    ada = await opened(desk)
    inputs = fields(ada.form)
    assert list(inputs) == ["first", "second", "third", "roles", "cannot"]
    assert inputs["first"].options[0] == ("raft/", "Mon 31 Jan · Consensus")
    assert [label for _, label in inputs["roles"].options] == [
        "Neutral Presenter",
        "Advocate",
        "Critic",
        "Backup/Scribe",
    ]
    said = await ada.sends(first="zero/", second="raft/", roles="critic,advocate", cannot="rdd,dst")
    assert said == (
        "Noted. This is what you would like:\n"
        "First choice: Training, Mon 14 Feb\nSecond choice: Consensus, Mon 31 Jan\n"
        "Roles you like: Advocate and Critic\nYou cannot: Mon 7 Feb and Mon 14 Mar\n[Change] [My seats]"
    )
    assert await kept(desk) == Preference(
        sessions=(("zero", ""), ("raft", "")),
        roles=frozenset({"critic", "advocate"}),
        cannot=frozenset({"rdd", "dst"}),
    )
    page = await ada.says("signup")
    assert "First choice: Training, Mon 14 Feb\n" in page
    assert labels(ada.reply) == ["Change what I would like", "All seats"]
    await ada.presses("Change")
    assert {one: fields(ada.form)[one].value for one in ("first", "second", "third", "roles", "cannot")} == {
        "first": "zero/",
        "second": "raft/",
        "third": "-",
        "roles": "advocate,critic",
        "cannot": "rdd,dst",
    }
    await ada.sends(first="-", second="-", roles="", cannot="")
    assert await kept(desk) is None


async def test_a_choice_is_made_once_and_not_of_a_day_on_which_one_cannot(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    ada = await opened(desk)
    assert await ada.sends(first="zero/", second="zero/") == "That is your first choice already."
    said = await ada.sends(second="raft/", cannot="zero")
    assert said == "Mon 14 Feb is your first choice. It can only be one of the two."
    assert await kept(desk) is None
    assert ada.form is not None, "nothing typed is lost"


async def test_what_nobody_could_have_chosen_is_left_out(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    ada = await opened(desk)
    await ada.sends(first="nosuch/", second="zero/", roles="critic,king", cannot="nosuch,rdd")
    assert await kept(desk) == Preference(
        sessions=(("zero", ""),), roles=frozenset({"critic"}), cannot=frozenset({"rdd"})
    )


MANY = "sessions:\n" + "".join(
    f"  - {{id: c{n}, title: Class {n}, date: {la(25, 13) + timedelta(days=n):%Y-%m-%d}, "
    f"readings: [{{id: p{n}, title: Paper {n}, tier: required}}]}}\n"
    for n in range(1, 2 * PAGE + 3)
)


async def test_many_classes_are_asked_in_pages_each_kept_as_it_is_sent(database):
    desk = await seat_desk(database, small(MANY, **BY_PREFERENCE))
    ada = await opened(desk)
    assert ada.form.pages == 3
    for one in ada.form.inputs:
        assert isinstance(one, ChoiceInput | CheckboxesInput)
        assert len(one.options) <= 25
    await ada.sends(first="c1/", second="c2/", roles="critic", cannot="c3")
    assert (ada.form.page, list(fields(ada.form))) == (2, ["first", "second", "third", "cannot"])
    hint = fields(ada.form)["first"].hint
    assert hint == "So far it is Class 1, Wed 26 Jan. Choose here only to change that."
    await ada.sends(first=f"c{PAGE + 1}/", cannot=f"c{PAGE + 2}")
    assert (await kept(desk)).sessions == ((f"c{PAGE + 1}", ""), ("c2", ""))
    said = await ada.sends(third=f"c{2 * PAGE + 1}/")
    assert "Third choice: Class 49, Tue 15 Mar" in said
    assert await kept(desk) == Preference(
        sessions=((f"c{PAGE + 1}", ""), ("c2", ""), (f"c{2 * PAGE + 1}", "")),
        roles=frozenset({"critic"}),
        cannot=frozenset({"c3", f"c{PAGE + 2}"}),
    )


async def test_a_page_of_which_all_is_over_is_left_out_and_the_others_stay_as_they_are(database):
    desk = await seat_desk(database, small(MANY, **BY_PREFERENCE))
    await (await opened(desk)).sends(first="c1/")
    desk.now = la(25, 14) + timedelta(days=PAGE + 1)
    ada = await opened(desk)
    assert (ada.form.page, ada.form.pages, ada.form.action.arguments) == (1, 2, ("1",))
    assert fields(ada.form)["first"].options[0][0] == f"c{PAGE + 2}/"
    assert "roles" in fields(ada.form)


async def test_of_papers_a_choice_is_a_paper(database):
    desk = await seat_desk(database, small(per="paper", **BY_PREFERENCE))
    ada = await opened(desk)
    assert ("serving/orca", "Wed 16 Feb · Orca") in fields(ada.form)["first"].options
    assert len(fields(ada.form)["cannot"].options) == 7, "a day once, however many papers"
    said = await ada.sends(first="serving/orca")
    assert "First choice: Orca, Wed 16 Feb" in said
    assert (await kept(desk)).sessions == (("serving", "orca"),)


async def test_where_who_comes_first_takes_a_seat_it_says_so(database):
    desk = await seat_desk(database)
    ada = desk.window("ada")
    said = await ada.says("signup prefer")
    assert said == "In Reading Seminar a seat goes to whoever takes it first: /signup shows what is free.\n[My seats]"


async def test_before_it_opens_it_says_when(database):
    desk = await seat_desk(database, small(opens="2022-01-26 09:00", **BY_PREFERENCE), opened=False)
    said = await desk.window("ada").says("signup prefer")
    assert said == "Reading Seminar: Sign-up opens Wed 26 Jan, 9:00 AM PST."


async def test_once_the_seats_are_given_out_nothing_is_changed_any_more(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    ada = await opened(desk)
    await ada.sends(first="zero/")
    late = await opened(desk)
    await desk.database.run(stored.set_filled, "seminar", START)
    assert await late.sends(first="raft/") == (
        "Seats are not given out by preference any more, so I have changed nothing."
    )
    assert (await kept(desk)).sessions == (("zero", ""),)
    said = await desk.window("ada").says("signup prefer")
    assert said == (
        "The seats of Reading Seminar were given out by what everybody liked on Tue 25 Jan, 12:00 PM PST. "
        "What is still free goes to whoever takes it first.\nYou had said:\nFirst choice: Training, Mon 14 Feb\n[My seats]"
    )
    assert "[Critic]" in await desk.window("ada").says("signup critic")
    await desk.taken("ada", key("raft", "critic"))


async def test_only_students_are_asked(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    for who in ("tess", "aud"):
        assert (await desk.window(who).says("signup prefer")).startswith("Seats are for the students of the course.")


async def test_what_is_shown_is_private_to_each(database):
    desk = await seat_desk(database, small(**BY_PREFERENCE))
    await (await opened(desk)).sends(first="zero/", cannot="rdd")
    bob = await opened(desk, "bob")
    assert all(not one.value and not one.hint for one in bob.form.inputs)
    assert "Training, Mon 14 Feb" not in await bob.says("signup")
    assert line_text(bob.form.intro).startswith("Answer what matters to you")
