"""Calendars over HTTP: a secret address shows one person's calendar, until it is taken back."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar

from bot import settings
from bot.conversation.reply import Action
from bot.course.model import CourseRole
from bot.feeds import put_up
from bot.store import people
from bot.store.database import Connection
from bot.web import WebServer
from tests.support.pages import reading
from tests.support.seat_course import START, text
from tests.support.staffroom import Staffroom, button, staffroom
from tests.test_settings import NOWHERE

PUBLIC = "https://bot.example"
ADDRESS = re.compile(rf"{re.escape(PUBLIC)}(/calendar/[A-Za-z0-9_-]+\.ics)")


def address(said: str) -> str:
    found = ADDRESS.search(said)
    assert found, said
    return found[1]


async def test_a_calendar_is_read_at_its_secret_address_until_it_is_taken_back(database_url, tmp_path):
    async with staffroom(database_url, tmp_path, at=START, text=text(), public_url=PUBLIC) as room:
        ada, bob = await room.join("Ada", CourseRole.STUDENT), await room.join("Bob", CourseRole.STUDENT)
        server = WebServer("127.0.0.1", 0)
        put_up(server, room.app, lambda: room.now)
        await server.open()
        try:
            async with reading(server.port) as reader:
                said = await ada.says("mywork calendar")
                assert "A link that your calendar program looks up stays up to date" in said
                first = address(await ada.presses(button(ada.reply, "Get a link")))
                page = await reader.get(first)
                assert (page.status, page.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
                assert page.headers["Cache-Control"] == "no-store"
                calendar = Calendar.from_ical(page.text)
                assert str(calendar["x-wr-calname"]) == "Reading Seminar"
                assert {"seminar/raft@coursebot", "seminar/dst@coursebot"} <= {
                    str(one["uid"]) for one in calendar.walk("VEVENT")
                }

                await bob.says("mywork calendar")
                other = address(await bob.presses(button(bob.reply, "Get a link")))
                assert other != first
                await ada.says("mywork calendar")
                second = address(await ada.presses(button(ada.reply, "Make a new link")))
                gone = await reader.get(first)
                assert (gone.status, gone.text) == (404, "There is no calendar at this address, or not any more.\n")
                assert (await reader.get(second)).status == 200

                assert "shows nothing any more" in await ada.presses(button(ada.reply, "Switch it off"))
                assert (await reader.get(second)).status == 404
                assert "There is no link of yours" in await ada.presses(Action("calgone"))
                assert (await reader.get(other)).status == 200, "another person's stays"

                await leaves(room, "bob")
                assert (await reader.get(other)).status == 404
                for guess in ("/calendar/.ics", "/calendar/x.ics", f"/calendar/{'x' * 500}.ics", "/calendar/%00.ics"):
                    assert (await reader.get(guess)).status == 404
        finally:
            await server.close()


async def leaves(room: Staffroom, account: str) -> None:
    def leave(connection: Connection) -> None:
        known = people.who(connection, "slack", "W", account)
        assert known is not None
        role = CourseRole.STUDENT
        people.set_membership(
            connection, course="seminar", person_id=known.person, role=role, now=room.now, active=False
        )

    await room.app.database.run(leave)


async def test_a_database_that_does_not_answer_is_said_and_nothing_more(database_url, tmp_path):
    async with staffroom(database_url, tmp_path, at=START, text=text(), public_url=PUBLIC) as room:
        ada = await room.join("Ada", CourseRole.STUDENT)
        await ada.says("mywork calendar")
        path = address(await ada.presses(button(ada.reply, "Get a link")))
        server = WebServer("127.0.0.1", 0)
        put_up(server, room.app, lambda: room.now, patience=0.0)
        await server.open()
        try:
            async with reading(server.port) as reader:
                page = await reader.get(path)
                assert (page.status, page.text) == (
                    503,
                    "The calendar cannot be read just now. Please try again later.\n",
                )
        finally:
            await server.close()


async def test_without_a_public_address_there_is_a_file_and_no_link(database_url, tmp_path):
    async with staffroom(database_url, tmp_path, at=START, text=text()) as room:
        ada = await room.join("Ada", CourseRole.STUDENT)
        said = await ada.says("mywork calendar")
        assert "link" not in said
        (file,) = ada.reply.files
        assert file.name == "my-courses.ics"
        assert Calendar.from_ical(file.content).walk("VEVENT")
        assert "as a file only" in await ada.presses(Action("callink"))


@pytest.mark.parametrize(
    ("url", "port", "wrong"),
    [
        ("https://bot.example/", "8080", ""),
        ("http://localhost:8080", "8080", ""),
        ("", "", ""),
        ("http://bot.example", "8080", "is no address that people can reach safely"),
        ("bot.example", "8080", "is no address"),
        ("https://user@bot.example", "8080", "is no address"),
        ("https://bot.example/?x=1", "8080", "is no address"),
        ("https://[bot", "8080", "is no address"),
        ("https://bot.example", "", "the bot listens on no port; set COURSEBOT_HTTP_PORT"),
    ],
)
def test_the_public_address_is_one_that_people_can_reach_safely(url, port, wrong):
    found = settings.load({"COURSEBOT_PUBLIC_URL": url, "COURSEBOT_HTTP_PORT": port}, NOWHERE)
    assert wrong in found.wrong_public_url
    assert bool(wrong) == bool(found.wrong_public_url)
    assert found.public_url == ("" if wrong else url.rstrip("/"))
    assert found.problems == ((found.wrong_public_url,) if wrong else ())
