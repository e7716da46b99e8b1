"""What stands in the channels about seats: the board, the preflight and the class that begins, as people read and press
them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action, Buttons, Reply
from bot.course.model import Course
from bot.course.notice import Facts, Notice, NoticeKind
from bot.course.schedule import parse
from bot.course.signups import Mode, seats
from bot.platforms.console import parting as on_console
from bot.platforms.slack import parting as on_slack
from bot.services import class_start, preflight, seat_board
from bot.store import covers
from bot.store import seats as stored
from bot.store.database import Connection, Database
from bot.store.seats import Gain, gain, set_filled
from handlers.announcements import compose
from tests.support.seat_desk import (
    CHANNEL,
    DAY,
    MINUTE,
    STAFF,
    START,
    SeatDesk,
    key,
    la,
    seat_desk,
    seat_room,
    small,
    text,
)
from tests.support.staffroom import Person, button

LOOK_UPS = {
    NoticeKind.BOARD: seat_board.particulars,
    NoticeKind.DAY_OF: seat_board.of_day,
    NoticeKind.PREFLIGHT: preflight.particulars,
    NoticeKind.CLASS_START: class_start.particulars,
}


async def said(desk: SeatDesk, kind: NoticeKind, item: str = "board") -> Reply:
    """What the post of that kind would say now."""
    notice = Notice(course="seminar", kind=kind, item=item, occurrence="", due_at=desk.now, stale_after=desk.now + DAY)
    row = _Row(notice, item)

    def look_up(connection: Connection) -> object:
        return LOOK_UPS[kind](connection, desk.course, row, desk.now)  # type: ignore[arg-type] - it reads the key alone

    known = await desk.database.run.read(look_up)
    assert isinstance(known, dict)
    return compose(notice, Facts(course=desk.course, now=desk.now, details=known))


class _Row:
    def __init__(self, notice: Notice, item: str) -> None:
        self.notice, self.sent_at = notice, None
        self.key = type("Key", (), {"item": item})()


def shown(reply: Reply) -> str:
    return plain(reply)


def many(number: int, *, papers: int = 1, per: str = "session", script: str = "Systems for Machine Learning") -> Course:
    """A class on each of so many days, with long titles and names of papers as a page may have them."""
    lines = ["sessions:"]
    for count in range(number):
        day = (START + (7 + count) * DAY).date()
        readings = ", ".join(
            f"{{id: paper-{count}-{one}, title: 'A rather long title of paper {one} of {script} {count}', tier: required}}"
            for one in range(papers)
        )
        lines.append(
            f"  - {{id: a-class-of-number-{count:04}, title: '{script}, Part {count}', date: {day}, "
            f"readings: [{readings}], presenting: yes}}"
        )
    return small("\n".join(lines) + "\n", per=per)


# --- the board ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per", "script", "least"),
    [
        ("session", "Systems for Machine Learning", 15),
        ("paper", "Systems", 6),
        ("paper", "機械学習のためのシステム", 3),
    ],
)
async def test_one_message_holds_the_board_on_every_platform_and_says_how_many_classes_more(
    database: Database, per: str, script: str, least: int
) -> None:
    desk = await seat_desk(database, many(60, papers=3, per=per, script=script))

    def everybody(connection: Connection) -> None:
        for seat in seats(desk.course):
            person = desk.persons["ada"]
            gain(connection, "seminar", Gain(key=seat.key, person=person, how="assigned", at=START))

    for full in (False, True):
        if full:
            await desk.database.run(everybody)
        board = await said(desk, NoticeKind.BOARD)
        words = shown(board)
        assert [len(parts(board)) for parts in (on_slack.parts, on_console.parts)] == [1, 1]
        titles = [line for line in words.splitlines() if "Part " in line]
        left = 60 - len(titles)
        assert f"… and {left} more classes: /signup board" in words
        assert len(titles) >= least
        assert words.endswith("I keep this message up to date.")


async def test_it_says_how_to_get_a_seat_as_long_as_one_is_free(database: Database) -> None:
    desk = await seat_desk(
        database, small("sessions:\n  - {id: raft, title: Consensus, date: 2022-01-31, presenting: yes}\n")
    )
    words = shown(await said(desk, NoticeKind.BOARD))
    assert words.splitlines()[1:3] == [
        "4 seats are free; everyone takes 3, in different roles. Take one with the button, or with /signup.",
        "Mon 31 Jan, 1:00 PM PST: Consensus, all free",
    ]
    assert "[Sign up]" in words
    assert "… and" not in words
    for who, role in zip(("ada", "bob", "cem"), ("critic", "advocate", "neutral"), strict=True):
        await desk.taken(who, key("raft", role))
    assert "1 of 4 seats is free; " in shown(await said(desk, NoticeKind.BOARD))
    await desk.taken("dee", key("raft", "backup"))
    assert "All seats are taken." in shown(await said(desk, NoticeKind.BOARD))


async def test_seats_of_several_papers_stand_paper_by_paper(database: Database) -> None:
    desk = await seat_desk(database, small(per="paper"))
    await desk.taken("ada", key("serving", "critic", paper="orca"))
    words = shown(await said(desk, NoticeKind.BOARD))
    assert "• Orca: Critic: Ada · free: Neutral Presenter, Advocate, Backup/Scribe" in words
    assert "• ZeRO: all free" in words
    assert "No date yet: Agents. Their seats can be taken once they have one." in words


async def test_where_seats_go_by_preference_it_says_how_to_tell_them_until_they_are_given_away(
    database: Database,
) -> None:
    desk = await seat_desk(database, small(mode=Mode.PREFERENCES.value))
    words = shown(await said(desk, NoticeKind.BOARD))
    assert "Seats are given by preference, not to who comes first." in words
    assert "/signup prefer" in words
    assert "[Tell my preferences]" in words
    assert "[Sign up]" not in words
    desk.now = la(31, 13)
    assert "Until staff give them out, tell me which you would like" in words
    lines = shown(await said(desk, NoticeKind.BOARD)).splitlines()
    assert [one.rpartition(", ")[2] for one in lines[3:5]] == ["all empty", "all free"], "the first class has begun"
    desk.now = START
    await desk.database.run(set_filled, "seminar", START)
    words = shown(await said(desk, NoticeKind.BOARD))
    assert "24 of 28 seats are free; " in words
    assert "[Sign up]" in words


async def test_it_shows_what_the_database_holds_and_nobody_who_only_owes(database: Database) -> None:
    desk = await seat_desk(database)
    for who, seat in (("ada", key("rdd", "critic")), ("bob", key("zero", "advocate")), ("cem", key("rdd", "neutral"))):
        await desk.taken(who, seat)
    words = shown(await said(desk, NoticeKind.BOARD))
    names = {"Ada": "Critic", "Bob": "Advocate", "Cem": "Neutral Presenter"}
    assert all(words.count(f"{role}: {name}") == 1 for name, role in names.items())
    assert not any(name.title() in words for name in ("dee", "eli", "fay", "tess"))
    await desk.drops("ada", key("rdd", "critic"))
    assert "Ada" not in shown(await said(desk, NoticeKind.BOARD))


async def test_a_seat_that_was_given_up_after_sign_up_closed_is_free_on_it(database: Database) -> None:
    one = "sessions:\n  - {id: raft, title: Consensus, date: 2022-01-31, presenting: yes}\n"
    desk = await seat_desk(database, small(one, closes="2022-01-27"))
    await desk.taken("ada", key("raft", "critic"))
    await desk.taken("bob", key("raft", "advocate"))
    desk.now = la(28)
    assert "Sign-up is closed." in shown(await said(desk, NoticeKind.BOARD))
    await desk.drops("ada", key("raft", "critic"))
    words = shown(await said(desk, NoticeKind.BOARD))
    assert "1 of 4 seats is free; " in words
    assert "Advocate: Bob · free: Critic · empty: Neutral Presenter, Backup/Scribe" in words


async def test_the_post_of_the_day_names_who_presents_where_anybody_has_signed_up(database: Database) -> None:
    desk = await seat_desk(database)
    desk.now = la(31, 9)
    assert "Presenting" not in shown(await said(desk, NoticeKind.DAY_OF, "raft"))
    desk.now = START
    await desk.taken("ada", key("raft", "critic"))
    desk.now = la(31, 9)
    assert shown(await said(desk, NoticeKind.DAY_OF, "raft")).splitlines()[1] == (
        "Presenting: Critic: Ada · free: Neutral Presenter, Advocate, Backup/Scribe"
    )


async def test_the_post_of_a_day_with_several_papers_names_who_presents_which(
    database_url: str, tmp_path: Path
) -> None:
    schedule = text(per="paper").replace("day_of: off, ", "")
    async with seat_room(database_url, tmp_path, schedule=schedule) as it:
        await it.desk.taken("ada", key("serving", "critic", paper="orca"))
        await it.ticks(la(16, 9, month=2))
        (words,) = (one for one in it.texts(CHANNEL) if one.startswith("Today"))
        assert "Presenting\n• Orca: Critic: Ada · free: Neutral Presenter, Advocate, Backup/Scribe\n• " in words


async def test_staff_post_it_anew_with_a_button_and_pressing_twice_posts_once(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.ticks(START + MINUTE)
        it.room.channels.posts[CHANNEL].clear()
        tess = Person(it.room, "Tess")
        await tess.says("course signups")
        asked = await tess.presses(button(tess.reply, "Post the board anew …"))
        assert asked.startswith("I post the board again at the end of #seminar")
        again = button(tess.reply, "Post it anew")
        assert await tess.presses(again) == "The board comes anew in #seminar."
        assert await tess.presses(again) == "That is done already."
        await it.ticks(START + 2 * MINUTE, START + 3 * MINUTE)
        assert len(it.texts(CHANNEL)) == 1


# --- two days before ------------------------------------------------------------------------------------------------


LINKED = text().replace("title: Raft,", "title: Raft, url: 'https://example.org/raft',")


async def test_where_nothing_is_wrong_it_is_one_line(database: Database) -> None:
    desk = await seat_desk(database, _course(LINKED))
    for who, role in zip(("ada", "bob", "cem", "dee"), ("neutral", "advocate", "critic", "backup"), strict=True):
        await desk.taken(who, key("raft", role))
    desk.now = la(29, 13)
    assert shown(await said(desk, NoticeKind.PREFLIGHT, "raft")) == (
        "All set: Consensus, in 2 days, Mon 31 Jan, 1:00 PM PST. "
        "Neutral Presenter: Ada · Advocate: Bob · Critic: Cem · Backup/Scribe: Dee."
    )


async def test_it_names_what_lacks_and_has_buttons_for_it(database: Database) -> None:
    desk = await seat_desk(database, small(also="reviews: {owe: each required, form: short, due: at class start}\n"))
    await desk.taken("ada", key("raft", "neutral"))
    await desk.taken("bob", key("raft", "backup"))
    desk.now = la(29, 13)

    def sought(connection: Connection) -> None:
        made = covers.add(connection, "seminar", key("raft", "critic"), dropped_by=desk.persons["cem"], now=desk.now)
        cover = covers.get(connection, made)
        assert cover is not None
        covers.move(connection, cover, asked=desk.persons["bob"], asked_at=desk.now, ask_until=la(29, 15))

    await desk.database.run(sought)
    reply = await said(desk, NoticeKind.PREFLIGHT, "raft")
    assert shown(reply) == "\n".join(
        [
            "Before class: Consensus, in 2 days, Mon 31 Jan, 1:00 PM PST",
            "• 1 empty seat: Advocate",
            "• Being covered: Critic, Bob is asked, until Sat 29 Jan, 3:00 PM PST",
            "• No link: ‘Raft’",
            "• Presenting: Neutral Presenter: Ada · Backup/Scribe: Bob",
            "No reviews are in yet.",
            "[Assign: Advocate] [Propose a fill]",
        ]
    )
    assert button(reply, "Assign: Advocate").arguments == ("raft", "", "advocate", "1")


@pytest.mark.parametrize(
    ("state", "words", "buttons"),
    [("asking", "nobody is asked yet", 3), ("calling", "everybody who may was asked", 2)],
)
async def test_it_does_not_say_that_anybody_was_asked_of_a_seat_before_somebody_was(
    database: Database, state: str, words: str, buttons: int
) -> None:
    desk = await seat_desk(database)
    await desk.taken("ada", key("raft", "neutral"))
    desk.now = la(29, 13)

    def sought(connection: Connection) -> None:
        made = covers.add(connection, "seminar", key("raft", "critic"), dropped_by=desk.persons["cem"], now=desk.now)
        cover = covers.get(connection, made)
        assert cover is not None
        covers.move(connection, cover, state=state)

    await desk.database.run(sought)
    said_then = shown(await said(desk, NoticeKind.PREFLIGHT, "raft"))
    assert f"• Being covered: Critic, {words}" in said_then
    assert said_then.count("[Assign: ") == buttons


def _course(schedule: str) -> Course:
    return parse(schedule, "schedule.yaml").course


async def test_both_come_once_at_their_hour_and_anew_only_where_the_class_has_moved_far(
    database_url: str, tmp_path: Path
) -> None:
    def told(kind: str) -> list[str]:
        return [one for one in it.texts(STAFF) if one.startswith(kind)]

    async with seat_room(database_url, tmp_path) as it:
        await it.ticks(la(29, 12, 59))
        assert told("Before class") == []
        assert it.room.app.seats.next([await it.course()], la(29, 12, 59)) == la(29, 13)
        await it.ticks(la(29, 13), la(29, 14), la(30, 14))
        assert len(told("Before class")) == 1
        await it.edit(text().replace("date: 2022-01-31,", "date: 2022-01-31, start: 15:00, end: 17:00,", 1))
        await it.ticks(la(30, 15), la(30, 16))
        assert len(told("Before class")) == 1, "two hours later is the same class"
        await it.ticks(la(31, 13))
        assert told("Today") == []
        await it.ticks(la(31, 15), la(31, 15, 30), la(31, 18))
        assert len(told("Today")) == 1
        await it.edit(text().replace("date: 2022-01-31,", "date: 2022-02-03,", 1))
        await it.ticks(la(1, 13, month=2), la(1, 14, month=2), la(3, 13, month=2), la(3, 14, month=2))
        assert (len(told("Before class: Consensus")), len(told("Today: Consensus"))) == (2, 2)


async def test_a_course_in_which_nobody_may_sign_up_hears_of_neither(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path, opened=False) as it:
        await it.ticks(la(29, 13), la(31, 13), la(31, 14))
        assert it.texts(STAFF) == []


# --- class begins ---------------------------------------------------------------------------------------------------


async def test_staff_mark_with_the_buttons_and_the_line_follows(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", key("raft", "critic"))
        await it.desk.taken("bob", key("raft", "advocate"))
        await it.ticks(la(31, 13))
        tess, ines = (Person(it.room, name) for name in ("Tess", "Ines"))

        def stands() -> Reply:
            return next(reply for _, name, reply in it.room.channels.posts[STAFF] if "class-start" in name)

        first = stands()
        assert shown(first).splitlines()[:4] == [
            "Today: Consensus, Mon 31 Jan, 1:00 PM PST",
            "Neutral Presenter: EMPTY",
            "[Stood in: …]",
            "Advocate: Bob",
        ]
        assert "Written down: Bob presented, as Advocate for ‘Consensus’, Mon 31 Jan." in await tess.presses(
            button(first, "Presented")
        )
        asked = await ines.presses(button(first, "No-show"))
        assert asked.startswith("Tess has marked this seat already: Bob presented")
        await ines.presses(button(ines.reply, "Change it to: No-show"))
        await it.ticks(la(31, 13, 1), la(31, 13, 2))
        assert "Advocate: Bob was not there (marked by Ines)" in shown(stands())
        assert it.texts("bob")[-1] == (
            "Staff marked you as not there for Advocate for Consensus, Mon 31 Jan, 1:00 PM PST. "
            "If that is wrong, tell them: they can change it."
        )
        form = await tess.presses(button(stands(), "Stood in: …"))
        assert form.startswith("Who stood in? (1/1)\nNeutral Presenter for ‘Consensus’, Mon 31 Jan.")
        assert "Say who presented" in await tess.fills(who="")
        assert "Written down: Cem presented, as Neutral Presenter" in await tess.fills(who=f"#{it.desk.persons['cem']}")
        page = await tess.says("course marks")
        assert "Neutral Presenter: Cem stood in, the seat was empty (marked by Tess)" in page
        assert "Taken back" in await tess.presses(button(tess.reply, "Take back"))
        assert "Neutral Presenter: EMPTY" in await tess.says("course marks consensus")
        assert "Class begins Mon 7 Feb, 1:00 PM PST; who presented can be said from then on." in await tess.says(
            "course marks big data"
        )
        await it.ticks(la(31, 13, 3), la(31, 13, 4))
        assert len([name for _, name, _ in it.room.channels.posts[STAFF] if "class-start" in name]) == 1
        assert it.texts(CHANNEL)[0].count("\n") > 3, "and nobody else hears of it"
        assert "not there" not in "".join(it.texts(CHANNEL))


async def test_a_day_after_class_the_line_says_what_counts_and_asks_no_more(database_url: str, tmp_path: Path) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", key("raft", "critic"))
        await it.desk.taken("bob", key("raft", "advocate"))
        await it.ticks(la(31, 13))
        tess = Person(it.room, "Tess")

        def stands() -> Reply:
            return next(reply for _, name, reply in it.room.channels.posts[STAFF] if "class-start" in name)

        await tess.presses(button(stands(), "Presented"))
        await it.ticks(la(31, 13, 1), la(1, 15, 59, month=2))
        assert "[Presented] [No-show]" in shown(stands())
        settled = la(1, 16, month=2)
        assert it.room.app.seats.next([await it.course()], la(1, 15, 59, month=2)) == settled
        await it.ticks(settled)
        assert shown(stands()).splitlines() == [
            "Consensus, Mon 31 Jan, 1:00 PM PST",
            "• Neutral Presenter: EMPTY",
            "• Advocate: Bob presented (marked by Tess)",
            "• Critic: Ada, counted as presented",
            "• Backup/Scribe: EMPTY",
            "[Change …]",
        ]
        page = await tess.presses(button(stands(), "Change …"))
        assert "Critic: Ada, counted as presented\n[No-show] [Stood in: …]" in page
        assert "counts as having presented" not in page
        await tess.presses(_last(tess.reply, "No-show"))
        await it.ticks(la(1, 16, 1, month=2), la(1, 16, 2, month=2))
        assert "Critic: Ada was not there (marked by Tess)" in shown(stands())


def _last(reply: Reply, label: str) -> Action:
    buttons = [one for block in reply.blocks if isinstance(block, Buttons) for one in block.buttons]
    return [one.action for one in buttons if one.label == label][-1]


async def test_more_seats_than_fit_are_on_further_pages(database_url: str, tmp_path: Path) -> None:
    schedule = text(
        sessions="sessions:\n  - {id: a-class-with-a-long-name, title: Serving, date: 2022-01-31, readings: ["
        + ", ".join(f"{{id: a-paper-of-number-{one:06}, title: Paper {one}, tier: required}}" for one in range(5))
        + "]}\n",
        per="paper",
    )
    async with seat_room(database_url, tmp_path, schedule=schedule) as it:
        names = iter(("ada", "bob", "cem", "dee"))
        for seat in seats(await it.course())[:4]:
            await it.desk.taken(next(names), seat.key)
        await it.ticks(la(31, 13))
        tess = Person(it.room, "Tess")
        post = it.room.channels.posts[STAFF][-1][2]
        assert [len(parts(post)) for parts in (on_slack.parts, on_console.parts)] == [1, 1]
        assert "8 more seats of this class are on the next page." in shown(post)
        second = await tess.presses(button(post, "The other seats"))
        assert [line for line in second.splitlines() if line.startswith("Paper")] == ["Paper 3", "Paper 4"]
        assert len(on_slack.parts(tess.reply)) == 1
        first = await tess.presses(button(tess.reply, "Previous seats"))
        assert "Paper 0" in first
        assert button(post, "Presented").fits
        assert button(tess.reply, "Presented").fits


@pytest.mark.parametrize("press", ["Presented", "No-show"])
async def test_a_button_of_a_seat_that_is_gone_says_so(database_url: str, tmp_path: Path, press: str) -> None:
    async with seat_room(database_url, tmp_path) as it:
        await it.desk.taken("ada", key("raft", "critic"))
        await it.ticks(la(31, 13))
        post = it.room.channels.posts[STAFF][-1][2]
        await it.desk.database.run(_lose, it.desk.persons["ada"], it.desk.now)
        assert "Nobody has that seat." in await Person(it.room, "Tess").presses(button(post, press))
        assert "staff" in await Person(it.room, "Bob").presses(button(post, press)), "and nobody else may"


def _lose(connection: Connection, person: int, now: object) -> None:
    stored.lose(connection, "seminar", key("raft", "critic"), person, "unassigned", at=now)  # type: ignore[arg-type]
