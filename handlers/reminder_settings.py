"""`/mywork reminders`: which reminders somebody wants, and on whose clock they live.

A word, a zone or a city sets it, typing errors included. It is kept for all courses of the person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from difflib import get_close_matches

from bot.conversation.commands import Answer, Audience, Parameter, Row, Run
from bot.conversation.reply import Action, Block, Button, Buttons, Choice, Heading, Reply, paragraph, small
from bot.conversation.request import Request
from bot.course import zones
from bot.course.model import Course
from bot.course.signups import seats
from bot.course.wording import clock_words, listed, span_words
from bot.errors import Refused
from bot.services import preferences
from bot.services.preferences import Preferences
from bot.store.records import ReminderSetting
from handlers.command_line import clean

REMIND = "remind"
NORMAL, LAST, OFF, COURSE = "normal", "last", "off", "course"

LIKE = 0.85
"""So like a setting is a typing error of it (0 to 1)."""

ECHO = 40

SETTINGS: dict[str, ReminderSetting] = {
    "normal": "normal",
    "on": "normal",
    "all": "normal",
    "last": "last",
    "3h": "last",
    "3 h": "last",
    "3 hours": "last",
    "only 3 h": "last",
    "only 3h": "last",
    "only 3 hours": "last",
    "off": "off",
    "none": "off",
    "no": "off",
}
"""What people type."""

COURSE_WORDS = frozenset({"course", "course time", "course zone", "reset"})
LEADS = ("my zone", "my timezone", "my time zone", "zone", "timezone", "time zone", "tz")
"""What may stand before a zone's name."""


async def reminders(request: Request, run: Run) -> Answer:
    """What is set; or set it, by a word, a zone or a city."""
    person = person_of(request)
    words = clean(" ".join(request.arguments)).casefold()
    if not words:
        return _shown(request, await run.read(preferences.of, person))
    setting = SETTINGS.get(next(iter(get_close_matches(words, SETTINGS, 1, LIKE)), ""))
    if setting is not None:
        return _shown(request, await run(preferences.set_reminders, person, setting), changed=True)
    name = next((words.removeprefix(lead).strip() for lead in LEADS if words.startswith(f"{lead} ")), words)
    if name in COURSE_WORDS:
        return _shown(request, await run(preferences.set_timezone, person, None), changed=True)
    if words in LEADS:
        return _zone_menu(request, await run.read(preferences.of, person))
    found = zones.find(name)
    if found.zone is not None:
        return _shown(request, await run(preferences.set_timezone, person, found.zone), changed=True)
    return _unknown(request, name, found.guesses)


def _shown(request: Request, known: Preferences, *, changed: bool = False) -> Reply:
    course = request.courses[0]
    zone = zones.zone_of(known.timezone, course.timezone)
    spans = _spans(request.courses)
    words = {
        "normal": f"I remind you {spans}, and once more when it is late and still taken. Only of what you still owe."
        + _presenting(request.courses, "normal"),
        "last": f"I remind you only once, {_last(request.courses)}.{_presenting(request.courses, 'last')}",
        "off": "I will not remind you of anything. /review shows what you owe.",
    }
    clock = clock_words(request.now.astimezone(zone))
    whose = f"Your time zone is {zone.key}" if known.timezone else f"You live by the course’s clock, {zone.key}"
    lead = "Noted. " if changed else ""
    night = "" if known.reminders == "off" else " Never between 10:00 PM and 8:00 AM."
    buttons = [
        Button(label, Action(REMIND, course.id, (value,)))
        for label, value in (("All reminders", NORMAL), (_only(request.courses), LAST), ("Off", OFF))
        if value != known.reminders
    ]
    return Reply(
        (
            Heading("Your reminders"),
            paragraph(f"{lead}{words[known.reminders]}{night}"),
            paragraph(f"{whose}: there it is {clock} now."),
            Buttons((*buttons, Button("My time zone …", Action(REMIND, course.id, ("zone",))))),
        )
    )


def _zone_choice(course: Course) -> tuple[Block, ...]:
    options = tuple((zone, f"{zones.spoken(zone)} ({zone})" if "/" in zone else zone) for zone in zones.OFFERED)
    how = f"Or type a city: /{course.command_prefix}mywork reminders Lisbon"
    return (Choice("My time zone", Action(REMIND, course.id, ("zone",)), options), small(how))


def _zone_menu(request: Request, known: Preferences) -> Reply:
    course = request.courses[0]
    blocks: list[Block] = [paragraph("Which time zone do you live in?"), *_zone_choice(course)]
    if known.timezone:
        blocks.append(Buttons((Button("Course time", Action(REMIND, course.id, (COURSE,))),)))
    return Reply(tuple(blocks))


def _unknown(request: Request, name: str, guesses: Sequence[str]) -> Reply:
    course = request.courses[0]
    shown = name if len(name) <= ECHO else f"{name[: ECHO - 1]}…"
    lead = paragraph(f"I know no reminder setting and no time zone like “{shown}”.")
    if not guesses:
        return Reply((lead, paragraph("Say off, normal, last, or a city such as Berlin."), *_zone_choice(course)))
    buttons = tuple(Button(zones.spoken(one), Action(REMIND, course.id, ("zone", one))) for one in guesses)
    return Reply((lead, paragraph("Did you mean the time of"), Buttons(buttons)))


def _spans(courses: Sequence[Course]) -> str:
    """`24 hours and 3 hours before it is due`, as most reviews of the course have it."""
    found = Counter(session.review.remind for course in courses for session in course.sessions if session.review)
    spans = found.most_common(1)[0][0] if found else ()
    return (
        f"{listed([_span(span) for span in sorted(spans, reverse=True)])} before a review is due" if spans else "never"
    )


def _presenting(courses: Sequence[Course], setting: ReminderSetting) -> str:
    """What who presents hears beside it, where anybody does."""
    spans = next((course.presenting.remind for course in courses if seats(course) and course.presenting.remind), ())
    if not spans:
        return ""
    chosen = sorted(spans, reverse=True) if setting == "normal" else [min(spans)]
    return f" Where you present, {listed([_span(span) for span in chosen])} before class."


def _last(courses: Sequence[Course]) -> str:
    return f"{_shortest(courses)} before a review is due"


def _only(courses: Sequence[Course]) -> str:
    return f"Only {_shortest(courses)} before"


def _shortest(courses: Sequence[Course]) -> str:
    spans = [span for course in courses for one in course.sessions if one.review for span in one.review.remind]
    return _span(min(spans, default=timedelta(hours=3)))


def _span(span: timedelta) -> str:
    return "24 hours" if span == timedelta(days=1) else span_words(span)


def person_of(request: Request) -> int:
    if request.someone.person is None:
        raise Refused("I do not know you yet. Please ask in your course’s channel, or ask its staff to add you.")
    return request.someone.person


ROW = Row(
    name="reminders",
    verb=REMIND,
    summary="Which reminders you get, and your time zone",
    function=reminders,
    audience=Audience.STUDENT,
    parameters=(
        Parameter(
            name="setting",
            summary="normal, last, off, or where you live",
            rest=True,
            choices=("normal", "last", "off", "course time"),
        ),
    ),
)
