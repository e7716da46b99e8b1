"""One person talking with the bot in a terminal: says, presses, fills in, and sees what this person may see.

Whether a message may be seen is decided here and nowhere else: staff channels by staff, direct messages by the person
they were sent to.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.conversation.form import Form, Invalid, Kept, Next, Saved
from bot.conversation.reply import Action, Reply
from bot.conversation.request import Inbound, SharedFile
from bot.errors import CoursebotError
from bot.platforms.console import files, render
from bot.platforms.console.filling import Answer, Filling
from bot.platforms.console.harmless import one_line
from bot.platforms.console.journal import Message
from bot.platforms.console.layout import Look
from bot.platforms.console.mistaken import lines_of
from bot.platforms.console.numbering import Numbering
from bot.platforms.console.platform import NAME, Change
from bot.platforms.console.screen import Screen
from bot.platforms.console.sources import Source
from bot.platforms.console.world import WORKSPACE, Viewer, World

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Talk:
    """`channel` is where the person speaks, '' in direct messages. `shown` counts messages that reached the screen."""

    world: World
    screen: Screen
    source: Source
    viewer: Viewer
    channel: str = ""
    shown: int = 0
    numbering: Numbering = field(default_factory=Numbering)
    given: files.Given = field(default_factory=files.Given)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _told_of_links: bool = False
    _told_of_files: bool = False

    # --- seeing -----------------------------------------------------------------------------------------------------

    def enter(self, world: World, viewer: Viewer) -> None:
        """Sit down in a world as somebody: what was said there already is shown, and whatever is said from now on."""
        self.world.platform.listen(None)
        self.world, self.viewer, self.channel = world, viewer, ""
        self.numbering.forget()
        self._seen.clear()
        self.world.platform.listen(self.changed)

    def become(self, viewer: Viewer) -> None:
        """Be somebody else, who cannot press what the one before had on the screen."""
        self.viewer = viewer
        if self.channel not in self.world.visible_channels(viewer):
            self.channel = ""
        self.numbering.forget()

    def may_see(self, message: Message) -> bool:
        if message.account:
            return message.account == self.viewer.account
        return self.viewer.is_staff or message.channel in self.world.visible_channels(self.viewer)

    def changed(self, change: Change) -> None:
        """The platform's listener: show what this person may see, say nothing of the rest."""
        if not self.may_see(change.message):
            return
        where = change.message.channel or "your direct messages"
        if change.what == "deleted":
            self.screen.note(f"A message in {where} was taken back.")
            return
        if change.what == "updated":
            self.screen.note(f"A message in {where} was changed:")
        self.show_message(change.message)

    def show_message(self, message: Message) -> None:
        """Show a message of a channel, if it may be seen."""
        if not self.may_see(message):
            return
        self._seen.add((self.viewer.account, message.reference))
        self.shown += 1
        self.numbering.saw(message.reply)
        staff = message.channel in self.world.staff_channels
        self.screen.show(
            render.message(
                message,
                self._look(),
                lambda label, action: self.numbering.number(label, action, message.channel),
                zone=self.world.zone,
                staff=staff,
            )
        )
        self._tell_of_links()
        self._tell_of_files()

    def unseen(self) -> dict[str, int]:
        """How many messages this person has not been shown yet, by channel; '' stands for direct messages."""
        counts = dict.fromkeys((*self.world.visible_channels(self.viewer), ""), 0)
        for message in self.world.platform.everything():
            if self.may_see(message) and (self.viewer.account, message.reference) not in self._seen:
                counts[message.channel] = counts.get(message.channel, 0) + 1
        return {channel: count for channel, count in counts.items() if count}

    # --- saying -----------------------------------------------------------------------------------------------------

    async def say(self, words: str) -> None:
        """Say a line to the bot and show what it answers."""
        await self._answered(await self._ask(channel=self.channel, text=words.removeprefix("/")), self.channel)
        await self.world.settle()

    async def send(self, typed: str) -> None:
        """Give the bot the files whose paths were typed. Raises Refused where one cannot be had."""
        given = self.given.give(typed)
        names = ", ".join(f"{one.name} ({files.size_words(one.size)})" for one in given)
        self.screen.note(f"→ {one_line(names)}", space=False)
        await self._answered(await self._ask(channel=self.channel, text="", given=given), self.channel)
        await self.world.settle()

    async def press(self, number: int) -> None:
        pressed = self.numbering.pressed(number)
        if pressed is None:
            self.screen.note(self._no_button(number))
            return
        self.screen.note(f"→ {one_line(pressed.label)}", space=False)
        channel = pressed.channel or self.channel
        await self._answered(await self._ask(channel=channel, action=pressed.action), channel)
        await self.world.settle()

    def _no_button(self, number: int) -> str:
        count = self.numbering.count
        if not count:
            return "There is no button here. Type help for what you can do."
        here = "[1]" if count == 1 else f"[1] to [{count}]"
        return f"There is no [{number}] here, only {here}. Type the command again to get the others."

    async def _answered(self, answer: Answer | None, channel: str) -> None:
        match answer:
            case Form():
                await self._fill(answer, channel)
            case Next(form):
                await self._fill(form, channel)
            case Saved(reply):
                await self._heard(reply, channel)
            case Invalid(errors):
                for sentence in errors.values():
                    self.screen.note(sentence)
            case Kept(_, Reply() as reply):
                await self._heard(reply, channel)
            case Reply():
                await self._heard(answer, channel)

    async def _fill(self, form: Form, channel: str) -> None:
        async def submit(action: Action, values: Mapping[str, str]) -> Answer | None:
            return await self._ask(channel=channel, action=action, values=values)

        async def hear(reply: Reply) -> None:
            await self._heard(reply, channel)

        filling = Filling(
            screen=self.screen,
            source=self.source,
            submit=submit,
            give=self.given.give,
            hear=hear,
            terminals=lines_of(self.world, self.world.visible_channels(self.viewer)),
        )
        reply = await filling.run(form)
        self.numbering.typed()
        if reply is not None:
            await self._heard(reply, channel)

    async def _heard(self, reply: Reply, channel: str) -> None:
        """Show an answer. One that is not private, said in a channel, is a message there for everyone."""
        for part in self.world.platform.parts(reply):
            if not part.private and channel:
                await self.world.platform.post(channel, part, "")
                continue
            self.numbering.saw(part)
            self.screen.show(
                render.answer(part, self._look(), lambda label, action: self.numbering.number(label, action, ""))
            )
            self._tell_of_links()
            self._tell_of_files()

    def _tell_of_links(self) -> None:
        """Once, where words stand for addresses: not every terminal that shows links can open them."""
        if not self._told_of_links and self.numbering.links() and self.screen.look().hyperlinks:
            self._told_of_links = True
            self.screen.note("To see the addresses of the links: links")

    def _tell_of_files(self) -> None:
        """Once: a file that stands there is not yet on the person's disk."""
        if not self._told_of_files and self.numbering.files():
            self._told_of_files = True
            self.screen.note("To keep the file: save, or save PATH")

    async def _ask(
        self, *, channel: str, text: str | None = None, action: Action | None = None,
        values: Mapping[str, str] | None = None, given: tuple[SharedFile, ...] = (),
    ) -> Answer | None:  # fmt: skip
        """The door: whatever goes wrong behind it, the person gets a sentence and the session goes on."""
        inbound = Inbound(
            platform=NAME,
            workspace=WORKSPACE,
            account=self.viewer.account,
            account_name=self.viewer.name,
            channel=channel,
            now=self.world.now(),
            text=text,
            action=action,
            values=values,
            files=given,
            fetch=self.given.fetch,
        )
        try:
            return await self.world.answer(inbound)
        except CoursebotError as error:
            self.screen.note(str(error))
        except Exception:
            log.exception("action=answer_failed")
            self.screen.note("Something went wrong, and nothing was changed that you typed. Please try again.", "red")
        return None

    def _look(self) -> Look:
        look = self.screen.look()
        return Look(width=look.width, hyperlinks=look.hyperlinks, now=self.world.now())
