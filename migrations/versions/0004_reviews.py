"""Reviews: their versions, the forms they were written with, what staff granted, files, and how people are reminded."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

EMPTY = sa.text("''")
BRIEF = [
    "course",
    "person",
    "paper",
    "number",
    "complete",
    "blank",
    "late_then",
    "accepted_at",
    "picked_at",
    "received_at",
]


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("reminders", sa.String(16), nullable=False, server_default="normal"))
        person.create_check_constraint(op.f("ck_person_reminders"), "reminders IN ('normal', 'last', 'off')")
    _versions()
    _grants()
    _files()


def _person(name: str = "person", *, nullable: bool = False, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, BigId, nullable=nullable, primary_key=primary_key)


def _to_person(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")) for column in columns
    ]


def _course(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column("course", sa.String(64), nullable=False, primary_key=primary_key)


def _versions() -> None:
    op.create_table(
        "review_form",
        _course(),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("form", JSONDocument, nullable=False),
        sa.PrimaryKeyConstraint("course", "hash", name=op.f("pk_review_form")),
    )
    op.create_table(
        "review_version",
        sa.Column("id", BigId, nullable=False),
        _course(),
        _person(),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("window", sa.String(16), nullable=False, server_default=EMPTY),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("blank", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("received_at", UTCDateTime, nullable=False),
        sa.Column("late_then", sa.Integer),
        sa.Column("accepted_at", UTCDateTime),
        _person("accepted_by", nullable=True),
        sa.Column("picked_at", UTCDateTime),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("answers", JSONDocument, nullable=False),
        *_to_person("review_version", "person", "accepted_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_version")),
        sa.UniqueConstraint(
            "course", "person", "paper", "number", name=op.f("uq_review_version_course_person_paper_number")
        ),
    )
    op.create_index(op.f("ix_review_version_person"), "review_version", ["person"])
    op.create_index(op.f("ix_review_version_course_paper"), "review_version", ["course", "paper"])
    op.create_index(op.f("ix_review_version_brief"), "review_version", BRIEF)
    op.create_table(
        "review_typing",
        _course(),
        _person(),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("window", sa.String(16), nullable=False, server_default=EMPTY),
        sa.Column("base", sa.Integer, nullable=False, server_default="0"),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("answers", JSONDocument, nullable=False),
        *_to_person("review_typing", "person"),
        sa.PrimaryKeyConstraint("course", "person", "paper", name=op.f("pk_review_typing")),
    )
    op.create_index(op.f("ix_review_typing_person"), "review_typing", ["person"])
    op.create_table(
        "review_hidden",
        _course(),
        _person(),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("hidden_at", UTCDateTime, nullable=False),
        _person("hidden_by", nullable=True),
        *_to_person("review_hidden", "person", "hidden_by"),
        sa.PrimaryKeyConstraint("course", "person", "paper", name=op.f("pk_review_hidden")),
    )
    op.create_index(op.f("ix_review_hidden_person"), "review_hidden", ["person"])


def _grants() -> None:
    op.create_table(
        "review_grant",
        sa.Column("id", BigId, nullable=False),
        _course(),
        _person(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("session", sa.String(64), nullable=False, server_default=EMPTY),
        sa.Column("paper", sa.String(64), nullable=False, server_default=EMPTY),
        sa.Column("until", UTCDateTime),
        sa.Column("offset", sa.Integer),
        sa.Column("granted_at", UTCDateTime, nullable=False),
        _person("granted_by", nullable=True),
        sa.Column("revoked_at", UTCDateTime),
        _person("revoked_by", nullable=True),
        sa.Column("reason", SafeText, nullable=False, server_default=EMPTY),
        *_to_person("review_grant", "person", "granted_by", "revoked_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_grant")),
        sa.CheckConstraint("kind IN ('extension', 'excuse')", name=op.f("ck_review_grant_kind")),
    )
    op.create_index(op.f("ix_review_grant_person"), "review_grant", ["person"])
    op.create_index(op.f("ix_review_grant_course_person"), "review_grant", ["course", "person"])
    op.create_table(
        "review_plea",
        sa.Column("id", BigId, nullable=False),
        _course(),
        _person(),
        sa.Column("session", sa.String(64), nullable=False),
        sa.Column("paper", sa.String(64), nullable=False, server_default=EMPTY),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("settled_at", UTCDateTime),
        _person("settled_by", nullable=True),
        sa.Column("outcome", SafeText, nullable=False, server_default=EMPTY),
        sa.Column("note", SafeText, nullable=False, server_default=EMPTY),
        *_to_person("review_plea", "person", "settled_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_plea")),
        sa.CheckConstraint("reason IN ('ill', 'emergency', 'other')", name=op.f("ck_review_plea_reason")),
    )
    op.create_index(op.f("ix_review_plea_person"), "review_plea", ["person"])
    op.create_index(op.f("ix_review_plea_course_settled_at"), "review_plea", ["course", "settled_at"])


def _files() -> None:
    op.create_table(
        "blob",
        sa.Column("id", BigId, nullable=False),
        _course(),
        _person(),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", SafeText, nullable=False),
        sa.Column("media_type", SafeText, nullable=False, server_default=EMPTY),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("received_at", UTCDateTime, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        *_to_person("blob", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        sa.UniqueConstraint("course", "person", "sha256", "name", name=op.f("uq_blob_course_person_sha256_name")),
    )
    op.create_index(op.f("ix_blob_person"), "blob", ["person"])


def downgrade() -> None:
    for table in ("blob", "review_plea", "review_grant", "review_hidden", "review_typing", "review_version"):
        op.drop_table(table)
    op.drop_table("review_form")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_reminders"), type_="check")
        person.drop_column("reminders")
