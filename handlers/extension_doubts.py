"""What is said where staff typed something about an extension that is not clear: what is missing, and what it may be.

Pure. Whatever was understood is kept, in the buttons and in the example of what to type.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.conversation.reply import Action, Block, Button, Buttons, Code, Reply, paragraph, small
from bot.course import reviews
from bot.course.model import Course
from bot.services.extending import Kind
from bot.services.naming import Candidate, Sentence, Work
from handlers.command_line import readable
from handlers.extension_lines import work_words
from handlers.granting import When

EXTEND, EXCUSE = "extend", "excuse"
"""Arguments of a button: `=`, the person's id, the work, the time, the reason; of a form the same without."""

EXACT = "="
"""The first argument of a button, which words that somebody typed are not."""

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
    reason: str = ""

    @property
    def verb(self) -> str:
        return EXCUSE if self.kind == "excuse" else EXTEND


ALL = "*"


def encoded(work: Work) -> str:
    return ALL if work.everything else f"p:{work.paper}" if work.paper else f"s:{work.session}"


def decoded(course: Course, item: str) -> Work | None:
    if item == ALL:
        return Work()
    mark, _, name = item.partition(":")
    for one in reviews.owed(course):
        if mark == "p" and one.paper == name:
            return Work(one.session.id, one.paper)
        if mark == "s" and one.session.id == name:
            return Work(one.session.id)
    return None


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
    what = meant.works[0].paper or meant.works[0].session or "everything" if known else "paper"
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
    return (f"No review is asked for of {_echo(words)}. {advice}",)


def _no_time(order: Order) -> str:
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
        return f"No review is asked for of {words}. Did you mean:"
    return f"What do you mean by {words}?" if len(order.sentence.meant.works) > 1 else f"{words}: do you mean this?"


def _echo(words: str) -> str:
    shown = readable(words)
    return f"“{shown}”" if len(shown) <= ECHO else f"“{shown[: ECHO - 1]}…”"


def _buttons(course: Course, order: Order) -> list[Button]:
    """Everything that it may be. A reason that no button can carry is left out of it."""
    named, meant = order.sentence.named, order.sentence.meant
    whens = [order.when] if order.when is not None else _offered(order)
    found: list[Button] = []
    for who in named.candidates:
        for work in meant.works:
            for when in whens:
                label = _label(course, order, (who, work, when))
                action = Action(
                    order.verb, course.id, (EXACT, str(who.person), encoded(work), when.encode(), order.reason)
                )
                action = action if action.fits else replace(action, arguments=(*action.arguments[:-1], ""))
                found += [Button(label, action)] if action.fits else []
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
