"""`reads` of a presenting role: whose answers it is given before class, and what `check` says of a slip."""

from __future__ import annotations

import pytest

from bot.course.presets import FORMS, PRESENTING
from bot.course.schedule import BadSchedule, Parsed, parse
from tests.support.seat_desk import text

REVIEWS = "reviews: {owe: each required, form: systems, due: at class start}\n"


def read(reads: str, reviews: str = REVIEWS) -> Parsed:
    roles = f"[{{id: critic, title: Critic, reads: {reads}}}]"
    return parse(text(roles=roles, preset="", rules="").replace("presenting:\n", f"{reviews}presenting:\n"), "s.yaml")


def problem(reads: str) -> str:
    with pytest.raises(BadSchedule) as told:
        read(reads)
    return str(told.value)


@pytest.mark.parametrize(
    ("written", "meant"), [("[weaknesses, summary]", ("weaknesses", "summary")), ("merit", ("merit",))]
)
def test_a_role_names_the_fields_that_it_reads(written: str, meant: tuple[str, ...]) -> None:
    assert read(written).course.presenting.roles[0].reads == meant


def test_a_field_that_no_form_has_is_a_problem_with_the_one_that_was_meant() -> None:
    assert 'no review form has a field with the id "weakneses", did you mean weaknesses?' in problem("[weakneses]")
    assert "write some of summary, strengths, weaknesses, questions, merit" in problem("[zzz]")


def test_without_reviews_there_is_nothing_to_read() -> None:
    assert any("there is nothing to read: leave out reads" in str(one) for one in read("[summary]", "").warnings)


def test_what_the_presets_name_is_a_field_of_some_form() -> None:
    fields = {field.id for form in FORMS.values() for field in form.fields}
    assert {field for roles in PRESENTING.values() for role in roles for field in role.reads} <= fields
