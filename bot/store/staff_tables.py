"""The tables of staff work: the class list and who claimed which line of it, marks, what was returned for an edit,
who took part, and links to calendars.

As in `tables`: '' stands for "none" in what names a row, and every row carries its course.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from bot.store.columns import BigId, JSONDocument, SafeText, UTCDateTime
from bot.store.tables import EMPTY, metadata, one_of

SHEET_KINDS = ("canvas", "plain")
ASKED_OUTCOMES = ("", "linked", "declined")


roster_sheet = Table(
    "roster_sheet",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", SafeText, nullable=False),
    Column("imported_at", UTCDateTime, nullable=False),
    Column("imported_by", BigId, ForeignKey("person.id")),
    Column("header", JSONDocument, nullable=False),
    Column("points", JSONDocument, nullable=False, server_default="[]"),
    Column("digest", String(64), nullable=False, server_default=EMPTY),
    one_of("kind", SHEET_KINDS),
)
"""A class list that was imported; the newest of a course counts. `header`: the column heads as they stood there, a list
of texts; `points`: the cells of Canvas's row `Points Possible`, empty where there was none. `digest`: the SHA-256 of
its file.
"""

roster_entry = Table(
    "roster_entry",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("sheet", BigId, ForeignKey("roster_sheet.id"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("gone_at", UTCDateTime),
    Column("name", SafeText, nullable=False),
    Column("email", SafeText, nullable=False, server_default=EMPTY),
    Column("student_id", SafeText, nullable=False, server_default=EMPTY),
    Column("canvas_id", SafeText, nullable=False, server_default=EMPTY),
    Column("login", SafeText, nullable=False, server_default=EMPTY),
    Column("section", SafeText, nullable=False, server_default=EMPTY),
    Column("cells", JSONDocument, nullable=False, server_default="[]"),
)
"""A line of the class list and whom it means: who was on it, with `gone_at` who is not any more. A person without an
account has not claimed theirs. `student_id` is Canvas's `SIS User ID`, `canvas_id` its `ID`, `login` its `SIS Login
ID`; `cells` are those of the line as they stood there, under the sheet's header.
"""

claim_code = Table(
    "claim_code",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("made_by", BigId, ForeignKey("person.id")),
    Column("used_at", UTCDateTime),
    Index(None, "course"),
)
"""Codes by which somebody shows which line is theirs. Only their hashes are kept; earlier ones stay good."""

roster_question = Table(
    "roster_question",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("answered_at", UTCDateTime),
    Column("entry", BigId, ForeignKey("person.id")),
    Column("settled_at", UTCDateTime),
    Column("settled_by", BigId, ForeignKey("person.id")),
    Column("outcome", String(16), nullable=False, server_default=EMPTY),
    Column("answer", SafeText, nullable=False, server_default=EMPTY),
    one_of("outcome", ASKED_OUTCOMES),
)
"""Somebody in the channel who is not on the class list was asked who they are, once. `entry`: the person of the line
that their answer fits.
"""

review_mark = Table(
    "review_mark",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("paper", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("mark", String(32), nullable=False),
    Column("marked_at", UTCDateTime, nullable=False),
    Column("marked_by", BigId, ForeignKey("person.id")),
    Column("released_at", UTCDateTime),
    Column("released_by", BigId, ForeignKey("person.id")),
    Index(None, "course", "paper"),
)
"""What staff think of a review: `mark` is the id of a step of the course's scale, of the version that they read. The
writer sees it once it is released.
"""

review_return = Table(
    "review_return",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("paper", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("returned_at", UTCDateTime, nullable=False),
    Column("returned_by", BigId, ForeignKey("person.id")),
    Column("until", UTCDateTime),
    Column("undone_at", UTCDateTime),
    Column("note", SafeText, nullable=False, server_default=EMPTY),
    Index(None, "course", "person"),
)
"""A review that staff gave back to be edited, with a note for its writer alone. `until`: the due time that came with
it; `undone_at`: staff have taken it back.
"""

participation = Table(
    "participation",
    metadata,
    Column("course", String(64), primary_key=True),
    Column("session", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), primary_key=True, index=True),
    Column("present", sa.Boolean, nullable=False),
    Column("noted_at", UTCDateTime, nullable=False),
    Column("noted_by", BigId, ForeignKey("person.id")),
)
"""Who took part in a class. A person without a row was not asked about."""

calendar_link = Table(
    "calendar_link",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("person.id"), nullable=False, index=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("revoked_at", UTCDateTime),
)
"""A person's secret address of their calendar. Only its hash is kept."""
