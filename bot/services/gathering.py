"""One message to one person about several courses: reminders of different courses that are to be said at one moment.

Each course has its own row, by its own rules, pauses and roster; only what may be said now is said together, and what
could not be said waits again on its own. It knows no sentence: between the courses stand their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.conversation import codec
from bot.conversation.reply import Bold, Reply, paragraph
from bot.course.notice import NoticeKind
from bot.services import claiming
from bot.services.claiming import Setting, Taken
from bot.store import claims, endings
from bot.store.database import Connection
from bot.store.ledger import Delivery

KINDS = (NoticeKind.REMINDER.value,)
"""What is said together."""


def take(connection: Connection, setting: Setting, *, tried: frozenset[int], limit: int, share: claims.Share) -> Taken:
    """Claim as `claiming.take` does, and make one message of what one person is to hear of several courses."""
    taken = claiming.take(connection, setting, tried=tried, limit=limit, share=share)
    reminders = [one for one in taken.ready if _joins(one)]
    if len(setting.courses) < 2 or not reminders:
        return taken
    gate = claiming.gate_at(connection, setting.now)
    claimant = claims.Claimant(owner=setting.owner, lease=setting.lease)
    beside = claims.claim_beside(connection, claimant, reminders, now=setting.now, gate=gate)
    others = [one for row in beside if (one := claiming.again(connection, row, setting)) is not None]
    ready = [*taken.ready, *others]
    joined: dict[int, Delivery | None] = {}
    for group in _by_person(one for one in ready if _joins(one)).values():
        joined |= _together(connection, setting, group) if len(group) > 1 else {}
    said = [joined.get(one.id, one) for one in ready]
    claimed = taken.claimed | {row.id for row in beside}
    return Taken(claimed, tuple(one for one in said if one is not None))


def _joins(one: Delivery) -> bool:
    """Of what may be there already nothing is said but itself."""
    return one.key.kind in KINDS and not one.unsure and one.key.part == ""


def _by_person(ready: Iterable[Delivery]) -> Mapping[tuple[str, str, str], list[Delivery]]:
    """One of each course: what one course says twice at a time stays as it is."""
    found: dict[tuple[str, str, str], list[Delivery]] = {}
    for one in ready:
        mine = found.setdefault((one.key.recipient, one.platform, one.channel), [])
        if one.key.course not in {other.key.course for other in mine}:
            mine.append(one)
    return found


def _together(connection: Connection, setting: Setting, group: Sequence[Delivery]) -> Mapping[int, Delivery | None]:
    """By row: the first as it is said now, None for the others; nothing where it would not fit into one message."""
    platform = setting.platforms.get(group[0].platform)
    if any(claims.has_more_parts(connection, one) for one in group):
        return {}
    whole = _one_message(setting, group)
    if platform is not None and len(platform.parts(whole)) > 1:
        return {}
    first, *others = group
    snapshot = codec.encode(whole)
    claims.store_parts(connection, first, (snapshot,), now=setting.now)
    for other in others:
        first = endings.join(connection, first, other, setting.owner)
    return {first.id: replace(first, snapshot=snapshot), **{other.id: None for other in others}}


def _one_message(setting: Setting, group: Iterable[Delivery]) -> Reply:
    blocks = [
        block
        for one in group
        for block in (
            paragraph(Bold(setting.courses[one.key.course].title)),
            *codec.decode(one.snapshot or "").blocks,
        )
    ]
    return Reply(tuple(blocks), private=False)
