"""A deed of staff or of a student in a process of its own, that can be killed:
`python -m tests.support.deed_process PORT URL FILE DEED ARGUMENT INSTANT…`.

It takes the file in, does the deed on the seminar of `tests/support/ended.py` at the first instant, ticks once at each
and prints `done` and what came of it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from bot.app import App, open_app
from bot.course import claim_code
from bot.course.model import Course
from bot.services import closing, linking, reviewing
from bot.services.linking import Claimant
from bot.services.reviewing import Sent
from tests.support.loopback import LoopbackPlatform

Deed = Callable[[App, Course, str, datetime], Awaitable[object]]


async def close(app: App, course: Course, person: str, now: datetime) -> object:
    return (await app.database.run(closing.close, course, now=now, by=int(person))).fresh


async def link(app: App, course: Course, words: str, now: datetime) -> object:
    """An account shows a code: `ada/CODE`."""
    account, _, code = words.partition("/")
    who = Claimant(platform="slack", workspace="W", account=account, name=account)
    known = claim_code.hashed(code.replace("-", ""))
    return (await app.database.run(linking.claim, {course.id: course}, known, who, now=now)).outcome


async def hand_in(app: App, course: Course, words: str, now: datetime) -> object:
    """A review of ‘rdd’: `7/window`."""
    person, _, window = words.partition("/")
    answers = {"why": f"Written in {window}", "merit": "3"}
    sent = Sent(
        person=int(person), paper="rdd", window=window, base=99, answers=answers, submit=True, platform="slack",
        account="",
    )  # fmt: skip
    return type(await app.database.run(reviewing.save, course, sent, now=now)).__name__


async def nothing(app: App, course: Course, words: str, now: datetime) -> object:
    return ""


DEEDS: dict[str, Deed] = {"close": close, "link": link, "hand-in": hand_in, "nothing": nothing}


async def main(port: str, database_url: str, file: str, deed: str, argument: str, *instants: str) -> None:
    times = [datetime.fromisoformat(instant) for instant in instants]
    app = open_app(database_url=database_url, platforms=[LoopbackPlatform(int(port), name="slack")], lease=60.0)
    try:
        await app.take_in(Path(file), times[0], edited=False)
        known = await app.shelf.all()
        course = next(one for one in (*known.running, *known.ended) if one.id == "seminar")
        said = await DEEDS[deed](app, course, argument, times[0])
        for now in times:
            await app.tick(now)
    finally:
        await app.close()
    sys.stdout.write(f"done {said}\n")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
