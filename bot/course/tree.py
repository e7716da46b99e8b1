"""A YAML text as a tree of words with positions, or the places at which it cannot be read.

It knows the events of the YAML parser and no course. The tree is built without recursion and within bounds, so that no
file can exhaust the stack, the memory or anybody's patience.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

import yaml

from bot.course.slips import cut_off, missing_colon
from bot.course.source import Lines, Node, quote

LONGEST_FILE = 2_000_000
TOO_LARGE = f"the file is too large: a schedule has at most {LONGEST_FILE:,} characters"
MOST_VALUES = 100_000
MOST_ENTRIES = 1000
MOST_FAULTS = 200
DEEPEST = 30

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_NOTHING = ("", "~", "null", "Null", "NULL")
_PLAIN_TAGS = (
    "!",
    *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq")),
)
Misplaced = tuple[int, str]
"""An offset in the text, and a sentence about what stands there."""


class Unreadable(Exception):
    """The text cannot be read any further; holds offsets and sentences."""

    def __init__(self, *misplaced: Misplaced) -> None:
        super().__init__(misplaced)
        self.misplaced = misplaced


def decoded(text: str | bytes) -> str:
    """Bytes that are not UTF-8 become lone surrogates, which `grow` refuses at their places."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogateescape")
    return text.removeprefix("\ufeff")


def grow(text: str, lines: Lines) -> tuple[Node, list[Misplaced]]:
    """The tree, with faults after which the parser could go on. Raises Unreadable where it could not."""
    if len(text) > LONGEST_FILE:
        raise Unreadable((0, TOO_LARGE))
    if text.startswith(("\udcff\udcfe", "\udcfe\udcff")):
        raise Unreadable((0, "the file is written in UTF-16: save it as UTF-8"))
    if forbidden := [(found.start(), _forbidden(found[0])) for found in islice(_FORBIDDEN.finditer(text), 20)]:
        raise Unreadable(*forbidden)
    growing = _Tree(lines)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            growing.take(event)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(*growing.misplaced, _in_our_words(text, error)) from None
    except yaml.YAMLError:
        raise Unreadable(
            *growing.misplaced, (0, "this is not a YAML file: save the schedule as plain UTF-8 text")
        ) from None
    root = growing.root
    if root is None or root.value is None:
        raise Unreadable(*growing.misplaced, (0, "the file is empty: `coursebot init` writes a first schedule"))
    if not isinstance(root.value, dict):
        what = "a list" if isinstance(root.value, list) else quote(root.value)
        raise Unreadable(
            *growing.misplaced, (root.start, f"the file holds {what}: a schedule has sections, course: and sessions:")
        )
    return root, growing.misplaced


def _forbidden(letter: str) -> str:
    if "\udc80" <= letter <= "\udcff":
        return f"the byte 0x{ord(letter) - 0xDC00:02X} is not UTF-8: save the file as UTF-8"
    return f"the invisible character U+{ord(letter):04X} is not allowed: delete it"


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Node
    anchor: str | None
    key: str | None = None
    key_start: int = 0
    merged: list[Node] | None = None


class _Tree:
    """Builds the tree from the parser's events; goes on after a fault wherever it can."""

    def __init__(self, lines: Lines) -> None:
        self.root: Node | None = None
        self._lines = lines
        self.misplaced: list[Misplaced] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Goes on to the next event of the parser."""
        if len(self.misplaced) > MOST_FAULTS:
            raise Unreadable(*self.misplaced)
        start = event.start_mark.index if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise Unreadable(
                    *self.misplaced, (start, "a second document begins here: keep one, and remove this ---")
                )
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, start)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, start)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", start)

    def _scalar(self, event: yaml.ScalarEvent, start: int) -> None:
        self._check_tag(event.tag, start)
        plain = event.implicit[0]
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            self._key(top, event.value, start)
            return
        node = Node(start, None if plain and event.value in _NOTHING else event.value)
        if event.anchor:
            self._anchors[event.anchor] = node
        self._add(node)

    def _key(self, top: _Open, key: str, start: int) -> None:
        if not key:
            self.misplaced.append((start, "there is no key before this colon: write one, or put the text in quotes"))
        if key in top.node.keys:
            line, _column = self._lines.at(top.node.keys[key])
            in_list = len(self._open) > 1 and isinstance(self._open[-2].node.value, list) and not top.node.flow
            or_else = ", or put a hyphen before it if a new entry begins here" if in_list else ""
            self.misplaced.append(
                (start, f"the key {quote(key)} is there already, on line {line}: keep one of the two{or_else}")
            )
        if top.node.first_key < 0:
            top.node.first_key = start
        top.key, top.key_start = key, start

    def _begin(self, event: yaml.CollectionStartEvent, start: int) -> None:
        self._check_tag(event.tag, start)
        if len(self._open) >= DEEPEST:
            raise Unreadable(*self.misplaced, (start, f"lists are nested more than {DEEPEST} deep: a schedule needs 6"))
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            raise Unreadable(
                *self.misplaced, (start, "a list or {…} cannot be a key: put text that begins with [ or { in quotes")
            )
        if event.anchor:
            self._anchors[event.anchor] = None
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(Node(start, {} if mapping else [], flow=bool(event.flow_style)), event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        for other in done.merged or ():
            self._merge(done.node, other)
        if done.anchor:
            self._anchors[done.anchor] = done.node
        self._add(done.node)

    def _alias(self, anchor: str, start: int) -> None:
        node = self._anchors.get(anchor)
        if node is None:
            why = "is used inside itself" if anchor in self._anchors else "is not defined above"
            self.misplaced.append((start, f"*{anchor} {why}: define it with &{anchor}, or put the text in quotes"))
            node = Node(start, None)
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.node.value, dict) and top.key is None:
            self.misplaced.append((start, "a key cannot begin with *: put it in quotes"))
            top.key, top.key_start = "", start
            return
        self._add(node)

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        top.node.size += node.size
        if top.node.size > MOST_VALUES:
            raise Unreadable(
                *self.misplaced,
                (node.start, f"with its aliases this comes to more than {MOST_VALUES:,} values: use fewer"),
            )
        if top.node.value and len(top.node.value) >= MOST_ENTRIES:
            raise Unreadable(
                *self.misplaced, (node.start, f"more than {MOST_ENTRIES:,} entries stand together: use fewer")
            )
        if isinstance(top.node.value, list):
            top.node.value.append(node)
        elif isinstance(top.node.value, dict) and top.key is not None:
            if top.key == "<<":
                top.merged = [*(top.merged or ()), *(node.value if isinstance(node.value, list) else [node])]
            elif top.key not in top.node.keys:
                top.node.value[top.key], top.node.keys[top.key] = node, top.key_start
            top.key = None

    def _merge(self, into: Node, other: Node) -> None:
        if not isinstance(into.value, dict):
            return
        if not isinstance(other.value, dict):
            self.misplaced.append((other.start, "<<: takes over the keys of another entry: write <<: *name"))
            return
        for key, node in other.value.items():
            if key not in into.value:
                into.value[key], into.keys[key] = node, other.keys[key]

    def _check_tag(self, tag: str | None, start: int) -> None:
        if tag is not None and tag not in _PLAIN_TAGS:
            name = "!" + tag.rpartition(":")[2].lstrip("!")
            self.misplaced.append((start, f"the tag {quote(name)} means nothing here: remove it"))


_IN_OUR_WORDS = (
    ("tab", "a tab stands where spaces belong: indent with spaces only"),
    (
        "mapping values are not allowed",
        "a colon does not belong here: check the indentation, or put the text in quotes",
    ),
    ("block sequence entries are not allowed", "a hyphen does not belong here: begin the list on a line of its own"),
    ("block mapping", "the indentation does not fit the lines above, or a quote or bracket is not closed"),
    ("block collection", "the indentation does not fit the lines above: a line that begins with a hyphen is expected"),
    ("',' or", "a comma or the closing bracket is missing"),
    ("expected ':'", "a colon is missing after a key"),
    ("quoted scalar", "the quote that begins here is not closed, or holds a backslash that must be doubled"),
    ("alias", "a text that begins with * must stand in quotes"),
    ("anchor", "a text that begins with & must stand in quotes"),
    ("tag", "a text that begins with ! must stand in quotes"),
    ("directive", "a text that begins with % must stand in quotes"),
    ("block scalar", "after | or > the text must begin on the next line, indented with spaces"),
    ("document start", "the text does not go together with the lines above: check the indentation and the quotes"),
)
_NO_COLON = "this is not YAML: a colon is missing on this line, after the key"


def _in_our_words(text: str, error: yaml.MarkedYAMLError) -> Misplaced:
    """The parser's complaint at its place; an open quote is shown where it was opened."""
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    said = f"{error.context or ''} {error.problem or ''}"
    if "quoted scalar" in said and "end of stream" in said and error.context_mark:
        offset = error.context_mark.index
    line = text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]
    if "\t" in line[: len(line) - len(line.lstrip())] or text[offset : offset + 1] == "\t":
        return offset, _IN_OUR_WORDS[0][1]
    if "cannot start any token" in said:
        return offset, f"a text cannot begin with {quote(text[offset : offset + 1])}: put it in quotes"
    if slip := _slip(text, said, error, offset):
        return slip
    for sign, sentence in _IN_OUR_WORDS:
        if sign in said:
            return offset, f"this is not YAML: {sentence}"
    return offset, "this is not YAML: check the indentation, the quotes and the colons of this line and the one above"


def _slip(text: str, said: str, error: yaml.MarkedYAMLError, offset: int) -> Misplaced | None:
    """What lies further up than the place where the parser stumbled."""
    opened = error.context_mark
    if "expected ':'" in said and opened:
        return opened.index, _NO_COLON
    if "mapping values are not allowed" in said and (key := missing_colon(text, offset)) is not None:
        return key, _NO_COLON
    if "',' or" in said and opened and (cut := cut_off(text, opened.index, offset)):
        return cut[0], f"# begins a comment: put the text in quotes, {quote(cut[1])}"
    return None
