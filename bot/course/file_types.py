"""The kinds of files that a review may ask for, by their extensions, and whether a content is what its name says.

It knows names and bytes; who handed a file in, and for what, it never knows.
"""

from __future__ import annotations

import re

MAGIC = {
    "pdf": (".pdf",),
    "png": (".png",),
    "jpg": (".jpg", ".jpeg"),
    "gif": (".gif",),
    "webp": (".webp",),
    "zip": (".zip",),
    "docx": (".docx",),
    "pptx": (".pptx",),
    "xlsx": (".xlsx",),
}
"""Extension → what its first bytes are recognised as."""

TEXTS = ("txt", "md", "csv", "tex", "py", "ipynb")
"""Of these there are no first bytes to go by: whatever is text may be any of them."""

TYPES = (*MAGIC, *TEXTS)
USUAL = ("pdf", "png", "jpg", "txt", "md", "zip")
SAME = {"jpeg": "jpg", "markdown": "md", "text": "txt"}


_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
"""What no text has on purpose: all that can neither be seen nor is a space or a line end."""


def type_of(name: str) -> str:
    """The extension of a file's name, as a schedule writes it; '' where it has none."""
    _, dot, extension = name.rpartition(".")
    lowered = extension.strip().lower() if dot else ""
    return SAME.get(lowered, lowered)


def is_what_it_says(name: str, content: bytes) -> bool:
    """Whether the content is of the type that the name's extension promises."""
    kind = type_of(name)
    if kind in TEXTS:
        return text_in(content) is not None
    return not {*MAGIC.get(kind, ())}.isdisjoint(_recognised(content))


def _recognised(content: bytes) -> frozenset[str]:
    import puremagic  # noqa: PLC0415 - a schedule is read without it

    try:
        return frozenset(match.extension.lower() for match in puremagic.magic_string(content))
    except (puremagic.PureError, ValueError):
        return frozenset()


def text_in(content: bytes, *, stray: float = 0.0) -> tuple[str, bool] | None:
    """The text of a file, and whether its encoding had to be guessed; None where it is none.

    Unicode with or without its mark, else what Windows wrote before that. `stray`: which part of it may be control
    characters, which a text has only by accident, from a PDF that was copied.
    """
    marked = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
    known = next((encoding for mark, encoding in marked.items() if content.startswith(mark)), "utf-8")
    for encoding in (known, "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (text, encoding == "cp1252") if len(_CONTROL.findall(text)) <= stray * len(text) else None
    return None


def sized(name: str, size: int) -> str:
    """`figure.pdf (1.2 MB)`."""
    if size < 1000:
        return f"{name} ({size} bytes)"
    unit, words = (1_000_000, "MB") if size >= 1_000_000 else (1000, "kB")
    return f"{name} ({size / unit:,.1f} {words})".replace(".0 ", " ")
