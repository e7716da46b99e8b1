"""Staff share an answer: what is previewed is what is posted, once."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from bot.conversation import codec
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Buttons
from bot.store.tables import delivery
from tests.support.asking import labels, open_door, reply_of, said
from tests.support.courses import mondays_at_one

COURSE = mondays_at_one(3)
NOW = COURSE.sessions[0].starts_at


async def posts(database):
    """(channel, text) of all that is to be posted."""
    query = sa.select(delivery.c.channel, delivery.c.details).order_by(delivery.c.id)
    rows = await database.run.read(lambda connection: connection.execute(query).all())
    return [(row.channel, plain(codec.decode(row.details["reply"]))) for row in rows]


async def test_a_preview_then_exactly_that_once(database):
    door = await open_door(database, (COURSE,), NOW - timedelta(hours=3))
    answer = await door.ask("ta", "/deadlines")
    preview = await door.press("ta", answer, "Share in #course")
    assert labels(preview) == ["Post it", "Cancel"]
    first, *shown, _ = plain(preview).splitlines()
    assert first == "Everyone in #course would see this:"
    assert "(in 3 hours)" in shown[1]
    assert await posts(database) == []
    door.now += timedelta(minutes=50)
    assert said(await door.press("ta", preview, "Post it")) == "Done. It goes out in #course now."
    assert await posts(database) == [("#course", "\n".join(shown))]
    assert "shared in #course already" in said(await door.press("ta", preview, "Post it"))
    assert len(await posts(database)) == 1


async def test_in_rehearsal_only_staff_see_it_and_both_steps_say_so(database):
    channels = {"announcements": "#course", "staff": "#course-staff"}
    door = await open_door(database, (replace(COURSE, channels={"slack": channels}),), NOW, live=False)
    preview = await door.press("ta", await door.ask("ta", "/deadlines"), "Share in #course")
    assert said(preview).startswith(
        "We are still in rehearsal, so only staff see it. In #course everyone would see this:\nWhat is due"
    )
    done = await door.press("ta", preview, "Post it")
    assert said(done) == (
        "We are still in rehearsal, so only staff see it. "
        "It goes to #course-staff. Go live first to post in #course for real."
    )
    assert [channel for channel, _ in await posts(database)] == ["#course-staff"]
    await door.press("ta", preview, "Post it")
    assert len(await posts(database)) == 1
    assert labels(await door.press("instructor", preview, "Post it")) == ["Go live …"]


async def test_cancel_posts_nothing(database):
    door = await open_door(database, (COURSE,), NOW)
    preview = await door.press("ta", await door.ask("ta", "/readings"), "Share")
    assert said(await door.press("ta", preview, "Cancel")) == "All right, nothing was posted."
    assert await posts(database) == []


async def test_an_old_preview_is_shown_again_instead(database):
    door = await open_door(database, (COURSE,), NOW)
    preview = await door.press("ta", await door.ask("ta", "/readings"), "Share")
    door.now += timedelta(hours=2)
    again = await door.press("ta", preview, "Post it")
    assert said(again).startswith("The answer may have changed since you looked, so nothing was posted.")
    assert await posts(database) == []
    await door.press("ta", again, "Post it")
    assert len(await posts(database)) == 1


async def test_a_schedule_that_changed_after_the_preview_is_shown_again(database):
    before = await open_door(database, (COURSE,), NOW)
    preview = await before.press("ta", await before.ask("ta", "/readings week 1"), "Share")
    edited = replace(COURSE, sessions=(replace(COURSE.sessions[0], note="Room changed"), *COURSE.sessions[1:]))
    after = await open_door(database, (edited,), NOW)
    again = await after.press("ta", preview, "Post it")
    assert "Room changed" in said(again)
    assert await posts(database) == []


async def test_it_is_shared_where_it_was_asked_but_never_from_the_staff_channel_into_itself(database):
    channels = {"announcements": "#course", "papers": "#papers", "staff": "#course-staff"}
    door = await open_door(database, (replace(COURSE, channels={"slack": channels}),), NOW)
    for asked_in, shared_in in (("#papers", "#papers"), ("#course-staff", "#course"), ("", "#course")):
        assert f"Share in {shared_in}" in labels(await door.ask("ta", "readings", asked_in))
    preview = await door.press("ta", await door.ask("ta", "readings", "#papers"), "Share", "#papers")
    await door.press("ta", preview, "Post it", "#papers")
    assert [channel for channel, _ in await posts(database)] == ["#papers"]


async def test_the_post_has_no_buttons(database):
    many = mondays_at_one(40)
    door = await open_door(database, (many,), NOW)
    preview = await door.press("ta", await door.ask("ta", "readings all"), "Share")
    assert sum(isinstance(block, Buttons) for block in preview.blocks) == 1


async def test_a_made_up_button_shares_nothing(database):
    door = await open_door(database, (COURSE,), NOW)
    for arguments in ((), ("nosuch",), ("menu",), ("resume",), ("retract",), ("share",), ("post", "1.2", "read")):
        assert labels(reply_of(await door.answer("ta", Action("share", COURSE.id, arguments)))) == [], arguments
    for arguments in ((), ("x",), ("zz.zz", "read"), ("-1.0", "pause"), ("f" * 20 + ".1", "read")):
        await door.answer("ta", Action("post", COURSE.id, arguments))
    assert await posts(database) == []
