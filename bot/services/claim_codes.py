"""Claim codes for the people on the class list, made to be sent to each of them.

A code is seen here once, as it is made; what is kept is its hash. It knows no file and no sentence.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from bot.course import claim_code
from bot.course.model import Course
from bot.errors import Refused
from bot.store import audit, claim_codes, roster_lines
from bot.store import courses as states
from bot.store.database import Connection


class MailedCode(NamedTuple):
    """What one student is to be sent."""

    name: str
    email: str
    student_id: str
    code: str


class MadeCodes(NamedTuple):
    """`claimed`: how many on the list have an account already."""

    codes: tuple[MailedCode, ...]
    claimed: int


def make(
    connection: Connection,
    course: Course,
    *,
    everybody: bool,
    now: datetime,
    by: int | None = None,
    draw: Callable[[int], int] = secrets.randbits,
) -> MadeCodes:
    """A new code for each who is on the list and has no account yet, or for `everybody`; earlier ones stay good. Raises
    Refused where there is no class list, or the course has ended.
    """
    if states.state(connection, course.id).closed:
        raise Refused(f"{course.title} ({course.term}) has ended: nobody can claim anything any more.")
    if not roster_lines.imported(connection, course.id):
        raise Refused(f"{course.title} has no class list yet: `coursebot roster import FILE` brings one")
    lines = roster_lines.current(connection, course.id)
    wanted = [one for one in lines if everybody or not one.claimed]
    mailed = [MailedCode(one.name, one.email, _id(one), claim_code.spelled(draw(claim_code.BITS))) for one in wanted]
    hashes = [(_hash(one.code), line.person) for one, line in zip(mailed, wanted, strict=True)]
    claim_codes.put(connection, course.id, hashes, now=now, by=by)
    if mailed:
        details = {"codes": len(mailed), "all": everybody}
        audit.record(connection, course=course.id, person=by, action="codes_made", details=details, now=now)
    return MadeCodes(tuple(mailed), sum(one.claimed for one in lines))


def _id(line: roster_lines.RosterLine) -> str:
    return line.student_id or line.login or line.canvas_id


def _hash(code: str) -> str:
    letters = claim_code.read(code)
    if letters is None:
        raise LookupError("a code that cannot be read")
    return claim_code.hashed(letters)
