"""What staff did, in sentences: one for every word that the program writes into the audit.

Pure, for staff alone and in private. A word that has no sentence here is still shown, as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.conversation.reply import Line, line
from bot.course.model import Course
from bot.course.signups import SeatKey, seats_by_key
from bot.course.wording import counted, listed, span_words
from bot.services.ids import bare
from bot.services.naming import Work
from bot.services.review_marks import label
from bot.store.records import AuditEntry
from handlers.extension_times import work_words
from handlers.papers import short, title_of
from handlers.seat_words import seat_text
from handlers.wording import channel_words, instant

ME = "I"
AT_THE_SERVER = "Somebody at the command line"
"""Who did what only the program or a command line does, where no person is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry with what its sentence needs."""

    course: Course
    entry: AuditEntry
    names: Mapping[int, str]

    @property
    def item(self) -> str:
        return self.entry.item

    def detail(self, name: str) -> Any:
        return self.entry.details.get(name, "")

    def number(self, name: str) -> int:
        found = self.entry.details.get(name)
        return found if isinstance(found, int) else len(found) if isinstance(found, list) else 0

    @property
    def by(self) -> str:
        """Who did it."""
        if self.entry.person is not None:
            return self.names.get(self.entry.person, "Somebody")
        return AT_THE_SERVER if self.entry.action in FROM_OUTSIDE else ME

    def name(self, detail: str = "") -> str:
        """Whom it is about: by the item, or by a detail."""
        said = str(self.detail(detail)) if detail else self.item
        return self.names.get(int(said), "somebody") if said.isdecimal() else "somebody"

    @property
    def work(self) -> str:
        """What more time and excuses are for."""
        return work_words(self.course, Work(str(self.detail("session")), str(self.detail("paper"))))

    def paper(self, paper: str) -> str:
        return f"‘{short(title_of(self.course, paper))}’"

    def session(self, session: str) -> str:
        found = self.course.session(session)
        return f"‘{short(found.name)}’" if found is not None else f"‘{session}’"

    @property
    def seat(self) -> str:
        """`Critic for ‘ZeRO’, Mon 7 Mar`."""
        said = self.entry.details
        key = SeatKey(str(said.get("session")), str(said.get("paper")), str(said.get("role")), self.number("number"))
        seat = seats_by_key(self.course).get(key)
        return seat_text(seat, 40) if seat is not None else f"a seat in {self.session(key.session)}"

    def until(self, before: str, after: str = "") -> Line:
        """` until Fri 4 Feb, 5:00 PM`; nothing where no time was said."""
        try:
            at = datetime.fromisoformat(str(self.detail("until")))
        except ValueError:
            return ()
        return line(before, instant(self.course, at), after)


Sentence = Callable[[Told], Line | str]


def sentence(told: Told) -> Line:
    """`Rivera extended Ada’s ‘RDD’ to Fri 4 Feb, 5:00 PM`."""
    found = SENTENCES.get(told.entry.action)
    said = _unknown(told) if found is None else found(told)
    return line(said) if isinstance(said, str) else said


def _unknown(told: Told) -> str:
    """`Rivera: curve applied (week 3)`."""
    item = f" ({short(told.item)})" if told.item and not told.item.isdecimal() else ""
    return f"{told.by}: {re.sub('[-_]+', ' ', told.entry.action)}{item}"


def of(name: str) -> str:
    return f"{name}’s"


# --- time and excuses -----------------------------------------------------------------------------------------------


def _extended(told: Told) -> Line:
    until = told.until(f"{told.by} extended {of(told.name())} {told.work} to ")
    return until or line(f"{told.by} gave {told.name()} {_span(told)} longer for {told.work}")


def _revoked(told: Told) -> str:
    what = "more time" if told.detail("until") or told.number("seconds") else "excuse"
    return f"{told.by} took back {of(told.name())} {what} for {told.work}"


def _span(told: Told) -> str:
    return span_words(timedelta(seconds=told.number("seconds")))


# --- reviews --------------------------------------------------------------------------------------------------------


def _review(told: Told, whose: str) -> str:
    return f"{of(whose)} review of {told.paper(str(told.detail('paper')) or told.item)}"


def _marked(told: Told) -> str:
    given, before = str(told.detail("mark")), str(told.detail("before"))
    what = _review(told, told.name())
    if not given:
        return f"{told.by} took back the mark of {what}"
    was = f" (was {label(told.course, before)})" if before and before != given else ""
    return f"{told.by} marked {what} {label(told.course, given)}{was}"


def _returned(told: Told) -> Line:
    what = _review(told, told.name())
    if told.detail("undone"):
        return line(f"{told.by} took back that {what} is to be edited")
    return line(f"{told.by} gave {what} back to edit", *told.until(", until "))


def _released(told: Told) -> str:
    what = told.session(told.item) if told.item else "all sessions"
    marks = counted(told.number("marks"), "mark")
    return f"{told.by} {'took back the release of' if told.detail('undone') else 'released'} {marks} for {what}"


def _noted(told: Told) -> str:
    taken = "took back" if told.detail("undone") else "noted"
    changes = counted(told.number("changed"), "change")
    return f"{told.by} {taken} who was in {told.session(told.item)}: {changes}"


# --- people ---------------------------------------------------------------------------------------------------------


def _member(what: str) -> Sentence:
    """`Ada joined the course`; by whom, where staff said so."""

    def said(told: Told) -> str:
        by = f" (said by {told.by})" if told.entry.person is not None else ""
        return f"{told.name()} {what}{by}"

    return said


def _role(told: Told) -> str:
    before, after = told.detail("from"), told.detail("to")
    return f"{told.by} made {told.name()} {after or 'a member'}{f', who was {before}' if before else ''}"


CLAIMED = {"code": "with their code", "email": "by their e-mail address", "staff": "as staff confirmed"}


def _claimed(told: Told) -> str:
    return f"{told.name()} claimed their line of the class list {CLAIMED.get(str(told.detail('how')), '')}".strip()


def _imported(told: Told) -> str:
    said = [f"{number} {word}" for word in ("added", "changed", "removed") if (number := told.number(word))]
    return f"{told.by} imported the class list {told.detail('file')}: {listed(said) or 'nothing new'}"


# --- seats ----------------------------------------------------------------------------------------------------------

OUTCOMES = {"presented": "presented", "no_show": "was not there", "stood_in": "stood in"}


def _seat_marked(told: Told) -> str:
    outcome = OUTCOMES.get(str(told.detail("outcome")))
    if outcome is None:
        return f"{told.by} took back what was marked of {told.seat}"
    return f"{told.by} noted that {told.name()} {outcome}: {told.seat}"


def _assigned(told: Told) -> str:
    reason = f" ({short(str(told.detail('reason')))})" if told.detail("reason") else ""
    return f"{told.by} gave {told.name()} {told.seat}{reason}"


def _filled(told: Told) -> str:
    return f"{told.by} filled {counted(told.number('seats'), 'seat')} for {counted(told.number('people'), 'student')}"


# --- what is said, and the bot itself -------------------------------------------------------------------------------

HELD = {
    "held_send": "let a post that I had held back go out",
    "held_there": "said that a post I was unsure of is there",
    "held_drop": "had me drop a post that I had held back",
}


def _paused(told: Told) -> Line:
    reason = f": {short(str(told.detail('reason')))}" if told.detail("reason") else ""
    return line(f"{told.by} paused all that I say unasked", *told.until(" until "), reason)


def _announced(told: Told, done: str, *, later: str = "") -> Line:
    """`Rivera set “Room change” for #ds, Fri 21 Jan, 5:00 PM`. `done`: of what was said at once; `later`: otherwise."""
    title, purpose = str(told.detail("title")), str(told.detail("purpose"))
    what = f"“{short(title)}”" if title else "an announcement"
    when = _time(told, "at") if later else None
    where = channel_words(told.course, purpose) if purpose else ""
    if when is None:
        return line(f"{told.by} {done} {what}{f' in {where}' if where else ''}")
    return line(f"{told.by} {later} {what}{f' for {where}' if where else ''}, ", instant(told.course, when))


def _time(told: Told, detail: str) -> datetime | None:
    try:
        return datetime.fromisoformat(str(told.detail(detail)))
    except ValueError:
        return None


def _exported(told: Told) -> str:
    rows, form = told.detail("rows"), str(told.detail("format")).upper()
    kinds = list(rows) if isinstance(rows, dict) else told.item.split()
    what = "everything as an archive" if told.item == "archive" else listed([str(one) for one in kinds]) or "data"
    return f"{told.by} exported {what}{f' ({form})' if form and told.item != 'archive' else ''}"


def _does(words: str) -> Sentence:
    """`Rivera took the course live`."""
    return lambda told: f"{told.by} {words}"


def _vanished(what: str) -> Sentence:
    return lambda told: f"{told.by} said that {bare(told.item)} {what}"


def _renamed(told: Told) -> str:
    return f"{told.by} said that {bare(told.item)} was renamed to {bare(str(told.detail('renamed_to')))}"


FROM_OUTSIDE = frozenset(("exported", "roster_imported", "codes_made", "erased", "closed", "reopened", "erasure_begun"))

SENTENCES: Mapping[str, Sentence] = {
    "grant_extension": _extended,
    "grant_excuse": lambda told: f"{told.by} excused {told.name()} from {told.work}",
    "grant_revoked": _revoked,
    "plea_declined": lambda told: f"{told.by} declined more time for {told.name()}: {told.work}",
    "review_accepted": lambda told: f"{told.by} accepted {_review(told, told.name('person'))} as it is",
    "review-hidden": lambda told: f"{told.by} hid {_review(told, told.name('of'))} from classmates",
    "review-shown": lambda told: f"{told.by} let classmates read {_review(told, told.name('of'))} again",
    "marked": _marked,
    "returned": _returned,
    "released": _released,
    "nudged": lambda told: (
        f"{told.by} nudged {counted(told.number('persons'), 'student')} about {told.session(told.item)}"
    ),
    "participation_noted": _noted,
    "member_joined": _member("joined the course"),
    "member_returned": _member("is in the course again"),
    "member_removed": _member("is not in the course any more"),
    "member_left": _member("left the channel"),
    "member_back": _member("is in the channel again"),
    "member_dropped": _member("dropped the course"),
    "member_kept": _member("stays in the course"),
    "member_role": _role,
    "roster_right": _does("said that the roster is right"),
    "roster_imported": _imported,
    "codes_made": lambda told: f"{told.by} made {counted(told.number('codes'), 'claim code')}",
    "claimed": _claimed,
    "claim_declined": lambda told: f"{told.by} said that {told.name()} is not who they claimed to be on the class list",
    "seat_assigned": _assigned,
    "seat_unassigned": lambda told: f"{told.by} took {told.seat} from {told.name()}",
    "seat_marked": _seat_marked,
    "seats_filled": _filled,
    "seats_unfilled": lambda told: f"{told.by} took back a filling of {counted(told.number('seats'), 'seat')}",
    "signup_opened": _does("opened sign-up"),
    "preferences_asked": lambda told: (
        f"{told.by} had me ask {counted(told.number('people'), 'student')} for preferences"
    ),
    "board_posted_anew": _does("had me post the sign-up board anew"),
    "announce": lambda told: _announced(told, "announced", later="set"),
    "announce_rehearsed": lambda told: _announced(told, "tried in rehearsal"),
    "announce_cancelled": lambda told: _announced(told, "called off", later="called off"),
    "shared": _does("shared an answer in the channel"),
    "shared_rehearsed": _does("tried sharing an answer in rehearsal"),
    "retract": _does("had me take a post back"),
    **{action: _does(words) for action, words in HELD.items()},
    "go_live": _does("took the course live"),
    "pause": _paused,
    "resume": _does("let me speak again"),
    "schedule_kept_old": _does("kept the schedule as it was"),
    "schedule_renamed": _renamed,
    "schedule_removed": _vanished("was removed"),
    "exported": _exported,
    "closed": _does("ended the course"),
    "reopened": _does("opened the course again"),
    "kept": lambda told: line(f"{told.by} put off erasing what people wrote", *told.until(" until ")),
    "erasure_begun": _does("had what was written in the course erased"),
    "erased": _does("erased what was written in the course"),
}
"""By the word of the audit."""
