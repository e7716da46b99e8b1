"""What each session asks its students to write: the course's review rules with the session's own on top, every date
worked out.

A paper is owed once, at the earliest session that requires it and collects reviews. It invents no deadline: a rule that
counts from a start nobody knows is a problem to report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.course import calendar
from bot.course.document import SessionDoc
from bot.course.durations import UNKNOWN, AtClassStart, AtDeadline, BeforeClass, DaysBefore, OnWeekday
from bot.course.explain import OWE_ADVICE
from bot.course.forms import form
from bot.course.meetings import WallClock
from bot.course.model import DateForm, LateRule, Moment, Review, Session
from bot.course.papers import required, to_choose_from
from bot.course.rules import ReviewDoc
from bot.course.source import Path, Report
from bot.course.wording import span_words

USUAL_LATE = timedelta(hours=24)
USUAL_DIGEST = timedelta(hours=2)
EARLIEST_REMINDER = timedelta(days=28)
"""What is reminded of earlier is odd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The review rules of one session, and where each of them is written."""

    doc: ReviewDoc
    own: frozenset[str]
    session: Path

    def where(self, key: str) -> Path:
        return (*self.session, "review", key) if key in self.own else ("reviews", key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """Works out the reviews of all sessions. `complete`: the course section and the reviews section could be read."""

    report: Report
    clock: WallClock
    usual: ReviewDoc | None
    complete: bool

    def of(self, sessions: Sequence[tuple[int, SessionDoc, Session]]) -> dict[int, Review]:
        """By the session's number in the file; nothing where nothing is owed."""
        reviews: dict[int, Review] = {}
        owed: set[str] = set()
        too_few: list[int] = []
        if self.usual:
            self._check(Rules(doc=self.usual, own=frozenset(), session=()))
        for number, doc, session in sorted(sessions, key=_by_date):
            rules = self._rules(number, doc)
            if rules is None or rules.doc.owe in (None, "none"):
                continue
            wanted = required(session.readings)
            papers = tuple(reading.id for reading in wanted if reading.id not in owed)
            available = to_choose_from(wanted)
            choose = rules.doc.owe if isinstance(rules.doc.owe, int) else None
            if choose and choose > available:
                if "owe" in rules.own:
                    self._too_few_here(rules, choose, available)
                elif available:
                    too_few.append(available)
            self._check(rules)
            if papers:
                owed.update(papers)
                choose = min(choose, len(papers)) if choose else None
                reviews[number] = self._review(rules, doc, session, papers=papers, choose=choose)
        if too_few and self.usual:
            self._too_few(self.usual.owe, too_few)
        return reviews

    def _check(self, rules: Rules) -> None:
        """What is wrong with rules themselves, whether or not a session owes anything by them."""
        self._windows(rules)
        form(self.report, rules.where("form"), rules.doc.form)
        if any(span > EARLIEST_REMINDER for span in rules.doc.remind):
            message = "weeks before, few have begun to read: a day and some hours before are usual, [24h, 3h]"
            self.report.warn(rules.where("remind"), message)

    def _rules(self, number: int, doc: SessionDoc) -> Rules | None:
        path: Path = ("sessions", number)
        if doc.review == "none":
            return None
        if doc.review is None or not isinstance(doc.review, ReviewDoc):
            return Rules(doc=self.usual, own=frozenset(), session=path) if self.usual else None
        own = frozenset(key for key in doc.review.model_fields_set if getattr(doc.review, key) is not None)
        if self.usual is None:
            if doc.review.owe is None and self.complete:
                self.report.error((*path, "review", "owe"), OWE_ADVICE, at_key=True)
            return Rules(doc=doc.review, own=frozenset(ReviewDoc.model_fields), session=path)
        merged = self.usual.model_copy(update={key: getattr(doc.review, key) for key in own})
        return Rules(doc=merged, own=own, session=path)

    def _too_few_here(self, rules: Rules, choose: int, available: int) -> None:
        has = f"{available} required paper{'' if available == 1 else 's'}"
        self.report.error(
            rules.where("owe"),
            f"students choose {choose} papers, this session has {has}: write review: {{owe: each required}} or none",
        )

    def _too_few(self, choose: int | Literal["each", "none"] | None, available: Sequence[int]) -> None:
        """Said once, where the number is written, however many sessions it does not fit."""
        fewest = min(available)
        if len(available) == 1:
            which = f"one session has only {fewest}"
        else:
            which = f"{len(available)} sessions have fewer required ones (the fewest: {fewest})"
        self.report.error(
            ("reviews", "owe", "choose"),
            f"students choose {choose} papers, but {which}: write choose: {fewest}, "
            "or review: {owe: each required} in a session that has fewer",
        )

    def _review(
        self, rules: Rules, doc: SessionDoc, session: Session, *, papers: tuple[str, ...], choose: int | None
    ) -> Review:
        written = rules.doc
        grace, late, hard_close = self._windows(rules)
        due = self._due(rules, doc, session)
        return Review(
            papers=papers,
            choose=choose,
            form=form(self.report, rules.where("form"), written.form),
            due=due,
            grace=grace,
            late_until=self._after(due, late) if late else None,
            closes_at=self._after(due, hard_close),
            digest_at=self._checked_digest(rules, doc, session, due),
            digest_picture=written.digest_picture,
            peers_read=written.peers_read,
            remind=tuple(sorted(set(written.remind), reverse=True)),
            late_rule=LateRule(**written.late_rule.model_dump()) if written.late_rule else None,
            external_url=written.external_review,
        )

    def _windows(self, rules: Rules) -> tuple[timedelta, timedelta, timedelta]:
        """Grace, late window and hard close, as lengths after the due time. What is not written is as usual, or shorter
        where what is written leaves less.
        """
        late, hard_close = rules.doc.late, rules.doc.hard_close
        if late is None:
            late = USUAL_LATE if hard_close is None else min(USUAL_LATE, hard_close)
        grace = self._grace(rules, late, hard_close)
        if hard_close is None:
            return grace, late, max(late, grace)
        if late > hard_close:
            key = "late" if "late" in rules.own and "hard_close" not in rules.own else "hard_close"
            message = "the late window lasts longer than the hard close allows: make late shorter, or hard_close longer"
            self.report.error(rules.where(key), message)
        if not late and hard_close > grace:
            self._late_and_not(rules, grace, hard_close)
        return grace, late, max(late, hard_close)

    def _late_and_not(self, rules: Rules, grace: timedelta, hard_close: timedelta) -> None:
        """`late: no`, and a hard close that takes late ones all the same."""
        until = span_words(hard_close)
        key, which, advice = "hard_close", "this hard close", "leave out one of the two"
        if "late" in rules.own and "hard_close" not in rules.own:
            key, which = "late", "the hard close of all"
            advice = f"write hard_close: {span_words(grace) or 0} beside it"
        elif "hard_close" in rules.own and "late" not in rules.own:
            advice = f"write late: {until} instead"
        self.report.error(
            rules.where(key), f"late: no takes no late review, and {which} takes them for {until}: {advice}"
        )

    def _grace(self, rules: Rules, late: timedelta, hard_close: timedelta | None) -> timedelta:
        """No longer than reviews are taken. `late: no` takes none late, however long the grace is."""
        grace, written = rules.doc.grace, rules.doc.model_fields_set
        if hard_close is not None and grace > hard_close:
            if "grace" in written:
                self._grace_too_long(rules, "hard_close", f"the hard close of {span_words(hard_close)}")
            return hard_close
        if late and grace > late and "grace" in written:
            usual = "the 24 hours in which late reviews are usually taken"
            self._grace_too_long(rules, "late", f"the late window of {span_words(late)}" if rules.doc.late else usual)
        return grace

    def _grace_too_long(self, rules: Rules, key: str, end: str) -> None:
        where = rules.where(key if key in rules.own and "grace" not in rules.own else "grace")
        instead = "late longer, or late: no to take none after it" if key == "late" else "hard_close longer"
        grace = span_words(rules.doc.grace)
        self.report.error(where, f"the grace of {grace} lasts longer than {end}: make grace shorter or {instead}")

    def _after(self, due: Moment | None, length: timedelta) -> datetime | None:
        if due is None or due.at is None:
            return None
        return calendar.before(due.at, -length, self.clock.zone)

    def _due(self, rules: Rules, doc: SessionDoc, session: Session) -> Moment | None:
        rule = rules.doc.due
        if session.first is None:
            return None
        day, path = session.first.day, rules.where("due")
        if isinstance(rule, DaysBefore):
            return self.clock.moment(path, day - timedelta(days=rule.days), rule.wall)
        if isinstance(rule, OnWeekday):
            return self.clock.moment(path, day - timedelta(days=(day.weekday() - rule.weekday) % 7), rule.wall)
        if session.starts_at is None:
            self._start_unknown(rules, doc, key="due")
            return None
        span = rule.span if isinstance(rule, BeforeClass) else timedelta(0)
        return calendar.moment_at(calendar.before(session.starts_at, span, self.clock.zone), self.clock.zone)

    def _checked_digest(self, rules: Rules, doc: SessionDoc, session: Session, due: Moment | None) -> datetime | None:
        at = self._digest(rules, doc, session, due)
        if at and session.presenting and session.starts_at and at >= session.starts_at:
            advice = "write digest: 2h before class"
            self.report.warn(rules.where("digest"), f"the digest would come only when class begins: {advice}")
        return at

    def _digest(self, rules: Rules, doc: SessionDoc, session: Session, due: Moment | None) -> datetime | None:
        if due is None or due.at is None:
            return None
        rule = rules.doc.digest
        if isinstance(rule, AtDeadline):
            return due.at
        if session.starts_at is None:
            if rule is not None:
                self._start_unknown(rules, doc, key="digest")
            return due.at
        if rule is None:
            return min(due.at, session.starts_at - USUAL_DIGEST)
        return calendar.before(session.starts_at, rule.span, self.clock.zone)

    def _start_unknown(self, rules: Rules, doc: SessionDoc, *, key: str) -> None:
        """Says what is missing where it is missing: in the session, or once for all in the meeting pattern."""
        if not self.complete:
            return
        what = (
            "reviews are due at class start"
            if isinstance(rules.doc.due, AtClassStart)
            else "reviews are due before class"
        )
        what = what if key == "due" else "the digest comes before class"
        instead = "due: the day before at 23:59" if key == "due" else "digest: at deadline"
        if doc.start is UNKNOWN:
            where, why = (*rules.session, "start"), "but its start is unknown"
        elif not doc.kind.meets:
            where, why = (*rules.session, "kind"), f"but no class takes place ({doc.kind.value})"
        elif doc.week_of is not None:
            where, why = (*rules.session, "week_of"), "but only its week is known"
        else:
            where = rules.where(key)
            message = f"{what}, but no start is known: write start: in course.meets, or {instead}"
            self.report.error(where, message)
            return
        self.report.error(where, f"{what}, {why}: write review: {{{instead}}} or review: none, or the start")


def _by_date(entry: tuple[int, SessionDoc, Session]) -> tuple[bool, date, float, int]:
    """Sessions without a date come last. A class of unknown hour counts from midnight, UTC."""
    number, _doc, session = entry
    if session.first is None or session.date_form is DateForm.TBD:
        return True, date.max, 0.0, number
    return False, session.first.day, session.starts_at.timestamp() if session.starts_at else 0.0, number
