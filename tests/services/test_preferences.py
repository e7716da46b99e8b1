"""What somebody chose for themselves, and what a platform says of them until they do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.conversation.port import Member
from bot.services import preferences
from bot.store import people
from tests.support.reminded_seminar import START
from tests.support.staffroom import Staffroom, staffroom

ADA, BEN, CY = (
    Member(name.lower(), name, timezone=zone) for name, zone in (("Ada", "Europe/Berlin"), ("Ben", "Mars"), ("Cy", ""))
)


async def zones(room: Staffroom) -> dict[str, str | None]:
    found = await room.app.database.run.read(people.members, "seminar")
    known = {one.name: await room.app.database.run.read(preferences.of, one.person) for one in found}
    return {name: one.timezone for name, one in known.items()}


async def test_the_zone_that_a_platform_shows_counts_until_somebody_chooses(database_url: str, tmp_path: Path) -> None:
    async with staffroom(database_url, tmp_path, at=START) as room:
        room.channels.members = {"#seminar": (ADA, BEN, CY)}
        await room.app.meet(START)
        assert await zones(room) == {"Ada": "Europe/Berlin", "Ben": None, "Cy": None}, "there is no zone Mars"
        room.channels.members = {"#seminar": (replace(ADA, timezone="Asia/Tokyo"), BEN, replace(CY, timezone="UTC"))}
        await room.app.meet(START)
        assert await zones(room) == {"Ada": "Europe/Berlin", "Ben": None, "Cy": "UTC"}, "the first that is known stays"


async def test_who_chose_the_courses_time_keeps_it(database_url: str, tmp_path: Path) -> None:
    async with staffroom(database_url, tmp_path, at=START) as room:
        room.channels.members = {"#seminar": (CY,)}
        await room.app.meet(START)
        (cy,) = await room.app.database.run.read(people.members, "seminar")
        await room.app.database.run(preferences.set_timezone, cy.person, None)
        room.channels.members = {"#seminar": (replace(CY, timezone="UTC"),)}
        await room.app.meet(START)
        assert await zones(room) == {"Cy": None}
