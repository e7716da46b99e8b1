"""What is said where staff typed something about an extension that is not clear: what is missing, and what it may be.

Pure. Whatever was understood is kept, in the buttons and in the example of what to type.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.conversation.plain import span_text
from bot.conversation.reply import Block, Bold, Button, Buttons, Code, Reply, paragraph, small
from bot.course.model import Course
from bot.course.until import no_hour
from bot.course.wording import span_words
from bot.services.doubts import Doubt
from bot.services.naming import Candidate, Sentence, Work
from bot.services.wishes import Kind, Wish
from handlers.command_line import readable
from handlers.extension_buttons import EXCUSE, EXTEND, exact_button
from handlers.extension_times import part_words, work_words
from handlers.granting import When
from handlers.wording import instant

ECHO = 60
BUTTONS_LIMIT = 8
NO_TIME = "I cannot read a time in that. Try “wed 17:00”, “3 feb 9:00”, “2022-02-03 17:00” or “+2d”."


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What staff typed or pressed, as far as it is understood."""

    kind: Kind
    sentence: Sentence
    when: When | None = None
    time_words: str = ""
    no_day: str = ""
    doubt: str = ""
    reason: str = ""

    @property
    def verb(self) -> str:
        return EXCUSE if self.kind == "excuse" else EXTEND


def unclear(course: Course, order: Order) -> Reply:
    """What is missing, what to type, and buttons for what it may be."""
    named, meant = order.sentence.named, order.sentence.meant
    said: list[Block] = []
    if not named.candidates:
        said.append(paragraph(*_nobody(course, order)))
    elif not meant.works:
        said.append(paragraph(*_no_work(order)))
    elif order.kind == "extension" and order.when is None and (order.time_words or not named.sure):
        said.append(paragraph(_no_time(order)))
    elif order.kind == "extension" and order.when is None:
        said.append(paragraph(f"Until when should {named.candidates[0].name} have time?"))
    elif not named.sure:
        said.append(paragraph(_which_person(order)))
    else:
        said.append(paragraph(_which_work(order)))
    buttons = _buttons(course, order)
    said += [Buttons(tuple(buttons))] if buttons else []
    return Reply((*said, small("Like this: ", Code(_example(course, order)))))


def _example(course: Course, order: Order) -> str:
    """What to type, with what was understood of it."""
    named, meant = order.sentence.named, order.sentence.meant
    who = named.candidates[0].name if named.sure else "@name"
    known = meant.works and not meant.guessed
    what = meant.works[0].paper or meant.works[0].session or "everything" if known else "TITLE"
    until = "" if order.kind == "excuse" else " until wed 17:00"
    return f"/{course.command_prefix}course {order.verb} {who} {what}{until}"


def _nobody(course: Course, order: Order) -> tuple[str, ...]:
    words = order.sentence.person_words
    if not words:
        return ("Whom do you mean, and what? Type a name and words of the paper’s title.",)
    roster = f"/{course.command_prefix}course roster shows who is in the course."
    return (f"I find nobody for {_echo(words)}. Type @ and pick the person, a name or an e-mail address. {roster}",)


def _no_work(order: Order) -> tuple[str, ...]:
    who = order.sentence.named.candidates[0].name if order.sentence.named.sure else "them"
    words = order.sentence.work_words
    others = "or week 3" if order.kind == "excuse" else "week 3, or everything"
    advice = f"Type words of a paper’s or a class’s title, {others}."
    if not words:
        return (f"What is it for {who}? {advice}",)
    return (f"{_none_fits(order)} {advice}",)


def _none_fits(order: Order) -> str:
    if order.sentence.meant.unasked:
        return f"No review is asked for of ‘{order.sentence.meant.unasked}’."
    return f"No paper, class or week fits {_echo(order.sentence.work_words)}."


def _no_time(order: Order) -> str:
    if order.no_day:
        return f"There is no {order.no_day}. Try another day, or “+2d”."
    if hour := no_hour(order.time_words):
        return f"There is no {readable(hour)} on a clock. Until when? Try “wed 17:00”, “3 feb 9:00” or “+2d”."
    if order.doubt:
        return order.doubt
    return f"{_echo(order.time_words)}: {NO_TIME}" if order.time_words else NO_TIME


def _which_person(order: Order) -> str:
    words = _echo(order.sentence.person_words)
    return (
        f"Whom do you mean by {words}?"
        if len(order.sentence.named.candidates) > 1
        else f"{words}: do you mean this person?"
    )


def _which_work(order: Order) -> str:
    words = _echo(order.sentence.work_words)
    if order.sentence.meant.guessed:
        return f"{_none_fits(order)} Did you mean:"
    return f"What do you mean by {words}?" if len(order.sentence.meant.works) > 1 else f"{words}: do you mean this?"


def _echo(words: str) -> str:
    shown = readable(words)
    return f"“{shown}”" if len(shown) <= ECHO else f"“{shown[: ECHO - 1]}…”"


def _buttons(course: Course, order: Order) -> list[Button]:
    """Everything that it may be."""
    named, meant = order.sentence.named, order.sentence.meant
    whens = [order.when] if order.when is not None else _offered(order)
    found: list[Button] = []
    for who in named.candidates:
        for work in meant.works:
            for when in whens:
                wish = Wish(person=who.person, work=work, kind=order.kind, until=when.until, span=when.by)
                label = _label(course, order, (who, work, when))
                button = exact_button(course, replace(wish, reason=order.reason), label)
                found += [button] if button.action.fits else []
    return found[:BUTTONS_LIMIT]


def _offered(order: Order) -> list[When]:
    """With a person and a paper that are sure, the usual lengths."""
    if order.kind == "excuse":
        return [When()]
    if not (order.sentence.named.sure and order.sentence.meant.sure):
        return []
    return [When.decode("+86400") or When(), When.decode("+172800") or When()]


def _label(course: Course, order: Order, choice: tuple[Candidate, Work, When]) -> str:
    who, work, when = choice
    words: list[str] = []
    if not order.sentence.named.sure:
        words.append(f"{who.name} ({who.mark})" if who.mark else who.name)
    if not order.sentence.meant.sure:
        words.append(work_words(course, work))
    if order.when is None and when.by is not None:
        words.append(f"+{int(when.by.total_seconds() // 3600)} h")
    return ": ".join(words)


# --- asked before it is done ------------------------------------------------------------------------------------------


def doubted(course: Course, doubt: Doubt) -> Reply:
    """Why staff hardly mean it, and a button to do it all the same."""
    wish, what = doubt.wish, work_words(course, doubt.wish.work)
    if wish.work.everything:
        had, now = span_words(doubt.had_by or timedelta(0)), span_words(wish.by or timedelta(0))
        said = paragraph(Bold(f"{doubt.name} already has {had} longer"), f" for everything, so {now} would be less.")
        return _asked(said, exact_button(course, wish, f"Only {now}", sure=True))
    if doubt.due is None or doubt.had is None:
        raise ValueError(doubt.why)
    until = span_text(instant(course, doubt.due))
    if doubt.why == "shorter":
        lead = Bold(f"{doubt.name} already has until ")
        of = part_words(course, wish.work, doubt.losing)
        said = paragraph(lead, instant(course, doubt.had), f" for {of}, and that would take time away.")
        return _asked(said, exact_button(course, wish, f"Only until {until}", sure=True))
    said = paragraph(instant(course, doubt.due), f" is past, and no review of {what} came in by then.")
    ahead = replace(wish, until=None, by=None, sure=False)
    longer = [
        exact_button(course, replace(ahead, span=timedelta(hours=hours)), f"+{hours} h from now") for hours in (24, 48)
    ]
    return _asked(said, *longer, exact_button(course, wish, "Do it all the same", sure=True))


def _asked(said: Block, *buttons: Button) -> Reply:
    return Reply((said, small("Nothing is changed yet."), *([Buttons(buttons)] if buttons else [])))


def excused_until(course: Course, wish: Wish | None, when: When, typed: str) -> Reply:
    """Somebody typed an excuse with a time, and an excuse has none. `wish` is None where the rest is not clear."""
    lead = Bold("An excuse has no end: ")
    if wish is None:
        command = Code(f"/{course.command_prefix}course {EXTEND} {readable(typed)}")
        return _asked(paragraph(lead, "nothing of it would be owed. For more time type ", command, "."))
    until = f"until {span_text(instant(course, when.until))}" if when.until is not None else ""
    longer = replace(wish, kind="extension", until=when.until, span=when.by)
    said = paragraph(lead, f"nothing of {work_words(course, wish.work)} would be owed. What do you mean?")
    label = f"More time {until or f'+{span_words(when.by or timedelta(0))}'}"
    return _asked(said, exact_button(course, longer, label), exact_button(course, wish, "Excuse from all of it"))
