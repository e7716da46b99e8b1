"""What is said of a review that came as a file or as pasted text: what was read to each question, what is missing, what
was not understood, and what can be done with it now.

Pure: it gets what was read and kept, and finds the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, bullets, line, paragraph
from bot.course import answers
from bot.course.duties import FormField
from bot.course.model import Course
from bot.course.template_reading import Oddity, Read
from bot.course.wording import counted
from bot.services.reviewing import Opened, Outcome, Written
from handlers.papers import WRITE, at, title_span
from handlers.review_form import TEMPLATE
from handlers.review_outcomes import VERSIONS
from handlers.review_text import FileNames, answer_words, missing
from handlers.templates import submit_button

PREVIEW = 80
"""Characters of an answer that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was read, what became of it, and how the review stood before."""

    course: Course
    now: datetime
    whose: int
    back: Read
    before: Opened
    outcome: Outcome
    written: Written


def nothing_written(course: Course, back: Read) -> list[Block]:
    if back.owed is None:
        return []
    lead = paragraph("That file has the questions for ", title_span(back.owed), " and no answers yet: nothing to keep.")
    odd: list[Block] = []
    if back.oddities:
        odd = [paragraph("Please look at this:"), bullets(*map(_oddity, back.oddities))]
    return [lead, *odd, Buttons((Button("Write it in the form", Action(WRITE, course.id, (back.owed.paper,))),))]


def told(taken: Taken, names: FileNames) -> list[Block]:
    form, given = taken.written.form, taken.written.answers
    lacks = answers.lacks(form, given)
    blocks: list[Block] = [paragraph(*_state(taken))]
    blocks.append(bullets(*(_answer(taken, field, names) for field in form.fields if _is_told(field, given))))
    if lacks:
        blocks.append(paragraph(Bold("Missing: "), f"{missing(lacks)}."))
    odd = [_oddity(one) for one in taken.back.oddities]
    if odd:
        blocks += [paragraph("Please look at this:"), bullets(*odd)]
    blocks += [paragraph(words) for words in (_older(taken),) if words]
    return [*blocks, Buttons(tuple(_buttons(taken)))]


def _state(taken: Taken) -> Line:
    """What was done with it, and what counts."""
    number, standing = taken.outcome.number, taken.outcome.standing
    counts = standing.counts
    if counts is not None and counts.number == number:
        return line("That is what you have submitted already: nothing has changed.")
    same = taken.outcome.kind == "unchanged"
    kept = f"That is your draft, version {number}, as I have it: " if same else f"Kept as a draft, version {number}: "
    said = line(kept, Bold("NOT submitted"), " yet.")
    if not standing.is_open(taken.now):
        said = line(*said, " It is closed by now: submitted, it goes to staff, who can still accept it.")
    if counts is not None:
        still = line(" Your version from ", at(taken.course, counts.received_at, taken.now), " counts until you do.")
        said = line(*said, *still)
    return said


def _is_told(field: FormField, given: answers.Answers) -> bool:
    return field.required or bool(given.get(field.id))


def _answer(taken: Taken, field: FormField, names: FileNames) -> Line:
    """`Summary: 212 words, “It shards the optimizer …”`."""
    value = taken.written.answers.get(field.id, "")
    label = Bold(f"{field.label}: ")
    if answers.is_blank(value):
        return line(label, "nothing yet")
    before = ", as before" if field.id not in taken.back.answers else ""
    if field.kind == "text":
        return line(label, f"{counted(answers.words_in(value), 'word')}{before}, “{preview(value)}”")
    words = answer_words(field, value, names)
    return line(label, f"{words}{before}" if words else f"“{preview(value)}”")


def preview(text: str, length: int = PREVIEW) -> str:
    """Its beginning on one line."""
    words = " ".join(text[: length * 4].split())
    return words if len(words) <= length and len(text) <= length * 4 else f"{words[: length - 1].rstrip()}…"


def _oddity(one: Oddity) -> Line:
    label = one.field.label if one.field is not None else ""
    shown = f"“{preview(one.text)}”"
    match one.kind:
        case "no_option" if one.field is not None:
            offered = [words for _, words in answers.options(one.field)]
            return line(Bold(f"{label}: "), f"{shown} is none of {', '.join(offered)}.")
        case "several" | "left" | "gone":
            return _left_out(one, Bold(f"{label}: "), shown)
        case "unknown_heading":
            where = f"it stays part of {label}" if label else "what is below it went to the first question"
            return line(f"The heading {shown} is none of the questions: {where}.")
        case "twice":
            return line(f"{label} stands there twice: I put both texts together.")
        case _:
            if one.source is None:
                source = "before the first question"
            elif one.source.kind == "file":
                source = f"below {one.source.label}, where a file goes"
            else:
                source = f"beside the choice at {one.source.label}"
            went = f"I put it into {label}" if label else "There is no question for it, so I left it out"
            return line(f"{shown} stands {source}. {went}.")


def _left_out(one: Oddity, label: Bold, shown: str) -> Line:
    """Why what was written there is no answer."""
    match one.kind:
        case "several":
            own = "Write only your choice, below the list."
            return line(label, f"I cannot tell which of {shown} you mean, so I took none. {own}")
        case "left":
            return line(label, f"{shown} stands in my own list of options, so I left it out.")
        case _:
            return line(label, f"the form has changed since and has no place for {shown}, so I left it out.")


def _older(taken: Taken) -> str:
    """Where something was saved since the file was made."""
    made_of, newest = taken.back.base, taken.before.base
    if not made_of or made_of >= newest:
        return ""
    return (
        f"The file was made from version {made_of}, and you saved version {newest} since. Where both say something, "
        "the file’s text stands in this draft; the other is among your earlier versions."
    )


def _buttons(taken: Taken) -> Iterable[Button]:
    paper, number, course = taken.outcome.standing.owed.paper, taken.outcome.number, taken.course
    counts = taken.outcome.standing.counts
    if counts is None or counts.number != number:
        yield submit_button(course, paper, number)
    yield Button("Open in the form", Action(WRITE, course.id, (paper, f"v{number}")))
    yield Button("Template", Action(TEMPLATE, course.id, (paper,)))
    if number > 1:
        yield Button("Earlier versions", Action(VERSIONS, course.id, (paper, str(taken.whose))))
