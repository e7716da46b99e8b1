"""What is kept of somebody who cannot make something, and who is told of it when, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from bot.course.model import CourseRole
from bot.errors import Refused
from bot.services import pleading, unanswered_pleas
from bot.services.naming import Work
from bot.services.particulars import PARTICULARS
from bot.services.unanswered_pleas import UnansweredPleas
from bot.store import courses as course_states
from bot.store import grants, ledger, people
from bot.store.tables import delivery
from tests.support.courses import course, reading, session

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SEMINAR = course(
    session("first", date(2022, 1, 31), start=time(13), owes=True, readings=(reading("rdd"), reading("dryad"))),
    session("second", date(2022, 2, 7), start=time(13), owes=True, readings=(reading("zero"),)),
)
NOW = SEMINAR.sessions[0].starts_at - 72 * HOUR
EIGHT = NOW - 5 * HOUR
"""In the morning."""
RDD = Work("first", "rdd")


def furnish(connection):
    course_states.ensure_course(connection, "seminar", now=NOW)
    return {
        "ada": enter(connection, "ada"),
        "ben": enter(connection, "ben"),
        "tia": enter(connection, "tia", CourseRole.TA),
    }


def enter(connection, name, role=CourseRole.STUDENT, *, active=True):
    person = people.ensure_account(connection, platform="slack", workspace="W", user_id=name, name=name, now=NOW)
    people.set_membership(connection, course="seminar", person_id=person, role=role, now=NOW, active=active)
    return person


@pytest.fixture
def crowd(connection):
    return furnish(connection)


def plead(connection, person, work=RDD, *, now=NOW, of=SEMINAR):
    return pleading.plead(connection, of, person, work, reason="ill", note="Ssh.", now=now)


def rows(connection, kind="cannot"):
    query = sa.select(delivery.c.id).where(delivery.c.kind == kind).order_by(delivery.c.id)
    return [ledger.get(connection, one) for one in connection.scalars(query)]


def looked_up(connection, one, now=NOW):
    return PARTICULARS[one.notice.kind](connection, SEMINAR, one, now)


@pytest.mark.both_databases
def test_a_plea_is_asked_answered_taken_back_and_asked_again(connection, crowd):
    plea = plead(connection, crowd["ada"]).plea
    assert not plead(connection, crowd["ada"]).fresh
    assert plead(connection, crowd["ben"]).fresh, "another's is another's"
    first = pleading.decide(connection, SEMINAR, plea.id, "48", now=NOW + HOUR, by=crowd["tia"])
    again = pleading.decide(connection, SEMINAR, plea.id, "excuse", now=NOW + HOUR, by=crowd["tia"])
    assert (first.fresh, again.fresh, again.by) == (True, False, "tia")
    assert again.plea.outcome == f"extension.{first.granted.id}"
    assert len(grants.of_person(connection, "seminar", crowd["ada"])) == 1
    assert not grants.of_person(connection, "seminar", crowd["ben"])
    assert grants.reopen_pleas(connection, "seminar", again.plea.outcome) == 1
    assert pleading.open_plea(connection, SEMINAR, crowd["ada"], RDD).id == plea.id


def test_what_is_about_a_class_is_about_its_papers_and_not_the_other_way(connection, crowd):
    plead(connection, crowd["ada"], Work("first"))
    assert not plead(connection, crowd["ada"], RDD).fresh
    plead(connection, crowd["ben"], RDD)
    assert plead(connection, crowd["ben"], Work("first", "dryad")).fresh
    assert plead(connection, crowd["ben"], Work("first")).fresh


def test_of_what_is_not_owed_there_is_no_plea(connection, crowd):
    for work in (Work("nosuch"), Work("second", "rdd")):
        with pytest.raises(Refused, match="do not owe"):
            plead(connection, crowd["ada"], work)
    assert not rows(connection)


def test_another_course_knows_nothing_of_it(connection, crowd):
    plea = plead(connection, crowd["ada"]).plea
    with pytest.raises(Refused, match="do not know what that was"):
        pleading.decide(connection, replace(SEMINAR, id="other"), plea.id, "48", now=NOW, by=None)


def test_neither_the_name_nor_the_note_is_in_what_waits_to_be_said(connection, crowd):
    plead(connection, crowd["ada"])
    (row,) = rows(connection)
    assert (row.key.item, row.key.destination) == ("first", "staff")
    assert "Ssh" not in str(row)
    assert "ada" not in str(row)
    known = looked_up(connection, row)
    assert (known["name"], known["note"]) == ("ada", "Ssh.")


@pytest.mark.parametrize("what", ["settled", "left", "auditing"])
def test_what_staff_need_not_hear_any_more_is_not_said(connection, crowd, what):
    plea = plead(connection, crowd["ada"]).plea
    (row,) = rows(connection)
    if what == "settled":
        pleading.decline(connection, SEMINAR, plea.id, "", now=NOW, by=crowd["tia"], by_name="tia")
    else:
        enter(
            connection, "ada", CourseRole.AUDITOR if what == "auditing" else CourseRole.STUDENT, active=what != "left"
        )
    assert looked_up(connection, row) is None


def test_staff_are_told_once_more_exactly_after_twelve_hours(connection, crowd):
    plead(connection, crowd["ada"], now=EIGHT)
    plead(connection, crowd["ben"], now=EIGHT + HOUR)
    assert not unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 12 * HOUR - timedelta(seconds=1))
    assert unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 12 * HOUR)
    assert not unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 12 * HOUR)
    assert len(rows(connection)) == 3
    assert unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 40 * HOUR)
    assert len(rows(connection)) == 4


@pytest.mark.parametrize(("asked", "told"), [(8, 20), (9.75, 21.75), (10, 32), (13, 32), (19.9, 32), (21, 33)])
def test_nobody_is_told_at_night_on_the_clock_of_the_course(connection, crowd, asked, told):
    midnight = EIGHT - 8 * HOUR
    plead(connection, crowd["ada"], now=midnight + asked * HOUR)
    assert not unanswered_pleas.tell_again(connection, SEMINAR, now=midnight + told * HOUR - timedelta(seconds=1))
    assert unanswered_pleas.tell_again(connection, SEMINAR, now=midnight + told * HOUR)


def test_what_staff_asked_back_and_what_was_answered_put_it_off(connection, crowd):
    plea = plead(connection, crowd["ada"], now=EIGHT - DAY).plea
    pleading.ask(connection, SEMINAR, plea.id, "Since when?", token="q", now=EIGHT - HOUR, by_name="Tia")
    assert not unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 11 * HOUR - timedelta(seconds=1))
    pleading.answer(connection, SEMINAR, plea, "Monday.", asked="q", token="a", now=EIGHT + HOUR)
    assert not unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 13 * HOUR - timedelta(seconds=1))
    assert unanswered_pleas.tell_again(connection, SEMINAR, now=EIGHT + 13 * HOUR)


async def test_nothing_is_written_while_nobody_waits(database):
    await database.run(course_states.ensure_course, "seminar", now=NOW)
    unanswered = UnansweredPleas(run=database.run)
    writes = database.run.writes
    for hours in range(48):
        assert not await unanswered.tick([SEMINAR], NOW + hours * HOUR)
    assert database.run.writes == writes


async def test_what_another_process_kept_is_noticed_within_a_quarter_of_an_hour(database):
    crowd = await database.run(furnish)
    unanswered = UnansweredPleas(run=database.run)
    assert not await unanswered.tick([SEMINAR], NOW)
    await database.run(plead, crowd["ada"])
    unanswered._looked = (database.run.writes, NOW)  # as if this process had not written it
    assert not await unanswered.tick([SEMINAR], NOW + 14 * timedelta(minutes=1))
    assert unanswered.next([SEMINAR], NOW) is None
    assert not await unanswered.tick([SEMINAR], NOW + 15 * timedelta(minutes=1))
    assert unanswered.next([SEMINAR], NOW) == EIGHT + DAY
    assert await unanswered.tick([SEMINAR], EIGHT + DAY)
