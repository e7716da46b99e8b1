"""Who presents in a class owes no review there, for as long as they have the seat; what they write counts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course import digest
from bot.course.reviews import Duty, State
from bot.course.signups import SeatKey
from bot.services import digesting, owing, pleading, reminding, reviewing, seating
from bot.services.naming import Work
from bot.services.reviewing import Sent
from bot.services.seating import Seated
from bot.store.database import Database
from tests.support.reminded_seminar import filled
from tests.support.seat_desk import (
    DAY,
    HOUR,
    MINUTE,
    REVIEWS,
    SESSIONS,
    SeatDesk,
    key,
    la,
    seat_desk,
    seat_room,
    small,
    text,
)

DUE = la(31, 13)
"""When the reviews of the first class are due, as it begins."""

CRITIC, ADVOCATE, NEUTRAL = (key("raft", role) for role in ("critic", "advocate", "neutral"))


async def opened(database: Database, *, also: str = REVIEWS, sessions: str = SESSIONS, **presenting: str) -> SeatDesk:
    """Ada is Critic of the first class."""
    it = await seat_desk(database, small(sessions, also=also, **presenting))
    await it.taken("ada", CRITIC)
    return it


async def duty(it: SeatDesk, who: str, session: str = "raft", *, now: datetime | None = None) -> Duty:
    """The person's duty there; all ways to ask say the same."""
    now = it.now if now is None else now
    read, person = it.database.run.read, it.persons[who]
    (mine,) = (one for one in await read(owing.duties_of, it.course, person, now=now) if one.session.id == session)
    of_all = (await read(owing.everyone, it.course, now=now))[person]
    of_one = (await read(owing.everyone, it.course, now=now, of={session}))[person]
    of_all = tuple(one for one in of_all if one.session.id == session)
    assert len({(one.standings, one.needed, one.done, one.left) for one in (mine, *of_all, *of_one)}) == 1
    return mine


async def says(it: SeatDesk, who: str, words: str, now: datetime | None = None) -> str:
    it.now = it.now if now is None else now
    return plain(await it.door().ask(who, words))


async def writes(it: SeatDesk, who: str, paper: str = "raft-paper", *, submit: bool = True) -> None:
    sent = Sent(
        person=it.persons[who],
        paper=paper,
        window="w1",
        base=0,
        answers=filled(it.course.sessions[0].review.form),  # type: ignore[union-attr] # that one asks for reviews
        submit=submit,
        platform="slack",
        account=who,
    )
    await it.database.run(reviewing.save, it.course, sent, now=it.now)


async def test_who_has_a_seat_owes_no_review_of_that_class_and_all_of_the_others(database: Database) -> None:
    it = await opened(database)
    for now in (it.now, DUE + 9 * DAY):
        mine = await duty(it, "ada", now=now)
        assert (mine.presents, mine.left, mine.to_do(now)) == (True, 0, ())
        assert [(one.state, one.presents) for one in mine.standings] == [(State.EXCUSED, True)]
        assert not (await duty(it, "ada", "rdd", now=now)).presents
        assert (await duty(it, "bob", now=now)).left == 1


async def test_a_seat_that_is_dropped_is_owed_again_also_when_it_was_due(database: Database) -> None:
    it = await opened(database)
    await it.drops("ada", CRITIC)
    assert (await duty(it, "ada")).left == 1
    late = await duty(it, "ada", now=DUE + HOUR)
    assert [one.state for one in late.to_do(DUE + HOUR)] == [State.NOT_STARTED], "late, by the schedule"
    assert (await duty(it, "ada", now=DUE + 9 * DAY)).standings[0].state is State.MISSED


async def test_the_course_may_want_reviews_of_presenters_too(database: Database) -> None:
    it = await opened(database, excused_from_review="no")
    assert (await duty(it, "ada")).left == 1
    assert "not needed" not in await says(it, "ada", "mywork")


@pytest.mark.both_databases(postgresql="torture")
async def test_who_stood_in_owes_none_and_who_did_not_come_is_for_staff_to_judge(database: Database) -> None:
    it = await opened(database)
    await it.taken("bob", ADVOCATE)
    it.now = DUE + HOUR
    await it.marked(CRITIC, "stood_in", stand_in="cem")
    await it.marked(ADVOCATE, "no_show")
    for who in ("ada", "bob", "cem"):
        assert (await duty(it, who)).presents, who
    assert not (await duty(it, "dee")).presents


async def test_a_seat_in_a_class_that_takes_none_any_more_excuses_nobody(database: Database) -> None:
    it = await opened(database)
    it.course = small(SESSIONS.replace("{id: raft,", "{id: raft, presenting: false,"), also=REVIEWS)
    assert (await duty(it, "ada")).left == 1


async def test_what_a_presenter_writes_counts_and_shows(database: Database) -> None:
    it = await opened(database)
    await writes(it, "ada")
    mine = await duty(it, "ada")
    assert (mine.done, mine.left, mine.standings[0].state) == (1, 0, State.SUBMITTED)
    assert mine.standings[0].presents
    assert "Raft · due Mon 31 Jan, 1:00 PM PST, in 6 d 1 h · submitted" in await says(it, "ada", "review raft")
    assert (await says(it, "ada", "mywork")).startswith("Your work\n1 review in, 6 still to write.\n")
    assert "\nIn\n• Ada (presents)" in await says(it, "tess", "course missing consensus", DUE + HOUR)


async def test_of_a_choice_a_presenter_chooses_nothing_and_owes_nothing(database: Database) -> None:
    sessions = SESSIONS.replace("title: Serving\n", "title: Serving\n    review: {owe: {choose: 1}}\n")
    sessions = sessions.replace(
        "{id: triton, title: Triton, tier: optional}", "{id: triton, title: Triton, tier: required}"
    )
    it = await opened(database, sessions=sessions)
    await it.taken("ada", key("serving", "neutral"))
    assert (await duty(it, "ada", "serving")).left == 0
    assert (await duty(it, "bob", "serving")).left == 1
    said = await says(it, "ada", "review", la(10, month=2))
    assert (
        "Serving · due Wed 16 Feb, 1:00 PM PST, in 6 d 13 h · you present in this class, so no review is needed" in said
    )


# --- what people read -------------------------------------------------------------------------------------------------


async def test_the_person_reads_that_none_is_needed_and_may_write_one(database: Database) -> None:
    it = await opened(database)
    it.now = DUE - DAY
    not_needed = "Raft · due Mon 31 Jan, 1:00 PM PST, in 1 d · you present in this class, so no review is needed"
    assert f"{not_needed} (you may write one)\n[Write]" in await says(it, "ada", "review")
    said = await says(it, "ada", "mywork")
    assert "0 reviews in, 6 still to write, 1 not needed where you present." in said
    assert "You present in ‘Consensus’: no review is needed there (you may write one)." in said
    await writes(it, "ada", submit=False)
    assert "is needed (you may write one), your draft is kept\n[Continue]" in await says(it, "ada", "review raft")
    closed = await says(it, "ada", "review write raft", DUE + 9 * DAY)
    assert "You present in that class, so no review is needed. Your draft is kept, and staff can accept it" in closed
    assert "You present in ‘Consensus’" not in await says(it, "ada", "mywork")


async def test_there_is_nothing_to_be_excused_from_and_the_way_to_drop_is_said(database: Database) -> None:
    it = await opened(database)
    said = await it.door().answer("ada", Action("cannot", "seminar", ("raft-paper",)))
    assert plain(said) == (  # type: ignore[arg-type] # a reply, not a form
        "You present in that class, so no review is needed and there is nothing to be excused from. "
        "If you cannot come to present: /signup drop."
    )
    assert (await it.window("ada").says("review write")).startswith("RDD, for Big Data")


async def test_staff_see_them_as_presenting_and_neither_missing_nor_excused(database: Database) -> None:
    it = await opened(database)
    await it.taken("bob", ADVOCATE)
    await writes(it, "cem")
    said = await says(it, "tess", "course missing consensus", DUE + HOUR)
    assert "\n1 in, 3 missing, 2 presenting.\n" in said
    assert "\nPresenting, so they owe none\n• Ada\n• Bob\n" in said
    found = await it.database.run.read(digesting.of_session, it.course, it.course.sessions[0], now=it.now)
    assert found is not None
    assert (found.done, found.expected, found.missing, found.students, found.presenting) == (1, 4, 3, 4, 2)
    assert digest.decode(digest.encode(found)) == found
    assert "1 review in, from 1 of 4 students; 3 are missing, 2 present." in await says(
        it, "tess", "review digest raft"
    )
    await it.taken("dee", key("rdd", "critic"))
    assert "No reviews in yet; 5 students owe one each, 1 presents." in await says(it, "tess", "review digest big data")


async def test_what_staff_grant_a_presenter_holds_once_they_present_no_more(database: Database) -> None:
    it = await opened(database)
    said = await says(it, "tess", "course extend @ada raft +2d")
    needed = "Ada presents in that class, so no review is needed from them; this holds if they give up the seat."
    assert said.startswith("Ada has until Wed 2 Feb, 1:00 PM PST for ‘Raft’ (was Mon 31 Jan, 1:00 PM PST);")
    assert needed in said
    assert "excuse" not in said
    await it.drops("ada", CRITIC)
    assert (await duty(it, "ada")).due == DUE + 2 * DAY
    await it.taken("ada", CRITIC)
    said = await says(it, "tess", "course excuse @ada raft")
    assert said.startswith(f"Ada is excused from ‘Raft’.\n{needed}\n")
    back = await it.door().press("tess", await it.door().ask("tess", "course extensions"), "Undo")
    assert plain(back).startswith("Taken back. For Ada no review is needed from who presents in that class.")


async def test_what_one_presenter_is_granted_no_other_has(database: Database) -> None:
    it = await opened(database)
    await it.taken("bob", ADVOCATE)
    await says(it, "tess", "course extend @ada raft +2d")
    assert [(await duty(it, who)).standings[0].window.due for who in ("ada", "bob")] == [DUE + 2 * DAY, DUE]  # type: ignore[union-attr] # it has a date


async def test_who_is_ill_is_asked_of_the_seats_too(database: Database) -> None:
    it = await opened(database)
    it.now = DUE - DAY
    said = await says(it, "ada", "I am ill")
    assert "[I can’t make ‘RDD’]" in said
    assert "[I can’t present: Critic, Mon 31 Jan]" in said
    assert "‘Raft’" not in said
    it.course = small()
    said = await says(it, "ada", "I am ill")
    assert said.endswith("[I can’t present: Critic, Mon 31 Jan]")
    assert "present" not in await says(it, "bob", "I am ill")


async def test_somebody_who_takes_a_seat_after_asking_staff_owes_nothing_that_could_be_granted(
    database: Database,
) -> None:
    it = await seat_desk(database, small(also=REVIEWS))
    person, work = it.persons["bob"], Work("raft", "raft-paper")
    await it.database.run(pleading.plead, it.course, person, work, reason="other", note="", now=it.now)
    await it.taken("bob", ADVOCATE)
    assert "can’t make" not in await says(it, "bob", "mywork")


# --- reminders --------------------------------------------------------------------------------------------------------


async def test_a_presenter_is_reminded_of_no_review_there_and_of_it_again_once_the_seat_is_dropped(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(also=REVIEWS), students=("ada", "bob", "cem")) as it:
        await it.desk.taken("ada", CRITIC)
        await it.desk.taken("cem", ADVOCATE)
        await it.ticks(DUE - DAY - HOUR, DUE - DAY, DUE - DAY + MINUTE)
        reminded = [one for one in it.texts("bob") if "Raft" in one]
        assert len(reminded) == 1
        assert not [one for one in (*it.texts("ada"), *it.texts("cem")) if "due" in one]
        await it.desk.drops("ada", CRITIC)
        await it.ticks(DUE - 3 * HOUR, DUE - 3 * HOUR + MINUTE)
        assert [one for one in it.texts("ada") if "Raft" in one and "due" in one]
        assert not [one for one in it.texts("cem") if "due" in one]


async def test_a_reminder_that_waits_is_not_said_to_who_has_taken_a_seat_meanwhile(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, schedule=text(also=REVIEWS), students=("ada",)) as it:
        await it.ticks(DUE - DAY - HOUR)
        taken = await it.desk.takes("ada", CRITIC)
        assert isinstance(taken, Seated)
        await it.ticks(DUE - DAY, DUE - 3 * HOUR)
        assert not [one for one in it.texts("ada") if "due" in one]


async def test_a_seat_that_is_taken_or_dropped_is_noticed_without_looking_at_everybody(database: Database) -> None:
    it = await seat_desk(database, small(also=REVIEWS))
    run = it.database.run.read
    seen = await run(reminding.survey, it.course, before=None, now=it.now)
    assert (await run(reminding.survey, it.course, before=seen.print, now=it.now)).instants is None
    await it.taken("ada", CRITIC)
    again = await run(reminding.survey, it.course, before=seen.print, now=it.now)
    assert again.instants is not None
    await it.drops("ada", CRITIC)
    assert (await run(reminding.survey, it.course, before=again.print, now=it.now)).instants is not None
    others = small(also=REVIEWS, excused_from_review="no")
    assert await run(owing.seats_mark, others) == 0, "where seats excuse nobody they need not be asked for"


@pytest.mark.parametrize("seat", [CRITIC, NEUTRAL])
async def test_whatever_the_role_it_excuses(seat: SeatKey, database: Database) -> None:
    it = await seat_desk(database, small(also=REVIEWS))
    given = await it.database.run(seating.assign, it.course, seat, it.persons["bob"], now=it.now, by=it.persons["tess"])
    assert given.done
    assert (await duty(it, "bob")).presents
