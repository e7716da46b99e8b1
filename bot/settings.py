"""Settings from the environment and a `.env` file beside it: the only reader of os.environ.

Every problem is reported at once. A value never appears in a message where it may be a secret.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Misconfigured

DEFAULT_DATABASE = "sqlite:///coursebot.db"
DOT_ENV = Path(".env")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the environment says. `schedules` is empty where it names none."""

    schedules: tuple[Path, ...]
    database_url: str
    clock: str | None
    debug: bool


def load(environment: Mapping[str, str] | None = None, dot_env: Path = DOT_ENV) -> Settings:
    """Read the settings; the environment wins over the file. Raises Misconfigured with every problem, a line each."""
    problems: list[str] = []
    values = {**_from_file(dot_env, problems), **(os.environ if environment is None else environment)}  # noqa: TID251 - this is the one place
    if problems:
        raise Misconfigured("\n".join(problems))
    listed = [name for name in values.get("COURSEBOT_SCHEDULE", "").split(os.pathsep) if name]
    return Settings(
        schedules=tuple(Path(name) for name in listed),
        database_url=values.get("COURSEBOT_DATABASE_URL") or DEFAULT_DATABASE,
        clock=values.get("COURSEBOT_CLOCK") or None,
        debug=values.get("COURSEBOT_DEBUG", "") not in ("", "0"),
    )


def schedule_files() -> tuple[Path, ...]:
    """The files that COURSEBOT_SCHEDULE names."""
    return load().schedules


def time_zone() -> str:
    """What TZ says, '' where it is not set."""
    return os.environ.get("TZ", "").removeprefix(":")  # noqa: TID251 - this is the one place


def database_url() -> str:
    return load().database_url


def _from_file(path: Path, problems: list[str]) -> dict[str, str]:
    if not path.exists():
        return {}
    from dotenv import dotenv_values  # noqa: PLC0415 - only where there is such a file

    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: it cannot be read ({type(error).__name__}); make it a readable UTF-8 text file")
        return {}
