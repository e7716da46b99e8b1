"""Who is in a course by what platforms show: found, joined, left, staff and staff no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.port import Member, PostRefused, RateLimited
from bot.conversation.request import Event
from bot.course.model import CourseRole, StaffMember
from bot.errors import PlatformDown
from bot.store import audit, people
from bot.store.records import Membership
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import Channels, Staffroom, staffroom

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2022, 1, 24, 10, tzinfo=ZONE)
"""A week before the first class."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STAFF = "  staff: [{name: Ira Voss, role: instructor, slack: U0IRA}, {name: TAs, role: ta, slack_group: cs-tas}]\n"
SCHEDULE = TWO_CLASSES.replace("  channels:\n", STAFF + "  channels:\n")
IRA, TIA = Member("U0IRA", "Ira Voss"), Member("U0TIA", "Tia Bloom", "tia@example.edu")
ADA, BEN, GUS = Member("ada", "Ada Lund"), Member("ben", "Ben Ito"), Member("gus", "Gus Guest", kind="guest")
ROBOT = Member("bot", "Reminder", kind="bot")


@pytest.fixture
async def room(database_url: str, tmp_path: Path) -> AsyncIterator[Staffroom]:
    async with staffroom(database_url, tmp_path, at=MONDAY, text=SCHEDULE) as opened:
        opened.channels.known_staff = {"Ira Voss": (IRA,), "TAs": (TIA,)}
        opened.channels.members = {"#seminar": (IRA, TIA, ADA, GUS, ROBOT)}
        yield opened


async def met(room: Staffroom, now: datetime | None = None) -> None:
    room.now = now or room.now
    await room.app.meet(room.now)


async def members(room: Staffroom, *, active_only: bool = True) -> dict[str, Membership]:
    found = await room.app.database.run.read(people.members, "seminar", active_only=active_only)
    return {one.name: one for one in found}


async def roles(room: Staffroom) -> dict[str, str]:
    return {name: one.role.value for name, one in (await members(room)).items()}


def in_channel(room: Staffroom, *who: Member) -> None:
    room.channels.members["#seminar"] = who


async def news(room: Staffroom) -> list[str]:
    """What staff were told in their channel about who came and left."""
    await room.tick()
    return [text for text in room.channels.texts("#seminar-staff") if " new: " in text or " left: " in text]


FOUND = {"Ira Voss": "instructor", "Tia Bloom": "ta", "Ada Lund": "student", "Gus Guest": "guest"}


async def test_whoever_is_in_the_channel_is_a_student_but_for_staff_guests_and_bots(room: Staffroom) -> None:
    await met(room)
    assert await roles(room) == FOUND
    found = await members(room)
    assert {one.counts_from for one in found.values()} == {room.now}
    tia = await room.app.database.run.read(people.get_person, found["Tia Bloom"].person)
    assert tia.email == "tia@example.edu"
    done = await room.app.database.run.read(audit.entries, "seminar")
    assert [entry.action for entry in done].count("member_joined") == 4


async def test_a_nickname_that_was_heard_first_gives_way_to_the_real_name(room: Staffroom) -> None:
    named = {"platform": "slack", "workspace": "W", "user_id": "ada", "now": room.now}
    await room.app.database.run(people.ensure_account, **named, name="adaaa")
    await met(room)
    assert "Ada Lund" in await roles(room)
    in_channel(room, IRA, TIA, replace(ADA, name="✨ada✨"), GUS)
    await met(room, room.now + HOUR)
    assert "Ada Lund" in await roles(room), "a name on the roster stays"


async def test_an_empty_channel_is_not_looked_at_yet(room: Staffroom) -> None:
    in_channel(room)
    room.channels.known_staff = {}
    await met(room)
    await room.tick()
    assert await roles(room) == {}
    assert not any("looked at who is in" in text for text in room.channels.texts("#seminar-staff"))


async def test_who_joins_owes_what_is_due_two_days_later_and_staff_hear_of_it_once_that_day(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    joined = Event(
        kind="joined", platform="slack", workspace="W", account="ben", account_name="b", now=room.now + HOUR,
        channel="#seminar",
    )  # fmt: skip
    await room.app.happened(joined)
    ben = (await members(room))["Ben Ito"]
    assert (ben.role, ben.joined_at, ben.counts_from) == (CourseRole.STUDENT, joined.now, joined.now + 2 * DAY)
    cy, dee = Member("cy", "Cy Abara"), Member("dee", "Dee Moon", kind="external")
    in_channel(room, IRA, TIA, ADA, GUS, BEN, cy, dee)
    await room.app.happened(replace(joined, account="cy", now=room.now + 2 * HOUR))
    room.now = MONDAY.replace(hour=15, minute=59)
    assert await news(room) == []
    room.now = MONDAY.replace(hour=16)
    (line,) = await news(room)
    assert line.startswith("3 new: Ben Ito, Cy Abara and Dee Moon (guest).")
    for hours in (1, 12, 24, 48):
        room.now = MONDAY.replace(hour=16) + hours * HOUR
        assert await news(room) == [line]


async def test_a_day_that_passed_while_the_bot_was_down_is_made_up_for(
    room: Staffroom, database_url: str, tmp_path: Path
) -> None:
    await met(room)
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    await met(room, room.now + HOUR)
    await room.app.close()
    later = MONDAY + 3 * DAY
    async with staffroom(database_url, tmp_path, at=later, text=SCHEDULE) as again:
        (line,) = await news(again)
    assert line.startswith("1 new: Ben Ito.")


async def test_an_event_of_another_channel_is_nobodys_business(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    event = Event(
        kind="joined", platform="slack", workspace="W", account="ben", account_name="b", now=room.now, channel="#other"
    )
    await room.app.happened(event)
    assert await roles(room) == FOUND


async def test_who_leaves_stays_until_staff_say_something_and_is_asked_about_once(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA)
    gone = Event(
        kind="left", platform="slack", workspace="W", account="ada", account_name="a", now=room.now + HOUR,
        channel="#seminar",
    )  # fmt: skip
    await room.app.happened(gone)
    assert await roles(room) == FOUND
    assert (await members(room))["Ada Lund"].left_at == gone.now
    await met(room, room.now + 2 * HOUR)
    assert (await members(room))["Ada Lund"].left_at == gone.now
    room.now = MONDAY.replace(hour=16)
    (line,) = await news(room)
    assert line.startswith("1 left: Ada Lund.")
    assert "Gus" not in line


async def test_who_is_back_before_the_hour_is_no_news(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA, GUS)
    await met(room, room.now + HOUR)
    in_channel(room, IRA, TIA, GUS, ADA)
    await met(room, room.now + HOUR)
    room.now = MONDAY.replace(hour=16)
    assert await news(room) == []
    assert (await members(room))["Ada Lund"].left_at is None


async def test_staff_whom_the_schedule_names_no_more_lose_the_role(room: Staffroom) -> None:
    await met(room)
    await room.edit(SCHEDULE.replace(", {name: TAs, role: ta, slack_group: cs-tas}", ""))
    await looked(room, room.now + HOUR)
    tia = (await members(room))["Tia Bloom"]
    assert (tia.role, tia.counts_from) == (CourseRole.STUDENT, room.now + 2 * DAY)
    room.now = MONDAY.replace(hour=16)
    (line,) = await news(room)
    assert "Tia Bloom" in line, "a student who was staff yesterday is news"
    await room.edit(SCHEDULE.replace(STAFF, ""))
    in_channel(room, TIA, ADA)
    await looked(room, room.now + HOUR)
    assert "Ira Voss" not in await roles(room)
    ira = await room.app.database.run.read(people.who, "slack", "W", "U0IRA")
    assert ira is not None
    assert ira.roles == {}


async def test_staff_whom_one_look_does_not_show_keep_the_role_until_a_second_one_agrees(room: Staffroom) -> None:
    await met(room)
    room.channels.known_staff = {"Ira Voss": (), "TAs": (IRA,)}
    await met(room, room.now + HOUR)
    assert await roles(room) == FOUND, "an instructor who is found among the TAs is one still"
    await looked(room, room.now + timedelta(minutes=4, seconds=59))
    assert await roles(room) == FOUND
    await looked(room, room.now + timedelta(seconds=1))
    assert await roles(room) == {**FOUND, "Ira Voss": "ta", "Tia Bloom": "student"}


async def test_staff_whom_one_look_does_not_show_and_the_next_does_were_never_anything_else(room: Staffroom) -> None:
    await met(room)
    before = await members(room, active_only=False)
    for _ in range(3):
        room.channels.known_staff = {"Ira Voss": (), "TAs": ()}
        await met(room, room.now + HOUR)
        assert await members(room, active_only=False) == before
        room.channels.known_staff = {"Ira Voss": (IRA,), "TAs": (TIA,)}
        await looked(room, room.now + timedelta(minutes=5))
    assert await members(room, active_only=False) == before
    room.now = MONDAY.replace(hour=16)
    assert await news(room) == []


async def test_an_answer_that_is_remembered_does_not_agree_with_itself(room: Staffroom) -> None:
    await met(room)
    room.channels.known_staff = {"Ira Voss": (IRA,), "TAs": ()}
    await met(room, room.now + HOUR)
    room.channels.known_staff = {"Ira Voss": (IRA,), "TAs": (TIA,)}
    joined = Event(
        kind="joined", platform="slack", workspace="W", account="ben", account_name="b", channel="#seminar",
        now=room.now + timedelta(minutes=6),
    )  # fmt: skip
    await room.app.happened(joined)
    assert await roles(room) == FOUND
    await looked(room, joined.now)
    await looked(room, joined.now + timedelta(minutes=5))
    assert await roles(room) == FOUND


async def test_an_edit_dismisses_only_whom_it_names_no_more(room: Staffroom) -> None:
    await met(room)
    room.channels.known_staff["TAs"] = ()
    await room.edit(SCHEDULE.replace("name: Ira Voss, role: instructor, slack: U0IRA", "name: Io, slack: U0IO"))
    await looked(room, room.now + HOUR)
    assert await roles(room) == {**FOUND, "Ira Voss": "student"}, "the group is named still, though it is empty now"
    await looked(room, room.now + timedelta(minutes=5))
    assert (await roles(room))["Tia Bloom"] == "student"


async def test_after_a_start_one_look_alone_takes_no_role_away(
    room: Staffroom, database_url: str, tmp_path: Path
) -> None:
    await met(room)
    await room.app.close()
    async with staffroom(database_url, tmp_path, at=MONDAY + HOUR, text=SCHEDULE) as again:
        again.channels.known_staff = {"TAs": (TIA,)}
        in_channel(again, TIA, ADA, GUS)
        await met(again)
        assert await roles(again) == FOUND
        await looked(again, again.now + timedelta(minutes=5))
        assert "Ira Voss" not in await roles(again)


async def test_who_is_named_as_staff_is_staff_wherever_they_are_and_the_highest_role_counts(room: Staffroom) -> None:
    in_channel(room, ADA)
    room.channels.known_staff["TAs"] = (TIA, IRA, GUS, ROBOT)
    await met(room)
    assert await roles(room) == {
        "Ira Voss": "instructor", "Tia Bloom": "ta", "Gus Guest": "ta", "Ada Lund": "student"
    }  # fmt: skip


@pytest.mark.parametrize("trouble", [PlatformDown("down"), PostRefused("not in the channel"), RateLimited(30)])
@pytest.mark.parametrize("where", ["people", "staff"])
async def test_a_look_that_fails_changes_nothing_and_is_made_again(
    room: Staffroom, trouble: Exception, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await met(room)
    in_channel(room, BEN)
    room.channels.known_staff = {}

    async def fails(_: Channels, about: str | StaffMember) -> tuple[Member, ...]:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(Channels, where, fails)
        await met(room, room.now + HOUR)
        assert await roles(room) == FOUND
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    room.channels.known_staff = {"Ira Voss": (IRA,), "TAs": (TIA,)}
    await looked(room, room.now + timedelta(seconds=10))
    assert await roles(room) == FOUND
    await looked(room, room.now + timedelta(minutes=6))
    assert await roles(room) == {**FOUND, "Ben Ito": "student"}


async def looked(room: Staffroom, now: datetime) -> None:
    await room.tick(now)
    await room.app.joining.settle()


async def test_people_are_looked_at_again_after_an_edit_and_once_a_day(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    await looked(room, MONDAY + HOUR)
    assert "Ben Ito" not in await roles(room)
    await room.edit(SCHEDULE.replace("role: ta", "role: instructor"))
    await looked(room, MONDAY + 2 * HOUR)
    assert await roles(room) == {**FOUND, "Ben Ito": "student", "Tia Bloom": "instructor"}
    in_channel(room, IRA, TIA, ADA, GUS, BEN, Member("cy", "Cy Abara"))
    await looked(room, MONDAY.replace(hour=14, minute=59))
    assert "Cy Abara" not in await roles(room)
    await looked(room, MONDAY.replace(hour=15))
    assert "Cy Abara" in await roles(room)


async def test_when_a_class_joins_at_once_the_staff_entries_are_not_asked_about_each_time(room: Staffroom) -> None:
    await met(room)
    room.channels.known_staff["TAs"] = (TIA, ADA)
    joined = Event(
        kind="joined",
        platform="slack",
        workspace="W",
        account="ben",
        account_name="b",
        now=room.now,
        channel="#seminar",
    )
    in_channel(room, IRA, TIA, ADA, GUS, BEN)
    await room.app.happened(replace(joined, now=MONDAY + timedelta(minutes=9)))
    assert await roles(room) == {**FOUND, "Ben Ito": "student"}
    await room.app.happened(replace(joined, now=MONDAY + timedelta(minutes=11)))
    assert (await roles(room))["Ada Lund"] == "ta"


async def test_nobody_is_looked_at_before_the_platforms_can_be_reached(room: Staffroom) -> None:
    await looked(room, MONDAY + 3 * DAY)
    assert await roles(room) == {}


async def test_a_guest_who_becomes_a_member_is_a_student_from_then_on(room: Staffroom) -> None:
    await met(room)
    in_channel(room, IRA, TIA, ADA, replace(GUS, kind="member"))
    await met(room, room.now + HOUR)
    gus = (await members(room))["Gus Guest"]
    assert (gus.role, gus.counts_from) == (CourseRole.STUDENT, room.now + 2 * DAY)


async def test_what_the_operator_of_a_terminal_is_stays_though_no_channel_shows_them(room: Staffroom) -> None:
    await room.join("Opal", CourseRole.INSTRUCTOR)
    await met(room)
    in_channel(room, ADA)
    await met(room, room.now + HOUR)
    assert (await roles(room))["Opal"] == "instructor"


async def test_a_person_whom_another_platform_knows_is_not_forgotten_by_this_one(room: Staffroom) -> None:
    await met(room)
    tia = (await members(room))["Tia Bloom"].person

    def enter(connection: people.Connection) -> None:
        other = people.accounts_in(connection, "discord", "G")
        assert other == {}
        connection.execute(
            people.account.insert().values(person=tia, platform="discord", workspace="G", user_id="9", name="tia")
        )

    await room.app.database.run(enter)
    room.channels.known_staff["TAs"] = ()
    in_channel(room, IRA, ADA)
    await met(room, room.now + HOUR)
    assert (await roles(room))["Tia Bloom"] == "ta"
    in_channel(room, IRA, ADA, TIA)
    await met(room, room.now + HOUR)
    assert (await roles(room))["Tia Bloom"] == "ta"
