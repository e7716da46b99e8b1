"""`coursebot doctor`: what is missing before the bot can run, each a line that names the fix.

It looks at the settings, the schedules, the database and the platforms, changes nothing, and never shows a secret.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from bot import clock, settings
from bot.cli_output import complain, say
from bot.conversation.port import Use
from bot.course.model import Course
from bot.course.wording import counted
from bot.errors import CoursebotError, Misconfigured, PlatformDown
from bot.platforms.slack.credentials import Credentials

WRONG_INPUT, UNREACHABLE = 1, 3

NO_PLATFORM = (
    "Slack: SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, in the environment or in .env; "
    "paste what `coursebot slack manifest` prints into Slack to get them"
)


@dataclass
class Verdict:
    """What was found so far; each finding is said at once."""

    lacks: int = 0
    unreachable: bool = False

    def fine(self, words: str) -> None:
        say(words)

    def lack(self, words: str) -> None:
        self.lacks += len(words.splitlines())
        complain(words)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--database", "database_url", metavar="URL", help="Default: COURSEBOT_DATABASE_URL, else a file here.")
def doctor(files: tuple[Path, ...], *, database_url: str | None) -> int:
    """Say what is missing before the bot can run, and how to mend it.

    FILE is a schedule (several: several courses). Exit code: 0 all is fine, 1 something is missing, 3 Slack cannot be
    reached or asks to wait.
    """
    verdict = Verdict()
    chosen = settings.load()
    courses = tuple(_courses(files, verdict))
    _database(database_url or chosen.database_url, verdict)
    if chosen.slack is not None:
        asyncio.run(_slack(chosen.slack, courses, chosen.clock, verdict))
    else:
        verdict.lack("\n".join(f"Settings: {problem}" for problem in chosen.problems) or NO_PLATFORM)
    if verdict.unreachable:
        return UNREACHABLE
    if verdict.lacks:
        complain(f"{counted(verdict.lacks, 'thing')} to mend.")
        return WRONG_INPUT
    say("Nothing is missing. `coursebot run` starts the bot.")
    return 0


def _courses(files: tuple[Path, ...], verdict: Verdict) -> Iterator[Course]:
    """The courses whose files are right."""
    from bot.cli_offline import files_or_default  # noqa: PLC0415 - heavy
    from bot.course.schedule import read  # noqa: PLC0415
    from bot.services.destinations import contested, unusable  # noqa: PLC0415

    found: list[Course] = []
    try:
        paths = files_or_default(files)
    except Misconfigured as error:
        verdict.lack(str(error))
        return
    for path in paths:
        try:
            course = read(path).course
        except Misconfigured as error:
            verdict.lack(str(error))
            continue
        problems = unusable(course)
        for problem in problems:
            verdict.lack(f"{path}: {problem}")
        if not problems:
            verdict.fine(f"{path}: {course.title}, {course.term}, {counted(len(course.sessions), 'session')}")
        found.append(course)
    for problem in contested(found):
        verdict.lack(problem)
    yield from found


def _database(url: str, verdict: Verdict) -> None:
    from bot.store import backup as copies  # noqa: PLC0415 - heavy
    from bot.store.location import locate  # noqa: PLC0415
    from bot.store.migrate import is_new  # noqa: PLC0415

    try:
        location = locate(url)
        if is_new(url):
            verdict.fine(f"Database: {location.name} will be set up at the first start")
            return
        problems = copies.check(url)
    except CoursebotError as error:
        problems = [str(error)]
    for problem in problems:
        verdict.lack(f"Database: {problem}")
    if problems:
        return
    verdict.fine(f"Database: {location.name} is sound")
    for course in _ended(url):
        verdict.fine(f"Database: {course} has ended, so nothing is posted for it")


def _ended(url: str) -> tuple[str, ...]:
    """The courses that have ended; none where the database is still to be brought up to date."""
    from bot.store.database import open_database  # noqa: PLC0415 - heavy
    from bot.store.schedules import in_force  # noqa: PLC0415

    async def look() -> tuple[str, ...]:
        database = open_database(url, run_id="doctor")
        try:
            return tuple(one.course for one in await database.run.read(in_force) if one.ended)
        finally:
            await database.close()

    try:
        return asyncio.run(look())
    except CoursebotError:
        return ()


async def _slack(
    credentials: Credentials, courses: tuple[Course, ...], set_clock: str | None, verdict: Verdict
) -> None:
    from bot.conversation.port import RateLimited  # noqa: PLC0415 - heavy
    from bot.platforms.slack.api import Api  # noqa: PLC0415
    from bot.platforms.slack.directory import Directory  # noqa: PLC0415
    from bot.platforms.slack.doctor import Doctor, of_slack  # noqa: PLC0415
    from bot.platforms.slack.platform import NAME  # noqa: PLC0415
    from bot.services.destinations import uses  # noqa: PLC0415

    async def named() -> Mapping[str, frozenset[Use]]:
        return uses(courses, NAME)

    api = Api(credentials)
    examination = Doctor(
        api=api,
        directory=Directory(api, named),
        courses=courses,
        clock_says=None if set_clock else clock.now(),
        app_token=credentials.socket_mode,
    )
    try:
        async for found in examination.findings():
            tell = verdict.fine if found.kind in ("fine", "note") else verdict.lack
            tell(of_slack(found.in_full))
    except RateLimited as limit:
        verdict.unreachable = True
        verdict.lack(f"Slack asks to wait {limit.retry_after:g} s; then try again")
    except PlatformDown as error:
        verdict.unreachable = True
        verdict.lack(f"{error}; try again later")
    except CoursebotError as error:
        verdict.lack(of_slack(str(error)))
    finally:
        await api.close()
