"""What students really type: it leads to the right thing, and does nothing by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.course.model import CourseRole
from bot.services import pleading
from bot.store import grants
from handlers.plain_words import OWED, READ, UNABLE, sense
from handlers.unable import SHOWN
from tests.support.reminded_seminar import DAY, DUE, HOUR, SUNDAY, TEXT, Seminar, seminar
from tests.support.staffroom import Person, button

SAID = {
    UNABLE: (
        "I am ill", "I'm sick", "I was sick last week", "i’m really sick today", "im ill", "I feel awful", "I have the flu", "I've got a fever",
        "sorry I am not feeling well", "there is a family emergency", "my grandmother died", "can I get an extension?",
        "could i please have an extention", "extension please", "I need more time", "need a bit more time pls",
        "can you give me two more days", "can we extend the deadline?", "I can't make it", "I cant make it tomorrow",
        "I cannot finish the review", "I won't make the deadline", "I will not be able to submit", "I'll be late",
        "can I hand it in late?", "unable to submit", "Hi! I'm ill, can’t come to class",
    ),
    OWED: (
        "when is my review due", "When's the next review due?", "am I late", "am i too late?", "is my review late",
        "did I submit?", "have I submitted my review", "how much time do I have", "how long do I have left?",
        "what do I have to write", "what should I review", "what do i owe", "do I need to write a review", "is it too late",
        "until when do I have to submit", "can I still submit?", "did you get my review?",
    ),
    READ: (
        "what should I read", "what shuold I read", "what do I have to read for tomorrow?", "which paper is next",
        "what's the reading", "when is class", "where is the lecture", "when do we meet", "is there a class on monday",
        "when is the next class?",
    ),
}  # fmt: skip
NOTHING = (
    "raft", "resilient distributed datasets", "late materialization", "hello there", "more", "time", "extensible systems",
    "illumination models", "the sky above the clouds", "deadlnes", "reveiw", "what papers did zaharia write", "extending the model", "sick leave policy", "thanks a lot",
)  # fmt: skip


@pytest.mark.parametrize("verb", SAID)
def test_a_sentence_is_understood_and_other_words_are_left_to_the_search(verb: str) -> None:
    for words in SAID[verb]:
        meant = sense(words.split())
        assert meant is not None, words
        assert meant.verb == verb, words
    for words in NOTHING:
        assert sense(words.split()) is None, words
    assert sense(["ill"] * 5000) is None


async def ada(it: Seminar) -> Person:
    return await it.room.join("Ada", CourseRole.STUDENT)


async def test_who_is_ill_is_offered_what_they_owe_and_nobody_is_told(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        it.room.now = SUNDAY
        await it.hands_in("ada", "rdd")
        assert await person.says("I'm sick") == (
            "I’m sorry to hear that, take care of yourself. The staff can give you more time or excuse you. "
            "What is it about?\n"
            "[I can’t make ‘Spark’] [Something else …]\n"
            "You can add a word before anything is sent. If you miss a class too, please tell them yourself."
        )
        assert person.reply.private
        await it.ticks(SUNDAY + HOUR)
        assert it.texts("#seminar-staff") == []
        assert "Only the staff read this." in await person.presses(button(person.reply, "I can’t make ‘Spark’"))
        mine = await it.room.app.database.run.read(grants.pleas_of, "seminar", it.persons["ada"])
        assert not mine, "a sentence and a look at the form tell nobody anything"
        it.room.now = SUNDAY + 2 * HOUR
        assert "[I can’t make ‘Spark’] [Something else …]" in await person.says("can I get an extension?")
        it.room.now = DUE + pleading.STILL + 30 * DAY
        assert "you owe none just now" in await person.says("I need more time")


async def test_of_several_courses_each_keeps_its_way_to_something_else(database_url: str, tmp_path: Path) -> None:
    papers = "".join(f"      - {{id: more{n}, title: More {n}, tier: required}}\n" for n in range(9))
    full = TEXT.replace("    readings:\n", f"    readings:\n{papers}", 1)
    async with seminar(database_url, tmp_path, text=full) as it:
        person = await ada(it)
        other = tmp_path / "other.yaml"
        one_class = full.partition("  - id: second")[0]
        named = one_class.replace("id: seminar", "id: other", 1).replace("Reading Seminar", "Algorithms")
        other.write_text(named, encoding="utf-8")
        it.room.now = SUNDAY
        await it.room.app.take_in(other, SUNDAY)
        await it.room.join("Ada", CourseRole.STUDENT, course="other")
        said = await person.says("I can’t make it")
        assert said.count("I can’t make ‘") == SHOWN
        assert "[Algorithms: Something else …]" in said
        assert said.count("Something else …]") == 2
        assert said.count("[Algorithms: I can’t make") == SHOWN // 2


async def test_of_a_choice_it_is_about_the_class(database_url: str, tmp_path: Path) -> None:
    text = TEXT.replace("owe: each required", "owe: {choose: 1}")
    async with seminar(database_url, tmp_path, text=text) as it:
        it.room.now = SUNDAY
        said = await (await ada(it)).says("I can’t make it")
        assert said.startswith("That happens. The staff can give you more time or excuse you.")
        assert "[I can’t make ‘Big Data Systems’]" in said


async def test_questions_are_answered_by_the_rows_that_know(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        person = await ada(it)
        it.room.now = DUE + HOUR
        assert (await person.says("am I late?")).startswith("Your reviews\nResilient Distributed Datasets · was due")
        assert (await person.says("when is my review due")).startswith("Your reviews\n")
        it.room.now = DUE + 2 * HOUR
        assert (await person.says("what should I read")).startswith("What to read next\nBig Data Systems")


async def test_staff_are_told_what_they_can_do_for_a_student_and_who_owes_nothing_that(
    database_url: str, tmp_path: Path
) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia, aud = await it.room.join("Tia", CourseRole.TA), await it.room.join("Aud", CourseRole.AUDITOR)
        said = await tia.says("she needs more time")
        assert "/course extend @name TITLE +2d or /course excuse @name TITLE" in said
        assert await aud.says("I am ill") == "You owe no reviews here, so there is nothing to be excused from."
