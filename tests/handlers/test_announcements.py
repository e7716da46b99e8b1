"""What a channel reads: each kind of announcement as text, and what holds for the announcements of any course."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import codec
from bot.conversation.plain import line_text, plain
from bot.conversation.reply import Bullets, Paragraph, Reply, SmallPrint, paragraph
from bot.course import planner
from bot.course.model import (
    Announcements,
    Course,
    DeadlineKind,
    Greeting,
    Link,
    MaterialKind,
    Medium,
    Session,
    SessionKind,
    Speaker,
    Tier,
)
from bot.course.notice import Facts, Notice, NoticeKind
from handlers.announcements import compose
from tests.support.courses import course, deadline, holiday, material, reading, review, session, week_of

MONDAY = date(2022, 1, 31)
EARLY, LATE = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def big_data(**more: object) -> Session:
    fields: dict[str, object] = {
        "title": "Big Data Systems",
        "kind": SessionKind.GUEST,
        "place": "Soda 405",
        "speakers": (Speaker(name="Reynold Xin", affiliation="Databricks"),),
        "readings": (
            reading("rdd", title="RDDs", venue="NSDI’12"),
            reading("lakehouse", title="Lakehouse"),
            reading("delta", Tier.OPTIONAL, title="Delta Lake"),
        ),
        "owes": True,
    }
    return session("big-data", MONDAY, start=time(13), end=time(16), **{**fields, **more})


def notices(of: Course, kind: NoticeKind) -> list[Notice]:
    return [one for one in planner.due(of, EARLY, LATE) if one.kind is kind]


def said(of: Course, kind: NoticeKind, number: int = 0, **facts: object) -> str:
    """What the bot says at the moment when the notice is due."""
    notice = notices(of, kind)[number]
    return plain(compose(notice, Facts(course=of, **{"now": notice.due_at, **facts})))


# --- the weekly post ----------------------------------------------------------------------------------------------


def test_the_weekly_post_says_what_is_due_and_what_to_read() -> None:
    of = course(
        big_data(),
        deadlines=(deadline("proposal", date(2022, 2, 4), submit_to="https://hand.in"),),
        command_prefix="x",
    )
    assert said(of, NoticeKind.WEEKLY).splitlines() == [
        "Coming up in Seminar: week of 31 Jan",
        "Due",
        "• Mon 31 Jan, 1:00 PM PST: review the 2 papers for Big Data Systems",
        "• Fri 4 Feb: Proposal (submit here (https://hand.in))",
        "[Write: RDDs] [Write: Lakehouse]",
        "Mon 31 Jan, 1:00 PM PST: Big Data Systems in Soda 405, with guest Reynold Xin (Databricks)",
        "Read",
        "• RDDs (https://papers.example/rdd), NSDI’12",
        "• Lakehouse (https://papers.example/lakehouse)",
        "Optional",
        "• Delta Lake (https://papers.example/delta)",
        "Ask me any time: /xreadings, /xreview or /xdeadlines",
    ]


def test_in_the_week_itself_it_says_this_week_and_leaves_out_what_is_over() -> None:
    of = course(
        session("mon", MONDAY, start=time(10), title="Monday Class", readings=(reading("a"),)),
        session("wed", date(2022, 2, 2), start=time(10), title="Wednesday Class", readings=(reading("a"),)),
        deadlines=(deadline("form", date(2022, 1, 31), kind=DeadlineKind.FORM),),
    )
    late = said(of, NoticeKind.WEEKLY, now=datetime(2022, 2, 1, 18, tzinfo=UTC))
    assert late.startswith("This week in Seminar\nWed 2 Feb, 10:00 AM PST: Wednesday Class\nRead\n• On a")
    assert "Monday" not in late
    assert "Form" not in late


def test_when_all_of_it_is_over_there_is_nothing_to_say() -> None:
    of = course(big_data())
    notice = notices(of, NoticeKind.WEEKLY)[0]
    assert compose(notice, Facts(course=of, now=datetime(2022, 2, 2, tzinfo=UTC))).blocks == ()


def test_a_paper_of_three_classes_stands_once_under_the_first_that_requires_it() -> None:
    of = course(
        session("mon", MONDAY, title="One", readings=(reading("a", Tier.OPTIONAL, title="Petuum"),)),
        session("wed", date(2022, 2, 2), title="Two", readings=(reading("a", title="Petuum"),)),
        session("fri", date(2022, 2, 4), title="Three", readings=(reading("a", title="Petuum"), reading("b"))),
    )
    text = said(of, NoticeKind.WEEKLY)
    assert text.count("Petuum") == 1
    assert text.index("Wed 2 Feb: Two") < text.index("Petuum") < text.index("Fri 4 Feb: Three")
    assert "Also the papers listed for Two (Wed 2 Feb)." in text
    assert "Mon 31 Jan: One\nThe papers are those for Two (Wed 2 Feb)." in text


def test_holidays_and_weeks_without_a_day_are_said_as_such() -> None:
    of = course(
        week_of("retreat", date(2022, 2, 1), title="Retreat"),
        holiday("presidents", date(2022, 2, 3), title="Presidents’ Day"),
    )
    text = said(of, NoticeKind.WEEKLY)
    assert "Week of Mon 31 Jan: Retreat" in text
    assert "Thu 3 Feb: no class (Presidents’ Day)" in text


def test_choose_one_groups_stand_under_their_own_words() -> None:
    readings = (
        reading("a"),
        reading("b", choose_one="x"),
        reading("c", choose_one="x"),
        reading("d", None),
        reading("e", Tier.BACKGROUND, medium=Medium.VIDEO, locator="min 3", links=(Link("Code", "https://code"),)),
    )
    lines = said(course(session("s", MONDAY, readings=readings)), NoticeKind.WEEKLY).splitlines()
    labels = [line for line in lines if not line.startswith("•")][2:-1]
    assert labels == ["Read", "Read one of these", "On the list", "Background"]
    assert "• On e (https://papers.example/e), min 3 (video) · Code (https://code)" in lines


def test_a_choice_of_papers_and_a_link_for_reviews_collected_elsewhere() -> None:
    base = big_data()
    elsewhere = review(base, (MONDAY, time(13)), choose=1, external_url="https://forms.example")
    of = course(replace(base, review=elsewhere))
    due = "• Mon 31 Jan, 1:00 PM PST: review one of the 2 papers for Big Data Systems (submit here (https://forms.example))"
    assert due in said(of, NoticeKind.WEEKLY)
    assert said(of, NoticeKind.REVIEW_DUE).splitlines() == [
        "Reviews for Big Data Systems are due tomorrow, Mon 31 Jan, 1:00 PM PST.",
        "Choose one of these 2 papers:",
        "• RDDs (https://papers.example/rdd), NSDI’12",
        "• Lakehouse (https://papers.example/lakehouse)",
        "Submit your review here (https://forms.example)",
    ]


# --- the day, deadlines, materials --------------------------------------------------------------------------------


def test_the_day_of_class() -> None:
    of = course(big_data(materials=(material(name="PDF"), material(MaterialKind.RECORDING, "Recording"))))
    assert said(of, NoticeKind.DAY_OF).splitlines() == [
        "Today at 1:00 PM PST in Soda 405: Big Data Systems, with guest Reynold Xin (Databricks)",
        "Read",
        "• RDDs (https://papers.example/rdd), NSDI’12",
        "• Lakehouse (https://papers.example/lakehouse)",
        "Slides: PDF (https://slides.example/PDF) · Recording (https://slides.example/Recording)",
        "Reviews are due today at 1:00 PM PST.",
    ]


def test_the_second_of_three_days_and_an_unknown_hour() -> None:
    of = course(session("talks", MONDAY, date(2022, 2, 2), date(2022, 2, 4), title="Project talks"))
    assert said(of, NoticeKind.DAY_OF, 1) == "Today: Project talks (day 2 of 3)"


def test_a_guest_lecture_is_not_called_guest_twice() -> None:
    speakers = (Speaker(name="Ada"), Speaker(name="Bob"), Speaker(name="Cid", url="https://cid"))
    of = course(session("g", MONDAY, kind=SessionKind.GUEST, title="Guest Lecture", speakers=speakers))
    assert said(of, NoticeKind.DAY_OF) == "Today: Guest Lecture, with Ada, Bob and Cid (https://cid)"


@pytest.mark.parametrize(
    ("due", "number", "text"),
    [
        ((date(2022, 2, 4), time(17)), 0, "Due in 2 days, Fri 4 Feb, 5:00 PM PST: Homework"),
        ((date(2022, 2, 4), time(17)), 1, "Due today, Fri 4 Feb, 5:00 PM PST: Homework"),
        (date(2022, 2, 4), 0, "Due in 2 days, Fri 4 Feb: Homework"),
        (date(2022, 2, 4), 1, "Due today, Fri 4 Feb: Homework"),
    ],
)
def test_a_deadline_by_its_distance(due: object, number: int, text: str) -> None:
    of = course(deadlines=(deadline("homework", due),))  # type: ignore[arg-type]
    assert said(of, NoticeKind.DEADLINE, number) == text


def test_a_deadline_says_all_that_the_schedule_says_about_it() -> None:
    of = course(
        deadlines=(
            deadline(
                "proposals",
                (date(2022, 2, 4), time(17)),
                kind=DeadlineKind.PROJECT,
                details="Two pages.",
                submit_to="https://hand.in",
                points=12.5,
                per="team",
                links=(Link("Template", "https://template"),),
            ),
            deadline("midterm", (date(2022, 3, 11), time(11)), kind=DeadlineKind.EXAM, place="Room 1240"),
        )
    )
    assert said(of, NoticeKind.DEADLINE).splitlines() == [
        "Due in 7 days, Fri 4 Feb, 5:00 PM PST: Proposals",
        "Two pages.",
        "• Submit it here (https://hand.in)",
        "• One per team",
        "• Worth 12.5 points",
        "• Template (https://template)",
    ]
    assert said(of, NoticeKind.DEADLINE, 3) == "Exam tomorrow, Fri 11 Mar, 11:00 AM PST: Midterm\n• Where: Room 1240"


def test_an_exam_in_the_calendar() -> None:
    of = course(session("midterm", date(2022, 3, 11), kind=SessionKind.EXAM, title="Midterm 1", place="Room 1240"))
    assert said(of, NoticeKind.DEADLINE, 1) == "Exam tomorrow, Fri 11 Mar: Midterm 1\nWhere: Room 1240"


def test_an_assignment_is_out_with_and_without_a_due_date() -> None:
    of = course(
        deadlines=(
            deadline("a0", out=date(2022, 1, 21), title="Assignment 0"),
            deadline("a1", date(2022, 2, 4), out=date(2022, 1, 28), title="Assignment 1"),
        )
    )
    assert said(of, NoticeKind.OUT) == "Now out: Assignment 0"
    assert said(of, NoticeKind.OUT, 1) == "Now out: Assignment 1, due Fri 4 Feb"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([material(name="PDF")], "Slides for Big Data Systems are up: PDF (https://slides.example/PDF)"),
        ([material(name="slides")], "Slides (https://slides.example/slides) for Big Data Systems are up."),
        (
            [material(name="PDF"), material(name="PPTX")],
            "Slides for Big Data Systems are up:\n• PDF (https://slides.example/PDF)\n• PPTX (https://slides.example/PPTX)",
        ),
        (
            [material(MaterialKind.RECORDING, "Recording")],
            "The recording (https://slides.example/Recording) for Big Data Systems is up.",
        ),
    ],
)
def test_materials_that_are_up(found: list[object], text: str) -> None:
    of = course(big_data(materials=tuple(found)))
    notice = planner.appeared(course(big_data()), of, EARLY)[0]
    assert plain(compose(notice, Facts(course=of, now=EARLY))) == text


def test_what_staff_wrote_is_said_to_the_letter() -> None:
    reply = Reply((paragraph("Class is online today. <!channel>"),), private=False)
    notice = Notice(course="seminar", kind=NoticeKind.ANNOUNCE, item="t", occurrence="", due_at=EARLY, stale_after=LATE)
    facts = Facts(course=course(), now=EARLY, details={"reply": codec.encode(reply)})
    assert compose(notice, facts) == reply


@pytest.mark.parametrize(
    "kind", [kind for kind in NoticeKind if kind.value in ["day-of", "review-due", "deadline", "out"]]
)
def test_what_the_schedule_no_longer_has_is_not_spoken_of(kind: NoticeKind) -> None:
    notice = Notice(course="seminar", kind=kind, item="gone", occurrence="start", due_at=EARLY, stale_after=LATE)
    assert compose(notice, Facts(course=course(), now=EARLY)).blocks == ()


def test_texts_of_any_length_lose_nothing_and_fit_into_blocks() -> None:
    title = "Ein langer Titel – " * 2500
    of = course(session("s", MONDAY, title=title, note="n" * 9000, readings=(reading("a", title="p" * 40_000),)))
    for notice in planner.due(of, EARLY, LATE):
        reply = compose(notice, Facts(course=of, now=notice.due_at))
        lines = [
            line
            for block in reply.blocks
            for line in (
                block.items
                if isinstance(block, Bullets)
                else (block.line,)
                if isinstance(block, Paragraph | SmallPrint)
                else ()
            )
        ]
        assert max(len(line_text(line)) for line in lines) <= 3000
        joined = "".join(line_text(line) for line in lines)
        assert title in joined
        assert joined.count("p") >= 40_000


# --- any course ---------------------------------------------------------------------------------------------------

INJECTIONS = ("", "<!channel>", "@everyone", "`code`", "*b*", "\x1b[31m", "\u202e", "[x](http://y)", "😀" * 50)
HOURS = st.one_of(
    st.none(), st.times(min_value=time(0), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
)
DAYS = st.integers(0, 40).map(lambda number: date(2022, 2, 28) + timedelta(days=number))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Some weeks around a change of the clocks; each thing has a number of its own in its title."""
    sessions = []
    for number in range(draw(st.integers(0, 6))):
        papers = draw(st.lists(st.integers(0, 5), max_size=4, unique=True))
        tiers = st.sampled_from([Tier.REQUIRED, Tier.OPTIONAL, Tier.BACKGROUND, None])
        readings = tuple(reading(f"p{paper}", draw(tiers), title=f"Paper ({paper})") for paper in papers)
        days = sorted(draw(st.lists(DAYS, min_size=1, max_size=3, unique=True)))
        kind = draw(st.sampled_from(list(SessionKind)))
        start = draw(HOURS) if kind.meets else None
        one = session(
            f"s{number}", *days, start=start, kind=kind, readings=readings,
            title=f"{draw(st.sampled_from(INJECTIONS))}Topic ({number})",
            place=draw(st.sampled_from([None, *INJECTIONS[1:]])),
        )  # fmt: skip
        if any(paper.tier is Tier.REQUIRED for paper in readings) and draw(st.booleans()):
            one = replace(one, review=review(one, (draw(DAYS), time(13)), choose=draw(st.sampled_from([None, 1]))))
        sessions.append(one)
    deadlines = tuple(
        deadline(
            f"d{number}",
            draw(st.one_of(DAYS, st.tuples(DAYS, HOURS.filter(bool)))),  # type: ignore[arg-type]
            kind=draw(st.sampled_from(list(DeadlineKind))),
            out=draw(st.one_of(st.none(), DAYS)),
            title=f"{draw(st.sampled_from(INJECTIONS))}Task ({number})",
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return course(*sessions, deadlines=deadlines)


@settings(max_examples=60, deadline=None)
@given(of=courses(), fraction=st.floats(0, 0.999))
def test_every_announcement_of_any_course(of: Course, fraction: float) -> None:
    for notice in planner.due(of, EARLY, LATE):
        now = notice.due_at + (notice.stale_after - notice.due_at) * fraction
        text = plain(compose(notice, Facts(course=of, now=now)))
        assert text, notice
        for deadline_ in of.deadlines:
            if deadline_.due is not None and deadline_.due.until <= now:
                assert deadline_.title not in text
        owing = [one.id for one in of.sessions if one.review and one.review.due and one.review.due.until > now]
        for session_ in of.sessions:
            if session_.over_at is not None and session_.over_at <= now and session_.id not in owing:
                assert session_.name not in text
        read = "\n".join(line for line in text.splitlines() if not line.startswith("[Write: "))
        for paper in required(of, notice, now):
            assert read.count(paper) == 1, (notice, paper, text)


def required(of: Course, notice: Notice, now: datetime) -> set[str]:
    """Titles of the papers that the announcement must name."""
    match notice.kind:
        case NoticeKind.WEEKLY:
            told = [one for one in planner.coverage(of, notice).sessions if one.over_at is None or one.over_at > now]
        case NoticeKind.DAY_OF | NoticeKind.REVIEW_DUE:
            told = [one for one in of.sessions if one.id == notice.item]
        case _:
            told = []
    return {paper.title for one in told for paper in one.readings if paper.tier is Tier.REQUIRED}


# --- to one person ------------------------------------------------------------------------------------------------


def welcome(of: Course, **details: str) -> Reply:
    notice = Notice(course=of.id, kind=NoticeKind.WELCOME, item="", occurrence="once", due_at=EARLY, stale_after=LATE)
    return compose(notice, Facts(course=of, now=EARLY, details=details))


def test_the_welcome_says_who_the_bot_is_and_how_to_ask() -> None:
    of = course(big_data(), title="ML Systems", command_prefix="x")
    assert plain(welcome(of)).splitlines() == [
        "Hello! I am the bot of ML Systems. In #course I post what to read and what is due, and I answer when you ask.",
        (
            "/xreadings shows what to read next, /xreview which reviews you owe and lets you write them, "
            "/xdeadlines what is due."
        ),
        "You can also write to me here, for example readings week 3, or readings and some words of a paper’s title.",
        "Only you see my answers. Everything that I understand: /xcourse help.",
        "[What’s next] [My reviews] [Deadlines] [Help]",
    ]


def test_staff_are_welcomed_with_one_line_more() -> None:
    of = course(big_data())
    students, staff = plain(welcome(of)).splitlines(), plain(welcome(of, staff="yes")).splitlines()
    assert [one for one in staff if one not in students] == [
        "You are staff: /course also announces, pauses me, and shows what I will post."
    ]


def test_the_welcome_names_no_channel_where_there_is_none() -> None:
    of = course(channels={"slack": {"staff": "#staff"}})
    assert "I keep track of what to read" in plain(welcome(of))
    assert "#" not in plain(welcome(of))


def test_a_course_that_has_turned_its_welcome_off_says_nothing() -> None:
    assert welcome(course()).blocks
    assert not welcome(course(announcements=Announcements(welcome=Greeting(on=False)))).blocks
