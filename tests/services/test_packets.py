"""The packet of a class's reviews: what each role gets, what nobody gets, and when it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Attachment, Reply
from bot.course.model import Course
from bot.course.packet import decode, encode
from bot.course.schedule import parse
from bot.services import packets, peer_reading, reviewing
from bot.services.presenter_reminding import by_person
from bot.services.reviewing import Sent
from bot.store import blobs, holders
from bot.store.database import Connection, Database
from bot.store.tables import delivery
from handlers.packets import words
from tests.support.asking import labels
from tests.support.seat_desk import DAY, HOUR, MINUTE, SESSIONS, SeatDesk, SeatRoom, key, la, seat_desk, seat_room, text

FIELDS = """\
  form:
    fields:
      - {id: summary, label: Summary}
      - {id: strengths, label: Strengths}
      - {id: weaknesses, label: Weaknesses}
      - {id: questions, label: Questions for discussion, required: no}
      - {id: rumour, label: For those who present, visibility: presenters, required: no}
      - {id: note, label: Quietly to staff, visibility: staff, required: no}
      - {id: merit, kind: scale, label: Merit, options: [Bad, So, Good]}
      - {id: figure, kind: file, label: Your figure, required: no}
"""
REVIEWS = f"reviews:\n  owe: each required\n  due: at class start\n  digest: 2h before class\n{FIELDS}"
DIGEST, CLASS = la(7, 11, month=2), la(7, 13, month=2)
CRITIC, ADVOCATE, NEUTRAL, BACKUP = (key("rdd", role) for role in ("critic", "advocate", "neutral", "backup"))


def schedule(reviews: str = REVIEWS, sessions: str = SESSIONS, **presenting: str) -> str:
    return text(sessions, **presenting).replace("presenting:\n", f"{reviews}presenting:\n")


def taught(reviews: str = REVIEWS, sessions: str = SESSIONS, **presenting: str) -> Course:
    return parse(schedule(reviews, sessions, **presenting), "schedule.yaml").course


async def desk(database: Database, of: Course | None = None) -> SeatDesk:
    return await seat_desk(database, of or taught())


async def hands_in(it: SeatDesk, who: str, paper: str = "rdd-paper", **answers: str) -> None:
    """What it says tells whose it is, so that a test can look for it; names stand in no answer."""
    number = it.persons[who]
    usual = {field: f"{field} of {number}" for field in ("summary", "strengths", "weaknesses", "questions", "rumour")}
    sent = Sent(
        person=number,
        paper=paper,
        window=f"w{it.now:%d%H%M}",
        base=99,
        answers={**usual, "note": f"SECRET of {number}", "merit": "3", **answers},
        submit=True,
        platform="slack",
        account=who,
    )
    await it.database.run(reviewing.save, it.course, sent, now=it.now)


async def packet(it: SeatDesk, who: str, session: str = "rdd") -> str:
    """As it is read, with the file that goes along."""
    reply = await reply_to(it, who, session)
    return "\n".join([plain(reply), *(file.content.decode() for file in reply.files)])


async def reply_to(it: SeatDesk, who: str, session: str = "rdd") -> Reply:
    known = it.course.session(session)
    assert known is not None
    found = await it.database.run.read(packets.of_person, it.course, known, it.persons[who], now=it.now)
    assert found is not None
    assert decode(encode(found)) == found
    return words(it.course, known, found, it.now)


def has(said: str, it: SeatDesk, who: str) -> set[str]:
    """Which answers of theirs stand there."""
    every = ("summary", "strengths", "weaknesses", "questions", "rumour", "SECRET")
    return {field for field in every if f"{field} of {it.persons[who]}" in said}


# --- what is in it --------------------------------------------------------------------------------------------------


async def test_each_role_gets_what_it_needs_and_everyone_the_questions_and_the_scores(database: Database) -> None:
    it = await desk(database)
    for who, seat in (("ada", CRITIC), ("bob", ADVOCATE), ("cem", NEUTRAL), ("dee", BACKUP)):
        await it.taken(who, seat)
    await hands_in(it, "eli", merit="3")
    await hands_in(it, "fay", merit="1")
    it.now = DIGEST
    expected = {
        "ada": {"weaknesses"},
        "bob": {"strengths"},
        "cem": {"summary"},
        "dee": {"summary", "strengths", "weaknesses", "rumour"},
    }
    for who, fields in expected.items():
        said = await packet(it, who)
        for writer in ("eli", "fay"):
            assert has(said, it, writer) == fields | {"questions"}, who
        assert "Merit: 2.0 on average\n• 3 █ 1 · Good\n• 2 – · So\n• 1 █ 1 · Bad" in said
    said = await packet(it, "ada")
    assert said.startswith(
        "Your packet: Big Data\nCritic for Big Data, Mon 7 Feb, 1:00 PM PST\n2 reviews by classmates are in.\nMerit"
    )
    assert said.endswith("As of 11:00 AM PST. Nobody is told whose words these are.\n[Show the newest]")


async def test_a_form_without_the_fields_of_a_role_gives_it_everything(database: Database) -> None:
    short = "reviews: {owe: each required, form: short, due: at class start}\n"
    it = await desk(database, taught(short))
    await it.taken("ada", CRITIC)
    await it.taken("bob", NEUTRAL)
    await hands_in(it, "eli", sentences="In three.", question="Why so?")
    for who in ("ada", "bob"):
        assert "• In three.\nOne question\n• Why so?" in await packet(it, who)


async def test_a_schedule_says_what_a_role_reads(database: Database) -> None:
    roles = "[{id: critic, title: Critic, reads: [rumour, summary]}]"
    it = await desk(database, taught(roles=roles))
    await it.taken("ada", CRITIC)
    await hands_in(it, "eli")
    assert has(await packet(it, "ada"), it, "eli") == {"rumour", "summary", "questions"}


async def test_only_what_counts_of_classmates_and_nothing_that_staff_hide_or_the_reader_wrote(
    database: Database,
) -> None:
    it = await desk(database)
    await hands_in(it, "ada")
    await hands_in(it, "bob")
    await hands_in(it, "eli")
    await hands_in(it, "fay")
    await hands_in(it, "tess")
    await hands_in(it, "dee")
    await it.taken("ada", BACKUP)
    await it.leaves("dee")
    who = it.persons["bob"]
    await it.database.run(peer_reading.hide, it.course, "rdd-paper", who, hidden=True, by=None, now=it.now)
    said = await packet(it, "ada")
    assert {who for who in it.persons if has(said, it, who)} == {"eli", "fay"}
    assert "2 reviews by" in said
    it.now += MINUTE
    await hands_in(it, "eli", summary="Written anew.")
    said = await packet(it, "ada")
    assert "Written anew." in said
    assert f"summary of {it.persons['eli']}" not in said


async def test_no_name_no_order_and_no_secret_tells_who_wrote_what(database: Database) -> None:
    """Names stand nowhere, and reviews come in another order for each question and each reader."""
    it = await desk(database)
    for seat, who in ((BACKUP, "ada"), (key("rdd", "critic"), "bob")):
        await it.taken(who, seat)
    writers = ("cem", "dee", "eli", "fay")
    for who in writers:
        await hands_in(it, who)
        it.now += MINUTE
    known = {name.title() for name in it.persons}
    orders = set()
    for who in ("ada", "bob"):
        said = await packet(it, who)
        assert not {name for name in known if name in said}
        assert "SECRET" not in said
        assert "Quietly" not in said
        for field in ("weaknesses", "questions"):
            places = {said.index(f"{field} of {it.persons[one]}"): one for one in writers}
            orders.add(tuple(places[at] for at in sorted(places)))
    assert len(orders) > 1
    assert await packet(it, "ada") == await packet(it, "ada"), "it stays"


async def test_what_was_for_staff_only_when_it_was_written_stays_so(database: Database) -> None:
    quiet = REVIEWS.replace("label: Weaknesses", "label: Weaknesses, visibility: staff")
    it = await desk(database, taught(quiet))
    await it.taken("ada", CRITIC)
    await hands_in(it, "eli")
    it.course = taught()
    await hands_in(it, "fay")
    said = await packet(it, "ada")
    assert "weaknesses" not in has(said, it, "eli")
    assert "weaknesses" in has(said, it, "fay")
    it.now += MINUTE
    await hands_in(it, "eli", summary="The weaknesses stay as they were.")
    assert "weaknesses" not in has(await packet(it, "ada"), it, "eli")
    it.course = taught(quiet)
    assert not {who for who in ("eli", "fay") if "weaknesses" in has(await packet(it, "ada"), it, who)}


async def test_what_is_for_presenters_reaches_them_and_no_classmate(database: Database) -> None:
    open_now = REVIEWS.replace("  due:", "  peers_read: after deadline\n  due:")
    it = await desk(database, taught(open_now))
    await it.taken("ada", BACKUP)
    await hands_in(it, "eli")
    it.now = CLASS + DAY
    assert "rumour" in has(await packet(it, "ada"), it, "eli")
    for who in ("bob", "ada", "aud"):
        said = plain(await it.door().ask(who, "review read rdd"))
        assert has(said, it, "eli") == {"summary", "strengths", "weaknesses", "questions"}, who
    assert has(plain(await it.door().ask("tess", "review read rdd")), it, "eli") >= {"rumour", "SECRET"}


async def test_where_classmates_never_read_reviews_presenters_get_what_is_for_them_alone(database: Database) -> None:
    it = await desk(database, taught(REVIEWS.replace("  due:", "  peers_read: never\n  due:")))
    await it.taken("ada", CRITIC)
    await hands_in(it, "eli")
    assert has(await packet(it, "ada"), it, "eli") == {"rumour"}
    course = taught(REVIEWS.replace("visibility: presenters,", "").replace("  due:", "  peers_read: never\n  due:"))
    assert packets.hour_of(course, course.sessions_by_id["rdd"]) is None


async def test_who_owes_a_review_of_the_paper_hands_it_in_first(database: Database) -> None:
    it = await desk(database, taught(excused_from_review="no"))
    await it.taken("ada", CRITIC)
    await hands_in(it, "eli")
    it.now = DIGEST
    reply = await reply_to(it, "ada")
    assert "Hand in your own review of it first" in plain(reply)
    assert has(plain(reply), it, "eli") == set()
    assert labels(reply) == ["Show the newest", "Write: RDD"]
    await hands_in(it, "ada")
    assert "weaknesses" in has(await packet(it, "ada"), it, "eli")


async def test_one_review_tells_no_score_and_none_says_so(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", CRITIC)
    empty = (
        "No reviews yet. They are due Mon 7 Feb, 1:00 PM PST. Show the newest, or /signup packet, has what comes in from "
        "now on, also after class."
    )
    assert (await packet(it, "ada")).splitlines()[2:4] == [empty, "As of 12:00 PM PST."]
    await hands_in(it, "eli")
    said = await packet(it, "ada")
    assert "on average" not in said
    assert "Scores are shown from two reviews on." in said
    assert "1 review by a classmate is in." in said


async def test_a_long_packet_shows_the_beginning_and_brings_all_of_it_as_a_file(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", CRITIC)
    for who in ("cem", "dee", "eli", "fay"):
        await hands_in(it, who, weaknesses=f"*{it.persons[who]}* " + "word " * 500 + "END.")
    reply = await reply_to(it, "ada")
    (file,) = reply.files
    assert isinstance(file, Attachment)
    assert file.name == "packet-rdd.md"
    assert file.content.decode().count("END.") == 4
    assert "> \\*" in file.content.decode(), "nothing of it is markup"
    assert "All of it is in the file packet-rdd.md." in plain(reply)
    assert "word …" in plain(reply)
    assert len(plain(reply)) < 4000


async def test_per_paper_it_is_about_that_paper_alone(database: Database) -> None:
    it = await desk(database, taught(per="paper"))
    await it.taken("ada", key("serving", "critic", paper="orca"))
    await it.taken("bob", key("serving", "critic", paper="zero-paper"))
    await hands_in(it, "eli", "orca", weaknesses="Of Orca.")
    await hands_in(it, "fay", "zero-paper", weaknesses="Of ZeRO.")
    assert "Of Orca." in await packet(it, "ada", "serving")
    assert "Of ZeRO." not in await packet(it, "ada", "serving")
    said = await packet(it, "bob", "serving")
    assert "Of ZeRO." in said, "its reviews were written for the class before"
    assert "Of Orca." not in said


async def test_files_have_neutral_names_and_only_who_presents_gets_them(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", BACKUP)
    await it.taken("bob", CRITIC)
    for who in ("eli", "fay"):
        name = (f"{who}-final.png", "image/png")
        number = await it.database.run(blobs.put, it.course.id, it.persons[who], b"png", file=name, now=it.now)
        await hands_in(it, who, figure=number)
    it.now = DIGEST
    door = it.door()
    shown = await door.ask("ada", "signup packet")
    assert labels(shown) == ["Show the newest", "Get Your figure 1.png (3 B)", "Get Your figure 2.png (3 B)"]
    got = await door.press("ada", shown, "Get Your figure 1")
    assert (got.files[0].name, got.files[0].content) == ("Your figure 1.png", b"png")
    for who in ("bob", "cem", "eli"):
        assert not (await door.press(who, shown, "Get Your figure 1")).files, (
            "who does not read it, or does not present"
        )


# --- when it comes --------------------------------------------------------------------------------------------------


async def rows(it: SeatRoom) -> list[str]:
    def read(connection: Connection) -> list[str]:
        found = connection.execute(delivery.select().where(delivery.c.kind == "packet").order_by(delivery.c.id)).all()
        return [f"{it.desk.name(int(row.recipient))} {row.item}/{row.occurrence} {row.state}" for row in found]

    return sorted(await it.desk.database.run.read(read))


def packets_of(it: SeatRoom, who: str) -> list[str]:
    return [said for said in it.texts(who) if said.startswith("Your packet: ")]


@pytest.mark.both_databases(postgresql="torture")
async def test_at_the_digests_hour_each_presenter_gets_it_once_and_who_takes_a_seat_later_at_once(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, schedule=schedule()) as it:
        await it.desk.taken("ada", CRITIC)
        await it.desk.taken("bob", ADVOCATE)
        await hands_in(it.desk, "eli")
        await hands_in(it.desk, "fay")
        assert await it.room.app.tick(DIGEST - MINUTE) == DIGEST
        await it.ticks(DIGEST - MINUTE)
        assert packets_of(it, "ada") == []
        await it.ticks(DIGEST, DIGEST + MINUTE)
        assert [len(packets_of(it, who)) for who in ("ada", "bob", "cem", "tess")] == [1, 1, 0, 0]
        assert not any("packet" in said.lower() for said in it.texts("#seminar"))
        await it.desk.assigned("cem", NEUTRAL)
        await it.desk.drops("bob", ADVOCATE)
        await it.desk.taken("bob", BACKUP)
        await it.ticks(DIGEST + 2 * MINUTE, CLASS - MINUTE, CLASS + MINUTE)
        assert has(packets_of(it, "cem")[0], it.desk, "eli") == {"summary", "questions"}
        assert len(has(packets_of(it, "bob")[1], it.desk, "eli")) == 5, "another role reads something else"
        assert await rows(it) == [
            "ada rdd/critic.1 sent",
            "bob rdd/advocate.1 sent",
            "bob rdd/backup.1 sent",
            "cem rdd/neutral.1 sent",
        ]


async def test_who_dropped_in_between_gets_none_and_a_class_of_another_day_gives_another(
    database_url: str, tmp_path: Path
) -> None:
    async with seat_room(database_url, tmp_path, schedule=schedule()) as it:
        for who, seat in (("ada", CRITIC), ("bob", ADVOCATE)):
            await it.desk.taken(who, seat)
        await hands_in(it.desk, "eli")
        await it.desk.drops("bob", ADVOCATE)
        await it.ticks(DIGEST)
        assert [len(packets_of(it, who)) for who in ("ada", "bob")] == [1, 0]
        await it.edit(schedule(sessions=SESSIONS.replace("2022-02-07", "2022-02-09")))
        await it.ticks(DIGEST + HOUR, la(9, 11, month=2), la(9, 12, month=2))
        assert len(packets_of(it, "ada")) == 2
        assert await rows(it) == ["ada rdd/critic.1 sent", "ada rdd/critic.1.2 sent"]


async def test_what_was_due_before_going_live_is_not_made_up_for_and_after_class_none_comes(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", CRITIC)
    mine, pupil = by_person(await it.signups()), await database.run.read(holders.holders, it.course.id)
    for live_at, now, number in ((la(25, 12), DIGEST, 1), (DIGEST + HOUR, DIGEST + HOUR, 0), (la(25, 12), CLASS, 0)):
        due, instants = await database.run.read(packets.survey, it.course, mine, pupil, live_at=live_at, now=now)
        assert (len(due), instants) == (number, set())


# --- asked for ------------------------------------------------------------------------------------------------------


async def test_the_button_shows_the_newest_and_refuses_who_gave_the_seat_back(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", CRITIC)
    early = plain(await it.door().ask("ada", "signup packet"))
    assert early == "Your packet for Big Data comes Mon 7 Feb, 11:00 AM PST."
    it.now = DIGEST
    first = await it.door().ask("ada", "signup packet")
    assert "No reviews yet." in plain(first)
    await hands_in(it, "eli")
    it.now = CLASS + DAY
    later = await it.door().press("ada", first, "Show the newest")
    assert has(plain(later), it, "eli") == {"weaknesses", "questions"}
    assert "You do not present there" in plain(await it.door().press("bob", first, "Show the newest"))
    it.now = DIGEST
    await it.drops("ada", CRITIC)
    assert "You do not present there" in plain(await it.door().press("ada", first, "Show the newest"))
    assert "you present in no class" in plain(await it.door().ask("ada", "signup packet"))


async def test_words_say_which_class_and_without_them_the_next_one_is_meant(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", CRITIC, key("zero", "advocate"), key("dst", "neutral"))
    it.now = la(14, 11, month=2)
    door = it.door()
    assert "Your packet: Training" in plain(await door.ask("ada", "signup packet"))
    assert "Your packet: Big Data" in plain(await door.ask("ada", "signup packet rdd"))
    assert "Your packet for Clocks comes Mon 14 Mar" in plain(await door.ask("ada", "signup packet neutral"))
    unknown = await door.ask("ada", "signup packet quantum gravity")
    assert plain(unknown).startswith("You present nothing like “quantum gravity”. Which class?\n")
    assert [label.partition(",")[0] for label in labels(unknown)] == [
        "Critic for ‘Big Data’",
        "Advocate for ‘Training’",
        "Neutral Presenter for ‘Clocks’",
    ]


@pytest.mark.parametrize(
    "reviews",
    ["", REVIEWS.replace("  due:", "  external_review: https://elsewhere.example\n  due:")],
    ids=["none", "elsewhere"],
)
async def test_without_reviews_here_there_is_no_packet(database: Database, reviews: str) -> None:
    it = await desk(database, taught(reviews))
    await it.taken("ada", CRITIC)
    it.now = DIGEST
    assert "you present in no class whose reviews I collect" in plain(await it.door().ask("ada", "signup packet"))


async def test_an_empty_packet_of_several_papers_says_so_once(database: Database) -> None:
    it = await desk(database)
    await it.taken("ada", key("serving", "critic"))
    it.now = la(16, 12, month=2)
    said = await packet(it, "ada", "serving")
    assert said.count("No reviews yet.") == said.casefold().count("yet") == 1
    assert "As of" in said
    it.now = la(16, 13, month=2)
    assert "No reviews yet. Show the newest, or /signup packet, has what" in await packet(it, "ada", "serving")
