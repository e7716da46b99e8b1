"""The first tables: the ledger, courses, schedules, people, audit."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import BigId, JSONDocument, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('waiting', 'claimed', 'retracting')")
EMPTY = sa.text("''")
SWEPT = sa.text("check_at IS NOT NULL")


def upgrade() -> None:
    create_delivery()
    create_person()
    create_account()
    create_audit()
    create_course_state()
    create_membership()
    create_schedule_decision()
    create_schedule_proposal()
    create_schedule_version()


def downgrade() -> None:
    for table in (
        "schedule_version",
        "schedule_proposal",
        "schedule_decision",
        "membership",
        "course_state",
        "audit",
        "account",
        "person",
        "delivery",
    ):
        op.drop_table(table)


def create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", BigId, nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("destination", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("occurrence", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(64), server_default=EMPTY, nullable=False),
        sa.Column("part", sa.String(16), server_default=EMPTY, nullable=False),
        sa.Column("platform", sa.String(32), server_default=EMPTY, nullable=False),
        sa.Column("channel", sa.String(128), server_default=EMPTY, nullable=False),
        sa.Column("purpose", sa.String(64), server_default="announcements", nullable=False),
        sa.Column("due_at", UTCDateTime, nullable=False),
        sa.Column("stale_after", UTCDateTime, nullable=False),
        sa.Column("title", sa.Text, server_default=EMPTY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64)),
        sa.Column("epoch", sa.Integer, server_default="0", nullable=False),
        sa.Column("next_attempt_at", UTCDateTime),
        sa.Column("unsure", sa.Boolean, server_default=sa.false(), nullable=False),
        sa.Column("attempts", sa.Integer, server_default="0", nullable=False),
        sa.Column("first_claimed_at", UTCDateTime),
        sa.Column("reference", sa.Text),
        sa.Column("sent_at", UTCDateTime),
        sa.Column("check_at", UTCDateTime),
        sa.Column("content_hash", sa.String(64)),
        sa.Column("snapshot", sa.Text),
        sa.Column("details", JSONDocument, server_default="{}", nullable=False),
        sa.Column("batch", sa.Text, server_default=EMPTY, nullable=False),
        sa.Column("failure", sa.Text),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'sent', 'failed', 'held', 'skipped', 'retracting', 'retracted')",
            name=op.f("ck_delivery_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "course", "destination", "kind", "item", "occurrence", "recipient", "part", name="uq_delivery_key"
        ),
    )
    op.create_index("ix_delivery_course_channel_sent_at", "delivery", ["course", "channel", "sent_at"])
    op.create_index("ix_delivery_course_state", "delivery", ["course", "state"])
    op.create_index("ix_delivery_open", "delivery", ["next_attempt_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_delivery_swept", "delivery", ["check_at"], sqlite_where=SWEPT, postgresql_where=SWEPT)


def create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", BigId, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("timezone", sa.Text),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )


def create_account() -> None:
    op.create_table(
        "account",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("platform", "workspace", "user_id", name=op.f("uq_account_platform_workspace_user_id")),
    )
    op.create_index("ix_account_person", "account", ["person"])


def create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BigId, nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("person", BigId),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("item", sa.Text, server_default=EMPTY, nullable=False),
        sa.Column("details", JSONDocument, server_default="{}", nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_audit_person_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_course_at", "audit", ["course", "at"])


def create_course_state() -> None:
    op.create_table(
        "course_state",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("created_at", UTCDateTime, nullable=False),
        sa.Column("live_at", UTCDateTime),
        sa.Column("live_by", BigId),
        sa.Column("paused_at", UTCDateTime),
        sa.Column("paused_until", UTCDateTime),
        sa.Column("paused_reason", sa.Text, server_default=EMPTY, nullable=False),
        sa.Column("paused_by", BigId),
        sa.ForeignKeyConstraint(["live_by"], ["person.id"], name=op.f("fk_course_state_live_by_person")),
        sa.ForeignKeyConstraint(["paused_by"], ["person.id"], name=op.f("fk_course_state_paused_by_person")),
        sa.PrimaryKeyConstraint("course", name=op.f("pk_course_state")),
    )


def create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("joined_at", UTCDateTime, nullable=False),
        sa.CheckConstraint(
            "role IN ('student', 'auditor', 'ta', 'instructor', 'guest')", name=op.f("ck_membership_role")
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_membership_person_person")),
        sa.PrimaryKeyConstraint("course", "person", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person", "membership", ["person"])


def create_schedule_decision() -> None:
    op.create_table(
        "schedule_decision",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("renamed_to", sa.String(64), server_default=EMPTY, nullable=False),
        sa.Column("decided_by", BigId),
        sa.Column("decided_at", UTCDateTime, nullable=False),
        sa.CheckConstraint("(decision = 'renamed') = (renamed_to <> '')", name=op.f("ck_schedule_decision_renamed_to")),
        sa.CheckConstraint("decision IN ('renamed', 'removed')", name=op.f("ck_schedule_decision_decision")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_schedule_decision_decided_by_person")),
        sa.PrimaryKeyConstraint("course", "hash", "item", name=op.f("pk_schedule_decision")),
    )


def create_schedule_proposal() -> None:
    op.create_table(
        "schedule_proposal",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("vanished", JSONDocument, server_default="[]", nullable=False),
        sa.Column("problems", sa.Text, server_default=EMPTY, nullable=False),
        sa.Column("proposed_at", UTCDateTime, nullable=False),
        sa.Column("settled_at", UTCDateTime),
        sa.Column("settled_by", BigId),
        sa.Column("text", sa.Text, nullable=False),
        sa.CheckConstraint(
            "state IN ('broken', 'held', 'kept_old', 'applied')", name=op.f("ck_schedule_proposal_state")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_schedule_proposal_settled_by_person")),
        sa.PrimaryKeyConstraint("course", "hash", name=op.f("pk_schedule_proposal")),
    )


def create_schedule_version() -> None:
    op.create_table(
        "schedule_version",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("applied_at", UTCDateTime, nullable=False),
        sa.Column("applied_by", BigId),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["applied_by"], ["person.id"], name=op.f("fk_schedule_version_applied_by_person")),
        sa.PrimaryKeyConstraint("course", "number", name=op.f("pk_schedule_version")),
    )
