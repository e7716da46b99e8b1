"""The commands that start something: `run` and `demo`."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from bot import logs
from bot import settings as settings_module
from bot.cli_output import complain
from bot.clock import Clock, clock_from
from bot.errors import CoursebotError, Misconfigured, Unreachable
from bot.platforms.slack.credentials import Credentials
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import App
    from bot.conversation.port import Platform
    from bot.health import Health
    from bot.metrics import Metrics
    from bot.platforms.slack.line import SlackLine
    from bot.web import WebServer

NO_PLATFORM = (
    "there is no chat platform to run on: for Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, which you get by pasting "
    "what `coursebot slack manifest` prints; or try the bot in this terminal with `coursebot run --console`"
)

FINE, WRONG_INPUT, UNREACHABLE = 0, 1, 3

NOT_IN_FORCE = {
    "ended": "its course has ended, so what it says changes nothing; the next term needs an id of its own",
    "broken": "it has problems, so the version before stays in force; staff are told, `coursebot check` shows them",
    "held": "ids have vanished from it, so the version before stays in force until staff answer in their channel",
    "kept_old": "staff decided to keep the version before; it stays in force until the file changes",
    "replaced": "it says what was in force before, and a newer version stays. If another replica has a newer file, "
    "bring this one up to date; to go back to it, save it again while the bot runs",
}
"""What a person who starts the service should know of a file that was not put in force."""


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--console", is_flag=True, help="Use this terminal as the chat platform.")
@click.option("--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here.")
@click.option("--log", type=click.Choice(settings_module.LOG_FORMATS), help="Default: COURSEBOT_LOG, else text.")
def run(files: tuple[Path, ...], *, console: bool, database_url: str | None, log: str | None) -> int:
    """Run the service: announce what is due, answer what is asked, on every platform whose tokens are set.

    FILE is a schedule (several: several courses). Without one: COURSEBOT_SCHEDULE, else ./schedule.yaml.
    """
    settings = settings_module.load()
    credentials = None if console else _credentials(settings)
    wanted = _wanted(settings, files, database_url=database_url, log=log)
    if credentials is not None:
        return _run_on_slack(credentials, wanted)
    if wrong := settings.wrong_port or settings.wrong_public_url:
        raise Misconfigured(wrong)
    if settings.slack is not None or settings.problems:
        click.echo("Slack's tokens are set, but not used: --console speaks in this terminal only.", err=True)
    wanted.refuse_missing()
    return asyncio.run(_in_the_terminal(wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be run, and how. `tell` gets a line for whoever started it, `http` is where the pages are shown and
    `public_url` where people reach them.
    """

    files: tuple[Path, ...]
    database_url: str
    clock: str | None
    lease: float
    backups: str
    http: tuple[str, int] | None
    public_url: str
    log: str
    tell: Callable[[str], None]

    def refuse_missing(self) -> None:
        """Raises Misconfigured for files that are not there, unless a version of them may be in force."""
        words = "{}: there is no such file; `coursebot init` writes one"
        missing = [words.format(path) for path in self.files if not path.exists()]
        if missing and not _exists(self.database_url):
            raise Misconfigured("\n".join(missing))


def _wanted(settings: Settings, files: tuple[Path, ...], *, database_url: str | None, log: str | None) -> Wanted:
    """What the arguments say, else the settings."""
    log = log or settings.log
    if log not in settings_module.LOG_FORMATS:
        raise Misconfigured(f"COURSEBOT_LOG is {log!r}; write {' or '.join(settings_module.LOG_FORMATS)}")
    return Wanted(
        files=files or settings.schedules or (Path("schedule.yaml"),),
        database_url=database_url or settings.database_url,
        clock=settings.clock,
        lease=settings.lease,
        backups=settings.backups,
        http=settings.http,
        public_url=settings.public_url,
        log=log,
        tell=logs.tell if log == logs.JSON else complain,
    )


def _credentials(settings: Settings) -> Credentials:
    """Slack's credentials. Raises Misconfigured with every reason why there are none."""
    if settings.slack is None:
        raise Misconfigured("\n".join(settings.problems) or NO_PLATFORM)
    return settings.slack


def _exists(database_url: str) -> bool:
    """Whether there is a database: then a missing schedule may have a version in force, and the service goes on."""
    from bot.store.migrate import is_new  # noqa: PLC0415 - heavy, and seldom needed

    return not is_new(database_url)


def _upgraded(wanted: Wanted) -> Path:
    """Bring the database up to date; the path of its file, or of what would stand beside it were it one."""
    from bot.store.location import locate  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.store.migrate import beside, upgrade  # noqa: PLC0415

    upgraded = upgrade(wanted.database_url)
    if upgraded.backup_path is not None:
        wanted.tell(f"The database was brought up to date; a copy of the old one is {upgraded.backup_path}")
    return beside(locate(wanted.database_url))


async def _opened(wanted: Wanted, platform: Platform, clock: Clock, pages: Pages | None) -> App:
    """The bot with the courses of the files."""
    from bot.app import open_app  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.services.absence import AWAY_AFTER  # noqa: PLC0415
    from bot.services.backups import shelf_for  # noqa: PLC0415
    from handlers.ended import name_of  # noqa: PLC0415

    app = open_app(
        database_url=wanted.database_url,
        platforms=[platform],
        lease=wanted.lease,
        away_after=None if wanted.clock else AWAY_AFTER,
        backups=None if wanted.clock else shelf_for(wanted.backups, wanted.database_url),
        recorder=pages.metrics if pages is not None else None,
        public_url=wanted.public_url,
    )
    if pages is not None and wanted.public_url:
        from bot.feeds import put_up  # noqa: PLC0415 - only where people can reach it

        put_up(pages.server, app, clock)
    try:
        for path in wanted.files:
            outcome = await app.take_in(path, clock(), edited=False)
            if outcome.value in NOT_IN_FORCE:
                wanted.tell(f"{path}: {NOT_IN_FORCE[outcome.value]}")
        await app.refuse_contested_channels()
        for over in await app.ended():
            wanted.tell(f"{name_of(over)} has ended: nothing is posted for it")
        for course in await app.at_rest():
            wanted.tell(f"{course} is in the database too and is at rest, since no file that was named holds it")
    except BaseException:
        await app.close()
        raise
    return app


class Pages(NamedTuple):
    """The server of the pages, and what counts for them."""

    server: WebServer
    metrics: Metrics

    def health(self, app: App, clock: Clock, *lines: SlackLine) -> Health:
        from bot.health import Health  # noqa: PLC0415 - only a service with a port needs Prometheus' library

        return Health(server=self.server, metrics=self.metrics, app=app, clock=clock, platforms=lines)


def _pages(http: tuple[str, int] | None) -> Pages | None:
    if http is None:
        return None
    from bot.metrics import Metrics  # noqa: PLC0415 - only a service with a port needs Prometheus' library
    from bot.web import WebServer  # noqa: PLC0415

    return Pages(WebServer(*http), Metrics())


async def _in_the_terminal(wanted: Wanted) -> int:
    from bot.platforms.console.platform import ConsolePlatform  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.service import serve  # noqa: PLC0415
    from bot.terminal import serve_terminal  # noqa: PLC0415

    clock, pages = clock_from(wanted.clock), _pages(wanted.http)
    database = _upgraded(replace(wanted, tell=complain))
    platform = ConsolePlatform(clock=clock, journal=database.with_suffix(".journal"))
    logs.to_file(database.with_suffix(".log"), logs.passwords(wanted.database_url), written_as=wanted.log)
    app = await _opened(replace(wanted, tell=complain), platform, clock, pages)
    health = pages.health(app, clock) if pages is not None else None
    await serve(app, clock, session=lambda: serve_terminal(app, platform, clock), health=health)
    return FINE


def _run_on_slack(credentials: Credentials, wanted: Wanted) -> int:
    """As a service whose every line goes into the log where that is to be JSON, also the last one."""
    tokens = (credentials.bot_token, credentials.app_token, credentials.signing_secret)
    secrets = (*tokens, *logs.passwords(wanted.database_url))
    logs.to_stderr((secret for secret in secrets if secret), written_as=wanted.log)
    try:
        wanted.refuse_missing()
        return asyncio.run(_on_slack(credentials, wanted))
    except CoursebotError as error:
        if wanted.log != logs.JSON:
            raise
        logs.tell(str(error), level=logging.ERROR)
        return UNREACHABLE if isinstance(error, Unreachable) else WRONG_INPUT


async def _on_slack(credentials: Credentials, wanted: Wanted) -> int:
    """Exit code 1 where Slack never let the bot in, 3 where it did and then shut it out."""
    from bot.service import serve  # noqa: PLC0415 - heavy, and not needed to refuse
    from bot.slack import Slack  # noqa: PLC0415

    clock, pages = clock_from(wanted.clock), _pages(wanted.http)
    _upgraded(wanted)
    slack = Slack(credentials, tell=wanted.tell, recorder=pages.metrics if pages is not None else None)
    try:
        app = await _opened(wanted, slack.platform, clock, pages)
        wall_clock = None if wanted.clock else clock
        line = slack.line(app, clock, pages.server if pages is not None else None)
        health = pages.health(app, clock, line) if pages is not None else None
        begin = partial(slack.begin, app, clock, wall_clock=wall_clock)
        gc.collect()
        gc.freeze()  # what stands now stays: going through it again and again would only delay acknowledgements
        held = await serve(app, clock, lines=[line], beside=[begin], tell=wanted.tell, health=health)
    finally:
        await slack.close()
    if held:
        return FINE
    if not slack.was_let_in:
        return WRONG_INPUT
    wanted.tell("What is to be said on Slack waits in the database.")
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
