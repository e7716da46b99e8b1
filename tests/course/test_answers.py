"""What a form's answers are worth: complete or not, as words, and under a form that was changed since."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.course import answers
from bot.course.duties import FormField, ReviewForm
from bot.course.presets import FORMS
from bot.course.vocabulary import Visibility

TEXT = FormField(id="text", kind="text", label="Text", min_words=2, max_words=4)
SCALE = FormField(id="merit", kind="scale", label="Merit", options=("Reject", "Weak", "Accept"), start=-1)
CHOICE = FormField(id="area", kind="choice", label="Area", options=("Systems", "Theory"))
CHOICES = FormField(id="topics", kind="choices", label="Topics", options=("A", "B", "C"))
YES_NO = FormField(id="read", kind="yes_no", label="Read it?")
FILE = FormField(id="notes", kind="file", label="Notes", required=False)
FORM = ReviewForm(name="custom", fields=(TEXT, SCALE, CHOICE, CHOICES, YES_NO, FILE))
FULL = {"text": "two words", "merit": "1", "area": "2", "topics": "1,3", "read": "no", "notes": "12,13"}


def missing(**changed: str) -> list[tuple[str, str]]:
    return [(one.field.id, one.why) for one in answers.lacks(FORM, FULL | changed)]


def test_a_full_review_lacks_nothing() -> None:
    assert missing() == []
    assert missing(notes="") == [], "what is not required may be empty"


@pytest.mark.parametrize(
    "blank", ["", " \n\t", "\u200b\u2060\ufeff", "\0\x01\x7f", "\u00ad\u00a0\u3000", "\u3164\u2800", "\ufe0f\u034f"]
)
def test_what_nobody_sees_is_nothing(blank: str) -> None:
    assert missing(text=blank) == [("text", "empty")]
    assert missing(read=blank, topics=blank) == [("topics", "empty"), ("read", "empty")]


def test_all_that_is_missing_is_said_in_the_order_of_the_form() -> None:
    assert [one.field.id for one in answers.lacks(FORM, {})] == ["text", "merit", "area", "topics", "read"]


def test_words_are_counted_as_a_reader_counts() -> None:
    (short,) = answers.lacks(FORM, FULL | {"text": "one \u200b\n"})
    assert (short.why, short.words, short.wanted) == ("too_short", 1, 2)
    (long,) = answers.lacks(FORM, FULL | {"text": "a b\u00a0c\nd\te"})
    assert (long.why, long.words, long.wanted) == ("too_long", 5, 4)
    assert answers.words_in("une idée — 🎉🎉 ok") == 4, "a dash alone is no word"
    assert answers.words_in("- bullet one\n* two\n• 3.\n--- \n> … ** & ->") == 4
    assert answers.words_in("- - - - -") == 0, "and does not make a review long enough"
    assert answers.words_in("分布式 system") == 4, "Han is written without spaces"


@pytest.mark.parametrize(
    ("field", "value"),
    [("merit", "2"), ("merit", "accept"), ("area", "0"), ("topics", "1,4"), ("read", "maybe"), ("notes", "F0123")],
)
def test_what_is_no_option_is_not_taken(field: str, value: str) -> None:
    assert missing(**{field: value}) == [(field, "no_option")]


def test_answers_are_shown_as_they_were_chosen() -> None:
    shown = {field.id: answers.shown(field, FULL[field.id]) for field in FORM.fields}
    assert shown == {
        "text": "two words",
        "merit": "1 Accept",
        "area": "Theory",
        "topics": "A, C",
        "read": "No",
        "notes": "12,13",
    }
    assert [value for value, _ in answers.options(SCALE)] == ["-1", "0", "1"]
    assert answers.score(SCALE, "-1") == -1
    assert answers.score(SCALE, "9") is None
    assert answers.score(CHOICE, "1") is None
    assert answers.shown(TEXT, " \u200b") == ""


def test_a_form_is_kept_as_it_was() -> None:
    form = ReviewForm(name="custom", fields=(*FORM.fields, replace(TEXT, id="aside", visibility=Visibility.STAFF)))
    for one in (form, *FORMS.values()):
        stored = json.loads(json.dumps(answers.document(one)))
        assert answers.form_of(stored) == one
        assert answers.digest(answers.form_of(stored)) == answers.digest(one)
    assert len({answers.digest(one) for one in (form, FORM, *FORMS.values())}) == 6
    assert len(answers.digest(form)) == 64


def test_answers_go_along_when_the_form_changes() -> None:
    after = ReviewForm(
        name="custom",
        fields=(
            replace(TEXT, label="In words", min_words=None),
            replace(SCALE, options=("Awful", "Reject", "Accept"), start=1),
            replace(CHOICE, kind="choices", options=("Theory", "Systems")),
            replace(CHOICES, options=("C", "A")),
            replace(YES_NO, kind="choice", options=("No", "Yes")),
            FormField(id="new", kind="text", label="New"),
        ),
    )
    found = answers.carried(FORM, after, FULL)
    assert found == {"text": "two words", "merit": "3", "area": "1", "topics": "2,1", "read": "1"}
    gone = replace(SCALE, options=("Yes", "No"))
    assert answers.carried(FORM, ReviewForm(name="custom", fields=(gone,)), FULL) == {}, (
        "the word is no option any more"
    )
    words = replace(CHOICES, kind="text")
    assert answers.carried(FORM, ReviewForm(name="custom", fields=(words,)), FULL) == {"topics": "A, C"}


def test_only_the_forms_fields_are_kept() -> None:
    assert answers.kept(FORM, {"text": "", "other": "x"}) == {"text": ""}
