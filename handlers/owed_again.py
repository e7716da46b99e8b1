"""The review of a class that somebody owes once they present in it no more: by when, or how late it is.

Pure. Whether it is owed comes in; its sentences are true at the moment at which they are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, line, paragraph
from bot.course.model import Course
from bot.course.reviews import Duty, passed
from bot.services.owed_again import Again, of, read
from handlers.late_words import cost_now
from handlers.papers import WRITE
from handlers.review_outcomes import CANNOT
from handlers.wording import instant


def would_owe(course: Course, duty: Duty, now: datetime) -> Line:
    """Before the seat is given up."""
    if duty.due is None or not passed(duty.due, now):
        due = () if duty.due is None else (", due ", instant(course, duty.due))
        return line("You then owe the review for that class", *due, ": only who presents is excused from it.")
    late = _late(course, of(duty, now), now, would="would ")
    return line(*late, " Only who presents is excused from it.")


def owes_now(course: Course, duty: Duty, now: datetime) -> list[Block]:
    """Once it is given up; where the time is over already, with what can be done."""
    return said(course, of(duty, now), now)


def told(course: Course, details: Mapping[str, str], now: datetime) -> list[Block]:
    """The same of all that a notice says is owed again."""
    return [block for one in read(details) for block in said(course, one, now)]


def said(course: Course, one: Again, now: datetime) -> list[Block]:
    """`You owe the review of Training now, due Sun 13 Feb`, or how late it is, with what can be done."""
    session = course.session(one.session)
    if session is None:
        return []
    if one.due is None or not passed(one.due, now):
        due = () if one.due is None else (", due ", instant(course, one.due))
        review = f": /{course.command_prefix}review"
        return [paragraph("You owe the review of ", Bold(session.name), " now", *due, review)]
    only = one.papers[:1] if len(one.papers) == 1 else ()
    write = (Button("Write", Action(WRITE, course.id, only), "primary"),) if one.papers else ()
    cannot = Button("I can’t make this", Action(CANNOT, course.id, (one.session, *(only or ("",)))))
    return [paragraph(*_late(course, one, now)), Buttons((*write, cannot))]


def _late(course: Course, one: Again, now: datetime, would: str = "") -> Line:
    """`The review of Training was due Sun 13 Feb. You owe it, late: it is still taken until Tue 15 Feb.`"""
    session, closes = course.session(one.session), one.closes
    if session is None or session.review is None or one.due is None or closes is None:
        return ()
    lead = line("The review of ", Bold(session.name))
    if not one.papers:
        missed = "it would count as missed" if would else "it counts as missed"
        return line(*lead, " closed ", instant(course, closes), f": {missed}.")
    lead = line(*lead, " was due ", instant(course, one.due))
    costs = cost_now(session.review.late_rule, one.due, now)
    return line(*lead, f". You {would}owe it, late: it is still taken until ", instant(course, closes), f"{costs}.")
