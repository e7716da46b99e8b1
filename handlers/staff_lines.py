"""The lines by which staff know that the bot is well: the weekly one, that it was away, that no backup could be made.

They read them beside other things, so each is short and says first whether somebody has to do something. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.conversation.reply import Block, Bold, Code, Line, line, paragraph
from bot.course import planner
from bot.course.model import Course
from bot.course.notice import Facts, Notice, NoticeKind
from bot.course.wording import DAYS, clock_words, counted, day_words, instant_words, listed
from bot.services.checkup import DETAIL, Checkup, coming, decode
from bot.store.outcomes import Trouble, Troubled
from handlers.wording import joined

NAMES_SHOWN = 3
SOME = 2
"""Of more than so many of a kind only the number is told."""

OLD = timedelta(hours=48)
"""A backup that is older has missed its night."""

ONE_WEEK = timedelta(days=6)
"""Within it a day of the week says which day is meant."""


# --- the weekly line ----------------------------------------------------------------------------------------------


def weekly_check(facts: Facts) -> tuple[Block, ...]:
    """`Fri 4 Mar: all is well. Nothing failed this week. In the coming week I post …. 24 students. Last backup: …`."""
    course, known, now = facts.course, decode(facts.details[DETAIL]), facts.now
    wrong = "; ".join([*_troubles(known.troubled), *_no_backup(course, known, now)])
    word = "please have a look." if wrong else "all is well."
    sentences: list[Line] = [line(Bold(f"{day_words(course.local(now).date())}: {word}"))]
    if wrong:
        sentences.append(line(f"{wrong[0].upper()}{wrong[1:]}."))
    elif known.live:
        sentences.append(line("Nothing failed this week."))
    sentences += _silence(course, known)
    sentences.append(line(_plans(course, known, now)))
    sentences.append(line(f"{counted(known.students, 'student')}." if known.students else "No students yet."))
    sentences += [line(one) for one in _last_backup(course, known, now)]
    return (paragraph(*joined(sentences, " ")),)


def _troubles(troubled: Sequence[Troubled]) -> Iterator[str]:
    said: dict[Trouble, tuple[str, str]] = {
        "failed": ("did not go out", "did not go out"),
        "skipped": ("was over before I could send it", "were over before I could send them"),
        "held": ("waits for your decision", "wait for your decision"),
        "waiting": ("is late, I keep trying", "are late, I keep trying"),
    }
    for trouble, (one, many) in said.items():
        titles = [entry.title for entry in troubled if entry.trouble == trouble]
        if titles:
            yield f"{counted(len(titles), 'post')} {one if len(titles) == 1 else many} ({_names(titles)})"


def _names(titles: Iterable[str]) -> str:
    different = list(dict.fromkeys(titles))
    shown = [f"“{title}”" for title in different[:NAMES_SHOWN]]
    more = len(different) - len(shown)
    return listed([*shown, f"{more} more"] if more else shown)


def _silence(course: Course, known: Checkup) -> Iterator[Line]:
    """Why nothing is heard in the channels."""
    typed = f"/{course.command_prefix}course"
    if not known.live:
        yield line("This is still a rehearsal: nobody but you sees my posts before ", Code(f"{typed} go-live"), ".")
    if known.paused and known.paused_until is not None:
        yield line(f"I am paused until {instant_words(course, known.paused_until)}.")
    elif known.paused:
        yield line("I am paused until somebody types ", Code(f"{typed} resume"), ".")


# --- what is coming -----------------------------------------------------------------------------------------------


def _plans(course: Course, known: Checkup, now: datetime) -> str:
    things = list(_things(course, coming(course, now)))
    if things:
        silent = not known.live or (known.paused and known.paused_until is None)
        return f"In the coming week I {'would post' if silent else 'post'} {listed(things)}."
    if planner.next_due(course, now) is None:
        return "The schedule has nothing more to post."
    return "There is nothing to post in the coming week."


def _things(course: Course, notices: Sequence[Notice]) -> Iterator[str]:
    """`the week’s readings (Tue 9:00 AM)`, `the class of the day (Mon and Wed 9:00 AM)`, `2 review reminders (…)`."""
    by_kind: dict[NoticeKind, list[Notice]] = {}
    for notice in notices:
        by_kind.setdefault(notice.kind, []).append(notice)
    for kind, alike in by_kind.items():
        match kind:
            case NoticeKind.WEEKLY:
                yield f"the week’s readings ({_hours(course, alike)})"
            case NoticeKind.DAY_OF:
                yield f"the class of the day ({_hours(course, alike)})"
            case NoticeKind.REVIEW_DUE:
                yield _several(course, alike, "a review reminder", "review reminders")
            case NoticeKind.DEADLINE:
                yield from _reminders(course, alike)
            case NoticeKind.OUT:
                yield f"the news that {listed([_named(course, one) for one in alike])} {_is(alike)} out"
            case _:  # what a schedule plans is of the kinds above
                yield counted(len(alike), "post")


def _reminders(course: Course, alike: Sequence[Notice]) -> Iterator[str]:
    by_item: dict[str, list[Notice]] = {}
    for notice in alike:
        by_item.setdefault(notice.item, []).append(notice)
    if len(by_item) > SOME:
        yield f"{len(alike)} reminders of what is due"
        return
    for mine in by_item.values():
        name = _named(course, mine[0])
        yield _several(course, mine, f"a reminder of {name}", f"reminders of {name}")


def _several(course: Course, alike: Sequence[Notice], one: str, many: str) -> str:
    what = one if len(alike) == 1 else f"{len(alike)} {many}"
    return f"{what} ({_hours(course, alike)})" if len(alike) <= SOME else what


def _hours(course: Course, notices: Sequence[Notice]) -> str:
    """`Mon and Wed 9:00 AM`: an hour that they share is said once."""
    local = [course.local(notice.due_at) for notice in notices]
    if len({one.time() for one in local}) == 1:
        return f"{listed([DAYS[one.weekday()] for one in local])} {clock_words(local[0])}"
    return listed([f"{DAYS[one.weekday()]} {clock_words(one)}" for one in local])


def _named(course: Course, notice: Notice) -> str:
    deadline, session = course.deadline(notice.item), course.session(notice.item)
    name = deadline.title if deadline is not None else session.name if session is not None else notice.title
    return f"“{name}”"


def _is(alike: Sequence[Notice]) -> str:
    return "is" if len(alike) == 1 else "are"


# --- the backup ---------------------------------------------------------------------------------------------------


def _no_backup(course: Course, known: Checkup, now: datetime) -> Iterator[str]:
    """What is wrong with the backups, where the bot is to make them."""
    at = known.backed_up_at
    if known.makes_backups and at is None:
        yield "there is no backup yet"
    elif known.makes_backups and at is not None and now - at > OLD:
        yield f"the last backup is of {instant_words(course, at)}"


def _last_backup(course: Course, known: Checkup, now: datetime) -> Iterator[str]:
    at = known.backed_up_at
    if at is None:
        yield from () if known.makes_backups else ("I make no backups here.",)
    elif not (known.makes_backups and now - at > OLD):
        yield f"Last backup: {_recently(course, at, now)}."


def _recently(course: Course, at: datetime, now: datetime) -> str:
    local = course.local(at)
    days = (course.local(now).date() - local.date()).days
    day = ("today", "yesterday")[days] if days in (0, 1) else day_words(local.date())
    return f"{day}, {clock_words(local)}"


def no_backup(facts: Facts) -> tuple[Block, ...]:
    """Why there is none, and that the bot goes on."""
    reason, last = facts.details.get("reason", "").strip(), facts.details.get("last")
    since = "" if not last else f" The last one is of {instant_words(facts.course, datetime.fromisoformat(last))}."
    return (
        paragraph(
            Bold("I could not make the nightly backup. "),
            reason,
            f"{since} Everything else goes on; I try again every hour.",
        ),
    )


# --- away ---------------------------------------------------------------------------------------------------------


def was_away(facts: Facts) -> tuple[Block, ...]:
    """`I was away Sun 22:10–Mon 07:30; sent late: 1; skipped: 0`, on the course's clock."""
    details = facts.details
    since, until = (datetime.fromisoformat(details[name]) for name in ("since", "until"))
    counts = [("sent late", "late", True), ("skipped", "skipped", True)]
    counts += [("waiting for you", "held", False), ("failed", "failed", False), ("still to come", "open", False)]
    said = [
        f"{word}: {details.get(name, '0')}" for word, name, always in counts if always or details.get(name, "0") != "0"
    ]
    return (paragraph("; ".join([f"I was away {stretch(facts.course, since, until)}", *said])),)


def stretch(course: Course, since: datetime, until: datetime) -> str:
    """`Sun 22:10–Mon 07:30`; with dates where a weekday does not tell, with the zone where the clock was changed."""
    begin, end = course.local(since), course.local(until)
    dated = end.date() - begin.date() > ONE_WEEK
    zoned = begin.utcoffset() != end.utcoffset()
    same_day = begin.date() == end.date()
    return f"{_stamp(begin, dated=dated, zoned=zoned)}–{_stamp(end, dated=dated, zoned=zoned, day=not same_day)}"


def _stamp(local: datetime, *, dated: bool, zoned: bool, day: bool = True) -> str:
    words = [day_words(local.date()) if dated else DAYS[local.weekday()]] if day else []
    words.append(f"{local:%H:%M}")
    return " ".join([*words, f"{local:%Z}"] if zoned else words)
