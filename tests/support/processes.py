"""Python programs in processes of their own, to be raced, watched and killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(program: str, *arguments: str | Path, fresh: bool = False) -> subprocess.Popen[str]:
    """Run the text of a program; it sees the arguments as `sys.argv[1:]`. Use it in a `with` statement.

    `fresh`: as Python starts, with nothing imported yet; else the bot is there already, see `zygote`.
    """
    how = ["-c"] if fresh else ["-m", "tests.support.program"]
    return subprocess.Popen(
        [sys.executable, *how, program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def outcome(process: subprocess.Popen[str]) -> str:
    """What the program printed, once it has ended well."""
    out, error = process.communicate(timeout=60)
    assert process.returncode == 0, error
    return out.strip()
