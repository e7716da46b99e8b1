"""Finding a paper or a class by words: title, author, venue, speaker, session title, typing errors included.

Every word must be found in a thing; how well is decided by rapidfuzz over the course's vocabulary. It knows neither
who searches nor when.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.course.model import Course, Reading, Session, Speaker

LONGEST = 200
"""Characters of a search that are looked at."""
MOST_WORDS = 12
NEAR = 76.0
"""A word of the course is what was typed, give or take a typing error (0 to 100)."""
VAGUE = 58.0
"""A word that may be what was meant: good enough for `did you mean`."""
SHORT = 4
"""A word of so few letters is like too many others: half of it is no guess."""
HALF = 45.0
"""A guess holds about half of the words."""
PREFIX = 96.0
SMALL_WORDS = "a an and by for from in of on or paper papers prof read reading review the to with"
STOP_WORDS = frozenset(SMALL_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A paper with every session that lists it, or (no reading) one session. `score` is 0 to 100."""

    reading: Reading | None
    sessions: tuple[Session, ...]
    score: float

    @property
    def title(self) -> str:
        return self.reading.title if self.reading is not None else self.sessions[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`hits` hold every word that was typed, the best first; `guesses` may be what was meant, where nothing does."""

    hits: tuple[Hit, ...]
    guesses: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What can be found: `own` words name the thing itself, `around` words only where it stands."""

    reading: Reading | None
    sessions: tuple[Session, ...]
    own: frozenset[str]
    around: frozenset[str]


def search(course: Course, typed: str) -> Found:
    """What in the course the words are about."""
    words = _typed_words(typed)
    entries, vocabulary = _index(course)
    if not words or not entries:
        return Found(hits=(), guesses=())
    matches = {word: _near_words(word, vocabulary) for word in {*words, "".join(words)}}
    hits = _ranked(entries, words, matches, every_word=True)
    guesses = () if hits else _ranked(entries, words, matches, every_word=False)
    return Found(hits=hits, guesses=guesses)


_INDEXES: OrderedDict[int, tuple[Course, list[_Entry], list[str]]] = OrderedDict()
"""By the identity of a course, which never changes: making one takes longer than searching in it."""

INDEXES_KEPT = 32


def _index(course: Course) -> tuple[list[_Entry], list[str]]:
    """What can be found in the course, and all its words."""
    kept = _INDEXES.get(id(course))
    if kept is None or kept[0] is not course:
        entries = _entries(course)
        kept = (course, entries, sorted({word for entry in entries for word in entry.own | entry.around}))
        _INDEXES[id(course)] = kept
        while len(_INDEXES) > INDEXES_KEPT:
            _INDEXES.popitem(last=False)
    return kept[1], kept[2]


def words_of(text: str) -> list[str]:
    """Lower-case words without accents or marks, and neighbours as one: `tensor flow` is found as TensorFlow."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain)


def _typed_words(typed: str) -> list[str]:
    words = words_of(typed[:LONGEST])[:MOST_WORDS]
    return [word for word in words if word not in STOP_WORDS] or words


def _vocabulary(*texts: str | None) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        words = words_of(text or "")
        found.update(words)
        found.update(first + second for first, second in itertools.pairwise(words))
    return frozenset(found)


def _speaker_texts(speakers: Iterable[Speaker]) -> list[str | None]:
    return [text for speaker in speakers for text in (speaker.name, speaker.affiliation)]


def _entries(course: Course) -> list[_Entry]:
    papers: dict[str, list[tuple[Session, Reading]]] = {}
    for session, reading in course.readings():
        papers.setdefault(reading.id, []).append((session, reading))
    around = {
        session.id: _vocabulary(session.title, session.unit, session.note, *_speaker_texts(session.speakers))
        for session in course.sessions
    }
    entries = [
        _Entry(reading=None, sessions=(session,), own=around[session.id], around=frozenset())
        for session in course.sessions
    ]
    for listings in papers.values():
        sessions = tuple(dict.fromkeys(session for session, _ in listings))
        best = next((reading for _, reading in listings if reading.url), listings[0][1])
        own = _vocabulary(best.title, best.venue, best.locator, best.id, *best.authors)
        nearby = frozenset(word for session in sessions for word in around[session.id])
        entries.append(_Entry(reading=best, sessions=sessions, own=own, around=nearby))
    return entries


def _beginning(word: str, vocabulary: list[str]) -> Iterable[str]:
    """The words that begin so; they stand together, since the vocabulary is sorted."""
    rest = itertools.islice(vocabulary, bisect_left(vocabulary, word), None)
    return itertools.takewhile(lambda other: other.startswith(word), rest)


def _near_words(word: str, vocabulary: list[str]) -> dict[str, float]:
    """The words of the course that are like this one, with how much."""
    cutoff = NEAR if len(word) <= SHORT else VAGUE
    near = {
        found: float(score)
        for found, score, _ in process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    }
    if len(word) >= 3:
        near.update({other: max(near.get(other, 0.0), PREFIX) for other in _beginning(word, vocabulary)})
    if word in near:
        near[word] = 100.0
    if len(word) <= 3:
        return {other: score for other, score in near.items() if score >= PREFIX}
    return near


def _ranked(
    entries: list[_Entry], words: list[str], matches: Mapping[str, Mapping[str, float]], *, every_word: bool
) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for entry in entries:
        score = _score(entry, words, matches, NEAR if every_word else 0.0)
        if score >= (NEAR if every_word else HALF):
            hits.append(Hit(reading=entry.reading, sessions=entry.sessions, score=score))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.reading is not None)))


def _score(entry: _Entry, words: list[str], matches: Mapping[str, Mapping[str, float]], least: float) -> float:
    """The mean over the words, or how the words written as one are found; 0 where one of them is found nowhere."""
    whole = _best(matches["".join(words)], entry.own)
    whole = whole if whole >= NEAR else 0.0
    own = [_best(matches[word], entry.own) for word in words]
    if max([whole, *own]) <= 0:
        return 0.0
    each = [max(mine, _best(matches[word], entry.around) - 1.0) for mine, word in zip(own, words, strict=True)]
    if max(own) < least or min(each) < least:
        return whole
    return max(whole, sum(each) / len(each))


def _best(matches: Mapping[str, float], words: frozenset[str]) -> float:
    return max((matches[word] for word in words & matches.keys()), default=0.0)
