"""How much one person may ask for: floods are refused with a time, others notice nothing, nothing written is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.commands import Audience, Cost
from bot.conversation.form import Next, Saved
from bot.conversation.reply import Action, Reply
from bot.errors import Refused
from handlers.allowance import LIMITS, Allowances, Limit
from handlers.table import TABLE
from tests.support.asking import Door, open_door, said
from tests.support.courses import mondays_at_one

COURSE = mondays_at_one(3)
NOW = COURSE.sessions[0].starts_at.astimezone(UTC)
SECOND = timedelta(seconds=1)
LIGHT, HEAVY = LIMITS[Cost.LIGHT], LIMITS[Cost.HEAVY]
TOO_MUCH = "That was a lot at once. Please ask me again in"


@pytest.fixture
async def door(database) -> Door:
    return await open_door(database, (COURSE,), NOW, allowances=Allowances())


async def refused(door: Door, who: str, text: str) -> bool:
    return said(await door.ask(who, text)).startswith(TOO_MUCH)


# --- what a person notices ----------------------------------------------------------------------------------------


async def test_a_flood_is_refused_with_the_time_at_which_it_works_again(door):
    answers = [await refused(door, "student", "/deadlines all") for _ in range(HEAVY.at_once + 3)]
    assert answers == [False] * HEAVY.at_once + [True] * 3
    assert said(await door.ask("student", "/deadlines all")) == f"{TOO_MUCH} 10 seconds."
    door.now += 9.5 * SECOND
    assert said(await door.ask("student", "/deadlines all")) == f"{TOO_MUCH} 1 second."
    door.now += SECOND / 2
    assert not await refused(door, "student", "/deadlines all")
    assert await refused(door, "student", "/deadlines all")


@pytest.mark.parametrize("text", ["/readings", "hello", "qwertyuiop", "/course help"])
async def test_what_costs_little_is_for_the_most_impatient_person_to_have(door, text):
    answers = [await refused(door, "student", text) for _ in range(LIGHT.at_once + 1)]
    assert answers == [False] * LIGHT.at_once + [True]
    door.now += SECOND
    assert not await refused(door, "student", text)


async def test_a_flood_by_one_hinders_nobody_else(door):
    for _ in range(HEAVY.at_once + 1):
        await door.ask("student", "/deadlines all")
    assert await refused(door, "student", "/deadlines all")
    for other in ("auditor", "ta", "instructor", "guest", "stranger", "another stranger"):
        assert not await refused(door, other, "/deadlines all")


async def test_a_flood_of_heavy_things_leaves_the_light_ones(door):
    while not await refused(door, "student", "/deadlines all"):
        pass
    assert not await refused(door, "student", "/readings")


async def test_buttons_count_like_words(door):
    for _ in range(HEAVY.at_once):
        await door.ask("student", "/deadlines all")
    assert said(await door.answer("student", Action("dueall", COURSE.id))).startswith(TOO_MUCH)


async def test_a_form_that_is_submitted_is_always_taken(door):
    while not said_or_form(await door.answer("ta", Action("announce", COURSE.id))).startswith(TOO_MUCH):
        pass
    for number in range(100):
        values = {"text": f"Number {number}", "channel": "announcements"}
        shown = await door.answer("ta", Action("announce", COURSE.id, ("1", "token")), values=values)
        assert isinstance(shown, Next)
    assert isinstance(await door.answer("ta", shown.form.action, values=values), Saved)


@pytest.mark.parametrize("verb", ["pause", "resume", "retract", "held", "home"])
async def test_an_emergency_is_never_too_much(door, verb):
    for _ in range(LIGHT.at_once + 20):
        answer = await door.answer("ta", Action(verb, COURSE.id))
        assert not (isinstance(answer, Reply) and said(answer).startswith(TOO_MUCH))


def said_or_form(answer: object) -> str:
    return said(answer) if isinstance(answer, Reply) else ""


def test_what_posts_or_draws_up_a_term_is_heavy_and_only_staff_s_emergencies_are_free():
    assert {row.verb for _, row in TABLE.rows() if row.cost is Cost.HEAVY} == {
        "dueall", "plan", "announce", "nudgeit", "golive", "share", "post", "rdigest", "openup", "dropit", "swapask", "fill", "fillit",
        "newboard", "askpref", "ovpic", "export", "close", "cloarc", "cloopen", "gbook", "gbfile",
    }  # fmt: skip
    free = {row.verb: row for _, row in TABLE.rows() if row.cost is Cost.FREE}
    assert set(free) == {
        "pause", "resume", "retract", "held", "home", "extend", "excuse", "grants", "ungrant", "plea", "decline", "ask",
        "racc", "rdraft", "rback", "rtype", "assign", "assignit", "unassign", "unfill",
        "presentd", "noshow", "stoodin", "unmark", "annoff", "partfill", "partundo",
        "rmark", "rmkundo", "rret", "rretundo", "reldo", "relundo", "cloend", "keepyear", "keeperas",
    }  # fmt: skip
    assert all(row.audience is Audience.TA or not row.listed for row in free.values())


# --- the bucket ---------------------------------------------------------------------------------------------------

ONE_LIMIT = {Cost.LIGHT: Limit(5, 2 * SECOND)}


def granted(allowances: Allowances, who: object, now: datetime, times: int) -> int:
    """How many of so many attempts were granted."""
    done = 0
    for _ in range(times):
        try:
            allowances.spend(who, Cost.LIGHT, now)
        except Refused:
            continue
        done += 1
    return done


@given(st.lists(st.integers(-100_000, 100_000), max_size=60))
def test_never_more_than_the_bucket_holds_and_never_stuck_whatever_the_clock_does(steps):
    allowances, now = Allowances(ONE_LIMIT), NOW
    for number, step in enumerate(steps):
        now += timedelta(milliseconds=step)
        assert granted(allowances, "a", now, 8) <= 5
        now += 2 * SECOND
        assert granted(allowances, "a", now, 1) == 1
        assert granted(allowances, number, now, 8) == 5


def test_a_clock_that_is_set_back_by_a_year_costs_nobody_more_than_one_pause():
    allowances = Allowances(ONE_LIMIT)
    assert granted(allowances, "a", NOW, 9) == 5
    back = NOW - timedelta(days=365)
    assert granted(allowances, "a", back, 9) == 0
    assert granted(allowances, "a", back + 2 * SECOND, 9) == 1
    assert granted(allowances, "a", back + 20 * SECOND, 9) == 5


def test_over_time_it_is_one_each_pause():
    allowances = Allowances(ONE_LIMIT)
    assert granted(allowances, "a", NOW, 5) == 5
    assert sum(granted(allowances, "a", NOW + tenth * SECOND / 10, 1) for tenth in range(1, 1001)) == 50


def test_memory_is_bounded_and_whoever_floods_now_is_remembered():
    allowances = Allowances(ONE_LIMIT, remembered=50)
    assert granted(allowances, "flood", NOW, 5) == 5
    for number in range(1000):
        granted(allowances, number, NOW, 1)
        assert len(allowances) <= 50
    assert granted(allowances, "flood", NOW, 5) == 5  # forgotten is forgiven
    for number in range(49):
        granted(allowances, number, NOW, 1)
    assert granted(allowances, "flood", NOW, 5) == 0


async def test_where_there_is_no_limit_nobody_is_refused(database):
    door = await open_door(database, (COURSE,), NOW, allowances=Allowances(limits={}))
    answers = [await refused(door, "student", "/deadlines all") for _ in range(HEAVY.at_once + 1)]
    assert not any(answers)
