"""How more time and excuses are said to the staff who grant them.

Pure: what holds comes in as facts, words come out. It never says why something was granted, and nobody else's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Reply, Span, line, paragraph, small
from bot.course import reviews
from bot.course.model import Course
from bot.course.reviews import passed
from bot.course.wording import span_words
from bot.services import paper_times
from bot.services.extending import Choice, Granted, Undone
from bot.services.naming import Work
from bot.services.paper_times import PaperTime
from bot.services.wishes import Change, Wish, latest_due
from handlers.extension_buttons import exact_button
from handlers.extension_times import Now, names, part_words, stands_now, stay, together, work_words
from handlers.late_words import how_late
from handlers.papers import short
from handlers.wording import instant, number_word

UNDO = "ungrant"
"""Arguments: the grant's id, and those of what was entered apart with it."""


def undo_button(course: Course, *grants: int, label: str = "Undo") -> Button:
    return Button(label, Action(UNDO, course.id, tuple(str(one) for one in grants)))


# --- to staff -------------------------------------------------------------------------------------------------------


def granted(course: Course, found: Granted, now: datetime) -> Reply:
    """What now holds, whole, with [Undo]."""
    lead = _excused(course, found) if found.wish.kind == "excuse" else _extended(course, found, now)
    hears = "hears of it from me in a direct message" if found.told else "has no account where I am: please tell them"
    if not found.changed:
        hears = "hears nothing of it: for them all stays as it is"
    noted = [small(f"Noted as the reason, for staff only: “{found.wish.reason}”.")] if found.wish.reason else []
    after = [*noted, small(f"{found.name} {hears}.")] if found.fresh else []
    buttons = [undo_button(course, found.id, *found.apart)]
    if not found.fresh and found.wish.span is not None and not found.wish.work.everything:
        buttons.append(exact_button(course, found.wish, f"Add {span_words(found.wish.span)} more", sure=True))
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
    return [*blocks, *_presents(found)]


def _presents(found: Granted) -> list[Block]:
    """That who presents there needs none of it, while they do."""
    if not any(change.after.presents for change in found.changes):
        return []
    needed = "no review is needed from them; this holds if they give up the seat"
    return [paragraph(f"{found.name} presents in that class, so {needed}.")]


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
    before, what = [one.before for one in found.changes], work_words(course, wish.work)
    due = latest_due(one.after for one in found.changes)
    if due is None:
        more = span_words(wish.by) if wish.by is not None else ""
        return [paragraph(Bold(f"{found.name} has {more} longer"), f" for {what}, once it has a due date.")]
    times = [paper_times.of(one.after, _was(one)) for one in found.changes]
    groups = list(together(times, lambda one: one.due).values())
    excused = [one.owed.paper for one in before if _was_excused(one)]
    already = "" if found.fresh else "already "
    words: list[str | Span] = [Bold(f"{found.name} {already}has until ")]
    for at, ones in enumerate(groups):
        words += [*([" Until "] if at else []), *_until(course, found, ones)]
    if found.fresh and excused:
        of = "" if len(excused) == len(before) else f" from {names(course, excused)}"
        words.append(f" The excuse{of} ends with that.")
    rest = [*_presents(found), *_counted_from(course, found), *_after_the_fact(course, found, due, now)]
    return [paragraph(*words), *rest]


def _was_excused(before: reviews.Standing) -> bool:
    """Whether staff had excused them: who presents is excused whatever staff grant."""
    return before.state is reviews.State.EXCUSED and not before.presents


def _was(change: Change) -> datetime | None:
    return change.before.window.due if change.before.window is not None else None


def _until(course: Course, found: Granted, ones: Sequence[PaperTime]) -> Line:
    """Of papers with the same time: `Wed 2 Feb, 1:00 PM for ‘ZeRO’ (was Mon 31 Jan, 1:00 PM); late ones until …`"""
    due, papers = ones[0].due, [one.paper for one in ones]
    if due is None:
        return ()
    words: list[str | Span] = [instant(course, due), f" for {part_words(course, found.wish.work, papers)}"]
    before = [one.before for one in found.changes if one.before.owed.paper in papers]
    if found.fresh and all(_was_excused(one) for one in before):
        words.append(" (was excused)")
    elif found.fresh:
        words += _before(course, found, ones)
    closes = [one.closes for one in ones if one.closes is not None]
    return line(*words, *(("; late ones until ", instant(course, max(closes)), ".") if closes else (".",)))


def _before(course: Course, found: Granted, ones: Sequence[PaperTime]) -> Line:
    """` (was Mon 31 Jan, 1:00 PM)`; of a choice what was due last, since that may be chosen."""
    groups = [(was, mine) for was, mine in together(ones, lambda one: one.had).items() if was is not None]
    if any(one.before.owed.review.choose is not None for one in found.changes):
        groups = sorted(groups, key=lambda pair: pair[0])[-1:]
    if not groups or all(was == ones[0].due for was, _ in groups):
        return line(" (as before)")
    several, words = len(groups) > 1, list[str | Span]()
    for was, mine in groups:
        of = f" for {names(course, [one.paper for one in mine])}" if several else ""
        words += [", " if words else " (was ", instant(course, was), of]
    return line(*words, ")")


def _counted_from(course: Course, found: Granted) -> list[Block]:
    """What a length was counted from, where that is not the course's due time ahead."""
    wish = found.wish
    if wish.span is None or not found.fresh:
        return []
    span = span_words(wish.span)
    if found.apart:
        return [small(f"I counted {span} for each paper from the time they had{_or_now(wish)}.")]
    if wish.since == "now":
        return [small(f"It was due already, so I counted {span} from now.")]
    if wish.since == "own" and wish.start is not None:
        return [small(f"I counted {span} from the time they had: ", instant(course, wish.start), ".")]
    if any(one.before.late_by is not None for one in found.changes) and wish.start is not None:
        return [
            small(f"The review is in, so I counted {span} from when it was due: ", instant(course, wish.start), ".")
        ]
    return []


def _or_now(wish: Wish) -> str:
    return ", or from now where that was past" if wish.since == "now" else ""


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
    staying = stay(course, _staying(course, found.changes, found.wish.by, now))
    return [*blocks, paragraph(*staying)] if staying else blocks


def _staying(course: Course, found: Sequence[Change], by: timedelta | None, now: datetime) -> Sequence[PaperTime]:
    after = (one.after for one in found if one.after.state is not reviews.State.EXCUSED)
    return paper_times.staying(course, after, by, now)


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
        return _all_now(course, found, now)
    times = [paper_times.of(one.after) for one in found.changes]
    if times and all(one.state == "excused" for one in times):
        how = "again" if found.grant.kind == "extension" else "all the same: that was granted more than once"
        return line(f" {found.name} is excused from {what} {how}.")
    seen = Now(work=found.work, found=times, left=found.left, subject=what, are=f"{found.name} is")
    said = stands_now(course, seen, now)
    return line(f" For {found.name} ", *said, ".") if said else ()


def _all_now(course: Course, found: Undone, now: datetime) -> Line:
    if found.standing is not None:
        words = f" {found.name} has {span_words(found.standing)} longer for everything all the same."
    else:
        words = f" For {found.name} what is due is due as the schedule says"
    staying = stay(course, _staying(course, found.changes, found.standing, now))
    if found.standing is None:
        words += ", but for this." if staying else "."
    return line(words, *((" ", *staying) if staying else ()))
