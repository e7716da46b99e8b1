"""People as a platform lists them: where a membership comes from, what counts, who came and who left."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import JSONDocument, UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

EMPTY = sa.text("''")


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("home_digest", sa.Text, server_default=EMPTY, nullable=False))
    with op.batch_alter_table("course_state") as course_state:
        course_state.add_column(sa.Column("roster_right_at", UTCDateTime))
        course_state.add_column(sa.Column("roster_right_by", sa.BigInteger().with_variant(sa.Integer, "sqlite")))
        course_state.create_foreign_key(
            op.f("fk_course_state_roster_right_by_person"), "person", ["roster_right_by"], ["id"]
        )
    upgrade_membership()
    op.create_table(
        "roster_look",
        sa.Column("course", sa.String(64), nullable=False),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("first_at", UTCDateTime, nullable=False),
        sa.Column("last_at", UTCDateTime, nullable=False),
        sa.Column("unfound", JSONDocument, server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("course", "platform", name=op.f("pk_roster_look")),
    )


def upgrade_membership() -> None:
    """Whoever is there was put there by hand; what was due since they joined counts."""
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("source", sa.String(16), server_default="staff", nullable=False))
        membership.add_column(sa.Column("counts_from", UTCDateTime))
        membership.add_column(sa.Column("in_channel", sa.Boolean, server_default=sa.false(), nullable=False))
        membership.add_column(sa.Column("new_at", UTCDateTime))
        membership.add_column(sa.Column("left_at", UTCDateTime))
    op.execute("UPDATE membership SET counts_from = joined_at")
    with op.batch_alter_table("membership") as membership:
        membership.alter_column("counts_from", existing_type=UTCDateTime(), nullable=False)
        membership.create_check_constraint(op.f("ck_membership_source"), "source IN ('schedule', 'channel', 'staff')")


def downgrade() -> None:
    op.drop_table("roster_look")
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint(op.f("ck_membership_source"), type_="check")
        for column in ("left_at", "new_at", "in_channel", "counts_from", "source"):
            membership.drop_column(column)
    with op.batch_alter_table("course_state") as course_state:
        course_state.drop_constraint(op.f("fk_course_state_roster_right_by_person"), type_="foreignkey")
        course_state.drop_column("roster_right_by")
        course_state.drop_column("roster_right_at")
    with op.batch_alter_table("account") as account:
        account.drop_column("home_digest")
