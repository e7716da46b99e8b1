"""The hands and eyes of people on Slack: does there what the terminal was told to do, and says what is seen then.

It finds buttons where they stand, in the last message that shows them, and fields by their labels. It never hands
anything to the bot but through Slack.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation.form import CheckboxesInput, ChoiceInput, FileInput, Form, Input, Invalid, Kept, Next, Saved
from bot.conversation.reply import Action, Reply
from bot.conversation.request import Inbound
from bot.platforms.slack import views
from bot.platforms.slack.answering import SENT
from tests.slack_server import Channel, Message, Person, SlackServer
from tests.slack_server.reading import elements, options
from tests.support import slack_readback as readback

Seen = Reply | Form | Saved | Invalid | Next | Kept


FILE = re.compile(r"<https://[^|>]+/files/[^|>]+\|[^>]+>")


@dataclass(kw_only=True)
class Hands:
    """`people` by the terminal's account, `channels` by the schedule's spelling. `commands` are the slash commands that
    the app has; everything else is said in words. `settle` returns when the bot has said all that it has to say.
    """

    slack: SlackServer
    people: Mapping[str, Person]
    channels: Mapping[str, Channel]
    commands: frozenset[str]
    zone: str
    settle: Callable[[], Awaitable[None]]
    _forms: dict[str, Form] = field(default_factory=dict)
    """The page that each person has before them."""

    _places: dict[str, str] = field(default_factory=dict)
    """The channel in which each person last asked something: that is where they wait for the answer."""

    async def answer(self, inbound: Inbound) -> Seen:
        """Do it, wait, look."""
        person = self.people[inbound.account]
        before = {id(one): one.revision for one in self._visible(person)}
        if inbound.values is not None:
            return await self._fill(person, before, inbound.action, inbound.values)
        await self._leave_form(person)
        if inbound.text is not None:
            await self._say(person, self.channels.get(inbound.channel), inbound.text)
        else:
            await self._press(person, inbound.action)
        await self.settle()
        return self._form(person) or self._heard(person, before)

    # --- doing ------------------------------------------------------------------------------------------------------

    async def _say(self, person: Person, channel: Channel | None, text: str) -> None:
        """A slash command where there is one of that name; else a direct message, or a mention in the channel."""
        word = text.split(maxsplit=1)[0].lower()
        self._places[person.id] = (channel or person.direct).id
        if word in self.commands:
            await person.slash(f"/{text}", channel)
        elif channel is None:
            await person.says(text)
        else:
            await person.mentions(channel, text)

    async def _press(self, person: Person, action: Action | None) -> None:
        """The button or option that means this, in the newest message that has it."""
        for message in reversed(self._visible(person)):
            self._places[person.id] = message.channel
            for _, element in elements(message.shape()):
                if element["type"] == "button" and readback.meaning(element) == action:
                    await person.press(message, element)
                    return
                for one in options(element):
                    if readback.meaning({**element, "options": [one]}) == action:
                        await person.choose(message, element, one["text"]["text"])
                        return
        raise AssertionError(f"nothing that {person.id} sees does {action}")

    async def _fill(
        self, person: Person, before: Mapping[int, int], action: Action | None, values: Mapping[str, str]
    ) -> Seen:
        """Hand the page in, press a button in it, or only type."""
        page = self._forms[person.id]
        if action == page.typing and action is not None:
            for one in page.inputs:
                if not isinstance(one, FileInput):
                    await person.enters(one.label, _entered(one, values[one.id]))
            await self.settle()
            return Kept()
        if action in [one.action for one in page.buttons]:
            return await self._press_inside(person, before, action, values)
        return await self._submit(person, before, values)

    async def _press_inside(
        self, person: Person, before: Mapping[int, int], action: Action | None, values: Mapping[str, str]
    ) -> Seen:
        """What is said of it stands in the form, and beside it in direct messages."""
        page, view = self._forms[person.id], person.view
        assert view is not None
        revision = view.revision
        person.types(
            {one.label: _entered(one, values[one.id]) for one in page.inputs if not isinstance(one, FileInput)}
        )
        element = next(one for _, one in elements(view.shape()) if readback.meaning(one) == action)
        await person.press(view, element)
        await self.settle()
        following = self._form(person)
        if following is None:
            return Saved(self._heard(person, before))
        if following.action != page.action:
            return Next(following)
        note = readback.note(view.given, zone=self.zone) if view.revision != revision else ()
        changed = [one for one in self._visible(person) if before.get(id(one)) != one.revision and is_answer(one)]
        beside = [block for one in changed for block in one.blocks]
        return Kept(note, readback.reply(beside, zone=self.zone) if changed else None)

    async def _submit(self, person: Person, before: Mapping[int, int], values: Mapping[str, str]) -> Seen:
        page = self._forms.pop(person.id)
        entered = {one.label: _entered(one, values[one.id]) for one in page.inputs}
        response = await person.submit(entered)
        await self.settle()
        if response and response.get("response_action") == "errors":
            self._forms[person.id] = page
            return Invalid({readback.input_id(block): said for block, said in response["errors"].items()})
        following = self._form(person)
        return Next(following) if following is not None else Saved(self._heard(person, before))

    async def _leave_form(self, person: Person) -> None:
        """Nobody types or presses behind an open modal."""
        self._forms.pop(person.id, None)
        if person.view is not None:
            await person.closes(person.view)

    # --- seeing -----------------------------------------------------------------------------------------------------

    def _visible(self, person: Person) -> list[Message]:
        """What the bot said to this person or where they can read it, oldest first."""
        places = {channel.id: channel for channel in self.slack.channels.values()}
        return [
            one for one in self.slack.log
            if one.user == self.slack.bot_user_id and not one.deleted and person.id in places[one.channel].members
            and one.ephemeral_to in (None, person.id)
        ]  # fmt: skip

    def _form(self, person: Person) -> Form | None:
        if person.view is None or not views.is_form(person.view):
            return None
        page = readback.form(person.view, zone=self.zone)
        self._forms[person.id] = page
        return page

    def _heard(self, person: Person, before: Mapping[int, int]) -> Reply:
        """What is new to this person alone: a modal that only tells, else messages, which a terminal shows as one."""
        if person.view is not None:
            return readback.reply(person.view["blocks"], zone=self.zone)
        changed = [one for one in self._visible(person) if before.get(id(one)) != one.revision and is_answer(one)]
        sent = [one for one in changed if one.plain != SENT]
        direct = len(sent) < len(changed) and all(one.channel.startswith("D") for one in sent)
        new = [one for one in sent if direct or one.channel == self._places[person.id] or is_file(one)]
        if not new or len(new) < len(sent):
            raise AssertionError(f"{person.id} was answered {len(new)} times there and {len(changed)} times in all")
        reply = readback.reply([block for one in new for block in one.blocks], zone=self.zone)
        return replace(reply, direct=direct)


def is_answer(message: Message) -> bool:
    """What the bot says to one who asked, seen by nobody else; what it says unasked carries a key of another kind."""
    key = str((message.metadata or {}).get("event_payload", {}).get("key", ""))
    asked = message.metadata is None or key.startswith("answer/")
    return asked and (message.ephemeral_to is not None or message.channel.startswith("D"))


def is_file(message: Message) -> bool:
    """Whether it is nothing but a file that follows an answer, by direct message wherever that was asked for."""
    texts = [block.get("text", {}).get("text", "") for block in message.blocks]
    return bool(texts) and all(FILE.fullmatch(text) for text in texts)


def _entered(one: Input, value: str) -> Any:
    """What is typed or chosen on the screen for a value."""
    match one:
        case ChoiceInput(options=offered):
            return next((label for key, label in offered if key == value), "")
        case CheckboxesInput(options=offered):
            return [label for key, label in offered if key in value.split(",")]
        case _:
            return value
