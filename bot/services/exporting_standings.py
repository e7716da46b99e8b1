"""How everybody's reviews stand, for exports: person by person, by the rules, also of who has left the course.

It reads what is the same for all once, and holds nothing of what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.course.model import Course, CourseRole
from bot.course.reviews import Asking, Duty, Grant, Mine, Standing, State, Version
from bot.course.versions import as_presenter, standing_of, untouched
from bot.course.windows import Owed, owed
from bot.services import owing
from bot.services.exported_people import Who
from bot.store import grants
from bot.store.database import Connection

ON_TIME, LATE, DRAFT, AFTER_CLOSE = "on time", "late", "draft", "after the close"
MISSED, EXCUSED, PRESENTING, OPEN, NOT_NEEDED = "missed", "excused", "presenting", "open", "not needed"
WORDS = (ON_TIME, LATE, DRAFT, AFTER_CLOSE, MISSED, EXCUSED, PRESENTING, OPEN, NOT_NEEDED)
"""What a cell says of a review; nothing where none is asked for."""


class Standings:
    """What is asked of everybody at `now`, and what each was granted."""

    def __init__(self, connection: Connection, course: Course, now: datetime) -> None:
        self.owed: Mapping[str, Owed] = {one.paper: one for one in owed(course)}
        self._course, self._now = course, now
        self._asking = Asking(course, now)
        given = grants.of_course(connection, course.id)
        self._grants = {person: tuple(one.rule for one in rows) for person, rows in given.items()}
        self._presents = owing.presents_by_person(connection, course)

    def duties(self, who: Who, versions: Mapping[str, Sequence[Version]]) -> tuple[Duty, ...]:
        """What the person owes or owed; nothing of who was never a student."""
        member = who.member
        if member is None or member.role is not CourseRole.STUDENT:
            return ()
        mine = Mine(
            versions=versions,
            grants=self._grants.get(who.person, ()),
            joined_at=member.joined_at,
            counts_from=member.counts_from,
            presents=self._presents.get(who.person, ()),
        )
        return self._asking.duties(mine)

    def unwritten(self, who: Who) -> dict[str, Standing]:
        """By paper, how it stands while nothing is written; of those that are asked of the person."""
        return {one.owed.paper: one for duty in self.duties(who, {}) for one in duty.untouched}

    def not_asked(self, person: int, paper: str) -> Standing | None:
        """The same of a paper that is not asked of this person, who may have written all the same; None: of nobody."""
        one = self.owed.get(paper)
        if one is None:
            return None
        mine: Sequence[Grant] = self._grants.get(person, ())
        found = untouched(one, mine, zone=self._course.timezone, now=self._now)
        return as_presenter(found) if one.session.id in self._presents.get(person, ()) else found


def state_of(standing: Standing, versions: Sequence[Version]) -> str:
    """A review that something was written of, in a word."""
    if standing.counts is not None:
        return LATE if standing.late_by is not None else ON_TIME
    if any(one.complete for one in versions):
        return AFTER_CLOSE
    return DRAFT


def of_duty(duty: Duty, active: bool) -> dict[str, str]:
    """Each paper of a session in a word. Of who has left only what they wrote or were excused from."""
    found: dict[str, str] = {}
    left = duty.left
    for one in duty.untouched:
        versions = duty.versions.get(one.owed.paper, ())
        standing = standing_of(versions, one)
        if standing.started:
            found[one.owed.paper] = state_of(standing, versions)
        elif one.state is State.EXCUSED:
            found[one.owed.paper] = PRESENTING if one.presents else EXCUSED
        elif not active:
            continue
        elif not left:
            found[one.owed.paper] = NOT_NEEDED
        else:
            found[one.owed.paper] = MISSED if one.state is State.MISSED else OPEN
    return found
