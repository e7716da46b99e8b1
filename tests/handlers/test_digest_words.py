"""The digest in words: one message on every platform whatever is in it, and a file that holds what does not fit."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.conversation.fitting import fit
from bot.conversation.plain import plain
from bot.conversation.reply import Reply
from bot.course import digest
from bot.course.digest import Entry, PaperDigest, SessionDigest
from bot.course.model import CourseRole, FormField, ReviewForm
from bot.course.notice import Facts, Notice, NoticeKind
from bot.course.presets import FORMS
from bot.platforms.console import parting as in_terminal
from bot.platforms.slack import parting as on_slack
from bot.services.digesting import AS_OF, DETAIL
from handlers import announcements
from handlers.digest import words
from tests.support.courses import course, reading, session

SYSTEMS, SHORT = FORMS["systems"], FORMS["short"]
TITLES = {"rdd": "Resilient Distributed Datasets", "eyeriss": "Eyeriss", "tvm": "TVM"}
MONDAY = session(
    "big-data",
    date(2022, 1, 31),
    start=time(13),
    title="Big Data Systems",
    readings=tuple(reading(one, title=title) for one, title in TITLES.items()),
    owes=True,
)
COURSE = course(MONDAY)
NOON = datetime(2022, 1, 31, 20, tzinfo=UTC)


def entry(
    writer: str, merit: object = "", *, form: ReviewForm = SYSTEMS, late: int | None = None, **answers: str
) -> Entry:
    said = {"merit": str(merit), **answers}
    return Entry(writer=writer, form=form, answers=said, late_by=None if late is None else timedelta(minutes=late))


def of(*, form: ReviewForm = SYSTEMS, picture: bool = False, **papers: tuple[Entry, ...]) -> SessionDigest:
    found = tuple(PaperDigest(paper=name, entries=entries, expected=8) for name, entries in papers.items())
    number = sum(len(one.entries) for one in found)
    writers = {entry.writer for one in found for entry in one.entries}
    return SessionDigest(
        session="big-data",
        form=form,
        papers=found,
        done=number,
        expected=24,
        writers=len(writers),
        students=8,
        missing=24 - number,
        picture=picture,
    )


def complete(reply: Reply) -> str:
    (file,) = (one for one in reply.files if one.name.endswith(".md"))
    return file.content.decode()


def test_it_says_how_many_how_they_are_spread_and_what_was_written() -> None:
    found = of(
        rdd=(entry("Ada", 5, strengths="Fast."), entry("Ben", 2, late=192, strengths="Simple.", comment_to_staff="Hi")),
        eyeriss=(entry("Ada", 4),),
        tvm=(),
    )
    reply = words(COURSE, found)
    assert plain(reply).splitlines() == [
        "Reviews: Big Data Systems",
        "3 reviews in, 1 of them late, from 2 of 8 students; 21 are missing.",
        "Ordered by disagreement: the standard deviation of “Overall merit”, the largest first.",
        "Resilient Distributed Datasets: 2 of 8 reviews, 1 late, disagreement 1.5",
        "Overall merit: 3.5 on average",
        "• 5 █ 1 · Strong accept",
        "• 4 – · Weak accept",
        "• 3 – · Borderline",
        "• 2 █ 1 · Weak reject",
        "• 1 – · Reject",
        "Eyeriss: 1 of 8 reviews",
        "Overall merit: 4.0 on average",
        "• 5 – · Strong accept",
        "• 4 █ 1 · Weak accept",
        "• 3 – · Borderline",
        "• 2 – · Weak reject",
        "• 1 – · Reject",
        "No reviews yet: “TVM”.",
        "Resilient Distributed Datasets",
        "Strengths",
        "• Ada: Fast.",
        "• Ben, late 3 h 12 min: Simple.",
        "Comment to staff",
        "• Ben, late 3 h 12 min: Hi",
    ]
    assert reply.files == ()


def test_a_scale_below_zero_has_a_minus_and_a_form_without_one_no_figures() -> None:
    field = FormField(id="merit", kind="scale", label="Merit", options=("Bad", "So", "Good"), start=-2)
    form = ReviewForm(name="custom", fields=(field,))
    said = plain(words(COURSE, of(form=form, rdd=(entry("Ada", -2, form=form), entry("Ben", -1, form=form)))))
    assert "Merit: −1.5 on average\n• 0 – · Good\n• −1 █ 1 · So\n• −2 █ 1 · Bad" in said
    said = plain(
        words(COURSE, of(form=SHORT, rdd=(entry("Ada", form=SHORT, question="Why?"),), tvm=(entry("B", form=SHORT),)))
    )
    assert "disagreement" not in said
    assert "One question\n• Ada: Why?" in said


def test_who_owes_none_is_told_apart() -> None:
    auditor = Entry(writer="Ida", role=CourseRole.AUDITOR, form=SYSTEMS, answers={"summary": "Well."})
    said = plain(words(COURSE, of(rdd=(entry("Ada", 5), auditor))))
    assert "1 of 8 reviews, 1 from others" in said
    assert "Ida (auditor): Well." in said


def test_two_hundred_long_reviews_are_one_message_and_a_file_with_all_of_them() -> None:
    texts = {f"W{n}": f"<!channel> {n} " + "So much to say. " * 186 + f"the end of {n}" for n in range(200)}
    assert min(map(len, texts.values())) >= 2990
    found = of(rdd=tuple(entry(name, n % 5 + 1, summary=text) for n, (name, text) in enumerate(texts.items())))
    reply = words(COURSE, found)
    file = complete(reply)
    assert all(f"the end of {n}" in file for n in range(200))
    assert file.count("\\<!channel\\>") == 200
    assert "    5 ████████████████████████████████████████ 40 Strong accept" in file
    assert "The complete text of all 200 reviews is in the file reviews-big-data.md." in plain(reply)
    assert "• W0: <!channel> 0 So much to say." in plain(reply), "it begins in the message"
    assert_one_message(reply)


def test_nothing_that_people_wrote_is_markup_in_the_file() -> None:
    nasty = "# Top\n> no quote\n**bold** `code` [a](http://x) <script>\x1b[31m\r\n---\n\u2028end"
    texts = {"summary": nasty + "x" * 4000}
    file = complete(words(COURSE, of(rdd=(entry("*Eve* <b>", 5, **texts),))))
    assert "\x1b" not in file
    body = file.partition("### Summary")[2].partition("### ")[0].strip().splitlines()
    assert body[0] == "**\\*Eve\\* \\<b\\>**"
    assert all(not text or text.startswith(">") for text in body[1:])
    assert "> \\# Top" in body


def test_the_picture_is_drawn_where_it_is_asked_for_and_says_the_same_in_words() -> None:
    papers = {"rdd": (entry("Ada", 5), entry("Ben", 5), entry("Cem", 1)), "eyeriss": (entry("Ada", 4),)}
    assert words(COURSE, of(**papers)).files == ()
    (file,) = words(COURSE, of(picture=True, **papers)).files
    assert file.name == "scores-big-data.png"
    assert file.title == (
        "Scores as a picture. Resilient Distributed Datasets, Overall merit: 5 given 2 times, 1 given once. "
        "Eyeriss, Overall merit: 4 given once."
    )
    image = Image.open(io.BytesIO(file.content)).convert("RGB")
    colours = {colour: count for count, colour in image.getcolors(10_000) or []}
    assert image.size == (1200, 380)
    assert max(colours, key=lambda colour: colours[colour]) == (248, 248, 250), "its own light ground"
    assert colours[38, 103, 181] > 20_000, "the bars"
    assert len(file.content) < 60_000
    assert words(COURSE, of(form=SHORT, picture=True, rdd=(entry("A", form=SHORT),))).files == ()


def test_the_post_says_until_when_it_is_kept_up_to_date() -> None:
    found = of(rdd=(entry("Ada", 5),))
    known = digest.encode(
        SessionDigest(
            **{**{name: getattr(found, name) for name in found.__dataclass_fields__}, "until": MONDAY.starts_at}
        )
    )
    notice = Notice(
        course="seminar", kind=NoticeKind.DIGEST, item="big-data", occurrence="digest", due_at=NOON, stale_after=NOON
    )
    reply = announcements.compose(
        notice, Facts(course=COURSE, now=NOON, details={DETAIL: known, AS_OF: NOON.isoformat()})
    )
    assert not reply.private
    assert plain(reply).splitlines()[-1] == "As of 12:00 PM PST. I keep it up to date until 1:00 PM PST."
    assert announcements.compose(notice, Facts(course=COURSE, now=NOON, details={})).blocks == ()


LETTERS = st.text(alphabet=st.sampled_from('ab &<>*\n"\\é漢🙂\u2028'), max_size=60)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(
            st.builds(
                entry, LETTERS, st.integers(0, 6), summary=LETTERS.map(lambda text: text * 60), strengths=LETTERS
            ),
            max_size=12,
        ),
        min_size=1,
        max_size=30,
    ),
    LETTERS,
)
def test_it_is_one_message_whatever_is_in_it(entries: list[list[Entry]], title: str) -> None:
    many = session(
        "big-data", date(2022, 1, 31), start=time(13), title=title * 5, owes=True,
        readings=tuple(reading(f"p{n}", title=title * 4 or "T") for n in range(len(entries))),
    )  # fmt: skip
    reply = words(course(many), of(**{f"p{n}": tuple(some) for n, some in enumerate(entries)}))
    assert_one_message(reply)


def assert_one_message(reply: Reply) -> None:
    """With the line below it, and what a platform makes of it."""
    end = announcements.fit(Reply((*reply.blocks, *words(COURSE, of(rdd=())).blocks[:1]), files=reply.files))
    assert len(on_slack.parts(fit(end))) == 1
    assert len(in_terminal.parts(fit(end))) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_there_may_be_nothing_or_one(number: int) -> None:
    said = plain(words(COURSE, of(rdd=(entry("Ada", 5),)[:number])))
    assert ("No reviews yet: “Resilient Distributed Datasets”." in said) == (number == 0)
    assert "Ordered" not in said


def test_nothing_is_said_of_an_order_where_nobody_can_disagree_nor_of_reviews_that_nobody_owes() -> None:
    said = plain(words(COURSE, of(rdd=(entry("Ada", 5),), tvm=(entry("Ben", 2),))))
    assert "Ordered by disagreement" not in said
    auditor = replace(entry("Ida", 4), role=CourseRole.AUDITOR)
    found = replace(
        of(rdd=(auditor,)), done=0, expected=0, papers=(PaperDigest(paper="rdd", entries=(auditor,), expected=0),)
    )
    assert plain(words(COURSE, found)).splitlines()[1:3] == [
        "No student owes a review.",
        "Resilient Distributed Datasets: 1 from others",
    ]


def test_what_a_form_asks_of_your_own_is_the_reviewers_here() -> None:
    field = FormField(id="expertise", kind="scale", label="Your expertise", options=("None", "Some", "Expert"))
    form = ReviewForm(name="custom", fields=(field,))
    one = Entry(writer="Ada", form=form, answers={"expertise": "3"})
    assert "Reviewers’ expertise: 3.0 on average" in plain(words(COURSE, of(form=form, rdd=(one,))))
