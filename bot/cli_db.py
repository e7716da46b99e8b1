"""`coursebot db …`: the schema, the health and the copies of the database, in words for people.

The commands only say what `bot.store` did; what goes wrong is raised and told by the main program.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import Misconfigured

if TYPE_CHECKING:
    from collections.abc import Callable


def _chosen(url: str | None) -> str:
    from bot.settings import database_url  # noqa: PLC0415  # not needed where --database is given

    return url or database_url()


def _database_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--database", metavar="URL", help="The database; default: COURSEBOT_DATABASE_URL, else sqlite:///coursebot.db."
    )(command)


@click.group()
def db() -> None:
    """The database: bring it up to date, check it, copy it, bring a copy back."""


@db.command()
@_database_option
@click.option("--no-backup", is_flag=True, help="Do not copy the database first.")
def upgrade(database: str | None, *, no_backup: bool) -> None:
    """Create the database, or bring its tables up to date after making a copy."""
    from bot.store import migrate  # noqa: PLC0415  # heavy, and --help does without it
    from bot.store.database import database_name  # noqa: PLC0415

    url = _chosen(database)
    done = migrate.upgrade(url, backup=not no_backup)
    file = database_name(url)
    if done.before is None:
        click.echo(f"Created {file} (schema {done.after}).")
    elif done.before == done.after:
        click.echo(f"{file} is up to date (schema {done.after}).")
    else:
        click.echo(f"Brought {file} from schema {done.before} to {done.after}.")
    if done.backup_path is not None:
        click.echo(f"A copy of how it was is in {done.backup_path}.")


@db.command()
@_database_option
def check(database: str | None) -> None:
    """Look for damage, lost links between rows, and tables that are not as they should be."""
    from bot.store import backup as copies  # noqa: PLC0415  # heavy, and --help does without it
    from bot.store.database import database_name  # noqa: PLC0415

    url = _chosen(database)
    problems = copies.check(url)
    if problems:
        raise Misconfigured("\n".join(problems))
    click.echo(f"{database_name(url)} is sound and up to date.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@_database_option
def backup(file: Path, database: str | None) -> None:
    """Copy the database to FILE, also while the bot runs. FILE must not exist yet."""
    from bot.store import backup as copies  # noqa: PLC0415  # heavy, and --help does without it

    copies.backup(_chosen(database), file)
    size = file.stat().st_size / 1024
    click.echo(f"Copied the database to {file} ({size:,.0f} KiB) and checked the copy.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@_database_option
def restore(file: Path, database: str | None) -> None:
    """Put the copy in FILE in the database's place. Stop the bot first; the old database is kept."""
    from bot.store import restore as copies  # noqa: PLC0415  # heavy, and --help does without it
    from bot.store.database import database_name  # noqa: PLC0415

    url = _chosen(database)
    done = copies.restore(url, file)
    click.echo(f"{database_name(url)} is now what {file} was (schema {done.revision}).")
    if done.kept is not None:
        click.echo(f"What was there before is in {done.kept}.")
