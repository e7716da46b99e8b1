"""Lines from pipes, scripts and nowhere."""

from __future__ import annotations

import asyncio
import os

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.platforms.console.script import typed_lines
from bot.platforms.console.sources import Ended, Left, PipeSource, PromptSource


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


@pytest.fixture
def keyboard():
    """Keys go in here; what the toolkit draws goes nowhere."""
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


async def test_a_person_types_with_completion_and_history(keyboard):
    source = PromptSource()
    keyboard.send_text("look\n")
    assert await source.read("❯ ", completions=lambda _: ()) == "look"
    keyboard.send_text("\x1b[A\n")
    assert await source.read("❯ ", completions=lambda _: ()) == "look"


async def test_a_field_of_a_form_offers_what_was_typed_and_stays_out_of_the_history(keyboard):
    source = PromptSource()
    keyboard.send_text(" at nine\n")
    assert await source.read("❯ ", default="friday") == "friday at nine"
    keyboard.send_text("\x1b[A\n")
    assert await source.read("❯ ", completions=lambda _: ()) == ""


@pytest.mark.parametrize(("keys", "ending"), [("half\x1b", Left), ("\x03", Left), ("\x04", Ended)])
async def test_escape_and_control_c_leave_a_field_and_control_d_ends_the_input(keyboard, keys, ending):
    source = PromptSource()
    keyboard.send_text(keys)
    with pytest.raises(ending):
        await source.read("❯ ", default="")
