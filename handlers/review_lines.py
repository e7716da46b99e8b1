"""What one person owes in lines: a paper with its due time and where its review stands, and the buttons below it.

Pure: duties come in, blocks go out. What is shown is what is open now and the one thing that comes after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.conversation.reply import Action, Block, Bold, Button, Buttons, Line, Span, WebLink, line, paragraph, small
from bot.course.answers import Lack
from bot.course.model import Course, Session
from bot.course.reviews import Duty, Standing, State, passed
from bot.course.wording import counted, listed
from bot.services.pleading import Said
from handlers.late_words import cost_now, how_late
from handlers.papers import WRITE, at, due_words, short, title_span
from handlers.plea_lines import answer_button, asked
from handlers.review_outcomes import VERSIONS, cannot_button, late_button, on_time_button
from handlers.review_text import missing
from handlers.wording import instant, joined, moment_span, number_word

SOON = timedelta(days=7)
"""What is due within this time is owed now; of the rest only the next is shown."""

LATELY = timedelta(days=3)
"""So long it is said of a review that it is closed and was not handed in."""

NOT_NEEDED = "you present in this class, so no review is needed"

Begun = Mapping[str, Sequence[Lack]]
"""Paper → what its draft lacks; papers that have no draft are not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Who looks at what is owed, and when. `owes` False: nothing is owed by them, but they may write. `begun`: of the
    papers that are shown, which have a draft or something typed in a window that was closed. `asked`: by session and
    paper what they told staff that they cannot make. `marks`: by paper those that were released to them.
    """

    course: Course
    now: datetime
    owes: bool = True
    begun: Begun = field(default_factory=dict)
    asked: Mapping[tuple[str, str], Said] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One paper of what is owed for a session; None: the session alone, where no paper of it is worth a line."""

    duty: Duty
    standing: Standing | None


# --- which are shown ----------------------------------------------------------------------------------------------


def now_and_next(duties: Sequence[Duty], now: datetime) -> tuple[list[Duty], list[Duty]]:
    """What is open now, and the first of what comes after it."""
    current = [duty for duty in duties if _is_current(duty, now)]
    ahead = [duty for duty in duties if duty not in current and duty.to_do(now)]
    return current, ahead[:1]


def _is_current(duty: Duty, now: datetime) -> bool:
    windows = [one.window for one in duty.standings if one.window is not None]
    if any(one.state is State.DRAFT for one in duty.standings) and duty.left:
        return True
    if not windows or now < min(window.due for window in windows) - SOON:
        return False
    closes = max(window.closes_at for window in windows)
    return not passed(closes, now) or (duty.left > 0 and now <= closes + LATELY)


def entries(duties: Iterable[Duty], now: datetime, *, brief: bool = False) -> list[Entry]:
    """Their papers; where some are to be chosen, those that were picked and, while one is wanted, the rest. `brief`: of
    what nothing is begun of, the session alone.
    """
    return [entry for duty in duties for entry in _entries(duty, now, brief=brief)]


def _entries(duty: Duty, now: datetime, *, brief: bool) -> list[Entry]:
    shown: Sequence[Standing] = duty.standings
    if is_choice(duty):
        if brief and not any(one.started for one in duty.standings):
            return [Entry(duty=duty, standing=None)]
        picked = [one for one in duty.standings if one.done]
        picked += [one for one in duty.standings if one.started and one not in picked]
        shown = [*picked, *(one for one in duty.to_do(now) if one not in picked)]
    return [Entry(duty=duty, standing=one) for one in shown] or [Entry(duty=duty, standing=None)]


def is_choice(duty: Duty) -> bool:
    """Whether there are more papers than are to be reviewed."""
    return duty.needed < len(duty.standings)


# --- a session of which some papers are to be chosen -----------------------------------------------------------------


def choice_line(view: View, duty: Duty, *, listed_below: bool = True) -> Line:
    """`Big Data Systems · due Mon 31 Jan, 1:00 PM, in 2 d 3 h · 1 of 2 done: Lakehouse; one more of these`."""
    due = _common_due(view, duty)
    parts = [
        line(Bold(duty.session.name)),
        *([due] if due else []),
        *_common_late_until(view, duty),
        line(_picked_words(view, duty, "these" if listed_below else "its")),
    ]
    return joined(parts, " · ")


def _common_due(view: View, duty: Duty) -> Line:
    """The due time, where it is one for all papers."""
    dues = {one.window.due for one in duty.standings if one.window is not None}
    return due_words(view.course, dues.pop(), view.now) if len(dues) == 1 else ()


def _common_late_until(view: View, duty: Duty) -> list[Line]:
    """Until when late ones are taken, where it is one instant for all papers of which one is still wanted."""
    waiting = duty.to_do(view.now) if _common_due(view, duty) else ()
    return _late_until(view, waiting[0]) if waiting else []


def _picked_words(view: View, duty: Duty, which: str) -> str:
    titles = [short(one.owed.reading.title, 40) for one in duty.standings if one.done]
    needed = duty.done + duty.left
    if not duty.left:
        return "done" if titles else NOT_NEEDED if duty.presents else "excused"
    remain = len(duty.to_do(view.now))
    if not remain:
        return f"closed, {duty.done} of {needed} done"
    wanted = min(duty.left, remain)
    excused = [short(one.owed.reading.title, 40) for one in duty.standings if one.state is State.EXCUSED]
    off = f"; excused from {listed(excused)}" if excused else ""
    if titles:
        more = f"{number_word(wanted)} more of these" if wanted < remain else f"{_all_of(remain)} too"
        return f"{duty.done} of {needed} done: {listed(titles)}; {more}{off}"
    if wanted == remain:
        theirs = f"its {counted(remain, 'paper')}"
        return f"review {_all_of(remain) if which == 'these' else theirs}{off}"
    return f"review {number_word(wanted)} of {which} {remain} papers{off}"


def _all_of(papers: int) -> str:
    """For the whole of what remains: `this paper`, `both of these papers`."""
    if papers == 1:
        return "this paper"
    return f"{'both' if papers == 2 else f'all {papers}'} of these papers"


# --- a paper ------------------------------------------------------------------------------------------------------


def paper_line(view: View, standing: Standing, *, with_due: bool = True) -> Line:
    """`Resilient Distributed Datasets · due Mon 31 Jan, 1:00 PM, in 2 d 3 h · not started`."""
    parts: list[Line] = [(title_span(standing.owed),)]
    window = standing.window
    if with_due and window is not None:
        extended = " (extended)" if window.extended else ""
        parts.append(line(*due_words(view.course, window.due, view.now), extended))
    elif with_due:
        parts.append(line("no date yet"))
    wanted = with_due and not standing.done and standing.state is not State.EXCUSED
    late = _late_until(view, standing) if wanted else []
    return joined([*parts, *_state(view, standing), *late], " · ")


def _state(view: View, standing: Standing) -> list[Line]:
    """Where it stands, in the words that the form uses too."""
    counts, lacks = standing.counts, view.begun.get(standing.owed.paper)
    if counts is not None:
        late = ""
        if standing.late_by is not None:
            late = f", late by {how_late(standing.owed.review.late_rule, standing.late_by)}"
        said = [line("submitted", f"{late}, " if late else " ", at(view.course, counts.received_at, view.now))]
        if standing.newest_late is not None:
            said.append(line("a later version is kept too"))
        elif standing.draft is not None:
            said.append(line("a newer draft is ", Bold("NOT submitted")))
        mark = view.marks.get(standing.owed.paper)
        return [*said, line("mark: ", Bold(mark))] if mark is not None else said
    match standing.state:
        case State.EXCUSED:
            return [line(_let_off(view, standing))]
        case State.MISSED:
            return [line("closed, your draft is kept" if standing.draft is not None else "closed")]
        case _ if lacks is not None:
            what = missing(lacks)
            if not what:
                return [line("draft: complete, but ", Bold("NOT submitted"))]
            return [line("draft: ", Bold("NOT submitted"), f", {what}")]
        case _:
            return [line("not started")]


def _let_off(view: View, standing: Standing) -> str:
    if not standing.presents:
        return "excused"
    may = " (you may write one)" if standing.is_open(view.now) else ""
    kept = ", your draft is kept" if standing.draft is not None else ""
    return f"{NOT_NEEDED}{may}{kept}"


def _late_until(view: View, standing: Standing) -> list[Line]:
    window = standing.window
    if window is None or not passed(window.due, view.now) or not window.takes(view.now):
        return []
    if window.is_on_time(view.now):
        return [line("still taken")]
    costs = cost_now(standing.owed.review.late_rule, window.due, view.now)
    return [line("taken as late until ", instant(view.course, window.closes_at), costs)]


def paper_buttons(view: View, standing: Standing, *, cannot: bool = True) -> list[Button]:
    """What can be done about it now."""
    course, paper = view.course, standing.owed.paper
    found: list[Button] = []
    if standing.is_open(view.now):
        label = "Edit" if standing.done else "Continue" if paper in view.begun else "Write"
        wanted = not standing.done and standing.state is not State.EXCUSED
        found.append(Button(label, Action(WRITE, course.id, (paper,)), "primary" if wanted else "plain"))
    if standing.newest_late is not None:
        found.append(late_button(course, standing, standing.newest_late.number))
    if standing.counts is not None and standing.counts.picked and standing.late_by is not None:
        found.append(on_time_button(course, standing))
    if standing.started and not standing.is_open(view.now):
        found.append(Button("What I wrote", Action(VERSIONS, course.id, (paper,))))
    if cannot and view.owes and not standing.done and standing.state is not State.EXCUSED:
        found.append(cannot_button(course, standing))
    return found


def asked_about(view: View, standing: Standing) -> list[Block]:
    """Whether staff know that it cannot be made, and what they said."""
    if standing.done or standing.state is State.EXCUSED:
        return []
    return _asked(view, standing.owed.session.id, standing.owed.paper)


def _asked(view: View, session: str, paper: str) -> list[Block]:
    said = view.asked.get((session, paper))
    if said is None:
        return []
    blocks: list[Block] = [small(*asked(view.course, said, view.now))]
    if said.question is not None:
        blocks.append(Buttons((answer_button(view.course.id, said.plea.id, said.question),)))
    return blocks


def blocks_of(view: View, shown: Sequence[Entry]) -> list[Block]:
    """The entries as they follow one another, a session's line above its papers where one has to choose."""
    blocks: list[Block] = []
    for number, entry in enumerate(shown):
        choice, first = is_choice(entry.duty), number == 0 or shown[number - 1].duty is not entry.duty
        last = number + 1 == len(shown) or shown[number + 1].duty is not entry.duty
        if choice and first:
            blocks.append(paragraph(*choice_line(view, entry.duty, listed_below=entry.standing is not None)))
        if first and entry.duty.left:
            blocks += _asked(view, entry.duty.session.id, "")
        buttons: list[Button] = []
        if entry.standing is None and entry.duty.to_do(view.now):
            buttons = [Button("Write", Action(WRITE, view.course.id, (entry.duty.session.id,)))]
        if entry.standing is not None:
            with_due = not choice or not _common_due(view, entry.duty)
            blocks.append(paragraph(*paper_line(view, entry.standing, with_due=with_due)))
            blocks += asked_about(view, entry.standing)
            buttons = paper_buttons(view, entry.standing, cannot=not choice)
        if choice and last and view.owes and entry.duty.left:
            buttons.append(cannot_button(view.course, entry.duty.standings[0]))
        blocks += [Buttons(tuple(buttons))] if buttons else []
    return blocks


# --- reviews that are collected elsewhere -----------------------------------------------------------------------------


def elsewhere(course: Course, now: datetime) -> list[Session]:
    """The sessions whose reviews another site collects: those due within a week, else the next."""
    ahead = [one for one in course.sessions if _due_at(one) is not None and _due_at(one) > now]  # type: ignore[operator]
    ahead.sort(key=lambda one: _due_at(one) or now)
    return [one for one in ahead if (_due_at(one) or now) <= now + SOON] or ahead[:1]


def _due_at(session: Session) -> datetime | None:
    review = session.review
    if review is None or review.external_url is None or review.due is None:
        return None
    return review.due.until


def elsewhere_line(course: Course, session: Session) -> Line:
    """`Big Data Systems · due Mon 31 Jan, 1:00 PM · submit here`."""
    review = session.review
    where: Span = WebLink("submit here", (review.external_url if review is not None else None) or "")
    due: Line = ()
    if review is not None and review.due is not None:
        due = line("due ", moment_span(course, review.due))
    return joined([line(Bold(session.name)), due, line(where)], " · ")
