"""Staff give seats and take them back: read, done, said back whole, and taken back; rules are broken only by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.reply import Action, Reply
from bot.services import waiting
from bot.store import audit, people
from bot.store.database import Connection, Database
from tests.support.asking import labels
from tests.support.seat_desk import CHANNEL, SeatDesk, key, la, seat_desk, seat_room, small
from tests.support.staffroom import Person, button

CRITIC, NEUTRAL = key("rdd", "critic"), key("rdd", "neutral")
AT = "Mon 7 Feb, 1:00 PM PST"


@pytest.fixture
async def desk(database: Database) -> SeatDesk:
    return await seat_desk(database)


async def broken(desk: SeatDesk) -> dict[str, list[str]]:
    """Of who holds a seat against a rule: which."""
    held = (await desk.signups()).held.values()
    return {desk.name(one.person): list(one.broken) for one in held if one.broken}


# --- giving ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "ada critic rdd",
        "<@ada> critic 7 feb",
        "<@ada|ada>, critic on 7 february",
        "critic 7 feb <@ada>",
        "critic 7 feb @ada",
        "critic @ada 7 feb",
        "critic big data ada",
        "rdd critic Ada",
        "Ada crtic big data",
        "@ada rdd critic",
    ],
)
async def test_what_is_clear_is_done_at_once(desk: SeatDesk, words: str) -> None:
    tess = desk.window("tess")
    assert await tess.says(f"course assign {words}") == (
        f"Ada is signed up as Critic for Big Data, {AT}.\nThat makes 1 of 3 seats for Ada.\n"
        "Ada hears of it from me in a direct message.\n[Undo]"
    )
    assert await desk.held() == {CRITIC: "ada"}
    assert await tess.presses("Undo") == (
        f"Ada is off: Critic for Big Data, {AT}.\nAda hears of it from me in a direct message.\n[Undo]"
    )
    assert (await tess.presses("Undo")).startswith("Ada is signed up as Critic")
    assert [(change, seat) for change, seat, _ in await desk.history()] == [
        ("assigned", CRITIC),
        ("unassigned", CRITIC),
        ("assigned", CRITIC),
    ]


async def test_who_presses_twice_is_told_that_it_is_so_already(desk: SeatDesk) -> None:
    tess = desk.window("tess")
    await tess.says("course assign ada critic rdd")
    assert await tess.says("course assign ada critic rdd") == (
        f"Ada has that seat already: Critic for Big Data, {AT}.\n[Take them off]"
    )
    assert (await tess.presses("Take them off")).startswith("Ada is off")
    assert await tess.says("course unassign ada critic rdd") == (
        "Ada has no seat that could be taken back.\nLike this: /course unassign Ada backup/scribe 14 mar"
    )
    assert len(await desk.history()) == 2


async def test_a_broken_rule_is_named_and_needs_a_reason_which_is_kept(desk: SeatDesk) -> None:
    await desk.taken("ada", key("zero", "critic"))
    tess = desk.window("tess")
    assert await tess.says("course assign ada critic rdd because of the strike") == (
        "That would break a rule: Ada was already Critic on Mon 14 Feb.\n"
        f"Ada would be Critic for Big Data, {AT}.\n"
        "A second time as Critic does not count towards the minimum, for which roles have to be different.\n"
        "Nothing is changed yet. If you assign it anyway, the reason is the one that you gave.\n[Assign anyway …]"
    )
    assert "anyway, say why." in await tess.says("course assign ada critic rdd")
    await tess.says("course assign ada critic rdd because of the strike")
    await tess.presses("Assign anyway")
    assert tess.page == {"why": "of the strike"}
    assert await tess.sends(why="  ") == "Say why in a few words: it is noted beside the seat."
    assert await desk.held() == {key("zero", "critic"): "ada"}
    assert await tess.sends(why="everybody else is ill") == (
        f"Ada is signed up as Critic for Big Data, {AT}.\n"
        "It breaks a rule: Ada was already Critic on Mon 14 Feb. Noted, for staff only: “everybody else is ill”.\n"
        "A second time as Critic does not count towards the minimum, for which roles have to be different. "
        "Ada has 1 of 3 seats as before.\nAda hears of it from me in a direct message.\n[Undo]"
    )
    assert await broken(desk) == {"ada": ["same_role"]}
    (entry,) = [one for one in await desk.database.run.read(audit.entries, "seminar") if one.action == "seat_assigned"]
    assert (entry.details["broken"], entry.details["reason"]) == (["same_role"], "everybody else is ill")
    assert entry.person == desk.persons["tess"]


@pytest.mark.parametrize(
    ("rules", "holds", "said"),
    [
        ("{at_least: 1}", NEUTRAL, "Ada is Neutral Presenter on Mon 7 Feb, for the same class."),
        ("{at_most_per_week: 1, once_per_paper: no}", NEUTRAL, "and one seat a week is the most."),
        ("{at_most_per_term: 1}", key("zero", "critic"), "Ada has one seat already, the most in a term."),
    ],
)
async def test_each_rule_has_its_own_words(database: Database, rules: str, holds: object, said: str) -> None:
    desk = await seat_desk(database, small(rules=rules))
    await desk.assigned("ada", holds)  # type: ignore[arg-type]
    assert said in await desk.window("tess").says("course assign ada critic rdd")


async def test_a_taken_seat_says_by_whom_and_can_be_given_to_another(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    tess = desk.window("tess")
    assert await tess.says("course assign bob critic rdd") == (
        f"Ada has that seat: Critic for Big Data, {AT}.\n"
        "Nothing is changed yet. Replacing takes Ada off, and signs Bob up.\n[Replace Ada]"
    )
    said = await tess.presses("Replace Ada")
    assert said.startswith(f"Bob is signed up as Critic for Big Data, {AT}, in place of Ada.\n")
    assert "Bob and Ada hear of it from me" in said
    assert await desk.held() == {CRITIC: "bob"}
    assert (await tess.presses("Undo")).startswith("Ada is signed up")
    assert await desk.held() == {CRITIC: "ada"}


async def test_nobody_is_taken_off_where_the_other_may_not_have_it_or_it_changed_hands_since(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", NEUTRAL)
    tess = desk.window("tess")
    await tess.says("course assign bob critic rdd")
    old = tess.reply
    assert "Bob is Neutral Presenter on Mon 7 Feb, for the same class." in await tess.presses("Replace Ada")
    assert await desk.held() == {CRITIC: "ada", NEUTRAL: "bob"}
    await tess.presses("Assign anyway")
    assert ", in place of Ada." in await tess.sends(why="Ada moved")
    assert await broken(desk) == {"bob": ["same_paper"]}
    await desk.window("tess").says("course unassign bob critic")
    await desk.taken("cem", CRITIC)
    tess.reply = old
    assert (await tess.presses("Replace Ada")).startswith("Cem has that seat")
    assert (await desk.held())[CRITIC] == "cem"


@pytest.mark.parametrize(
    ("words", "said", "buttons"),
    [
        ("ada", "Which seat do you mean?", 8),
        ("ada critic zero", "Which seat do you mean by “critic zero”?", 2),
        ("ada ctiric clocks", "No seat is quite like “ctiric clocks”. Did you mean:", 1),
        ("ada tomatoes", "No seat is like “tomatoes”.", 0),
        ("ada critic break", "‘Spring Break’ has no such seat.", 0),
        ("xaver critic rdd", "I find nobody for “xaver”.", 0),
        ("insa critic rdd", "Whom do you mean by “insa”?", 1),
    ],
)
async def test_what_is_not_clear_is_asked(desk: SeatDesk, words: str, said: str, buttons: int) -> None:
    tess = desk.window("tess")
    assert (await tess.says(f"course assign {words}")).startswith(said)
    assert len(labels(tess.reply)) == buttons
    assert not await desk.held()
    if buttons:
        await tess.presses(labels(tess.reply)[0])
        assert list((await desk.held()).values()) == ["ines" if "insa" in words else "ada"]


async def test_of_seats_beside_each_other_a_free_one_is_given(database: Database) -> None:
    desk = await seat_desk(database, small(preset="", roles="[{id: critic, title: Critic, seats: 2}]", rules=""))
    tess = desk.window("tess")
    for who in ("ada", "bob", "cem"):
        await tess.says(f"course assign {who} critic rdd")
    assert await desk.held() == {CRITIC: "ada", key("rdd", "critic", 2): "bob"}
    assert labels(tess.reply) == ["Replace Ada"]


async def test_the_form_asks_for_who_and_which(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    tess = desk.window("tess")
    await tess.says("course assign")
    assert tess.form is not None
    who, seat, _ = tess.form.inputs
    assert who.options[0] == (f"#{desk.persons['ada']}", "Ada")  # type: ignore[union-attr]
    assert seat.hint.startswith("For example")
    assert (await tess.sends(who="", seat="critic")).splitlines()[0].startswith("I cannot tell who that is.")
    assert (await tess.sends(who=who.options[1][0], seat="critic")).startswith("I cannot tell which seat that is.")  # type: ignore[union-attr]
    assert (await tess.sends(seat="critic 14 feb", why="she asked")).startswith(
        "Bob is signed up as Critic for Training"
    )
    assert "Noted as the reason, for staff only: “she asked”." in str(tess.reply)


async def test_near_the_end_the_form_is_a_menu_of_the_free_seats(desk: SeatDesk) -> None:
    desk.now = la(1, month=3)
    tess = desk.window("tess")
    await tess.says("course assign")
    assert tess.form is not None
    seat = tess.form.inputs[1]
    assert seat.options[0][1] == "Neutral Presenter for ‘Clocks’, Mon 14 Mar"  # type: ignore[union-attr]
    assert (await tess.sends(who=f"#{desk.persons['ada']}", seat=seat.options[0][0])).startswith("Ada is signed up")  # type: ignore[union-attr]


async def test_auditors_and_staff_may_have_a_seat_but_guests_and_classes_that_have_begun_may_not(
    desk: SeatDesk,
) -> None:
    tess = desk.window("tess")
    assert "That makes" not in await tess.says("course assign aud critic rdd")
    assert await desk.held() == {CRITIC: "aud"}
    assert await tess.says("course assign gus neutral rdd") == "They are not in the course, so they cannot have a seat."
    desk.now = la(7, 13, month=2)
    late = desk.window("tess")
    for words in ("assign ada neutral rdd", "unassign aud"):
        assert await late.says(f"course {words}") == "Class has begun. Say who presented there:\n[Seats of Big Data]"
    assert "Critic: Aud" in await late.presses("Seats of Big Data"), "it leads to what is to be said there"


# --- taking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["ada", "ada critic", "critic rdd", "<@ada> 7 feb", "critic 7 feb"])
async def test_a_seat_is_taken_back_at_once_while_there_is_time(desk: SeatDesk, words: str) -> None:
    await desk.taken("ada", CRITIC)
    assert (await desk.window("tess").says(f"course unassign {words}")).startswith("Ada is off: Critic for Big Data")
    assert not await desk.held()


async def test_of_several_seats_it_is_asked_which(desk: SeatDesk) -> None:
    tess = desk.window("tess")
    assert (await tess.says("course unassign")).startswith("Nobody has a seat that could be taken back.")
    assert (await tess.says("course unassign critic zero")).startswith(
        "Nobody has a seat like “critic zero”.\nLike this"
    )
    assert (await tess.says("course unassign critic rdd")).startswith("Nobody has a seat like “critic rdd”.\nLike this")
    await desk.taken("ada", CRITIC, key("zero", "neutral"))
    await desk.taken("bob", NEUTRAL)
    assert (await tess.says("course unassign")).startswith("Whose seat, and which?")
    assert labels(tess.reply)[0] == "Bob: Neutral Presenter for ‘Big Data’, Mon 7 Feb"
    assert (await tess.says("course unassign ada")).startswith("Which seat do you mean?")
    assert labels(tess.reply) == ["Critic for ‘Big Data’, Mon 7 Feb", "Neutral Presenter for ‘Training’, Mon 14 Feb"]
    await tess.presses("Critic")
    assert sorted((await desk.held()).values()) == ["ada", "bob"]


async def test_near_class_staff_choose_whether_somebody_is_found(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", NEUTRAL)
    desk.now = la(6, 13, month=2)
    tess = desk.window("tess")
    assert (await tess.says("course unassign ada")).startswith("Take Ada off? Critic for Big Data")
    assert labels(tess.reply) == ["Take off, find somebody", "Only take off"]
    old = tess.reply
    assert len(await desk.held()) == 2
    said = await tess.presses("Take off, find somebody")
    assert said.startswith("Ada is off: Critic for Big Data")
    assert "Nobody is asked yet" in said, "nobody has said that the roster is right"
    panel = await tess.says("course signups")
    assert "Being covered\n• Critic for Big Data, Mon 7 Feb, 1:00 PM PST: nobody is asked yet" in panel
    tess.reply = old
    assert (await tess.presses("Only take off")).startswith("Nobody has that seat (any more)")
    await tess.says("course unassign bob")
    assert (await tess.presses("Only take off")).startswith("Bob is off")


async def test_a_button_names_whom_it_takes_off(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    tess = desk.window("tess")
    await tess.says("course assign ada critic rdd")
    await desk.drops("ada", CRITIC)
    await desk.taken("bob", CRITIC)
    assert await tess.presses("Take them off") == "Bob has that seat now, so nobody was taken off."
    assert await desk.held() == {CRITIC: "bob"}


async def test_who_waits_for_it_has_it(database: Database) -> None:
    desk = await seat_desk(database, small(waiting_list="yes"))
    await desk.taken("ada", CRITIC)
    await desk.database.run(waiting.wait, desk.course, CRITIC, desk.persons["bob"], now=desk.now)
    said = await desk.window("tess").says("course unassign ada")
    assert "It went to the first who waited for it." in said
    assert await desk.held() == {CRITIC: "bob"}


# --- who hears what -------------------------------------------------------------------------------------------------


async def test_the_person_is_told_with_a_calendar_entry_and_nothing_is_said_in_the_channel(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        tess = Person(it.room, "Tess")
        typed = replace(tess._inbound(text="course assign ada critic rdd because Bob is ill"), channel=CHANNEL)
        said = await it.room.app.answer(typed)
        assert isinstance(said, Reply)
        assert said.private
        await it.ticks(it.desk.now)
        (told,) = it.texts("ada")
        assert told == (
            "Staff signed you up as Critic for Big Data, Mon 7 Feb, 1:00 PM PST.\n"
            "Argues against accepting the paper: gaps, doubts, missing comparisons.\n"
            "If it does not suit you: Swap offers it for another one, Drop gives it up.\n[Drop] [Swap] [My seats]"
        )
        (file,) = it.room.channels.posts["ada"][0][2].files
        assert (file.name, b"BEGIN:VEVENT" in file.content) == ("critic-big-data.ics", True)
        await tess.says("course unassign ada")
        await it.ticks(it.desk.now)
        assert it.texts("ada")[1] == (
            "Staff took you off Critic for Big Data, Mon 7 Feb, 1:00 PM PST. You need not present it.\n"
            "If you put the calendar file into your calendar, please delete what it added.\n[My seats]"
        )
        assert not any("Bob is ill" in one or "Ada" in one for one in it.texts(CHANNEL))


async def test_who_is_replaced_hears_of_it_too(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", CRITIC)
        tess = Person(it.room, "Tess")
        await tess.says("course assign bob critic rdd")
        await tess.presses(button(tess.reply, "Replace Ada"))
        await it.ticks(it.desk.now)
        assert it.texts("ada")[-1].startswith("Staff took you off Critic for Big Data")
        assert it.texts("bob")[-1].startswith("Staff signed you up as Critic for Big Data")


async def test_a_button_never_names_somebody_of_another_course(desk: SeatDesk) -> None:
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", NEUTRAL)

    def enter(connection: Connection) -> int:
        return people.ensure_account(
            connection, platform="slack", workspace="T1", user_id="zyz", name="Zyzzyva", now=desk.now
        )

    stranger = await desk.database.run(enter)
    tess, holder = desk.window("tess"), desk.persons["ada"]
    for how in ("", f"r{holder}", f"ar{holder}"):
        action = Action("assignit", "seminar", (str(stranger), *CRITIC[:3], "1", how))
        values = {"why": "x"} if how.startswith("a") else None
        said = tess.heard(await tess.door.answer("tess", action, values=values))
        assert said == "They are not in the course, so they cannot have a seat."
    action = Action("unassign", "seminar", ("=", str(stranger), *CRITIC[:3], "1", "s"))
    assert "Zyzzyva" not in tess.heard(await tess.door.answer("tess", action))
    assert (await desk.held())[CRITIC] == "ada"


async def test_only_staff_may_and_of_what_people_type_nothing_is_obeyed(desk: SeatDesk) -> None:
    ada = desk.window("ada")
    for words in ("assign ada critic rdd", "unassign bob", "signups"):
        assert (await ada.says(f"course {words}")).startswith("Sorry, only staff")
    assert not await desk.held()

    def rename(connection: Connection) -> None:
        people.rename(connection, desk.persons["ada"], "*Ada* <!channel>")

    await desk.database.run(rename)
    assert "*Ada* <!channel> is signed up" in await desk.window("ines").says("course assign <@ada> critic rdd")


async def test_more_seats_than_are_needed_are_said_to_be(database: Database) -> None:
    desk = await seat_desk(database, small(rules="{at_least: 1}"))
    tess = desk.window("tess")
    assert "That makes 1 of 1 seat for Ada." in await tess.says("course assign ada critic rdd")
    assert "Ada has 2 seats now; 1 is needed." in await tess.says("course assign ada critic dst")
