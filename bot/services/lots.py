"""What has become of everybody's reviews of every session, worked out at once.

It says what `tallying.lot_of` says of one person's reviews of one session, and gets there quickly: of hundreds of
people most wrote one paper in time, or nothing. It reads nothing and knows no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.course.reviews import Duty, Standing, State, Version
from bot.course.versions import standing_of
from bot.services.tallying import Lot, lot_of


class Found(NamedTuple):
    """Of one person: the lot of each session, and by paper the number of the version that counts."""

    lots: dict[str, Lot]
    counting: dict[str, int]


class Lots:
    """Of one look at everybody at `now`. People who wrote nothing share what they were asked, and so their lot."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._unwritten: dict[int, tuple[tuple[Standing, ...], Lot]] = {}

    def of(self, duties: Sequence[Duty]) -> Found:
        """Of one person."""
        found = Found({}, {})
        lots, counting = found
        written = duties[0].versions if duties else {}
        for duty in duties:  # of hundreds of people at once, so nothing is called that need not be
            session, untouched = duty[0].id, duty[3]
            if len(untouched) > 1:
                lots[session] = self._of_several(duty, counting)
                continue
            paper = untouched[0][0].reading.id
            mine = written.get(paper)
            if not mine:
                known = self._unwritten.get(id(untouched))
                lots[session] = self._of_nothing(duty) if known is None else known[1]
            elif (last := mine[-1]).late_then == 0 and last.complete and not (len(mine) > 1 and _picked(mine)):
                lots[session], counting[paper] = Lot.IN, last.number  # it was on time, which nothing takes back
            else:
                lots[session] = self._of_one(duty, mine, counting)
        return found

    def _of_several(self, duty: Duty, counting: dict[str, int]) -> Lot:
        for one in duty.standings:
            if one.counts is not None:
                counting[one.owed.paper] = one.counts.number
        return lot_of(duty, self._now)

    def _of_nothing(self, duty: Duty) -> Lot:
        """The standings are kept along with the lot: an id says which they are only as long as they are there."""
        known = self._unwritten.get(id(duty.untouched))
        if known is None:
            lot = lot_of(duty._replace(versions={}), self._now)
            known = self._unwritten[id(duty.untouched)] = duty.untouched, lot
        return known[1]

    def _of_one(self, duty: Duty, written: Sequence[Version], counting: dict[str, int]) -> Lot:
        """Of somebody's only paper of a session, of which there is something."""
        (asked,) = duty.untouched
        mine = standing_of(written, asked)
        if mine.counts is None:
            lot = self._of_nothing(duty)
            return Lot.DRAFT if lot is Lot.MISSING and mine.draft is not None else lot
        counting[asked.owed.paper] = mine.counts.number
        return Lot.LATE if mine.state is State.LATE and asked.state is not State.EXCUSED else Lot.IN


def _picked(written: Sequence[Version]) -> bool:
    """Whether a late one is to count instead of one in time."""
    return any(one.picked for one in written)
