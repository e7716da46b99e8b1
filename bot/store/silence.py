"""A PostgreSQL connection that gives up on a server which says nothing more, though the connection stands; or as soon
as nobody wants the answer any longer.

The system notices a network that loses everything; a proxy that goes on taking bytes it does not. Knows the driver's
way of waiting, never what is waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Self, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg import errors
from psycopg.abc import PQGen, PQGenConn

from bot.store.server import never

Result = TypeVar("Result")
Waits = TypeVar("Waits")

LET_GO = "nobody waits for the answer any longer"

INTERVAL = 0.1
"""Seconds between looks whether the wait was interrupted, as the driver's own."""


def give_up_on_silence(engine: sa.Engine, after: float, given_up: Callable[[], bool] = never) -> None:
    """Let the connections that the engine makes wait so many seconds for an answer, and no longer. It should be more
    than the server itself allows: what the server says is more to the point. Once `given_up` says so, whatever they
    wait for fails, and no more are made.
    """

    class Impatient(psycopg.Connection[Any]):
        def wait(self, gen: PQGen[Result], interval: float = INTERVAL, timeout: float | None = None) -> Result:
            try:
                return super().wait(_watched(gen, given_up), interval, after if timeout is None else timeout)
            except errors._WaitTimeout:  # noqa: SLF001 - raised to callers, but without a public name
                if timeout is not None:
                    raise
                self.close()
                raise errors.OperationalError("the server does not answer") from None
            except errors.OperationalError:
                if given_up():
                    self.close()
                raise

        @classmethod
        def _connect_gen(cls, conninfo: str = "") -> PQGenConn[Self]:
            """Without this hook of the driver's, a connection that is being made ends after its own timeout."""
            return _watched(super()._connect_gen(conninfo), given_up)

    @sa.event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> object:
        return Impatient.connect(*arguments, **named)


def _watched(gen: Generator[Waits, Any, Result], given_up: Callable[[], bool]) -> Generator[Waits, Any, Result]:
    """It is asked whenever the driver turns to the connection, which is once in each interval at least."""
    sent: Any = None
    while True:
        if given_up():
            raise errors.OperationalError(LET_GO)
        try:
            waits = gen.send(sent)
        except StopIteration as ended:
            result: Result = ended.value
            return result
        sent = yield waits
