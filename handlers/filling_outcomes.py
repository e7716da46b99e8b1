"""Who gets what by a proposal, page by page, and what came of applying or undoing it, as staff read it.

Pure. People are named here, for staff alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.reply import (
    Action,
    Block,
    Bold,
    Button,
    Buttons,
    Heading,
    Line,
    Reply,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course.fairness import AWAY, Given
from bot.course.model import Course
from bot.course.seat_rules import Bar
from bot.course.signups import SeatKey, Signups
from bot.course.wording import counted
from bot.services.filling import Applied, Kept, LeftOut, Not, Undone
from handlers.filling_limits import NAMED
from handlers.filling_lines import ANYWAY, APPLY, FILL, LIST, undo_button
from handlers.seat_words import seat_text
from handlers.wording import instant

PAGE = 25
"""People of one page."""


def page(course: Course, kept: Kept, start: int) -> Reply:
    """By name, a page of them."""
    signups, one = Signups(course=course), kept.fill
    theirs: dict[int, list[SeatKey]] = {}
    for key, person in one.proposal.given:
        theirs.setdefault(person, []).append(key)
    people = sorted(theirs, key=lambda person: (kept.names.get(person, "?").casefold(), person))
    start = start - start % PAGE if 0 <= start < len(people) else 0
    shown = people[start : start + PAGE]
    rows = [
        line(Bold(kept.names.get(person, "?")), ": ", "; ".join(key_words(signups, key) for key in theirs[person]))
        for person in shown
    ]
    blocks: list[Block] = [Heading("Who gets what"), *_state(course, kept), bullets(*rows)]
    turns = (("Previous", start - PAGE), ("Next", start + PAGE))
    buttons = [
        Button(word, Action(FILL, course.id, (LIST, str(one.id), str(at))))
        for word, at in turns
        if 0 <= at < len(people)
    ]
    if len(people) > PAGE:
        blocks.append(small(f"{start + 1} to {start + len(shown)} of {counted(len(people), 'student')}"))
    if one.state == "proposed":
        buttons.insert(0, Button("Apply", Action(APPLY, course.id, (str(one.id),)), style="primary"))
    elif one.state == "applied":
        buttons.append(undo_button(course, one))
    return Reply((*blocks, *([Buttons(tuple(buttons))] if buttons else [])))


def key_words(signups: Signups, key: SeatKey) -> str:
    """The seat; where the schedule has it no more, what it was called."""
    seat = signups.seats.get(key)
    return seat_text(seat, 40) if seat is not None else f"{key.role} for {key.paper or key.session} (gone)"


def _state(course: Course, kept: Kept) -> list[Block]:
    one = kept.fill
    if one.state == "proposed":
        return []
    return [paragraph(*_settled(course, kept))]


def _settled(course: Course, kept: Kept) -> Line:
    """`Tess applied this proposal on …`."""
    one = kept.fill
    if one.state == "applied" and one.applied_at is not None:
        return line(_who(kept, one.applied_by), " applied this proposal on ", instant(course, one.applied_at), ".")
    if one.state == "undone" and one.undone_at is not None:
        return line(_who(kept, one.undone_by), " undid this proposal on ", instant(course, one.undone_at), ".")
    return line("A newer proposal has taken the place of this one.")


def _who(kept: Kept, person: int | None) -> str:
    return (kept.names.get(person, "") if person is not None else "") or "Somebody of the staff"


# --- applied and undone ---------------------------------------------------------------------------------------------


def applied(course: Course, came: Applied) -> Reply:
    """What is so now; or why nothing was done, and what can be."""
    one, anew = came.kept.fill, Button("A new proposal", Action(FILL, course.id, (came.kept.fill.proposal.scope,)))
    if came.outcome == "changed":
        return _changed(course, came, anew)
    if came.outcome != "done":
        button = undo_button(course, one) if came.outcome == "applied" else anew
        return Reply((paragraph(*_settled(course, came.kept), " Nothing was changed now."), Buttons((button,))))
    people = len({each.person for each in came.given})
    said = f"{counted(len(came.given), 'seat')} {_have(len(came.given))} given to {counted(people, 'student')}."
    blocks: list[Block] = [paragraph(Bold("Applied. "), said, " Each of them hears of it from me once.")]
    if came.left_out:
        blocks += [paragraph("Left out, for it would not be right any more:"), *_left_out(course, came)]
    if came.given:
        blocks.append(
            small("Students may still swap and drop them as any seat. What is free is open to who comes first.")
        )
    listing = Button("Who has what", Action(FILL, course.id, (LIST, str(one.id), "0")))
    return Reply((*blocks, Buttons((undo_button(course, one), listing))))


def _have(number: int) -> str:
    return "is" if number == 1 else "are"


def _changed(course: Course, came: Applied, anew: Button) -> Reply:
    blocks: list[Block] = [
        paragraph(
            Bold("Nothing was done yet: "),
            "since I made this proposal, something that it rests on has changed (a seat, a preference, the roster or "
            "the schedule). A new one is the better choice.",
        )
    ]
    if came.left_out:
        blocks += [paragraph("Of this one these would be left out:"), *_left_out(course, came)]
    buttons = [Button(anew.label, anew.action, style="primary")]
    if came.given:
        rest = f"Apply these {len(came.given)}" if came.left_out else "Apply it as it is"
        buttons.append(Button(rest, Action(APPLY, course.id, (str(came.kept.fill.id), ANYWAY))))
    return Reply((*blocks, Buttons(tuple(buttons))))


NOT: Mapping[Not, str] = {
    "gone": "the schedule has it no more",
    "left": "they are no student of the course any more",
    "enough": "they have enough now",
    AWAY: "they can’t come on that day",
    Bar.TAKEN: "somebody else has it",
    Bar.MINE: "they have it already",
    Bar.OVER: "class has begun",
    Bar.UNDATED: "the class has no date any more",
    Bar.SAME_PAPER: "they present there already",
    Bar.SAME_ROLE: "they have that role already",
    Bar.WEEK: "they have enough in that week",
    Bar.TERM: "they have as many as one may in a term",
}


def _left_out(course: Course, came: Applied) -> list[Block]:
    signups = Signups(course=course)
    lines = [_one_left_out(signups, came.kept, each) for each in came.left_out[: 2 * NAMED]]
    more = len(came.left_out) - len(lines)
    return [bullets(*lines, *([line(f"and {more} more")] if more else []))]


def _one_left_out(signups: Signups, kept: Kept, each: LeftOut) -> Line:
    name = kept.names.get(each.given.person, "?")
    return line(Bold(name), f": {key_words(signups, each.given.key)} ({NOT.get(each.why, 'a rule forbids it')})")


def undone(course: Course, came: Undone) -> Reply:
    """What is free again, and what was left as it is."""
    anew = Button("A new proposal", Action(FILL, course.id, (came.kept.fill.proposal.scope,)))
    if came.outcome != "done":
        if came.outcome == "proposed":
            said = line("That proposal was never applied, so there is nothing to undo.")
        else:
            said = _settled(course, came.kept)
        return Reply((paragraph(*said), Buttons((anew,))))
    people = len({each.person for each in came.freed})
    freed = f"{counted(len(came.freed), 'seat')} of {counted(people, 'student')} {_have(len(came.freed))} free again."
    blocks: list[Block] = [
        paragraph(Bold("Undone. "), freed if came.freed else "No seat was left to free.", *_hear(came.freed))
    ]
    signups = Signups(course=course)
    for what, those in (
        ("Left alone, since they have changed hands or were given up:", came.changed),
        ("Left alone, since class has begun or staff have marked them:", came.stay),
    ):
        if those:
            named = [
                line(Bold(came.kept.names.get(one.person, "?")), f": {key_words(signups, one.key)}")
                for one in those[: 2 * NAMED]
            ]
            more = len(those) - len(named)
            blocks += [paragraph(what), bullets(*named, *([line(f"and {more} more")] if more else []))]
    return Reply((*blocks, Buttons((anew,))))


def _hear(freed: tuple[Given, ...]) -> Line:
    return line(" Each of them hears of it from me once.") if freed else ()
