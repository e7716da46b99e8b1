"""People who cannot make something: they say so once, staff are told, asked again after a while, and answer.

What was said is read by staff only; the person hears of each answer by a direct message. It knows no sentence that is
sent, and asks for no more than one of three reasons.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.course import reviews
from bot.course.model import Course
from bot.course.notice import Notice, NoticeKind
from bot.course.reviews import EVERYTHING, Duty, Owed, Standing, State
from bot.errors import Refused
from bot.services import asked_back, extending, granted, owing, paper_times
from bot.services.asked_back import Asked
from bot.services.extending import Granted
from bot.services.naming import Work
from bot.services.personal_notices import PersonTelling, tell_person
from bot.services.staff_notices import Telling, tell
from bot.services.wishes import Wish
from bot.store import audit, grants, ledger, people
from bot.store.database import Connection
from bot.store.ledger import Delivery
from bot.store.records import Plea, PleaReason

log = logging.getLogger(__name__)

DECLINED = "declined"
"""The outcome of a plea that staff said no to; of others it is `extension.<grant>` or `excuse.<grant>`."""

# --- saying so ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pleaded:
    """`fresh` is False where one about the same waits for staff already: then `plea` is that. `told`: the course has a
    staff channel, so staff hear of it.
    """

    plea: Plea
    fresh: bool
    told: bool


def open_plea(connection: Connection, course: Course, person: int, work: Work) -> Plea | None:
    """What the person said about it and staff have not answered yet."""
    mine = (one for one in grants.pleas_of(connection, course.id, person) if one.settled_at is None)
    return next((one for one in mine if one.session == work.session and one.paper in (EVERYTHING, work.paper)), None)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, and what staff asked back and wait for an answer to."""

    plea: Plea
    question: Asked | None = None


def said_last(connection: Connection, course: Course, person: int) -> Mapping[tuple[str, str], Said]:
    """By session and paper ('' for all of it) what the person said last about it, answered or not."""
    newest = {(one.session, one.paper): one for one in grants.pleas_of(connection, course.id, person)}
    return {about: Said(one, asked_back.unanswered(connection, course, one)) for about, one in newest.items()}


def plead(
    connection: Connection,
    course: Course,
    person: int,
    work: Work,
    *,
    reason: PleaReason,
    note: str,
    now: datetime,
) -> Pleaded:
    """Keep it and tell staff. Raises Refused where the person does not owe that."""
    before = open_plea(connection, course, person, work)
    if before is not None:
        return Pleaded(before, fresh=False, told=True)
    if not owed_by(connection, course, person, work, now=now):
        raise Refused("You do not owe a review of that, so there is nothing to be excused from.")
    row = Plea(
        course=course.id,
        person=person,
        session=work.session,
        paper=work.paper,
        reason=reason,
        note=note,
        made_at=now,
    )
    made = grants.add_plea(connection, row)
    telling = Telling(
        kind=NoticeKind.CANNOT,
        item=work.session,
        occurrence=f"plea.{made}",
        title="Somebody cannot make it",
        details={"plea": str(made)},
    )
    told = tell(connection, course, telling, now=now)
    plea = grants.get_plea(connection, made)
    if plea is None:
        raise LookupError(made)
    return Pleaded(plea, fresh=True, told=told)


def owed_by(connection: Connection, course: Course, person: int, work: Work, *, now: datetime) -> tuple[Standing, ...]:
    """Where the person stands with each paper of it; none: they do not owe it."""
    return tuple(
        one
        for duty in owing.duties_of(connection, course, person, now=now)
        for one in duty.standings
        if duty.session.id == work.session and work.paper in (EVERYTHING, one.owed.paper)
    )


def pleadable(duties: Iterable[Duty], now: datetime) -> tuple[Duty, ...]:
    """What somebody may still want to be let off: what is not done, until staff no longer care."""
    return tuple(duty for duty in duties if duty.left and (duty.due is None or now < duty.due + STILL))


STILL = timedelta(days=7)
"""So long after it was due something is still offered."""

# --- what staff answer ----------------------------------------------------------------------------------------------

Decision = Literal["24", "48", "excuse"]
"""So many hours more, or none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What is the case about a plea. `granted` is what was granted just now; `fresh` is False where it was settled
    before: `plea` tells how, `by` by whom, and `held` what was granted then.
    """

    plea: Plea
    fresh: bool
    name: str
    by: str = ""
    granted: Granted | None = None
    due: datetime | None = None


def decide(
    connection: Connection, course: Course, plea_id: int, decision: Decision, *, now: datetime, by: int | None
) -> Settled:
    """Grant what staff pressed, from when it is due for the person, or from now where that is past. Raises Refused
    where there is no such plea, or nothing to be granted any more.
    """
    plea = get(connection, course, plea_id)
    if plea.settled_at is not None:
        return settled(connection, course, plea)
    _refuse_gone(connection, course, plea, now=now)
    work = Work(plea.session, plea.paper)
    if decision == "excuse":
        wish = Wish(person=plea.person, work=work, kind="excuse")
    else:
        span = timedelta(hours=int(decision))
        wish = Wish(person=plea.person, work=work, kind="extension", span=span, sure=True)
    given = extending.grant(connection, course, wish, now=now, by=by)
    # What holds already answers it too.
    grants.settle_plea(connection, plea.id, outcome=f"{wish.kind}.{given.id}", now=now, by=by)
    return Settled(plea=get(connection, course, plea_id), fresh=True, name=given.name, granted=given)


def decline(
    connection: Connection, course: Course, plea_id: int, word: str, *, now: datetime, by: int | None, by_name: str
) -> Settled:
    """Say no, with a word to the person. Raises Refused where nothing of it is owed any more."""
    plea = get(connection, course, plea_id)
    if plea.settled_at is None:
        _refuse_gone(connection, course, plea, now=now)
    if not grants.settle_plea(connection, plea.id, outcome=DECLINED, now=now, by=by):
        return settled(connection, course, plea)
    audit.record(
        connection,
        course=course.id,
        person=by,
        action="plea_declined",
        item=str(plea.person),
        details={"plea": plea.id, "session": plea.session, "paper": plea.paper},
        now=now,
    )
    details = {"plea": str(plea.id), "word": word, "from": by_name}
    telling = _telling(plea, NoticeKind.EXTENSION, f"plea.{plea.id}.{DECLINED}", details)
    tell_person(connection, course, telling, now=now)
    return Settled(
        plea=get(connection, course, plea_id), fresh=True, name=people.get_person(connection, plea.person).name
    )


def get(connection: Connection, course: Course, plea_id: int) -> Plea:
    """Raises Refused where there is none in this course."""
    plea = grants.get_plea(connection, plea_id)
    if plea is None or plea.course != course.id:
        raise Refused("I do not know what that was about any more.")
    return plea


def _refuse_gone(connection: Connection, course: Course, plea: Plea, *, now: datetime) -> None:
    """An edit of the schedule may have taken it out, or the person has left."""
    if not owed_by(connection, course, plea.person, Work(plea.session, plea.paper), now=now):
        name = people.get_person(connection, plea.person).name
        raise Refused(f"{name} does not owe that any more, so there is nothing to decide.")


def papers(course: Course, work: Work) -> tuple[Owed, ...]:
    return tuple(
        one for one in reviews.owed(course) if one.session.id == work.session and work.paper in (EVERYTHING, one.paper)
    )


def settled(connection: Connection, course: Course, plea: Plea) -> Settled:
    """How it was settled, and by whom."""
    by = people.get_person(connection, plea.settled_by).name if plea.settled_by is not None else ""
    mine = [one.rule for one in grants.of_person(connection, course.id, plea.person)]
    limits = [reviews.window(one, mine, course.timezone) for one in papers(course, Work(plea.session, plea.paper))]
    dues = {one.due for one in limits if one is not None}
    due = dues.pop() if len(dues) == 1 else None  # papers of a class may have times of their own
    return Settled(plea=plea, fresh=False, name=people.get_person(connection, plea.person).name, by=by, due=due)


# --- questions ------------------------------------------------------------------------------------------------------


def ask(
    connection: Connection, course: Course, plea_id: int, question: str, *, token: str, now: datetime, by_name: str
) -> bool:
    """Send the person a question; `token` names the opening of the form. False where it was sent before."""
    plea = get(connection, course, plea_id)
    details = {"plea": str(plea.id), "question": question, "from": by_name, "token": token}
    telling = _telling(plea, NoticeKind.QUESTION, f"plea.{plea.id}.{token}", details)
    return tell_person(connection, course, telling, now=now)


def question(connection: Connection, course: Course, plea: Plea, token: str, *, now: datetime) -> Mapping[str, str]:
    """What was asked, and from whom. Raises Refused where it was not."""
    notice = Notice(
        course=course.id,
        kind=NoticeKind.QUESTION,
        item=plea.session,
        occurrence=f"plea.{plea.id}.{token}",
        due_at=now,
        stale_after=now,
    )
    found = ledger.asked_for(connection, notice, rehearsal=False)
    if not found:
        raise Refused("I do not know that question any more. Please write to your staff yourself.")
    return found[0].details


def answer(
    connection: Connection, course: Course, plea: Plea, words: str, *, asked: str, token: str, now: datetime
) -> bool:
    """Tell staff what the person answered. `asked` is the question's token, `token` that of the form of the answer.
    False where just that was said before.
    """
    telling = Telling(
        kind=NoticeKind.ANSWER,
        item=plea.session,
        occurrence=f"plea.{plea.id}.{asked}.{token}",
        title="An answer",
        details={
            "plea": str(plea.id),
            "answer": words,
            "question": question(connection, course, plea, asked, now=now)["question"],
        },
    )
    return tell(connection, course, telling, now=now)


def _telling(plea: Plea, kind: NoticeKind, occurrence: str, details: Mapping[str, str]) -> PersonTelling:
    return PersonTelling(
        person=plea.person, kind=kind, item=plea.session, occurrence=occurrence, title="From staff", details=details
    )


# --- at the moment at which it is said ------------------------------------------------------------------------------


def particulars(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """Who it is about, what of, and what they said. None: it is settled, so that staff need not hear of it (again), or
    it is about nothing that is owed any more. An answer is told also then.
    """
    plea = grants.get_plea(connection, int(one.details.get("plea", "0")))
    if plea is None or plea.course != course.id:
        return None
    member = people.get_member(connection, course.id, plea.person)
    standings = owed_by(connection, course, plea.person, Work(plea.session, plea.paper), now=now)
    if member is None or not member.active or (one.notice.kind is NoticeKind.CANNOT and not standings):
        return None
    if one.notice.kind is NoticeKind.CANNOT and plea.settled_at is not None:
        return None
    work, duties = Work(plea.session, plea.paper), owing.duties_of(connection, course, plea.person, now=now)
    dues = [standing.window.due for standing in standings if standing.window is not None]
    asked = asked_back.last(connection, course, plea) if one.notice.kind is NoticeKind.CANNOT else None
    return {
        **(asked.details if asked is not None else {}),
        "name": member.name,
        "reason": plea.reason,
        "note": plea.note,
        "session": plea.session,
        "paper": plea.paper,
        "made": plea.made_at.isoformat(),
        "settled": "yes" if plea.settled_at is not None else "",
        "due": max(dues).isoformat() if dues else "",
        "papers": paper_times.encoded(paper_times.of(standing) for standing in standings),
        "left": str(extending.wanted(duties, work)),
        "started": "yes" if any(standing.state is State.DRAFT for standing in standings) else "",
    }


def standing_particulars(
    connection: Connection, course: Course, one: Delivery, now: datetime
) -> Mapping[str, str] | None:
    """As `particulars`, of what staff were told before: what is settled says how, and nothing of what was written."""
    plea = grants.get_plea(connection, int(one.details.get("plea", "0")))
    if plea is None or plea.course != course.id:
        return None
    if plea.settled_at is None:
        return particulars(connection, course, one, now)
    found = settled(connection, course, plea)
    return {
        "name": found.name,
        "session": plea.session,
        "paper": plea.paper,
        "note": "",
        "answer": "",
        "question": "",
        "settled": plea.outcome.partition(".")[0],
        "by": found.by,
        "at": plea.settled_at.isoformat(),
        "due": found.due.isoformat() if found.due is not None else "",
    }


def decided(connection: Connection, course: Course, one: Delivery, now: datetime) -> Mapping[str, str] | None:
    """What a person is told of a decision: about a plea that was declined, or about what was granted."""
    look_up = particulars if "plea" in one.details else granted.particulars
    return look_up(connection, course, one, now)
