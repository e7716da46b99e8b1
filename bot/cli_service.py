"""The commands that start something: `run` and `demo`."""

from __future__ import annotations

import asyncio
import gc
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import logs
from bot import settings as settings_module
from bot.cli_output import complain
from bot.clock import Clock, clock_from
from bot.errors import Misconfigured
from bot.platforms.slack.credentials import Credentials
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App
    from bot.conversation.port import Platform

NO_PLATFORM = (
    "there is no chat platform to run on: for Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, which you get by pasting "
    "what `coursebot slack manifest` prints; or try the bot in this terminal with `coursebot run --console`"
)

FINE, WRONG_INPUT, UNREACHABLE = 0, 1, 3

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
def run(files: tuple[Path, ...], *, console: bool, database_url: str | None) -> int:
    """Run the service: announce what is due, answer what is asked, on every platform whose tokens are set.

    FILE is a schedule (several: several courses). Without one: COURSEBOT_SCHEDULE, else ./schedule.yaml.
    """
    settings = settings_module.load()
    credentials = None if console else _credentials(settings)
    if console and (settings.slack is not None or settings.problems):
        click.echo("Slack's tokens are set, but not used: --console speaks in this terminal only.", err=True)
    chosen = files or settings.schedules or (Path("schedule.yaml"),)
    url = database_url or settings.database_url
    missing = [f"{path}: there is no such file; `coursebot init` writes one" for path in chosen if not path.exists()]
    if missing and not _exists(url):
        raise Misconfigured("\n".join(missing))
    if credentials is None:
        return asyncio.run(_in_the_terminal(chosen, url, settings.clock))
    return asyncio.run(_on_slack(credentials, chosen, url, settings.clock))


def _credentials(settings: Settings) -> Credentials:
    """Slack's credentials. Raises Misconfigured with every reason why there are none."""
    if settings.slack is None:
        raise Misconfigured("\n".join(settings.problems) or NO_PLATFORM)
    return settings.slack


def _exists(database_url: str) -> bool:
    """Whether there is a database: then a missing schedule may have a version in force, and the service goes on."""
    from bot.store.location import locate  # noqa: PLC0415 - heavy, and seldom needed

    return locate(database_url).path.exists()


def _upgraded(database_url: str) -> Path:
    """Bring the database up to date; the path of its file."""
    from bot.store.location import locate  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.store.migrate import upgrade  # noqa: PLC0415

    upgraded = upgrade(database_url)
    if upgraded.backup_path is not None:
        click.echo(f"The database was brought up to date; a copy of the old one is {upgraded.backup_path}", err=True)
    return locate(database_url).path


async def _opened(files: tuple[Path, ...], database_url: str, platform: Platform, clock: Clock) -> App:
    """The bot with the courses of the files."""
    from bot.app import open_app  # noqa: PLC0415 - heavy, and not needed to refuse

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
    return app


async def _in_the_terminal(files: tuple[Path, ...], database_url: str, clock_setting: str | None) -> int:
    from bot.platforms.console.platform import ConsolePlatform  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.service import serve  # noqa: PLC0415
    from bot.terminal import serve_terminal  # noqa: PLC0415

    clock = clock_from(clock_setting)
    database = _upgraded(database_url)
    platform = ConsolePlatform(clock=clock, journal=database.with_suffix(".journal"))
    logs.to_file(database.with_suffix(".log"))
    app = await _opened(files, database_url, platform, clock)
    await serve(app, clock, session=lambda: serve_terminal(app, platform, clock))
    return FINE


async def _on_slack(
    credentials: Credentials, files: tuple[Path, ...], database_url: str, clock_setting: str | None
) -> int:
    """Exit code 1 where Slack never let the bot in, 3 where it did and then shut it out."""
    from bot.service import serve  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.slack import Slack  # noqa: PLC0415

    secrets = (credentials.bot_token, credentials.app_token, credentials.signing_secret)
    logs.to_stderr(secret for secret in secrets if secret)
    clock = clock_from(clock_setting)
    _upgraded(database_url)
    slack = Slack(credentials, tell=complain)
    try:
        app = await _opened(files, database_url, slack.platform, clock)
        wall_clock = None if clock_setting else clock
        line = slack.line(app, clock)
        begin = partial(slack.begin, app, clock, wall_clock=wall_clock)
        gc.collect()
        gc.freeze()  # what stands now stays: going through it again and again would only delay acknowledgements
        held = await serve(app, clock, lines=[line], beside=[begin], tell=complain)
    finally:
        await slack.close()
    if held:
        return FINE
    if not slack.was_let_in:
        return WRONG_INPUT
    complain("What is to be said on Slack waits in the database.")
    return UNREACHABLE


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
