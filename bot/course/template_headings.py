"""The headings of a text that came back as a review's file: where each stands, how deep it is, and what it says.

It knows Markdown and the file's own way of writing a question, and nothing of what a question is.
"""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

from bot.course.template import heading_text

_OURS = re.compile(r"^ {0,3}##[ \t]+(.*)$")
UNDERLINED = 2
"""Lines of a heading with a row of = or - below it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a line or two, from `line` to before `after`. `level` 0: it stands in a block of code."""

    level: int
    text: str
    line: int
    after: int


def _parser() -> MarkdownIt:
    """Blocks alone, of which no HTML is one: an unclosed comment would hide the rest of the file."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_MARKDOWN = _parser()
logging.getLogger("markdown_it").setLevel(logging.INFO)
"""Below that it writes down each line that it looks at, and what people wrote is for no log."""


def headings_of(text: str) -> list[Heading]:
    """In order. Those in a block of code are none, unless they are written just as the file has them: a block of code
    that somebody forgot to close does not hide the questions after it.
    """
    found = {heading.line: heading for heading in _parsed(text)}
    for number, line in enumerate(text.split("\n")):
        if number not in found and (ours := _OURS.match(line)):
            found[number] = Heading(0, heading_text(ours[1]), number, number + 1)
    return [found[number] for number in sorted(found)]


def _parsed(text: str) -> Iterator[Heading]:
    tokens = _MARKDOWN.parse(text)
    for token, inline in itertools.pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map is not None:
            line, after = token.map
            if token.markup.startswith("#") or after - line == UNDERLINED:
                yield Heading(int(token.tag[1:]), heading_text(inline.content), line, after)
