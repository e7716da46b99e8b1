"""`/review` as people read it: what is owed now and next, in which state, and the way to a paper's form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import sqlalchemy as sa

from bot.conversation.reply import Action
from bot.course import planner
from bot.course.model import Tier
from bot.course.notice import Facts, NoticeKind
from bot.course.reviews import owed, standing
from bot.store import grants
from bot.store.records import ReviewGrant
from bot.store.tables import account, membership
from handlers.announcements import compose
from handlers.papers import choosing
from tests.support.asking import buttons, labels, open_door, said
from tests.support.courses import at, course, mondays_at_one, reading, review, session
from tests.support.review_desk import FULL, Desk, desk, due, seminar

GRANT = {"course": "seminar", "until": None, "offset": None, "granted_by": None, "revoked_at": None, "reason": ""}


async def grant(database, now, **how):
    """What staff granted the student."""

    def enter(connection):
        person = connection.scalar(sa.select(account.c.person).where(account.c.user_id == "student"))
        known = {**GRANT, "id": 0, "person": person, "granted_at": now, "session": "", "paper": "", **how}
        fields = ReviewGrant.__dataclass_fields__
        grants.add(connection, ReviewGrant(**{name: known[name] for name in fields if name in known}))

    await database.run(enter)


async def test_a_line_a_paper_says_by_when_and_how_far_it_is(database):
    maya = await desk(database)
    assert (await maya.says("/review")).splitlines() == [
        "Your reviews",
        "Raft · due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h · not started",
        "[Write] [I can’t make this]",
        "0 reviews done, 1 ahead: /mywork",
    ]


async def test_each_state_has_its_words(database):
    maya = await desk(database)
    await maya.opens()
    await maya.saves(summary="It works well.", merit="2")
    assert "· draft: NOT submitted, Strengths is empty\n[Continue] [I can’t" in await maya.says("/review")
    await maya.opens()
    await maya.saves(strengths="It is fast.")
    assert "· draft: complete, but NOT submitted\n[Continue] [I can’t" in await maya.says("/review")
    await maya.opens()
    await maya.sends()
    assert "· submitted 10:00 AM PST\n[Edit]\n1 review done, 0 ahead" in await maya.says("/review")
    maya.door.now = due(maya.course) + timedelta(hours=3, minutes=12)
    assert "Raft · was due Mon 31 Jan, 1:00 PM PST · submitted Sat 29 Jan, 10:00 AM" in await maya.says("/review")
    late = maya.another("auditor")
    assert "· not started · taken as late until Tue 1 Feb, 1:00 PM PST\n[Write]" in await late.says("/review")
    await late.opens()
    await late.sends(**FULL)
    assert "· submitted, late by 3 h 12 min, 4:12 PM PST\n[Edit]" in await late.says("/review")
    maya.door.now = due(maya.course) + timedelta(hours=24, minutes=1)
    assert "Raft" not in await maya.says("/review"), "what is done and closed is for /mywork"


async def test_what_was_missed_is_said_to_be_closed_for_some_days(database):
    maya = await desk(database, before_due=timedelta(hours=-25))
    assert "Raft · was due Mon 31 Jan, 1:00 PM PST · closed\n[I can’t make this]" in await maya.says("/review")
    maya.door.now += timedelta(days=4)
    assert (await maya.says("/review")).splitlines()[1].startswith("Nothing is owed any more")


async def test_an_excuse_and_an_extension_change_what_is_said(database):
    maya = await desk(database, seminar("raft", "paxos"))
    now = maya.door.now
    await grant(database, now, kind="excuse", session="first", paper="raft")
    await grant(database, now, kind="extension", session="first", paper="paxos", offset=timedelta(hours=48))
    words = await maya.says("/review")
    assert "Raft · due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h · excused\n[Write]\n" in words
    assert "Paxos · due Wed 2 Feb, 1:00 PM PST, in 4 d 3 h (extended) · not started" in words


async def test_of_papers_to_choose_from_it_says_which_were_picked_and_what_is_left(database):
    maya = await desk(database, seminar("raft", "paxos", "zab", choose=2))
    lines = (await maya.says("/review")).splitlines()
    assert lines[1] == "Consensus · due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h · review two of these 3 papers"
    assert lines[2:8:2] == ["Raft · not started", "Paxos · not started", "Zab · not started"]
    assert labels(maya.reply).count("I can’t make this") == 1, "one for the session"
    assert buttons(maya.reply)[-1].action == Action("cannot", "seminar", ("first", ""))
    await maya.opens("paxos")
    await maya.sends(**FULL)
    assert "1 of 2 done: Paxos; one more of these\nPaxos · submitted" in await maya.says("/review")
    await maya.opens("zab")
    await maya.sends(**FULL)
    words = await maya.says("/review")
    assert "· done\nPaxos · submitted" in words
    assert "Raft" not in words
    await maya.opens("raft")
    await maya.saves(summary="So far")
    assert "Raft · draft: NOT submitted" in await maya.says("/review"), "what is begun is never out of sight"


async def test_of_papers_to_choose_from_until_when_late_ones_are_taken_is_said_once(database):
    maya = await desk(database, seminar("raft", "paxos", choose=1))
    maya.door.now = due(maya.course) + timedelta(hours=1)
    lines = (await maya.says("/review")).splitlines()
    assert lines[1] == (
        "Consensus · was due Mon 31 Jan, 1:00 PM PST · taken as late until Tue 1 Feb, 1:00 PM PST"
        " · review one of these 2 papers"
    )
    assert lines[2:6:2] == ["Raft · not started", "Paxos · not started"]


async def test_only_what_is_open_and_the_next_one_is_shown(database):
    term = mondays_at_one(6)
    maya = Desk(await open_door(database, (term,), due(term) - timedelta(days=1)), term)
    words = await maya.says("/review")
    assert "After that:\nOn paper-2" in words
    assert "paper-3" not in words
    assert words.endswith("0 reviews done, 6 ahead: /mywork")
    maya.door.now = due(term) - timedelta(days=20)
    assert (await maya.says("/review")).splitlines()[1:3] == [
        "Nothing is due in the next 7 days. The next one:",
        "On paper-1 · due Mon 24 Jan, 1:00 PM PST, in 20 d · not started",
    ]


async def test_many_papers_come_in_pages(database):
    maya = await desk(database, seminar(*(f"paper-{number}" for number in range(19))))
    seen = [await maya.says("/review")]
    while "Next" in labels(maya.reply):
        assert len(labels(maya.reply)) <= 25
        seen.append(await maya.presses("Next"))
    assert len(seen) == 3
    assert sum("\n".join(seen).count(f"Paper {number} ·") for number in range(19)) == 19


async def test_staff_and_auditors_owe_nothing_and_may_write(database):
    maya = await desk(database)
    for who, words in (("ta", "You are staff, so you owe"), ("auditor", "You are not graded here, so you owe")):
        guest = maya.another(who)
        assert words in await guest.says("/review")
        assert labels(guest.reply) == ["Write"]
        await guest.opens()
        assert (await guest.sends(**FULL)).startswith("Submitted.")


async def test_what_another_site_collects_has_its_link_and_no_button(database):
    of = seminar()
    asked = replace(of.sessions[0].review, external_url="https://hotcrp.example/raft")
    of = replace(of, sessions=(replace(of.sessions[0], review=asked),))
    maya = await desk(database, of)
    words = await maya.says("/review")
    assert "Consensus · due Mon 31 Jan, 1:00 PM PST · submit here (https://hotcrp.example/raft)" in words
    assert labels(maya.reply) == []
    assert "there is nothing to write" in await maya.says("/review write raft")
    later = replace(
        of.sessions[0], id="later", title="Later", review=replace(asked, due=at((date(2022, 2, 14), time(13))))
    )
    maya = await desk(database, replace(of, sessions=(*of.sessions, later)))
    assert "Later" not in await maya.says("/review"), "only what is due within a week"


async def test_a_course_without_reviews_says_so(database):
    of = course(session("talk", date(2022, 1, 31), start=time(13)))
    maya = Desk(await open_door(database, (of,), of.sessions[0].starts_at), of)
    assert await maya.says("/review") == "Your reviews\nThis course asks for no reviews here."


async def test_in_several_courses_each_has_its_label_and_its_prefix(database):
    one, two = seminar(), seminar("zab", id="other", title="Other", command_prefix="x")
    maya = Desk(await open_door(database, (one, two), due(one) - timedelta(days=1)), one)
    words = await maya.says("/review")
    assert [line for line in words.splitlines() if "your reviews" in line] == [
        "Seminar: your reviews",
        "Other: your reviews",
    ]
    assert words.endswith("0 reviews done, 1 ahead: /xmywork")
    assert "Zab, for Consensus" in await maya.says("/review write zab")
    both = await open_door(database, (one, seminar("raft", id="other", title="Other")), maya.door.now)
    for words in ("/review write raft", "/review template raft", "/review read raft"):
        reply = await both.ask("student", words)
        assert said(reply) == (
            "Papers of more than one course fit. Which one do you mean?\n[Seminar: Raft] [Other: Raft]"
        )


async def test_the_only_one_opens_without_words_and_of_several_one_is_asked_which(database):
    maya = await desk(database)
    assert (await maya.says("/review write")).startswith(
        "Raft, for Consensus, due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h."
    )
    several = await open_door(database, (seminar("raft", "paxos"),), maya.door.now)
    reply = await several.ask("student", "/review write")
    when = "due Mon 31 Jan, 1:00 PM PST"
    assert said(reply) == f"Which paper do you want to write about?\n[Raft · {when}] [Paxos · {when}]"


async def test_of_several_those_that_are_written_and_open_can_be_chosen_too(database):
    of = seminar("raft", "paxos", "zab")
    maya = await desk(database, of)
    await maya.opens("paxos")
    await maya.sends(**FULL)
    when = "due Mon 31 Jan, 1:00 PM PST"
    still, written = f"[Raft · {when}] [Zab · {when}]", f"Submitted, and still open:\n[Paxos · {when}]"
    assert await maya.says("/review write") == f"Which paper do you want to write about?\n{still}\n{written}"
    asked = "Of which paper do you want the questions as a file?"
    assert await maya.says("/review template") == f"{asked}\n{still}\n{written}"
    maya.door.now = due(of) + timedelta(hours=1)
    assert "[Raft · late, until Tue 1 Feb, 1:00 PM PST]" in await maya.says("/review write")


def test_a_button_with_title_course_and_hour_is_not_too_long():
    words = " ".join(["consensus"] * 20)
    one, two = seminar(), seminar("paxos", id="other", title=words)
    two = replace(two, sessions=(replace(two.sessions[0], readings=(reading("paxos", Tier.REQUIRED, title=words),)),))
    waiting = [
        (of, standing(owed(of)[0], (), (), zone=of.timezone, now=due(of) - timedelta(days=1))) for of in (one, two)
    ]
    found = labels(choosing("Which?", waiting, due(one) - timedelta(days=1)))
    assert found[0] == "Seminar: Raft · due Mon 31 Jan, 1:00 PM PST"
    assert max(map(len, found)) <= 75
    assert found[1].endswith("… · due Mon 31 Jan, 1:00 PM PST")


async def test_a_paper_is_found_by_words_with_errors_by_its_id_and_by_its_class(database):
    of = seminar("raft", "spanner")
    listed = (*of.sessions[0].readings, reading("flp", Tier.OPTIONAL, title="Impossibility"))
    of = replace(of, sessions=(replace(of.sessions[0], readings=listed),))
    maya = await desk(database, of)
    assert (await maya.says("/review write spaner")).startswith("Spanner, for Consensus")
    assert (await maya.says("/review write RAFT")).startswith("Raft, for Consensus")
    assert (await maya.says("/review write first")).endswith("[Raft] [Spanner]")
    assert (await maya.says("/review write imposibility")).startswith("I collect no review of “Impossibility”.")
    assert (await maya.says("/review write qqqqqqq")).startswith("No paper to be reviewed is like “qqqqqqq”.")
    assert "Raft · due Mon 31 Jan, 1:00 PM PST, in 2 d 3 h · not started" in await maya.says("/review raft")
    maya = await desk(database, seminar("raft", "raft-refloated"))
    assert (await maya.says("/review write raft")).startswith("Raft, for"), "its id stands for it alone"


async def test_after_the_close_the_form_stays_shut_and_says_what_can_be_done(database):
    maya = await desk(database)
    await maya.opens()
    await maya.saves(summary="It works well.")
    maya.door.now = due(maya.course) + timedelta(hours=24)
    await maya.opens()
    maya.form, maya.door.now = None, maya.door.now + timedelta(minutes=1)
    words = await maya.says("/review write raft")
    assert maya.form is None
    assert "closed Tue 1 Feb, 1:00 PM PST" in words
    assert "Your draft is kept, and staff can accept it as it is." in words
    assert labels(maya.reply) == ["What I wrote", "I can’t make this"]


async def test_a_latecomer_is_asked_for_nothing_that_was_due_before(database):
    maya = await desk(database)
    late = sa.update(membership).values(joined_at=maya.door.now, counts_from=due(maya.course) + timedelta(hours=1))
    await database.run(lambda connection: connection.execute(late))
    assert "Raft" not in await maya.says("/review")


async def test_a_second_review_of_a_form_with_its_own_rules_keeps_to_them(database):
    of = seminar()
    second = session("second", date(2022, 2, 7), start=time(13), readings=(reading("zab"),))
    second = replace(second, review=review(second, (date(2022, 2, 7), time(13))))
    maya = await desk(database, replace(of, sessions=(*of.sessions, second)))
    await maya.opens("zab")
    assert [one.id for one in maya.form.inputs] == ["summary"]


async def test_the_readings_carry_a_button_for_what_is_due_within_a_week(database):
    maya = await desk(database)
    await maya.says("/readings")
    assert "Write the review" in labels(maya.reply)
    assert (await maya.presses("Write the review")).startswith("Raft, for Consensus")
    maya.door.now = due(maya.course) - timedelta(days=8)
    await maya.says("/readings week 1")
    assert "Write the review" not in labels(maya.reply)


async def test_a_button_in_the_channel_opens_the_form_of_whoever_presses_it(database):
    of = seminar("raft", "paxos")
    maya = await desk(database, of)
    (notice,) = [one for one in planner.due(of, due(of) - timedelta(days=30), due(of)) if one.kind is NoticeKind.WEEKLY]
    post = compose(notice, Facts(course=of, now=notice.due_at))
    assert labels(post) == ["Write: Raft", "Write: Paxos"]
    answer = await maya.door.answer("student", buttons(post)[1].action, "#course")
    assert maya.heard(answer).startswith("Paxos, for Consensus")
    refused = await maya.door.answer("stranger", buttons(post)[1].action, "#course")
    assert said(refused) == "Sorry, only members of Seminar can do that."


async def test_a_weekly_post_about_many_papers_has_one_button_to_all(database):
    of = seminar(*(f"paper-{number}" for number in range(9)))
    maya = await desk(database, of)
    (notice,) = [one for one in planner.due(of, due(of) - timedelta(days=30), due(of)) if one.kind is NoticeKind.WEEKLY]
    post = compose(notice, Facts(course=of, now=notice.due_at))
    assert labels(post) == ["Write a review"]
    answer = await maya.door.answer("student", buttons(post)[0].action, "#course")
    assert "Which paper do you want to write about?" in maya.heard(answer)
