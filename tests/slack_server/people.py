"""People with a Slack client: they see what they may see, and press what they can see.

Each action returns when Slack has the app's acknowledgement. Never touches what the app did not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tests.slack_server import files, payloads, reading
from tests.slack_server.filling import Modals
from tests.slack_server.state import Account, Channel, File, Message
from tests.slack_server.views import View

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]


class Person:
    """`heard`: how often each message was renewed when this person last heard it."""

    def __init__(self, slack: SlackServer, account: Account) -> None:
        self.slack, self.account = slack, account
        self.heard: dict[Message, int] = {}
        self._modals = Modals(slack, account)

    @property
    def id(self) -> str:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def direct(self) -> Channel:
        """Their direct messages with the bot."""
        return self.slack.direct(self.id)

    # --- seeing ---------------------------------------------------------------------------------------------------

    def sees(self, c: Channel | None = None) -> list[Message]:
        """All messages that this person can see there, ephemeral ones to them included."""
        return list(self.slack.visible(c or self.direct, self.id))

    def _anywhere(self) -> Iterator[Message]:
        inside = {channel.id: channel for channel in self.slack.channels.values() if self.id in channel.members}
        shown = {channel.id: set(self.slack.visible(channel, self.id)) for channel in inside.values()}
        return (message for message in self.slack.log if message in shown.get(message.channel, ()))

    async def hears(self, c: Channel | None = None) -> Message:
        """The next message of the app, anywhere or in one channel, that this person did not hear yet.

        One that was replaced by an answer to something pressed is heard again, one that was updated is not.
        """

        def next_one() -> Message | None:
            for message in self._anywhere():
                of_the_app = message.bot_id == self.slack.bot_id and (c is None or message.channel == c.id)
                if of_the_app and self.heard.get(message, -1) < message.renewals:
                    self.heard[message] = message.renewals
                    return message
            return None

        return await self._wait(next_one, "hears nothing new")

    def unheard(self) -> list[Message]:
        """What the app said to this person and nobody waited for; to see that nothing else was said."""
        own = [m for m in self._anywhere() if m.bot_id == self.slack.bot_id]
        return [message for message in own if self.heard.get(message, -1) < message.renewals]

    async def sees_text(self, text: str, c: Channel | None = None) -> Message:
        """Wait until a message with this in it stands there."""
        return await self._wait(
            lambda: next((m for m in reversed(self.sees(c)) if text in m.plain), None), f"does not see {text!r}"
        )

    async def sees_change(self, message: Message, revision: int | None = None) -> Message:
        """Wait until a message has another revision than the one given, or than it has now."""
        before = message.revision if revision is None else revision
        return await self._wait(lambda: message if message.revision != before else None, "sees no change")

    async def _wait(self, found: Any, trouble: str) -> Any:
        def what() -> str:
            shown = [f"{m.channel}: {m.plain}" for m in self._anywhere()]
            view = [f"modal: {self.view.plain}"] if self.view else []
            return "\n".join([f"{self.name} {trouble}. There is:", *shown, *view])

        return await self.slack.until(found, self.slack.patience, what)

    # --- views ----------------------------------------------------------------------------------------------------

    @property
    def view(self) -> View | None:
        """The modal on top."""
        return self._modals.top

    @property
    def home(self) -> View | None:
        return self.slack.screens.homes.get(self.id)

    async def sees_view(self, title: str | None = None, *, text: str = "") -> View:
        """Wait for a modal, by its title and by something that is written in it."""

        def there() -> View | None:
            view = self.view
            fits = view is not None and title in (None, view.title) and text in view.plain
            return view if fits else None

        return await self._wait(there, f"sees no modal {title or ''} {text}".strip())

    async def sees_no_view(self) -> None:
        await self._wait(lambda: self.view is None, "still sees a modal")

    async def sees_home(self, *, text: str = "") -> View:
        return await self._wait(
            lambda: self.home if self.home and text in self.home.plain else None, f"sees no Home with {text!r}"
        )

    async def submit(self, values: Mapping[str, Any] | None = None, view: View | None = None) -> Json:
        """Fill in and press the submit button; returns what the app said. See `Modals.submit`."""
        return await self._modals.submit(values or {}, view)

    def types(self, values: Mapping[str, Any]) -> None:
        """Fill in without submitting."""
        self._modals.fill(values)

    async def enters(self, label: str, value: Any, *, strokes: bool = False) -> View:
        """Type or choose in one input, without submitting; reported to the app where the form says so."""
        return await self._modals.enter(label, value, strokes=strokes)

    async def closes(self, view: View | None = None) -> None:
        await self._modals.close(view)

    # --- doing ----------------------------------------------------------------------------------------------------

    async def slash(self, typed: str, c: Channel | None = None) -> None:
        """Type a command; without a channel in the direct messages with the bot."""
        slack, channel = self.slack, c or self.direct
        command = typed.partition(" ")[0]
        if slack.commands is not None and command not in slack.commands:
            raise AssertionError(f"{command} is not a valid command here")
        self._inside(channel)
        payload = payloads.slash_command(slack, self.account, channel, typed)
        answer = await slack.outgoing.slash_command(payload)
        if answer:
            slack.hooks.say(slack.hooks.urls[payload["response_url"].rpartition("/")[2]], answer)

    def uploads(self, name: str, content: bytes, *, external: bool = False) -> File:
        """A file that can be put into a form or a message. `external`: one that is kept outside of Slack."""
        return files.uploaded(self.slack, self.id, name, content, external=external)

    async def says(
        self, text: str, thread: Message | str | None = None, *, files: Sequence[File] = (), rich: Json | None = None
    ) -> Message:
        """Write to the bot directly. `rich`: the rich text into which the client has turned it."""
        message = payloads.written(self.slack, self.account, self.direct, text, _ts(thread))
        if rich is not None:
            message.blocks = [rich]
        if files:
            message.subtype, message.files = "file_share", [one.shape() for one in files]
            message.blocks = message.blocks if text else []
        self.slack.add(self.direct, message)
        await self.slack.outgoing.event("message.im", payloads.direct_message(message))
        return message

    async def mentions(
        self, c: Channel, text: str, thread: Message | str | None = None, *, files: Sequence[File] = ()
    ) -> Message:
        """Write @coursebot and something in a channel. The bot is told where it is a member."""
        self._inside(c)
        message = payloads.written(self.slack, self.account, c, text, _ts(thread))
        payloads.mention(self.slack, message)
        if files:
            message.subtype, message.files = "file_share", [one.shape() for one in files]
        self.slack.add(c, message)
        if self.slack.bot_user_id in c.members:
            await self.slack.outgoing.event("app_mention", payloads.app_mention(message))
        return message

    async def press(self, thing: Message | View, label: str) -> None:
        """Press a button of a message or view that this person has before them. Raises NotThere."""
        await self._act(thing, reading.pressed(self._look(thing), label, action_ts=self.slack.new_ts()))

    async def choose(self, thing: Message | View, prompt: str, option: str | Sequence[str]) -> None:
        await self._act(thing, reading.chosen(self._look(thing), prompt, option, action_ts=self.slack.new_ts()))

    def _look(self, thing: Message | View) -> Json:
        if isinstance(thing, View):
            if thing not in (self.view, self.home):
                raise AssertionError(f"{self.name} does not have this view on top:\n{thing.plain}")
        elif thing not in self.sees(self.slack.channels[thing.channel]):
            raise AssertionError(f"{self.name} cannot see this message:\n{thing.plain}")
        return thing.shape()

    async def _act(self, thing: Message | View, action: Json) -> None:
        if isinstance(thing, View):
            payload = payloads.on_view(self.slack, self.account, thing, action)
        else:
            payload = payloads.on_message(self.slack, self.account, thing, action)
        await self.slack.outgoing.interactive(payload)

    async def opens_home(self, tab: str = "home") -> None:
        await self.slack.outgoing.event("app_home_opened", payloads.home_opened(self.slack, self.account, tab))

    async def joins(self, c: Channel, inviter: Person | None = None) -> None:
        await self._moves(c, self.id, inviter)

    async def leaves(self, c: Channel) -> None:
        self._inside(c)
        c.members.remove(self.id)
        self._told(c, self.id, "channel_leave", "has left the channel")
        if self.slack.bot_user_id in c.members:
            event = payloads.membership(self.slack, "member_left_channel", self.id, c, None)
            await self.slack.outgoing.event("member_left_channel", event)

    async def invites_bot(self, c: Channel) -> None:
        """The bot is told of its own joining too."""
        self._inside(c)
        await self._moves(c, self.slack.bot_user_id, self)

    async def _moves(self, c: Channel, account: str, inviter: Person | None) -> None:
        if account in c.members:
            raise AssertionError(f"{account} is in #{c.name} already")
        c.members.append(account)
        self._told(c, account, "channel_join", "has joined the channel")
        if self.slack.bot_user_id in c.members:
            event = payloads.membership(
                self.slack, "member_joined_channel", account, c, inviter.id if inviter else None
            )
            await self.slack.outgoing.event("member_joined_channel", event)

    def _told(self, c: Channel, account: str, subtype: str, text: str) -> None:
        told = Message(self.slack.new_ts(), c.id, account, f"<@{account}> {text}", subtype=subtype)
        self.slack.add(c, told)

    def _inside(self, c: Channel) -> None:
        if self.id not in c.members:
            raise AssertionError(f"{self.name} is not in #{c.name}")


def _ts(thread: Message | str | None) -> str | None:
    return (thread.thread_ts or thread.ts) if isinstance(thread, Message) else thread
