"""The schema: every step up and down, nothing half done, a copy before each change, and no two migrators at once."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import Misconfigured
from bot.store.backup import backup, check
from bot.store.database import StoreDefect, open_database
from bot.store.location import Location, engine
from bot.store.migrate import config, needs_upgrade, upgrade
from bot.store.revision import migrations_folder, newest_revision
from bot.store.tables import metadata
from tests.support.processes import outcome, start

NEXT = f"{int(newest_revision()) + 1:04}"

WIDER_PERSON = """
with op.batch_alter_table("person") as person:
    person.add_column(sa.Column("nickname", sa.Text, nullable=False, server_default="nobody"))
    person.alter_column("name", type_=sa.String(200))
"""


@pytest.fixture
def migrating(tmp_path: Path) -> Iterator[sa.Engine]:
    made = engine(Location(tmp_path / "new.db"), "migrate")
    yield made
    made.dispose()


def with_next(folder: Path, body: str) -> Path:
    """A migrations folder that has one revision more, which does `body`."""
    copy = folder / "migrations"
    shutil.copytree(migrations_folder(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    head = [f"revision, down_revision = {NEXT!r}, {newest_revision()!r}", "import sqlalchemy as sa"]
    lines = [*head, "from alembic import op", "def upgrade():", *(f"    {line}" for line in body.strip().split("\n"))]
    (copy / "versions" / f"{NEXT}_next.py").write_text("\n".join(lines) + "\n")
    return copy


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def meaning(path: Path) -> list[tuple[str, list[str]]]:
    """The schema line by line: a table that is rebuilt may list its constraints in another order."""
    return [(name, sorted(line.strip(" \t,") for line in sql.splitlines())) for name, sql in schema(path)]


def fill(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO person (id, name, created_at) VALUES (1, 'Ada', '2022-01-01T00:00:00.000000Z')")
        connection.execute(
            "INSERT INTO account (person, platform, workspace, user_id, name) VALUES (1, 'slack', 'T1', 'U1', 'ada')"
        )


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_every_revision_goes_up_down_and_up(migrating: sa.Engine, tmp_path: Path) -> None:
    script = ScriptDirectory.from_config(config(migrating))
    for revision in reversed(list(script.walk_revisions())):
        command.upgrade(config(migrating), revision.revision)
        before = meaning(tmp_path / "new.db")
        command.downgrade(config(migrating), str(revision.down_revision or "base"))
        command.upgrade(config(migrating), revision.revision)
        assert meaning(tmp_path / "new.db") == before


def test_who_was_in_a_course_before_is_in_it_after_the_second_revision(migrating: sa.Engine, tmp_path: Path) -> None:
    command.upgrade(config(migrating), "0001")
    fill(tmp_path / "new.db")
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection, connection:
        connection.execute(
            "INSERT INTO membership (course, person, role, joined_at) VALUES ('c', 1, 'ta', '2022-01-01T00:00:00.000000Z')"
        )
    command.upgrade(config(migrating), "0002")
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        columns = "role, source, counts_from, in_channel, new_at, left_at"
        found = connection.execute(f"SELECT {columns} FROM membership").fetchall()
    assert found == [("ta", "staff", "2022-01-01T00:00:00.000000Z", 0, None, None)]


def test_there_is_one_head_and_the_file_names_tell_it(migrating: sa.Engine) -> None:
    script = ScriptDirectory.from_config(config(migrating))
    assert script.get_heads() == [newest_revision()]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_the_migrations_make_the_tables_that_the_program_expects(migrating: sa.Engine, tmp_path: Path) -> None:
    command.upgrade(config(migrating), "head")
    command.check(config(migrating))
    assert check(tmp_path / "new.db") == []
    expected = engine(Location(tmp_path / "expected.db"), "migrate")
    metadata.create_all(expected)
    expected.dispose()
    own = {name: " ".join(sql.split()) for name, sql in schema(tmp_path / "expected.db")}
    made = {name: " ".join(sql.split()) for name, sql in schema(tmp_path / "new.db") if name != "alembic_version"}
    assert made.keys() == own.keys()
    checks = {name: (sql.count("CHECK"), sql.count("FOREIGN KEY"), sql.count("DEFAULT")) for name, sql in made.items()}
    assert checks == {
        name: (sql.count("CHECK"), sql.count("FOREIGN KEY"), sql.count("DEFAULT")) for name, sql in own.items()
    }
    assert {name: sql for name, sql in made.items() if "INDEX" in sql} == {
        name: sql for name, sql in own.items() if "INDEX" in sql
    }


def test_a_second_upgrade_has_nothing_to_do(tmp_path: Path) -> None:
    path = tmp_path / "course.db"
    assert needs_upgrade(path)
    first = upgrade(f"sqlite:///{path}")
    assert (first.before, first.after, first.backup_path) == (None, newest_revision(), None)
    assert not needs_upgrade(path)
    again = upgrade(f"sqlite:///{path}")
    assert (again.before, again.after, again.backup_path) == (first.after, first.after, None)


def test_a_start_on_a_current_schema_does_not_load_alembic(database_path: Path) -> None:
    program = """
import sys
from bot.store.database import open_database
from bot.store.migrate import upgrade
upgrade(sys.argv[1])
open_database(sys.argv[1], run_id="x").close_now()
print("alembic" in sys.modules)
"""
    with start(program, f"sqlite:///{database_path}") as process:
        assert outcome(process) == "False"


def test_rebuilding_a_parent_table_keeps_its_children_and_a_copy_is_made_first(
    database_path: Path, tmp_path: Path
) -> None:
    fill(database_path)
    folder = with_next(tmp_path, WIDER_PERSON)
    earlier = database_path.with_name(f"coursebot.before-{NEXT}-1.db")
    earlier.write_text("from last time")
    done = upgrade(database_path, migrations=folder)
    assert (done.before, done.after) == (newest_revision(), NEXT)
    assert done.backup_path == database_path.with_name(f"coursebot.before-{NEXT}-2.db")
    assert earlier.read_text() == "from last time"
    assert (rows(database_path, "person"), rows(database_path, "account")) == (1, 1)
    assert "nickname" in dict(schema(database_path))["person"]
    assert check(done.backup_path) == []
    assert rows(done.backup_path, "account") == 1


@pytest.mark.parametrize(
    "broken",
    [
        'op.execute("UPDATE account SET name = NULL")',
        'raise ValueError("power cut")',
        'op.execute("DELETE FROM person")',
    ],
)
def test_a_migration_that_fails_half_way_changes_nothing(database_path: Path, tmp_path: Path, broken: str) -> None:
    fill(database_path)
    before = schema(database_path)
    folder = with_next(tmp_path, f"{WIDER_PERSON}{broken}")
    with pytest.raises((StoreDefect, ValueError)):
        upgrade(database_path, migrations=folder)
    assert schema(database_path) == before
    assert (rows(database_path, "person"), rows(database_path, "account")) == (1, 1)
    assert list(tmp_path.glob("*.before-*")) == []
    open_database(database_path, run_id="test").close_now()


def test_a_running_service_is_not_migrated_under_its_feet(database_path: Path, tmp_path: Path) -> None:
    folder = with_next(tmp_path, WIDER_PERSON)
    before = schema(database_path)
    service = open_database(database_path, run_id="service")
    service.lock_service()
    with pytest.raises(Misconfigured, match="Another coursebot service"):
        upgrade(database_path, migrations=folder)
    service.close_now()
    assert schema(database_path) == before
    assert upgrade(database_path, backup=False, migrations=folder).backup_path is None


def test_an_old_program_refuses_what_a_newer_one_wrote(database_path: Path, tmp_path: Path) -> None:
    upgrade(database_path, migrations=with_next(tmp_path, WIDER_PERSON))
    for use in (upgrade, needs_upgrade, check):
        with pytest.raises(Misconfigured, match=f"newer coursebot \\(schema {NEXT}"):
            use(database_path)


RACE = """
import sys
from pathlib import Path
from bot.store.migrate import upgrade
import alembic.command
print("ready", flush=True)
sys.stdin.readline()
print(upgrade(Path(sys.argv[1])).after)
"""


def test_four_processes_at_once_make_one_database(tmp_path: Path) -> None:
    path = tmp_path / "course.db"
    with ExitStack() as stack:
        racers = [stack.enter_context(start(RACE, path)) for _ in range(4)]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        assert [outcome(racer) for racer in racers] == [newest_revision()] * 4
    assert check(path) == []


def test_a_new_database_and_its_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    upgrade(path)
    backup(path, tmp_path / "copy.db")
    assert [file.stat().st_mode & 0o077 for file in (path, tmp_path / "copy.db")] == [0, 0]
