"""What `check` says in words: counts that a professor would have to work out by hand."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.course.answers import lacks
from bot.course.meaning import ahead, meaning
from bot.course.model import Course
from bot.course.schedule import parse, read
from bot.data import bundled

COURSES = Path(__file__).parents[2] / "courses"
BEFORE_CLASS = datetime(2022, 1, 20, 18, tzinfo=UTC)


def shipped() -> Course:
    return read(bundled("schedule.yaml")).course


HEAD = "course: {id: c, title: C, term: T, timezone: Europe/Berlin, meets: {days: [mon], start: 10:00}}\n"


def written(rest: str) -> Course:
    return parse(HEAD + rest, "schedule.yaml").course


def test_the_shipped_course_in_words():
    first = "Mon 31 Jan, 1:00 PM (Big Data Systems)"
    assert meaning(shipped()) == (
        "16 sessions from Mon 24 Jan 2022 to Mon 9 May 2022, on the clock of America/Los_Angeles.",
        "3 days without class: nobody is reminded to come.",
        "60 readings: 34 required and 26 optional.",
        "8 of 16 sessions ask for a review; each student writes 8 reviews of 7 fields.",
        f"The first is due {first} with 10 minutes of grace; late ones are taken until Tue 1 Feb, 1:00 PM.",
        "The hard close is 1 day after the deadline: nothing is taken after it.",
        "Lateness is recorded and said; the bot takes nothing off for it (late_rule).",
        "Classmates read the reviews, without names, after the deadline and once theirs is in.",
        "Presenting: 4 roles in 10 sessions offer 40 seats (1 of the 4 roles is backup).",
        "It needs 3 seats in different roles for each student: enough for 13 students.",
        (
            "Sign-up opens when staff open it and closes when class begins; seats go to who comes first below 25 "
            "students, else by preference."
        ),
        "A seat can be given back freely until 2 days before class, later a backup is asked.",
        (
            "Who hands in on time, reminded of every review, gets about 3 messages a week "
            "(5 in the fullest, 50 in the whole term), with a receipt for each."
        ),
        "Who hands in early gets about 2 messages a week.",
    )


def test_what_is_posted_next():
    assert ahead(shipped(), BEFORE_CLASS) == (
        "In the next 7 days:",
        "  Mon 24 Jan, 9:00 AM: Today: Introduction and Course Overview",
        "  Tue 25 Jan, 9:00 AM: Readings for the week of 31 Jan",
    )


def test_nothing_soon_names_the_first_post():
    assert ahead(shipped(), datetime(2021, 12, 1, tzinfo=UTC)) == (
        "Nothing in the next 7 days. The first post: Mon 17 Jan 2022, 9:00 AM: Readings for the week of 24 Jan.",
    )


def test_a_course_in_the_past_posts_nothing_more():
    assert ahead(shipped(), datetime(2026, 1, 1, tzinfo=UTC)) == ("The course is over: nothing more will be posted.",)


def test_an_empty_term():
    course = written("sessions: []")
    assert meaning(course) == (
        "No session has a date yet (0 sessions in the file).",
        "No session asks for a review.",
        "The bot posts nothing on its own.",
    )
    assert ahead(course, BEFORE_CLASS) == ("Nothing will be posted.",)


def test_papers_count_once_and_the_strictest_tier_wins():
    course = written(
        """
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: optional}, {id: q, title: Q}]}
  - {id: b, title: B, date: 2022-02-07, readings: [{id: p, tier: required}]}
"""
    )
    assert "2 readings: 1 required and 1 other." in meaning(course)


def test_unknown_days_and_hours_and_deadlines_are_told():
    course = written(
        """
sessions:
  - {id: a, title: A, date: TBD}
  - {id: b, title: B, date: 2022-02-07, start: unknown}
deadlines:
  - {id: d, title: D, kind: assignment, due: 2022-02-08}
  - {id: e, title: E, kind: assignment}
"""
    )
    said = meaning(course)
    assert "1 session has no date yet: shown, never announced." in said
    assert "1 session without a known hour: the day alone is named." in said
    assert "2 deadlines: 2 assignments." in said
    assert "1 of them has no due date yet: shown, never reminded." in said


def test_reviews_that_are_collected_elsewhere_are_not_counted_as_ours():
    course = written(
        """
reviews: {owe: each required, form: short, external_review: "https://example.org/form"}
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}]}
"""
    )
    said = meaning(course)
    assert "1 session collects reviews elsewhere: the bot shows the link and takes none." in said
    assert not any("fields" in sentence for sentence in said)


def test_seats_for_each_paper():
    course = written(
        """
presenting: {preset: lead, per: paper, rules: {at_least: 2}}
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}, {id: q, title: Q, tier: required}]}
  - {id: b, title: B, date: 2022-02-07, readings: [{id: r, title: R, tier: required}, {id: s, title: S}]}
"""
    )
    said = meaning(course)
    assert "Presenting: 1 role in 2 sessions offer 3 seats." in said
    assert "It needs 2 seats for each student: enough for 1 student." in said


@pytest.mark.parametrize(
    ("keys", "signing", "giving_back"),
    [
        (
            "opens: 2022-01-25, closes: 2022-02-01, mode: first come, waiting_list: yes, drop_until: 12h before class",
            "Sign-up opens Tue 25 Jan, 9:00 AM and closes Tue 1 Feb; seats go to who comes first.",
            "until 12 hours before class, later others are asked and staff are told; who waits for a seat gets it when it is given back.",
        ),
        (
            "closes: 3 days before, mode: preferences",
            "Sign-up opens when staff open it and closes 3 days before class; seats go by preference.",
            "until 2 days before class, later others are asked and staff are told.",
        ),
    ],
)
def test_how_people_sign_up(keys, signing, giving_back):
    sessions = "sessions: [{id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}]}]\n"
    said = meaning(
        written(f"presenting: {{preset: lead, rules: {{at_least: 1, distinct_roles: yes}}, {keys}}}\n{sessions}")
    )
    assert "Presenting: 1 role in 1 session offer 1 seat." in said
    assert "It needs 1 seat for each student: enough for 1 student." in said
    assert signing in said
    assert f"A seat can be given back freely {giving_back}" in said


def test_cancelled_classes_offer_no_seats_and_several_seats_of_a_role_each_count():
    course = written(
        """
presenting: {preset: scribe, roles: [{id: lead, title: Lead, seats: 2, sessions: [a]}], rules: {at_least: 1}}
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}]}
  - {id: b, title: B, date: 2022-02-07, kind: cancelled, presenting: true, readings: [{id: r, title: R, tier: required}]}
  - {id: c, title: C, date: 2022-02-14, readings: [{id: s, title: S, tier: required}]}
"""
    )
    said = meaning(course)
    assert "Presenting: 2 roles in 2 sessions offer 4 seats." in said
    assert "It needs 1 seat for each student: enough for 4 students." in said


@pytest.mark.parametrize("name", ["schedule.yaml", *sorted(path.name for path in COURSES.glob("*.yaml"))])
def test_nobody_in_a_shipped_course_is_told_more_than_five_things_a_week(name):
    path = bundled(name) if name == "schedule.yaml" else COURSES / name
    (said,) = [one for one in meaning(read(path).course) if " messages a week (" in one]
    assert float(re.search(r"about ([\d½]+) message", said)[1].replace("½", ".5")) <= 5
    assert not any(one.startswith("That is more than") for one in meaning(read(path).course))


def test_what_is_in_the_grace_is_not_called_late():
    rules = "reviews: {owe: each required, RULES}\nsessions:\n" + DAILY.partition("sessions:\n")[2]
    for words in ("late: 0", "late: 0, grace: 2d", "grace: 1d"):
        (said,) = [one for one in meaning(written(rules.replace("RULES", words))) if one.startswith("The first is due")]
        assert said.endswith("of grace; none is taken late."), words
    (said,) = [one for one in meaning(written(rules.replace("RULES", "late: 2h"))) if "The first is due" in one]
    assert "late ones are taken until" in said


DAILY = """
reviews: {owe: each required, form: short}
sessions:
""" + "".join(
    f"  - {{id: d{day}, title: D{day}, date: 2022-01-{day}, readings: [{{id: p{day}, title: P, tier: required}}]}}\n"
    for day in range(24, 28)
)


def test_more_than_five_a_week_is_said_with_what_would_make_fewer():
    """Each of four days: the class, two reminders; a weekly post; and the channel's reminder where it is asked for."""
    said = meaning(written(DAILY))
    assert "That is more than 5 a week: turn off announcements.day_of, or give reviews.remind fewer spans." in said
    twice = meaning(written("announcements: {review_due: {before: [1d]}}" + DAILY))
    assert twice[-1].startswith("That is more than 5 a week: turn off announcements.review_due, since whoever owes")
    calm = meaning(
        written("announcements: {day_of: off, review_due: off}" + DAILY.replace("short}", "short, remind: [3h]}"))
    )
    assert not any("more than 5" in one for one in calm)


def test_the_fullest_week_counts_for_a_person_however_quiet_the_rest_of_the_term_is():
    later = "".join(f"  - {{id: l{n}, title: L, date: {day}}}\n" for n, day in enumerate(QUIET))
    quiet = meaning(written(DAILY + later))
    assert "The fullest week is that of Mon 24 Jan 2022, with 11 messages, receipts not counted." in quiet
    assert any(one.startswith("That is more than 5 a week: ") for one in quiet), "of seven weeks this is no rare one"
    term = "".join(f"  - {{id: t{n}, title: T, date: 2022-{n // 4 + 3:02}-{n % 4 * 7 + 1:02}}}\n" for n in range(40))
    rare = meaning(written(DAILY + term))
    assert any("messages, receipts not counted." in one for one in rare)
    assert not any(one.startswith("That is more") for one in rare), "one week of many is said and no alarm is raised"


QUIET = ("2022-02-07", "2022-02-14", "2022-02-21", "2022-02-28", "2022-03-07", "2022-03-14")


def test_receipts_are_counted_for_who_hands_in_on_time_and_never_held_against_the_course():
    (said,) = [one for one in meaning(written(DAILY)) if one.startswith("Who hands in on time")]
    (without,) = [one for one in meaning(written(DAILY.replace("owe: each required", "owe: none"))) if "a week (" in one]  # fmt: skip
    numbers = [int(re.search(r"(\d+) in the whole term", one)[1]) for one in (said, without)]
    assert said.endswith("with a receipt for each.")
    assert numbers[0] - numbers[1] == 4 * 3, "two reminders and a receipt for each of four"


RULES = """
reviews: {owe: each required, form: short, due: the day before at 20:00, late: 48h, LATE}
sessions:
  - {id: a, title: A, date: 2022-01-31, readings: [{id: p, title: P, tier: required}]}
  - {id: b, title: B, date: 2022-02-07, readings: [{id: q, title: Q, tier: required}]}
  - id: c
    title: C
    date: 2022-02-14
    readings: [{id: r, title: R, tier: required}]
    review: {late: 0, form: {fields: [{id: x, label: X}]}, due: at class start, peers_read: never}
"""


def test_what_staff_could_not_see_otherwise_is_said_back():
    longer = RULES.replace("late: 0", "hard_close: 96h")
    said = meaning(written(longer.replace("LATE", "hard_close: 72h, late_rule: {percent: 10, floor: 50}")))
    assert "The hard close is 3 days after the deadline: nothing is taken after it." in said
    assert "Lateness costs 10 % for each started day, never below 50 %." in said
    assert "Classmates read the reviews, without names, after the deadline and once theirs is in." in said
    (other,) = [one for one in said if one.startswith("Otherwise in ")]
    assert other == (
        "Otherwise in C: a form of its own (1 field); late ones are taken for 4 days; only staff read the reviews; "
        "due Mon 14 Feb, 10:00 AM."
    )
    never = meaning(written(RULES.replace("LATE", "peers_read: after deadline")))
    assert "Classmates read the reviews, without names, after the deadline." in never
    (other,) = [one for one in never if one.startswith("Otherwise in ")]
    assert "none is taken late" in other
    assert "Lateness is recorded and said; the bot takes nothing off for it (late_rule)." in never


def test_where_none_is_taken_late_nothing_is_said_of_what_lateness_costs():
    for late in ("no", "off", "0"):
        said = meaning(written(RULES.replace("late: 48h, LATE", f"late: {late}")))
        assert any(one.endswith("; none is taken late.") for one in said), late
        assert not any("ateness" in one for one in said), late


FIELDS = "{fields: [{id: x, label: X, visibility: staff}, {id: y, label: Y, visibility: OTHER}]}"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("staff", "Classmates see nothing of the reviews: each question is for staff only (visibility)."),
        (
            "presenters",
            "Classmates see nothing of the reviews: each question is for staff and presenters only (visibility).",
        ),
        ("peers", "Classmates read the reviews, without names, after the deadline and once theirs is in."),
    ],
)
def test_classmates_read_nothing_of_a_form_without_a_question_for_them(other, words):
    form = FIELDS.replace("OTHER", other)
    said = meaning(written(RULES.replace("form: short", f"form: {form}").replace("LATE", "digest: at deadline")))
    assert words in said
    assert len([one for one in said if one.startswith("Classmates")]) == 1


def test_a_form_of_which_all_is_optional_takes_an_empty_review_and_is_warned_of():
    form = "{fields: [{id: x, label: X, required: no, min_words: 5}, {id: y, label: Y, required: no}]}"
    for form_, warned in ((form, 1), (form.replace("no,", "yes,"), 0)):
        text = RULES.replace("form: short", f"form: {form_}").replace("LATE", "digest: at deadline")
        found = parse(f"{HEAD}{text}", "schedule.yaml")
        assert found.course.sessions[0].review is not None
        assert (not lacks(found.course.sessions[0].review.form, {})) is bool(warned)
        about = [one.message for one in found.warnings if "every question is optional" in one.message]
        assert len(about) == warned
        assert all("a review in which nothing is written counts as submitted" in one for one in about)


def test_sessions_by_one_rule_are_not_called_different():
    """Classes at different hours and on different days, by rules that count from the class or from a weekday."""
    for due in ("at class start", "the day before at 20:00", "2h before class", "sunday at 17:00"):
        days = (("2022-01-31", "10:00"), ("2022-02-02", "14:00"), ("2022-02-07", "10:00"), ("2022-02-09", "14:00"))
        sessions = "".join(
            f"  - {{id: s{n}, title: S{n}, date: {day}, start: '{at}', readings: [{{id: p{n}, title: P, tier: required}}]}}\n"
            for n, (day, at) in enumerate(days)
        )
        rules = f"reviews: {{owe: each required, form: short, due: {due}}}\nsessions:\n"
        assert not any("Otherwise" in one for one in meaning(written(rules + sessions))), due
