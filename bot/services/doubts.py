"""What staff hardly mean: more time that would be less than there is, or that is over already and helps nobody.

It reads and never writes, and knows no sentence: whoever wished for it is asked in the handlers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.course import reviews
from bot.course.model import Course
from bot.course.reviews import Grant, State
from bot.services import owing
from bot.services.wishes import Change, Weighed, Wish, changes, latest_due, standings
from bot.store.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is asked before it is done: it would take time away, or it is over already and nothing came in by then.
    `had` and `due`: the latest times before and after; of a wish for everything `had_by` is what stands.
    `losing`: the papers of which time would be taken away.
    """

    name: str
    wish: Wish
    why: Literal["shorter", "past"]
    had: datetime | None = None
    due: datetime | None = None
    had_by: timedelta | None = None
    losing: tuple[str, ...] = ()


def doubt(connection: Connection, course: Course, seen: Weighed, *, now: datetime) -> Doubt | None:
    """Why staff hardly mean it, if so."""
    wish = seen.wish
    if wish.sure or wish.kind == "excuse" or seen.held:
        return None
    mine = owing.mine(connection, course, wish.person)
    if wish.work.everything:
        stands = [one.by for one in mine.grants if one.stands and one.by is not None]
        shorter = bool(stands) and wish.by is not None and wish.by < stands[-1]
        return Doubt(name=seen.name, wish=wish, why="shorter", had_by=stands[-1]) if shorter else None
    last = max((one.id for one in mine.grants), default=0)
    following = [_grant(one, last + number) for number, one in enumerate(seen.parts, start=1)]
    after = reviews.duties(course, replace(mine, grants=(*mine.grants, *following)), now)
    return _doubt(seen, changes(seen.before, standings(after, wish.work)), now)


def _grant(wish: Wish, number: int) -> Grant:
    work = wish.work
    return Grant(id=number, kind=wish.kind, session=work.session, paper=work.paper, until=wish.until, by=wish.by)


def _doubt(seen: Weighed, found: Sequence[Change], now: datetime) -> Doubt | None:
    had, due = latest_due(one.before for one in found), latest_due(one.after for one in found)
    if had is None or due is None:
        return None
    less = [one.before for one in found if _takes_away(one)]
    if less:
        losing = tuple(one.owed.paper for one in less)
        return Doubt(name=seen.name, wish=seen.wish, why="shorter", had=latest_due(less), due=due, losing=losing)
    if reviews.passed(due, now) and not any(one.helps for one in found):
        return Doubt(name=seen.name, wish=seen.wish, why="past", had=had, due=due)
    return None


def _takes_away(one: Change) -> bool:
    before, after = one.before.window, one.after.window
    excused = one.before.state is State.EXCUSED
    return before is not None and after is not None and not excused and after.due < before.due
