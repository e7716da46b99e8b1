"""Somebody cannot make something: what they say, what staff are told and press, and what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.form import ChoiceInput
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Reply
from bot.course.model import CourseRole
from bot.store import audit, grants
from tests.support.seminar import HEAD, SECOND, TWO_CLASSES
from tests.support.staffroom import Person, Staffroom, button, staffroom

ZONE = ZoneInfo("America/Los_Angeles")
SUNDAY = datetime(2022, 1, 30, 10, tzinfo=ZONE)
HOUR = timedelta(hours=1)
CANNOT = Action("cannot", "seminar", ("rdd",))
STAFF = "#seminar-staff"
CHOOSE = HEAD + SECOND.replace(
    "tier: required}\n",
    "tier: required}\n      - {id: tpu, title: In-Datacenter Performance, tier: required}\n    review: {owe: {choose: 1}}\n",
)


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=TWO_CLASSES) as opened:
        yield opened


async def people(room: Staffroom) -> tuple[Person, Person]:
    return await room.join("Ada", CourseRole.STUDENT), await room.join("Ira", CourseRole.INSTRUCTOR)


async def pleads(room: Staffroom, ada: Person, **values: str) -> Reply:
    """Say so, and what staff are told."""
    await ada.presses(CANNOT)
    await ada.fills(**{"reason": "ill", **values})
    return await told_staff(room)


async def told_staff(room: Staffroom, hours: float = 0) -> Reply:
    await room.tick(room.now + hours * HOUR)
    return room.channels.posts[STAFF][-1][2]


def about(room: Staffroom, words: str = "can’t make") -> list[str]:
    return [text for text in room.channels.texts(STAFF) if words in text]


async def heard(room: Staffroom, who: str = "ada") -> str:
    await room.tick()
    return room.channels.texts(who)[-1]


async def test_staff_are_told_once_and_the_person_that_nobody_else_sees_it(room: Staffroom) -> None:
    ada, _ = await people(room)
    await ada.presses(CANNOT)
    assert ada.form is not None
    assert "Say nothing about your health: “ill” is enough." in str(ada.form.inputs)
    said = await ada.fills(reason="ill", note="Back on <@here> *Tuesday*.")
    assert said.startswith("I told the staff. Nobody else sees this.\n"), (
        "of a draft nothing is said where there is none"
    )
    again = await ada.presses(CANNOT)
    said_before = "you told them that you can’t make ‘Resilient Distributed Datasets’ (ill), Sun 30 Jan, 10:00 AM"
    assert again.startswith(f"The staff know already: {said_before}")
    await room.tick()
    (told,) = about(room)
    assert told.startswith("Ada can’t make ‘Resilient Distributed Datasets’: ill.")
    assert "\nMore time for ‘Resilient Distributed Datasets’? It is due Mon 31 Jan, 1:00 PM PST.\n" in told
    assert "Note: Back on <@here> *Tuesday*." in told
    assert "[+24 h] [+48 h] [Excuse] [Ask …] [Decline …]" in told
    assert not [text for text in room.channels.texts("#seminar") if "Ada" in text]


async def test_two_windows_make_one_plea(room: Staffroom) -> None:
    ada, _ = await people(room)
    await ada.presses(CANNOT)
    form = ada.form
    await ada.fills(reason="ill")
    ada.form = form
    assert (await ada.fills(reason="emergency")).startswith("The staff know already")
    assert len(await room.app.database.run.read(grants.open_pleas, "seminar")) == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": ""}, "reason: Choose one: ill, an emergency or something else."),
        ({"reason": "pneumonia"}, "reason: Choose one"),
        ({"reason": "ill", "note": "x" * 1001}, "note: That is long: please say it in at most 1000 characters"),
        ({"reason": "ill", "what": "p:nothing"}, "what: Choose what you can’t make."),
    ],
)
async def test_what_is_wrong_in_the_form_is_said_there(room: Staffroom, values: dict[str, str], words: str) -> None:
    ada, _ = await people(room)
    await ada.presses(CANNOT)
    assert words in await ada.fills(**values)
    assert ada.form is not None


async def test_48_hours_count_from_when_it_is_due_and_the_person_hears_of_it(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    said = await ira.presses(button(notice, "+48 h"))
    assert said.startswith(
        "Ada has until Wed 2 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’ (was Mon 31 Jan, 1:00 PM PST); "
        "late ones until Thu 3 Feb, 1:00 PM PST."
    )
    assert (await heard(room)).startswith("You have until Wed 2 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’.")
    assert "Wed 2 Feb, 1:00 PM" in await ada.says("review")


async def test_who_presses_after_a_colleague_reads_what_is_the_case(room: Staffroom) -> None:
    ada, ira = await people(room)
    tia = await room.join("Tia", CourseRole.TA)
    notice = await pleads(room, ada)
    await ira.presses(button(notice, "Excuse"))
    said = await tia.presses(button(notice, "+48 h"))
    assert said.startswith(
        "That is settled already: Ada is excused from ‘Resilient Distributed Datasets’ (Ira, Sun 30 Jan, 10:00 AM PST)."
    )
    assert "excused" in await heard(room)
    assert len(room.channels.texts("ada")) == 1
    assert "is excused" in await tia.presses(button(notice, "Decline …"))
    assert "excused from ‘Resilient Distributed Datasets’ already" in await ada.presses(CANNOT)


async def test_a_second_24_hours_are_added_to_the_first(room: Staffroom) -> None:
    ada, ira = await people(room)
    await ira.presses(button(await pleads(room, ada), "+24 h"))
    said = await ira.presses(button(await pleads(room, ada), "+24 h"))
    assert "Ada has until Wed 2 Feb, 1:00 PM PST" in said
    assert "(was Tue 1 Feb, 1:00 PM PST)" in said


async def test_declined_is_said_kindly_with_a_word(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    await ira.presses(button(notice, "Decline …"))
    await ira.fills(word="The discussion needs it. Two paragraphs are enough.")
    words = await heard(room)
    assert words.startswith(
        "Sorry, there is no more time for ‘Resilient Distributed Datasets’: it stays due Mon 31 Jan"
    )
    assert "Ira: The discussion needs it." in words
    assert "got no more time" in await ira.presses(button(notice, "+24 h"))
    entries = await room.app.database.run.read(audit.entries, "seminar")
    assert [one.action for one in entries if "plea" in one.action] == ["plea_declined"]
    assert "paragraphs" not in str(entries)


async def test_below_what_is_owed_stands_that_staff_know_and_what_they_answered(room: Staffroom) -> None:
    ada, ira = await people(room)
    bob = await room.join("Bob", CourseRole.STUDENT)
    told = "You told staff that you can’t make this (10:00 AM PST)."
    notice = await pleads(room, ada)
    for words in ("/review", "/review rdd"):
        assert f"not started\n{told} They have not answered yet.\n[Write]" in await ada.says(words)
        assert "You told staff" not in await bob.says(words)
    waits = "• Staff know that you can’t make ‘Resilient Distributed Datasets’ (told Sun 30 Jan, 10:00 AM PST)"
    assert waits in await ada.says("/mywork")
    await ira.presses(button(notice, "Decline …"))
    await ira.fills(word="")
    assert f"{told} They answered (10:00 AM PST): it stays due as it is.\n" in await ada.says("/review")
    assert "Staff know" not in await ada.says("/mywork")
    await ira.presses(button(await pleads(room, ada), "+24 h"))
    assert "(extended) · not started\n" in await ada.says("/review")
    assert f"{told} They answered (10:00 AM PST): you have more time.\n" in await ada.says("/review")
    await ira.presses(button(await pleads(room, ada), "Excuse"))
    assert "You told staff" not in await ada.says("/review"), "excused says it all"


async def test_a_question_goes_to_the_person_and_the_answer_to_staff(room: Staffroom) -> None:
    ada, ira = await people(room)
    ben = await room.join("Ben", CourseRole.STUDENT)
    notice = await pleads(room, ada)
    await ira.presses(button(notice, "Ask …"))
    form = ira.form
    assert "question: Write what" in await ira.fills(question="  ")
    await ira.fills(question="Is Wednesday enough?")
    ira.form = form
    assert "sent already" in await ira.fills(question="Is Wednesday enough?")
    assert (await heard(room)).startswith("Ira asks you about ‘Resilient Distributed Datasets’:\nIs Wednesday enough?")
    answer = button(room.channels.posts["ada"][-1][2], "Answer …")
    assert "for somebody else" in await ben.presses(answer)
    assert "Ira asked: Is Wednesday enough?" in await ada.presses(answer)
    assert "Nobody else sees it" in await ada.fills(answer="Yes, it is.")
    await room.tick()
    (told,) = about(room, "Ada answers")
    assert "Yes, it is." in told
    assert "You asked: Is Wednesday enough?" in told
    assert "[+48 h]" in told
    assert not room.channels.texts("ben")


async def test_who_was_asked_back_is_told_that_it_is_their_turn_until_they_answer(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    await ira.presses(button(notice, "Ask …"))
    await ira.fills(question="Is Wednesday enough?")
    turn = "Ira asked back on Sun 30 Jan, 10:00 AM PST and waits for your answer: press Answer …."
    for words in ("/review", "/review rdd", "/mywork"):
        said = await ada.says(words)
        assert turn in said, words
        assert "not answered yet" not in said, words
        assert "Ira asked: Is Wednesday enough?" in await ada.presses(button(ada.reply, "Answer …")), words
    again = await ada.presses(CANNOT)
    assert turn in again
    assert "not answered yet" not in again
    await ada.presses(button(ada.reply, "Answer …"))
    await ada.fills(answer="Yes.")
    for words in ("/review", "/mywork"):
        assert "asked back" not in (said := await ada.says(words)), words
        assert "not answered yet" in said, words


async def test_staff_are_told_once_more_after_twelve_hours_and_then_no_more(room: Staffroom) -> None:
    ada, _ = await people(room)
    await pleads(room, ada)
    for hours in (11.9, 0.2, 9.8):
        await room.tick(room.now + hours * HOUR)
        assert len(about(room)) == 1, "not yet, and not at night"
    await told_staff(room, 0.2)
    assert len(about(room, "Still without an answer: Ada can’t make")) == 1
    for _ in range(3):
        await told_staff(room, 13)
    assert len(about(room)) == 2


async def test_what_was_answered_is_not_told_again(room: Staffroom) -> None:
    ada, ira = await people(room)
    await ira.presses(button(await pleads(room, ada), "+48 h"))
    await told_staff(room, 13)
    assert len(about(room, "Ada, ‘Resilient Distributed Datasets’: more time, until Wed 2 Feb")) == 1
    assert not about(room)


async def test_the_tick_knows_when_staff_are_to_be_told_again(room: Staffroom) -> None:
    ada, _ = await people(room)
    await pleads(room, ada)
    await room.app.tick(room.now + HOUR)
    assert room.app.unanswered.next((), room.now) == room.now + 22 * HOUR, "in the morning"


async def test_taken_back_before_it_was_heard_nothing_is_heard(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    await ira.presses(button(notice, "+48 h"))
    said = await ira.presses(button(ira.reply, "Undo"))
    assert said.startswith("Taken back. For Ada ‘Resilient Distributed Datasets’ is due Mon 31 Jan, 1:00 PM PST.")
    assert "What Ada had asked for waits for an answer again." in said
    await room.tick()
    assert not room.channels.texts("ada")
    assert "Ada has until Tue 1 Feb" in await ira.presses(button(notice, "+24 h")), "the plea waits again"


async def test_of_a_choice_it_is_the_whole_class(database_url: str, tmp_path: Path) -> None:
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=CHOOSE) as room:
        ada, ira = await people(room)
        await ada.presses(Action("cannot", "seminar", ("tpu",)))
        assert ada.form is not None
        what = ada.form.inputs[0]
        assert isinstance(what, ChoiceInput)
        assert what.options == (("s:second", "The review for ‘Hardware’"),)
        await ada.fills(reason="other")
        notice = await told_staff(room)
        assert plain(notice).startswith("Ada can’t make the review for ‘Hardware’: another reason.")
        await ira.presses(button(notice, "Excuse"))
        assert (await heard(room)).startswith("You are excused from the review for ‘Hardware’.")


async def test_without_an_item_it_asks_what(room: Staffroom) -> None:
    ada, _ = await people(room)
    shown = await ada.presses(Action("cannot", "seminar", ()))
    assert "What can’t you make?: s:first" in shown
    await ada.fills(reason="ill", what="s:second")
    assert "‘Eyeriss’" in plain(await told_staff(room))


async def test_about_what_is_no_longer_asked_for_there_is_nothing_to_decide(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    await room.edit(TWO_CLASSES.replace("date: 2022-01-31\n", "date: 2022-01-31\n    review: none\n"))
    for label in ("+24 h", "+48 h", "Excuse"):
        assert "Ada does not owe that any more" in await ira.presses(button(notice, label))
    await ira.presses(button(notice, "Decline …"))
    assert "Ada does not owe that any more" in await ira.fills(word="no")
    await told_staff(room, hours=13)
    assert len(about(room)) == 1, "nobody is asked again"
    assert room.channels.texts("ada") == []
    assert "nobody has asked" in await ira.says("course extensions")
    await room.edit(TWO_CLASSES)
    assert "Waits for you: Ada" in await ira.says("course extensions")
    assert "Ada has until" in await ira.presses(button(notice, "+24 h"))


async def test_who_owes_nothing_is_told_so(room: Staffroom) -> None:
    await people(room)
    audrey, ira = await room.join("Audrey", CourseRole.AUDITOR), Person(room, "Ira")
    for who in (audrey, ira):
        assert "You owe no reviews here" in await who.presses(CANNOT)
    ada = Person(room, "Ada")
    assert "do not owe a review of that" in await ada.presses(Action("cannot", "seminar", ("nosuch",)))
    for arguments in ((), ("x",), ("1",), ("999", "48"), ("1", "72")):
        assert "That button is from an older" in (said := await ira.presses(Action("plea", "seminar", arguments))) or (
            "do not know what that was" in said
        ), arguments


async def test_without_a_staff_channel_the_person_is_told_to_write_themselves(
    database_url: str, tmp_path: Path
) -> None:
    text = TWO_CLASSES.replace(', staff: "#seminar-staff"', "")
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=text) as room:
        ada, _ = await people(room)
        await ada.presses(CANNOT)
        assert "please write to them yourself" in await ada.fills(reason="ill")


@pytest.mark.parametrize(
    ("arguments", "what"), [(("first", "rdd"), "p:rdd"), (("first", ""), "s:first"), (("first",), "s:first")]
)
async def test_a_button_may_name_the_class_and_the_paper(
    room: Staffroom, arguments: tuple[str, ...], what: str
) -> None:
    ada, _ = await people(room)
    await ada.presses(Action.decode(Action("cannot", "seminar", arguments).encode()))
    assert ada.form is not None
    assert getattr(ada.form.inputs[0], "value", "") == what
    await ada.fills(reason="ill")
    assert plain(await told_staff(room)).startswith("Ada can’t make ‘Resilient Distributed Datasets’")


async def test_a_class_and_its_paper_may_have_one_id(database_url: str, tmp_path: Path) -> None:
    text = CHOOSE.replace("id: eyeriss", "id: second").replace("{owe: {choose: 1}}", "{owe: each required}")
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=text) as room:
        ada, _ = await people(room)
        for arguments, what in ((("second", ""), "s:second"), (("second", "second"), "p:second")):
            await ada.presses(Action.decode(Action("cannot", "seminar", arguments).encode()))
            assert ada.form is not None
            assert getattr(ada.form.inputs[0], "value", "") == what


async def test_what_was_asked_back_is_marked_on_the_request_so_that_nobody_asks_twice(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada)
    posts = len(room.channels.posts[STAFF])
    await ira.presses(button(notice, "Ask …"))
    assert "asked back" not in str(ira.form)
    await ira.fills(question="Until when would help?")
    await room.tick(room.now + HOUR)
    (marked,) = about(room)
    assert marked.endswith(
        "It is due Mon 31 Jan, 1:00 PM PST.\nIra asked back on Sun 30 Jan, 10:00 AM PST; the answer comes here.\n"
        "[+24 h] [+48 h] [Excuse] [Ask …] [Decline …]"
    )
    assert len(room.channels.posts[STAFF]) == posts, "changed in place"
    tia = await room.join("Tia", CourseRole.TA)
    form = await tia.presses(button(notice, "Ask …"))
    assert "Ira asked back on Sun 30 Jan, 10:00 AM PST; the answer comes here. The question: Until when" in form
    await tia.fills(question="And the other paper?")
    await room.tick(room.now + HOUR)
    assert "Tia asked back on Sun 30 Jan, 11:00 AM PST" in about(room)[0]
    before = about(room)
    await room.tick(room.now + HOUR)
    assert about(room) == before
    await ira.presses(button(notice, "Excuse"))
    await room.tick()
    assert "asked back" not in about(room, "excused, by Ira")[0]


async def test_once_it_is_settled_every_line_about_it_says_so_in_place_of_its_buttons(room: Staffroom) -> None:
    ada, ira = await people(room)
    notice = await pleads(room, ada, note="A funeral.")
    await room.tick(room.now + 23 * HOUR)
    await room.tick(room.now + 2 * HOUR)
    assert len(about(room, "[Excuse]")) == 2
    await ira.presses(button(notice, "Excuse"))
    await room.tick()
    first, second = (text for text in room.channels.texts(STAFF) if text.startswith("Ada"))
    assert first == second == "Ada, ‘Resilient Distributed Datasets’: excused, by Ira, Mon 31 Jan, 11:00 AM PST."
    assert not about(room, "funeral")
    assert not about(room, "ill")
    await ira.presses(button(ira.reply, "Undo"))
    await room.tick()
    assert len(about(room, "[Excuse]")) == len(about(room, "Note: A funeral.")) == 2
    await ira.presses(button(notice, "Decline …"))
    await ira.fills(word="")
    await room.tick()
    assert len(about(room, "no more time, by Ira")) == 2
    posts = list(room.channels.posts[STAFF])
    await room.tick(room.now + HOUR)
    assert room.channels.posts[STAFF] == posts
