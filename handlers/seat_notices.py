"""What the bot says unasked about seats, by the word that the notice carries: to their holders, and to staff.

A list and nothing else: each sentence is where its matter is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.conversation.reply import NOTHING, Reply
from bot.course.notice import Facts, Notice
from bot.services.seat_tellings import WHAT
from handlers import (
    assigning_lines,
    filling_notices,
    marking,
    preference_asking,
    seat_consequences,
    seat_cover,
    seat_cover_lines,
    seat_leaving,
    seat_offers,
    seat_swap_lines,
    signups_staff,
)

Saying = Callable[[Notice, Facts], Reply]

TO_HOLDERS: Mapping[str, Saying] = {
    "assigned": assigning_lines.told_assigned,
    "unassigned": assigning_lines.told_unassigned,
    "edit": seat_consequences.edited,
    "freed": seat_leaving.freed,
    "filled": filling_notices.filled,
    "unfilled": filling_notices.unfilled,
    "promoted": seat_offers.promoted,
    "taken_over": seat_offers.taken_over,
    "swapped": seat_swap_lines.swapped,
    "covered_for": seat_cover.covered_for,
    "not_needed": seat_cover.not_needed,
    "with_you": seat_cover.with_you,
    "no_show": marking.told_no_show,
    "no_show_undone": marking.told_no_show_undone,
    "stood_in": marking.told_stood_in,
    "replaced": marking.told_replaced,
    "put_off": seat_consequences.put_off,
    "asked_to_prefer": preference_asking.asked,
}

TO_STAFF: Mapping[str, Saying] = {
    "opened": signups_staff.opened_by_itself,
    "edit": seat_consequences.edited_for_staff,
    "put_off": seat_consequences.put_off_for_staff,
    "freed": seat_leaving.freed_for_staff,
    "fill_applied": filling_notices.fill_applied,
    "fill_undone": filling_notices.fill_undone,
    "dropped": seat_offers.staff_dropped,
    "taken_over": seat_offers.staff_taken_over,
    "swapped": seat_swap_lines.staff_swapped,
    "cover": seat_cover_lines.staff_line,
    "cover_called": seat_cover_lines.staff_called,
    "cover_passed": seat_cover_lines.staff_passed,
}


def seat(notice: Notice, facts: Facts) -> Reply:
    """What became of somebody's seat, to them."""
    return _said(TO_HOLDERS, notice, facts)


def seats(notice: Notice, facts: Facts) -> Reply:
    """What became of a seat, to staff."""
    return _said(TO_STAFF, notice, facts)


def _said(sayings: Mapping[str, Saying], notice: Notice, facts: Facts) -> Reply:
    say = sayings.get(facts.details.get(WHAT, ""))
    return NOTHING if say is None else say(notice, facts)
