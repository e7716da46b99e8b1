"""The digest in a staff channel on Slack: one message with its file and its picture, changed in place with new ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.port import PostRefused
from bot.conversation.reply import Attachment, Reply, paragraph
from bot.course.model import CourseRole
from bot.services import reviewing
from bot.services.reviewing import Sent
from bot.store import people
from tests.slack_server import Person, SlackServer
from tests.support.courses import LOS_ANGELES
from tests.support.seminar import FIRST, HEAD
from tests.support.slack_bots import SlackBot, slack_bot

FORM = "  form: systems\n  digest_picture: yes\n"
TEXT = HEAD.replace("  form: short\n", FORM) + FIRST
TURN = timedelta(minutes=15)
LONG = "Lineage instead of copies. " * 110


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 1, 31, hour, minute, tzinfo=LOS_ANGELES).astimezone(UTC)


async def hands_in(bot: SlackBot, person: Person, merit: str, words: str, now: datetime) -> None:
    known = await bot.app.database.run.read(people.who, "slack", bot.slack.team_id, person.id)
    (course,) = await bot.app.courses()
    answers = {name: f"{words} {name}" for name in ("summary", "strengths", "weaknesses", "questions")}
    sent = Sent(
        person=known.person,
        paper="rdd",
        window=f"{now:%H%M}",
        base=9,
        answers={**answers, "merit": merit, "expertise": "2"},
        submit=True,
        platform="slack",
        account=person.id,
    )
    await bot.app.database.run(reviewing.save, course, sent, now=now)


async def test_it_is_one_message_with_a_file_and_a_picture_that_are_replaced(database_url: str, tmp_path: Path) -> None:
    async with SlackServer() as slack:
        ada, maya, ben = (slack.person(name) for name in ("Ada", "Maya", "Ben"))
        staff = slack.channel("seminar-staff", private=True, members=[ada])
        slack.channel("seminar", members=[ada, maya, ben])
        async with slack_bot(database_url, tmp_path, slack, at=at(9), text=TEXT, start=False) as bot:
            await bot.enter(ada, CourseRole.TA)
            for student in (maya, ben):
                await bot.enter(student, CourseRole.STUDENT)
            await hands_in(bot, maya, "5", LONG, at(10))
            await bot.tick(at(11))
            await bot.tick(at(11, 1))
            (first,) = [one for one in slack.seen(staff) if "Reviews: Big Data" in one.plain]
            assert "1 review in, from 1 of 2 students; 1 is missing." in first.plain
            assert [file["name"] for file in first.files] == ["reviews-first.md"]
            (image,) = [block for block in first.blocks if block["type"] == "image"]
            assert image["alt_text"].startswith("Scores as a picture. Resilient Distributed Datasets, Overall merit: 5")
            before = {image["slack_file"]["id"], first.files[0]["id"]}
            await hands_in(bot, ben, "1", "No.", at(11, 5))
            await bot.tick(at(11, 20))
            (changed,) = [one for one in slack.seen(staff) if "Reviews: Big Data" in one.plain]
            assert changed.ts == first.ts
            assert "2 reviews in, from 2 of 2 students." in changed.plain
            assert "disagreement 2.0" in changed.plain
            assert [file["name"] for file in changed.files] == ["reviews-first.md"]
            (image,) = [block for block in changed.blocks if block["type"] == "image"]
            assert not before & {image["slack_file"]["id"], changed.files[0]["id"]}, "new files in place of the old"
            posts = len([call for call in slack.calls if call.method == "chat.postMessage"])
            for turn in range(2, 6):
                await bot.tick(at(11, 20) + turn * TURN)
            assert len([call for call in slack.calls if call.method == "chat.update"]) == 1, "nothing was new"
            assert len([call for call in slack.calls if call.method == "chat.postMessage"]) == posts


async def test_a_message_that_was_deleted_cannot_be_changed_and_says_so(database_url: str, tmp_path: Path) -> None:
    async with SlackServer() as slack:
        slack.channel("seminar-staff", private=True, members=[slack.person("Ada")])
        slack.channel("seminar")
        async with slack_bot(database_url, tmp_path, slack, at=at(9), text=TEXT, start=False) as bot:
            reply = Reply((paragraph("Hello"),), private=False, files=(Attachment("a.md", b"# A", "A"),))
            reference = await bot.platform.post("#seminar-staff", reply, "key")
            await bot.platform.delete("#seminar-staff", reference)
            with pytest.raises(PostRefused):
                await bot.platform.update("#seminar-staff", reference, reply, "key")
