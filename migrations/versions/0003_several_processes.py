"""Several processes on one database: until when a claim holds, and what the service as a whole did last."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.add_column(sa.Column("lease_until", UTCDateTime))
    op.create_table(
        "mark",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("at", UTCDateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )


def downgrade() -> None:
    op.drop_table("mark")
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_column("lease_until")
