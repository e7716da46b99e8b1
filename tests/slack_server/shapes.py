"""The words in which Block Kit's rules are written down: what a JSON value must look like, and every breach of it.

A breach reads like one of Slack's own error messages, with a JSON pointer to the place. It knows no block and no limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""(value, JSON pointer) → the breaches, none where the value is right."""


def breach(sentence: str, at: str) -> str:
    """As Slack words it: `[ERROR] missing required field: title [json-pointer:/view]`."""
    return f"[ERROR] {sentence} [json-pointer:{at}]"


def string(most: int, *, least: int = 1) -> Check:
    """Text of `least` to `most` characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield breach("must be a string", at)
        elif len(value) > most:
            yield breach(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            yield breach(f"must be more than {least - 1} characters", at)

    return check


def number(least: int, most: int) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield breach("must be an integer", at)
        elif not least <= value <= most:
            yield breach(f"must be from {least} to {most}", at)

    return check


def flag(value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield breach("must be a boolean", at)


def anything(_value: Any, _at: str) -> Iterator[str]:
    """For what has no documented rule."""
    return iter(())


def one_of(*words: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if value not in words:
            yield breach(f"must be one of: {', '.join(words)}", at)

    return check


def many(each: Check, most: int, *, least: int = 1) -> Check:
    """A list of `least` to `most` items, each of them right."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield breach("must be a list", at)
            return
        if len(value) > most:
            yield breach(f"no more than {most} items allowed", at)
        if len(value) < least:
            yield breach(f"no fewer than {least} items allowed", at)
        for position, item in enumerate(value):
            yield from each(item, f"{at}/{position}")

    return check


def shape(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    *also: Check,
    typed: bool = True,
) -> Check:
    """An object with these fields and no others; `also` are rules about several fields. `typed`: it has a `type`."""
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield breach("must be an object", at)
            return
        for name in required:
            if name not in value:
                yield breach(f"missing required field: {name}", at)
        for name, held in value.items():
            if name in known:
                yield from known[name](held, f"{at}/{name}")
            elif not (typed and name == "type"):
                yield breach(f"invalid additional property: {name}", at)
        for rule in also:
            yield from rule(value, at)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of these rules it follows."""

    def check(value: Any, at: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield breach("missing required field: type", at)
        elif kind not in kinds:
            yield breach(f"unsupported type: {kind}", f"{at}/type")
        else:
            yield from kinds[kind](value, at)

    return check


def exactly_one(*names: str) -> Check:
    """Of several fields just one is given."""

    def check(value: Any, at: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield breach(f"must define exactly one of: {', '.join(names)}", at)

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield breach(f"must define either: {', '.join(names)}", at)

    return check


def once(values: Iterator[tuple[Any, str]], what: str) -> Iterator[str]:
    """A breach for each (value, place) that stood before."""
    seen: set[Any] = set()
    for value, at in values:
        if value in seen:
            yield breach(f"{what} {value!r} already exists", at)
        seen.add(value)
