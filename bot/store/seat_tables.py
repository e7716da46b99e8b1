"""The tables of presenting: seats, who wants which, what is offered and asked when somebody cannot come.

As in `tables`: '' stands for "none" in what names a row, and every row carries its course. A seat's five names are
UNIQUE: of any number of people who take it at once the database lets one have it.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime
from bot.store.tables import EMPTY, metadata, one_of

SEAT = ("course", "session", "paper", "role", "number")
OUTCOMES = ("", "presented", "no_show", "stood_in")
MODES = ("first_come", "preferences")
COVER_STATES = ("asking", "calling", "filled", "over")
SWAP_STATES = ("open", "taken", "withdrawn", "over")
FILL_STATES = ("proposed", "applied", "undone", "dropped")


def _seat_names() -> list[Column[str] | Column[int]]:
    return [
        Column("course", String(64), nullable=False),
        Column("session", String(64), nullable=False),
        Column("paper", String(64), nullable=False, server_default=EMPTY),
        Column("role", String(16), nullable=False),
        Column("number", Integer, nullable=False),
    ]


seat = Table(
    "seat",
    metadata,
    Column("id", BigId, primary_key=True),
    *_seat_names(),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("taken_at", UTCDateTime, nullable=False),
    Column("taken_by", BigId, ForeignKey("person.id")),
    Column("fill", BigId),
    Column("broken", JSONDocument, nullable=False, server_default="[]"),
    Column("outcome", String(16), nullable=False, server_default=EMPTY),
    Column("stand_in", BigId, ForeignKey("person.id")),
    Column("marked_at", UTCDateTime),
    Column("marked_by", BigId, ForeignKey("person.id")),
    Column("reason", SafeText, nullable=False, server_default=EMPTY),
    UniqueConstraint(*SEAT, name="uq_seat_names"),
    one_of("outcome", OUTCOMES),
    CheckConstraint("(outcome = 'stood_in') = (stand_in IS NOT NULL)", name="stand_in"),
    Index(None, "course", "person"),
)
"""A row is a seat that is taken. `taken_by`: who assigned it, NULL: its holder; `fill`: the filling that it is of."""

seat_change = Table(
    "seat_change",
    metadata,
    Column("id", BigId, primary_key=True),
    *_seat_names(),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("change", String(16), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("by", BigId, ForeignKey("person.id")),
    Column("broken", JSONDocument, nullable=False, server_default="[]"),
    Column("reason", SafeText, nullable=False, server_default=EMPTY),
    Index(None, "course", "id"),
    Index("ix_seat_change_seat", *SEAT),
)
"""Rows are only added: all that ever became of a seat, in order. `change` is one of `seats.GAINED` or `seats.LOST`,
an outcome that staff marked, or `seats.OVER_LIMIT`.
"""

signup = Table(
    "signup",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("opened_by", BigId, ForeignKey("person.id")),
    Column("mode", String(16), nullable=False),
    Column("filled_at", UTCDateTime),
    one_of("mode", MODES),
)
"""That people may sign up for a course's seats, since when and how."""

seat_cover = Table(
    "seat_cover",
    metadata,
    Column("id", BigId, primary_key=True),
    *_seat_names(),
    Column("dropped_by", BigId, ForeignKey("person.id"), nullable=False),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked", BigId, ForeignKey("person.id")),
    Column("asked_at", UTCDateTime),
    Column("ask_until", UTCDateTime),
    Column("tried", JSONDocument, nullable=False, server_default="[]"),
    Column("settled_at", UTCDateTime),
    Column("settled_by", BigId, ForeignKey("person.id")),
    one_of("state", COVER_STATES),
    Index(None, "course", "state"),
)
"""A seat that was given up late: whom it is asked of, and who was asked before."""

seat_swap = Table(
    "seat_swap",
    metadata,
    Column("id", BigId, primary_key=True),
    *_seat_names(),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("settled_at", UTCDateTime),
    Column("settled_by", BigId, ForeignKey("person.id")),
    Column("wanted", JSONDocument, nullable=False, server_default="{}"),
    one_of("state", SWAP_STATES),
    Index(None, "course", "state"),
)
"""Somebody offers a seat for another one."""

seat_waiting = Table(
    "seat_waiting",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("session", String(64), primary_key=True),
    Column("paper", String(64), primary_key=True, server_default=EMPTY),
    Column("role", String(16), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("since", UTCDateTime, nullable=False),
)

seat_preference = Table(
    "seat_preference",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("at", UTCDateTime, nullable=False),
    Column("wanted", JSONDocument, nullable=False),
)

seat_fill = Table(
    "seat_fill",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("made_by", BigId, ForeignKey("person.id")),
    Column("state", String(16), nullable=False),
    Column("applied_at", UTCDateTime),
    Column("applied_by", BigId, ForeignKey("person.id")),
    Column("undone_at", UTCDateTime),
    Column("undone_by", BigId, ForeignKey("person.id")),
    Column("proposal", JSONDocument, nullable=False),
    one_of("state", FILL_STATES),
    Index(None, "course", "state"),
)
"""A filling that staff were shown, and what became of it."""
