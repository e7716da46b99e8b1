"""Which seats somebody means by the words that they type: `critic zero`, `7 march advocate`, `backup week 5`.

Pure. A role is meant by its title or id, a class by its date, its week, or words of it or its papers, all with typing
errors. What can mean several seats is never guessed: all come back. It knows neither who asks nor who holds what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.course.model import Course, Role
from bot.course.role_words import CERTAIN, NEAR, likeness
from bot.course.search import Hit, search, words_of
from bot.course.seat_rules import is_over
from bot.course.session_days import sessions_on
from bot.course.signups import Seat, SeatKey, seats

SURE = 83.0
"""From here on words with typing errors are taken for what they are like (0 to 100)."""

APART = 4.0
"""What fits so much less than the best is not meant."""

VAGUE = 58.0
"""A role that may be what was meant: good enough for `did you mean`."""

LONGEST_DATE = 4
LONGEST_ROLE = 4
MOST_WORDS = 12
GUESSES = 3

SMALL = frozenset(["a", "an", "and", "as", "at", "for", "in", "of", "on", "the", "to", "class", "seat", "role"])
EDGES = "‘’“”\"'.,:;()?!"

LONGEST_SENTENCE = 40
SAYING = """
    i i’m i'm im i’d i'd me my we you he she they it is are am be do does did have has had who whom what which
    when where want wants would will can cannot can’t can't cant could should must may like need not don’t don't
    present presents presented presenting presenter presenters presentation paper papers session slot time because
    since sorry please thanks hi hello and or but so if then there this that next week day a an as at for from in
    of on the to with class seat seats role roles sign signup up give back drop take make able no any some new own
    sick ill free open left available whichever
"""
"""Words that say what is asked, whatever class or role has them in its title."""

_SAYING = frozenset(SAYING.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsMeant:
    """Seats that may be meant, in the order of their dates. `sure`: they are one seat, or seats of one role beside each
    other. `guessed`: nothing is what the words say, and these are like it. `roles` are those that were named; `placed`:
    a class, a paper or a date was. `unoffered`: the title of what the words fit, where the schedule offers no (such)
    seat.
    """

    seats: tuple[Seat, ...] = ()
    sure: bool = False
    guessed: bool = False
    roles: tuple[Role, ...] = ()
    placed: bool = False
    unoffered: str = ""

    @property
    def one(self) -> Seat | None:
        """The seat that is meant: of several beside each other the first."""
        return self.seats[0] if self.sure else None

    @property
    def fits(self) -> bool:
        """Whether the words say what is in `seats`."""
        return bool(self.seats) and not self.guessed


def seats_meant(
    course: Course, words: str, *, among: Collection[Seat] | None = None, now: datetime | None = None
) -> SeatsMeant:
    """The seats that the words mean, of those `among` which it can be; of all that the schedule offers if that is not
    said. With `now`, `thu` is the next one, and a class that has begun is meant only where no other one can be.
    """
    offered = seats(course) if among is None else tuple(among)
    typed = _typed(words)
    if not typed:
        return _answer(course, offered, now)
    readings = _readings(course, typed, now)
    fitting = [(one, found) for one in readings if (found := one.of(offered))]
    if fitting:
        top = max(one.score for one, _ in fitting)
        best = [(one, found) for one, found in fitting if one.score >= top - APART]
        sure = top >= SURE
        wanted = {seat.key for _, found in best for seat in found}
        said = best[0][0]
        meant = _answer(course, tuple(seat for seat in offered if seat.key in wanted), now)
        return replace(meant, sure=meant.sure and sure, roles=said.roles, placed=said.placed)
    if readings:
        said = max(readings, key=lambda one: one.score)
        return SeatsMeant(roles=said.roles, placed=said.placed, unoffered=said.title)
    return _guessed(course, typed, offered, now)


def named_in(course: Course, sentence: str, now: datetime | None = None) -> str:
    """The words of a sentence that name a role, a date, a class or a paper; the others only say what is asked."""
    typed = [word.strip(EDGES) for word in sentence.casefold().split()[:LONGEST_SENTENCE]]
    naming: set[int] = set()
    for start, end in _spans(len(typed), LONGEST_DATE):
        words = typed[start:end]
        day = sessions_on(course, " ".join(words), now) is not None
        if day or (not _SAYING.issuperset(words) and _names(course, words)):
            naming.update(range(start, end))
    return " ".join(word for at, word in enumerate(typed) if at in naming and word not in SMALL)


def _names(course: Course, words: list[str]) -> bool:
    """Whether the words name a role; or the one word a class or a paper."""
    if any(likeness(role, words, SURE) for role in course.presenting.roles):
        return True
    return len(words) == 1 and any(one.score >= SURE for one in _places(course, words))


def beside(one: Seat, other: Seat) -> bool:
    """Whether nothing but their number tells the seats apart."""
    return one.key._replace(number=0) == other.key._replace(number=0)


def one_each(found: Iterable[Seat]) -> tuple[Seat, ...]:
    """The first of those that are beside each other."""
    firsts: dict[SeatKey, Seat] = {}
    for seat in found:
        firsts.setdefault(seat.key._replace(number=0), seat)
    return tuple(firsts.values())


def _typed(words: str) -> list[str]:
    found = [word.strip(EDGES) or word for word in words.casefold().split()[:MOST_WORDS]]
    return [word for word in found if word not in SMALL] if any(word not in SMALL for word in found) else found


def _answer(course: Course, found: tuple[Seat, ...], now: datetime | None) -> SeatsMeant:
    ahead = found if now is None else tuple(seat for seat in found if not is_over(course, seat.session, now))
    kept = ahead or found
    return SeatsMeant(seats=kept, sure=bool(kept) and all(beside(kept[0], seat) for seat in kept))


# --- readings of a line ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One way to understand all the words. None: nothing was said of that."""

    roles: tuple[Role, ...] = ()
    number: int | None = None
    days: frozenset[str] | None = None
    """Sessions, by a date or a week."""
    sessions: frozenset[str] | None = None
    papers: frozenset[str] = frozenset()
    title: str = ""
    score: float = 0.0

    @property
    def placed(self) -> bool:
        return self.days is not None or self.sessions is not None

    def of(self, offered: Collection[Seat]) -> tuple[Seat, ...]:
        return tuple(seat for seat in offered if self._holds(seat))

    def _holds(self, seat: Seat) -> bool:
        if self.roles and seat.role not in self.roles:
            return False
        if self.number is not None and seat.key.number != self.number:
            return False
        if self.days is not None and seat.session.id not in self.days:
            return False
        if self.sessions is None:
            return True
        return seat.key.paper in self.papers if seat.key.paper and self.papers else seat.session.id in self.sessions


def _readings(course: Course, typed: list[str], now: datetime | None) -> list[_Reading]:
    """All ways to take some of the words for a role, some for a date, and the rest for words of a class or a paper.
    Where roles and dates are all that they say, nothing is looked for in titles.
    """
    ways: list[tuple[_Reading, list[str]]] = []
    for role, after_role in _with_role(course, typed):
        for day, rest in _with_day(course, after_role, now):
            score = role.score * (len(typed) - len(after_role)) + CERTAIN * (len(after_role) - len(rest))
            ways.append((replace(role, days=day.days, title=day.title, score=score), rest))
    whole = [replace(way, score=way.score / len(typed)) for way, rest in ways if not rest]
    return whole or [
        replace(
            way,
            sessions=found.sessions,
            papers=found.papers,
            title=found.title,
            score=(way.score + found.score * len(rest)) / len(typed),
        )
        for way, rest in ways
        for found in _places(course, rest)
    ]


def _with_role(course: Course, typed: list[str], least: float = NEAR) -> Iterator[tuple[_Reading, list[str]]]:
    """No role, or roles that some neighbouring words name, with the words that are left. Of the roles that the same
    words name only the likeliest.
    """
    yield _Reading(), typed
    for start, end in _spans(len(typed), LONGEST_ROLE):
        scored = [(likeness(role, typed[start:end], least), role) for role in course.presenting.roles]
        top = max((score for score, _ in scored), default=0.0)
        if top < least:
            continue
        roles = tuple(role for score, role in scored if score >= top - APART)
        left = [*typed[:start], *typed[end:]]
        yield _Reading(roles=roles, score=top), left
        following = typed[end] if end < len(typed) else ""
        if following.isascii() and following.isdigit() and any(role.seats >= int(following[:4]) > 0 for role in roles):
            number = int(following[:4])
            yield _Reading(roles=roles, number=number, score=top), [*typed[:start], *typed[end + 1 :]]


def _with_day(course: Course, typed: list[str], now: datetime | None) -> Iterator[tuple[_Reading, list[str]]]:
    yield _Reading(), typed
    for start, end in _spans(len(typed), LONGEST_DATE):
        named = sessions_on(course, " ".join(typed[start:end]), now)
        if named is not None:
            yield _Reading(days=named, title=" ".join(typed[start:end])), [*typed[:start], *typed[end:]]


def _spans(number: int, longest: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(number) for end in range(start + 1, min(start + longest, number) + 1))


# --- classes and papers ---------------------------------------------------------------------------------------------


def _places(course: Course, typed: list[str]) -> Iterator[_Reading]:
    """Classes and papers that the words name, the likeliest."""
    text = " ".join(typed)
    exact = _exact(course, text)
    if exact:
        yield from exact
        return
    hits = search(course, text).hits
    top = max((hit.score for hit in hits), default=0.0)
    yield from (_place(hit) for hit in hits if hit.score >= top - APART)


def _exact(course: Course, text: str) -> list[_Reading]:
    """What has just that id or title."""
    words, found = words_of(text), list[_Reading]()
    for session in course.sessions:
        if text == session.id or (words and words == words_of(session.name)):
            found.append(_Reading(sessions=frozenset((session.id,)), title=session.name, score=100.0))
    for session, reading in course.readings():
        if text == reading.id or (words and words == words_of(reading.title)):
            sessions, papers = frozenset((session.id,)), frozenset((reading.id,))
            found.append(_Reading(sessions=sessions, papers=papers, title=reading.title, score=100.0))
    return found


def _place(hit: Hit) -> _Reading:
    papers = frozenset(() if hit.reading is None else (hit.reading.id,))
    sessions = frozenset(session.id for session in hit.sessions)
    return _Reading(sessions=sessions, papers=papers, title=hit.title, score=hit.score)


def _guessed(course: Course, typed: list[str], offered: Collection[Seat], now: datetime | None) -> SeatsMeant:
    """Seats that the words are like."""
    for role, rest in sorted(_with_role(course, typed, VAGUE), key=lambda one: -one[0].score):
        for day, left in sorted(_with_day(course, rest, now), key=lambda one: one[0].days is None):
            found_there = search(course, " ".join(left)) if left else None
            for hit in (found_there.hits or found_there.guesses)[:GUESSES] if found_there is not None else ():
                place = replace(_place(hit), roles=role.roles, days=day.days)
                found = place.of(offered)
                if found:
                    meant = _answer(course, found, now)
                    return replace(meant, sure=False, guessed=True, roles=role.roles, placed=True)
            if role.roles and (found := replace(role, days=day.days).of(offered)):
                meant = _answer(course, found, now)
                placed = day.days is not None
                return replace(meant, sure=False, guessed=True, roles=role.roles, placed=placed)
    return SeatsMeant()
