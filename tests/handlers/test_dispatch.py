"""The door: which course, which command, who may, and what happens when something goes wrong."""

import logging
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.commands import Audience, Group, Parameter, Row, Table
from bot.conversation.form import Form, Invalid, Saved, TextInput
from bot.conversation.reply import Action, Reply, paragraph
from bot.course.model import CourseRole
from bot.errors import Refused
from bot.store import people
from handlers.command_line import Command, Greeting, Unknown, understand
from handlers.table import TABLE
from tests.support.asking import EVERYBODY, INCIDENT, buttons, labels, open_door, reply_of, said
from tests.support.courses import mondays_at_one, reading, session

ONE = mondays_at_one(3)
TWO = replace(
    ONE, id="other", title="Compilers", channels={"slack": {"announcements": "#compilers"}}, command_prefix="x"
)
NOW = ONE.sessions[0].starts_at


@pytest.fixture
async def door(database):
    return await open_door(database, (ONE,), NOW)


# --- what was meant -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "command", "arguments"),
    [
        ("/readings", "show", ()),
        ("readings", "show", ()),
        ("READINGS", "show", ()),
        ("/xreadings", "show", ()),
        ("xreadings next", "show", ("next",)),
        ("@coursebot readings week 3", "show", ("week", "3")),
        ("<@U123> /readings", "show", ()),
        (":wave: readings", "show", ()),
        ("/readings week 3", "show", ("week", "3")),
        ("  readings \n\t spark ", "show", ("spark",)),
        ("readings, please", "show", ("please",)),
        ("deadlines", "next", ()),
        ("/deadlines all", "all", ()),
        ("/course", "menu", ()),
        ("/course help", "help", ()),
        ("help", "help", ()),
        ("help!", "help", ()),
        ("course pause", "pause", ()),
    ],
)
def test_words_that_are_a_command(text, command, arguments):
    meant = understand(text, TABLE, {"", "x"})
    assert isinstance(meant, Command)
    assert (meant.row.name, meant.arguments) == (command, arguments)


@pytest.mark.parametrize(
    "text", ["", "   ", "hi", "Hello!", "thanks", "@coursebot", "<@U1>", "😀", "\0", "!!!", "Good morning"]
)
def test_words_that_ask_for_nothing(text):
    assert isinstance(understand(text, TABLE, {""}), Greeting)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("/redings week 3", ["read"]),
        ("readnigs", ["read"]),
        ("deadline", ["due"]),
        ("/read", ["read"]),
        ("/dead", ["due"]),
        ("/xann", ["announce"]),
        ("re", []),
        ("/xdedlines", ["due"]),
        ("pause", ["pause"]),
        ("go-life", ["golive"]),
        ("/course puase", ["pause"]),
        ("course golive", ["golive"]),
        ("what is the meaning of life", []),
        ("what are the deadlines of week 3?", ["due"]),
        ("is there any reading for monday", ["read"]),
        ("post-share", []),
    ],
)
def test_words_that_are_like_a_command(text, near):
    meant = understand(text, TABLE, {"", "x"})
    assert isinstance(meant, Unknown)
    assert [one.row.verb for one in meant.near][: len(near) or None] == near


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("what is due?", "due"),
        ("<@U123> What’s due next?", "due"),
        ("when are the deadlines", "due"),
        ("what do I have to read next?", "read"),
        ("which papers do we read", "read"),
    ],
)
def test_a_plain_question_is_answered(text, verb):
    meant = understand(text, TABLE, {"", "x"})
    assert isinstance(meant, Command)
    assert (meant.row.verb, meant.arguments) == (verb, ())


def test_no_word_means_two_commands():
    words = [word for group in TABLE.groups for word in group.words]
    assert len(words) == len(set(words))


# --- what comes back ----------------------------------------------------------------------------------------------


async def test_did_you_mean_is_a_button_that_does_it(door):
    reply = await door.ask("student", "/redings week 2")
    assert said(reply).startswith("I do not know “/redings week 2”. Did you mean:")
    assert said(await door.press("student", reply, "/readings week 2")).startswith("Week 2")


async def test_words_that_are_like_nothing_can_be_looked_for(door):
    reply = await door.ask("student", "paper-2 please")
    assert "Search the readings for “paper-2 please”" in labels(reply)


async def test_did_you_mean_offers_only_what_the_person_may_do(door):
    assert "/course pause" in labels(await door.ask("ta", "puase"))
    assert "/course pause" not in labels(await door.ask("student", "puase"))


async def test_small_talk_gets_the_menu(door):
    assert labels(await door.ask("student", "hello")) == ["What’s next", "My reviews", "Deadlines", "Help"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(max_size=80)
    | st.sampled_from(["\0" * 9, "x" * 40_000, "😀" * 20_000, "<!channel>", "\u202ereadings", "@" * 500])
)
async def test_no_text_breaks_it(door, text):
    answer = await door.ask("student", text)
    assert answer.private
    assert answer.blocks
    assert "went wrong" not in said(answer)
    assert len(said(answer)) < 5_000


# --- which course -------------------------------------------------------------------------------------------------


async def test_a_channel_means_its_course_and_a_message_all_of_the_person_s_courses(database):
    door = await open_door(database, (ONE, TWO), NOW)
    assert said(await door.ask("student", "readings", "#compilers")).startswith("What to read next")
    text = said(await door.ask("student", "readings"))
    assert "Seminar: What to read next" in text
    assert "Compilers: What to read next" in text


async def test_a_course_without_a_hit_is_not_mentioned_where_another_has_one(database):
    papers = replace(TWO, sessions=(session("llvm", readings=(reading("llvm"),)),))
    door = await open_door(database, (ONE, papers), NOW)
    text = said(await door.ask("student", "readings llvm"))
    assert "On llvm" in text
    assert "Seminar" not in text
    assert said(await door.ask("student", "readings qwertyuiop")).count("Nothing found") == 2


async def test_buttons_keep_to_their_course(database):
    door = await open_door(database, (ONE, TWO), NOW)
    menu = await door.ask("student", "menu", "#compilers")
    assert said(await door.press("student", menu, "What’s next")).startswith("What to read next")


async def test_someone_who_left_a_course_is_not_asked_about_it(database):
    door = await open_door(database, (ONE, TWO), NOW)

    def leave(connection):
        person = people.who(connection, "slack", "T1", "student").person
        people.set_membership(
            connection, course=TWO.id, person_id=person, role=CourseRole.STUDENT, now=NOW, active=False
        )

    await database.run(leave)
    assert "Compilers" not in said(await door.ask("student", "readings"))
    assert "a course that you are not in" in said(await door.answer("student", Action("read", TWO.id)))


async def test_a_stranger_is_answered_in_a_channel_and_by_a_bot_of_one_course(database):
    door = await open_door(database, (ONE, TWO), NOW)
    assert said(await door.ask("stranger", "readings", "#course")).startswith("What to read next")
    assert "I do not know you yet" in said(await door.ask("stranger", "readings"))
    assert "I do not know you yet" in said(await door.ask("stranger", "readings", "#elsewhere"))
    assert "a course that you are not in" in said(await door.answer("stranger", Action("read", TWO.id)))
    alone = await open_door(database, (ONE,), NOW)
    assert said(await alone.ask("stranger", "readings")).startswith("What to read next")


async def test_no_course_yet(database):
    door = await open_door(database, (), NOW)
    assert said(await door.ask("student", "readings")) == "No course is set up here yet."


async def test_the_staff_channel_is_known_as_such(database):
    places = []

    async def tell(request, _run):
        places.append(request.place)
        return Reply((paragraph("ok"),))

    door = await open_door(database, (ONE,), NOW, one_row(Row(name="tell", verb="tell", summary="x", function=tell)))
    for channel in ("#course-staff", "#course", ""):
        await door.ask("ta", "group", channel)
    assert places == ["staff", "shared", "direct"]


# --- when it goes wrong -------------------------------------------------------------------------------------------


def one_row(row):
    return Table((Group(name="group", summary="x", default=row.name, rows=(row,)),))


def breaking(error):
    async def function(_request, _run):
        raise error

    words = Parameter(name="words", summary="x", rest=True)
    return one_row(
        Row(name="break", verb="break", summary="x", function=function, submit=function, parameters=(words,))
    )


async def test_a_refusal_is_its_sentence(database):
    door = await open_door(database, (ONE,), NOW, breaking(Refused("That seat is taken.")))
    reply = await door.ask("student", "group")
    assert (said(reply), reply.private) == ("That seat is taken.", True)


async def test_a_bug_is_one_sentence_with_a_code_that_the_log_has_too(database, caplog):
    door = await open_door(database, (ONE,), NOW, breaking(ZeroDivisionError()))
    with caplog.at_level(logging.ERROR):
        text = said(await door.ask("student", "group secret words"))
    assert text == f"Sorry, something went wrong on my side. If it keeps happening, tell staff this code: {INCIDENT}"
    (record,) = caplog.records
    assert INCIDENT in record.getMessage()
    assert record.exc_info is not None
    assert "secret" not in record.getMessage()


@pytest.mark.parametrize(
    ("error", "words"), [(Refused("Too late."), "Too late."), (ZeroDivisionError(), "press Submit again")]
)
async def test_a_form_that_fails_stays_open_with_what_was_typed(database, error, words):
    door = await open_door(database, (ONE,), NOW, breaking(error))
    answer = await door.answer("student", Action("break"), values={"first": "long text", "second": ""})
    assert isinstance(answer, Invalid)
    assert list(answer.errors) == ["first"]
    assert words in answer.errors["first"]


async def test_a_form_opens_is_submitted_and_answers_in_private(database):
    async def opens(_request, _run):
        return Form(action=Action("form"), title="A form", inputs=(TextInput(id="t", label="T"),))

    async def takes(request, _run):
        return Saved(Reply((paragraph(request.values["t"]),), private=False))

    row = Row(name="form", verb="form", summary="x", function=opens, submit=takes, audience=Audience.STUDENT)
    door = await open_door(database, (ONE,), NOW, one_row(row))
    form = await door.dispatcher.answer(door._inbound("student", "", text="group"))
    assert isinstance(form, Form)
    answer = reply_of(await door.answer("student", form.action, values={"t": "typed"}))
    assert (said(answer), answer.private) == ("typed", True)


async def test_a_button_of_another_version_says_so(door):
    assert "older version of me" in said(await door.answer("student", Action("nosuch", ONE.id)))
    assert "older version of me" in said(await door.answer("student", Action("read", ONE.id), values={}))


# --- sharing ------------------------------------------------------------------------------------------------------


async def test_only_staff_can_share(door):
    for who in EVERYBODY:
        offered = [label for label in labels(await door.ask(who, "readings week 2")) if label.startswith("Share")]
        assert offered == (["Share in #course"] if who in ("ta", "instructor") else [])


async def test_every_button_can_be_carried(door):
    for text in (
        "readings",
        "readings all",
        "deadlines all",
        "menu",
        "help",
        "readings " + "word " * 30,
        "readings a|b",
    ):
        for button in buttons(await door.ask("instructor", text)):
            assert len(button.action.encode()) <= 100


async def test_whether_a_form_will_open_is_known_before_the_answer(door):
    asked = {"course announce": True, "/course pause": True, "readings": False, "deadlines all": False, "what?": False}
    said = {text: door.dispatcher.opens_form(door._inbound("ta", "", text=text)) for text in asked}
    assert said == asked
    pressed = door._inbound("ta", "", action=Action("announce"))
    assert door.dispatcher.opens_form(pressed)
    assert not door.dispatcher.opens_form(door._inbound("ta", "", action=Action("announce"), values={"text": "x"}))


async def test_what_staff_ask_for_in_a_shared_channel_is_answered_in_their_direct_messages(database):
    of = replace(ONE, channels={"slack": {"announcements": "#cs", "staff": "#cs-staff"}})
    door = await open_door(database, (of,), NOW)
    for words in ("/course roster", "/course missing", "/course plan"):
        assert (await door.ask("ta", words, "#cs")).direct
        assert not (await door.ask("ta", words, "#cs-staff")).direct
        assert not (await door.ask("ta", words)).direct
    assert not (await door.ask("ta", "/readings", "#cs")).direct, "what everybody may ask stays where it was asked"
    shared = await door.press("ta", await door.ask("ta", "/readings", "#cs"), "Share", "#cs")
    assert not shared.direct, "the preview of a post too"
    assert not (await door.ask("student", "/course roster", "#cs")).direct, "a refusal says nothing"
