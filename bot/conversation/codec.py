"""A Reply as JSON and back, for the ledger: what was said once must be sayable again, to the letter.

It knows the types of `reply.py` by name and nothing else.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import datetime
from typing import Any

from bot.conversation import reply as types
from bot.conversation.reply import Reply

_TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        types.Plain,
        types.Bold,
        types.Code,
        types.WebLink,
        types.Instant,
        types.PersonName,
        types.Action,
        types.Button,
        types.Heading,
        types.Paragraph,
        types.Bullets,
        types.Facts,
        types.Buttons,
        types.Choice,
        types.SmallPrint,
        types.Attachment,
        types.Reply,
    )
}


def encode(reply: Reply) -> str:
    """The reply as one JSON text."""
    return json.dumps(_to_data(reply), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Reply:
    """The inverse of `encode`. Raises ValueError on anything else."""
    value = _from_data(json.loads(text))
    if not isinstance(value, Reply):
        raise ValueError("this is no encoded reply")  # noqa: TRY004 - the text is wrong, not its type
    return value


def _to_data(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"is": "datetime", "at": value.isoformat()}
    if isinstance(value, bytes):
        return {"is": "bytes", "base64": base64.b64encode(value).decode()}
    if isinstance(value, tuple):
        return [_to_data(item) for item in value]
    if dataclasses.is_dataclass(value):
        fields = {field.name: _to_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    return value


def _from_data(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_from_data(item) for item in value)
    if not isinstance(value, dict):
        return value
    kind = value.get("is")
    if kind == "datetime":
        return datetime.fromisoformat(value["at"])
    if kind == "bytes":
        return base64.b64decode(value["base64"])
    if kind not in _TYPES:
        raise ValueError(f"unknown kind {kind!r}")
    return _TYPES[kind](**{name: _from_data(item) for name, item in value.items() if name != "is"})
