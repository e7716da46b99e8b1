"""Fixtures for all tests; each lives in `tests/support`, in a module named after what it gives."""

import os

import pytest
from hypothesis import settings

from tests.support.statements import share_compiled
from tests.support.zygote import route_programs

pytest_plugins = ["tests.support.memory", "tests.support.databases", "tests.support.secrecy"]

settings.register_profile("coursebot", deadline=None, max_examples=30)  # a machine that is busy refutes nothing
settings.register_profile("torture", deadline=None, max_examples=100)
settings.load_profile("coursebot")

route_programs()
share_compiled()


def pytest_configure(config: pytest.Config) -> None:
    """Where the slow tests are run too (`make postgres`), a property that names no number is tried on more examples."""
    settings.load_profile("coursebot" if config.option.markexpr == "not torture" else "torture")


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: now and then each waits for a process or a timer."""
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") or (os.cpu_count() or 1) + 1)
