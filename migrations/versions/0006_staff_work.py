"""Staff work: the class list and its claims, marks, reviews given back, taking part, calendar links, ended courses."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EMPTY = sa.text("''")


def upgrade() -> None:
    _ended()
    _class_list()
    _claims()
    _marks()
    _taking_part()


def _person(name: str = "person", *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, BigId, nullable=nullable)


def _to_person(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person")) for column in columns
    ]


def _course() -> sa.Column[str]:
    return sa.Column("course", sa.String(64), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, SafeText, nullable=False, server_default=EMPTY)


def _ended() -> None:
    with op.batch_alter_table("course_state") as state:
        state.add_column(sa.Column("closed_at", UTCDateTime))
        state.add_column(_person("closed_by", nullable=True))
        state.add_column(sa.Column("keep_until", UTCDateTime))
        state.add_column(sa.Column("erasure_told_at", UTCDateTime))
        state.add_column(sa.Column("erased_at", UTCDateTime))
        state.add_column(sa.Column("erased_to", BigId))
        state.create_foreign_key(op.f("fk_course_state_closed_by_person"), "person", ["closed_by"], ["id"])


def _class_list() -> None:
    op.create_table(
        "roster_sheet",
        sa.Column("id", BigId, nullable=False),
        _course(),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", SafeText, nullable=False),
        sa.Column("imported_at", UTCDateTime, nullable=False),
        _person("imported_by", nullable=True),
        sa.Column("header", JSONDocument, nullable=False),
        sa.Column("points", JSONDocument, nullable=False, server_default="[]"),
        sa.Column("digest", sa.String(64), nullable=False, server_default=EMPTY),
        *_to_person("roster_sheet", "imported_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_sheet")),
        sa.CheckConstraint("kind IN ('canvas', 'plain')", name=op.f("ck_roster_sheet_kind")),
    )
    op.create_index(op.f("ix_roster_sheet_course"), "roster_sheet", ["course"])
    op.create_table(
        "roster_entry",
        _course(),
        _person(),
        sa.Column("sheet", BigId, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("gone_at", UTCDateTime),
        sa.Column("name", SafeText, nullable=False),
        *(_text(name) for name in ("email", "student_id", "canvas_id", "login", "section")),
        sa.Column("cells", JSONDocument, nullable=False, server_default="[]"),
        *_to_person("roster_entry", "person"),
        sa.ForeignKeyConstraint(["sheet"], ["roster_sheet.id"], name=op.f("fk_roster_entry_sheet_roster_sheet")),
        sa.PrimaryKeyConstraint("course", "person", name=op.f("pk_roster_entry")),
    )
    op.create_index(op.f("ix_roster_entry_person"), "roster_entry", ["person"])


def _claims() -> None:
    op.create_table(
        "claim_code",
        sa.Column("hash", sa.String(64), nullable=False),
        _course(),
        _person(),
        sa.Column("made_at", UTCDateTime, nullable=False),
        _person("made_by", nullable=True),
        sa.Column("used_at", UTCDateTime),
        *_to_person("claim_code", "person", "made_by"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_claim_code")),
    )
    op.create_index(op.f("ix_claim_code_person"), "claim_code", ["person"])
    op.create_index(op.f("ix_claim_code_course"), "claim_code", ["course"])
    op.create_table(
        "roster_question",
        _course(),
        _person(),
        sa.Column("asked_at", UTCDateTime, nullable=False),
        sa.Column("answered_at", UTCDateTime),
        _person("entry", nullable=True),
        sa.Column("settled_at", UTCDateTime),
        _person("settled_by", nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False, server_default=EMPTY),
        _text("answer"),
        *_to_person("roster_question", "person", "entry", "settled_by"),
        sa.PrimaryKeyConstraint("course", "person", name=op.f("pk_roster_question")),
        sa.CheckConstraint("outcome IN ('', 'linked', 'declined')", name=op.f("ck_roster_question_outcome")),
    )
    op.create_index(op.f("ix_roster_question_person"), "roster_question", ["person"])


def _marks() -> None:
    op.create_table(
        "review_mark",
        _course(),
        _person(),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("marked_at", UTCDateTime, nullable=False),
        _person("marked_by", nullable=True),
        sa.Column("released_at", UTCDateTime),
        _person("released_by", nullable=True),
        *_to_person("review_mark", "person", "marked_by", "released_by"),
        sa.PrimaryKeyConstraint("course", "person", "paper", name=op.f("pk_review_mark")),
    )
    op.create_index(op.f("ix_review_mark_person"), "review_mark", ["person"])
    op.create_index(op.f("ix_review_mark_course_paper"), "review_mark", ["course", "paper"])
    op.create_table(
        "review_return",
        sa.Column("id", BigId, nullable=False),
        _course(),
        _person(),
        sa.Column("paper", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("returned_at", UTCDateTime, nullable=False),
        _person("returned_by", nullable=True),
        sa.Column("until", UTCDateTime),
        sa.Column("undone_at", UTCDateTime),
        _text("note"),
        *_to_person("review_return", "person", "returned_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_return")),
    )
    op.create_index(op.f("ix_review_return_person"), "review_return", ["person"])
    op.create_index(op.f("ix_review_return_course_person"), "review_return", ["course", "person"])


def _taking_part() -> None:
    op.create_table(
        "participation",
        _course(),
        sa.Column("session", sa.String(64), nullable=False),
        _person(),
        sa.Column("present", sa.Boolean, nullable=False),
        sa.Column("noted_at", UTCDateTime, nullable=False),
        _person("noted_by", nullable=True),
        *_to_person("participation", "person", "noted_by"),
        sa.PrimaryKeyConstraint("course", "session", "person", name=op.f("pk_participation")),
    )
    op.create_index(op.f("ix_participation_person"), "participation", ["person"])
    op.create_table(
        "calendar_link",
        sa.Column("hash", sa.String(64), nullable=False),
        _person(),
        sa.Column("made_at", UTCDateTime, nullable=False),
        sa.Column("revoked_at", UTCDateTime),
        *_to_person("calendar_link", "person"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_calendar_link")),
    )
    op.create_index(op.f("ix_calendar_link_person"), "calendar_link", ["person"])


def downgrade() -> None:
    tables = ("calendar_link", "participation", "review_return", "review_mark", "roster_question", "claim_code")
    for table in (*tables, "roster_entry", "roster_sheet"):
        op.drop_table(table)
    with op.batch_alter_table("course_state") as state:
        state.drop_constraint(op.f("fk_course_state_closed_by_person"), type_="foreignkey")
        for column in ("erased_to", "erased_at", "erasure_told_at", "keep_until", "closed_by", "closed_at"):
            state.drop_column(column)
