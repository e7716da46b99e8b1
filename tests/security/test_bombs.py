"""No schedule file exhausts the bot: in little memory and soon each is answered with one sentence at its place."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.course.schedule import MOST_PROBLEMS, parse
from tests.security.bombs import BOMBS, DEEP, HEAD, LARGE, ONE_SESSION
from tests.support.processes import ROOT
from tests.support.staffroom import staffroom

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)

SEVERAL = {"more wrong than anybody reads": MOST_PROBLEMS, "an anchor in itself": 2, "a merge of itself": 3}
"""Where there is more than one thing wrong, and how much of it is told."""


def test_each_is_told_in_one_sentence_at_its_place_within_bounds() -> None:
    child = [sys.executable, "-m", "tests.security.bombs"]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    for name, (_, sentence) in BOMBS.items():
        assert name in said, f"{name}: it was taken for a schedule"
        assert len(said[name]) == SEVERAL.get(name, 1), (name, said[name][:3])
        found = [one for one in said[name] if sentence in one[2]]
        assert found, (name, said[name][:3])
        line, column, message = found[0]
        assert line >= 1, name
        assert column >= 1, name
        assert len(message) < 300, name


def test_the_harmless_part_of_the_bombs_is_a_schedule() -> None:
    assert parse(HEAD + ONE_SESSION, "f").course.id == "seminar"


async def test_a_running_bot_keeps_its_course_and_tells_staff(database_url: str, tmp_path: Path) -> None:
    async with staffroom(database_url, tmp_path, at=AT) as room:
        (before,) = await room.app.courses()
        for bomb, sentence in (("[" * 1_000_000, DEEP), (HEAD + ONE_SESSION + "#" * 3_000_000, LARGE)):
            await room.edit(bomb)
            await room.tick()
            assert sentence in room.channels.texts("#seminar-staff")[-1]
            assert await room.app.courses() == (before,)
