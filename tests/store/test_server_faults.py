"""Every way in which a database on a server cannot be used is told in one sentence, and never with its password."""

import traceback
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
import sqlalchemy as sa

from bot.errors import CoursebotError, Misconfigured
from bot.store import courses
from bot.store.database import Connection, Database, StoreBusy, StoreUnreachable, open_database
from bot.store.migrate import upgrade
from tests.support.databases import on_postgresql
from tests.support.postgres import Postgres, free_port
from tests.support.schemas import execute

NOW = datetime(2022, 1, 31, 21, tzinfo=UTC)

PASSWORD = "a-very-secret-word"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """It is reached over TCP and wants a password. Its databases have no tables."""
    started = Postgres(tcp=True).start()
    yield started
    started.stop()


def refusal(url: str, kind: type[CoursebotError] = Misconfigured) -> str:
    """The one sentence with which opening and upgrading refuse alike."""
    told = []
    for use in (lambda: open_database(url, run_id="test"), lambda: upgrade(url)):
        with pytest.raises(kind) as refused:
            use()
        assert PASSWORD not in "".join(traceback.format_exception(refused.value))
        told.append(str(refused.value))
    assert told[0] == told[1]
    assert "\n" not in told[0]
    return told[0]


def changed(server: Postgres, **parts: object) -> str:
    return sa.make_url(server.url(tcp=True)).set(**parts).render_as_string(hide_password=False)  # type: ignore[arg-type]


def new_database(server: Postgres, name: str) -> str:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return changed(server, database=name)


def test_over_tcp_with_a_password_it_works(server: Postgres) -> None:
    url = new_database(server, "fine")
    upgrade(url)
    open_database(url, run_id="test").close_now()


def test_a_wrong_password(server: Postgres) -> None:
    assert "does not let this user in: check user and password" in refusal(changed(server, password=PASSWORD))


def test_no_password_where_one_is_wanted(server: Postgres) -> None:
    assert "does not let this user in" in refusal(server.url(tcp=True).replace(server.password, ""))


def test_an_unknown_user(server: Postgres) -> None:
    assert "let this user in" in refusal(changed(server, username="nobody", password=PASSWORD))


def test_a_database_that_is_not_there(server: Postgres) -> None:
    told = refusal(changed(server, database="nowhere"))
    assert "There is no PostgreSQL database nowhere" in told
    assert "create it first" in told


def test_a_port_on_which_nobody_listens(server: Postgres) -> None:
    told = refusal(changed(server, port=free_port(), password=PASSWORD), StoreUnreachable)
    assert "cannot be reached. Is it running" in told


@pytest.mark.parametrize("option", ["sslmode", "connect_timeout", "keepalives", "ssl_min_protocol_version", "port"])
def test_an_option_with_a_value_that_it_does_not_take(server: Postgres, option: str) -> None:
    told = refusal(f"{server.url(tcp=True)}?{option}={PASSWORD}")
    assert f"does not take the value of the option {option}: mend or remove it in the URL" in told
    assert PASSWORD not in told


def test_an_option_that_does_not_exist(server: Postgres) -> None:
    told = refusal(f"{server.url(tcp=True)}?sslmod={PASSWORD}")
    assert "knows no option sslmod: mend or remove it in the URL" in told
    assert PASSWORD not in told


@on_postgresql
def test_the_database_of_another_program(empty_url: str) -> None:
    execute(empty_url, "CREATE TABLE photo (id integer)")
    assert "another program" in refusal(empty_url)


@on_postgresql
def test_a_database_of_a_newer_program(database_url: str) -> None:
    execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert "newer coursebot (schema 9999" in refusal(database_url)


@on_postgresql
def test_a_database_that_was_never_set_up_is_not_opened(empty_url: str) -> None:
    with pytest.raises(Misconfigured, match="run `coursebot db upgrade`"):
        open_database(empty_url, run_id="test")


@on_postgresql
async def test_a_locked_table_is_busy_and_free_again_afterwards(database_url: str) -> None:
    database = open_database(database_url, run_id="test", busy_timeout=20)
    with psycopg.connect(database_url) as other:
        other.execute("LOCK TABLE course_state IN EXCLUSIVE MODE")
        with pytest.raises(StoreBusy, match="Try again in a moment"):
            await database.run(courses.ensure_course, "c", now=NOW)
        assert await database.run.read(courses.states) == ()
    assert await database.run(courses.ensure_course, "c", now=NOW)
    await database.close()


async def test_a_user_who_may_only_read_is_told_so(server: Postgres) -> None:
    url = new_database(server, "looked_at")
    upgrade(url)
    execute(url, f"CREATE ROLE onlooker LOGIN PASSWORD '{PASSWORD}'")
    execute(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker")
    database = open_database(
        changed(server, database="looked_at", username="onlooker", password=PASSWORD), run_id="test"
    )
    assert await database.run.read(courses.states) == ()
    with pytest.raises(Misconfigured, match="may not be used so by this user"):
        await database.run(courses.ensure_course, "c", now=NOW)
    await database.close()


def cut(connection: Connection) -> None:
    """As a server does that is restarted: all connections but this one end."""
    connection.execute(
        sa.text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


@on_postgresql
async def test_connections_that_were_cut_between_two_transactions_are_made_anew(database: Database) -> None:
    assert await database.run(courses.ensure_course, "before", now=NOW)
    assert len(await database.run.read(courses.states)) == 1
    await database.run(cut)
    assert await database.run(courses.ensure_course, "after", now=NOW)
    assert [state.course for state in await database.run.read(courses.states)] == ["after", "before"]


@on_postgresql
async def test_a_transaction_that_was_cut_is_told_and_changes_nothing(database: Database) -> None:
    def suicidal(connection: Connection) -> None:
        courses.ensure_course(connection, "lost", now=NOW)
        connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreUnreachable):
        await database.run(suicidal)
    assert await database.run.read(courses.states) == ()
    assert await database.run(courses.ensure_course, "after", now=NOW)
