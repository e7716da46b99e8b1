"""Settings from the environment and a `.env` file beside it: the only reader of os.environ.

Every problem is reported at once. A value never appears in a message where it may be a secret.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import Misconfigured
from bot.platforms.slack.credentials import SLACK_API, Credentials

DEFAULT_DATABASE = "sqlite:///coursebot.db"
DOT_ENV = Path(".env")

LEASE = 60.0
"""Seconds for which a claim on a post holds."""

HTTP_HOST = "127.0.0.1"
"""Where the bot listens if it has a port, unless it is told otherwise: a proxy on this machine stands before it."""

LOG_FORMATS = ("text", "json")

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

TOKENS = {"SLACK_BOT_TOKEN": ("xoxb-", "bot"), "SLACK_APP_TOKEN": ("xapp-", "app")}
"""Setting → how its value begins, and whose token it is."""

OF_SLACK = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
"""Any of them says that the bot is meant to run on Slack."""


HALF_A_PAIR = (
    "SLACK_APP_TOKEN is missing: the app's page has it under Basic Information, App-Level Tokens "
    "(or set SLACK_SIGNING_SECRET and COURSEBOT_HTTP_PORT, where Slack can reach this machine)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the environment says. `schedules` is empty where it names none, `slack` is None where the bot cannot run
    on Slack; `problems` says why, a sentence each, if it was meant to. `http` is the host and the port on which the bot
    listens, None: on none; `wrong_port` says what is wrong with it, `wrong_public_url` what is with the other.
    """

    schedules: tuple[Path, ...]
    database_url: str
    clock: str | None
    lease: float
    backups: str
    """`off`, a folder for the nightly ones, or '' for the usual: beside an SQLite file."""

    debug: bool
    log: str
    http: tuple[str, int] | None
    wrong_port: str
    public_url: str
    """Where people reach that port from outside, without a slash at its end; '': nowhere."""

    wrong_public_url: str
    slack: Credentials | None
    problems: tuple[str, ...]


def load(environment: Mapping[str, str] | None = None, dot_env: Path = DOT_ENV) -> Settings:
    """Read the settings; the environment wins over the file. Raises Misconfigured where the file cannot be read.

    What is wrong with a platform's settings is told in `problems`, since most commands need no platform.
    """
    values = {**_from_file(dot_env), **(os.environ if environment is None else environment)}  # noqa: TID251 - this is the one place
    listed = [name for name in values.get("COURSEBOT_SCHEDULE", "").split(os.pathsep) if name]
    problems: list[str] = []
    stripped = {name: value.strip() for name, value in values.items()}
    slack = _slack(stripped, problems)
    port, wrong_port = _port(stripped.get("COURSEBOT_HTTP_PORT", ""))
    problems += [wrong_port] if wrong_port else []
    public_url, wrong_public_url = _public_url(stripped.get("COURSEBOT_PUBLIC_URL", ""), port=port)
    problems += [wrong_public_url] if wrong_public_url and not wrong_port else []
    return Settings(
        schedules=tuple(Path(name) for name in listed),
        database_url=values.get("COURSEBOT_DATABASE_URL") or DEFAULT_DATABASE,
        clock=values.get("COURSEBOT_CLOCK") or None,
        lease=_lease(values),
        backups=values.get("COURSEBOT_BACKUPS", "").strip(),
        debug=values.get("COURSEBOT_DEBUG", "") not in ("", "0"),
        log=stripped.get("COURSEBOT_LOG") or LOG_FORMATS[0],
        http=None if port is None else (stripped.get("COURSEBOT_HTTP_HOST") or HTTP_HOST, port),
        wrong_port=wrong_port,
        public_url=public_url,
        wrong_public_url=wrong_public_url,
        slack=None if problems else slack,
        problems=tuple(problems),
    )


def _lease(values: Mapping[str, str]) -> float:
    """Another time than the usual one is for tests, beside a simulated clock."""
    written = values.get("COURSEBOT_LEASE", "") if values.get("COURSEBOT_CLOCK") else ""
    try:
        seconds = float(written or LEASE)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < inf:
        raise Misconfigured(f"COURSEBOT_LEASE is {written!r}; it should be a number of seconds above 0")
    return seconds


def schedule_files() -> tuple[Path, ...]:
    """The files that COURSEBOT_SCHEDULE names."""
    return load().schedules


def time_zone() -> str:
    """What TZ says, '' where it is not set."""
    return os.environ.get("TZ", "").removeprefix(":")  # noqa: TID251 - this is the one place


def database_url() -> str:
    return load().database_url


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - only where there is such a file

    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        words = f"{path}: it cannot be read ({type(error).__name__}); make it a readable UTF-8 text file"
        raise Misconfigured(words) from None


# --- Slack ------------------------------------------------------------------------------------------------------------


def _slack(values: Mapping[str, str], problems: list[str]) -> Credentials | None:
    """The credentials, and what is wrong with them; None where nothing of them is set."""
    given = {name: values.get(name, "") for name in OF_SLACK}
    if not any(given.values()):
        return None
    problems += _wrong_tokens(given)
    problems += _missing(given, port=values.get("COURSEBOT_HTTP_PORT", ""))
    api_url = values.get("SLACK_API_URL") or SLACK_API
    problems += _wrong_url(api_url)
    if values.get("COURSEBOT_CLOCK") and not _on_this_machine(api_url):
        problems.append("COURSEBOT_CLOCK is set, but people on Slack live in real time: remove it")
    return Credentials(
        bot_token=given["SLACK_BOT_TOKEN"],
        app_token=given["SLACK_APP_TOKEN"] or None,
        signing_secret=given["SLACK_SIGNING_SECRET"] or None,
        api_url=api_url.rstrip("/") + "/",
    )


def _wrong_tokens(given: Mapping[str, str]) -> list[str]:
    """Sentences about tokens that cannot be right. The two swapped is what happens most."""
    swapped = given["SLACK_BOT_TOKEN"].startswith("xapp-"), given["SLACK_APP_TOKEN"].startswith("xoxb-")
    if all(swapped):
        return ["SLACK_BOT_TOKEN and SLACK_APP_TOKEN are swapped: the bot's begins with xoxb-, the app's with xapp-"]
    found = []
    for name, (start, whose) in TOKENS.items():
        value = given[name]
        if value and not value.startswith(start):
            found.append(f"{name} does not begin with {start}{_it_is(value)}; copy the {whose}'s token")
        elif value and not re.fullmatch(r"[\x21-\x7e]{6,}", value):
            found.append(f"{name} is cut off, or has a space or a strange letter in it; copy it again")
    secret = given["SLACK_SIGNING_SECRET"]
    if secret and (secret.startswith(("xox", "xapp-")) or not re.fullmatch(r"[\x21-\x7e]+", secret)):
        found.append("SLACK_SIGNING_SECRET is not one; copy it from the app's page, Basic Information")
    return found


def _it_is(value: str) -> str:
    """What was put there instead, where its beginning tells."""
    kinds = {"xoxb-": "the bot's token", "xapp-": "the app's token", "xoxp-": "a user's token"}
    kinds |= {"xoxe": "a token that expires: turn token rotation off in the app"}
    return next((f" (it is {kind})" for start, kind in kinds.items() if value.startswith(start)), "")


def _missing(given: Mapping[str, str], *, port: str) -> list[str]:
    if not given["SLACK_BOT_TOKEN"]:
        others = [name for name in OF_SLACK if given[name]]
        are = f"{' and '.join(others)} {'is' if len(others) == 1 else 'are'}"
        return [f"SLACK_BOT_TOKEN is missing, though {are} set; the app's page has it under OAuth & Permissions"]
    if given["SLACK_APP_TOKEN"] or (given["SLACK_SIGNING_SECRET"] and port):
        return []
    if given["SLACK_SIGNING_SECRET"]:
        return ["COURSEBOT_HTTP_PORT is missing: with SLACK_SIGNING_SECRET the bot listens for Slack on a port"]
    return [HALF_A_PAIR]


def _port(written: str) -> tuple[int | None, str]:
    """The port, and what is wrong with it."""
    if not written:
        return None, ""
    if written.isascii() and written.isdigit() and len(written) <= 5 and 1 <= int(written) <= 65535:
        return int(written), ""
    return None, "COURSEBOT_HTTP_PORT is no port; write a number from 1 to 65535"


def _public_url(written: str, *, port: int | None) -> tuple[str, str]:
    """The address, and what is wrong with it."""
    if not written:
        return "", ""
    try:
        parts = urlsplit(written)
        fine = bool(parts.hostname) and parts.username is None and not parts.query and not parts.fragment
        fine = fine and (parts.scheme == "https" or (parts.scheme == "http" and _on_this_machine(written)))
    except ValueError:
        fine = False
    if not fine:
        return "", "COURSEBOT_PUBLIC_URL is no address that people can reach safely; write https:// and the host's name"
    if port is None:
        return "", "COURSEBOT_PUBLIC_URL is set, but the bot listens on no port; set COURSEBOT_HTTP_PORT too"
    return written.rstrip("/"), ""


def _wrong_url(api_url: str) -> list[str]:
    try:
        parts = urlsplit(api_url)
        fine = bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and _on_this_machine(api_url))
        )
        fine = fine and parts.port != 0 and parts.username is None
    except ValueError:
        fine = False
    return [] if fine else [f"SLACK_API_URL must begin with https://; leave it out to reach Slack itself ({SLACK_API})"]


def _on_this_machine(api_url: str) -> bool:
    try:
        return urlsplit(api_url).hostname in LOOPBACK
    except ValueError:
        return False
