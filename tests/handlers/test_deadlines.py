"""`/deadlines` as people read it."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.conversation.plain import plain
from bot.course.model import CourseRole, DeadlineKind, Link, SessionKind
from handlers.deadlines import ahead, distance, everything
from tests.support.asking import asked, buttons, labels
from tests.support.courses import at as moment_at
from tests.support.courses import course, deadline, mondays_at_one, reading, review, session

ZONE = course().timezone


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)


READ = session("read", date(2022, 2, 7), start=time(13), readings=(reading("a"), reading("b")), owes=True)
TERM = course(
    READ,
    session("midterm", date(2022, 2, 9), kind=SessionKind.EXAM, start=time(13), place="Hearst Gym", title="Midterm"),
    deadlines=(
        deadline(
            "proposal",
            (date(2022, 2, 4), time(17)),
            points=10,
            per="team",
            place="Gradescope",
            submit_to="https://submit.example",
            details="Two pages.",
            links=(Link("Template", "https://t.example"),),
        ),
        deadline("form", date(2022, 2, 4), kind=DeadlineKind.FORM),
        deadline("report", kind=DeadlineKind.PROJECT),
        deadline("old", date(2022, 1, 10)),
        deadline("coming", date(2022, 2, 28), out=date(2022, 2, 14), points=1),
    ),
)


async def test_what_is_due_next_in_order_and_without_a_date_at_the_end():
    reply = await ahead(asked(TERM, "", at(2022, 2, 1, 10)), None)
    assert plain(reply).splitlines() == [
        "What is due",
        (
            "• Fri 4 Feb, 5:00 PM PST (in 3 days): Proposal. Two pages. 10 points. One per team. Where: Gradescope. "
            "Submit it here (https://submit.example). Template (https://t.example)."
        ),
        "• Fri 4 Feb (in 3 days): Form.",
        "• Mon 7 Feb, 1:00 PM PST (in 6 days): Review the 2 papers for Read.",
        "• Wed 9 Feb, 1:00 PM PST (in 8 days): Exam: Midterm, Hearst Gym.",
        "• Mon 28 Feb (in 4 weeks): Coming. 1 point. It comes out on Mon 14 Feb.",
        "No date yet",
        "• Report.",
        "[Past ones too]",
    ]


async def test_past_ones_stand_at_the_end_and_nobody_is_told_that_something_is_missing():
    text = plain(await everything(asked(TERM, "", at(2022, 2, 8, 10)), None))
    assert text.splitlines()[-5:] == [
        "Past",
        "• Mon 7 Feb, 1:00 PM PST: Review the 2 papers for Read.",
        "• Fri 4 Feb: Form.",
        (
            "• Fri 4 Feb, 5:00 PM PST: Proposal. Two pages. 10 points. One per team. Where: Gradescope. "
            "Submit it here (https://submit.example). Template (https://t.example)."
        ),
        "• Mon 10 Jan: Old.",
    ]
    assert "missing" not in text.lower()


async def test_a_day_without_an_hour_names_the_day_only():
    text = plain(await ahead(asked(TERM, "", at(2022, 2, 4, 10)), None))
    assert "• Fri 4 Feb (today): Form." in text
    assert "• Fri 4 Feb, 5:00 PM PST (in 7 hours): Proposal." in text


async def test_a_review_that_is_collected_elsewhere_has_its_link():
    bare = review(READ, (date(2022, 2, 7), time(13)), external_url="https://hand.in", choose=1)
    term = course(session("read", date(2022, 2, 7), readings=READ.readings, review=bare))
    text = plain(await ahead(asked(term, "", at(2022, 2, 1)), None))
    assert "Review one of the 2 papers for Read (submit here (https://hand.in))." in text


async def test_nothing_due():
    assert "the schedule has no deadlines" in plain(await ahead(asked(course(), "", at(2022, 2, 1)), None))
    reply = await ahead(asked(replace(TERM, deadlines=()), "", at(2022, 6, 1)), None)
    assert plain(reply).splitlines() == ["What is due", "Nothing is due any more.", "[Past ones too]"]


async def test_many_come_in_pages():
    request = asked(mondays_at_one(30), "", at(2022, 1, 1))
    reply = await ahead(request, None)
    assert "1 to 12 of 30" in plain(reply)
    assert labels(reply) == ["Next"]
    following = await ahead(asked(mondays_at_one(30), buttons(reply)[0].action.arguments[0], at(2022, 1, 1)), None)
    assert "13 to 24 of 30" in plain(following)
    assert labels(following) == ["Previous", "Next"]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(2022, 2, 4, 16, 59), "in 1 minute"),
        (at(2022, 2, 4, 16), "in 1 hour"),
        (at(2022, 2, 3, 6), "in 35 hours"),
        (at(2022, 2, 3, 4), "tomorrow"),
        (at(2022, 2, 1, 23), "in 3 days"),
        (at(2022, 1, 10), "in 4 weeks"),
        (at(2021, 12, 20), "in 7 weeks"),
        (at(2021, 9, 1), "2022"),
        (at(2022, 2, 4, 17), ""),
        (at(2023, 1, 1), "2022"),
    ],
)
def test_how_far_it_is(now, words):
    assert distance(TERM, moment_at((date(2022, 2, 4), time(17))), now) == words


async def test_who_joined_late_is_told_what_does_not_count_for_them():
    now = at(2022, 2, 6, 9)
    request = asked(TERM, "", now)
    late = replace(
        request.someone,
        joined_at={TERM.id: at(2022, 2, 6, 8)},
        counts_from={TERM.id: at(2022, 2, 8, 8)},
    )
    words = plain(await ahead(replace(request, someone=late), None))
    assert "Reviews due before Tue 8 Feb, 8:00 AM PST do not count for you: you joined on Sun 6 Feb." in words
    early = replace(late, counts_from={TERM.id: at(2022, 2, 7, 8)})
    for someone in (
        early,
        replace(early, joined_at=early.counts_from),
        replace(late, roles={TERM.id: CourseRole.AUDITOR}),
        request.someone,
    ):
        assert "do not count" not in plain(await ahead(replace(request, someone=someone), None))
