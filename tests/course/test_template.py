"""A review as a file: what it holds, and what is read in it when it comes back in whatever shape."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.course import template
from bot.course.answers import digest
from bot.course.duties import FormField, ReviewForm
from bot.course.presets import FORMS
from bot.course.reviews import Owed, find, owed
from bot.course.template import plain_text
from bot.course.template_choices import chosen
from bot.course.template_reading import documents, looks_like, read
from bot.course.vocabulary import Visibility
from tests.support.courses import mondays_at_one, reading

MERIT = ("Reject", "Weak reject", "Borderline", "Weak accept", "Strong accept")
FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(
            id="summary", kind="text", label="Summary", description="What the paper does.\n# and why", min_words=5
        ),
        FormField(id="strengths", kind="text", label="Strengths"),
        FormField(id="merit", kind="scale", label="Overall merit", options=MERIT),
        FormField(id="topics", kind="choices", label="Topics", options=("Storage", "Networks", "Crash, burn", "2022")),
        FormField(id="again", kind="yes_no", label="Would you read it again?"),
        FormField(id="venue", kind="choice", label="Best venue", options=("SOSP", "OSDI", "None of them")),
        FormField(id="figure", kind="file", label="Figure", types=("pdf",), required=False),
        FormField(id="comment", kind="text", label="Comment to staff", visibility=Visibility.STAFF, required=False),
    ),
)


def with_form(form: ReviewForm):
    """A course that asks for reviews of three papers with this form."""
    course = mondays_at_one(3)
    titles = ("ZeRO: Memory Optimizations", "Spark", "Attention Is All You Need")
    sessions = []
    for number, (session, title) in enumerate(zip(course.sessions, titles, strict=True)):
        paper = reading(f"paper-{number}", title=title)
        assert session.review is not None
        review = replace(session.review, papers=(paper.id,), form=form)
        sessions.append(replace(session, readings=(paper,), review=review))
    return replace(course, sessions=tuple(sessions))


COURSE = with_form(FORM)
ONE: Owed = owed(COURSE)[0]


def file(answers: dict[str, str] | None = None, **more) -> str:
    return template.text(COURSE, ONE, FORM, answers or {}, **more)


FULL = {
    "summary": "It shards.\n\nA lot.",
    "strengths": "- fast\n- simple",
    "merit": "4",
    "topics": "1,3",
    "again": "no",
    "venue": "2",
    "comment": "Thanks!",
}


# --- writing it ---------------------------------------------------------------------------------------------------


def test_the_file_names_paper_and_deadline_and_asks_each_question():
    text = file(due=datetime(2022, 2, 1, 7, 59, tzinfo=UTC))
    assert text.startswith("# Review: ZeRO: Memory Optimizations\n\n<!-- coursebot: ")
    assert f"<!-- coursebot: {COURSE.id} paper-0 form:{digest(FORM)[:12]} -->" in text
    assert "Due Mon 31 Jan, 11:59 PM PST. " in text
    assert [line for line in text.splitlines() if line.startswith("#")][1:] == [
        f"## {one.label}" for one in FORM.fields
    ]
    assert "<!-- coursebot asks: What the paper does. # and why At least 5 words. -->" in text
    assert "\n4 Weak accept\n" in text
    assert "Only staff can read this. May stay empty. -->" in text


def test_the_answers_so_far_stand_below_their_questions():
    text = file({**FULL, "figure": "7"}, base=3)
    assert "-->\n\n4 Weak accept\n\n## Topics" in text
    assert "-->\n\n1 Storage\n3 Crash, burn\n\n## Would" in text
    assert f"<!-- coursebot: {COURSE.id} paper-0 3 form:" in text
    back = read(text, COURSE)
    assert (back.owed, back.base, back.answers, back.oddities) == (ONE, 3, FULL, ())


TEXTS = st.text(
    st.one_of(st.sampled_from("#=-\\`~>*\n\n\n \t<!"), st.characters(codec="utf-8")), max_size=80
) | st.lists(
    st.sampled_from(
        ["## Strengths", "# Review: Spark", "Strengths", "---", "===", "\\## Summary", "```", "~~~", "### Strenths",
         "## My own", "<!-- coursebot: seminar paper-1 -->", "<!-- coursebot asks: What -->", "<!--", "-->", "- a", "",
         "> ## Summary", "    ## Summary", "\\---", "<!-- \\coursebot: x y -->", "text", "<pre>", "1. x", "\x0b", "##"]
    ),
    max_size=8,
).map("\n".join)  # fmt: skip


@given(
    answers=st.fixed_dictionaries(
        {},
        optional={
            "summary": TEXTS,
            "strengths": TEXTS,
            "comment": TEXTS,
            "merit": st.sampled_from("12345"),
            "topics": st.lists(st.sampled_from("1234"), unique=True, min_size=1).map(lambda one: ",".join(sorted(one))),
            "again": st.sampled_from(["yes", "no"]),
            "venue": st.sampled_from("123"),
        },
    )
)
@example(answers={"summary": "```\nunclosed", "strengths": "```\n## Topics\n1"})
@example(answers={"summary": "0\n\n\x0c\n="})
@example(answers={"summary": "Strengths\n---\n", "comment": "\\\\---"})
@settings(max_examples=100, deadline=None)
def test_whatever_was_written_is_read_again_to_the_letter(answers):
    expected = {name: plain_text(value) for name, value in answers.items() if plain_text(value)}
    back = read(file(answers), COURSE)
    assert (back.owed, back.answers, back.oddities) == (ONE, expected, ())


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_the_files_of_all_ready_made_forms_are_read_again(form):
    course = with_form(form)
    answers = {one.id: f"Text of {one.id}" if one.kind == "text" else "2" for one in form.fields}
    back = read(template.text(course, owed(course)[1], form, answers), course)
    assert (back.owed, back.answers, back.oddities) == (owed(course)[1], answers, ())


def test_questions_of_one_name_are_told_apart_by_their_order():
    form = ReviewForm(name="custom", fields=tuple(FormField(id=one, kind="text", label="Why?") for one in "abc"))
    course = with_form(form)
    answers = {"a": "1", "c": "3"}
    assert read(template.text(course, owed(course)[0], form, answers), course).answers == answers


# --- which paper --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "paper"),
    [
        ("# Review: ZeRO: Memory Optimizations", "paper-0"),
        ("# review of zero memry optimisations", "paper-0"),
        ("# Review - Atention is all you need", "paper-2"),
        ("Review: Spark\n=============", "paper-1"),
        ("# Review: paper-1", "paper-1"),
    ],
)
def test_without_its_comment_the_title_says_the_paper(head, paper):
    back = read(f"{head}\n\n## Summary\n\nGood.\n", COURSE)
    assert back.owed is not None
    assert (back.owed.paper, back.answers) == (paper, {"summary": "Good."})


def test_questions_alone_are_about_the_one_paper_that_is_likely():
    text = "## Summary\n\nGood.\n\n## Strengths\n\nFast."
    assert read(text, COURSE).owed is None
    assert [one.paper for one in read(text, COURSE).likely] == ["paper-0", "paper-1", "paper-2"]
    back = read(text, COURSE, likely=("paper-1",))
    assert back.owed is not None
    assert (back.owed.paper, back.answers) == ("paper-1", {"summary": "Good.", "strengths": "Fast."})
    assert read(text, COURSE, said="spark").owed == find(COURSE, "paper-1")


def test_a_title_that_is_no_papers_is_never_taken_for_the_likely_one():
    back = read("# Review: Kafka\n\n## Summary\n\nGood.", COURSE, likely=("paper-1",))
    assert (back.owed, back.named, [one.paper for one in back.likely]) == (None, "Kafka", ["paper-1"])


def test_a_paper_that_is_not_asked_for_and_somebody_elses_course():
    back = read(file().replace(" paper-0 ", " paper-9 ").replace("# Review: ZeRO", "# Review: Zero to One"), COURSE)
    assert (back.owed, back.named, back.elsewhere) == (None, "Zero to One: Memory Optimizations", "")
    back = read(file().replace(f"coursebot: {COURSE.id}", "coursebot: other"), COURSE)
    assert (back.owed, back.elsewhere) == (None, "other")


def test_where_the_id_is_no_papers_its_own_title_says_the_paper():
    back = read(file({"summary": "Good."}).replace(" paper-0 ", " paper-9 "), COURSE)
    assert (back.owed, back.answers) == (ONE, {"summary": "Good."})


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (file(), True),
        ("# Review: Spark\n\nI liked it.", True),
        ("## Sumary\nx\n\n## Strengths\ny", True),
        ("Summary\n---\nx\n\nStrengths\n---\ny", True),
        ("readings week 3", False),
        ("/review write spark", False),
        ("# Review: Spark", False),
        ("Hello,\n\nwhat is due?\n# thanks", False),
        ("## Summary\n\nof my week", False),
        ("", False),
    ],
)
def test_what_looks_like_a_review(text, is_one):
    assert looks_like(text, (COURSE,)) is is_one


def test_several_reviews_in_one_text_are_taken_apart():
    other = template.text(COURSE, owed(COURSE)[1], FORM, {"summary": "Of Spark"})
    parts = documents(f"Hi!\n{file({'summary': 'Of ZeRO'})}\n{other}")
    assert [(read(part, COURSE).owed.paper, read(part, COURSE).answers["summary"]) for part in parts] == [
        ("paper-0", "Hi!\n\nOf ZeRO"),
        ("paper-1", "Of Spark"),
    ]
    assert (
        len(documents("# Review: Spark\n\n## Summary\nx\n\n# Review: ZeRO\n\n## Summary\n```\n# Review: no\n```")) == 2
    )
    assert len(documents("## Summary\nx")) == 1


# --- what people do to it -----------------------------------------------------------------------------------------


def parsed(body: str):
    return read(f"# Review: Spark\n\n{body}", COURSE)


def test_headings_may_be_mistyped_reordered_numbered_and_of_any_level():
    back = parsed("### 2) strenghts\nFast.\n\n# COMMENT TO STAFF (optional)\nThanks.\n\nSumary\n=======\nIt is.\n")
    assert back.answers == {"summary": "It is.", "strengths": "Fast.", "comment": "Thanks."}
    assert back.oddities == ()


def test_a_heading_that_is_no_question_is_part_of_the_answer_and_told():
    back = parsed("## Summary\nIt is.\n\n## My doubts\nMany.\n\n### Small\nprint\n\n## Strengths\nFast.")
    assert back.answers["summary"] == "It is.\n\n## My doubts\nMany.\n\n### Small\nprint"
    assert [(one.kind, one.field.id, one.text) for one in back.oddities] == [
        ("unknown_heading", "summary", "My doubts")
    ]


def test_text_before_the_first_question_is_kept_with_the_first_and_told():
    back = parsed("I forgot the heading.\n\n## Summary\nIt is.\n")
    assert back.answers == {"summary": "I forgot the heading.\n\nIt is."}
    assert [(one.kind, one.field.id, one.source) for one in back.oddities] == [("moved", "summary", None)]


def test_a_question_that_stands_there_twice_is_one_answer():
    back = parsed("## Summary\nIt is.\n## Strengths\nFast.\n## Summary\nIt was.")
    assert back.answers["summary"] == "It is.\n\nIt was."
    assert [(one.kind, one.field.id) for one in back.oddities] == [("twice", "summary")]


def test_code_is_no_heading_and_unclosed_code_hides_no_question():
    back = parsed(
        "## Summary\n```python\n# Strengths\nx = 1\n```\n\n## Strengths\n```\nunclosed\n\n## Comment to staff\nHi"
    )
    assert back.answers == {
        "summary": "```python\n# Strengths\nx = 1\n```",
        "strengths": "```\nunclosed",
        "comment": "Hi",
    }


def test_a_comment_that_somebody_forgot_to_close_hides_no_question():
    back = parsed("## Summary\n<!-- note to self\n\n## Strenghts\nFast.")
    assert back.answers == {"summary": "<!-- note to self", "strengths": "Fast."}


def test_what_somebody_wrote_into_a_comment_of_the_file_is_kept():
    text = file().replace("asks: Write yes or no.", "asks: Write yes or no. YES")
    text = text.replace("What the paper does. # and why", "What the paper does. It shards.")
    back = read(text, COURSE)
    assert "It shards." in back.answers["summary"]


def test_text_below_a_file_or_beside_a_choice_goes_to_the_nearest_text():
    back = parsed("## Strengths\nFast.\n## Overall merit\n4\nbecause it is fast\n## Figure\nsee attachment\n")
    assert back.answers["merit"] == "4"
    assert back.answers["strengths"] == "Fast.\n\nbecause it is fast\n\nsee attachment"
    assert [(one.kind, one.field.id, one.source.id) for one in back.oddities] == [
        ("moved", "strengths", "merit"),
        ("moved", "strengths", "figure"),
    ]


def test_text_that_went_to_a_question_of_which_the_file_says_nothing_is_added_to_its_answer():
    back = parsed("## Overall merit\n4, barely\n")
    assert (back.answers, back.added) == ({"strengths": "barely", "merit": "4"}, {"strengths"})
    assert parsed("## Overall merit\n4, barely\n\n## Comment to staff\nHi.").answers["comment"] == "Hi.\n\nbarely"


def test_a_form_without_any_text_says_what_it_left_out():
    form = ReviewForm(name="custom", fields=(FORM.fields[2],))
    back = read("# Review: Spark\n\nHi.\n\n## Overall merit\n3", with_form(form))
    assert back.answers == {"merit": "3"}
    assert [(one.kind, one.field, one.text) for one in back.oddities] == [("moved", None, "Hi.")]


def test_what_is_no_choice_is_kept_as_it_is_and_told():
    back = parsed("## Overall merit\nbrilliant\n\n## Best venue\n7\n")
    assert back.answers == {"merit": "brilliant", "venue": "7"}
    assert [(one.kind, one.field.id, one.text) for one in back.oddities] == [
        ("no_option", "merit", "brilliant"),
        ("no_option", "venue", "7"),
    ]


@pytest.mark.parametrize(
    ("field", "written", "value", "rest"),
    [
        ("merit", "4", "4", ""),
        ("merit", "4 Weak accept", "4", ""),
        ("merit", " - **4: weak acept**", "4", ""),
        ("merit", "weak accept.", "4", ""),
        ("merit", "4/5", "4", ""),
        ("merit", "4, but barely", "4", "but barely"),
        ("merit", "4 Weak accept, for its figures", "4", "for its figures"),
        ("merit", "- [ ] 3 Borderline\n- [x] 4 Weak accept", "4", ""),
        ("merit", "I think\n4", "4", "I think"),
        ("merit", "3.5", "", "3.5"),
        ("merit", "6", "", "6"),
        ("merit", "weak", "", "weak"),
        ("topics", "1, 2", "1,2", ""),
        ("topics", "- Networks\n- Storage", "1,2", ""),
        ("topics", "Crash, burn", "3", ""),
        ("topics", "storage and netwroks; cheese", "1,2", "cheese"),
        ("topics", "2022", "4", ""),
        ("again", "Yes!", "yes", ""),
        ("again", "no, never", "no", "never"),
        ("again", "perhaps", "", "perhaps"),
        ("venue", "none of them", "3", ""),
    ],
)
def test_choices_by_number_or_by_words(field, written, value, rest):
    one = next(one for one in FORM.fields if one.id == field)
    assert (chosen(one, written).value, chosen(one, written).rest) == (value, rest)


@pytest.mark.parametrize(
    "body",
    ["x" * 40_000, "> " * 20_000, "#\n" * 20_000, "- " * 20_000, "[" * 40_000, "```\n" * 10_000, "<!--" * 10_000, "*a " * 13_000],
    ids=["long", "quotes", "headings", "lists", "brackets", "fences", "comments", "stars"],
)  # fmt: skip
def test_40_000_characters_are_read_at_once_and_whole(body):
    before = time.process_time()
    back = read(file({"summary": body}), COURSE)
    assert back.answers == {"summary": plain_text(body)}
    assert time.process_time() - before < 5


# --- what the file says for itself --------------------------------------------------------------------------------

LIST = "1 Reject\n2 Weak reject\n3 Borderline\n4 Weak accept\n5 Strong accept\n"
ASKED = "<!-- coursebot asks: Write one of these, the number is enough:\n"


@pytest.mark.parametrize(
    ("section", "merit", "odd"),
    [
        (f"{ASKED}{LIST}-->\n\n4 Weak accept", "4", []),
        (f"{ASKED}{LIST}-->\n".replace("4 Weak", "x 4 Weak"), "4", []),
        (f"{ASKED}{LIST}-->\n\n4 Weak accept".replace("4 Weak", "x 4 Weak", 1), "4", []),
        (f"{ASKED}{LIST}-->\n\n2".replace("4 Weak", "x 4 Weak"), "2", []),
        (f"{ASKED}{LIST}-->\n".replace("4 Weak accept", "4 Weak accept  <- this one"), "4", []),
        (f"{ASKED}{LIST}-->\n".replace("4 Weak", "* [x] 4 Weak"), "4", []),
        (f"{ASKED}{LIST}4\n-->\n", "4", []),
        (f"{ASKED}4 Weak accept\n-->\n", "4", []),
        (f"{ASKED}{LIST}-->\n".replace("4 Weak", "x 4 Weak").replace("3 B", "x 3 B"), None, ["several"]),
        (f"{ASKED}3 Borderline\n4 Weak accept\n-->\n", None, ["several"]),
        (f"{ASKED}{LIST}-->\n\n9".replace("4 Weak accept", "9"), "9", ["left", "no_option"]),
        (f"{LIST}-->\n\n4 Weak accept", "4", []),
        (f"{LIST}\n4 Weak accept", "4", []),
        (f"{LIST}4 Weak accept", "4", []),
        (f"{ASKED}{LIST}\n4 Weak accept", "4", []),
        (f"{ASKED.removeprefix('<!-- coursebot asks: ')}{LIST}\n4 Weak accept", "4", []),
        (f"{ASKED.replace('<!--', '<!-')}{LIST}->\n\n4 Weak accept", "4", []),
        (f"{LIST}-->\n", None, []),
        (LIST, None, []),
        ("3 Borderline\n4 Weak accept", None, ["several"]),
        ("3\n4", "3\n4", ["several"]),
        ("4\n2 of the figures are wrong", "4", ["moved"]),
    ],
)
def test_no_option_of_the_files_own_list_is_an_answer_unless_it_was_marked(section, merit, odd):
    back = parsed(f"## Strengths\nFast.\n\n## Overall merit\n{section}\n\n## Comment to staff\nHi.\n")
    assert (back.answers.get("merit"), [one.kind for one in back.oddities]) == (merit, odd)
    assert back.answers["comment"] == "Hi."
    assert back.answers["strengths"].removesuffix("\n\n2 of the figures are wrong") == "Fast."


def test_of_several_choices_the_list_itself_is_no_answer():
    listed = "1 Storage\n2 Networks\n3 Crash, burn\n4 2022\n"
    assert parsed(f"## Topics\n{listed}-->\n\n2 Networks\n3 Crash, burn").answers == {"topics": "2,3"}
    assert parsed("## Topics\n1 Storage\n3 Crash, burn").answers == {"topics": "1,3"}
    marked = f"## Topics\n<!-- coursebot asks: Write any:\n{listed}-->".replace("2 N", "x 2 N")
    assert parsed(marked).answers == {"topics": "2"}


def test_no_words_of_the_file_become_part_of_a_text():
    text = file({"summary": "It shards.", "strengths": "Fast.", "merit": "4", "comment": "Thanks!", "again": "yes"})
    expected = {"summary": "It shards.", "strengths": "Fast.", "merit": "4", "comment": "Thanks!", "again": "yes"}
    lines = text.split("\n")
    for changed in (
        [one.replace("<!--", "") for one in lines],
        [one.replace("-->", "") for one in lines],
        [one.replace("<!--", "").replace("-->", "") for one in lines],
        [one.replace("<!-- coursebot asks: ", "").replace(" -->", "") for one in lines],
        [one for one in lines if "<!--" not in one],
    ):
        back = read("\n".join(changed), COURSE)
        assert (back.answers, [one.kind for one in back.oddities]) == (expected, [])
    inside = text.replace("May stay empty. -->", "May stay empty. I know the author. -->").replace("Thanks!", "")
    assert read(inside, COURSE).answers["comment"] == "I know the author."


# --- the form has changed -----------------------------------------------------------------------------------------


def test_a_file_is_read_by_the_form_that_it_was_made_of():
    first, second, merit, topics, again, *others = FORM.fields
    after = ReviewForm(
        name="custom",
        fields=(
            replace(first, label="In a nutshell"),
            replace(merit, options=("Reject", "Maybe", "Weak accept", "Strong accept")),
            replace(topics, options=("Networks", "Storage")),
            *others,
        ),
    )
    course = with_form(after)
    back = read(file(FULL), course, form=FORM)
    assert back.answers == {
        "summary": FULL["summary"], "merit": "3", "topics": "2", "venue": "2", "comment": "Thanks!"
    }  # fmt: skip
    assert [(one.kind, one.field.id, one.text) for one in back.oddities] == [
        ("gone", "strengths", FULL["strengths"]),
        ("gone", "topics", "Storage, Crash, burn"),
        ("gone", "again", "No"),
    ]
    assert again.id not in back.answers
    assert second.id not in back.answers


# --- options with commas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value", "rest"),
    [
        ("storage, networks & co", "1,3", ""),
        ("networks and co; Networks", "2,3", ""),
        ("2, 3 Networks & Co", "2,3", ""),
        ("crash, burn and storage & cheese", "1,4", "cheese"),
        ("4, 5 or so, networks", "2,5", ""),
    ],
)
def test_an_option_with_commas_is_found_whole(written, value, rest):
    options = ("Storage", "Networks", "networks & co", "Crash, burn", "4, 5 or so")
    field = FormField(id="topics", kind="choices", label="Topics", options=options)
    assert (chosen(field, written).value, chosen(field, written).rest) == (value, rest)


def test_what_is_beside_a_choice_goes_into_no_answer_of_one_line():
    short = FormField(id="name", kind="text", label="Nickname", long=False)
    form = ReviewForm(name="custom", fields=(FORM.fields[1], short, FORM.fields[3]))
    text = "# Review: Spark\n\n## Strengths\nFast.\n\n## Nickname\nSpk\n\n## Topics\nstorage, cheese"
    assert read(text, with_form(form)).answers == {"strengths": "Fast.\n\ncheese", "name": "Spk", "topics": "1"}
