"""A tiny bot behind the terminal: what a session says to it and shows of it, without a database."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.conversation.form import CheckboxesInput, ChoiceInput, FileInput, Form, Invalid, Kept, Next, Saved, TextInput
from bot.conversation.reply import Action, Attachment, Button, Buttons, Choice, Reply, WebLink, line, paragraph
from bot.conversation.request import Inbound
from bot.errors import PlatformDown
from bot.platforms.console.platform import ConsolePlatform
from bot.platforms.console.screen import Screen
from bot.platforms.console.session import Session
from bot.platforms.console.sources import ScriptSource
from bot.platforms.console.talk import Talk
from bot.platforms.console.world import Stage, Viewer, Vocabulary, World

START = datetime(2022, 1, 20, 18, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
MAYA = Viewer(account="maya", name="Maya Lindqvist", called="Maya", role="a student")
JONAS = Viewer(account="jonas", name="Jonas Okafor", called="Jonas", role="a student")
RIVERA = Viewer(account="rivera", name="Elena Rivera", called="Rivera", role="an instructor", is_staff=True)

PAGE = Form(
    action=Action("pause", "cs294", ("1",)),
    title="Pause",
    inputs=(TextInput(id="until", label="Until when"), TextInput(id="why", label="Why", long=True, limit=40)),
    pages=2,
)
PAGE_2 = Form(
    action=Action("pause", "cs294", ("2",)),
    title="Pause",
    inputs=(
        ChoiceInput(id="where", label="Where", options=(("a", "Announcements"), ("s", "Staff")), value="a"),
        CheckboxesInput(id="who", label="Who", options=(("x", "Ex"), ("y", "Why"), ("z", "Zed"))),
    ),
    page=2,
    pages=2,
    submit="Pause",
)

REVIEW = Form(
    action=Action("write", "cs294"),
    title="Review",
    inputs=(
        TextInput(id="summary", label="Summary"),
        TextInput(id="strengths", label="Strengths", long=True),
        FileInput(id="figure", label="Figure"),
    ),
    buttons=(
        Button("Save draft", Action("rdraft", "cs294")),
        Button("Template", Action("rtempl", "cs294")),
        Button("Sty", Action("rother", "cs294")),
    ),
)
TEMPLATE = Attachment("zero.md", b"# Review: ZeRO\n", "Review: ZeRO")


@dataclass
class TinyBot:
    """Answers words with an echo, `form` with a form; every due instant of the clock is a post."""

    now: datetime = START
    heard: list[Inbound] = field(default_factory=list)
    review: Form = REVIEW
    most: int = 10_000
    """Bytes of a file that it takes."""
    due: list[datetime] = field(default_factory=list)
    platform: ConsolePlatform = field(init=False)

    def __post_init__(self) -> None:
        self.platform = ConsolePlatform(clock=lambda: self.now)

    async def answer(self, inbound: Inbound):
        self.heard.append(inbound)
        if inbound.action is not None:
            return self._pressed(inbound.action, inbound.values)
        match inbound.text:
            case "form":
                return PAGE
            case "buttons":
                return Reply((
                    Buttons((Button("One", Action("one")), Button("Two", Action("two")))),
                    Choice("Pick", Action("pick", "c"), (("x", "Ex"), ("y", "Why"))),
                ))  # fmt: skip
            case "link":
                return Reply((paragraph("See ", WebLink("this paper", "https://a.example/" + "x" * 90)),))
            case "public":
                return Reply((paragraph("For all"),), private=False)
            case "down":
                raise PlatformDown("The bot sleeps.")
            case "bug":
                raise RuntimeError("secret details")
        return await self._said(inbound)

    async def _said(self, inbound: Inbound):
        if inbound.text == "review":
            return self.review
        if inbound.text == "file":
            return Reply((paragraph("Here it is."),), files=(TEMPLATE, Attachment("../b.txt", b"other")))
        if inbound.files:
            fetched = [await inbound.fetch(one.id, self.most) for one in inbound.files]
            return Reply(tuple(paragraph(f"{one.file.name}: {one.content.decode()}") for one in fetched))
        return Reply((paragraph(f"You said: {inbound.text}"),))

    def _pressed(self, action: Action, values):
        if values is None:
            return Reply((paragraph(f"Pressed {action.encode()}"),))
        if action.verb == "rdraft":
            return Kept(line("Draft kept.")) if values["summary"] else Invalid({"summary": "Write something."})
        if action.verb == "rtempl":
            return Kept(line("I sent it to you."), Reply((paragraph("A template"),), files=(TEMPLATE,)))
        if action.verb == "rtype":
            return Kept()
        if action.arguments == ("1",):
            return Next(PAGE_2) if values["until"] == "friday" else Invalid({"until": "Say a day."})
        return Saved(Reply((paragraph(f"Saved {sorted(values.items())}"),)))

    async def advance(self, to: datetime) -> None:
        for at in sorted(one for one in self.due if one <= to):
            self.now = at
            self.due.remove(at)
            await self.platform.post("#cs294", Reply((paragraph("Due now"),), private=False), f"key-{at}")
        self.now = to

    async def next_due(self) -> datetime | None:
        return min(self.due, default=None)

    def world(self, *, stage: bool = True) -> World:
        async def rehearsal() -> World:
            return TinyBot(now=START).world()

        async def close() -> None:
            pass

        powers = Stage(
            cast=(MAYA, JONAS, RIVERA), instructor=RIVERA, advance=self.advance, next_due=self.next_due,
            rehearsal=rehearsal, close=close,
        )  # fmt: skip
        return World(
            platform=self.platform,
            title="Machine Learning Systems",
            zone=ZONE,
            channels=("#cs294", "#cs294-staff"),
            staff_channels=frozenset({"#cs294-staff"}),
            now=lambda: self.now,
            answer=self.answer,
            vocabulary=lambda _: Vocabulary(
                commands={"readings": {"list": "what to read"}, "course": {"help": "every command"}},
                summaries={"readings": "What to read", "course": "The menu"},
                words={"big-data": "Big Data Systems"},
            ),
            stage=powers if stage else None,
        )


async def dialog(
    bot: TinyBot, *lines: str, viewer: Viewer = MAYA, stage: bool = True,
    before: Callable[[Talk], None] | None = None, stream: io.StringIO | None = None,
) -> str:  # fmt: skip
    """Types the lines and returns all that stood on the screen."""
    plain = stream is None
    stream = stream or io.StringIO()
    screen = Screen(stream, width=80, plain=plain)
    world = bot.world(stage=stage)
    talk = Talk(world=world, screen=screen, source=ScriptSource(lines, screen.echo), viewer=viewer)
    if before is not None:
        before(talk)
    else:
        talk.enter(world, viewer)
    await Session(talk=talk).run()
    return stream.getvalue()


def later(hours: float) -> datetime:
    return START + timedelta(hours=hours)
