"""What people read when a seat is given up late, offered, swapped or waited for, and what their buttons do then."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.plain import plain
from bot.conversation.reply import Action, Reply
from bot.course.notice import NoticeKind
from bot.course.signups import SeatKey
from bot.services import dropping, roster, seating, swapping
from bot.services.swapping import Wanted
from bot.store import covers
from handlers.seat_offers import wait_button
from tests.support.asking import labels
from tests.support.seat_course import HOUR, MINUTE, START, key, la, small
from tests.support.seat_desk import SeatDesk, SeatRoom, seat_desk, seat_room
from tests.support.seat_said import replies
from tests.support.staffroom import Person, button

CRITIC, BACKUP = key("zero", "critic"), key("zero", "backup")
SUNDAY = la(13, 10, month=2)
CLASS = la(14, 13, month=2)


def said(room: SeatRoom, channel: str, kind: str) -> list[Reply]:
    """The posts of that kind there, as they stand."""
    return [reply for _, at, reply in room.room.channels.posts.get(channel, []) if at.split("/")[2] == kind]


async def presses(room: SeatRoom, who: str, reply: Reply, label: str) -> Reply:
    person = Person(room.room, who.title())
    await person.presses(button(reply, label))
    return person.reply


async def drops(desk: SeatDesk, who: str, seat: SeatKey = CRITIC) -> None:
    await desk.database.run(dropping.drop, desk.course, seat, desk.persons[who], now=desk.now)


async def test_staff_read_each_step_in_one_line_and_the_channel_never_a_name(database_url, tmp_path):
    async with seat_room(database_url, tmp_path) as room:
        desk = room.desk
        await desk.taken("ada", CRITIC)
        await desk.taken("bob", BACKUP)
        await room.ticks(SUNDAY)
        await drops(desk, "ada")
        await room.ticks(SUNDAY)
        (line,) = said(room, "#seminar-staff", "seats")
        assert "Ada gave up Critic for Training" in plain(line)
        assert "I have asked Bob (backup), who has until Sun 13 Feb, 12:00 PM PST" in plain(line)
        assert labels(line) == ["Assign somebody …"]
        (asked,) = said(room, "bob", "backup")
        assert plain(asked).startswith("Can you step in as Critic for Training, Mon 14 Feb, 1:00 PM PST?")
        assert "Ada" not in plain(asked)
        await room.ticks(SUNDAY + 2 * HOUR)
        (call,) = said(room, "#seminar", "cover-call")
        assert plain(call).startswith("A seat is open at short notice: Critic for Training, Mon 14 Feb, 1:00 PM PST.")
        assert not any(name in plain(call) for name in ("Ada", "Bob"))
        (line,) = said(room, "#seminar-staff", "seats")
        assert "• Bob (backup) did not answer.\n• No backup is left. I have asked 4 people directly" in plain(line)
        (asked,) = said(room, "bob", "backup")
        assert "Nobody has it yet." in plain(asked)
        assert labels(asked) == ["Accept", "Pass"]
        asks = await presses(room, "eli", call, "Take it")
        assert labels(asks)[0] == "Take it"
        await presses(room, "eli", asks, "Take it")
        await room.ticks(SUNDAY + 2 * HOUR + MINUTE, SUNDAY + 2 * HOUR + 2 * MINUTE)
        (call,) = said(room, "#seminar", "cover-call")
        assert ("is taken now" in plain(call), labels(call)) == (True, [])
        (line,) = map(plain, said(room, "#seminar-staff", "seats"))
        assert line.endswith("• Eli has the seat now.")
        (gone,) = said(room, "bob", "backup")
        assert plain(gone).startswith("You need not step in: somebody has Critic for Training")
        assert [plain(one) for one in said(room, "bob", "seat")] == [
            "With you now: Eli, as Critic for Training, Mon 14 Feb, 1:00 PM PST. Somebody could not come."
        ]
        assert [plain(one) for one in said(room, "ada", "seat")] == [
            "Eli steps in for you: Critic for Training, Mon 14 Feb, 1:00 PM PST."
        ]
        late = await presses(room, "bob", asked, "Accept")
        assert plain(late).startswith("Somebody has it already")


async def test_six_hours_before_class_staff_get_one_line_that_is_settled_in_place(database_url, tmp_path):
    async with seat_room(database_url, tmp_path) as room:
        desk = room.desk
        await desk.taken("ada", CRITIC)
        await room.ticks(SUNDAY)
        await drops(desk, "ada")
        await room.ticks(SUNDAY, CLASS - 6 * HOUR - MINUTE)
        assert len(said(room, "#seminar-staff", "seats")) == 1
        await room.ticks(CLASS - 6 * HOUR)
        _, empty = said(room, "#seminar-staff", "seats")
        assert plain(empty).startswith(
            "Nobody has stepped in so far: Critic for Training, Mon 14 Feb, 1:00 PM PST. Class is in 6 h. There is no "
            "backup to ask. I have asked 5 people directly, and the channel, without naming anybody."
        )
        assert labels(empty) == ["Assign somebody …"]
        await desk.assigned("dee", CRITIC)
        await room.ticks(CLASS - 5 * HOUR, CLASS - 5 * HOUR + MINUTE)
        first, second = map(plain, said(room, "#seminar-staff", "seats"))
        assert first.endswith("• Dee has the seat now.")
        assert second == "Critic for Training, Mon 14 Feb, 1:00 PM PST: Dee has the seat now."


async def test_what_a_backup_was_asked_says_what_they_answered(database_url, tmp_path):
    async with seat_room(database_url, tmp_path) as room:
        desk = room.desk
        await desk.taken("ada", CRITIC)
        await desk.taken("bob", BACKUP)
        await room.ticks(SUNDAY)
        await drops(desk, "ada")
        await room.ticks(SUNDAY)
        (asked,) = said(room, "bob", "backup")
        assert "Please answer by Sun 13 Feb, 12:00 PM PST. After that I ask everybody who may have it." in plain(asked)
        await presses(room, "bob", asked, "Accept")
        await room.ticks(SUNDAY + MINUTE, SUNDAY + 2 * MINUTE)
        (now,) = said(room, "bob", "backup")
        assert plain(now).startswith("You step in: you are Critic for Training")
        assert "Please answer" not in plain(now)
        out = await presses(room, "bob", asked, "Pass")
        assert plain(out).startswith("It is yours now: Critic for Training")
        assert "Drop" in labels(out)


async def test_staff_read_by_which_rule_a_backup_may_not_have_it_and_can_give_it_all_the_same(database):
    desk = await confirmed(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", BACKUP)
    await desk.assigned("bob", key("dst", "critic"), reason="wanted")
    desk.now = SUNDAY
    await drops(desk, "ada")
    line = next(reply for who, reply in await replies(desk) if who == "#seminar-staff" and "gave up" in plain(reply))
    assert "Bob (backup) may not have it by the rules: Bob was already Critic on Mon 14 Mar." in plain(line)
    assert labels(line) == ["Assign somebody …", "Assign Bob anyway …"]
    tess = desk.window("tess")
    tess.reply = line
    await tess.presses("Assign Bob anyway")
    assert tess.form is not None
    await tess.sends(why="nobody else is here")
    assert (await desk.held())[CRITIC] == "bob"


async def test_who_is_put_in_reads_which_seat_of_theirs_is_free_and_what_the_new_one_asks_for(database):
    desk = await confirmed(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", BACKUP)
    desk.now = CLASS - 5 * HOUR
    await drops(desk, "ada")
    ((_, told),) = await replies(desk, (NoticeKind.BACKUP,))
    assert "Your seat as Backup/Scribe is free now: you need not do both." in plain(told)
    assert "Critic: Argues against accepting the paper" in plain(told)


async def test_in_rehearsal_students_hear_nothing_and_staff_read_why(database_url, tmp_path):
    async with seat_room(database_url, tmp_path, live=False, right=False) as room:
        desk = room.desk
        await desk.taken("ada", CRITIC)
        await room.ticks(SUNDAY)
        await drops(desk, "ada")
        await room.ticks(SUNDAY, SUNDAY + 5 * HOUR, CLASS)
        assert not any(room.texts(where) for where in ("#seminar", "bob", "cem", "dee"))
        (line,) = said(room, "#seminar-staff", "seats")
        assert plain(line).endswith("It was still empty when class began.")


async def confirmed(database, **presenting: str) -> SeatDesk:
    desk = await seat_desk(database, small(**presenting))
    await database.run(roster.confirm, course=desk.course, now=START, by=None)
    return desk


async def test_who_is_put_in_reads_that_they_may_say_no_and_what_they_are_then(database):
    desk = await confirmed(database)
    await desk.taken("ada", CRITIC)
    await desk.taken("bob", BACKUP)
    desk.now = CLASS - 5 * HOUR
    await drops(desk, "ada")
    cover = await database.run.read(covers.of_seat, desk.course.id, CRITIC)
    window = desk.window("bob")
    window.heard(await window.door.answer("bob", Action("steppass", "seminar", (str(cover.id),))))
    assert "You are Backup/Scribe there again. If you cannot come at all, please give that back too." in plain(
        window.reply
    )
    for verb, word in (("steppass", "You have said so already."), ("stepin", "Thank you! You are Critic for Training")):
        window.heard(await window.door.answer("bob", Action(verb, "seminar", (str(cover.id),))))
        assert plain(window.reply).startswith(word)
    assert window.reply.files[0].name.endswith(".ics")
    for wrong in ("", "x", "999"):
        window.heard(await window.door.answer("bob", Action("stepin", "seminar", (wrong,))))
        assert len(plain(window.reply)) < 80, "one sentence"


async def test_a_place_in_the_line_is_told_to_that_person_alone(database):
    desk = await confirmed(database, waiting_list="yes")
    await desk.taken("ada", CRITIC)
    seat = seating.find(desk.course, CRITIC)
    wait = wait_button(desk.course, seat)
    assert wait is not None
    assert wait_button(small(), seat) is None
    window = desk.window("bob")
    for who, place in (("bob", "You are first in line."), ("cem", "1 before you.")):
        window.heard(await window.door.answer(who, wait.action))
        assert place in plain(window.reply)
        assert "Bob" not in plain(window.reply)
    cem = window.another("cem")
    assert "You wait for Critic for Training, Mon 14 Feb, 1:00 PM PST. 1 before you." in await cem.says("signup")
    assert (await cem.presses("Stop waiting")).startswith("You no longer wait for Critic")
    assert "You wait for" not in await cem.says("signup")


async def test_a_swap_is_chosen_in_a_form_and_offered_to_whom_it_fits(database):
    desk = await confirmed(database)
    for who, seat in (("ada", CRITIC), ("bob", key("rdd", "advocate")), ("cem", key("serving", "neutral"))):
        await desk.taken(who, seat)
    ada = desk.window("ada")
    assert (await ada.says("signup swap")).startswith("You would give away Critic for Training")
    options = {one.id: [label for _, label in one.options] for one in ada.form.inputs}
    assert options == {
        "role": ["Any role", "Advocate", "Neutral Presenter"],
        "class": ["Any class", "Mon 7 Feb: Big Data", "Wed 16 Feb: Serving"],
    }
    assert "Nobody has such a seat" in await ada.sends(role="advocate", **{"class": "serving"})
    preview = await ada.sends(role="any", **{"class": "serving"})
    assert "for a seat on Wed 16 Feb." in preview
    assert "I ask one person, who has such a seat" in preview
    assert "to 1 person." in await ada.presses("Offer it")
    assert "You offer Critic for Training, Mon 14 Feb, 1:00 PM PST for a seat on Wed 16 Feb." in await ada.says(
        "signup swap"
    )
    assert (await ada.presses("Withdraw")).startswith("You no longer offer Critic")


async def test_an_offer_of_a_swap_that_is_over_says_how(database):
    desk = await confirmed(database)
    for who, seat in (("ada", CRITIC), ("bob", key("rdd", "advocate")), ("cem", key("serving", "neutral"))):
        await desk.taken(who, seat)
    offer = (swapping.offer, desk.course, CRITIC, desk.persons["ada"])
    made = await database.run(*offer, now=desk.now, wanted=Wanted())

    async def agrees(who: str, own: SeatKey) -> str:
        window = desk.window(who)
        arguments = (str(made.swap.id), own.session, own.paper, own.role, str(own.number))
        return window.heard(await window.door.answer(who, Action("swapok", "seminar", arguments)))

    assert (await agrees("bob", key("rdd", "advocate"))).startswith("Swapped. You are now Critic for Training")
    assert (await agrees("cem", key("serving", "neutral"))).startswith("Ada has swapped with somebody else already")
    assert (await agrees("ada", key("rdd", "advocate"))).startswith("Ada has swapped")
    made = await database.run(
        swapping.offer, desk.course, CRITIC, desk.persons["bob"], now=desk.now, wanted=Wanted(session="serving")
    )
    desk.now += timedelta(minutes=1)
    await drops(desk, "bob")
    assert (await agrees("cem", key("serving", "neutral"))).startswith("Bob does not have that seat any more")
