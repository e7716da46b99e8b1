"""How a Web API method says no, and what it was called with.

Slack answers 200 with `ok: false` and an error code (docs.slack.dev/apis/web-api). Knows no method.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """`more` goes into the answer beside `ok` and `error`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more

    def answer(self) -> Json:
        return {"ok": False, "error": self.error, **self.more}


def breaches(error: str, found: list[str]) -> Refusal:
    """Problems of Block Kit as Slack tells them. The first may be an error code of its own, followed by a colon."""
    code = found[0].partition(":")[0]
    if code in ("msg_blocks_too_long", "view_too_large"):
        error = code
    told = [one if one.startswith("[ERROR]") else f"[ERROR] {one}" for one in found]
    return Refusal(error, response_metadata={"messages": told})


@dataclass(frozen=True)
class Call:
    method: str
    arguments: Json
    at: datetime


@dataclass
class Arguments:
    """A method's arguments, the same whether they came as JSON or as a form with JSON inside."""

    given: Json = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        if self.given.get(name) in (None, ""):
            raise Refusal(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]}
            )
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.given.get(name)
        return default if value is None else value is True or str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        """A limit: docs.slack.dev/apis/web-api/pagination."""
        try:
            value = int(self.given.get(name, default))
        except (TypeError, ValueError):
            raise Refusal("invalid_limit") from None
        if not 0 < value <= most:
            raise Refusal("invalid_limit")
        return value

    def json(self, name: str, error: str = "invalid_arguments") -> Any:
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal(error) from None

    def words(self, name: str) -> list[str]:
        value = self.given.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [part.strip() for part in self.text(name).split(",") if part.strip()]
