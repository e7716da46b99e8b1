"""What an edit changed, as data that staff can be told: which sessions and deadlines, from when to when, and the
questions of the review form. It never knows how that is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from bot.course.model import Course, Deadline, ReviewForm, Session
from bot.course.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session or deadline. `old` and `new` are ISO days or instants where it moved ('' for no date), else ''.

    Of a `form` the name is that of the sessions whose form it is, '' where it is the form of all; `old` are the
    questions that are gone, `new` those that came, a line each.
    """

    name: str
    what: Literal["added", "removed", "renamed", "moved", "changed", "form"]
    old: str = ""
    new: str = ""


def changes(before: Course, after: Course, renamed: Mapping[str, str]) -> tuple[Change, ...]:
    """In the order of the new schedule, what was removed last. `renamed`: old id → new id, as staff said."""
    old, new = _items(before), _items(after)
    origin = {new_id: old_id for old_id, new_id in renamed.items()}
    found: list[Change] = [*_forms(old, new, origin)]
    for item_id, item in new.items():
        earlier = old.get(item_id) or old.get(origin.get(item_id, ""))
        if earlier is None:
            found.append(Change(name=_name(item), what="added"))
        elif item_id in origin:
            found.append(Change(name=_name(item), what="renamed", old=origin[item_id], new=item_id))
        elif _but_its_form(earlier, item) != item:
            found.append(_changed(earlier, item))
    gone = [item for item_id, item in old.items() if item_id not in new and item_id not in renamed]
    return (*found, *(Change(name=_name(item), what="removed") for item in gone))


def encode(found: tuple[Change, ...]) -> str:
    return json.dumps([asdict(change) for change in found], ensure_ascii=False)


def decode(text: str) -> tuple[Change, ...]:
    """The inverse of `encode`."""
    return tuple(Change(**fields) for fields in json.loads(text))


def _forms(
    old: Mapping[str, Session | Deadline], new: Mapping[str, Session | Deadline], origin: Mapping[str, str]
) -> list[Change]:
    """One for each form that became another one, however many sessions ask its questions."""
    asking = [item for item in new.values() if _form(item)]
    became: dict[tuple[ReviewForm, ReviewForm], list[str]] = {}
    for item in asking:
        before = _form(old.get(item.id) or old.get(origin.get(item.id, "")))
        after = _form(item)
        if before and after and before.fields != after.fields:
            became.setdefault((before, after), []).append(_name(item))
    found = []
    for (before, after), names in became.items():
        was, now = ([field.label for field in form.fields] for form in (before, after))
        gone, came = [one for one in was if one not in now], [one for one in now if one not in was]
        name = "" if len(names) == len(asking) else listed(names)
        found.append(Change(name=name, what="form", old="\n".join(gone), new="\n".join(came)))
    return found


def _form(item: Session | Deadline | None) -> ReviewForm | None:
    review = item.review if isinstance(item, Session) else None
    return review.form if review is not None and not review.external_url else None


def _but_its_form(earlier: Session | Deadline, item: Session | Deadline) -> Session | Deadline:
    """What was there, with the form that it has now: a change of it is told once for all sessions."""
    form = _form(item)
    if not (form and _form(earlier) and isinstance(earlier, Session) and earlier.review is not None):
        return earlier
    return replace(earlier, review=replace(earlier.review, form=form))


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
