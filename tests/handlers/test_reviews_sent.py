"""Reviews as they are sent in: drafts, what is missing, two windows, late versions, the close, and hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.form import TEXT_LIMIT, CheckboxesInput, ChoiceInput, FileInput, TextInput
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Plain
from bot.course.duties import LateRule
from bot.course.model import FormField, ReviewForm, Visibility
from tests.support.asking import buttons, labels, open_door, said
from tests.support.review_desk import FULL, desk, due, seminar

HOUR = timedelta(hours=1)
EVERY_KIND = ReviewForm(
    name="custom",
    fields=(
        FormField(id="text", kind="text", label="Text", description="In short.", min_words=2, max_words=5),
        FormField(id="scale", kind="scale", label="Scale", options=("No", "Yes"), start=0),
        FormField(id="choice", kind="choice", label="Choice", options=("A", "B"), required=False),
        FormField(id="choices", kind="choices", label="Choices", options=("A", "B")),
        FormField(id="sure", kind="yes_no", label="Sure"),
        FormField(id="file", kind="file", label="Figure", required=False),
        FormField(id="staff", kind="text", label="To staff", visibility=Visibility.STAFF, required=False),
        FormField(id="talk", kind="text", label="To presenters", visibility=Visibility.PRESENTERS),
    ),
)


async def test_each_kind_of_field_is_an_input_with_what_it_asks_for(database):
    maya = await desk(database, seminar(form=EVERY_KIND))
    form = await maya.opens()
    assert form.title == "Review: Raft"
    kinds = [TextInput, ChoiceInput, ChoiceInput, CheckboxesInput, ChoiceInput, FileInput, TextInput, TextInput]
    assert [type(one) for one in form.inputs] == kinds
    hints = {one.id: one.hint for one in form.inputs}
    assert hints["text"] == "In short. 2 to 5 words."
    assert hints["staff"] == "May stay empty. Only staff can read this."
    assert hints["talk"] == "Only staff and those who present the paper can read this."
    assert form.inputs[1].options == (("0", "0 No"), ("1", "1 Yes"))
    assert [one.label for one in form.buttons] == ["Save draft", "Template"]


async def test_what_is_missing_is_kept_and_said_not_to_be_submitted(database):
    maya = await desk(database, seminar(form=EVERY_KIND))
    await maya.opens()
    assert await maya.sends(text="One", sure="yes", talk="\u200b \n") == (
        "Kept as a draft. NOT submitted yet: To presenters is empty; Scale and Choices are not chosen yet; "
        "Text has 1 of at least 2 words.\n[Continue]"
    )
    await maya.presses("Continue")
    assert maya.page["text"] == "One"
    assert "Text has 6 words, and at most 5 fit" in await maya.sends(text="One two three four five six")


async def test_save_draft_keeps_the_form_open_and_says_what_is_missing(database):
    maya = await desk(database)
    await maya.opens()
    note = await maya.saves(summary="It works well.", strengths="It is fast.")
    assert note == "Draft saved 10:00 AM PST. NOT submitted yet: Merit is not chosen yet."
    assert await maya.saves(merit="2") == "Draft saved 10:00 AM PST. NOT submitted yet: press Submit to hand it in."
    assert (await maya.sends()).startswith(
        "Submitted. You can change it until Mon 31 Jan, 1:00 PM PST; later changes are late."
    )
    await maya.opens()
    assert await maya.saves() == "This is what you submitted: nothing has changed since."


async def test_a_draft_beside_a_submitted_version_never_replaces_it(database):
    maya = await desk(database)
    await maya.opens()
    await maya.sends(**FULL)
    await maya.opens()
    note = await maya.saves(strengths="")
    assert note == (
        "Draft saved 10:00 AM PST. NOT submitted yet: Strengths is empty. "
        "Your version from 10:00 AM PST still counts, on time."
    )
    assert "a newer draft is NOT submitted" in await maya.says("/review")
    assert "Here is your draft, NOT submitted yet.\nYour version of 10:00 AM PST is submitted" in (
        await maya.says("/review write raft")
    )


async def test_what_was_typed_and_never_sent_stands_in_the_next_form(database):
    maya = await desk(database)
    await maya.opens()
    assert await maya.types(summary="Half a sentence") == ""
    again = maya.another()
    await again.opens()
    assert again.page["summary"] == "Half a sentence"
    assert "Here is what you typed until 10:00 AM PST and did not send." in again.intro
    assert "draft: NOT submitted, Strengths is empty" in await again.says("/review")


@pytest.mark.parametrize("arguments", [(), ("raft",), ("nosuch", "0", "abcdef", "1/1"), ("", "", "", "")])
async def test_typing_that_cannot_be_kept_says_nothing(database, arguments):
    maya = await desk(database)
    answer = await maya.door.answer("student", Action("rtype", "seminar", arguments), values={"summary": "x"})
    assert maya.heard(answer) == ""


async def test_the_same_submission_twice_is_said_twice_and_kept_once(database):
    maya = await desk(database)
    await maya.opens()
    form, page = maya.form, dict(maya.page) | FULL
    first = await maya.sends(**FULL)
    maya.form, maya.page = form, page
    assert await maya.sends() == first
    await maya.presses("Edit")
    assert maya.form.action.arguments[1] == "1"
    assert (await maya.sends()).startswith("Submitted already. You can change it until")


# --- two windows --------------------------------------------------------------------------------------------------


async def two_windows(database, **second: str):
    """A submitted version of one window, and what another one answered to the one that was sent after it."""
    maya = await desk(database)
    other = maya.another()
    await maya.opens()
    await other.opens()
    await maya.sends(**FULL)
    maya.door.now += timedelta(minutes=5)
    return maya, other, await other.sends(**{**FULL, "strengths": "It is simple.", **second})


async def test_the_second_window_hears_of_the_first_and_both_texts_are_shown(database):
    _, other, words = await two_windows(database)
    assert words.startswith(
        "You saved version 1 in another window at 10:00 AM PST. This one is version 2. Both are kept; which one counts?"
    )
    assert "This one is NOT submitted yet. Your version from 10:00 AM PST still counts, on time." in (
        plain(other.reply)
    )
    assert labels(other.reply) == ["Use this one", "Keep the other", "Show both"]
    both = await other.presses("Show both")
    assert "It is fast." in both
    assert "It is simple." in both


async def test_where_both_windows_are_drafts_it_says_that_neither_is_submitted(database):
    maya = await desk(database)
    other = maya.another()
    await maya.opens()
    await other.opens()
    await maya.saves(summary="A first draft.")
    maya.door.now += timedelta(days=1)
    words = await other.sends(**FULL)
    assert words.startswith("You saved version 1 in another window on Sat 29 Jan, 10:00 AM PST. This one is version 2.")
    assert "So far neither counts: NOT submitted until you choose." in words
    await other.presses("Use this one")
    versions = await other.door.answer("student", Action("rvers", "seminar", ("raft",)))
    assert "Version 2 · Sun 30 Jan, 10:00 AM PST · submitted · this one counts" in said(versions)


async def test_the_second_window_can_be_used(database):
    _, other, _ = await two_windows(database)
    assert (await other.presses("Use this one")).startswith("Submitted. You can change it until")
    await other.opens()
    assert other.page["strengths"] == "It is simple."


async def test_the_first_window_can_be_kept_and_gone_on_with(database):
    maya, other, _ = await two_windows(database)
    assert "version 1 stays" in await other.presses("Keep the other")
    await other.presses("Edit")
    assert other.page["strengths"] == "It is fast."
    assert "· submitted 10:00 AM PST" in await maya.says("/review")


async def test_an_incomplete_second_window_is_not_offered_to_count(database):
    _, other, words = await two_windows(database, merit="")
    assert "NOT submitted yet: Merit is not chosen yet." in words
    assert labels(other.reply) == ["Go on with this one", "Keep the other", "Show both"]
    await other.presses("Go on with this one")
    assert other.page["strengths"] == "It is simple."
    assert (await other.sends(merit="1")).startswith("Submitted.")


# --- late ---------------------------------------------------------------------------------------------------------


async def test_the_silent_grace_is_on_time_and_the_minute_after_it_is_late(database):
    maya = await desk(database, before_due=timedelta(minutes=-10, seconds=-59))
    await maya.opens()
    assert "· still taken\n" in await maya.says("/review")
    await maya.opens()
    assert (await maya.sends(**FULL)).startswith(
        "Submitted. It was due Mon 31 Jan, 1:00 PM PST: later changes are late, and taken until Tue 1 Feb, 1:00 PM PST."
    )
    late = maya.another("auditor")
    maya.door.now += timedelta(seconds=1)
    await late.opens()
    assert (await late.sends(**FULL)).startswith("Submitted: late, 11 min. You can change it until Tue 1 Feb")


async def test_where_lateness_is_said_its_cost_is_said_too(database):
    of = seminar("raft")
    (first,) = of.sessions
    first = replace(first, review=replace(first.review, late_rule=LateRule(percent=10, per="day")))
    maya = await desk(database, replace(of, sessions=(first,)), before_due=timedelta(minutes=-91))
    assert "taken as late until Tue 1 Feb, 1:00 PM PST: −10 % per started day, so now −10 %" in await maya.says(
        "/review"
    )
    await maya.opens()
    assert "until Tue 1 Feb, 1:00 PM PST: −10 % per started day, so now −10 %." in maya.intro
    said = await maya.sends(**FULL)
    assert said.startswith("Submitted: late, 1 h 31 min (−10 % per started day, so −10 %). You can change it until Tue")
    assert "submitted, late by 1 h 31 min (−10 %)" in await maya.says("/review")
    await maya.opens()
    words = await maya.sends(summary="")
    assert "Your version from 2:31 PM PST still counts, late by 1 h 31 min (−10 %)." in words
    assert "submitted, late by 1 h 31 min (−10 %) · this one counts" in maya.heard(
        await maya.door.answer(maya.who, Action("rvers", maya.course.id, ("raft",)))
    )


async def test_a_late_edit_leaves_what_was_on_time_until_its_writer_picks_it(database):
    maya = await desk(database)
    await maya.opens()
    await maya.sends(**FULL)
    maya.door.now = due(maya.course) + timedelta(hours=3, minutes=12)
    await maya.opens()
    assert "A change now is kept beside it, and is late." in maya.intro
    words = await maya.sends(strengths="It is fast, and simple.")
    assert words.startswith("Kept. Your version from Sat 29 Jan, 10:00 AM PST still counts, on time. This later one")
    assert "late by 3 h 12 min. You can take that back." in await maya.presses("Count my late version")
    assert "submitted, late by 3 h 12 min" in await maya.says("/review")
    assert "Your version on time counts again." in await maya.presses("Count the one on time")
    assert "· a later version is kept too\n[Edit] [Count my late version]" in await maya.says("/review")


async def test_of_several_late_versions_each_newer_one_can_be_picked(database):
    maya = await desk(database)
    await maya.opens()
    await maya.sends(**FULL)
    maya.door.now = due(maya.course) + HOUR
    await maya.opens()
    await maya.sends(strengths="It is simple.")
    await maya.presses("Count my late version")
    await maya.opens()
    await maya.sends(strengths="It is both.")
    assert "a later version is kept too\n[Edit] [Count my late version] [Count the one on time]" in (
        await maya.says("/review")
    )
    assert "Your version 3 counts now" in await maya.presses("Count my late version")


async def test_after_the_close_the_text_comes_back_with_what_to_do(database):
    maya = await desk(database)
    await maya.opens()
    maya.door.now = due(maya.course) + 24 * HOUR + timedelta(minutes=1)
    words = await maya.sends(**FULL)
    assert words.startswith("NOT submitted: the review of Raft closed Tue 1 Feb, 1:00 PM PST, before this reached me.")
    assert "staff see it: they can still accept it." in words
    assert all(answer in words for answer in ("It works well.", "It is fast.", "Merit: 2 Accept"))
    assert labels(maya.reply) == ["I can’t make this", "All versions"]
    assert "closed, your draft is kept" in await maya.says("/review")


async def test_a_long_text_after_the_close_comes_back_whole_as_a_file(database):
    maya = await desk(database)
    await maya.opens()
    maya.door.now = due(maya.course) + 25 * HOUR
    long = "words that matter " * 2_300
    await maya.sends(**{**FULL, "summary": long})
    (file,) = maya.reply.files
    assert file.name == "review-of-raft.md"
    assert long.strip() in file.content.decode()


# --- what people write --------------------------------------------------------------------------------------------

HOSTILE = (
    "<!channel> <!here> <@U123> @everyone *bold* `code` [red]x[/red] <https://evil.example|click> "
    "\x1b[31mred\x1b[0m \u202egnp.exe 😀👩\u200d👩\u200d👧 ### heading"
)


async def test_hostile_text_is_kept_and_shown_to_the_letter(database):
    maya = await desk(database)
    await maya.opens()
    await maya.sends(**{**FULL, "strengths": HOSTILE})
    await maya.opens()
    assert maya.page["strengths"] == HOSTILE
    answer = await maya.door.answer("student", Action("rvers", "seminar", ("raft",)))
    shown = await maya.door.press("student", answer, "Show version 1")
    spans = [span for block in shown.blocks for span in getattr(block, "line", ())]
    assert Plain(HOSTILE) in spans, "it is data, not markup"


async def test_a_nul_and_half_a_pair_are_marked_and_the_rest_is_kept(database):
    maya = await desk(database)
    await maya.opens()
    assert (await maya.sends(**{**FULL, "strengths": "a\0b\ud83dc\x07"})).startswith("Submitted.")
    await maya.opens()
    assert maya.page["strengths"] == "a\ufffdb?c\x07"


async def test_forty_thousand_characters_are_kept_and_are_no_input_of_the_form(database):
    maya = await desk(database)
    await maya.opens()
    long = "😀 word" * 6_000
    await maya.sends(**{**FULL, "strengths": long})
    form = await maya.opens()
    assert [one.id for one in form.inputs] == ["summary", "merit"]
    assert "Strengths is longer than this form can show, and kept as you sent it." in maya.intro
    assert (await maya.sends(merit="1")).startswith("Submitted.")
    answer = await maya.door.answer("student", Action("rvers", "seminar", ("raft",)))
    (file,) = (await maya.door.press("student", answer, "Show version 2")).files
    assert long in file.content.decode()


async def test_what_fits_an_input_to_the_letter_is_one(database):
    maya = await desk(database)
    await maya.opens()
    for length, shown in ((TEXT_LIMIT, True), (TEXT_LIMIT + 1, False)):
        await maya.sends(**{**FULL, "strengths": "x" * length})
        assert ("strengths" in [one.id for one in (await maya.opens()).inputs]) == shown


async def test_only_spaces_are_nothing(database):
    maya = await desk(database)
    await maya.opens()
    assert "NOT submitted yet: Strengths is empty." in await maya.sends(**{**FULL, "strengths": " \t\u00a0\u200b\n"})


async def test_a_form_for_a_paper_that_is_no_longer_asked_for_stays_open_with_a_word(database):
    maya = await desk(database)
    answer = await maya.door.answer(
        "student", Action("write", "seminar", ("gone", "0", "abcdef", "1/1")), values={"summary": "x"}
    )
    assert "No review of that paper is asked for here (any more)." in maya.heard(answer)


async def test_more_than_eight_fields_are_pages_and_each_is_saved(database):
    fields = tuple(FormField(id=f"f{number}", kind="text", label=f"F{number}") for number in range(10))
    maya = await desk(database, seminar(form=ReviewForm(name="custom", fields=fields)))
    form = await maya.opens()
    assert (form.submit, form.page, form.pages, len(form.inputs)) == ("Next", 1, 2, 8)
    await maya.sends(**{f"f{number}": "yes" for number in range(8)})
    assert (maya.form.submit, maya.form.page, len(maya.form.inputs)) == ("Submit", 2, 2)
    assert maya.form.buttons[0].action.arguments[3] == "2/2"
    assert await maya.saves("Page before", f8="so far") == maya.intro
    assert (maya.form.page, maya.page["f0"], [one.label for one in maya.form.buttons]) == (
        1,
        "yes",
        ["Save draft", "Template"],
    )
    await maya.sends(f0="no")
    assert maya.page == {"f8": "so far", "f9": ""}
    assert await maya.saves("Page before", f8="") == maya.intro
    await maya.sends()
    left = maya.another()
    assert "NOT submitted, F8 and F9 are empty" in await left.says("/review")
    assert (await maya.sends(f8="yes", f9="yes")).startswith("Submitted.")
    assert said(maya.reply).count("Submitted") == 1
    assert buttons(maya.reply)[0].action == Action("write", "seminar", ("raft",))


async def test_going_on_from_an_earlier_version_goes_on_with_all_of_its_pages(database):
    fields = tuple(FormField(id=f"f{number}", kind="text", label=f"F{number}") for number in range(10))
    maya = await desk(database, seminar(form=ReviewForm(name="custom", fields=fields)))
    for words in ("first", "second"):
        await maya.opens()
        await maya.sends(**{f"f{number}": words for number in range(8)})
        await maya.sends(f8=words, f9=words)
        maya.door.now += HOUR
    maya.heard(await maya.door.answer("student", Action("rshow", "seminar", ("raft", "", "2"))))
    assert "Here is your earlier version from 10:00 AM PST." in await maya.presses("Go on with this one")
    maya.door.now += HOUR
    await maya.sends(f0="third")
    assert maya.page == {"f8": "first", "f9": "first"}


async def two_pages(database):
    """Somebody before the first of two pages of which the last two fields are on the second one."""
    fields = tuple(FormField(id=f"f{number}", kind="text", label=f"F{number}", required=False) for number in range(10))
    maya = await desk(database, seminar(form=ReviewForm(name="custom", fields=fields)))
    await maya.opens()
    return maya


async def last_said(maya) -> dict[str, str]:
    """What the newest version says, by what its form opens with."""
    again = maya.another()
    said = {one.id: one.value for one in (await again.opens()).inputs}
    await again.sends()
    return {name: value for name, value in (said | again.page).items() if value}


async def test_a_page_that_another_window_saved_too_is_part_of_what_is_submitted(database):
    maya = await two_pages(database)
    await maya.types(f0="Typed.")
    one, other = maya.another(), maya.another()
    await one.opens()
    await other.opens()
    await one.sends()
    await other.sends()
    maya.door.now += HOUR
    assert (await other.sends(f9="The end.")).startswith("Submitted.")
    assert await last_said(maya) == {"f0": "Typed.", "f9": "The end."}


async def test_what_is_typed_in_another_window_is_submitted_by_nobody(database):
    maya = await two_pages(database)
    await maya.saves(f0="Saved.")
    other = maya.another()
    await other.opens()
    await other.sends()
    maya.door.now += HOUR
    await maya.types(f0="Saved. Not se")
    assert (await other.sends(f9="The end.")).startswith("Submitted.")
    assert await last_said(maya) == {"f0": "Saved.", "f9": "The end."}


# --- questions that change while a form is open -------------------------------------------------------------------


def asking(*fields: FormField):
    return seminar(form=ReviewForm(name="custom", fields=fields))


SUMMARY = FormField(id="summary", kind="text", label="Summary")
OLD = FormField(id="old", kind="text", label="Old question", required=False)
PAGEFUL = [FormField(id=f"f{number}", kind="text", label=f"F{number}", required=False) for number in range(8)]
VOTE = FormField(id="vote", kind="choice", label="Vote", options=("For", "Against"))


async def reopened(database, before, after):
    """A form that was opened on one schedule, at the door of the next one."""
    maya = await desk(database, before)
    await maya.opens()
    maya.door = await open_door(database, (after,), maya.door.now)
    return maya


async def test_what_was_written_to_a_question_that_was_taken_out_comes_back(database):
    maya = await reopened(database, asking(SUMMARY, OLD), asking(SUMMARY))
    words = await maya.sends(summary="It works.", old="All that\n\nI thought.")
    assert words.startswith(
        "A question was taken out of this form while you wrote. What you wrote there is in no review:"
    )
    assert "All that\nI thought.\nSubmitted." in words


async def test_a_choice_of_which_the_options_changed_is_asked_again_and_never_taken_for_another(database):
    turned = replace(VOTE, options=("Against", "For"))
    maya = await reopened(database, asking(SUMMARY, VOTE), asking(SUMMARY, turned))
    assert "open it again to choose there" in await maya.saves(summary="It works.", vote="1")
    words = await maya.sends(summary="It works.", vote="1")
    assert words.startswith(
        "The choices of this form were changed while you had it open, so please choose again there."
    )
    assert "NOT submitted yet: Vote is not chosen yet." in words
    await maya.presses("Continue")
    assert maya.page == {"summary": "It works.", "vote": ""}
    assert (await maya.sends(vote="2")).startswith("Submitted.")


async def test_what_was_written_for_staff_alone_is_not_handed_in_to_classmates_without_a_word(database):
    for_staff = replace(OLD, visibility=Visibility.STAFF)
    maya = await reopened(database, asking(SUMMARY, for_staff), asking(SUMMARY, OLD))
    assert "open it again to see who" in await maya.saves(summary="It works.", old="Quietly.")
    words = await maya.sends(summary="It works.", old="Quietly.")
    assert words.startswith("Staff changed who may read the answers while you had this form open, so it is not handed")
    assert "NOT submitted yet" in words
    await maya.presses("Continue")
    assert (await maya.sends(summary="It works.", old="Quietly.")).startswith("Submitted.")
    maya = await reopened(database, asking(SUMMARY, for_staff, *PAGEFUL), asking(SUMMARY, OLD, *PAGEFUL))
    assert "who may read" in await maya.sends(summary="It works.", old="Quietly.")
    assert (maya.form.page, maya.page["old"]) == (1, "Quietly.")


async def test_a_hint_that_changes_or_a_question_more_stops_nobody(database):
    more = replace(SUMMARY, description="In your words.")
    maya = await reopened(database, asking(SUMMARY, VOTE), asking(more, OLD, VOTE))
    assert (await maya.sends(summary="It works.", vote="1")).startswith("Submitted.")


async def test_pages_of_questions_that_changed_are_shown_again_and_lose_no_text(database):
    many = PAGEFUL
    turned = replace(VOTE, options=("Against", "For"))
    maya = await reopened(database, asking(VOTE, *many), asking(turned, *many))
    assert "choose again" in await maya.sends(vote="1", f0="Said.")
    assert (maya.form.page, maya.page["vote"], maya.page["f0"]) == (1, "", "Said.")
    maya = await reopened(database, asking(*many, VOTE), asking(*many[1:], SUMMARY, VOTE))
    assert "Copy this text" in await maya.sends(f0="Said.", f1="Kept.")
    assert await maya.sends(f0="") == "Raft"
    assert "Kept." in (await maya.opens()).inputs[0].value
