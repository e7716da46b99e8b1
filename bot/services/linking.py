"""Who an account is on the class list: by a claim code, by an e-mail address that fits, or because staff say so.

Linking makes the account's person and the person of the line one; what either wrote stays. It never sees a code, only
its hash, knows no sentence and posts nothing but what it enters in the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Literal

from bot.course.model import Course, CourseRole
from bot.course.notice import NoticeKind
from bot.services.rolls import ITEM, LINKED
from bot.services.staff_notices import Telling, tell
from bot.store import audit, claim_codes, class_list, people, roster_lines, roster_questions
from bot.store import courses as states
from bot.store.database import Connection
from bot.store.merging import merge_persons
from bot.store.records import Known
from bot.store.roster_lines import RosterLine

How = Literal["code", "email", "staff"]


def unclaimed(connection: Connection, course: Course) -> tuple[RosterLine, ...]:
    """Who is on the newest class list and has no account yet, by name."""
    return tuple(one for one in roster_lines.current(connection, course.id) if not one.claimed)


def link(
    connection: Connection, course: Course, person: int, line: RosterLine, *, how: How, by: int | None, now: datetime
) -> None:
    """Make the person of an account who stands in this line. They are called as the list says, and are a student
    unless they are staff.
    """
    merge_persons(connection, person, line.person)
    class_list.correct(connection, person, name=line.name, email=line.email)
    member = people.get_member(connection, course.id, person)
    if member is not None and not member.role.is_staff and member.role is not CourseRole.STUDENT:
        people.put_member(connection, replace(member, role=CourseRole.STUDENT, source="staff"))
    roster_questions.settle(connection, course.id, person, "linked", now=now, by=by)
    details = {"how": how, "was": line.person}
    audit.record(connection, course=course.id, person=by, action=LINKED, item=str(person), details=details, now=now)


def shares_a_platform(connection: Connection, one: int, other: int) -> bool:
    """Whether both have an account on the same platform: then they are hardly one person."""
    return bool(people.accounts_of(connection, one).keys() & people.accounts_of(connection, other).keys())


# --- by a code ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """An account that shows a code; the bot may never have seen it."""

    platform: str
    workspace: str
    account: str
    name: str


Outcome = Literal["linked", "already", "unknown", "ended", "gone", "taken", "used", "staff", "other-line"]
"""`gone`: the line is not on the newest list; `taken`: its person has another account on this platform; `other-line`:
the account's person has a line of their own.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What came of a code. `course` is '' where nobody knows it; `name` is that of whoever shows it, by the list."""

    outcome: Outcome
    course: str = ""
    name: str = ""


def claim(
    connection: Connection, courses: Mapping[str, Course], code_hash: str, who: Claimant, *, now: datetime
) -> Claimed:
    """Take what a code says, once. `courses` are those in force, by id."""
    code = claim_codes.find(connection, code_hash)
    if code is None:
        return Claimed(outcome="unknown")
    course = courses.get(code.course)
    if course is None or states.state(connection, code.course).closed:
        return Claimed(outcome="ended", course=code.course)
    line = roster_lines.of_person(connection, course.id, code.person)
    known = people.who(connection, who.platform, who.workspace, who.account)
    person = known.person if known is not None else None
    refused = _refused(connection, line, known, course.id, who.platform)
    if line is not None and refused is None and claim_codes.use(connection, code_hash, now=now):
        mine = person if person is not None else _entered(connection, who, now=now)
        link(connection, course, mine, line, how="code", by=mine, now=now)
        return Claimed(outcome="linked", course=course.id, name=line.name)
    if line is not None and refused == "taken":
        _warn(connection, course, line, who, now=now)
    return Claimed(outcome=refused or "used", course=course.id, name=known.name if known is not None else "")


def _refused(
    connection: Connection, line: RosterLine | None, known: Known | None, course: str, platform: str
) -> Outcome | None:
    """Why this line cannot be that of this person."""
    if line is None or line.gone_at is not None:
        return "gone"
    if known is not None and known.person == line.person:
        return "already"
    role = known.roles.get(course) if known is not None else None
    if role is not None and role.is_staff:
        return "staff"
    if platform in people.accounts_of(connection, line.person):
        return "taken"
    has_another = known is not None and roster_lines.is_on_list(connection, course, known.person)
    return "other-line" if has_another else None


def _entered(connection: Connection, who: Claimant, *, now: datetime) -> int:
    return people.ensure_account(
        connection, platform=who.platform, workspace=who.workspace, user_id=who.account, name=who.name, now=now
    )


def _warn(connection: Connection, course: Course, line: RosterLine, who: Claimant, *, now: datetime) -> None:
    """Tell staff, once for each account that shows a code of somebody else."""
    account = sha256("/".join((who.platform, who.workspace, who.account)).encode()).hexdigest()[:16]
    telling = Telling(
        kind=NoticeKind.CLAIM,
        item=ITEM,
        occurrence=f"taken.{line.person}.{account}",
        title="Somebody else’s code",
        details={"what": TAKEN, "entry": str(line.person), "name": who.name},
    )
    tell(connection, course, telling, now=now)


TAKEN = "taken"
"""What staff are told of (`what` in the details): a code of somebody who has an account."""


# --- by an address --------------------------------------------------------------------------------------------------


def match_by_email(connection: Connection, course: Course, *, now: datetime) -> tuple[int, ...]:
    """Link all who have an account whose address stands in exactly one line of the list, which nobody has claimed. The
    persons who were linked; staff hear of them in the daily line.
    """
    lines = roster_lines.current(connection, course.id)
    by_email = roster_lines.by_email(lines)
    if not any(not one.claimed for one in lines):
        return ()
    on_list, homes = {one.person for one in lines}, people.platforms_of_members(connection, course.id)
    others = frozenset(
        one.person
        for one in people.members(connection, course.id)
        if one.person in homes and one.person not in on_list and not one.role.is_staff
    )
    emails = roster_lines.emails(connection, others)
    alike = Counter(emails.values())
    linked: list[int] = []
    for person, email in sorted(emails.items()):
        fitting = by_email.get(email, ())
        if len(fitting) == 1 and not fitting[0].claimed and alike[email] == 1:
            link(connection, course, person, fitting[0], how="email", by=None, now=now)
            linked.append(person)
    return tuple(linked)
