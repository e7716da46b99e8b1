"""What a class list would change: whom each line means, by e-mail and then by id, and what becomes of everybody.

Pure over records: it asks no database and says nothing.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.course.model import CourseRole
from bot.course.roster_file import ClassList, ListLine
from bot.store.class_list import Listing
from bot.store.records import Membership

IDS = ("student_id", "canvas_id", "login")
"""By which a line is found again, what counts first."""

Keys = Mapping[tuple[str, str], int]
"""What somebody has of their own on the list, as (which part, small letters) → whose it is."""

MANY = 3
"""More than one of so many is many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is before: everybody who is or was in the course, their lines, and who has which address."""

    members: Mapping[int, Membership]
    listings: Mapping[int, Listing]
    by_email: Mapping[str, Sequence[int]]
    with_account: frozenset[int]
    names: Mapping[int, str] = field(default_factory=dict)
    """Of those found by their address who were never in the course."""

    def name(self, person: int) -> str:
        member = self.members.get(person)
        return member.name if member is not None else self.names.get(person, "")

    def is_staff(self, person: int) -> bool:
        member = self.members.get(person)
        return member is not None and member.active and member.role.is_staff

    def told_apart(self, persons: Sequence[int]) -> tuple[str, ...]:
        """Their names; where these are one name, each with the address or id that the list has."""
        names = tuple(self.name(one) for one in persons)
        if len(set(names)) == len(names):
            return names
        lines = [self.listings.get(one) for one in persons]
        marks = [(one.email or one.student_id or one.login) if one is not None else "" for one in lines]
        return tuple(f"{name} ({mark})" if mark else name for name, mark in zip(names, marks, strict=True))


@dataclass(frozen=True, slots=True)
class Match:
    """A line and the person whom it means; `was` is what they are called now."""

    line: ListLine
    person: int
    was: str
    was_email: str = ""
    was_section: str = ""

    @property
    def renamed(self) -> bool:
        return self.was != self.line.name

    @property
    def readdressed(self) -> bool:
        """Whether an address that the list had before is another one now."""
        return bool(self.was_email and self.line.email) and self.was_email.casefold() != self.line.email.casefold()

    @property
    def moved(self) -> bool:
        """Whether a section that the list had before is another one now."""
        return bool(self.was_section and self.line.section) and self.was_section != self.line.section


@dataclass(frozen=True, slots=True)
class Conflict:
    """A line that fits two, or one that two lines fit. Nothing about it is changed. `names`: whom it may mean."""

    line: ListLine
    names: tuple[str, ...]
    other_line: int = 0


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who was on the list and is not any more."""

    person: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`added`: nobody yet. `recognised`: people of the course, or with an account, who were on no list; `listed`: on it
    before and now; `back`: not on the one before. `roles`: what somebody was who becomes a student by it. `staff` and
    `kept` (auditors and dropped ones of whom staff said so since they were listed) stay what they are. `unmatched`:
    students with an account on no line.
    """

    first: bool
    added: tuple[ListLine, ...] = ()
    recognised: tuple[Match, ...] = ()
    listed: tuple[Match, ...] = ()
    back: tuple[Match, ...] = ()
    roles: Mapping[int, CourseRole] = field(default_factory=dict)
    staff: tuple[Match, ...] = ()
    kept: tuple[Match, ...] = ()
    removed: tuple[Gone, ...] = ()
    unmatched: tuple[Gone, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    before: int = 0
    """How many were on the list."""

    @property
    def matches(self) -> tuple[Match, ...]:
        """Whoever is on the list from now on and is somebody already."""
        return (*self.recognised, *self.listed, *self.back)

    @property
    def changed(self) -> tuple[Match, ...]:
        """Those of another name or address than before."""
        return tuple(one for one in self.matches if one.renamed or one.readdressed)

    @property
    def changes_people(self) -> bool:
        return bool(self.added or self.recognised or self.back or self.removed or self.changed)

    @property
    def removes_many(self) -> bool:
        return len(self.removed) * MANY > self.before

    @property
    def misses_many(self) -> bool:
        """Whether it lacks many of those who are here, as the list of another course would."""
        here = len(self.unmatched) + len(self.matches)
        return self.first and len(self.unmatched) * MANY > here

    def stamp(self, digest: str) -> str:
        """Twelve characters that are others once the file or anything that it would do is."""
        does = (
            digest,
            [one.line for one in self.added],
            *(
                sorted((one.line.line, one.person, one.was, one.was_email) for one in group)
                for group in (self.recognised, self.listed, self.back, self.staff, self.kept)
            ),
            sorted((person, role.value) for person, role in self.roles.items()),
            sorted(one.person for one in self.removed),
            sorted((one.line.line, one.names, one.other_line) for one in self.conflicts),
        )
        return hashlib.sha256(repr(does).encode()).hexdigest()[:12]


def plan(sheet: ClassList, known: Known, *, first: bool) -> Plan:
    """What importing it would do."""
    matched, conflicts, spared = _matched(sheet, known)
    sorted_out: dict[str, list[Match]] = defaultdict(list)
    roles: dict[int, CourseRole] = {}
    for match in matched:
        member, listing = known.members.get(match.person), known.listings.get(match.person)
        sorted_out[_lot(member, listing)].append(match)
        if member is not None and member.role is not CourseRole.STUDENT:
            roles[match.person] = member.role
    settled = {one.line.line for one in matched} | {one.line.line for one in conflicts}
    on_it = {one.person for one in matched} | spared
    listed_before = [one for one in known.listings.values() if one.gone_at is None]
    staying = {one.person for lot in ("staff", "kept") for one in sorted_out[lot]}
    return Plan(
        first=first,
        added=tuple(line for line in sheet.lines if line.line not in settled),
        recognised=tuple(sorted_out["recognised"]),
        listed=tuple(sorted_out["listed"]),
        back=tuple(sorted_out["back"]),
        roles={person: role for person, role in roles.items() if person not in staying},
        staff=tuple(sorted_out["staff"]),
        kept=tuple(sorted_out["kept"]),
        removed=tuple(Gone(one.person, one.name) for one in listed_before if one.person not in on_it),
        unmatched=tuple(
            Gone(one.person, one.name)
            for one in known.members.values()
            if _is_student(one) and one.person in known.with_account and one.person not in on_it
            and not _is_listed(known.listings.get(one.person))
        ),
        conflicts=conflicts,
        before=len(listed_before),
    )  # fmt: skip


def _is_student(member: Membership) -> bool:
    return member.active and member.role is CourseRole.STUDENT


def _is_listed(listing: Listing | None) -> bool:
    return listing is not None and listing.gone_at is None


def _lot(member: Membership | None, listing: Listing | None) -> str:
    """What staff said of somebody since they were listed stays; who is newly listed is a student."""
    if member is not None and member.active and member.role.is_staff:
        return "staff"
    if not _is_listed(listing):
        return "recognised" if listing is None else "back"
    return "listed" if member is not None and _is_student(member) else "kept"


# --- whom a line means ------------------------------------------------------------------------------------------------


def _matched(sheet: ClassList, known: Known) -> tuple[list[Match], tuple[Conflict, ...], set[int]]:
    """The matches, the conflicts, and the persons of these, who stay as they are."""
    keys = _keys(known.listings.values())
    found: dict[int, list[ListLine]] = defaultdict(list)
    conflicts: list[Conflict] = []
    spared: set[int] = set()
    for line in sheet.lines:
        persons = _meant(line, known, keys)
        if len(persons) > 1:
            conflicts.append(Conflict(line, known.told_apart(persons)))
            spared |= set(persons)
        elif persons:
            found[persons[0]].append(line)
    matches: list[Match] = []
    for person, lines in found.items():
        if len(lines) > 1 or person in spared:
            others = {one.line: next((two.line for two in lines if two is not one), 0) for one in lines}
            conflicts += [Conflict(one, (known.name(person),), others[one.line]) for one in lines]
            spared.add(person)
        else:
            listing = known.listings.get(person)
            email, section = (listing.email, listing.section) if listing else ("", "")
            matches.append(Match(lines[0], person, known.name(person), email, section))
    matches.sort(key=lambda one: one.line.line)
    return matches, tuple(sorted(conflicts, key=lambda one: one.line.line)), spared


def _keys(listings: Iterable[Listing]) -> Keys:
    found: dict[tuple[str, str], int] = {}
    for listing in sorted(listings, key=lambda one: one.gone_at is not None):
        for part in ("email", *IDS):
            if key := getattr(listing, part).casefold():
                found.setdefault((part, key), listing.person)
    return found


def _meant(line: ListLine, known: Known, keys: Keys) -> tuple[int, ...]:
    """Nobody, one, or two where the address and the id disagree."""
    by_email = _of_address(line.email.casefold(), known, keys)
    ids = ((part, getattr(line, part).casefold()) for part in IDS)
    by_id = next((keys[key] for key in ids if key in keys), None)
    if by_email is None or by_id is None or by_email == by_id:
        only = by_id if by_email is None else by_email
        return () if only is None else (only,)
    if by_id not in known.with_account and known.is_staff(by_email):
        return (by_email,)
    if by_email not in known.listings and by_id not in known.with_account:
        return (by_id,)  # the account turned up since then: both are made one by the address that they share
    return (by_email, by_id)


def _of_address(address: str, known: Known, keys: Keys) -> int | None:
    """Whoever has the address on the list, else in the course, else anywhere; staff, where the line on the list was
    claimed by nobody.
    """
    if not address:
        return None
    holders, listed = known.by_email.get(address, ()), keys.get(("email", address))
    if listed is not None:
        staff = () if listed in known.with_account else (one for one in holders if known.is_staff(one))
        return next(iter(staff), listed)
    here = [one for one in holders if one in known.members]
    active = [one for one in here if known.members[one].active]
    on_list = [one for one in here if one in known.listings]
    return next(iter((*on_list, *active, *here, *holders)), None)
