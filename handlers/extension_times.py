"""How the papers of what was granted, or taken back, are said to stand: each as it is, together where it is the same.

Pure: times come in, words go out. It never says why, and names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.conversation.reply import Line, line
from bot.course import reviews
from bot.course.model import Course
from bot.course.reviews import passed
from bot.course.wording import listed
from bot.services.naming import Work
from bot.services.paper_times import PaperTime
from handlers.late_words import how_late
from handlers.papers import short
from handlers.wording import instant, number_word

Key = TypeVar("Key")

# --- what of --------------------------------------------------------------------------------------------------------


def work_words(course: Course, work: Work) -> str:
    """`‘ZeRO’`, `the 3 papers of ‘Hardware’`, `everything`; the bare id of what the schedule has no more."""
    if work.everything:
        return "everything"
    if work.paper:
        return paper_words(course, work.paper)
    session = course.session(work.session)
    mine = [one for one in reviews.owed(course) if one.session.id == work.session]
    name = f"‘{short(session.name)}’" if session is not None else f"‘{work.session}’"
    if len(mine) == 1:
        return f"‘{short(mine[0].reading.title)}’"
    if mine and mine[0].review.choose is not None:
        number = mine[0].review.choose
        return f"the {'review' if number == 1 else f'{number} reviews'} for {name}"
    return f"the {len(mine)} papers of {name}" if mine else name


def paper_words(course: Course, paper: str, length: int | None = None) -> str:
    owed = reviews.find(course, paper)
    if owed is None:
        return f"‘{paper}’"
    return f"‘{short(owed.reading.title) if length is None else short(owed.reading.title, length)}’"


def is_many(course: Course, work: Work) -> bool:
    """Whether `work_words` are more than one: `the 2 reviews for ‘Storage’ are due`."""
    mine = [one for one in reviews.owed(course) if one.session.id == work.session]
    if work.everything or work.paper or len(mine) < 2:
        return False
    return mine[0].review.choose != 1


def part_words(course: Course, work: Work, papers: Sequence[str]) -> str:
    """The papers by name, where they are not all that the work is about."""
    mine = [one.paper for one in reviews.owed(course) if one.session.id == work.session]
    if work.paper or work.everything or set(papers) >= set(mine):
        return work_words(course, work)
    return names(course, papers)


def names(course: Course, papers: Sequence[str]) -> str:
    return listed([paper_words(course, one, None if len(papers) == 1 else 40) for one in papers])


def together(found: Sequence[PaperTime], key: Callable[[PaperTime], Key]) -> Mapping[Key, list[PaperTime]]:
    """Those of which the same is so, the earliest first."""
    groups: dict[Key, list[PaperTime]] = {}
    for one in sorted(found, key=lambda one: (one.due is None, one.due.timestamp() if one.due is not None else 0)):
        groups.setdefault(key(one), []).append(one)
    return groups


# --- how it stands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """`left`: so many reviews of the work are still wanted. `subject` is what the work is called in the sentence, `are`
    `you are` or `Ada is`.
    """

    work: Work
    found: Sequence[PaperTime]
    left: int
    subject: str
    are: str


def stands_now(course: Course, seen: Now, now: datetime) -> Line:
    """`‘Raft’ is due Mon 7 Sep, 8:00 PM; you are still excused from ‘Paxos’`, without a stop at the end."""
    waiting = [one for one in seen.found if one.state == "open"]
    clauses = _due(course, seen, waiting, now) if seen.left else []
    excused = [one.paper for one in seen.found if one.state == "excused"]
    if excused:
        clauses.append(line(f"{seen.are} still excused from {names(course, excused)}"))
    if any(one.state == "presents" for one in seen.found):
        clauses.append(line("no review is needed from who presents in that class"))
    clauses += [line(_is_in(course, one)) for one in seen.found if one.state == "in"]
    if waiting and not seen.left:
        clauses.append(line("nothing more is owed there"))
    return line(*(part for at, clause in enumerate(clauses) for part in (("; ",) if at else ()) + clause))


def _due(course: Course, seen: Now, waiting: Sequence[PaperTime], now: datetime) -> list[Line]:
    groups = together(waiting, lambda one: one.due)
    fewer = seen.left < len(waiting)
    whole = len(groups) == 1 and len(waiting) == len(seen.found)
    clauses: list[Line] = []
    for due, ones in groups.items():
        if due is None:
            continue
        what, many = names(course, [one.paper for one in ones]), len(ones) > 1
        if whole:
            what, many = seen.subject, is_many(course, seen.work)
        elif len(groups) == 1 and fewer:
            what, many = f"{number_word(seen.left)} of {what}", seen.left > 1
        verb = ("were" if many else "was") if passed(due, now) else ("are" if many else "is")
        clauses.append(line(f"{what} {verb} due ", instant(course, due)))
    if clauses and len(groups) > 1 and fewer and not seen.work.paper:
        clauses.append(line(f"{number_word(seen.left)} of them {'is' if seen.left == 1 else 'are'} wanted"))
    return clauses


def _is_in(course: Course, one: PaperTime) -> str:
    owed = reviews.find(course, one.paper)
    rule = owed.review.late_rule if owed is not None else None
    how = f"late by {how_late(rule, one.late_by)}" if one.late_by is not None else "on time"
    return f"the review of {paper_words(course, one.paper)} is in, {how}"


def stay(course: Course, found: Sequence[PaperTime]) -> Line:
    """`‘Time and Clocks’ stays due Thu 10 Sep, 8:00 PM: that was granted by name.`; nothing where there is none."""
    clauses: list[Line] = []
    for due, ones in together(found, lambda one: one.due).items():
        verb = "stays" if len(ones) == 1 else "stay"
        if due is not None:
            clauses.append(line(f"{names(course, [one.paper for one in ones])} {verb} due ", instant(course, due)))
    said = line(*(part for at, clause in enumerate(clauses) for part in ((", ",) if at else ()) + clause))
    return line(*said, ": that was granted by name.") if said else ()
