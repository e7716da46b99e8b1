"""Who may present: the roles of a schedule (preset, own, or both) and whether its rules can be met at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import time, timedelta

from bot.course import calendar
from bot.course.document import SessionDoc
from bot.course.durations import Stamp
from bot.course.meetings import WallClock
from bot.course.model import Presenting, PresentingRules, Role, Session
from bot.course.papers import required
from bot.course.presets import PRESENTING
from bot.course.rules import PresentingDoc, RulesDoc
from bot.course.scalars import nearest
from bot.course.source import Report, quote

MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)


def presenting(clock: WallClock, doc: PresentingDoc | None) -> Presenting:
    if doc is None:
        return Presenting()
    closes = doc.closes
    _check_opening(clock.report, doc)
    return Presenting(
        per=doc.per,
        roles=_roles(clock.report, doc),
        rules=PresentingRules(**doc.rules.model_dump()),
        opens=clock.stamp(("presenting", "opens"), doc.opens),
        closes=clock.stamp(("presenting", "closes"), closes) if isinstance(closes, Stamp) else None,
        closes_before=closes if isinstance(closes, timedelta) else None,
        drop_until_before=doc.drop_until,
        mode=doc.mode,
        excused_from_review=doc.excused_from_review,
        waiting_list=doc.waiting_list,
        remind=tuple(sorted(set(doc.remind), reverse=True)),
    )


def _roles(report: Report, doc: PresentingDoc) -> tuple[Role, ...]:
    if not doc.preset and not doc.roles:
        words = ", ".join(PRESENTING)
        report.error(
            ("presenting", "roles"), f"there are no roles: name a preset ({words}), or list roles:", at_key=True
        )
    roles = {role.id: role for role in PRESENTING[doc.preset]} if doc.preset else {}
    own: set[str] = set()
    for number, role in enumerate(doc.roles):
        if role.id in own:
            report.error(
                ("presenting", "roles", number, "id"),
                f"another role has the id {quote(role.id)}: choose a different one",
            )
        own.add(role.id)
        roles[role.id] = Role(**role.model_dump())
    return tuple(roles.values())


def _check_opening(report: Report, doc: PresentingDoc) -> None:
    if doc.opens is None or not isinstance(doc.closes, Stamp):
        return
    if (doc.opens.day, doc.opens.wall or MIDNIGHT) >= (doc.closes.day, doc.closes.wall or LAST_MINUTE):
        report.error(
            ("presenting", "closes"), "sign-up would close before it opens: write a later time here, or open earlier"
        )


def presented(doc: SessionDoc, session: Session, rules: PresentingDoc | None) -> bool:
    """Whether people sign up to present at this session."""
    if rules is None:
        return False
    if doc.presenting is not None:
        return doc.presenting
    return rules.sessions == "all" and session.kind.meets and bool(required(session.readings))


def check(
    report: Report, doc: PresentingDoc, roles: Sequence[Role], *, sessions: Sequence[Session], complete: bool
) -> None:
    """Rules that nobody can keep. `complete`: all sessions could be read, so that counting them makes sense."""
    rules = doc.rules
    if complete:
        _check_role_sessions(report, doc, {session.id for session in sessions})
        forms = [session.review.form for session in sessions if session.review]
        _check_reads(report, doc, {field.id: None for form in forms for field in form.fields})
    if rules.at_least is None:
        return
    if rules.at_most_per_term is not None and rules.at_least > rules.at_most_per_term:
        _unmet(report, rules, f"at_most_per_term allows {rules.at_most_per_term}")
    if rules.distinct_roles == "yes" and rules.at_least > len(roles) > 0:
        _unmet(
            report,
            rules,
            f"there are {len(roles)} roles and each person takes a different one each time (distinct_roles: yes)",
        )
    dated = [session for session in sessions if session.presenting and session.first]
    if complete and rules.at_most_per_week and len(dated) == sum(session.presenting for session in sessions) > 0:
        weeks = {calendar.monday_of(session.first.day) for session in dated if session.first}
        if rules.at_least > len(weeks) * rules.at_most_per_week:
            _unmet(
                report, rules, f"{len(weeks)} weeks with at most {rules.at_most_per_week} each do not hold that many"
            )


def _unmet(report: Report, rules: RulesDoc, why: str) -> None:
    report.error(
        ("presenting", "rules", "at_least"),
        f"nobody can present {rules.at_least} times: {why}; lower at_least or change that",
    )


def _check_role_sessions(report: Report, doc: PresentingDoc, known: Collection[str]) -> None:
    for number, role in enumerate(doc.roles):
        for place, session in enumerate(role.sessions):
            if session not in known:
                near = nearest(session, known)
                advice = f", did you mean {near}?" if near else ": write the id of one"
                path = ("presenting", "roles", number, "sessions", place)
                report.error(path, f"there is no session with the id {quote(session)}{advice}")


def _check_reads(report: Report, doc: PresentingDoc, known: Collection[str]) -> None:
    """`known`: the fields of all review forms. A preset's roles name fields of several forms, of which one has some."""
    for number, role in enumerate(doc.roles):
        for place, field in enumerate(role.reads):
            path = ("presenting", "roles", number, "reads", place)
            if not known:
                report.warn(path, "no session asks for a review, so there is nothing to read: leave out reads")
            elif field not in known:
                near = nearest(field, known)
                advice = f", did you mean {near}?" if near else f": write some of {', '.join(known)}"
                report.error(path, f"no review form has a field with the id {quote(field)}{advice}")
