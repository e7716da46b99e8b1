"""What follows a review: the receipt in its writer's direct messages, earlier versions, and staff who accept a late one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.reply import Action, Plain
from bot.course.model import CourseRole
from tests.support.asking import labels
from tests.support.bot_process import go_live
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import button, staffroom

DUE = datetime(2022, 1, 31, 21, tzinfo=UTC)
EARLY = DUE - timedelta(days=1)
CLOSED = DUE + timedelta(hours=24, minutes=1)
FULL = {"sentences": "Lineage instead of replicas.", "question": "What of small updates?"}
STAFF = "#seminar-staff"


@asynccontextmanager
async def class_of_two(database_url, tmp_path, text=TWO_CLASSES):
    async with staffroom(database_url, tmp_path, at=EARLY, text=text) as room:
        await go_live(room.app, room.now)
        maya = await room.join("Maya", CourseRole.STUDENT)
        sam = await room.join("Sam", CourseRole.TA)
        yield room, maya, sam


def receipts(room, who="maya"):
    return [text for text in room.channels.texts(who) if text.startswith("Your review of")]


async def write(person, **values):
    await person.says("/review write rdd")
    return await person.fills(**values)


async def test_a_receipt_has_the_whole_text_the_version_and_until_when_it_can_be_changed(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, **FULL)
        await room.tick()
        (receipt,) = receipts(room)
        assert receipt.splitlines() == [
            "Your review of Resilient Distributed Datasets, version 1, came in Sun 30 Jan, 1:00 PM PST.",
            "Three sentences",
            "Lineage instead of replicas.",
            "One question",
            "What of small updates?",
            "It counts, on time. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are late.",
            "[Edit]",
        ]
        await room.tick()
        assert len(receipts(room)) == 1


async def test_a_draft_has_no_receipt_and_a_later_version_says_which_one_counts(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, sentences="Half")
        await room.tick()
        assert receipts(room) == []
        await write(maya, **FULL)
        room.now = DUE + timedelta(hours=3, minutes=12)
        await write(maya, question="What of writes?")
        await room.tick()
        assert receipts(room)[-1].splitlines()[-2:] == [
            "Version 2 counts; this one is kept beside it.",
            "[Edit] [Earlier versions]",
        ]


async def test_what_was_a_draft_before_does_not_look_as_if_it_had_been_handed_in_twice(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await maya.says("/review write rdd")
        save = next(one.action for one in maya.form.buttons if one.label == "Save draft")
        await room.app.answer(maya._inbound(action=Action.decode(save.encode()), values=FULL))
        await maya.fills(**FULL)
        await room.tick()
        lead = "Your review of Resilient Distributed Datasets, version 2 (the first that you handed in), came in Sun"
        assert receipts(room)[-1].startswith(lead)
        assert receipts(room)[-1].endswith("[Edit]"), "the draft said the same"
        await write(maya, sentences="Lineage, not replicas.")
        await room.tick()
        assert receipts(room)[-1].startswith("Your review of Resilient Distributed Datasets, version 3, came in Sun")
        assert receipts(room)[-1].endswith("[Edit] [Earlier versions]")


async def test_drafts_that_said_something_else_can_be_seen_from_the_receipt(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, sentences="Half")
        await write(maya, **FULL)
        await room.tick()
        assert "version 2 (the first that you handed in), came in" in receipts(room)[-1]
        assert receipts(room)[-1].endswith("[Edit] [Earlier drafts]")


@pytest.mark.parametrize(("after", "editable"), [(59, True), (60, False)])
async def test_in_its_last_minute_a_review_can_be_changed_and_the_receipt_says_so(
    database_url, tmp_path, after, editable
):
    close = DUE + timedelta(hours=24)
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        room.now = close + timedelta(seconds=59)
        await write(maya, **FULL)
        room.now = close + timedelta(seconds=after)
        await room.tick()
        assert ("[Edit]" in receipts(room)[-1]) is editable
        assert ("You can change it until Tue 1 Feb, 1:00 PM PST." in receipts(room)[-1]) is editable


async def test_the_last_minute_is_due_in_every_list(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, sam):
        room.now = DUE + timedelta(seconds=59)
        assert " · due Mon 31 Jan, 1:00 PM PST, now · not started\n" in await maya.says("/review")
        assert ", due Mon 31 Jan, 1:00 PM PST" in await maya.says("/mywork")
        assert "\nDue Mon 31 Jan, 1:00 PM PST.\n0 in, 1 not begun." in await sam.says("/course missing")
        room.now = DUE + timedelta(seconds=60)
        assert " · was due Mon 31 Jan, 1:00 PM PST · not started · still taken\n" in await maya.says("/review")
        assert "Late: " in await maya.says("/mywork")
        assert "\nWas due Mon 31 Jan, 1:00 PM PST. Late ones are taken until " in await sam.says("/course missing")


async def test_a_late_one_says_how_late(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        room.now = DUE + timedelta(hours=3, minutes=12)
        await write(maya, **FULL)
        await room.tick()
        assert "It counts, late by 3 h 12 min. You can change it until Tue 1 Feb, 1:00 PM PST." in receipts(room)[-1]


async def test_a_very_long_one_is_a_file(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path, TWO_CLASSES.replace("form: short", "form: summary")) as (
        room,
        maya,
        _,
    ):
        long = "it is fast " * 3_700
        await write(maya, summary=long)
        await room.tick()
        (_, _, reply) = room.channels.posts["maya"][-1]
        (file,) = reply.files
        assert file.name == "review-of-resilient-distributed-datasets-version-1.md"
        assert long.strip() in file.content.decode()


async def test_what_was_written_is_never_obeyed_in_a_receipt(database_url, tmp_path):
    hostile = "<!channel> @everyone *b* \x1b[31m \u202egnp.exe"
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, **FULL | {"question": hostile})
        await room.tick()
        (_, _, reply) = room.channels.posts["maya"][-1]
        assert Plain(hostile) in [span for block in reply.blocks for span in getattr(block, "line", ())]


# --- versions -----------------------------------------------------------------------------------------------------


async def test_earlier_versions_can_be_seen_with_the_form_they_were_written_with(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, **FULL)
        await room.edit(TWO_CLASSES.replace("form: short", "form: summary"))
        await write(maya, summary="It is fast.")
        listed = await maya.presses(Action("rvers", "seminar", ("rdd",)))
        assert listed.splitlines()[1:3] == [
            "• Version 2 · Sun 30 Jan, 1:00 PM PST · submitted · this one counts",
            "• Version 1 · Sun 30 Jan, 1:00 PM PST · submitted",
        ]
        old = await maya.presses(button(maya.reply, "Show version 1"))
        assert "Three sentences\nLineage instead of replicas." in old
        assert labels(maya.reply) == ["Go on with this one", "All versions"]


async def test_going_on_from_an_earlier_version_opens_the_form_with_it(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (_, maya, _):
        await write(maya, **FULL)
        await write(maya, question="Another?")
        await maya.presses(Action("rshow", "seminar", ("rdd", "", "1")))
        await maya.presses(button(maya.reply, "Go on with this one"))
        assert {one.id: one.value for one in maya.form.inputs} == FULL


@pytest.mark.parametrize("verb", ["rvers", "rshow"])
async def test_nobody_but_staff_sees_the_review_of_somebody_else(database_url, tmp_path, verb):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, **FULL)
        jonas = await room.join("Jonas", CourseRole.STUDENT)
        for person in range(1, 4):
            words = await jonas.presses(Action(verb, "seminar", ("rdd", str(person), "1")))
            assert words in ("That is somebody else’s review.", "Nothing of that review was ever sent to me.")


async def test_staff_see_a_submitted_version_and_a_draft_only_once_it_is_closed(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, sam):
        await write(maya, sentences="Half")
        show = Action("rshow", "seminar", ("rdd", "1", "1"))
        assert "it is a draft that its writer can still change" in await sam.presses(show)
        room.now = CLOSED
        assert "Maya: version 1 of Resilient Distributed Datasets" in await sam.presses(show)
        assert labels(sam.reply) == ["Accept as it is"]


# --- after the close ----------------------------------------------------------------------------------------------


async def hand_in_too_late(room, maya):
    """The form was opened in time and sent in a minute after the close."""
    await maya.says("/review write rdd")
    room.now = CLOSED
    await maya.fills(**FULL)
    await room.tick()


async def test_staff_hear_of_a_review_after_the_close_and_accept_it(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, sam):
        await hand_in_too_late(room, maya)
        told = [text for text in room.channels.texts(STAFF) if "after the close" in text]
        assert told == [
            (
                "A review came after the close: Maya’s, of Resilient Distributed Datasets. It came 1 d 1 min after it was due.\n"
                "It does not count unless you accept it; then it counts, as late. Its writer was told, and has the text.\n"
                "[Show] [Accept as it is]"
            )
        ]
        notice = next(reply for _, _, reply in room.channels.posts[STAFF] if "Accept as it is" in labels(reply))
        assert "Lineage instead of replicas." in await sam.presses(button(notice, "Show"))
        accept = button(notice, "Accept as it is")
        assert await sam.presses(accept) == (
            "Accepted: version 1 of Maya’s review of Resilient Distributed Datasets.\n"
            "It counts now, late by 1 d 1 min.\n"
            "Its writer gets a receipt that says so."
        )
        assert (await sam.presses(accept)).startswith("It was accepted before: version 1 of Maya’s")
        await room.tick()
        (receipt,) = receipts(room)
        assert "Staff accepted it as it is. It counts, late by 1 d 1 min." in receipt


async def test_a_draft_that_staff_accept_says_so_and_one_that_its_writer_chose_does_not(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, sam):
        await write(maya, sentences="Half")
        room.now = CLOSED
        await sam.presses(Action("racc", "seminar", ("rdd", "1", "1")))
        await room.tick()
        assert "Staff accepted it as it is. It counts, on time." in receipts(room)[-1]
        assert "accepted as it is · this one counts" in await maya.presses(Action("rvers", "seminar", ("rdd",)))


async def test_a_student_accepts_nothing_and_staff_neither_their_own_nor_what_is_open(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, sam):
        await write(maya, sentences="Half")
        await write(sam, sentences="Half")
        assert "only staff" in await maya.presses(Action("racc", "seminar", ("rdd", "1", "1")))
        assert "still open" in await sam.presses(Action("racc", "seminar", ("rdd", "1", "1")))
        room.now = CLOSED
        assert "somebody else of the staff" in await sam.presses(Action("racc", "seminar", ("rdd", "2", "1")))


async def test_where_one_on_time_counts_staff_are_not_asked_about_a_later_one(database_url, tmp_path):
    async with class_of_two(database_url, tmp_path) as (room, maya, _):
        await write(maya, **FULL)
        await maya.says("/review write rdd")
        room.now = CLOSED
        words = await maya.fills(question="What of writes?")
        await room.tick()
        assert "I kept what you wrote among your versions." in words
        assert not [text for text in room.channels.texts(STAFF) if "after the close" in text]
