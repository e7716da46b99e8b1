"""What tests leave behind is kept out of the way of those that follow: files in memory, garbage that is not looked for.

Each commit of SQLite waits for the disk, which proves nothing where only processes are killed and no power is cut. So
the run's temporary files stand in a folder in memory, where a machine has much of it, and what a test that passed left
there is removed when it has been searched. What a test that failed left stays until the next run begins.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
"""Bytes. A run has about a tenth of it in use."""

NAME = "coursebot-tests-"

FOLDER = pytest.StashKey[Path]()
USED = pytest.StashKey[Path]()
"""The folder that a test has used without naming it."""
FAILED = pytest.StashKey[bool]()

OBJECTS = 20_000
"""So many new ones are made before a test process looks for garbage among the young."""


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
    if is_first(config) and config.option.basetemp is None and "TMPDIR" not in os.environ and (folder := in_memory()):
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        config.stash[FOLDER] = folder


def is_first(config: pytest.Config) -> bool:
    """Whether this process starts the others, if there are any."""
    return not hasattr(config, "workerinput")


def in_memory() -> Path | None:
    """A folder of this run alone, named after this process. Those of runs that are over are removed."""
    try:
        if shutil.disk_usage(MEMORY).free < ENOUGH or MEMORY.stat().st_dev == MEMORY.parent.stat().st_dev:
            return None
        for old in MEMORY.glob(f"{NAME}*"):
            if not Path("/proc", old.name.removeprefix(NAME)).exists():
                shutil.rmtree(old, ignore_errors=True)
        folder = MEMORY / f"{NAME}{os.getpid()}"
        folder.mkdir()
        folder.chmod(0o1777)  # as the usual one: a PostgreSQL in it is run, and removed, by somebody else
    except OSError:
        return None
    return folder


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    folder = session.config.stash.get(FOLDER, None)
    if folder is not None and exitstatus == 0:
        session.config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: going through it again and again only takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 10, 10)
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Around `secrecy`, which searches the test's folder at the end of its teardown."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    if report.failed:
        item.stash[FAILED] = True
    if call.when == "teardown" and not item.stash.get(FAILED, False):
        folder = item.stash.get(USED, None) or getattr(item, "funcargs", {}).get("tmp_path")
        if isinstance(folder, Path) and folder.is_relative_to(MEMORY):
            shutil.rmtree(folder, ignore_errors=True)
    return report  # type: ignore[return-value]
