"""Marks in the database: two who press at once, who may be marked, counts for others, and ids that change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action
from bot.course.model import CourseRole, FormField
from bot.errors import Refused
from bot.services import ids, mark_releases, review_marks, review_reading, review_returns, reviewing
from bot.services.review_marks import Counts, Former, Pressed
from bot.services.review_reading import Scope
from bot.services.review_returns import Back, GivenBack
from bot.services.reviewing import Sent
from bot.store import blobs, courses, people, united
from bot.store import review_marks as stored
from bot.store.database import Connection, Database
from bot.store.staff_tables import participation
from handlers.review_pages import shown
from tests.support.asking import asked, buttons
from tests.support.review_desk import FORM, FULL, due, seminar

COURSE = seminar("raft", "paxos")
DUE = due(COURSE)
SENT, NOW = DUE - timedelta(hours=2), DUE + timedelta(hours=1)
PEOPLE = {
    "ada": CourseRole.STUDENT,
    "bob": CourseRole.STUDENT,
    "lis": CourseRole.AUDITOR,
    "tia": CourseRole.TA,
    "ned": CourseRole.TA,
}


@pytest.fixture
async def persons(database: Database) -> dict[str, int]:
    """Ada and Bob wrote of Raft, Lis who only listens too; Ada wrote of Paxos."""

    def enter(connection: Connection) -> dict[str, int]:
        courses.ensure_course(connection, COURSE.id, now=SENT)
        found = {}
        for name, role in PEOPLE.items():
            found[name] = people.ensure_account(
                connection, platform="slack", workspace="T1", user_id=name, name=name.title(), now=SENT
            )
            people.set_membership(connection, course=COURSE.id, person_id=found[name], role=role, now=SENT)
        for name, paper in (("ada", "raft"), ("bob", "raft"), ("lis", "raft"), ("ada", "paxos")):
            writes(connection, found[name], paper)
        return found

    found: dict[str, int] = await database.run(enter)
    return found


def writes(
    connection: Connection, person: int, paper: str, *, now: object = SENT, summary: str = "It works well."
) -> None:
    sent = Sent(
        person=person,
        paper=paper,
        window=summary[:6],
        base=9,
        answers={**FULL, "summary": summary},
        submit=True,
        platform="slack",
        account="x",
    )
    reviewing.save(connection, COURSE, sent, now=now)  # type: ignore[arg-type]


def press(
    connection: Connection, who: int, paper: str, mark: str, *, by: int | None = None, seen: str = "", version: int = 1
) -> Pressed:
    return review_marks.mark(connection, COURSE, (who, paper), mark, version=version, seen=seen, now=NOW, by=by)


@pytest.mark.both_databases
async def test_of_two_who_press_at_once_one_is_told_of_the_other(database: Database, persons: dict[str, int]) -> None:
    both: list[Pressed] = list(
        await asyncio.gather(
            *(
                database.run(press, persons["ada"], "raft", mark, by=persons[who])
                for who, mark in (("tia", "check"), ("ned", "plus"))
            )
        )
    )
    (done,) = [one for one in both if one.kind == "marked"]
    (other,) = [one for one in both if one.kind == "other"]
    assert other.mark == done.mark
    assert other.by in ("Tia", "Ned")
    assert done.mark is not None
    found = await database.run.read(stored.marks, COURSE.id)
    assert found == {(persons["ada"], "raft"): done.mark}
    backs = [
        Back(review=(persons["bob"], "raft"), version=1, note=who, until=NOW + timedelta(days=3), last=0)
        for who in ("tia", "ned")
    ]
    given: list[GivenBack] = list(
        await asyncio.gather(
            *(database.run(review_returns.give_back, COURSE, one, now=NOW, by=persons[one.note]) for one in backs)
        )
    )
    assert sorted(one.fresh for one in given) == [False, True], "two returns at once are one, and a question"
    seen = await database.run.read(mark_releases.preview, COURSE, "", now=NOW)
    freed = await asyncio.gather(
        *(
            database.run(mark_releases.release, COURSE, "", token=seen.token, now=NOW, by=persons[who])
            for who in ("tia", "ned")
        )
    )
    assert sorted(one.marks or 0 for one in freed) == [0, 1]


async def test_others_are_told_how_many_are_marked_and_released_of_students_who_are_there(
    database: Database, persons: dict[str, int]
) -> None:
    def counts(connection: Connection) -> Counts:
        return review_marks.counts(connection, COURSE, now=NOW)

    assert await database.run.read(counts) == Counts(reviews=3, unmarked=3)
    await database.run(press, persons["ada"], "raft", "check")
    await database.run(press, persons["lis"], "raft", "check")
    assert await database.run.read(counts) == Counts(reviews=3, marked=1, unmarked=2, unreleased=1)
    back = Back(review=(persons["bob"], "raft"), version=1, note="Why?", until=None, last=0)
    await database.run(review_returns.give_back, COURSE, back, now=NOW, by=None)
    assert await database.run.read(counts) == Counts(reviews=3, marked=1, unmarked=1, waiting=1, unreleased=1)
    seen = await database.run.read(mark_releases.preview, COURSE, "first", now=NOW)
    await database.run(mark_releases.release, COURSE, "first", token=seen.token, now=NOW, by=None)
    assert (await database.run.read(counts)).unreleased == 0
    assert list(await database.run.read(review_marks.released, COURSE, persons["ada"])) == ["raft"]
    assert await database.run.read(review_marks.released, COURSE, persons["lis"]) == {}, "not counted, not released"
    scope = Scope("person", person=persons["lis"])
    page = await database.run.read(review_reading.page, COURSE, scope, None, "here", now=NOW)
    reply = shown(asked(COURSE, "", NOW, CourseRole.TA), COURSE, page)
    assert plain(reply).startswith("Lis (auditor): Raft\n")
    assert [one.label for one in buttons(reply)] == ["Return for edit …"], "who only listens has no marks"

    def leaves(connection: Connection) -> None:
        role = CourseRole.STUDENT
        people.set_membership(connection, course=COURSE.id, person_id=persons["ada"], role=role, now=NOW, active=False)

    await database.run(leaves)
    assert await database.run.read(counts) == Counts(reviews=1, waiting=1)
    assert (persons["ada"], "raft") in await database.run.read(stored.marks, COURSE.id), "the work is kept"


async def test_what_does_not_count_cannot_be_marked_and_an_undo_never_takes_a_newer_mark(
    database: Database, persons: dict[str, int]
) -> None:
    for who, paper, mark in (("bob", "paxos", "check"), ("ada", "gone", "check"), ("ada", "raft", "best")):
        with pytest.raises(Refused):
            await database.run(press, persons[who], paper, mark)
    await database.run(press, persons["ada"], "raft", "check")
    await database.run(writes, persons["ada"], "raft", now=SENT + timedelta(hours=1), summary="It works very well.")
    assert (await database.run(press, persons["ada"], "raft", "plus", seen="check")).kind == "newer"
    assert (await database.run(press, persons["ada"], "raft", "plus", version=2)).kind == "marked"
    review = (persons["ada"], "raft")

    async def undone(step: str, version: int, former: Former) -> Pressed:
        found: Pressed = await database.run(
            review_marks.unmark, COURSE, review, step, version=version, former=former, now=NOW, by=None
        )
        return found

    assert (await undone("check", 1, Former())).kind == "other"
    said = await undone("plus", 2, Former("check", 1))
    assert said.mark is not None
    assert (said.mark.mark, said.mark.version) == ("check", 1)
    assert (await undone("check", 1, Former())).mark is None
    assert await database.run.read(stored.marks, COURSE.id) == {}


async def test_marks_and_who_took_part_go_along_when_a_paper_or_a_session_is_called_otherwise(
    database: Database, persons: dict[str, int]
) -> None:
    await database.run(press, persons["ada"], "raft", "check")
    back = Back(review=(persons["ada"], "raft"), version=1, note="Why?", until=None, last=0)
    await database.run(review_returns.give_back, COURSE, back, now=NOW, by=None)

    def took_part(connection: Connection, session: str, who: str, present: bool, hours: int) -> None:
        row = {"course": COURSE.id, "session": session, "person": persons[who], "present": present}
        connection.execute(participation.insert().values(**row, noted_at=NOW + timedelta(hours=hours)))

    await database.run(took_part, "talk", "ada", True, 0)
    await database.run(took_part, "opening", "ada", False, 1)
    await database.run(took_part, "talk", "bob", True, 1)
    assert "talk" in await database.run.read(united.sessions_in_use, COURSE.id), "its id cannot vanish unexplained"
    await database.run(ids.rename, COURSE.id, "talk", "opening")
    await database.run(ids.rename, COURSE.id, "paper:raft", "paper:raft-2")

    def noted(connection: Connection) -> set[tuple[str, int, bool]]:
        return {(row.session, row.person, row.present) for row in connection.execute(participation.select())}

    assert await database.run.read(noted) == {
        ("opening", persons["ada"], False),
        ("opening", persons["bob"], True),
    }, "what was noted last stays"
    assert list(await database.run.read(stored.marks, COURSE.id)) == [(persons["ada"], "raft-2")]
    assert list(await database.run.read(stored.returns, COURSE.id)) == [(persons["ada"], "raft-2")]


async def test_files_go_along_when_they_are_asked_for_and_a_long_review_comes_as_a_file(database: Database) -> None:
    form = replace(FORM, fields=(*FORM.fields, FormField(id="plot", kind="file", label="A plot", types=("txt",))))
    course = seminar("raft", form=form)

    def enter(connection: Connection) -> int:
        courses.ensure_course(connection, course.id, now=SENT)
        ada = people.ensure_account(connection, platform="slack", workspace="T1", user_id="ada", name="Ada", now=SENT)
        people.set_membership(connection, course=course.id, person_id=ada, role=CourseRole.STUDENT, now=SENT)
        plot = blobs.put(connection, course.id, ada, b"1 2 3", file=("plot.txt", "text/plain"), now=SENT)
        answers = {**FULL, "summary": "long " * 2000, "plot": plot}
        sent = Sent(
            person=ada, paper="raft", window="w", base=0, answers=answers, submit=True, platform="slack", account="a"
        )
        reviewing.save(connection, course, sent, now=SENT)
        return ada

    ada = await database.run(enter)
    page = await database.run.read(review_reading.page, course, Scope("unmarked"), None, "here", now=NOW)
    reply = shown(asked(course, "", NOW, CourseRole.TA), course, page)
    (long,) = reply.files
    assert b"long long long" in long.content
    assert " · 2003 words" in plain(reply)
    (get,) = [one.action for one in buttons(reply) if one.label == "Get plot.txt"]
    assert get == Action("rmkfile", course.id, ("u", str(ada), "raft", "1", "0"))
    assert await database.run.read(review_reading.file, course, (ada, "raft"), 1, 0) == ("plot.txt", b"1 2 3")
    for version, number in ((1, 1), (2, 0)):
        with pytest.raises(Refused):
            await database.run.read(review_reading.file, course, (ada, "raft"), version, number)
