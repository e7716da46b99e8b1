"""The form of a review: its questions as inputs, page by page, with what was written last in them.

Everything that a page needs stands in its action: the paper, the version it was opened with, which window it is, the
page. It never knows what becomes of what is sent in.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.conversation.form import TEXT_LIMIT, CheckboxesInput, ChoiceInput, FileInput, Form, Input, TextInput
from bot.conversation.reply import Action, Bold, Button, Line, line
from bot.conversation.request import Request
from bot.course import answers
from bot.course.duties import FormField
from bot.course.model import Course
from bot.course.vocabulary import PeersRead
from bot.course.wording import listed
from bot.errors import Refused
from bot.services.reviewing import Opened
from handlers import handed_files
from handlers.form_changed import mark_of
from handlers.late_words import cost_now
from handlers.papers import WRITE, at, due_words, short, title_span
from handlers.review_text import FileNames, answer_words, hint
from handlers.wording import instant, joined

DRAFT, TYPED, TEMPLATE, BACK = "rdraft", "rtype", "rtempl", "rback"

TITLE = 16
"""Characters of the paper's title in the form's, which is short on some platforms; all of it stands below."""

PER_PAGE = 8
NUMBER = 9
"""Digits that a number in an action may have."""

SAVE_OFTEN = "If you leave this form, what you did not send may be lost: Save draft keeps it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page of which opening of a form: what its actions carry."""

    paper: str
    base: int
    window: str
    page: int = 1
    pages: int = 1
    mark: str = ""
    """Of the form that is shown, as `form_changed.mark_of` has it; '' in one of an older version of the bot."""
    typed: bool = False
    """Whether it was opened with what was typed in a window before."""

    @property
    def arguments(self) -> tuple[str, ...]:
        known = (self.paper, str(self.base), self.window, f"{self.page}/{self.pages}", self.mark)
        return (*known, "t") if self.typed else known

    @property
    def is_last(self) -> bool:
        return self.page >= self.pages

    @classmethod
    def of(cls, request: Request) -> Place:
        """Raises Refused where the action is none of a form's."""
        if len(request.arguments) not in (4, 5, 6) or not request.arguments[0]:
            raise Refused("That form is from an older version of me. Please open it again.")
        paper, base, window, which, mark, typed = (*request.arguments, "", "")[:6]
        page, _, pages = which.partition("/")
        at = number(page) or 1
        known = cls(paper=paper, base=number(base), window=window[:16], page=at, pages=number(pages), mark=mark)
        return replace(known, typed=bool(typed))


def number(text: str) -> int:
    """The number, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= NUMBER else 0


def new_window() -> str:
    """Six characters that no other opening of the form has."""
    return secrets.token_hex(3)


def fresh(opened: Opened) -> Place:
    """The first page of a new opening."""
    typed = opened.source == "typing"
    return Place(paper=opened.owed.paper, base=opened.base, window=new_window(), typed=typed)


def build(course: Course, opened: Opened, place: Place, *, now: datetime, names: FileNames | None = None) -> Form:
    """One page of the form, with what was written last."""
    shown = fields_shown(opened)
    pages = page_count(opened)
    page = min(place.page, pages)
    place = replace(place, page=page, pages=pages, mark=mark_of(opened.owed.review.form))
    mine = shown[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Form(
        action=Action(WRITE, course.id, place.arguments),
        title=f"Review: {short(opened.owed.reading.title, TITLE)}",
        intro=_intro(course, opened, now) if page == 1 else line(title_span(opened.owed)),
        inputs=tuple(_input(field, opened.answers.get(field.id, ""), names) for field in mine),
        page=page,
        pages=pages,
        submit="Submit" if page == pages else "Next",
        buttons=(
            Button("Save draft", Action(DRAFT, course.id, place.arguments)),
            Button("Template", Action(TEMPLATE, course.id, place.arguments)),
            *([Button("Page before", Action(BACK, course.id, place.arguments))] if page > 1 else []),
        ),
        typing=Action(TYPED, course.id, place.arguments),
        whole=_is_whole(mine, opened.answers),
    )


def _is_whole(fields: Sequence[FormField], given: Mapping[str, str]) -> bool:
    """Whether something stands in the page, and all in it that must not stay empty has an answer."""
    empty = [field for field in fields if answers.is_blank(given.get(field.id, ""))]
    return len(empty) < len(fields) and not any(field.required for field in empty)


def fields_shown(opened: Opened) -> list[FormField]:
    """Without those whose text is longer than an input holds."""
    return [field for field in opened.owed.review.form.fields if not _is_overlong(field, opened.answers)]


def page_count(opened: Opened) -> int:
    return max(1, -(-len(fields_shown(opened)) // PER_PAGE))


def _is_overlong(field: FormField, given: Mapping[str, str]) -> bool:
    return field.kind == "text" and len(given.get(field.id, "")) > TEXT_LIMIT


def _input(field: FormField, value: str, names: FileNames | None) -> Input:
    words = hint(field)
    match field.kind:
        case "text":
            return TextInput(id=field.id, label=field.label, value=value, hint=words, long=field.long)
        case "file":
            there = answer_words(field, value, names)
            kept = f"You handed in {there}. Another one takes its place." if there else ""
            return FileInput(
                id=field.id,
                label=field.label,
                hint=" ".join(filter(None, (kept, words, handed_files.hint(field)))),
                handed_in=bool(there),
            )
        case "choices":
            options = answers.options(field)
            return CheckboxesInput(id=field.id, label=field.label, options=options, value=value, hint=words)
        case _:
            options = answers.options(field)
            return ChoiceInput(id=field.id, label=field.label, options=options, value=value, hint=words)


# --- what stands above it -----------------------------------------------------------------------------------------


def _intro(course: Course, opened: Opened, now: datetime) -> Line:
    """Which paper, by when, what is in the form, who reads it, and how not to lose it."""
    sentences: list[Line] = [_what_and_when(course, opened, now), *_what_is_in_it(course, opened, now)]
    overlong = [field.label for field in opened.owed.review.form.fields if _is_overlong(field, opened.answers)]
    if overlong:
        are = "is" if len(overlong) == 1 else "are"
        long = f"{listed(overlong)} {are} longer than this form can show, and kept as you sent it. "
        sentences.append(line(f"{long}To change that, press Template, edit the file and send it to me."))
    sentences += [line(_who_reads(opened)), line(SAVE_OFTEN)]
    return joined(sentences, "\n")


def _what_and_when(course: Course, opened: Opened, now: datetime) -> Line:
    one, window = opened.owed, opened.standing.window
    about = line(title_span(one), f", for {one.session.name}")
    if window is None:
        return line(*about, ". It has no date yet.")
    if window.is_on_time(now):
        more = " (with your extension)" if window.extended else ""
        return line(*about, ", ", *due_words(course, window.due, now), f"{more}.")
    costs = cost_now(one.review.late_rule, window.due, now)
    closes = line(" I take it, as late, until ", instant(course, window.closes_at), f"{costs}.")
    return line(*about, ", ", *due_words(course, window.due, now), ".", *closes)


def _what_is_in_it(course: Course, opened: Opened, now: datetime) -> list[Line]:
    """Where what stands in the form comes from, where that is worth saying."""
    said: list[Line] = []
    counts, draft = opened.standing.counts, opened.standing.draft
    if opened.source == "typing" and opened.source_at is not None:
        when = at(course, opened.source_at, now)
        said.append(line("Here is what you typed until ", when, " and did not send."))
    elif opened.source == "earlier" and opened.source_at is not None:
        said.append(line("Here is your earlier version from ", at(course, opened.source_at, now), "."))
    elif draft is not None and draft.number == opened.base:
        said.append(line("Here is your draft, ", Bold("NOT submitted"), " yet."))
    if counts is not None:
        limits = opened.standing.window
        on_time = opened.standing.late_by is None
        late_now = limits is not None and on_time and not limits.is_on_time(now)
        more = " A change now is kept beside it, and is late." if late_now else ""
        said.append(line("Your version of ", at(course, counts.received_at, now), f" is submitted and counts.{more}"))
    return said


def _who_reads(opened: Opened) -> str:
    if opened.owed.review.peers_read is PeersRead.NEVER:
        return "Staff read your review."
    return "Staff read your review; classmates read it later, without your name."
