"""What the person is told of more time and excuses: what they have now, or what is no more.

Pure: what holds comes in as facts, words come out. It never says why something was granted, and nobody else's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import (
    NOTHING,
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Line,
    Reply,
    Span,
    line,
    paragraph,
    small,
)
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.reviews import passed
from bot.course.wording import span_words
from bot.services import paper_times
from bot.services.extending import Choice
from bot.services.naming import Work
from bot.services.paper_times import PaperTime
from handlers.extension_lines import still_needed
from handlers.extension_times import Now, is_many, part_words, stands_now, stay, together, work_words
from handlers.papers import WRITE
from handlers.wording import instant

OWED = "owed"


def decided(_notice: Notice, facts: Facts) -> Reply:
    """`You have until Wed 2 Feb, 1:00 PM for ‘ZeRO’.`"""
    details = facts.details
    if "kind" not in details:
        return NOTHING
    work = Work(details.get("session", ""), details.get("paper", ""))
    if work.everything:
        return Reply(_everything(facts), private=False)
    if details.get("undone"):
        return Reply(_taken_back(facts, work), private=False)
    if details["kind"] == "excuse":
        what = work_words(facts.course, work)
        left = Choice(int(details.get("others") or 0), int(details.get("needed") or 0))
        rest = still_needed(left) if left.papers and left.needed else "Nothing is owed there."
        return Reply((paragraph(Bold(f"You are excused from {what}."), f" {rest}"),), private=False)
    return Reply(_longer(facts, work), private=False)


def _everything(facts: Facts) -> tuple[Block, ...]:
    course, details = facts.course, facts.details
    more = span_words(timedelta(seconds=int(details["seconds"]))) if details.get("seconds") else ""
    staying = stay(course, paper_times.decoded(details))
    rest: list[Block] = [paragraph(*staying)] if staying else []
    if details.get("undone"):
        lead = "Staff withdrew your extra time for everything: "
        if more:
            return (paragraph(f"{lead}you have {more} longer again, as before."), *rest)
        but = "what is due is due as the schedule says"
        return (paragraph(f"{lead}{but}{', but for this' if rest else ''}."), *rest)
    for_all = f" that is due in {course.title}."
    if details.get("had"):
        had = span_words(timedelta(seconds=int(details["had"])))
        return (paragraph(Bold(f"Instead of {had} you now have {more} longer for everything"), for_all), *rest)
    return (paragraph(Bold(f"You have {more} longer for everything"), for_all), *rest)


def _longer(facts: Facts, work: Work) -> tuple[Block, ...]:
    course, found = facts.course, paper_times.decoded(facts.details)
    dated = [one for one in found if one.due is not None]
    if not dated:
        return (paragraph(f"You get more time for {work_words(course, work)}, once it has a due date."),)
    groups = list(together(dated, lambda one: (one.due, one.had)).values())
    leads = [_until(course, work, ones, facts.now) for ones in groups]
    if facts.details.get("was"):
        it = "them" if is_many(course, work) else "it"
        leads[-1] = line(*leads[-1], f" You were excused from {it}; that ends with this.")
    blocks: list[Block] = [paragraph(*lead) for lead in leads]
    if all(one.state == "in" and one.late_by is None for one in found):
        whose = "Your review is" if len(found) == 1 else "Your reviews are"
        return (*blocks, paragraph(f"{whose} in, and on time."))
    closing = list(together([one for one in dated if one.closes is not None], lambda one: one.closes).items())
    for closes, ones in closing:
        if closes is not None:
            of = "" if len(closing) == 1 else f" of {part_words(course, work, [one.paper for one in ones])}"
            blocks.append(small(f"Late ones{of} are taken until ", instant(course, closes), "."))
    write = Button("Write", Action(WRITE, course.id, (work.paper,)), "primary")
    blocks.append(Buttons((write if work.paper else Button("My reviews", Action(OWED, course.id)),)))
    return tuple(blocks)


def _until(course: Course, work: Work, ones: Sequence[PaperTime], now: datetime) -> Line:
    """Of papers with the same time: `You have until …`, or `Instead of … you now have until …`."""
    due, had = ones[0].due, ones[0].had
    if due is None:
        return ()
    have = "had" if passed(due, now) else "have"
    what = f" for {part_words(course, work, [one.paper for one in ones])}."
    start: list[str | Span] = [Bold(f"You {have} until ")]
    if had is not None:
        start = ["Instead of ", instant(course, had), Bold(f" you {'' if have == 'had' else 'now '}{have} until ")]
    return line(*start, instant(course, due), what)


def _taken_back(facts: Facts, work: Work) -> tuple[Block, ...]:
    course, details, what = facts.course, facts.details, work_words(facts.course, work)
    found, many = paper_times.decoded(details), is_many(course, work)
    lead = f"Staff withdrew {'the excuse from' if details['kind'] == 'excuse' else 'your extra time for'} {what}"
    if found and all(one.state == "excused" for one in found):
        again = "again" if details["kind"] == "extension" else "all the same: they granted it more than once"
        it = "them" if many else "it"
        return (paragraph(f"{lead}. ", Bold(f"You are excused from {it} "), f"{again}. Nothing is owed there."),)
    seen = Now(
        work=work,
        found=found,
        left=int(details.get("left") or 0),
        subject="they" if many else "it",
        are="you are",
    )
    said = stands_now(course, seen, facts.now)
    waiting = [one for one in found if one.state == "open"] if seen.left else []
    closes = {one.closes for one in waiting if one.due is not None and passed(one.due, facts.now)}
    ahead = sorted(one for one in closes if one is not None and not passed(one, facts.now))
    late = [small("Late ones are taken until ", instant(course, at), ".") for at in ahead]
    return (paragraph(lead, *((": ", *said) if said else ()), "."), *late)
