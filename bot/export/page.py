"""A readable document as one HTML file: it needs nothing else, runs nothing, prints well, and is light or dark as the
reader's screen is.

It knows elements and how to escape what is in them, never what a document is about. Whatever is given as text is data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

STYLE = """
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5b626b; --paper: #fff; --rule: #d9dde2; --tint: #f3f5f7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8ea; --soft: #9aa2ab; --paper: #16181b; --rule: #363b41; --tint: #1f2327; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 50rem; color: var(--ink); background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; margin: 2.2em 0 .6em; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; margin-top: 0; }
h2 { font-size: 1.4rem; border-top: 1px solid var(--rule); padding-top: 1.2em; }
h3 { font-size: 1.1rem; } h4 { font-size: 1rem; margin-top: 1.6em; }
h5 { font-size: .9rem; margin: 1em 0 .2em; color: var(--soft); }
p { margin: .5em 0; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.soft { color: var(--soft); font-size: .9rem; }
article { border: 1px solid var(--rule); border-radius: .4rem; padding: .1rem 1rem .8rem; margin: 1rem 0; }
article h4 { margin-top: 1em; }
details { margin: .8em 0; } summary { color: var(--soft); cursor: pointer; }
table { border-collapse: collapse; width: 100%; margin: .8em 0; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35em .6em; border-bottom: 1px solid var(--rule); }
th { background: var(--tint); font-weight: 600; }
a { color: inherit; } nav ul { padding-left: 1.2rem; } nav li { margin: .15em 0; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; --ink: #000; --soft: #444; --paper: #fff; --tint: #fff; }
  h2 { break-before: page; border: 0; } h2:first-of-type { break-before: auto; }
  h3, h4 { break-after: avoid; } article { border: 0; padding: 0; }
}
""".strip()

_WEB = re.compile(r"https?://", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Markup(str):
    """HTML that was made here; any other text is escaped."""

    __slots__ = ()


def page(title: str, body: Iterable[Markup]) -> Iterator[str]:
    """The whole document, piece by piece."""
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{text(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
    )
    for piece in body:
        yield f"{piece}\n"
    yield "</body>\n</html>\n"


def text(words: str) -> Markup:
    """The words to the letter, whatever they look like."""
    if isinstance(words, Markup):
        return words
    return Markup(escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", words)))


def element(tag: str, *parts: str, **attributes: str) -> Markup:
    """`<tag>…</tag>`. An attribute `class_` is `class`."""
    named = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())
    return Markup(f"<{tag}{named}>{''.join(text(part) for part in parts)}</{tag}>")


def heading(level: int, *parts: str, anchor: str = "") -> Markup:
    return element(f"h{level}", *parts, **({"id": anchor} if anchor else {}))


def paragraph(*parts: str) -> Markup:
    return element("p", *parts)


def small(*parts: str) -> Markup:
    """Beside the matter."""
    return element("p", *parts, class_="soft")


def link(words: str, url: str | None) -> Markup:
    """A link where the address is one of the web, else the words."""
    return element("a", words, href=url) if url and _WEB.match(url) else text(words)


def jump(words: str, anchor: str) -> Markup:
    """A link within the document."""
    return element("a", words, href=f"#{anchor}")


def prose(words: str) -> Markup:
    """What somebody wrote: its paragraphs and its line breaks as they stand there."""
    whole = words.replace("\r\n", "\n").replace("\r", "\n")
    parts = [part.strip("\n") for part in re.split(r"\n[^\S\n]*\n", whole) if part.strip()]
    return Markup("".join(element("p", Markup(text(part).replace("\n", "<br>\n")), dir="auto") for part in parts))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    top = element("tr", *(element("th", name, scope="col") for name in head))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    return element("table", element("thead", top), element("tbody", *body))


def bullets(items: Iterable[str]) -> Markup:
    return element("ul", *(element("li", item) for item in items))


def folded(title: str, *parts: str) -> Markup:
    """What is shown when somebody asks for it."""
    return element("details", element("summary", title), *parts)
