"""Editing the schedule while the bot runs: what people see of a good edit, a broken one, and a vanished id."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import Misconfigured, Refused
from bot.services import control, reviewing
from bot.services.control import Answer
from bot.services.reviewing import Sent
from bot.services.schedules import Outcome
from bot.store import grants, people
from bot.store import schedules as versions
from bot.store.records import ReviewGrant
from tests.services.test_delivery import SHARED, STAFF, START, WEEKLY, WHOLE_TERM, utc
from tests.support.bots import running
from tests.support.seminar import THREE_CLASSES

SLIDES = """\
    date: 2022-01-31
    materials:
      - {kind: slides, title: PDF, url: https://example.org/slides.pdf}
"""
RECORDING = SLIDES + "      - {kind: recording, title: Video, url: https://example.org/video}\n"
FIRST_DATE = "    date: 2022-01-31\n"


async def test_a_typo_mended_or_a_class_moved_says_nothing_twice(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        now = utc(1, 30, 22)
        await bot.edit("title: Big Data Systems", "title: Big data systems", now)
        await bot.edit("date: 2022-01-31", "date: 2022-02-02", now)
        await bot.ticks(now, utc(2, 1, 21), utc(2, 2, 17))
        assert bot.server.keys(SHARED).count("seminar/console/review-due/first/P1D//") == 1
        assert bot.server.keys(SHARED)[-1] == "seminar/console/day-of/first/start//", "on its new day"


async def test_a_new_version_is_told_to_staff_in_counts(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.edit("title: Hardware", "title: Hardware for ML", START)
        await bot.ticks(START)
        (told,) = bot.server.visible(STAFF)
        assert told.text == "The new schedule is in force (version 2).\n• Hardware for ML was edited"
        (version,) = await bot.app.database.run.read(versions.in_force)
        assert version.number == 2


async def test_a_moved_class_is_told_with_both_days_and_with_what_looks_odd(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.edit("date: 2022-02-07", "date: 2022-02-08", START)
        await bot.ticks(START)
        (told,) = bot.server.visible(STAFF)
        assert "• Hardware: Mon 7 Feb, 1:00 PM PST → Tue 8 Feb, 1:00 PM PST" in told.text
        assert "Is this meant?" in told.text
        assert "Tuesday" in told.text, "the class meets on Mondays"
        await bot.edit("due: 2022-02-11 17:00", "due: 2022-02-12", START)
        await bot.ticks(START)
        again = bot.server.visible(STAFF)[1].text
        assert "• Project proposal: Fri 11 Feb, 5:00 PM PST → Sat 12 Feb" in again
        assert "meant" not in again, "what was odd before is not told again"


async def test_what_is_new_and_gone_is_told_by_name(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.edit("id: third\n    title: Frameworks", "id: compilers\n    title: Compilers", START)
        await bot.ticks(START)
        (told,) = bot.server.visible(STAFF)
        assert "• Compilers is new" in told.text
        assert "• Frameworks is gone" in told.text


async def test_an_unchanged_file_changes_nothing(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        assert await bot.app.take_in(bot.file, START) is Outcome.SAME
        await bot.ticks(START)
        assert bot.server.posts == []


async def test_materials_are_announced_once_a_kind_when_the_first_appears(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        now = utc(1, 31, 23)
        await bot.ticks(now)
        before = len(bot.server.keys(SHARED))
        await bot.edit(FIRST_DATE, SLIDES, now)
        await bot.ticks(now)
        await bot.edit("slides.pdf", "slides-2.pdf", now + timedelta(hours=1))
        await bot.edit(
            "    materials:\n",
            "    materials:\n      - {kind: slides, title: PPTX, url: https://example.org/slides.pptx}\n",
            now + timedelta(hours=1),
        )
        await bot.ticks(now + timedelta(hours=1))
        assert bot.server.keys(SHARED)[before:] == ["seminar/console/materials/first/slides//"]


async def test_what_was_there_at_go_live_is_never_announced(database_url, tmp_path):
    text = THREE_CLASSES.replace(FIRST_DATE, SLIDES)
    async with running(database_url, tmp_path, at=START, text=text) as bot:
        await bot.edit(SLIDES, FIRST_DATE, START)
        await bot.edit(FIRST_DATE, RECORDING, START + timedelta(hours=1))
        await bot.ticks(START + timedelta(hours=1))
        assert bot.server.keys(SHARED) == ["seminar/console/materials/first/recording//"]


async def test_the_materials_of_one_edit_are_no_flood(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        text = bot.file.read_text(encoding="utf-8")
        for day in ("2022-01-31", "2022-02-07", "2022-02-14"):
            text = text.replace(f"    date: {day}\n", RECORDING.replace("2022-01-31", day))
        bot.file.write_text(text, encoding="utf-8")
        await bot.app.take_in(bot.file, START)
        await bot.ticks(START)
        assert len(bot.server.keys(SHARED)) == 6


async def test_a_broken_edit_keeps_the_old_version_and_tells_staff_the_lines(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.edit("date: 2022-02-07", "date: 2022-02-31", START)
        await bot.app.take_in(bot.file, START)
        await bot.ticks(START, WEEKLY)
        (told,) = bot.server.visible(STAFF)
        assert "schedule.yaml:24:11: sessions[1].date:" in told.text
        assert "stays in force" in told.text
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_a_broken_file_at_a_restart_keeps_the_course_running(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(START)
    file = tmp_path / "schedule.yaml"
    file.write_text("course: [", encoding="utf-8")
    async with running(database_url, tmp_path, at=WEEKLY) as bot:
        await bot.ticks(WEEKLY)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert len(bot.server.visible(STAFF)) == 1


async def test_a_broken_file_at_a_first_start_is_refused_with_its_lines(database_url, tmp_path):
    with pytest.raises(Misconfigured, match=r"schedule\.yaml:1:"):
        async with running(database_url, tmp_path, at=START, text="course: ["):
            pass


async def test_a_running_course_keeps_its_id(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.edit("id: seminar", "id: seminar-2", START)
        await bot.ticks(START, WEEKLY)
        (told,) = bot.server.visible(STAFF)
        assert "a running course keeps its id" in told.text
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def _with_a_vanished_id(bot):
    """After the reminder of the first session somebody changes its id."""
    await bot.ticks(WEEKLY, utc(1, 30, 21))
    now = utc(1, 30, 22)
    await bot.edit("id: first", "id: opening", now)
    await bot.ticks(now)
    return now, (await bot.app.courses())[0]


async def test_a_vanished_id_holds_the_new_version_and_asks_staff(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await _with_a_vanished_id(bot)
        (asked,) = bot.server.visible(STAFF)
        for words in ("Big Data Systems", "Renamed to", "opening", "[Removed]", "[Keep the old version]"):
            assert words in asked.text
        assert (await bot.app.courses())[0].session("first") is not None


async def test_renamed_it_is_not_said_again_under_its_new_id(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        now, course = await _with_a_vanished_id(bot)
        (held,) = await bot.app.database.run.read(versions.held)
        answer = Answer(text_hash=held.hash, fate="renamed", item="first", renamed_to="opening")
        settled = await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=now, by=None)
        assert settled.outcome == "applied"
        await bot.ticks(now, utc(1, 31, 17))
        assert (await bot.app.courses())[0].session("opening") is not None
        (_, applied) = bot.server.visible(STAFF)
        assert "Big Data Systems is called opening now, before it was first" in applied.text
        assert "is new" not in applied.text
        said = [post.key for post in bot.server.visible(SHARED)]
        assert said == [*WHOLE_TERM[:2], "seminar/console/day-of/opening/start//"]


async def test_a_paper_with_reviews_is_renamed_only_when_staff_say_so(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        course = (await bot.app.courses())[0]
        maya = await bot.app.database.run(people.add_person, name="Maya", now=START)
        answers = {"sentences": "One. Two. Three.", "question": "Why?"}
        sent = Sent(
            person=maya, paper="rdd", window="w", base=0, answers=answers, submit=True, platform="slack", account="U1"
        )  # fmt: skip
        await bot.app.database.run(reviewing.save, course, sent, now=START)
        await bot.edit("id: rdd", "id: spark", START)
        await bot.ticks(START)
        (asked,) = bot.server.visible(STAFF)
        assert "the paper “Resilient Distributed Datasets” (id rdd), of which 1 review is here?" in asked.text
        assert "paper:" not in asked.text.replace("the paper", "")
        (held,) = await bot.app.database.run.read(versions.held)
        assert held.vanished == ("paper:rdd",)
        wrong = Answer(text_hash=held.hash, fate="renamed", item="paper:rdd", renamed_to="second")
        with pytest.raises(Refused, match="has no second, so rdd cannot be called that"):
            await bot.app.database.run(control.settle_vanished, course=course, answer=wrong, now=START, by=None)
        answer = replace(wrong, renamed_to="paper:spark")
        settled = await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=START, by=None)
        assert settled.outcome == "applied"
        course = (await bot.app.courses())[0]
        (version,) = await bot.app.database.run.read(reviewing.written, course, maya, "spark")
        assert version.answers == answers


async def test_reviews_are_put_out_of_reach_only_when_staff_say_so(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        course = (await bot.app.courses())[0]
        maya = await bot.app.database.run(people.add_person, name="Maya", now=START)
        sent = Sent(
            person=maya, paper="rdd", window="w", base=0, answers={"question": "Why?"}, submit=True, platform="slack",
            account="U1",
        )  # fmt: skip
        await bot.app.database.run(reviewing.save, course, sent, now=START)
        await bot.edit("id: first", "id: first\n    review: none", START)
        await bot.ticks(START)
        (asked,) = bot.server.visible(STAFF)
        assert "It asks for no review of 1 paper any more, though reviews of it are here." in asked.text
        assert (
            "any more of the paper “Resilient Distributed Datasets” (id rdd), of which 1 review is here?" in asked.text
        )
        assert "Renamed to" not in asked.text
        assert "[No longer asked for]" in asked.text
        course = (await bot.app.courses())[0]
        assert await bot.app.database.run.read(reviewing.written, course, maya, "rdd"), "the old version is in force"
        (held,) = await bot.app.database.run.read(versions.held)
        answer = Answer(text_hash=held.hash, fate="removed", item="review:rdd")
        wrong = replace(answer, fate="renamed", renamed_to="second")
        with pytest.raises(Refused, match="has no second, so rdd cannot be called that"):
            await bot.app.database.run(control.settle_vanished, course=course, answer=wrong, now=START, by=None)
        settled = await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=START, by=None)
        assert settled.outcome == "applied"
        await bot.edit("title: Big Data Systems", "title: Big Data", START)
        assert await bot.app.database.run.read(versions.held) == (), "it was said once"


async def test_a_session_for_which_somebody_wrote_is_asked_for_when_its_id_vanishes(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        maya = await bot.app.database.run(people.add_person, name="Maya", now=START)
        excuse = ReviewGrant(course="seminar", person=maya, kind="excuse", session="second", granted_at=START)
        await bot.app.database.run(grants.add, excuse)
        await bot.edit("id: second", "id: chips", START)
        course = (await bot.app.courses())[0]
        (held,) = await bot.app.database.run.read(versions.held)
        assert held.vanished == ("second",)
        answer = Answer(text_hash=held.hash, fate="renamed", item="second", renamed_to="chips")
        await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=START, by=None)
        (kept,) = await bot.app.database.run.read(grants.of_person, "seminar", maya)
        assert kept.session == "chips"


async def test_keeping_the_old_version_lasts_until_the_file_changes(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        now, course = await _with_a_vanished_id(bot)
        (held,) = await bot.app.database.run.read(versions.held)
        answer = Answer(text_hash=held.hash, fate="keep")
        await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=now, by=None)
        assert await bot.app.take_in(bot.file, now) is Outcome.KEPT_OLD
        await bot.ticks(now, utc(1, 31, 17))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:3]
        await bot.edit("id: opening", "id: first", now)
        assert len(bot.server.visible(STAFF)) == 1, "nothing more to ask"


async def test_removed_nothing_more_is_said_of_it(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        now, course = await _with_a_vanished_id(bot)
        (held,) = await bot.app.database.run.read(versions.held)
        answer = Answer(text_hash=held.hash, fate="removed", item="first")
        await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=now, by=None)
        await bot.ticks(now, utc(1, 31, 17))
        assert "seminar/console/day-of/first/start//" not in bot.server.keys(SHARED)
        assert "seminar/console/day-of/opening/start//" in bot.server.keys(SHARED)


async def test_two_files_of_one_course_are_refused(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        other = tmp_path / "copy.yaml"
        other.write_text(THREE_CLASSES, encoding="utf-8")
        with pytest.raises(Misconfigured, match="seminar is the id of the course in"):
            await bot.app.take_in(other, START)


async def test_two_courses_that_claim_one_channel_are_refused(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        other = tmp_path / "other.yaml"
        other.write_text(THREE_CLASSES.replace("id: seminar", "id: other"), encoding="utf-8")
        await bot.app.take_in(other, START)
        with pytest.raises(Misconfigured, match=r"#seminar on console belongs to other and to seminar"):
            await bot.app.refuse_contested_channels()


async def test_an_edit_taken_back_and_made_again_asks_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        now, _ = await _with_a_vanished_id(bot)
        await bot.edit("id: opening", "id: first", now)
        await bot.edit("id: first", "id: opening", now + timedelta(minutes=1))
        await bot.ticks(now + timedelta(minutes=1))
        assert len(await bot.app.database.run.read(versions.held)) == 1
        assert len(bot.server.visible(STAFF)) == 2


async def test_a_mistake_made_again_is_told_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        for minutes in (0, 10):
            now = START + timedelta(minutes=minutes)
            await bot.edit("title: Hardware", "titel: Hardware", now)
            await bot.app.take_in(bot.file, now)
            await bot.ticks(now)
            await bot.edit("titel: Hardware", "title: Hardware", now + timedelta(minutes=1))
        assert len(bot.server.visible(STAFF)) == 2


async def test_a_lost_answer_is_looked_for_under_the_id_that_was_renamed(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        bot.server.next("post", "drop_after")
        await bot.ticks(utc(1, 30, 21))
        now = utc(1, 30, 21)
        await bot.edit("id: first", "id: opening", now)
        (held,) = await bot.app.database.run.read(versions.held)
        answer = Answer(text_hash=held.hash, fate="renamed", item="first", renamed_to="opening")
        (course,) = await bot.app.courses()
        await bot.app.database.run(control.settle_vanished, course=course, answer=answer, now=now, by=None)
        await bot.ticks(now + timedelta(minutes=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:2]


async def test_materials_known_at_go_live_are_no_news_under_another_id(database_url, tmp_path):
    text = THREE_CLASSES.replace(FIRST_DATE, SLIDES)
    async with running(database_url, tmp_path, at=START, text=text) as bot:
        await bot.edit("id: first", "id: opening", START)
        await bot.ticks(START)
        assert bot.server.keys(SHARED) == []
        assert "What became of" in bot.server.visible(STAFF)[0].text


async def test_last_terms_course_is_at_rest_and_this_terms_may_have_its_channels(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(START)
    file = tmp_path / "schedule.yaml"
    file.write_text(THREE_CLASSES.replace("id: seminar", "id: seminar-2"), encoding="utf-8")
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.app.refuse_contested_channels()
        await bot.ticks(WEEKLY)
        assert bot.server.keys(SHARED) == ["seminar-2/console/weekly/week:2022-01-31/post//"]
        assert await bot.app.at_rest() == ("seminar",)
