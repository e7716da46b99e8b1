"""What people wrote is kept for a while after a course has ended, then it is erased: staff are told 30 days before.

The time is counted from the end, and never without somebody having been told so long before. It is erased in pieces,
each in a transaction of its own; where a piece ends, the next tick goes on. No sentence is made here.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from bot.course.keeping import YEAR
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.errors import CoursebotError, Refused
from bot.services.staff_notices import Telling, tell
from bot.store import audit, closings, emptying, erasing
from bot.store import courses as states
from bot.store.database import Connection, Runner
from bot.store.ledger import Delivery
from bot.store.records import CourseState

log = logging.getLogger(__name__)

TOLD_BEFORE = timedelta(days=30)
TOLD_AGAIN = timedelta(days=1)
"""After a telling that the platform would not take."""

EVERY = timedelta(hours=1)
"""How often it is looked whether staff were told, or have decided otherwise."""

PIECE = 500
"""People of whom everything is erased in one transaction."""

PIECES = 20
"""In one tick."""

ITEM, ERASED = "erasure", "erased"
DUE, PEOPLE, REVIEWS = "due", "people", "reviews"
"""The details of a telling: when it is to be erased, of how many people, how many versions of reviews."""


def due_at(course: Course, state: CourseState) -> datetime | None:
    """When what people wrote is to be erased, if that is so: by the schedule, or when staff have put it off to."""
    if state.closed_at is None or state.erased_at is not None:
        return None
    if state.keep_until is not None:
        return state.keep_until
    return None if course.retention is None else state.closed_at + course.retention


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Until when a course's texts are kept, and of how much that is."""

    state: CourseState
    due: datetime | None
    people: int
    reviews: int


def standing(connection: Connection, course: Course) -> Standing:
    """How it stands, for staff."""
    state = states.state(connection, course.id)
    people, reviews = erasing.count_course(connection, course.id)
    return Standing(state=state, due=due_at(course, state), people=people, reviews=reviews)


# --- what staff decide ----------------------------------------------------------------------------------------------


def keep(connection: Connection, course: Course, *, due: datetime, now: datetime, by: int | None) -> Standing:
    """Keep it for another year from when it was due. `due` is what staff saw: pressed twice it is put off once. Raises
    Refused once it is erased.
    """
    state = states.state(connection, course.id)
    if state.erased_at is not None:
        raise Refused("It is erased already.")
    if due_at(course, state) == due:
        until = max(due, now) + YEAR
        closings.keep(connection, course.id, until)
        details = {"until": until.isoformat()}
        audit.record(connection, course=course.id, person=by, action=closings.KEPT, details=details, now=now)
    return standing(connection, course)


def erase_now(connection: Connection, course: Course, *, now: datetime, by: int | None) -> bool:
    """Let it begin at once. False where it has begun before, or the course runs."""
    if not closings.begin_erasing(connection, course.id, now=now):
        return False
    audit.record(connection, course=course.id, person=by, action="erasure_begun", now=now)
    return True


# --- what is done in a tick -----------------------------------------------------------------------------------------

Deed = Literal["nothing", "tell", "note", "erase"]


class Plan(NamedTuple):
    """What is to be done now about one ended course, and otherwise when to look again; None: never by itself."""

    do: Deed
    again: datetime | None
    last: Delivery | None = None
    """The newest telling of the erasure that is coming."""
    tellings: int = 0


def plan(connection: Connection, course: Course, *, now: datetime) -> Plan:
    """It only reads: most of the time there is nothing to do."""
    state = states.state(connection, course.id)
    if state.erased_to is not None:
        return Plan("erase", now)
    due = due_at(course, state)
    if due is None:
        return Plan("nothing", None)
    if now < due - TOLD_BEFORE:
        return Plan("nothing", due - TOLD_BEFORE)
    if state.erasure_told_at is None:
        return _to_tell(connection, course, now=now)
    at = max(due, state.erasure_told_at + TOLD_BEFORE)
    return Plan("erase" if at <= now else "nothing", at)


def _to_tell(connection: Connection, course: Course, *, now: datetime) -> Plan:
    """Until it is known that staff were told: by the ledger, since what counts is when it was said."""
    before = closings.tellings(connection, course.id, _word(connection, course))
    if not before:
        return Plan("tell", now)
    last = before[0]
    if last.state == "sent":
        return Plan("note", now, last)
    if last.state in ("waiting", "claimed"):
        return Plan("nothing", now + EVERY)
    again = last.due_at + TOLD_AGAIN
    return Plan("tell" if again <= now else "nothing", again, last, len(before))


def _word(connection: Connection, course: Course) -> str:
    """The occurrence of the telling; another one once staff have put it off."""
    return f"ask.{closings.number_of_times_kept(connection, course.id)}"


class Done(NamedTuple):
    """What was done. `said`: something was entered that can be said now. `more`: there is more to erase."""

    said: bool = False
    more: bool = False
    erased: bool = False


def step(connection: Connection, course: Course, *, now: datetime) -> Done:
    """Do what is to be done now, once: another process may have done it since the plan was read."""
    planned = plan(connection, course, now=now)
    match planned.do:
        case "tell":
            return Done(said=_tell(connection, course, planned, now=now))
        case "note" if planned.last is not None and planned.last.sent_at is not None:
            closings.note_told(connection, course.id, planned.last.sent_at)
        case "erase":
            if closings.begin_erasing(connection, course.id, now=now):
                log.info("action=erasing_begun course=%s", course.id)
            return _erase_piece(connection, course, now=now)
    return Done()


def _tell(connection: Connection, course: Course, planned: Plan, *, now: datetime) -> bool:
    """Tell staff, again where the platform would not take it; what counts is when it was said."""
    due = due_at(course, states.state(connection, course.id))
    at = max(due or now, now + TOLD_BEFORE)
    people, reviews = erasing.count_course(connection, course.id)
    word = _word(connection, course)
    telling = Telling(
        kind=NoticeKind.RETENTION,
        item=ITEM,
        occurrence=f"{word}.{planned.tellings + 1}" if planned.tellings else word,
        title="What people wrote is to be erased",
        details={DUE: at.isoformat(), PEOPLE: str(people), REVIEWS: str(reviews)},
    )
    told = tell(connection, course, telling, now=now)
    if told and at != due:
        closings.keep(connection, course.id, at)
    return told


def _erase_piece(connection: Connection, course: Course, *, now: datetime) -> Done:
    """What some people wrote; of those who are in no other course, who they are too. After the last of them, what was
    said and written down about all.
    """
    after = states.state(connection, course.id).erased_to
    if after is None:
        return Done()
    persons = erasing.persons_of(connection, course.id, after=after, limit=PIECE)
    if not persons:
        return _finish(connection, course, now=now)
    erasing.empty_own(connection, persons, now=now, course=course.id)
    stay = erasing.elsewhere(connection, course.id, persons)
    gone = [one for one in persons if one not in stay]
    if gone:
        erasing.empty_own(connection, gone, now=now)
        erasing.forget_persons(connection, gone)
    closings.erased_to(connection, course.id, persons[-1])
    return Done(more=True)


def _finish(connection: Connection, course: Course, *, now: datetime) -> Done:
    messages = emptying.empty_all_said(connection, course.id)
    noted = emptying.empty_all_noted(connection, course.id)
    emptying.empty_course(connection, course.id)
    closings.erased_to(connection, course.id, None)
    people, reviews = erasing.count_course(connection, course.id)
    details = {PEOPLE: people, REVIEWS: reviews, "messages": messages, "noted": noted}
    audit.record(connection, course=course.id, action="erased", details=details, now=now)
    telling = Telling(
        kind=NoticeKind.RETENTION,
        item=ITEM,
        occurrence=ERASED,
        title="What people wrote is erased",
        details={PEOPLE: str(people), REVIEWS: str(reviews)},
    )
    return Done(said=tell(connection, course, telling, now=now), erased=True)


@dataclass(kw_only=True)
class Retention:
    """Looks after ended courses. `scrub` writes the database anew once something was erased."""

    run: Runner
    scrub: Callable[[], object]
    coming: datetime | None = None
    """When there is something to do, by the last look."""

    async def tick(self, courses: Collection[Course], now: datetime) -> bool:
        """`courses` are the ended ones. True where there is something to be said now. Raises nothing."""
        said, self.coming = False, None
        for course in courses:
            try:
                said = await self._look_after(course, now) or said
            except CoursebotError as error:
                log.warning("action=retention_failed course=%s error=%s", course.id, type(error).__name__)
            except Exception:
                log.exception("action=retention_failed course=%s", course.id)
        return said

    async def _look_after(self, course: Course, now: datetime) -> bool:
        planned = await self.run.read(plan, course, now=now)
        done = Done()
        if planned.do != "nothing":
            done = await self._steps(course, now)
            planned = await self.run.read(plan, course, now=now)
        if planned.again is not None and planned.again > now:
            self.coming = min(self.coming or planned.again, planned.again)
        return done.said

    async def _steps(self, course: Course, now: datetime) -> Done:
        done = await self.run(step, course, now=now)
        for _ in range(PIECES):
            if not done.more:
                break
            done = await self.run(step, course, now=now)
        if done.erased:
            log.info("action=course_erased course=%s", course.id)
            await asyncio.to_thread(self.scrub)
        return done
