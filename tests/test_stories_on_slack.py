"""The dialogs of the terminal, letter for letter, with everybody on Slack: the same files, the same session and screen.

Each thing that is typed is a slash command, a message, a press or a submitted modal on the Slack test server, and each
thing shown was read from the blocks that stand there. A few stories show each kind of answer and form; the rest are
played with the torture tests.
"""

from __future__ import annotations

import io
import re

import pytest

from bot.conversation.reply import Reply, paragraph
from tests.support.slack_stage import replay, theatre
from tests.test_stories import EACH_KIND, STORIES, read

INHERENT = {
    # A button on Slack has at most 75 characters.
    "nothing-is-obeyed": (
        "Search the readings for “[bold red]<!channel>[/bold red] @everyone `rm -rf\n┊ /`”",
        "Search the readings for “[bold red]<!channel>[/bold red] @everyone `rm\n┊ -rf…",
    ),
}
"""Where Slack cannot show what a terminal shows: the words there, and on Slack."""


FILE = re.compile(
    r"\n┊ File: .*?, [\d.]+\s+(?:┊ )?(?:bytes|kB)\)(?:\n\nTo keep the file: save, or save PATH)?", re.DOTALL
)
LINK = re.compile(r"(?:\n┊\n┊ [^\n]+(?:\n┊ [^\n(]+)*?|\n┊ \w+: [^\n]+)\n┊ \(https://seminar\.slack\.com/files/[^)]*\)")
"""A file that goes along, in a terminal and in a private answer on Slack, which links it. A title such as `Reviews:
Reading Seminar` is read there as a fact, which stands right below another one.
"""


def on_slack(name: str, dialog: str) -> str:
    there, here = INHERENT.get(name, ("", ""))
    assert there in dialog
    return dialog.replace(there, here) if there else dialog


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.stem, marks=() if path.stem in EACH_KIND else pytest.mark.torture) for path in STORIES],
)
async def test_a_story_on_slack_is_the_story_of_the_terminal(path, new_url):
    story = read(path)
    stream = io.StringIO()
    await replay(story.dialog, course_file=story.course, at=story.at, stream=stream, new_database=new_url)
    shown, there = stream.getvalue(), on_slack(path.stem, story.dialog)
    assert len(LINK.findall(shown)) == len(FILE.findall(there))
    assert LINK.sub("", shown) == FILE.sub("", there)


async def test_an_edited_post_is_seen_as_changed():
    changes = []
    with theatre(None, None) as stage:
        world = await stage.open(live=True)
        try:
            world.platform.listen(changes.append)
            (post,) = stage.backstage.slack.seen(stage.backstage.channels["#cs294"])
            await stage.backstage.platform.update("#cs294", post.ts, Reply((paragraph("Snow: no class."),)), "key")
            await world.settle()
        finally:
            await world.stage.close()
    assert [change.what for change in changes] == ["posted", "updated"]
    assert changes[-1].message.reply.blocks == (paragraph("Snow: no class."),)


def test_the_stories_that_are_always_played_are_there():
    assert {path.stem for path in STORIES} >= EACH_KIND | INHERENT.keys()
