"""What people did about reviews, as they remember it, and what the database holds of it.

Plain data, all instants in the course's time; it judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

MARK = "penned-"
"""How the word begins that stands in one text and nowhere else."""


@dataclass
class Handed:
    """A text that somebody sent off: with Submit, or with Save draft. `token` stands in it and nowhere else. `whole`:
    every question has an answer. `after`: another window of theirs had saved something since this one was opened.

    `confirmed`: the form was closed, or said that it is saved. `kept`: the text still stood in the form when its writer
    gave up. `words`: what they were told. `at` … `until`: from the first attempt until the answer.
    """

    account: str
    session: str
    paper: str
    token: str
    how: Literal["submit", "draft"]
    whole: bool
    at: datetime
    until: datetime | None = None
    after: bool = False
    confirmed: bool = False
    kept: bool = True
    tries: int = 0
    words: tuple[str, ...] = ()
    takers: tuple[int, ...] = ()


@dataclass
class Pleaded:
    """Somebody said that they cannot make it. `told`: the bot has said that staff know."""

    account: str
    session: str
    at: datetime
    until: datetime | None = None
    told: bool = False
    takers: tuple[int, ...] = ()


@dataclass
class Ordered:
    """More time or an excuse, by staff, and whether they were told that it is so. `account` is of the student."""

    account: str
    session: str
    kind: Literal["extension", "excuse"]
    at: datetime
    until: datetime | None = None
    told: bool = False


# --- what the database holds ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    person: int
    paper: str
    number: int
    session: str
    complete: bool
    received_at: datetime
    accepted_at: datetime | None
    text: str
    """All answers, one after another."""


@dataclass(frozen=True)
class Grant:
    """`until` is an instant, `by` a length after the due time; of an excuse both are None."""

    id: int
    person: int
    kind: str
    session: str
    paper: str
    until: datetime | None
    by: timedelta | None
    granted_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Plea:
    id: int
    person: int
    session: str
    made_at: datetime
    settled_at: datetime | None
