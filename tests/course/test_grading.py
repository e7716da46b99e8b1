"""What a schedule says of grades: the scale of marks, the parts of the grade, and what is wrong with either."""

from __future__ import annotations

import pytest

from bot.course.grading import CHECKS, Component, Grading, MarkStep
from bot.course.grading_meaning import grading_in_words
from bot.course.mark_scales import step_id
from bot.course.model import Course
from bot.course.schedule import parse
from bot.errors import BadSchedule
from tests.support.seminar import FIRST, HEAD, SECOND

CHOOSING = """\
  - id: third
    title: Frameworks
    date: 2022-02-14
    review: {owe: {choose: 1}}
    readings:
      - {id: tvm, title: TVM, tier: required, url: https://example.org/tvm}
      - {id: xla, title: XLA, tier: required, url: https://example.org/xla}
"""


def course(grading: str) -> Course:
    return parse(HEAD + FIRST + SECOND + CHOOSING + grading, "schedule.yaml").course


def of(grading: str) -> Grading:
    return course(f"grading: {grading}\n").grading


def problems(grading: str) -> list[tuple[str, str]]:
    with pytest.raises(BadSchedule) as caught:
        of(grading)
    return [(one.path, one.message) for one in caught.value.problems]


def steps(*said: tuple[str, str, float]) -> tuple[MarkStep, ...]:
    return tuple(MarkStep(id=one, label=label, share=share) for one, label, share in said)


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("checks", CHECKS),
        ("0 to 2", steps(("0", "0", 0), ("1", "1", 0.5), ("2", "2", 1))),
        ("1-4", steps(("1", "1", 0.25), ("2", "2", 0.5), ("3", "3", 0.75), ("4", "4", 1))),
        ("{fine: 80%, poor: 0.5, full: 1}", steps(("poor", "poor", 0.5), ("fine", "fine", 0.8), ("full", "full", 1))),
        ("{✓-: 0, ✓: .9, ✓+: 100%}", steps(("minus", "✓-", 0), ("check", "✓", 0.9), ("plus", "✓+", 1))),
    ],
)
def test_a_scale_is_a_word_a_range_or_names_with_what_each_is_worth(written: str, marks: tuple[MarkStep, ...]) -> None:
    assert of(f"{{marks: {written}}}").marks == marks


def test_every_step_has_an_id_for_buttons_that_no_other_step_changes() -> None:
    labels = ["excellent", "Excellent work", "A", "A+", "A−", "優", "✓", "10", "much too long a name for a step"]
    ids = [step_id(label) for label in labels]
    assert len(set(ids)) == len(ids)
    assert all(1 <= len(one) <= 8 and one.isascii() and "|" not in one for one in ids)
    assert [step_id(label) for label in labels[::-1]] == ids[::-1]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{marks: chekcs}", '"chekcs" is no scale of marks: write checks, a range such as 0 to 10, or names'),
        ("{marks: [poor, fine]}", "say what each mark is worth: write {poor: 0.8, …} instead of a list"),
        ("{marks: 10 to 0}", "a scale goes from the lowest to the highest number, such as 0 to 10"),
        ("{marks: 0 to 100}", "0 to 100 are 101 marks, at most 25 can be offered"),
        ("{marks: {fine: 1}}", "a scale has 2 to 25 marks, here are 1"),
        ("{marks: {fine: 80, full: 1}}", '"fine": "80" is not the part of the full score that it is worth: write 0 to 1, such as 80%'),
        ("{marks: {fine: 2/3, full: 1}}", "write 0 to 1, such as 0.8 or 80%"),
        ("{marks: {fine: 120%, full: 1}}", '"120%" is not the part'),
        ("{marks: {Fine: 0.8, fine: 1}}", '"Fine" and "fine" are the same mark: leave one out'),
        ("{unmarked: ful}", '"ful" is not known here, did you mean "full"? Write one of auto, full, blank'),
        ("{reviews: {pionts: 60}}", "unknown key, did you mean points?"),
        ("{presenting: {drop_lowest: 1}}", "this key does not belong here: it is one of grading.participation, grading.reviews"),
        ("{reviews: of}", '"of" is not known here, did you mean "off"? Write off, or keys such as points:'),
        ("{reviews: {points: many}}", '"many" is not a number'),
        ("{reviews: {drop_lowest: 1.5}}", "is not a whole number"),
        ("{reviews: {columns: {rd: R}}}", 'no review is asked for "rd": did you mean rdd?'),
        ("{reviews: {columns: {tvm: R}}}", 'no review is asked for "tvm": write the id of a paper; where students choose, of the session'),
        ("{reviews: {column: R}, presenting: {column: R}}", 'the column "R" is taken on line'),
        ("checks", 'keys and values are wanted here, not "checks": write {marks: checks, reviews: {points: 60, drop_lowest: 2}}'),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_at_its_place(written: str, said: str) -> None:
    ((path, message),) = problems(written)
    assert said in message
    assert path.startswith("grading")


def test_without_the_section_everything_has_a_default() -> None:
    assert course("").grading == Grading()
    assert list(grading_in_words(course(""))) == []
    assert of("{presenting: off}").presenting == Component(on=False)


def test_check_says_what_it_means() -> None:
    written = (
        "{marks: {poor: 50%, fine: 1}, unmarked: blank, reviews: {points: 60, drop_lowest: 2, column: Reviews (12)}, "
        "presenting: off, participation: {points: 1, drop_lowest: 1}}"
    )
    assert list(grading_in_words(course(f"grading: {written}\n"))) == [
        (
            "Grades: reviews 60 points, the lowest 2 dropped, in the column “Reviews (12)”; participation 1 point, the "
            "lowest dropped."
        ),
        "Reviews are marked poor (50 %) and fine (100 %). A review counts once it is marked.",
    ]
    assert list(grading_in_words(course("grading: {marks: 0 to 10}\n")))[1].startswith(
        "Reviews are marked 0 (0 %) to 10 (100 %) in 11 steps."
    )


def test_columns_of_single_reviews_are_known_by_paper_and_where_students_choose_by_session() -> None:
    found = of("{reviews: {points_each: 5, columns: {rdd: Review 1 (77), third: Review 3}}}")
    assert (found.points_each, dict(found.columns)) == (5, {"rdd": "Review 1 (77)", "third": "Review 3"})
