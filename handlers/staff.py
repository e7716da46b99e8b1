"""The staff rows of `/course`, in the order in which a term needs them. Knows where they are, never what they do."""

from __future__ import annotations

from bot.conversation.commands import Row
from handlers import extension_list, extensions, going_live, posting, roster, settling, tally

ROWS: tuple[Row, ...] = (
    *going_live.ROWS,
    *posting.ROWS,
    *settling.ROWS,
    *roster.ROWS,
    *extensions.ROWS,
    *extension_list.ROWS,
    *tally.ROWS,
)
