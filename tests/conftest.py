"""Fixtures for all tests; each lives in `tests/support`, in a module named after what it gives."""

pytest_plugins = ["tests.support.databases", "tests.support.secrecy"]
