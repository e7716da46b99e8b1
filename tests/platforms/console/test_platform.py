"""The terminal platform: what was posted is in the journal before post returns, and is found after any end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation.port import HistoryUnreadable, Member, OutcomeUnknown, PostRefused
from bot.conversation.reply import Instant, Reply, WebLink, paragraph
from bot.errors import Misconfigured
from bot.platforms.console.journal import Journal
from bot.platforms.console.platform import ConsolePlatform

NOW = datetime(2022, 1, 31, 17, tzinfo=UTC)
HELLO = Reply(
    (paragraph("Hello ", WebLink("x", "https://a.example"), Instant(NOW, "America/Los_Angeles")),), private=False
)
CHANGED = Reply((paragraph("Changed"),), private=False)
KEY = "cs294/console/weekly/week:2022-01-31/post//"


def opened(path: Path | None = None, **options) -> ConsolePlatform:
    return ConsolePlatform(clock=lambda: NOW, journal=path, **options)


async def test_a_post_is_found_after_a_restart(tmp_path):
    platform = opened(tmp_path / "journal")
    reference = await platform.post("#cs294", HELLO, KEY)
    other = await platform.post("#cs294", HELLO, "other")
    platform.close()
    again = opened(tmp_path / "journal")
    assert await again.find("#cs294", KEY, NOW + timedelta(days=3)) == (reference,)
    assert await again.find("#elsewhere", KEY, NOW) == ()
    assert await again.find("#cs294", "unknown", NOW) == ()
    assert [(one.reference, one.reply, one.at) for one in again.history(channel="#cs294")] == [
        (reference, HELLO, NOW),
        (other, HELLO, NOW),
    ]
    assert await again.post("#cs294", HELLO, "third") not in (reference, other)


async def test_updates_and_deletions_are_records_too(tmp_path):
    platform = opened(tmp_path / "journal")
    first = await platform.post("#cs294", HELLO, KEY)
    second = await platform.post("#cs294", HELLO, KEY)
    await platform.update("#cs294", first, CHANGED, KEY)
    await platform.delete("#cs294", second)
    await platform.delete("#cs294", second)
    await platform.delete("#cs294", "999")
    with pytest.raises(PostRefused):
        await platform.update("#cs294", second, CHANGED, KEY)
    platform.close()
    again = opened(tmp_path / "journal")
    assert [(one.reply, one.edited) for one in again.history(channel="#cs294")] == [(CHANGED, True)]
    assert await again.find("#cs294", KEY, NOW) == (first,)
    assert len((tmp_path / "journal").read_text().splitlines()) == 4


@pytest.mark.parametrize("cut", [1, 20, 200])
async def test_a_torn_last_line_never_counted(tmp_path, cut):
    path = tmp_path / "journal"
    platform = opened(path)
    first = await platform.post("#cs294", HELLO, KEY)
    await platform.post("#cs294", HELLO, "torn")
    platform.close()
    os.truncate(path, path.stat().st_size - cut)
    again = opened(path)
    assert await again.find("#cs294", KEY, NOW) == (first,)
    assert await again.find("#cs294", "torn", NOW) == ()
    reference = await again.post("#cs294", HELLO, "torn")
    again.close()
    assert await opened(path).find("#cs294", "torn", NOW) == (reference,)


async def test_a_damaged_line_makes_the_history_unreadable_but_posts_go_on(tmp_path):
    path = tmp_path / "journal"
    platform = opened(path)
    await platform.post("#cs294", HELLO, KEY)
    platform.close()
    path.write_bytes(b"garbage \xff\n" + path.read_bytes())
    again = opened(path)
    with pytest.raises(HistoryUnreadable):
        await again.find("#cs294", KEY, NOW)
    await again.post("#cs294", HELLO, "new")
    assert len(list(again.history(channel="#cs294"))) == 2


async def test_a_full_disk_leaves_no_half_line(tmp_path):
    """A child process, because the limit on file sizes is the process's."""
    path = tmp_path / "journal"
    code = f"""
import asyncio, pathlib, resource, signal
from datetime import UTC, datetime
from bot.conversation.port import OutcomeUnknown
from bot.conversation.reply import Reply, paragraph
from bot.platforms.console.platform import ConsolePlatform
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
platform = ConsolePlatform(clock=lambda: datetime(2022, 1, 31, tzinfo=UTC), journal=pathlib.Path({str(path)!r}))
async def fill():
    for n in range(20):
        try:
            await platform.post("#cs294", Reply((paragraph("word " * 50),)), f"key-{{n}}")
        except OutcomeUnknown as error:
            print(n, len(await platform.find("#cs294", f"key-{{n}}", None)), error)
            return
asyncio.run(fill())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    number, found, *sentence = done.stdout.split()
    assert found == "0"
    assert "cannot be written" in " ".join(sentence)
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == int(number) > 0
    assert all(json.loads(one) and one.endswith(b"\n") for one in lines)


def test_a_journal_that_cannot_be_opened_is_one_sentence(tmp_path):
    with pytest.raises(Misconfigured, match="cannot be opened"):
        Journal(tmp_path / "missing" / "journal")


async def test_a_closed_disk_is_an_unknown_outcome(tmp_path):
    journal = Journal(tmp_path / "journal")
    os.close(journal._file)
    with pytest.raises(OutcomeUnknown):
        journal.post(channel="#a", account="", key="k", at=NOW, reply=HELLO)
    journal._file = None


async def test_channels_and_their_people():
    maya, sam = Member("maya", "Maya"), Member("sam", "Sam")
    platform = opened(members={"#cs294": (maya, sam), "#staff": (sam,)})
    assert await platform.people("#staff") == (sam,)
    with pytest.raises(PostRefused, match="its channels are #cs294, #staff"):
        await platform.post("#cs295", HELLO, KEY)
    with pytest.raises(PostRefused):
        await platform.people("#cs295")


async def test_the_listener_hears_of_each_change_after_it_is_kept(tmp_path):
    heard = []
    path = tmp_path / "journal"
    platform = opened(path)
    platform.listen(
        lambda change: heard.append((change.what, change.message.reply, len(path.read_text().splitlines())))
    )
    reference = await platform.post("#cs294", HELLO, KEY)
    await platform.update("#cs294", reference, CHANGED, KEY)
    await platform.delete("#cs294", reference)
    await platform.direct("maya", HELLO, KEY)
    assert heard == [("posted", HELLO, 1), ("updated", CHANGED, 2), ("deleted", CHANGED, 3), ("posted", HELLO, 4)]
    assert await platform.find("maya", KEY, NOW) == ("4",)
