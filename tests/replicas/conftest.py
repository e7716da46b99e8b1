"""A workspace with a course in it, and several bots on one PostgreSQL that serve it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.replicas.town import Town, founded
from tests.slack_server import SlackServer


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with SlackServer(patience=60) as slack:
        yield founded(slack)
