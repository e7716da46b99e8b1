"""For any sequence of submits, drafts, clock moves, grants and edits: what the bot says is owed is what the rules say of
the versions alone, computed here a second time, in minutes and in another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.course.calendar import moment_at
from bot.course.model import Course, CourseRole
from bot.course.reviews import Duty, Standing
from bot.errors import Refused
from bot.services import owing, reviewing
from bot.services.reviewing import Sent
from bot.store import grants, people
from bot.store.database import Connection, Database
from bot.store.records import ReviewGrant
from tests.support.courses import LOS_ANGELES, course, reading, review, session

BEGIN = datetime(2022, 3, 10, 18, tzinfo=UTC)
"""Three days before the clocks are set in Los Angeles."""

PAPERS = {"a": "first", "b": "first", "c": "second"}
HOUR = 60
DAY = 24 * HOUR


def minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def on_the_wall(at: int) -> datetime:
    """What the clock on the wall in Los Angeles says."""
    return datetime.fromtimestamp(at * 60, LOS_ANGELES).replace(tzinfo=None)


def days_later(at: int, days: int) -> int:
    """In the hour that is skipped when the clocks are set: as it ends."""
    wall = on_the_wall(at) + timedelta(days=days)
    later = minute(wall.replace(tzinfo=LOS_ANGELES))
    return later if on_the_wall(later) == wall else later - on_the_wall(later).minute


@dataclass
class Rule:
    """What a session asks for, in minutes."""

    due: int
    grace: int = 10
    close: int = DAY

    def of(self, more: list[dict[str, Any]]) -> tuple[int, int, int, str | None]:
        """Due, the last minute on time, the last that is taken, and the kind of what decides."""
        named = [one for one in more if one["session"]]
        standing = [one for one in more if not one["session"]]
        decides = named[-1:] or standing[-1:]
        granted = [one for one in (*decides, *standing[-1:]) if one["kind"] == "extension"]
        due = max([self.due, *(self._until(one) for one in granted)])
        return due, due + self.grace, max(due + self.grace, self._close(due)), decides[0]["kind"] if decides else None

    def _close(self, due: int) -> int:
        """With more time as long after `due` as for the course; days are those on the wall in Los Angeles."""
        course = self.due + self.close
        days, rest = divmod(on_the_wall(course) - on_the_wall(self.due), timedelta(days=1))
        return course if due == self.due else due + self.close if rest else days_later(due, days)

    def _until(self, grant: dict[str, Any]) -> int:
        if grant["until"] is not None:
            return int(grant["until"])
        return days_later(self.due, grant["by"] // DAY) if grant["by"] % DAY == 0 else self.due + int(grant["by"])


@dataclass
class Plain:
    """What was sent, by paper, as dictionaries; and what was granted."""

    rules: dict[str, Rule]
    versions: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {paper: [] for paper in PAPERS})
    grants: list[dict[str, Any]] = field(default_factory=list)

    def limits(self, paper: str) -> tuple[int, int, int, str | None]:
        mine = [
            one
            for one in self.grants
            if not one["revoked"]
            and (one["paper"] == paper or (not one["paper"] and one["session"] in ("", PAPERS[paper])))
        ]
        return self.rules[PAPERS[paper]].of(mine)

    def may_be_picked(self, paper: str, version: dict[str, Any]) -> bool:
        _, on_time, closes, _ = self.limits(paper)
        taken = version["at"] <= closes or version["accepted"] or version["then"] is not None
        late = version["at"] > on_time and version["then"] != 0
        return (version["complete"] or version["accepted"]) and late and taken

    def expected(self, paper: str, now: int) -> dict[str, Any]:
        due, on_time, closes, kind = self.limits(paper)
        versions = self.versions[paper]
        whole = [one for one in versions if one["complete"] or one["accepted"]]
        if versions and versions[-1]["blank"] and versions[-1] not in whole:
            versions = versions[: versions.index(whole[-1]) + 1] if whole else []  # an empty draft is none
        good = [one for one in whole if one["at"] <= on_time or one["then"] == 0]
        taken = [one for one in whole if one["accepted"] or one["at"] <= closes or one["then"] is not None]
        late = [one for one in taken if one not in good]
        picked = [one for one in late if one["picked"]]
        if good and picked:
            counts, late_by = picked[-1], self.late_by(picked[-1], due)
        elif good:
            counts, late_by = good[-1], None
        elif late:
            counts, late_by = late[-1], self.late_by(late[0], due)
        else:
            counts, late_by = None, None
        if counts:
            state = "submitted" if late_by is None else "late"
        elif kind == "excuse":
            state = "excused"
        elif now > closes:
            state = "missed"
        else:
            state = "draft" if versions else "not_started"
        drafts = versions[-1:] if counts is None or (versions and versions[-1] not in whole) else []
        return {
            "paper": paper,
            "state": state,
            "counts": counts and counts["number"],
            "late_by": late_by,
            "due": due,
            "draft": drafts[0]["number"] if drafts else None,
            "open": now <= closes,
        }

    def late_by(self, version: dict[str, Any], due: int) -> int:
        """Never more than it was when it came."""
        return min(version["at"] - due, version["then"] or version["at"])

    def then(self, paper: str, at: int) -> int | None:
        """What is so of a version that comes now: nothing that staff change or take back is less kind to it."""
        due, on_time, closes, _ = self.limits(paper)
        return 0 if at <= on_time else at - due if at <= closes else None

    def left(self, session_id: str, now: int) -> int:
        found = [self.expected(paper, now) for paper, of in PAPERS.items() if of == session_id]
        wanted = 1  # of the first session's two one is to be chosen, the second has one
        nothing_in = not any(one["counts"] is not None for one in found)
        return wanted if nothing_in and any(one["state"] != "excused" for one in found) else 0


def said(one: Standing, now: datetime) -> dict[str, Any]:
    assert one.window is not None
    return {
        "paper": one.owed.paper,
        "state": one.state.value,
        "counts": one.counts and one.counts.number,
        "late_by": None if one.late_by is None else one.late_by // timedelta(minutes=1),
        "due": minute(one.window.due),
        "draft": one.draft and one.draft.number,
        "open": one.is_open(now),
    }


class Term:
    """A student, the course as it stands, and the clock; everything is done twice."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.now, self.texts = connection, BEGIN, count()
        self.person = people.add_person(connection, name="Maya", now=BEGIN)
        people.set_membership(connection, course="seminar", person_id=self.person, role=CourseRole.STUDENT, now=BEGIN)
        self.course: Course = course(
            self._session("first", date(2022, 3, 11), "a", "b"), self._session("second", date(2022, 3, 12), "c")
        )
        self.plain = Plain({"first": Rule(self._due(0)), "second": Rule(self._due(1))})

    @staticmethod
    def _session(name: str, day: date, *papers: str) -> Any:
        bare = session(name, day, start=time(13), readings=tuple(reading(one) for one in papers))
        return replace(bare, review=review(bare, (day, time(13)), choose=1 if len(papers) > 1 else None))

    def _due(self, index: int) -> int:
        asked = self.course.sessions[index].review
        assert asked is not None
        assert asked.due is not None
        return minute(asked.due.until)

    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def wait_until(self, paper: str, which: int, seconds: int) -> None:
        """To a little before or after a limit."""
        limit = datetime.fromtimestamp(self.plain.limits(paper)[which] * 60, UTC)
        self.now = max(self.now, limit + timedelta(seconds=seconds))

    def write(self, paper: str, *, whole: bool, submit: bool) -> None:
        text, versions = (str(next(self.texts)) if whole else " \u200b"), self.plain.versions[paper]
        sent = Sent(
            person=self.person, paper=paper, window=f"w{next(self.texts)}", base=len(versions),
            answers={"summary": text, "other": text}, submit=submit, platform="slack", account="U1",
        )  # fmt: skip
        if not whole and any(one["blank"] and (one["accepted"] or not submit) for one in versions[-1:]):
            return  # the same draft once more is none, and what staff took as it is is in
        outcome = reviewing.save(self.connection, self.course, sent, now=self.now)
        complete = submit and whole and minute(self.now) <= self.plain.limits(paper)[2]
        versions.append(
            {"number": len(versions) + 1, "at": minute(self.now), "complete": complete, "accepted": False,
             "picked": False, "blank": not whole, "then": self.plain.then(paper, minute(self.now))}
        )  # fmt: skip
        assert (outcome.number, outcome.kind == "submitted") == (len(versions), complete)

    def write_late(self, paper: str, which: int, then: int) -> None:
        """A whole one on time or not, then one after a limit, of which somebody says that it counts."""
        self.write(paper, whole=True, submit=then > 1)
        self.wait_until(paper, which, 61)
        self.write(paper, whole=then != 2, submit=True)
        (self.accept if then % 2 else self.pick)(paper, len(self.plain.versions[paper]) - then % 2)

    def pick(self, paper: str, index: int) -> None:
        versions = self.plain.versions[paper]
        number = index % (len(versions) + 1) or None
        allowed = number is None or (number > 0 and self.plain.may_be_picked(paper, versions[number - 1]))
        try:
            reviewing.count_late(self.connection, self.course, self.person, paper, number, now=self.now)
        except Refused:
            assert not allowed
            return
        assert allowed
        for one in versions:
            one["picked"] = one["number"] == number

    def accept(self, paper: str, index: int) -> None:
        versions = self.plain.versions[paper]
        if versions:
            index %= len(versions)
            staff = people.add_person(self.connection, name="Ada", now=self.now)
            reviewing.use(self.connection, self.course, self.person, paper, index + 1, by=staff, now=self.now)
            versions[index]["accepted"] = True

    def grant(self, where: tuple[str, str], kind: str, *, hours: int, as_offset: bool) -> None:
        session_id, paper = where
        until = None if as_offset or kind == "excuse" else self.now + timedelta(hours=hours)
        by = hours * HOUR if as_offset and kind == "extension" else None
        entered = ReviewGrant(
            course="seminar", person=self.person, kind=kind, session=session_id, paper=paper, until=until,  # type: ignore[arg-type]
            offset=None if by is None else timedelta(minutes=by), granted_at=self.now,
        )  # fmt: skip
        self.plain.grants.append(
            {"id": grants.add(self.connection, entered), "kind": kind, "session": session_id, "paper": paper,
             "until": None if until is None else minute(until), "by": by, "revoked": False}
        )  # fmt: skip

    def revoke(self, index: int) -> None:
        if self.plain.grants:
            index %= len(self.plain.grants)
            grants.revoke(self.connection, self.plain.grants[index]["id"], now=self.now, by=None)
            self.plain.grants[index]["revoked"] = True

    def edit(self, index: int, *, hours: int, grace: int, close: int) -> None:
        """The deadline is moved, and with it what follows from it."""
        before = self.course.sessions[index]
        assert before.review is not None
        assert before.review.due is not None
        due = before.review.due.until + timedelta(hours=hours)
        asked = replace(
            before.review,
            due=moment_at(due, LOS_ANGELES),
            grace=timedelta(minutes=grace),
            closes_at=due + timedelta(minutes=close),
        )
        after = replace(before, review=asked)
        self.course = replace(
            self.course, sessions=tuple(after if one is before else one for one in self.course.sessions)
        )
        self.plain.rules[before.id] = Rule(minute(due), grace, close)

    def check(self) -> None:
        found = owing.duties_of(self.connection, self.course, self.person, now=self.now)
        self._agree(found)
        of_everyone = owing.everyone(self.connection, self.course, now=self.now)[self.person]
        self._agree(of_everyone)
        taken = owing.still_taken(self.connection, self.course, now=self.now)[self.person]
        self._same(taken, [one for one in of_everyone if one.session.id in {other.session.id for other in taken}])
        assert {one.session.id for one in of_everyone if one.to_do(self.now)} <= {one.session.id for one in taken}
        alone = owing.everyone(self.connection, self.course, of={of_everyone[0].session.id}, now=self.now)
        self._same(alone[self.person], of_everyone[:1])

    def _same(self, found: Sequence[Duty], expected: Sequence[Duty]) -> None:
        assert [(one.standings, one.left) for one in found] == [(one.standings, one.left) for one in expected]

    def _agree(self, duties: tuple[Duty, ...]) -> None:
        now = minute(self.now)
        for duty in duties:
            for one in duty.standings:
                assert said(one, self.now) == self.plain.expected(one.owed.paper, now)
            assert duty.left == self.plain.left(duty.session.id, now)
            waiting = [
                one for one in duty.standings if not one.done and one.state != "excused" and one.is_open(self.now)
            ]
            assert {one.owed.paper for one in duty.to_do(self.now)} == {one.owed.paper for one in waiting if duty.left}
        assert sorted(one.owed.paper for duty in duties for one in duty.standings) == sorted(PAPERS)


PAPER = st.sampled_from(sorted(PAPERS))
FEW = st.integers(0, 3)
WHERE = st.sampled_from([("", ""), ("first", ""), ("first", "a"), ("second", ""), ("second", "c")])
STEPS = st.one_of(
    st.builds(lambda seconds: ("wait", (seconds,), {}), st.integers(0, 40 * 3600)),
    st.builds(lambda *at: ("wait_until", at, {}), PAPER, st.integers(0, 2), st.sampled_from([-1, 0, 59, 60, 61])),
    st.builds(lambda paper, w, s: ("write", (paper,), {"whole": w, "submit": s}), PAPER, st.booleans(), st.booleans()),
    st.builds(lambda paper: ("write", (paper,), {"whole": True, "submit": True}), PAPER),
    st.builds(lambda *about: ("write_late", about, {}), PAPER, st.integers(0, 2), FEW),
    st.builds(lambda *what: ("pick", what, {}), PAPER, st.integers(1, 4)),
    st.builds(lambda *what: ("accept", what, {}), PAPER, FEW),
    st.builds(
        lambda where, kind, hours, offset: ("grant", (where, kind), {"hours": hours, "as_offset": offset}),
        WHERE, st.sampled_from(["extension", "extension", "excuse"]), st.integers(1, 72), st.booleans(),
    ),
    st.builds(lambda index: ("revoke", (index,), {}), FEW),
    st.builds(
        lambda index, hours, grace, close: ("edit", (index,), {"hours": hours, "grace": grace, "close": close}),
        st.integers(0, 1), st.integers(-30, 30), st.sampled_from([0, 10, 90]), st.sampled_from([0, 5, DAY, 3 * DAY]),
    ),
)  # fmt: skip


def _played(database: Database, steps: list[tuple[str, tuple[Any, ...], dict[str, Any]]]) -> None:
    with database.write_engine.connect() as connection, connection.begin() as transaction:
        term = Term(connection)
        for name, positional, named in steps:
            getattr(term, name)(*positional, **named)
            term.check()
        transaction.rollback()


def _step(name: str, *positional: Any, **named: Any) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
    return name, positional, named


WHOLE = {"whole": True, "submit": True}
PICKED = [
    _step("write", "a", **WHOLE), _step("wait_until", "a", 1, 61), _step("write", "a", **WHOLE), _step("wait", 3600),
    _step("write", "a", **WHOLE), _step("pick", "a", 3), _step("pick", "a", 2), _step("pick", "a", 1),
]  # fmt: skip
ACCEPTED = [
    _step("wait_until", "c", 2, 61), _step("write", "c", **WHOLE), _step("accept", "c", 0), _step("pick", "c", 1),
    _step("write", "a", **WHOLE), _step("wait_until", "a", 2, 61), _step("write", "a", **WHOLE),
    _step("accept", "a", 1), _step("pick", "a", 2),
]  # fmt: skip
ON_TIME_THEN = [
    _step("wait_until", "a", 2, -1), _step("grant", ("", ""), "extension", hours=1, as_offset=False),
    _step("write", "a", **WHOLE), _step("revoke", 0), _step("pick", "a", 1),
]  # fmt: skip
"""What was on time by more time that was taken back is no late one to choose."""
SHORT_DAYS = [
    [
        _step("wait_until", "a", 0, -1), _step("grant", ("", ""), "extension", hours=hours, as_offset=False),
        _step("wait_until", "a", 2, -1), _step("wait", 62), _step("write", "a", **WHOLE),
    ]
    for hours in (13, 18)
]  # fmt: skip
"""The one late day of an extension ends on the morning on which the clocks are set, or in the hour that is skipped."""


@pytest.mark.both_databases(postgresql="torture")
@example(steps=PICKED)
@example(steps=SHORT_DAYS[0])
@example(steps=SHORT_DAYS[1])
@example(steps=ACCEPTED)
@example(steps=ON_TIME_THEN)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=12))
def test_what_is_owed_is_what_the_rules_say_of_the_versions_alone(database: Database, steps: Any) -> None:
    _played(database, steps)


@pytest.mark.torture
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=40))
def test_so_it_is_after_long_terms_too(database: Database, steps: Any) -> None:
    _played(database, steps)
