"""The blows of a window, struck: at processes, at Slack, at the database; and how long each is felt afterwards.

What befalls the bot is told to the timeline with its grace: the time that it may need until all is as before.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from tests.slack_server import SlackServer
from tests.torture.fleet import Fleet, Life
from tests.torture.plan import Blow, Fault
from tests.torture.stores import Store
from tests.torture.watch import Timeline

BACK = 1.0
"""Real seconds, two minutes of the course's time, that the bot may need after a blow to have caught up."""

UNSURE = 1.5
"""The same after a call whose outcome it does not know: it waits, and looks before it says a thing again."""


@dataclass
class Blows:
    """`lapse`: real seconds until others take over what a process had claimed; on SQLite the next start does at once."""

    slack: SlackServer
    fleet: Fleet
    store: Store
    timeline: Timeline
    lapse: float

    def process_disturbed(self, what: str, life: Life, begin: float, end: float) -> None:
        self.timeline.note(what, begin, end, grace=self.lapse + BACK, pid=life.pid)

    def fault_happened(self, method: str, fault: Fault, pid: int) -> None:
        now = time.monotonic()
        lasts = fault.lasts if fault.kind == "slow" else 0.0
        self.timeline.note(f"{method} {fault.kind}", now, now + lasts, grace=UNSURE, pid=pid)

    async def strike(self, blow: Blow) -> None:
        await asyncio.sleep(blow.at)
        pid = self.fleet.in_slot(blow.slot)
        if blow.kind == "kill" and pid:
            self.fleet.kill(pid, blow.lasts)
        elif blow.kind == "freeze" and pid:
            self.fleet.freeze(pid, blow.lasts)
        elif blow.kind in ("lock", "cut"):
            await self._at_the_database(blow)
        elif blow.kind in ("down", "drop", "refresh"):
            await self._at_slack(blow)

    async def _at_slack(self, blow: Blow) -> None:
        """A pause between attempts is as long as what went before it, so an outage is felt as long again."""
        begin, slack = time.monotonic(), self.slack
        if blow.kind == "drop":
            await slack.drop_sockets()
        elif blow.kind == "refresh":
            await slack.refresh_sockets(grace=1.0)
        elif not slack.down:
            slack.down = True
            await asyncio.sleep(blow.lasts)
            slack.down = False
        self.timeline.note(blow.kind, begin, time.monotonic(), grace=blow.lasts + BACK)

    async def _at_the_database(self, blow: Blow) -> None:
        begin = time.monotonic()
        if blow.kind == "lock":
            await asyncio.to_thread(self.store.lock, blow.lasts)
        else:
            await asyncio.to_thread(self.store.cut)
        self.timeline.note(blow.kind, begin, time.monotonic(), grace=(self.lapse if blow.kind == "cut" else 0.0) + BACK)
