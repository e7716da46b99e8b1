"""Schedule files that are made to exhaust whoever reads them: each by its name, with what is said to it.

Run as a program it reads them all with 512 MB of memory and prints, as JSON, what came of each.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable

MEMORY = 512 * 1024 * 1024

HEAD = """\
course:
  id: seminar
  title: Seminar
  term: Spring 2022
  timezone: UTC
"""
ONE_SESSION = "sessions:\n  - {id: one, title: One, date: 2022-01-31}\n"


def laughs() -> str:
    """Ten to the thirtieth laughs."""
    levels = (f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30))
    return "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(levels)


def merges() -> str:
    keys = ", ".join(f"k{n}: v" for n in range(900))
    return f"a: &a {{{keys}}}\nb:\n" + "".join(f"  - {{<<: [{', '.join(['*a'] * 100)}]}}\n" for _ in range(100))


def doubling_merges() -> str:
    chain = (f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: v}}\n" for n in range(1, 5000))
    return "a0: &a0 {x: y}\n" + "".join(chain)


def aliased_sessions() -> str:
    """Twenty thousand readings with something wrong in each."""
    readings = ", ".join(["{title: A, colour: red}"] * 20)
    return f"{HEAD}sessions: [&s {{title: T, readings: [{readings}]}}, {', '.join(['*s'] * 900)}]\n"


DEEP = "lists are nested more than 30 deep: a schedule needs 6"
VALUES = "with its aliases this comes to more than 100,000 values: use fewer"
ENTRIES = "more than 1,000 entries stand together: use fewer"
LARGE = "the file is too large: a schedule has at most 2,000,000 characters"
QUOTE = "this is not YAML: the quote that begins here is not closed, or holds a backslash that must be doubled"

BOMBS: dict[str, tuple[Callable[[], str], str]] = {
    "a billion laughs": (laughs, VALUES),
    "a square of aliases": (lambda: f"a: &a [{', '.join('x' * 900)}]\nb: [{', '.join(['*a'] * 900)}]\n", VALUES),
    "lists of lists": (lambda: "[" * 1_000_000, DEEP),
    "entries of entries": (lambda: "{a: " * 400_000, DEEP),
    "ever more indented": (lambda: "".join(f"{' ' * n}a:\n" for n in range(1500)), DEEP),
    "hyphens": (lambda: "- " * 900_000, DEEP),
    "a huge word": (lambda: HEAD + "sessions: " + "x" * 1_900_000, '), not "xxx'),
    "a huge text": (lambda: f'{HEAD}sessions: "{"y" * 1_900_000}"', '), not "yyy'),
    "a huge title": (lambda: f"{HEAD.replace('Seminar', 'z' * 1_900_000)}{ONE_SESSION}", "1900000 characters long"),
    "a quote that nobody closes": (lambda: HEAD + 'sessions: "' + "y\n " * 600_000, QUOTE),
    "a million lines": (lambda: "\n" * 1_900_000, "the file is empty"),
    "a long comment": (lambda: "#" * 1_900_000, "the file is empty"),
    "tabs": (lambda: "\t" * 1_900_000, "a tab stands where spaces belong"),
    "keys without end": (lambda: "".join(f"k{n}: v\n" for n in range(150_000)), ENTRIES),
    "keys in one line": (lambda: f"{{{', '.join(f'k{n}: v' for n in range(120_000))}}}", ENTRIES),
    "a key of two megabytes": (lambda: "k" * 1_900_000 + ": v", "a colon does not belong here"),
    "merged keys": (merges, VALUES),
    "merges that double": (doubling_merges, VALUES),
    "an anchor in itself": (lambda: HEAD + "sessions: [&a {title: [*a]}]\n", "*a is used inside itself"),
    "a merge of itself": (lambda: HEAD + "sessions: [&a {<<: *a, title: T}]\n", "*a is used inside itself"),
    "a Python object": (
        lambda: HEAD + ONE_SESSION.replace("One,", "!!python/object/apply:os.getcwd x,"),
        "means nothing here: remove it",
    ),
    "a tag of its own": (
        lambda: "%TAG ! tag:yaml.org,2002:python/\n---\n" + HEAD + ONE_SESSION.replace("One,", "!object:os.x x,"),
        "means nothing here: remove it",
    ),
    "documents": (lambda: "---\n" * 400_000, "a second document begins here"),
    "too large": (lambda: HEAD + ONE_SESSION + "# and so on\n" * 200_000, LARGE),
    "too large in bytes alone": (lambda: HEAD + ONE_SESSION + "#" + "é" * 1_100_000, LARGE),
    "more wrong than anybody reads": (aliased_sessions, "unknown key"),
}  # fmt: skip


def read_all() -> dict[str, list[tuple[int, int, str]]]:
    """Name → line, column and sentence of each problem."""
    from bot.course.schedule import parse  # noqa: PLC0415 - within the limit
    from bot.errors import BadSchedule  # noqa: PLC0415

    said: dict[str, list[tuple[int, int, str]]] = {}
    for name, (bomb, _) in BOMBS.items():
        try:
            parse(bomb().encode(), "f")
        except BadSchedule as bad:
            said[name] = [(one.line, one.column, one.message) for one in bad.problems]
    return said


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(read_all(), sys.stdout)
