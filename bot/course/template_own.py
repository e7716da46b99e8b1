"""Tells what a file says for itself from what a person wrote, below one question: its comments, also where their marks
were deleted or somebody wrote into them, and its list of options, of which none is an answer unless it was marked.

Pure; it knows one section at a time. Where a comment is as the file has it, nothing else is looked for: whatever stands
there then was written by a person.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.course.duties import FormField, ReviewForm
from bot.course.template import ASKS, NAMED, SAYS, SENDING, asked, choices
from bot.course.template_choices import chosen

_COMMENT = re.compile(r"<!--[ \t]*coursebot (?:says|asks):((?:(?!-->|<!--|\n[ \t]*\n).)*)-->", re.DOTALL)
_ASKING = re.compile(r"<!--[ \t]*coursebot asks:((?:(?!-->|<!--).)*)-->", re.DOTALL)
_OPEN = re.compile(r"(?:(?:<|&lt;)[ \t]*!?[ \t]*-*)?[ \t]*(?:coursebot (?:asks|says):)?[ \t]*")
_CLOSE = re.compile(r"[ \t]*-+(?:>|&gt;)[ \t]*$")
_BULLET = re.compile(r"(?:(?:[-*+•>]|//)[ \t]+)?(?:\[[ \t]?\][ \t]*)?")
_IDS = re.compile(r"\W*coursebot:(?:[ \t]+[a-z0-9:-]{1,64}){2,4}\W*")
_MARKS = re.compile(r"\b(?:x|this one|this|here|mine|my choice|yes)\b|[^\w]+", re.IGNORECASE)

ONE_BY_ONE = 12
"""Lines over which an editor may have wrapped what the file asks."""
SEVERAL = 2
"""Lines of the list that no person writes for an answer."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What a person wrote below one question. `several`: what is marked in the file's own list, where it cannot be
    told which one is meant; `left`: what else was written into that list.
    """

    text: str
    several: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def apart(form: ReviewForm, field: FormField | None, text: str) -> Apart:
    """The section of a question, or (None) what stands before the first one, without what the file says there."""
    text, intact = _without_intact(form, text)
    hint = asked(field) if field is not None else ""
    if field is None:
        return Apart("\n".join(line for line in text.split("\n") if not _is_head(line)))
    if not hint or _normal(hint) in intact:
        return Apart(text)
    if field.kind in ("scale", "choice", "choices"):
        return _List(field).apart(text.split("\n"))
    return Apart(_without_line(_ASKING.sub(lambda found: _between(found[1], hint), text).split("\n"), hint))


def _without_intact(form: ReviewForm, text: str) -> tuple[str, set[str]]:
    """Without the comments that nobody wrote into, and those of them that were there."""
    hints = {_normal(asked(one)) for one in form.fields}
    found: set[str] = set()

    def replaced(match: re.Match[str]) -> str:
        said = _normal(match[1])
        own = match[0].startswith(f"<!-- {SAYS}") or said in hints
        found.update([said] if own else [])
        return "" if own else match[0]

    return _COMMENT.sub(replaced, NAMED.sub("", text)), found


def _is_head(line: str) -> bool:
    bare = _CLOSE.sub("", line)
    return (
        bare.rstrip().endswith(SENDING)
        or bare.lstrip(" \t<!-").startswith(SAYS)
        or bool(_IDS.fullmatch(bare))
        or (line != bare and not bare.strip())
    )


def _normal(text: str) -> str:
    return " ".join(text.split())


def _bare(line: str) -> str:
    """A line of the file's own comment without the marks of one, and without those of a list."""
    inner = _CLOSE.sub("", _OPEN.sub("", line.strip(), count=1))
    return _normal(_BULLET.sub("", inner, count=1))


def _between(said: str, hint: str) -> str:
    """What somebody wrote into the comment: all but the words of the file at its beginning and end."""
    words, own = re.findall(r"\S+\s*", said.lstrip()), hint.split()
    start = _alike(words, own)
    end = _alike(words[start:][::-1], own[start:][::-1])
    return "".join(words[start : len(words) - end]).strip()


def _alike(words: Sequence[str], own: Sequence[str]) -> int:
    pairs = itertools.takewhile(lambda pair: pair[0].strip() == pair[1], zip(words, own, strict=False))
    return sum(1 for _ in pairs)


def _without_line(lines: list[str], hint: str) -> str:
    """Without what the file asks, where the marks of its comment are gone."""
    starts = [number for number, line in enumerate(lines) if line.strip()][:1]
    for start in starts:
        for after in range(start + 1, min(start + ONE_BY_ONE, len(lines)) + 1):
            if _bare(" ".join(lines[start:after])) in ("", _normal(hint)) and lines[after - 1].strip():
                rest = lines[after:]
                end = next((number for number, line in enumerate(rest) if line.strip()), 0)
                closes = rest and rest[end].strip() and not _bare(rest[end])
                return "\n".join([*lines[:start], *(rest[end + 1 :] if closes else rest)])
        if ASKS in lines[start]:
            return "\n".join([*lines[:start], _between(_bare(lines[start]), hint), *lines[start + 1 :]])
    return "\n".join(lines)


class _List:
    """The options of one question, as the file lists them."""

    def __init__(self, field: FormField) -> None:
        self._field = field
        self._prompt = _normal(asked(field).split("\n", maxsplit=1)[0])
        self._own = [_normal(f"{value} {label}") for value, label in choices(field)]
        self._inside = [
            re.compile(rf"(?<![\w.-]){re.escape(own.casefold())}(?!\w)") if own else None for own in self._own
        ]

    def apart(self, lines: list[str]) -> Apart:
        first, after = self._block(lines)
        outside = "\n".join([*lines[:first], *lines[after:]])
        if first == after:
            return Apart(outside)
        listed, marked, left = self._read(lines[first:after])
        own = [self._own[one] for one in sorted(marked)]
        if outside.strip():
            if len(own) == 1 and not chosen(self._field, outside).value:
                return Apart(f"{own[0]}\n{outside}", left=left)
            return Apart(outside, left=left)
        most = len(self._own) - 1 if self._field.kind == "choices" else 1
        if 1 <= len(own) <= most:
            return Apart("\n".join(own), left=left)
        if not own and len(listed) == 1 and len(self._own) > 1:
            return Apart(self._own[min(listed)], left=left)
        unclear = own or ([self._own[one] for one in sorted(listed)] if len(listed) < len(self._own) else [])
        return Apart("", several=tuple(unclear), left=left)

    def _block(self, lines: list[str]) -> tuple[int, int]:
        """From where to before where the file's own list goes; nowhere: (0, 0)."""
        first = next((number for number, line in enumerate(lines) if self._is_own(line)), len(lines))
        end = next((number for number in range(first, len(lines)) if _CLOSE.search(lines[number])), None)
        if end is not None:
            inner = lines[first : end + 1]
            nested = any("<!--" in line for line in inner[1:])
            if not nested and (self._counts(inner) or not _bare(inner[-1])):
                return first, end + 1
        after, last = first, -1
        while after < len(lines) and lines[after].strip():
            number = self._number(lines[after])
            ahead = itertools.takewhile(str.strip, lines[after + 1 : after + 1 + len(self._own)])
            if number is not None and number > last:
                last = number
            elif number is not None or not (
                self._is_own(lines[after])
                or any((place := self._number(line)) is not None and place > last for line in ahead)
            ):
                break
            after += 1
        return (first, after) if self._counts(lines[first:after]) else (0, 0)

    def _counts(self, lines: Sequence[str]) -> bool:
        """Whether these are the file's own words, and no answer of somebody."""
        if any(ASKS in line or _bare(line) == self._prompt for line in lines):
            return True
        own = {bare for bare in map(_bare, lines) if bare in self._own}
        return len(own) >= (len(self._own) if self._field.kind == "choices" else SEVERAL)

    def _is_own(self, line: str) -> bool:
        bare = _bare(line)
        return ASKS in line or (bare != "" and (bare == self._prompt or bare in self._own))

    def _number(self, line: str) -> int | None:
        """The place of the option that the line is of, or that stands in it."""
        bare = _bare(line)
        if bare in self._own:
            return self._own.index(bare)
        folded = bare.casefold()
        found = [
            (len(own), number)
            for number, (own, inside) in enumerate(zip(self._own, self._inside, strict=True))
            if inside is not None and inside.search(folded)
        ]
        return max(found)[1] if found else None

    def _read(self, lines: Sequence[str]) -> tuple[set[int], set[int], tuple[str, ...]]:
        """Which options it lists still, which of them are marked, and what else stands in it."""
        listed = {self._own.index(bare) for bare in map(_bare, lines) if bare in self._own}
        seen: set[int] = set()
        marked: set[int] = set()
        left: list[str] = []
        for line in lines:
            bare, number = _bare(line), self._number(line)
            if number is None:
                number = self._by_words(bare)
                if number is None:
                    left += self._more(bare)
                    continue
                (marked if number in listed else seen).add(number)
            elif bare != self._own[number] or number in seen:
                marked.add(number)
                left += [bare] if _MARKS.sub("", self._without(bare, number)) else []
            seen.add(number)
        return listed | seen, marked, tuple(left)

    def _by_words(self, bare: str) -> int | None:
        """The option that was written there in another way: `4`, `4. Weak accept`."""
        found = chosen(self._field, bare)
        values = [value for value, _ in choices(self._field)]
        return values.index(found.value) if found.value in values and not found.rest else None

    def _more(self, bare: str) -> Iterator[str]:
        """What is more than the file's own words."""
        if bare and bare != self._prompt and (more := _between(bare, self._prompt)):
            yield more

    def _without(self, bare: str, number: int) -> str:
        return bare.casefold().replace(self._own[number].casefold(), " ", 1)
