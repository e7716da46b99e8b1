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
from bot.demo import NewDatabase, replay
from tests.support.databases import on_postgresql

STORIES = sorted((Path(__file__).parent / "stories").glob("*.story"))

EACH_KIND = frozenset(
    [
        "a-student-looks-around",  # private answers, links, dates, buttons, a mistyped command, a post of the morning
        "staff-announce-and-pause",  # forms of two pages, an error at a field, a form that is left, a post
        "staff-take-it-back",  # a post that is taken back, an answer of several pages, menus, a stale button
        "going-live",  # the staff channel, what students do not see, another world
    ]
)
"""A story of each kind of answer and form, for where not all are played."""


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


async def played(story: Story, new_database: NewDatabase | None = None) -> str:
    stream = io.StringIO()
    await replay(story.dialog, course_file=story.course, at=story.at, stream=stream, new_database=new_database)
    return stream.getvalue()


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
async def test_story(path, new_url):
    story = read(path)
    assert await played(story, new_url) == story.dialog


@on_postgresql
@pytest.mark.parametrize("name", sorted(EACH_KIND))
async def test_a_story_is_the_same_on_postgresql(name, new_url):
    (path,) = (path for path in STORIES if path.stem == name)
    story = read(path)
    assert await played(story, new_url) == story.dialog


def record(names: list[str]) -> None:
    for path in STORIES:
        if not names or path.stem in names:
            story = read(path)
            path.write_text(story.comment + asyncio.run(played(story)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--record"]:
        sys.exit("python -m tests.test_stories --record [NAME]")
    record(sys.argv[2:])
