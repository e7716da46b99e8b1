"""Where typed lines come from: a person at a terminal, a pipe, a script. All three are asked in the same way.

Nothing here knows what a line means. The prompt toolkit is imported only where a person types.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer

Echo = Callable[[str, str], None]

Completions = Callable[[str], Iterable[tuple[str, str]]]
"""What the last word of the text before the cursor may become, each with a few words about it."""


class Ended(Exception):
    """No more lines will come."""


class Left(Exception):
    """The person pressed Escape or Ctrl-C."""


class Source(Protocol):
    """`default` is offered for editing where that is possible. `completions` None: a field of a form, which is kept
    out of the history. Raises Ended, Left.
    """

    edits: bool
    """Whether a default can be edited in place."""

    async def read(self, prompt: str, *, default: str = "", completions: Completions | None = None) -> str: ...


class ScriptSource:
    """Lines that are known beforehand."""

    edits = False

    def __init__(self, lines: Iterable[str], echo: Echo) -> None:
        self._lines = iter(lines)
        self._echo = echo

    async def read(self, prompt: str, *, default: str = "", completions: Completions | None = None) -> str:  # noqa: ARG002
        for line in self._lines:
            self._echo(prompt, line)
            return line
        raise Ended


class PipeSource:
    """Lines of a file descriptor, read by a thread that never holds up the end of the process."""

    edits = False

    def __init__(self, descriptor: int, echo: Echo) -> None:
        self._echo = echo
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._ended = False
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._pump, args=(descriptor, loop), daemon=True, name="console-stdin").start()

    async def read(self, prompt: str, *, default: str = "", completions: Completions | None = None) -> str:  # noqa: ARG002
        line = None if self._ended else await self._lines.get()
        if line is None:
            self._ended = True
            raise Ended
        self._echo(prompt, line)
        return line

    def _pump(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        """`os.read`, not `sys.stdin`: a lock held by a waiting thread would abort the interpreter at its end."""
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        rest = ""
        try:
            while chunk := os.read(descriptor, 65536):
                *lines, rest = (rest + decode(chunk)).split("\n")
                for line in lines:
                    loop.call_soon_threadsafe(self._lines.put_nowait, line.removesuffix("\r"))
        except OSError:
            pass
        try:
            if rest:
                loop.call_soon_threadsafe(self._lines.put_nowait, rest.removesuffix("\r"))
            loop.call_soon_threadsafe(self._lines.put_nowait, None)
        except RuntimeError:
            pass  # the loop is closed: nobody is waiting any more


class PromptSource:
    """A person at a terminal: editing, history, completion. Posts that arrive meanwhile appear above the prompt."""

    edits = True

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession  # noqa: PLC0415 - only where a person types
        from prompt_toolkit.history import InMemoryHistory  # noqa: PLC0415 - only where a person types
        from prompt_toolkit.key_binding import KeyBindings  # noqa: PLC0415 - only where a person types
        from prompt_toolkit.key_binding.key_processor import KeyPressEvent  # noqa: PLC0415 - only where a person types

        keys = KeyBindings()

        @keys.add("escape", eager=True)
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=Left())

        self._commands: PromptSession[str] = PromptSession(history=InMemoryHistory(), complete_while_typing=False)
        self._fields: PromptSession[str] = PromptSession(key_bindings=keys)

    async def read(self, prompt: str, *, default: str = "", completions: Completions | None = None) -> str:
        from prompt_toolkit.formatted_text import FormattedText  # noqa: PLC0415 - only where a person types
        from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - only where a person types

        shown = FormattedText([("ansigreen bold", prompt)])
        try:
            with patch_stdout(raw=True):
                if completions is None:
                    return await self._fields.prompt_async(shown, default=default)
                return await self._commands.prompt_async(shown, completer=_completer(completions))
        except EOFError:
            raise Ended from None
        except KeyboardInterrupt:
            raise Left from None


def _completer(completions: Completions) -> Completer:
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion  # noqa: PLC0415 - only where a person types
    from prompt_toolkit.document import Document  # noqa: PLC0415 - only where a person types

    class Words(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
            before = document.text_before_cursor
            start = -len(before.rpartition(" ")[2])
            for word, about in completions(before):
                yield Completion(word, start_position=start, display_meta=about)

    return Words()


def open_source(echo: Echo) -> Source:
    """What standard input is: a person at a terminal, a pipe, or nothing."""
    stdin: TextIO | None = sys.stdin
    if stdin is None or stdin.closed:
        return ScriptSource((), echo)
    if stdin.isatty() and sys.stdout.isatty():
        return PromptSource()
    try:
        return PipeSource(stdin.fileno(), echo)
    except (OSError, ValueError):
        return ScriptSource((line.rstrip("\r\n") for line in stdin), echo)
