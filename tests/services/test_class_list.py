"""A class list comes in: whom its lines mean, what becomes of people, and nothing but what was shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.conversation.plain import plain
from bot.conversation.port import Member
from bot.conversation.reply import Reply
from bot.course.model import CourseRole
from bot.course.roster_file import read
from bot.errors import Refused
from bot.services import roster_import, roster_looks
from bot.services.roster_import import Imported, Preview
from bot.services.roster_looks import Look
from bot.services.roster_plan import Plan
from bot.store import audit, class_list, people
from bot.store import courses as states
from bot.store.database import Connection, Database
from bot.store.records import Membership
from handlers.roster_import_lines import previewed
from tests.support.class_lists import CANVAS
from tests.support.seat_desk import START, SeatDesk, key, seat_desk, small

DAY = timedelta(days=1)
HEAD = "Name,Email,Student ID\n"


@dataclass
class Office:
    """The course of the seat desk and whoever imports lists into it."""

    desk: SeatDesk
    now: datetime = field(default=START)

    async def shows(self, text: str) -> Preview:
        return await self.desk.database.run.read(roster_import.preview, self.desk.course, read(text.encode(), "l.csv"))

    async def plans(self, text: str) -> Plan:
        return (await self.shows(text)).plan

    async def imports(self, text: str, stamp: str | None = None) -> Imported:
        sheet = read(text.encode(), "l.csv")
        return await self.desk.database.run(
            roster_import.apply, self.desk.course, sheet, stamp=stamp, now=self.now, by=self.desk.persons["tess"]
        )

    async def does(self, function: Any, *args: Any, **more: Any) -> Any:
        return await self.desk.database.run(function, *args, **more)

    async def members(self) -> dict[str, Membership]:
        found = await self.desk.database.run.read(people.members, self.desk.course.id, active_only=False)
        return {one.name: one for one in found}

    async def listed(self) -> dict[str, class_list.Listing]:
        found = await self.desk.database.run.read(class_list.listings, self.desk.course.id, gone_too=True)
        return {one.name: one for one in found}


@pytest.fixture
async def office(database: Database) -> Office:
    """Ada, Ben and Cleo have e-mail addresses."""
    desk = await seat_desk(database, students=("ada", "ben", "cleo", "dan"))

    def addresses(connection: Connection) -> None:
        for name in ("ada", "ben", "cleo", "tess"):
            people.note_email(connection, desk.persons[name], f"{name.title()}@Example.edu")

    await database.run(addresses)
    return Office(desk)


ALL = HEAD + "Ada Lovelace,ada@example.edu,1\nBen,ben@example.edu,2\nCleo,cleo@example.edu,3\nEve,eve@example.edu,5\n"


def names(lot: Any) -> list[str]:
    return [one.line.name if hasattr(one, "line") and not isinstance(one.line, int) else one.name for one in lot]


@pytest.mark.both_databases(postgresql="torture")
async def test_what_was_shown_is_what_happens_and_it_happens_once(office: Office) -> None:
    shown = await office.shows(ALL)
    assert names(shown.plan.added) == ["Eve"]
    assert names(shown.plan.recognised) == ["Ada Lovelace", "Ben", "Cleo"]
    assert names(shown.plan.unmatched) == ["Dan"]
    assert [one.was for one in shown.plan.changed] == ["Ada"]
    assert (await office.listed()) == {}, "a preview changes nothing"
    outcome = await office.imports(ALL, shown.stamp)
    assert outcome.done
    members = await office.members()
    eve, ada = members["Eve"], members["Ada Lovelace"]
    assert (eve.role, eve.source, eve.active, eve.in_channel) == (CourseRole.STUDENT, "staff", True, False)
    assert ada.person == office.desk.persons["ada"]
    assert members["Dan"].active, "who is on no line stays"
    assert not (await office.imports(ALL, shown.stamp)).done, "pressed twice"
    assert (await office.shows(ALL)).changes_nothing
    assert not (await office.imports(ALL)).done, "nor from the command line"
    entries = await office.does(audit.entries, office.desk.course.id)
    (imported,) = [one for one in entries if one.action == "roster_imported"]
    assert (imported.person, imported.details["added"]) == (office.desk.persons["tess"], 1)
    listed = await office.listed()
    assert (listed["Eve"].cells, listed["Eve"].line) == (("Eve", "eve@example.edu", "5"), 5)


async def test_a_list_is_shown_anew_when_people_changed_since(office: Office) -> None:
    shown = await office.shows(ALL)
    await office.does(people.rename, office.desk.persons["ben"], "Benjamin")
    outcome = await office.imports(ALL, shown.stamp)
    assert not outcome.done
    assert "Benjamin" in [one.was for one in outcome.preview.plan.changed]
    assert await office.listed() == {}
    assert (await office.imports(ALL, outcome.preview.stamp)).done


async def test_who_is_off_the_list_keeps_their_work_and_loses_their_seats_and_comes_back(office: Office) -> None:
    await office.imports(ALL)
    await office.desk.taken("ben", key("rdd", "critic"))
    shorter = ALL.replace("Ben,ben@example.edu,2\n", "")
    before = (await office.members())["Ben"]
    outcome = await office.imports(shorter)
    assert names(outcome.preview.plan.removed) == ["Ben"]
    assert [(name, [one.key for one in freed]) for name, freed in outcome.freed] == [("Ben", [key("rdd", "critic")])]
    gone = (await office.members())["Ben"]
    assert not gone.active
    assert (await office.listed())["Ben"].gone_at == office.now
    assert await office.desk.held() == {}
    notices = await office.does(_staff_notices)
    assert any("freed" in one for one in notices), "all staff hear of the seats"
    office.now += DAY
    outcome = await office.imports(ALL)
    assert names(outcome.preview.plan.back) == ["Ben"]
    assert (await office.members())["Ben"] == before, "a slip of a day takes nothing away"
    assert (await office.listed())["Ben"].gone_at is None
    office.now += DAY
    await office.imports(shorter)
    office.now += 8 * DAY
    await office.imports(ALL)
    assert (await office.members())["Ben"].counts_from == office.now + roster_import.HEAD_START


def _staff_notices(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("SELECT occurrence FROM delivery WHERE destination = 'staff'")
    return [row[0] for row in rows]


async def test_who_is_off_the_list_does_not_come_back_by_staying_in_the_channel(office: Office) -> None:
    here = [Member(name, name.title()) for name in ("ada", "ben", "cleo", "dan")]

    async def look(*who: Member) -> None:
        office.now += timedelta(hours=1)
        one = Look(platform="slack", workspace="T1", people=who, staff=(), asked_at=office.now)
        await office.does(roster_looks.take, office.desk.course, [one], now=office.now)

    await look(*here)
    await office.imports(ALL)
    await office.imports(ALL.replace("Ben,ben@example.edu,2\n", ""))
    await look(*here)
    assert not (await office.members())["Ben"].active
    assert (await office.members())["Eve"].active, "who has no account is not missed in the channel"
    await look(*(one for one in here if one.account != "ben"))
    await look(*here)
    assert (await office.members())["Ben"].active, "who leaves and joins again is somebody new"


async def test_a_line_is_found_again_by_its_id_and_takes_the_new_name_and_address(office: Office) -> None:
    await office.imports(ALL)
    eve = (await office.members())["Eve"].person
    plan = (await office.imports(ALL.replace("Eve,eve@example.edu,5", "Eve Ng,e.ng@example.edu,5"))).preview.plan
    (change,) = plan.changed
    assert (change.was, change.line.name, change.renamed, change.readdressed) == ("Eve", "Eve Ng", True, True)
    assert (await office.members())["Eve Ng"].person == eve
    assert (await office.does(people.get_person, eve)).email == "e.ng@example.edu"


async def test_who_joined_with_the_address_that_the_list_has_now_is_that_line(office: Office) -> None:
    await office.imports(ALL)

    def joins(connection: Connection) -> int:
        person = people.ensure_account(
            connection, platform="slack", workspace="T1", user_id="evie", name="evie", now=office.now
        )
        people.set_membership(
            connection, course=office.desk.course.id, person_id=person, role=CourseRole.STUDENT, now=office.now
        )
        people.note_email(connection, person, "evie@example.edu")
        return person

    person = await office.does(joins)
    outcome = await office.imports(ALL.replace("Eve,eve@example.edu", "Eve,evie@example.edu"))
    assert outcome.preview.plan.conflicts == ()
    assert (await office.listed())["Eve"].person == person
    assert [one for one in await office.members() if one in ("Eve", "evie")] == ["Eve"]


async def test_lines_that_fit_two_people_are_left_out_and_nobody_is_removed_for_them(office: Office) -> None:
    await office.imports(ALL)
    crossed = ALL.replace("ada@example.edu,1", "ada@example.edu,2").replace("ben@example.edu,2", "b@example.edu,9")
    outcome = await office.imports(crossed)
    (conflict,) = outcome.preview.plan.conflicts
    assert (conflict.line.line, conflict.names) == (2, ("Ada Lovelace", "Ben"))
    assert names(outcome.preview.plan.removed) == []
    assert names(outcome.preview.plan.added) == ["Ben"]
    assert (await office.listed())["Ada Lovelace"].student_id == "1"
    both = HEAD + "Ada,ada@example.edu,8\nAda L.,x@example.edu,1\n"
    plan = await office.plans(both)
    assert [(one.line.line, one.other_line) for one in plan.conflicts] == [(2, 3), (3, 2)]


async def test_what_changed_of_a_line_is_shown_and_two_of_one_name_are_told_apart(office: Office) -> None:
    head = "Name,Email,Student ID,Section\n"
    before = head + "Alex Kim,a1@example.edu,1,LEC 1\nAlex Kim,a2@example.edu,2,LEC 1\nDee,dee@example.edu,3,\n"
    await office.imports(before)
    shown = await office.shows(before.replace("2,LEC 1", "2,LEC 2"))
    assert "New section: 1: Alex Kim (LEC 2)" in words(office, shown)
    lines = before.replace("a1@example.edu,1", "a2@example.edu,1").replace("a2@example.edu,2", ",2")
    crossed = await office.shows(lines)
    said = "its e-mail is that of Alex Kim (a2@example.edu), its id that of Alex Kim (a1@example.edu)."
    assert f"Line 2, Alex Kim: {said}" in words(office, crossed)


def words(office: Office, shown: Preview) -> str:
    return plain(Reply(previewed(office.desk.course, shown)))


async def test_staff_stay_staff_and_what_staff_said_of_somebody_stays(office: Office) -> None:
    course = office.desk.course
    put = dict.fromkeys(("ada", "ben"), CourseRole.AUDITOR)

    def roles(connection: Connection) -> None:
        for name, role in put.items():
            people.set_membership(
                connection, course=course.id, person_id=office.desk.persons[name], role=role, now=office.now
            )

    await office.does(roles)
    text = ALL + "Tess,tess@example.edu,6\n"
    outcome = await office.imports(text)
    plan = outcome.preview.plan
    assert names(plan.staff) == ["Tess"]
    assert {office.desk.name(one): role.value for one, role in plan.roles.items()} == {
        "ada": "auditor",
        "ben": "auditor",
    }
    members = await office.members()
    assert members["Tess"].role.is_staff
    assert "Tess" not in await office.listed()
    assert members["Ben"].role is CourseRole.STUDENT, "the list names them"
    put = {"ada": CourseRole.AUDITOR}
    await office.does(roles)
    plan = (await office.imports(text + "Fay,fay@example.edu,7\n")).preview.plan
    assert names(plan.kept) == ["Ada Lovelace"]
    assert (await office.members())["Ada Lovelace"].role is CourseRole.AUDITOR, "staff said so since"


async def test_staff_whose_address_was_not_known_are_no_student_by_the_next_list(office: Office) -> None:
    text = ALL + "Ines Ray,ines.ray@example.edu,6\n"
    await office.imports(text)
    assert "Ines Ray" in await office.listed()
    await office.does(people.note_email, office.desk.persons["ines"], "ines.ray@example.edu")
    plan = (await office.imports(text + "Fay,fay@example.edu,7\n")).preview.plan
    assert (names(plan.staff), names(plan.removed)) == (["Ines Ray"], ["Ines Ray"])
    members = await office.members()
    assert not members["Ines Ray"].active
    assert members["Ines"].role.is_staff


async def test_a_list_that_removes_many_or_knows_nobody_is_doubted(office: Office) -> None:
    strangers = HEAD + "X,x@example.edu,\nY,y@example.edu,\n"
    plan = await office.plans(strangers)
    assert (plan.matches, plan.misses_many, plan.removes_many) == ((), True, False)
    assert not (await office.plans(ALL)).misses_many
    await office.imports(ALL)
    assert (await office.plans(HEAD + "Ada,ada@example.edu,1\nBen,,2\n")).removes_many
    assert not (await office.plans(ALL.replace("Ben,ben@example.edu,2\n", ""))).removes_many


async def test_a_gradebook_and_a_plain_list_complete_each_other(office: Office) -> None:
    await office.imports(CANVAS)
    plain = HEAD + "Ada Lovelace,ada@example.edu,3031\nMartin King,mlk@example.edu,3032\nEve Oh,eve@x.edu,\n"
    plan = (await office.imports(plain)).preview.plan
    assert names(plan.listed) == ["Ada Lovelace", "Martin King"]
    martin = (await office.listed())["Martin King"]
    assert (martin.email, martin.canvas_id, martin.login) == ("mlk@example.edu", "12", "mlk")
    canvas = await office.does(class_list.newest_sheet, office.desk.course.id, "canvas")
    assert (martin.sheet, martin.line, martin.cells[0]) == (canvas.id, 5, "King, Martin, Jr."), "G needs its row"
    assert (canvas.header[0], canvas.points[5]) == ("Student", "10")
    newest = await office.does(class_list.newest_sheet, office.desk.course.id)
    assert newest.kind == "plain"
    await office.imports(CANVAS)
    assert (await office.listed())["Martin King Jr."].email == "mlk@example.edu"


async def test_a_large_class_is_imported_in_one_go(office: Office) -> None:
    lines = "".join(f"Student {number},s{number}@example.edu,{1000 + number}\n" for number in range(600))
    assert (await office.imports(HEAD + lines)).done
    assert (await office.imports(HEAD + lines + "One,one@example.edu,1\n")).preview.plan.listed[-1].line.line == 601
    assert len(await office.listed()) == 601


async def test_after_the_end_nothing_is_imported(office: Office) -> None:
    await office.does(_close, small().id, office.now)
    with pytest.raises(Refused, match="has ended"):
        await office.imports(ALL)


def _close(connection: Connection, course: str, now: datetime) -> None:
    assert not states.state(connection, course).closed
    connection.exec_driver_sql("UPDATE course_state SET closed_at = '2022-06-01T00:00:00.000000Z'")
