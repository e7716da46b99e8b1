"""`/course audit`: every word that the code writes down has a sentence, and staff leaf through it by person and class."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.conversation.plain import line_text, plain
from bot.conversation.reply import Action
from bot.course.notice import NoticeKind
from bot.services import announcing, auditing
from bot.store import audit
from bot.store.database import Connection, Database
from bot.store.records import AuditEntry
from handlers.audit_lines import SENTENCES, Told, sentence
from tests.support.asking import labels
from tests.support.audit_words import recorded
from tests.support.glance_desk import NOW, glance_desk
from tests.support.seat_desk import REVIEWS, SeatDesk, small

COURSE = small(also=REVIEWS)
NAMES = {7: "Ada", 8: "Rivera"}
KEY = {"session": "raft", "paper": "", "role": "critic", "number": 1}
UNTIL = {"until": "2022-02-05T01:00:00+00:00"}

SAID = {
    ("grant_extension", "7", "session=rdd paper=rdd-paper until"): "Rivera extended Ada’s ‘RDD’ to Fri 4 Feb, 5:00 PM PST",
    ("grant_extension", "7", "session= paper= seconds"): "Rivera gave Ada 2 days longer for everything",
    ("grant_excuse", "7", "session=rdd paper="): "Rivera excused Ada from ‘RDD’",
    ("grant_revoked", "7", "session=rdd paper= until"): "Rivera took back Ada’s more time for ‘RDD’",
    ("plea_declined", "7", "session=rdd paper="): "Rivera declined more time for Ada: ‘RDD’",
    ("review_accepted", "rdd-paper", "person=7"): "Rivera accepted Ada’s review of ‘RDD’ as it is",
    ("review-hidden", "rdd-paper", "of=7"): "Rivera hid Ada’s review of ‘RDD’ from classmates",
    ("marked", "7", "paper=rdd-paper mark=plus before=check"): "Rivera marked Ada’s review of ‘RDD’ ✓+ (was ✓)",
    ("marked", "7", "paper=rdd-paper mark= before=check"): "Rivera took back the mark of Ada’s review of ‘RDD’",
    ("returned", "7", "paper=rdd-paper until"): "Rivera gave Ada’s review of ‘RDD’ back to edit, until Fri 4 Feb, 5:00 PM PST",
    ("released", "rdd", "marks=12"): "Rivera released 12 marks for ‘Big Data’",
    ("released", "", "marks=1 undone=1"): "Rivera took back the release of 1 mark for all sessions",
    ("nudged", "rdd", "persons"): "Rivera nudged 2 students about ‘Big Data’",
    ("member_joined", "7", "bot"): "Ada joined the course",
    ("member_dropped", "7", ""): "Ada dropped the course (said by Rivera)",
    ("member_role", "7", "from=student to=ta"): "Rivera made Ada ta, who was student",
    ("claimed", "7", "how=code bot"): "Ada claimed their line of the class list with their code",
    ("roster_imported", "3", "file=list.csv added=3 bot"): "Somebody at the command line imported the class list list.csv: 3 added",
    ("seat_assigned", "7", "seat"): "Rivera gave Ada Critic for ‘Consensus’, Mon 31 Jan",
    ("seat_marked", "7", "seat outcome=no_show"): "Rivera noted that Ada was not there: Critic for ‘Consensus’, Mon 31 Jan",
    ("exported", "reviews", "rows format=csv"): "Rivera exported reviews and signups (CSV)",
    ("pause", "", "reason=ill until"): "Rivera paused all that I say unasked until Fri 4 Feb, 5:00 PM PST: ill",
    ("schedule_renamed", "paper:rdd", "renamed_to=paper:spark"): "Rivera said that rdd was renamed to spark",
    ("curve_applied", "rdd", ""): "Rivera: curve applied (rdd)",
}  # fmt: skip


def told(action: str, item: str, details: str) -> Told:
    """`details`: `name=value`, and names of some that are written out above."""
    said: dict[str, object] = {}
    for part in details.split():
        name, _, value = part.partition("=")
        known = {"until": UNTIL, "seat": KEY, "seconds": {"seconds": 172800}, "persons": {"persons": [1, 2]}}
        known["rows"] = {"rows": {"reviews": 3, "signups": 1}}
        said |= known.get(name) or {name: int(value) if value.isdecimal() else value}
    by = None if "bot" in said else 8
    entry = AuditEntry(id=1, at=NOW, course=COURSE.id, person=by, action=action, item=item, details=said)
    return Told(course=COURSE, entry=entry, names=NAMES)


def test_sentences() -> None:
    assert {key: line_text(sentence(told(*key))) for key in SAID} == SAID


def test_every_word_of_the_audit_has_a_sentence() -> None:
    kinds = {NoticeKind.ANNOUNCE.value, NoticeKind.SHARED.value}
    words = recorded()
    assert len(words) > 40
    for word, modules in words.items():
        if word in ("[a-z]+", "[a-z]+_rehearsed"):
            assert modules == {announcing.__name__.replace(".", "/") + ".py"}, "by the kind of what is said"
            assert {word.replace("[a-z]+", one) for one in kinds} <= SENTENCES.keys()
            continue
        assert any(re.fullmatch(word, one) for one in SENTENCES), f"{word} of {modules} needs its sentence"
    known = {one for one in SENTENCES if any(re.fullmatch(word, one) for word in words)}
    assert known == SENTENCES.keys(), "and none is for a word that nobody writes"
    for action in SENTENCES:  # also where the details are not what they are today
        for item in ("", "7", "rdd", "x:y/z"):
            assert line_text(sentence(told(action, item, ""))).strip()


# --- the page -------------------------------------------------------------------------------------------------------


def _many(connection: Connection, it: SeatDesk) -> None:
    """Forty more, the last an hour before now."""
    for at in range(40):
        who = it.persons["cem" if at % 2 else "dee"]
        details = {"person": who, "version": 1}
        item, when = "zero-paper", NOW - timedelta(hours=40 - at)
        audit.record(connection, now=when, course=it.course.id, action="review_accepted", item=item, details=details)


@pytest.mark.both_databases(postgresql="torture")
async def test_staff_leaf_through_it_and_ask_for_a_part_of_it(database: Database) -> None:
    it = await glance_desk(database)
    door = it.door()
    said = plain(await door.ask("tess", "course audit"))
    assert said.splitlines()[:4] == [
        "What changed",
        "• Tess: curve applied (raft) · Tue 8 Feb, 1:00 PM PST",
        "• Tess marked Bob’s review of ‘Raft’ ✓ · Tue 8 Feb, 1:00 PM PST",
        "• Tess marked Ada’s review of ‘Raft’ ✓+ · Tue 8 Feb, 1:00 PM PST",
    ]
    lines = {
        "ada": ["• Tess marked Ada’s review of ‘Raft’ ✓+"],
        "bob": ["• Tess marked Bob’s review of ‘Raft’ ✓"],
        "marks": ["• Tess marked Bob’s review of ‘Raft’ ✓", "• Tess marked Ada’s review of ‘Raft’ ✓+"],
        "signup_opened": ["• Tess opened sign-up"],
        "signup": ["• Tess opened sign-up"],
        "hardware": ["Nothing is written down there."],
        "consensus": [
            "• Tess: curve applied (raft)", "• Tess marked Bob’s review of ‘Raft’ ✓",
            "• Tess marked Ada’s review of ‘Raft’ ✓+",
        ],
    }  # fmt: skip
    for words, wanted in lines.items():
        reply = await door.ask("tess", f"course audit {words}")
        found = plain(reply).splitlines()
        assert [one.partition(" · ")[0] for one in found if one[:1] in "•N"] == wanted, words
        assert reply.private
        assert not reply.shareable
    tess = plain(await door.ask("tess", "course audit tess"))
    assert "About Tess, and by them." in tess
    assert tess.count("•") == 4

    await database.run(_many, it)
    reply, pages = await door.ask("tess", "course audit"), []
    while "Older" in labels(reply):
        pages.append(plain(reply).count("•"))
        reply = await door.press("tess", reply, "Older")
    assert pages == [auditing.PAGE] * 2
    assert plain(reply).count("•") == 44 - 2 * auditing.PAGE
    assert labels(reply) == ["Newer"]
    reply = await door.press("tess", await door.ask("tess", "course audit cem"), "Older")
    assert plain(reply).count("•") == 5
    assert "I accepted Cem’s review of ‘ZeRO’ as it is" in plain(reply)
    assert plain(await door.press("tess", reply, "Newer")).count("•") == auditing.PAGE


async def test_what_a_page_leads_to_and_what_is_nobody(database: Database) -> None:
    it = await glance_desk(database)
    door = it.door()
    page = await door.ask("tess", "course student ada")
    changed = plain(await door.press("tess", page, "What changed"))
    assert changed.startswith("What changed\nAbout Ada, and by them.\n• Tess marked Ada’s review")
    assert "No paper, class or week fits “xyzzy”" in plain(await door.ask("tess", "course audit xyzzy"))
    assert "I find nobody for “@xyzzy”" in plain(await door.ask("tess", "course audit @xyzzy"))
    forged = await door.answer("tess", Action("audit", it.course.id, ("#999999", "0")))
    assert plain(forged) == "I do not know that person in this course."  # type: ignore[arg-type] # a reply
