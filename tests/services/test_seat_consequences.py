"""What an edit of the schedule means for seats: who has one hears of it once, with what is so at last, and so do staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services import ids
from bot.store.database import Database
from tests.support.seat_desk import (
    CHANNEL,
    MINUTE,
    SESSIONS,
    STAFF,
    START,
    SeatDesk,
    key,
    la,
    seat_desk,
    seat_room,
    small,
    text,
)
from tests.support.seat_said import edits, replies, said

SOON = 3 * MINUTE
"""By then it is clear that no other edit follows."""

ZERO = "{id: zero, title: Training, date: 2022-02-14,"


def edited(old: str, new: str, sessions: str = SESSIONS) -> str:
    assert sessions.count(old) == 1, old
    return sessions.replace(old, new)


MOVED = edited(ZERO, "{id: zero, title: Training, date: 2022-02-23,")
CANCELLED = edited(ZERO, "{id: zero, title: Training, kind: cancelled, date: 2022-02-14,")
UNDATED = edited(ZERO, "{id: zero, title: Training, date: TBD,")
RENAMED = MOVED.replace("title: Consensus", "title: Agreement")


async def news(desk: SeatDesk, sessions: str = SESSIONS, **presenting: str) -> dict[str, list[str]]:
    """Who hears what of an edit."""
    await edits(desk, small(sessions, **presenting))
    return await said(desk)


async def test_a_class_that_moves_is_told_to_who_has_a_seat_there_with_both_dates(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    await it.taken("bob", key("rdd", "critic"))
    assert await news(it, MOVED) == {
        "ada": [
            (
                "‘Training’ has moved: your seat as Critic is on Wed 23 Feb, 1:00 PM PST now "
                "(it was Mon 14 Feb, 1:00 PM PST).\n"
                "If you cannot come then: /signup drop."
            )
        ]
    }
    assert await news(it, RENAMED) == {}
    assert (await news(it))["ada"][0].startswith(
        "‘Training’ has moved: your seat as Critic is on Mon 14 Feb, 1:00 PM PST now (it was Wed 23 Feb, "
    )


async def test_a_class_that_does_not_take_place_is_told_to_who_has_a_seat_and_once_to_staff_and_so_that_it_is_back(
    database: Database,
) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    await it.taken("bob", key("zero", "neutral"))
    gone = (
        "‘Training’ (Mon 14 Feb, 1:00 PM PST) will not take place: your seat as Critic no longer counts.\n"
        "[What is open]"
    )
    told = await news(it, CANCELLED)
    assert told["ada"] == [gone]
    assert told["bob"] == [gone.replace("Critic", "Neutral Presenter")]
    assert told[STAFF] == [
        (
            "Seats and the new schedule\n"
            "• ‘Training’ (Mon 14 Feb, 1:00 PM PST) will not take place: the seats of Ada (Critic) and "
            "Bob (Neutral Presenter) do not count any more\n"
            "I tell who has these seats."
        )
    ]
    assert CHANNEL not in told
    assert (await it.signups()).homeless, "the seats stay, and count for nothing"
    back = await news(it)
    assert back["ada"] == [
        (
            "‘Training’ takes place after all, on Mon 14 Feb, 1:00 PM PST: your seat as Critic counts again.\n"
            "If you cannot come then: /signup drop."
        )
    ]
    assert back[STAFF] == [
        (
            "Seats and the new schedule\n"
            "• ‘Training’, Mon 14 Feb, 1:00 PM PST: the seats of Ada (Critic) and Bob (Neutral Presenter) count again\n"
            "I tell who has these seats."
        )
    ]


GONE = {
    "a holiday": (
        edited(ZERO, "{id: zero, title: Training, kind: holiday, date: 2022-02-14,"),
        {},
        "‘Training’ (Mon 14 Feb, 1:00 PM PST) will not take place: your seat as Critic no longer counts.",
    ),
    "nobody presents": (
        edited(ZERO, "{id: zero, title: Training, presenting: false, date: 2022-02-14,"),
        {},
        "In ‘Training’ (Mon 14 Feb, 1:00 PM PST) nobody presents any more, so your seat as Critic no longer counts.",
    ),
    "the role is gone": (
        SESSIONS,
        {"preset": "lead", "rules": "{at_least: 1}"},
        (
            "For ‘Training’ (Mon 14 Feb, 1:00 PM PST) your seat as Critic is not in the schedule any more and no longer "
            "counts."
        ),
    ),
}


@pytest.mark.parametrize("how", GONE)
async def test_whatever_takes_a_seat_away_is_said_with_its_reason(how: str, database: Database) -> None:
    sessions, presenting, words = GONE[how]
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    found = await news(it, sessions, **presenting)
    assert found["ada"] == [f"{words}\n[What is open]"]
    assert "Ada (Critic)" in found[STAFF][0]


async def test_a_class_that_is_taken_out_of_the_schedule_will_not_take_place(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("dst", "critic"))
    gone = "\n".join(one for one in SESSIONS.split("\n") if "id: dst" not in one)
    found = await news(it, gone)
    assert found["ada"] == [
        "‘Clocks’ (Mon 14 Mar, 1:00 PM PDT) will not take place: your seat as Critic no longer counts.\n[What is open]"
    ]
    assert "‘Clocks’ (Mon 14 Mar, 1:00 PM PDT) will not take place: the seat of Ada (Critic) does" in found[STAFF][0]
    assert (await news(it))["ada"][0].startswith(
        "‘Clocks’ takes place after all, on Mon 14 Mar, 1:00 PM PDT: your seat"
    )


async def test_a_paper_that_is_taken_out_takes_its_seats_along(database: Database) -> None:
    it = await seat_desk(database, small(per="paper"))
    await it.taken("ada", key("serving", "critic", paper="orca"))
    without = edited(
        "      - {id: orca, title: Orca, tier: required}\n", "      - {id: orca, title: Orca, tier: optional}\n"
    )
    found = await news(it, without, per="paper")
    assert found["ada"][0].startswith(
        "For ‘Serving’ (Wed 16 Feb, 1:00 PM PST) your seat as Critic for ‘Orca’ is not in the schedule any more"
    )


async def test_a_class_that_loses_its_date_keeps_its_seats_and_a_date_that_comes_is_told(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    assert await news(it, UNDATED) == {
        "ada": [
            (
                "‘Training’ has no date any more (it was Mon 14 Feb, 1:00 PM PST). "
                "Your seat as Critic stays yours, and I tell you the new date."
            )
        ]
    }
    assert (await news(it, MOVED))["ada"][0].startswith(
        "‘Training’ has a date: your seat as Critic is on Wed 23 Feb, 1:00 PM PST.\n"
    )


@pytest.mark.both_databases(postgresql="torture")
async def test_a_burst_of_edits_ends_in_one_message_with_what_is_so_at_last(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    for changed in (CANCELLED, UNDATED, SESSIONS, CANCELLED):
        await edits(it, small(changed))
    found = await news(it, MOVED)
    assert list(found) == ["ada"], "for staff it takes place, as before"
    assert found["ada"][0].startswith(
        "‘Training’ has moved: your seat as Critic is on Wed 23 Feb, 1:00 PM PST now (it was Mon"
    )


async def test_what_is_put_back_before_it_was_said_is_told_to_nobody(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    await edits(it, small(CANCELLED))
    assert await news(it) == {}


async def test_who_gives_the_seat_up_before_it_is_said_hears_nothing(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    await edits(it, small(MOVED))
    await it.drops("ada", key("zero", "critic"))
    assert await said(it) == {}


async def test_several_seats_in_one_class_are_one_message(database: Database) -> None:
    it = await seat_desk(database, small(per="paper"))
    await it.taken("ada", key("serving", "critic", paper="orca"))
    await it.taken("ada", key("serving", "advocate", paper="zero-paper"))
    moved = edited("date: 2022-02-16", "date: 2022-02-23")
    (told,) = (await news(it, moved, per="paper"))["ada"]
    assert told.startswith(
        "‘Serving’ has moved: your seats as Critic for ‘Orca’ and Advocate for ‘ZeRO’ are on Wed 23 Feb, "
    )


async def test_of_a_class_that_is_over_nothing_is_said(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("raft", "critic"))
    it.now = la(31, 14)
    for changed in ("date: 2022-01-30", "kind: cancelled, date: 2022-01-31", "presenting: false, date: 2022-01-31"):
        assert await news(it, edited("date: 2022-01-31", changed)) == {}, changed


async def test_a_move_that_breaks_a_limit_is_told_to_staff_with_the_week(database: Database) -> None:
    rules = "{at_least: 3, distinct_roles: yes, at_most_per_week: 1}"
    it = await seat_desk(database, small(rules=rules))
    await it.taken("ada", key("zero", "critic"), key("eyeriss", "neutral"))
    await it.taken("bob", key("zero", "advocate"))
    found = await news(it, MOVED, rules=rules)
    assert found[STAFF] == [
        (
            "Seats and the new schedule\n"
            "• Because ‘Training’ moved, Ada has two seats in the week of Mon 21 Feb; one a week is the most"
        )
    ]
    assert "eyeriss" not in found["ada"][0]
    assert STAFF not in await news(it, RENAMED, rules=rules)
    again = RENAMED.replace("date: 2022-03-14", "date: 2022-03-16")
    await it.taken("cem", key("dst", "critic"))
    assert list(await news(it, again, rules=rules)) == ["cem"], "of a limit that somebody was over nothing is told"
    tighter = "{at_least: 1, at_most_per_term: 1}"
    assert await news(it, again, rules=tighter) == {
        STAFF: ["Seats and the new schedule\n• Ada has two seats; one a term is the most"]
    }


async def test_a_move_that_is_mended_at_once_is_no_news_for_staff(database: Database) -> None:
    rules = "{at_least: 3, at_most_per_week: 1}"
    it = await seat_desk(database, small(rules=rules))
    await it.taken("ada", key("zero", "critic"), key("eyeriss", "neutral"))
    await edits(it, small(MOVED, rules=rules))
    again = MOVED.replace("date: 2022-02-21", "date: 2022-03-07")
    found = await news(it, again, rules=rules)
    assert STAFF not in found
    assert len(found["ada"]) == 2, "one of each class"


async def test_a_limit_that_waits_to_be_told_is_told_after_other_edits_too(database: Database) -> None:
    rules = "{at_least: 3, at_most_per_week: 1}"
    it = await seat_desk(database, small(rules=rules))
    await it.taken("ada", key("zero", "critic"), key("eyeriss", "neutral"))
    await it.taken("bob", key("dst", "critic"))
    await edits(it, small(MOVED, rules=rules))
    found = await news(it, MOVED.replace("date: 2022-03-14", "kind: cancelled, date: 2022-03-14"), rules=rules)
    (told,) = found[STAFF]
    assert "• Because ‘Training’ moved, Ada has two seats in the week of Mon 21 Feb; one a week is the most" in told
    assert "• ‘Clocks’ (Mon 14 Mar, 1:00 PM PDT) will not take place: the seat of Bob (Critic) does not count" in told


async def test_where_a_role_has_fewer_seats_who_has_a_higher_number_moves_up(database: Database) -> None:
    two = "[{id: critic, title: Critic, seats: 2}]"
    one = "[{id: critic, title: Critic, seats: 1}]"
    it = await seat_desk(database, small(preset="", rules="{at_least: 1}", roles=two))
    await it.taken("ada", key("zero", "critic", 2))
    await it.taken("ada", key("rdd", "critic", 2))
    await it.taken("bob", key("rdd", "critic", 1))
    found = await news(it, preset="", rules="{at_least: 1}", roles=one)
    assert await it.held() == {
        key("zero", "critic"): "ada",
        key("rdd", "critic"): "bob",
        key("rdd", "critic", 2): "ada",
    }
    assert [one.split(" (")[0] for one in found["ada"]] == ["For ‘Big Data’"]


async def test_the_file_for_the_calendar_has_the_new_date(database: Database) -> None:
    it = await seat_desk(database)
    await it.taken("ada", key("zero", "critic"))
    await edits(it, small(MOVED))
    ((_, reply),) = await replies(it)
    (file,) = reply.files
    assert b"DTSTART:20220223T210000Z" in file.content


async def test_a_class_and_a_paper_under_other_names_are_the_same(database: Database) -> None:
    """As after staff have said that they were renamed: the seats in the database have the new names."""
    it = await seat_desk(database, small(per="paper"))
    await it.taken("ada", key("serving", "critic", paper="orca"))
    await it.taken("bob", key("zero", "critic", paper="zero-paper"))
    other = SESSIONS.replace("id: serving", "id: inference").replace("id: orca", "id: orca-osdi")
    names = {"serving": "inference", "paper:orca": "paper:orca-osdi"}
    for old, new in names.items():
        await it.database.run(ids.rename, it.course.id, old, new)
    await edits(it, small(other, per="paper"), renamed=names)
    assert await said(it) == {}
    moved = other.replace("date: 2022-02-16", "date: 2022-02-23")
    await edits(it, small(moved, per="paper"))
    again = moved.replace("id: inference", "id: serve")
    await it.database.run(ids.rename, it.course.id, "inference", "serve")
    await edits(it, small(again, per="paper"), renamed={"inference": "serve"})
    found = await said(it)
    assert list(found) == ["ada"], "what waits to be said follows, too"
    assert found["ada"][0].startswith("‘Serving’ has moved: your seat as Critic for ‘Orca’ is on Wed 23 Feb, ")


async def test_the_whole_bot_waits_for_the_edits_to_end_and_tells_in_a_rehearsal_too(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, live=False, right=False) as it:
        await it.desk.taken("ada", key("zero", "critic"))
        for number, changed in enumerate((CANCELLED, MOVED)):
            await it.edit(text(changed))
            await it.ticks(START + number * MINUTE)
        assert it.texts("ada") == []
        await it.ticks(START + SOON, START + 2 * SOON)
        (told,) = it.texts("ada")
        assert told.startswith("‘Training’ has moved: your seat as Critic is on Wed 23 Feb, ")
        assert not [one for one in it.texts(STAFF) if one.startswith("Seats")]
        assert it.texts(CHANNEL) == []
