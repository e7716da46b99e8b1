"""`/review read`: what each kind of person gets to read of others' reviews, and when; nothing more, from anywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.conversation.plain import plain
from bot.conversation.reply import Action, Choice, Reply
from bot.course.duties import LateRule
from bot.course.model import Course, CourseRole, FormField, PeersRead, ReviewForm, Visibility
from bot.services import counting, peer_reading, reviewing
from bot.services.peer_reading import Reader
from bot.services.reviewing import Sent
from bot.store import audit, blobs, grants, people
from bot.store import reviews as stored
from bot.store.database import Connection, Database
from bot.store.records import ReviewGrant
from tests.support.asking import PLATFORM, WORKSPACE, Door, labels, open_door, said
from tests.support.courses import course, reading, review, session

PEERS, STAFF_ONLY, PRESENTERS = "What the class may read", "Quietly to staff", "For those who present"
FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(id="summary", kind="text", label="Summary"),
        FormField(id="merit", kind="scale", label="Merit", options=("Bad", "So", "Good")),
        FormField(id="packet", kind="text", label="Packet", visibility=Visibility.PRESENTERS, required=False),
        FormField(id="note", kind="text", label="Note", visibility=Visibility.STAFF, required=False),
        FormField(id="slides", kind="file", label="Slides", required=False),
    ),
)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def built(rule: PeersRead = PeersRead.AFTER_MINE_AND_DEADLINE, **more: object) -> Course:
    day = date(2022, 1, 31)
    bare = session(
        "first", day, start=time(13), readings=(reading("raft", title="Raft"), reading("paxos", title="Paxos"))
    )
    asked = review(bare, (day, time(13)), form=FORM, peers_read=rule, **more)
    return course(replace(bare, review=asked))


COURSE = built()
OTHER = replace(
    COURSE, id="other", title="Another Course", channels={"slack": {"announcements": "#other", "staff": "#other-staff"}}
)
DUE = datetime(2022, 1, 31, 21, tzinfo=UTC)
EARLY, AFTER = DUE - DAY, DUE + 11 * MINUTE
WRITERS = ("Ada Lovelace", "Ben Zhao", "Cem Kaya", "Dag Berg", "Eli Katz")


@dataclass
class Class:
    """Students, with what they hand in. `student`, `auditor`, `ta` … are there too, by those names."""

    database: Database
    door: Door
    ids: dict[str, int]
    course: Course = COURSE

    async def joins(self, name: str, role: CourseRole = CourseRole.STUDENT, course_id: str = "seminar") -> None:
        def enter(connection: Connection) -> int:
            person = people.ensure_account(
                connection, platform=PLATFORM, workspace=WORKSPACE, user_id=name, name=name, now=EARLY - 30 * DAY
            )
            people.set_membership(connection, course=course_id, person_id=person, role=role, now=EARLY - 30 * DAY)
            return person

        self.ids[name] = await self.database.run(enter)

    async def hands_in(
        self, name: str, merit: str = "2", *, now: datetime = EARLY, submit: bool = True, of: Course | None = None,
        paper: str = "raft", **answers: str
    ) -> None:  # fmt: skip
        usual = {
            "summary": f"{PEERS} of {name[:1]}{self.ids[name]}.",
            "merit": merit,
            "packet": PRESENTERS,
            "note": STAFF_ONLY,
        }
        sent = Sent(
            person=self.ids[name],
            paper=paper,
            window=f"w{len(answers)}{now:%d%H%M}",
            base=99,
            answers={**usual, **answers},
            submit=submit,
            platform=PLATFORM,
            account=name,
        )
        await self.database.run(reviewing.save, of or self.course, sent, now=now)

    async def reads(self, who: str, words: str = "raft", channel: str = "") -> str:
        return said(await self.door.ask(who, f"review read {words}".strip(), channel))

    async def presses(self, who: str, verb: str, *arguments: str) -> Reply:
        answer = await self.door.answer(who, Action(verb, "seminar", arguments))
        assert isinstance(answer, Reply)
        return answer

    async def run(self, function: object, *arguments: object, **named: object) -> object:
        return await self.database.run(function, *arguments, **named)  # type: ignore[arg-type]


async def in_class(database: Database, *courses: Course, now: datetime = AFTER, writers: int = 5) -> Class:
    """The first few writers have handed in theirs, and so has `student`."""
    courses = courses or (COURSE,)
    door = await open_door(database, courses, now)
    there = Class(database, door, {}, courses[0])
    for role in CourseRole:
        known = await database.run.read(people.who, PLATFORM, WORKSPACE, role.value)
        there.ids[role.value] = known.person
    for name in WRITERS[:writers]:
        await there.joins(name)
        await there.hands_in(name)
    await there.hands_in("student", "3")
    return there


async def test_classmates_read_without_names_and_their_own_is_marked(database: Database) -> None:
    there = await in_class(database)
    text = await there.reads("student")
    assert text.count(PEERS) == 6
    assert text.count("(yours)") == 1
    own = next(part for part in text.split("Review ") if "(yours)" in part)
    assert f"{PEERS} of s{there.ids['student']}." in own
    assert "Merit: 2.2 on average\n• 3 █ 1 · Good\n• 2 █████ 5 · So\n• 1 – · Bad" in text
    for secret in (STAFF_ONLY, PRESENTERS, "Packet", "Note", *(part for name in WRITERS for part in name.split())):
        assert secret not in text


async def test_what_is_not_for_them_is_not_there(database: Database) -> None:
    """Drafts, late marks, hidden ones, who left, staff's own, other courses'."""
    there = await in_class(database, COURSE, OTHER)
    await there.hands_in("Ada Lovelace", "1", now=DUE + 3 * HOUR, summary="Came in late.")
    for name, role in (("Fay", CourseRole.STUDENT), ("Gus", CourseRole.STUDENT), ("Hal", CourseRole.STUDENT)):
        await there.joins(name, role)
    await there.hands_in("Fay", submit=False, summary="A draft.")
    await there.hands_in("Gus", now=DUE + 2 * HOUR, summary="After the deadline.")
    await there.hands_in("Hal", summary="Somebody who left.")
    await there.hands_in("ta", summary="Written by staff.")
    await there.joins("Ida", course_id="other")
    await there.hands_in("Ida", of=OTHER, summary="In another course.")
    await there.run(stored.hide, "seminar", there.ids["Ben Zhao"], "raft", now=AFTER, by=None)

    def leaves(connection: Connection) -> None:
        people.set_membership(
            connection, course="seminar", person_id=there.ids["Hal"], role=CourseRole.STUDENT, now=AFTER, active=False
        )

    await there.run(leaves)
    there.door.now = DUE + 3 * DAY
    text = said(await there.presses("student", "peers", "raft"))
    assert "After the deadline." in text
    assert "late" not in text.lower()
    for absent in ("Came in late", "A draft", "Somebody who left", "Written by staff", "In another course"):
        assert absent not in text
    assert f"{PEERS} of B" not in text
    assert text.count("Review ") == 6, "Ada, Cem, Dag, Eli, Gus and their own: " + text


async def test_staff_read_how_late_it_is_and_what_that_costs_and_classmates_neither(database: Database) -> None:
    costly = built(late_rule=LateRule(percent=10, per="hour"))
    there = await in_class(database, costly, writers=1)
    await there.joins("Fay")
    await there.hands_in("Fay", now=DUE + 3 * HOUR, of=costly)
    there.door.now = DUE + 3 * DAY
    assert ", late 3 h (−30 %)\nSummary\nWhat the class may read of F" in await there.reads("ta")
    text = await there.reads("student")
    assert text.count("Review ") == 3
    assert "late" not in text.lower()
    assert "%" not in text


async def test_each_kind_of_person_from_everywhere(database: Database) -> None:
    there = await in_class(database)
    reads = {"student", "auditor", "ta", "instructor"}
    for who in (*reads, "guest", "stranger"):
        for channel in ("", "#course", "#course-staff"):
            answer = await there.door.ask(who, "review read raft", channel)
            assert (PEERS in plain(answer)) is (who in reads), who
            for secret in (STAFF_ONLY, PRESENTERS, "Ada Lovelace"):
                assert (secret in plain(answer)) is (who in ("ta", "instructor")), who
            assert answer.private
            assert not answer.shareable


async def test_the_order_is_the_readers_own_and_stays(database: Database) -> None:
    there = await in_class(database)
    (one,) = (each for each in peer_reading.reviews.owed(COURSE) if each.paper == "raft")

    def order(connection: Connection, reader: int) -> list[int]:
        found = counting.of_paper(connection, COURSE, one, now=AFTER)
        by_token = {peer_reading.token(Reader(reader, CourseRole.STUDENT), one, each): each.person for each in found}
        shelf = peer_reading.read(connection, COURSE, one, Reader(reader, CourseRole.STUDENT), now=AFTER)
        return [by_token[seen.token] for seen in shelf.seen]

    orders = {name: await there.run(order, there.ids[name]) for name in (*WRITERS, "student")}
    assert orders == {name: await there.run(order, there.ids[name]) for name in orders}
    assert len({tuple(found) for found in orders.values()}) > 3, "not one order for all, nor that of the roster"
    await there.joins("Zoe")
    await there.hands_in("Zoe", now=DUE + 5 * MINUTE)
    await there.hands_in("Ada Lovelace", now=DUE + 6 * MINUTE, summary="Better words.")
    for name, before in orders.items():
        after = await there.run(order, there.ids[name])
        assert [person for person in after if person != there.ids["Zoe"]] == before, "a new one moves no other"


@pytest.mark.parametrize(("others", "shown"), [(2, False), (3, True)])
async def test_scores_are_shown_from_four_reviews_on(database: Database, others: int, shown: bool) -> None:
    there = await in_class(database, writers=others)
    text = await there.reads("student")
    assert ("on average" in text) is shown
    assert ("Scores are shown from 4 reviews on." in text) is not shown
    assert text.count("Merit: 2 So") == (others if shown else 0)
    assert "Merit: 3 Good" in text, "one's own is no secret"
    assert "on average" in await there.reads("ta"), "staff see them"


async def test_hidden_ones_are_not_counted_among_the_four(database: Database) -> None:
    there = await in_class(database, writers=3)
    await there.run(stored.hide, "seminar", there.ids["Ben Zhao"], "raft", now=AFTER, by=None)
    assert "Scores are shown from 4 reviews on." in await there.reads("student")


# --- when ---------------------------------------------------------------------------------------------------------


async def test_it_opens_when_mine_is_in_and_the_deadline_is_over(database: Database) -> None:
    there = await in_class(database, now=DUE - MINUTE)
    assert "They open after the deadline, Mon 31 Jan, 1:00 PM PST." in await there.reads("student")
    there.door.now = DUE
    assert "ask again in a few minutes" in await there.reads("student")
    there.door.now = DUE + 10 * MINUTE
    assert "ask again in a few minutes" in await there.reads("student"), "the last minute of the grace"
    there.door.now = AFTER
    assert PEERS in await there.reads("student")
    await there.joins("Zoe")
    there.door.now = DUE - MINUTE
    text = await there.reads("Zoe")
    assert "Yours is not in yet; after the deadline, Mon 31 Jan, 1:00 PM PST." in text
    there.door.now = AFTER
    answer = await there.door.ask("Zoe", "review read raft")
    assert "Yours is not in yet; once it is, you can read them at once." in plain(answer)
    assert labels(answer) == ["Write mine"]
    there.door.now = DUE + 2 * DAY
    assert "Yours is not in, and its time is over." in await there.reads("Zoe")


async def test_a_draft_is_not_in_and_a_late_one_is(database: Database) -> None:
    there = await in_class(database)
    await there.joins("Zoe")
    await there.hands_in("Zoe", submit=False, now=DUE + HOUR)
    there.door.now = DUE + 2 * HOUR
    assert "Yours is not in yet" in await there.reads("Zoe")
    await there.hands_in("Zoe", now=DUE + 2 * HOUR, summary="At last.")
    assert PEERS in await there.reads("Zoe")


async def test_an_extension_moves_it_and_an_excuse_opens_it(database: Database) -> None:
    def grant(connection: Connection, name: str, kind: str, until: datetime | None) -> None:
        grants.add(
            connection,
            ReviewGrant(
                course="seminar", person=there.ids[name], kind=kind, session="first", until=until, granted_at=EARLY  # type: ignore[arg-type]
            ),
        )  # fmt: skip

    there = await in_class(database)
    await there.run(grant, "student", "extension", DUE + DAY)
    assert "They open after the deadline, Tue 1 Feb, 1:00 PM PST." in await there.reads("student")
    await there.joins("Zoe")
    await there.run(grant, "Zoe", "excuse", None)
    assert PEERS in await there.reads("Zoe")


@pytest.mark.parametrize(
    ("rule", "now", "words"),
    [
        (PeersRead.NEVER, AFTER, "In this course reviews are read by staff only."),
        (PeersRead.AFTER_DEADLINE, AFTER, PEERS),
        (PeersRead.AFTER_DEADLINE, DUE - MINUTE, "They open after the deadline, Mon 31 Jan, 1:00 PM PST."),
    ],
)
async def test_the_courses_rule(database: Database, rule: PeersRead, now: datetime, words: str) -> None:
    there = await in_class(database, built(rule), now=now)
    await there.joins("Zoe")
    assert words in await there.reads("Zoe")
    assert PEERS in await there.reads("ta"), "staff always may"
    if rule is PeersRead.NEVER:
        assert words in await there.reads("student", "")


async def test_who_chose_other_papers_reads_all_of_them(database: Database) -> None:
    there = await in_class(database, built(choose=1))
    await there.joins("Zoe")
    assert "Yours is not in yet" in await there.reads("Zoe")
    await there.hands_in("Zoe", paper="paxos")
    assert PEERS in await there.reads("Zoe")


async def test_a_deadline_without_a_date_never_comes(database: Database) -> None:
    bare = session("first", readings=(reading("raft", title="Raft"),))
    dateless = course(replace(bare, review=review(bare, None, form=FORM, peers_read=PeersRead.AFTER_DEADLINE)))
    there = await in_class(database, dateless)
    assert "which has no date yet" in await there.reads("student")


# --- finding and turning ------------------------------------------------------------------------------------------


async def test_without_words_there_is_a_menu_of_what_can_be_read_now(database: Database) -> None:
    there = await in_class(database)
    answer = await there.door.ask("student", "review read")
    (menu,) = (block for block in answer.blocks if isinstance(block, Choice))
    assert menu.options == (("raft", "Raft"),)
    assert PEERS in said(await there.presses("student", "peers", "raft"))
    there.door.now = EARLY
    assert "There is nothing to read yet" in await there.reads("student", "")
    assert (await there.door.ask("ta", "review read")).blocks[1] == menu


async def test_words_with_a_slip_find_the_paper(database: Database) -> None:
    there = await in_class(database)
    assert PEERS in await there.reads("student", "rafft")
    answer = await there.door.ask("student", "review read first")
    assert labels(answer) == ["Raft", "Paxos"]
    assert PEERS in said(await there.door.press("student", answer, "Raft"))
    assert "There are no reviews of Paxos to read." in await there.reads("ta", "paxos")


async def test_long_reviews_come_in_pages_that_lose_none(database: Database) -> None:
    there = await in_class(database, writers=0)
    for number in range(5):
        await there.joins(f"N{number}")
        await there.hands_in(f"N{number}", summary=f"begin {number} " + "many words " * 130 + f"end {number}")
    page, pages = await there.door.ask("student", "review read raft"), 1
    text = plain(page)
    while "Next" in labels(page):
        page, pages = await there.door.press("student", page, "Next"), pages + 1
        text += plain(page)
    assert pages == 5
    assert all(f"begin {n} " in text and f"end {n}" in text for n in range(5))
    back = await there.door.press("student", page, "Previous")
    assert f"Page {pages - 1} of {pages}" in plain(back)


async def test_a_review_stands_by_the_form_it_was_written_with(database: Database) -> None:
    await in_class(database)
    asked = ReviewForm(
        name="custom",
        fields=(
            FormField(id="summary", kind="text", label="Summary", visibility=Visibility.STAFF),
            FormField(id="verdict", kind="scale", label="Verdict", options=("No", "Yes"), start=0),
            FormField(id="note", kind="text", label="Note"),
        ),
    )
    monday = COURSE.sessions[0]
    assert monday.review is not None
    changed = replace(COURSE, sessions=(replace(monday, review=replace(monday.review, form=asked)),))
    door = await open_door(database, (changed,), AFTER)
    text = said(await door.ask("student", "review read raft"))
    assert "Merit: 2 So" in text
    assert "Merit (as an earlier form asked it): 2.2 on average" in text
    assert PEERS not in text, "it is for staff now, so nobody else reads it any more"
    assert STAFF_ONLY not in text, "it was for staff when it was written"
    assert PEERS in said(await door.ask("ta", "review read raft"))


async def test_what_was_written_for_staff_stays_theirs_when_the_question_is_opened(database: Database) -> None:
    there = await in_class(database, writers=0)
    await there.joins("Ada Lovelace")
    await there.hands_in("Ada Lovelace", submit=False)
    monday = COURSE.sessions[0]
    assert monday.review is not None
    opened = ReviewForm(name="custom", fields=tuple(replace(one, visibility=Visibility.PEERS) for one in FORM.fields))
    changed = replace(COURSE, sessions=(replace(monday, review=replace(monday.review, form=opened)),))
    await there.hands_in("Ada Lovelace", of=changed, now=EARLY + HOUR, summary="In new words.", packet="For all.")
    door = await open_door(database, (changed,), AFTER)
    text = said(await door.ask("student", "review read raft"))
    assert "In new words." in text
    assert "For all." in text, "it was written anew, for classmates"
    assert STAFF_ONLY not in text
    assert STAFF_ONLY in said(await door.ask("ta", "review read raft"))


# --- staff --------------------------------------------------------------------------------------------------------


async def test_staff_hide_one_and_show_it_again(database: Database) -> None:
    there = await in_class(database)
    answer = await there.door.ask("ta", "review read raft")
    assert "Ada Lovelace: review 1 of 6" in plain(answer)
    assert f"Note\n{STAFF_ONLY}" in plain(answer)
    told = await there.door.press("ta", answer, "Hide from classmates")
    assert "Classmates do not see it any more." in plain(told)
    assert (await there.reads("student")).count(PEERS) == 5
    again = await there.door.press("ta", told, "Back to")
    assert "Ada Lovelace: review 1 of 6, hidden from classmates" in plain(again)
    assert "1 hidden from them." in plain(again)
    await there.door.press("ta", again, "Show it again")
    assert (await there.reads("student")).count(PEERS) == 6
    log: tuple[audit.AuditEntry, ...] = await there.run(audit.entries, "seminar")  # type: ignore[assignment]
    assert [(one.action, one.item, one.person, one.details) for one in log] == [
        (word, "raft", there.ids["ta"], {"of": there.ids["Ada Lovelace"]}) for word in ("review-shown", "review-hidden")
    ]


@pytest.mark.parametrize(
    "arguments", [(), ("raft",), ("raft", "x", "hide"), ("nope", "1", "hide"), ("raft", "999", "hide")]
)
async def test_a_button_that_means_nothing_hides_nothing(database: Database, arguments: tuple[str, ...]) -> None:
    there = await in_class(database)
    assert "Classmates" not in said(await there.presses("ta", "rhide", *arguments))
    assert not await there.run(stored.hidden, "seminar", "raft")
    assert "staff" in said(await there.presses("student", "rhide", "raft", str(there.ids["Ada Lovelace"]), "hide"))
    assert not await there.run(stored.hidden, "seminar", "raft")


async def test_a_file_is_had_by_those_who_may_read_the_review_and_its_name_by_staff_and_its_writer(
    database: Database,
) -> None:
    there = await in_class(database)
    own = "ben-zhao-talk.pdf"

    def keep(connection: Connection) -> str:
        named = (blobs.put(connection, "seminar", there.ids["Ben Zhao"], content, file=(name, "application/pdf"), now=EARLY)
                 for name, content in ((own, b"%PDF slides"), ("b.zhao", b"what")))  # fmt: skip
        return ",".join(named)

    await there.hands_in("Ben Zhao", slides=str(await there.run(keep)), now=EARLY + HOUR)
    answer = await there.door.ask("student", "review read raft")
    assert "Files: Slides 1.pdf (11 B), Slides 2 (4 B)" in plain(answer)
    assert "zhao" not in plain(answer).lower()
    action = next(
        b.action for block in answer.blocks for b in getattr(block, "buttons", ()) if b.label == "Get Slides 1.pdf"
    )
    assert str(there.ids["Ben Zhao"]) not in action.arguments[1:], "it does not tell whose it is"
    got = await there.presses("student", action.verb, *action.arguments)
    assert [(file.name, file.content) for file in got.files] == [("Slides 1.pdf", b"%PDF slides")]
    assert "zhao" not in (plain(got) + str(got.files)).lower()
    for who in ("instructor", "Ben Zhao"):
        real = await there.door.ask(who, "review read raft")
        assert f"Files: {own} (11 B), b.zhao (4 B)" in plain(real)
        named = next(
            b.action for block in real.blocks for b in getattr(block, "buttons", ()) if b.label == f"Get {own}"
        )
        handed = await there.presses(who, named.verb, *named.arguments)
        assert [(file.name, file.content) for file in handed.files] == [(own, b"%PDF slides")]
    for who, moment in (("student", EARLY), ("Ada Lovelace", AFTER)):
        there.door.now = moment
        refused = await there.presses(who, action.verb, *action.arguments)
        assert (refused.files, "not for you" in plain(refused)) == ((), True), "too early, or another reader's button"
    there.door.now = AFTER
    await there.run(stored.hide, "seminar", there.ids["Ben Zhao"], "raft", now=AFTER, by=None)
    assert (await there.presses("student", action.verb, *action.arguments)).files == ()


async def test_staff_have_the_digest_whenever_they_ask_and_in_private(database: Database) -> None:
    there = await in_class(database, now=EARLY + HOUR)
    for words in ("", " first", " raft", " rafft"):
        answer = await there.door.ask("ta", f"review digest{words}", "#course")
        assert answer.private
        assert not answer.shareable
        assert plain(answer).startswith("Reviews: First\n6 reviews in, from 6 of 6 students; 6 are missing.")
        assert "• Ada Lovelace: " in plain(answer)
    assert "is not one session" in said(await there.door.ask("ta", "review digest nothing at all"))
    for who in ("student", "auditor", "guest"):
        assert PEERS not in said(await there.door.ask(who, "review digest"))
