"""What follows a review that was sent in: the receipt for its writer, and for staff a word on one that came too late.

Pure, like everything that is composed: the text was looked up for this moment, and is told whole.
"""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.reviews import find, passed
from bot.services.receipts import Receipt, read
from handlers.late_words import Limits, changeable, cost, how_late
from handlers.papers import WRITE, lateness, title_of
from handlers.review_outcomes import SHOW, VERSIONS
from handlers.review_text import told
from handlers.review_versions import accept_button
from handlers.wording import instant


def receipt(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """The whole text of one version, when it came, whether it counts, and until when it can be changed."""
    course, one = facts.course, read(facts.details)
    title = title_of(course, one.paper)
    which = f", version {one.number}{_first(one)}, "
    lead = paragraph(Bold(f"Your review of {title}"), which, *_came(course, one), ".")
    text = told(one.form, one.answers, title=f"Review of {title}, version {one.number}", names=one.files)
    open_ = one.closes_at is None or not passed(one.closes_at, facts.now)
    buttons = [Button("Edit", Action(WRITE, course.id, (one.paper,)))] if open_ and one.state is not None else []
    if one.others or not one.first:
        label = "Earlier drafts" if one.first else "Earlier versions"
        buttons.append(Button(label, Action(VERSIONS, course.id, (one.paper,))))
    blocks: list[Block] = [lead, *text.blocks, paragraph(*_counts(facts, one))]
    return Reply((*blocks, *([Buttons(tuple(buttons))] if buttons else [])), private=False, files=text.files)


def _first(one: Receipt) -> str:
    """Versions before it were drafts: nothing was handed in twice."""
    return " (the first that you handed in)" if one.first and one.number > 1 and not one.by_staff else ""


def _came(course: Course, one: Receipt) -> Line:
    return line("came in ", instant(course, one.received_at))


def _counts(facts: Facts, one: Receipt) -> Line:
    """Whether it counts, how late, and until when it can be changed."""
    course, now = facts.course, facts.now
    if one.state is None:
        return line("The schedule asks for no review of this paper any more.")
    if one.counts != one.number:
        which = f"Version {one.counts} counts" if one.counts is not None else "It does not count yet"
        return line(f"{which}; this one is kept beside it.")
    how = "It counts, on time."
    if one.late_by is not None:
        asked = find(course, one.paper)
        costs = cost(asked.review.late_rule, one.late_by) if asked is not None else ""
        how = f"It counts, late by {lateness(one.late_by)}{f' ({costs})' if costs else ''}."
    if one.by_staff:
        how = f"Staff accepted it as it is. {how}"
    if one.due is None or one.closes_at is None:
        return line(f"{how} You can change it for as long as it has no date.")
    if passed(one.closes_at, now):
        return line(how)
    limits = Limits(due=one.due, closes_at=one.closes_at, takes_late=one.takes_late, on_time=one.late_by is None)
    return line(f"{how} ", *changeable(course, limits, now))


def too_late(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """`Ada’s review of … came after the close`, with what staff can do."""
    course, details = facts.course, facts.details
    paper, whose, which = details["paper"], int(details["person"]), int(details["number"])
    asked = find(course, paper)
    if asked is None:
        return NOTHING
    late = how_late(asked.review.late_rule, timedelta(minutes=int(details["minutes"])))
    lead = line(Bold("A review came after the close: "), f"{details['name']}’s, of ", Bold(title_of(course, paper)))
    said = paragraph(*lead, f". It came {late} after it was due.")
    meanwhile = (
        "It does not count unless you accept it; then it counts, as late. Its writer was told, and has the text."
    )
    show = Button("Show", Action(SHOW, course.id, (paper, str(whose), str(which))))
    buttons = Buttons((show, accept_button(course, paper, whose, which)))
    return Reply((said, paragraph(meanwhile), buttons), private=False)
