"""All that can be asked for, in one table that every platform reads: commands, permissions, texts of help.

A new command is a row here. It knows the handlers' rows and nothing of any platform.
"""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.commands import Group, Table
from handlers import (
    deadlines,
    home,
    linking,
    my_calendar,
    mywork,
    packets,
    plea_questions,
    pleas,
    readings,
    reminders,
    reviews,
    roster_asking,
    seat_cover,
    seat_offers,
    seat_swaps,
    sharing,
    signup,
    staff,
)
from handlers import help as helping
from handlers.unable import ROW as UNABLE_ROW


def _table() -> Table:
    return TABLE


TABLE = Table(
    (
        readings.GROUP,
        deadlines.GROUP,
        reviews.GROUP,
        replace(
            mywork.GROUP,
            rows=(*mywork.GROUP.rows, *linking.ROWS, *roster_asking.ROWS, *reminders.ROWS, *my_calendar.ROWS),
        ),
        replace(
            signup.GROUP,
            rows=(*signup.GROUP.rows, *seat_swaps.ROWS, *seat_cover.ROWS, *seat_offers.ROWS, *packets.ROWS),
        ),
        Group(
            name="course",
            summary="Menu and help; for staff also announcements and the bot itself",
            default="menu",
            rows=(
                *helping.rows(_table),
                home.row(_table),
                *staff.ROWS,
                *sharing.rows(_table),
                *pleas.ROWS,
                UNABLE_ROW,
                *plea_questions.ROWS,
            ),
        ),
    )
)
"""The commands of the bot."""
