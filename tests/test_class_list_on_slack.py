"""Who is who on Slack: found by the address that Slack shows, asked in private, settled by one press, claimed by a code."""

from __future__ import annotations

from pathlib import Path

from bot.course.roster_file import read
from bot.services import claim_codes, roster_import
from tests.slack_server import SlackServer
from tests.support.listed_room import HEAD, LINES, MONDAY
from tests.support.seminar import TWO_CLASSES
from tests.support.slack_bots import slack_bot


async def test_people_are_found_asked_and_linked(database_url: str, tmp_path: Path) -> None:
    async with SlackServer() as slack:
        tess, sam = slack.person("Tess", email="tess@example.edu"), slack.person("Sam")
        ben, eve = slack.person("Benny", email="BEN@example.edu"), slack.person("Eve")
        staff = slack.channel("seminar-staff", private=True, members=[tess])
        slack.channel("seminar", members=[tess, sam, ben])
        text = TWO_CLASSES.replace(
            "  channels:\n", f"  staff: [{{name: tess, role: instructor, slack: {tess.id}}}]\n  channels:\n"
        )
        async with slack_bot(database_url, tmp_path, slack, at=MONDAY, text=text) as bot:
            await slack.connected()
            (course,) = await bot.app.courses()
            run, sheet = bot.app.database.run, read((HEAD + LINES).encode(), "list.csv")
            await run(roster_import.apply, course, sheet, stamp=None, now=bot.now, by=None)
            made = await run(claim_codes.make, course, everybody=False, now=bot.now)
            await bot.app.meet(bot.now)
            await bot.tick()
            asked = await sam.sees_text("I cannot find you on the class list")
            assert not [one for one in slack.seen(ben) if "class list" in one.plain]
            await sam.press(asked, "Tell who I am")
            view = await sam.sees_view("Who are you?")
            await sam.submit({"Your student id or university e-mail": "30012345"}, view)
            await sam.sees_text("Thanks, staff will confirm it.")
            await bot.tick()
            (notice,) = [one for one in slack.seen(staff) if "Sam says: 30012345." in one.plain]
            assert "That is Ada Lovelace (ada@example.edu) on the class list." in notice.plain
            await tess.press(notice, "Yes, link them")
            await tess.sees_text("Done: Sam is Ada Lovelace on the class list now.", staff)
            await bot.tick()
            await sam.sees_text("Staff found you on the class list of Reading Seminar: Ada Lovelace.")
            code = next(one.code for one in made.codes if one.name == "Dee Ray")
            await eve.says(f"link {code}")
            assert (
                "You are a student in Reading Seminar (Spring 2022)."
                in (await eve.sees_text("Welcome, Dee Ray.")).plain
            )
            await eve.slash(f"/mywork link {code.lower()}")
            await eve.sees_text("That is done already: you are Dee Ray.")
