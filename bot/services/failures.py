"""Transaction 2 of the tick where a post did not simply succeed: when to try again, when to give up, whom to tell.

It knows what each failure says about the effect: a refused or rate-limited post did not happen, of an unknown outcome
nothing is known until somebody has looked.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services import claiming
from bot.services.claiming import Setting
from bot.store import endings, ledger, verdicts
from bot.store.database import Connection
from bot.store.ledger import FARTHEST, STAFF_ONLY, Delivery

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)
SHORT_PAUSE = timedelta(seconds=5)
"""Before looking for a post whose outcome is unknown."""

STUMBLES = 3
SAID_AGAIN = 3
"""Attempts after which nothing more is tried."""


def pause_after(attempts: int) -> timedelta:
    """Growing pauses: 30 s, 1 min, 2 min … 30 min."""
    doublings: int = 2 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * doublings, LONGEST_PAUSE)


def allowed_again(now: datetime, retry_after: float) -> datetime:
    """When a platform that asked to wait so many seconds may be asked again."""
    return now + min(timedelta(seconds=max(retry_after, 1.0)), FARTHEST)


def rate_limited(connection: Connection, one: Delivery, setting: Setting, *, retry_after: float) -> None:
    """The post did not happen; nothing of its channel is tried before the platform allows it."""
    until = allowed_again(setting.now, retry_after)
    endings.mark_waiting(connection, one, setting.owner, until=until, unsure=one.unsure)
    endings.hold_queue(connection, platform=one.platform, channel=one.channel, until=until)


def refused(connection: Connection, one: Delivery, setting: Setting, *, sentence: str) -> None:
    """The platform will not have it. Staff hear of it at once, because only they can mend it; a courtesy is given up
    soon: who cannot be written to does not miss it.
    """
    if claiming.courtesy(one) and one.attempts >= STUMBLES:
        endings.mark_failed(connection, one, setting.owner, reason=sentence)
        return
    claiming.report_failure(connection, one, setting, reason=sentence, trouble="refused")
    _again_or_give_up(connection, one, setting, sentence=sentence, unsure=one.unsure)


def down(connection: Connection, one: Delivery, setting: Setting, *, sentence: str) -> None:
    """The platform was not reached: the post did not happen."""
    _again_or_give_up(connection, one, setting, sentence=sentence, unsure=one.unsure)


def unknown(connection: Connection, one: Delivery, setting: Setting, *, sentence: str) -> None:
    """It may be there. The next attempt looks first; once it is over nobody needs to know any more."""
    if setting.now >= one.stale_after:
        _give_up(connection, one, setting, reason=sentence)
        return
    until = setting.now + (SHORT_PAUSE if one.attempts == 1 else pause_after(one.attempts))
    endings.mark_waiting(connection, one, setting.owner, until=until, unsure=True, failure=sentence)


def unreadable(connection: Connection, one: Delivery, setting: Setting, *, sentence: str) -> None:
    """It may be there and nobody can look: staff are asked. What staff are told cannot be asked about: rather than lose
    a question to them it is said once more.
    """
    if one.key.destination not in STAFF_ONLY:
        claiming.hold(connection, one, setting, reason=sentence, question="unsure")
    elif one.attempts < SAID_AGAIN:
        until = setting.now + SHORT_PAUSE
        endings.mark_waiting(connection, one, setting.owner, until=until, unsure=False, failure=sentence)
    else:
        endings.mark_failed(connection, one, setting.owner, reason=sentence)


def stumbled(connection: Connection, one: Delivery, setting: Setting) -> None:
    """A bug of ours or of a library met this row: it may be there. After a few attempts it is given up; the others go
    on.
    """
    reason = "the bot stumbled over it; the log has the details"
    until = setting.now + pause_after(one.attempts)
    if one.attempts < STUMBLES and until < one.stale_after:
        endings.mark_waiting(connection, one, setting.owner, until=until, unsure=True, failure=reason)
        return
    _give_up(connection, one, setting, reason=reason)


def retract_refused(connection: Connection, one: Delivery, setting: Setting, *, until: datetime, sentence: str) -> None:
    """The platform will not delete it. Staff hear of it once a post, however many parts it has."""
    verdicts.retract_later(connection, one.id, until=until, failure=sentence)
    whole = ledger.first_part(connection, one)
    claiming.report_failure(connection, whole, setting, reason=sentence, trouble="retract")


def _again_or_give_up(connection: Connection, one: Delivery, setting: Setting, *, sentence: str, unsure: bool) -> None:
    until = _next_attempt(one, setting.now)
    if until < one.stale_after:
        endings.mark_waiting(connection, one, setting.owner, until=until, unsure=unsure, failure=sentence)
        return
    _give_up(connection, one, setting, reason=sentence)
    if not unsure:
        endings.alone(connection, one, at=setting.now)


def _give_up(connection: Connection, one: Delivery, setting: Setting, *, reason: str) -> None:
    endings.mark_failed(connection, one, setting.owner, reason=reason)
    claiming.report_failure(connection, one, setting, reason=reason)


def _next_attempt(one: Delivery, now: datetime) -> datetime:
    """The last attempt is made shortly before it would be over, rather than a long pause after it."""
    until = now + pause_after(one.attempts)
    last_chance = one.stale_after - timedelta(minutes=1)
    return last_chance if until >= one.stale_after and last_chance > now else until
