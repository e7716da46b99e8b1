"""What can be written about reviews and presenting: forms, due times, windows, roles and rules.

Models of single entries like those in `document.py`, which holds the rest of the file. Whether rules can be met
together is settled in `owed.py` and `seats.py`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from bot.course import durations, scalars
from bot.course.durations import AtClassStart, AtDeadline, BeforeClass, DueRule, Stamp
from bot.course.fields import Entries, OrWord, Reads, Several, choice
from bot.course.file_types import SAME, TYPES
from bot.course.model import PeersRead, Visibility
from bot.course.presets import FORMS, PRESENTING
from bot.course.words import (
    ID_SCHEMA,
    LATENESS_SCHEMA,
    SPAN_SCHEMA,
    STAMP_SCHEMA,
    Count,
    Entry,
    ItemId,
    Note,
    Owe,
    Percent,
    Remind,
    Span,
    Title,
    Url,
    Word,
    YesNo,
    one_of,
)

_FIELD_KINDS = ("text", "scale", "choice", "choices", "yes_no", "file")


FileType = Annotated[str, choice({one: one for one in TYPES}, also={**{f".{one}": one for one in TYPES}, **SAME})]


FieldId = Annotated[str, Reads(scalars.field_id, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 24})]


class FieldDoc(Entry):
    id: FieldId
    kind: Annotated[
        Literal["text", "scale", "choice", "choices", "yes_no", "file"], choice({word: word for word in _FIELD_KINDS})
    ] = "text"
    label: Title
    description: Note | None = None
    visibility: Annotated[Visibility, one_of(Visibility)] = Visibility.PEERS
    required: YesNo = True
    long: YesNo = True
    min_words: Annotated[int, Reads(scalars.whole(0, 2000), {"type": "integer"})] | None = None
    max_words: Annotated[int, Reads(scalars.whole(1, 5000), {"type": "integer"})] | None = None
    options: Annotated[tuple[Word, ...], Several(), Field(max_length=25)] = ()
    start: Annotated[int, Reads(scalars.whole(-100, 100), {"type": "integer"})] = 1
    high_is_good: YesNo = True
    types: Annotated[tuple[FileType, ...], Several(), Field(max_length=25)] = ()


class FormDoc(Entry):
    fields: Annotated[tuple[FieldDoc, ...], Entries(), Field(min_length=1, max_length=25)]


class LateRuleDoc(Entry):
    percent: Percent
    per: Annotated[Literal["hour", "day"], choice({"hour": "hour", "day": "day"})] = "day"
    floor: Percent = 0.0


_PEERS_READ = {
    "after mine and deadline": PeersRead.AFTER_MINE_AND_DEADLINE,
    "after deadline": PeersRead.AFTER_DEADLINE,
    "never": PeersRead.NEVER,
}
_FORM_WORDS = f"one of {', '.join(FORMS)}, or {{fields: […]}}"


class ReviewDoc(Entry):
    """What is owed for one session, as far as it differs from the course's `reviews`."""

    owe: Owe | None = None
    form: Annotated[str | FormDoc, OrWord(FormDoc, {word: word for word in FORMS}, _FORM_WORDS, tuple(FORMS))] = (
        "systems"
    )
    due: Annotated[
        DueRule,
        Reads(
            durations.due_rule,
            {"type": "string", "examples": ["at class start", "the day before at 23:59", "sunday at 17:00"]},
        ),
    ] = AtClassStart()
    grace: Span = timedelta(minutes=10)
    late: Annotated[timedelta, Reads(durations.lateness, LATENESS_SCHEMA)] | None = None
    hard_close: Annotated[timedelta, Reads(durations.after_due, SPAN_SCHEMA)] | None = None
    late_rule: LateRuleDoc | None = None
    digest: (
        Annotated[
            BeforeClass | AtDeadline,
            Reads(durations.digest_rule, {"type": "string", "examples": ["2h before class", "at deadline"]}),
        ]
        | None
    ) = None
    digest_picture: YesNo = False
    peers_read: Annotated[PeersRead, choice(_PEERS_READ)] = PeersRead.AFTER_MINE_AND_DEADLINE
    remind: Remind = (timedelta(hours=24), timedelta(hours=3))
    external_review: Url | None = None


class ReviewsDoc(ReviewDoc):
    """The course's reviews. What students owe has no default: guessing it would be worse than asking."""

    owe: Owe


class RoleDoc(Entry):
    id: Annotated[str, Reads(scalars.identifier(scalars.ROLE_ID), {**ID_SCHEMA, "maxLength": scalars.ROLE_ID})]
    title: Title
    duties: Note | None = None
    seats: Count = 1
    backup: YesNo = False
    sessions: Annotated[tuple[ItemId, ...], Several(), Field(max_length=500)] = ()
    reads: Annotated[tuple[FieldId, ...], Several(), Field(max_length=25)] = ()


_DISTINCT = {"yes": "yes", "as possible": "as_possible", "no": "no"}
_MODES = {"auto": "auto", "first come": "first_come", "preferences": "preferences"}


class RulesDoc(Entry):
    at_least: Count | None = None
    distinct_roles: Annotated[
        Literal["yes", "as_possible", "no"], choice(_DISTINCT, also={"true": "yes", "false": "no"})
    ] = "no"
    at_most_per_week: Count | None = None
    at_most_per_term: Count | None = None
    once_per_paper: YesNo = True


class PresentingDoc(Entry):
    preset: Annotated[str, choice({word: word for word in PRESENTING})] | None = None
    roles: Annotated[tuple[RoleDoc, ...], Entries(), Field(max_length=25)] = ()
    per: Annotated[Literal["session", "paper"], choice({"session": "session", "paper": "paper"})] = "session"
    rules: RulesDoc = Field(default_factory=RulesDoc)
    opens: Annotated[Stamp, Reads(durations.stamp, STAMP_SCHEMA)] | None = None
    closes: (
        Annotated[
            Stamp | timedelta,
            Reads(durations.closing, {"type": "string", "examples": ["2022-04-30", "2 days before"]}),
        ]
        | None
    ) = None
    drop_until: Annotated[
        timedelta, Reads(durations.span_before, {"type": "string", "examples": ["48h before class"]})
    ] = timedelta(hours=48)
    mode: Annotated[Literal["auto", "first_come", "preferences"], choice(_MODES)] = "auto"
    excused_from_review: YesNo = True
    waiting_list: YesNo = False
    remind: Remind = (timedelta(days=7), timedelta(days=2))
    sessions: Annotated[
        Literal["all", "listed"], choice({"all classes": "all", "listed": "listed"}, also={"all": "all"})
    ] = "all"
