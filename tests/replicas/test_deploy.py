"""What docs/replicas.md and the compose file with replicas say is so."""

from __future__ import annotations

import asyncio
import re
import shlex
from pathlib import Path

import psycopg
import yaml

from bot import cli
from bot.store.database import READERS, WRITERS_ON_A_SERVER
from bot.store.location import Server, locate
from tests.replicas.town import MONDAY, replicas

DOCS = Path(__file__).resolve().parents[2] / "docs"
MANUAL = (DOCS / "replicas.md").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DOCS / "deploy" / "compose.replicas.yaml").read_text(encoding="utf-8"))


def test_the_compose_file_has_two_replicas_that_wait_for_their_database():
    database, bot = COMPOSE["services"]["database"], COMPOSE["services"]["coursebot"]
    assert bot["deploy"] == {"replicas": 2}
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert "ports" not in bot, "two cannot have one port of the machine"
    assert int(bot["stop_grace_period"].removesuffix("s")) > 10
    assert {volume.split(":")[0] for volume in (*database["volumes"], *bot["volumes"])} == {
        *COMPOSE["volumes"],
        "./course",
    }
    assert {service["restart"] for service in (database, bot)} == {"unless-stopped"}


def test_the_compose_file_names_one_database_everywhere_and_holds_no_password():
    database, bot = COMPOSE["services"]["database"], COMPOSE["services"]["coursebot"]
    written = bot["environment"]["COURSEBOT_DATABASE_URL"]
    (password,) = re.findall(r"\$\{[^}]+\}", written)
    assert password == database["environment"]["POSTGRES_PASSWORD"]
    assert ":?" in password, "without it nothing starts"
    location = locate(written.replace(password, "0123456789abcdef"))
    assert isinstance(location, Server)
    user, name = database["environment"]["POSTGRES_USER"], database["environment"]["POSTGRES_DB"]
    assert (location.url.username, location.url.host, location.url.database) == (user, "database", name)
    check = " ".join(database["healthcheck"]["test"])
    assert check == f"CMD pg_isready -h 127.0.0.1 -U {user} -d {name}"


def test_the_address_in_the_manual_is_one_that_the_bot_takes():
    for url in re.findall(r"postgresql://[^\s`…]+", MANUAL):
        assert isinstance(locate(url), Server)


async def test_a_course_moves_to_the_server_and_back_as_the_manual_says(
    town, database_url, sqlite_url, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", sqlite_url)
    (there,) = re.findall(r"```text\n(coursebot db backup .*?)```", MANUAL, re.DOTALL)
    (back,) = re.findall(r"^Back: (.*)$", MANUAL, re.MULTILINE)
    async with replicas(town, [sqlite_url], tmp_path) as one:
        before = await one.bots[0].app.courses()
    for typed in (*there.splitlines(), *re.findall(r"`(coursebot [^`]+)`", back)):
        words = [database_url if word.startswith("postgresql://") else word for word in shlex.split(typed)[1:]]
        assert await asyncio.to_thread(cli.run, words) == 0, typed
        if "--database" in words and "restore" in words:
            async with replicas(town, [database_url], tmp_path) as one:
                assert await one.bots[0].app.courses() == before
    async with replicas(town, [sqlite_url], tmp_path) as one:
        assert await one.bots[0].app.courses() == before


async def test_a_process_holds_no_more_connections_than_the_manual_says(town, database_url, tmp_path):
    async with replicas(town, [database_url], tmp_path) as one:
        await asyncio.gather(*(town.maya.slash("/readings", town.seminar) for _ in range(20)), one.tick(MONDAY))
        await one.idle()
        with psycopg.connect(database_url) as connection:
            query = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            (held,) = connection.execute(query).fetchone() or (0,)
    assert held <= READERS + WRITERS_ON_A_SERVER + 1 == 7
    assert "Each process holds up to seven connections" in MANUAL
