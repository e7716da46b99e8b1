"""The commands that need a schedule file and nothing else: check, show, plan, init, ids, schema.

They read files and print; they must never open a database or speak to a platform. Everything that they know about a
course comes from `bot.course`.
"""

from __future__ import annotations

import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from bot import clock, settings
from bot.cli_output import complain, for_machines, say, table
from bot.course.calendar import instant, midnight_after
from bot.course.model import Course
from bot.course.notice import Notice, key_of
from bot.course.schedule import Parsed, parse, read
from bot.course.wording import clock_words, counted, day_words
from bot.data import bundled
from bot.errors import BadSchedule, Misconfigured

HERE = Path("schedule.yaml")
WRONG_INPUT = 1
MICROSECOND = timedelta(microseconds=1)

_one_file = click.argument("file", required=False, type=click.Path(path_type=Path))


def files_or_default(given: tuple[Path, ...], *, shipped: bool = False) -> tuple[Path, ...]:
    """What was named, else what COURSEBOT_SCHEDULE names, else ./schedule.yaml, else (`shipped`) the bot's own.

    Raises Misconfigured where there is none.
    """
    if chosen := given or settings.schedule_files():
        return chosen
    if HERE.exists():
        return (HERE,)
    if shipped:
        return (bundled(HERE.name),)
    raise Misconfigured("there is no schedule.yaml here; name a file, or write a first one with `coursebot init`")


def one_file(given: Path | None, *, shipped: bool = False) -> Path:
    chosen = files_or_default((given,) if given else (), shipped=shipped)
    if len(chosen) > 1:
        named = os.pathsep.join(map(str, chosen))
        raise Misconfigured(f"COURSEBOT_SCHEDULE names several files ({named}); say which one you mean")
    return chosen[0]


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
def check(files: tuple[Path, ...]) -> None:
    """Find every problem in a schedule, and say what it means for people.

    Each problem is one line: FILE:LINE:COL: path: what is wrong, what would be right. Warnings do not fail.
    """
    now = _now()
    fine = [_checked(path, now) for path in files_or_default(files)]
    if not all(fine):
        raise click.exceptions.Exit(WRONG_INPUT)


def _now() -> datetime:
    return clock.clock_from(settings.load().clock)()


def _checked(path: Path, now: datetime) -> bool:
    try:
        parsed = read(path)
    except BadSchedule as bad:
        complain(str(bad))
        say(f"{path}: {counted(len(bad.problems), 'problem')}")
        return False
    except Misconfigured as error:
        complain(str(error))
        return False
    _explain(path, parsed, now)
    return True


def _explain(path: Path, parsed: Parsed, now: datetime) -> None:
    from bot.course.meaning import ahead, meaning  # noqa: PLC0415 - a file with problems never comes here

    course = parsed.course
    for warning in parsed.warnings:
        place, _, rest = warning.located(str(path)).partition(f":{warning.line}:{warning.column}: ")
        say(f"{place}:{warning.line}:{warning.column}: warning: {rest}")
    verdict = f"{counted(len(parsed.warnings), 'warning')}, no problem" if parsed.warnings else "no problem"
    say(f"{path}: {verdict}.")
    say(f"{course.title}, {course.term} ({course.id})")
    for sentence in (*meaning(course), *ahead(course, now)):
        say(f"  {sentence}")


@click.command()
@_one_file
@click.option("--json", "as_json", is_flag=True, help="The course as the bot understands it, as JSON.")
def show(file: Path | None, *, as_json: bool) -> None:
    """The term as a table: sessions, readings, what is due. Without a file: the course that comes with the bot."""
    from bot.course.listing import listing, term  # noqa: PLC0415 - `check` has no use for it

    course = read(one_file(file, shipped=True)).course
    if as_json:
        for_machines(listing(course))
        return
    rows = term(course)
    say(f"{course.title}, {course.term} ({course.timezone.key})")
    table(
        ("When", "What", "Readings", "Due"),
        [(row.when, row.what, row.readings, row.due) for row in rows],
        wide=1,
        quiet=frozenset(number for number, row in enumerate(rows) if row.quiet),
    )


@click.command()
@_one_file
@click.option("--from", "begin", metavar="ISO", help="The first day or instant; default: the beginning.")
@click.option("--to", "end", metavar="ISO", help="The last day or instant, included; default: the end.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, for machines.")
def plan(file: Path | None, begin: str | None, end: str | None, *, as_json: bool) -> None:
    """All that would be posted unasked, and when.

    ISO is a day (2022-01-31) or an instant (2022-01-31T09:00, with an offset or on the course's clock).
    """
    from bot.course import meaning, planner, reviews  # noqa: PLC0415 - only needed here

    course = read(one_file(file, shipped=True)).course
    since = _instant(course, begin, "--from", end_of_day=False) if begin else meaning.BEGINNING
    until = _instant(course, end, "--to", end_of_day=True) if end else meaning.END
    if begin and end and since > until:
        raise click.UsageError(f"--from {begin} is later than --to {end}", click.get_current_context())
    due = planner.due(course, max(since, meaning.BEGINNING) - MICROSECOND, min(until, meaning.END))
    if as_json:
        for_machines([_planned(course, one, platform) for one in due for platform in _destinations(course)])
        return
    say(f"{course.title}, {course.term} ({course.timezone.key}): {counted(len(due), 'post')}")
    if due:
        table(("When", "Kind", "What", "Where"), [_plan_row(course, one) for one in due], wide=2)
    if reviews.owed(course):
        say("Not listed: reminders in direct messages, and the digest and the line at each deadline for staff.")


def _instant(course: Course, text: str, option: str, *, end_of_day: bool) -> datetime:
    """A day means its first instant, or its last where it ends a span."""
    try:
        if "T" not in text and ":" not in text:
            day = date.fromisoformat(text)
            start = instant(day, datetime.min.time(), course.timezone)
            return midnight_after(day, course.timezone) - MICROSECOND if end_of_day else start
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else instant(at.date(), at.time(), course.timezone)
    except (ValueError, OverflowError):
        raise click.UsageError(
            f"{option} {text!r} is no day or instant; write 2022-01-31 or 2022-01-31T09:00", click.get_current_context()
        ) from None


def _destinations(course: Course) -> tuple[str, ...]:
    return tuple(course.channels) or ("console",)


def _planned(course: Course, notice: Notice, destination: str) -> dict[str, str]:
    return {
        "due_at": notice.due_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "local": course.local(notice.due_at).isoformat(timespec="seconds"),
        "stale_after": notice.stale_after.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "kind": notice.kind.value,
        "item": notice.item,
        "occurrence": notice.occurrence,
        "destination": destination,
        "key": str(key_of(notice, destination)),
        "title": notice.title,
    }


def _plan_row(course: Course, notice: Notice) -> tuple[str, str, str, str]:
    local = course.local(notice.due_at)
    where = [course.channels.get(platform, {}).get(notice.channel, platform) for platform in _destinations(course)]
    when = f"{day_words(local.date())} {local.year}, {clock_words(local)}"
    return when, notice.kind.value, notice.title or notice.item, ", ".join(where)


@click.command()
def schema() -> None:
    """Print the JSON Schema of schedule.yaml; editors complete and check from it."""
    from bot.course.document import json_schema  # noqa: PLC0415 - only needed here

    click.echo(json_schema(), nl=False)


@click.command()
@click.argument("file", default=HERE, type=click.Path(path_type=Path), metavar="[FILE]")
def init(file: Path) -> None:
    """Ask a few questions and write a schedule to start from. FILE is schedule.yaml unless you name another."""
    from bot.cli_questions import ask  # noqa: PLC0415 - only needed here
    from bot.course.starter import starter  # noqa: PLC0415

    if file.exists():
        raise Misconfigured(f"{file} is there already; nothing was changed. Name another file: coursebot init FILE")
    text = starter(ask(_now()))
    parse(text, str(file))
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise Misconfigured(f"{file} cannot be written: {error.strerror or error}") from None
    say(f"{file} is written. Next: coursebot check {file}")


@click.command()
@_one_file
@click.option("--write", is_flag=True, help="Change the file; without it the ids are only shown.")
def ids(file: Path | None, *, write: bool) -> None:
    """Add the missing ids to a schedule, so that titles may change without anything being posted twice.

    Nothing else in the file is touched.
    """
    from bot.course.ids import with_ids  # noqa: PLC0415 - only needed here

    path = one_file(file)
    read(path)
    text = path.read_bytes().decode("utf-8")
    written = with_ids(text, str(path))
    for name, item in written.added:
        say(f"{item}: {name}")
    if not written.added:
        say(f"{path}: every entry has an id.")
    elif write:
        _replace(path, written.text)
        say(f"{path}: {counted(len(written.added), 'id')} written.")
    else:
        say(f"{counted(len(written.added), 'id')} to add; `coursebot ids --write {path}` writes them.")


def _replace(path: Path, text: str) -> None:
    """All or nothing: a full disk must not cost anybody their schedule."""
    real = path.resolve()
    beside = real.with_name(f"{real.name}.new")
    try:
        with beside.open("xb") as stream:
            stream.write(text.encode())
        shutil.copymode(real, beside)
        beside.replace(real)
    except FileExistsError:
        raise Misconfigured(f"{beside} is in the way; remove it and try again") from None
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Misconfigured(f"{path} cannot be written: {error.strerror or error}") from None
