"""Forms as modals: what is typed comes back whole, what is wrong is said at its input, and every view is valid."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.form import NO_FILE, CheckboxesInput, ChoiceInput, FileInput, Form, Input, TextInput
from bot.conversation.reply import Action, Bold, Button, Buttons, Heading, Plain, Reply, line, paragraph
from bot.platforms.slack import views
from bot.platforms.slack.origin import Origin
from tests.slack_server.blocks import validate_view
from tests.slack_server.reading import filled, missing, plain

ORIGIN = Origin("U0MAYA", "C0CS294", "1643662800.000100")
ACTION = Action("say", "cs294", ("1", "4f0c"))
SAVE = Button("Save draft", Action("keep", "cs294", ("p1", "4f0c")))
TYPED = Action("typed", "cs294", ("p1", "4f0c"))
WEEKS = tuple((f"w{n}", f"Week {n}") for n in range(12))
SCALE = tuple((str(n), label) for n, label in enumerate(("Weak", "Fair", "Good"), 1))


def form(*inputs: Input, **more: Any) -> Form:
    return Form(**{"action": ACTION, "title": "Post an announcement", "inputs": inputs, **more})


EVERY_KIND = form(
    TextInput(id="text", label="Text", long=True, hint="An empty line begins a new paragraph."),
    TextInput(id="until", label="Until", value="Fri 3 PM", limit=60),
    ChoiceInput(id="score", label="Score", options=SCALE, value="2"),
    ChoiceInput(id="week", label="Week", options=WEEKS),
    CheckboxesInput(id="kinds", label="Kinds", options=SCALE, value="1,3"),
    CheckboxesInput(id="weeks", label="Weeks", options=WEEKS),
    FileInput(id="file", label="Slides"),
    intro=line("Everybody reads ", Bold("this"), "."),
    page=1,
    pages=2,
    submit="Preview",
)


def opened(form: Form) -> dict[str, Any]:
    view = views.modal(form, ORIGIN)
    assert validate_view(view) == []
    return view


def sent(view: dict[str, Any], values: dict[str, Any] | None = None) -> dict[str, Any]:
    """The view as Slack hands it in."""
    return {**view, "id": "V1", "hash": "1.a", "state": filled(view, values)}


def test_a_form_shows_its_page_and_can_be_sent_in_empty() -> None:
    view = opened(EVERY_KIND)
    assert plain(view).split("\n") == [
        "Post an announcement",
        "Everybody reads this.",
        "Page 1 of 2",
        "Text:",
        "An empty line begins a new paragraph.",
        "Until: Fri 3 PM",
        "Score: Weak / Fair / Good",
        f"Week: {' / '.join(label for _, label in WEEKS)}",
        "Kinds: Weak / Fair / Good",
        f"Weeks: {' / '.join(label for _, label in WEEKS)}",
        "Slides:",
        "[Preview] [Cancel]",
    ]
    assert missing(view, filled(view)) == []


def test_what_was_typed_and_chosen_comes_back_by_the_inputs_ids() -> None:
    view = opened(EVERY_KIND)
    typed = {
        "Text": "One.\n\n<!channel> | two",
        "Until": "",
        "Score": "Good",
        "Week": "Week 11",
        "Kinds": ["Weak", "Good"],
        "Weeks": ["Week 2", "Week 3"],
        "Slides": [{"id": "F1", "name": "a.pdf"}, {"id": "F2"}],
    }
    found = views.read(sent(view, typed))
    assert (found.action, found.origin) == (ACTION, ORIGIN)
    assert found.values == {
        "text": "One.\n\n<!channel> | two",
        "until": "",
        "score": "3",
        "week": "w11",
        "kinds": "1,3",
        "weeks": "w2,w3",
        "file": "F1,F2",
    }


def test_what_nobody_touched_comes_back_as_it_stood() -> None:
    view = opened(EVERY_KIND)
    stood = {"text": "", "until": "Fri 3 PM", "score": "2", "week": "", "kinds": "1,3", "weeks": "", "file": ""}
    assert views.read(sent(view)).values == stood
    updated = sent(view)
    updated["state"]["values"].clear()
    assert views.read(updated).values == stood


def test_the_same_page_keeps_what_is_typed_and_another_page_begins_anew() -> None:
    def ids(form: Form) -> set[tuple[str, str]]:
        blocks = opened(form)["blocks"]
        return {(one["block_id"], one["element"]["action_id"]) for one in blocks if one["type"] == "input"}

    text = TextInput(id="text", label="Text")
    first = ids(form(text, page=1, pages=2))
    assert first == ids(form(text, page=1, pages=2, intro=line("Again")))
    assert not first & ids(form(text, page=2, pages=2))
    assert not first & ids(form(text, page=1, pages=2, action=Action("say", "cs294", ("1", "ffff"))))


def test_a_view_shown_again_has_the_note_once_and_all_that_was_typed() -> None:
    view = opened(EVERY_KIND)
    handed_in = sent(view, {"Text": "long text", "Until": "", "Score": "Good", "Weeks": ["Week 1"]})
    twice = views.again(sent(views.again(handed_in, line("Not saved yet.")), None), line("Still not saved."))
    assert validate_view(twice) == []
    assert "Not saved yet." not in plain(twice)
    assert plain(twice).split("\n")[1] == "Still not saved."
    assert views.read({**twice, "state": {"values": {}}}) == views.read(handed_in)
    assert [one["block_id"] for one in twice["blocks"] if one["type"] == "input"] == [
        one["block_id"] for one in view["blocks"] if one["type"] == "input"
    ]
    assert view == opened(EVERY_KIND)


def test_errors_stand_at_their_inputs_and_unknown_ones_at_the_first() -> None:
    view = sent(opened(EVERY_KIND))
    text, until = (view["blocks"][at]["block_id"] for at in (2, 3))
    answer = views.errors(view, {"until": "Which day?", "gone": "Too late.", "text": "Write something."})
    assert answer == {
        "response_action": "errors",
        "errors": {until: "Which day?", text: "Too late. Write something."},
    }
    assert views.errors(view, {"gone": "Too late."})["errors"] == {text: "Too late."}


def test_a_page_without_inputs_says_above_it_what_is_wrong() -> None:
    view = sent(opened(form(intro=line("Resume now?"), submit="Resume")))
    answer = views.errors(view, {"gone": "It runs already."})
    assert answer["response_action"] == "update"
    assert validate_view(answer["view"]) == []
    assert plain(answer["view"]).split("\n")[1:3] == ["It runs already.", "Resume now?"]
    assert views.read(answer["view"]).action == ACTION
    empty = views.errors(sent(opened(EVERY_KIND)), {})
    assert empty["response_action"] == "update"


LABELS = st.text(max_size=60) | st.integers(1, 4000).map(lambda size: "word " * size)
VALUES = st.text("abc<>&*\n", max_size=50) | st.integers(2900, 3300).map(lambda size: "a" * size)
OPTIONS = st.integers(0, 230).map(lambda count: tuple((f"o{n}" if n else "", f"Option {n} " * 8) for n in range(count)))
CHOSEN = st.sampled_from(["", "o1", "o2,o9", "gone"])
INPUTS = st.one_of(
    st.builds(TextInput, id=st.just("i"), label=LABELS, value=VALUES, hint=LABELS, long=st.booleans(), limit=st.integers(0, 3000)),
    st.builds(ChoiceInput, id=st.just("i"), label=LABELS, options=OPTIONS, value=CHOSEN, hint=LABELS),
    st.builds(CheckboxesInput, id=st.just("i"), label=LABELS, options=OPTIONS, value=CHOSEN, hint=LABELS),
    st.builds(FileInput, id=st.just("i"), label=LABELS, hint=LABELS),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(INPUTS, max_size=8), LABELS, LABELS, LABELS, st.integers(1, 3))
def test_every_form_is_a_view_that_slack_takes(
    drawn: list[Any], title: str, intro: str, submit: str, pages: int
) -> None:
    inputs = [type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "id": f"i{n}"}) for n, one in enumerate(drawn)]  # fmt: skip
    view = opened(
        form(*inputs, title=title, intro=(Plain(intro),), submit=submit, pages=pages, buttons=(SAVE,), typing=TYPED)
    )
    found = views.read(sent(view)).values
    for one in inputs:
        if isinstance(one, TextInput):
            assert found[one.id] == one.value[:3000]
    assert validate_view(views.again(sent(view), (Plain(intro), Bold(title)))) == []


# --- what is pressed and typed inside ---------------------------------------------------------------------------------


def test_buttons_stand_below_the_inputs_and_what_is_said_of_them_right_above_them() -> None:
    view = opened(form(TextInput(id="text", label="Text"), buttons=(SAVE,), intro=line("Write.")))
    view["blocks"][0]["block_id"] = "a1"
    once = views.again(sent(view, {"Text": "half"}), line("Kept at 14:02."))
    assert validate_view(once) == []
    assert plain(once).split("\n")[1:5] == ["Write.", "Text: half", "Kept at 14:02.", "[Save draft]"]
    twice = views.again({**once, "state": filled(once)}, line("Kept at 14:03."))
    assert plain(twice) == plain(once).replace("14:02", "14:03")
    assert views.read({**twice, "state": filled(twice)}).values == {"text": "half"}
    assert views.again({**twice, "state": filled(twice)}, ())["blocks"][2] == view["blocks"][2]


def test_a_form_that_wants_to_know_hears_of_characters_and_choices_but_of_no_files() -> None:
    view = opened(form(*EVERY_KIND.inputs, typing=TYPED))
    fields = [block for block in view["blocks"] if block["type"] == "input"]
    assert [bool(block.get("dispatch_action")) for block in fields] == [True] * 6 + [False]
    assert [bool(block["element"].get("dispatch_action_config")) for block in fields] == [True] * 2 + [False] * 5
    assert views.read(sent(view)).typing == TYPED
    assert "dispatch_action" not in str(opened(EVERY_KIND))
    assert views.read(sent(opened(EVERY_KIND))).typing is None


@pytest.mark.parametrize(
    ("ticked", "chosen", "value"), [(False, [], ""), (True, [], NO_FILE), (True, ["F1"], "F1"), (False, ["F1"], "F1")]
)
def test_a_file_that_was_handed_in_can_be_taken_out(ticked: bool, chosen: list[str], value: str) -> None:
    view = opened(form(FileInput(id="file", label="Slides", handed_in=True), TextInput(id="text", label="Text")))
    state = filled(view, {"Text": "x", "Slides": [{"id": one} for one in chosen]})
    box, asked = (block["block_id"] for block in view["blocks"] if "Slides" in str(block.get("label")))
    if ticked:
        offered = next(block["element"]["options"] for block in view["blocks"] if block.get("block_id") == box)
        state["values"][box]["input"]["selected_options"] = offered
    assert views.read({**view, "id": "V1", "hash": "1.a", "state": state}).values == {"file": value, "text": "x"}
    assert views.errors(view, {"file": "Too large."})["errors"] == {asked: "Too large."}


def test_what_is_typed_is_told_from_what_is_pressed() -> None:
    view = sent(opened(form(TextInput(id="text", label="Text"), buttons=(SAVE,), typing=TYPED)))
    typed, pressed = ({"block_id": view["blocks"][number]["block_id"]} for number in (0, 1))
    assert views.is_typed(view, typed)
    assert not views.is_typed(view, pressed)


def test_a_review_of_seven_long_fields_is_a_view_that_slack_takes_with_all_that_it_carries() -> None:
    fields = tuple(TextInput(id=f"f{n}", label=f"Field {n}", value="&<é" * 1000, long=True) for n in range(7))
    about = Action("write", "c" * 40, ("p" * 64, "b" * 64, "4f0c2a", "1"))
    view = opened(form(*fields, action=about, typing=about, buttons=(SAVE,) * 4))
    assert len(view["private_metadata"]) <= 3000
    again = views.again(sent(view), line("Kept."))
    assert validate_view(again) == []
    assert views.read({**again, "state": {"values": {}}}).values == {f"f{n}": "&<é" * 1000 for n in range(7)}


def test_a_value_longer_than_its_field_stays_whole() -> None:
    view = opened(form(TextInput(id="why", label="Why", value="w" * 300, limit=200)))
    assert views.read(sent(view)).values == {"why": "w" * 300}
    cut = opened(form(TextInput(id="why", label="Why", value="w" * 4000, limit=200)))
    assert "Only the first 3,000 characters fit here." in plain(cut)


def test_loading_and_told_views_are_no_forms() -> None:
    loading = views.loading("Post an announcement", ORIGIN)
    told = views.told(Reply((Heading("Posted"), paragraph("It goes out now."))), "Done")
    for view in (loading, told):
        assert validate_view(view) == []
        assert not views.is_form(view)
        with pytest.raises(ValueError, match="never opened"):
            views.read(view)
    assert views.is_form(opened(EVERY_KIND))
    assert views.origin(loading) == ORIGIN
    assert plain(told).split("\n") == ["Done", "Posted", "It goes out now.", "[Close]"]
    assert plain(loading).split("\n") == ["Post an announcement", "Loading …", "[Cancel]"]


def test_home_shows_the_menu_and_says_how_to_see_what_does_not_fit() -> None:
    menu = Buttons((Button("What's next", Action("next")), Button("Help", Action("help"))))
    short = views.home(Reply((Heading("CS294"), paragraph("Due today."), menu)))
    assert validate_view(short) == []
    assert plain(short) == "CS294\nDue today.\n[What's next] [Help]"
    sessions = tuple(block for n in range(90) for block in (Heading(f"Session {n}"), paragraph("Read.")))
    long = views.home(Reply((menu, *sessions)))
    assert validate_view(long) == []
    assert plain(long).split("\n")[-1] == views.MORE_AT_HOME
    assert plain(long).split("\n")[-2] == "Read."


@pytest.mark.parametrize("reply", [Reply(()), Reply((paragraph("é" * 2900),) * 120)])
def test_a_page_that_only_shows_is_never_empty_and_never_too_large(reply: Reply) -> None:
    assert validate_view(views.home(reply)) == []
    assert validate_view(views.told(reply, "")) == []
