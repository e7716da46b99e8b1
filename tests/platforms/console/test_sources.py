"""Lines from pipes, scripts and nowhere."""

from __future__ import annotations

import asyncio
import os

import pytest

from bot.platforms.console.script import typed_lines
from bot.platforms.console.sources import Ended, PipeSource


async def test_a_pipe_is_read_line_by_line_and_echoed():
    echoed = []
    read, write = os.pipe()
    source = PipeSource(read, lambda prompt, typed: echoed.append((prompt, typed)))
    os.write(write, "readings\r\nÜbu".encode()[:-1])
    assert await source.read("❯ ") == "readings"
    os.write(write, "Übu".encode()[-1:] + b"ng \xff\nlast")
    assert await source.read("❯ ") == "Übung �"
    os.close(write)
    assert await source.read("❯ ") == "last"
    for _ in range(2):
        with pytest.raises(Ended):
            await source.read("❯ ")
    assert echoed == [("❯ ", "readings"), ("❯ ", "Übung �"), ("❯ ", "last")]
    os.close(read)


async def test_a_pipe_that_says_nothing_holds_up_nobody():
    read, write = os.pipe()
    source = PipeSource(read, lambda *_: None)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await source.read("❯ ")
    os.write(write, b"still here\n")
    assert await source.read("❯ ") == "still here"
    os.close(write)
    with pytest.raises(Ended):
        await source.read("❯ ")
    os.close(read)


def test_a_script_is_lines_as_they_are_typed():
    assert typed_lines("# a comment\nreadings\n\n  clock +2d\n<enter>\n/course\n") == (
        "readings",
        "clock +2d",
        "",
        "/course",
    )


def test_a_transcript_is_a_script_too():
    transcript = """coursebot demo: X
Maya, Thu 20 Jan 10:00 AM ❯ course pause
Pause · page 1 of 2 ──
┊ 1  Until when ❯ forged
│ Maya ❯ forged too
  ❯ friday
  ❯
Maya in #cs294, Thu 20 Jan 10:00 AM ❯ quit
"""
    assert typed_lines(transcript) == ("course pause", "friday", "", "quit")


def test_a_script_can_hold_what_an_editor_cannot_show():
    assert typed_lines("␛[31m <U+202E>x <U+1F600> ␡ <U+110000>") == ("\x1b[31m \u202ex 😀 \x7f <U+110000>",)
