"""The tables. Knows names, keys and what a row may hold, never what is done with it.

Identity columns are NOT NULL with '' for "none", because a NULL would make a UNIQUE constraint useless.
Every row of a course carries the course's id. A long text is a table's last column: SQLite reads past what precedes.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

EMPTY = sa.text("''")
"""'' as a default, in SQL: of a plain one Alembic cannot see that it is there."""

DELIVERY_KEY = ("course", "destination", "kind", "item", "occurrence", "recipient", "part")
DELIVERY_STATES = ("waiting", "claimed", "sent", "failed", "held", "skipped", "retracting", "retracted")
PROPOSAL_STATES = ("broken", "held", "kept_old", "applied")
DECISIONS = ("renamed", "removed")
COURSE_ROLES = ("student", "auditor", "ta", "instructor", "guest")
MEMBERSHIP_SOURCES = ("schedule", "channel", "staff")
REMINDER_SETTINGS = ("normal", "last", "off")
GRANT_KINDS = ("extension", "excuse")
PLEA_REASONS = ("ill", "emergency", "other")

REVIEW_BRIEF = (
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
)
"""What says who owes what, in an index of its own: without it the texts of a whole term would be read past."""

OPEN_DELIVERIES = "state IN ('waiting', 'claimed', 'retracting')"
"""What a tick may have to act on. Queries use this very text, so that both databases see that the index fits."""

SWEPT_DELIVERIES = "check_at IS NOT NULL"
"""Posts that are still to be looked at for doubles."""


def one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    """That a column holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


delivery = Table(
    "delivery",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("destination", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("item", String(64), nullable=False),
    Column("occurrence", String(64), nullable=False),
    Column("recipient", String(64), nullable=False, server_default=EMPTY),
    Column("part", String(16), nullable=False, server_default=EMPTY),
    Column("platform", String(32), nullable=False, server_default=EMPTY),
    Column("channel", String(128), nullable=False, server_default=EMPTY),
    Column("purpose", String(64), nullable=False, server_default="announcements"),
    Column("due_at", UTCDateTime, nullable=False),
    Column("stale_after", UTCDateTime, nullable=False),
    Column("title", SafeText, nullable=False, server_default=EMPTY),
    Column("state", String(16), nullable=False),
    Column("owner", String(64)),
    Column("lease_until", UTCDateTime),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("next_attempt_at", UTCDateTime),
    Column("unsure", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("first_claimed_at", UTCDateTime),
    Column("reference", SafeText),
    Column("sent_at", UTCDateTime),
    Column("check_at", UTCDateTime),
    Column("content_hash", String(64)),
    Column("snapshot", SafeText),
    Column("details", JSONDocument, nullable=False, server_default="{}"),
    Column("batch", SafeText, nullable=False, server_default=EMPTY),
    Column("failure", SafeText),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint(*DELIVERY_KEY, name="uq_delivery_key"),
    one_of("state", DELIVERY_STATES),
    Index(
        "ix_delivery_open",
        "next_attempt_at",
        sqlite_where=sa.text(OPEN_DELIVERIES),
        postgresql_where=sa.text(OPEN_DELIVERIES),
    ),
    Index(
        "ix_delivery_swept",
        "check_at",
        sqlite_where=sa.text(SWEPT_DELIVERIES),
        postgresql_where=sa.text(SWEPT_DELIVERIES),
    ),
    Index(None, "course", "state"),
    Index(None, "course", "channel", "sent_at"),
)

course_state = Table(
    "course_state",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("created_at", UTCDateTime, nullable=False),
    Column("live_at", UTCDateTime),
    Column("live_by", BigId, ForeignKey("person.id")),
    Column("paused_at", UTCDateTime),
    Column("paused_until", UTCDateTime),
    Column("paused_reason", SafeText, nullable=False, server_default=EMPTY),
    Column("paused_by", BigId, ForeignKey("person.id")),
    Column("roster_right_at", UTCDateTime),
    Column("roster_right_by", BigId, ForeignKey("person.id")),
    Column("closed_at", UTCDateTime),
    Column("closed_by", BigId, ForeignKey("person.id")),
    Column("keep_until", UTCDateTime),
    Column("erasure_told_at", UTCDateTime),
    Column("erased_at", UTCDateTime),
    Column("erased_to", BigId),
)

schedule_version = Table(
    "schedule_version",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("file", SafeText, nullable=False),
    Column("applied_at", UTCDateTime, nullable=False),
    Column("applied_by", BigId, ForeignKey("person.id")),
    Column("text", SafeText, nullable=False),
)

schedule_proposal = Table(
    "schedule_proposal",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("file", SafeText, nullable=False),
    Column("state", String(16), nullable=False),
    Column("vanished", JSONDocument, nullable=False, server_default="[]"),
    Column("problems", SafeText, nullable=False, server_default=EMPTY),
    Column("proposed_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Column("settled_by", BigId, ForeignKey("person.id")),
    Column("text", SafeText, nullable=False),
    one_of("state", PROPOSAL_STATES),
)

schedule_decision = Table(
    "schedule_decision",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("item", String(64), primary_key=True),
    Column("decision", String(16), nullable=False),
    Column("renamed_to", String(64), nullable=False, server_default=EMPTY),
    Column("decided_by", BigId, ForeignKey("person.id")),
    Column("decided_at", UTCDateTime, nullable=False),
    one_of("decision", DECISIONS),
    CheckConstraint("(decision = 'renamed') = (renamed_to <> '')", name="renamed_to"),
)

person = Table(
    "person",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", SafeText, nullable=False),
    Column("email", SafeText),
    Column("timezone", SafeText),
    Column("reminders", String(16), nullable=False, server_default="normal"),
    Column("created_at", UTCDateTime, nullable=False),
    one_of("reminders", REMINDER_SETTINGS),
)

account = Table(
    "account",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("platform", String(32), nullable=False),
    Column("workspace", String(64), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("name", SafeText, nullable=False),
    Column("home_digest", SafeText, nullable=False, server_default=EMPTY),
    UniqueConstraint("platform", "workspace", "user_id"),
)

membership = Table(
    "membership",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("role", String(16), nullable=False),
    Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    Column("joined_at", UTCDateTime, nullable=False),
    Column("source", String(16), nullable=False, server_default="staff"),
    Column("counts_from", UTCDateTime, nullable=False),
    Column("in_channel", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("new_at", UTCDateTime),
    Column("left_at", UTCDateTime),
    one_of("role", COURSE_ROLES),
    one_of("source", MEMBERSHIP_SOURCES),
)

roster_look = Table(
    "roster_look",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("platform", String(32), primary_key=True),
    Column("first_at", UTCDateTime, nullable=False),
    Column("last_at", UTCDateTime, nullable=False),
    Column("unfound", JSONDocument, nullable=False, server_default="[]"),
)

mark = Table(
    "mark",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("at", UTCDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", UTCDateTime, nullable=False),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id")),
    Column("action", String(64), nullable=False),
    Column("item", SafeText, nullable=False, server_default=EMPTY),
    Column("details", JSONDocument, nullable=False, server_default="{}"),
    Index(None, "course", "at"),
)

review_form = Table(
    "review_form",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("hash", String(64), primary_key=True),
    Column("created_at", UTCDateTime, nullable=False),
    Column("form", JSONDocument, nullable=False),
)
"""A form as a review was written with it; `hash` is that of its content."""

review_version = Table(
    "review_version",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("paper", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("session", String(64), nullable=False),
    Column("base", Integer, nullable=False, server_default="0"),
    Column("window", String(16), nullable=False, server_default=EMPTY),
    Column("complete", sa.Boolean, nullable=False),
    Column("blank", sa.Boolean, nullable=False, server_default=sa.false()),
    Column("received_at", UTCDateTime, nullable=False),
    Column("late_then", Integer),
    Column("accepted_at", UTCDateTime),
    Column("accepted_by", BigId, ForeignKey("person.id")),
    Column("picked_at", UTCDateTime),
    Column("form", String(64), nullable=False),
    Column("answers", JSONDocument, nullable=False),
    UniqueConstraint("course", "person", "paper", "number"),
    Index(None, "course", "paper"),
    Index("ix_review_version_brief", *REVIEW_BRIEF),
)
"""Rows are only added; of one that is there only the words about it change (accepted, picked). `base`: the number of
the newest version that the form was opened with, `window`: which opening of the form it came from. `late_then`:
minutes, by the schedule and the extensions in force when it came.
"""

review_typing = Table(
    "review_typing",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("paper", String(64), primary_key=True),
    Column("window", String(16), nullable=False, server_default=EMPTY),
    Column("base", Integer, nullable=False, server_default="0"),
    Column("at", UTCDateTime, nullable=False),
    Column("form", String(64), nullable=False),
    Column("answers", JSONDocument, nullable=False),
)
"""What stood in an open form when the platform last told of it: no version, only what a closed window would lose."""

review_grant = Table(
    "review_grant",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("session", String(64), nullable=False, server_default=EMPTY),
    Column("paper", String(64), nullable=False, server_default=EMPTY),
    Column("until", UTCDateTime),
    Column("offset", Integer),
    Column("granted_at", UTCDateTime, nullable=False),
    Column("granted_by", BigId, ForeignKey("person.id")),
    Column("revoked_at", UTCDateTime),
    Column("revoked_by", BigId, ForeignKey("person.id")),
    Column("reason", SafeText, nullable=False, server_default=EMPTY),
    one_of("kind", GRANT_KINDS),
    Index(None, "course", "person"),
)
"""`offset` is in seconds after the course's due time."""

review_plea = Table(
    "review_plea",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("session", String(64), nullable=False),
    Column("paper", String(64), nullable=False, server_default=EMPTY),
    Column("reason", String(16), nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Column("settled_by", BigId, ForeignKey("person.id")),
    Column("outcome", SafeText, nullable=False, server_default=EMPTY),
    Column("note", SafeText, nullable=False, server_default=EMPTY),
    one_of("reason", PLEA_REASONS),
    Index(None, "course", "settled_at"),
)

review_hidden = Table(
    "review_hidden",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("paper", String(64), primary_key=True),
    Column("hidden_at", UTCDateTime, nullable=False),
    Column("hidden_by", BigId, ForeignKey("person.id")),
)
"""Reviews that classmates do not get to read, by the writer and the paper."""

blob = Table(
    "blob",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("name", SafeText, nullable=False),
    Column("media_type", SafeText, nullable=False, server_default=EMPTY),
    Column("size", Integer, nullable=False),
    Column("received_at", UTCDateTime, nullable=False),
    Column("content", sa.LargeBinary, nullable=False),
    UniqueConstraint("course", "person", "sha256", "name"),
)
"""Files that people handed in."""


def insert_ignoring(connection: Connection, table: Table) -> sa.Insert:
    """An INSERT that changes nothing where a row of the same key is there already; `rowcount` tells. Where it is often
    needed, give the values to `execute`: then the statement is not built anew.
    """
    return _insert_ignoring(connection.dialect.name, table)


@cache
def _insert_ignoring(dialect: str, table: Table) -> sa.Insert:
    kept = {"preserve_rowcount": True}  # of an INSERT it is thrown away otherwise
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().execution_options(**kept)
    return sqlite.insert(table).on_conflict_do_nothing().execution_options(**kept)
