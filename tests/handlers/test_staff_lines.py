"""The lines by which staff know that the bot is well, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.plain import plain
from bot.course.model import Course, DeadlineKind
from bot.course.notice import Facts, Notice, NoticeKind
from bot.services.checkup import DETAIL, Checkup, encode
from bot.store.outcomes import Troubled
from handlers.announcements import compose
from tests.support.courses import LOS_ANGELES, course, deadline, mondays_at_one, reading, session, with_reviews_posted

FRIDAY = datetime(2022, 3, 4, 16, tzinfo=LOS_ANGELES)
TERM = with_reviews_posted(mondays_at_one())
"""A class each Monday at one, of which a review is due: the channel hears of it."""

WELL = Checkup(
    live=True,
    paused=False,
    paused_until=None,
    students=24,
    makes_backups=True,
    backed_up_at=datetime(2022, 3, 4, 3, 10, tzinfo=LOS_ANGELES),
    troubled=(),
)
WEEK = (
    "In the coming week I post a review reminder (Sun 1:00 PM), the class of the day (Mon 9:00 AM) "
    "and the week’s readings (Tue 9:00 AM)."
)


def said(kind: NoticeKind, of: Course, now: datetime, **details: str) -> str:
    notice = Notice(
        course=of.id, kind=kind, item="one", occurrence="one", due_at=now, stale_after=now + timedelta(days=7)
    )
    return plain(compose(notice, Facts(course=of, now=now.astimezone(UTC), details=details)))


def line(of: Course = TERM, *, now: datetime = FRIDAY, **known: object) -> str:
    return said(NoticeKind.STAFF_CHECK, of, now, **{DETAIL: encode(replace(WELL, **known))})  # type: ignore[arg-type]


# --- the weekly line ----------------------------------------------------------------------------------------------


def test_a_good_week_is_told_in_one_line() -> None:
    assert line() == (
        f"Fri 4 Mar: all is well. Nothing failed this week. {WEEK} 24 students. Last backup: today, 3:10 AM."
    )


def test_a_week_without_posts_and_a_term_that_is_over_are_told_too() -> None:
    none = {"backed_up_at": None, "makes_backups": False}
    assert line(now=datetime(2022, 5, 13, 16, tzinfo=LOS_ANGELES), **none) == (
        "Fri 13 May: all is well. Nothing failed this week. The schedule has nothing more to post. 24 students. "
        "I make no backups here."
    )
    spring = course(session("a", date(2022, 3, 3), start=time(13)), session("b", date(2022, 4, 25), start=time(13)))
    assert line(spring, now=datetime(2022, 3, 11, 16, tzinfo=LOS_ANGELES), students=1, **none) == (
        "Fri 11 Mar: all is well. Nothing failed this week. There is nothing to post in the coming week. 1 student. "
        "I make no backups here."
    )


def test_a_rehearsal_says_that_it_is_one() -> None:
    assert line(live=False, students=0) == (
        "Fri 4 Mar: all is well. This is still a rehearsal: nobody but you sees my posts before /course go-live. "
        f"{WEEK.replace('I post', 'I would post')} No students yet. Last backup: today, 3:10 AM."
    )


def test_a_pause_is_told_with_its_end_or_how_to_end_it() -> None:
    start, end = "Fri 4 Mar: all is well. Nothing failed this week. ", "24 students. Last backup: today, 3:10 AM."
    until = datetime(2022, 3, 7, 9, tzinfo=LOS_ANGELES)
    assert line(paused=True, paused_until=until) == f"{start}I am paused until Mon 7 Mar, 9:00 AM. {WEEK} {end}"
    assert line(replace(TERM, command_prefix="cs-"), paused=True) == (
        f"{start}I am paused until somebody types /cs-course resume. {WEEK.replace('I post', 'I would post')} {end}"
    )


def test_what_went_wrong_comes_first_counted_and_named() -> None:
    wrong = (
        Troubled("failed", "Today: Hardware"),
        Troubled("skipped", "Readings for the week of 7 Mar"),
        *(Troubled("held", f"Slides: {name}") for name in "ABCD"),
        Troubled("waiting", "Exam: Midterm"),
        Troubled("waiting", "Exam: Midterm"),
    )
    assert line(troubled=wrong) == (
        "Fri 4 Mar: please have a look. 1 post did not go out (“Today: Hardware”); "
        "1 post was over before I could send it (“Readings for the week of 7 Mar”); "
        "4 posts wait for your decision (“Slides: A”, “Slides: B”, “Slides: C” and 1 more); "
        f"2 posts are late, I keep trying (“Exam: Midterm”). {WEEK} 24 students. Last backup: today, 3:10 AM."
    )


def test_a_backup_that_is_missing_or_old_is_what_goes_wrong_unless_none_are_made() -> None:
    assert line(backed_up_at=None) == f"Fri 4 Mar: please have a look. There is no backup yet. {WEEK} 24 students."
    old = datetime(2022, 3, 1, 3, 10, tzinfo=LOS_ANGELES)
    assert line(backed_up_at=old) == (
        f"Fri 4 Mar: please have a look. The last backup is of Tue 1 Mar, 3:10 AM. {WEEK} 24 students."
    )
    assert line(backed_up_at=old, makes_backups=False).endswith("24 students. Last backup: Tue 1 Mar, 3:10 AM.")
    assert line(backed_up_at=FRIDAY - timedelta(days=1)).endswith("Last backup: yesterday, 4:00 PM.")


def test_every_kind_of_post_has_its_words() -> None:
    busy = course(
        session("a", date(2022, 3, 7), start=time(13), readings=(reading("p"),), owes=True),
        session("b", date(2022, 3, 9), start=time(13), readings=(reading("q"),), owes=True),
        session("c", date(2022, 3, 10), start=time(8), readings=(reading("r"),), owes=True),
        deadlines=(
            deadline("lab-one", (date(2022, 3, 9), time(17)), out=date(2022, 3, 7)),
            deadline("proposal", (date(2022, 3, 10), time(17)), kind=DeadlineKind.PROJECT, out=date(2022, 3, 8)),
        ),
    )
    assert line(with_reviews_posted(busy)) == (
        "Fri 4 Mar: all is well. Nothing failed this week. In the coming week I post 3 review reminders, "
        "the class of the day (Mon 9:00 AM, Wed 9:00 AM and Thu 7:00 AM), the news that “Lab One” and “Proposal” are "
        "out, 2 reminders of “Lab One” (Mon 5:00 PM and Wed 2:00 PM) and a reminder of “Proposal” (Wed 5:00 PM). "
        "24 students. Last backup: today, 3:10 AM."
    )
    more = tuple(deadline(f"d{number}", (date(2022, 3, 9), time(17))) for number in range(3))
    assert "I post 6 reminders of what is due." in line(course(deadlines=more))


def test_of_reviews_that_are_collected_here_nothing_is_posted_unless_asked_for() -> None:
    assert (
        "In the coming week I post the class of the day (Mon 9:00 AM) and the week’s readings (Tue 9:00 AM)."
        in line(mondays_at_one())
    )


def test_hours_are_those_of_the_course_on_both_sides_of_a_change_of_clocks() -> None:
    assert "the class of the day (Mon 9:00 AM)" in line(now=datetime(2022, 3, 11, 16, tzinfo=LOS_ANGELES))
    assert "a review reminder (Sun 1:00 PM)" in line(now=datetime(2022, 3, 11, 16, tzinfo=LOS_ANGELES))


# --- away ---------------------------------------------------------------------------------------------------------


def away(since: datetime, until: datetime, zone: ZoneInfo = LOS_ANGELES, **counts: str) -> str:
    iso = {"since": since.astimezone(UTC).isoformat(), "until": until.astimezone(UTC).isoformat()}
    return said(NoticeKind.AWAY, course(zone=zone), until, **iso, **counts)


SUNDAY = datetime(2022, 1, 30, 22, 10, tzinfo=LOS_ANGELES)


def test_a_night_away_is_told_on_the_courses_clock() -> None:
    morning = datetime(2022, 1, 31, 7, 30, tzinfo=LOS_ANGELES)
    assert away(SUNDAY, morning, late="1", skipped="0", held="0", failed="0", open="0") == (
        "I was away Sun 22:10–Mon 07:30; sent late: 1; skipped: 0"
    )
    assert away(SUNDAY, morning, late="3", skipped="2", held="4", failed="1", open="5") == (
        "I was away Sun 22:10–Mon 07:30; sent late: 3; skipped: 2; waiting for you: 4; failed: 1; still to come: 5"
    )


def test_hours_of_one_day_weeks_and_a_change_of_clocks_are_told_clearly() -> None:
    assert away(SUNDAY, SUNDAY.replace(hour=23)).startswith("I was away Sun 22:10–23:10;")
    assert away(SUNDAY, SUNDAY + timedelta(days=6)).startswith("I was away Sun 22:10–Sat 22:10;")
    assert away(SUNDAY, SUNDAY + timedelta(days=7)).startswith("I was away Sun 30 Jan 22:10–Sun 6 Feb 22:10;")
    fall = datetime(2022, 11, 6, 8, 40, tzinfo=UTC)
    assert away(fall, fall + timedelta(minutes=40)).startswith("I was away Sun 01:40 PDT–01:20 PST;")


# --- no backup ----------------------------------------------------------------------------------------------------


def test_a_backup_that_failed_is_told_in_a_sentence_that_says_what_happens_now() -> None:
    reason = "There is no room left for the database coursebot.backup-2022-03-04.db: free some disk space."
    last = datetime(2022, 3, 3, 3, 10, tzinfo=LOS_ANGELES).astimezone(UTC).isoformat()
    assert said(NoticeKind.BACKUP_FAILED, TERM, FRIDAY, reason=reason, last=last) == (
        f"I could not make the nightly backup. {reason} The last one is of Thu 3 Mar, 3:10 AM. "
        "Everything else goes on; I try again every hour."
    )
    assert said(NoticeKind.BACKUP_FAILED, TERM, FRIDAY, reason=reason, last="") == (
        f"I could not make the nightly backup. {reason} Everything else goes on; I try again every hour."
    )
