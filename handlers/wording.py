"""The small phrases that every message is made of: when, where, who, which papers. Pure, over course records.

It knows how people of a course write dates and lists; it never knows why something is said. A day without an hour is
plain text, never an instant: another reader's zone must not move it to the day before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

from bot.conversation.reply import Bold, Instant, Line, Plain, Span, WebLink, line
from bot.course.calendar import midnight_after
from bot.course.model import (
    TIERS,
    Course,
    DateForm,
    Link,
    Material,
    MaterialKind,
    Medium,
    Meeting,
    Moment,
    Reading,
    Review,
    Session,
    SessionKind,
    Speaker,
    Tier,
)
from bot.course.wording import counted, day_words, listed


def instant(course: Course, at: datetime, form: Literal["full", "time"] = "full") -> Span:
    """An instant that each reader sees in their own zone."""
    return Instant(at, course.timezone.key, form)


def moment_span(course: Course, moment: Moment) -> Span:
    """`Mon 31 Jan, 1:00 PM`, or only the day where the hour is not known."""
    return Plain(day_words(moment.day)) if moment.at is None else instant(course, moment.at)


def meeting_span(course: Course, meeting: Meeting) -> Span:
    return Plain(day_words(meeting.day)) if meeting.starts_at is None else instant(course, meeting.starts_at)


NEAR_DAYS = 14
"""From which distance on a date alone says more than a number of days."""


def today(course: Course, now: datetime) -> date:
    return course.local(now).date()


def near(course: Course, day: date, now: datetime) -> str:
    """`today, `, `tomorrow, ` or `in 3 days, ` before a date of the next two weeks; else nothing."""
    days = (day - today(course, now)).days
    if days in (0, 1):
        return ("today, ", "tomorrow, ")[days]
    return f"in {days} days, " if 1 < days <= NEAR_DAYS else ""


def link_span(link: Link) -> Span:
    return WebLink(link.title, link.url)


def joined(lines: Sequence[Line], separator: str = ", ") -> Line:
    """The lines as one."""
    spans: list[Span] = []
    for one in lines:
        spans += [Plain(separator)] * bool(spans)
        spans += one
    return tuple(spans)


def speaker_line(speaker: Speaker) -> Line:
    name: Span = WebLink(speaker.name, speaker.url) if speaker.url else Plain(speaker.name)
    return line(name, f" ({speaker.affiliation})") if speaker.affiliation else (name,)


def reading_line(reading: Reading) -> Line:
    """The paper as one lists it: title, where to read it, where it appeared, what else belongs to it."""
    title: Span = WebLink(reading.title, reading.url) if reading.url else Plain(reading.title)
    parts: list[Span] = [title]
    parts += [Plain(f", {extra}") for extra in (reading.locator, reading.venue) if extra]
    if reading.medium in (Medium.VIDEO, Medium.PODCAST):
        parts.append(Plain(f" ({reading.medium.value})"))
    for link in reading.links:
        parts += [Plain(" · "), link_span(link)]
    return tuple(parts)


def by_tier(readings: Iterable[Reading]) -> Iterator[tuple[Tier | None, bool, list[Reading]]]:
    """The readings in groups, what matters most first; True for a group of which one is to be chosen."""
    listed = list(readings)
    for tier in TIERS:
        mine = [reading for reading in listed if reading.tier is tier]
        for choose_one in dict.fromkeys((None, *(reading.choose_one for reading in mine))):
            group = [reading for reading in mine if reading.choose_one == choose_one]
            if group:
                yield tier, choose_one is not None, group


LABELS = {
    Tier.REQUIRED: ("Read", "Read one of these"),
    None: ("On the list", "One of these"),
    Tier.OPTIONAL: ("Optional", "Optional, one of these"),
    Tier.BACKGROUND: ("Background", "Background, one of these"),
}


def readings_by_label(readings: Iterable[Reading]) -> Iterator[tuple[str, list[Reading]]]:
    """The readings under the words that say how much each matters, for a post."""
    for tier, choose_one, group in by_tier(readings):
        yield LABELS[tier][choose_one], group


MATERIALS = {
    MaterialKind.SLIDES: "Slides",
    MaterialKind.RECORDING: "Recording",
    MaterialKind.SCRIBE_NOTES: "Scribe notes",
    MaterialKind.NOTES: "Notes",
    MaterialKind.OTHER: "More",
}


def material_span(material: Material) -> Span:
    return WebLink(material.title, material.url)


def materials_line(session: Session) -> Line:
    """`Slides: PDF, PPTX · Recording`: what is there, by kind; the one link alone where its title says what it is."""
    parts: list[Line] = []
    for kind, label in MATERIALS.items():
        found = [one for one in session.materials if one.kind is kind]
        links = joined([(material_span(one),) for one in found])
        if len(found) == 1 and found[0].title.casefold() == label.casefold():
            parts.append(links)
        elif found:
            parts.append(line(f"{label}: ", *links))
    return joined(parts, " · ")


def guests_line(session: Session) -> Line:
    """`, with guest Ada Lovelace (Analytical Engines)`, or nothing."""
    if not session.speakers:
        return ()
    said = session.title is not None and "guest" in session.title.lower()
    noun = "guest " if session.kind is SessionKind.GUEST and not said else ""
    if noun and len(session.speakers) > 1:
        noun = "guests "
    names = [speaker_line(speaker) for speaker in session.speakers]
    head, last = names[:-1], names[-1]
    return (Plain(f", with {noun}"), *joined(head), *([Plain(" and ")] if head else []), *last)


def meeting_over_at(course: Course, meeting: Meeting) -> datetime:
    """When this day of a session is past: its end, else its start, else the end of the day."""
    return meeting.ends_at or meeting.starts_at or midnight_after(meeting.day, course.timezone)


def dates_line(course: Course, session: Session, now: datetime) -> Line:
    """The days of a session that are not over yet, as its schedule gives them."""
    left = [meeting for meeting in session.meetings if meeting_over_at(course, meeting) > now] or session.meetings
    if not left:
        return line("Date to be announced")
    match session.date_form:
        case DateForm.WEEK_OF:
            return line(f"Week of {day_words(left[0].day)}")
        case DateForm.RANGE if len(left) > 1:
            return line(f"{day_words(left[0].day)} to {day_words(left[-1].day)}")
        case _:
            return joined([(meeting_span(course, meeting),) for meeting in left], " and ")


def review_papers(session: Session, review: Review) -> tuple[Reading, ...]:
    """The readings that a review may be written about, in the session's order."""
    return tuple(reading for reading in session.readings if reading.id in review.papers)


def review_line(session: Session, review: Review) -> Line:
    """`review one of the 3 papers for Big Data Systems`."""
    number = len(review.papers)
    if review.choose is not None and review.choose < number:
        what = f"review {number_word(review.choose)} of the {number} papers for "
    else:
        what = f"review the {counted(number, 'paper') if number > 1 else 'paper'} for "
    where = (Plain(" ("), WebLink("submit here", review.external_url), Plain(")")) if review.external_url else ()
    return line(what, Bold(session.name), *where)


def number_word(number: int) -> str:
    """Small numbers as words, the rest in digits."""
    return ("no", "one", "two", "three", "four", "five", "six")[number] if number <= 6 else str(number)


def place_words(session: Session) -> str:
    return f" in {session.place}" if session.place else ""


def channel_words(course: Course, purpose: str) -> str:
    """The channel as people call it; several platforms usually have one name for it."""
    names: list[str] = []
    for platform, channels in course.channels.items():
        name = channels.get(purpose)
        if name is not None:
            names.append(name if name.startswith("#") else f"the {purpose} channel on {platform.capitalize()}")
    return listed(list(dict.fromkeys(names))) if names else f"#{purpose}"
