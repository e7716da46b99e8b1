"""Everything the terminal platform ever showed, as an append-only file of JSON lines: a post counts once its line is
synced to the disk. It also holds the messages in memory, and without a path it is memory only.

It knows records, never what they are about. One process writes it at a time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.conversation import codec
from bot.conversation.port import HistoryUnreadable, OutcomeUnknown
from bot.conversation.reply import Reply
from bot.errors import Misconfigured


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands. Exactly one of `channel` and `account` is given; `account`: said to one person."""

    reference: str
    channel: str = ""
    account: str = ""
    key: str
    at: datetime
    reply: Reply
    edited: bool = False


class Journal:
    """Append a record, read what stands. `path` None keeps it in memory."""

    def __init__(self, path: Path | None = None) -> None:
        self._messages: dict[str, Message] = {}
        self._records = 0
        self._damaged = False
        self._file: int | None = None
        if path is not None:
            self._file = _open(path)
            self._load(path)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def messages(self) -> Iterator[Message]:
        """All messages that stand, oldest first."""
        return iter(tuple(self._messages.values()))

    def message(self, reference: str) -> Message | None:
        return self._messages.get(reference)

    def post(self, *, channel: str, account: str, key: str, at: datetime, reply: Reply) -> Message:
        """Raises OutcomeUnknown where the record could not be synced."""
        record = {"do": "post", "channel": channel, "account": account, "key": key, "at": at.isoformat()}
        reference = self._append({**record, "reply": codec.encode(reply)})
        return self._messages[reference]

    def update(self, reference: str, *, at: datetime, reply: Reply) -> Message:
        self._append({"do": "update", "of": reference, "at": at.isoformat(), "reply": codec.encode(reply)})
        return self._messages[reference]

    def delete(self, reference: str, *, at: datetime) -> None:
        self._append({"do": "delete", "of": reference, "at": at.isoformat()})

    def find(self, channel: str, key: str) -> tuple[str, ...]:
        """References of the channel's messages with this key. Raises HistoryUnreadable where a record is damaged."""
        if self._damaged:
            raise HistoryUnreadable("the terminal's journal has lines that cannot be read")
        return tuple(
            message.reference
            for message in self._messages.values()
            if message.key == key and channel in (message.channel, message.account)
        )

    def _append(self, record: dict[str, str]) -> str:
        number = str(self._records + 1)
        line = json.dumps({"record": number, **record}, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        if self._file is not None:
            _write(self._file, line)
        self._records += 1
        self._apply(number, record)
        return number

    def _apply(self, number: str, record: dict[str, Any]) -> None:
        of = record.get("of", "")
        match record["do"]:
            case "post":
                self._messages[number] = Message(
                    reference=number,
                    channel=record["channel"],
                    account=record["account"],
                    key=record["key"],
                    at=datetime.fromisoformat(record["at"]),
                    reply=codec.decode(record["reply"]),
                )
            case "update" if of in self._messages:
                reply = codec.decode(record["reply"])
                self._messages[of] = replace(self._messages[of], reply=reply, edited=True)
            case "delete":
                self._messages.pop(of, None)

    def _load(self, path: Path) -> None:
        """Read the file. A last line without its end never counted: its writer was stopped before it was synced."""
        content = path.read_bytes()
        whole, _, torn = content.rpartition(b"\n")
        if torn and self._file is not None:
            os.ftruncate(self._file, len(content) - len(torn))
            os.fsync(self._file)
        for line in whole.split(b"\n") if whole else ():
            self._records += 1
            try:
                record = json.loads(line)
                self._apply(record["record"], record)
            except (ValueError, KeyError, TypeError, AttributeError):
                self._damaged = True


def _open(path: Path) -> int:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise Misconfigured(f"the terminal's journal {path} cannot be opened: {error.strerror}") from error
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)  # a new file's name must be on the disk too
        os.close(folder)
    return file


def _write(file: int, line: bytes) -> None:
    """Append and sync; on failure leave no half line behind, since the next record would be glued to it."""
    try:
        size = os.fstat(file).st_size
        try:
            _sync(file, line)
        except OSError:
            os.ftruncate(file, size)
            raise
    except OSError as error:
        raise OutcomeUnknown(f"the terminal's journal cannot be written: {error.strerror}") from error


def _sync(file: int, line: bytes) -> None:
    rest = memoryview(line)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)
