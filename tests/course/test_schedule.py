"""A schedule says what a course is: what is written, what is left out, and how the words may be spelled."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.course.document import SCHEMA_FILE, AnnouncementsDoc, Document, json_schema
from bot.course.model import Course, DateForm, Medium, PeersRead, Review, Session, SessionKind, Tier, Visibility
from bot.course.schedule import parse, read
from bot.errors import BadSchedule, Misconfigured

ROOT = Path(__file__).parents[2]
SHIPPED = [ROOT / "schedule.yaml", *sorted((ROOT / "courses").glob("*.yaml"))]
HEAD = """\
course:
  id: demo
  title: Demo
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00, place: Soda 405}
"""


def course(text: str, head: str = HEAD) -> Course:
    return parse(head + text, "f").course


def session(text: str, before: str = "", head: str = HEAD) -> Session:
    """The last session of the file."""
    body = "".join(f"    {line}\n" for line in text.strip().splitlines())
    return course(f"{before}sessions:\n  - id: it\n{body}", head).sessions[-1]


def at(*parts: int) -> datetime:
    """Course time, winter (UTC-8)."""
    return datetime(*parts, tzinfo=UTC) + timedelta(hours=8)  # type: ignore[misc, arg-type]


def owed(text: str, before: str) -> Review:
    review = session(text, before).review
    assert review is not None
    return review


def due_at(review: Review) -> datetime:
    assert review.due is not None
    assert review.due.at == review.due.until
    assert review.due.at is not None
    return review.due.at


REQUIRED = "readings: [{title: One, tier: required}]\n"
OWED = "reviews: {owe: each required}\n"


class TestDates:
    def test_a_day_takes_the_hours_and_the_place_of_the_pattern(self) -> None:
        it = session("date: 2022-01-31")
        assert (it.date_form, it.starts_at, it.ends_at) == (DateForm.DAY, at(2022, 1, 31, 13), at(2022, 1, 31, 16))
        assert (it.place, it.over_at, it.name) == ("Soda 405", at(2022, 1, 31, 16), "TBD")

    def test_a_wall_time_stays_across_a_change_of_the_clocks(self) -> None:
        assert session("date: 2022-03-14").starts_at == datetime(2022, 3, 14, 20, tzinfo=UTC)

    def test_own_hours_win(self) -> None:
        it = session("date: 2022-01-31\nstart: 1:30 PM\nend: 3:00 PM")
        assert (it.starts_at, it.ends_at, it.place) == (at(2022, 1, 31, 13, 30), at(2022, 1, 31, 15), None)

    def test_an_own_start_after_the_usual_end_leaves_the_end_unknown(self) -> None:
        it = session("date: 2022-01-31\nstart: 18:00")
        assert (it.starts_at, it.ends_at, it.over_at) == (at(2022, 1, 31, 18), None, at(2022, 1, 31, 18))

    def test_an_unknown_start_is_not_invented(self) -> None:
        it = session("date: 2022-01-31\nstart: unknown")
        assert (it.starts_at, it.ends_at, it.over_at) == (None, None, at(2022, 2, 1, 0))

    @pytest.mark.parametrize("kind", ["holiday", "cancelled"])
    def test_no_class_has_no_hour(self, kind: str) -> None:
        it = session(f"date: 2022-02-21\nkind: {kind}")
        assert (it.starts_at, it.place, it.over_at) == (None, None, at(2022, 2, 22, 0))

    def test_every_listed_day_has_the_hour(self) -> None:
        it = session("dates: [2022-02-07, 2022-01-31]")
        assert [met.starts_at for met in it.meetings] == [at(2022, 1, 31, 13), at(2022, 2, 7, 13)]
        assert it.over_at == at(2022, 2, 7, 16)

    def test_only_the_first_day_of_a_range_has_the_hour(self) -> None:
        it = session("range: {from: 2022-01-31, to: 2022-02-02}")
        assert [met.day.day for met in it.meetings] == [31, 1, 2]
        assert [met.starts_at for met in it.meetings] == [at(2022, 1, 31, 13), None, None]
        assert it.over_at == at(2022, 2, 3, 0)

    def test_a_week_is_its_monday_without_an_hour(self) -> None:
        it = session("week_of: 2022-02-02")
        assert [(met.day, met.starts_at) for met in it.meetings] == [(date(2022, 1, 31), None)]
        assert (it.date_form, it.over_at) == (DateForm.WEEK_OF, at(2022, 2, 7, 0))

    @pytest.mark.parametrize("word", ["TBD", "tba", "'?'"])
    def test_not_known_yet(self, word: str) -> None:
        it = session(f"date: {word}")
        assert (it.date_form, it.meetings, it.over_at, it.place) == (DateForm.TBD, (), None, None)

    @pytest.mark.parametrize("written", ["13:00", "'13:00'", "1:00 PM", "1pm", "1:00 p.m.", "13:00:00"])
    def test_ways_to_write_an_hour(self, written: str) -> None:
        assert session(f"date: 2022-01-31\nstart: {written}").starts_at == at(2022, 1, 31, 13)

    def test_noon_and_midnight_on_a_twelve_hour_clock(self) -> None:
        assert session("date: 2022-01-31\nstart: 12:00 AM\nend: 12:30 PM").starts_at == at(2022, 1, 31, 0)
        assert session("date: 2022-01-31\nstart: noon").starts_at == at(2022, 1, 31, 12)


class TestReadings:
    def test_what_one_listing_leaves_out_another_supplies(self) -> None:
        text = """\
sessions:
  - {id: a, date: TBD, readings: [{id: rdd, tier: optional, locator: "§1"}]}
  - id: b
    date: TBD
    readings:
      - {id: rdd, title: Resilient, url: https://example.edu/rdd, tier: required, authors: A. B, venue: NSDI, medium: video}
"""
        first = course(text).sessions[0].readings[0]
        assert (first.title, first.url, first.tier, first.locator) == (
            "Resilient",
            "https://example.edu/rdd",
            Tier.OPTIONAL,
            "§1",
        )
        assert (first.authors, first.venue, first.medium) == (("A. B",), "NSDI", Medium.VIDEO)

    def test_an_unmarked_reading_has_no_tier(self) -> None:
        reading = session("date: TBD\nreadings: [{title: One}]").readings[0]
        assert (reading.tier, reading.medium, reading.id) == (None, Medium.PAPER, "one")

    def test_texts_are_kept_exactly(self) -> None:
        title = "\u202e<!channel> `x` @everyone 🎓 <@U123>  *y* \\n"
        assert session(f"date: TBD\ntitle: '{title}'\nnote: \"a\\n\\tb\"").title == title

    @pytest.mark.parametrize("title", ["1984", "Yes", "off", "12:30", "1e3", "0x1F", "2022-01-31", "=1+1"])
    def test_words_that_other_readers_take_for_something_else_are_texts(self, title: str) -> None:
        assert session(f"date: TBD\ntitle: {title}").title == title


class TestReviews:
    def test_defaults(self) -> None:
        review = owed(f"date: 2022-01-31\n{REQUIRED}", OWED)
        assert (review.papers, review.choose, review.form.name) == (("one",), None, "systems")
        assert due_at(review) == at(2022, 1, 31, 13)
        assert (review.late_until, review.closes_at) == (at(2022, 2, 1, 13), at(2022, 2, 1, 13))
        assert (review.digest_at, review.grace) == (at(2022, 1, 31, 11), timedelta(minutes=10))
        assert (review.peers_read, review.external_url) == (PeersRead.AFTER_MINE_AND_DEADLINE, None)

    @pytest.mark.parametrize(
        ("due", "expected"),
        [
            ("2 days before at 23:59", at(2022, 1, 29, 23, 59)),
            ("the day before at 11:59 PM", at(2022, 1, 30, 23, 59)),
            ("sunday at 17:00", at(2022, 1, 30, 17)),
            ("monday at 9:00", at(2022, 1, 31, 9)),
            ("tue at 17:00", at(2022, 1, 25, 17)),
            ("3h before class", at(2022, 1, 31, 10)),
            ("the same day at 8:00", at(2022, 1, 31, 8)),
            ("At class start", at(2022, 1, 31, 13)),
        ],
    )
    def test_ways_to_say_when(self, due: str, expected: datetime) -> None:
        review = owed(f"date: 2022-01-31\n{REQUIRED}", f"reviews: {{owe: each required, due: {due}}}\n")
        assert due_at(review) == expected
        assert review.digest_at == min(expected, at(2022, 1, 31, 11))

    @pytest.mark.parametrize(
        ("windows", "late", "closes"),
        [
            ("late: 0", None, timedelta(minutes=10)),
            ("late: 0, grace: 0", None, timedelta(0)),
            ("late: 2d", timedelta(days=2), timedelta(days=2)),
            ("hard_close: 48h", timedelta(days=1), timedelta(days=2)),
            ("hard_close: 2h", timedelta(hours=2), timedelta(hours=2)),
            ("hard_close: 0", None, timedelta(0)),
            ("late: no, hard_close: 10 minutes", None, timedelta(minutes=10)),
        ],
    )
    def test_windows(self, windows: str, late: timedelta | None, closes: timedelta) -> None:
        review = owed(f"date: 2022-01-31\n{REQUIRED}", f"reviews: {{owe: each required, {windows}}}\n")
        due = at(2022, 1, 31, 13)
        assert (review.late_until, review.closes_at) == (due + late if late else None, due + closes)

    def test_a_session_changes_only_what_it_names(self) -> None:
        before = "reviews: {owe: each required, form: short, late_rule: {percent: 10, floor: 50%}}\n"
        review = owed(f"date: 2022-01-31\n{REQUIRED}review: {{due: the day before at 20:00}}", before)
        assert review.late_rule is not None
        assert (review.form.name, due_at(review)) == ("short", at(2022, 1, 30, 20))
        assert (review.late_rule.percent, review.late_rule.per, review.late_rule.floor) == (10, "day", 50)

    @pytest.mark.parametrize("rest", ["review: none", "review: {owe: none}"])
    def test_nothing_owed(self, rest: str) -> None:
        assert session(f"date: 2022-01-31\n{REQUIRED}{rest}", OWED).review is None

    def test_no_required_paper_no_review(self) -> None:
        assert session("date: 2022-01-31\nreadings: [{title: One, tier: optional}]", OWED).review is None
        assert session(f"date: 2022-01-31\n{REQUIRED}").review is None

    def test_a_session_without_a_date_has_a_review_without_one(self) -> None:
        review = owed(f"date: TBD\n{REQUIRED}", OWED)
        assert (review.due, review.closes_at, review.digest_at, review.late_until) == (None, None, None, None)

    def test_a_paper_is_owed_once_at_the_earliest_session_that_requires_it(self) -> None:
        text = (
            OWED
            + """\
sessions:
  - {id: tbd, date: TBD, readings: [{id: rdd, title: RDD, tier: required}, {id: x, title: X, tier: required}]}
  - {id: late, date: 2022-02-14, readings: [{id: rdd, tier: required}]}
  - {id: early, date: 2022-01-31, readings: [{id: rdd, tier: required}]}
  - {id: first, date: 2022-01-24, readings: [{id: rdd, tier: optional}]}
  - {id: silent, date: 2022-01-24, review: none, readings: [{id: rdd, tier: required}]}
"""
        )
        owed = {it.id: it.review.papers if it.review else None for it in course(text).sessions}
        assert owed == {"tbd": ("x",), "late": None, "early": ("rdd",), "first": None, "silent": None}

    def test_choosing_never_asks_for_more_than_is_left(self) -> None:
        text = (
            "reviews: {owe: {choose: 2}}\n"
            """\
sessions:
  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}, {title: Two, tier: required}]}
  - {id: b, date: 2022-02-07, readings: [{id: two, tier: required}, {title: Three, tier: required}]}
"""
        )
        reviews = [it.review for it in course(text).sessions]
        assert [(review.papers, review.choose) for review in reviews if review] == [
            (("one", "two"), 2),
            (("three",), 1),
        ]

    def test_an_own_form(self) -> None:
        before = """\
reviews:
  owe: each required
  form:
    fields:
      - {id: verdict, kind: scale, label: Verdict, options: [no, yes], start: 0}
      - {id: why, label: Why?, min_words: 20, visibility: staff, required: no}
"""
        review = owed(f"date: 2022-01-31\n{REQUIRED}", before)
        verdict, why = review.form.fields
        assert (review.form.name, verdict.options, verdict.start) == ("custom", ("no", "yes"), 0)
        assert (why.kind, why.min_words, why.visibility, why.required) == ("text", 20, Visibility.STAFF, False)

    def test_files_of_a_form_are_of_the_usual_types_or_of_those_that_it_names(self) -> None:
        before = """\
reviews:
  owe: each required
  form:
    fields:
      - {id: figure, kind: file, label: Figure}
      - {id: code, kind: file, label: Code, types: [.py, jpeg]}
      - {id: why, label: Why?}
"""
        review = owed(f"date: 2022-01-31\n{REQUIRED}", before)
        assert [field.types for field in review.form.fields] == [
            ("pdf", "png", "jpg", "txt", "md", "zip"),
            ("py", "jpg"),
            (),
        ]

    def test_packets_at_the_deadline(self) -> None:
        review = owed(f"date: 2022-01-31\n{REQUIRED}", "reviews: {owe: each required, digest: at deadline}\n")
        assert review.digest_at == at(2022, 1, 31, 13)

    @pytest.mark.parametrize(("rules", "own", "drawn"), [("", "", False), (", digest_picture: yes", "", True),
        (", digest_picture: yes", "review: {digest_picture: no}\n", False)])  # fmt: skip
    def test_a_picture_of_the_scores_is_drawn_where_it_is_asked_for(self, rules: str, own: str, drawn: bool) -> None:
        review = owed(f"date: 2022-01-31\n{own}{REQUIRED}", f"reviews: {{owe: each required{rules}}}\n")
        assert review.digest_picture is drawn

    def test_days_after_the_due_time_keep_the_wall_clock(self) -> None:
        """The clocks go forward on 13 March: one day after Saturday 13:00 is Sunday 13:00, 23 hours later."""
        review = owed(f"date: 2022-03-12\n{REQUIRED}", OWED)
        assert review.closes_at == due_at(review) + timedelta(hours=23)

    def test_reminders_may_be_one_length_or_off_in_any_words(self) -> None:
        asked = "sessions:\n  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}\n"
        ways = {"3h": 3, "[3h]": 3, "2w": 14 * 24, "off": None, "no": None, "none": None, "false": None}
        for written, hours in ways.items():
            (found,) = course(f"reviews: {{owe: each required, remind: {written}}}\n{asked}").sessions
            assert found.review is not None
            assert found.review.remind == (() if hours is None else (timedelta(hours=hours),)), written
        assert course(f"reviews: {{owe: none}}\n{asked[:-2]}, review: no}}\n").sessions[0].review is None

    def test_a_grace_that_is_not_written_ends_with_the_hard_close(self) -> None:
        asked = "sessions:\n  - {id: a, date: 2022-01-31, readings: [{title: One, tier: required}]}\n"
        for rules, minutes in {"hard_close: 0": 0, "late: 0": 10, "late: 0, grace: 3d": 3 * 24 * 60}.items():
            review = course(f"reviews: {{owe: each required, {rules}}}\n{asked}").sessions[0].review
            assert review is not None
            assert review.due is not None
            assert review.grace == timedelta(minutes=minutes), rules
            assert review.closes_at == review.due.until + review.grace, rules


class TestPresenting:
    PRESET = "presenting: {preset: pc-meeting}\n"

    def test_a_preset(self) -> None:
        roles = course(self.PRESET).presenting.roles
        assert [(role.id, role.backup) for role in roles] == [
            ("neutral", False), ("advocate", False), ("critic", False), ("backup", True)
        ]  # fmt: skip

    def test_own_roles_replace_those_of_the_preset_and_add_to_them(self) -> None:
        roles = "[{id: critic, title: Sceptic, seats: 2}, {id: timer, title: Timekeeper}]"
        found = course(f"presenting: {{preset: pc-meeting, roles: {roles}}}\n").presenting.roles
        assert [role.id for role in found] == ["neutral", "advocate", "critic", "backup", "timer"]
        assert (found[2].title, found[2].seats) == ("Sceptic", 2)

    def test_rules_and_times(self) -> None:
        found = course(
            "presenting:\n  preset: lead\n  per: paper\n  mode: first come\n  opens: 2022-01-25 09:00\n"
            "  closes: 2 days before\n  drop_until: 1d before class\n  remind: off\n"
            "  rules: {at_least: 3, distinct_roles: as possible, once_per_paper: no}\n"
        ).presenting
        assert (found.per, found.mode, found.remind) == ("paper", "first_come", ())
        assert found.opens is not None
        assert found.opens.at == at(2022, 1, 25, 9)
        assert (found.closes, found.closes_before, found.drop_until_before) == (
            None,
            timedelta(days=2),
            timedelta(days=1),
        )
        assert (found.rules.at_least, found.rules.distinct_roles, found.rules.once_per_paper) == (
            3,
            "as_possible",
            False,
        )

    @pytest.mark.parametrize(
        ("rules", "text", "expected"),
        [
            ("", f"date: 2022-01-31\n{REQUIRED}", True),
            ("", "date: 2022-01-31\nreadings: [{title: One, tier: optional}]", False),
            ("", f"date: 2022-01-31\nkind: holiday\n{REQUIRED}", False),
            ("", f"date: 2022-01-31\npresenting: false\n{REQUIRED}", False),
            (", sessions: listed", f"date: 2022-01-31\n{REQUIRED}", False),
            (", sessions: listed", "date: 2022-01-31\npresenting: true", True),
        ],
    )
    def test_where(self, rules: str, text: str, expected: bool) -> None:
        assert session(text, f"presenting: {{preset: lead{rules}}}\n").presenting is expected

    def test_none(self) -> None:
        assert course("").presenting.roles == ()
        assert session(f"date: 2022-01-31\n{REQUIRED}").presenting is False


class TestTheRest:
    def test_announcements(self) -> None:
        found = course(
            "announcements:\n  weekly: {at: 08:00, on: friday, before_review: 3d, first: 14d}\n  day_of: off\n"
            "  exam: {before: [1d, 7d], channel: staff}\n  out: on\n  form: {before: 1h}\n"
        ).announcements
        assert (found.weekly.at, found.weekly.weekday, found.weekly.before_review, found.weekly.first) == (
            time(8),
            4,
            3,
            14,
        )
        assert (found.day_of.on, found.out.on, found.materials.on) == (False, True, True)
        assert (found.exam.before, found.exam.channel) == ((timedelta(days=7), timedelta(days=1)), "staff")
        assert (found.form.before, found.project) == ((timedelta(hours=1),), course("").announcements.project)

    @pytest.mark.parametrize(
        ("text", "everywhere"),
        [
            ("", False),
            ("review_due:", False),
            ("review_due: {}", True),
            ("review_due: on", True),
            ("review_due: {at: '8:30'}", True),
            ("review_due: {before: 1d}", True),
        ],
    )
    def test_reviews_that_are_collected_here_are_posted_as_soon_as_the_file_says_how(
        self, text: str, everywhere: bool
    ) -> None:
        found = course(f"announcements:\n  weekly: off\n  {text}\n").announcements.review_due
        assert (found.on, found.before, found.elsewhere_only) == (True, (timedelta(days=1),), not everywhere)

    def test_deadlines(self) -> None:
        found = course(
            "deadlines:\n"
            "  - {id: a1, title: One, kind: assignment, out: 2022-01-28, due: 2022-02-04 23:59, points: 10, per: team}\n"
            "  - {id: p, title: Report, kind: project, due: 2022-05-01, remind: off}\n"
            "  - {id: q, title: Quiz, kind: exam, due: TBD, remind: [1d, 2h]}\n  - {id: r, title: R, kind: form}\n"
        ).deadlines
        assert [(it.due.day if it.due else None, it.due.at if it.due else None) for it in found] == [
            (date(2022, 2, 4), at(2022, 2, 4, 23, 59)), (date(2022, 5, 1), None), (None, None), (None, None)
        ]  # fmt: skip
        assert found[0].out is not None
        assert found[0].out.at is None
        assert [it.remind for it in found] == [None, (), (timedelta(days=1), timedelta(hours=2)), None]
        assert (found[0].points, found[0].per) == (10, "team")

    def test_course(self) -> None:
        head = HEAD + (
            "  staff:\n    - {name: Ada, role: professor, discord: 123, slack: U0123, email: ada@example.edu}\n"
            "  channels: {slack: {announcements: '#demo', staff: '#staff'}, discord: {announcements: 1234}}\n"
            "  command_prefix: ai-\n  links: [{title: Page, url: 'https://example.edu/a(b)?c=d&e#f'}]\n"
        )
        found = course("", head)
        assert found.channels == {
            "slack": {"announcements": "#demo", "staff": "#staff"},
            "discord": {"announcements": "1234"},
        }
        assert (found.staff[0].role, found.staff[0].discord, found.command_prefix) == ("instructor", "123", "ai-")
        assert (found.meets.days, found.meets.start, found.sessions, found.deadlines) == ((0,), time(13), (), ())

    def test_how_long_what_people_wrote_is_kept(self) -> None:
        spans = {"1 year": 365, "two years": 730, "6 months": 180, "90d": 90, "8 weeks 4 days": 60, "forever": None}
        for written, days in spans.items():
            found = course("", HEAD + f"  retention: {written}\n").retention
            assert found == (None if days is None else timedelta(days=days)), written
        assert course("", HEAD).retention == timedelta(days=365)

    def test_a_group_of_staff_by_handle_or_id(self) -> None:
        written = "[{name: TAs, role: ta, slack_group: '@cs294-tas'}, {name: Graders, slack_group: S0123ABCD}]"
        found = course("", HEAD + f"  staff: {written}\n").staff
        assert [one.slack_group for one in found] == ["cs294-tas", "S0123ABCD"]

    def test_the_weekly_line_to_staff_can_be_moved_and_turned_off(self) -> None:
        usual = course("announcements: {}\n").announcements.staff_check
        assert (usual.on, usual.channel, usual.weekday, usual.at) == (True, "staff", 4, time(16))
        moved = course("announcements: {staff_check: {on: thursday, at: '8:30'}}\n").announcements.staff_check
        assert (moved.on, moved.weekday, moved.at) == (True, 3, time(8, 30))
        assert not course("announcements: {staff_check: off}\n").announcements.staff_check.on

    def test_the_welcome_can_be_turned_off(self) -> None:
        assert [course(f"announcements: {{{text}}}\n").announcements.welcome.on for text in ("", "welcome: off")] == [
            True,
            False,
        ]

    def test_empty_keys_count_as_left_out(self) -> None:
        found = session("date: 2022-01-31\ntitle:\nreadings:\nmaterials: ~\nreview:\nend:")
        assert (found.title, found.readings, found.review, found.ends_at) == (None, (), None, at(2022, 1, 31, 16))

    def test_a_byte_order_mark_and_other_line_ends(self) -> None:
        text = HEAD + "sessions:\n  - {id: a, date: TBD}\n"
        assert parse(b"\xef\xbb\xbf" + text.encode().replace(b"\n", b"\r\n"), "f") == parse(text, "f")

    def test_anchors_and_merged_keys(self) -> None:
        found = course(
            "sessions:\n  - &usual {id: a, date: 2022-01-31, unit: Systems}\n  - {<<: *usual, id: b, date: 2022-02-07}\n"
        ).sessions
        assert [(it.id, it.unit) for it in found] == [("a", "Systems"), ("b", "Systems")]

    def test_every_kind_of_session(self) -> None:
        for kind in SessionKind:
            assert session(f"date: 2022-01-31\nkind: {kind.value.upper()}").kind is kind


WARNED = {
    "another weekday": (
        "sessions:\n  - id: a\n    date: 2022-02-01\n",
        9,
        "Tue 1 Feb 2022 is a Tuesday, the course meets on Monday",
    ),
    "one of several days": (
        "sessions:\n  - id: a\n    dates:\n      - 2022-01-31\n      - 2022-02-02\n",
        11,
        "is a Wednesday",
    ),
    "required without a link": (
        f"sessions:\n  - id: a\n    date: TBD\n    {REQUIRED}",
        10,
        "a required reading without a link",
    ),
    "packets when class begins": (
        (
            "presenting: {preset: lead}\nreviews:\n  owe: each required\n  digest: at deadline\n"
            "sessions:\n  - {id: a, date: 2022-01-31, readings: [{title: One, url: https://example.edu, tier: required}]}\n"
        ),
        10,
        "the digest would come only when class begins",
    ),
    "an hour that does not exist": (
        "deadlines:\n  - id: a\n    title: A\n    kind: form\n    due: 2022-03-13 02:30\n",
        11,
        "clocks move forward over 02:30 on Sun 13 Mar 2022: 03:00 is used instead",
    ),
    "a session a year off": (
        "sessions:\n  - {id: a, date: 2022-01-31}\n  - {id: b, date: 2022-02-07}\n  - {id: c, date: 2023-02-13}\n",
        10,
        "Mon 13 Feb 2023 is far from the other dates: is the year right? (session c)",
    ),
    "a deadline long before the course": (
        "sessions: [{id: a, date: 2022-01-31}]\ndeadlines: [{id: d, title: A, kind: form, due: 2021-02-11}]\n",
        8,
        "Thu 11 Feb 2021 is far from the other dates",
    ),
    "a deadline long after the course": (
        "sessions: [{id: a, date: 2022-01-31}]\ndeadlines: [{id: d, title: A, kind: form, out: 2022-05-03}]\n",
        8,
        "Tue 3 May 2022 is far from the other dates: is the year right? (deadline d)",
    ),
    "two classes at once": (
        "sessions:\n  - {id: a, date: 2022-01-31}\n  - {id: b, date: 2022-01-31}\n",
        9,
        "the session on line 8 begins at the same hour on Mon 31 Jan 2022",
    ),
    "a class on a holiday": (
        (
            "sessions:\n  - {id: b, date: 2022-03-21}\n"
            "  - {id: a, kind: holiday, range: {from: 2022-03-21, to: 2022-03-25}}\n"
        ),
        8,
        "Mon 21 Mar 2022 is in the holiday on line 9: does this class take place? (session b)",
    ),
    "a platform without announcements": (
        '  channels: {slack: {staff: "#x"}, discord: {announcements: "#y"}}\n',
        7,
        'nothing will be announced on slack: write announcements: "#channel"',
    ),
    "reviews of nothing": (
        "reviews: {owe: {choose: 1}}\nsessions: [{id: a, date: TBD, readings: [{title: One}]}]\n",
        7,
        "no session asks for a review, because no reading is marked tier: required",
    ),
    "more words than a box of the form takes": (
        (
            "reviews:\n  owe: each required\n  form: {fields: [{id: claim, label: Claim, min_words: 900}, "
            "{id: b, label: B, min_words: 450}, {id: c, label: C, max_words: 900}]}\n"
            "sessions: [{id: a, date: TBD, readings: [{title: One, url: https://example.edu, tier: required}]}]\n"
        ),
        9,
        "a box of the form takes 3,000 characters, about 450 words, so 900 words can only be handed in as a file",
    ),
    "curly quotes around a title": (
        "sessions:\n  - {id: a, date: TBD, title: “Big data”}\n",
        8,
        "the curly quotes are part of the title: use straight ones (session a)",
    ),
    "curly quotes around the title of a reading": (
        "sessions:\n  - {id: a, date: TBD, readings: [{title: “Big data”}]}\n",
        8,
        "the curly quotes are part of the title",
    ),
    "an hour that comes twice": (
        "sessions:\n  - id: a\n    kind: event\n    date: 2022-11-06\n    start: 01:30\n    end: 03:00\n",
        11,
        "show 01:30 twice on Sun 6 Nov 2022",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_warnings(name: str) -> None:
    text, line, fragment = WARNED[name]
    warnings = parse(HEAD + text, "f").warnings
    assert [(warning.line, fragment in warning.message) for warning in warnings] == [(line, True)]


@pytest.mark.parametrize(
    "text",
    [
        "sessions:\n  - {id: a, date: 2022-02-01, kind: holiday}\n  - {id: b, week_of: 2022-02-01}\n  - {id: c, date: 2022-02-02, kind: exam}\n",
        (
            "reviews: {owe: each required, digest: at deadline}\nsessions:\n"
            "  - {id: a, date: 2022-01-31, readings: [{title: One, url: https://example.edu, tier: required}]}\n"
        ),
        "sessions:\n  - {id: a, date: TBD, readings: [{title: One, tier: required, links: [{title: Code, url: https://example.edu}]}]}\n",
        "",
        (
            "sessions:\n  - {id: a, date: 2022-01-31}\n  - {id: b, date: 2022-04-25}\n"
            "deadlines: [{id: d, title: A, kind: form, due: 2022-07-24}]\n"
        ),
        "sessions:\n  - {id: a, date: 2022-01-31, kind: holiday}\n  - {id: b, date: 2022-01-31, kind: holiday}\n",
        '  channels: {slack: {papers: "#x"}}\nannouncements:\n'
        + "".join(f"  {name}: off\n" for name in AnnouncementsDoc.model_fields),
        "reviews: {owe: none}\nsessions: [{id: a, date: TBD, title: The “big” data}]\n",
    ],
    ids=[
        "days of their own",
        "packets for nobody",
        "another link",
        "no channels",
        "two halves of a term",
        "two holidays",
        "nothing is announced",
        "nothing is owed",
    ],
)
def test_nothing_to_warn_of(text: str) -> None:
    assert parse(HEAD + text, "f").warnings == ()


class TestRead:
    def test_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "schedule.yaml").write_text(HEAD)
        assert read(tmp_path / "schedule.yaml").course.id == "demo"

    def test_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(Misconfigured, match=r"there is no such file; `coursebot init` writes"):
            read(tmp_path / "schedule.yaml")

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(Misconfigured, match="is a folder"):
            read(tmp_path)

    def test_a_name_that_cannot_be(self) -> None:
        with pytest.raises(Misconfigured, match="cannot be read"):
            read(Path("a\0b"))

    def test_a_file_without_end(self) -> None:
        with pytest.raises(BadSchedule, match="too large"):
            read(Path("/dev/zero"))


def test_importing_the_parser_loads_nothing_heavy() -> None:
    heavy = [
        "sqlalchemy",
        "rich",
        "apscheduler",
        "ruamel",
        "prompt_toolkit",
        "dateparser",
        "click",
        "slack_sdk",
        "discord",
    ]
    code = f"import sys, bot.course.schedule; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.strip() == "[]"


class Core(yaml.SafeLoader):
    """Scalars as editors read them (the core schema of YAML 1.2): numbers and true/false, dates and 13:00 stay text."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("~|null|$"), ["~", "n", ""])
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?\d+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d+$"), list("-+0123456789"))
SCHEMA = jsonschema.Draft202012Validator(Document.model_json_schema())


def faults(text: str) -> list[Any]:
    return [f"{list(error.path)}: {error.message[:200]}" for error in SCHEMA.iter_errors(yaml.load(text, Core))]


def test_the_committed_json_schema_is_fresh() -> None:
    assert (ROOT / SCHEMA_FILE).read_text(encoding="utf-8") == json_schema(), (
        "run `coursebot schema > schedule.schema.json`"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_editors_accept_the_shipped_files(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_editors_accept_every_way_to_write_a_thing_that_the_parser_accepts() -> None:
    text = (
        HEAD
        + """\
announcements: {weekly: off, day_of: {at: 9:00}, materials: {}, exam: {before: 1d}}
reviews: {owe: {choose: 1}, form: short, late: 0, grace: 10m, remind: off, late_rule: {percent: 10}}
presenting: {preset: lead, rules: {distinct_roles: yes, once_per_paper: true, at_least: 1}, closes: 2 days before}
sessions:
  - {id: a, title: 1984, date: TBD, review: none, presenting: true}
  - {id: b, title: Big, week_of: 2022-01-31, review: {owe: each required, due: the day before at 23:59}}
  - {id: c, range: {from: 2022-03-21, to: 2022-03-25}, kind: holiday}
  - {id: d, dates: [2022-03-28, 2022-04-04], start: unknown, readings: [{title: One, authors: A}]}
deadlines:
  - {id: e, title: E, kind: form, due: 2022-02-04 23:59, points: 2.5, remind: [2d, 3h]}
"""
    )
    parse(text, "f")
    assert faults(text) == []


@pytest.mark.parametrize("word", ["0", "no", "No", '"no"', "none", "never", "off", "false", "not at all"])
def test_late_no_is_no_late_reviews_for_the_course_and_for_a_session(word: str) -> None:
    """They close when they are due, or with the grace."""
    text = (
        HEAD
        + f"""\
reviews: {{owe: each required, late: {word}, grace: 10m}}
sessions:
  - {{id: a, date: 2022-01-31, readings: [{{title: One, tier: required}}]}}
  - {{id: b, date: 2022-02-07, readings: [{{title: Two, tier: required}}], review: {{late: 2h}}}}
  - {{id: c, date: 2022-02-14, readings: [{{title: Three, tier: required}}], review: {{late: {word}}}}}
"""
    )
    taken = []
    for session in parse(text, "f").course.sessions:
        assert session.review is not None
        assert session.review.due is not None
        assert session.review.closes_at is not None
        taken.append(session.review.closes_at - session.review.due.until)
    assert taken == [timedelta(minutes=10), timedelta(hours=2), timedelta(minutes=10)]
    assert faults(text) == []


def test_a_list_of_one_mapping_may_be_the_mapping_alone() -> None:
    text = (
        HEAD.replace("  meets:", "  staff: {name: Kim}\n  links: {title: Home, url: https://example.edu}\n  meets:")
        + """\
presenting: {roles: {id: lead, title: Lead}}
reviews: {owe: each required, form: {fields: {id: summary, label: Summary}}}
sessions:
  id: a
  date: TBD
  speakers: {name: Grace}
  readings: {title: One, tier: required, links: {title: Code, url: https://example.edu/code}}
  materials: &slides {kind: slides, title: Slides, url: https://example.edu/slides}
deadlines: {id: b, title: B, kind: form}
"""
    )
    read = parse(text, "f").course
    (session,), (deadline,) = read.sessions, read.deadlines
    assert [person.name for person in (*read.staff, *session.speakers)] == ["Kim", "Grace"]
    assert [link.title for link in (*read.links, *session.readings[0].links)] == ["Home", "Code"]
    assert [entry.title for entry in (*session.readings, *session.materials, deadline)] == ["One", "Slides", "B"]
    assert [role.id for role in read.presenting.roles] == ["lead"] if read.presenting else False
    assert session.review
    assert [field.id for field in session.review.form.fields] == ["summary"]
    assert faults(text) == []


def test_one_mapping_may_stand_for_many_lists() -> None:
    text = """\
sessions:
  - {id: a, date: TBD, materials: &slides {kind: slides, title: Slides, url: https://example.edu}}
  - {id: b, date: TBD, materials: *slides}
  - {id: c, date: TBD, materials: [*slides]}
"""
    assert [entry.title for held in course(text).sessions for entry in held.materials] == ["Slides"] * 3


def test_editors_see_what_is_wrong() -> None:
    assert faults(HEAD + "session: []\n")
    assert faults(HEAD + "reviews: {form: short}\n")
    assert faults(HEAD + "sessions: [{id: a, date: 1/31/22}]\n")
    assert faults(HEAD + "sessions: [{id: a, date: TBD, kind: lektion}]\n")
