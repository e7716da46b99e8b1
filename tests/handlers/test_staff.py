"""Staff and the bot, as dialogs: Go live, pause, announce, plan, retract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.request import Inbound
from bot.course.model import CourseRole
from tests.slack_server import NotAcknowledged, SlackServer
from tests.support.seminar import TWO_CLASSES
from tests.support.slack_bots import channel_of, slack_bot
from tests.support.staffroom import Person, Staffroom, button, staffroom

WEDNESDAY = datetime(2022, 1, 26, 18, tzinfo=UTC)
"""Wed 26 Jan 2022, 10:00 AM in Los Angeles: the weekly post of Mon 24 Jan is still useful."""


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=WEDNESDAY) as opened:
        yield opened


@pytest.fixture
async def professor(room: Staffroom) -> Person:
    return await room.join("Ada", CourseRole.INSTRUCTOR)


async def live(professor: Person) -> None:
    await professor.says("/course go-live")
    await professor.presses(button(professor.reply, "Go live"))
    await professor.room.tick()


# --- Go live ------------------------------------------------------------------------------------------------------


async def test_go_live_shows_what_it_will_do_and_does_it(room: Staffroom, professor: Person) -> None:
    preview = await professor.says("/course go-live")
    assert "At once: Readings for the week of 31 Jan" in preview
    assert "the slides, recordings and notes that are there already" in preview
    assert "Review due: Big Data Systems" in preview
    assert "Besides: from now on I also remind people in direct messages of the reviews they owe, and staff" in preview
    await room.tick()
    assert room.channels.texts("#seminar") == []

    done = await professor.presses(button(professor.reply, "Go live"))
    assert "Reading Seminar is live." in done
    await room.tick()
    assert len(room.channels.texts("#seminar")) == 1
    assert "Resilient Distributed Datasets" in room.channels.texts("#seminar")[0]


async def test_a_second_press_says_since_when_it_is_live_and_posts_nothing(room: Staffroom, professor: Person) -> None:
    await professor.says("/course go-live")
    press = button(professor.reply, "Go live")
    await professor.presses(press)
    room.now += timedelta(minutes=5)
    assert "Already live since Wed 26 Jan, 10:00 AM PST." in await professor.presses(press)
    await room.tick()
    assert len(room.channels.texts("#seminar")) == 1
    assert "Already live since" in await professor.says("/course go-live")


async def test_materials_that_were_there_before_are_never_announced(room: Staffroom, professor: Person) -> None:
    await live(professor)
    text = room.file.read_text(encoding="utf-8")
    await room.edit(text.replace("title: PDF", "title: Slides as PDF"))
    await room.tick(WEDNESDAY + timedelta(hours=1))
    assert [text for text in room.channels.texts("#seminar") if "are up" in text] == []


async def test_only_an_instructor_goes_live(room: Staffroom) -> None:
    assistant = await room.join("Bob", CourseRole.TA)
    student = await room.join("Cid", CourseRole.STUDENT)
    assert "only instructors" in await assistant.says("/course go-live")
    assert "only staff" in await student.says("/course announce")


# --- pause and resume ---------------------------------------------------------------------------------------------


async def test_pause_says_the_whole_time_back_before_it_takes_effect(room: Staffroom, professor: Person) -> None:
    await live(professor)
    assert "Pause announcements (1/2)" in await professor.says("/course pause")
    confirm = await professor.fills(until="monday 12:00", why="the room is flooded")
    assert "I stay silent until Mon 31 Jan, 12:00 PM PST (in 5 d 2 h)." in confirm
    assert "the room is flooded" in confirm
    assert "Until when: 2022-01-31 12:00" in confirm
    assert "Nothing is paused" in await professor.says("/course resume")

    await professor.says("/course pause monday 12:00")
    await professor.fills(why="the room is flooded")
    paused = await professor.fills()
    assert "Paused until Mon 31 Jan, 12:00 PM PST" in paused
    await room.tick(datetime(2022, 1, 31, 18, tzinfo=UTC))
    assert len(room.channels.texts("#seminar")) == 1
    plan = await professor.says("/course plan")
    assert "Paused until Mon 31 Jan, 12:00 PM PST (the room is flooded)" in plan
    await room.tick(datetime(2022, 1, 31, 20, 30, tzinfo=UTC))
    assert any("Today at 1:00 PM PST" in text for text in room.channels.texts("#seminar"))


async def test_another_time_on_the_second_page_is_said_back_again(professor: Person) -> None:
    await professor.says("/course pause")
    await professor.fills(until="friday")
    again = await professor.fills(until="in 3 weeks")
    assert "Pause announcements (2/2)" in again
    assert "Wed 16 Feb" in again
    assert "Paused until Wed 16 Feb, 10:00 AM PST" in await professor.fills()


@pytest.mark.parametrize("words", ["whenever", "yesterday", "31 feb", "x" * 3000, "in 99999999999 years", "<!channel>"])
async def test_words_that_are_no_time_to_come_keep_the_form_open(professor: Person, words: str) -> None:
    await professor.says("/course pause")
    assert (await professor.fills(until=words)).startswith("until: ")
    assert professor.form is not None
    assert "Nothing is paused" in await professor.says("/course resume")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("whenever", "I cannot read that as one time. Try “tomorrow at 9”"),
        ("tomorrow morning", "I cannot read that as one time. Try “tomorrow at 9”"),
        ("friday at 5", "“friday at 5” can mean Fri 28 Jan, 5:00 AM or Fri 28 Jan, 5:00 PM."),
        ("3/4 9:00", "“3/4 9:00” can mean Fri 4 Mar, 9:00 AM or Sun 3 Apr, 9:00 AM."),
        ("tue 14 mar", "Mon 14 Mar is that day, so the weekday or the date is wrong."),
    ],
)
async def test_words_that_are_not_one_time_are_answered_with_what_would_be(
    professor: Person, words: str, said: str
) -> None:
    await professor.says("/course pause")
    assert said in await professor.fills(until=words)


async def test_everyday_words_are_said_back_as_the_time_they_mean(professor: Person) -> None:
    await professor.says("/course pause")
    assert "until Thu 27 Jan, 9:00 AM PST" in await professor.fills(until="tomorrow at 9")


async def test_pause_without_an_end_lasts_until_somebody_resumes(room: Staffroom, professor: Person) -> None:
    await live(professor)
    await professor.says("/course pause")
    assert "There is no end" in await professor.fills()
    await professor.fills()
    await room.tick(datetime(2022, 1, 31, 18, tzinfo=UTC))
    assert len(room.channels.texts("#seminar")) == 1
    assert "Resumed." in await professor.presses(button(professor.reply, "Resume"))
    await room.tick()
    assert len(room.channels.texts("#seminar")) > 1


# --- announce -----------------------------------------------------------------------------------------------------


async def test_in_rehearsal_an_announcement_is_a_line_for_staff(room: Staffroom, professor: Person) -> None:
    await room.tick()
    await professor.says("/course announce")
    preview = await professor.fills(text="The room has changed.")
    assert "We are still in rehearsal, so only staff see it. In #seminar everybody would read this" in preview
    done = await professor.fills()
    assert "so only staff see it. It goes to #seminar-staff. Go live first to post in #seminar for real." in done
    await room.tick()
    assert room.channels.texts("#seminar") == []
    assert room.channels.texts("#seminar-staff")[-1] == (
        "Rehearsal: would post in #seminar at once:\nThe room has changed.\nFrom Ada"
    )
    assert "no post of mine stands in the channel" in await professor.says("/course retract")
    await live(professor)
    assert not any("The room has changed" in text for text in room.channels.texts("#seminar"))


async def test_an_announcement_is_previewed_changed_and_posted_once(room: Staffroom, professor: Person) -> None:
    await live(professor)
    assert "Channel: announcements" in await professor.says("/course announce")
    preview = await professor.fills(text="The room has changed: **Soda 306**.\n\nSee you <!channel>.")
    assert "everybody in #seminar" in preview
    assert "The room has changed" in preview
    page = professor.form
    changed = "The room has changed: Soda 310.\n\nSee you <!channel>."
    assert "It goes to #seminar now." in await professor.fills(text=changed)
    professor.form = page
    assert "I have this announcement already" in await professor.fills(text=changed)
    await room.tick()
    assert room.channels.texts("#seminar")[1:] == ["The room has changed: Soda 310.\nSee you <!channel>.\nFrom Ada"]


async def test_a_correction_before_it_is_posted_goes_out_instead(room: Staffroom, professor: Person) -> None:
    await live(professor)
    await professor.says("/course announce")
    await professor.fills(text="The key to the exam is in the folder.")
    page = professor.form
    await professor.fills()
    professor.form = page  # the answer was lost on its way: the form still stands there
    done = await professor.fills(text="The key is in the safe.", channel="staff")
    assert "It goes to #seminar-staff now. The earlier text is not posted." in done
    await room.tick()
    assert len(room.channels.texts("#seminar")) == 1, "only the weekly post"
    assert room.channels.texts("#seminar-staff") == ["The key is in the safe.\nFrom Ada"]


async def test_a_correction_of_what_is_posted_is_shown_and_posted_too_once(room: Staffroom, professor: Person) -> None:
    await live(professor)
    await professor.says("/course announce")
    await professor.fills(text="Class is at 2.")
    page = professor.form
    await professor.fills()
    await room.tick()
    professor.form = page
    asked = await professor.fills(text="Class is at 3.")
    assert "The earlier text is in #seminar already. Post this one too?" in asked
    assert "Text: Class is at 3." in asked
    assert "[Post this one too]" in asked
    await room.tick()
    assert room.channels.texts("#seminar")[1:] == ["Class is at 2.\nFrom Ada"]

    confirm = professor.form
    assert "It goes to #seminar now." in await professor.fills()
    professor.form = confirm
    assert "I have this announcement already" in await professor.fills()
    professor.form = page
    assert "The earlier text is in #seminar already." in await professor.fills(text="Class is at 3.")
    assert "I have this announcement already" in await professor.fills()
    await room.tick()
    assert room.channels.texts("#seminar")[1:] == ["Class is at 2.\nFrom Ada", "Class is at 3.\nFrom Ada"]


async def test_a_correction_of_what_was_taken_back_says_so(room: Staffroom, professor: Person) -> None:
    await live(professor)
    await professor.says("/course announce")
    await professor.fills(text="Class is at 2.")
    page = professor.form
    await professor.fills()
    await room.tick()
    await professor.says("/course retract")
    await professor.presses(button(professor.reply, "Retract it"))
    await room.tick()
    professor.form = page
    assert "The earlier text was taken back from #seminar." in await professor.fills(text="Class is at 3.")
    await professor.fills()
    await room.tick()
    assert room.channels.texts("#seminar")[1:] == ["Class is at 3.\nFrom Ada"]


async def test_on_slack_a_channel_corrected_after_a_lost_answer_is_the_one_that_has_the_post(
    database_url: str, tmp_path: Path
) -> None:
    async with SlackServer() as slack, slack_bot(database_url, tmp_path, slack, at=WEDNESDAY) as bot:
        seminar, private = channel_of(slack, "seminar"), channel_of(slack, "seminar-staff", private=True)
        ada = slack.person("Ada")
        seminar.members.append(ada.id)
        private.members.append(ada.id)
        await bot.enter(ada, CourseRole.INSTRUCTOR)
        await ada.slash("/course announce", seminar)
        await ada.sees_view()
        first = {"Text": "Class is at 2.", "Channel": "#seminar"}
        await ada.submit(first)
        await ada.sees_view(title="Preview")

        async def answer_is_lost(inbound: Inbound) -> object:
            saved = await bot.app.answer(inbound)
            await slack.drop_sockets()
            return saved

        bot.ears.answering = answer_is_lost
        with pytest.raises(NotAcknowledged):
            await ada.submit(first)
        bot.ears.answering = None
        await slack.connected()
        await ada.submit({"Text": "Class is at 3.", "Channel": "#seminar-staff"})
        await bot.tick()
        assert not any("Class is" in message.plain for message in slack.seen(seminar) if message.metadata)
        assert [message.plain for message in slack.seen(private) if "Class is" in message.plain] == [
            "Class is at 3.\nFrom Ada"
        ]


async def test_an_empty_announcement_and_an_unknown_channel_keep_the_form_open(professor: Person) -> None:
    await professor.says("/course announce")
    assert await professor.fills(text="  ") == "text: Write what I should post."
    assert (await professor.fills(text="Hello", channel="elsewhere")).startswith("channel: ")
    assert professor.form is not None


async def test_a_pause_does_not_stop_what_staff_post_themselves(room: Staffroom, professor: Person) -> None:
    await live(professor)
    await professor.says("/course pause")
    await professor.fills()
    await professor.fills()
    await professor.says("/course announce")
    await professor.fills(text="Class is online today.")
    await professor.fills()
    await room.tick()
    assert any("Class is online today." in text for text in room.channels.texts("#seminar"))


# --- plan and retract ---------------------------------------------------------------------------------------------


async def test_plan_lists_what_comes_and_says_that_it_is_a_rehearsal(professor: Person) -> None:
    plan = await professor.says("/course plan")
    assert "Rehearsal" in plan
    assert "Sun 30 Jan, 1:00 PM PST: Review due: Big Data Systems, in #seminar" in plan


async def test_plan_has_pages(room: Staffroom, professor: Person) -> None:
    days = "\n".join(f"  - {{id: extra-{day}, title: Talk {day}, date: 2022-02-{day:02}}}" for day in range(1, 10))
    await room.edit(room.file.read_text(encoding="utf-8") + days)
    first = await professor.says("/course plan")
    assert "page 1 of 2" in first
    second = await professor.presses(button(professor.reply, "Next"))
    assert "page 2 of 2" in second
    assert first.splitlines()[-2] not in second
    assert await professor.presses(button(professor.reply, "Previous")) == first


async def test_retract_shows_the_last_post_and_takes_it_back(room: Staffroom, professor: Person) -> None:
    assert "no post of mine stands in the channel" in await professor.says("/course retract")
    await live(professor)
    shown = await professor.says("/course retract")
    assert "The last post in #seminar, Wed 26 Jan, 10:00 AM PST:" in shown
    assert "Resilient Distributed Datasets" in shown
    retract, keep = button(professor.reply, "Retract it"), button(professor.reply, "Keep it")
    assert await professor.presses(keep) == "It stays."
    assert "I am taking it back" in await professor.presses(retract)
    await room.tick()
    assert room.channels.texts("#seminar") == []
    assert await professor.presses(retract) == "It is not there any more."
    await room.tick(WEDNESDAY + timedelta(hours=2))
    assert room.channels.texts("#seminar") == []


# --- several courses ----------------------------------------------------------------------------------------------


async def two_courses(room: Staffroom, folder: Path) -> None:
    """Ada is an instructor of the seminar and of the lab."""
    second = folder / "second.yaml"
    text = (
        TWO_CLASSES.replace("id: seminar", "id: lab")
        .replace("Reading Seminar", "Systems Lab")
        .replace("#seminar", "#lab")
    )
    second.write_text(text, encoding="utf-8")
    await room.app.take_in(second, room.now)
    await room.join("Ada", CourseRole.INSTRUCTOR, course="lab")


async def test_staff_of_two_courses_are_asked_which_one(room: Staffroom, professor: Person, tmp_path: Path) -> None:
    await two_courses(room, tmp_path)
    asked = await professor.says("/course go-live")
    assert "Which one do you mean?" in asked
    assert "Go live with Systems Lab?" in await professor.presses(button(professor.reply, "Systems Lab"))
    assert "Systems Lab is live." in await professor.presses(button(professor.reply, "Go live"))
    await room.tick()
    assert len(room.channels.texts("#lab")) == 1
    assert room.channels.texts("#seminar") == []


async def test_what_they_typed_to_be_announced_is_in_the_form_that_asks_which_course(
    room: Staffroom, professor: Person, tmp_path: Path
) -> None:
    await two_courses(room, tmp_path)
    text = f"We meet in the {'very ' * 40}large lecture hall on Monday."
    assert f"Text: {text}" in await professor.says(f"/course announce {text}"), "far more than a button can carry"
    assert "Choose the course and the channel" in await professor.fills()
    assert "In #lab everybody would read this" in await professor.fills(channel="lab/announcements")
    assert "It goes to #lab-staff." in await professor.fills()
    await room.tick()
    assert text in room.channels.texts("#lab-staff")[-1]
    assert not any(text in said for said in room.channels.texts("#seminar-staff"))


async def test_until_when_they_pause_survives_the_question_which_course(
    room: Staffroom, professor: Person, tmp_path: Path
) -> None:
    await two_courses(room, tmp_path)
    assert "Which one do you mean?" in await professor.says("/course pause friday 9:00")
    assert "Until when: friday 9:00" in await professor.presses(button(professor.reply, "Systems Lab"))
    assert "until Fri 28 Jan, 9:00 AM PST" in await professor.fills()
    assert "in Systems Lab" in await professor.fills()
