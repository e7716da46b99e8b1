"""A whole bot in this process with people who talk to it: type, press a button by its label, fill a form.

Its platform keeps what was posted in lists that a test reads like a channel.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App
from bot.conversation.form import Form, Invalid, Kept, Next, Saved
from bot.conversation.plain import line_text, plain
from bot.conversation.port import Member
from bot.conversation.reply import Action, Buttons, Choice, Reply
from bot.conversation.request import Inbound
from bot.course.model import CourseRole, StaffMember
from bot.store import people
from tests.support.seminar import TWO_CLASSES, taken_in


@dataclass
class Channels:
    """A platform whose channels are lists of (reference, key, reply)."""

    name: str = "slack"
    workspace: str = "W"
    members: dict[str, tuple[Member, ...]] = field(default_factory=dict)
    """Channel → who is in it."""
    known_staff: dict[str, tuple[Member, ...]] = field(default_factory=dict)
    """Name of a staff entry → whom it means."""
    homes: dict[str, Reply] = field(default_factory=dict)
    posts: dict[str, list[tuple[str, str, Reply]]] = field(default_factory=dict)
    count: int = 0
    trouble: dict[str, Exception] = field(default_factory=dict)
    """Channel → what becomes of a post there."""
    pins: list[tuple[str, str]] = field(default_factory=list)
    """(channel, reference) of each pin, as often as it was asked for."""
    blind: Exception | None = None
    """Why no history can be read."""

    def parts(self, reply: Reply) -> tuple[Reply, ...]:
        return (reply,)

    async def post(self, channel: str, reply: Reply, key: str) -> str:
        if channel in self.trouble:
            raise self.trouble[channel]
        self.count += 1
        self.posts.setdefault(channel, []).append((str(self.count), key, reply))
        return str(self.count)

    async def update(self, channel: str, reference: str, reply: Reply, key: str) -> None:
        self.posts[channel] = [
            (reference, key, reply) if one[0] == reference else one for one in self.posts.get(channel, [])
        ]

    async def delete(self, channel: str, reference: str) -> None:
        self.posts[channel] = [one for one in self.posts.get(channel, []) if one[0] != reference]

    async def pin(self, channel: str, reference: str) -> None:
        self.pins.append((channel, reference))

    async def direct(self, account: str, reply: Reply, key: str) -> str:
        return await self.post(account, reply, key)

    async def find(self, channel: str, key: str, since: datetime) -> tuple[str, ...]:
        if self.blind is not None:
            raise self.blind
        return tuple(reference for reference, own, _ in self.posts.get(channel, []) if own == key)

    async def people(self, channel: str) -> tuple[Member, ...]:
        return self.members.get(channel, ())

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:
        return self.known_staff.get(entry.name, ())

    async def show_home(self, account: str, reply: Reply) -> None:
        self.homes[account] = reply

    def texts(self, channel: str) -> list[str]:
        return [plain(reply) for _, _, reply in self.posts.get(channel, [])]


@dataclass
class Staffroom:
    """The bot, its channels, the schedule file, and the time that everybody agrees on."""

    app: App
    channels: Channels
    file: Path
    now: datetime

    async def tick(self, now: datetime | None = None) -> None:
        self.now = now or self.now
        await self.app.tick(self.now)

    async def edit(self, text: str) -> None:
        """Somebody saves the schedule file, and the bot takes it in."""
        self.file.write_text(text, encoding="utf-8")
        await self.app.take_in(self.file, self.now)

    async def join(self, name: str, role: CourseRole, course: str = "seminar") -> Person:
        await self.join_all({name: role}, course)
        return Person(self, name)

    async def join_all(self, roles: Mapping[str, CourseRole], course: str = "seminar") -> dict[str, int]:
        """Many at once; person ids by account, which is the name in small letters."""

        def enter(connection: people.Connection) -> dict[str, int]:
            persons: dict[str, int] = {}
            for name, role in roles.items():
                account = name.lower()
                persons[account] = people.ensure_account(
                    connection, platform="slack", workspace="W", user_id=account, name=name, now=self.now
                )
                people.set_membership(connection, course=course, person_id=persons[account], role=role, now=self.now)
            return persons

        return await self.app.database.run(enter)


@dataclass
class Person:
    """Somebody who talks to the bot in private. `form` is the page that is open."""

    room: Staffroom
    name: str
    form: Form | None = None
    reply: Reply = field(default_factory=lambda: Reply(()))
    """What the bot said last."""

    async def says(self, text: str) -> str:
        return self._heard(await self.room.app.answer(self._inbound(text=text)))

    async def presses(self, action: Action) -> str:
        return self._heard(await self.room.app.answer(self._inbound(action=action)))

    async def fills(self, **values: str) -> str:
        """Submit the open page: what is not named stays as it is shown."""
        assert self.form is not None, "no form is open"
        kept = {one.id: getattr(one, "value", "") for one in self.form.inputs}
        inbound = self._inbound(action=Action.decode(self.form.action.encode()), values={**kept, **values})
        return self._heard(await self.room.app.answer(inbound))

    def _inbound(self, **what: object) -> Inbound:
        return Inbound(
            platform="slack",
            workspace="W",
            account=self.name.lower(),
            account_name=self.name,
            channel="",
            now=self.room.now,
            **what,  # type: ignore[arg-type]
        )

    def _heard(self, answer: object) -> str:
        match answer:
            case Reply():
                self.reply = answer
                return plain(answer)
            case Saved(reply):
                self.form, self.reply = None, reply
                return plain(reply)
            case Form():
                self.form = answer
                return form_text(answer)
            case Next(form):
                self.form = form
                return form_text(form)
            case Kept(note, reply):
                self.reply = reply or self.reply
                return line_text(note)
            case Invalid(errors):
                return "\n".join(f"{field}: {error}" for field, error in errors.items())
        raise AssertionError(answer)


def form_text(form: Form) -> str:
    inputs = [f"{one.label}: {getattr(one, 'value', '')}" for one in form.inputs]
    return "\n".join([f"{form.title} ({form.page}/{form.pages})", line_text(form.intro), *inputs, f"[{form.submit}]"])


def button(reply: Reply, label: str) -> Action:
    """What the button of that label does."""
    for block in reply.blocks:
        if isinstance(block, Buttons):
            for one in block.buttons:
                if one.label == label:
                    return Action.decode(one.action.encode())
    raise AssertionError(f"no button {label!r} in {plain(reply)}")


def choose(reply: Reply, prompt: str, value: str, number: int = 0) -> Action:
    """What choosing that option does, in the menu of that prompt (the `number`th of them)."""
    menus = [block for block in reply.blocks if isinstance(block, Choice) and block.prompt == prompt]
    menu = menus[number]
    assert value in [option for option, _ in menu.options]
    return Action.decode(Action(menu.action.verb, menu.action.course, (*menu.action.arguments, value)).encode())


@asynccontextmanager
async def staffroom(
    database_url: str,
    folder: Path,
    *,
    at: datetime,
    text: str = TWO_CLASSES,
    channels: Channels | None = None,
    public_url: str = "",
) -> AsyncIterator[Staffroom]:
    """A bot in rehearsal that has taken in the schedule at `at`."""
    channels = Channels() if channels is None else channels
    async with taken_in(database_url, folder, channels, at=at, text=text, public_url=public_url) as (app, file):
        yield Staffroom(app, channels, file, at.astimezone(UTC))
