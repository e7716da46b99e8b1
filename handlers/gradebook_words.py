"""A gradebook in words, before anybody hands it to Canvas: how many scores, what changes, what is left out and why.

Pure, and plain text: the chat and the command line say the same. It is for staff alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.course.canvas_columns import bare
from bot.course.gradebook import Change, Kept
from bot.course.grading import USUAL_POINTS
from bot.course.model import Course
from bot.course.wording import counted, instant_words, listed
from bot.services.gradebook import Gradebook
from bot.services.graded_work import REVIEW

MOST_NAMED = 12
"""People who are named one by one in a message."""

WHAT = {"reviews": "paper reviews", "presenting": "presenting", "participation": "participation"}


def headline(made: Gradebook) -> str:
    """`38 scores, 2 EX, 1 unmatched`; of a plain table, how many students it has."""
    if made.sheet is None:
        return f"{counted(len(made.filled.rows), 'student')}, {_numbers(made)}"
    parts = [_numbers(made), *([f"{len(made.unmatched)} unmatched"] if made.unmatched else [])]
    return ", ".join(parts) if made.filled.changes else ", ".join(["nothing to change", *parts[1:]])


def _numbers(made: Gradebook) -> str:
    found = made.filled
    return counted(found.scores, "score") + (f", {found.excused} EX" if found.excused else "")


def source(course: Course, made: Gradebook) -> str:
    """From which list, and as of when."""
    if made.sheet is None:
        return (
            "No list from Canvas was imported, so this is a plain table, with names and ids as far as I know them. "
            "Give me Canvas’s own export of the gradebook (drop the file into our direct messages, or coursebot roster "
            "import), and I fill in its columns."
        )
    at = instant_words(course, made.sheet.imported_at)
    return f"Compared with “{made.sheet.name}”, imported {at}: what was changed in Canvas since then is not in it."


def remarks(made: Gradebook) -> Iterator[str]:
    """All that is to be known first, a sentence each, the weightiest first."""
    filled = made.filled
    lowered = [one for one in filled.changes if one.became == "lowered"]
    if lowered:
        yield f"Lower than in Canvas now: {_named(made, lowered)}."
    gone = [one for one in filled.changes if one.became in ("excused", "replaced")]
    if gone:
        yield f"In place of what stands in Canvas: {_named(made, gone)}."
    if made.unmatched:
        yield f"Not on Canvas’s list, so left out: {_people(made.unmatched)}."
    yield from _columns(made)
    yield from _kept(made)
    yield from _pending(made)
    if filled.same:
        verb = "is" if filled.same == 1 else "are"
        yield f"{counted(filled.same, 'score')} {verb} in Canvas already and the same."


def _columns(made: Gradebook) -> Iterator[str]:
    if made.created:
        yield f"New columns, which Canvas makes: {listed([f'“{one}”' for one in made.created])}."
    if made.homeless and made.sheet is not None:
        yield f"No column for {homeless(made)}: the schedule names none ({_key(made)}), so it is left out."
    unsaid = [one.title for one in made.targets if one.place is None and one.full == USUAL_POINTS]
    if unsaid and (made.created or made.sheet is None):
        names = listed([f"“{one}”" for one in unsaid])
        yield f"Out of {USUAL_POINTS:g} points, as the schedule says nothing else: {names}."


def homeless(made: Gradebook) -> str:
    """`paper reviews and presenting`."""
    single = sum(key.startswith(REVIEW) for key in made.homeless)
    words = [WHAT[key] for key in made.homeless if not key.startswith(REVIEW)]
    return listed(words + ([counted(single, "review")] if single else []))


def _key(made: Gradebook) -> str:
    first = made.homeless[0]
    if first.startswith(REVIEW):
        return "grading.reviews.columns"
    return listed([f"grading.{key}.column" for key in made.homeless if not key.startswith(REVIEW)])


def _kept(made: Gradebook) -> Iterator[str]:
    kept = made.filled.kept
    excused = [one for one in kept if one.why == "let_off"]
    if excused:
        yield f"Excused in Canvas, and they stay so: {_named(made, excused)}."
    theirs = [one for one in kept if one.why in ("blank", "filler")]
    if theirs:
        what, them = ("a score", "it") if len(theirs) == 1 else (f"{len(theirs)} scores", "them")
        yield f"Canvas has {what} where I have none, and keeps {them}: {_named(made, theirs)}."
    not_taken = [one for one in kept if one.why == "not_taken"]
    if not_taken:
        yield f"Not assigned to them in Canvas (N/A), so it takes none: {_named(made, not_taken)}."


def _pending(made: Gradebook) -> Iterator[str]:
    waits = made.pending
    if waits.unmarked:
        said, count = ("is", "it does not count") if waits.unmarked == 1 else ("are", "they do not count")
        yield f"{counted(waits.unmarked, 'review')} {said} not marked yet: {count} until then."
    if waits.missing:
        said, count = ("is", "it counts") if waits.missing == 1 else ("are", "they count")
        how = f"{count} 0" if made.wanted.final else f"{count} 0 only if you say so (“With missing as 0”, --final)"
        yield f"{counted(waits.missing, 'review')} {said} missing: {how}."
    if made.ahead:
        verb = "is" if made.ahead == 1 else "are"
        yield f"{counted(made.ahead, 'class', 'classes')} {verb} still to come: to present there counts 0 as well."
    if waits.unreleased:
        verb = "is" if waits.unreleased == 1 else "are"
        yield f"{counted(waits.unreleased, 'mark')} {verb} not released: students would see them in Canvas first."
    if waits.older:
        verb = "has" if waits.older == 1 else "have"
        yield f"{counted(waits.older, 'marked review')} {verb} a newer version: the mark of the one before counts."


def changes(made: Gradebook, most: int | None = None) -> list[str]:
    """`Ada Lovelace, Paper reviews: 8 → 9`, a line each, scores that replace another first."""
    order = ("lowered", "excused", "replaced", "raised", "new")
    found = sorted(made.filled.changes, key=lambda one: order.index(one.became))
    shown = [f"{made.names[one.person]}, {bare(one.column)}: {arrow(one)}" for one in found[:most]]
    more = len(found) - len(shown)
    return [*shown, f"and {more} more"] if more else shown


def arrow(one: Change) -> str:
    """`8 → 9`; of a new one `9`."""
    return f"{points(one.before)} → {points(one.after)}" if one.before not in ("", "-") else points(one.after)


def points(cell: str) -> str:
    """`8` for 8.00: as people write it."""
    try:
        return f"{Decimal(cell).normalize():f}"
    except ArithmeticError:
        return cell


def _named(made: Gradebook, found: Sequence[Change | Kept]) -> str:
    """`Ada Lovelace (Paper reviews 8 → 7)`."""
    shown = [
        f"{made.names[one.person]} ({bare(one.column)} {arrow(one) if isinstance(one, Change) else points(one.theirs)})"
        for one in found
    ]
    return listed(shown, MOST_NAMED)


def _people(names: Sequence[str]) -> str:
    return listed(names, MOST_NAMED)
