"""The questions of `coursebot init`. Each answer is checked when it is given, by the rules of the schedule itself.

It knows how to ask; what becomes of the answers is the starter's business.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import click

from bot import settings
from bot.course import durations, scalars
from bot.course.starter import WEEKDAYS, Answers, Owe
from bot.course.wording import DAYS, clock_words

T = TypeVar("T")

_OWE: dict[str, Owe] = {
    "each": "each",
    "all": "each",
    "each required": "each",
    "one": "one",
    "1": "one",
    "none": "none",
    "no": "none",
}


def ask(now: datetime) -> Answers:
    """Ask everything, in the order in which a professor would tell it. Raises click.Abort at the end of the input."""
    click.echo("A few questions; Enter takes what stands in brackets.")
    title = _asked("What is the course called?", scalars.title)
    course_id = _asked(
        "A short name for it, which never changes", scalars.identifier(scalars.COURSE_ID), _short_name(title)
    )
    term = _asked("Which term?", scalars.title, _term(now))
    zone = _asked(
        "In which time zone? (such as America/Los_Angeles)", lambda written: scalars.zone(written).key, _zone_here()
    )
    days = _asked("On which days does it meet? (mon, thu)", _days, "mon")
    start = _asked("When does class begin? (13:00; - if not known yet)", _start, "-")
    end = None if start is None else _asked("Until when does it last? (Enter leaves it out)", _end_after(start), "")
    place = _asked("Where? (a room; Enter leaves it out)", _or_nothing, "")
    first = _asked("On which day is the first class?", _class_day(days), _next(now, days).isoformat())
    if doubt := _doubt(term, first):
        click.echo(doubt)
    owe = _asked(
        "Do students write reviews? Of each required paper, one of them, or none (each, one, none)", _owe, "one"
    )
    teacher = _asked("Who teaches it? (a name; Enter leaves it out)", _or_nothing, "")
    return Answers(
        id=course_id, title=title, term=term, timezone=zone, days=days, start=start, first=first, owe=owe,
        end=end, place=place, teacher=teacher,
    )  # fmt: skip


def _asked(question: str, read: Callable[[str], T], default: str | None = None) -> T:
    def checked(written: str) -> T:
        try:
            if not written.strip() and default is None:
                raise ValueError("this one needs an answer")  # noqa: TRY301 - said like every other answer that will not do
            return read(written.strip())
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    suffix = ": " if default else " "
    answer: T = click.prompt(
        question, default=default or "", value_proc=checked, prompt_suffix=suffix, show_default=bool(default)
    )
    return answer


def _short_name(title: str) -> str | None:
    """`cs744` of "CS 744: Big Data Systems", `mls` of "Machine Learning Systems", a short title itself."""
    whole = scalars.slug(title, scalars.TITLE_LIMIT)
    if numbered := re.match(r"([a-z]{2,5})-?(\d{1,4}[a-z]?)\b", whole):
        return "".join(numbered.groups())
    if len(whole) <= scalars.COURSE_ID:
        return whole or None
    words = whole.split("-")
    return "".join(word[0] for word in words)[: scalars.COURSE_ID] if len(words) > 1 else whole[: scalars.COURSE_ID]


def _term(now: datetime) -> str:
    season = "Spring" if now.month < 6 else "Summer" if now.month < 8 else "Fall"
    return f"{season} {now.year}"


_SEASONS = {
    "winter": (12, 1, 2, 3),
    "spring": (1, 2, 3, 4, 5, 6),
    "summer": (5, 6, 7, 8, 9),
    "fall": (8, 9, 10, 11, 12),
    "autumn": (8, 9, 10, 11, 12),
}
"""The months in which such a term begins, generously."""


def _doubt(term: str, first: date) -> str:
    """A line where the first class does not fit the term's name; nothing where the name says no year or season."""
    years = {int(year) for year in re.findall(r"\b(?:19|20|21)\d\d\b", term)}
    months = [month for season, of_it in _SEASONS.items() if season in term.casefold() for month in of_it]
    if not (years and first.year not in years) and not (months and first.month not in months):
        return ""
    return f"{first} does not look like {term}: if it is a slip, change the date or the term in the file afterwards."


def _zone_here() -> str | None:
    """The computer's own zone, by TZ or by the name of the rules that it links to. None where that names none, and
    where it is UTC: that is a server's clock, and no class meets by it.
    """
    name = settings.time_zone() or str(Path("/etc/localtime").resolve())
    try:
        zone = scalars.zone(name.rpartition("/zoneinfo/")[2]).key
    except ValueError:
        return None
    return None if zone == "UTC" or zone.startswith("Etc/") else zone


def _days(written: str) -> tuple[int, ...]:
    words = re.split(r"[,/&\s]+|\band\b", written.strip("[] "))
    days = tuple(sorted({durations.weekday(word) for word in words if word}))
    if not days:
        raise ValueError(f"name at least one day: {', '.join(WEEKDAYS)}")
    return days


def _start(written: str) -> time | None:
    return None if written in ("", "-", "unknown", "?") else durations.wall(written)


def _end_after(start: time) -> Callable[[str], time | None]:
    def read(written: str) -> time | None:
        end = _start(written)
        if end is not None and end <= start:
            raise ValueError(f"class begins at {clock_words(start)}: say a later time of that day")
        return end

    return read


def _or_nothing(written: str) -> str:
    return scalars.title(written) if written else ""


def _class_day(days: tuple[int, ...]) -> Callable[[str], date]:
    def read(written: str) -> date:
        day = durations.day(written)
        if day.weekday() not in days:
            meets = [DAYS[one] for one in days]
            listed = " and ".join(filter(None, (", ".join(meets[:-1]), meets[-1])))
            raise ValueError(f"{day} is a {day_name[day.weekday()]}; the class meets on {listed}")
        return day

    return read


def _owe(written: str) -> Owe:
    found = _OWE.get(written.casefold())
    if found is None:
        raise ValueError("answer each, one or none")
    return found


def _next(now: datetime, days: tuple[int, ...]) -> date:
    """The next day on which the class meets."""
    tomorrow = now.date() + timedelta(days=1)
    return next(day for ahead in range(7) if (day := tomorrow + timedelta(days=ahead)).weekday() in days)
