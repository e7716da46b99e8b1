"""The welcome: one direct message to each person, at their first contact with a live course's bot."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.conversation.request import Event
from bot.course.model import Announcements, CourseRole, Greeting
from bot.course.notice import NoticeKind
from bot.services import control, welcoming
from bot.store import courses as course_states
from bot.store import people, recipients
from bot.store.merging import merge_persons
from tests.services.test_delivery import START
from tests.support.bot_process import go_live
from tests.support.courses import course
from tests.support.seminar import TWO_CLASSES
from tests.support.staffroom import staffroom

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@asynccontextmanager
async def seminar(database_url, tmp_path, *, live=True, text=TWO_CLASSES):
    async with staffroom(database_url, tmp_path, at=START, text=text) as room:
        await room.join("Ada", CourseRole.STUDENT)
        if live:
            await go_live(room.app, START)
        yield room


async def meets(room, account="ada", kind="met"):
    """The person deals with the bot, and a tick follows."""
    await room.app.happened(
        Event(kind=kind, platform="slack", workspace="W", account=account, account_name=account, now=room.now)
    )
    await room.tick()


async def test_the_first_contact_is_welcomed_in_a_direct_message_and_no_other_is(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await meets(room)
        (welcome,) = room.channels.texts("ada")
        assert welcome.startswith("Hello! I am the bot of Reading Seminar.")
        room.now += 30 * DAY
        await meets(room)
        await meets(room, kind="home")
        assert room.channels.texts("ada") == [welcome]
        assert not any("Hello" in text for text in room.channels.texts("#seminar"))


async def test_opening_the_page_is_a_first_contact_too(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await meets(room, kind="home")
        assert len(room.channels.texts("ada")) == 1


async def test_a_stranger_is_not_welcomed_and_a_member_is_once_they_are_one(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await meets(room, "bob", "home")
        assert room.channels.texts("bob") == []
        await room.join("Bob", CourseRole.AUDITOR)
        room.now += MINUTE
        await meets(room, "bob")
        assert len(room.channels.texts("bob")) == 1


async def test_nobody_is_welcomed_in_rehearsal_but_at_a_contact_after_go_live(database_url, tmp_path):
    async with seminar(database_url, tmp_path, live=False) as room:
        await meets(room)
        await go_live(room.app, START + MINUTE)
        await room.tick(START + 2 * MINUTE)
        assert room.channels.posts.get("ada") is None
        assert not any("Hello! I am" in text for text in room.channels.texts("#seminar-staff"))
        await meets(room)
        assert len(room.channels.texts("ada")) == 1


async def test_a_pause_holds_the_welcome_back(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await room.app.database.run(control.pause, "seminar", until=None, reason="", now=START, by=None)
        await meets(room)
        assert room.channels.texts("ada") == []
        await room.app.database.run(control.resume, "seminar", now=START + DAY, by=None)
        await room.tick(START + DAY)
        assert len(room.channels.texts("ada")) == 1


async def test_a_course_that_has_turned_it_off_welcomes_nobody(database_url, tmp_path):
    off = TWO_CLASSES.replace("reviews:", "  welcome: off\nreviews:", 1)
    async with seminar(database_url, tmp_path, text=off) as room:
        await meets(room)
        assert room.channels.posts.get("ada") is None


async def test_turned_off_before_it_went_out_it_is_not_said_and_turned_on_again_it_is(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await room.app.happened(
            Event(kind="met", platform="slack", workspace="W", account="ada", account_name="", now=START)
        )
        await room.edit(TWO_CLASSES.replace("reviews:", "  welcome: off\nreviews:", 1))
        await room.tick(START + MINUTE)
        assert room.channels.texts("ada") == []
        await room.edit(TWO_CLASSES)
        await room.tick(START + 2 * MINUTE)
        await meets(room)
        assert len(room.channels.texts("ada")) == 1


async def test_who_left_the_course_before_it_went_out_is_not_welcomed(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await room.app.happened(
            Event(kind="met", platform="slack", workspace="W", account="ada", account_name="", now=START)
        )
        await room.app.database.run(_drop, "ada", START)
        await room.tick(START + MINUTE)
        assert room.channels.texts("ada") == []


def _drop(connection, account, now):
    known = people.who(connection, "slack", "W", account)
    role = CourseRole.STUDENT
    people.set_membership(connection, course="seminar", person_id=known.person, role=role, now=now, active=False)


# --- who is welcomed ------------------------------------------------------------------------------------------------


def _member(connection, account, *courses, platform="slack"):
    person = people.ensure_account(
        connection, platform=platform, workspace="W", user_id=account, name=account, now=START
    )
    for one in courses:
        people.set_membership(connection, course=one.id, person_id=person, role=CourseRole.STUDENT, now=START)
    return person


def _met(connection, of, account, platform="slack"):
    return welcoming.met(connection, of, _contact(account, platform))


def _contact(account, platform="slack"):
    return Event(kind="met", platform=platform, workspace="W", account=account, account_name=account, now=START)


def _live(connection, *courses):
    for one in courses:
        course_states.ensure_course(connection, one.id, now=START)
        course_states.set_live(connection, one.id, now=START, by=None)


def test_a_person_is_welcomed_once_over_all_courses(connection):
    one, other = course(), replace(course(), id="other")
    _live(connection, one, other)
    _member(connection, "ada", one, other)
    _member(connection, "bob", other)
    assert [_met(connection, of, "ada") for of in (one, other, one)] == [True, False, False]
    assert [_met(connection, of, "bob") for of in (one, other)] == [False, True]


def test_a_person_with_two_accounts_is_welcomed_once(connection):
    of = course()
    _live(connection, of)
    keep, gone = _member(connection, "ada", of), _member(connection, "9", of, platform="discord")
    assert _met(connection, of, "ada")
    merge_persons(connection, keep, gone)
    assert not _met(connection, of, "9", platform="discord")


def test_a_course_in_rehearsal_leaves_the_welcome_to_the_one_that_is_live(connection):
    rehearsing, live = course(), replace(course(), id="other")
    course_states.ensure_course(connection, rehearsing.id, now=START)
    _live(connection, live)
    _member(connection, "ada", rehearsing, live)
    assert not _met(connection, rehearsing, "ada")
    assert welcoming.due(connection, live, _contact("ada")) is not None
    assert _met(connection, live, "ada")
    assert welcoming.due(connection, live, _contact("ada")) is None


def test_a_course_that_has_turned_it_off_leaves_it_to_the_others(connection):
    silent = course(announcements=Announcements(welcome=Greeting(on=False)))
    other = replace(course(), id="other")
    _live(connection, silent, other)
    person = _member(connection, "ada", silent, other)
    assert [_met(connection, of, "ada") for of in (silent, other)] == [False, True]
    assert recipients.told_anywhere(connection, NoticeKind.WELCOME, str(person))
