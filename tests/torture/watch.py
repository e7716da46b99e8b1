"""What disturbed the bot and from when to when, in real time; afterwards in the course's.

A watchdog measures its own lateness, and how long the bot's processes waited for a processor: where the machine had no
time for them, they are not to blame for being late.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture.evidence import Disturbed
from tests.torture.steering import Steering

STEP, STALL = 0.1, 0.25
"""Real seconds between looks, and by which the watchdog may oversleep."""

HUNGRY = 0.3
"""What part of the time a process may wait for a processor."""

UNCONNECTED = "unconnected"
"""Nobody could ask anything: no process had a connection. It excuses no announcement."""

NOT_OURS = ("stall", "starved", UNCONNECTED)
"""What is noted beside what we do."""


async def until(there: Callable[[], bool], seconds: float, *, step: float = 0.02) -> bool:
    """Look again and again; False: after so many seconds it was not so. What is waited for tells nobody."""
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(step)
    return True


@dataclass(frozen=True)
class Span:
    """Real seconds of the monotonic clock, the grace counted in."""

    what: str
    begin: float
    end: float
    pid: int


@dataclass
class Timeline:
    spans: list[Span] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def note(self, what: str, begin: float, end: float, *, grace: float, pid: int = 0) -> None:
        self.spans.append(Span(what, begin, end + grace, pid))
        self.counts[what] += 1
        self.lines.append(f"{begin:.3f} {what} {end - begin:.2f} s, then {grace:.2f} s, process {pid}")

    @property
    def quiet_at(self) -> float:
        """When all that we did so far is over."""
        return max((span.end for span in self.spans if span.what not in NOT_OURS), default=0.0)

    def disturbed(self, steering: Steering) -> list[Disturbed]:
        return [
            Disturbed(span.what, steering.instant(span.begin), steering.instant(span.end), span.pid)
            for span in self.spans
        ]

    async def watch_the_machine(self, pids: Callable[[], Collection[int]], connections: Collection[object]) -> None:
        before, waited = time.monotonic(), waiting(pids())
        while True:
            await asyncio.sleep(STEP)
            now, after = time.monotonic(), waiting(pids())
            late = now - before - STEP
            hungry = max((after[pid] - waited[pid] for pid in after if pid in waited), default=0.0)
            if late > STALL:
                self.note("stall", before, now, grace=late)
            elif hungry > HUNGRY * (now - before):
                self.note("starved", before, now, grace=hungry)
            if not connections:
                self.note(UNCONNECTED, before, now, grace=STEP)
            before, waited = now, after

    @property
    def longest_unconnected(self) -> float:
        """Real seconds in which no process had a connection, at a stretch."""
        longest, begin, end = 0.0, 0.0, 0.0
        for span in (one for one in self.spans if one.what == UNCONNECTED):
            begin = begin if span.begin <= end else span.begin
            end = span.end
            longest = max(longest, end - begin)
        return longest


def waiting(pids: Collection[int]) -> dict[int, float]:
    """Seconds for which each process has waited for a processor so far, where the system tells."""
    found: dict[int, float] = {}
    for pid in pids:
        try:
            found[pid] = int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            continue
    return found
