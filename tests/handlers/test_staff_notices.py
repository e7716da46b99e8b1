"""What staff are told in their channel, and that its buttons work: held and failed posts, edited schedules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, PostRefused
from bot.conversation.reply import Action, Reply
from bot.course.model import CourseRole
from tests.support.asking import labels
from tests.support.seminar import HEAD, TWO_CLASSES
from tests.support.staffroom import Person, Staffroom, button, choose, staffroom

WEDNESDAY = datetime(2022, 1, 26, 18, tzinfo=UTC)
STAFF, COURSE = "#seminar-staff", "#seminar"


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=WEDNESDAY) as opened:
        await opened.tick()
        yield opened


@pytest.fixture
async def ada(room: Staffroom) -> Person:
    """An instructor, who has gone live."""
    person = await room.join("Ada", CourseRole.INSTRUCTOR)
    await person.says("/course go-live")
    await person.presses(button(person.reply, "Go live"))
    await room.tick()
    return person


def last(room: Staffroom, channel: str = STAFF) -> Reply:
    return room.channels.posts[channel][-1][2]


# --- rehearsal ----------------------------------------------------------------------------------------------------


async def test_a_rehearsal_line_says_where_and_when_and_then_what(room: Staffroom) -> None:
    lead, heading, *_ = room.channels.texts(STAFF)[0].splitlines()
    assert lead == "Rehearsal: would post in #seminar as soon as you go live:", "it was due before the first start"
    assert heading == "Coming up in Reading Seminar: week of 31 Jan"
    await room.tick(datetime(2022, 1, 30, 21, tzinfo=UTC))
    assert room.channels.texts(STAFF)[1].startswith("Rehearsal: would post in #seminar on Sun 30 Jan, 1:00 PM PST:")


# --- an edited schedule -------------------------------------------------------------------------------------------


async def test_a_broken_edit_names_the_lines_and_keeps_the_old_version(room: Staffroom, ada: Person) -> None:
    await room.edit(TWO_CLASSES.replace("date: 2022-02-07", "date: 2022-02-31"))
    await room.tick()
    told = plain(last(room))
    assert "The schedule was edited and has a problem." in told
    assert "\n• schedule.yaml:26:11: sessions[1].date: there is no 31 February 2022" in told, "no path of this machine"
    assert "stays in force" in told


async def test_a_good_edit_is_told_in_one_short_line(room: Staffroom, ada: Person) -> None:
    await room.edit(TWO_CLASSES.replace("title: Hardware", "title: Hardware for ML"))
    await room.tick()
    assert plain(last(room)) == "The new schedule is in force (version 2).\n• Hardware for ML was edited"


async def test_another_review_form_is_told_once_with_its_questions(room: Staffroom, ada: Person) -> None:
    fields = "{id: summary, label: Summary}, {id: score, label: Score, kind: scale, options: [Reject, Accept]}"
    mine = TWO_CLASSES.replace("form: short", f"form: {{fields: [{fields}]}}")
    await room.edit(mine)
    await room.tick()
    await room.edit(mine.replace("{id: score, label: Score,", "{id: new, label: Novelty,"))
    await room.tick()
    assert plain(last(room)) == (
        "The new schedule is in force (version 3).\n• The review form changed (questions: + Novelty, − Score); "
        "reviews that are here stay as they were written"
    )
    again = mine.replace("date: 2022-02-07", "date: 2022-02-07\n    review: {form: short}")
    await room.edit(again.replace("date: 2022-01-31", "date: 2022-01-30"))
    await room.tick()
    told = plain(last(room)).splitlines()[1:]
    assert told[0].startswith("• The review form of Big Data Systems changed (questions: + Score, − Novelty)")
    assert told[1].startswith("• The review form of Hardware changed (questions: + ")
    assert told[2].startswith("• Big Data Systems: Mon 31 Jan, 1:00 PM PST → "), "and that it moved"
    assert not any("was edited" in one for one in told)


async def vanish(room: Staffroom) -> Reply:
    """The session that was announced already gets another id, and there are two new ones."""
    await room.tick(datetime(2022, 1, 30, 22, tzinfo=UTC))
    more = (
        "  - {id: first-class, title: Big Data Systems, date: 2022-01-31}\n  - {id: talk, title: T, date: 2022-03-07}\n"
    )
    begin, end = TWO_CLASSES.index("  - id: first"), TWO_CLASSES.index("  - id: second")
    await room.edit(TWO_CLASSES[:begin] + TWO_CLASSES[end:] + more)
    await room.tick()
    return last(room)


async def vanish_both(room: Staffroom) -> Reply:
    """Both sessions were announced already and are gone; one new one is there."""
    await room.tick(datetime(2022, 1, 30, 22, tzinfo=UTC))
    await room.tick(datetime(2022, 2, 6, 22, tzinfo=UTC))
    await room.edit(HEAD + "  - {id: talk, title: A talk, date: 2022-03-07}\n")
    await room.tick()
    return last(room)


async def test_a_vanished_id_can_be_renamed(room: Staffroom, ada: Person) -> None:
    asked = await vanish(room)
    assert "What became of Big Data Systems (first)?" in plain(asked)
    assert "Renamed to: first-class / talk" in plain(asked)
    action = choose(asked, "Renamed to", "first-class")
    assert "The new schedule is in force." in await ada.presses(action)
    assert "settled already" in await ada.presses(action)
    await room.tick()
    before = len(room.channels.texts(COURSE))
    await room.tick(room.now + timedelta(minutes=1))
    assert len(room.channels.texts(COURSE)) == before, "what was said under the old id is not said again"


async def test_a_vanished_id_can_be_removed_or_the_old_version_kept(room: Staffroom, ada: Person) -> None:
    asked = await vanish(room)
    assert "The old version stays." in await ada.presses(button(asked, "Keep the old version"))
    assert "settled already" in await ada.presses(button(asked, "Removed"))


async def test_each_of_several_vanished_ids_is_asked_for(room: Staffroom, ada: Person) -> None:
    asked = await vanish_both(room)
    assert "I cannot find 2 sessions or deadlines in it any more" in plain(asked)
    first = Action.decode(button(asked, "Removed").encode())
    assert "Still to be answered: second." in await ada.presses(first)
    assert "The new schedule is in force." in await ada.presses(choose(asked, "Renamed to", "talk", number=1))


async def test_an_id_was_renamed_to_one_of_the_new_version_and_to_no_other(room: Staffroom, ada: Person) -> None:
    asked = await vanish(room)
    right = choose(asked, "Renamed to", "first-class")
    wrong = replace(right, arguments=(*right.arguments[:-1], "nosuch"))
    told = "The edited schedule has no nosuch, so first cannot be called that now."
    assert await ada.presses(wrong) == told
    assert "The new schedule is in force." in await ada.presses(right), "nothing was decided by the wrong answer"


async def test_two_ids_were_not_renamed_to_one(room: Staffroom, ada: Person) -> None:
    asked = await vanish_both(room)
    first, second = (choose(asked, "Renamed to", "talk", number=number) for number in (0, 1))
    assert "Still to be answered: second." in await ada.presses(first)
    assert await ada.presses(second) == "first was renamed to talk already, so second was not."
    assert "Still to be answered: second." in await ada.presses(first), "the same answer again is no contradiction"


async def test_students_cannot_press_what_is_for_staff(room: Staffroom, ada: Person) -> None:
    student = await room.join("Cid", CourseRole.STUDENT)
    asked = await vanish(room)
    assert "only staff" in await student.presses(button(asked, "Removed"))


# --- a post that waits, a post that failed ------------------------------------------------------------------------


async def flood(room: Staffroom, number: int) -> None:
    days = "".join(f"  - {{id: extra-{one}, title: Talk {one}, date: 2022-01-28}}\n" for one in range(number))
    await room.edit(TWO_CLASSES + days)
    await room.tick(datetime(2022, 1, 28, 17, 30, tzinfo=UTC))
    await room.tick()


async def test_too_many_posts_at_once_wait_for_staff(room: Staffroom, ada: Person) -> None:
    await flood(room, 4)
    asked = last(room)
    assert "A post is waiting for you: “Today: Talk 3” for #seminar." in plain(asked)
    assert "more than 3 posts in 10 minutes" in plain(asked)
    before = len(room.channels.texts(COURSE))
    assert "goes out now" in await ada.presses(button(asked, "Send"))
    await room.tick()
    assert len(room.channels.texts(COURSE)) == before + 1
    assert "settled already: “Today: Talk 3” was posted" in await ada.presses(button(asked, "Drop"))


async def test_a_held_post_can_be_dropped(room: Staffroom, ada: Person) -> None:
    await flood(room, 4)
    before = len(room.channels.texts(COURSE))
    assert "is dropped" in await ada.presses(button(last(room), "Drop"))
    await room.tick(room.now + timedelta(hours=1))
    assert len(room.channels.texts(COURSE)) == before
    assert "was dropped" in await ada.presses(button(last(room), "Send"))


async def test_a_held_post_about_something_that_is_over_is_not_sent(room: Staffroom, ada: Person) -> None:
    await flood(room, 4)
    asked = last(room)
    room.now = datetime(2022, 1, 30, 18, tzinfo=UTC)
    assert "over by now" in await ada.presses(button(asked, "Send"))


async def test_when_nobody_can_look_staff_are_asked_whether_it_is_there(room: Staffroom, ada: Person) -> None:
    room.channels.trouble[COURSE] = OutcomeUnknown("the connection dropped")
    room.channels.blind = HistoryUnreadable("the bot may not read the history of #seminar")
    await room.tick(datetime(2022, 1, 30, 21, tzinfo=UTC))
    await room.tick(room.now + timedelta(seconds=30))
    await room.tick(room.now + timedelta(seconds=30))
    asked = last(room)
    assert "I cannot tell whether it reached #seminar" in plain(asked)
    assert "The bot may not read the history of #seminar." in plain(asked)
    assert labels(asked) == ["It is there", "Send again", "Drop"]
    assert "counts as posted" in await ada.presses(button(asked, "It is there"))


async def test_a_refusal_is_told_in_a_sentence_that_staff_can_act_on(room: Staffroom, ada: Person) -> None:
    sentence = "I am not a member of #seminar: invite me there with /invite @coursebot"
    room.channels.trouble[COURSE] = PostRefused(sentence)
    await room.tick(datetime(2022, 1, 31, 20, tzinfo=UTC))
    await room.tick()
    told = plain(last(room))
    assert "I cannot post yet: “Today: Big Data Systems” for #seminar on Slack." in "\n".join(
        room.channels.texts(STAFF)
    )
    assert f"{sentence}." in told
    assert "I keep trying." in told
    await room.tick(datetime(2022, 1, 31, 20, 59, tzinfo=UTC))
    await room.tick(datetime(2022, 1, 31, 20, 59, 30, tzinfo=UTC))
    given_up = [text for text in room.channels.texts(STAFF) if text.startswith("A post did not go out")]
    assert given_up
