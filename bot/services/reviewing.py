"""Writing a review: what its form opens with, what becomes of what is sent in, and which version counts.

Each function is one transaction. Nothing that somebody sent is refused or overwritten: what cannot count is a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.course.answers import Answers, digest, document, form_of, kept, lacks
from bot.course.duties import ReviewForm
from bot.course.model import Course
from bot.course.reviews import Owed, Standing, Version
from bot.course.wording import storable
from bot.services import receipts
from bot.services.choosing import Incomplete, count_late, use
from bot.services.kept_review import KeptReview, Outcome, Verdict, added, kept_review, outcome_of, unchanged
from bot.store import reviews
from bot.store.database import Connection
from bot.store.records import ReviewTyping, ReviewVersion

__all__ = [
    "Incomplete",
    "Opened",
    "Outcome",
    "Sent",
    "Written",
    "count_late",
    "note_typing",
    "open_review",
    "save",
    "use",
    "written",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A version with what it says, and the form that it was written with. `by_staff`: it counts by their word."""

    version: Version
    session: str
    window: str
    form: ReviewForm
    answers: Answers
    by_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a form is to open with. `base` is the number of the newest version, 0 for none. `answers` are those of
    `source`: the newest version, an earlier one that was asked for, or what was typed in a window that was closed.
    """

    owed: Owed
    standing: Standing
    base: int
    answers: Answers
    source: Literal["nothing", "version", "earlier", "typing"]
    source_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one person sent of one review. `window` names the opening of the form, `base` the newest version it was
    opened with. `submit` False: it is to be kept as a draft. `platform` and `account`: where a receipt goes.
    `answers` hold the page's fields; the fields that it lacks are as they were in this window or in the base. `typed`:
    the window was opened with what was typed in one before, so that they may be from there.
    """

    person: int
    paper: str
    window: str
    base: int
    answers: Answers
    submit: bool
    platform: str
    account: str
    typed: bool = True


# --- opening --------------------------------------------------------------------------------------------------------


def open_review(connection: Connection, course: Course, person: int, paper: str, *, now: datetime) -> Opened:
    """Raises Refused where no review of the paper is asked for here."""
    mine = kept_review(connection, course, person, paper)
    newest, typed = mine.newest, mine.typing
    opened = Opened(
        owed=mine.owed,
        standing=mine.standing(now),
        base=0 if newest is None else newest.number,
        answers=mine.answers(newest),
        source="nothing" if newest is None else "version",
        source_at=None if newest is None else newest.received_at,
    )
    if typed is None or (newest is not None and not _typed_after(typed, newest)):
        return opened
    answers = mine.answers(typed)
    if newest is not None and mine.says_same(newest, answers):
        return opened
    return replace(opened, answers=answers, source="typing", source_at=typed.at)


def _typed_after(typed: ReviewTyping, version: ReviewVersion) -> bool:
    """What was typed is later, whatever the clock says, where its window was opened with the version, or saved it
    itself: saving forgets what was typed in a window before.
    """
    opened_with, saved_it = typed.base >= version.number, typed.window != "" and typed.window == version.window
    return opened_with or saved_it or typed.at > version.received_at


def written(connection: Connection, course: Course, person: int, paper: str) -> tuple[Written, ...]:
    """All versions, the oldest first."""
    versions = reviews.of_review(connection, course.id, person, paper)
    forms = reviews.forms(connection, course.id, {one.form for one in versions})
    return tuple(
        Written(
            version=one.rule,
            session=one.session,
            window=one.window,
            form=form_of(forms[one.form]),
            answers=one.answers,
            by_staff=one.accepted_by not in (None, person),
        )
        for one in versions
    )


# --- saving ---------------------------------------------------------------------------------------------------------


def save(connection: Connection, course: Course, sent: Sent, *, now: datetime) -> Outcome:
    """Keep what was sent, as a new version. A submitted one has a receipt entered for it. Sending the same twice from
    one window changes nothing and says the same. Raises Refused where no review of the paper is asked for here.
    """
    mine = kept_review(connection, course, sent.person, sent.paper)
    answers = _merged(mine, sent)
    known = _known_already(mine, sent, answers, now=now)
    typed = mine.typing
    if typed is not None and not _comes_after(typed.at, now) and (known is not None or typed.window == sent.window):
        reviews.forget_typing(connection, course.id, sent.person, sent.paper)
    if known is not None:
        return known
    verdict = _judged(mine, sent, answers, before=mine.versions, at=now)
    complete = verdict.kind == "submitted"
    mine = added(mine, answers, window=sent.window, base=sent.base, complete=complete, now=now)
    version = mine.versions[-1]
    if complete:
        where = receipts.Address(platform=sent.platform, account=sent.account)
        receipts.enter(connection, course, version, where, now=now)
    return outcome_of(mine, verdict, version.number, now=now)


def _comes_after(at: datetime, now: datetime) -> bool:
    """Whether what happened `at` came after what is taken in only now. What is farther ahead happened before the clock
    was set back.
    """
    return now < at <= now + reviews.AHEAD


def _merged(mine: KeptReview, sent: Sent) -> dict[str, str]:
    """The page's answers over those that the window has shown or saved."""
    page = {name: storable(value) for name, value in sent.answers.items()}
    return kept(mine.form, mine.answers(_basis(mine, sent)) | page)


def _basis(mine: KeptReview, sent: Sent) -> ReviewVersion | ReviewTyping | None:
    """What this window saved last: each page is saved before another one is seen. Until then what it remembers, or was
    opened with: its base, or what was typed since.
    """
    ours, typed = _ours(mine, sent), mine.typing
    if ours is not None or (typed is not None and typed.window == sent.window):
        return ours or typed
    base = next((one for one in mine.versions if one.number == sent.base), None)
    if typed is None or not sent.typed:
        return base
    return base if base is not None and not _typed_after(typed, base) else typed


def _ours(mine: KeptReview, sent: Sent) -> ReviewVersion | None:
    """The window's newest version."""
    same = [one for one in mine.versions if sent.window and one.window == sent.window]
    return same[-1] if same else None


def _known_already(mine: KeptReview, sent: Sent, answers: Answers, *, now: datetime) -> Outcome | None:
    """What to say where nothing is to be added: it was sent before from this window, or stands there already."""
    ours, newest = _ours(mine, sent), mine.newest
    if ours is not None and mine.says_same(ours, answers):
        if ours.rule.whole:
            if not sent.submit:
                return unchanged(mine, ours, now=now)
            later = [one for one in mine.versions if one.number > ours.number and one.rule.whole]
            overtaken = bool(later) and mine.takes(now) and not mine.says_same(later[-1], answers)
            verdict = Verdict("rival", (), later[-1]) if overtaken else Verdict("submitted", ())
            return outcome_of(mine, verdict, ours.number, now=now)
        earlier = mine.versions[: mine.versions.index(ours)]
        verdict = _judged(mine, sent, answers, before=earlier, at=ours.received_at)
        if verdict.kind != "submitted":
            return outcome_of(mine, verdict, ours.number, now=now)
    elif ours is None and newest is not None and mine.says_same(newest, answers):
        counts = newest.rule.whole and mine.standing(now).done
        if counts or not sent.submit:
            return unchanged(mine, newest, now=now)
    return None


def _judged(
    mine: KeptReview, sent: Sent, answers: Answers, *, before: Sequence[ReviewVersion], at: datetime
) -> Verdict:
    missing = lacks(mine.form, answers)
    if sent.submit and not mine.takes(at):
        return Verdict("too_late", missing)
    others = [one for one in before if one.number > sent.base and (one.window != sent.window or not one.window)]
    if others and not mine.says_same(others[-1], answers):
        return Verdict("rival", missing, others[-1])
    return Verdict("draft" if missing or not sent.submit else "submitted", missing)


def note_typing(connection: Connection, course: Course, sent: Sent, *, now: datetime) -> None:
    """Remember what stands in an open form. What is older than a version of the same window is nothing."""
    mine = kept_review(connection, course, sent.person, sent.paper)
    ours = _ours(mine, sent)
    if ours is not None and _comes_after(ours.received_at, now):
        return
    form_hash = digest(mine.form)
    reviews.keep_form(connection, course.id, form_hash, document(mine.form), now=now)
    noted = ReviewTyping(
        course=course.id,
        person=sent.person,
        paper=sent.paper,
        window=sent.window,
        base=sent.base,
        at=now,
        form=form_hash,
        answers=_merged(mine, sent),
    )
    reviews.note_typing(connection, noted)
