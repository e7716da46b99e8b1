"""Persons, their accounts on platforms, and what they are in which course. Knows no platform and asks none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping

from bot.course.model import CourseRole
from bot.course.wording import storable
from bot.errors import Refused
from bot.store.records import AccountName, Known, Membership, Person, ReminderSetting
from bot.store.tables import account, insert_ignoring, membership, person


def ensure_account(
    connection: Connection, *, platform: str, workspace: str, user_id: str, name: str, now: datetime
) -> int:
    """The person behind an account; an unknown account becomes an account of a new person of that name.

    The account's name follows the platform, the person's stays as the roster has it.
    """
    user_id, name = storable(user_id), storable(name)
    same = (account.c.platform == platform, account.c.workspace == workspace, account.c.user_id == user_id)
    row = connection.execute(sa.select(account.c.person, account.c.name).where(*same)).one_or_none()
    if row is not None:
        if name not in ("", row.name):
            connection.execute(account.update().where(*same).values(name=name))
        return int(row.person)
    made = add_person(connection, name=name or user_id, now=now)
    entered = connection.execute(
        insert_ignoring(connection, account).values(
            person=made, platform=platform, workspace=workspace, user_id=user_id, name=name
        )
    )
    if entered.rowcount == 1:
        return made
    connection.execute(person.delete().where(person.c.id == made))  # another process was first
    return int(connection.scalars(sa.select(account.c.person).where(*same)).one())


def rename(connection: Connection, person_id: int, name: str) -> None:
    connection.execute(person.update().where(person.c.id == person_id, person.c.name != name).values(name=name))


def add_person(
    connection: Connection, *, name: str, email: str | None = None, timezone: str | None = None, now: datetime
) -> int:
    """A person without an account yet; the id."""
    statement = person.insert().values(name=name, email=email, timezone=timezone, created_at=now).returning(person.c.id)
    return int(connection.execute(statement).scalar_one())


def get_person(connection: Connection, person_id: int) -> Person:
    """Raises Refused where there is none."""
    row = connection.execute(sa.select(person).where(person.c.id == person_id)).mappings().one_or_none()
    if row is None:
        raise Refused(f"There is no person {person_id}.")
    return Person(**row)


_WHO = (
    sa.select(
        person.c.id,
        person.c.name,
        membership.c.course,
        membership.c.role,
        membership.c.joined_at,
        membership.c.counts_from,
    )
    .select_from(account)
    .join(person, person.c.id == account.c.person)
    .outerjoin(membership, sa.and_(membership.c.person == person.c.id, membership.c.active))
    .where(
        account.c.platform == sa.bindparam("on"),
        account.c.workspace == sa.bindparam("of_workspace"),
        account.c.user_id == sa.bindparam("of_user"),
    )
    .order_by(membership.c.course)
)
"""Built once: it is asked before every answer."""


def who(connection: Connection, platform: str, workspace: str, user_id: str) -> Known | None:
    """Who an account belongs to, and what they are where; None for a stranger."""
    rows = connection.execute(_WHO, {"on": platform, "of_workspace": workspace, "of_user": user_id}).all()
    if not rows:
        return None
    mine = [row for row in rows if row.course is not None]
    return Known(
        person=rows[0].id,
        name=rows[0].name,
        roles={row.course: CourseRole(row.role) for row in mine},
        joined_at={row.course: row.joined_at for row in mine},
        counts_from={row.course: row.counts_from for row in mine},
    )


def accounts_in(connection: Connection, platform: str, workspace: str) -> dict[str, AccountName]:
    """All accounts of a workspace: user id → whose it is, and its name there."""
    query = sa.select(account.c.user_id, account.c.person, account.c.name)
    rows = connection.execute(query.where(account.c.platform == platform, account.c.workspace == workspace))
    return {row.user_id: AccountName(row.person, row.name) for row in rows}


def accounts_of(connection: Connection, person_id: int) -> Mapping[str, str]:
    """Platform → the user id of the person's oldest account there."""
    query = sa.select(account.c.platform, account.c.user_id).where(account.c.person == person_id)
    return {row.platform: row.user_id for row in connection.execute(query.order_by(account.c.id.desc()))}


def account_name(connection: Connection, person_id: int) -> str:
    """What the person's oldest account is called on its platform; '' for who has none."""
    query = sa.select(account.c.name).where(account.c.person == person_id).order_by(account.c.id).limit(1)
    return connection.scalar(query) or ""


def platforms_of_members(connection: Connection, course: str) -> Mapping[int, frozenset[str]]:
    """Person → the platforms on which they have an account, for everybody who is or was in the course."""
    query = (
        sa.select(account.c.person, account.c.platform)
        .join(membership, membership.c.person == account.c.person)
        .where(membership.c.course == course)
    )
    found: dict[int, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person, set()).add(row.platform)
    return {who: frozenset(platforms) for who, platforms in found.items()}


def note_email(connection: Connection, person_id: int, email: str) -> None:
    """An address that a platform shows; one that is known already stays."""
    unknown = (person.c.id == person_id, person.c.email.is_(None))
    connection.execute(person.update().where(*unknown).values(email=email))


def set_reminders(connection: Connection, person_id: int, setting: ReminderSetting) -> None:
    """Which reminders somebody wants, in all courses."""
    connection.execute(person.update().where(person.c.id == person_id).values(reminders=setting))


def set_timezone(connection: Connection, person_id: int, timezone: str) -> None:
    """The zone that somebody chose, as an IANA name; '': that of each course, whatever a platform shows."""
    connection.execute(person.update().where(person.c.id == person_id).values(timezone=timezone))


def note_timezone(connection: Connection, person_id: int, timezone: str) -> None:
    """A zone that a platform shows; one that is known, or was chosen, stays."""
    unknown = (person.c.id == person_id, person.c.timezone.is_(None))
    connection.execute(person.update().where(*unknown).values(timezone=timezone))


def without_timezone(connection: Connection) -> frozenset[int]:
    """The persons of whom no zone is known and who have chosen none."""
    return frozenset(connection.scalars(sa.select(person.c.id).where(person.c.timezone.is_(None))))


def marks(connection: Connection, persons: Collection[int]) -> Mapping[int, str]:
    """What tells persons of one name apart: the e-mail address where it is known, else an account's id."""
    query = (
        sa.select(person.c.id, person.c.email, account.c.user_id)
        .outerjoin(account, account.c.person == person.c.id)
        .where(person.c.id.in_(persons))
        .order_by(account.c.id.desc())
    )
    return {row.id: row.email or row.user_id or "" for row in connection.execute(query)}


def namesakes(connection: Connection, members: Sequence[Membership]) -> Mapping[int, str]:
    """Of those of these who have one name, what tells them apart."""
    number = Counter(one.name.casefold() for one in members)
    same = [one.person for one in members if number[one.name.casefold()] > 1]
    return marks(connection, same) if same else {}


def names(connection: Connection, persons: Collection[int]) -> Mapping[int, str]:
    """What these persons are called."""
    rows = connection.execute(_NAMES, {"persons": list(persons)}) if persons else ()
    return {row.id: row.name for row in rows}


_NAMES = sa.select(person.c.id, person.c.name).where(person.c.id.in_(sa.bindparam("persons", expanding=True)))


# --- memberships ----------------------------------------------------------------------------------------------------


def is_member_anywhere(connection: Connection, person_id: int) -> bool:
    return (
        connection.scalars(sa.select(membership.c.course).where(membership.c.person == person_id)).first() is not None
    )


def set_membership(
    connection: Connection, *, course: str, person_id: int, role: CourseRole, now: datetime, active: bool = True
) -> None:
    """What a person is in a course from now on, by hand. Who was there before keeps the day of joining."""
    entered = connection.execute(
        insert_ignoring(connection, membership).values(
            course=course,
            person=person_id,
            role=role.value,
            active=active,
            joined_at=now,
            source="staff",
            counts_from=now,
        )
    )
    if entered.rowcount == 0:
        connection.execute(
            membership.update()
            .where(membership.c.course == course, membership.c.person == person_id)
            .values(role=role.value, active=active, source="staff")
        )


def put_member(connection: Connection, member: Membership) -> None:
    """Enter a membership, or make it what the record says. The name is the person's own and stays."""
    values = {name: value for name, value in asdict(member).items() if name != "name"} | {"role": member.role.value}
    entered = connection.execute(insert_ignoring(connection, membership).values(**values))
    if entered.rowcount == 0:
        same = (membership.c.course == member.course, membership.c.person == member.person)
        connection.execute(membership.update().where(*same).values(**values))


def get_member(connection: Connection, course: str, person_id: int) -> Membership | None:
    """What a person is, or was, in a course."""
    row = connection.execute(_MEMBER, {"of_course": course, "of_person": person_id}).mappings().one_or_none()
    return None if row is None else _membership(row)


_MEMBERS = sa.select(membership, person.c.name).join(person, person.c.id == membership.c.person)
_MEMBER = _MEMBERS.where(
    membership.c.course == sa.bindparam("of_course"), membership.c.person == sa.bindparam("of_person")
)


def is_student(connection: Connection, course: str, person_id: int) -> bool:
    """Whether they are an active student of the course."""
    member = get_member(connection, course, person_id)
    return member is not None and member.active and member.role is CourseRole.STUDENT


def members(connection: Connection, course: str, *, active_only: bool = True) -> tuple[Membership, ...]:
    """Who is in a course, by name."""
    query = _MEMBERS.where(membership.c.course == course).order_by(person.c.name, person.c.id)
    if active_only:
        query = query.where(membership.c.active)
    return tuple(_membership(row) for row in connection.execute(query).mappings())


class Enrolled(NamedTuple):
    """Since when a student is in a course, and since when they owe."""

    person: int
    joined_at: datetime
    counts_from: datetime


def students(connection: Connection, course: str) -> tuple[Enrolled, ...]:
    """The active students of a course, by person."""
    columns = (membership.c.person, membership.c.joined_at, membership.c.counts_from)
    mine = (membership.c.course == course, membership.c.role == CourseRole.STUDENT.value, membership.c.active)
    rows = connection.execute(sa.select(*columns).where(*mine).order_by(membership.c.person))
    return tuple(Enrolled(*row) for row in rows)


def _membership(row: RowMapping) -> Membership:
    return Membership(**{**row, "role": CourseRole(row["role"])})


def number_of(connection: Connection, course: str, role: CourseRole) -> int:
    """How many active members of a course have this role."""
    mine = (membership.c.course == course, membership.c.role == role.value, membership.c.active)
    return connection.scalar(sa.select(sa.func.count()).select_from(membership).where(*mine)) or 0
