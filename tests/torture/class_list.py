"""The class list of a run: a file that staff import on the command line while the service runs, one change later, and the
student who links with a code.

It remembers what the command said.
"""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.slack_server import Person
from tests.torture.staff_work import Listed
from tests.torture.students import Students
from tests.torture.watch import until

TRIES = 5
PAUSE = 1.0
WAITS = 20.0
"""Real seconds for the list to be there."""

GUEST = "Zelda Nowhere"
"""On the first list and on no later one; nobody has her line."""


@dataclass
class ClassList:
    """The last of the students has another address on the list than on Slack. `imported`: how often it was."""

    folder: Path
    environment: Mapping[str, str]
    students: Students
    imported: int = 0
    codes: list[str] = field(default_factory=list)
    linked: bool = False
    strange: list[str] = field(default_factory=list)

    @property
    def by_code(self) -> Person:
        return self.students.people[-1]

    def lines(self) -> list[Listed]:
        """Of the newest list that was imported."""
        if not self.imported:
            return []
        guests = [Listed(GUEST, "")] if self.imported == 1 else []
        return guests + [
            Listed(one.name, one.id, code=one is self.by_code, linked=self.linked and one is self.by_code)
            for one in self.students.people
        ]

    async def imports(self) -> None:
        """The first list has a line too many; the second has other sections."""
        first = self.imported == 0
        rows = [("Name", "E-mail", "Student ID", "Section")]
        for number, one in enumerate(self.students.people):
            email = f"{one.name.split()[0].lower()}@example.edu"
            section = "1" if first or number % 2 else "2"
            rows.append((one.name, f"other.{email}" if one is self.by_code else email, f"30{number:04}", section))
        if first:
            rows.append((GUEST, "zelda@example.edu", "309999", "1"))
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = self.folder / f"class-list-{self.imported + 1}.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        if await self._runs("roster", "import", str(path), "--yes") is not None:
            self.imported += 1

    async def links(self) -> None:
        """Asked by the bot or not, the student types the code that staff sent."""
        if not await until(lambda: self.imported > 0, WAITS):
            return
        said = await self._runs("roster", "codes")
        found = [row for row in csv.DictReader(io.StringIO(said or "")) if row["name"] == self.by_code.name]
        if not found:
            self.strange.append(f"there is no code for {self.by_code.name}: {said!r}")
            return
        code = found[0]["code"]
        self.codes.append(code)
        last = len(self.students.people) - 1
        for _ in range(TRIES):
            await until(lambda: last not in self.students.busy and not self.students.slack.down, WAITS)
            self.linked = await self.students.link(last, code)
            if self.linked:
                return
            await asyncio.sleep(PAUSE)

    async def _runs(self, *arguments: str) -> str | None:
        """What it printed. A busy database is tried again."""
        said = ""
        for _ in range(TRIES):
            done = await asyncio.to_thread(
                subprocess.run, [sys.executable, "-m", "bot", *arguments], cwd=self.folder, capture_output=True,
                text=True, env=dict(self.environment), check=False,
            )  # fmt: skip
            if done.returncode == 0:
                return str(done.stdout)
            said = done.stderr
            await asyncio.sleep(PAUSE)
        self.strange.append(f"{' '.join(arguments)}: {said}")
        return None
