"""One export in a process of its own: how long the writing took, and how much memory the process held at most.

`python -m benchmarks.export_process URL FORMAT FILE` prints both as JSON. It goes the command's own way to a file; the
time that Python takes to start is not in it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from time import perf_counter

from bot.cli_course import Desk, at_desk
from bot.export.writing import write
from bot.services import exporting
from bot.store.database import Connection


def main(url: str, form: str, file: Path) -> None:
    async def work(desk: Desk) -> float:
        def written(connection: Connection) -> None:
            sheets = exporting.sheets(connection, desk.course, ("reviews",), now=desk.now)
            with file.open("wb") as stream:
                write(sheets, form, stream, about=exporting.about(desk.course))  # type: ignore[arg-type] # a word of FORMATS

        started = perf_counter()
        await desk.database.run.read(written)
        return perf_counter() - started

    seconds = at_desk(url, None, work)
    print(json.dumps({"seconds": seconds, "peak": _peak()}))


def _peak() -> float:
    """The most resident memory in MB. `getrusage` would say that of whoever started this, were that more."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
