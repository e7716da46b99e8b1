"""Forms in the terminal: field by field, page by page, and nothing typed is lost."""

from __future__ import annotations

from tests.platforms.console.dialogs import TinyBot, dialog


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
    assert "Type numbers from 1 to 3, such as 1, 2, or cancel." in text
    assert "Type a number from 1 to 2, or cancel." in text
    assert values_of(bot)[-1] == {"where": "s", "who": "y"}


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
