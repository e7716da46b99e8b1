"""The schema: every step up and down, nothing half done, a copy before each change, and no two migrators at once."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.errors import Misconfigured
from bot.store.all_tables import metadata
from bot.store.backup import backup, check
from bot.store.database import StoreDefect, open_database
from bot.store.location import engine, locate
from bot.store.migrate import needs_upgrade, upgrade
from bot.store.revision import migrations_folder, newest_revision
from bot.store.schema import config
from tests.support.databases import NewUrl
from tests.support.processes import outcome, start
from tests.support.schemas import execute, schema

EARLY = "2022-01-01T00:00:00.000000Z"

NEXT = f"{int(newest_revision()) + 1:04}"

WIDER_PERSON = """
with op.batch_alter_table("person") as person:
    person.add_column(sa.Column("nickname", sa.Text, nullable=False, server_default="nobody"))
    person.alter_column("name", type_=sa.String(200))
"""


pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a server's database stand in the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def migrating(empty_url: str) -> Iterator[sa.Engine]:
    made = engine(locate(empty_url), "migrate")
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


def fill(url: str) -> None:
    execute(url, f"INSERT INTO person (id, name, created_at) VALUES (1, 'Ada', '{EARLY}')")
    execute(
        url, "INSERT INTO account (person, platform, workspace, user_id, name) VALUES (1, 'slack', 'T1', 'U1', 'ada')"
    )


def rows(url: str, table: str) -> int:
    return int(execute(url, f"SELECT count(*) FROM {table}"))


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.before-*"))


def test_every_revision_goes_up_down_and_up(migrating: sa.Engine, empty_url: str) -> None:
    script = ScriptDirectory.from_config(config(migrating))
    before = schema(empty_url)
    for revision in reversed(list(script.walk_revisions())):
        below = before
        command.upgrade(config(migrating), revision.revision)
        before = schema(empty_url)
        command.downgrade(config(migrating), str(revision.down_revision or "base"))
        assert {**schema(empty_url), "alembic_version": None} == {**below, "alembic_version": None}
        command.upgrade(config(migrating), revision.revision)
        assert schema(empty_url) == before


def test_who_was_in_a_course_before_is_in_it_after_the_second_revision(migrating: sa.Engine, empty_url: str) -> None:
    command.upgrade(config(migrating), "0001")
    fill(empty_url)
    execute(empty_url, f"INSERT INTO membership (course, person, role, joined_at) VALUES ('c', 1, 'ta', '{EARLY}')")
    command.upgrade(config(migrating), "0002")
    found = execute(
        empty_url,
        "SELECT count(*) FROM membership WHERE role = 'ta' AND source = 'staff' AND counts_from = joined_at "
        "AND NOT in_channel AND new_at IS NULL AND left_at IS NULL",
    )
    assert found == 1


def test_there_is_one_head_and_the_file_names_tell_it(migrating: sa.Engine) -> None:
    script = ScriptDirectory.from_config(config(migrating))
    assert script.get_heads() == [newest_revision()]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_the_migrations_make_the_tables_that_the_program_expects(migrating: sa.Engine, new_url: NewUrl) -> None:
    expected = new_url()
    using = engine(locate(expected), "migrate")
    with using.begin() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
    using.dispose()
    command.upgrade(config(migrating), "head")
    command.check(config(migrating))
    url = migrating.url.render_as_string(hide_password=False)
    assert schema(url if migrating.dialect.name == "postgresql" else "sqlite:///empty.db") == schema(expected)


def test_a_second_upgrade_has_nothing_to_do(empty_url: str) -> None:
    assert needs_upgrade(empty_url)
    first = upgrade(empty_url)
    assert (first.before, first.after, first.backup_path) == (None, newest_revision(), None)
    assert not needs_upgrade(empty_url)
    again = upgrade(empty_url)
    assert (again.before, again.after, again.backup_path) == (first.after, first.after, None)
    assert check(empty_url) == []


def test_a_start_on_a_current_schema_does_not_load_alembic(database_url: str) -> None:
    program = """
import sys
from bot.store.database import open_database
from bot.store.migrate import upgrade
upgrade(sys.argv[1])
open_database(sys.argv[1], run_id="x").close_now()
print("alembic" in sys.modules)
"""
    with start(program, database_url, fresh=True) as process:
        assert outcome(process) == "False"


def test_rebuilding_a_parent_table_keeps_its_children_and_a_copy_is_made_first(
    database_url: str, tmp_path: Path
) -> None:
    fill(database_url)
    folder = with_next(tmp_path, WIDER_PERSON)
    name = sa.make_url(database_url).database or ""
    earlier = tmp_path / f"{Path(name).name.removesuffix('.db')}.before-{NEXT}-1.db"
    earlier.write_text("from last time")
    done = upgrade(database_url, migrations=folder)
    assert (done.before, done.after) == (newest_revision(), NEXT)
    assert done.backup_path is not None
    assert done.backup_path.absolute() == earlier.with_name(earlier.name.replace("-1.db", "-2.db"))
    assert earlier.read_text() == "from last time"
    assert (rows(database_url, "person"), rows(database_url, "account")) == (1, 1)
    assert "nickname" in schema(database_url)["person"]["columns"]
    assert check(done.backup_path) == []
    assert rows(f"sqlite:///{done.backup_path}", "account") == 1


@pytest.mark.both_databases(postgresql="torture")
@pytest.mark.parametrize("broken", ['op.execute("UPDATE account SET name = NULL")', 'op.execute("DELETE FROM person")'])
def test_a_migration_that_the_database_refuses_changes_nothing(database_url: str, tmp_path: Path, broken: str) -> None:
    _fails_half_way(database_url, tmp_path, broken)


def test_a_migration_that_fails_half_way_changes_nothing(database_url: str, tmp_path: Path) -> None:
    _fails_half_way(database_url, tmp_path, 'raise ValueError("power cut")')


def _fails_half_way(database_url: str, tmp_path: Path, broken: str) -> None:
    fill(database_url)
    before = schema(database_url)
    folder = with_next(tmp_path, f"{WIDER_PERSON}{broken}")
    with pytest.raises((StoreDefect, ValueError)):
        upgrade(database_url, migrations=folder)
    assert schema(database_url) == before
    assert (rows(database_url, "person"), rows(database_url, "account")) == (1, 1)
    assert copies(tmp_path) == []
    open_database(database_url, run_id="test").close_now()


def test_a_running_service_is_not_migrated_under_its_feet(database_url: str, tmp_path: Path) -> None:
    folder = with_next(tmp_path, WIDER_PERSON)
    before = schema(database_url)
    service = open_database(database_url, run_id="service")
    service.lock_service()
    with pytest.raises(Misconfigured, match=r"A coursebot service .*: stop it first\. Nothing was changed\.$"):
        upgrade(database_url, migrations=folder)
    service.close_now()
    assert schema(database_url) == before
    assert upgrade(database_url, backup=False, migrations=folder).backup_path is None


def test_an_old_program_refuses_what_a_newer_one_wrote(database_url: str, tmp_path: Path) -> None:
    upgrade(database_url, migrations=with_next(tmp_path, WIDER_PERSON))
    for use in (upgrade, needs_upgrade, check):
        with pytest.raises(Misconfigured, match=f"newer coursebot \\(schema {NEXT}"):
            use(database_url)


RACE = """
import sys
from bot.store.migrate import upgrade
import alembic.command
print("ready", flush=True)
sys.stdin.readline()
print(upgrade(sys.argv[1]).after)
"""


def test_four_processes_at_once_make_one_database(empty_url: str) -> None:
    with ExitStack() as stack:
        racers = [stack.enter_context(start(RACE, empty_url)) for _ in range(4)]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        assert [outcome(racer) for racer in racers] == [newest_revision()] * 4
    assert check(empty_url) == []


def test_a_new_database_and_its_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    upgrade(path)
    backup(path, tmp_path / "copy.db")
    assert [file.stat().st_mode & 0o077 for file in (path, tmp_path / "copy.db")] == [0, 0]
