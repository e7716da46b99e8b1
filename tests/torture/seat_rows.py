"""What the database holds of seats, as plain data.

It knows columns by name, like `stores`, and judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tests.torture.seats import Change, Cover, Fill, Held, Place, Swap
from tests.torture.stores import Found, instant, instant_or_none

Rows = Mapping[str, list[Found]]


def opened_at(found: Rows) -> datetime | None:
    return next((instant(one["opened_at"]) for one in found["opened"]), None)


def changes(found: Rows) -> list[Change]:
    return [
        Change(
            one["id"], _place(one), one["person"], one["change"], instant(one["at"]), one["by"], _words(one["broken"])
        )
        for one in found["changes"]
    ]


def held(found: Rows) -> list[Held]:
    return [
        Held(
            place=_place(one),
            person=one["person"],
            taken_at=instant(one["taken_at"]),
            broken=_words(one["broken"]),
            outcome=one["outcome"],
            stand_in=one["stand_in"],
        )
        for one in found["held"]
    ]


def covers(found: Rows) -> list[Cover]:
    return [
        Cover(
            id=one["id"],
            place=_place(one),
            dropped_by=one["dropped_by"],
            opened_at=instant(one["opened_at"]),
            state=one["state"],
            asked=one["asked"],
            settled_at=instant_or_none(one["settled_at"]),
            settled_by=one["settled_by"],
            tried=tuple((person, how) for person, how in _read(one["tried"])),
        )
        for one in found["covers"]
    ]


def swaps(found: Rows) -> list[Swap]:
    return [
        Swap(one["id"], _place(one), one["person"], one["state"], instant_or_none(one["settled_at"]), one["settled_by"])
        for one in found["swaps"]
    ]


def fills(found: Rows) -> list[Fill]:
    return [
        Fill(one["id"], one["state"], instant_or_none(one["applied_at"]), instant_or_none(one["undone_at"]))
        for one in found["fills"]
    ]


def _place(one: Found) -> Place:
    return Place(one["session"], one["paper"], one["role"], one["number"])


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in _read(value))


def _read(value: Any) -> list[Any]:
    """JSON, which one database reads by itself."""
    read: list[Any] = json.loads(value) if isinstance(value, str) else value
    return read
