"""What is under way: held until it is over, told of where it fails, and so many at once."""

from __future__ import annotations

import asyncio
import gc
import weakref

import pytest

from bot.conversation.port import ShutOut
from bot.errors import PlatformDown
from bot.platforms.slack.tasks import Tasks
from bot.platforms.slack.turns import RUSH, Turns


async def turn_of_the_loop() -> None:
    """Let everything that can go on do so until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


class Work:
    """Something that lasts until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.over = asyncio.Event(), asyncio.Event(), False

    async def __call__(self) -> None:
        self.begun.set()
        await self.go_on.wait()
        self.over = True


# --- tasks ------------------------------------------------------------------------------------------------------------


async def test_what_is_started_is_held_although_nobody_refers_to_it():
    tasks, collected = Tasks(), []

    async def waiting() -> None:
        never = asyncio.get_running_loop().create_future()
        weakref.finalize(never, collected.append, "collected")
        await never

    tasks.start(waiting(), action="test")
    await turn_of_the_loop()
    gc.collect()
    assert collected == []
    assert await tasks.drain(0.0) == 1


async def test_all_are_waited_for_with_what_they_start():
    tasks, first, second = Tasks(), Work(), Work()

    async def both() -> None:
        await first()
        tasks.start(second(), action="test")

    tasks.start(both(), action="test")
    idle = asyncio.create_task(tasks.idle())
    draining = asyncio.create_task(tasks.drain(600.0))
    await turn_of_the_loop()
    first.go_on.set()
    await second.begun.wait()
    await turn_of_the_loop()
    assert not idle.done()
    assert not draining.done()
    second.go_on.set()
    await idle
    assert await draining == 0
    assert first.over
    assert second.over


async def test_what_lasts_too_long_is_given_up_and_counted():
    tasks, work = Tasks(), Work()
    tasks.start(work(), action="test")
    await work.begun.wait()
    assert await tasks.drain(0.0) == 1
    assert not work.over
    await tasks.idle()


async def _failing(error: Exception) -> None:
    raise error


@pytest.mark.parametrize(("error", "traceback"), [(RuntimeError("bug"), True), (PlatformDown("away"), False)])
async def test_a_failure_is_told_with_the_code_that_is_logged(caplog, error, traceback):
    tasks, told = Tasks(), []

    async def tell(sentence: str) -> None:
        told.append(sentence)

    tasks.start(_failing(error), action="answer_failed", tell=tell)
    await tasks.idle()
    (sentence,), (record,) = told, caplog.records
    code = sentence.rpartition(" ")[2]
    assert f"action=answer_failed incident={code}" in record.getMessage()
    assert bool(record.exc_info) is traceback
    assert str(error) not in sentence


async def test_that_the_bot_is_shut_out_is_the_lines_to_tell(caplog):
    tasks, told = Tasks(), []

    async def tell(sentence: str) -> None:
        told.append(sentence)

    tasks.start(_failing(ShutOut("no token")), action="answer_failed", tell=tell)
    await tasks.idle()
    assert (told, caplog.records) == ([], [])


async def test_a_failure_that_cannot_be_told_is_logged_twice_and_gets_no_further(caplog):
    tasks = Tasks()

    async def tell(_sentence: str) -> None:
        raise RuntimeError("cannot")

    tasks.start(_failing(PlatformDown("away")), action="answer_failed", tell=tell)
    await tasks.idle()
    first, second = (record.getMessage() for record in caplog.records)
    assert first.split()[1] == second.split()[1]
    assert second.startswith("action=incident_untold")


# --- turns ------------------------------------------------------------------------------------------------------------


async def test_turns_are_taken_in_the_order_in_which_they_were_asked_for():
    turns, order, work = Turns(at_once=1, patience=600.0), [], [Work() for _ in range(5)]

    async def take(number: int) -> None:
        async with turns.taken():
            order.append(number)
            await work[number]()

    async with asyncio.timeout(5.0), asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(take(number))
        for number in range(5):
            await work[number].begun.wait()
            await turn_of_the_loop()
            assert order == list(range(number + 1))
            work[number].go_on.set()


@pytest.mark.parametrize(("many", "waits"), [(RUSH + 1, False), (RUSH + 2, True)])
async def test_in_a_rush_a_turn_lets_come_in_what_is_coming(many: int, waits: bool):
    turns, begun = Turns(at_once=1, patience=600.0, breath=600.0), 0

    async def take() -> None:
        nonlocal begun
        async with turns.taken():
            begun += 1
            await turn_of_the_loop()

    takers = [asyncio.create_task(take()) for _ in range(many)]
    for _ in range(3):
        await turn_of_the_loop()
    assert begun == (1 if waits else 3)
    for one in takers:
        one.cancel()
    await asyncio.gather(*takers, return_exceptions=True)


async def test_after_a_rush_nobody_waits_for_more():
    turns, order = Turns(at_once=1, patience=600.0, breath=0.0), []

    async def take(number: int) -> None:
        async with turns.taken():
            order.append(number)
            await turn_of_the_loop()
            turns._breath = 600.0 if number else 0.0

    async with asyncio.timeout(5.0), asyncio.TaskGroup() as group:
        for number in range(3 * RUSH):
            group.create_task(take(number))
    assert order == list(range(3 * RUSH))


async def test_a_turn_that_lasts_longer_than_its_patience_holds_up_nobody_and_is_given_back_once():
    turns, slow, second, third = Turns(at_once=1, patience=0.0), Work(), Work(), Work()

    async def take(work: Work) -> None:
        async with turns.taken():
            await work()

    async with asyncio.timeout(5.0), asyncio.TaskGroup() as group:
        group.create_task(take(slow))
        await slow.begun.wait()
        turns._patience = 600.0
        group.create_task(take(second))
        await second.begun.wait()
        group.create_task(take(third))
        slow.go_on.set()
        await turn_of_the_loop()
        assert slow.over
        assert not third.begun.is_set()
        second.go_on.set()
        third.go_on.set()


async def test_who_fails_or_gives_up_leaves_the_turn_to_the_next():
    turns = Turns(at_once=1, patience=600.0)
    with pytest.raises(RuntimeError):
        async with turns.taken():
            raise RuntimeError("failed")
    async with turns.taken():
        waiting = asyncio.create_task(turns.taken().__aenter__())
        await turn_of_the_loop()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(5.0), turns.taken():
        pass
