"""Staff read and mark reviews between two classes: in which order, beside each other, and what students see of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.conversation.form import Form
from bot.conversation.plain import plain
from bot.conversation.reply import Action, Buttons, Choice, Reply
from bot.course.grading import Grading, MarkStep
from bot.course.model import CourseRole
from bot.services import review_reading
from bot.services.review_reading import Page, Scope
from bot.store import audit
from handlers.review_pages import shown
from tests.support.asking import asked
from tests.support.reminded_seminar import BEGUN, DAY, DUE, HOUR, MINUTE, MORNING, Seminar, la, seminar
from tests.support.staffroom import Person, button

RDD = "‘Resilient Distributed Datasets’"
NOTE = "What is lineage? Say it in two sentences."
SECRET = "Zyzzyva"
"""Stands in what Bob wrote, and in notes."""


@dataclass
class Marking:
    """A seminar after class, with two who mark. Ada, Bob and Cy wrote of RDD, Cy late; Ada wrote of Spark too."""

    it: Seminar
    tia: Person
    chris: Person
    ada: Person

    def at(self, now: datetime) -> None:
        self.it.room.now = now

    async def presses(self, who: Person, label: str) -> str:
        return await who.presses(button(who.reply, label))

    async def mark(self, who: str, paper: str, mark: str, *, seen: str = "", version: int = 1) -> str:
        arguments = ("s", str(self.it.persons[who]), paper, str(version), seen, mark)
        return await self.tia.presses(Action("rmark", "seminar", arguments))

    async def audited(self, action: str) -> list[dict[str, Any]]:
        rows = await self.it.room.app.database.run.read(audit.entries, "seminar")
        return [dict(one.details) for one in reversed(rows) if one.action == action]

    async def page(self, scope: Scope) -> Page:
        course = await self.it.course()
        found: Page = await self.it.room.app.database.run.read(
            review_reading.page, course, scope, None, "here", now=self.it.room.now
        )
        return found


@asynccontextmanager
async def marking(database_url: str, tmp_path: Path) -> AsyncIterator[Marking]:
    async with seminar(database_url, tmp_path, students=("ada", "bob", "cy")) as it:
        for who, paper in (("ada", "rdd"), ("bob", "rdd"), ("ada", "spark")):
            await it.hands_in(who, paper, now=MORNING)
        await it.hands_in("cy", "rdd", now=DUE + 3 * HOUR)
        tia, chris = await it.room.join("Tia", CourseRole.TA), await it.room.join("Chris", CourseRole.INSTRUCTOR)
        it.room.now = DUE + 4 * HOUR
        yield Marking(it, tia, chris, Person(it.room, "Ada"))


def head(said: str) -> str:
    """The line that says whose review of what is shown."""
    return next(line for line in said.split("\n") if line.endswith((": Resilient Distributed Datasets", ": Spark")))


def styles(reply: Reply) -> list[str]:
    return [one.style for block in reply.blocks if isinstance(block, Buttons) for one in block.buttons]


async def test_reviews_come_one_at_a_time_and_a_mark_leads_to_the_next_without_one(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        said = await it.tia.says("/course reviews")
        assert said.startswith(
            "Ada: Resilient Distributed Datasets\nBig Data Systems · came Mon 31 Jan, 10:00 AM PST · "
        )
        assert " · on time · version 1 · " in said
        assert said.endswith("[✓−] [✓] [✓+]\n[Return for edit …] [Next]\n1 of 4 for ‘Big Data Systems’, 4 not marked")
        assert it.tia.reply.private
        assert not it.tia.reply.shareable
        said = await it.presses(it.tia, "✓")
        assert said.startswith(f"✓ for Ada’s review of {RDD}.\n[Undo]\nBob: Resilient Distributed Datasets\n")
        said = await it.presses(it.tia, "Previous")
        assert "\nMarked ✓ by Tia just now; not released yet.\n" in said
        assert styles(it.tia.reply)[:3] == ["plain", "primary", "plain"], "the one that stands"
        assert head(await it.presses(it.tia, "Next")) == "Bob: Resilient Distributed Datasets"
        said = await it.presses(it.tia, "Next")
        assert head(said) == "Cy: Resilient Distributed Datasets"
        assert " · late by 3 h · version 1 · " in said
        assert head(await it.presses(it.tia, "✓−")) == "Ada: Spark"
        assert head(await it.presses(it.tia, "✓+")) == "Bob: Resilient Distributed Datasets", "who was passed over"
        said = await it.presses(it.tia, "✓+")
        assert "All reviews that came in for ‘Big Data Systems’ are marked.\n4 marks are not released" in said
        said = await it.presses(it.tia, "Undo")
        assert said.startswith(f"Taken back: Bob’s review of {RDD}, it is not marked.\nBob: Resilient")
        given = [(one["mark"], one["before"]) for one in await it.audited("marked")]
        assert given == [("check", ""), ("minus", ""), ("plus", ""), ("plus", ""), ("", "plus")]


async def test_what_comes_in_meanwhile_moves_nobodys_place_and_is_not_passed_over(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.tia.says("/course reviews")
        await it.presses(it.tia, "✓")
        before = it.tia.reply
        await it.it.room.join("Abe", CourseRole.STUDENT)
        await it.it.hands_in("bob", "spark", now=it.it.room.now)
        assert head(await it.presses(it.tia, "✓")) == "Cy: Resilient Distributed Datasets"
        assert head(await it.presses(it.tia, "✓")) == "Ada: Spark"
        assert head(await it.presses(it.tia, "✓")) == "Bob: Spark", "it came in after the first press"
        said = await it.tia.presses(button(before, "✓+"))
        assert said.startswith("You marked it ✓ just now, while you had Bob’s review of"), "a button of an old message"


async def test_two_who_mark_at_the_same_time_see_each_other_and_change_a_mark_by_another_press(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.tia.says("/course reviews")
        await it.chris.says("/course reviews")
        await it.presses(it.chris, "✓")
        it.at(it.it.room.now + MINUTE)
        opened = it.tia.reply
        said = await it.tia.presses(button(opened, "✓+"))
        assert said == (
            f"Chris marked it ✓ a minute ago, while you had Ada’s review of {RDD} open. Nothing was changed.\n"
            "[Change it to ✓+] [Leave it, next]"
        )
        asked_first = it.tia.reply
        assert head(await it.presses(it.tia, "Leave it, next")) == "Bob: Resilient Distributed Datasets"
        assert (await it.tia.presses(button(asked_first, "Change it to ✓+"))).startswith("✓+ for Ada’s review")
        undo = it.tia.reply
        assert (await it.presses(it.tia, "Undo")).startswith(f"Taken back: Ada’s review of {RDD}, it is ✓ again.")
        assert "✓ for Ada’s review" in await it.tia.presses(button(opened, "✓")), "the same is no contradiction"
        await it.mark("ada", "rdd", "minus", seen="check")
        said = await it.tia.presses(button(undo, "Undo"))
        assert said.startswith(f"Tia has marked Ada’s review of {RDD} ✓− since; that stays.")


async def test_a_new_version_waits_for_a_mark_again_and_the_mark_of_the_old_one_is_told(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.mark("cy", "rdd", "check")
        await it.it.hands_in("cy", "rdd", answers=changed(await it.page(Scope("session", session="first"))))
        said = await it.tia.says("/course reviews cy")
        assert " · late by 3 h · version 2 · " in said
        assert "\nVersion 1 was marked ✓ by Tia just now; not released yet.\n" in said
        assert said.endswith("1 of 1, 1 not marked")
        assert "4 not marked" in await it.chris.says("/course reviews")
        old = Action("rmark", "seminar", ("s", str(it.it.persons["cy"]), "rdd", "1", "check", "plus"))
        said = await it.tia.presses(old)
        assert said.startswith(
            "Cy has sent a new version since you opened this one, so nothing was marked. Here it is:"
        )
        assert head(said) == "Cy: Resilient Distributed Datasets"


def changed(page: Page) -> dict[str, str]:
    assert page.text is not None
    return {name: value + " and more" if " " in value else value for name, value in page.text.answers.items()}


async def test_without_words_it_is_what_is_on_and_words_name_a_session_a_person_or_all_that_is_left(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.it.hands_in("bob", "eyeriss", now=it.it.room.now)
        assert (await it.tia.says("/course reviews hardware")).startswith("Bob: Eyeriss\n")
        assert "5 not marked in all" in await it.tia.says("/course reviews unmarked")
        assert (await it.tia.says("/course reviews bob")).endswith("1 of 2, 2 not marked")
        assert (await it.tia.says("/course reviews <@cy>")).startswith("Cy: Resilient Distributed Datasets\n")
        assert (await it.tia.says("/course reviews @nobody")).startswith("I find nobody for “@nobody”.")
        await it.it.room.join("Spark Spencer", CourseRole.STUDENT)
        said = await it.tia.says("/course reviews spark")
        assert said.endswith("[Spark Spencer] [Reviews for Big Data Systems]"), "a person or a class"
        assert (await it.presses(it.tia, "Spark Spencer")) == "No review of theirs is in."
        assert (await it.tia.says("/course reviews xyzzy")).startswith("No paper, class or week fits “xyzzy”.")
        for who, paper in (("ada", "rdd"), ("bob", "rdd"), ("cy", "rdd"), ("ada", "spark")):
            await it.mark(who, paper, "check")
        assert "\n[Next: Hardware (1)] [Release …]" in plain(it.tia.reply)
        assert (await it.tia.says("/course reviews")).startswith("Bob: Eyeriss\n"), "the next that has one left"
        await it.mark("bob", "eyeriss", "check")
        assert (await it.tia.says("/course reviews")).startswith("All reviews that came in are marked.\n5 marks")
        assert (await it.tia.says("/course reviews first")).startswith("Ada: Resilient"), "asked by name, to read again"


async def test_where_nothing_came_in_nothing_is_said_to_be_marked(database_url: str, tmp_path: Path) -> None:
    async with seminar(database_url, tmp_path) as it:
        tia = await it.room.join("Tia", CourseRole.TA)
        for words in ("", " unmarked", " hardware"):
            said = await tia.says(f"/course reviews{words}")
            of = " for ‘Hardware’" if "hard" in words else ""
            assert said == f"No review{of} has come in yet."


async def test_drafts_are_read_when_they_are_asked_for_by_name_and_can_no_longer_be_handed_in(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.it.hands_in("cy", "spark", answers=BEGUN)
        said = await it.tia.says("/course reviews cy")
        assert "; 1 draft that can still be handed in is not shown" in said
        assert BEGUN["sentences"] not in said
        it.at(DUE + 2 * DAY)
        assert "Cy: Spark" not in await it.tia.says("/course reviews unmarked")
        await it.tia.says("/course reviews cy")
        said = await it.presses(it.tia, "Next")
        assert " · a draft, never submitted · version 1 · " in said
        assert BEGUN["sentences"] in said
        assert "[Accept as it is]\n[Previous] [Skip to unmarked]\n2 of 2, 1 not marked" in said
        await it.it.grants("cy", "excuse", paper="rdd")
        assert " · excused, wrote it all the same · " in await it.tia.says("/course reviews cy")


async def test_marks_are_seen_once_they_are_released_and_nothing_is_said_of_it(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        assert (await it.tia.says("/course release")).startswith("There are no marks yet. 4 reviews are not marked.")
        await it.mark("ada", "rdd", "check")
        await it.mark("bob", "rdd", "plus")
        for words in ("/mywork", "/review rdd"):
            assert "✓" not in await it.ada.says(words), words
        said = await it.tia.says("/course release first")
        assert said.startswith("2 marks would be shown, each to its writer alone:\n• Big Data Systems: 2, 2 not marked")
        await it.mark("cy", "rdd", "check")
        await it.it.ticks(it.it.room.now + MINUTE)
        told = {channel: len(posts) for channel, posts in it.it.room.channels.posts.items()}
        await it.tia.says("/course release")
        before = it.tia.reply
        await it.mark("cy", "rdd", "plus", seen="check")
        said = await it.tia.presses(button(before, "Release 3 marks"))
        assert said.startswith("The marks have changed since you saw this, so nothing was released.\n3 marks would be")
        assert "✓" not in await it.ada.says("/mywork")
        assert (await it.presses(it.tia, "Release 3 marks")).startswith("Released: 3 marks.")
        released = it.tia.reply
        assert f"Marks\n• {RDD}: ✓\n" in await it.ada.says("/mywork")
        assert "✓+" not in plain(it.ada.reply), "only one’s own"
        assert " · mark: ✓\n" in await it.ada.says("/review rdd")
        assert "Mark: ✓\n" in await it.ada.presses(Action("rvers", "seminar", ("rdd",)))
        await it.mark("ada", "rdd", "plus", seen="check")
        assert f"• {RDD}: ✓+\n" in await it.ada.says("/mywork"), "what is changed later is seen at once"
        await it.mark("ada", "spark", "check")
        assert "Spark" not in (await it.ada.says("/mywork")).split("Marks\n")[1], "what came later is not released"
        await it.it.hands_in("cy", "rdd", answers=changed(await it.page(Scope("session", session="first"))))
        cy, newer = Person(it.it.room, "Cy"), "✓+ (for version 1; the new one is not marked yet)\n"
        assert f"• {RDD}: {newer}" in await cy.says("/mywork")
        assert f" · mark: {newer}" in await cy.says("/review rdd")
        it.at(it.it.room.now + HOUR)
        assert (await it.tia.presses(button(released, "Take back"))).startswith("Taken back. 3 marks: students do not")
        assert "✓" not in await it.ada.says("/mywork")
        assert (await it.tia.presses(button(released, "Take back"))) == "That was taken back already."
        await it.it.ticks(it.it.room.now + MINUTE)
        told["cy"] += 1  # the receipt of the new version
        assert {channel: len(posts) for channel, posts in it.it.room.channels.posts.items()} == told
        assert await it.audited("released") == [{"marks": 3}, {"marks": 3, "undone": True}]


async def test_a_scale_of_many_steps_is_a_menu_and_a_step_that_is_gone_goes_by_its_id(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await it.mark("ada", "rdd", "check")
        course = await it.it.course()
        ten = replace(
            course, grading=Grading(marks=tuple(MarkStep(id=f"m{n}", label=str(n), share=n / 10) for n in range(10)))
        )
        page = await it.page(Scope("person", person=it.it.persons["ada"]))
        reply = shown(asked(ten, "", it.it.room.now, CourseRole.TA), ten, page)
        (menu,) = (block for block in reply.blocks if isinstance(block, Choice))
        assert [label for _, label in menu.options] == [str(n) for n in range(10)]
        page = await it.page(Scope("session", session="first"))
        chosen = Action(menu.action.verb, menu.action.course, (*menu.action.arguments, "m9"))
        assert chosen.arguments[-1] == "m9"
        assert chosen.fits
        said = await it.tia.presses(Action("rmark", "seminar", (*menu.action.arguments, "m9")))
        assert said == "That step is not on the scale any more. Please look again."


def test_the_longest_ids_fit_into_every_button() -> None:
    course, person, paper, mark = "c" * 12, "9" * 10, "p" * 24, "m" * 8
    for action in (
        Action("reviews", course, ("=s", person, paper, "u")),
        Action("rmark", course, ("s", person, paper, "9999", mark, mark)),
        Action("rmkundo", course, ("s", person, paper, "9999", mark, mark, "9999")),
        Action("rmkfile", course, ("s", person, paper, "9999", "99")),
        Action("rret", course, ("s", person, paper, "9999", "9" * 10, "9" * 10)),
        Action("rretundo", course, ("s", person, paper, "9" * 10)),
        Action("reldo", course, ("s" * 24, "0" * 8)),
        Action("relundo", course, ("s" * 24, "9" * 16)),
    ):
        assert action.fits, action


# --- given back -----------------------------------------------------------------------------------------------------


async def returns(it: Marking, who: str, paper: str, **values: str) -> str:
    """Open the form and send in its first page."""
    await it.tia.presses(Action("rret", "seminar", ("u", str(it.it.persons[who]), paper, "1")))
    assert isinstance(it.tia.form, Form)
    return await it.tia.fills(**values)


WITHOUT = {
    # when, whose review → what it means that there is no new time
    (la(31, 12), "ada"): "What Ada sends until Mon 31 Jan, 1:00 PM PST counts as on time.",
    (DUE + 4 * HOUR, "ada"): (
        "The version that is in was on time. What comes now is late: until Tue 1 Feb, 1:00 PM PST Ada can choose that it "
        "counts all the same."
    ),
    (DUE + 4 * HOUR, "cy"): "A new version counts until Tue 1 Feb, 1:00 PM PST, late by 3 h as the first one was.",
    (DUE + 3 * DAY, "ada"): (
        "Its time was over Tue 1 Feb, 1:00 PM PST: without a new time what Ada sends can no longer count."
    ),
}
WRONG = {
    "yesterday": "I cannot read a time in that.",
    "30 feb": "There is no 30 February 2022. Type another day.",
    "31 jan 14:00": "Mon 31 Jan 2022, 2:00 PM PST is past. Say a time that is still to come.",
    "2 feb 2032": "is more than 200 days after it is due.",
}


async def test_before_a_review_is_returned_staff_read_what_that_means_for_its_writer(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        for (now, who), meaning in WITHOUT.items():
            it.at(now)
            assert f"No new due time. {meaning}\n" in await returns(it, who, "rdd", note=NOTE, until=""), (now, who)
        it.at(DUE + 4 * HOUR)
        for words, wrong in WRONG.items():
            said = await returns(it, "ada", "rdd", note=NOTE, until=words)
            assert said.startswith("until: "), words
            assert wrong in said, words
        assert (await it.tia.fills(note=" ", until="")).startswith("note: Say what should change")
        said = await it.tia.fills(note=NOTE, until="wed 5pm")
        assert said.startswith(
            "Return for edit (2/2)\nNew due time: Wed 2 Feb 2022, 5:00 PM PST. What Ada sends by then "
        )
        assert "counts as on time, and as late until Thu 3 Feb, 5:00 PM PST." in said
        said = await it.tia.fills(until="fri 5pm")
        assert "New due time: Fri 4 Feb 2022, 5:00 PM PST. " in said, "another time is shown once more"
        said = await returns(it, "cy", "rdd", note=NOTE, until="+2d")
        assert "The version that is in, late by 3 h, counts as on time by it too." in said
        assert await it.audited("returned") == []


async def test_a_returned_review_is_edited_in_its_new_time_and_comes_back_with_the_note_above_it(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        note = f"{NOTE} {SECRET}"
        await returns(it, "ada", "rdd", note=note, until="wed 5pm")
        form = it.tia.form
        said = await it.tia.fills()
        assert said.startswith(
            f"Returned: Ada’s review of {RDD}, due Wed 2 Feb, 5:00 PM PST. They hear of it from me now."
        )
        it.tia.form = form
        assert (await it.tia.fills()).startswith("Returned: "), "sent in twice it is done once"
        assert "3 not marked in all, 1 returned and waiting" in await it.tia.says("/course reviews unmarked")
        await it.it.ticks(it.it.room.now + MINUTE)
        (told,) = [one for one in it.it.texts("ada") if not one.startswith("Your review of")]
        assert told == (
            f"Tia returned your review of Resilient Distributed Datasets for an edit:\n{note}\n"
            "You have until Wed 2 Feb, 5:00 PM PST: what you submit by then is on time.\n[Edit my review]\n"
            "What you handed in stays until you submit a new version. Only you and the staff see this."
        )
        said = await it.ada.says("/mywork")
        assert f"• Staff returned {RDD} for an edit, until Wed 2 Feb, 5:00 PM PST: “{note}”\n[Edit my review]" in said
        it.at(la(2, 12, month=2))
        await it.it.hands_in("ada", "rdd", answers=changed(await it.page(Scope("session", session="first"))))
        said = await it.tia.says("/course reviews ada")
        assert " · on time, with more time · version 2 · " in said
        assert f"Returned on Mon 31 Jan, 5:00 PM PST by Tia, until Wed 2 Feb, 5:00 PM PST, with: “{note}”" in said
        assert "A new version came since." in said
        assert "Staff returned" not in await it.ada.says("/mywork")
        await it.mark("ada", "rdd", "plus", version=2)
        assert "3 not marked in all" in await it.tia.says("/course reviews unmarked")
        (row,) = await it.audited("returned")
        assert (row["paper"], row["version"], row["undone"]) == ("rdd", 1, False)
        assert SECRET not in str(await it.it.room.app.database.run.read(audit.entries, "seminar"))
        assert SECRET not in "".join(it.it.texts("#seminar") + it.it.texts("#seminar-staff"))


async def test_a_return_is_taken_back_with_its_time_and_whoever_heard_of_it_hears_that(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await returns(it, "ada", "rdd", note=NOTE, until="wed 5pm")
        await it.tia.fills()
        assert (await it.presses(it.tia, "Undo")).startswith(
            f"Taken back: Ada’s review of {RDD} is not returned any more. Ada had not"
        )
        await it.it.ticks(it.it.room.now + MINUTE)
        assert [one for one in it.it.texts("ada") if "return" in one] == []
        assert "(extended)" not in await it.ada.says("/review rdd")
        await returns(it, "ada", "rdd", note=NOTE, until="thu 5pm")
        await it.tia.fills()
        undo = button(it.tia.reply, "Undo")
        await it.it.ticks(it.it.room.now + MINUTE)
        assert (await it.tia.presses(undo)).split("\n")[0].endswith("I tell Ada.")
        assert (await it.tia.presses(undo)).startswith("That was taken back already")
        await it.it.ticks(it.it.room.now + MINUTE)
        _, told = [one for one in it.it.texts("ada") if "return" in one]
        assert told.startswith("You need not edit your review of Resilient Distributed Datasets any more: staff took")
        assert "4 not marked in all" in await it.tia.says("/course reviews unmarked")
        assert [one["undone"] for one in await it.audited("returned")] == [False, True, False, True]


async def test_time_that_came_with_a_return_is_known_to_its_writer_when_staff_take_it_away_by_itself(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await returns(it, "ada", "rdd", note=NOTE, until="wed 5pm")
        await it.tia.fills()
        await it.it.ticks(it.it.room.now + MINUTE)
        await it.tia.says("/course extensions")
        assert "for an edit, until Wed 2 Feb, 5:00 PM PST" in await it.ada.says("/mywork")
        await it.tia.presses(Action("ungrant", "seminar", ("1",)))
        assert "for an edit, taken until Tue 1 Feb, 1:00 PM PST" in await it.ada.says("/mywork"), "not till Wednesday"
        await it.tia.says("/course reviews ada")
        assert "by Tia, with: " in await it.presses(it.tia, "Previous")
        await it.it.ticks(it.it.room.now + MINUTE)
        assert len([one for one in it.it.texts("ada") if not one.startswith("Your review of")]) == 2, it.it.texts("ada")


async def test_who_returns_what_a_colleague_has_just_returned_reads_that_first(
    database_url: str, tmp_path: Path
) -> None:
    async with marking(database_url, tmp_path) as it:
        await returns(it, "cy", "rdd", note=NOTE, until="")
        await it.chris.presses(Action("rret", "seminar", ("u", str(it.it.persons["cy"]), "rdd", "1")))
        await it.chris.fills(note="And write shorter.", until="")
        await it.tia.fills()
        said = await it.chris.fills()
        assert said.startswith("Return for edit (2/2)\nTia returned it just now. No new due time.")
        assert (await it.chris.fills()).startswith("Returned: Cy’s review")
        assert "1 returned and waiting" in await it.tia.says("/course reviews unmarked")
        it.at(DUE + 3 * DAY)
        said = await it.tia.says("/course reviews cy")
        assert "by Chris, with: “And write shorter.” No new version came." in said
        assert said.endswith("1 of 1, 1 not marked"), "nothing can come any more, so it waits for staff"
        await it.it.hands_in("cy", "rdd", answers=changed(await it.page(Scope("person", person=it.it.persons["cy"]))))
        said = await it.tia.says("/course reviews cy")
        assert "Version 2 came Thu 3 Feb, 1:00 PM PST, too late to count by itself: version 1 counts." in said
        assert (await it.presses(it.tia, "Show version 2")).startswith("Cy: version 2 of Resilient")
