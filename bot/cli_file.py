"""Where a command puts what it made: a file, which stands beside its place until it is whole, for its owner alone; or
standard output.

What goes wrong with the disk is one line, and nothing of it stays behind. It knows nothing of what is written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click

from bot.cli_output import visible
from bot.errors import Misconfigured

FORCE = "--force replaces it."
"""What somebody can do where a file is there already."""


def out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--out` and `--force`, as `out` and `force`."""
    command = click.option("--force", is_flag=True, help="Replace FILE where it is there already.")(command)
    return click.option(
        "--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; default: standard output."
    )(command)


def place(out: Path, name: str) -> Path:
    """The file; in a folder it is called `name`."""
    return out / name if out.is_dir() else out


@dataclass(frozen=True, slots=True)
class Pending:
    """A file that is being written. `keep` puts it into its place."""

    stream: BinaryIO
    _path: Path
    _target: Path
    _force: bool
    _advice: str

    def keep(self) -> None:
        """Raises Misconfigured where something else has come to stand there."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        _require_free(self._target, force=self._force, advice=self._advice)
        self._path.replace(self._target)


@contextlib.contextmanager
def pending(target: Path, *, force: bool = False, advice: str = FORCE) -> Iterator[Pending]:
    """Without `keep` nothing of it is left. `advice` is said where the file is there already and `force` is not given.

    Raises Misconfigured where it cannot be, and for a full disk.
    """
    _require_free(target, force=force, advice=advice)
    place = target.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    except OSError as error:
        raise unwritable(target, error) from None
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield Pending(stream, path, place, force, advice)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        path.unlink(missing_ok=True)


def put(content: bytes, out: Path | None, *, force: bool = False) -> None:
    """The whole of it, into a file or, where none is named, to standard output. Raises Misconfigured."""
    if out is None:
        _print(content)
        return
    with pending(out, force=force) as file:
        file.stream.write(content)
        file.keep()


async def hand_out(
    content: bytes, out: Path | None, *, force: bool = False, noting: Callable[[], Awaitable[object]]
) -> None:
    """The same of what is to be on record, by `noting`: of a file before it stands in its place, so that none is there
    unrecorded; of standard output afterwards, also where its reader has gone, who has read a part. Of what could not be
    written there is no record. Raises Misconfigured.
    """
    if out is not None:
        with pending(out, force=force) as file:
            file.stream.write(content)
            file.stream.flush()
            await noting()
            file.keep()
        return
    try:
        _print(content)
    except BrokenPipeError:
        await noting()
        raise
    await noting()


def _print(content: bytes) -> None:
    """To standard output; on a terminal, which would obey what people wrote, with every character shown."""
    try:
        if sys.stdout.isatty():
            lines = content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
            sys.stdout.write("\n".join(map(visible, lines)))
            sys.stdout.flush()
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable("standard output", error) from None


def _require_free(target: Path, *, force: bool, advice: str) -> None:
    if not target.parent.is_dir():
        raise Misconfigured(f"There is no folder {target.parent} for {target.name}: create it first.")
    if target.exists() and not target.is_file():
        raise Misconfigured(f"{target} is no file that can be replaced: name another one.")
    if target.exists() and not force:
        raise Misconfigured(f"{target} is there already; nothing was changed. {advice}")


def unwritable(target: Path | str, error: OSError) -> Misconfigured:
    """Why a file cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Misconfigured(f"There is no room left on the disk for {target}: free some. Nothing was written.")
    return Misconfigured(f"{target} cannot be written: {error.strerror or error}. Nothing was written.")
