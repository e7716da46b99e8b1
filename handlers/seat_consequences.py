"""What an edit of the schedule means for seats, in words: to who has them, and to staff.

Pure: facts come in, words go out. Nobody reads here of another student's seat but staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot.conversation.reply import (
    NOTHING,
    Action,
    Attachment,
    Block,
    Bold,
    Button,
    Buttons,
    Code,
    Line,
    Reply,
    Span,
    bullets,
    line,
    paragraph,
    small,
)
from bot.course import seat_edits
from bot.course.model import Course
from bot.course.notice import Facts, Notice
from bot.course.seat_edits import Moved, Over, Place
from bot.course.signups import seats_by_key
from bot.course.wording import day_words, listed
from bot.services import seat_consequences
from bot.services.seat_consequences import News
from handlers.invitation import invitations
from handlers.papers import short
from handlers.seat_words import seat_line, seat_of
from handlers.signup_lines import MINE
from handlers.wording import instant, number_word

# --- to who has the seat ----------------------------------------------------------------------------------------------


def edited(_notice: Notice, facts: Facts) -> Reply:
    """`‘Training’ has moved: your seat as Critic is on Wed 16 Feb, 1:00 PM now (it was Mon 14 Feb, 1:00 PM).`"""
    course, found = facts.course, seat_consequences.read(facts.details).moved
    if not found:
        return NOTHING
    blocks: list[Block] = [paragraph(*_to_holder(course, group)) for group in _alike(found)]
    gone = any(one.now.gone for one in found)
    if gone:
        blocks.append(Buttons((Button("What is open", Action(MINE, course.id)),)))
    elif any(one.now.at for one in found):
        blocks.append(small(f"If you cannot come then: /{course.command_prefix}signup drop."))
    return Reply(tuple(blocks), private=False, files=_files(course, found, facts.now))


def _alike(found: Iterable[Moved]) -> list[list[Moved]]:
    """Those of which the same is said, but for the seat."""
    groups: dict[tuple[object, ...], list[Moved]] = {}
    for one in found:
        groups.setdefault((one.key.session, one.was, one.now), []).append(one)
    return list(groups.values())


def _to_holder(course: Course, found: Sequence[Moved]) -> Line:
    one, seats = found[0], _seats(found)
    name, plural = Bold(f"‘{short(one.session)}’"), len(found) > 1
    yours, counts = ("your seats", "count") if plural else ("your seat", "counts")
    match one.was.gone, one.now.gone:
        case _, "cancelled" | "removed":
            return line(
                name, *_on(course, one.now, " (", ")"), f" will not take place: {yours} {seats} no longer {counts}."
            )
        case _, "unpresented":
            nobody = f"nobody presents any more, so {yours} {seats} no longer {counts}."
            return line("In ", name, *_on(course, one.now, " (", ")"), f" {nobody}")
        case _, "seat":
            what = f"{yours} {seats} {'are' if plural else 'is'} not in the schedule any more and no longer {counts}."
            return line("For ", name, *_on(course, one.now, " (", ")"), f" {what}")
        case "", _:
            return _moved(course, one, seats, plural=plural)
        case "cancelled" | "removed", _:
            again = f": {yours} {seats} {counts} again."
            return line(name, " takes place after all", *_on(course, one.now, ", on "), again)
        case _:
            return line(f"{yours.capitalize()} {seats} in ", name, *_on(course, one.now, ", "), f" {counts} again.")


def _moved(course: Course, one: Moved, seats: str, *, plural: bool) -> Line:
    name, was = Bold(f"‘{short(one.session)}’"), _on(course, one.was, " (it was ", ")")
    if not one.now.at:
        keeps = "Your seats" if plural else "Your seat"
        stay = f"{keeps} {seats} {'stay' if plural else 'stays'} yours, and I tell you the new date."
        return line(name, " has no date any more", *was, f". {stay}")
    now = _on(course, one.now, " on ")
    seat = f": your seats {seats} are" if plural else f": your seat {seats} is"
    if not one.was.at:
        return line(name, f" has a date{seat}", *now, ".")
    return line(name, f" has moved{seat}", *now, " now", *was, ".")


def _seats(found: Sequence[Moved]) -> str:
    """`as Critic`, `as Critic for ‘ZeRO’`."""
    return f"as {listed([_seat(one) for one in found])}"


def _seat(one: Moved | Over) -> str:
    return f"{one.role} for ‘{short(one.about, 40)}’" if one.about else one.role


def _on(course: Course, place: Place, lead: str, end: str = "") -> Line:
    """The date between the two; nothing where there is none."""
    if not place.at:
        return ()
    if place.at.startswith(seat_edits.WEEK):
        week = f"week of {day_words(date.fromisoformat(place.at.removeprefix(seat_edits.WEEK)))}"
        return line(f"{lead.removesuffix('on ')}in the {week}" if lead.endswith("on ") else f"{lead}{week}", end)
    when: Span | str = day_words(date.fromisoformat(place.at)) if len(place.at) == DAY else ""
    return line(lead, when or instant(course, datetime.fromisoformat(place.at)), end)


DAY = len("2022-02-14")


def _files(course: Course, found: Iterable[Moved], now: datetime) -> tuple[Attachment, ...]:
    """The classes as they are now, for the reader's calendar."""
    offered = seats_by_key(course)
    seats = [offered[one.key] for one in found if one.key in offered and not one.now.gone and one.now.at]
    made = invitations(course, seats, now) if seats else None
    return (made,) if made is not None else ()


def put_off(_notice: Notice, facts: Facts) -> Reply:
    """To who read of a mark, where class has moved to a later day since."""
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    lead = "Class has moved and is still to come, so what staff had written down is taken back, of "
    return Reply((paragraph(lead, *seat_line(course, seat), ". Who presented is said after class."),), private=False)


# --- to staff ---------------------------------------------------------------------------------------------------------


def edited_for_staff(_notice: Notice, facts: Facts) -> Reply:
    """The seats that are gone or back with who has them, and who is over a limit since."""
    course, news = facts.course, seat_consequences.read(facts.details)
    lines = [_to_staff(course, group, news) for group in _classes(news.moved)]
    lines += [_too_many(one, news) for one in news.over]
    if not lines:
        return NOTHING
    blocks: list[Block] = [paragraph(Bold("Seats and the new schedule")), bullets(*lines)]
    if news.moved:
        cannot = [news.names[one] for one in sorted(news.untold) if one in news.names]
        reach = f", but for {listed(cannot)}: they have no account where I am" if cannot else ""
        blocks.append(small(f"I tell who has these seats{reach}."))
    return Reply(tuple(blocks), private=False)


def _classes(found: Iterable[Moved]) -> list[list[Moved]]:
    """Those of one class of which the same has become."""
    groups: dict[tuple[str, str, str], list[Moved]] = {}
    for one in found:
        groups.setdefault((one.key.session, one.was.gone, one.now.gone), []).append(one)
    return list(groups.values())


def _to_staff(course: Course, found: Sequence[Moved], news: News) -> Line:
    one = found[0]
    who = listed([f"{news.names.get(each.person, '')} ({_seat(each)})" for each in found])
    seats, do = (f"the seats of {who}", "do") if len(found) > 1 else (f"the seat of {who}", "does")
    count = "count" if do == "do" else "counts"
    name, when = Bold(f"‘{short(one.session)}’"), _on(course, one.now, " (", ")")
    match one.now.gone:
        case "cancelled" | "removed":
            return line(name, *when, f" will not take place: {seats} {do} not count any more")
        case "unpresented":
            return line("Nobody presents in ", name, *when, f" any more: {seats} {do} not count")
        case "seat":
            return line(name, *when, f": {seats} {do} not exist any more")
        case _:
            return line(name, *_on(course, one.now, ", "), f": {seats} {count} again")


def _too_many(one: Over, news: News) -> Line:
    """`Because ‘Training’ moved, Ada has two seats in the week of 14 Feb; one a week is the most`."""
    name, number, most = news.names.get(one.person, ""), number_word(one.number), number_word(one.most)
    because = f"Because ‘{short(one.because)}’ moved, " if one.because else ""
    match one.bar:
        case "week":
            week = day_words(date.fromisoformat(one.week)) if one.week else ""
            what = f"has {number} seats in the week of {week}; {most} a week is the most"
        case "term":
            what = f"has {number} seats; {most} a term is the most"
        case "same_role":
            what = f"is {one.role} more than once, and roles are to be different ones"
        case _:
            what = f"has more than one seat for ‘{short(one.about, 40)}’"
    return line(because, Bold(name), f" {what}")


def put_off_for_staff(_notice: Notice, facts: Facts) -> Reply:
    """That marks are gone, and what to do where the schedule is wrong."""
    course, seat = facts.course, seat_of(facts)
    if seat is None:
        return NOTHING
    number = int(facts.details[seat_consequences.NUMBER])
    marks = "the mark of a seat" if number == 1 else f"the marks of {number_word(number)} seats"
    lead = line(Bold(f"‘{short(seat.session.name)}’"), f" is still to come by the new schedule, so {marks} there ")
    rest = f"{'is' if number == 1 else 'are'} taken back. If class did take place, put its date right and mark again: "
    return Reply((paragraph(*lead, rest, Code(f"/{course.command_prefix}course marks"), "."),), private=False)
