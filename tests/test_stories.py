"""Dialogs with the whole bot, as files: what is typed and all that is seen, compared to the letter.

A story in `tests/stories` is a few `#` lines of comment (`#: at 2022-01-20T10:00` and `#: course FILE` set the stage)
and then a transcript. `python -m tests.test_stories --record [NAME]` plays the stories and writes down what is seen;
a new story begins as comment and script. Read the difference before it is kept.
"""

from __future__ import annotations

import asyncio
import io
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.data import bundled
from bot.demo import replay

STORIES = sorted((Path(__file__).parent / "stories").glob("*.story"))


@dataclass(frozen=True)
class Story:
    """A story file: its comment as it stands, what the comment sets, the dialog."""

    comment: str
    dialog: str
    at: datetime | None
    course: Path | None


def read(path: Path) -> Story:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    comment = "".join(lines[:count])
    settings = dict(line.removeprefix("#:").split() for line in lines[:count] if line.startswith("#:"))
    return Story(
        comment=comment,
        dialog="".join(lines[count:]),
        at=datetime.fromisoformat(settings["at"]) if "at" in settings else None,
        course=bundled(settings["course"]) if "course" in settings else None,
    )


async def played(story: Story) -> str:
    stream = io.StringIO()
    await replay(story.dialog, course_file=story.course, at=story.at, stream=stream)
    return stream.getvalue()


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
async def test_story(path):
    story = read(path)
    assert await played(story) == story.dialog


def record(names: list[str]) -> None:
    for path in STORIES:
        if not names or path.stem in names:
            story = read(path)
            path.write_text(story.comment + asyncio.run(played(story)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--record"]:
        sys.exit("python -m tests.test_stories --record [NAME]")
    record(sys.argv[2:])
