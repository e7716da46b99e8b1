"""What somebody's work is worth: one review, all reviews, presenting and taking part, as parts of the full score.

Pure and exact: duties, marks and ticks come in, fractions go out, rounded only at the very end. It never knows who
somebody is, which column of which gradebook a score goes to, or where any of it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal, NamedTuple

from bot.course.duties import LateRule
from bot.course.grading import Grading
from bot.course.late_cost import UNITS
from bot.course.reviews import Duty, Standing, State, passed
from bot.course.signups import Progress

ONE, NOTHING = Fraction(1), Fraction(0)
Kind = Literal["scored", "unmarked", "excused", "missing", "ahead"]


class Item(NamedTuple):
    """One review that somebody owes. `key`: its paper, or the session where papers are chosen. `share`: the part of the
    full score, of what is scored. `marked`: by staff; `late_by`: of what counts.
    """

    key: str
    kind: Kind
    share: Fraction = NOTHING
    marked: bool = False
    late_by: timedelta | None = None


class Total(NamedTuple):
    """What a part of the grade comes to: a share, `excused` from all of it, or neither: no score yet. `bare`: it is
    made of nothing but what is missing.
    """

    share: Fraction | None = None
    excused: bool = False
    bare: bool = False


def exact(number: float) -> Fraction:
    """What was meant: 0.85 is 17/20, and the 1/3 of a scale a third."""
    return Fraction(number).limit_denominator(1_000_000)


# --- one review -----------------------------------------------------------------------------------------------------


def after_lateness(share: Fraction, rule: LateRule | None, late_by: timedelta | None) -> Fraction:
    """What is left of a share that came so late.

    As Canvas does it (`LatePolicy#points_deducted` of its source, "How do I apply a Late Submission policy in the
    Gradebook?" of its guide): each started hour or day counts whole and takes its percents of the full score; what was
    worth more than the floor never falls below it, and what was worth less loses nothing. A day is 24 hours, also where
    clocks change.
    """
    if rule is None or late_by is None or late_by <= timedelta(0):
        return share
    started = -(-late_by // UNITS[rule.per])
    most = max(share - exact(rule.floor) / 100, NOTHING)
    return share - min(exact(rule.percent) / 100 * started, most)


def review_items(
    duties: Iterable[Duty], marks: Mapping[str, str], rules: Grading, *, unmarked_in_full: bool, now: datetime
) -> tuple[Item, ...]:
    """Each review that is owed. `marks`: paper → id of a step of the scale. Of a choice count the best ones."""
    items: list[Item] = []
    for duty in duties:
        each = [_item(one, duty, marks, rules, in_full=unmarked_in_full, now=now) for one in duty.standings]
        items += each if duty.review.choose is None else _chosen(duty, each, now)
    return tuple(items)


def _item(one: Standing, duty: Duty, marks: Mapping[str, str], rules: Grading, *, in_full: bool, now: datetime) -> Item:
    key = one.owed.paper
    if not one.done:
        if one.state is State.EXCUSED:
            return Item(key, "excused")
        due = one.window.on_time_until if one.window is not None else None
        return Item(key, "missing" if due is not None and passed(due, now) else "ahead")
    step = rules.step(marks.get(key, ""))
    if step is None and not in_full:
        return Item(key, "unmarked", late_by=one.late_by)
    share = after_lateness(ONE if step is None else exact(step.share), duty.review.late_rule, one.late_by)
    return Item(key, "scored", share, step is not None, one.late_by)


def _chosen(duty: Duty, each: Sequence[Item], now: datetime) -> list[Item]:
    """As many as are needed, under the session's name: the best that are in, then what is let off, then what is not
    there.
    """
    here = sorted((one for one in each if one.kind in ("scored", "unmarked")), key=lambda one: -one.share)
    here.sort(key=lambda one: one.kind == "unmarked")
    found = [one._replace(key=duty.session.id) for one in here[: duty.needed]]
    found += [Item(duty.session.id, "excused")] * min(duty.excused, duty.needed - len(found))
    waiting = [one.window.on_time_until for one in duty.standings if not one.done and one.window is not None]
    late = bool(waiting) and passed(max(waiting), now)
    return found + [Item(duty.session.id, "missing" if late else "ahead")] * (duty.needed - len(found))


# --- the parts of the grade -----------------------------------------------------------------------------------------


def of_reviews(items: Sequence[Item], *, drop_lowest: int = 0, final: bool = False) -> Total:
    """The mean of what is scored, and with `final` of what is missing, as nothing. What nobody has marked yet and what
    is let off count for nobody.
    """
    scored = [one.share for one in items if one.kind == "scored"]
    zeros = [NOTHING for one in items if one.kind == "missing"] if final else []
    if scored or zeros:
        return Total(mean(scored + zeros, drop_lowest), bare=not scored)
    return Total(excused=bool(items) and all(one.kind == "excused" for one in items))


def mean(shares: Sequence[Fraction], drop_lowest: int) -> Fraction:
    """Without the lowest ones, of which one is kept where all would go: as Canvas drops (`drop_assignments` of its
    `GradeCalculator`), where each is worth the same.
    """
    kept = sorted(shares)[min(drop_lowest, len(shares) - 1) :]
    return sum(kept, NOTHING) / len(kept)


def of_presenting(progress: Progress, no_shows: int, *, final: bool = False) -> Total:
    """Seats presented of those needed; before the end of those of which it is known. Where no number is needed, of all
    that the person had.
    """
    done = min(progress.presented, progress.needed) if progress.needed else progress.presented
    known = progress.presented + no_shows
    of = progress.needed if progress.needed and final else min(progress.needed, known) if progress.needed else known
    if not of:
        return Total()
    return Total(Fraction(done, of), bare=known == 0)


def of_participation(ticks: Sequence[bool], *, drop_lowest: int = 0) -> Total:
    """The classes in which the person was there, of those of which staff said so or not."""
    return Total(mean([ONE if one else NOTHING for one in ticks], drop_lowest)) if ticks else Total()


def points(share: Fraction, full: float) -> Decimal:
    """Points to two places, a half rounded up: as fine as Canvas shows and compares them."""
    hundredths = floor(share * exact(full) * 100 + Fraction(1, 2))
    return Decimal(hundredths).scaleb(-2)
