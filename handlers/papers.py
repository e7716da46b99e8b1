"""Papers as people name them when they review: by a button, by the schedule's id, or by any words of the title.

It knows which papers may be meant and the small phrases about one; it must never know what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.plain import distance, span_text
from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Line,
    Reply,
    Span,
    WebLink,
    line,
    paragraph,
    small,
)
from bot.course import reviews
from bot.course.model import Course
from bot.course.reviews import Owed, Standing, passed
from bot.course.search import Hit, search
from bot.course.wording import counted, listed
from handlers.command_line import clean
from handlers.wording import instant, today

SHOWN = 8
"""Papers of one question `which one?`."""

ECHO = 60
LED_TITLE = 40
COURSE = 30
LED_COURSE = 14
TITLE = 60
"""Characters of a title on a button, where it must not fill the screen."""

LABEL = 75
"""Characters that a button holds."""

MENU = 20
"""Papers of one question which one to write about."""

SURE = 95.0
CLOSE = 12.0
"""What is so much worse than the best find merely resembles it."""

WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`sure` hold every word that was typed, the best first; `guesses` may be what was meant. `elsewhere`: titles of
    papers that the words fit better, of which no review is asked for.
    """

    sure: tuple[Owed, ...] = ()
    guesses: tuple[Owed, ...] = ()
    elsewhere: tuple[str, ...] = ()


def meant(course: Course, words: str, candidates: Sequence[Owed], *, verb: str = WRITE) -> Owed | Reply:
    """The paper that the words are about, or the question which one, whose buttons say `verb` with the paper's id."""
    found = find(course, words, candidates)
    return found.sure[0] if len(found.sure) == 1 else which(course, words, found, verb=verb)


def find(course: Course, words: str, candidates: Sequence[Owed]) -> Found:
    """Which of the papers the words are about, typing errors included."""
    words = clean(words)
    exact = tuple(one for one in candidates if one.paper == words.casefold())
    named = exact or tuple(one for one in candidates if one.session.id == words.casefold())
    if named:
        return Found(sure=named)
    result = search(course, words)
    hits = _worth_showing(result.hits)
    sure = _owed(hits, candidates)
    if sure:
        return Found(sure=sure)
    elsewhere = tuple(hit.title for hit in hits if hit.reading is not None)
    return Found(guesses=_owed(result.guesses, candidates), elsewhere=elsewhere[:SHOWN])


def _worth_showing(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.score >= min(hits[0].score, SURE) or hit.score >= hits[0].score - CLOSE]


def _owed(hits: Iterable[Hit], candidates: Sequence[Owed]) -> tuple[Owed, ...]:
    """The candidates among the hits: papers themselves, else those of the sessions that the words are about."""
    by_paper = {one.paper: one for one in candidates}
    papers = [by_paper[hit.reading.id] for hit in hits if hit.reading is not None and hit.reading.id in by_paper]
    if not papers:
        sessions = {session.id for hit in hits if hit.reading is None for session in hit.sessions}
        papers = [one for one in candidates if one.session.id in sessions]
    return tuple(dict.fromkeys(papers))


def which(course: Course, words: str, found: Found, *, verb: str = WRITE) -> Reply:
    """`Did you mean …?` with a button for each."""
    words = clean(words)
    echo = words if len(words) <= ECHO else f"{words[: ECHO - 1]}…"
    shown = found.sure or found.guesses
    blocks: list[Block] = []
    session = found.sure[0].session if found.sure else None
    if session is not None and session.id == words.casefold() and all(one.session.id == session.id for one in shown):
        blocks.append(paragraph(Bold(session.name), f": which of its {_several(len(shown))}?"))
    elif found.sure:
        blocks.append(paragraph(f"“{echo}” fits {_several(len(found.sure))}. Which one do you mean?"))
    elif found.elsewhere:
        titles = listed([f"“{title}”" for title in found.elsewhere[:3]])
        blocks.append(paragraph(f"I collect no review of {titles}.", *_elsewhere(course, found.elsewhere)))
    else:
        blocks.append(paragraph(f"No paper to be reviewed is like “{echo}”."))
    if shown and not found.sure:
        blocks.append(paragraph("Did you mean:"))
    if shown:
        blocks.append(Buttons(tuple(button(course, one, verb) for one in shown[:SHOWN])))
    if len(shown) > SHOWN:
        blocks.append(paragraph(f"{len(shown) - SHOWN} more fit. Another word of the title would narrow it down."))
    if not shown:
        blocks.append(paragraph(f"/{course.command_prefix}review shows what you owe."))
    return Reply(tuple(blocks))


def which_course(found: Sequence[tuple[Course, Owed]], *, verb: str = WRITE) -> Reply:
    """The question which one, where papers of several courses fit."""
    lead = paragraph("Papers of more than one course fit. Which one do you mean?")
    return Reply((lead, Buttons(several_buttons(found[:SHOWN], verb))))


def choosing(ask: str, found: Sequence[tuple[Course, Standing]], now: datetime, *, verb: str = WRITE) -> Reply:
    """The question which of the papers: what is still to be written first, then what was and can still be changed."""
    still = [one for one in found if not one[1].done]
    written = [one for one in found if one[1].done]
    blocks: list[Block] = [paragraph(ask), Buttons(_dated_buttons(still[:MENU], now, verb))]
    if len(still) > MENU:
        blocks.append(small(f"{counted(len(still) - MENU, 'paper')} more: say which with some words of its title."))
    if written:
        blocks += [paragraph("Submitted, and still open:"), Buttons(_dated_buttons(written[:MENU], now, verb))]
    return Reply(tuple(blocks))


def _dated_buttons(found: Sequence[tuple[Course, Standing]], now: datetime, verb: str) -> tuple[Button, ...]:
    """`ZeRO · due Mon 31 Jan, 1:00 PM PST`, in plain text, for buttons hold no more."""
    several = len({course.id for course, _ in found}) > 1
    buttons = []
    for course, one in found:
        lead = f"{short(course.title, LED_COURSE)}: " if several else ""
        when = _until_words(course, one, now)
        title = short(one.owed.reading.title, min(TITLE, LABEL - len(lead) - len(when)))
        buttons.append(Button(f"{lead}{title}{when}", Action(verb, course.id, (one.owed.paper,))))
    return tuple(buttons)


def _until_words(course: Course, one: Standing, now: datetime) -> str:
    if one.window is None:
        return ""
    if not passed(one.window.due, now):
        return f" · due {span_text(instant(course, one.window.due))}"
    return f" · late, until {span_text(instant(course, one.window.closes_at))}"


def several_buttons(found: Sequence[tuple[Course, Owed]], verb: str = WRITE) -> tuple[Button, ...]:
    """One button a paper; with the course before it, where there is more than one."""
    several = len({course.id for course, _ in found}) > 1
    return tuple(
        button(course, one, verb, lead=f"{short(course.title, COURSE)}: " if several else "") for course, one in found
    )


def _elsewhere(course: Course, titles: Collection[str]) -> Line:
    """Where the reviews of these papers go instead, if another site collects them."""
    for session, one in course.readings():
        review = session.review
        if review is not None and review.external_url and one.id in review.papers and one.title in titles:
            return line(" ", WebLink("Submit it here", review.external_url), " instead.")
    return ()


def _several(number: int) -> str:
    return "two papers" if number == 2 else f"{number} papers"


def write_buttons(course: Course, sessions: Collection[str]) -> tuple[Button, ...]:
    """`Write: …` for each paper that these sessions (by id) ask for; where there are many, one button to all."""
    asked = [one for one in reviews.owed(course) if one.session.id in sessions]
    if len(asked) > SHOWN:
        return (Button("Write a review", Action(WRITE, course.id), "primary"),)
    return tuple(button(course, one, lead="Write: ") for one in asked)


def button(course: Course, one: Owed, verb: str = WRITE, lead: str = "") -> Button:
    """A button that is the paper's title, `lead` before it."""
    length = LED_TITLE if lead else TITLE
    return Button(f"{lead}{short(one.reading.title, length)}", Action(verb, course.id, (one.paper,)))


# --- small phrases ------------------------------------------------------------------------------------------------


def short(title: str, length: int = TITLE) -> str:
    """The title, cut at a word where it is long."""
    if len(title) <= length:
        return title
    cut = title[: length - 1]
    at = cut.rfind(" ")
    return f"{(cut[:at] if at > length // 2 else cut).rstrip(' :,;-–')}…"


def lateness(by: timedelta) -> str:
    """`3 h 12 min`, to the minute."""
    minutes = max(int(by.total_seconds() // 60), 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    words = [f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h"), (left, "min")) if number]
    return " ".join(words) or "0 min"


def at(course: Course, when: datetime, now: datetime) -> Span:
    """The hour alone where it was today, else the day too."""
    same = course.local(when).date() == today(course, now)
    return instant(course, when, "time" if same else "full")


def due_words(course: Course, due: datetime, now: datetime) -> Line:
    """`due Mon 31 Jan, 1:00 PM, in 2 d 3 h`; of the past without the distance."""
    if passed(due, now):
        return line("was due ", instant(course, due))
    return line("due ", instant(course, due), ", now" if due <= now else f", {distance(due, now)}")


def title_span(one: Owed) -> Span:
    return Bold(one.reading.title)


def title_of(course: Course, paper: str) -> str:
    """The paper's title; of one that the schedule has no more its id."""
    return next((one.title for _, one in course.readings() if one.id == paper), paper)
