"""Forms in the terminal: field by field, page by page, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation.form import NO_FILE, CheckboxesInput, ChoiceInput, FileInput, Invalid, TextInput
from bot.conversation.reply import Action, Button
from tests.platforms.console.dialogs import REVIEW, TinyBot, dialog


def values_of(bot: TinyBot) -> list[dict[str, str]]:
    return [dict(one.values) for one in bot.heard if one.values is not None]


async def test_two_pages():
    bot = TinyBot()
    text = await dialog(bot, "form", "friday", "snow", "", "1, z", "", "hello")
    assert values_of(bot) == [{"until": "friday", "why": "snow"}, {"where": "a", "who": "x,z"}]
    assert "Pause · page 1 of 2 ──" in text
    assert "┊ 1  Until when" in text
    assert "┊ 1  Where: Announcements" in text
    assert "┊ [Enter] Pause   a number changes that answer, cancel leaves" in text
    assert "┊ Saved [('where', 'a'), ('who', 'x,z')]" in text
    assert "You said: hello" in text


async def test_only_what_is_wrong_is_asked_again_and_the_rest_is_kept():
    bot = TinyBot()
    text = await dialog(bot, "form", "someday", "snow", "", "friday", "", "cancel")
    assert values_of(bot) == [{"until": "someday", "why": "snow"}, {"until": "friday", "why": "snow"}]
    assert "┊ ✗ Until when: Say a day." in text
    assert "┊ Now: someday" in text
    assert text.count("┊ 2  Why\n") == 1


async def test_enter_keeps_what_was_typed_and_a_dash_empties_it():
    bot = TinyBot()
    await dialog(bot, "form", "someday", "snow", "", "", "2", "-", "", "friday", "", "cancel")
    assert values_of(bot) == [
        {"until": "someday", "why": "snow"},
        {"until": "someday", "why": ""},
        {"until": "friday", "why": ""},
    ]


async def test_a_number_goes_back_to_a_field():
    bot = TinyBot()
    await dialog(bot, "form", "friday", "snow", "2", "ice", "7", "", "cancel")
    assert values_of(bot) == [{"until": "friday", "why": "ice"}]


async def test_cancel_leaves_at_any_field_and_nothing_is_sent():
    for typed in (["cancel"], ["friday", " Cancel "], ["friday", "snow", "cancel"]):
        bot = TinyBot()
        text = await dialog(bot, "form", *typed, "hello")
        assert values_of(bot) == []
        assert "You left the form. This page was not sent." in text
        assert "You said: hello" in text


async def test_a_long_answer_has_several_lines():
    bot = TinyBot()
    text = await dialog(bot, "form", "friday\\", "first\\", "\\", "third", "", "cancel")
    assert "┊ Enter ends the text. A \\ at the end of a line goes on; \\ alone: an empty line.\n" in text
    assert values_of(bot) == [{"until": "friday\\", "why": "first\n\nthird"}]


async def test_too_long_is_said_and_asked_again():
    bot = TinyBot()
    text = await dialog(bot, "form", "friday", "x" * 41, "short", "", "cancel")
    assert "That is 41 characters and 40 fit. Make it shorter:" in text
    assert values_of(bot) == [{"until": "friday", "why": "short"}]


async def test_wrong_choices_are_asked_again():
    bot = TinyBot()
    text = await dialog(bot, "form", "friday", "", "", "9", "x q", "y", "1", "3", "staff", "")
    assert "Type numbers, such as 1, 2. To leave: cancel." in text
    assert "Type a number from 1 to 2, or cancel." in text
    assert values_of(bot)[-1] == {"where": "s", "who": "y"}


SCALE = ChoiceInput(
    id="merit", label="Merit", options=(("-2", "-2 awful"), ("-1", "-1 bad"), ("0", "0 fair"), ("1", "1 good"))
)
YES_NO = ChoiceInput(id="again", label="Again", options=(("yes", "Yes"), ("no", "No")))


@pytest.mark.parametrize(
    ("typed", "value"), [("1", "1"), ("-2", "-2"), ("\N{MINUS SIGN}1", "-1"), ("+1", "1"), ("1 good", "1"), ("0", "0")]
)
async def test_a_number_on_a_scale_is_its_own_number(typed, value):
    bot = TinyBot(review=replace(REVIEW, inputs=(SCALE, YES_NO)))
    text = await dialog(bot, "review", "4", typed, "n", "", "cancel")
    assert "┊ ○ -2 awful\n┊ ○ -1 bad\n┊ ○ 0 fair\n┊ ○ 1 good\n" in text
    assert "Type a number from -2 to 1, or cancel." in text
    assert values_of(bot)[-1] == {"merit": value, "again": "no"}


async def test_several_choices_may_be_typed_by_their_labels():
    options = (("1", "Storage"), ("2", "Crash course"))
    bot = TinyBot(review=replace(REVIEW, inputs=(CheckboxesInput(id="who", label="Who", options=options),)))
    await dialog(bot, "review", "storage, crash course", "", "cancel")
    assert values_of(bot)[-1] == {"who": "1,2"}


async def test_the_end_of_input_in_a_form_ends_the_session():
    bot = TinyBot()
    text = await dialog(bot, "form", "friday")
    assert values_of(bot) == []
    assert text.count("❯") == 2


async def test_a_page_that_could_not_be_handed_in_is_kept():
    bot = TinyBot()
    answer, failures = bot.answer, []

    async def failing(inbound):
        if inbound.values is not None and not failures:
            failures.append(inbound)
            raise RuntimeError
        return await answer(inbound)

    bot.answer = failing
    text = await dialog(bot, "form", "friday", "snow", "", "", "cancel")
    assert "Something went wrong" in text
    assert values_of(bot) == [{"until": "friday", "why": "snow"}]


# --- buttons in a form --------------------------------------------------------------------------------------------


def sent_by(bot: TinyBot) -> list[tuple[str, str]]:
    """The verb, and the first field as it was sent."""
    return [(one.action.verb, one.values["summary"]) for one in bot.heard if one.values is not None]


@pytest.mark.parametrize("key", ["s", "S", "[s]", "save draft"])
async def test_a_button_in_the_form_sends_all_that_was_typed_and_the_form_stays_open(key):
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", "Fast", "", key, "1", "A good paper", "")
    assert "┊ [Enter] Submit   [s] Save draft   [t] Template   [b3] Sty   a number changes" in text
    assert "┊ Draft kept." in text
    assert sent_by(bot) == [("rdraft", "A paper"), ("write", "A good paper")]
    assert bot.heard[-1].values == {"summary": "A good paper", "strengths": "Fast", "figure": ""}


async def test_what_is_said_beside_the_form_is_shown_with_its_file():
    text = await dialog(TinyBot(), "review", "A paper", "", "", "t", "cancel", "save nowhere/else.md")
    assert "┊ I sent it to you." in text
    assert "┊ File: Review: ZeRO (zero.md, 15 bytes)" in text
    assert "To keep the file: save, or save PATH" in text
    assert "nowhere/else.md cannot be written: No such file or directory." in text


async def test_a_button_that_finds_something_wrong_asks_that_again():
    bot = TinyBot()
    text = await dialog(bot, "review", "", "Fast", "", "s", "A paper", "s", "cancel")
    assert "┊ ✗ Summary: Write something." in text
    assert sent_by(bot) == [("rdraft", ""), ("rdraft", "A paper")]


async def test_leaving_with_unsaved_text_is_asked_about_once():
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", "cancel", "", "Fast", "", "cancel", "cancel", "hello")
    assert text.count("┊ What you typed on this page is not saved, and is lost when you leave.") == 2
    assert "┊ [Enter] Go on   [s] Save draft   [t] Template   [b3] Sty   cancel again to\n┊ leave" in text
    assert "You left the form. This page was not sent." in text
    assert "You said: hello" in text
    assert sent_by(bot) == []


async def test_a_draft_can_be_saved_on_the_way_out():
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", "cancel", "s", "cancel", "hello")
    assert sent_by(bot) == [("rdraft", "A paper")]
    assert text.count("not saved") == 1
    assert "You left the form. This page was not submitted; what you typed is kept." in text
    assert "You said: hello" in text


async def test_nobody_is_asked_when_nothing_was_typed():
    text = await dialog(TinyBot(), "review", "", "cancel", "hello")
    assert "not saved" not in text
    assert "You said: hello" in text


async def test_each_answer_is_kept_while_it_is_typed_where_the_form_asks_for_it():
    bot = TinyBot(review=replace(REVIEW, typing=Action("rtype", "cs294")))
    text = await dialog(bot, "review", "A paper", "", "", "cancel", "hello")
    assert sent_by(bot) == [("rtype", "A paper")], "and not for what was left as it was"
    assert "not saved" not in text
    assert "You left the form. This page was not submitted; what you typed is kept." in text
    assert "You said: hello" in text


async def test_a_draft_is_saved_at_any_question_and_the_form_says_how():
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", ":save", ":)", "", ":nonsense", "")
    assert "┊ At any question:   :save   :template   :sty   :help   cancel leaves\n" in text
    assert sent_by(bot) == [("rdraft", "A paper"), ("write", "A paper")]
    assert bot.heard[-1].values["strengths"] == ":)", "what is no word of the form is an answer"
    assert text.count("┊ 2  Strengths\n") == 2
    assert text.index("┊ Draft kept.") < text.rindex("┊ 2  Strengths\n")


async def test_help_is_said_at_a_question_and_what_cannot_be_pressed_shows_what_can():
    bot = TinyBot()
    text = await dialog(bot, "review", ":help", "A paper", "", "", "what", "/course plan", "")
    assert "Each question is asked in turn" in text
    assert ":save: Save draft. :template: Template." in text.replace("\n┊ ", " ")
    assert sent_by(bot) == [("write", "A paper")]
    assert "┊ That is none of these:\n┊ [Enter] Submit   [s] Save draft" in text
    assert "┊ That is none of these:\n┊ You are still in this form: type cancel, then that again." in text


async def test_a_button_at_a_question_may_open_another_page():
    bot = TinyBot(review=replace(REVIEW, buttons=(Button("Next", Action("pause", "cs294", ("1",))),)))
    bot.review = replace(bot.review, inputs=(TextInput(id="until", label="Until"), TextInput(id="why", label="Why")))
    text = await dialog(bot, "review", "friday", ":next", "1, z", "")
    assert "Pause · page 2 of 2" in text
    assert values_of(bot)[-1] == {"where": "a", "who": "x,z"}


# --- files --------------------------------------------------------------------------------------------------------


async def test_a_file_is_given_by_its_path(tmp_path):
    one, two = tmp_path / "fig one.txt", tmp_path / "two.txt"
    one.write_text("1")
    two.write_text("2")
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", "", str(one), "3", f"'{one}' {two}", "")
    assert "┊ The path of a file, or of several. Enter alone adds none.\n" in text
    sent = bot.heard[-1]
    files = [await sent.fetch(one, 10) for one in sent.values["figure"].split(",")]
    assert [(one.file.name, one.file.media_type, one.content) for one in files] == [
        ("fig one.txt", "text/plain", b"1"),
        ("two.txt", "text/plain", b"2"),
    ]


async def test_a_file_that_cannot_be_had_is_said_and_asked_again(tmp_path):
    bot = TinyBot()
    text = await dialog(bot, "review", "A paper", "", "nowhere.pdf", str(tmp_path), "x\0y", "", "")
    assert "┊ There is no file nowhere.pdf. Another path, or cancel:" in text
    assert "is a folder: name a file in it. Another path, or cancel:" in text.replace("\n┊ ", " ")
    assert bot.heard[-1].values["figure"] == ""


class Choosy(TinyBot):
    """Takes no program."""

    async def answer(self, inbound):
        answer = await super().answer(inbound)
        named = (inbound.values or {}).get("figure", "")
        if named.startswith("file-") and (await inbound.fetch(named, 10)).file.name.endswith(".exe"):
            return Invalid({"figure": "fig.exe is of another type."})
        return answer


async def test_a_refused_file_is_dropped_and_enter_adds_none(tmp_path):
    (tmp_path / "fig.exe").write_text("MZ")
    bot = Choosy()
    text = await dialog(bot, "review", "A paper", "", str(tmp_path / "fig.exe"), "", "", "", "hello")
    assert "┊ ✗ Figure: fig.exe is of another type." in text
    assert text.count("Enter alone adds none.") == 2
    assert [one["figure"] for one in values_of(bot)] == ["file-1", ""]
    assert "You said: hello" in text, "and the form is done"


async def test_a_file_is_taken_out_again_with_a_dash(tmp_path):
    (tmp_path / "two.txt").write_text("2")
    bot = TinyBot(
        review=replace(REVIEW, inputs=(*REVIEW.inputs[:2], FileInput(id="figure", label="Figure", handed_in=True)))
    )
    text = await dialog(bot, "review", "A paper", "", str(tmp_path / "two.txt"), "3", "", "3", "-", "s", "")
    assert "Enter alone leaves it as it is, - takes it out." in text.replace("\n┊ ", " ")
    assert "┊ Now: two.txt" in text
    assert [one["figure"] for one in values_of(bot)] == [NO_FILE, NO_FILE]


# --- what is hardly an answer -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (":sav", "There is no :sav here, did you mean :save?"),
        (":pdf", "There is no :pdf here, only :save, :template, :sty, :help."),
        ("quit", "That is no word of a form: cancel leaves it"),
        ("as Rivera", "That is no word of a form: cancel leaves it"),
        ("/course plan", "You are still in this form: type cancel, then that again."),
        ("look #cs294-staff", None),
        ("look cs294", "That is no word of a form: cancel leaves it"),
        ("clock next", "That is no word of a form: cancel leaves it"),
        ("as fast as ZeRO", None),
        ("look at it", None),
        (":)", None),
    ],
)
async def test_a_mistyped_command_is_asked_about_and_typed_once_more_it_is_the_answer(typed, why):
    bot = TinyBot()
    text = (await dialog(bot, "review", typed, *([typed] if why else []), "Fast", "", "")).replace("\n┊ ", " ")
    assert ("type it once more" in text) == bool(why)
    assert (why or "") in text
    assert values_of(bot) == [{"summary": typed, "strengths": "Fast", "figure": ""}]


async def test_what_was_doubted_can_be_put_right():
    bot = TinyBot()
    await dialog(bot, "review", "A paper", ":sav", ":save", "Fast", "", "")
    assert sent_by(bot) == [("rdraft", "A paper"), ("write", "A paper")]
    assert values_of(bot)[-1]["strengths"] == "Fast"


# --- what is whole already ----------------------------------------------------------------------------------------


async def test_a_whole_form_opens_with_what_stands_in_it_and_a_number_changes_that():
    inputs = (TextInput(id="summary", label="Summary", value="A paper"), *REVIEW.inputs[1:], SCALE)
    bot = TinyBot(review=replace(REVIEW, inputs=inputs, whole=True))
    text = await dialog(bot, "review", "2", "Fast", "")
    assert "┊ 1  Summary: A paper\n┊ 2  Strengths: –\n┊ 3  Figure: –\n┊ 4  Merit: –\n┊ [Enter] Submit" in text
    assert values_of(bot) == [{"summary": "A paper", "strengths": "Fast", "figure": "", "merit": ""}]
