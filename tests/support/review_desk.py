"""People who write reviews at the bot's door: the form is opened, filled, pressed and sent in, as each at their place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from bot.conversation.form import Form, Invalid, Kept, Next, Saved
from bot.conversation.plain import line_text, plain
from bot.conversation.reply import Action, Reply
from bot.course.model import Course, FormField, ReviewForm
from tests.support.asking import Door, buttons, open_door
from tests.support.courses import course, reading, review, session

FORM = ReviewForm(
    name="custom",
    fields=(
        FormField(id="summary", kind="text", label="Summary", min_words=3),
        FormField(id="strengths", kind="text", label="Strengths"),
        FormField(id="merit", kind="scale", label="Merit", options=("Reject", "Accept"), long=False),
    ),
)
FULL = {"summary": "It works well.", "strengths": "It is fast.", "merit": "2"}
DAY = date(2022, 1, 31)


def seminar(*papers: str, form: ReviewForm = FORM, choose: int | None = None, **fields: object) -> Course:
    """One class with these papers, whose reviews are due as it begins: Mon 31 Jan 2022, 1:00 PM PST."""
    titled = tuple(reading(one, title=one.replace("-", " ").title()) for one in papers or ("raft",))
    first = session("first", DAY, start=time(13), title="Consensus", readings=titled)
    owes = review(first, (DAY, time(13)), form=form, choose=choose)
    return course(replace(first, review=owes), **fields)


def due(of: Course) -> datetime:
    asked = of.sessions[0].review
    assert asked is not None
    assert asked.due is not None
    return asked.due.until


@dataclass
class Desk:
    """One person at the door. `form` is the page that is open, `page` what stands in it, `reply` what was said last."""

    door: Door
    course: Course
    who: str = "student"
    form: Form | None = None
    page: dict[str, str] = field(default_factory=dict)
    reply: Reply = field(default_factory=lambda: Reply(()))

    @property
    def intro(self) -> str:
        """What stands above the open form."""
        assert self.form is not None
        return line_text(self.form.intro)

    async def says(self, words: str) -> str:
        return self.heard(await self.door.dispatcher.answer(self.door._inbound(self.who, "", text=words)))

    async def opens(self, paper: str = "raft") -> Form:
        self.heard(await self.door.answer(self.who, Action("write", self.course.id, (paper,))))
        assert self.form is not None, plain(self.reply)
        return self.form

    async def sends(self, **values: str) -> str:
        """Submit the open page: what is not named stays as it is shown."""
        assert self.form is not None
        return await self.presses_in_form(self.form.action, **values)

    async def saves(self, label: str = "Save draft", **values: str) -> str:
        assert self.form is not None
        return await self.presses_in_form(next(b.action for b in self.form.buttons if b.label == label), **values)

    async def types(self, **values: str) -> str:
        assert self.form is not None
        assert self.form.typing is not None
        return await self.presses_in_form(self.form.typing, **values)

    async def presses_in_form(self, action: Action, **values: str) -> str:
        assert self.form is not None
        self.page |= values
        return self.heard(await self.door.answer(self.who, Action.decode(action.encode()), values=dict(self.page)))

    async def presses(self, label: str) -> str:
        button = next(one for one in buttons(self.reply) if one.label.startswith(label))
        return self.heard(await self.door.answer(self.who, Action.decode(button.action.encode())))

    def heard(self, answer: object) -> str:
        match answer:
            case Reply():
                self.reply = answer
            case Saved(reply):
                self.form, self.reply = None, reply
            case Form() | Next(Form()):
                self.form = answer if isinstance(answer, Form) else answer.form
                self.page = {one.id: getattr(one, "value", "") for one in self.form.inputs}
                return line_text(self.form.intro)
            case Kept(note, reply):
                self.reply = reply or self.reply
                return line_text(note)
            case Invalid(errors):
                return "\n".join(errors.values())
        return plain(self.reply)

    def another(self, who: str = "") -> Desk:
        """A second window, or somebody else."""
        return Desk(self.door, self.course, who or self.who)


async def desk(
    database: object, of: Course | None = None, *, before_due: timedelta = timedelta(days=2, hours=3)
) -> Desk:
    """A student's desk, two days and three hours before the review is due."""
    taught = seminar() if of is None else of
    door = await open_door(database, (taught,), due(taught) - before_due)  # type: ignore[arg-type]
    return Desk(door, taught)
