"""What it means that a review is returned for an edit, in words: to staff before they do it, and to its writer.

Pure. The note is data, and goes to its writer alone.
"""

from __future__ import annotations

from datetime import datetime

from bot.conversation.plain import span_text
from bot.conversation.reply import NOTHING, Action, Block, Bold, Button, Buttons, Line, Reply, line, paragraph, small
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.reviews import passed
from bot.services.review_returns import Prospect
from handlers.late_words import how_late
from handlers.papers import WRITE, title_of
from handlers.wording import instant


def echo(course: Course, until: datetime) -> str:
    """`Wed 2 Feb 2022, 5:00 PM PST`."""
    day, _, rest = span_text(instant(course, until)).partition(",")
    return f"{day} {course.local(until).year},{rest}"


def meaning(course: Course, seen: Prospect, until: datetime | None, now: datetime) -> Line:
    """What follows for the writer: by when a new version counts, and what becomes of the one that is in."""
    if until is not None:
        return line("New due time: ", Bold(echo(course, until)), ". ", *_with_time(course, seen))
    return line("No new due time. ", *_without(course, seen, now))


def _with_time(course: Course, seen: Prospect) -> Line:
    before, after = seen.item.standing, seen.after
    name = seen.item.name
    late = _late(seen)
    if after is None or after.window is None:
        return line(f"What {name} sends by then counts as on time.")
    closes = after.window.closes_at
    said = line(f"What {name} sends by then counts as on time")
    if after.window.takes_late():
        said = line(*said, ", and as late until ", instant(course, closes))
    if before.late_by is not None and after.late_by is None:
        return line(*said, f". The version that is in, {late}, counts as on time by it too.")
    if before.late_by is not None and after.late_by is not None and after.late_by != before.late_by:
        rule = before.owed.review.late_rule
        return line(*said, f". The version that is in is late by {how_late(rule, after.late_by)} then.")
    return line(*said, ".")


def _late(seen: Prospect) -> str:
    standing = seen.item.standing
    if standing.late_by is None:
        return "on time"
    return f"late by {how_late(standing.owed.review.late_rule, standing.late_by)}"


def _without(course: Course, seen: Prospect, now: datetime) -> Line:
    window, name = seen.item.standing.window, seen.item.name
    if window is None:
        return line(f"The review has no date yet, so whatever {name} sends counts.")
    if not window.takes(now):
        over = line("Its time was over ", instant(course, window.closes_at))
        return line(*over, f": without a new time what {name} sends can no longer count.")
    if window.is_on_time(now):
        return line(f"What {name} sends until ", instant(course, window.due), " counts as on time.")
    closes = instant(course, window.closes_at)
    if seen.item.standing.late_by is None:
        return line(
            "The version that is in was on time. What comes now is late: until ",
            closes,
            f" {name} can choose that it counts all the same.",
        )
    return line("A new version counts until ", closes, f", {_late(seen)} as the first one was.")


# --- what its writer is told ------------------------------------------------------------------------------------------


def returned(notice: Notice, facts: Facts) -> Reply:  # noqa: ARG001 - every saying takes the notice
    """`Sam returned your review of ‘RDD’`, the note, and by when."""
    course, details = facts.course, facts.details
    if "paper" not in details:
        return NOTHING
    paper = details["paper"]
    title = title_of(course, paper)
    if details.get("undone"):
        undone = Bold(f"You need not edit your review of {title} any more")
        return Reply((paragraph(undone, ": staff took the return back. The times are as before."),), private=False)
    lead = paragraph(Bold(f"{details.get('by') or 'Staff'} returned your review of {title}"), " for an edit:")
    blocks: list[Block] = [lead, paragraph(details.get("note", "")), paragraph(*_by_when(course, facts))]
    closes = _instant(details.get("closes"))
    if details.get("asked") and (closes is None or not passed(closes, facts.now)):
        edit = Button("Edit my review", Action(WRITE, course.id, (paper,)), "primary")
        blocks.append(Buttons((edit,)))
    blocks.append(small("What you handed in stays until you submit a new version. Only you and the staff see this."))
    return Reply(tuple(blocks), private=False)


def _by_when(course: Course, facts: Facts) -> Line:
    """The new time, or what the times as they are mean."""
    details, now = facts.details, facts.now
    until, due, closes = (_instant(details.get(name)) for name in ("until", "due", "closes"))
    if until is not None and not passed(until, now):
        return line("You have until ", instant(course, until), ": what you submit by then is on time.")
    if due is None or closes is None:
        gone = "The schedule asks for no review of this paper any more. If in doubt, ask them."
        return line("It has no date yet, so there is time." if details.get("asked") else gone)
    if passed(closes, now):
        return line("Its time is over, so a new version does not count by itself. If you have questions, ask them.")
    if not passed(due, now):
        return line("What you submit until ", instant(course, due), " is on time.")
    if details.get("late"):
        return line("You can submit a new version until ", instant(course, closes), "; it is as late as the first was.")
    return line(
        "What you handed in was on time and counts. A new version is late now, is taken until ",
        instant(course, closes),
        ", and counts in its place only if you choose so.",
    )


def _instant(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
