"""`/readings` as people read it."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from bot.conversation.commands import Run
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Instant, Paragraph, WebLink
from bot.course.model import Link, MaterialKind, Medium, SessionKind, Speaker, Tier
from bot.course.schedule import read
from bot.data import bundled
from handlers.readings import readings
from tests.support.asking import asked, buttons, labels
from tests.support.courses import course, holiday, material, mondays_at_one, reading, review, session

SHIPPED = read(bundled("schedule.yaml")).course
ZONE = SHIPPED.timezone
NO_SERVICE: Run = None  # type: ignore[assignment]  # the schedule is all that is asked


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)


async def ask(words, now, term=SHIPPED):
    return await readings(asked(term, words, now), NO_SERVICE)


async def says(words, now, term=SHIPPED):
    return plain(await ask(words, now, term))


async def test_what_is_next_to_read():
    text = await says("", at(2022, 1, 28, 10))
    assert text.splitlines()[:6] == [
        "What to read next",
        "Big Data Systems",
        "Mon 31 Jan, 1:00 PM PST · Soda 405 · Week 2",
        "Guest: Reynold Xin (https://en.wikipedia.org/wiki/Reynold_Xin) (Databricks)",
        "Review one of the 3 required papers by Mon 31 Jan, 1:00 PM PST.",
        "Required",
    ]
    assert text.index("Lakehouse") < text.index("Optional") < text.index("Delta Lake") < text.index("Slides: PDF")
    assert text.endswith("After that: Hardware for Machine Learning, Mon 7 Feb, 1:00 PM PST.")


async def test_dates_are_instants_and_titles_are_links():
    spans = [
        span
        for block in (await ask("", at(2022, 1, 28, 10))).blocks
        if isinstance(block, Paragraph)
        for span in block.line
    ]
    assert Instant(at(2022, 1, 31, 13), "America/Los_Angeles") in spans
    assert WebLink("Reynold Xin", "https://en.wikipedia.org/wiki/Reynold_Xin") in spans


async def test_before_the_term_the_first_class_and_how_far_it_is():
    text = await says("", at(2022, 1, 4, 10))
    assert "Nothing in the next 7 days. The next class is Mon 24 Jan, 1:00 PM PST (in 20 days)." in text
    assert "Introduction and Course Overview" in text


async def test_a_holiday_and_the_class_after_it():
    text = await says("", at(2022, 2, 20, 10))
    assert text.index("No class: Holiday (Presidents Day)") < text.index("Distributed deep learning, Part II")


async def test_a_term_that_is_over_says_so_with_the_year_where_it_is_another():
    assert "The term is over: the last class was" in await says("", at(2022, 6, 1))
    assert "on Mon 9 May 2022." in await says("", at(2026, 6, 1))


async def test_a_schedule_without_classes():
    assert "The schedule has no classes yet." in await says("", at(2022, 1, 1), course())


@pytest.mark.parametrize(
    ("words", "now", "heading", "holds"),
    [
        ("this", at(2022, 2, 16), "This week: Mon 14 Feb to Sun 20 Feb", "Part I: Systems"),
        ("this week", at(2022, 2, 16), "This week: Mon 14 Feb to Sun 20 Feb", "Part I: Systems"),
        ("next", at(2022, 2, 16), "Next week: Mon 21 Feb to Sun 27 Feb", "No class: Holiday (Presidents Day)"),
        ("Next week?", at(2022, 2, 16), "Next week: Mon 21 Feb to Sun 27 Feb", "No class: Holiday (Presidents Day)"),
        ("last", at(2022, 2, 16), "Last week: Mon 7 Feb to Sun 13 Feb", "Hardware for Machine Learning"),
        (
            "this",
            at(2022, 1, 12),
            "This week: Mon 10 Jan to Sun 16 Jan",
            "No class in the week of Mon 10 Jan. The next one:",
        ),
        ("this", at(2022, 6, 1), "This week: Mon 30 May to Sun 5 Jun", "The last class on the schedule is"),
        ("week 3", at(2022, 1, 12), "Week 3", "Mon 7 Feb, 1:00 PM PST"),
        ("Week3", at(2022, 1, 12), "Week 3", "Mon 7 Feb, 1:00 PM PST"),
        ("3", at(2022, 1, 12), "Week 3", "Mon 7 Feb, 1:00 PM PST"),
        ("week 99", at(2022, 1, 12), "Week 99", "There is no such week: the schedule has weeks 1 to 16."),
        ("14 feb", at(2022, 1, 12), "Mon 14 Feb 2022", "Part I: Systems"),
        ("next monday", at(2022, 1, 20), "Mon 24 Jan 2022", "Introduction and Course Overview"),
        ("tomorrow", at(2022, 1, 20), "Fri 21 Jan 2022", "No class on Fri 21 Jan 2022. The next one:"),
        ("2023-02-14", at(2022, 1, 20), "Tue 14 Feb 2023", "The last class on the schedule is"),
        ("big-data", at(2022, 1, 20), "Week 2", "Big Data Systems"),
    ],
)
async def test_weeks_and_days(words, now, heading, holds):
    text = await says(words, now)
    assert text.splitlines()[0] == heading
    assert holds in text


async def test_one_class_found_is_shown_whole():
    text = await says("reynold xinn", at(2022, 1, 20))
    assert text.startswith("Found for “reynold xinn”\nBig Data Systems\nMon 31 Jan, 1:00 PM PST")


async def test_a_paper_found_stands_with_its_class_and_a_button_to_it():
    reply = await ask("lakehous", at(2022, 1, 20))
    assert "Big Data Systems (Mon 31 Jan, 1:00 PM PST)" in plain(reply)
    (button,) = buttons(reply)
    shown = await says(" ".join(button.action.arguments), at(2022, 1, 20))
    assert (button.label, "Delta Lake" in shown) == ("Show Big Data Systems", True)


async def test_nothing_found_helps_on():
    assert "Did you mean:" in await says("mlsys", at(2022, 1, 20))
    assert "/readings alone shows what is next." in await says("qwertyuiop", at(2022, 1, 20))


@pytest.mark.parametrize("words", ["tue 14 mar", "2022-13-01", "monday 14", "31 feb"])
async def test_a_day_that_is_none_is_said_so_with_an_example(words):
    assert "I cannot read that as one day. Try /readings 31 jan" in await says(words, at(2022, 1, 20))


async def test_what_was_typed_comes_back_short_and_as_plain_text():
    text = await says("<!channel> " + "x" * 40_000, at(2022, 1, 20))
    assert text.startswith("Nothing found for “<!channel> xxx")
    assert len(text) < 500


ALL_OF_IT = session(
    "rich",
    date(2022, 2, 7),
    start=time(13),
    kind=SessionKind.GUEST,
    unit="Infrastructure",
    note="Bring a laptop.",
    speakers=(Speaker(name="Ada"), Speaker(name="Grace", affiliation="Navy")),
    readings=(
        reading(
            "a",
            title="Required one",
            venue="SOSP'11",
            locator="Ch. 3",
            authors=("Ann", "Bob", "Cem", "Dan"),
            links=(Link("Code", "https://code.example"),),
        ),
        reading("b", None, title="Unmarked one", url=None, medium=Medium.VIDEO),
        reading("c", Tier.BACKGROUND, title="Background one"),
        reading("d", Tier.OPTIONAL, title="Left", choose_one="g"),
        reading("e", Tier.OPTIONAL, title="Right", choose_one="g"),
    ),
    materials=(
        material(MaterialKind.SLIDES, "PDF"),
        material(MaterialKind.SLIDES, "PPTX"),
        material(MaterialKind.RECORDING, "Recording"),
    ),
)


async def test_everything_that_a_session_can_hold():
    assert (await says("rich", at(2022, 2, 1), course(ALL_OF_IT))).splitlines() == [
        "From the schedule",
        "Rich",
        "Mon 7 Feb, 1:00 PM PST · Infrastructure",
        "Guests: Ada, Grace (Navy)",
        "Bring a laptop.",
        "Required",
        "• Required one (https://papers.example/a), by Ann, Bob, Cem and others, Ch. 3, SOSP'11 · Code (https://code.example)",
        "Readings",
        "• Unmarked one (video)",
        "Optional: choose one",
        "• Left (https://papers.example/d)",
        "• Right (https://papers.example/e)",
        "Background",
        "• Background one (https://papers.example/c)",
        (
            "Slides: PDF (https://slides.example/PDF), PPTX (https://slides.example/PPTX) · "
            "Recording (https://slides.example/Recording)"
        ),
    ]


THREE = tuple(reading(name) for name in "abc")


def owing(due=(date(2022, 2, 7), time(13)), papers=THREE, **fields):
    bare = session("s", date(2022, 2, 7), start=time(13), readings=papers)
    return course(session("s", date(2022, 2, 7), start=time(13), readings=papers, review=review(bare, due, **fields)))


@pytest.mark.parametrize(
    ("term", "now", "sentence"),
    [
        (owing(), at(2022, 2, 1), "Review all 3 papers by Mon 7 Feb, 1:00 PM PST."),
        (owing(choose=1), at(2022, 2, 1), "Review one of these 3 papers by Mon 7 Feb, 1:00 PM PST."),
        (owing(choose=2), at(2022, 2, 1), "Review two of these 3 papers by Mon 7 Feb, 1:00 PM PST."),
        (owing(papers=THREE[:2]), at(2022, 2, 1), "Review both papers by Mon 7 Feb, 1:00 PM PST."),
        (owing(papers=THREE[:1]), at(2022, 2, 1), "Review the paper by Mon 7 Feb, 1:00 PM PST."),
        (owing(due=None), at(2022, 2, 1), "Review all 3 papers. The date is not known yet."),
        (owing(due=date(2022, 2, 6)), at(2022, 2, 1), "Review all 3 papers by Sun 6 Feb."),
        (
            owing(papers=(*THREE, reading("o", Tier.OPTIONAL)), choose=1),
            at(2022, 2, 1),
            "Review one of the 3 required papers by Mon 7 Feb, 1:00 PM PST.",
        ),
        (
            owing(external_url="https://hand.in"),
            at(2022, 2, 1),
            "Review all 3 papers by Mon 7 Feb, 1:00 PM PST. Submit it here (https://hand.in).",
        ),
        (
            owing(),
            at(2022, 2, 7, 14),
            "Reviews were due Mon 7 Feb, 1:00 PM PST. Late ones are still taken until Tue 8 Feb, 1:00 PM PST.",
        ),
        (owing(), at(2022, 2, 9), "Reviews were due Mon 7 Feb, 1:00 PM PST."),
    ],
)
async def test_what_is_owed_by_when(term, now, sentence):
    assert sentence in (await says("s", now, term)).splitlines()


async def test_a_paper_of_several_classes_is_listed_once_and_owed_once():
    papers = tuple(reading(name) for name in "ab")
    term = course(
        session("one", date(2022, 2, 7), start=time(13), readings=papers, owes=True),
        session("two", date(2022, 2, 9), start=time(13), readings=papers),
    )
    text = await says("this", at(2022, 2, 7, 9), term)
    assert text.count("On a (") == 1
    assert "Two papers of this class are listed above, under One (Mon 7 Feb)." in text
    assert "The reviews are due with One, by Mon 7 Feb, 1:00 PM PST." in text


async def test_classes_without_a_date_or_a_title():
    term = course(session("first", readings=(reading("a"),)), session("second", title=None))
    text = await says("", at(2022, 2, 1), term)
    assert text.splitlines()[:4] == [
        "What to read next",
        "No class with a date is ahead. These have no date yet:",
        "First",
        "Date to be announced",
    ]
    assert "Topic to be announced" in text


async def test_an_hour_that_is_unknown_is_not_invented():
    assert "\nTue 8 Feb\n" in await says("a", at(2022, 2, 1), course(session("a", date(2022, 2, 8), readings=THREE)))


async def test_a_long_answer_comes_in_pages_that_lose_and_repeat_nothing():
    term = mondays_at_one(100)
    reply = await ask("all", at(2022, 1, 1), term)
    seen = []
    pages = 0
    while True:
        pages += 1
        seen += [line for line in plain(reply).splitlines() if line.startswith("• ")]
        assert len(plain(reply).splitlines()) < 60
        forward = [button for button in buttons(reply) if button.label == "Next"]
        if not forward:
            break
        action = Action.decode(forward[0].action.encode())
        reply = await ask(" ".join(action.arguments), at(2022, 1, 1), term)
    assert pages > 5
    assert seen == [f"• On paper-{number} (https://papers.example/paper-{number})" for number in range(1, 101)]
    assert labels(reply) == ["Previous"]


async def test_a_class_of_a_hundred_papers_goes_on_on_the_next_page():
    papers = tuple(reading(f"p{number}") for number in range(100))
    reply = await ask("many", at(2022, 1, 1), course(session("many", date(2022, 2, 7), readings=papers)))
    assert labels(reply) == ["Next"]
    following = await says(
        " ".join(buttons(reply)[0].action.arguments),
        at(2022, 1, 1),
        course(session("many", date(2022, 2, 7), readings=papers)),
    )
    assert "Many (continued)" in following


async def test_a_week_without_a_class_in_a_course_without_labels():
    term = course(session("a", date(2025, 1, 21)), session("b", date(2025, 2, 4)), holiday("c", date(2025, 2, 11)))
    text = await says("week 2", at(2025, 1, 1), term)
    assert text.splitlines()[:3] == ["Week 2: Mon 27 Jan to Sun 2 Feb", "No class in this week. The next one:", "B"]


async def test_every_class_of_the_shipped_course_is_found_by_its_day_week_id_and_title():
    for one in SHIPPED.sessions:
        name = one.title or ""
        for words in (one.id, f"id:{one.id}", f"{one.first.day}", f"{one.week}", name):
            assert name in await says(words, at(2022, 1, 20)), words


async def test_a_class_of_another_year_names_it():
    assert "Mon 31 Jan, 1:00 PM PST · 2022 · Soda 405" in await says("week 2", at(2026, 1, 20))
    assert "2022" not in (await says("week 2", at(2022, 1, 20))).splitlines()[2]


async def test_who_came_late_is_not_told_to_review_what_they_do_not_owe():
    term = course(
        session("one", date(2022, 1, 24), start=time(13), readings=(reading("a"),), owes=True),
        session("two", date(2022, 1, 31), start=time(13), readings=(reading("b"),), owes=True),
    )
    asks = asked(term, "all", at(2022, 1, 23, 10))
    late = replace(asks.someone, joined_at={term.id: asks.now}, counts_from={term.id: at(2022, 1, 25, 10)})
    owed = "Review the paper by Mon 24 Jan, 1:00 PM PST."
    assert owed in plain(await readings(asks, NO_SERVICE))
    words = plain(await readings(replace(asks, someone=late), NO_SERVICE))
    assert owed not in words
    assert "Review the paper by Mon 31 Jan, 1:00 PM PST." in words
    assert "On a" in words, "the papers stand there as ever"
