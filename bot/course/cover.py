"""Who fills in for somebody who gives up a seat late, and how long each of them is asked.

Pure: it knows the seats, the rules and the clock of whoever is asked, never their names nor what they answered.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.course.calendar import instant
from bot.course.reminders import QUIET_FROM, quiet, quiet_until
from bot.course.seat_rules import Refusal, limits
from bot.course.signups import Holding, Seat, Signups

LONGEST = timedelta(hours=2)
SHORTEST = timedelta(minutes=10)
"""How long a backup is asked before the next one is, at most and at least."""

SHARE = 4
"""An ask takes so small a part of what is left until class."""

SHORT_NOTICE = timedelta(hours=6)
"""So long before class a backup is assigned, and says so if they cannot."""

MORNING_LEFT = timedelta(hours=2)
"""Where less is left after the night, the night counts: somebody has to be found before class."""


def is_short_notice(begins: datetime, now: datetime) -> bool:
    """Whether a backup is assigned rather than asked."""
    return begins - now <= SHORT_NOTICE


def ask_until(now: datetime, begins: datetime, zone: ZoneInfo) -> datetime:
    """Until when somebody whose clock is `zone`'s is asked for a class that `begins` then. The night does not count,
    unless class follows on it.
    """
    waits = _waits(now, begins)
    asleep = now if quiet(now, zone) else instant(now.astimezone(zone).date(), QUIET_FROM, zone)
    woken = quiet_until(asleep, zone)
    if now + waits <= asleep or begins - woken < MORNING_LEFT:
        return now + waits
    return woken + max(SHORTEST, min(waits - (asleep - now), _waits(woken, begins)))


def _waits(now: datetime, begins: datetime) -> timedelta:
    return max(SHORTEST, min(LONGEST, (begins - now) / SHARE))


def backups(signups: Signups, seat: Seat) -> tuple[Holding, ...]:
    """Who holds a seat whose role it is to step in for this one: there, and for the same paper where seats are per
    paper. Nobody steps in for a backup.
    """
    if seat.role.backup:
        return ()
    return tuple(
        holding
        for other, holding in signups.of_session(seat.key.session)
        if holding is not None and other.role.backup and other.key.paper == seat.key.paper
    )


def stands_in_the_way(signups: Signups, seat: Seat, backup: Holding, now: datetime) -> tuple[Refusal, ...]:
    """The limits that the backup would break with it, once their own seat is given up. A different role each time
    where that is possible is no matter now.
    """
    return limits(signups, seat, backup.person, now, without={backup.key}, as_possible=False)
