"""The field of a form in which staff say who: a menu in a small class, else a name that they type.

It knows how a person is named there; what is then done for them is known elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.conversation.commands import Run
from bot.conversation.form import ChoiceInput, Input, TextInput
from bot.conversation.request import Request
from bot.course.model import Course
from bot.course.wording import listed
from bot.services import naming, rolls
from bot.services.naming import Candidate, Named, Place
from bot.services.rolls import Listed, Roll

ID = "who"
OPTIONS_LIMIT = 24
LIMIT = 80


def field(people: Sequence[Listed], label: str, *, chosen: str = "") -> Input:
    """One of these people. `chosen`: the id of the one who stands there already."""
    mine = next((one for one in people if str(one.person) == chosen), None)
    if 0 < len(people) <= OPTIONS_LIMIT:
        options = tuple((f"#{one.person}", f"{one.name} ({one.mark})" if one.mark else one.name) for one in people)
        return ChoiceInput(id=ID, label=label, options=options, value=f"#{mine.person}" if mine is not None else "")
    value = (mine.mark or mine.name)[:LIMIT] if mine is not None else ""
    return TextInput(id=ID, label=label, value=value, hint="A name or an e-mail address.", limit=LIMIT)


async def meant(request: Request, run: Run, course: Course, values: Mapping[str, str]) -> Named:
    """Whom they chose or named."""
    words = values.get(ID, "").strip()
    if words.startswith("#") and words[1:].isdigit():
        known: Roll = await run.read(rolls.roll, course)
        mine = [one for one in known.people if str(one.person) == words[1:]]
        return Named(tuple(Candidate(one.person, one.name, one.role, active=True) for one in mine), sure=bool(mine))
    found: Named = await run.read(naming.person, course, words, place(request))
    return found


def place(request: Request) -> Place:
    """Where it was typed."""
    return Place(request.inbound.platform, request.inbound.workspace)


def unclear(named: Named) -> str:
    """Who may be meant, and how to say it; '' where the words name nobody."""
    several = listed([f"{one.name} ({one.mark})" if one.mark else one.name for one in named.candidates])
    return f"That may be {several}. Type the whole name or the e-mail address." if several else ""
