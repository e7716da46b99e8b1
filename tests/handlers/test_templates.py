"""A review as a file: sent out with what was written, and taken in again when it is dropped back."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.conversation.commands import Cost
from bot.conversation.form import NO_FILE, TEXT_LIMIT, Invalid, Kept
from bot.conversation.plain import line_text, plain
from bot.conversation.port import RateLimited
from bot.conversation.reply import Action, Reply
from bot.conversation.request import Fetched, Inbound, SharedFile
from bot.course.duties import FormField, ReviewForm
from bot.course.forms import BOX
from bot.errors import PlatformDown, Refused
from bot.services import reviewing
from bot.store import blobs, people
from handlers.allowance import Allowances, Limit
from handlers.review_text import hint
from tests.support.asking import PLATFORM, WORKSPACE, Door, labels, open_door, reply_of, said
from tests.support.courses import mondays_at_one

ONE = mondays_at_one(3)
FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(id="summary", kind="text", label="Summary", min_words=3),
        FormField(id="merit", kind="scale", label="Merit", options=("Reject", "Accept")),
        FormField(id="comment", kind="text", label="Comment", required=False),
        FormField(id="figure", kind="file", label="Figure", required=False, types=("pdf", "png", "txt")),
    ),
)
COURSE = replace(
    ONE,
    sessions=tuple(replace(one, review=replace(one.review, form=FORM)) for one in ONE.sessions if one.review),
)
NOW = COURSE.sessions[0].starts_at
PDF = b"%PDF-1.7\n%%EOF\n"
WRITTEN = """\
# Review: On paper-1

## Summary
It shards the state.

## Merit
2
"""


@dataclass
class Room:
    """People who write to the bot, and the files that they have."""

    door: Door
    database: object
    course: object = COURSE
    now: object = NOW

    async def says(self, text: str = "", *, who: str = "student", channel: str = "", **files: bytes | Exception):
        """Words, with files by their names (`__` stands for the dot)."""
        given = {name.replace("__", "."): content for name, content in files.items()}
        shared = tuple(
            SharedFile(id=f"F-{name}", name=name, size=len(content) if isinstance(content, bytes) else 0)
            for name, content in given.items()
        )
        inbound = self._inbound(who, channel, text=text, files=shared, fetch=_fetch(given))
        return reply_of(await self.door.dispatcher.answer(inbound))

    async def presses(self, reply: Reply, label: str, who: str = "student") -> Reply:
        return await self.door.press(who, reply, label)

    async def sends(
        self, verb: str, values: dict[str, str], files: dict[str, bytes | Exception] | None = None, who="student"
    ):
        """A button or the Submit of an open form."""
        action = Action(verb, COURSE.id, ("paper-1", "0", "0a1b2c", "1/1"))
        inbound = self._inbound(who, "", action=action, values=values, fetch=_fetch(files or {}))
        return await self.door.dispatcher.answer(inbound)

    def _inbound(self, who: str, channel: str, **what) -> Inbound:
        return Inbound(
            platform=PLATFORM, workspace=WORKSPACE, account=who, account_name=who, channel=channel, now=self.door.now,
            **what,
        )  # fmt: skip

    async def versions(self, who: str = "student", paper: str = "paper-1"):
        def look(connection):
            person = people.who(connection, PLATFORM, WORKSPACE, who)
            return reviewing.written(connection, COURSE, person.person, paper)

        return await self.database.run.read(look)


def _fetch(given):
    async def fetch(file: str, most: int) -> Fetched:
        content = given[file.removeprefix("F-")]
        await asyncio.sleep(0)
        if isinstance(content, Exception):
            raise content
        if len(content) > most:
            raise Refused("It is too large.")
        return Fetched(SharedFile(id=file, name=file.removeprefix("F-"), size=len(content)), content)

    return fetch


@pytest.fixture
async def room(database):
    return Room(await open_door(database, (COURSE,), NOW), database)


def file_of(reply: Reply) -> str:
    (file,) = reply.files
    return file.content.decode()


# --- out and back -------------------------------------------------------------------------------------------------


async def test_a_template_goes_out_and_comes_back_and_is_submitted(room):
    out = await room.says("/review template paper 1")
    assert out.files[0].name == "on-paper-1.md"
    text = file_of(out).replace("## Merit\n", "It shards the state.\n\n## Merit\n", 1)
    text = text.replace("2 Accept\n-->\n", "2 Accept\n-->\n\n2\n")
    back = await room.says(review__md=text.encode())
    assert "Kept as a draft, version 1: NOT submitted yet." in plain(back)
    assert "Summary: 4 words, “It shards the state.”" in plain(back)
    assert "Merit: 2 Accept" in plain(back)
    assert "Missing" not in plain(back)
    assert labels(back) == ["Submit", "Open in the form", "Template"]
    assert [one.version.complete for one in await room.versions()] == [False]
    submitted = await room.presses(back, "Submit")
    assert plain(submitted).startswith("Submitted. You can change it until")
    again = await room.presses(back, "Submit")
    assert plain(again).startswith("Submitted. You can change it until")
    assert [one.version.complete for one in await room.versions()] == [False, True]
    assert (await room.versions())[-1].answers == {"summary": "It shards the state.", "merit": "2"}


async def test_the_button_of_the_form_keeps_what_stands_there_and_puts_it_into_the_file(room):
    answer = await room.sends("rtempl", {"summary": "So far.", "merit": "1", "comment": "", "figure": ""})
    assert isinstance(answer, Kept)
    assert line_text(answer.note).startswith("I sent you the questions with what you wrote as a file")
    assert "\n\nSo far.\n" in file_of(answer.reply)
    assert "\n\n1 Reject\n" in file_of(answer.reply)
    assert answer.reply.private
    (draft,) = await room.versions()
    assert (draft.version.complete, draft.answers["summary"]) == (False, "So far.")


async def test_which_paper_is_asked_where_several_are_owed(room):
    answer = await room.says("/review template")
    days = enumerate(("24 Jan", "31 Jan", "7 Feb"), start=1)
    asked = [f"On paper-{number} · due Mon {day}, 1:00 PM PST" for number, day in days]
    assert labels(answer) == asked
    assert "coursebot: seminar paper-2" in file_of(await room.presses(answer, asked[1]))
    assert len(labels(await room.says("/review template paper"))) == 3


async def test_a_pasted_review_is_kept_too(room):
    back = await room.says(WRITTEN)
    assert "Kept as a draft, version 1" in plain(back)
    assert [one.answers for one in await room.versions()] == [{"summary": "It shards the state.", "merit": "2"}]


async def test_what_is_missing_or_was_not_understood_is_said_all_at_once(room):
    back = plain(
        await room.says(f"{WRITTEN}9\n".replace("\n2\n9", "\n9\nreally") + "\n## My view\nx\n\n## Figure\nsee below\n")
    )
    assert "Missing: choose one of 1–2 for Merit." in back
    assert "Merit: “9 really ## My view x” is none of 1 Reject, 2 Accept." in back
    assert "“see below” stands below Figure, where a file goes. I put it into Summary." in back


async def test_questions_alone_are_about_the_one_paper_that_is_due_next(room):
    assert "Review: On paper-1\nKept as a draft" in plain(await room.says("## Summary\nx\n\n## Merit\n1"))


async def test_the_same_file_twice_is_one_version(room):
    first = await room.says(a__md=WRITTEN.encode())
    assert plain(await room.says(b__md=WRITTEN.encode())) == plain(first)
    second = await room.says(WRITTEN.replace("# Review", "# REVIEW"))
    assert "Kept as a draft, version 1" in plain(first)
    assert "That is your draft, version 1, as I have it: NOT submitted yet." in plain(second)
    assert len(await room.versions()) == 1
    await room.presses(second, "Submit")
    assert "That is what you have submitted already" in plain(await room.says(c__md=WRITTEN.encode()))


async def test_fields_that_the_file_leaves_out_stay_as_they_were(room):
    await room.sends("rdraft", {"summary": "Old and long enough.", "merit": "1", "comment": "Mine.", "figure": ""})
    back = await room.says("# Review: On paper-1\n\n## Summary\n\nA new summary here.\n\n## Merit\n")
    assert "Summary: 4 words, “A new summary here.”" in plain(back)
    assert "Merit: 1 Reject, as before" in plain(back)
    assert "Earlier versions" in labels(back)
    assert (await room.versions())[-1].answers == {"summary": "A new summary here.", "merit": "1", "comment": "Mine."}


async def test_text_that_is_moved_takes_nothing_away(room):
    await room.sends("rdraft", {"summary": "Old and long enough.", "merit": "1", "comment": "Mine."})
    for _ in "ab":
        await room.says("# Review: On paper-1\n\n## Merit\n2, for now\n")
        assert (await room.versions())[-1].answers == {
            "summary": "Old and long enough.\n\nfor now",
            "merit": "2",
            "comment": "Mine.",
        }


async def test_a_file_made_before_something_newer_was_saved_says_so(room):
    await room.sends("rdraft", {"summary": "First words of mine.", "merit": "1"})
    out = file_of(await room.says("/review template paper-1"))
    await room.sends("rdraft", {"summary": "Second words of mine.", "merit": "2"})
    back = await room.says(old__md=out.encode())
    assert "The file was made from version 1, and you saved version 2 since." in plain(back)
    assert [one.answers["summary"][:6] for one in await room.versions()] == ["First ", "Second", "First "]


async def test_a_submitted_review_counts_until_the_new_one_is_submitted(room):
    await room.sends("write", {"summary": "It is very good.", "merit": "2"})
    back = await room.says(WRITTEN)
    assert "counts until you do." in plain(back)
    assert [one.version.complete for one in await room.versions()] == [True, False]


async def test_submit_of_an_old_message_after_a_newer_version_asks_which_one_counts(room):
    text = "# Review: On paper-1\n\n## Summary\nThe {} version.\n\n## Merit\n2\n"
    first, second = [await room.says(text.format(which)) for which in ("first", "second")]
    await room.presses(second, "Submit")
    asked = await room.presses(first, "Submit")
    assert "You saved version 3 in another window" in plain(asked)
    await room.presses(asked, "Use this one")
    again = plain(await room.presses(second, "Submit"))
    assert (
        "This one is version 3. Both are kept; which one counts?\nYour version from 1:00 PM PST still counts" in again
    )
    await room.presses(await room.presses(second, "Submit"), "Use this one")
    assert (await room.versions())[-1].answers["summary"] == "The second version."


async def test_40_000_characters_in_one_field(room):
    long = "word " * 8000
    back = await room.says(long__md=WRITTEN.replace("It shards the state.", long).encode())
    assert "Summary: 8000 words, “word word" in plain(back)
    assert len(plain(back)) < 1500
    await room.presses(back, "Submit")
    assert (await room.versions())[-1].answers["summary"] == long.strip()


async def test_after_the_close_the_text_comes_back_when_it_is_submitted(room):
    room.door.now = NOW.replace(year=2023)
    back = await room.says(WRITTEN)
    assert "It is closed by now: submitted, it goes to staff" in plain(back)
    assert "It shards the state." in plain(await room.presses(back, "Submit"))


async def test_after_the_close_the_form_says_of_a_file_what_becomes_of_it(room):
    room.door.now = NOW.replace(year=2023)
    closed = plain(await room.door.answer("student", Action("write", COURSE.id, ("paper-1",))))
    assert "send it to me as a file: I keep it as a draft, and once you submit it staff see it" in closed
    back = plain(await room.says(WRITTEN))
    assert "Kept as a draft" in back
    assert "submitted, it goes to staff, who can still accept it." in back


async def test_a_file_that_was_made_before_the_form_changed_is_read_by_its_own_form(room):
    text = file_of(await room.says("/review template paper-1"))
    for label, answer in (("Summary", "It shards the state."), ("Merit", "2 Accept"), ("Comment", "Mine.")):
        start, _, rest = text.partition(f"## {label}\n")
        hint, gap, after = rest.partition("\n\n")
        text = f"{start}## {label}\n{hint}{gap}{answer}\n{after}"
    summary, merit, comment, _ = FORM.fields
    changed = replace(
        FORM,
        fields=(
            replace(comment, label="Anything else"),
            replace(merit, options=("Maybe", "Reject", "Accept")),
            FormField(id="new", kind="text", label="Novelty"),
        ),
    )
    course = replace(
        COURSE, sessions=tuple(replace(one, review=replace(one.review, form=changed)) for one in COURSE.sessions)
    )
    door = await open_door(room.database, (course,), NOW)
    back = await Room(door, room.database, course).says(old__md=text.encode())
    assert "Summary: the form has changed since and has no place for “It shards the state.”" in plain(back)
    assert (await room.versions())[-1].answers == {"merit": "3", "comment": "Mine."}
    assert summary.label not in (await room.versions())[-1].answers


async def test_the_list_of_options_with_two_marks_is_no_choice_and_is_said(room):
    text = file_of(await room.says("/review template paper-1")).replace("1 Reject", "x 1 Reject")
    back = plain(await room.says(a__md=text.replace("2 Accept", "x 2 Accept").encode()))
    assert "Merit: I cannot tell which of “1 Reject 2 Accept” you mean, so I took none." in back
    assert await room.versions() == ()


async def test_nobody_submits_somebody_elses_version(room):
    await room.says(WRITTEN, who="student")
    for who in ("auditor", "ta"):
        answer = await room.door.answer(who, Action("rsend", COURSE.id, ("paper-1", "1")))
        assert "That version is not there (any more)." in said(answer)
    assert "Sorry, only members" in plain(await room.says(WRITTEN, who="guest"))


async def test_only_what_may_answer_with_a_form_has_one_opened_for_it(room):
    door = room.door.dispatcher
    asked = {
        words: door.opens_form(room._inbound("student", "", text=words))
        for words in ("review write x", "review template x")
    }
    assert asked == {"review write x": True, "review template x": False}
    assert not door.opens_form(room._inbound("student", "", action=Action("rtempl", COURSE.id, ("paper-1",))))


# --- other things that are dropped --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a__md", b"", "“a.md” is empty."),
        ("a__md", b"  \n", "“a.md” is empty."),
        ("a__txt", b"\x00\x01\x02" * 50, "I can read a review in a .md or .txt file; “a.txt” is none."),
        ("a__docx", b"PK\x03\x04", "“a.docx” is none. Save it as plain text (.txt or .md), or paste its text to me."),
        ("a__png", b"\x89PNG", "“a.png” is none. A file that belongs to a review is added in its form."),
        ("a__md", b"x" * 200_001, "“a.md” is too large for a review: at most 200 kB."),
        ("a__md", PlatformDown("no"), "I could not get “a.md” just now. Please send it again in a moment."),
        ("a__md", RateLimited(3), "I could not get “a.md” just now."),
        ("a__md", b"Just some notes.", "has none of a review’s questions as headings, so I kept nothing of it."),
        ("a__md", b"# Review: Kafka\n\n## Summary\nFine.", "No review of “Kafka” is asked for, so I kept nothing of it."),
        ("a__md", b"<!-- coursebot: other paper-1 -->\n## Summary\nx", "belongs to a course that you are not in here."),
        ("a__md", b"<!-- coursebot: seminar old -->\n## Summary\nx", "No review of “old” is asked for"),
        ("a__md", b"# Review: On paper-1\n\n## Summary\n", "has the questions for On paper-1 and no answers yet"),
    ],
)  # fmt: skip
async def test_what_is_no_review_of_a_paper_here(room, name, content, sentence):
    assert sentence in plain(await room.says(**{name: content}))
    for number in (1, 2, 3):
        assert await room.versions(paper=f"paper-{number}") == ()


async def test_a_text_without_questions_is_led_to_those_of_its_paper(room):
    answer = await room.says(a__txt=b"Just some notes.")
    assert "coursebot: seminar paper-2" in file_of(await room.presses(answer, "On paper-2"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
async def test_files_of_other_encodings_are_read(room, encoding):
    back = await room.says(a__txt=WRITTEN.replace("state", "état").encode(encoding))
    assert "“It shards the état.”" in plain(back)
    assert ("no Unicode encoding" in plain(back)) is (encoding == "cp1252")


@pytest.mark.parametrize("stray", ["\0", "\x07", "\x02\x02", "\x7f"])
async def test_a_control_character_in_a_file_is_taken_as_in_a_form(room, stray):
    text = f"It shards{stray} the whole state."
    answer = await room.says(review__md=WRITTEN.replace("It shards the state.", text).encode())
    assert "Kept as a draft" in plain(answer)
    await room.sends("rdraft", {"summary": text, "merit": "2", "comment": "", "figure": ""})
    (one,) = await room.versions()
    assert one.answers["summary"] == text.replace("\0", "\ufffd"), "the form found the same, so there is one version"


async def test_two_reviews_in_one_message(room):
    other = WRITTEN.replace("paper-1", "paper-2")
    back = plain(await room.says(f"{WRITTEN}\n{other}"))
    assert "Review: On paper-1" in back
    assert "Review: On paper-2" in back
    assert [len(await room.versions(paper=paper)) for paper in ("paper-1", "paper-2")] == [1, 1]
    back = plain(await room.says(a__md=WRITTEN.replace("state", "rest").encode(), b__md=b"", c__md=other.encode()))
    assert "version 2" in back
    assert "“b.md” is empty." in back
    assert "Review: On paper-2" in back


@pytest.mark.parametrize("channel", ["#course", "#course-staff"])
async def test_in_a_channel_it_is_neither_kept_nor_shown(room, channel):
    for answer in (await room.says(WRITTEN, channel=channel), await room.says(channel=channel, a__md=WRITTEN.encode())):
        assert "please send it to me in a direct message." in plain(answer)
        assert "shards" not in plain(answer)
    assert "direct message" not in plain(await room.says("/deadlines", channel=channel, a__png=b"x"))
    assert await room.versions() == ()


# --- files in a form ----------------------------------------------------------------------------------------------

PAGE = {"summary": "It is very good.", "merit": "2", "comment": ""}


async def test_a_file_of_the_form_is_kept_with_the_review(room):
    await room.sends("write", {**PAGE, "figure": "F-fig.pdf,F-two.txt"}, {"fig.pdf": PDF, "two.txt": b"two"})
    (one,) = await room.versions()
    assert one.version.complete
    known = await room.database.run.read(blobs.describe, COURSE.id, one.answers["figure"].split(","))
    assert [(known[number].name, known[number].size) for number in one.answers["figure"].split(",")] == [
        ("fig.pdf", len(PDF)),
        ("two.txt", 3),
    ]
    _, content = await room.database.run.read(blobs.get, COURSE.id, one.answers["figure"].split(",")[0])
    assert content == PDF
    await room.sends("write", {**PAGE, "summary": "It is not so good.", "figure": ""})
    assert (await room.versions())[-1].answers["figure"] == one.answers["figure"], "left empty, it stays"
    back = await room.says(WRITTEN)
    assert "Figure: fig.pdf (15 bytes) and two.txt (3 bytes)" in plain(back)
    assert (await room.versions())[-1].answers["figure"] == one.answers["figure"]


async def test_the_form_says_what_may_be_handed_in_and_what_was(room):
    form = await room.door.answer("student", Action("write", COURSE.id, ("paper-1",)))
    assert form.inputs[-1].hint == (
        "May stay empty. A file of type pdf, png or txt, at most 10 MB. "
        "Classmates never see its name; what is in it stays as it is."
    )
    assert not form.inputs[-1].handed_in
    await room.sends("rdraft", {**PAGE, "figure": "F-fig.pdf"}, {"fig.pdf": PDF})
    form = await room.door.answer("student", Action("write", COURSE.id, ("paper-1",)))
    assert form.inputs[-1].hint.startswith("You handed in fig.pdf (15 bytes). Another one takes its place.")
    assert form.inputs[-1].handed_in


async def test_a_form_in_which_nothing_has_to_be_answered_any_more_says_so(room):
    async def opened():
        return await room.door.answer("student", Action("write", COURSE.id, ("paper-1",)))

    assert not (await opened()).whole, "nothing stands there yet"
    await room.sends("rdraft", {**PAGE, "merit": ""})
    assert not (await opened()).whole, "the merit is asked for"
    await room.sends("write", {**PAGE, "summary": "Short."})
    assert (await opened()).whole, "what is empty may stay so, and what is too short was said"


def test_a_question_that_needs_more_words_than_a_box_takes_says_how_to_send_them():
    wordy = FormField(id="claim", kind="text", label="Claim", min_words=900)
    assert hint(wordy) == (
        "At least 900 words. 3,000 characters fit here. For more, press Template, write it in the file that I send you, "
        "and send it back."
    )
    assert "Template" in hint(replace(wordy, min_words=None, max_words=800))
    assert "Template" not in hint(replace(wordy, min_words=400))
    assert BOX == TEXT_LIMIT


async def test_a_file_that_was_handed_in_is_taken_out_again(room):
    await room.sends("write", {**PAGE, "figure": "F-fig.pdf"}, {"fig.pdf": PDF})
    await room.sends("write", {**PAGE, "figure": NO_FILE})
    before, after = await room.versions()
    assert (bool(before.answers["figure"]), after.answers["figure"]) == (True, "")
    assert after.version.complete
    form = await room.door.answer("student", Action("write", COURSE.id, ("paper-1",)))
    assert not form.inputs[-1].handed_in


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "a.exe is of another type than is taken here: pdf, png or txt."),
        ("pdf", b"x", "pdf is of another type than is taken here: pdf, png or txt."),
        ("a.pdf", b"MZ\x90\x00", "a.pdf is called a pdf file, but that is not what is in it."),
        ("a.png", PDF, "a.png is called a png file, but that is not what is in it."),
        ("a.txt", b"\x00\x01", "a.txt is called a txt file, but that is not what is in it."),
        ("a.pdf", b"", "a.pdf is empty."),
        ("a.pdf", PDF + b" " * 10_000_000, "It is too large."),
        ("a.pdf", PlatformDown("x"), "I could not get that file just now. Please try again in a moment."),
        ("../../etc/a.pdf\n", Refused("It was deleted."), "It was deleted."),
    ],
)
@pytest.mark.parametrize("verb", ["write", "rdraft", "rtempl"])
async def test_a_file_that_cannot_be_taken_is_said_at_its_field(room, verb, name, content, sentence):
    answer = await room.sends(verb, {**PAGE, "figure": f"F-{name}"}, {name.strip(): content})
    assert isinstance(answer, Invalid)
    assert list(answer.errors) == ["figure"]
    assert answer.errors["figure"].startswith(sentence)
    assert await room.versions() == ()


async def test_where_one_file_cannot_be_taken_none_is_kept(room):
    answer = await room.sends("write", {**PAGE, "figure": "F-a.pdf,F-b.exe"}, {"a.pdf": PDF, "b.exe": b"MZ"})
    assert isinstance(answer, Invalid)
    assert not await room.database.run.read(blobs.describe, COURSE.id, [str(number) for number in range(1, 9)])


# --- while somebody types -----------------------------------------------------------------------------------------


async def test_what_is_typed_meanwhile_never_fails_loudly(room, caplog):
    caplog.set_level(logging.INFO)
    assert await room.sends("rtype", PAGE) == Kept()
    await room.database.run(lambda connection: connection.exec_driver_sql("DROP TABLE review_typing"))
    assert await room.sends("rtype", PAGE) == Kept()
    assert [one.levelname for one in caplog.records if "typing_not_kept" in one.getMessage()] == ["INFO"]
    assert not [one for one in caplog.records if one.levelno > logging.INFO]
    assert "something went wrong" in str(await room.sends("rdraft", PAGE)), "what somebody pressed does"


async def test_what_is_typed_meanwhile_costs_nothing(database):
    one = Allowances(limits=dict.fromkeys(Cost, Limit(1, timedelta(hours=1))))
    room = Room(await open_door(database, (COURSE,), NOW, allowances=one), database)
    for number in range(5):
        assert await room.sends("rtype", {**PAGE, "summary": f"{number} words"}) == Kept()
    assert "Your reviews" in plain(await room.says("/review"))
    assert "Your reviews" not in plain(await room.says("/review")), "now it is spent"
