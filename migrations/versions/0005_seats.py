"""Presenting: seats and what became of them, when sign-up opened, and what is offered, asked and preferred."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EMPTY = sa.text("''")


def upgrade() -> None:
    _seats()
    _asked()
    _wanted()


def _id() -> sa.Column[int]:
    return sa.Column("id", BigId, nullable=False)


def _person(name: str = "person", *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BigId, nullable=nullable)


def _to_person(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")) for column in columns
    ]


def _course() -> sa.Column[str]:
    return sa.Column("course", sa.String(64), nullable=False)


def _seat_names() -> list[sa.Column]:
    return [
        _course(),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("paper", sa.String(64), nullable=False, server_default=EMPTY),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    ]


def _seats() -> None:
    op.create_table(
        "seat",
        _id(),
        *_seat_names(),
        _person(),
        sa.Column("taken_at", UTCDateTime, nullable=False),
        _person("taken_by", nullable=True),
        sa.Column("fill", BigId),
        sa.Column("broken", JSONDocument, nullable=False, server_default="[]"),
        sa.Column("outcome", sa.String(16), nullable=False, server_default=EMPTY),
        _person("stand_in", nullable=True),
        sa.Column("marked_at", UTCDateTime),
        _person("marked_by", nullable=True),
        sa.Column("reason", SafeText, nullable=False, server_default=EMPTY),
        *_to_person("seat", "person", "taken_by", "stand_in", "marked_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("course", "session", "paper", "role", "number", name=op.f("uq_seat_names")),
        sa.CheckConstraint("outcome IN ('', 'presented', 'no_show', 'stood_in')", name=op.f("ck_seat_outcome")),
        sa.CheckConstraint("(outcome = 'stood_in') = (stand_in IS NOT NULL)", name=op.f("ck_seat_stand_in")),
    )
    op.create_index(op.f("ix_seat_person"), "seat", ["person"])
    op.create_index(op.f("ix_seat_course_person"), "seat", ["course", "person"])
    op.create_table(
        "seat_change",
        _id(),
        *_seat_names(),
        _person(),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        _person("by", nullable=True),
        sa.Column("broken", JSONDocument, nullable=False, server_default="[]"),
        sa.Column("reason", SafeText, nullable=False, server_default=EMPTY),
        *_to_person("seat_change", "person", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_change")),
    )
    op.create_index(op.f("ix_seat_change_person"), "seat_change", ["person"])
    op.create_index(op.f("ix_seat_change_course_id"), "seat_change", ["course", "id"])
    op.create_index(op.f("ix_seat_change_seat"), "seat_change", ["course", "session", "paper", "role", "number"])
    op.create_table(
        "signup",
        _course(),
        sa.Column("opened_at", UTCDateTime, nullable=False),
        _person("opened_by", nullable=True),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("filled_at", UTCDateTime),
        *_to_person("signup", "opened_by"),
        sa.PrimaryKeyConstraint("course", name=op.f("pk_signup")),
        sa.CheckConstraint("mode IN ('first_come', 'preferences')", name=op.f("ck_signup_mode")),
    )


def _asked() -> None:
    op.create_table(
        "seat_cover",
        _id(),
        *_seat_names(),
        _person("dropped_by"),
        sa.Column("opened_at", UTCDateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        _person("asked", nullable=True),
        sa.Column("asked_at", UTCDateTime),
        sa.Column("ask_until", UTCDateTime),
        sa.Column("tried", JSONDocument, nullable=False, server_default="[]"),
        sa.Column("settled_at", UTCDateTime),
        _person("settled_by", nullable=True),
        *_to_person("seat_cover", "dropped_by", "asked", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_cover")),
        sa.CheckConstraint("state IN ('asking', 'calling', 'filled', 'over')", name=op.f("ck_seat_cover_state")),
    )
    op.create_index(op.f("ix_seat_cover_course_state"), "seat_cover", ["course", "state"])
    op.create_table(
        "seat_swap",
        _id(),
        *_seat_names(),
        _person(),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("settled_at", UTCDateTime),
        _person("settled_by", nullable=True),
        sa.Column("wanted", JSONDocument, nullable=False, server_default="{}"),
        *_to_person("seat_swap", "person", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_swap")),
        sa.CheckConstraint("state IN ('open', 'taken', 'withdrawn', 'over')", name=op.f("ck_seat_swap_state")),
    )
    op.create_index(op.f("ix_seat_swap_person"), "seat_swap", ["person"])
    op.create_index(op.f("ix_seat_swap_course_state"), "seat_swap", ["course", "state"])
    op.create_table(
        "seat_waiting",
        _course(),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("paper", sa.String(64), nullable=False, server_default=EMPTY),
        sa.Column("role", sa.String(16), nullable=False),
        _person(),
        sa.Column("since", UTCDateTime, nullable=False),
        *_to_person("seat_waiting", "person"),
        sa.PrimaryKeyConstraint("course", "session", "paper", "role", "person", name=op.f("pk_seat_waiting")),
    )
    op.create_index(op.f("ix_seat_waiting_person"), "seat_waiting", ["person"])


def _wanted() -> None:
    op.create_table(
        "seat_preference",
        _course(),
        _person(),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("wanted", JSONDocument, nullable=False),
        *_to_person("seat_preference", "person"),
        sa.PrimaryKeyConstraint("course", "person", name=op.f("pk_seat_preference")),
    )
    op.create_index(op.f("ix_seat_preference_person"), "seat_preference", ["person"])
    op.create_table(
        "seat_fill",
        _id(),
        _course(),
        sa.Column("made_at", UTCDateTime, nullable=False),
        _person("made_by", nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("applied_at", UTCDateTime),
        _person("applied_by", nullable=True),
        sa.Column("undone_at", UTCDateTime),
        _person("undone_by", nullable=True),
        sa.Column("proposal", JSONDocument, nullable=False),
        *_to_person("seat_fill", "made_by", "applied_by", "undone_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_fill")),
        sa.CheckConstraint("state IN ('proposed', 'applied', 'undone', 'dropped')", name=op.f("ck_seat_fill_state")),
    )
    op.create_index(op.f("ix_seat_fill_course_state"), "seat_fill", ["course", "state"])


def downgrade() -> None:
    tables = (
        "seat_fill",
        "seat_preference",
        "seat_waiting",
        "seat_swap",
        "seat_cover",
        "signup",
        "seat_change",
        "seat",
    )
    for table in tables:
        op.drop_table(table)
