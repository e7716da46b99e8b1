"""How more time and excuses are said: to the staff who grant them, and to the person who gets them.

Pure: what holds comes in as facts, words come out. It never says why something was granted, and nobody else's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, Span, line, paragraph, small
from bot.course import reviews
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.reviews import Standing
from bot.course.wording import span_words
from bot.services.extending import Granted, Undone
from bot.services.naming import Work
from handlers.papers import WRITE, short
from handlers.wording import instant, number_word

UNDO = "ungrant"
"""Arguments: the grant's id."""

OWED = "owed"

NOTHING = Reply((), private=False)

# --- what of --------------------------------------------------------------------------------------------------------


def work_words(course: Course, work: Work) -> str:
    """`‘ZeRO’`, `the 3 papers of ‘Hardware’`, `everything`; the bare id of what the schedule has no more."""
    if work.everything:
        return "everything"
    if work.paper:
        owed = reviews.find(course, work.paper)
        return f"‘{short(owed.reading.title)}’" if owed is not None else f"‘{work.paper}’"
    session = course.session(work.session)
    mine = [one for one in reviews.owed(course) if one.session.id == work.session]
    name = f"‘{short(session.name)}’" if session is not None else f"‘{work.session}’"
    if len(mine) == 1:
        return f"‘{short(mine[0].reading.title)}’"
    if mine and mine[0].review.choose is not None:
        number = mine[0].review.choose
        return f"the {'review' if number == 1 else f'{number} reviews'} for {name}"
    return f"the {len(mine)} papers of {name}" if mine else name


def undo_button(course: Course, grant: int, label: str = "Undo") -> Button:
    return Button(label, Action(UNDO, course.id, (str(grant),)))


# --- to staff -------------------------------------------------------------------------------------------------------


def granted(course: Course, found: Granted, now: datetime) -> Reply:
    """What now holds, whole, with [Undo]."""
    lead = _excused(course, found) if found.wish.kind == "excuse" else _extended(course, found, now)
    hears = "hears of it from me in a direct message" if found.told else "has no account where I am: please tell them"
    if not found.changed:
        hears = "hears nothing of it: for them all stays as it is"
    after = [small(f"{found.name} {hears}.")] if found.fresh else []
    return Reply((*lead, *after, Buttons((undo_button(course, found.id),))))


def _excused(course: Course, found: Granted) -> list[Block]:
    what = work_words(course, found.wish.work)
    already = "" if found.fresh else " already"
    blocks: list[Block] = [paragraph(Bold(f"{found.name} is excused{already}"), f" from {what}.")]
    if any(change.after.done for change in found.changes):
        blocks.append(paragraph("The review that is in stays, and counts."))
    if found.others:
        whole = f"/{course.command_prefix}course excuse with the class lets them off all of it."
        blocks.append(paragraph(f"{found.name} {_can_choose(found.others)} {whole}"))
    return blocks


def _can_choose(others: int) -> str:
    papers = "the other paper" if others == 1 else f"the other {number_word(others)} papers"
    return f"can still choose {'' if others == 1 else 'from '}{papers}: as many reviews are needed as before."


def _extended(course: Course, found: Granted, now: datetime) -> list[Block]:
    wish = found.wish
    if wish.work.everything:
        return _standing(course, found, now)
    after, before = [one.after for one in found.changes], [one.before for one in found.changes]
    due, was = latest_due(after), latest_due(before)
    what = work_words(course, wish.work)
    if due is None:
        more = span_words(wish.by) if wish.by is not None else ""
        return [paragraph(Bold(f"{found.name} has {more} longer"), f" for {what}, once it has a due date.")]
    lead = f"{found.name} has {'' if found.fresh else 'already '}until "
    words: list[str | Span] = [Bold(lead), instant(course, due), f" for {what}"]
    if found.fresh:
        words += [" (was ", instant(course, was), ")"] if was is not None and was != due else [" (as before)"]
    words += [*_late_until(course, after)]
    blocks: list[Block] = [paragraph(*words)]
    return [*blocks, *_after_the_fact(course, found, due, now)]


def _late_until(course: Course, found: Sequence[Standing]) -> Line:
    closes = [one.window.closes_at for one in found if one.window is not None and one.window.takes_late()]
    return line("; late ones until ", instant(course, max(closes)), ".") if closes else line(".")


def _after_the_fact(course: Course, found: Granted, due: datetime, now: datetime) -> list[Block]:
    blocks: list[Block] = []
    for change in found.changes:
        if change.on_time_now and change.after.counts is not None:
            title = short(change.after.owed.reading.title)
            at = instant(course, change.after.counts.received_at)
            blocks.append(paragraph(f"The review of ‘{title}’ that came in on ", at, " counts as on time now."))
    if not blocks and due <= now and found.fresh and not all(change.after.done for change in found.changes):
        blocks.append(paragraph("That is past already, and no review came in by then. A later time may be meant?"))
    return blocks


def _standing(course: Course, found: Granted, now: datetime) -> list[Block]:
    by = span_words(found.wish.by) if found.wish.by is not None else ""
    already = "" if found.fresh else "already "
    blocks: list[Block] = [paragraph(Bold(f"{found.name} has {already}{by} longer for everything"), " in this course.")]
    ahead = [one.after for one in found.changes if one.after.window is not None and one.after.window.due > now]
    if ahead:
        first = min(ahead, key=lambda one: one.window.due if one.window is not None else now)
        if first.window is not None:
            chosen = first.owed.review.choose is not None
            what = work_words(course, Work(first.owed.session.id, "" if chosen else first.owed.paper))
            blocks.append(paragraph("Next: ", f"{what}, ", instant(course, first.window.due), "."))
    return blocks


def latest_due(found: Sequence[Standing]) -> datetime | None:
    return max((one.window.due for one in found if one.window is not None), default=None)


def undone(course: Course, found: Undone) -> Reply:
    """What holds after a grant was taken back."""
    what = work_words(course, found.work)
    if not found.fresh:
        return Reply((paragraph(f"That was taken back already: {found.name}, {what}."),))
    blocks: list[Block] = [paragraph(Bold("Taken back."), *_holds_now(course, found, what))]
    if found.reopened:
        blocks.append(paragraph(f"What {found.name} had asked for waits for an answer again."))
    blocks.append(small(f"I tell {found.name}, unless they had not heard of it yet."))
    return Reply(tuple(blocks))


def _holds_now(course: Course, found: Undone, what: str) -> Line:
    if found.work.everything:
        return line(f" For {found.name} all is due when the schedule says, but for what was granted by name.")
    after = [one.after for one in found.changes]
    if after and all(one.state is reviews.State.EXCUSED for one in after):
        return line(f" {found.name} is still excused from {what}, by another word of yours.")
    due = latest_due(after)
    return line(f" For {found.name} {what} is due ", instant(course, due), ".") if due is not None else ()


# --- to the person --------------------------------------------------------------------------------------------------


def decided(_notice: Notice, facts: Facts) -> Reply:
    """`You have until Wed 2 Feb, 1:00 PM for ‘ZeRO’.`"""
    details = facts.details
    if "kind" not in details:
        return NOTHING
    work = Work(details.get("session", ""), details.get("paper", ""))
    if details.get("undone"):
        return Reply(_taken_back(facts, work), private=False)
    if details["kind"] == "excuse":
        what = work_words(facts.course, work)
        others = int(details.get("others") or 0)
        rest = f"You {_can_choose(others)}" if others else "Nothing is owed there."
        return Reply((paragraph(Bold(f"You are excused from {what}."), f" {rest}"),), private=False)
    return Reply(_longer(facts, work), private=False)


def _longer(facts: Facts, work: Work) -> tuple[Block, ...]:
    course, details, what = facts.course, facts.details, work_words(facts.course, work)
    if work.everything:
        more = span_words(timedelta(seconds=int(details.get("seconds") or 0)))
        return (paragraph(Bold(f"You have {more} longer for everything"), f" that is due in {course.title}."),)
    if not details.get("due"):
        return (paragraph(f"You get more time for {what}, once it has a due date."),)
    due = datetime.fromisoformat(details["due"])
    had = "have" if due > facts.now else "had"
    lead = paragraph(Bold(f"You {had} until "), instant(course, due), f" for {what}.")
    if details.get("in"):
        return (lead, paragraph("Your review is in, and on time."))
    blocks: list[Block] = [lead]
    if details.get("closes"):
        blocks.append(
            small("Late ones are taken until ", instant(course, datetime.fromisoformat(details["closes"])), ".")
        )
    write = Button("Write", Action(WRITE, course.id, (work.paper,)), "primary")
    blocks.append(Buttons((write if work.paper else Button("My reviews", Action(OWED, course.id)),)))
    return tuple(blocks)


def _taken_back(facts: Facts, work: Work) -> tuple[Block, ...]:
    course, details, what = facts.course, facts.details, work_words(facts.course, work)
    if work.everything:
        return (paragraph("Staff took your longer time for everything back: what is due is due as the schedule says."),)
    if details.get("excused"):
        return ()
    due = details.get("due")
    by: Line = line(": it is due ", instant(course, datetime.fromisoformat(due)), ".") if due else line(".")
    if details["kind"] == "excuse":
        return (paragraph(f"Staff took it back that you are excused from {what}", *by),)
    return (paragraph(f"Staff took your longer time for {what} back", *by),)
