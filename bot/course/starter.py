"""The schedule that `coursebot init` writes: a few answers in, a valid and commented file out.

It knows what a professor needs on the first day and nothing else; whoever asks the questions checks each answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Owe = Literal["each", "one", "none"]
_OWE = {"each": "each required", "one": "{choose: 1}", "none": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person said about the course.

    `days` count from Monday = 0; `start` is None where it is not known yet, and then `end` is too; `first` is the
    first class, on one of the days. `place` and `teacher` are '' where they were left out.
    """

    id: str
    title: str
    term: str
    timezone: str
    days: tuple[int, ...]
    start: time | None
    first: date
    owe: Owe
    end: time | None = None
    place: str = ""
    teacher: str = ""


def starter(answers: Answers) -> str:
    """The text of a schedule with two sessions: the first class, and the first one with a paper."""
    return "\n".join((*_course(answers), *_reviews(answers), *_presenting(answers), *_sessions(answers), ""))


def _presenting(answers: Answers) -> tuple[str, ...]:
    """An example that does nothing until the marks are taken away."""
    return (
        "# presenting:  # who presents: without these marks students sign up, and `coursebot check` counts the seats",
        "#   preset: pc-meeting  # or role-playing, scribe, lead",
        "#   rules: {at_least: 1, at_most_per_week: 1}  # seats of one person; docs/schedule.md has more",
        f"#   opens: {answers.first.isoformat()} 09:00  # without it, when staff press Open",
    )


def _course(answers: Answers) -> tuple[str, ...]:
    days = ", ".join(WEEKDAYS[day] for day in answers.days)
    hours = [f"{key}: {wall:%H:%M}" for key, wall in (("start", answers.start), ("end", answers.end)) if wall]
    place = [f"place: {quoted(answers.place)}"] if answers.place else []
    meets = ", ".join((f"days: [{days}]", *hours, *place))
    staff = (f"  staff: [{{name: {quoted(answers.teacher)}, role: instructor}}]",) if answers.teacher else ()
    return (
        "# A course, for the bot. `coursebot check` says what it means, `coursebot demo FILE` plays it.",
        "course:",
        f"  id: {quoted(answers.id)}  # stays for ever; at most 12 characters",
        f"  title: {quoted(answers.title)}",
        f"  term: {quoted(answers.term)}",
        f"  timezone: {answers.timezone}",
        f"  meets: {{{meets}}}",
        *staff,
        "  channels:  # keep the staff channel private",
        f'    slack: {{announcements: "#{answers.id}", staff: "#{answers.id}-staff"}}',
    )


def _reviews(answers: Answers) -> tuple[str, ...]:
    if answers.owe == "none":
        return ("reviews:", "  owe: none  # or: each required, or {choose: 1} of a session's required papers")
    due = "at class start" if answers.start else "the day before at 23:59"
    return (
        "reviews:",
        f"  owe: {_OWE[answers.owe]}  # each required, {{choose: N}} or none",
        "  form: systems  # systems, six-questions, short or summary",
        f"  due: {due}",
    )


def _sessions(answers: Answers) -> tuple[str, ...]:
    return (
        "sessions:",
        "  - {id: intro, title: Introduction, date: " + answers.first.isoformat() + "}",
        "  - id: first-papers  # ids stay, also when titles and dates change",
        "    title: First papers",
        f"    date: {second_class(answers).isoformat()}",
        "    readings:",
        "      - id: how-to-read-a-paper",
        "        title: How to read a paper",
        "        url: https://web.stanford.edu/class/ee384m/Handouts/HowtoReadPaper.pdf",
        "        tier: required  # or optional, or background",
    )


def second_class(answers: Answers) -> date:
    """The next class day after the first class."""
    return next(
        day
        for ahead in range(1, 8)
        if (day := answers.first + timedelta(days=ahead)).weekday() in (answers.days or (answers.first.weekday(),))
    )


def quoted(text: str) -> str:
    """A double-quoted YAML scalar: JSON strings are such scalars."""
    return json.dumps(text, ensure_ascii=False)
