"""One term on one database: the workspace, the processes and the plan come together, and evidence is what remains.

It steers the clock through the plan's windows, and lets time leap only when all processes are up and all that was
disturbed has had its time to recover.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.slack_server import SlackServer
from tests.slack_server.sockets import Connection
from tests.torture import remains
from tests.torture import students as acting
from tests.torture import term as reading
from tests.torture.assistant import Assistant
from tests.torture.blows import Blows
from tests.torture.chair import Chair
from tests.torture.class_list import ClassList
from tests.torture.desk import Desk
from tests.torture.desk_work import Staffing
from tests.torture.evidence import Evidence
from tests.torture.faults import TELLS, Fated, caller
from tests.torture.fleet import Fleet
from tests.torture.homework import ABROAD, STUDENTS, Deed
from tests.torture.homework import STAFF as OF_STAFF
from tests.torture.plan import BEFORE, LONG, PAPERS, RATE, Plan, Question, Window
from tests.torture.presenters import Presenters
from tests.torture.seating import STAFF as OF_CHAIR
from tests.torture.seating import Sitting
from tests.torture.steering import Steering
from tests.torture.stores import Store
from tests.torture.students import Students
from tests.torture.term import Expected
from tests.torture.watch import Timeline, until
from tests.torture.writers import Writers, tokens

Say = Callable[[str], None]

LEASE = 2.0
"""Real seconds for which a claim holds: a killed replica's are free again after them."""

CALM = 1.0
"""Real seconds of peace at the end, beside what the disturbances before need."""

RECONNECTS = 120.0
"""Real seconds within which there is a connection again, whatever was done; the bot pauses for 30 at most."""

CATCHING_UP = 30.0
"""Real seconds for which time does not leap while something that is due is not said."""

EDIT_SEEN = 1.5
"""Real seconds after which an edited schedule is taken in at the latest."""

STAFF = ("Joseph E. Gonzalez", "Amir Gholami")
NAMES = ("Maya", "Jonas", "Priya", "Wei", "Noor", "Tomas", "Ines", "Kofi", "Lena", "Omar")


@dataclass
class Run:
    """`patience`: real seconds that are not late yet."""

    plan: Plan
    schedule: str
    folder: Path
    store: Store
    say: Say
    patience: float = 3.0
    steering: Steering = field(init=False)
    timeline: Timeline = field(default_factory=Timeline)
    expected: list[Expected] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    """Sessions whose materials stand in the file."""

    holders: dict[int, int] = field(default_factory=dict)
    """Number of a connection → the process that has it; 0 where nobody could tell."""

    known: dict[int, Connection] = field(default_factory=dict)
    """Every connection that there ever was."""

    asking: list[asyncio.Task[None]] = field(default_factory=list)

    async def play(self) -> Evidence:
        self.steering = Steering(self.folder / "clock")
        self.steering.set(self.plan.start, rate=1)
        (self.folder / "plan.txt").write_text("\n".join(self.plan.lines()) + "\n", encoding="utf-8")
        async with SlackServer(patience=90.0) as slack:
            self._open(slack)
            watching = asyncio.create_task(self.timeline.watch_the_machine(self.fleet.pids, slack.sockets.open))
            try:
                live_at = await self._begin()
                for number, window in enumerate(self.plan.windows, start=1):
                    if self._passed() > self.plan.seconds:
                        self.say("The time is over: the term ends here.")
                        break
                    self._tell(number, window)
                    await self._window(window)
                await self._calm_down()
                end_at = self.steering.now()
            finally:
                await self.fleet.close()
                watching.cancel()
                remains.keep_log(self)
            if self.timeline.longest_unconnected > RECONNECTS:
                self.fleet.strange.append(f"nobody was connected for {self.timeline.longest_unconnected:.0f} s")
            evidence = remains.evidence(self, live_at, end_at)
        evidence.save(self.folder)
        return evidence

    def _tell(self, number: int, window: Window) -> None:
        blows = " ".join(one.kind for one in window.blows) + (f" away for {window.away}" if window.away else "")
        at = window.at.astimezone(self.term.zone)
        passed = f"{self._passed():4.0f} s  {number:2}/{len(self.plan.windows)}"
        self.say(f"{passed}  {at:%a %d %b %H:%M}  {window.title:44.44} {blows}".rstrip())

    def _passed(self) -> float:
        """Real seconds since the begin."""
        return time.monotonic() - self.steering.turns[0].real

    # --- the stage ------------------------------------------------------------------------------------------------

    def _open(self, slack: SlackServer) -> None:
        self.slack = slack
        slack.clock = self.steering.now
        chance = random.Random(self.plan.seed)
        names = [f"{name} {chance.choice('QXZ')}{chance.randrange(16**4):04x}" for name in NAMES[:STUDENTS]]
        zones = [reading.read(self.schedule).zone.key] * (STUDENTS - 2) + [ABROAD] * 2
        people = [
            slack.person(name, email=f"{name.split()[0].lower()}@example.edu", tz=zone)
            for name, zone in zip(names, zones, strict=True)
        ]
        staff = [slack.person(name) for name in (*STAFF, reading.ASSISTANT)]
        term = reading.read(self.schedule)
        self.channel = slack.channel(term.channel, members=[*people, *staff])
        self.staff = slack.channel(term.staff, private=True, members=staff)
        self.instructor = staff[0]
        self.schedule = reading.with_staff(self.schedule, {one.name: one.id for one in staff})
        if self.plan.opens is not None:
            self.schedule = reading.with_opening(self.schedule, self.plan.opens)
        for session in LONG:
            self.schedule = reading.with_more_to_read(self.schedule, session, PAPERS)
        self.term = reading.read(self.schedule)
        self._write_schedule()
        self.secrets = [f"canary-{chance.randrange(16**8):08x}" for _ in people]
        self.fleet = self._fleet()
        lapse = LEASE if self.plan.processes > 1 else 0.0
        self.blows = Blows(slack, self.fleet, self.store, self.timeline, lapse)
        slack.faults = self.faults = Fated(
            fates=self.plan.faults,
            pids=self.fleet.pids,
            kill_process=self.fleet.kill,
            freeze_process=self.fleet.freeze,
            happened=self.blows.fault_happened,
        )
        self.students = Students(slack, self.term, self.channel, people, self.secrets, self.steering.now, self._takers)
        words = tokens([f"{chance.randrange(16**10):010x}" for _ in range(5000)])
        self.writers = Writers(slack, self.students, words, self.steering.now, self.fleet.kill)
        self.assistant = Assistant(slack, staff[-1], self.staff, people, self.steering.now)
        self.presenters = Presenters(slack, self.students, self.steering.now, self.fleet.kill)
        hexes = iter([f"{chance.randrange(16**10):010x}" for _ in range(5000)])
        self.desk = Desk(
            slack, staff[0], self.staff, people, self.term, self.steering.now, lambda word: f"{word}{next(hexes)}"
        )
        self.class_list = ClassList(self.folder, self.fleet.environment, self.students)
        self.chair = Chair(slack, staff[1], self.staff, people, self.term, self.steering.now)

    def _write_schedule(self) -> None:
        fresh = self.folder / "schedule.new"
        fresh.write_text(reading.with_materials_of(self.schedule, self.published), encoding="utf-8")
        fresh.replace(self.folder / "schedule.yaml")

    def _fleet(self) -> Fleet:
        slack = self.slack
        strangers = {name: value for name, value in os.environ.items() if not name.startswith(("COURSEBOT_", "SLACK_"))}
        ours = {
            "SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url,
            "COURSEBOT_CLOCK": str(self.steering.path), "COURSEBOT_LEASE": str(LEASE),
            "COURSEBOT_DATABASE_URL": self.store.url, "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        return Fleet(
            command=[sys.executable, "-m", "bot", "run", "schedule.yaml"],
            environment=strangers | ours,
            folder=self.folder,
            slots=self.plan.processes,
            told=lambda *what: self.blows.process_disturbed(*what),  # noqa: PLW0108 - there are none yet
            greeted=self._is_greeted,
        )

    def _is_greeted(self, pid: int) -> bool:
        """Whether a process has a connection. Where the system does not tell whose they are, whether there are enough."""
        for connection in self.slack.sockets.open:
            self.known[connection.number] = connection
            if not self.holders.get(connection.number):
                self.holders[connection.number] = caller(connection.request, self.fleet.pids())
        if not TELLS:
            return len(self.slack.sockets.open) >= len(self.fleet.alive)
        return any(self.holders[one.number] == pid for one in self.slack.sockets.open)

    def _takers(self, payloads: Sequence[object]) -> tuple[int, ...]:
        wanted = {id(one) for one in payloads}
        took = [one for one in self.known.values() if any(id(payload) in wanted for payload in one.took)]
        return tuple(dict.fromkeys(self.holders.get(one.number, 0) for one in took))

    # --- the term -------------------------------------------------------------------------------------------------

    async def _begin(self) -> datetime:
        self.fleet.start_all()
        manifest = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "bot", "slack", "manifest"],
            cwd=self.folder, capture_output=True, check=True,
        )  # fmt: skip
        self.slack.install(json.loads(manifest.stdout))
        if not await self.fleet.up():
            raise RuntimeError("; ".join(self.fleet.strange))
        self.say(f"{self.plan.processes} process(es) up; staff go live")
        await acting.go_live(self.instructor, self.staff)
        live_at = self.steering.now()
        if self.plan.opens is None:
            await self.chair.opens()
        self._expect(live_at)
        self.timeline.note("go live", time.monotonic(), time.monotonic(), grace=1.0)
        self.steering.set(rate=RATE)
        await self._settle()
        self.faults.armed = True
        return live_at

    def _expect(self, live_at: datetime) -> None:
        """What is due from Go live on, and the weekly post that is still of use then."""
        for one in self.term.expected():
            if one.due > live_at:
                self.expected.append(one)
            elif "/weekly/" in one.key and live_at < one.stale:
                self.expected.append(Expected(one.key, live_at, one.stale, one.title))

    async def _window(self, window: Window) -> None:
        at = window.at - timedelta(seconds=BEFORE * RATE)
        if window.away is not None:
            await self._away(window, at)
        else:
            self.steering.set(at, rate=RATE)
        if window.friday:
            self.expected.append(self.term.staff_line(window.at.astimezone(self.term.zone).date()))
        works = [asyncio.create_task(self.blows.strike(blow)) for blow in window.blows]
        self.asking += [asyncio.create_task(self._ask(question)) for question in window.questions]
        self.asking += [asyncio.create_task(self._do(deed)) for deed in window.deeds]
        self.asking += [asyncio.create_task(self._sit(sitting)) for sitting in window.sittings]
        self.asking += [asyncio.create_task(self._staff(staffing)) for staffing in window.staffings]
        if window.edit:
            works.append(asyncio.create_task(self._edit(window.edit)))
        begin = time.monotonic()
        await asyncio.sleep(window.seconds)
        await asyncio.gather(*works)
        await self._settle()
        if window.edit:
            self.timeline.note("edit", begin, time.monotonic(), grace=EDIT_SEEN)
            await self._settle()

    async def _ask(self, question: Question) -> None:
        await asyncio.sleep(question.at)
        await self.students.ask(question)

    async def _do(self, deed: Deed) -> None:
        await asyncio.sleep(deed.at)
        await (self.assistant.do(deed) if deed.how in OF_STAFF else self.writers.do(deed))

    async def _sit(self, sitting: Sitting) -> None:
        await asyncio.sleep(sitting.at)
        await (self.chair.do(sitting) if sitting.how in OF_CHAIR else self.presenters.do(sitting))

    async def _staff(self, deed: Staffing) -> None:
        await asyncio.sleep(deed.at)
        if deed.how == "look":
            await self.students.ask(Question(deed.at, deed.student, "work", "", "direct"))
        elif deed.how in ("list", "link"):
            await (self.class_list.imports() if deed.how == "list" else self.class_list.links())
        else:
            await self.desk.do(deed)

    async def _edit(self, session: str) -> None:
        await asyncio.sleep(BEFORE)
        self.published.append(session)
        self.expected += self.term.materials(session, self.steering.now())
        self._write_schedule()

    async def _away(self, window: Window, at: datetime) -> None:
        """Everything is dead from before the window's instant until long after it."""
        assert window.away is not None
        self.steering.set(at, rate=1)
        begin = time.monotonic()
        self.fleet.kill_all()
        await until(lambda: all(life.ended is not None for life in self.fleet.lives), 20)
        self.steering.set(window.at + window.away, rate=1)
        self.fleet.start_all()
        await self.fleet.up()
        self.steering.set(rate=RATE)
        self.timeline.note("away", begin, time.monotonic(), grace=1.0)

    async def _settle(self) -> None:
        """Let time run until all processes are up, what was disturbed has had its time, and what is due is said. Who
        lets time leap before would make it late; who waits for ever would never see that it is missing.
        """
        while not (self.timeline.quiet_at <= time.monotonic() and self.fleet.all_up()):
            if not await self.fleet.up():
                return
            await asyncio.sleep(max(self.timeline.quiet_at - time.monotonic(), 0.02))
        end = time.monotonic() + CATCHING_UP
        while not await self._all_said() and time.monotonic() < end:  # noqa: ASYNC110 - the bot tells nobody
            await asyncio.sleep(0.05)

    async def _all_said(self) -> bool:
        """What is due stands there, and the ledger has nothing more to do."""
        now = self.steering.now()
        due = {one.key for one in self.expected if one.due <= now < one.stale}
        if not due <= {remains.mark(message) for message in self.slack.log if not message.deleted}:
            return False
        rows = await asyncio.to_thread(self.store.rows)
        return not any(row.state in ("waiting", "claimed") and row.due <= now < row.stale for row in rows)

    async def _calm_down(self) -> None:
        self.faults.armed = False
        await asyncio.gather(*self.asking)
        self.steering.set(rate=RATE)
        await asyncio.sleep(CALM + self.blows.lapse)
        await self._settle()
