"""What is looked up at the moment at which something is put into words, by what it is about.

A list and nothing else: what each look-up finds is known where its matter is.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.course.notice import NoticeKind
from bot.services import (
    class_start,
    cover_lines,
    digesting,
    keepsakes,
    nudging,
    packets,
    pleading,
    preflight,
    presenter_reminding,
    receipts,
    reminder_details,
    review_returns,
    roster_asking,
    seat_board,
    seat_consequences,
    swapping,
    tallying,
    too_late,
)
from bot.services.claiming import Particulars

PARTICULARS: Mapping[NoticeKind, Particulars] = {
    NoticeKind.REMINDER: reminder_details.particulars,
    NoticeKind.NUDGE: nudging.particulars,
    NoticeKind.TALLY: tallying.particulars,
    NoticeKind.EXTENSION: pleading.decided,
    NoticeKind.QUESTION: pleading.particulars,
    NoticeKind.CANNOT: pleading.particulars,
    NoticeKind.ANSWER: pleading.particulars,
    NoticeKind.RECEIPT: receipts.particulars,
    NoticeKind.RETURNED: review_returns.particulars,
    NoticeKind.TOO_LATE: too_late.particulars,
    NoticeKind.DIGEST: digesting.particulars,
    NoticeKind.SEAT: seat_consequences.particulars,
    NoticeKind.SEATS: cover_lines.of_staff,
    NoticeKind.OFFER: swapping.particulars,
    NoticeKind.BACKUP: cover_lines.of_backup,
    NoticeKind.COVER_CALL: cover_lines.of_call,
    NoticeKind.BOARD: seat_board.particulars,
    NoticeKind.DAY_OF: seat_board.of_day,
    NoticeKind.CLASS_START: class_start.particulars,
    NoticeKind.PREFLIGHT: preflight.particulars,
    NoticeKind.PRESENTER: presenter_reminding.particulars,
    NoticeKind.PACKET: packets.particulars,
    NoticeKind.KEEPSAKE: keepsakes.particulars,
    NoticeKind.ROSTER_ASK: roster_asking.asks,
    NoticeKind.CLAIM: roster_asking.particulars,
}
