"""When a session meets: its own dates and hours, else those of the course's meeting pattern.

What the file does not say stays unknown: no hour is invented. A wall time that a DST change skips or repeats is worth a
warning wherever it is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course import calendar
from bot.course.calendar import DAY, WallTime
from bot.course.document import MeetsDoc, SessionDoc
from bot.course.durations import UNKNOWN, WEEKDAYS, Stamp, Unknown
from bot.course.model import DateForm, Meeting, MeetingPattern, Moment, SessionKind
from bot.course.source import Path, Report

LONGEST_RANGE = 120
OWN_DAYS = (SessionKind.EXAM, SessionKind.PROJECT, SessionKind.EVENT)
"""Kinds that often lie outside the meeting pattern: their weekday is nothing to wonder about."""


@dataclass(frozen=True, slots=True)
class WallClock:
    """The course's wall clock; warns where a written time happens twice or not at all."""

    report: Report
    zone: ZoneInfo

    def instant(self, path: Path, day: date, wall: time) -> datetime:
        kind = calendar.classify(day, wall, self.zone)
        at = calendar.instant(day, wall, self.zone)
        if kind is WallTime.GAP:
            shown = at.astimezone(self.zone).strftime("%H:%M")
            self.report.warn(path, f"clocks move forward over {wall:%H:%M} on {spoken(day)}: {shown} is used instead")
        elif kind is WallTime.FOLD:
            self.report.warn(
                path, f"clocks are set back and show {wall:%H:%M} twice on {spoken(day)}: the first is used"
            )
        return at

    def moment(self, path: Path, day: date, wall: time | None) -> Moment:
        if wall is None:
            return calendar.moment(day, None, self.zone)
        at = self.instant(path, day, wall)
        return Moment(day, at, at)

    def stamp(self, path: Path, written: Stamp | Unknown | None) -> Moment | None:
        return self.moment(path, written.day, written.wall) if isinstance(written, Stamp) else None


def spoken(day: date) -> str:
    """As `Mon 31 Jan 2022`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def pattern(report: Report, doc: MeetsDoc) -> MeetingPattern:
    start, end = _known(doc.start), _known(doc.end)
    if start and end and end <= start:
        report.error(("course", "meets", "end"), f"class would end at {end:%H:%M}, before it starts at {start:%H:%M}")
        end = None
    return MeetingPattern(days=tuple(sorted(set(doc.days))), start=start, end=end, place=doc.place)


def _known(written: time | Unknown | None) -> time | None:
    return written if isinstance(written, time) else None


def dated(report: Report, path: Path, doc: SessionDoc) -> tuple[DateForm, tuple[date, ...]]:
    """How the date is given, and the days it names. Exactly one way is wanted."""
    ways = [way for way in ("date", "dates", "range", "week_of") if getattr(doc, way) is not None]
    if not ways:
        report.error(
            (*path, "date"), "there is no date: write date: 2022-01-31, or date: TBD while it is not known", at_key=True
        )
    for way in ways[1:]:
        report.error(
            (*path, way), f"{ways[0]} says already when this is: keep one of {' and '.join(ways)}", at_key=True
        )
    if doc.dates is not None:
        if len(set(doc.dates)) < len(doc.dates):
            report.error((*path, "dates"), "the same day is listed twice: remove one", at_key=True)
        return DateForm.DAYS, tuple(sorted(set(doc.dates)))
    if doc.range is not None:
        return DateForm.RANGE, _days_of_range(report, path, doc.range.first, doc.range.last)
    if doc.week_of is not None:
        return DateForm.WEEK_OF, (calendar.monday_of(doc.week_of),)
    if isinstance(doc.date, date):
        return DateForm.DAY, (doc.date,)
    return DateForm.TBD, ()


def _days_of_range(report: Report, path: Path, first: date, last: date) -> tuple[date, ...]:
    length = (last - first).days + 1
    if length < 1:
        report.error((*path, "range", "to"), f"the range ends before it begins on {spoken(first)}: write a later day")
        return (first,)
    if length > LONGEST_RANGE:
        report.error((*path, "range", "to"), f"the range is {length} days long, at most {LONGEST_RANGE} are allowed")
        return (first,)
    return tuple(first + number * DAY for number in range(length))


def meetings(
    clock: WallClock, path: Path, doc: SessionDoc, *, form: DateForm, days: tuple[date, ...], usual: MeetingPattern
) -> tuple[Meeting, ...]:
    start, end = hours(clock.report, path, doc, usual=usual, inherits=doc.kind.meets and form is not DateForm.WEEK_OF)
    met: list[Meeting] = []
    for number, day in enumerate(days):
        if number and form is DateForm.RANGE:
            met.append(Meeting(day=day))
            continue
        where: Path = (*path, "dates", number) if doc.dates is not None else (*path, "start" if doc.start else "date")
        met.append(
            Meeting(
                day=day,
                starts_at=clock.instant(where, day, start) if start else None,
                ends_at=clock.instant((*path, "end" if doc.end else where[-1]), day, end) if end else None,
            )
        )
    if form in (DateForm.DAY, DateForm.DAYS):
        _check_weekdays(clock.report, path, doc, days=days, usual=usual)
    return tuple(met)


def hours(
    report: Report, path: Path, doc: SessionDoc, *, usual: MeetingPattern, inherits: bool
) -> tuple[time | None, time | None]:
    """Start and end. An end that is only inherited gives way to an own start after it."""
    start = _known(doc.start) if doc.start else usual.start if inherits else None
    if doc.end:
        end = _known(doc.end)
        if start and end and end <= start:
            report.error(
                (*path, "end"), f"this would end at {end:%H:%M}, before it starts at {start:%H:%M}: write a later time"
            )
            end = None
        return start, end
    end = usual.end if inherits and doc.start is not UNKNOWN else None
    return start, end if end and (start is None or start < end) else None


def _check_weekdays(
    report: Report, path: Path, doc: SessionDoc, *, days: tuple[date, ...], usual: MeetingPattern
) -> None:
    if not usual.days or not doc.kind.meets or doc.kind in OWN_DAYS:
        return
    names = ", ".join(WEEKDAYS[number].capitalize() for number in usual.days)
    for day in days:
        if day.weekday() not in usual.days:
            where: Path = (*path, "date") if doc.dates is None else (*path, "dates", doc.dates.index(day))
            report.warn(
                where, f"{spoken(day)} is a {WEEKDAYS[day.weekday()].capitalize()}, the course meets on {names}"
            )


def over_at(met: tuple[Meeting, ...], form: DateForm, zone: ZoneInfo) -> datetime | None:
    """The end of the last meeting, else its start, else the end of its day (of its week for a week-of)."""
    if not met:
        return None
    last = met[-1]
    if form is DateForm.WEEK_OF:
        return last.ends_at or calendar.midnight_after(last.day + timedelta(days=6), zone)
    return last.ends_at or last.starts_at or calendar.midnight_after(last.day, zone)
