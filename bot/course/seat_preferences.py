"""What somebody would like to present, where seats are given by preference. Pure: it knows no names and no clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RANKS = 3
"""So many choices are asked for."""

Spot = tuple[str, str]
"""What is presented: a session's id, and a paper's where seats are per paper ('' where they are per session)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """`sessions`: what one would like to present, the dearest first; `roles` that one likes, by id, none of them before
    another; `cannot`: sessions at which one is away. What the schedule does not offer (any more) says nothing.
    """

    sessions: tuple[Spot, ...] = ()
    roles: frozenset[str] = frozenset()
    cannot: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.sessions or self.roles or self.cannot)


def encoded(one: Preference) -> dict[str, Any]:
    """As JSON."""
    return {
        "sessions": [list(spot) for spot in one.sessions],
        "roles": sorted(one.roles),
        "cannot": sorted(one.cannot),
    }


def decoded(wanted: dict[str, Any]) -> Preference:
    """The inverse of `encoded`."""
    return Preference(
        sessions=tuple((session, paper) for session, paper in wanted.get("sessions", ())),
        roles=frozenset(wanted.get("roles", ())),
        cannot=frozenset(wanted.get("cannot", ())),
    )
