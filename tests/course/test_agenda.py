"""What is next, which week, which day, what is due: questions to a course and a clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import agenda
from bot.course.dates import looks_like_date, read_day
from bot.course.model import DateForm, DeadlineKind, SessionKind, Speaker, Tier
from bot.course.schedule import read
from bot.course.search import search
from bot.data import bundled
from tests.support.courses import course, deadline, holiday, mondays_at_one, reading, session, week_of

ONE = time(13)
FOUR = time(16)


def pacific(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=course().timezone)


def ids(sessions):
    return [one.id for one in sessions]


class TestWhatIsNext:
    seminar = mondays_at_one(4)

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (pacific(2022, 1, 17, 12), []),
            (pacific(2022, 1, 17, 13), ["class-1"]),
            (pacific(2022, 1, 24, 15, 59), ["class-1", "class-2"]),
            (pacific(2022, 1, 24, 16), ["class-2"]),
            (pacific(2022, 2, 14, 15), ["class-4"]),
            (pacific(2022, 2, 14, 16), []),
        ],
    )
    def test_a_class_is_next_until_it_is_over_and_from_seven_days_before(self, now, expected):
        assert ids(agenda.upcoming(self.seminar, now).sessions) == expected

    def test_the_one_after_is_known_when_nothing_is_near(self):
        up = agenda.upcoming(self.seminar, pacific(2022, 1, 1))
        assert (up.sessions, up.later.id, up.last) == ((), "class-1", None)

    def test_the_term_ends_with_the_last_class(self):
        up = agenda.upcoming(self.seminar, pacific(2022, 3, 1))
        assert (up.sessions, up.later, up.undated, up.last.id) == ((), None, (), "class-4")

    def test_a_holiday_is_shown_but_is_never_the_next_class(self):
        found = agenda.upcoming(
            course(holiday("rest", date(2022, 2, 7)), session("after", date(2022, 2, 21), start=ONE)),
            pacific(2022, 2, 5),
        )
        assert (ids(found.sessions), found.later.id) == (["rest"], "after")

    def test_sessions_without_a_date_are_told_apart(self):
        assert ids(agenda.upcoming(course(session("some-day")), pacific(2022, 2, 5)).undated) == ["some-day"]

    def test_a_session_of_two_days_is_next_until_the_second_is_over(self):
        both = course(session("both", date(2022, 2, 1), date(2022, 2, 3), start=ONE, end=FOUR))
        assert ids(agenda.upcoming(both, pacific(2022, 2, 3, 15)).sessions) == ["both"]
        assert agenda.upcoming(both, pacific(2022, 2, 3, 16)).sessions == ()

    @settings(max_examples=50)
    @given(st.integers(0, 150 * 24))
    def test_whatever_the_hour_each_class_is_over_next_or_later(self, hours):
        now = pacific(2022, 1, 10).astimezone(UTC) + timedelta(hours=hours)
        up = agenda.upcoming(mondays_at_one(), now)
        left = [one for one in mondays_at_one().sessions if one.over_at > now]
        assert ids(up.sessions) == ids(left)[: len(up.sessions)]
        assert (up.later.id if up.later else None) == (ids(left)[len(up.sessions) :] or [None])[0]


class TestWeeks:
    def test_a_label_decides_where_there_are_labels(self):
        labelled = course(
            session("a", date(2022, 3, 4), week="Week 9"),
            session("b", date(2022, 3, 6), week="week 09: systems"),
            session("c", week="Week 10"),
        )
        assert [(week.number, ids(week.sessions)) for week in agenda.weeks(labelled)] == [(9, ["a", "b"]), (10, ["c"])]

    def test_else_calendar_weeks_are_counted_from_the_first_class_empty_ones_too(self):
        found = agenda.weeks(course(session("a", date(2025, 1, 21)), session("b", date(2025, 2, 4))))
        assert [(week.number, week.monday, ids(week.sessions)) for week in found] == [
            (1, date(2025, 1, 20), ["a"]),
            (2, date(2025, 1, 27), []),
            (3, date(2025, 2, 3), ["b"]),
        ]

    def test_no_session_no_week(self):
        assert agenda.weeks(course()) == ()

    def test_a_week_of_takes_all_of_its_days(self):
        found = course(week_of("break", date(2022, 3, 21)))
        assert ids(agenda.between(found, date(2022, 3, 24), date(2022, 3, 24))) == ["break"]

    def test_a_range_takes_the_days_between(self):
        days = [date(2022, 3, 21) + timedelta(days=number) for number in range(5)]
        found = course(session("fair", *days, form=DateForm.RANGE))
        assert ids(agenda.between(found, date(2022, 3, 23), date(2022, 3, 23))) == ["fair"]
        assert agenda.between(found, date(2022, 3, 26), date(2022, 3, 26)) == ()


class TestDates:
    term = mondays_at_one()
    now = pacific(2022, 3, 15, 10)

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("31 jan", date(2022, 1, 31)),
            ("Jan 31st", date(2022, 1, 31)),
            ("2022-02-14", date(2022, 2, 14)),
            ("2/14", date(2022, 2, 14)),
            ("14.2.", date(2022, 2, 14)),
            ("14.2.2022", date(2022, 2, 14)),
            ("3.4.", date(2022, 4, 3)),
            ("3/4", date(2022, 3, 4)),
            ("14/3", date(2022, 3, 14)),
            ("3/14/22", date(2022, 3, 14)),
            ("Mon 14 Mar", date(2022, 3, 14)),
            ("the 14th of March", date(2022, 3, 14)),
            ("on 14 Mar", date(2022, 3, 14)),
            ("next monday", date(2022, 3, 21)),
            ("monday", date(2022, 3, 21)),
            ("today", date(2022, 3, 15)),
            ("tomorrow", date(2022, 3, 16)),
            ("in 2 weeks", date(2022, 3, 29)),
            ("feb 30", None),
            ("2022-02-30", None),
            ("2022-13-01", None),
            ("22-02-14", None),
            ("Tue 14 Mar", None),
            ("monday 5", None),
            ("march 2022", None),
        ],
    )
    def test_days_as_people_type_them(self, words, expected):
        assert read_day(words, self.term, self.now) == expected

    def test_a_day_without_a_year_is_in_the_term_also_when_the_term_is_long_over(self):
        assert read_day("31 jan", self.term, pacific(2026, 11, 20)) == date(2022, 1, 31)

    def test_today_is_the_course_s_today(self):
        assert read_day("today", self.term, datetime(2022, 3, 15, 4, tzinfo=UTC)) == date(2022, 3, 14)

    @pytest.mark.parametrize(
        "words", ["", "may", "spark", "3", "2022", "march of the machines", "jan leike", "1 " * 50]
    )
    def test_words_that_are_no_day(self, words):
        assert not looks_like_date(words)


class TestSearch:
    term = course(
        session(
            "big-data",
            date(2022, 1, 31),
            title="Big Data Systems",
            speakers=(Speaker(name="Reynold Xin", affiliation="Databricks"),),
            readings=(
                reading("rdd", title="Resilient Distributed Datasets", venue="NSDI'12", authors=("Matei Zaharia",)),
                reading("tf", title="TensorFlow: A System for Large-Scale Machine Learning"),
            ),
        ),
        session(
            "later", date(2022, 2, 7), readings=(reading("rdd", Tier.OPTIONAL, title="Resilient Distributed Datasets"),)
        ),
        session("reviews", date(2022, 2, 14), title="Übersicht", readings=(reading("ray", title="Ray"),)),
    )

    def best(self, words):
        found = search(self.term, words)
        return found.hits[0].title if found.hits else None

    @pytest.mark.parametrize(
        ("words", "title"),
        [
            ("resilient", "Resilient Distributed Datasets"),
            ("resilent distrbuted", "Resilient Distributed Datasets"),
            ("zaharia", "Resilient Distributed Datasets"),
            ("zahria", "Resilient Distributed Datasets"),
            ("nsdi", "Resilient Distributed Datasets"),
            ("rdd", "Resilient Distributed Datasets"),
            ("xin", "Big Data Systems"),
            ("Reynolt Xin", "Big Data Systems"),
            ("databricks", "Big Data Systems"),
            ("tensor flow", "TensorFlow: A System for Large-Scale Machine Learning"),
            ("tensorflow xin", "TensorFlow: A System for Large-Scale Machine Learning"),
            ("ubersicht", "Übersicht"),
            ("the ray paper", "Ray"),
            ("banana", None),
            ("resilient banana", None),
        ],
    )
    def test_title_author_venue_speaker_and_typing_errors(self, words, title):
        assert self.best(words) == title

    def test_a_paper_of_two_classes_is_found_once_with_both(self):
        (hit,) = search(self.term, "resilient").hits
        assert ids(hit.sessions) == ["big-data", "later"]

    def test_what_is_only_like_it_is_a_guess(self):
        found = search(self.term, "resilient bananas")
        assert (found.hits, [hit.title for hit in found.guesses]) == ((), ["Resilient Distributed Datasets"])
        assert search(self.term, "qwertyuiop").guesses == ()

    @settings(max_examples=50)
    @given(st.text(max_size=300))
    def test_any_text_can_be_looked_for(self, words):
        search(self.term, words)
        read_day(words, self.term, pacific(2022, 1, 20))


class TestDues:
    def test_reviews_deadlines_and_exams_in_order(self):
        found = agenda.dues(
            course(
                session("read", date(2022, 2, 7), start=ONE, readings=(reading("a"),), owes=True),
                session("midterm", date(2022, 2, 1), kind=SessionKind.EXAM, start=ONE),
                session("some-day", readings=(reading("b"),)),
                deadlines=(
                    deadline("late", date(2022, 2, 9)),
                    deadline("early", (date(2022, 1, 31), time(23, 59))),
                    deadline("open", kind=DeadlineKind.PROJECT),
                ),
            ),
            pacific(2022, 2, 1, 12),
        )
        assert [(one.session or one.deadline).id for one in found.ahead] == ["midterm", "read", "late"]
        assert [(one.session or one.deadline).id for one in found.past] == ["early"]
        assert [(one.session or one.deadline).id for one in found.undated] == ["open"]

    def test_a_day_without_an_hour_lasts_until_its_midnight(self):
        term = course(deadlines=(deadline("form", date(2022, 2, 9)),))
        assert agenda.dues(term, pacific(2022, 2, 9, 23, 59)).ahead
        assert not agenda.dues(term, pacific(2022, 2, 10)).ahead

    def test_an_exam_is_told_once(self):
        term = course(
            session("midterm", date(2022, 2, 1), kind=SessionKind.EXAM),
            deadlines=(deadline("midterm-1", date(2022, 2, 1), kind=DeadlineKind.EXAM),),
        )
        assert len(agenda.dues(term, pacific(2022, 1, 1)).ahead) == 1


def test_a_short_word_that_is_in_no_title_is_no_guess_at_random():
    found = search(read(bundled("schedule.yaml")).course, "raft")
    assert (found.hits, found.guesses) == ((), ())
