"""A time that staff type, read in course time or answered with what would be right; and how it is said back in full.

It knows the sentences about times, never what is to happen then. Nothing that is read here counts before it was said
back.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from bot.course import until
from bot.course.dates import DAY_NAMES
from bot.course.model import Course
from bot.course.until import Read
from bot.course.wording import instant_words
from handlers.papers import short

EXAMPLES = "“fri 5pm”, “tomorrow 9:00”, “in 2 hours” or “14 mar 17:00”"

FARTHEST = timedelta(days=300)
"""A day without a year is this year's or the next: what is farther ahead was meant otherwise."""


class When(NamedTuple):
    """An instant to come. `note`: what is odd about it, in a sentence, where the clocks change."""

    at: datetime
    note: str = ""


def read_when(words: str, course: Course, now: datetime) -> When | str:
    """The instant to come that the words mean, with an hour; or the sentence that says what would be right."""
    found = until.meanings(words, course, now)
    if len(found) != 1:
        return doubt(words, course, now) or (
            f"I cannot read “{short(words, 40)}” as a time. Like this: {EXAMPLES}, in course time."
        )
    (read,) = found
    if until.is_day(words, course, now):
        day = instant_words(course, read.at).partition(",")[0]
        return f"At what time on {day}? Like this: “{short(words, 30)} 9:00” or “{short(words, 30)} 5pm”."
    if read.at <= now:
        return f"{full(course, read.at, now)} is past. Which time to come is it?"
    if read.at > now + FARTHEST:
        return f"{full(course, read.at, now)} is too far ahead: a term is as far as I can plan."
    return When(read.at, oddity(course, read))


def doubt(words: str, course: Course, now: datetime) -> str:
    """Which times the words can mean, where there are several, or on which weekday the day is that they name with
    another; else nothing.
    """
    found = until.meanings(words, course, now)
    if len(found) > 1:
        several = " or ".join(instant_words(course, one.at) for one in (found[0], found[-1]))
        return f"“{short(words, 40)}” can mean {several}. Type the one that you mean."
    if not found and (hour := until.no_hour(words)):
        return f"There is no {hour} on a clock. At what time then? Like this: “17:00” or “5pm”."
    named, _, rest = words.strip().partition(" ")
    if found or named.lower().strip(".,") not in DAY_NAMES:
        return ""
    day = until.meanings(rest, course, now)
    if len(day) != 1 or until.read_instant(f"{named} 9:00", course, now) is None:
        return ""
    return f"{instant_words(course, day[0].at).partition(',')[0]} is that day, so the weekday or the date is wrong."


def oddity(course: Course, read: Read) -> str:
    """`2:30 AM is left out that night …`: what the clocks do to the time that was named."""
    match read.odd(course):
        case "gap":
            return "The clocks go forward then and leave that time out, so it is the first minute after it."
        case "fold":
            return "The clocks go back then and show that time twice. I mean the first one."
        case _:
            return ""


def full(course: Course, at: datetime, now: datetime) -> str:
    """`Fri 4 Feb, 5:00 PM PST`, with the year where it is another: as text, in course time. Reading it again gives the
    same instant.
    """
    local = course.local(at)
    day, _, hour = instant_words(course, at).partition(",")
    year = f" {local.year}" if local.year != course.local(now).year else ""
    return f"{day}{year},{hour} {local.tzname()}"
