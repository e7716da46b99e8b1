"""One person's review of one paper with all that was ever kept of it: versions, what stands in an open form, grants.

It adds a version, and says what became of it. What is to become of what somebody sends is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from bot.course.answers import Answers, Lack, carried, digest, document, form_of, is_blank, kept, lacks
from bot.course.duties import ReviewForm
from bot.course.model import Course
from bot.course.notice import NoticeKind
from bot.course.reviews import Grant, Owed, Standing, Window, find, late_then, standing, window
from bot.errors import Refused
from bot.services import owing
from bot.services.staff_notices import Telling, tell
from bot.store import grants, reviews
from bot.store.database import Connection
from bot.store.records import ReviewTyping, ReviewVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it.

    `submitted`: it is complete and in (`standing` says whether late). `draft`: kept, and `lacks` says what keeps it
    from being complete, also where it was not to be submitted. `rival`: kept, and not submitted, because another window
    saved version `rival` since. `too_late`: kept after the hard close, and staff are told. `unchanged`: the same stands
    there already.
    """

    kind: Literal["submitted", "draft", "rival", "too_late", "unchanged"]
    number: int
    standing: Standing
    lacks: tuple[Lack, ...] = field(default=())
    rival: int | None = None
    rival_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReview:
    """All that is there of one person's review of one paper. `form` is the one in force. `presents`: they present in
    its session.
    """

    connection: Connection
    course: Course
    owed: Owed
    person: int
    versions: tuple[ReviewVersion, ...]
    typing: ReviewTyping | None
    grants: tuple[Grant, ...]
    presents: bool = False

    @property
    def form(self) -> ReviewForm:
        return self.owed.review.form

    @property
    def newest(self) -> ReviewVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def window(self) -> Window | None:
        return window(self.owed, self.grants, self.course.timezone)

    def takes(self, at: datetime) -> bool:
        limits = self.window
        return limits is None or limits.takes(at)

    def standing(self, now: datetime) -> Standing:
        rules = [one.rule for one in self.versions]
        zone, presents = self.course.timezone, self.presents
        return standing(self.owed, rules, self.grants, zone=zone, now=now, presents=presents)

    def numbered(self, number: int) -> ReviewVersion:
        found = next((one for one in self.versions if one.number == number), None)
        if found is None:
            raise Refused(f"There is no version {number} of that review.")
        return found

    def answers(self, source: ReviewVersion | ReviewTyping | None) -> dict[str, str]:
        """What a version says, as answers to the form in force."""
        if source is None:
            return {}
        if source.form == digest(self.form):
            return kept(self.form, source.answers)
        stored = reviews.forms(self.connection, self.course.id, (source.form,))
        return carried(form_of(stored[source.form]), self.form, source.answers)

    def says_same(self, version: ReviewVersion, answers: Answers) -> bool:
        """Whether a version says just this; a field that is empty is as one that was never shown."""
        said = {name: value for name, value in self.answers(version).items() if value}
        return said == {name: value for name, value in answers.items() if value}


def kept_review(connection: Connection, course: Course, person: int, paper: str) -> KeptReview:
    """Raises Refused where no review of the paper is asked for."""
    asked = find(course, paper)
    if asked is None:
        raise Refused("No review of that paper is asked for here (any more).")
    return KeptReview(
        connection=connection,
        course=course,
        owed=asked,
        person=person,
        versions=reviews.of_review(connection, course.id, person, paper),
        typing=reviews.typing(connection, course.id, person, paper),
        grants=tuple(one.rule for one in grants.of_person(connection, course.id, person)),
        presents=asked.session.id in owing.presents(connection, course, person),
    )


def added(mine: KeptReview, answers: Answers, *, window: str, base: int, complete: bool, now: datetime) -> KeptReview:
    """With a version more, the newest."""
    form_hash = digest(mine.form)
    if not any(one.form == form_hash for one in mine.versions):
        reviews.keep_form(mine.connection, mine.course.id, form_hash, document(mine.form), now=now)
    version = ReviewVersion(
        course=mine.course.id,
        person=mine.person,
        paper=mine.owed.paper,
        number=1 if mine.newest is None else mine.newest.number + 1,
        session=mine.owed.session.id,
        base=base,
        window=window,
        complete=complete,
        blank=all(map(is_blank, answers.values())),
        received_at=now,
        late_then=late_then(mine.owed, mine.grants, now, mine.course.timezone),
        form=form_hash,
        answers=dict(answers),
    )
    reviews.add_version(mine.connection, version)
    return replace(mine, versions=(*mine.versions, version))


# --- what became of it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of what was sent, by what was there when it came."""

    kind: Literal["submitted", "draft", "rival", "too_late"]
    lacks: tuple[Lack, ...]
    rival: ReviewVersion | None = None


def outcome_of(mine: KeptReview, verdict: Verdict, number: int, *, now: datetime) -> Outcome:
    if verdict.kind == "too_late":
        _tell_too_late(mine, number, now=now)
    rival = verdict.rival
    return Outcome(
        kind=verdict.kind,
        number=number,
        standing=mine.standing(now),
        lacks=verdict.lacks,
        rival=None if rival is None else rival.number,
        rival_at=None if rival is None else rival.received_at,
    )


def unchanged(mine: KeptReview, version: ReviewVersion, *, now: datetime) -> Outcome:
    missing = () if version.rule.whole else lacks(mine.form, mine.answers(version))
    return Outcome(kind="unchanged", number=version.number, standing=mine.standing(now), lacks=missing)


def _tell_too_late(mine: KeptReview, number: int, *, now: datetime) -> None:
    """Once a version, however often it is sent."""
    paper = mine.owed.paper
    telling = Telling(
        kind=NoticeKind.TOO_LATE,
        item=paper,
        occurrence=f"{mine.person}.{number}",
        title="A review came after the hard close",
        details={"person": str(mine.person), "paper": paper, "number": str(number)},
    )
    tell(mine.connection, mine.course, telling, now=now)
