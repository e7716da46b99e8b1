"""The class list comes in: a preview of what it would change, then exactly that, or nothing.

The file waits in the database meanwhile, so that a button carries no more than its id. It knows no sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.course.model import Course, CourseRole
from bot.course.roster_file import ClassList, ListLine
from bot.errors import Refused
from bot.services import linking, roster, roster_asking, seat_leaving
from bot.services.attendance import HEAD_START
from bot.services.roster_plan import Known, Match, Plan, plan
from bot.services.seat_leaving import Freed
from bot.store import audit, blobs, class_list, people, roster_lines
from bot.store import courses as states
from bot.store.class_list import ImportedSheet, Listing
from bot.store.database import Connection
from bot.store.records import Membership

MEDIA_TYPE = "text/csv; header=present"
"""Of a file that waits to be imported; source: RFC 4180."""

DIGEST = 12
"""Characters of a file's digest that a button carries."""

A_SLIP = timedelta(days=7)
"""Who is off the list for no longer is, once back, what they were: they owe what they owed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`stamp`: only what it stands for is imported. `again`: this very file is the list already."""

    sheet: ClassList
    plan: Plan
    stamp: str
    again: ImportedSheet | None = None

    @property
    def changes_nothing(self) -> bool:
        return self.again is not None and not self.plan.changes_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """`done` False: nothing was changed. Then what is to be imported is not (any more) what `preview` showed, which is
    as it would be now, or there is nothing to change.
    """

    done: bool
    preview: Preview
    freed: tuple[tuple[str, tuple[Freed, ...]], ...] = ()
    """Names of those who left, each with the seats that are free by it."""


def preview(connection: Connection, course: Course, sheet: ClassList) -> Preview:
    """What importing it would change."""
    return _preview(connection, course, sheet, _known(connection, course))


def _preview(connection: Connection, course: Course, sheet: ClassList, known: Known) -> Preview:
    newest = class_list.newest_sheet(connection, course.id)
    found = plan(sheet, known, first=newest is None)
    again = newest if newest is not None and newest.digest == sheet.digest else None
    return Preview(sheet=sheet, plan=found, stamp=found.stamp(sheet.digest), again=again)


def _known(connection: Connection, course: Course) -> Known:
    members = {one.person: one for one in people.members(connection, course.id, active_only=False)}
    holders = class_list.by_email(connection, course.id)
    strangers = {one for persons in holders.values() for one in persons} - members.keys()
    return Known(
        members=members,
        listings={one.person: one for one in class_list.listings(connection, course.id, gone_too=True)},
        by_email=holders,
        with_account=class_list.with_account(connection),
        names=people.names(connection, strangers),
    )


def apply(
    connection: Connection, course: Course, sheet: ClassList, *, stamp: str | None, now: datetime, by: int | None
) -> Imported:
    """Import it, if that does what the preview of this stamp showed; without a stamp in any case. Raises Refused where
    the course has ended.
    """
    if states.state(connection, course.id).closed:
        raise Refused(f"{course.title} has ended: its class list stays as it is.")
    known = _known(connection, course)
    found = _preview(connection, course, sheet, known)
    if found.changes_nothing or stamp not in (None, found.stamp):
        return Imported(done=False, preview=found)
    what = found.plan
    number = class_list.add_sheet(
        connection,
        ImportedSheet(
            course=course.id, kind=sheet.kind, name=sheet.file, imported_at=now, imported_by=by,
            header=sheet.header, points=sheet.points, digest=sheet.digest,
        ),
    )  # fmt: skip
    _enter(connection, course, found, known, sheet=number, now=now, by=by)
    freed = _strike(connection, course, what, now=now, by=by)
    audit.record(
        connection, course=course.id, person=by, action="roster_imported", item=str(number), details=_counts(found),
        now=now,
    )  # fmt: skip
    linking.match_by_email(connection, course, now=now)
    roster_asking.ask_unmatched(connection, course, now=now)
    return Imported(done=True, preview=found, freed=freed)


def _counts(found: Preview) -> dict[str, object]:
    what = found.plan
    return {
        "file": found.sheet.file,
        "kind": found.sheet.kind,
        "sha256": found.sheet.digest,
        "lines": len(found.sheet.lines),
        "added": len(what.added),
        "recognised": len(what.recognised),
        "back": len(what.back),
        "changed": len(what.changed),
        "removed": [one.person for one in what.removed],
        "conflicts": len(what.conflicts),
    }


# --- who is on it -----------------------------------------------------------------------------------------------------


def _enter(
    connection: Connection,
    course: Course,
    found: Preview,
    known: Known,
    *,
    sheet: int,
    now: datetime,
    by: int | None,
) -> None:
    """Everybody on the list becomes a student of its name and address, with their line."""
    what = found.plan
    later = now if what.first else now + HEAD_START
    persons = class_list.add_students(
        connection, course.id, [(one.name, one.email) for one in what.added], now=now, counts_from=later
    )
    lines = [_listing(course, sheet, line, person) for line, person in zip(what.added, persons, strict=True)]
    for match in what.matches:
        listing, member = known.listings.get(match.person), known.members.get(match.person)
        if member is None or match.renamed or match.readdressed or not listing:
            class_list.correct(connection, match.person, name=match.line.name, email=match.line.email)
        student = _student(course, match, member, listing, now=now, later=later)
        roster.put(connection, member, student, now=now, by=by)
        lines.append(_listing(course, sheet, match.line, match.person, listing, kind=found.sheet.kind))
    lines += [
        _listing(course, sheet, one.line, one.person, known.listings[one.person], kind=found.sheet.kind)
        for one in what.kept
    ]
    class_list.put(connection, lines)


def _student(
    course: Course, match: Match, member: Membership | None, listing: Listing | None, *, now: datetime, later: datetime
) -> Membership:
    """What they are from now on. Who was away owes nothing of that time, unless it was a slip of the list."""
    if member is None:
        return Membership(
            course=course.id, person=match.person, name=match.line.name, role=CourseRole.STUDENT, active=True,
            joined_at=now, source="staff", counts_from=later, in_channel=False,
        )  # fmt: skip
    student = replace(member, role=CourseRole.STUDENT, source="staff", active=True)
    gone_at = listing.gone_at if listing is not None else None
    if member.active or (gone_at is not None and now - gone_at <= A_SLIP):
        return student
    return replace(student, joined_at=now, counts_from=later)


def _listing(
    course: Course, sheet: int, line: ListLine, person: int, old: Listing | None = None, *, kind: str = ""
) -> Listing:
    """The line as it is kept. What this file does not say stays, and so does the row of a gradebook that another kind
    of list knows nothing of.
    """
    new = Listing(
        course=course.id, person=person, sheet=sheet, line=line.line, name=line.name, email=line.email,
        student_id=line.student_id, canvas_id=line.canvas_id, login=line.login, section=line.section, cells=line.cells,
    )  # fmt: skip
    if old is None:
        return new
    for part in ("email", "student_id", "canvas_id", "login", "section"):
        if not getattr(new, part):
            new = replace(new, **{part: getattr(old, part)})
    if kind == "plain" and old.canvas_id:
        new = replace(new, sheet=old.sheet, line=old.line, cells=old.cells)
    return new


def _strike(
    connection: Connection, course: Course, what: Plan, *, now: datetime, by: int | None
) -> tuple[tuple[str, tuple[Freed, ...]], ...]:
    """Those who are not on it any more are not in the course any more; staff are told which seats are free by it."""
    if not what.removed:
        return ()
    class_list.strike(connection, course.id, [one.person for one in what.removed], now=now)
    found: list[tuple[str, tuple[Freed, ...]]] = []
    for one in what.removed:
        member = people.get_member(connection, course.id, one.person)
        if member is None or not member.active or member.role is not CourseRole.STUDENT:
            continue
        after, freed = roster.leave(connection, course, member, now=now, by=by)
        if freed:
            seat_leaving.tell_staff(connection, course, after, freed, now=now)
            found.append((member.name, freed))
    return tuple(found)


# --- while it waits ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file between its preview and the press."""

    id: str
    name: str
    content: bytes


def keep(
    connection: Connection, courses: Sequence[Course], person: int, *, content: bytes, name: str, now: datetime
) -> str:
    """Keep it until it is imported: of one course there, of several for whoever gave it to say which; its id. An
    earlier one of the same person that was not imported is forgotten.
    """
    home = courses[0].id if len(courses) == 1 else ""
    blobs.forget_all(connection, person, MEDIA_TYPE)
    return blobs.put(connection, home, person, content, file=(name, MEDIA_TYPE), now=now)


def waiting(connection: Connection, course: Course, blob: str, person: int | None) -> Waiting | None:
    """The file that waits for this course, or one of this person that waits to be told which course."""
    for home in (course.id, ""):
        found = blobs.get(connection, home, blob)
        if found is not None and found[0].media_type == MEDIA_TYPE and (home or found[0].person == person):
            return Waiting(id=blob, name=found[0].name, content=found[1])
    return None


def forget(connection: Connection, course: Course, blob: str, person: int | None) -> bool:
    """It is not to be imported. False where it is gone already."""
    return waiting(connection, course, blob, person) is not None and blobs.forget(connection, blob)


def imported(connection: Connection, course: Course, digest: str) -> ImportedSheet | None:
    """The import of a file whose digest begins so."""
    return class_list.sheet_of_file(connection, course.id, digest) if len(digest) >= DIGEST else None


# --- what there is ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The list that counts: how many are on it, and the names of those who have no account."""

    sheet: ImportedSheet
    by: str
    number: int
    unclaimed: tuple[str, ...]


def standing(connection: Connection, course: Course) -> Standing | None:
    """None where no list was imported."""
    sheet = class_list.newest_sheet(connection, course.id)
    if sheet is None:
        return None
    listed = roster_lines.current(connection, course.id)
    return Standing(
        sheet=sheet,
        by=people.get_person(connection, sheet.imported_by).name if sheet.imported_by is not None else "",
        number=len(listed),
        unclaimed=tuple(sorted((one.name for one in listed if not one.claimed), key=str.casefold)),
    )
