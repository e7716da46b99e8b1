"""Which events came in already: Slack sends one again where it saw no acknowledgement, after a minute and after five.

A memo of this process: another one that gets the repetition answers once more. It knows ids only.
"""

from __future__ import annotations

import logging
from collections import OrderedDict

log = logging.getLogger(__name__)

REMEMBERED = 2000
"""Ids of events that are known to have come in."""


class Repeats:
    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._seen: OrderedDict[str, None] = OrderedDict()

    def is_one(self, event_id: str) -> bool:
        """Whether it came in before; from now on it has."""
        if event_id in self._seen:
            log.info("action=event_repeated event=%s", event_id)
            return True
        if event_id:
            self._seen[event_id] = None
        while len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return False
