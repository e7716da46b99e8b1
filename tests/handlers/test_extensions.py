"""More time and excuses as staff type them on a phone: read, done, said back whole, and taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.form import Form
from bot.conversation.reply import Action
from bot.course import reviews
from bot.course.model import CourseRole
from bot.services import owing, reviewing
from bot.services.reviewing import Sent
from bot.store import audit, grants
from handlers import granting
from handlers.granting import When
from tests.support.asking import labels
from tests.support.courses import mondays_at_one
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Person, Staffroom, button, staffroom

ZONE = ZoneInfo("America/Los_Angeles")
SUNDAY = datetime(2022, 1, 30, 10, tzinfo=ZONE)
WEDNESDAY = datetime(2022, 2, 2, 17, tzinfo=ZONE)
DAY = timedelta(days=1)
LIKE_THIS = "Like this: /course ext"


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=SUNDAY, text=TWO_CLASSES) as opened:
        for name in ("Ada", "Sam", "Samira"):
            await opened.join(name, CourseRole.STUDENT)
        await opened.join("Ira", CourseRole.INSTRUCTOR)
        yield opened


@pytest.fixture
def ira(room: Staffroom) -> Person:
    return Person(room, "Ira")


async def due(room: Staffroom, name: str, paper: str = "rdd") -> str:
    """By when, on the course's clock, or what else is the case."""
    (course,) = await room.app.courses()
    duties = await room.app.database.run.read(owing.everyone, course, now=room.now)
    names = {one.person: one.name for one in (await room.app.database.run.read(_members))}
    for person, mine in duties.items():
        for one in (standing for duty in mine for standing in duty.standings):
            if names[person] == name and one.owed.paper == paper:
                return f"{one.window.due.astimezone(ZONE):%a %d %H:%M} {one.state.value}"
    raise AssertionError(name)


def _members(connection):  # type: ignore[no-untyped-def]
    from bot.store import people  # noqa: PLC0415

    return people.members(connection, "seminar")


# --- read -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "head", "when", "reason"),
    [
        ("ada zero until wed 17:00", "ada zero", When(until=WEDNESDAY.astimezone(UTC)), ""),
        ("ada zero until wed 5 pm was ill", "ada zero", When(until=WEDNESDAY.astimezone(UTC)), "was ill"),
        ("ada zero Until 2 feb", "ada zero", When(until=WEDNESDAY.replace(hour=23, minute=59).astimezone(UTC)), ""),
        ("ada zero +2d", "ada zero", When(by=2 * DAY), ""),
        ("ada zero +48h because of a funeral", "ada zero", When(by=2 * DAY), "of a funeral"),
        ("ada zero + 2 days (funeral)", "ada zero", When(by=2 * DAY), "funeral"),
        ("ada zero until +1d12h", "ada zero", When(by=1.5 * DAY), ""),
        ("ada zero wed 17:00", "ada zero", When(until=WEDNESDAY.astimezone(UTC)), ""),
        ("ada zero 2 days", "ada zero", When(by=2 * DAY), ""),
        ("ada wait until dark +1d", "ada wait until dark", When(by=DAY), ""),
        ("ada zero", "ada zero", None, ""),
        ("ada zero until", "ada zero", None, ""),
        ("ada zero until soon", "ada zero", None, ""),
    ],
)
def test_a_line_is_read_into_its_parts(line: str, head: str, when: When | None, reason: str) -> None:
    typed = granting.read(line.split(), mondays_at_one(1), SUNDAY.astimezone(UTC))
    assert (" ".join(typed.who_and_what), typed.when, typed.reason) == (head, when, reason)
    assert when is None or When.decode(when.encode()) == when


@pytest.mark.parametrize("text", ["", "x", "+", "+x", "-5", "9" * 20, "²"])
def test_what_is_no_time_on_a_button_is_none(text: str) -> None:
    assert When.decode(text) is None


# --- done -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "extend ada rdd until wed 17:00",
            (
                "Ada has until Wed 2 Feb, 5:00 PM PST for ‘Resilient Distributed Datasets’ (was Mon 31 Jan, 1:00 PM "
                "PST); late ones until Thu 3 Feb, 5:00 PM PST.\nAda hears of it from me in a direct message.\n[Undo]"
            ),
        ),
        ("extend <@ada|ada> big data +2d", "Ada has until Wed 2 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’"),
        ("extend @ada everything +2d", "Ada has 2 days longer for everything in this course.\nNext: ‘Resilient"),
        ("extend smaira eyeris +1d", "Samira has until Tue 8 Feb, 1:00 PM PST for ‘Eyeriss’"),
        ("excuse ada rdd because of a funeral", "Ada is excused from ‘Resilient Distributed Datasets’."),
        ("excuse ada week 1", "Ada is excused from ‘Resilient Distributed Datasets’."),
    ],
)
async def test_what_is_clear_is_done_at_once(room: Staffroom, ira: Person, line: str, said: str) -> None:
    assert (await ira.says(f"course {line}")).startswith(said)
    assert labels(ira.reply) == ["Undo"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("extend zed rdd +2d", "I find nobody for “zed”. Type @ and pick the person, a name or an e-mail address."),
        ("extend <@U0ZED|zed> rdd +2d", "I find nobody for “@zed”."),
        ("extend +2d", "Whom do you mean, and what?"),
        ("extend ada", "What is it for Ada? Type words of a paper’s or a class’s title, week 3, or everything."),
        ("excuse ada", "What is it for Ada? Type words of a paper’s or a class’s title, or week 3."),
        ("extend ada tomatoes +2d", "No paper, class or week fits “tomatoes”."),
        ("extend ada week 9 +2d", "No paper, class or week fits “week 9”."),
        ("extend ada rdd", "Until when should Ada have time?"),
        ("extend ada rdd until", "Until when should Ada have time?"),
        ("extend ada rdd until when it is done", "“when it is done”: I cannot read a time in that. Try “wed 17:00”"),
        ("extend ada rdd until 25 jan 9:00", "It is due Mon 31 Jan, 1:00 PM for everybody, and Tue 25 Jan, 9:00 AM is"),
        ("extend ada rdd until 29 feb 2022", "There is no 29 February 2022. Try another day, or “+2d”."),
        ("extend ada rdd until 31 feb 9:00 ill", "There is no 31 February 2022."),
        ("extend ada rdd 30 feb", "There is no 30 February 2022."),
        ("extend ada rdd until 4 feb 99:00", "There is no 99:00 on a clock. Until when? Try “wed 17:00”"),
        ("extend ada rdd until fri at 25:00 ill", "There is no 25:00 on a clock. Until when?"),
        ("extend ada rdd until 25:00", "There is no 25:00 on a clock. Until when?"),
        ("excuse ada rdd until 4 feb 99:00", "An excuse has no end: nothing of it would be owed."),
        ("extend ada rdd until 2032-02-02 9:00", "Mon 2 Feb, 9:00 AM 2032 is more than 200 days after it is due."),
        ("extend ada rdd +900d", "That is more than 200 days. Say a shorter time, such as +2d."),
        ("extend ada everything until wed 17:00", "For everything say how much longer, such as +2d"),
        ("excuse ada everything", "An excuse is for one paper or one class."),
        ("extend ira rdd +2d", "Ira is no student of the course and owes no reviews"),
        ("extend sam rdd eyeriss +2d", "“rdd eyeriss”: do you mean this?"),
    ],
)
async def test_what_is_wrong_is_said_with_what_to_type(room: Staffroom, ira: Person, line: str, said: str) -> None:
    answer = await ira.says(f"course {line}")
    assert answer.startswith(said), answer
    assert not await room.app.database.run.read(grants.of_course, "seminar")
    assert ira.reply.private


async def test_a_length_that_was_left_out_is_a_button(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd")
    assert "until Wed 2 Feb, 1:00 PM" in await ira.presses(button(ira.reply, "+48 h"))


async def test_who_is_ambiguous_is_asked_with_everything_else_kept(room: Staffroom, ira: Person) -> None:
    await room.join("Sam Lee", CourseRole.STUDENT)
    assert (await ira.says("course extend sa rdd +2d a secret reason")).startswith("Whom do you mean by “sa”?")
    assert set(labels(ira.reply)) == {"Sam", "Sam Lee", "Samira"}
    assert "Sam Lee has until Wed 2 Feb" in await ira.presses(button(ira.reply, "Sam Lee"))
    (mine,) = (await room.app.database.run.read(grants.of_course, "seminar")).values()
    assert mine[0].reason == "a secret reason"


async def test_who_is_staff_of_two_courses_keeps_the_words_when_asked_which(
    room: Staffroom, ira: Person, tmp_path: Path
) -> None:
    second = tmp_path / "second.yaml"
    text = TWO_CLASSES.replace("id: seminar", "id: lab").replace("Reading Seminar", "Lab").replace("#seminar", "#lab")
    second.write_text(text, encoding="utf-8")
    await room.app.take_in(second, room.now)
    await room.join("Ira", CourseRole.INSTRUCTOR, course="lab")
    for line, said in (
        ("course extend <@ada|ada> rdd until wed 17:00", "Ada has until Wed 2 Feb, 5:00 PM PST for ‘Resilient"),
        ("course excuse ada week 2", "Ada is excused from ‘Eyeriss’."),
        ("course missing week 2", "Reviews for Hardware"),
        ("review digest eyeriss", "Reviews: Hardware"),
    ):
        assert "Which one do you mean?" in await ira.says(line)
        assert (await ira.presses(button(ira.reply, "Reading Seminar"))).startswith(said), line
    await ira.says(f"course extend ada rdd +2d {'for a long reason ' * 9}")
    assert "Give somebody more time" in await ira.presses(button(ira.reply, "Reading Seminar")), "too long for a button"


async def test_what_is_ambiguous_is_asked(room: Staffroom, ira: Person) -> None:
    text = TWO_CLASSES.replace("title: Eyeriss", "title: Distributed Eyeriss")
    await room.edit(text)
    assert (await ira.says("course excuse ada distributed")).startswith("What do you mean by “distributed”?")
    assert "Ada is excused from ‘Distributed Eyeriss’" in await ira.presses(button(ira.reply, "‘Distributed Eyeriss’"))


async def test_the_form_works_without_any_grammar(room: Staffroom, ira: Person) -> None:
    shown = await ira.says("course extend")
    assert "What?: p:rdd" in shown
    assert isinstance(ira.form, Form)
    assert "who: Say who it is for." in await ira.fills(until="wed 17:00")
    assert "until: I cannot read a time in that" in await ira.fills(who="ada", until="later")
    assert "until: It is due Mon 31 Jan" in await ira.fills(who="ada", until="25 jan 9:00")
    assert "who: That may be Sam and Samira. Type the whole name" in await ira.fills(who="sa", until="+2d")
    assert "Ada has until Wed 2 Feb, 5:00 PM" in await ira.fills(who="ada", until="wed 17:00", why="ill")
    await ira.says("course excuse")
    assert "Sam is excused from ‘Eyeriss’" in await ira.fills(who="sam", what="p:eyeriss")


async def test_the_person_is_told_and_told_of_an_undo(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd +2d a secret reason")
    undo = button(ira.reply, "Undo")
    await room.tick()
    assert "Ada already has until Wed 2 Feb" in await ira.says("course extend ada rdd +2d")
    assert (await ira.presses(undo)).startswith(
        "Taken back. For Ada ‘Resilient Distributed Datasets’ is due Mon 31 Jan"
    )
    assert (await ira.presses(undo)).startswith("That was taken back already")
    await room.tick()
    first, second = room.channels.texts("ada")
    assert first.startswith("You have until Wed 2 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’.")
    assert second.startswith("Staff withdrew your extra time for ‘Resilient Distributed Datasets’: it is due Mon 31")
    assert "secret" not in first + second + str(room.channels.texts("#seminar-staff"))
    actions = [one.action for one in await room.app.database.run.read(audit.entries, "seminar")]
    assert actions[:2] == ["grant_revoked", "grant_extension"]


async def test_of_several_words_in_a_row_only_the_last_is_told(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd +1d")
    await ira.says("course extend ada rdd +2d")
    await room.tick()
    (told,) = room.channels.texts("ada")
    assert "Thu 3 Feb" in told


async def test_it_changes_what_is_owed_for_one_and_nobody_else(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend sam everything +2d")
    await ira.says("course excuse ada rdd")
    assert await due(room, "Sam") == "Wed 02 13:00 not_started"
    assert await due(room, "Sam", "eyeriss") == "Wed 09 13:00 not_started"
    assert await due(room, "Ada") == "Mon 31 13:00 excused"
    assert await due(room, "Samira") == "Mon 31 13:00 not_started"


async def test_all_that_holds_is_listed_with_who_waits_first(room: Staffroom, ira: Person) -> None:
    assert "Nobody has any, and nobody has asked." in await ira.says("course extensions")
    await ira.says("course extend ada rdd +1d an interview")
    for number in range(2, 9):
        await ira.says(f"course extend samira eyeriss +{number}d")
        await ira.says(f"course extend sam everything +{number}d")
    sam = Person(room, "Sam")
    await sam.presses(Action("cannot", "seminar", ("eyeriss",)))
    await sam.fills(reason="emergency", note="Trains.")
    shown = await ira.says("course extensions")
    assert shown.startswith("More time and excuses\nWaits for you: Sam can’t make ‘Eyeriss’ (an emergency, Sun 30 Jan")
    assert "Note: Trains." in shown
    assert "Sam has 8 days longer for everything" in shown
    assert "Ada has until Tue 1 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’" in shown
    assert "By Ira, Sun 30 Jan, 10:00 AM PST: an interview" in shown
    assert shown.count("Samira has until") == 1
    undo = next(label for label in labels(ira.reply) if label.startswith("Undo: Ada"))
    await ira.presses(button(ira.reply, undo))
    assert "Ada has" not in await ira.says("course extensions")


async def test_a_long_list_has_pages(room: Staffroom, ira: Person) -> None:
    for number in range(8):
        await room.join(f"Person {number}", CourseRole.STUDENT)
        await ira.says(f"course extend person {number} rdd +1d")
    shown = await ira.says("course extensions")
    assert "1 to 6 of 8" in shown
    assert "7 to 8 of 8" in await ira.presses(button(ira.reply, "Next"))


async def test_a_button_that_was_never_made_does_nothing(room: Staffroom, ira: Person) -> None:
    for arguments in (
        ("=",),
        ("=", "1"),
        ("=", "x", "p:rdd", "+1"),
        ("=", "1", "p:nosuch", "+1"),
        ("=", "1", "p:rdd", ""),
    ):
        assert "older message" in await ira.presses(Action("extend", "seminar", arguments)), arguments
    assert "do not know that extension" in await ira.presses(Action("ungrant", "seminar", ("99",)))
    assert not await room.app.database.run.read(grants.of_course, "seminar")


# --- after the fact -------------------------------------------------------------------------------------------------


def write(connection, course, person, now):  # type: ignore[no-untyped-def]
    """A whole review of rdd, as it came in at `now`."""
    (owed,) = (one for one in reviews.owed(course) if one.paper == "rdd")
    answers = {field.id: "One sentence. " * (field.min_words or 3) for field in owed.review.form.fields}
    sent = Sent(
        person=person,
        paper="rdd",
        window="aaaaaa",
        base=0,
        answers=answers,
        submit=True,
        platform="slack",
        account="ada",
    )
    return reviewing.save(connection, course, sent, now=now)


async def test_a_late_review_becomes_on_time_and_both_are_told(room: Staffroom, ira: Person) -> None:
    room.now = datetime(2022, 2, 1, 9, tzinfo=ZONE).astimezone(UTC)
    (course,) = await room.app.courses()
    members = await room.app.database.run.read(_members)
    ada = next(one.person for one in members if one.name == "Ada")
    outcome = await room.app.database.run(write, course, ada, room.now)
    assert outcome.standing.late_by is not None
    said = await ira.says("course extend ada rdd +1d")
    assert "The review of ‘Resilient Distributed Datasets’ that came in on Tue 1 Feb, 9:00 AM PST counts as on" in said
    await room.tick()
    (told,) = [text for text in room.channels.texts("ada") if "until" in text and "Your review is in" in text]
    assert told == (
        "You have until Tue 1 Feb, 1:00 PM PST for ‘Resilient Distributed Datasets’.\nYour review is in, and on time."
    )


async def test_a_time_that_is_past_and_helps_nobody_is_done_and_said(room: Staffroom, ira: Person) -> None:
    room.now = datetime(2022, 2, 3, 9, tzinfo=ZONE).astimezone(UTC)
    said = await ira.says("course extend ada rdd until 1 feb 13:00")
    assert said.startswith("Tue 1 Feb, 1:00 PM PST is past, and no review of ‘Resilient Distributed Datasets’ came in")
    assert labels(ira.reply) == ["+24 h from now", "+48 h from now", "Do it all the same"]
    assert not await room.app.database.run.read(grants.of_course, "seminar")
    asked = ira.reply
    said = await ira.presses(button(asked, "Do it all the same"))
    assert "That is past already, and no review came in by then. A later time may be meant?" in said
    await room.tick()
    assert room.channels.texts("ada")[-1].startswith("You had until Tue 1 Feb, 1:00 PM PST")
    assert "until Fri 4 Feb, 9:00 AM PST" in await ira.presses(button(asked, "+24 h from now"))


# --- never less than they have ---------------------------------------------------------------------------------------


async def test_a_length_is_added_to_the_time_that_they_have(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd until fri 9:00")
    room.now += timedelta(hours=1)
    said = await ira.says("course extend ada rdd 2 days")
    assert said.startswith("Ada has until Sun 6 Feb, 9:00 AM PST for ‘Resilient Distributed Datasets’ (was Fri 4 Feb")
    assert "I counted 2 days from the time they had: Fri 4 Feb, 9:00 AM PST." in said


async def test_after_the_due_time_a_length_is_counted_from_now(room: Staffroom, ira: Person) -> None:
    room.now = datetime(2022, 2, 1, 15, 7, 30, tzinfo=ZONE).astimezone(UTC)
    said = await ira.says("course extend ada rdd +24h")
    assert said.startswith("Ada has until Wed 2 Feb, 3:15 PM PST"), "to a full quarter of an hour"
    assert "It was due already, so I counted 1 day from now." in said


async def test_a_late_review_that_stays_late_is_said_to_be_less_late(room: Staffroom, ira: Person) -> None:
    room.now = datetime(2022, 2, 1, 9, tzinfo=ZONE).astimezone(UTC)
    (course,) = await room.app.courses()
    members = await room.app.database.run.read(_members)
    ada = next(one.person for one in members if one.name == "Ada")
    await room.app.database.run(write, course, ada, room.now)
    room.now += DAY
    said = await ira.says("course extend ada rdd +12h")
    assert said.startswith("Ada has until Tue 1 Feb, 1:00 AM PST"), "what is in is judged by when it came"
    assert "that is in is late by 8 h" in said
    assert "it was 20 h" in said


async def test_what_would_take_time_away_is_asked_about_first(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd until fri 9:00")
    await room.tick()
    said = await ira.says("course extend ada rdd until wed 17:00")
    assert said.startswith(
        "Ada already has until Fri 4 Feb, 9:00 AM PST for ‘Resilient Distributed Datasets’, and that would take time away."
        "\nNothing is changed yet."
    )
    assert await due(room, "Ada") == "Fri 04 09:00 not_started"
    said = await ira.presses(button(ira.reply, "Only until Wed 2 Feb, 5:00 PM PST"))
    assert said.startswith("Ada has until Wed 2 Feb, 5:00 PM PST")
    await ira.says("course extend sam everything +2d")
    assert "Sam already has 2 days longer for everything, so 1 day would be less." in await ira.says(
        "course extend sam everything +1d"
    )
    assert "Sam has 1 day longer" in await ira.presses(button(ira.reply, "Only 1 day"))
    await ira.says("course extend")
    assert "Ada already has until Wed 2 Feb" in await ira.fills(who="ada", what="p:rdd", until="tue 17:00")


async def test_the_same_length_at_once_again_is_one_and_another_is_a_button(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd")
    pressed = button(ira.reply, "+24 h")
    assert "Ada has until Tue 1 Feb, 1:00 PM" in await ira.presses(pressed)
    assert "Ada already has until Tue 1 Feb, 1:00 PM" in await ira.presses(pressed)
    assert labels(ira.reply) == ["Undo", "Add 1 day more"]
    assert "Ada has until Wed 2 Feb, 1:00 PM" in await ira.presses(button(ira.reply, "Add 1 day more"))


async def test_more_time_ends_an_excuse_and_taking_it_back_excuses_again_and_all_is_told(
    room: Staffroom, ira: Person
) -> None:
    await ira.says("course excuse ada rdd")
    await room.tick()
    said = await ira.says("course extend ada rdd +1d")
    assert "for ‘Resilient Distributed Datasets’ (was excused); late ones until" in said
    assert "The excuse ends with that." in said
    undo = button(ira.reply, "Undo")
    await room.tick()
    said = await ira.presses(undo)
    assert said == "Taken back. Ada is excused from ‘Resilient Distributed Datasets’ again.\nI tell Ada."
    await room.tick()
    told = room.channels.texts("ada")
    assert "You were excused from it; that ends with this." in told[1]
    assert told[2] == (
        "Staff withdrew your extra time for ‘Resilient Distributed Datasets’. You are excused from it again. "
        "Nothing is owed there."
    )


async def test_taking_back_says_who_hears_of_it(room: Staffroom, ira: Person) -> None:
    await ira.says("course extend ada rdd +1d")
    assert "Ada had not heard of it yet, so I do not write to them." in await ira.presses(button(ira.reply, "Undo"))
    await ira.says("course extend ada rdd +1d")
    first = button(ira.reply, "Undo")
    await room.tick()
    await ira.says("course extend ada rdd until fri 9:00")
    await room.tick()
    assert "Nothing changes for Ada by it, so I do not write to them." in await ira.presses(first)
    await room.tick()
    assert not [text for text in room.channels.texts("ada") if "withdrew" in text]


# --- what is a reason -------------------------------------------------------------------------------------------------


async def test_words_of_a_title_are_no_reason_and_what_is_taken_for_one_is_said(room: Staffroom, ira: Person) -> None:
    await room.edit(TWO_CLASSES.replace("title: Eyeriss", "title: Big Eyeriss of Data"))
    said = await ira.says("course excuse ada big data")
    assert said.startswith("What do you mean by “big data”?"), said
    assert "Noted as the reason, for staff only: “a funeral”." in await ira.says(
        "course excuse ada resilient distributed (a funeral)"
    )
    assert "Noted as the reason, for staff only: “ill”." in await ira.says("course excuse sam rdd because ill")
    assert "Noted" not in await ira.says("course excuse samira rdd")


# --- of a choice ------------------------------------------------------------------------------------------------------

CHOOSE_TWO = Path(__file__).parent.parent / "stories" / "choose-two.yaml"


async def test_of_a_choice_all_hear_how_many_are_needed_and_remain(room: Staffroom, ira: Person) -> None:
    await room.edit(CHOOSE_TWO.read_text(encoding="utf-8"))
    ada = Person(room, "Ada")
    said = await ira.says("course excuse ada paxos")
    assert "The two papers that remain are still to be reviewed. /course excuse with the class lets them off" in said
    await room.tick()
    assert room.channels.texts("ada")[-1].endswith("The two papers that remain are still to be reviewed.")
    said = await ada.says("review")
    assert "review both of these papers; excused from The Part-Time Parliament" in said
    said = await ira.says("course excuse ada raft")
    assert "The paper that remains is still to be reviewed, one fewer than before." in said
    await room.tick()
    assert room.channels.texts("ada")[-1].endswith("The paper that remains is still to be reviewed.")
    said = await ada.says("review")
    assert "review this paper; excused from The Part-Time Parliament and In Search of" in said
    await ira.says("course excuse ada zab")
    assert "excused" in await ada.says("review")
    await room.tick()
    assert room.channels.texts("ada")[-1].endswith("Nothing is owed there.")


async def test_the_button_of_a_class_asks_which_paper_without_words_that_nobody_typed(
    room: Staffroom, ira: Person
) -> None:
    await room.edit(CHOOSE_TWO.read_text(encoding="utf-8"))
    asked = await Person(room, "Ada").presses(Action("write", "seminar", ("consensus",)))
    assert asked.startswith("Consensus: which of its 3 papers?")


async def test_what_no_review_is_asked_of_is_named(room: Staffroom, ira: Person) -> None:
    await room.edit(CHOOSE_TWO.read_text(encoding="utf-8"))
    said = await ira.says("course extend ada google file +1d")
    assert said.startswith("No review is asked for of ‘The Google File System’."), said
