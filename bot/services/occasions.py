"""Under which name something is told that has an hour of its own: once, and anew where that hour has moved far.

A class that is put off to another day has another deadline; one that begins half an hour later has the same. It knows
names and hours, never what is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

FAR = timedelta(hours=20)
"""An hour that moved so much later is another one: the next day's is, also where the clocks change, and what only moved
out of somebody's night is not.
"""


def free_name(name: str, told: Mapping[str, datetime | None], *, at: datetime) -> str | None:
    """`name`, or `name.2` and so on where it was told of hours long before `at`; None where it was told of this one.
    `told`: the names that there are, with their hours; None for what was given up unsaid.
    """
    number, free = 1, name
    while (hour := told.get(free)) is not None:
        if at < hour + FAR:
            return None
        number += 1
        free = f"{name}.{number}"
    return free


def newest_name(name: str, told: Mapping[str, datetime | None]) -> str:
    """The last of these names that there is."""
    number, newest = 2, name
    while (following := f"{name}.{number}") in told:
        number, newest = number + 1, following
    return newest
