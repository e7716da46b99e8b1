"""`coursebot slack …`: what is to be pasted into Slack, and what it is for. It never speaks to Slack.

The manifest's content comes from the command table and from what the platform's code says that it uses.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from bot import settings
from bot.cli_output import for_machines, say


@click.group()
def slack() -> None:
    """Slack: the manifest of the app."""


@slack.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--url", metavar="URL", default="", help="HTTP mode: the https address at which Slack reaches the bot.")
@click.option("--prefix", metavar="WORD", help="What commands begin with; default: the command_prefix of the schedule.")
@click.option("--explain", is_flag=True, help="For your admin: why each scope, event and command.")
def manifest(files: tuple[Path, ...], *, url: str, prefix: str | None, explain: bool) -> None:
    """Print the app manifest: at api.slack.com/apps, Create New App, From a manifest.

    Without --url the app uses Socket Mode: nothing must be reachable from outside.
    """
    from bot.platforms.slack import manifest as app  # noqa: PLC0415 - only here
    from handlers.table import TABLE  # noqa: PLC0415 - heavy

    prefixes = _prefixes(files) if prefix is None else (prefix.removeprefix("/"),)
    if explain:
        for line in app.explanation(TABLE, prefixes=prefixes, url=_address(url)):
            say(line)
    else:
        for_machines(app.manifest(TABLE, prefixes=prefixes, url=_address(url)))


def _prefixes(files: tuple[Path, ...]) -> tuple[str, ...]:
    """The command prefixes of the schedules; none where there is no schedule."""
    from bot.cli_offline import HERE  # noqa: PLC0415 - heavy
    from bot.course.schedule import read  # noqa: PLC0415

    chosen = files or settings.schedule_files() or ((HERE,) if HERE.exists() else ())
    return tuple(dict.fromkeys(read(path).course.command_prefix for path in chosen)) or ("",)


def _address(url: str) -> str:
    """The address without what the manifest adds to it. Slack delivers to https only, the bot listens at one path."""
    from bot.platforms.slack.credentials import EVENTS_PATH  # noqa: PLC0415 - only here

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        whole = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise click.UsageError("--url must begin with https:// and a name, for Slack delivers to nothing else")
    address = f"https://{parts.netloc}"
    if "@" in parts.netloc or url.rstrip("/") not in (address, address + EVENTS_PATH):
        words = "--url is the address without a path, such as https://bot.example.edu"
        raise click.UsageError(f"{words}; the manifest adds {EVENTS_PATH}")
    return address
