"""The staff rows of `/course`, in the order in which a term needs them. Knows where they are, never what they do."""

from __future__ import annotations

from bot.conversation.commands import Row
from handlers import (
    assigning,
    board_anew,
    extension_list,
    extensions,
    filling,
    going_live,
    marking,
    posting,
    preference_asking,
    roster,
    settling,
    signups_staff,
    tally,
)

ROWS: tuple[Row, ...] = (
    *going_live.ROWS,
    *posting.ROWS,
    *settling.ROWS,
    *roster.ROWS,
    *extensions.ROWS,
    *extension_list.ROWS,
    *tally.ROWS,
    *signups_staff.ROWS,
    *assigning.ROWS,
    *filling.ROWS,
    *marking.ROWS,
    *board_anew.ROWS,
    *preference_asking.ROWS,
)
