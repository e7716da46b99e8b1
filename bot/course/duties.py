"""What students do for a session, as rules: the review that it asks for, and the roles in which it is presented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.course.vocabulary import Moment, PeersRead, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question of a review form. Completeness is the bot's rule, never the platform's."""

    id: str
    kind: Literal["text", "scale", "choice", "choices", "yes_no", "file"]
    label: str
    description: str | None = None
    visibility: Visibility = Visibility.PEERS
    required: bool = True
    long: bool = True
    min_words: int | None = None
    max_words: int | None = None
    options: tuple[str, ...] = ()
    start: int = 1
    high_is_good: bool = True
    types: tuple[str, ...] = ()
    """Of a file: the extensions that are taken, without their dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewForm:
    """The questions of a review. `name` is the preset's word, or `custom`."""

    name: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRule:
    """What lateness costs, as gradebooks state it: percent off per started hour or day, never below `floor` percent."""

    percent: float
    per: Literal["hour", "day"]
    floor: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What one session asks its students to write, with every date worked out.

    `papers` are the ids a review may be written about; `choose` is how many of them (None: each).
    `due` is None where the session's date is not known yet. `closes_at` is the hard close. `digest_picture`: the scores
    are drawn for staff too.
    `external_url` means: collected elsewhere, the bot only shows the link.
    """

    papers: tuple[str, ...]
    choose: int | None
    form: ReviewForm
    due: Moment | None
    grace: timedelta
    late_until: datetime | None
    closes_at: datetime | None
    digest_at: datetime | None
    peers_read: PeersRead
    remind: tuple[timedelta, ...] = (timedelta(hours=24), timedelta(hours=3))
    late_rule: LateRule | None = None
    external_url: str | None = None
    digest_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A presenting role. `seats` counts per session, or per paper where presenting is per paper.

    `sessions` limits the role to those session ids; empty means all that have presenting. `reads`: the questions of the
    reviews whose answers it is given before class, by field id; empty means all that presenters may read.
    """

    id: str
    title: str
    duties: str | None = None
    seats: int = 1
    backup: bool = False
    sessions: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentingRules:
    """Limits on what one person takes. None means: no limit."""

    at_least: int | None = None
    distinct_roles: Literal["yes", "as_possible", "no"] = "no"
    at_most_per_week: int | None = None
    at_most_per_term: int | None = None
    once_per_paper: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenting:
    """Who presents: roles, rules, opening and closing. Empty `roles`: the course has no sign-ups."""

    per: Literal["session", "paper"] = "session"
    roles: tuple[Role, ...] = ()
    rules: PresentingRules = PresentingRules()
    opens: Moment | None = None
    closes: Moment | None = None
    closes_before: timedelta | None = None
    drop_until_before: timedelta = timedelta(hours=48)
    mode: Literal["auto", "first_come", "preferences"] = "auto"
    excused_from_review: bool = True
    waiting_list: bool = False
    remind: tuple[timedelta, ...] = (timedelta(days=7), timedelta(days=2))
