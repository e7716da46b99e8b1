"""A list of people with a box each, in pages: what a form carries to know, when it comes back, whom it had shown.

Pure. It knows the lines of the list and what an action can hold, never what a tick stands for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.conversation.form import CheckboxesInput
from bot.conversation.request import Request
from bot.errors import Refused
from bot.services.participating import Pupil, Sheet
from handlers.command_line import is_id
from handlers.papers import short
from handlers.settling import OLD_BUTTON

PAGE, COLUMN = 30, 10
"""Lines of a page, and of one list on it: more boxes than that are no boxes on every platform."""

LABEL = 70

EVERYBODY, PRESENTERS = "e", "p"
"""How a page was filled in at a press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of one opening. `people` tells whether they are still the same, `before` is who was ticked as it opened, a
    bit for each line; `fill` how it was filled in since, and how often.
    """

    session: str
    opening: str
    start: int = 0
    people: str = ""
    before: int = 0
    fill: str = ""

    def encode(self) -> tuple[str, ...]:
        return (self.session, self.opening, str(self.start), self.people, f"{self.before:x}", self.fill)

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Place:
        """Raises Refused for what no form of ours carries."""
        if len(arguments) != 6 or len(arguments[5]) > 3:
            raise Refused(OLD_BUTTON)
        session, opening, start, people, before, fill = arguments
        if not (is_id(start) and len(start) < 5 and int(start) % PAGE == 0):
            raise Refused(OLD_BUTTON)
        if not 1 <= len(before) <= 8 or set(before) - set("0123456789abcdef"):
            raise Refused(OLD_BUTTON)
        return cls(session=session, opening=opening, start=int(start), people=people, before=int(before, 16), fill=fill)

    def filled(self, how: str) -> Place:
        """Filled in at a press; twice the same is another page too, or a platform would keep what was unticked."""
        again = self.fill[1:] if self.fill[:1] == how else ""
        return replace(self, fill=f"{how}{1 - int(again == '1') if again else 0}")


def opened(request: Request, session: str) -> Place:
    """The first page of a new opening."""
    inbound = request.inbound
    text = f"{inbound.platform}/{inbound.account}/{inbound.now.isoformat()}/{session}"
    return Place(session=session, opening=hashlib.sha256(text.encode()).hexdigest()[:8])


def lines(sheet: Sheet, start: int) -> tuple[Pupil, ...]:
    """The people of a page."""
    return sheet.pupils[start : start + PAGE]


def at(place: Place, sheet: Sheet, start: int) -> Place:
    """The same opening at a page, as the list is now."""
    mine = lines(sheet, start)
    ticked = sum(1 << number for number, one in enumerate(mine) if one.present)
    return replace(place, start=start, people=people(mine), before=ticked)


def following(place: Place, sheet: Sheet, start: int) -> Place:
    """The next page; it is filled in as the one before was where nobody has ticked any of it yet."""
    asked = any(one.present is not None for one in lines(sheet, start))
    return at(replace(place, fill="") if asked else place, sheet, start)


def people(mine: Sequence[Pupil]) -> str:
    """What tells these people, in this order, from others."""
    return hashlib.sha256(",".join(str(one.person) for one in mine).encode()).hexdigest()[:6]


def before(place: Place, mine: Sequence[Pupil]) -> frozenset[int]:
    """Who was ticked as the page was opened."""
    return frozenset(one.person for number, one in enumerate(mine) if place.before >> number & 1)


def shown(place: Place, sheet: Sheet, mine: Sequence[Pupil], ticked: Collection[int]) -> frozenset[int]:
    """Who is ticked on the page once it is filled in."""
    match place.fill[:1]:
        case "e":
            return frozenset(one.person for one in mine if not one.later or one.person in ticked)
        case "p":
            return frozenset(one.person for one in mine if one.person in sheet.presenting or one.person in ticked)
        case _:
            return frozenset(ticked)


def boxes(mine: Sequence[Pupil], ticked: Collection[int]) -> tuple[CheckboxesInput, ...]:
    """As few lists as the platforms' boxes allow, those who joined later on their own."""
    groups = [
        group[start : start + COLUMN]
        for group in ([one for one in mine if not one.later], [one for one in mine if one.later])
        for start in range(0, len(group), COLUMN)
    ]
    return tuple(
        CheckboxesInput(
            id=f"list{number}",
            label=_label(group),
            options=tuple((str(one.person), named(one)) for one in group),
            value=",".join(str(one.person) for one in group if one.person in ticked),
        )
        for number, group in enumerate(groups)
    )


def _label(group: Sequence[Pupil]) -> str:
    if group[0].later:
        return "Joined after this class: tick only who was there"
    names = short(group[0].name, 30), short(group[-1].name, 30)
    return names[0] if len(group) == 1 else f"{names[0]} to {names[1]}"


def named(one: Pupil) -> str:
    """With what tells namesakes apart."""
    return short(f"{one.name} ({one.mark})" if one.mark else one.name, LABEL)


def ticked(values: Collection[str], mine: Sequence[Pupil]) -> frozenset[int]:
    """Whom the values of a page's lists tick."""
    sent = {word for value in values for word in value.split(",")}
    return frozenset(one.person for one in mine if str(one.person) in sent)
