"""What is said to one person: where it goes, when it may go, and what a platform that fails makes of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.conversation import codec
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown, PostRefused, RateLimited
from bot.conversation.reply import Reply, paragraph
from bot.course.model import CourseRole
from bot.course.notice import Notice, NoticeKind
from bot.services import control, roster
from bot.store import claims, ledger, people, verdicts
from bot.store import courses as course_states
from bot.store.gate import Gate
from bot.store.merging import merge_persons
from bot.store.tables import account, delivery
from tests.services.test_delivery import START
from tests.support.bot_process import go_live
from tests.support.staffroom import Channels, button, staffroom

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
REMINDER = NoticeKind.ANNOUNCE
"""Stands for every kind about a person's work: its words are in its details."""


@asynccontextmanager
async def seminar(database_url, tmp_path, *, live=True, right=True):
    """Ada and Bob are students; `right`: staff have said that the roster is right."""
    async with staffroom(database_url, tmp_path, at=START) as room:
        for name in ("Ada", "Bob"):
            await room.join(name, CourseRole.STUDENT)
        if live:
            await go_live(room.app, START)
        if right:
            await confirm(room)
        yield room


async def confirm(room):
    (course,) = await room.app.courses()
    await room.app.database.run(roster.confirm, course=course, now=room.now, by=None)


async def remind(room, words="You owe a review.", who="ada", kind=REMINDER, item=""):
    """Enter a personal row; a tick follows."""
    await room.app.database.run(_enter, who, words, kind=kind, item=item or words[:20], now=room.now)
    await room.tick()


def _enter(connection, who, words, *, kind, item, now):
    known = people.who(connection, "slack", "W", who)
    notice = Notice(
        course="seminar", kind=kind, item=item, occurrence="once", due_at=now, stale_after=now + DAY, title="A reminder"
    )
    entry = ledger.Entry(
        notice=notice,
        destination=ledger.PERSONAL,
        platform="slack",
        channel=who,
        recipient=str(known.person),
        details={"reply": codec.encode(Reply((paragraph(words),)))},
    )
    ledger.enqueue(connection, entry, now=now)


async def states(room):
    """State of each personal row."""

    def read(connection):
        query = delivery.select().where(delivery.c.destination == "person").order_by(delivery.c.id)
        return [row.state for row in connection.execute(query)]

    return await room.app.database.run.read(read)


class Apart(Channels):
    """A platform on which a person is no channel: only a direct message reaches them."""

    async def post(self, channel, reply, key):
        assert channel.startswith("#"), "that is a person"
        return await super().post(channel, reply, key)

    async def direct(self, account, reply, key):
        return await super().post(account, reply, key)


async def test_it_goes_to_the_person_and_is_said_once(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        apart = Apart()
        room.app.announcer.platforms = {"slack": apart}
        await remind(room)
        await room.tick(START + DAY)
        assert apart.texts("ada") == ["You owe a review."]
        assert set(apart.posts) == {"ada"}


# --- the gates --------------------------------------------------------------------------------------------------------


async def test_until_the_roster_is_right_nobody_hears_of_their_work(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        await remind(room)
        await room.tick(START + 2 * MINUTE)
        assert room.channels.texts("ada") == []
        assert await states(room) == ["waiting"]
        await confirm(room)
        await room.tick(START + 3 * MINUTE)
        assert room.channels.texts("ada") == ["You owe a review."]


async def test_what_is_over_before_the_roster_is_right_is_never_said(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        await remind(room)
        await room.tick(START + 2 * DAY)
        await confirm(room)
        await room.tick(START + 2 * DAY + MINUTE)
        assert room.channels.texts("ada") == []
        assert await states(room) == ["skipped"]


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_that_is_not_named_waits_for_the_roster(connection, kind):
    """By default a kind waits: a new one has to be named before it may go out earlier. Those that are named are no
    reminder of work: a welcome, a receipt, what staff granted, asked or returned, what became of a seat, who one is.
    """
    person = people.ensure_account(connection, platform="slack", workspace="W", user_id="ada", name="Ada", now=START)
    people.set_membership(connection, course="seminar", person_id=person, role=CourseRole.STUDENT, now=START)
    _enter(connection, "ada", "words", kind=kind, item="one", now=START)
    gate = Gate(paused=[], live=["seminar"], roster_right=[])
    claimed = claims.claim(connection, claims.Claimant(owner="me", lease=60.0), now=START, gate=gate, tried=[], limit=5)
    named = (NoticeKind.WELCOME, NoticeKind.RECEIPT, NoticeKind.EXTENSION, NoticeKind.QUESTION, NoticeKind.SEAT)
    named += (NoticeKind.RETURNED, NoticeKind.ROSTER_ASK, NoticeKind.LINKED, NoticeKind.KEEPSAKE)
    assert len(claimed) == (kind in named)


async def test_before_go_live_nobody_is_told_anything(database_url, tmp_path):
    async with seminar(database_url, tmp_path, live=False) as room:
        await remind(room)
        await remind(room, "Hello!", kind=NoticeKind.WELCOME)
        assert room.channels.posts == {}
        await go_live(room.app, START + MINUTE)
        await room.tick(START + MINUTE)
        assert len(room.channels.texts("ada")) == 2


async def test_a_pause_holds_it_back(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await room.app.database.run(control.pause, "seminar", until=None, reason="", now=START, by=None)
        await remind(room, kind=NoticeKind.FAILED)
        assert room.channels.texts("ada") == []
        await room.app.database.run(control.resume, "seminar", now=START, by=None)
        await room.tick(START + MINUTE)
        assert len(room.channels.texts("ada")) == 1


async def test_many_at_once_are_no_flood(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        for number in range(5):
            await remind(room, kind=NoticeKind.FAILED, item=str(number))
        assert len(room.channels.texts("ada")) == 5
        assert room.channels.texts("#seminar-staff") == []


# --- where it goes ----------------------------------------------------------------------------------------------------


async def test_it_goes_to_the_account_that_the_person_has_by_then(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        await remind(room)
        await room.app.database.run(
            lambda connection: connection.execute(
                account.update().where(account.c.user_id == "ada").values(user_id="ada2")
            )
        )
        await confirm(room)
        await room.tick(START + MINUTE)
        assert room.channels.texts("ada2") == ["You owe a review."]
        assert room.channels.texts("ada") == []


async def test_of_two_persons_who_are_one_each_thing_is_said_once(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        await remind(room)
        await remind(room, who="bob")
        await room.app.database.run(_merge)
        await confirm(room)
        await room.tick(START + MINUTE)
        assert len(room.channels.texts("ada")) + len(room.channels.texts("bob")) == 1


def _merge(connection):
    ada, bob = (people.who(connection, "slack", "W", who).person for who in ("ada", "bob"))
    merge_persons(connection, ada, bob)


async def test_who_was_dropped_from_the_course_hears_nothing_more(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        await remind(room)
        await room.app.database.run(_dropped)
        await confirm(room)
        await room.tick(START + MINUTE)
        assert room.channels.posts.get("ada") is None
        assert await states(room) == ["skipped"]


def _dropped(connection):
    person = people.who(connection, "slack", "W", "ada").person
    people.set_membership(
        connection, course="seminar", person_id=person, role=CourseRole.STUDENT, now=START, active=False
    )


# --- when a platform fails --------------------------------------------------------------------------------------------


async def test_a_rate_limit_holds_the_messages_to_all_persons(database_url, tmp_path):
    async with seminar(database_url, tmp_path, right=False) as room:
        for who in ("ada", "bob"):
            await remind(room, who=who)
            await remind(room, "And another.", who=who)
        room.channels.trouble["ada"] = RateLimited(30)
        await confirm(room)
        await room.tick(START + MINUTE)
        del room.channels.trouble["ada"]
        await remind(room, "And a third.", who="bob")
        await room.tick(START + MINUTE + timedelta(seconds=29))
        assert room.channels.texts("ada") == []
        assert "And a third." not in room.channels.texts("bob")
        await room.tick(START + MINUTE + timedelta(seconds=40))
        assert room.channels.texts("ada") == ["You owe a review.", "And another."]
        assert room.channels.texts("bob") == ["You owe a review.", "And another.", "And a third."]


async def test_a_message_that_may_be_there_is_looked_for_where_the_person_reads(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await remind(room)
        await room.app.database.run(_as_if_unmarked)
        await room.tick(START + MINUTE)
        assert room.channels.texts("ada") == ["You owe a review."]
        assert await states(room) == ["sent"]


def _as_if_unmarked(connection):
    mine = delivery.c.destination == "person"
    connection.execute(delivery.update().where(mine).values(state="claimed", reference=None, sent_at=None))


async def test_where_nobody_can_look_staff_are_asked_by_the_persons_name(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        room.channels.trouble["ada"] = OutcomeUnknown("no answer in time")
        await remind(room)
        room.channels.trouble, room.channels.blind = {}, HistoryUnreadable("no scope for that")
        await room.tick(START + MINUTE)
        (asked,) = room.channels.posts["#seminar-staff"]
        assert "Ada" in room.channels.texts("#seminar-staff")[0]
        staff = await room.join("Sam", CourseRole.TA)
        await staff.presses(button(asked[2], "Send again"))
        await room.tick(START + 2 * MINUTE)
        assert room.channels.texts("ada") == ["You owe a review."]


async def test_nobody_is_bothered_about_a_welcome_that_may_be_there(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        room.channels.trouble["ada"] = OutcomeUnknown("no answer in time")
        await remind(room, kind=NoticeKind.WELCOME)
        room.channels.trouble, room.channels.blind = {}, HistoryUnreadable("no scope for that")
        await room.tick(START + MINUTE)
        assert room.channels.texts("#seminar-staff") == []
        assert room.channels.texts("ada") == []
        assert await states(room) == ["failed"]


async def test_a_welcome_that_the_platform_refuses_is_given_up_in_silence(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        room.channels.trouble["ada"] = PostRefused("this person cannot be written to")
        await remind(room, kind=NoticeKind.WELCOME)
        for hour in range(1, 4):
            await room.tick(START + timedelta(hours=hour))
        assert room.channels.texts("#seminar-staff") == []
        assert await states(room) == ["failed"]


async def test_a_reminder_that_the_platform_refuses_is_told_to_staff_once(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        room.channels.trouble["ada"] = PostRefused("this person cannot be written to")
        await remind(room)
        await room.tick(START + MINUTE)
        await room.tick(START + timedelta(hours=1))
        (told,) = room.channels.texts("#seminar-staff")
        assert "for Ada on Slack" in told


async def test_what_was_said_to_a_person_can_be_taken_back(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await remind(room)
        await room.app.database.run(_retract)
        await room.tick(START + MINUTE)
        assert room.channels.texts("ada") == []


def _retract(connection):
    personal = delivery.select().with_only_columns(delivery.c.id).where(delivery.c.destination == "person")
    (number,) = connection.scalars(personal)
    assert verdicts.start_retract(connection, number, now=START)


async def test_what_was_said_to_a_person_is_not_the_courses_last_post(database_url, tmp_path):
    async with seminar(database_url, tmp_path) as room:
        await remind(room)
        assert await room.app.database.run.read(ledger.last_sent, "seminar") is None
        assert (await room.app.database.run.read(course_states.state, "seminar")).live
