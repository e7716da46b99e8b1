"""The list of who took part on Slack: boxes in tens, ticked all at once by a button of the form, and saved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.course.model import CourseRole
from tests.slack_server import SlackServer
from tests.support.slack_bots import slack_bot

IN_CLASS = datetime(2022, 1, 31, 22, tzinfo=UTC)
NAMES = [f"Student {number:02}" for number in range(1, 13)]


async def test_everybody_is_ticked_but_one(database_url: str, tmp_path: Path) -> None:
    async with SlackServer(patience=5) as slack:
        tia = slack.person("Tia Moreau")
        slack.channel("seminar-staff", private=True, members=[tia])
        students = [slack.person(name) for name in NAMES]
        slack.channel("seminar", members=[tia, *students])
        async with slack_bot(database_url, tmp_path, slack, at=IN_CLASS, start=False) as bot:
            await bot.enter(tia, CourseRole.TA)
            for one in students:
                await bot.enter(one, CourseRole.STUDENT)
            await slack.connected()
            await tia.slash("/course participation")
            view = await tia.sees_view("Who took part?")
            assert "Tick who took part in Big Data Systems" in view.plain
            first, second = "Student 01 to Student 10", "Student 11 to Student 12"
            assert (view.values[first], view.values[second]) == ("", "")
            await tia.press(view, "Everybody")
            filled = await tia.sees_view(text="Everybody is ticked")
            assert (filled.values[first], filled.values[second]) == (", ".join(NAMES[:10]), ", ".join(NAMES[10:]))
            assert await tia.submit({second: NAMES[10:11]}) == {"response_action": "clear"}
            said = (await tia.hears()).plain
            assert "11 of 12 took part." in said
            assert "Not there: Student 12." in said
