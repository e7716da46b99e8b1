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
from bot.course.reviews import Standing, passed
from bot.course.wording import listed, span_words
from bot.services.extending import Choice, Granted, Undone
from bot.services.naming import Work
from bot.services.wishes import latest_due
from handlers.extension_buttons import exact_button
from handlers.late_words import how_late
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
    noted = [small(f"Noted as the reason, for staff only: “{found.wish.reason}”.")] if found.wish.reason else []
    after = [*noted, small(f"{found.name} {hears}.")] if found.fresh else []
    buttons = [undo_button(course, found.id)]
    if not found.fresh and found.wish.span is not None and not found.wish.work.everything:
        buttons.append(exact_button(course, found.wish, f"Another {span_words(found.wish.span)}", sure=True))
    return Reply((*lead, *after, Buttons(tuple(buttons))))


def _excused(course: Course, found: Granted) -> list[Block]:
    what = work_words(course, found.wish.work)
    already = "" if found.fresh else " already"
    blocks: list[Block] = [paragraph(Bold(f"{found.name} is excused{already}"), f" from {what}.")]
    if any(change.after.done for change in found.changes):
        blocks.append(paragraph("The review that is in stays, and counts."))
    if found.others:
        fewer = f", {number_word(found.fewer)} fewer than before" if found.fewer else ""
        whole = f"/{course.command_prefix}course excuse with the class lets them off all of it."
        blocks.append(paragraph(f"{still_needed(found.choice, fewer)} {whole}"))
    return blocks


def still_needed(left: Choice, fewer: str = "") -> str:
    """`One of the 2 papers that remain is still to be reviewed.`"""
    papers = "the paper that remains" if left.papers == 1 else f"the {number_word(left.papers)} papers that remain"
    verb = "is" if left.needed == 1 else "are"
    some = papers if left.needed == left.papers else f"{number_word(left.needed)} of {papers}"
    return f"{some[:1].upper()}{some[1:]} {verb} still to be reviewed{fewer}."


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
    lead = f"{found.name} {'' if found.fresh else 'already '}has until "
    words: list[str | Span] = [Bold(lead), instant(course, due), f" for {what}"]
    excused = [one for one in before if one.state is reviews.State.EXCUSED]
    if found.fresh and len(excused) == len(before):
        words.append(" (was excused)")
    elif found.fresh:
        words += [" (was ", instant(course, was), ")"] if was is not None and was != due else [" (as before)"]
    words += [*_late_until(course, after)]
    if found.fresh and excused:
        names = listed([f"‘{short(one.owed.reading.title, 40)}’" for one in excused])
        of = "" if len(excused) == len(before) else f" from {names}"
        words.append(f" The excuse{of} ends with that.")
    return [paragraph(*words), *_counted_from(course, found), *_after_the_fact(course, found, due, now)]


def _counted_from(course: Course, found: Granted) -> list[Block]:
    """What a length was counted from, where that is not the course's due time ahead."""
    wish = found.wish
    if wish.span is None or not found.fresh:
        return []
    span = span_words(wish.span)
    if wish.since == "now":
        return [small(f"It was due already, so I counted {span} from now.")]
    if wish.since == "own" and wish.start is not None:
        return [small(f"I counted {span} from the time they had: ", instant(course, wish.start), ".")]
    if any(one.before.late_by is not None for one in found.changes) and wish.start is not None:
        return [
            small(f"The review is in, so I counted {span} from when it was due: ", instant(course, wish.start), ".")
        ]
    return []


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
        elif change.helps and change.after.late_by is not None:
            title = short(change.after.owed.reading.title)
            rule = change.after.owed.review.late_rule
            late = f"is late by {how_late(rule, change.after.late_by)} now"
            was = f", it was {how_late(rule, change.before.late_by)}" if change.before.late_by is not None else ""
            blocks.append(paragraph(f"The review of ‘{title}’ that is in {late}{was}."))
    if not blocks and passed(due, now) and found.fresh and not all(change.after.done for change in found.changes):
        blocks.append(paragraph("That is past already, and no review came in by then. A later time may be meant?"))
    return blocks


def _standing(course: Course, found: Granted, now: datetime) -> list[Block]:
    by = span_words(found.wish.by) if found.wish.by is not None else ""
    already = "" if found.fresh else "already "
    blocks: list[Block] = [paragraph(Bold(f"{found.name} {already}has {by} longer for everything"), " in this course.")]
    dated = [one.after for one in found.changes if one.after.window is not None]
    ahead = [one for one in dated if one.window is not None and not passed(one.window.due, now)]
    if ahead:
        first = min(ahead, key=lambda one: one.window.due if one.window is not None else now)
        if first.window is not None:
            chosen = first.owed.review.choose is not None
            what = work_words(course, Work(first.owed.session.id, "" if chosen else first.owed.paper))
            blocks.append(paragraph("Next: ", f"{what}, ", instant(course, first.window.due), "."))
    return blocks


def undone(course: Course, found: Undone, now: datetime) -> Reply:
    """What holds after a grant was taken back."""
    what = work_words(course, found.work)
    if not found.fresh:
        return Reply((paragraph(f"That was taken back already: {found.name}, {what}."),))
    blocks: list[Block] = [paragraph(Bold("Taken back."), *_holds_now(course, found, what, now))]
    if found.reopened:
        blocks.append(paragraph(f"What {found.name} had asked for waits for an answer again."))
    blocks.append(small(_hears_of_undo(found)))
    return Reply(tuple(blocks))


def _hears_of_undo(found: Undone) -> str:
    if not found.changed:
        return f"Nothing changes for {found.name} by it, so I do not write to them."
    if not found.known:
        return f"{found.name} had not heard of it yet, so I do not write to them."
    return f"I tell {found.name}." if found.told else f"{found.name} has no account where I am: please tell them."


def _holds_now(course: Course, found: Undone, what: str, now: datetime) -> Line:
    if found.work.everything:
        return line(f" For {found.name} all is due when the schedule says, but for what was granted by name.")
    after = [one.after for one in found.changes]
    if after and all(one.state is reviews.State.EXCUSED for one in after):
        how = "again" if found.grant.kind == "extension" else "all the same: that was granted more than once"
        return line(f" {found.name} is excused from {what} {how}.")
    due = latest_due(after)
    if due is None:
        return ()
    return line(f" For {found.name} {what} {'was' if passed(due, now) else 'is'} due ", instant(course, due), ".")


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
        left = Choice(int(details.get("others") or 0), int(details.get("needed") or 0))
        rest = still_needed(left) if left.papers and left.needed else "Nothing is owed there."
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
    had = "had" if passed(due, facts.now) else "have"
    lead = paragraph(Bold(f"You {had} until "), instant(course, due), f" for {what}.")
    if details.get("was"):
        lead = paragraph(*lead.line, " You were excused from it; that ends with this.")
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
        return (paragraph("Staff withdrew your extra time for everything: what is due is due as the schedule says."),)
    lead = f"Staff withdrew {'the excuse from' if details['kind'] == 'excuse' else 'your extra time for'} {what}"
    if details.get("excused"):
        again = "again" if details["kind"] == "extension" else "all the same: they granted it more than once"
        return (paragraph(f"{lead}. ", Bold("You are excused from it "), f"{again}. Nothing is owed there."),)
    if not details.get("due"):
        return (paragraph(f"{lead}."),)
    due = datetime.fromisoformat(details["due"])
    blocks: list[Block] = [
        paragraph(f"{lead}: it {'was' if passed(due, facts.now) else 'is'} due ", instant(course, due), ".")
    ]
    closes = datetime.fromisoformat(details["closes"]) if details.get("closes") else due
    if passed(due, facts.now) and not passed(closes, facts.now) and not details.get("in"):
        blocks.append(small("Late ones are taken until ", instant(course, closes), "."))
    return tuple(blocks)
