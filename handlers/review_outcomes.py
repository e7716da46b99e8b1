"""What is said once a review was sent in: submitted, late, kept as a draft, saved twice, or too late.

Pure: it gets the outcome and finds the words. It says plainly what counts now and what to press next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.reply import Action, Attachment, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.answers import Lack
from bot.course.model import Course
from bot.course.reviews import Standing, Version
from bot.services.reviewing import Outcome, Written
from handlers.late_words import Limits, changeable, cost, how_late
from handlers.papers import WRITE, at, lateness, title_span
from handlers.review_text import FileNames, missing, told
from handlers.wording import instant

USE, LATE, SHOW, VERSIONS = "ruse", "rlate", "rshow", "rvers"
CANNOT = "cannot"
ON_TIME = "0"
"""In place of a version's number: the one that was on time is to count."""

KEEP = "keep"
NOTHING_YET = "There is nothing in it now. "


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Whose review it is, in which course, and when something is said of it."""

    course: Course
    person: int
    now: datetime


def answer(writer: Writer, outcome: Outcome, written: Written | None = None, names: FileNames | None = None) -> Reply:
    """The answer to Submit. `written` is the version itself, for the text that comes back after the close, and `names`
    those of its files.
    """
    match outcome.kind:
        case "rival":
            return _rival(writer, outcome)
        case "too_late":
            return _too_late(writer, outcome, written, names)
        case "draft":
            return _draft(writer, outcome)
        case "unchanged" if not outcome.standing.done:
            return _draft(writer, outcome)
        case _:
            return _submitted(writer, outcome)


# --- submitted ----------------------------------------------------------------------------------------------------


def _submitted(writer: Writer, outcome: Outcome) -> Reply:
    standing, course = outcome.standing, writer.course
    counts = standing.counts
    blocks: list[Block]
    beside = counts is not None and counts.number != outcome.number
    buttons = [Button("Edit", _write(writer, standing))]
    if beside and counts is not None:
        kept = " This later one is kept too." if outcome.number > counts.number else " The earlier one is kept too."
        blocks = [paragraph(Bold("Kept. "), *_still_counts(writer, standing, counts), kept)]
        if standing.newest_late is not None and standing.newest_late.number == outcome.number:
            buttons.insert(0, late_button(course, standing, outcome.number))
    else:
        lead = "Submitted already" if outcome.kind == "unchanged" else "Submitted"
        blocks = [paragraph(Bold(lead), *_how_late(standing), ". ", *_until(writer, standing))]
        if standing.late_by is not None and counts is not None and counts.picked:
            buttons.insert(0, on_time_button(course, standing))
    title = title_span(standing.owed)
    blocks.append(small(title, ": the full text comes in your direct messages, as a receipt."))
    return Reply((*blocks, Buttons(tuple(buttons))))


def _how_late(standing: Standing) -> Line:
    if standing.late_by is None:
        return ()
    costs = cost(standing.owed.review.late_rule, standing.late_by)
    return line(f": late, {lateness(standing.late_by)}{f' ({costs})' if costs else ''}")


def _until(writer: Writer, standing: Standing) -> Line:
    """Until when it can be changed: while it is on time, that is the due time that people know."""
    limits = standing.window
    if limits is None:
        return line("You can change it for as long as it has no date.")
    known = Limits(
        due=limits.due,
        closes_at=limits.closes_at,
        takes_late=limits.takes_late(),
        on_time=standing.late_by is None,
    )
    return changeable(writer.course, known, writer.now)


def _still_counts(writer: Writer, standing: Standing, counts: Version) -> Line:
    rule, late_by = standing.owed.review.late_rule, standing.late_by
    how = "on time" if late_by is None else f"late by {how_late(rule, late_by)}"
    return line("Your version from ", at(writer.course, counts.received_at, writer.now), f" still counts, {how}.")


def late_button(course: Course, standing: Standing, number: int) -> Button:
    return Button("Count my late version", Action(LATE, course.id, (standing.owed.paper, str(number))))


def on_time_button(course: Course, standing: Standing) -> Button:
    return Button("Count the one on time", Action(LATE, course.id, (standing.owed.paper, ON_TIME)))


def _write(writer: Writer, standing: Standing, number: int | None = None) -> Action:
    version = () if number is None else (f"v{number}",)
    return Action(WRITE, writer.course.id, (standing.owed.paper, *version))


# --- a draft ------------------------------------------------------------------------------------------------------


def _draft(writer: Writer, outcome: Outcome) -> Reply:
    standing = outcome.standing
    words = not_submitted(outcome.lacks)
    kept = NOTHING_YET if not standing.started else "Kept as a draft. "
    blocks: list[Block] = [paragraph(kept, *words)]
    if standing.counts is not None:
        blocks.append(paragraph(*_still_counts(writer, standing, standing.counts)))
    return Reply((*blocks, Buttons((Button("Continue", _write(writer, standing), "primary"),))))


def not_submitted(lacks: Sequence[Lack]) -> Line:
    """`NOT submitted yet: Strengths is empty.`"""
    return line(Bold("NOT submitted"), f" yet: {missing(lacks)}." if lacks else " yet: press Submit to hand it in.")


def draft_note(writer: Writer, outcome: Outcome, lacks: Sequence[Lack]) -> Line:
    """What stands above a form after Save draft."""
    standing = outcome.standing
    saved = line("Draft saved ", at(writer.course, writer.now, writer.now), ". ")
    if standing.counts is not None and standing.counts.number == outcome.number:
        return line("This is what you submitted: nothing has changed since.")
    if not standing.started:
        saved = line(NOTHING_YET)
    if not standing.is_open(writer.now):
        return line(*saved, "The review is closed, so it does not count by itself; staff can see it.")
    rival: Line = ()
    if outcome.kind == "rival" and outcome.rival is not None:
        rival = line(f" Version {outcome.rival}, saved in another window meanwhile, is kept too.")
    counts = _still_counts(writer, standing, standing.counts) if standing.counts is not None else ()
    return line(*saved, *not_submitted(lacks), *((" ", *counts) if counts else ()), *rival)


# --- two windows --------------------------------------------------------------------------------------------------


def _rival(writer: Writer, outcome: Outcome) -> Reply:
    """Another window saved something since this one was opened."""
    standing, course, other = outcome.standing, writer.course, outcome.rival or 0
    when: Line = ()
    if outcome.rival_at is not None:
        today = course.local(outcome.rival_at).date() == course.local(writer.now).date()
        when = line(" at " if today else " on ", at(course, outcome.rival_at, writer.now))
    lead = line(f"You saved version {other} in another window", *when, f". This one is version {outcome.number}.")
    blocks: list[Block] = [
        paragraph(*lead, " Both are kept; which one counts?"),
        paragraph(*_until_chosen(writer, standing, outcome)),
    ]
    paper = standing.owed.paper
    keep = Button("Keep the other", Action(USE, course.id, (paper, str(other), KEEP)))
    if outcome.lacks:
        this = Button("Go on with this one", _write(writer, standing, outcome.number), "primary")
    else:
        this = Button("Use this one", Action(USE, course.id, (paper, str(outcome.number))), "primary")
    show = Button("Show both", Action(SHOW, course.id, (paper, str(writer.person), f"{other}.{outcome.number}")))
    return Reply((*blocks, Buttons((this, keep, show))))


def _until_chosen(writer: Writer, standing: Standing, outcome: Outcome) -> Line:
    """What counts meanwhile, and what this one lacks."""
    if standing.counts is not None and standing.counts.number > outcome.number:
        return _still_counts(writer, standing, standing.counts)
    if standing.counts is not None:
        lacking = f": {missing(outcome.lacks)}." if outcome.lacks else "."
        still = _still_counts(writer, standing, standing.counts)
        return line("This one is ", Bold("NOT submitted"), f" yet{lacking} ", *still)
    lacking = f" In this one {missing(outcome.lacks)}." if outcome.lacks else ""
    return line("So far neither counts: ", Bold("NOT submitted"), f" until you choose.{lacking}")


# --- after the close ----------------------------------------------------------------------------------------------


def _too_late(writer: Writer, outcome: Outcome, written: Written | None, names: FileNames | None) -> Reply:
    """The text comes back, with what can still be done."""
    standing, course = outcome.standing, writer.course
    title = title_span(standing.owed)
    closed: Line = line(" is closed.")
    if standing.window is not None:
        closed = line(" closed ", instant(course, standing.window.closes_at), ", before this reached me.")
    blocks: list[Block] = [paragraph(Bold("NOT submitted: "), "the review of ", title, *closed)]
    if standing.counts is not None:
        blocks.append(paragraph(*_still_counts(writer, standing, standing.counts)))
    if standing.counts is not None and standing.late_by is None:
        blocks.append(paragraph("I kept what you wrote among your versions."))
    else:
        kept = "I kept what you wrote as a draft, and staff see it: they can still accept it. "
        blocks.append(paragraph(kept, "If something kept you from it, tell them with the button."))
    versions = Button("All versions", Action(VERSIONS, course.id, (standing.owed.paper,)))
    buttons = (versions,) if standing.done else (cannot_button(course, standing), versions)
    files: tuple[Attachment, ...] = ()
    if written is not None:
        text = told(written.form, written.answers, title=f"Review of {standing.owed.reading.title}", names=names)
        blocks += [paragraph("Here is your text:"), *text.blocks]
        files = text.files
    return Reply((*blocks, Buttons(buttons)), files=files)


def cannot_button(course: Course, standing: Standing) -> Button:
    """Where some of the papers are to be chosen, it is about the session and no paper."""
    one = standing.owed
    return Button(
        "I can’t make this", Action(CANNOT, course.id, (one.session.id, "" if one.review.choose else one.paper))
    )


def versions_buttons(course: Course, standing: Standing, which: int) -> tuple[Button, ...]:
    """To go on with one version, and to see all."""
    paper = standing.owed.paper
    label = "Edit" if standing.done else "Continue"
    return (
        Button(label, Action(WRITE, course.id, (paper, f"v{which}")), "primary"),
        Button("All versions", Action(VERSIONS, course.id, (paper,))),
    )
