"""The digest as a file that holds all of it: Markdown, which reads well as plain text too.

What people wrote stands behind `>`, and nothing of it is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conversation.reply import Attachment
from bot.course import digest
from bot.course.digest import Entry, PaperDigest, SessionDigest
from bot.course.model import Course, CourseRole
from bot.course.wording import counted
from handlers.late_words import costing

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def complete(course: Course, found: SessionDigest) -> Attachment:
    """All that is known of the session's reviews."""
    session = course.session(found.session)
    name = session.name if session is not None else found.session
    text = "\n".join(_lines(course, found, name)).rstrip() + "\n"
    return Attachment(f"reviews-{found.session}.md", text.encode("utf-8", "replace"), f"All reviews: {name}")


def how_many(found: SessionDigest) -> str:
    """`, 1 of them late, from 4 of 5 students; 2 are missing, 1 has more time, 3 present`, after how many are in."""
    present = f"{found.presenting} present{'s' if found.presenting == 1 else ''}" if found.presenting else ""
    if not found.done:
        each = "one" if found.students == 1 else "one each"
        number = found.missing + found.more_time
        owed = each if number == found.students else str(number)
        owes = f"{counted(found.students, 'student')} owe{'s' if found.students == 1 else ''} {owed}"
        return f" yet; {owes}{f', {present}' if present else ''}"
    late = ""
    if found.late:
        late = f", {found.late} of them late" if found.late < found.done else ", all of them late"
    late = ", late" if found.late == found.done == 1 else late
    missing = f"{found.missing} {'is' if found.missing == 1 else 'are'} missing" if found.missing else ""
    waiting = f"{found.more_time} {'has' if found.more_time == 1 else 'have'} more time" if found.more_time else ""
    rest = ", ".join(one for one in (missing, waiting, present) if one)
    return f"{late}, from {found.writers} of {counted(found.students, 'student')}{f'; {rest}' if rest else ''}"


def _lines(course: Course, found: SessionDigest, name: str) -> Iterator[str]:
    session = course.session(found.session)
    titles = {one.id: one.title for one in session.readings} if session is not None else {}
    yield f"# Reviews: {plain(name)}"
    yield ""
    number = counted(found.done, "review") if found.done else "No reviews"
    yield f"{plain(course.title)}. {number} in{how_many(found)}."
    for one in (*found.reviewed, *found.unreviewed):
        yield ""
        yield f"## {plain(titles.get(one.paper, one.paper))}"
        yield ""
        yield from _paper(found, one)


def _paper(found: SessionDigest, one: PaperDigest) -> Iterator[str]:
    if not one.entries:
        yield "No reviews yet."
        return
    of = "" if one.expected is None else f" of {one.expected}"
    yield f"{len(one.entries)}{of} reviews." if of else f"{counted(len(one.entries), 'review')}."
    spread = digest.spread(one.entries, found.form)
    scale = digest.main_scale(found.form)
    if spread is not None and scale is not None:
        yield f"Disagreement (standard deviation of “{plain(scale.label)}”): {spread:.2f}."
    for scores in digest.scores(one.entries, found.form):
        if scores.total:
            yield ""
            yield f"{plain(scores.field.label)}:"
            yield ""
            for number, label, count in digest.best_first(scores):
                yield f"    {number:>3} {'█' * count}{' ' if count else ''}{count} {label}".rstrip()
    for group in digest.said(one.entries, found.form, scales=True):
        yield ""
        yield f"### {plain(group.field.label)}{' (an earlier form)' if group.earlier else ''}"
        for entry, text in group.entries:
            yield ""
            yield from _said(entry, text)


def _said(entry: Entry, text: str) -> Iterator[str]:
    role = "" if entry.role is CourseRole.STUDENT else f" ({entry.role.value})"
    late = "" if entry.late_by is None else f", late {costing(entry.late_by, entry.late_cost)}"
    yield f"**{plain(entry.writer)}**{role}{late}"
    yield ""
    for part in text.splitlines() or [""]:
        yield f"> {plain(part)}".rstrip()


def plain(text: str) -> str:
    """Text on one line in which nothing is markup."""
    harmless = "".join(letter if letter.isprintable() else " " for letter in text)
    return _MARKUP.sub(r"\\\1", harmless)
