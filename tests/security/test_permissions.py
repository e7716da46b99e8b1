"""Who gets in: every row of the command table, by words, by button and by form, as everybody, from everywhere.

Whoever is refused has changed nothing, not even begun to, and has learned nothing of another course.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.conversation.commands import Audience, Row
from bot.conversation.form import Form, Invalid, Kept, Next, Saved
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Reply
from bot.store.database import open_database
from handlers.permission import WHO
from handlers.table import TABLE
from tests.security.walk import (
    ENTITLED,
    EXAMPLES,
    MINE,
    NOW,
    OTHER,
    PLACES,
    ROLES,
    SECRET,
    Ids,
    Walk,
    open_walk,
    walk_again,
)
from tests.support.fillings import share_fillings

ROWS = {row.verb: (group, row) for group, row in TABLE.rows()}
OUTSIDE = frozenset(who for who, role in ROLES.items() if role is None)
UNKNOWN = "I do not know you yet. Please ask in your course’s channel, or ask its staff to add you."
NOT_YOURS = "That belongs to a course that you are not in, or that is no longer here."


async def furnish(path: Path) -> Ids:
    database = open_database(path, run_id="test")
    try:
        return (await open_walk(database)).ids
    finally:
        await database.close()


@pytest.fixture(scope="module")
def furnished(migrated_file: Path, tmp_path_factory) -> tuple[Path, Ids]:
    """An SQLite file with all of the walk in it, made once, and the ids in it. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("furnished") / "coursebot.db"
    shutil.copyfile(migrated_file, path)
    with ThreadPoolExecutor(1) as thread:  # which has no event loop yet
        return path, thread.submit(asyncio.run, furnish(path)).result()


@pytest.fixture
async def walk(database_kind, tmp_path, request) -> AsyncIterator[Walk]:
    if database_kind != "sqlite":
        yield await open_walk(request.getfixturevalue("database"))
        return
    template, ids = request.getfixturevalue("furnished")
    database = open_database(shutil.copyfile(template, tmp_path / "coursebot.db"), run_id="test")
    yield walk_again(database, ids)
    await database.close()


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    share_fillings(monkeypatch)


def only(audience: Audience) -> str:
    return f"Sorry, only {WHO[audience]} of {MINE.title} can do that."


def is_refusal(answer: object, audience: Audience) -> bool:
    """The one sentence, in a reply, or at a form that is still open."""
    sentences = {only(audience), UNKNOWN, NOT_YOURS}
    match answer:
        case Invalid(errors):
            return set(errors.values()) <= sentences
        case Saved(reply) | (Reply() as reply):
            return plain(reply) in sentences
    return False


def may(who: str, row: Row, place: str) -> bool:
    """Whoever is in no course of this bot is answered only where the channel, or what they say, says which course is
    meant.
    """
    return who in ENTITLED[row.audience] and not (who in OUTSIDE and place == "direct" and not row.anywhere)


def ways(walk: Walk, verb: str, who: str, place: str):
    """(what, how) of every way to the row there: typed, pressed, submitted."""
    group, row = ROWS[verb]
    example = EXAMPLES[verb]
    channel = PLACES[place]
    if row.listed and not (who == "colleague" and place == "direct"):  # there it is about a course of their own
        yield "typed", walk.door._inbound(who, channel, text=f"/{group.name} {row.name} {example.words}")
    if row.anywhere:
        return  # nobody presses what says itself which course it is about
    press = Action(verb, MINE.id, walk.arguments(example.press))
    yield "pressed", walk.door._inbound(who, channel, action=press)
    if row.submit is not None:
        submit = Action(verb, MINE.id, walk.arguments(example.submit))
        yield "submitted", walk.door._inbound(who, channel, action=submit, values=example.values)


def test_every_row_is_walked():
    assert set(EXAMPLES) == set(ROWS), "say in EXAMPLES how a new row is reached"
    for verb, (_, row) in ROWS.items():
        assert (EXAMPLES[verb].values is not None) == (row.submit is not None), verb


def one_place(verb: str) -> str:
    """From where those who may are answered in `make test`: another place for each row in turn."""
    return list(PLACES)[list(EXAMPLES).index(verb) % len(PLACES)]


@pytest.mark.parametrize("everywhere", [False, pytest.param(True, marks=pytest.mark.torture)])
@pytest.mark.parametrize("verb", EXAMPLES)
async def test_who_gets_in(walk, verb, everywhere):
    """Whoever may not is refused everywhere; whoever may is answered from one place, and `everywhere` from all."""
    _, row = ROWS[verb]
    before, writes = await walk.dump(), walk.writes
    let_in = []
    for who in ROLES:
        for place in PLACES:
            for how, inbound in ways(walk, verb, who, place):
                if may(who, row, place):
                    let_in.append((who, place, how, inbound))
                    continue
                answer = await walk.door.dispatcher.answer(inbound)
                assert is_refusal(answer, row.audience), (who, place, how, answer)
                assert SECRET not in str(answer), (who, place, how)
                assert walk.writes == writes, (who, place, how, "a refusal began to write")
    assert await walk.dump() == before
    assert {who for who, *_ in let_in} == ENTITLED[row.audience]
    for who, place, how, inbound in let_in:
        if not everywhere and place != one_place(verb):
            continue
        answer = await walk.door.dispatcher.answer(inbound)
        assert not is_refusal(answer, row.audience), (who, place, how, answer)
        assert "went wrong" not in str(answer), (who, place, how, answer)
        assert SECRET not in str(answer), (who, place, how, answer)
        assert isinstance(answer, Form | Invalid | Kept | Next) or reply_of(answer).private, (who, place, how)


def reply_of(answer: object) -> Reply:
    return answer.reply if isinstance(answer, Saved) else answer


# --- what was never shown -------------------------------------------------------------------------------------------

TYPED = st.one_of(st.text(max_size=20), st.sampled_from(["yes", "2", "never", "ta", "send", "-1", "9" * 30, "²", "\0"]))
VALUES = st.none() | st.dictionaries(st.sampled_from(["text", "channel", "until", "why", "x"]), TYPED, max_size=4)
NOBODY_S_BUSINESS = sorted(
    verb for verb, (_, row) in ROWS.items() if row.audience in (Audience.TA, Audience.INSTRUCTOR)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from(["student", "auditor", "guest", *sorted(OUTSIDE)]),
    verb=st.sampled_from(NOBODY_S_BUSINESS),
    course=st.sampled_from([MINE.id, "", "nosuch"]),
    arguments=st.lists(TYPED, max_size=4).map(tuple),
    values=VALUES,
    place=st.sampled_from(list(PLACES.values())),
)
async def test_a_button_or_form_that_was_never_shown_does_nothing(walk, *, who, verb, course, arguments, values, place):
    if who == "colleague" and course == "":
        return  # it is about a course of their own
    writes = walk.writes
    answer = await walk.door.answer(who, Action(verb, course, arguments), place, values)
    assert walk.writes == writes
    shown = str(answer)
    refused = any(sentence in shown for sentence in (only(ROWS[verb][1].audience), UNKNOWN, NOT_YOURS))
    assert refused or "older version of me" in shown, answer
    assert SECRET not in shown


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(sorted(ROWS)),
    arguments=st.lists(TYPED, max_size=4).map(tuple),
    values=VALUES,
)
@example("retract", ("9" * 30, "yes"), None)
@example("held", ("²", "send"), None)
async def test_staff_can_send_anything_and_nothing_breaks(walk, verb, arguments, values):
    others = [row for rows in (await walk.dump()).values() for row in rows if f"'{OTHER.id}'" in row]
    answer = await walk.door.answer("instructor", Action(verb, MINE.id, arguments), "", values)
    assert "went wrong" not in str(answer), answer
    assert SECRET not in str(answer)
    after = [row for rows in (await walk.dump()).values() for row in rows if f"'{OTHER.id}'" in row]
    assert after == others


@pytest.mark.parametrize("verb", EXAMPLES)
async def test_staff_of_one_course_cannot_touch_what_belongs_to_another(walk, verb):
    """With the other course's ids under their own course's name, and under the other's."""
    _, row = ROWS[verb]
    others = [row for rows in (await walk.dump()).values() for row in rows if f"'{OTHER.id}'" in row]
    for course in (MINE.id, OTHER.id):
        for arguments, values in ((EXAMPLES[verb].press, None), (EXAMPLES[verb].submit, EXAMPLES[verb].values)):
            if values is not None or row.submit is None or not arguments:
                action = Action(verb, course, walk.arguments(arguments, OTHER.id))
                answer = await walk.door.answer("instructor", action, "#course", values)
                assert SECRET not in str(answer), (course, answer)
                assert course == MINE.id or is_refusal(answer, row.audience), answer
    after = [row for rows in (await walk.dump()).values() for row in rows if f"'{OTHER.id}'" in row]
    assert after == others


async def test_what_is_for_staff_cannot_be_shared_in_a_channel(walk):
    before = await walk.dump()
    stamp = f"{int(NOW.timestamp()):x}.00000000"
    for verb in NOBODY_S_BUSINESS:
        door = walk_again(walk.database, walk.ids).door  # which nobody has asked too much yet
        pattern = walk.arguments(EXAMPLES[verb].press)
        for action in (Action("share", MINE.id, (verb, *pattern)), Action("post", MINE.id, (stamp, verb, *pattern))):
            answer = await door.answer("instructor", action, "#course")
            assert plain(answer) == (
                "That answer is not for the channel: only what everyone may ask for can be shared."
            ), verb
        assert await walk.dump() == before, verb


async def test_the_menu_and_the_help_of_staff_cannot_be_shared_either(walk):
    for verb in ("menu", "help", "home"):
        answer = await walk.door.answer("instructor", Action("share", MINE.id, (verb,)), "#course")
        assert "not for the channel" in plain(answer), verb


async def test_what_is_offered_for_sharing_says_the_same_whoever_of_staff_asks(walk):
    for verb, (_, row) in ROWS.items():
        if row.audience is Audience.EVERYONE:
            said = {
                str(await walk.door.answer(who, Action("share", MINE.id, (verb, *EXAMPLES[verb].press)), "#course"))
                for who in ("ta", "instructor")
            }
            assert len(said) == 1, verb
