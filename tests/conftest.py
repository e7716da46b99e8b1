"""Fixtures for all tests; each lives in `tests/support`, in a module named after what it gives."""

import os

import pytest
from hypothesis import settings

from tests.support.statements import share_compiled
from tests.support.zygote import route_programs

pytest_plugins = ["tests.support.memory", "tests.support.databases", "tests.support.secrecy"]

settings.register_profile("coursebot", deadline=None)  # a machine that is busy refutes nothing
settings.load_profile("coursebot")

route_programs()
share_compiled()


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: now and then each waits for a process or a timer."""
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") or (os.cpu_count() or 1) + 1)
