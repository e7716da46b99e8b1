"""A PostgreSQL connection that gives up on a server which says nothing more, though the connection stands.

The system notices a network that loses everything; a proxy that goes on taking bytes it does not. Knows the driver's
way of waiting, never what is waited for.
"""

from __future__ import annotations

from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import errors
from psycopg.abc import PQGen

Result = TypeVar("Result")

INTERVAL = 0.1
"""Seconds between looks whether the wait was interrupted, as the driver's own."""


def give_up_on_silence(engine: sa.Engine, after: float) -> None:
    """Let the connections that the engine makes wait so many seconds for an answer, and no longer. It should be more
    than the server itself allows: what the server says is more to the point.
    """

    class Impatient(psycopg.Connection[Any]):
        def wait(self, gen: PQGen[Result], interval: float = INTERVAL, timeout: float | None = None) -> Result:
            try:
                return super().wait(gen, interval, after if timeout is None else timeout)
            except errors._WaitTimeout:  # noqa: SLF001 - raised to callers, but without a public name
                if timeout is not None:
                    raise
                self.close()
                raise errors.OperationalError("the server does not answer") from None

    @sa.event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> object:
        return Impatient.connect(*arguments, **named)
