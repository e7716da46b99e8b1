"""What a run was measured on: the machine and the versions. No date, so that the same run writes the same report."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

from tests.support.postgres import find_binaries

LIBRARIES = ("sqlalchemy", "psycopg", "slack-bolt", "slack-sdk", "aiohttp", "pydantic", "apscheduler")


def machine() -> dict[str, str]:
    """What → which, in the order in which it is to be read."""
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": _memory(),
        "System": f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(),
        "Libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    }


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.processor() or "unknown processor"


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    except (OSError, ValueError):
        return "unknown"


def _postgresql() -> str:
    said = subprocess.run([find_binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)*", said.stdout)
    return found[0] if found else "unknown"
