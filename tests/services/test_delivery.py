"""What people see of the tick, over a real socket and a real database: said once, in time, or staff are asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.services import control
from bot.services.destinations import REHEARSAL
from bot.store import courses as course_states
from bot.store import ledger, verdicts
from bot.store.tables import delivery
from tests.support.bots import running
from tests.support.seminar import THREE_CLASSES


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, month, day, hour, minute, tzinfo=UTC)


START = utc(1, 20, 18)
WEEKLY = utc(1, 24, 17)  # 9:00 in Los Angeles, a week before the first class
TERM = [START + timedelta(hours=6) * step for step in range(4 * 32)]

SHARED = "#seminar"
STAFF = "#seminar-staff"

WHOLE_TERM = [
    "seminar/console/weekly/week:2022-01-31/post//",
    "seminar/console/review-due/first/P1D//",
    "seminar/console/day-of/first/start//",
    "seminar/console/weekly/week:2022-02-07/post//",
    "seminar/console/deadline/proposal/P7D//",
    "seminar/console/review-due/second/P1D//",
    "seminar/console/day-of/second/start//",
    "seminar/console/weekly/week:2022-02-14/post//",
    "seminar/console/deadline/proposal/P1D//",
    "seminar/console/review-due/third/P1D//",
    "seminar/console/day-of/third/start//",
]


async def test_a_term_is_announced_once_in_order(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(*TERM)
        assert bot.server.keys(SHARED) == WHOLE_TERM
        assert bot.server.keys(STAFF) == []
        assert bot.server.calls == ["post"] * len(WHOLE_TERM), "nothing was looked for or posted in vain"


async def test_restarts_in_between_change_nothing(database_url, tmp_path):
    seen: list[str] = []
    for start in range(0, len(TERM), 16):
        chunk = TERM[start : start + 16]
        async with running(database_url, tmp_path, at=chunk[0]) as bot:
            await bot.ticks(*chunk)
            seen += bot.server.keys(SHARED)
    assert seen == WHOLE_TERM


async def test_the_tick_says_when_the_next_thing_is_due(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        assert await bot.app.tick(START) == WEEKLY
        assert await bot.app.tick(WEEKLY) == utc(1, 30, 21)


async def test_after_three_days_away_only_what_is_still_useful_goes_out(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(START, utc(1, 29, 12))
        await bot.ticks(utc(2, 1, 18))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[0], WHOLE_TERM[3]]
        states = await bot.states()
        assert states["seminar/console/day-of/first/start//"] == "skipped"
        assert states["seminar/console/review-due/first/P1D//"] == "skipped"


async def test_a_clock_that_jumps_back_and_forth_says_nothing_twice(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY, WEEKLY - timedelta(hours=2), WEEKLY, WEEKLY + timedelta(days=1), WEEKLY)
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_before_go_live_everything_goes_to_staff_as_a_rehearsal(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, live=False) as bot:
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        assert bot.server.keys(SHARED) == []
        assert [key.split("/")[1] for key in bot.server.keys(STAFF)] == [REHEARSAL, REHEARSAL]
        first = bot.server.visible(STAFF)[0].text
        assert first.startswith("Rehearsal: would post in #seminar on Mon 24 Jan, 9:00 AM")

        (course,) = await bot.app.courses()
        now = utc(1, 30, 22)
        await bot.app.database.run(control.go_live, course=course, now=now, by=None)
        await bot.ticks(now, utc(1, 31, 17))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[0], WHOLE_TERM[2]], "the newest weekly post, then life"


async def test_a_pause_is_silent_and_what_is_useful_afterwards_is_said(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        run = bot.app.database.run
        await bot.ticks(START)
        await run(control.pause, "seminar", until=utc(1, 31, 18), reason="snow", now=START, by=None)
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        assert bot.server.keys(SHARED) == []
        await bot.ticks(utc(1, 31, 18))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[0], WHOLE_TERM[1], WHOLE_TERM[2]]


async def test_while_paused_the_tick_wakes_when_the_pause_ends(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        end = utc(1, 26, 18)
        await bot.app.database.run(control.pause, "seminar", until=end, reason="", now=START, by=None)
        assert await bot.app.tick(START) == end


MANY = THREE_CLASSES + "".join(
    f"  - {{id: form-{number}, title: Form {number}, kind: form, due: 2022-01-28 17:00}}\n" for number in range(5)
)
FORMS = utc(1, 27, 1)  # two days before 17:00 in Los Angeles


async def test_more_than_three_posts_at_once_are_held_and_staff_are_asked(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=MANY) as bot:
        await bot.ticks(START, WEEKLY, FORMS)
        assert len(bot.server.keys(SHARED)) == 1 + 3
        assert len(bot.server.keys(STAFF)) == 2
        assert "more than 3 posts in 10 minutes" in bot.server.visible(STAFF)[0].text

        held = [key for key, state in (await bot.states()).items() if state == "held"]
        assert len(held) == 2
        ids = await bot.app.database.run.read(_ids_in_state, "held")
        await bot.app.database.run(verdicts.settle_held, ids[0], "send", now=FORMS)
        await bot.app.database.run(verdicts.settle_held, ids[1], "drop", now=FORMS)
        await bot.ticks(FORMS)
        assert len(bot.server.keys(SHARED)) == 1 + 4


def _ids_in_state(connection, state):
    return list(connection.scalars(delivery.select().with_only_columns(delivery.c.id).where(delivery.c.state == state)))


async def test_a_long_post_goes_out_in_parts_that_follow_each_other(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        await bot.ticks(WEEKLY)
        parts = [key.rpartition("/")[2] for key in bot.server.keys(SHARED)]
        assert parts == ["", *(f"{number:02}" for number in range(2, len(parts) + 1))]
        assert len(parts) > 2


async def test_later_parts_wait_for_an_earlier_one(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        bot.server.next("post", "drop_before")
        await bot.ticks(WEEKLY)
        assert bot.server.keys(SHARED) == []
        await bot.ticks(WEEKLY + timedelta(minutes=1))
        parts = [key.rpartition("/")[2] for key in bot.server.keys(SHARED)]
        assert parts == sorted(parts)
        assert parts[0] == ""


@pytest.mark.parametrize("fault", ["drop_after", "error_after"])
async def test_a_post_whose_answer_was_lost_is_found_not_repeated(database_url, tmp_path, fault):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", fault)
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1), WEEKLY + timedelta(hours=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert bot.server.calls.count("post") == 1
        assert (await bot.states())[WHOLE_TERM[0]] == "sent"


async def test_a_post_that_never_arrived_is_sent_again(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "drop_before")
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert bot.server.calls == ["post", "find", "post"]


async def test_a_platform_that_never_answers_ends_in_a_time_out(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, timeout=0.05) as bot:
        bot.server.next("post", "never_answer")
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_of_two_posts_with_one_key_the_later_is_deleted(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "late")
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1))
        assert len(bot.server.visible(SHARED)) == 1
        bot.server.arrive()
        assert len(bot.server.visible(SHARED)) == 2
        await bot.ticks(WEEKLY + timedelta(minutes=5))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_where_nobody_can_look_staff_are_asked(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "drop_after")
        bot.server.unreadable = True
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1), WEEKLY + timedelta(minutes=2))
        assert (await bot.states())[WHOLE_TERM[0]] == "held"
        assert "[It is there]" in bot.server.visible(STAFF)[0].text
        (held,) = await bot.app.database.run.read(_ids_in_state, "held")
        await bot.app.database.run(verdicts.settle_held, held, "there", now=WEEKLY)
        await bot.ticks(WEEKLY + timedelta(hours=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_a_rate_limit_holds_the_channel_for_as_long_as_it_says(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", "limit")
        assert await bot.app.tick(WEEKLY) == WEEKLY + timedelta(seconds=7)
        await bot.ticks(WEEKLY + timedelta(seconds=6))
        assert bot.server.keys(SHARED) == []
        await bot.ticks(WEEKLY + timedelta(seconds=7))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert "find" not in bot.server.calls


async def test_a_refusal_is_told_at_once_and_mended_by_staff(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.refused_channels.add(SHARED)
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1))
        (told,) = bot.server.visible(STAFF)
        assert "invite it there" in told.text
        bot.server.refused_channels.clear()
        await bot.ticks(WEEKLY + timedelta(minutes=5))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert len(bot.server.visible(STAFF)) == 1


async def test_what_is_refused_until_it_is_over_has_failed_and_staff_know(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        bot.server.refused_channels.add(SHARED)
        now = utc(1, 31, 17)
        while now < utc(1, 31, 21):
            now = (await bot.app.tick(now)) or utc(1, 31, 21)
        assert (await bot.states())[WHOLE_TERM[2]] == "failed"
        assert any("did not go out" in post.text for post in bot.server.visible(STAFF))
        bot.server.refused_channels.clear()
        await bot.ticks(utc(2, 1, 17))
        assert bot.server.keys(SHARED) == [WHOLE_TERM[0], WHOLE_TERM[3]]


@pytest.mark.parametrize("fault", ["limit", "drop_before"])
async def test_of_a_post_that_was_tried_until_it_was_over_staff_are_told_once(database_url, tmp_path, fault):
    async with running(database_url, tmp_path, at=START) as bot:
        bot.server.next("post", fault)
        await bot.ticks(WEEKLY, utc(2, 1, 18), utc(2, 1, 19), utc(2, 2, 18))
        assert (await bot.states())[WHOLE_TERM[0]] == "skipped"
        assert bot.server.keys(SHARED) == [WHOLE_TERM[3]]
        (told,) = bot.server.visible(STAFF)
        assert "A post did not go out" in told.text
        assert "By now it is over" in told.text
        assert "Send again" not in told.text


TWO_CHANNELS = THREE_CLASSES.replace('announcements: "#seminar",', 'announcements: "#seminar", due: "#due",').replace(
    "{before: [1d]}", "{channel: due}", 1
)


async def test_a_channel_that_fails_does_not_hold_up_the_others(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, text=TWO_CHANNELS) as bot:
        bot.server.refused_channels.add(SHARED)
        await bot.ticks(WEEKLY, utc(1, 30, 21))
        assert bot.server.keys("#due") == [WHOLE_TERM[1]]


async def test_a_process_that_was_frozen_after_its_claim_does_not_post_late(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        seconds = iter([0.0, 31.0])  # claimed, then frozen for more than half the lease
        bot.app.announcer.monotonic = lambda: next(seconds, 100.0)
        await bot.ticks(WEEKLY)
        assert bot.server.calls == []
        await bot.ticks(WEEKLY + timedelta(seconds=1))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]


async def test_a_retracted_post_is_deleted_and_never_comes_back(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START, blocks=1) as bot:
        await bot.ticks(WEEKLY)
        last = await bot.app.database.run.read(ledger.last_sent, "seminar")
        assert last is not None
        assert await bot.app.database.run(verdicts.start_retract, last.id, now=WEEKLY)
        bot.server.next("delete", "drop_before")
        await bot.ticks(WEEKLY, WEEKLY + timedelta(minutes=1), WEEKLY + timedelta(minutes=2))
        assert bot.server.keys(SHARED) == []
        await bot.ticks(WEEKLY + timedelta(hours=1))
        assert bot.server.keys(SHARED) == []


async def test_a_database_that_was_gone_while_marking_costs_no_second_post(database_url, tmp_path):
    """Between the post and its mark the run dies; the next run finds the post."""
    async with running(database_url, tmp_path, at=START) as bot:
        await bot.ticks(WEEKLY)
        await bot.app.database.run(_as_if_unmarked)
        await bot.ticks(WEEKLY + timedelta(seconds=30))
        assert bot.server.keys(SHARED) == WHOLE_TERM[:1]
        assert bot.server.calls == ["post", "find"]


def _as_if_unmarked(connection):
    connection.execute(delivery.update().values(state="claimed", reference=None, sent_at=None))


async def test_state_knows_when_it_went_live(database_url, tmp_path):
    async with running(database_url, tmp_path, at=START) as bot:
        state = await bot.app.database.run.read(course_states.state, "seminar")
        assert state.live_at == START
