"""Files between the terminal and the bot: those that a person gives by their path, and those that the bot gave them.

It knows paths and bytes, never what a file is for. Nothing that is there already is ever overwritten.
"""

from __future__ import annotations

import itertools
import mimetypes
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation.reply import Attachment
from bot.conversation.request import Fetched, SharedFile
from bot.errors import Refused

MOST = 10
"""Files that are given at a time."""


@dataclass
class Given:
    """The files that somebody named in this session; the bot knows them by a number."""

    _paths: dict[str, tuple[Path, SharedFile]] = field(default_factory=dict)

    def give(self, typed: str) -> tuple[SharedFile, ...]:
        """The files whose paths were typed, each quoted where it has spaces. Raises Refused where one cannot be had."""
        return tuple(self._known(path) for path in _paths(typed))

    async def fetch(self, file: str, most: int) -> Fetched:
        """The content, of at most `most` bytes. Raises Refused where it is larger, or not to be had any more."""
        if file not in self._paths:
            raise Refused("That file is none that you named in this session: type its path again.")
        path, known = self._paths[file]
        _readable(path)
        if path.stat().st_size > most:
            raise Refused(f"{known.name} is too large: at most {size_words(most)} fit.")
        try:
            return Fetched(known, path.read_bytes())
        except OSError as error:
            raise Refused(f"{path} cannot be read: {error.strerror}.") from None

    def _known(self, path: Path) -> SharedFile:
        _readable(path)
        number = next((one for one, (there, _) in self._paths.items() if there == path), f"file-{len(self._paths) + 1}")
        media_type = mimetypes.guess_type(path.name)[0] or ""
        known = SharedFile(id=number, name=path.name, media_type=media_type, size=path.stat().st_size)
        self._paths[number] = (path, known)
        return known


def _paths(typed: str) -> list[Path]:
    """One path as it stands, or several as a shell would take them apart: terminals quote what is dropped on them."""
    whole = Path(typed).expanduser()
    if _exists(whole):
        return [whole]
    try:
        words = shlex.split(typed)
    except ValueError:
        words = [typed]
    if len(words) > MOST:
        raise Refused(f"That are {len(words)} files: at most {MOST} can be sent at a time.")
    return [Path(word).expanduser() for word in words]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _readable(path: Path) -> None:
    """Raises Refused with what is wrong with it."""
    if not _exists(path):
        raise Refused(f"There is no file {path}.")
    if not path.is_file():
        raise Refused(f"{path} is a folder: name a file in it." if path.is_dir() else f"{path} is no ordinary file.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def save(file: Attachment, place: str) -> Path:
    """Write it to a path, or into a folder ('' is this one) under its own name; where it is now. Raises Refused."""
    folder = Path(place).expanduser()
    own = Path(file.name).name
    wanted = folder / (own if own not in ("", ".", "..") else "file") if not place or folder.is_dir() else folder
    try:
        for path in _free(wanted):
            try:
                with path.open("xb") as target:
                    target.write(file.content)
            except FileExistsError:
                continue
            return path
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is no path"
        raise Refused(f"{wanted} cannot be written: {reason}.") from None
    raise AssertionError(wanted)


def beside(file: Attachment, place: str) -> str:
    """The path for one of several files that are saved as one name: with the file's own extension."""
    own, wanted = Path(file.name).suffix, Path(place)
    if not place or not wanted.name or not own or wanted.expanduser().is_dir():
        return place
    return str(wanted.with_suffix(own))


def _free(path: Path) -> itertools.chain[Path]:
    """The path, then `name-2.md`, `name-3.md` …"""
    return itertools.chain([path], (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2)))


def size_words(size: int) -> str:
    """`812 bytes`, `1.2 kB`, `10 MB`."""
    if size < 1000:
        return f"{size} byte{'' if size == 1 else 's'}"
    unit, words = (1_000_000, "MB") if size >= 1_000_000 else (1000, "kB")
    return f"{size / unit:,.1f} {words}".replace(".0 ", " ")
