"""What will be done to the bot, decided from the seed before anything begins: windows of time, blows, questions, faults.

It knows no process and no clock; two calls with one seed are equal, so that a run can be repeated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.torture import desk_work, homework, seating
from tests.torture.desk_work import Staffing
from tests.torture.homework import STUDENTS, Deed
from tests.torture.owed import reviewed
from tests.torture.seating import Sitting
from tests.torture.term import Expected, Term

RATE = 120.0
"""How fast time runs where something is due: two minutes a second."""

REPLICAS = 3
"""Processes on PostgreSQL."""

LONG = ("big-data", "frameworks")
"""Sessions with so much to read that their weekly post takes several messages."""

PAPERS = 50
BEFORE = 0.4
"""Real seconds for which time runs slowly before what is due."""

FAULTS = {
    "chat.postMessage": (
        0.18,
        ("ratelimited", "error_before", "error_after", "drop_before", "drop_after", "slow", "kill_before",
         "kill_after", "kill_after", "freeze_before", "freeze_after"),
    ),
    "conversations.history": (0.25, ("ratelimited", "error_before", "drop_before", "slow", "kill_after")),
    "response_url": (0.10, ("ratelimited", "error_before", "error_after", "drop_after", "slow", "kill_before")),
    "chat.postEphemeral": (0.10, ("ratelimited", "error_after", "slow")),
    "views.open": (0.05, ("error_before", "slow")),
    "views.update": (0.05, ("error_before", "slow")),
    "views.publish": (0.10, ("ratelimited", "error_after", "slow")),
    "users.conversations": (0.05, ("error_before", "slow")),
    "conversations.members": (0.05, ("error_before", "slow")),
    "users.info": (0.05, ("error_before", "slow")),
    "conversations.open": (0.05, ("error_before", "slow")),
    "apps.connections.open": (0.10, ("error_before", "slow")),
}  # fmt: skip
"""Method → how often one of its calls goes wrong, and how. The calls are counted over the whole run."""

OPENS, BY_ITSELF = timedelta(minutes=40), 0.4
"""How long after the start sign-up opens by itself, and how often that is so."""

EARLY = 8
"""In so many windows at first most students still look for a seat."""

SHORT_LIVED = timedelta(days=1, hours=1)
CALLS = 600
"""So many calls of each method have their fate decided."""


@dataclass(frozen=True)
class Fault:
    """`lasts`: real seconds that it is slow or frozen; for a rate limit what Slack asks to wait."""

    kind: str
    lasts: float


@dataclass(frozen=True)
class Blow:
    """`at` and `lasts` in real seconds, from the beginning of its window."""

    at: float
    kind: str
    lasts: float
    slot: int = 0


@dataclass(frozen=True)
class Question:
    at: float
    student: int
    what: str
    about: str
    place: str


@dataclass(frozen=True)
class Window:
    """Time runs slowly around `at` for `seconds`. `away`: from before `at` on nothing of the bot is alive, for so long
    of the course's time. `edit`: the session whose materials staff add in it. `friday`: staff get their line in it.
    """

    at: datetime
    seconds: float
    title: str
    blows: tuple[Blow, ...] = ()
    questions: tuple[Question, ...] = ()
    deeds: tuple[Deed, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    staffings: tuple[Staffing, ...] = ()
    away: timedelta | None = None
    edit: str = ""
    friday: bool = False


@dataclass(frozen=True)
class Plan:
    seed: int
    database: str
    processes: int
    start: datetime
    seconds: float
    """Real ones that it may take: on a slow machine the term ends before its end."""
    windows: tuple[Window, ...]
    faults: dict[str, dict[int, Fault]]
    opens: datetime | None = None
    """When sign-up opens by itself; None: staff open it as soon as they are live."""

    def lines(self) -> Iterator[str]:
        """As people read it."""
        yield f"seed {self.seed}, {self.database}, {self.processes} process(es), from {self.start}"
        yield f"sign-up opens {self.opens}" if self.opens else "staff open sign-up"
        for window in self.windows:
            away = f", away for {window.away}" if window.away else ""
            yield f"{window.at:%a %d %b %H:%M} {window.title}: {window.seconds:.1f} s{away}"
            yield from (f"    +{one.at:.2f} s {one.kind} {one.slot} for {one.lasts:.2f} s" for one in window.blows)
            yield from (
                f"    +{one.at:.2f} s student {one.student} asks {one.what} {one.about} in {one.place}"
                for one in window.questions
            )
            doings: tuple[Deed | Sitting | Staffing, ...] = (*window.deeds, *window.sittings, *window.staffings)
            yield from (f"    +{one.at:.2f} s {one}" for one in doings)
        for method, calls in self.faults.items():
            yield f"{method}: " + ", ".join(f"{n}:{one.kind} {one.lasts:.1f}" for n, one in sorted(calls.items()))


@dataclass(frozen=True)
class Scale:
    """How much fits into the time. `windows`: how many at most; `seconds` of each. `blows`: how many windows of ten
    have some. `faults`: how many of the calls that may go wrong do. `extras`: how many of the
    windows in which nothing is due are there, `reviews` of those in which only reviews are. `deeds`: how many students
    do something about a review in a window, `sittings` how many about a seat; `seats` of the windows in which only
    seats are have a place. `midterm`: it begins shortly before the first review is due.
    """

    windows: int
    seconds: float
    blows: float
    faults: float
    aways: int
    limit: float
    """Real seconds for all."""
    extras: float = 1.0
    questions: int = 3
    reviews: float = 1.0
    deeds: int = 2
    seats: float = 1.0
    sittings: int = 2
    midterm: bool = False


FULL, LEAN, SHORT = 240.0, 130.0, 60.0
"""Real seconds that a term takes in full, with less of everything, and what is too short for a whole one."""


def scales(seconds: float) -> tuple[Scale, ...]:
    """The terms that fit into so many real seconds, one after another."""
    if seconds < SHORT:
        return (Scale(max(3, int((seconds - 4) / 2.5)), 1.2, 3.0, 0.4, 0, 90.0, extras=0.0, questions=1, reviews=0.0,
                      seats=0.0, sittings=1, midterm=True),)  # fmt: skip
    if seconds < (FULL + LEAN) / 2:
        return (Scale(99, 1.0, 2.0, 0.6, 3, seconds * 1.1, extras=0.2, questions=1, reviews=0.4, seats=0.3),)
    terms = max(1, round(seconds / FULL))
    return (Scale(99, 1.6, 4.5, 1.0, 4, seconds / terms * 1.1),) * terms


def plan(seed: int, database: str, term: Term, scale: Scale) -> Plan:
    chance = random.Random(f"{seed} {database}")
    first = term.sessions[0].day
    # Before the first weekly post, or after it: then that one goes out as soon as staff go live.
    start = term.at(first - timedelta(days=chance.choice((10, 6))), term.start.replace(hour=10))
    if scale.midterm:
        start = term.at(reviewed(term.sessions)[0].day - timedelta(days=2), term.start.replace(hour=10))
    windows = list(_instants(term, start, scale, chance))[: scale.windows]
    windows = _aways(windows, term, scale.aways, chance)
    processes = REPLICAS if database == "postgresql" else 1
    filled = tuple(_filled(window, term, scale, processes, chance) for window in windows)
    filled = tuple(_seated(window, term, scale, chance, early=number < EARLY) for number, window in enumerate(filled))
    if not any(blow.kind == "kill" for window in filled for blow in window.blows):
        last = replace(filled[-1], blows=(Blow(BEFORE, "kill", 0.1),), away=None)
        filled = (*filled[:-1], last)
    faults = _faults(scale.faults, chance)
    opens = start + OPENS if not scale.midterm and chance.random() < BY_ITSELF else None
    if opens is not None:
        filled = (Window(opens, scale.seconds, "sign-up opens"), *filled)
    filled = _staffed(filled, term, random.Random(f"{seed} {database} staff"))
    return Plan(seed, database, processes, start, scale.limit, filled, faults, opens)


def _instants(term: Term, start: datetime, scale: Scale, chance: random.Random) -> Iterator[Window]:
    """When something is due, when materials are added, and hours at which only students are awake."""
    found = [Window(one.due, 0.0, f"{one.key.split('/')[2]} {one.title}") for one in term.expected()]
    for session in term.sessions:
        if session.materials and chance.random() < scale.extras:
            at = term.at(session.day + timedelta(days=chance.randint(1, 3)), term.start.replace(hour=18, minute=20))
            found.append(Window(at, 0.0, f"materials of {session.id}", edit=session.id))
    for session in term.sessions:
        friday = session.day + timedelta(days=4 - session.day.weekday())
        if chance.random() < scale.extras:
            found.append(Window(term.staff_line(friday).due, 0.0, "the line of Friday", friday=True))
    found += [Window(at, 0.0, what) for at, what in homework.instants(term, scale.reviews, chance)]
    found += [Window(at, 0.0, what) for at, what in seating.instants(term, scale.seats, chance)]
    for session in term.sessions[::2]:
        if chance.random() >= scale.extras:
            continue
        at = term.at(session.day + timedelta(days=chance.randint(2, 5)), term.start.replace(hour=chance.randint(0, 23)))
        found.append(Window(at + timedelta(minutes=37), 0.0, "a quiet hour"))
    yield from sorted((one for one in found if one.at > start + timedelta(hours=1)), key=lambda one: one.at)


def _aways(windows: list[Window], term: Term, number: int, chance: random.Random) -> list[Window]:
    """Some of the windows become absences: what the bot misses in them is late and useful, or over."""
    useful = {one.due: one for one in term.expected()}
    chosen: list[Window] = []
    for count in range(number):
        over = count % 2 == 0
        able = [
            one
            for one in windows[3 + count * len(windows) // number : (count + 1) * len(windows) // number - 2]
            if one.at in useful and (not over or useful[one.at].stale - one.at <= SHORT_LIVED)
        ]
        chosen += [
            replace(window, away=_absence(useful[window.at], chance, over=over))
            for window in chance.sample(able, min(1, len(able)))
        ]
    absences = {one.at: one for one in chosen}
    found: list[Window] = []
    until = windows[0].at if windows else None
    for window in windows:
        here = absences.get(window.at, window)
        if until is not None and window.at < until and found:
            continue  # the bot sleeps through it
        found.append(here)
        until = here.at + here.away + timedelta(minutes=30) if here.away else until
    return found


def _absence(missed: Expected, chance: random.Random, *, over: bool) -> timedelta:
    """Until well after it is over, or well before."""
    useful = min(missed.stale - missed.due, SHORT_LIVED)
    if over:
        return useful + timedelta(minutes=chance.randint(30, 240))
    return useful * chance.uniform(0.1, 0.7)


def _filled(window: Window, term: Term, scale: Scale, processes: int, chance: random.Random) -> Window:
    asking = chance.sample(range(STUDENTS), chance.randint(1, scale.questions))
    questions = tuple(_question(student, term, scale.seconds, chance) for student in asking)
    hit = window.away is None and chance.random() * 10 < scale.blows
    blows = tuple(_blow(processes, chance) for _ in range(chance.choice((1, 1, 2)))) if hit else ()
    deeds = homework.deeds(window.at, term, scale.deeds, scale.seconds, chance) if window.away is None else ()
    return replace(window, seconds=scale.seconds, questions=questions, deeds=deeds, blows=blows)


def _seated(window: Window, term: Term, scale: Scale, chance: random.Random, *, early: bool) -> Window:
    if window.away is not None:
        return window
    found = seating.sittings(window.at, term, scale.sittings, scale.seconds, chance, early=early)
    return replace(window, sittings=found)


def _staffed(windows: tuple[Window, ...], term: Term, chance: random.Random) -> tuple[Window, ...]:
    """With chances of their own: what is planned beside is as it was without them."""
    here = [window for window in windows if window.away is None]
    lists = {id(window): desk_work.of_the_list(number, len(here)) for number, window in enumerate(here)}
    return tuple(
        replace(one, staffings=(*lists[id(one)], *desk_work.staffings(one.at, term, one.seconds, chance)))
        if id(one) in lists
        else one
        for one in windows
    )


KINDS = ("kill", "kill", "freeze", "down", "drop", "refresh", "lock")


def _blow(processes: int, chance: random.Random) -> Blow:
    kind = chance.choice((*KINDS, "cut") if processes > 1 else KINDS)
    lasts = {"kill": (0.0, 0.8), "freeze": (0.3, 3.0), "down": (0.2, 2.0), "lock": (0.2, 2.0)}.get(kind, (0.0, 0.0))
    return Blow(chance.uniform(BEFORE - 0.3, BEFORE + 0.6), kind, chance.uniform(*lasts), chance.randrange(processes))


def _question(student: int, term: Term, seconds: float, chance: random.Random) -> Question:
    at = chance.uniform(0.0, seconds)
    what = chance.choice(("session", "session", "week", "deadlines", "help", "press", "home", "secret"))
    place = "direct" if what in ("press", "home", "secret") else chance.choice(("channel", "direct", "mention", "said"))
    session = chance.choice([one for one in term.sessions if one.meets and one.id not in LONG])
    about = {"session": session.id, "week": session.week}.get(what, "")
    return Question(at, student, what, about, place)


def _faults(much: float, chance: random.Random) -> dict[str, dict[int, Fault]]:
    found: dict[str, dict[int, Fault]] = {}
    for method, (often, kinds) in FAULTS.items():
        calls = [number for number in range(CALLS) if chance.random() < often * much]
        found[method] = {number: _fault(chance.choice(kinds), chance) for number in calls}
    return found


def _fault(kind: str, chance: random.Random) -> Fault:
    if kind == "ratelimited":
        return Fault(kind, float(chance.randint(1, 2)))
    return Fault(kind, chance.uniform(0.5, 3.0) if kind.startswith("freeze") else chance.uniform(0.1, 1.2))


def counted(windows: Sequence[Window]) -> str:
    blows = sum(len(one.blows) for one in windows)
    away = sum(one.away is not None for one in windows)
    questions, deeds = sum(len(one.questions) for one in windows), sum(len(one.deeds) for one in windows)
    seated = sum(len(one.sittings) for one in windows)
    staffed = sum(len(one.staffings) for one in windows)
    counts = f"{len(windows)} windows, {blows} blows, {away} absences"
    return f"{counts}, {questions} questions, {deeds} deeds about reviews, {seated} about seats, {staffed} of staff"
