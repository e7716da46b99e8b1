"""A wire to a database on this machine: bytes go through until it is cut, or goes dead without a word.

It runs in a thread of its own, since whoever opens a database waits for it. It never looks at the bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

Target = tuple[str, int] | Path
"""Host and port, or a socket in the file system."""


class Wire:
    """Everything of it happens in its own event loop. `port` is where it begins."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="wire", daemon=True)
        self._passing = asyncio.Event()
        self._refusing = False
        self._serving: set[asyncio.Task[Any]] = set()
        self._ends: set[asyncio.StreamWriter] = set()
        self.port = 0

    # --- from outside -----------------------------------------------------------------------------------------------

    def open(self) -> None:
        self._thread.start()
        self._do(self._open())

    def close(self) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """All connections end at once, and whoever tries anew is sent away."""
        self._do(self._turned(self._cut))

    def go_silent(self) -> None:
        """Connections stay, and others can be made; nothing gets through."""
        self._do(self._turned(self._passing.clear))

    def mend(self) -> None:
        """What was held back while it was silent arrives now."""
        self._do(self._turned(self._mend))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    # --- in its loop ------------------------------------------------------------------------------------------------

    @staticmethod
    async def _turned(what: Callable[[], object]) -> None:
        what()

    async def _open(self) -> None:
        self._passing.set()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for task in tuple(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _cut(self) -> None:
        self._refusing = True
        for end in tuple(self._ends):
            end.transport.abort()

    def _mend(self) -> None:
        self._refusing = False
        self._passing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        self._ends.add(writer)
        try:
            if not self._refusing:
                await self._join(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()
            self._ends.discard(writer)
            self._serving.discard(task)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._passing.wait()
        if isinstance(self._target, Path):
            other_reader, other = await asyncio.open_unix_connection(self._target)
        else:
            other_reader, other = await asyncio.open_connection(*self._target)
        self._ends.add(other)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, other))
                both.create_task(self._pump(other_reader, writer))
        finally:
            other.transport.abort()
            self._ends.discard(other)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(65536):
                await self._passing.wait()
                writer.write(chunk)
                await writer.drain()
        writer.close()


@contextmanager
def wire_to_database(url: str) -> Iterator[tuple[Wire, str]]:
    """A wire to the server of a PostgreSQL URL, and the URL by which the same database is reached through it."""
    there = sa.make_url(url)
    host = str(there.query.get("host") or there.host or "127.0.0.1")
    port = int(str(there.query.get("port") or there.port or 5432))
    made = Wire(Path(host) / f".s.PGSQL.{port}" if host.startswith("/") else (host, port))
    made.open()
    try:
        query = {name: value for name, value in there.query.items() if name not in ("host", "port")}
        through = there.set(host="127.0.0.1", port=made.port, query=query)
        yield made, through.render_as_string(hide_password=False)
    finally:
        made.close()
