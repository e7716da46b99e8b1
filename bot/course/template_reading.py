"""What a review's file says when it comes back, or any text that looks like one: about which paper, and what to each
question. Headings are found however they are spelt and ordered; nothing that was written is left out without a word.

Pure: it decides nothing, and what is wrong with a text is data.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.course import answers as answering
from bot.course.answers import Answers
from bot.course.duties import FormField, ReviewForm
from bot.course.model import Course
from bot.course.reviews import Owed, find, owed
from bot.course.search import search, words_of
from bot.course.template import NAMED, heading_text, meant, plain_text, unescaped
from bot.course.template_choices import chosen
from bot.course.template_headings import Heading, headings_of
from bot.course.template_own import apart

TITLE = re.compile(r"reviews?\b\s*(?:of\b|for\b|[:–—-])?\s*(.*)", re.IGNORECASE)
MARGIN = 5.0
"""A paper is what a title means where no other is nearly as much like it."""

_TITLE_LINE = re.compile(r"^ {0,3}#[ \t]+(.*)$", re.MULTILINE)

OWN_LEVELS = (1, 2)
"""Of a heading deeper than that nobody is told that it is no question's."""


ENOUGH = 2
"""Questions of one form, in a text that names nothing: so many are no chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something that was not understood as it may have been meant.

    `no_option`: what is written there is none of what can be chosen (it is kept as it is). `moved`: text that belongs
    to no question, or stands beside a choice, went to `field`, or (None) nowhere. `unknown_heading`: it is part of the
    answer to `field`. `twice`: the question stands there twice, and both answers are one now. `several`: more is chosen
    there than can be. `left`: it was written into the file's own list of options, and is left out. `gone`: `field`, or
    what was chosen there, is in no question any more.
    """

    kind: Literal["no_option", "moved", "unknown_heading", "twice", "several", "left", "gone"]
    field: FormField | None
    text: str = ""
    source: FormField | None = None
    """Of `moved`: where it stood; None: before the first question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a text says. `owed` is None where it is about no paper that is to be reviewed here: then `named` is what it
    says of that itself and `likely` are the papers that it may be about. `elsewhere`: another course's id.

    `answers` hold the questions that something was written to; of those in `added` all of it stood elsewhere, so that
    it goes with what their answer is already. `base`: the version that the file was made of.
    """

    owed: Owed | None
    base: int = 0
    named: str = ""
    elsewhere: str = ""
    likely: tuple[Owed, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    oddities: tuple[Oddity, ...] = ()


# --- is it one ----------------------------------------------------------------------------------------------------


def looks_like(text: str, courses: Collection[Course]) -> bool:
    """Whether somebody who sends this text means a review."""
    if "coursebot:" in text and NAMED.search(text):
        return True
    if "\n" not in text.strip():
        return False
    headings = headings_of(plain_text(text))
    if not headings:
        return False
    if any(heading.level == 1 and TITLE.match(heading.text) for heading in headings):
        return True
    forms = {id(one.review.form): one.review.form for course in courses for one in owed(course)}
    return any(_questions(form, headings) >= min(ENOUGH, len(form.fields)) for form in forms.values())


def documents(text: str) -> tuple[str, ...]:
    """The text of each review, where several were sent as one text."""
    text = plain_text(text)
    starts = [_with_title(text, match.start()) for match in NAMED.finditer(text)]
    if not starts:
        starts = list(_titles(text))
    if len(starts) < 2:
        return (text,)
    cuts = [0, *starts[1:], len(text)]
    return tuple(text[one:other] for one, other in itertools.pairwise(cuts))


def _titles(text: str) -> Iterator[int]:
    """Where lines with a title begin."""
    titles = {heading.line for heading in headings_of(text) if heading.level == 1 and TITLE.match(heading.text)}
    at = 0
    for number, line in enumerate(text.split("\n")):
        if number in titles:
            yield at
        at += len(line) + 1


def _with_title(text: str, at: int) -> int:
    """Where the title above begins, if only empty lines are between."""
    before = text[:at].rstrip()
    start = before.rfind("\n") + 1
    return start if _TITLE_LINE.match(before[start:]) else at


def _questions(form: ReviewForm, headings: Sequence[Heading]) -> int:
    """How many of the form's questions have a heading."""
    found = (meant(form, heading.text) for heading in headings)
    return len({one.id for one in found if one is not None})


# --- what it is about ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """Of what a file was made, as it says itself; `form`: how the hash of its form begins, '' in files without."""

    course: str
    paper: str
    base: int
    form: str


def made_of(text: str) -> Made | None:
    """None where it does not say."""
    named = NAMED.search(plain_text(text))
    return None if named is None else Made(named[1], named[2], int(named[3] or 0), named[4] or "")


def read(
    text: str, course: Course, *, likely: Collection[str] = (), said: str = "", form: ReviewForm | None = None
) -> Read:
    """What the text of one review says. `likely` are ids of papers that it may well be about, where it names none;
    `said`: words that came with it, in place of a title; `form`: the one that its file was made of.
    """
    text = plain_text(text)
    made = made_of(text)
    headings = headings_of(text)
    titles = [match for heading in headings if heading.level == 1 and (match := TITLE.match(heading.text))]
    title = titles[0][1].strip() if titles else ""
    if made is not None:
        if made.course != course.id:
            return Read(owed=None, named=title or made.paper, elsewhere=made.course)
        one = find(course, made.paper)
        if one is not None:
            return _answered(one, text, headings, base=made.base, form=form)
        one = _of_title(course, title)
        if one is not None:
            return _answered(one, text, headings, base=0, form=form)
        return Read(owed=None, named=title or made.paper, likely=_by_title(course, title))
    by_form = _by_form(course, headings, likely)
    maybe = _by_title(course, title) if words_of(title) else _by_title(course, said)
    if len(maybe) == 1 or (len(by_form) == 1 and not words_of(title)):
        return _answered((maybe if len(maybe) == 1 else by_form)[0], text, headings, base=0, form=form)
    return Read(owed=None, named=title, likely=maybe or by_form)


def _of_title(course: Course, title: str) -> Owed | None:
    """The one paper that has these words as its title, if any."""
    same = [one for one in owed(course) if words_of(title) and words_of(one.reading.title) == words_of(title)]
    return same[0] if len({one.paper for one in same}) == 1 else None


def _by_title(course: Course, title: str) -> tuple[Owed, ...]:
    """The papers that a title may mean: one, where none other is nearly as much like it."""
    if not words_of(title):
        return ()
    papers = {one.paper: one for one in owed(course)}
    same = [one for one in papers.values() if words_of(one.reading.title) == words_of(title) or one.paper == title]
    if same:
        return (same[0],)
    found = search(course, title)
    hits = [hit for hit in found.hits or found.guesses if hit.reading is not None and hit.reading.id in papers]
    sure = found.hits and hits and all(hits[0].score - hit.score >= MARGIN for hit in hits[1:])
    return tuple(papers[hit.reading.id] for hit in hits[: 1 if sure else None] if hit.reading is not None)


def _by_form(course: Course, headings: Sequence[Heading], likely: Collection[str]) -> tuple[Owed, ...]:
    """Of the likely papers, else of all, those whose form asks most of what the headings say."""
    papers = owed(course)
    counts = {one.paper: _questions(one.review.form, headings) for one in papers}
    for candidates in ([one for one in papers if one.paper in likely], papers):
        most = max((counts[one.paper] for one in candidates), default=0)
        if most:
            return tuple(one for one in candidates if counts[one.paper] == most)
    return ()


# --- what it says -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Section:
    """What stands below a question's heading, or before the first one (`field` None)."""

    field: FormField | None
    text: str


def _answered(one: Owed, text: str, headings: Sequence[Heading], *, base: int, form: ReviewForm | None) -> Read:
    """By the form that it was written with, and then as answers to what is asked now."""
    before, now = form or one.review.form, one.review.form
    given, added, oddities = _read_by(before, text, headings)
    if before != now:
        after = answering.carried(before, now, given)
        known = {odd.field.id for odd in oddities if odd.field is not None and odd.kind in ("no_option", "several")}
        oddities += _gone(before, given, after, known=known)
        given, added = after, frozenset(name for name in added if name in after)
    return Read(owed=one, base=base, answers=given, added=added, oddities=tuple(oddities))


def _gone(before: ReviewForm, given: Answers, after: Answers, *, known: Collection[str]) -> Iterator[Oddity]:
    """What was written to a question, or chosen, that is there no more."""
    for asked in before.fields:
        was, is_now = given.get(asked.id, ""), after.get(asked.id, "")
        fewer = asked.kind == "choices" and is_now.count(",") < was.count(",")
        if was and asked.id not in known and (not is_now or fewer):
            yield Oddity(kind="gone", field=asked, text=answering.shown(asked, was) or was)


def _read_by(
    form: ReviewForm, text: str, headings: Sequence[Heading]
) -> tuple[dict[str, str], frozenset[str], list[Oddity]]:
    """The answers, those of them to which nothing was written where they are asked, and what is odd."""
    sections, oddities = _sections(form, text, headings)
    texts: dict[str, list[str]] = {}
    choices: dict[str, str] = {}
    left: list[tuple[FormField | None, str]] = []
    for section in sections:
        if section.field is None or section.field.kind == "file":
            left += [(section.field, section.text)] if section.text else []
        elif section.field.kind == "text":
            texts.setdefault(section.field.id, []).append(section.text)
        elif section.text:
            found = chosen(section.field, section.text)
            choices[section.field.id] = found.value or section.text
            if not found.value:
                kind: Literal["several", "no_option"] = "several" if found.several else "no_option"
                oddities.append(Oddity(kind=kind, field=section.field, text=section.text))
            elif found.rest:
                left.append((section.field, found.rest))
    written = frozenset(name for name, parts in texts.items() if any(parts))
    for source, words in left:
        target = _nearest(form, source, written)
        if target is not None:
            parts = texts.setdefault(target.id, [])
            parts.insert(0 if source is None else len(parts), words)
        oddities.append(Oddity(kind="moved", field=target, text=words, source=source))
    given = {name: "\n\n".join(filter(None, parts)) for name, parts in texts.items()} | choices
    answers = {each.id: given[each.id] for each in form.fields if given.get(each.id)}
    moved = frozenset(one.field.id for one in oddities if one.kind == "moved" and one.field is not None)
    return answers, moved - written, oddities


def _nearest(form: ReviewForm, source: FormField | None, written: Collection[str]) -> FormField | None:
    """The question with a text that is nearest: the one before, else the first after; of those that something was
    written to, if there are any.
    """
    texts = [one for one in form.fields if one.kind == "text"]
    roomy = [one for one in texts if one.long] or texts
    places = [one for one in roomy if one.id in written] or roomy
    at = form.fields.index(source) if source is not None else 0
    before = [one for one in places if form.fields.index(one) < at]
    after = [one for one in places if form.fields.index(one) >= at]
    return before[-1] if before else after[0] if after else None


def _sections(form: ReviewForm, text: str, headings: Sequence[Heading]) -> tuple[list[_Section], list[Oddity]]:
    lines = text.split("\n")
    oddities: list[Oddity] = []
    sections = [_Section(None, "")]
    begins = 0
    taken: list[str] = []
    own_title: set[int] = set()

    def close(before: int) -> None:
        kept = [line for number, line in enumerate(lines[begins:before], begins) if number not in own_title]
        section = sections[-1]
        found = apart(form, section.field, "\n".join(kept))
        section.text = plain_text(unescaped(found.text))
        if found.several:
            oddities.append(Oddity(kind="several", field=section.field, text="\n".join(found.several)))
        oddities.extend(Oddity(kind="left", field=section.field, text=words) for words in found.left)

    for heading in headings:
        asking = _question(form, heading, taken)
        if asking is None:
            if not taken and heading.level == 1 and TITLE.match(heading.text):
                own_title.update(range(heading.line, heading.after))
            elif heading.level in OWN_LEVELS:
                oddities.append(Oddity(kind="unknown_heading", field=sections[-1].field, text=heading.text))
            continue
        close(heading.line)
        if asking.id in taken:
            oddities.append(Oddity(kind="twice", field=asking))
        taken.append(asking.id)
        sections.append(_Section(asking, ""))
        begins = heading.after
    close(len(lines))
    return sections, oddities


def _question(form: ReviewForm, heading: Heading, taken: Sequence[str]) -> FormField | None:
    if heading.level == 1 and not taken and TITLE.match(heading.text):
        return None
    if heading.level == 0 and heading.text not in [heading_text(one.label) for one in form.fields]:
        return None
    return meant(form, heading.text, taken)
