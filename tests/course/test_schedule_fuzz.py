"""No input gives a traceback: bytes, texts, and the shipped schedule with lines and values turned upside down."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.course.ids import with_ids
from bot.course.schedule import parse
from bot.errors import BadSchedule, Refused

ROOT = Path(__file__).parents[2]
SPARE = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENGLISH_OF_LIBRARIES = re.compile(
    r"Input should|Value error|Field required|while (parsing|scanning)|did not find|<class|\bNone\b"
)
QUOTED = re.compile(r'"[^"]*"')
"""What a message says back of the file is in quotes, and may be any words."""

WORDS = [
    "", "~", "null", "[]", "{}", "- ", "x", "''", '"', "'", "0", "-1", "1e9", "9" * 40, "2022-02-30", "9999-12-31", "0000-00-00",
    "1/31/22", "25:00", "13:00", "TBD", "unknown", "none", "off", "each required", "{choose: 99}", "at class start",
    "999999d", "-3h", "1.5h", "0.0001m", "the day before at 99:99", "365 days before at 23:59", "UTC", "Asia/Kathmandu", "*a", "&a x", "&a [*a]",
    "<<: *a", "!!binary aGk=", "!x", "? a", "| ", "> ", "%", "@", "`", "#", "\t", "😀", "\u202e", "\u2028", "http://", "https://[",
    "ftp://x", "{a: {b: {c: [d]}}}", "true", "yes", "۱۲", "²", "x" * 400, "[[[[[[[[[[[[", "2022-01-31 ", "---", "...", "\\x00", '"\\ud800"', '"\\0"',
]  # fmt: skip


@cache
def shipped(name: str = "schedule.yaml") -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def parses_or_says_why(text: str | bytes) -> None:
    """The whole contract: a course, or problems at lines of the file, in our own words."""
    written = text.decode("utf-8", "surrogateescape") if isinstance(text, bytes) else text
    lines = len(re.split(r"\r\n?|\n", written))
    try:
        parsed = parse(text, "f")
    except BadSchedule as bad:
        says_why(bad, lines)
        return
    for warning in parsed.warnings:
        assert 1 <= warning.line <= lines
    if isinstance(text, str):
        try:
            assert parse(with_ids(text, "f").text, "f").course == parsed.course
        except Refused:
            return


def says_why(bad: BadSchedule, lines: int) -> None:
    assert bad.problems
    assert list(bad.problems) == sorted(bad.problems)
    for problem in bad.problems:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        assert problem.message.strip()
        assert problem.located("f").isprintable(), problem
        assert not ENGLISH_OF_LIBRARIES.search(QUOTED.sub("", problem.message)), problem


@SPARE
@given(st.binary(max_size=200))
@example(b"\xff\xfec\x00o\x00")
@example(b"course: \xc3")
def test_bytes(data: bytes) -> None:
    parses_or_says_why(data)


@SPARE
@given(st.text(max_size=200))
@example("a: \u2028b\n\u2028: [")
@example("\r\r\r'")
@example("\ufeff\ufeff")
@example("course:\x85  id: x")
@example("None")
def test_texts(text: str) -> None:
    parses_or_says_why(text)


@SPARE
@given(
    st.lists(
        st.sampled_from([*"[]{}:,-?&*!|>'\"%@` \n\t#a1", "course", "sessions", "id", ": ", "- ", "\n  ", "<<"]),
        max_size=60,
    )
)
def test_signs_of_yaml(signs: list[str]) -> None:
    parses_or_says_why("".join(signs))


def mutated(text: str, chance: random.Random) -> str:
    """A few lines deleted, doubled, swapped, moved in or out, cut, or with another value."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 5)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(8):
            case 0:
                del lines[here]
            case 1:
                lines.insert(there, lines[here])
            case 2:
                lines[here], lines[there] = lines[there], lines[here]
            case 3:
                lines[here] = " " * chance.randint(1, 3) + lines[here]
            case 4:
                lines[here] = lines[here][chance.randint(1, 3) :]
            case 5:
                lines[here] = lines[here][: chance.randrange(len(lines[here]) + 1)]
            case 6:
                key, colon, _value = lines[here].partition(":")
                lines[here] = f"{key}{colon} {chance.choice(WORDS)}"
            case _:
                lines[here] = re.sub(r"[^\s:{}\[\],]+", lambda _found: chance.choice(WORDS), lines[here], count=1)
    return "\n".join(lines)


@SPARE
@given(st.randoms(use_true_random=False), st.sampled_from(["schedule.yaml", "courses/cs744-sp25.yaml"]))
def test_mutations_of_a_shipped_file(chance: random.Random, name: str) -> None:
    parses_or_says_why(mutated(shipped(name), chance))


EVERY_KEY = """\
course:
  id: demo
  title: Demo
  term: T
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00, place: P}
  staff: [{name: N, role: ta, url: https://example.edu, email: a@example.edu, slack: U0123, discord: 12}]
  links: [{title: L, url: https://example.edu}]
  channels: {slack: {announcements: c, staff: s}}
  command_prefix: x
announcements:
  weekly: {at: 09:00, on: friday, before_review: 4d, first: 7d, channel: staff}
  exam: {before: [1d]}
reviews:
  owe: each required
  form: {fields: [{id: a, kind: scale, label: A, options: [x, y]}, {id: b, label: B, min_words: 1, max_words: 2}]}
  due: the day before at 23:59
  grace: 10m
  late: 24h
  hard_close: 48h
  late_rule: {percent: 10, per: day, floor: 50}
  digest: 2h before class
  peers_read: never
  digest_picture: yes
  remind: [24h]
  external_review: https://example.edu
presenting:
  preset: lead
  roles: [{id: a, title: A, seats: 1, backup: false, sessions: [one]}]
  per: session
  rules: {at_least: 1, distinct_roles: yes, at_most_per_week: 1, at_most_per_term: 4, once_per_paper: true}
  opens: 2022-01-25 09:00
  closes: 2022-04-30
  drop_until: 48h before class
  mode: auto
sessions:
  - id: one
    title: One
    date: 2022-01-31
    start: 13:00
    end: 14:00
    kind: guest
    speakers: [{name: S, affiliation: A, url: https://example.edu}]
    readings:
      - {id: r, title: R, url: https://example.edu, tier: required, locator: L, authors: [A], choose_one: g}
      - {id: q, title: Q, url: https://example.edu, tier: required, choose_one: g}
    materials: [{kind: slides, title: M, url: https://example.edu}]
    review: {owe: {choose: 1}, due: sunday at 17:00}
    presenting: true
  - id: two
    range: {from: 2022-03-21, to: 2022-03-25}
    kind: holiday
deadlines:
  - {id: a1, title: A1, kind: assignment, out: 2022-01-28, due: 2022-02-04 23:59, points: 1, per: team, remind: [1d]}
"""
VALUE = re.compile(r"(?<=: )[^\s,{}\[\]]+(?: [^\s,{}\[\]]+)*")


def test_every_key_is_in_use() -> None:
    assert parse(EVERY_KEY, "f").warnings == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(VALUE.findall(EVERY_KEY)) - 1), st.one_of(st.sampled_from(WORDS), st.text(max_size=30)))
def test_any_value_anywhere(place: int, value: str) -> None:
    found = list(VALUE.finditer(EVERY_KEY))[place]
    parses_or_says_why(EVERY_KEY[: found.start()] + value + EVERY_KEY[found.end() :])


@pytest.mark.torture
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_many_mutations(chance: random.Random) -> None:
    parses_or_says_why(mutated(EVERY_KEY, chance))


@pytest.mark.torture
@pytest.mark.parametrize("value", WORDS)
def test_every_word_at_every_place(value: str) -> None:
    for found in VALUE.finditer(EVERY_KEY):
        parses_or_says_why(EVERY_KEY[: found.start()] + value + EVERY_KEY[found.end() :])
