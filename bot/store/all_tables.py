"""Every table of the database: whoever asks for the metadata here has them all in it."""

from __future__ import annotations

from bot.store import seat_tables, staff_tables
from bot.store.tables import metadata

__all__ = ["metadata", "seat_tables", "staff_tables"]
