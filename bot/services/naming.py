"""Whom and what staff mean by the words that they type: a person of the course, and which of its reviews.

It knows the course's members and its schedule; it decides nothing about them. What can mean several things is never
guessed: all that it can mean comes back, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.course import agenda, reviews
from bot.course.model import Course, CourseRole
from bot.course.reviews import EVERYTHING
from bot.course.search import Hit, search, words_of
from bot.store import people, roster_lines
from bot.store.database import Connection
from bot.store.records import Membership

SURE = 83.0
"""From here on a name with typing errors is taken for what it is like (0 to 100)."""

NEAR = 70.0
"""It may be the person's: good enough to ask."""

APART = 8.0
"""Who fits so much less than the best is not meant."""

SHORT = 3
"""A word of so few letters is like too many others."""

MOST = 5
GUESSES = 3
"""So many are asked about."""

MENTION = re.compile(r"<@!?([^<>|\s]{1,64})(?:\|[^<>]*)?>")
WEEK = re.compile(r"week (\d{1,2})")
ALL = frozenset(("everything", "all", "anything"))

# --- persons --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant. `mark` tells them from others of the name: an e-mail address or an account's id."""

    person: int
    name: str
    role: CourseRole
    active: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """`sure`: the one candidate is meant. Otherwise each of them may be; none: the words name nobody."""

    candidates: tuple[Candidate, ...]
    sure: bool = False

    @property
    def one(self) -> Candidate | None:
        return self.candidates[0] if self.sure else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was typed: account ids and account names are those of this platform and workspace."""

    platform: str
    workspace: str


def person(connection: Connection, course: Course, words: str, place: Place) -> Named:
    """Who of the course is meant by a mention, an account's id, an e-mail address, a student id or a login of the class
    list, or a name with typing errors. Those
    who are in the course come before those who left it, students before others.
    """
    return _Members(connection, course, place).named(words)


class _Members:
    """All who are or were in the course, with the names by which they go. Read once for any number of tries."""

    def __init__(self, connection: Connection, course: Course, place: Place) -> None:
        self._members = {one.person: one for one in people.members(connection, course.id, active_only=False)}
        accounts = people.accounts_in(connection, place.platform, place.workspace)
        self._by_account = {account.casefold(): one.person for account, one in accounts.items()}
        self._marks = people.marks(connection, list(self._members))
        self._by_id: dict[str, list[int]] = {}
        for listed in roster_lines.current(connection, course.id):
            for word in {one.casefold() for one in (listed.email, listed.student_id, listed.login) if one}:
                self._by_id.setdefault(word, []).append(listed.person)
        self._names: dict[int, set[str]] = {who: {one.name} for who, one in self._members.items()}
        for one in accounts.values():
            if one.person in self._names and one.name:
                self._names[one.person].add(one.name)

    def named(self, words: str) -> Named:
        typed = words.strip().casefold().rstrip(",:;")
        mention = MENTION.fullmatch(typed)
        account = self._by_account.get(mention[1] if mention else typed.removeprefix("@"))
        if account in self._members or mention:
            return self._sure([account] if account is not None else [])
        by_mail = [who for who, mark in self._marks.items() if "@" in mark and mark.casefold() == typed]
        if by_mail:
            return self._sure(by_mail)
        by_id, by_name = self._sure(self._by_id.get(typed, ())), self._by_name(words_of(typed))
        others = [one for one in by_name.candidates if one not in by_id.candidates]
        if not by_id.candidates or "@" in typed or not others:
            return by_id if by_id.candidates else by_name
        return Named((*by_id.candidates, *others)[:MOST])

    def _sure(self, found: Sequence[int]) -> Named:
        known = [self._candidate(self._members[who]) for who in found if who in self._members]
        return Named(tuple(known), sure=len(known) == 1)

    def _by_name(self, typed: list[str]) -> Named:
        if not typed:
            return Named(())
        scores = {who: max(_likeness(typed, words_of(name)) for name in names) for who, names in self._names.items()}
        for active in (True, False):
            mine = {who: score for who, score in scores.items() if self._members[who].active is active}
            best = self._best(mine)
            if best:
                return Named(
                    tuple(map(self._candidate, best[:MOST])), sure=len(best) == 1 and mine[best[0].person] >= SURE
                )
        return Named(())

    def _best(self, scores: Mapping[int, float]) -> list[Membership]:
        top = max(scores.values(), default=0.0)
        if top < NEAR:
            return []
        least = top if top > 100.0 else max(NEAR, top - APART)
        found = [self._members[who] for who, score in scores.items() if score >= least]
        students = [one for one in found if one.role is CourseRole.STUDENT]
        return sorted(students or found, key=lambda one: (-scores[one.person], one.name))

    def _candidate(self, one: Membership) -> Candidate:
        same = [other for other in self._members.values() if other.name.casefold() == one.name.casefold()]
        mark = self._marks.get(one.person, "") if len(same) > 1 else ""
        return Candidate(one.person, one.name, one.role, one.active, mark)


def _likeness(typed: Sequence[str], name: Sequence[str]) -> float:
    """How well all typed words fit words of the name, each its own; more than 100: it is the whole name."""
    if not name:
        return 0.0
    if sorted(typed) == sorted(name) or "".join(typed) == "".join(name):
        return 101.0
    left = list(name)
    scores: list[float] = []
    for word in typed:
        score, fitting = max(((_alike(word, one), one) for one in left), default=(0.0, ""))
        if score < NEAR:
            return 0.0
        left.remove(fitting)
        scores.append(score)
    return sum(scores) / len(scores)


def _alike(word: str, of_name: str) -> float:
    if word == of_name:
        return 100.0
    if len(word) >= 2 and of_name.startswith(word):
        return 95.0
    return float(fuzz.ratio(word, of_name)) if len(word) > SHORT else 0.0


# --- reviews --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Work:
    """Which reviews: of one paper, of all papers of a session (`paper` is ''), or everything (both are '')."""

    session: str = EVERYTHING
    paper: str = EVERYTHING

    @property
    def everything(self) -> bool:
        return self.session == EVERYTHING


@dataclass(frozen=True, slots=True)
class Meant:
    """`sure`: the one work is meant. Otherwise each of them may be; none: the words name nothing that is owed.
    `guessed`: they do not say what the words say, but something like it; `vague`: only with typing errors. `unasked`:
    the title of what the words fit, where no review of it is asked for.
    """

    works: tuple[Work, ...]
    sure: bool = False
    guessed: bool = False
    vague: bool = False
    unasked: str = ""

    @property
    def fits(self) -> bool:
        """Whether every word is one of what may be meant."""
        return bool(self.works) and not self.guessed and not self.vague

    @property
    def one(self) -> Work | None:
        return self.works[0] if self.sure else None


def work(course: Course, words: str) -> Meant:
    """Which reviews are meant by an id, words of a title, an author or a guest, `week 3`, or `everything`."""
    typed = " ".join(words.split()).strip("‘’“”\"'.,:;")
    plain = typed.casefold()
    if plain in ALL:
        return Meant((Work(),), sure=True)
    exact = _of_id(course, typed) or _of_id(course, plain)
    if exact is not None:
        return Meant((exact,), sure=True)
    week = WEEK.fullmatch(plain)
    if week is not None:
        return _of_week(course, int(week[1]))
    titled = _titled(course, typed)
    if titled:
        return _one_or_several(course, titled)
    found = search(course, typed)
    hits = [(hit.score, one) for hit in found.hits if (one := _work_of(course, hit)) is not None]
    if hits:
        top = max(score for score, _ in hits)
        best = _one_or_several(course, [one for score, one in hits if score >= top - APART / 2])
        return best if top >= SURE else Meant(best.works, vague=True)
    guessed = [_work_of(course, hit) for hit in found.guesses]
    works = tuple(dict.fromkeys(one for one in guessed if one is not None))[:GUESSES]
    return Meant(works, guessed=True, unasked=found.hits[0].title if found.hits else "")


def _of_id(course: Course, item: str) -> Work | None:
    owed = reviews.find(course, item)
    if owed is not None:
        return Work(owed.session.id, owed.paper)
    return Work(item) if any(one.session.id == item for one in reviews.owed(course)) else None


def _titled(course: Course, typed: str) -> list[Work]:
    """What has just that title."""
    words, found = words_of(typed), list[Work]()
    for one in reviews.owed(course):
        if words and words == words_of(one.reading.title):
            found.append(Work(one.session.id, one.paper))
        if words and words == words_of(one.session.name):
            found.append(Work(one.session.id))
    return found


def _of_week(course: Course, number: int) -> Meant:
    asking = {one.session.id for one in reviews.owed(course)}
    weeks = [week for week in agenda.weeks(course) if week.number == number]
    found = [Work(session.id) for week in weeks for session in week.sessions if session.id in asking]
    return _one_or_several(course, found)


def _work_of(course: Course, hit: Hit) -> Work | None:
    return _of_id(course, hit.reading.id if hit.reading is not None else hit.sessions[0].id)


def _one_or_several(course: Course, found: Sequence[Work]) -> Meant:
    """A session beside its only paper is the paper."""
    only = [one for one in found if one.paper or not _same_as_a_paper(course, one, found)]
    unique = tuple(dict.fromkeys(only))
    return Meant(unique[:MOST], sure=len(unique) == 1)


def _same_as_a_paper(course: Course, session: Work, found: Collection[Work]) -> bool:
    papers = [Work(one.session.id, one.paper) for one in reviews.owed(course) if one.session.id == session.session]
    return len(papers) == 1 and papers[0] in found


# --- both -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a line of words is read: first a person, then reviews, then what is left over."""

    named: Named
    meant: Meant
    rest: tuple[str, ...] = ()
    person_words: str = ""
    work_words: str = ""


def read(
    connection: Connection, course: Course, words: Sequence[str], place: Place, *, with_rest: bool = False
) -> Sentence:
    """Where the person's words end and the reviews' begin is tried out: the reading that is the surest counts, of
    those alike the one with most words for the person. `with_rest`: words may be left over at the end.
    """
    members = _Members(connection, course, place)
    tries = [_cut(members, course, words, at, with_rest=with_rest) for at in range(min(len(words), LONGEST), 0, -1)]
    return max(tries, key=_surety, default=Sentence(Named(()), Meant(())))


LONGEST = 5
"""Words of a name that are tried."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to take the first words of a line for a person; `left` are the others."""

    named: Named
    person_words: str
    left: tuple[str, ...]


def cuts(connection: Connection, course: Course, words: Sequence[str], place: Place) -> tuple[Cut, ...]:
    """All ways to do so, for whoever knows what the rest may mean; and then those that take the last words."""
    members = _Members(connection, course, place)
    ends = range(min(len(words), LONGEST), 0, -1)
    firsts = [(tuple(words[:at]), tuple(words[at:])) for at in ends]
    lasts = [(tuple(words[-at:]), tuple(words[:-at])) for at in ends if at < len(words)]
    return tuple(Cut(members.named(" ".join(who)), " ".join(who), left) for who, left in (*firsts, *lasts))


def _cut(members: _Members, course: Course, words: Sequence[str], at: int, *, with_rest: bool) -> Sentence:
    named, left = members.named(" ".join(words[:at])), tuple(words[at:])
    meant, used = Meant(()), len(left)
    if named.candidates:
        for used in range(len(left), 0, -1):
            meant = work(course, " ".join(left[:used]))
            if meant.sure or meant.fits or not with_rest:
                break
        else:
            used = len(left)
            meant = work(course, " ".join(left)) if left else meant
    return Sentence(named, meant, left[used:], " ".join(words[:at]), " ".join(left[:used]))


def _surety(one: Sentence) -> tuple[int, int, int]:
    words = len(one.person_words.split())
    return (
        2 * one.named.sure + bool(one.named.candidates),
        2 * one.meant.sure + bool(one.meant.works),
        words if one.named.candidates else -words,
    )
