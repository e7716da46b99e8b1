"""A session at the terminal: what is typed, and what stands on the screen."""

from __future__ import annotations

import io

import pytest

from bot.conversation.reply import Action, Button, Buttons, Reply, paragraph
from bot.platforms.console.complete import completions
from bot.platforms.console.script import typed_lines
from tests.platforms.console.dialogs import JONAS, MAYA, RIVERA, START, TinyBot, dialog, later


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


SECRET = Reply((paragraph("Grade of Jonas: 3"), Buttons((Button("Send", Action("send")),))), private=False)
OPEN = Reply((paragraph("Class today"),), private=False)


async def filled() -> TinyBot:
    bot = TinyBot()
    await bot.platform.post("#cs294", OPEN, "k1")
    await bot.platform.post("#cs294-staff", SECRET, "k2")
    await bot.platform.direct("jonas", Reply((paragraph("For Jonas only"),)), "k3")
    return bot


async def test_words_with_and_without_a_slash_reach_the_bot():
    bot = TinyBot()
    text = await dialog(bot, "readings week 3", "/readings", "  hello there  ")
    assert [one.text for one in bot.heard] == ["readings week 3", "readings", "hello there"]
    assert {(one.platform, one.account, one.account_name, one.channel, one.now) for one in bot.heard} == {
        ("console", "maya", "Maya Lindqvist", "", START)
    }
    assert text.splitlines()[:3] == [
        "Maya, Thu 20 Jan 10:00 AM ❯ readings week 3",
        "coursebot · only you see this",
        "┊ You said: readings week 3",
    ]


@pytest.mark.parametrize(
    "words",
    ["who teaches this?", "help me with week 2", "as soon as possible", "in two weeks", "look at this", "quit smoking"],
)
async def test_sentences_that_begin_with_a_word_of_the_terminal_are_said_to_the_bot(words):
    bot = TinyBot()
    await dialog(bot, words)
    assert [one.text for one in bot.heard] == [words]


async def test_numbers_press_what_is_on_the_screen():
    bot = TinyBot()
    text = await dialog(bot, "buttons", "2", "buttons", "[4]", "5", "0", "99999")
    assert [one.action for one in bot.heard if one.action] == [Action("two"), Action("pick", "c", ("y",))]
    assert "→ Two" in text
    assert "There is no [5] here, only [1] to [4]. Type the command again to get the others." in text
    assert "[1] One   [2] Two" in text
    assert "[4] Why" in text


async def test_a_button_of_an_earlier_answer_is_found_by_asking_again():
    bot = await filled()
    text = await dialog(bot, "buttons", "look #cs294-staff", "3", viewer=RIVERA)
    assert "There is no [3] here, only [1]. Type the command again to get the others." in text


async def test_without_buttons_a_number_gets_one_friendly_line():
    assert "There is no button here. Type help for what you can do." in await dialog(TinyBot(), "1")


async def test_a_student_never_sees_staff_posts_or_others_direct_messages():
    bot = await filled()
    bot.due = [later(1)]
    text = await dialog(
        bot,
        "look",
        "look #cs294",
        "look #cs294-staff",
        "look cs294-staff",
        "in #cs294-staff",
        "look direct",
        "clock +1d",
        "1",
    )
    assert "Class today" in text
    assert "Due now" in text
    assert "Grade" not in text
    assert "For Jonas only" not in text
    assert text.count("You have no channel") == 3
    assert "You can see #cs294." in text
    assert all(one.channel != "#cs294-staff" for one in bot.heard)
    assert [one.action for one in bot.heard] == []


async def test_posts_made_while_a_student_sits_there_stay_hidden():
    bot = TinyBot()
    answer = bot.answer

    async def posting(inbound):
        await bot.platform.post("#cs294-staff", SECRET, "k2")
        await bot.platform.direct("jonas", Reply((paragraph("For Jonas only"),)), "k3")
        (message, *_) = bot.platform.history(channel="#cs294-staff")
        await bot.platform.update("#cs294-staff", message.reference, SECRET, "k2")
        await bot.platform.delete("#cs294-staff", message.reference)
        return await answer(inbound)

    bot.answer = posting
    text = await dialog(bot, "hello", "1")
    assert text.splitlines() == [
        "Maya, Thu 20 Jan 10:00 AM ❯ hello",
        "coursebot · only you see this",
        "┊ You said: hello",
        "",
        "Maya, Thu 20 Jan 10:00 AM ❯ 1",
        "There is no button here. Type help for what you can do.",
        "",
    ]


async def test_a_button_of_staff_cannot_be_pressed_by_the_student_who_sits_down_next():
    bot = await filled()
    text = await dialog(bot, "look #cs294-staff", "in #cs294-staff", "as Maya", "1", "hello", viewer=RIVERA)
    assert "[1] Send" in text
    assert [(one.account, one.action, one.channel) for one in bot.heard] == [("maya", None, "")]


async def test_a_button_in_a_channel_is_pressed_in_that_channel():
    bot = await filled()
    await dialog(bot, "look #cs294-staff", "1", viewer=RIVERA)
    assert [(one.action, one.channel) for one in bot.heard] == [(Action("send"), "#cs294-staff")]


async def test_being_somebody_else():
    bot = await filled()
    text = await dialog(bot, "as jon", "look direct", "as Elena", "as Bob", "as", "who")
    assert "You are Jonas Okafor, a student. New to you: 1 in #cs294, 1 in direct messages." in text
    assert "For Jonas only" in text
    assert "You are Elena Rivera, an instructor." in text
    assert "There is no Bob here. You can be Maya, Jonas, Rivera." in text
    assert "Elena Rivera    an instructor  (you)" in text


async def test_speaking_in_a_channel():
    bot = TinyBot()
    text = await dialog(bot, "in #cs294", "hello", "public", "look cs294", "in direct", "public")
    assert [one.channel for one in bot.heard] == ["#cs294", "#cs294", ""]
    assert "Maya in #cs294, Thu 20 Jan 10:00 AM ❯ hello" in text
    assert text.count("│ For all") == 3
    assert len(list(bot.platform.history(channel="#cs294"))) == 1


async def test_the_clock_walks_through_every_due_instant():
    bot = TinyBot(due=[later(30), later(50), later(900)])
    text = await dialog(
        bot, "clock next", "clock +2d", "clock", "clock +1h", "clock -1d", "clock 2022-01-20 9:00", "clock soon"
    )
    heads = [one.partition(" ─")[0] for one in text.splitlines() if one.startswith("#cs294")]
    assert heads == ["#cs294 · Fri 21 Jan, 4:00 PM", "#cs294 · Sat 22 Jan, 12:00 PM"]
    assert "It is Sun 23 Jan 2022, 4:00 PM." in text
    assert "It is Sun 23 Jan 2022, 5:00 PM. Nothing was said to you on the way." in text
    assert text.count("The clock only goes forward") == 2
    assert "Say how far, such as +2d" in text


async def test_nothing_more_is_planned():
    assert "Nothing more is planned." in await dialog(TinyBot(), "clock next")


async def test_a_rehearsal_is_a_world_of_its_own():
    bot = await filled()
    bot.now = later(48)
    text = await dialog(bot, "rehearsal", "look", "hello")
    assert "You are Elena Rivera, an instructor." in text
    assert "Rivera, Thu 20 Jan 10:00 AM ❯ look" in text
    assert "#cs294        0 messages" in text
    assert bot.heard == []


async def test_links_stand_whole_on_a_line_of_their_own():
    text = await dialog(TinyBot(), "links", "link", "links")
    assert "There is no link in what you saw last." in text
    assert "this paper\nhttps://a.example/" + "x" * 90 + "\n" in text


async def test_what_goes_wrong_behind_the_door_is_one_sentence(caplog):
    text = await dialog(TinyBot(), "down", "bug", "hello")
    assert "The bot sleeps." in text
    assert "Something went wrong" in text
    assert "secret" not in text
    assert "You said: hello" in text


async def test_beside_a_running_service_there_is_no_clock_and_nobody_else():
    bot = TinyBot()
    text = await dialog(bot, "clock +1d", "as Jonas", "help", stage=False)
    assert [one.text for one in bot.heard] == ["clock +1d", "as Jonas"]
    assert "rehearsal" not in text
    assert text.splitlines()[0] == "Maya ❯ clock +1d", "no hour in it, which would soon be old"


@pytest.mark.parametrize(
    ("viewer", "row"),
    [
        (MAYA, "course help  all of these commands\n"),
        (RIVERA, "course help  all of these commands, also those for staff\n"),
    ],
)
async def test_help_names_the_list_of_all_commands(viewer, row):
    assert row in await dialog(TinyBot(), "help", viewer=viewer)


async def test_where_links_hide_their_addresses_it_is_told_once_how_to_see_them(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    text = await dialog(TinyBot(), "hello", "link", "link", stream=Terminal())
    assert text.count("To see the addresses of the links: links") == 1
    assert text.index("this paper") < text.index("To see the addresses")
    assert "To see" not in await dialog(TinyBot(), "link"), "they stand there"


async def test_updates_and_retractions_are_seen():
    bot = await filled()
    answer = bot.answer

    async def changing(inbound):
        await bot.platform.update("#cs294", "1", Reply((paragraph("No class"),)), "k1")
        await bot.platform.delete("#cs294", "1")
        return await answer(inbound)

    bot.answer = changing
    text = await dialog(bot, "hello", "look #cs294")
    assert "A message in #cs294 was changed:" in text
    assert "#cs294 · Thu 20 Jan, 10:00 AM, edited ─" in text
    assert "A message in #cs294 was taken back." in text
    assert "Nothing has been said in #cs294 yet." in text


async def test_nothing_typed_breaks_the_session():
    text = await dialog(
        TinyBot(), "\x1b[2J\x07", "[bold]x[/bold]", "\u202eevil", "", "   ", "/", "x" * 5000, "as \x00", "quit", "never"
    )
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "┊ You said: [bold]x[/bold]" in text
    assert "never" not in text


def test_completion_knows_commands_sessions_names_and_channels():
    world = TinyBot().world()

    def after(before: str, viewer=MAYA) -> list[str]:
        return [word for word, _ in completions(before, world, viewer)]

    assert after("re") == ["readings", "rehearsal"]
    assert after("/re") == ["/readings", "/rehearsal"]
    assert after("readings ") == ["list", "big-data"]
    assert after("readings list b") == ["big-data"]
    assert after("as ") == ["Maya", "Jonas", "Rivera"]
    assert after("look ") == ["#cs294", "direct"]
    assert after("look ", RIVERA) == ["#cs294", "#cs294-staff", "direct"]
    assert after("clock n") == ["next"]
    assert after("nonsense ") == []
    assert JONAS.called in after("as j")


# --- files and many lines -----------------------------------------------------------------------------------------


async def test_a_file_is_sent_to_the_bot(tmp_path):
    (tmp_path / "zero.md").write_text("# Review: ZeRO")
    bot = TinyBot()
    text = await dialog(bot, f"send {tmp_path / 'zero.md'}", f"send {tmp_path / 'zero.md'}")
    assert "→ zero.md (14 bytes)" in text
    assert "┊ zero.md: # Review: ZeRO" in text
    assert [(one.text, [file.size for file in one.files]) for one in bot.heard] == [("", [14]), ("", [14])]


async def test_a_file_that_is_too_large_or_went_away_is_one_sentence(tmp_path):
    large = tmp_path / "large.md"
    large.write_text("x" * 11)
    bot = TinyBot(most=10)
    text = await dialog(bot, f"send {large}", f"send {tmp_path}", "send nothing.md", "send", "hello")
    assert "large.md is too large: at most 10 bytes fit." in text
    assert "is a folder: name a file in it." in text.replace("\n", " ")
    assert "There is no file nothing.md." in text
    assert "Say which file: send PATH" in text
    assert "You said: hello" in text


async def test_a_file_that_vanished_before_it_was_read_is_one_sentence(tmp_path):
    path = tmp_path / "zero.md"
    path.write_text("x")
    bot = TinyBot()
    answer = bot.answer

    async def late(inbound):
        path.unlink()
        return await answer(inbound)

    bot.answer = late
    assert "There is no file" in await dialog(bot, f"send {path}")


async def test_sentences_with_the_words_for_files_are_said_to_the_bot():
    bot = TinyBot()
    await dialog(bot, "send me the slides", "save the date", "file", "save the date please")
    assert [one.text for one in bot.heard] == ["send me the slides", "save the date", "file", "save the date please"]


async def test_several_files_that_are_saved_as_one_keep_their_own_extensions(tmp_path):
    await dialog(TinyBot(), "file", f"save {tmp_path}/all.md", "file", f"save {tmp_path}", f"save 2 {tmp_path}/x.md")
    names = sorted(one.name for one in tmp_path.iterdir())
    assert names == ["all.md", "all.txt", "b.txt", "x.md", "zero.md"]


async def test_files_that_came_are_saved_and_nothing_is_overwritten(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zero.md").write_text("mine")
    text = await dialog(TinyBot(), "save", "file", "save", "save 2 second.txt", "save 3", "hello", "save 1")
    assert "There is no file in what you saw last." in text
    assert "┊ File: Review: ZeRO (zero.md, 15 bytes)" in text
    assert "Saved as zero-2.md." in text
    assert "There is no file 3 in what you saw last, only 2." in text
    saved = {path.name: path.read_text() for path in tmp_path.iterdir()}
    zero = "# Review: ZeRO\n"
    assert saved == {"zero.md": "mine", "zero-2.md": zero, "zero-3.md": zero, "b.txt": "other", "second.txt": "other"}
    assert list(tmp_path.parent.glob("b.txt")) == [], "a file's name never leads out of the folder"


async def test_a_line_that_ends_with_a_backslash_goes_on():
    bot = TinyBot()
    text = await dialog(
        bot, "# Review: ZeRO\\", "\\", "## Summary\\", "  as it stands", "clock next\\", "please", "the end\\"
    )
    assert [one.text for one in bot.heard] == [
        "# Review: ZeRO\n\n## Summary\n  as it stands",
        "clock next\nplease",
        "the end",
    ]
    assert typed_lines(text)[:4] == ("# Review: ZeRO\\", "\\", "## Summary\\", "  as it stands")


def test_a_script_holds_a_text_of_many_lines_with_headings():
    script = "review\n# a comment\n\nstart\\\n## Summary\\\n  indented\n  # a comment\nend\n"
    assert typed_lines(script) == ("review", "start\\", "## Summary\\", "  indented", "end")


def test_completion_knows_the_words_for_files():
    world = TinyBot().world()
    assert [word for word, _ in completions("s", world, MAYA)] == ["send", "save"]
