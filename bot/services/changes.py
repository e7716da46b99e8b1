"""What an edit changed, as data that staff can be told: which sessions and deadlines, and from when to when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from bot.course.model import Course, Deadline, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session or deadline. `old` and `new` are ISO days or instants where it moved ('' for no date), else ''."""

    name: str
    what: Literal["added", "removed", "renamed", "moved", "changed"]
    old: str = ""
    new: str = ""


def changes(before: Course, after: Course, renamed: Mapping[str, str]) -> tuple[Change, ...]:
    """In the order of the new schedule, what was removed last. `renamed`: old id → new id, as staff said."""
    old, new = _items(before), _items(after)
    origin = {new_id: old_id for old_id, new_id in renamed.items()}
    found: list[Change] = []
    for item_id, item in new.items():
        earlier = old.get(item_id) or old.get(origin.get(item_id, ""))
        if earlier is None:
            found.append(Change(name=_name(item), what="added"))
        elif item_id in origin:
            found.append(Change(name=_name(item), what="renamed", old=origin[item_id], new=item_id))
        elif earlier != item:
            found.append(_changed(earlier, item))
    gone = [item for item_id, item in old.items() if item_id not in new and item_id not in renamed]
    return (*found, *(Change(name=_name(item), what="removed") for item in gone))


def encode(found: tuple[Change, ...]) -> str:
    return json.dumps([asdict(change) for change in found], ensure_ascii=False)


def decode(text: str) -> tuple[Change, ...]:
    """The inverse of `encode`."""
    return tuple(Change(**fields) for fields in json.loads(text))


def _changed(earlier: Session | Deadline, item: Session | Deadline) -> Change:
    old, new = _when(earlier), _when(item)
    if old != new:
        return Change(name=_name(item), what="moved", old=old, new=new)
    return Change(name=_name(item), what="changed")


def _items(course: Course) -> dict[str, Session | Deadline]:
    items: tuple[Session | Deadline, ...] = (*course.sessions, *course.deadlines)
    return {item.id: item for item in items}


def _name(item: Session | Deadline) -> str:
    return item.name if isinstance(item, Session) else item.title


def _when(item: Session | Deadline) -> str:
    if isinstance(item, Deadline):
        at, day = (item.due.at, item.due.day) if item.due is not None else (None, None)
    else:
        first = item.first
        at, day = (first.starts_at, first.day) if first is not None else (None, None)
    if at is not None:
        return at.isoformat()
    return day.isoformat() if day is not None else ""
