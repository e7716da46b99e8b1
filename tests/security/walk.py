"""Everybody there is at the door of two courses, with something of every kind in each that could be revealed or undone.

`EXAMPLES` says for each verb of the command table what is typed, pressed and submitted to reach it; a row without one
was not walked, and a test says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversation.commands import Audience
from bot.conversation.reply import Reply, paragraph
from bot.course.model import CourseRole, Presenting
from bot.course.notice import NoticeKind
from bot.course.presets import PRESENTING
from bot.course.signups import SeatKey
from bot.services import announcing, participating, seating
from bot.services.announcing import Wish
from bot.store import courses as course_states
from bot.store import covers, grants, people, seats, swaps
from bot.store.all_tables import metadata
from bot.store.database import Connection, Database
from bot.store.records import Plea, ReviewGrant
from bot.store.tables import delivery, membership
from handlers import tick_list
from tests.support.asking import PLATFORM, WORKSPACE, Door, door_to, open_door
from tests.support.courses import deadline, mondays_at_one, reading, session

SECRET = "Zyzzyva"
"""Stands in everything that the other course has, and nowhere else."""

WEEKS = mondays_at_one(3)
MINE = replace(
    WEEKS,
    deadlines=(deadline("proposal", (date(2022, 2, 11), time(17))),),
    presenting=Presenting(roles=PRESENTING["pc-meeting"]),
    sessions=tuple(replace(one, presenting=True) for one in WEEKS.sessions),
)
OTHER = replace(
    MINE,
    id="other",
    title=f"{SECRET} Studies",
    sessions=tuple(
        session(f"zy-{one.id}"[:24], one.meetings[0].day, title=f"{SECRET} {one.id}", readings=(reading(f"{SECRET}-{n}"),), presenting=True)
        for n, one in enumerate(MINE.sessions)
    ),
    deadlines=(deadline("zy", (date(2022, 2, 11), time(17)), title=f"{SECRET} paper"),),
    channels={"slack": {"announcements": "#other", "staff": "#other-staff"}},
)  # fmt: skip
NOW = MINE.sessions[0].starts_at

ROLES: Mapping[str, CourseRole | None] = {
    "student": CourseRole.STUDENT,
    "auditor": CourseRole.AUDITOR,
    "ta": CourseRole.TA,
    "instructor": CourseRole.INSTRUCTOR,
    "guest": CourseRole.GUEST,
    "dropped": None,
    "dismissed": None,
    "colleague": None,
    "stranger": None,
}
"""Whoever asks, and what they are in the course now. `dropped` was a student of it and `dismissed` its instructor; both
are deactivated. `colleague` is an instructor of the other course, `stranger` was never seen.
"""

ENTITLED: Mapping[Audience, frozenset[str]] = {
    Audience.EVERYONE: frozenset(ROLES),
    Audience.STUDENT: frozenset({"student", "auditor", "ta", "instructor"}),
    Audience.TA: frozenset({"ta", "instructor"}),
    Audience.INSTRUCTOR: frozenset({"instructor"}),
}

PLACES = {"direct": "", "shared": "#course", "staff": "#course-staff"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """`words` after the command and the row's name, `press` and `submit` as an action's arguments; `held`, `sent` and
    `somebody` in braces stand for ids. `values` are those of a form.
    """

    words: str = ""
    press: tuple[str, ...] = ()
    submit: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None


EXAMPLES: Mapping[str, Example] = {
    "read": Example(words="week 1", press=("week 1",)),
    "due": Example(),
    "dueall": Example(),
    "menu": Example(),
    "help": Example(),
    "home": Example(),
    "golive": Example(press=("yes",)),
    "pause": Example(words="friday", submit=("2", "never"), values={"until": "", "why": "ill"}),
    "resume": Example(),
    "announce": Example(
        words="Hello at fri 5pm",
        press=("edit", "later"),
        submit=("2", "token", ""),
        values={"text": "No class today.", "channel": "announcements", "when": ""},
    ),
    "annoff": Example(press=("later",)),
    "plan": Example(),
    "retract": Example(press=("{sent}", "yes")),
    "held": Example(press=("{held}", "send")),
    "vanished": Example(press=("0123abcd", "first", "removed")),
    "roster": Example(),
    "setrole": Example(press=("ta", "{somebody}")),
    "left": Example(press=("dropped", "{somebody}")),
    "rosterok": Example(),
    "rostyes": Example(press=("1", "0123456789ab", "0123456789ab")),
    "rostno": Example(press=("1",)),
    "rostfor": Example(press=("1",)),
    "rostwho": Example(),
    "link": Example(words="ABCD-EFGH-JKMN-PQRS", press=("ABCD-EFGH-JKMN-PQRS",)),
    "clmask": Example(values={"who": "30012345"}),
    "clmyes": Example(press=("{somebody}", "{somebody}")),
    "clmno": Example(press=("{somebody}",)),
    "share": Example(press=("read", "week 1")),
    "post": Example(press=("0.0", "read", "week 1")),
    "noshare": Example(),
    "owed": Example(words="paper-1", press=("8",)),
    "write": Example(
        words="paper-1", press=("paper-1",), submit=("paper-1", "0", "0a1b2c", "1/1"), values={"summary": "It works."}
    ),
    "rdraft": Example(submit=("paper-1", "0", "0a1b2c", "1/1"), values={"summary": "It works."}),
    "rback": Example(submit=("paper-1", "0", "0a1b2c", "1/1"), values={"summary": "It works."}),
    "rtype": Example(submit=("paper-1", "0", "0a1b2c", "1/1"), values={"summary": "It works."}),
    "rtempl": Example(
        words="paper-1", press=("paper-1",), submit=("paper-1", "0", "0a1b2c", "1/1"), values={"summary": "It works."}
    ),
    "rsend": Example(press=("paper-1", "1")),
    "ruse": Example(press=("paper-1", "1")),
    "rlate": Example(press=("paper-1", "1")),
    "rvers": Example(press=("paper-1", "{somebody}")),
    "rshow": Example(press=("paper-1", "{somebody}", "1")),
    "racc": Example(press=("paper-1", "{somebody}", "1")),
    "peers": Example(words="paper-1", press=("paper-1", "from:0")),
    "rhide": Example(press=("paper-1", "{somebody}", "hide")),
    "rfile": Example(press=("paper-1", "0123456789ab", "0")),
    "rdigest": Example(words="class-1", press=("class-1",)),
    "mywork": Example(),
    "remind": Example(words="off", press=("last",)),
    "mycal": Example(),
    "callink": Example(),
    "calgone": Example(),
    "snooze": Example(press=("class-1", "P1D")),
    "cannot": Example(
        press=("class-1",), submit=("class-1",), values={"what": "s:class-1", "reason": "ill", "note": ""}
    ),
    "unable": Example(press=("ill",)),
    "plea": Example(press=("{plea}", "48")),
    "ask": Example(press=("{plea}",), submit=("{plea}", "0123abcd"), values={"question": "Which one?"}),
    "answer": Example(press=("{plea}", "0123abcd"), submit=("{plea}", "0123abcd", "1"), values={"answer": "That one."}),
    "decline": Example(press=("{plea}",), submit=("{plea}",), values={"word": ""}),
    "extend": Example(
        words="maya week 1 +2d",
        press=("=", "{somebody}", "*", "+172800", ""),
        submit=(),
        values={"who": "", "until": ""},
    ),
    "excuse": Example(
        words="maya week 1", press=("=", "{somebody}", "s:class-1", "", ""), submit=(), values={"who": ""}
    ),
    "grants": Example(),
    "ungrant": Example(press=("{grant}",)),
    "marks": Example(words="class-1", press=("class-1", "0")),
    "presentd": Example(press=("class-1", "", "critic", "1")),
    "noshow": Example(press=("class-1", "", "critic", "1")),
    "stoodin": Example(
        press=("class-1", "", "critic", "1"), submit=("class-1", "", "critic", "1"), values={"who": "#{somebody}"}
    ),
    "unmark": Example(press=("class-1", "", "critic", "1")),
    "askpref": Example(),
    "newboard": Example(press=("2",)),
    "export": Example(words="reviews csv", press=("all", "json")),
    "gbook": Example(press=("f",)),
    "gbfile": Example(press=("-",)),
    "tally": Example(words="class-1", press=("class-1",)),
    "overview": Example(words="picture", press=("0",)),
    "ovpic": Example(),
    "student": Example(words="maya", press=("#{somebody}", "0"), submit=(), values={"who": "#{somebody}"}),
    "audit": Example(words="marks", press=("#{somebody}", "0")),
    "reviews": Example(words="unmarked", press=("=s", "{somebody}", "paper-1", "n")),
    "rmark": Example(press=("s", "{somebody}", "paper-1", "1", "", "check")),
    "rmkundo": Example(press=("s", "{somebody}", "paper-1", "1", "check", "", "0")),
    "rmkfile": Example(press=("s", "{somebody}", "paper-1", "1", "0")),
    "rret": Example(
        press=("s", "{somebody}", "paper-1", "1"),
        submit=("s", "{somebody}", "paper-1", "1", "-", "0"),
        values={"note": "Say more.", "until": ""},
    ),
    "rretundo": Example(press=("s", "{somebody}", "paper-1", "1")),
    "release": Example(words="class-1", press=("class-1",)),
    "reldo": Example(press=("class-1", "0123abcd")),
    "relundo": Example(press=("class-1", "1643662800000000")),
    "nudge": Example(words="class-1", press=("class-1", "off")),
    "nudgeit": Example(press=("class-1", "1", "all", "off")),
    "partic": Example(
        words="class-1",
        press=("class-1",),
        submit=("class-1", "0a1b2c3d", "0", "{people}", "0", ""),
        values={"list0": "{somebody}"},
    ),
    "partfill": Example(submit=("class-1", "0a1b2c3d", "0", "{people}", "0", "e0"), values={"list0": ""}),
    "partundo": Example(press=("class-1", "0a1b2c3d")),
    "close": Example(),
    "cloend": Example(values={"id": "walk"}),
    "clonot": Example(),
    "cloarc": Example(),
    "cloopen": Example(press=("yes",)),
    "keepyear": Example(press=("61f0",)),
    "keeperas": Example(values={"id": "walk"}),
    "signups": Example(press=("owing", "0")),
    "openup": Example(press=("yes",)),
    "assign": Example(words="maya critic week 2", submit=(), values={"who": "", "seat": ""}),
    "assignit": Example(
        press=("{somebody}", "class-2", "", "critic", "1", ""),
        submit=("{somebody}", "class-2", "", "critic", "1", "a"),
        values={"why": "ill"},
    ),
    "unassign": Example(words="critic", press=("=", "{somebody}", "class-3", "", "critic", "1", "s")),
    "fill": Example(words="all", press=("list", "1", "0")),
    "fillit": Example(press=("1",)),
    "unfill": Example(press=("1",)),
    "signup": Example(words="critic week 2"),
    "board": Example(words="week 2", press=("0",)),
    "seat": Example(press=("class-2", "", "critic", "1", "20220131")),
    "sit": Example(press=("class-2", "", "critic", "1", "20220131")),
    "drop": Example(words="critic", press=("class-3", "", "critic", "1", "20220207")),
    "dropit": Example(press=("class-3", "", "critic", "1", "20220207")),
    "seatics": Example(press=("class-3", "", "critic", "1")),
    "packet": Example(words="critic", press=("class-3", "", "critic", "1")),
    "swap": Example(
        words="critic",
        press=("class-3", "", "critic", "1"),
        submit=("class-3", "", "critic", "1"),
        values={"role": "any", "class": "any"},
    ),
    "swapask": Example(press=("class-3", "", "critic", "1", "", "")),
    "swapok": Example(press=("{swap}", "class-2", "", "critic", "1")),
    "swapno": Example(press=("{swap}",)),
    "swapoff": Example(press=("{swap}",)),
    "stepin": Example(press=("{cover}",)),
    "steppass": Example(press=("{cover}",)),
    "wait": Example(press=("class-3", "", "critic", "1")),
    "unwait": Example(press=("class-3", "", "critic", "1")),
    "prefer": Example(
        submit=("0",), values={"first": "class-3/", "second": "", "third": "", "roles": "", "cannot": ""}
    ),
}


Ids = Mapping[str, Mapping[str, Any]]


@dataclass
class Walk:
    """The door, with ids of what is in each course: `held` and `sent` posts, and `somebody`, a student."""

    door: Door
    database: Database
    ids: Ids

    def arguments(self, pattern: tuple[str, ...], course: str = MINE.id) -> tuple[str, ...]:
        return tuple(part.format(**self.ids[course]) for part in pattern)

    async def dump(self) -> dict[str, list[Any]]:
        """All that is stored."""
        return await self.database.run.read(dumped)

    @property
    def writes(self) -> int:
        """Transactions so far that could have written something."""
        return self.database.run.writes


def dumped(connection: Connection) -> dict[str, list[Any]]:
    """As the driver gives it: nothing is made of the values, which is quicker and as good for comparing."""
    return {
        table.name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')))
        for table in metadata.sorted_tables
    }  # fmt: skip


async def open_walk(database: Database) -> Walk:
    """Everybody is there, and each course has a post that stands, one that is held, and a student."""
    door = await open_door(database, (MINE, OTHER), NOW)
    ids = await database.run(_furnish)
    return Walk(door, database, ids)


def walk_again(database: Database, ids: Ids) -> Walk:
    """The same on a copy of a database that was furnished so."""
    return Walk(door_to(database, (MINE, OTHER), NOW), database, ids)


def _furnish(connection: Connection) -> dict[str, dict[str, Any]]:
    # `open_door` enters its people in both courses: here they are in the first one only.
    connection.execute(sa.delete(membership).where(membership.c.course == OTHER.id))
    _enter(connection, "dropped", MINE.id, CourseRole.STUDENT, active=False)
    _enter(connection, "dismissed", MINE.id, CourseRole.INSTRUCTOR, active=False)
    _enter(connection, "colleague", OTHER.id, CourseRole.INSTRUCTOR)
    somebody = {
        MINE.id: _enter(connection, "maya", MINE.id, CourseRole.STUDENT),
        OTHER.id: _enter(connection, f"{SECRET}-nora", OTHER.id, CourseRole.STUDENT),
    }
    for course, word in ((MINE, "ours"), (OTHER, SECRET)):
        _plan(connection, course, word)
        course_states.set_roster_right(connection, course.id, now=NOW, by=None)
    return {
        course.id: {
            "sent": _post(connection, course, word, "sent"),
            "held": _post(connection, course, word, "held"),
            "somebody": somebody[course.id],
            **_asked_for_time(connection, course, somebody[course.id]),
            **_signed_up(connection, course, somebody[course.id]),
            "people": tick_list.people(participating.sheet(connection, course, course.sessions[0].id).pupils),
        }
        for course, word in ((MINE, "ours"), (OTHER, SECRET))
    }


def _asked_for_time(connection: Connection, course: Any, person: int) -> dict[str, int]:
    """A plea that waits, and more time that was granted."""
    last = course.sessions[-1].id
    plea = Plea(course=course.id, person=person, session=course.sessions[0].id, reason="ill", made_at=NOW)
    grant = ReviewGrant(course=course.id, person=person, kind="excuse", session=last, granted_at=NOW)
    return {"plea": grants.add_plea(connection, plea), "grant": grants.add(connection, grant)}


def _signed_up(connection: Connection, course: Any, person: int) -> dict[str, int]:
    """Sign-up is open, and somebody has a seat in the last class."""
    seating.open_signup(connection, course, now=NOW, by=None)
    key = SeatKey(course.sessions[-1].id, "", "critic", 1)
    seats.gain(connection, course.id, seats.Gain(key=key, person=person, how="taken", at=NOW))
    free = SeatKey(course.sessions[1].id, "", "advocate", 1)
    return {
        "cover": covers.add(connection, course.id, free, dropped_by=person, now=NOW),
        "swap": swaps.add(connection, course.id, key, person, role="", session="", now=NOW),
    }


def _enter(connection: Connection, name: str, course: str, role: CourseRole, *, active: bool = True) -> int:
    person = people.ensure_account(
        connection, platform=PLATFORM, workspace=WORKSPACE, user_id=name, name=name.title(), now=NOW
    )
    people.set_membership(connection, course=course, person_id=person, role=role, now=NOW, active=active)
    return person


def _plan(connection: Connection, course: Any, word: str) -> None:
    """An announcement that waits for its time."""
    said = Reply((paragraph(f"{word} later"),))
    wish = Wish(kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=said, token="later", text=f"{word} later")
    announcing.say(connection, replace(wish, at=NOW + timedelta(days=1)), course=course, now=NOW, by=None)


def _post(connection: Connection, course: Any, word: str, state: str) -> int:
    wish = Wish(
        kind=NoticeKind.ANNOUNCE, purpose="announcements", reply=Reply((paragraph(f"{word} {state}"),)), token=state
    )
    announcing.say(connection, wish, course=course, now=NOW - timedelta(hours=1), by=None)
    found = sa.and_(delivery.c.course == course.id, delivery.c.item == state)
    sent = {
        "sent_at": NOW - timedelta(minutes=30),
        "reference": "1.0",
        "channel": course.channels["slack"]["announcements"],
    }
    connection.execute(sa.update(delivery).where(found).values(state=state, **(sent if state == "sent" else {})))
    return int(connection.scalars(sa.select(delivery.c.id).where(found)).one())
