"""Two processes on one PostgreSQL, and kill -9 in the middle of what staff do once: the end of a course, a class list, a
link while its writer hands in, an erasure while the service posts. A transaction is caught in the middle by a lock.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from bot.conversation.reply import Reply, paragraph
from bot.course.notice import NoticeKind
from bot.course.roster_file import read
from bot.services import announcing, claim_codes, roster_import
from bot.services.announcing import Wish
from bot.store.database import open_database
from bot.store.staff_tables import roster_entry, roster_sheet
from bot.store.tables import account, person, review_version
from tests.services.test_privacy import SECRETS, _searched, _term
from tests.support.databases import on_postgresql
from tests.support.ended import DAY, START, ended_seminar
from tests.support.leases import end_leases
from tests.support.platform_server import PlatformServer

pytestmark = [on_postgresql, pytest.mark.torture]

HOUR = timedelta(hours=1)
LATER = [START + HOUR, *(START + number * DAY for number in (1, 3, 4, 10, 11, 17))]


@asynccontextmanager
async def program(*arguments):
    """A process; whatever becomes of the test, it ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process) -> str:
    out, _ = await process.communicate()
    assert process.returncode in (0, -signal.SIGKILL), out.decode()
    return out.decode()


def deed(place, url, what, argument="", instants=(START + HOUR,)):
    times = (at.isoformat() for at in instants)
    server, folder = place
    file = str(folder / "schedule.yaml")
    return program("tests.support.deed_process", str(server.port), url, file, what, argument, *times)


async def does(place, url, what, argument="", instants=(START + HOUR,)) -> str:
    async with deed(place, url, what, argument, instants) as process:
        return await ended(process)


@contextmanager
def held(url: str, table: str):
    """Nobody writes into this table meanwhile; yields a function that waits until so many stand before it."""
    server = url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(server, autocommit=True) as watch, psycopg.connect(server) as other:
        other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE".encode())

        async def stopped(number: int = 1) -> None:
            end = time.monotonic() + 30
            query = (
                "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
                " WHERE NOT granted AND c.relname = %s"
            )
            while watch.execute(query, [table]).fetchone()[0] < number:  # type: ignore[index]
                assert time.monotonic() < end, f"nobody came to {table}"
                await asyncio.sleep(0.02)

        yield stopped
        other.rollback()


async def killed_at(url: str, table: str, process) -> None:
    """Once it stands before this table."""
    with held(url, table) as stopped:
        async with process as running:
            await stopped()
            running.kill()
            await running.wait()


@asynccontextmanager
async def asked(url: str):
    """A function that reads."""
    store = open_database(url, run_id="asks")
    try:
        yield store.run.read
    finally:
        await store.close()


async def number(url: str, query) -> int:
    async with asked(url) as reads:
        return await reads(lambda connection: connection.scalar(query)) or 0


# --- the end of a course ------------------------------------------------------------------------------------------------

FAULTS = {
    "one dies after a post": ["kill_after"],
    "both die, before and after": ["kill_before", "kill_after"],
    "the second post dies, and the next": [None, "kill_after", "kill_before", "kill_after"],
}


@pytest.mark.parametrize("faults", FAULTS)
async def test_of_the_end_of_a_course_everybody_hears_once_and_then_of_nothing(faults, database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        persons = it.persons
    async with PlatformServer() as server:
        await killed_at(
            database_url, "delivery", deed((server, tmp_path), database_url, "close", str(persons["rivera"]), LATER)
        )
        assert server.keys() == []
        server.faults["post"] = list(FAULTS[faults])
        left = 2
        while left:
            said = await asyncio.gather(
                *(does((server, tmp_path), database_url, "close", str(persons["rivera"]), LATER) for _ in range(left))
            )
            left = sum("done" not in one for one in said)
            await end_leases(database_url)
        await does((server, tmp_path), database_url, "nothing", "", [*LATER, START + 400 * DAY])
        keepsakes = [key for key in server.keys(None) if "/retention/" not in key]
        assert sorted(keepsakes) == sorted(
            [f"seminar/person/keepsake/reviews/end/{persons[who]}/" for who in ("ada", "ben")]
            + [f"seminar/person/keepsake/archive/end/{persons['rivera']}/"]
        )


# --- the class list -----------------------------------------------------------------------------------------------------


def listing(folder, name: str, start: int) -> str:
    path = folder / f"{name}.csv"
    rows = "".join(f"Student {n},s{n}@example.edu,{n:05}\n" for n in range(start, start + 40))
    path.write_text(f"Name,E-mail,Student ID\n{rows}", encoding="utf-8")
    return str(path)


async def test_a_class_list_is_imported_whole_or_not_at_all_and_two_are_one_after_another(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path):
        pass
    first, second = listing(tmp_path, "first", 0), listing(tmp_path, "second", 20)
    current = sa.select(sa.func.count()).select_from(roster_entry).where(roster_entry.c.gone_at.is_(None))
    sheets = sa.select(sa.func.count()).select_from(roster_sheet)
    people_ = sa.select(sa.func.count()).select_from(person)
    before = await number(database_url, people_)
    for table in ("roster_entry", "membership", "audit"):
        imports = program("bot", "roster", "import", first, "--yes", "--database", database_url)
        await killed_at(database_url, table, imports)
        assert (await number(database_url, current), await number(database_url, sheets)) == (0, 0)
        assert await number(database_url, people_) == before
    with held(database_url, "audit") as stopped:
        runs = [
            asyncio.create_task(_runs("roster", "import", path, "--yes", "--database", database_url))
            for path in (first, second, first)
        ]
        await stopped()
    await asyncio.gather(*runs)
    newest = sa.select(sa.func.max(roster_sheet.c.id)).scalar_subquery()
    whole = current.where(roster_entry.c.sheet == newest)
    assert (await number(database_url, current), await number(database_url, whole)) == (40, 40)
    assert await number(database_url, people_) <= before + 60, "who is on both lists is one person"


async def _runs(*arguments) -> None:
    async with program("bot", *arguments) as process:
        await ended(process)


# --- a link while its writer hands in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["review_version", "membership", "roster_entry", "person"])
async def test_a_link_that_dies_in_the_middle_is_none_and_what_is_handed_in_meanwhile_is_kept(
    table, database_url, tmp_path
):
    async with ended_seminar(database_url, tmp_path) as it:
        course, run, persons = await it.course(), it.room.app.database.run, it.persons
        text = b"Name,E-mail,Student ID\nBenjamin Okri,b.okri@example.edu,4711\n"
        await run(roster_import.apply, course, read(text, "list.csv"), stamp=None, now=START, by=None)
        (made,) = (await run(claim_codes.make, course, everybody=False, now=START)).codes
    ben = persons["ben"]
    words = f"ben/{made.code}"
    everybody = sa.select(sa.func.count()).select_from(person)
    before = await number(database_url, everybody)
    async with PlatformServer() as server:
        await killed_at(database_url, table, deed((server, tmp_path), database_url, "link", words))
        assert await number(database_url, everybody) == before
        with held(database_url, table) as stopped:
            both = [
                asyncio.create_task(does((server, tmp_path), database_url, what, argument))
                for what, argument in (("link", words), ("hand-in", f"{ben}/w1"), ("link", words))
            ]
            await stopped()
        said = await asyncio.gather(*both)
        assert [sum(words in one for one in said) for words in ("done linked", "done already", "done")] == [1, 1, 3]
        await does((server, tmp_path), database_url, "hand-in", f"{ben}/w2")
    assert await number(database_url, everybody) == before - 1
    mine = sa.select(review_version.c.number).where(review_version.c.person == ben, review_version.c.paper == "rdd")
    async with asked(database_url) as reads:
        numbers = await reads(lambda connection: list(connection.scalars(mine.order_by(review_version.c.number))))
        assert numbers == [1, 2, 3], "the draft and both that were handed in"
        names = await reads(
            lambda connection: list(connection.scalars(sa.select(person.c.name).where(person.c.id == ben)))
        )
        assert names == ["Benjamin Okri"]
        owners = sa.select(account.c.person).where(account.c.user_id == "ben")
        assert await reads(lambda connection: list(connection.scalars(owners))) == [ben]


# --- an erasure while the service posts -----------------------------------------------------------------------------------


async def test_an_erasure_that_dies_is_none_and_what_is_posted_meanwhile_brings_nothing_back(database_url, tmp_path):
    async with ended_seminar(database_url, tmp_path) as it:
        await _term(it)
        course, ada = await it.course(), it.persons["ada"]
        said = Reply((paragraph("Ada Lovelace presents, and wrote: lineage, not"),), private=False)
        wish = Wish(
            kind=NoticeKind.ANNOUNCE,
            purpose="announcements",
            reply=said,
            token="later",
            at=START + HOUR,
            text="Ada Lovelace",
        )
        await it.room.app.database.run(announcing.say, wish, course=course, now=START, by=None)
    erase = ("bot", "privacy", "erase", f"id:{ada}", "--yes", "--database", database_url)
    await killed_at(database_url, "audit", program(*erase))
    async with asked(database_url) as reads:
        assert set(await reads(_searched)) == set(SECRETS)
    erasing: list[asyncio.Task[None]] = []

    async def meanwhile() -> None:
        erasing.append(asyncio.create_task(_runs(*erase[1:])))
        await asyncio.sleep(3)

    async with PlatformServer(frozen_for=0.1, while_frozen=meanwhile) as server:
        server.faults["post"] = ["freeze_after"]
        at = [START + HOUR + timedelta(minutes=minutes) for minutes in (1, 2)]
        assert "done" in await does((server, tmp_path), database_url, "nothing", "", at)
        await asyncio.gather(*erasing)
        await does((server, tmp_path), database_url, "nothing", "", [START + 2 * HOUR, START + DAY])
        assert len(server.keys("#seminar")) == len(set(server.keys("#seminar")))
    async with asked(database_url) as reads:
        found = await reads(_searched)
    assert found == {}, found
