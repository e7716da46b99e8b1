"""The planner: the shipped term, and terms of 10, 100 and 1,000 classes, whose cost for each class should be one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import process_time

from benchmarks.measure import Result, grown, seconds
from bot.course import planner
from bot.course.model import Course
from bot.course.schedule import read
from bot.data import bundled
from tests.support.courses import mondays_at_one

ALWAYS = (datetime(1990, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
SIZES = (10, 100, 1000)


def measure() -> list[Result]:
    shipped = read(bundled("schedule.yaml")).course
    return [*_shipped(shipped), *_by_size()]


def _shipped(course: Course) -> list[Result]:
    notices = planner.due(course, *ALWAYS)
    middle = notices[len(notices) // 2].due_at
    week = next(notice for notice in notices if notice.kind == "weekly")
    return [
        Result("planner.due, shipped term, all of it", seconds(partial(planner.due, course, *ALWAYS)), goal="< 5 ms"),
        Result(
            "planner.due, shipped term, 15 s of it",
            seconds(partial(planner.due, course, middle - timedelta(seconds=15), middle)),
            goal="< 5 ms",
        ),
        Result("planner.next_due, shipped term", seconds(partial(planner.next_due, course, middle)), goal="< 5 ms"),
        Result("planner.coverage, one weekly post", seconds(partial(planner.coverage, course, week))),
    ]


def _by_size() -> list[Result]:
    """In turn and in processor time, so that a machine that is busy is so for all."""
    works = {size: partial(planner.due, mondays_at_one(size), *ALWAYS) for size in SIZES}
    taken = [{size: seconds(work, rounds=3, clock=process_time) for size, work in works.items()} for _ in range(7)]
    by_size = {size: median(one[size] for one in taken) for size in SIZES}
    return grown("planner.due, {size} classes", by_size, axis="sessions in a course", line="planner.due")
