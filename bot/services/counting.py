"""The reviews of a paper that count, whole: who wrote them, in which version, with which form, how late.

It reads and never writes. Who may read which part of them is for others to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.course import answers, reviews
from bot.course.answers import Answers
from bot.course.duties import ReviewForm
from bot.course.model import Course, CourseRole
from bot.course.reviews import Owed, Standing
from bot.course.vocabulary import Visibility
from bot.store import grants, people
from bot.store import reviews as stored
from bot.store.database import Connection
from bot.store.records import Membership, ReviewVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """A review in the version that counts. `begun_at` is when its first version came in. `hidden`: staff keep it from
    classmates. `closed`: the questions answered when the answer was not for classmates, and not written anew since;
    `staff_only`: the same of those who present.
    """

    person: int
    name: str
    role: CourseRole
    standing: Standing
    form: ReviewForm = field(repr=False)
    answers: Answers = field(repr=False)
    begun_at: datetime
    hidden: bool = False
    closed: frozenset[str] = frozenset()
    staff_only: frozenset[str] = frozenset()


def of_paper(connection: Connection, course: Course, one: Owed, *, now: datetime) -> tuple[Counting, ...]:
    """Those of everybody who is in the course now, by name; drafts are none of them."""
    versions = stored.of_paper(connection, course.id, one.paper)
    if not versions:
        return ()
    granted = grants.of_course(connection, course.id)
    hidden = stored.hidden(connection, course.id, one.paper)
    found: list[tuple[Membership, Standing, ReviewVersion]] = []
    for member in people.members(connection, course.id):
        mine = versions.get(member.person, ())
        rules = [grant.rule for grant in granted.get(member.person, ())]
        standing = reviews.standing(one, [version.rule for version in mine], rules, zone=course.timezone, now=now)
        if standing.counts is not None:
            found.append((member, standing, next(v for v in mine if v.number == standing.counts.number)))
    written = {version.form for member, _, _ in found for version in versions[member.person]}
    read = {name: answers.form_of(form) for name, form in stored.forms(connection, course.id, written).items()}
    return tuple(
        Counting(
            person=member.person,
            name=member.name,
            role=member.role,
            standing=standing,
            form=read[version.form],
            answers=version.answers,
            begun_at=versions[member.person][0].received_at,
            hidden=member.person in hidden,
            closed=_closed(version, versions[member.person], read, {Visibility.PEERS}),
            staff_only=_closed(version, versions[member.person], read, {Visibility.PEERS, Visibility.PRESENTERS}),
        )
        for member, standing, version in found
    )


def _closed(
    counts: ReviewVersion,
    versions: Iterable[ReviewVersion],
    forms: Mapping[str, ReviewForm],
    readers: Collection[Visibility],
) -> frozenset[str]:
    """The questions of which the answer stood in some version when it was not for these readers: that staff have opened
    the question since does not open what was written before.
    """
    return frozenset(
        asked.id
        for version in versions
        for asked in forms[version.form].fields
        if asked.visibility not in readers and version.answers.get(asked.id) == counts.answers.get(asked.id)
    )


def file_ids(value: str) -> tuple[str, ...]:
    """The ids in the answer to a file field."""
    return tuple(one for one in (part.strip() for part in value.split(",")) if one)
