"""What a session's reviews come to: distributions, disagreement, and every text as it was asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course import digest
from bot.course.digest import Entry, PaperDigest, SessionDigest
from bot.course.model import CourseRole, FormField, ReviewForm
from bot.course.presets import FORMS

SYSTEMS, SHORT = FORMS["systems"], FORMS["short"]
MERIT = next(one for one in SYSTEMS.fields if one.id == "merit")


def scale(*options: str, start: int = 1, high_is_good: bool = True, field_id: str = "merit") -> ReviewForm:
    field = FormField(id=field_id, kind="scale", label="Merit", options=options, start=start, high_is_good=high_is_good)
    return ReviewForm(name="custom", fields=(field,))


def scored(form: ReviewForm, *scores: object, field_id: str = "merit") -> tuple[Entry, ...]:
    return tuple(Entry(writer=f"W{n}", form=form, answers={field_id: str(one)}) for n, one in enumerate(scores))


@pytest.mark.parametrize(
    ("form", "given_scores", "rows"),
    [
        (scale("No", "Yes", start=0), (0, 1, 1), [(1, "Yes", 2), (0, "No", 1)]),
        (scale("Bad", "So", "Good", start=-2), (-2, -2, 0), [(0, "Good", 1), (-1, "So", 0), (-2, "Bad", 2)]),
        (scale("Best", "Worst", high_is_good=False), (1, 2, 2), [(1, "Best", 1), (2, "Worst", 2)]),
    ],
)
def test_a_distribution_lists_every_score_the_best_first(
    form: ReviewForm, given_scores: tuple[int, ...], rows: list[tuple[int, str, int]]
) -> None:
    (found,) = digest.scores(scored(form, *given_scores), form)
    assert list(digest.best_first(found)) == rows
    assert found.mean == pytest.approx(sum(given_scores) / len(given_scores))


def test_what_is_no_score_counts_nowhere() -> None:
    form = scale("Bad", "Good")
    (found,) = digest.scores(scored(form, 3, 0, "", "x", "1.5", 2), form)
    assert (found.counts, found.total) == ((0, 1), 1)


def test_a_form_without_a_scale_has_no_scores_and_no_disagreement() -> None:
    entries = (Entry(writer="A", form=SHORT, answers={"question": "Why?"}),) * 3
    assert digest.scores(entries, SHORT) == ()
    assert digest.spread(entries, SHORT) is None


def test_disagreement_is_the_standard_deviation_of_the_first_scale() -> None:
    assert digest.spread(scored(SYSTEMS, 5, 5, 1), SYSTEMS) == pytest.approx(pstdev([5, 5, 1]))
    assert digest.spread(scored(SYSTEMS, 5), SYSTEMS) is None, "one score cannot disagree"
    assert digest.spread((), SYSTEMS) is None


def test_scores_of_an_earlier_scale_are_told_apart_and_count_by_their_place_on_it() -> None:
    now, before = scale("1", "2", "3", "4", "5"), scale("best", "middle", "worst", high_is_good=False, start=0)
    entries = (*scored(now, 5, 1), *scored(before, 0, 2))
    assert [(one.earlier, one.counts) for one in digest.scores(entries, now)] == [
        (False, (1, 0, 0, 0, 1)),
        (True, (1, 0, 1)),
    ]
    assert digest.spread(entries, now) == pytest.approx(pstdev([5, 1, 5, 1]))


def papers(**scores: tuple[int, ...]) -> SessionDigest:
    found = tuple(
        PaperDigest(paper=name, entries=scored(SYSTEMS, *given), expected=3) for name, given in scores.items()
    )
    return SessionDigest(session="s", form=SYSTEMS, papers=found, done=0, expected=0)


def test_papers_come_by_disagreement_and_those_without_reviews_apart() -> None:
    found = papers(agreed=(3, 3), none=(), one=(5,), split=(1, 5), nearly=(4, 5))
    assert [one.paper for one in found.reviewed] == ["split", "nearly", "agreed", "one"]
    assert [one.paper for one in found.unreviewed] == ["none"]


@given(st.lists(st.integers(0, 300), max_size=12), st.integers(3, 20))
def test_bars_fit_and_show_whatever_was_given(counts: list[int], width: int) -> None:
    lengths = digest.bars(counts, width)
    assert all(0 <= one <= width for one in lengths)
    assert [one > 0 for one in lengths] == [one > 0 for one in counts]
    assert all(
        a <= b for (x, a) in zip(counts, lengths, strict=True) for (y, b) in zip(counts, lengths, strict=True) if x <= y
    )


def test_texts_stand_under_the_question_that_was_asked() -> None:
    asked = ReviewForm(name="custom", fields=(FormField(id="why", kind="text", label="Why"),))
    earlier = ReviewForm(
        name="custom",
        fields=(
            FormField(id="why", kind="text", label="For what reason"),
            FormField(id="pick", kind="choices", label="Picks", options=("Fast", "Small")),
        ),
    )
    new = Entry(writer="Ada", form=asked, answers={"why": "Because."})
    old = Entry(writer="Ben", form=earlier, answers={"why": "So.", "pick": "1,2"})
    empty = Entry(writer="Cem", form=asked, answers={"why": " \n"})
    said = [
        (one.field.label, one.earlier, [(e.writer, t) for e, t in one.entries])
        for one in digest.said((new, old, empty), asked)
    ]
    assert said == [
        ("Why", False, [("Ada", "Because.")]),
        ("For what reason", True, [("Ben", "So.")]),
        ("Picks", True, [("Ben", "Fast, Small")]),
    ]


def test_scores_are_among_the_texts_only_where_they_are_wanted() -> None:
    entries = scored(SYSTEMS, 4)
    assert digest.said(entries, SYSTEMS) == ()
    assert [(one.field.id, one.entries[0][1]) for one in digest.said(entries, SYSTEMS, scales=True)] == [
        ("merit", "4 Weak accept")
    ]


ENTRIES = st.builds(
    Entry,
    writer=st.text(max_size=8),
    role=st.sampled_from(CourseRole),
    form=st.sampled_from([SYSTEMS, SHORT, scale("Bad", "Good", start=-2)]),
    answers=st.dictionaries(st.sampled_from(["summary", "merit", "question"]), st.text(max_size=12)),
    late_by=st.none() | st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes)),
)
PAPERS = st.builds(
    PaperDigest,
    paper=st.sampled_from(["a", "b"]),
    entries=st.lists(ENTRIES, max_size=4).map(tuple),
    expected=st.none() | st.integers(0, 9),
)


@given(st.lists(PAPERS, max_size=3).map(tuple), st.sampled_from([SYSTEMS, SHORT]), st.booleans())
def test_a_digest_comes_back_from_its_text_as_it_was(
    found: tuple[PaperDigest, ...], form: ReviewForm, until: bool
) -> None:
    known = SessionDigest(
        session="s",
        form=form,
        papers=found,
        done=1,
        expected=2,
        until=datetime(2022, 1, 31, tzinfo=UTC) if until else None,
        picture=until,
    )
    assert digest.decode(digest.encode(known)) == known
