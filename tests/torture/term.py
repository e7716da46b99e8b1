"""What a schedule file says should be announced, when and for how long: read with plain PyYAML and computed anew.

It shares no code with the bot and knows the rules from the manual only. It reads what the shipped course uses: a class
day for each session, one class time, reviews due at class start, and the defaults of all announcements. Of reviews the
channel hears where they are collected elsewhere, or of all if the file says `review_due`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

DAY = timedelta(days=1)
MORNING = time(9)
STAFF_LINE = time(16)
SILENT_KINDS = frozenset({"holiday", "cancelled"})
FIRST_WEEKLY = timedelta(days=7)
"""Before the first class of the term."""

BEFORE_REVIEW = timedelta(days=4)
EACH = "each required"
ALL_PAPERS = ("hardware", "frameworks")
ASSISTANT = "Toni Marsh"
LONG_TITLE = "on titles that go on for longer than anybody would like to read them aloud, " * 2 + "revisited"
MATERIALS_USEFUL = timedelta(days=3)
PC_MEETING = {"neutral": "Neutral Presenter", "advocate": "Advocate", "critic": "Critic", "backup": "Backup/Scribe"}
"""The roles of who presents, one seat each in a class, by their ids."""

BACKUP = "backup"


@dataclass(frozen=True)
class Expected:
    """One announcement. `key` is how Slack's metadata names its first part; later parts have their number behind it.

    `due` and `stale` are when it is to be said, and from when on it is of no use any more. `staff`: in their channel.
    """

    key: str
    due: datetime
    stale: datetime
    title: str
    staff: bool = False


@dataclass(frozen=True)
class Session:
    id: str
    title: str
    day: date
    week: str
    meets: bool
    reviewed: bool
    elsewhere: bool
    """Its reviews are collected by others."""

    materials: tuple[str, ...]
    """Kinds of material, each once, in order."""

    papers: tuple[str, ...] = ()
    """Those that a review may be about."""

    titles: tuple[str, ...] = ()
    """Of these papers."""

    needed: int = 0
    """How many reviews each student owes of them to the bot."""

    begins: datetime | None = None
    ends: datetime | None = None
    presented: bool = False
    """People sign up to present in it."""


@dataclass(frozen=True)
class Term:
    """`channel` and `staff` are names without the `#`. `posts_reviews`: of all reviews, also of those collected here."""

    id: str
    title: str
    zone: ZoneInfo
    start: time
    channel: str
    staff: str
    posts_reviews: bool
    sessions: tuple[Session, ...]

    def at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def session(self, name: str) -> Session:
        return next(one for one in self.sessions if one.id == name)

    # --- what is to be announced ----------------------------------------------------------------------------------

    def expected(self) -> tuple[Expected, ...]:
        """All that the calendar asks for, in order; materials depend on when they are added."""
        found = [*self._weekly(), *self._days(), *self._reviews()]
        return tuple(sorted(found, key=lambda one: (one.due, one.key)))

    def staff_line(self, friday: date) -> Expected:
        """The line that staff read each Friday, of use until Monday morning."""
        monday = friday - timedelta(days=friday.weekday())
        key = f"{self.id}/staff/staff-check/week:{monday.isoformat()}/check//"
        return Expected(key, self.at(friday, STAFF_LINE), self.at(monday + 7 * DAY, MORNING), "staff line", staff=True)

    def _key(self, kind: str, item: str, occurrence: str) -> str:
        return f"{self.id}/slack/{kind}/{item}/{occurrence}//"

    def _classes(self) -> list[Session]:
        return [session for session in self.sessions if session.meets]

    def _weekly(self) -> Iterator[Expected]:
        """The morning after the class before, or four days before a review is due where that is earlier."""
        classes = self._classes()
        dues: list[datetime] = []
        for number, session in enumerate(classes):
            day = classes[number - 1].day + DAY if number else session.day - FIRST_WEEKLY
            if session.reviewed:
                day = min(day, session.day - BEFORE_REVIEW)
            dues.append(self.at(day, MORNING))
        for number, session in enumerate(classes):
            begins = self.at(session.day, self.start)
            stale = min([begins, *dues[number + 1 : number + 2]])
            monday = session.day - timedelta(days=session.day.weekday())
            yield Expected(
                self._key("weekly", f"week:{monday.isoformat()}", "post"), dues[number], stale, f"week of {monday}"
            )

    def _days(self) -> Iterator[Expected]:
        for session in self._classes():
            begins = self.at(session.day, self.start)
            yield Expected(self._key("day-of", session.id, "start"), self.at(session.day, MORNING), begins, session.id)

    def _reviews(self) -> Iterator[Expected]:
        """A day before, by the calendar: the hour stays when the clocks change."""
        for session in self._classes():
            if session.elsewhere or (session.reviewed and self.posts_reviews):
                before, due = self.at(session.day - DAY, self.start), self.at(session.day, self.start)
                yield Expected(self._key("review-due", session.id, "P1D"), before, due, session.id)

    def materials(self, session: str, at: datetime) -> tuple[Expected, ...]:
        """What is to be said of materials that were added to a session at `at`: each kind once."""
        return tuple(
            Expected(self._key("materials", session, kind), at, at + MATERIALS_USEFUL, f"{kind} of {session}")
            for kind in self.session(session).materials
        )


def read(text: str) -> Term:
    """The term that a schedule file describes. Everything in it is read as text."""
    found = yaml.load(text, yaml.CBaseLoader)
    course = found["course"]
    channels = course["channels"]["slack"]
    assert found["presenting"]["preset"] == "pc-meeting", "the auditor knows no other roles"
    return Term(
        id=course["id"],
        title=course["title"],
        zone=ZoneInfo(course["timezone"]),
        start=time.fromisoformat(course["meets"]["start"]),
        channel=channels["announcements"].removeprefix("#"),
        staff=channels["staff"].removeprefix("#"),
        posts_reviews="review_due" in found.get("announcements", {}),
        sessions=tuple(sorted((_session(entry, course) for entry in found["sessions"]), key=lambda one: one.day)),
    )


def _session(entry: dict[str, Any], course: dict[str, Any]) -> Session:
    day, zone = date.fromisoformat(entry["date"]), ZoneInfo(course["timezone"])
    review = entry.get("review", {})
    required = [one for one in entry.get("readings", ()) if one.get("tier") == "required"]
    owe = review.get("owe", "")
    needed = int(owe["choose"]) if isinstance(owe, dict) else len(required) if owe == EACH else 0
    return Session(
        id=entry["id"],
        title=entry["title"],
        day=day,
        week=entry["week"],
        meets=entry.get("kind", "lecture") not in SILENT_KINDS,
        reviewed="review" in entry,
        elsewhere="external_review" in review,
        materials=tuple(dict.fromkeys(one["kind"] for one in entry.get("materials", ()))),
        papers=tuple(one["id"] for one in required) if review else (),
        titles=tuple(one["title"] for one in required) if review else (),
        needed=needed,
        begins=datetime.combine(day, time.fromisoformat(entry.get("start", course["meets"]["start"])), zone),
        ends=datetime.combine(day, time.fromisoformat(entry.get("end", course["meets"]["end"])), zone),
        presented=entry.get("presenting", "true") == "true"
        and bool(required)
        and entry.get("kind", "lecture") not in SILENT_KINDS,
    )


# --- the file as it grows -------------------------------------------------------------------------------------------


def with_materials_of(text: str, sessions: Collection[str]) -> str:
    """The schedule with the materials of these sessions only, line by line, so that nothing else of it changes."""
    kept: list[str] = []
    session, inside = "", False
    for line in text.splitlines(keepends=True):
        if line.startswith("  - id: "):
            session = line.removeprefix("  - id: ").strip()
        if line.startswith("    materials:"):
            inside = True
        elif inside and not line.startswith("      "):
            inside = False
        if not inside or session in sessions:
            kept.append(line)
    return "".join(kept)


def of_a_run(text: str) -> str:
    """The shipped schedule as a run has it: every review is posted, of some classes all papers are owed, and there is
    somebody who answers students.
    """
    return with_assistant(with_all_to_review(with_reviews_posted(text), ALL_PAPERS), ASSISTANT)


def with_reviews_posted(text: str) -> str:
    """The schedule as it is when the channel shall hear of every review that is due, a day before."""
    head, section, tail = text.partition("\nreviews:")
    assert section, "the schedule has no reviews"
    assert "\nannouncements:" not in text, "the schedule has announcements of its own"
    return f"{head}\nannouncements:\n  review_due: {{before: [1d]}}\n{section}{tail}"


def with_all_to_review(text: str, sessions: Collection[str]) -> str:
    """The schedule in which each required paper of these sessions is owed, and not one of them."""
    for session in sessions:
        head, entry, tail = text.partition(f"  - id: {session}\n")
        assert entry, f"the schedule has no session {session}"
        assert "{owe: {choose: 1}}" in tail, f"nothing is owed for {session}"
        text = head + entry + tail.replace("{owe: {choose: 1}}", f"{{owe: {EACH}}}", 1)
    return text


def with_opening(text: str, at: datetime) -> str:
    """The schedule in which sign-up opens by itself."""
    head, section, tail = text.partition("\npresenting:")
    assert section, "nobody presents"
    line, _, rest = tail.partition("\n")
    return f"{head}{section}{line}\n  opens: {at:%Y-%m-%d %H:%M}\n{rest}"


def with_assistant(text: str, name: str) -> str:
    """The schedule with one teaching assistant more."""
    head, entry, tail = text.partition("  staff:")
    assert entry, "the schedule has no staff"
    line, _, rest = tail.partition("\n")
    return f"{head}{entry}{line}\n    - name: {name}\n      role: ta\n{rest}"


def with_staff(text: str, accounts: dict[str, str]) -> str:
    """The schedule with the Slack accounts of its staff, by name."""
    for name, account in accounts.items():
        entry = f"    - name: {name}\n"
        assert entry in text, f"the schedule has no staff entry {name}"
        text = text.replace(entry, f"{entry}      slack: {account}\n", 1)
    return text


def with_more_to_read(text: str, session: str, papers: int) -> str:
    """The schedule with so many papers more in a session that its weekly post does not fit into one message."""
    head, entry, tail = text.partition(f"  - id: {session}\n")
    assert entry, f"the schedule has no session {session}"
    added = "".join(
        f"      - id: more-{session[:12]}-{number}\n"
        f'        title: "Further reading {number}, of what the list of {session} has left out: {LONG_TITLE}"\n'
        f"        url: https://example.edu/papers/{session}/{number}.pdf\n"
        f"        tier: optional\n"
        for number in range(1, papers + 1)
    )
    return head + entry + tail.replace("    readings:\n", f"    readings:\n{added}", 1)
