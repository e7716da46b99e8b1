"""What a schedule's rules about reviews mean, in words: how many there are, by when, what lateness costs, who reads
them, and in which sessions it is otherwise.

It says back what could not be seen otherwise before a student meets it. It must never know a file, a clock or a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.course.duties import LateRule, ReviewForm
from bot.course.forms import CUSTOM
from bot.course.listing import review_count
from bot.course.model import Course, PeersRead, Review, Session, Visibility
from bot.course.wording import counted, instant_words, moment_words, span_words

Asking = tuple[Session, Review]
Value = TypeVar("Value", bound=Hashable)

MOST_DIFFERENT = 8
"""Sessions with rules of their own that are named one by one."""

READERS = {
    PeersRead.NEVER: "Only staff read the reviews.",
    PeersRead.AFTER_DEADLINE: "Classmates read the reviews, without names, after the deadline.",
    PeersRead.AFTER_MINE_AND_DEADLINE: (
        "Classmates read the reviews, without names, after the deadline and once theirs is in."
    ),
}


def reviews_in_words(course: Course) -> Iterator[str]:
    asking = [(session, session.review) for session in course.sessions if session.review]
    if not asking:
        yield "No session asks for a review."
        return
    elsewhere = [(session, review) for session, review in asking if review.external_url]
    here = [(session, review) for session, review in asking if not review.external_url]
    if elsewhere:
        verb = "collects" if len(elsewhere) == 1 else "collect"
        yield f"{counted(len(elsewhere), 'session')} {verb} reviews elsewhere: the bot shows the link and takes none."
    if not here:
        return
    number = sum(review_count(review) for _, review in here)
    verb = "asks" if len(here) == 1 else "ask"
    yield (
        f"{len(here)} of {counted(len(course.sessions), 'session')} {verb} for a review; "
        f"each student writes {counted(number, 'review')} of {_field_numbers(here)}."
    )
    yield from _days(course, here)
    late = [review.late_rule for _, review in here if review.due is not None and _is_taken_late(review)]
    if late:
        yield _cost(_usual(late))
    yield _usual([_readers(review) for _, review in here]) or _readers(here[0][1])
    yield from _different(course, here)


def _field_numbers(here: Sequence[Asking]) -> str:
    numbers = sorted({len(review.form.fields) for _, review in here})
    if len(numbers) == 1:
        return counted(numbers[0], "field")
    return f"{numbers[0]} to {numbers[-1]} fields"


def _days(course: Course, here: Sequence[Asking]) -> Iterator[str]:
    dated = [(session, review, review.due) for session, review in here if review.due]
    if not dated:
        yield "The days on which reviews are due are not known yet."
        return
    session, review, due = min(dated, key=lambda entry: entry[2].until)
    late = (
        f"late ones are taken until {instant_words(course, review.late_until)}"
        if review.late_until and review.late_until > due.until + review.grace
        else "none is taken late"
        if review.closes_at and review.closes_at <= due.until + review.grace
        else "later ones count as late"
    )
    grace = f" with {span_words(review.grace)} of grace" if review.grace else ""
    yield f"The first is due {moment_words(course, due)} ({session.name}){grace}; {late}."
    closes = _usual([_length(course, review, review.closes_at) for _, review in here])
    if closes is not None and _is_taken_late(review):
        yield f"The hard close is {span_words(closes)} after the deadline: nothing is taken after it."


def _readers(review: Review) -> str:
    """Who reads them: of a form without a question for classmates they see nothing, whatever `peers_read` says."""
    seen = {field.visibility for field in review.form.fields}
    if review.peers_read is PeersRead.NEVER or Visibility.PEERS in seen:
        return READERS[review.peers_read]
    who = "staff and presenters" if Visibility.PRESENTERS in seen else "staff"
    return f"Classmates see nothing of the reviews: each question is for {who} only (visibility)."


def _is_taken_late(review: Review) -> bool:
    due = review.due
    return due is None or review.closes_at is None or review.closes_at > due.until + review.grace


def _length(course: Course, review: Review, end: datetime | None) -> timedelta | None:
    """From the deadline to `end` on the wall's clock, as a schedule counts days."""
    if review.due is None or end is None:
        return None
    return course.local(end).replace(tzinfo=None) - course.local(review.due.until).replace(tzinfo=None)


def _cost(rule: LateRule | None) -> str:
    if rule is None:
        return "Lateness is recorded and said; the bot takes nothing off for it (late_rule)."
    floor = f", never below {rule.floor:g} %" if rule.floor else ""
    return f"Lateness costs {rule.percent:g} % for each started {rule.per}{floor}."


def _usual(values: Sequence[Value]) -> Value | None:
    """What most of them are; of as many the one that comes first."""
    found = Counter(values).most_common(1)
    return found[0][0] if found else None


# --- where it is otherwise ------------------------------------------------------------------------------------------


def _different(course: Course, here: Sequence[Asking]) -> Iterator[str]:
    """Each session that has another form, late rule or due time than most, with what is different there."""
    if len(here) < 2:
        return
    seen: Sequence[Callable[[Asking], tuple[Hashable, str]]] = (
        lambda one: (one[1].form, _form(one[1].form)),
        lambda one: _lateness(course, one[1]),
        lambda one: (one[1].late_rule, _cost(one[1].late_rule).rstrip(".").lower() if one[1].late_rule else ""),
        lambda one: (_readers(one[1]), _readers(one[1]).rstrip(".").lower()),
        _due_by(course, here),
    )
    usual = [_usual([look(one)[0] for one in here]) for look in seen]
    found: list[tuple[str, str]] = []
    for one in here:
        words = [look(one) for look in seen]
        other = [said for (value, said), most in zip(words, usual, strict=True) if value != most and said]
        if other:
            found.append((one[0].name, "; ".join(other)))
    for name, said_there in found[:MOST_DIFFERENT]:
        yield f"Otherwise in {name}: {said_there}."
    if len(found) > MOST_DIFFERENT:
        yield f"Otherwise in {len(found) - MOST_DIFFERENT} more sessions."


def _form(form: ReviewForm) -> str:
    name = "a form of its own" if form.name == CUSTOM else f"the form {form.name}"
    return f"{name} ({counted(len(form.fields), 'field')})"


def _lateness(course: Course, review: Review) -> tuple[Hashable, str]:
    """How late one is taken, and when it closes."""
    taken = _is_taken_late(review)
    late, closes = _length(course, review, review.late_until), _length(course, review, review.closes_at)
    if review.due is None or closes is None:
        return None, ""
    return (taken, late, closes) if taken else (taken,), (
        f"late ones are taken for {span_words(closes)}" if taken else "none is taken late"
    )


def _due_by(course: Course, here: Sequence[Asking]) -> Callable[[Asking], tuple[Hashable, str]]:
    """How a session's deadline lies to its class, in the way in which most sessions are alike: so long before it, so
    many days before it at an hour, or on a day of the week at an hour.
    """

    def ways(one: Asking) -> tuple[Hashable, Hashable, Hashable]:
        session, review = one
        if review.due is None or review.due.at is None or session.starts_at is None:
            return None, None, None
        due, begins = course.local(review.due.at), course.local(session.starts_at)
        wall = due.time()
        before = begins.replace(tzinfo=None) - due.replace(tzinfo=None)
        return before, ((begins.date() - due.date()).days, wall), (due.weekday(), wall)

    def alike(way: int) -> int:
        known = Counter(found for one in here if (found := ways(one)[way]) is not None)
        return max(known.values(), default=0)

    best = max(range(3), key=alike)

    def look(one: Asking) -> tuple[Hashable, str]:
        at, way = one[1].due.at if one[1].due else None, ways(one)[best]
        return way, f"due {instant_words(course, at)}" if at and way is not None else ""

    return look
