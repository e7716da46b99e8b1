"""What was granted and holds: of one person, of everybody, and as the person is told of it.

It reads and never writes. A grant that a newer one has replaced is none that holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.course import reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import Grant, Owed, Standing
from bot.services import heard, owing, paper_times
from bot.services.extending import UNDO, choice, wanted
from bot.services.naming import Work
from bot.services.wishes import standings, work_of
from bot.store import grants, people, review_marks
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.records import Plea, ReviewGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A grant that decides over something, or stands for everything. `due`: the latest time that it gives, None for an
    excuse and where no date is known; `works` are the papers that it is for.
    """

    grant: ReviewGrant
    work: Work
    due: datetime | None
    owed: tuple[Owed, ...]


def of(connection: Connection, course: Course, person: int) -> tuple[Extension, ...]:
    """What one person has beyond the others, by when it is due; a standing one last."""
    return _in_force(course, grants.of_person(connection, course.id, person))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What staff see of those who owe something: the open pleas about what is asked for still, the oldest first, and
    what holds, the newest first.
    `names`: of all who are or were in the course.
    """

    pleas: tuple[Plea, ...]
    extensions: tuple[Extension, ...]
    names: Mapping[int, str]


def listing(connection: Connection, course: Course) -> Listing:
    """All that was asked and granted, and still is."""
    members = people.members(connection, course.id, active_only=False)
    students = {one.person for one in members if one.active and one.role is CourseRole.STUDENT}
    given = grants.of_course(connection, course.id)
    asked = reviews.owed(course)
    sessions, papers = {one.session.id for one in asked}, {one.paper for one in asked}
    found = [one for who, mine in given.items() if who in students for one in _in_force(course, mine)]
    return Listing(
        pleas=tuple(
            one
            for one in grants.open_pleas(connection, course.id)
            if one.person in students and (one.paper in papers if one.paper else one.session in sessions)
        ),
        extensions=tuple(sorted(found, key=lambda one: -one.grant.id)),
        names={one.person: one.name for one in members},
    )


def _in_force(course: Course, mine: Sequence[ReviewGrant]) -> tuple[Extension, ...]:
    rules = [one.rule for one in mine]
    standing = max((one.id for one in mine if one.rule.stands), default=0)
    found: list[Extension] = []
    for row in mine:
        if row.rule.stands:
            found += [Extension(grant=row, work=Work(), due=None, owed=())] if row.id == standing else []
            continue
        owed = tuple(one for one in reviews.owed(course) if reviews.decisive(one, rules) == row.rule)
        windows = [reviews.window(one, rules, course.timezone) for one in owed]
        dues = [window.due for window in windows if window is not None]
        if owed:
            due = max(dues, default=None) if row.kind == "extension" else None
            found.append(Extension(grant=row, work=work_of(row), due=due, owed=owed))
    return tuple(sorted(found, key=lambda one: (one.work.everything, one.due is None, one.due or one.grant.granted_at)))


# --- as the person is told of it ------------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What holds at the moment at which the person is told of a grant; None where that is not worth a word any more:
    it was taken back before they heard of it, or a newer one decides.
    """
    if "grant" not in one.details:
        return {}
    row = grants.get(connection, int(one.details["grant"]))
    if row is None:
        return None
    undone = one.key.occurrence.endswith(UNDO)
    if undone != (row.revoked_at is not None) or (undone and not heard.of_one(connection, course, row, now)):
        return None
    if not undone and review_marks.returned_with(connection, row) is not None:
        return None  # they read of it with the review that was returned to them
    known = {"kind": row.kind, "undone": "yes" if undone else "", "session": row.session, "paper": row.paper}
    duties = owing.duties_of(connection, course, row.person, now=now)
    found = standings(duties, work_of(row))
    if row.rule.stands:
        return _of_everything(connection, course, row, found, now=now, known=known)
    rules = [other.rule for other in grants.of_person(connection, course.id, row.person)]
    if not undone:
        found = tuple(standing for standing in found if reviews.decisive(standing.owed, rules) == row.rule)
    left = choice(duties, work_of(row))
    of_choice = {"others": str(left.papers), "needed": str(left.needed)} if left.needed else {}
    had = {} if undone else _had(connection, course, row, found, now)
    times = [paper_times.of(one, had.get(one.owed.paper)) for one in found]
    of_papers = {"papers": paper_times.encoded(times), "left": str(wanted(duties, work_of(row)))}
    return known | of_papers | of_choice | _before(row, found, rules) if found else None


def _of_everything(
    connection: Connection,
    course: Course,
    row: ReviewGrant,
    found: Sequence[Standing],
    *,
    now: datetime,
    known: Mapping[str, str],
) -> Mapping[str, str] | None:
    """`seconds`: the length that holds now; `had`: the longer one of which they were told before."""
    stands = [other for other in grants.of_person(connection, course.id, row.person) if other.rule.stands]
    if stands and stands[-1].id > row.id:
        return None
    length = stands[-1].offset if stands else None
    earlier = [one for one in stands if one.id < row.id and heard.of_one(connection, course, one, now)]
    told = earlier[-1].offset if earlier and not known["undone"] else None
    stay = paper_times.staying(course, found, length, now)
    return {
        **known,
        "seconds": str(int(length.total_seconds())) if length is not None else "",
        "had": str(int(told.total_seconds())) if told is not None and length is not None and told > length else "",
        "papers": paper_times.encoded(one for one in stay if one.state == "open"),
    }


def _had(
    connection: Connection, course: Course, row: ReviewGrant, found: Sequence[Standing], now: datetime
) -> Mapping[str, datetime]:
    """By paper the later time that the person was told before: this one is shorter, and says so."""
    mine = grants.of_person(connection, course.id, row.person)
    told = {one.id for one in mine if one.id < row.id and heard.of_one(connection, course, one, now)}
    earlier = [one.rule for one in mine if one.id < row.id]
    before = {one.owed.paper: reviews.window(one.owed, earlier, course.timezone) for one in found}
    return {
        one.owed.paper: was.due
        for one in found
        if (was := before[one.owed.paper]) is not None
        and was.grant in told
        and one.window is not None
        and was.due > one.window.due
    }


def _before(row: ReviewGrant, found: Sequence[Standing], rules: Sequence[Grant]) -> dict[str, str]:
    """Whether more time ends an excuse."""
    earlier = [one for one in rules if one.id < row.id]
    decided = [reviews.decisive(one.owed, earlier) for one in found]
    ends = row.kind == "extension" and all(one is not None and one.kind == "excuse" for one in decided)
    return {"was": "excused"} if ends else {}
