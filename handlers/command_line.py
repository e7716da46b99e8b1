"""What a person meant by a line of words: a row of the command table with its arguments, or the nearest rows to it.

It knows the table and the prefix; it must not know who asks, so it decides nothing about permission.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from bot.conversation.commands import Group, Row, Table
from bot.course import claim_code
from handlers import plain_words

LONGEST_WORD = 64
"""Characters of a word that are compared with the names of commands."""

NEAR = 72.0
COMMAND = 101.0
"""The beginning of a command is it more than any subcommand is: `/read` is `/readings`, before `/review read`."""

BEGINNING = 3
"""Letters of a name's beginning that are enough to be like it."""
SAME = 86.0
QUESTION = (
    "what what's what’s whats when which are is there any anything do does i we have need got to the my our now next "
    "me show tell list please and"
)
ASKING = frozenset(QUESTION.split())
"""Words of a question that add nothing to what it is about."""

SENTENCE = 12
"""Words of a sentence that are looked at."""
GREETINGS = "hi hello hey hallo yo start menu thanks thank thx ok okay test ping bot coursebot course good morning"
SMALL_TALK = frozenset(GREETINGS.split())
ASKS_FOR_HELP = frozenset(("help", "?", "commands", "usage", "man"))
MENTION = re.compile(r"<@[^<>\s]{1,64}>|@\S{1,64}")
TOKEN = re.compile(r"<@([^<>|\s]{1,64})(?:\|([^<>\s]{0,64}))?>")
"""A mention of an account, with the name that the platform shows for it, if it says so."""
LINK = "link"
"""The row that takes claim codes; people need not say of which command it is."""

LEADING = frozenset(("of", "by", "about", "for", "from"))
"""Words before whom or what a list is about."""

PART_OF_A_CODE = re.compile(r"[0-9A-Za-z]{2,}(?:[-–][0-9A-Za-z]{2,})+")

EMOJI_CODE = re.compile(r":[a-z0-9_+-]{1,64}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A row that was asked for, with the words after it."""

    group: Group
    row: Row
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Words that are no command, with the commands that are most like them. `group`: they began with its name."""

    typed: str
    near: tuple[Command, ...]
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Greeting:
    """Nothing was asked: silence, small talk."""


def clean(text: str) -> str:
    """The words without what no person means: control and formatting characters, runs of blanks."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def without_of(words: str) -> str:
    """`@rivera` of `of @rivera`: what is asked about, without the words that only lead to it."""
    lead, _, rest = words.partition(" ")
    return rest.strip() if rest.strip() and lead.casefold() in LEADING else words


def readable(text: str) -> str:
    """Words that were typed, to be shown: mentions of people as `@name`."""
    return TOKEN.sub(lambda found: f"@{found[2] or found[1]}", text)


def is_id(word: str) -> bool:
    """Whether an argument of a button can be the number of a row; people can type what looks like one."""
    return word.isascii() and word.isdigit() and len(word) < 18


def page_start(arguments: Sequence[str], usual: int = 0) -> int:
    """Where a page begins, which is the last that its button carries; `usual` where that is no such number."""
    last = arguments[-1] if arguments else ""
    return int(last) if is_id(last) and len(last) <= 6 else usual


def understand(text: str, table: Table, prefixes: Iterable[str]) -> Command | Unknown | Greeting:
    """What the line asks for. A leading slash, the command prefix and a leading mention of the bot are optional."""
    words = clean(text).split()
    while words and (MENTION.fullmatch(words[0]) or EMOJI_CODE.fullmatch(words[0])):
        words = words[1:]
    if not words:
        return Greeting()
    group = _group(words[0], table, prefixes)
    if group is not None:
        return _in_group(group, words[1:], table)
    if _is_claim(words):
        return _by_name(table, LINK, words if len(words) == 1 else words[1:]) or Greeting()
    lowered = {word.lower().strip("!.,/") for word in words[:8]}
    if len(words) <= 2 and lowered & ASKS_FOR_HELP:
        return _by_name(table, "help") or Greeting()
    if lowered <= SMALL_TALK or not any(any(letter.isalnum() for letter in word) for word in words[:50]):
        return Greeting()
    return (
        _question(words, table)
        or _sentence(words, table)
        or Unknown(typed=readable(" ".join(words)), near=_near(words, table, prefixes))
    )


def _is_claim(words: list[str]) -> bool:
    """`link 7K3M-PQ2X-9TBC-04WD`, also slips in it, or a code alone."""
    if len(words) == 1:
        return claim_code.is_in_groups(words[0])
    shown = "".join(words[1:])
    near = PART_OF_A_CODE.fullmatch(shown) is not None and any(letter.isdigit() for letter in shown)
    return words[0].lower().strip("/:") == LINK and (near or claim_code.read(shown) is not None)


def _question(words: list[str], table: Table) -> Command | None:
    """`what is due?`, `which papers do I have to read next`: a word of one group alone among words that say no more."""
    said = [word.lower().strip("?!.,") for word in words]
    asked = [group for group in table.groups if group.words.intersection(said)]
    if len(said) < 2 or len(asked) != 1 or not asked[0].words | ASKING >= set(said):
        return None
    row = asked[0].row(asked[0].default)
    return Command(group=asked[0], row=row) if row is not None else None


def _sentence(words: list[str], table: Table) -> Command | None:
    """`I’m sick`, `what should I read?`: what it asks for in other words than the table’s."""
    meant = plain_words.sense(words)
    if meant is None:
        return None
    about = [meant.about] if meant.about else []
    if meant.verb in plain_words.ABOUT_SEATS:
        about = [plain_words.OWN_WORDS, *words]
    rows = ((group, row) for group, row in table.rows() if row.verb == meant.verb)
    return next((Command(group=group, row=row, arguments=tuple(about)) for group, row in rows), None)


def _group(word: str, table: Table, prefixes: Iterable[str]) -> Group | None:
    name = word.lower().removeprefix("/").rstrip(":,.!?")
    for prefix in ("", *prefixes):
        group = table.group(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if group is not None:
            return group
    return None


def _in_group(group: Group, words: list[str], table: Table) -> Command | Unknown:
    default = group.row(group.default)
    if default is None:
        raise LookupError(group.name)
    if not words:
        return Command(group=group, row=default)
    row = group.row(words[0].lower())
    if row is None and len(words) == 1 and words[0].lower() in ASKS_FOR_HELP and len(group.rows) > 1:
        asked = _by_name(table, "help")
        if asked is not None:
            return replace(asked, arguments=(group.name,))
    if row is not None and row.listed:
        return Command(group=group, row=row, arguments=tuple(words[1:]))
    if default.parameters:
        return Command(group=group, row=default, arguments=tuple(words))
    names = {row.name: row for row in group.rows if row.listed and row is not default}
    near = process.extract(words[0].lower()[:LONGEST_WORD], list(names), scorer=fuzz.ratio, score_cutoff=55, limit=3)
    return Unknown(
        typed=readable(" ".join([group.name, *words])),
        near=tuple(Command(group=group, row=names[name]) for name, _, _ in near),
        group=group,
    )


def _by_name(table: Table, name: str, words: Sequence[str] = ()) -> Command | None:
    rows = ((group, row) for group, row in table.rows() if row.name == name)
    return next((Command(group=group, row=row, arguments=tuple(words)) for group, row in rows), None)


def _near(words: list[str], table: Table, prefixes: Iterable[str]) -> tuple[Command, ...]:
    """Commands whose names are like the first word: a group's, or that of a row written without its group."""
    named: dict[str, Command] = {}
    for group, row in table.rows():
        if not row.listed:
            continue
        if row.name == group.default:
            named[group.name] = Command(group=group, row=row, arguments=tuple(words[1:8]))
        else:
            named.setdefault(row.name, Command(group=group, row=row))
    word = words[0].lower().removeprefix("/")[:LONGEST_WORD]
    bare = [word, *(word.removeprefix(prefix) for prefix in prefixes if prefix and word.startswith(prefix))]
    scores: dict[str, float] = {}
    for one in bare:
        for name, score, _ in process.extract(one, list(named), scorer=fuzz.ratio, score_cutoff=NEAR, limit=3):
            scores[name] = max(score, scores.get(name, 0.0))
        for name, meant in named.items():
            if len(one) >= BEGINNING and name.startswith(one):
                score = COMMAND if meant.row.name == meant.group.default else NEAR
                scores[name] = max(score, scores.get(name, 0.0))
    best = sorted(scores, key=lambda name: -scores[name])[:3]
    unique: dict[str, Command] = {}
    for name in best:
        unique.setdefault(named[name].row.verb, named[name])
    return tuple(unique.values()) or _mentioned(words, table)


def _mentioned(words: list[str], table: Table) -> tuple[Command, ...]:
    """Commands that a sentence names somewhere: `what are the deadlines?`."""
    found: dict[str, Command] = {}
    for word in words[:SENTENCE]:
        plain = word.lower().strip("?!.,")[:LONGEST_WORD]
        for group in table.groups:
            row = group.row(group.default)
            if row is not None and fuzz.ratio(plain, group.name) >= SAME:
                found.setdefault(group.name, Command(group=group, row=row))
    return tuple(found.values())
