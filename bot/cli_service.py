"""The commands that start something: `run` and `demo`."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from pathlib import Path

import click

from bot import settings as settings_module
from bot.clock import clock_from
from bot.errors import Misconfigured

NO_PLATFORM = (
    "there is no chat platform to run on: no token is set (Slack's is SLACK_BOT_TOKEN), and this version would not use "
    "one, it speaks in the terminal: start it with `coursebot run --console`"
)

NOT_IN_FORCE = {
    "broken": "it has problems, so the version before stays in force; staff are told, `coursebot check` shows them",
    "held": "ids have vanished from it, so the version before stays in force until staff answer in their channel",
    "kept_old": "staff decided to keep the version before; it stays in force until the file changes",
}
"""What a person who starts the service should know of a file that was not put in force."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--console", is_flag=True, help="Use this terminal as the chat platform.")
@click.option("--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here.")
def run(files: tuple[Path, ...], *, console: bool, database_url: str | None) -> None:
    """Run the service: announce what is due, answer what is asked.

    FILE is a schedule (several: several courses). Without one: COURSEBOT_SCHEDULE, else ./schedule.yaml.
    """
    settings = settings_module.load()
    if not console:
        raise Misconfigured(NO_PLATFORM)
    chosen = files or settings.schedules or (Path("schedule.yaml"),)
    url = database_url or settings.database_url
    missing = [f"{path}: there is no such file; `coursebot init` writes one" for path in chosen if not path.exists()]
    if missing and not _exists(url):
        raise Misconfigured("\n".join(missing))
    asyncio.run(_run(chosen, url, settings.clock))


def _exists(database_url: str) -> bool:
    """Whether there is a database: then a missing schedule may have a version in force, and the service goes on."""
    from bot.store.location import locate  # noqa: PLC0415 - heavy, and seldom needed

    return locate(database_url).path.exists()


def _log_to(path: Path) -> None:
    """The terminal is the chat platform here, so the log goes to a file beside the database: at most 4 x 1 MB."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - only the service needs it

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", handlers=[handler])
    for noisy in ("apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


async def _run(files: tuple[Path, ...], database_url: str, clock_setting: str | None) -> None:
    from bot.app import open_app  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.platforms.console.platform import ConsolePlatform  # noqa: PLC0415
    from bot.service import serve  # noqa: PLC0415
    from bot.store.location import locate  # noqa: PLC0415
    from bot.store.migrate import upgrade  # noqa: PLC0415
    from bot.terminal import serve_terminal  # noqa: PLC0415

    clock = clock_from(clock_setting)
    database = locate(database_url).path
    upgraded = upgrade(database_url)
    if upgraded.backup_path is not None:
        click.echo(f"The database was brought up to date; a copy of the old one is {upgraded.backup_path}", err=True)
    platform = ConsolePlatform(clock=clock, journal=database.with_suffix(".journal"))
    _log_to(database.with_suffix(".log"))
    app = open_app(database_url=database_url, platforms=[platform])
    try:
        for path in files:
            outcome = await app.take_in(path, clock())
            if outcome.value in NOT_IN_FORCE:
                click.echo(f"{path}: {NOT_IN_FORCE[outcome.value]}", err=True)
        await app.refuse_contested_channels()
        for course in await app.at_rest():
            click.echo(
                f"{course} is in the database too and is at rest, since no file that was named holds it", err=True
            )
    except BaseException:
        await app.close()
        raise
    await serve(app, clock, session=lambda: serve_terminal(app, platform, clock))


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--at", metavar="ISO", help="When the demo begins; default: four days before the first session.")
@click.option(
    "--script", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Replay a dialog, print it."
)
def demo(file: Path | None, at: str | None, script: Path | None) -> int:
    """Try the whole bot in this terminal: no account, no token, nothing is kept."""
    from bot.cli_offline import one_file  # noqa: PLC0415
    from bot.demo import demo as start_demo  # noqa: PLC0415 - heavy

    begin = None
    if at is not None:
        try:
            begin = datetime.fromisoformat(at)
        except ValueError:
            words = f"--at {at!r} is no instant; write one such as 2022-01-20T10:00"
            raise click.UsageError(words, click.get_current_context()) from None
    return asyncio.run(start_demo(one_file(file, shipped=True), at=begin, script=script))
