"""How an answer reaches the person: through the URL that came with the question, else where it was asked, else direct.

It knows the ways and their limits; what is said, and what a question was about, is none of its business. In channels
every answer is seen by the one person only.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.port import OutcomeUnknown, RateLimited, ShutOut
from bot.conversation.reply import Reply, paragraph
from bot.errors import CoursebotError, PlatformDown
from bot.platforms.slack import parting, pressing, render
from bot.platforms.slack.api import Api
from bot.platforms.slack.directory import Directory
from bot.platforms.slack.inbound import Arrived
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.platform import SlackPlatform
from bot.platforms.slack.render import Message

log = logging.getLogger(__name__)

DIRECTLY = 3
"""Messages that an answer may take before it becomes pages; a response URL is good for 5."""

PAUSES = (1.0, 2.0)
"""Seconds before an answer is tried again that Slack did not take; a response URL is not waited for."""

LONGEST_WAIT = 30.0
"""Seconds that are waited at most where Slack limits the rate."""

TOO_LONG_TO_CARRY = (
    "Slack did not let me open the form, and what you typed is too long for a button. Here it is, so that nothing is "
    "lost: type the command alone, and paste your words into the form."
)
ASK_ANEW = "Slack did not let me open the form. Please ask again."
SENT = "I have sent it to you as a direct message."


class Answering:
    """`pauses`: seconds before each further attempt."""

    def __init__(self, api: Api, directory: Directory, *, pauses: Sequence[float] = PAUSES) -> None:
        self._api, self._directory, self._pauses = api, directory, pauses
        self._platform = SlackPlatform(api, directory)

    async def answer(self, to: Arrived, reply: Reply) -> None:
        """Say it, in as many messages or pages as it takes. Raises what the last way raises."""
        if reply.direct and not is_direct(to):
            privately = replace(to, origin=Origin(to.account), response_url="", part=None)
            await self.answer(privately, replace(reply, direct=False))
            await self.tell(to, SENT)
            return
        if reply.files and reply.files_follow:
            await self.answer(to, replace(reply, files=()))
            await self.direct(to.account, Reply((), files=reply.files))
            return
        if reply.files:
            await self._with_files(to, reply)
            return
        messages = _messages(to, parting.parts(reply))
        if to.part is not None:
            await self._replace(to, messages[0])
            return
        for message in messages:
            await self._say(to, message)

    async def tell(self, to: Arrived, sentence: str) -> None:
        """Say one sentence."""
        await self._say(replace(to, part=None), render.message(Reply((paragraph(sentence),))))

    async def offer(self, to: Arrived, sentence: str, label: str) -> None:
        """Say one sentence with a button that asks the same again. Words that no button can carry are given back, since
        Slack keeps no command that was typed.
        """
        to = replace(to, part=None)
        if to.asked is not None and to.asked.can_be_asked_again:
            message = render.message(Reply((paragraph(sentence),)))
            await self._say(to, Message(message.text, (*message.blocks, pressing.ask_again(to.asked, label))))
            return
        typed = to.asked.text if to.asked is not None and to.asked.text is not None else ""
        given_back = (paragraph(TOO_LONG_TO_CARRY), paragraph(typed)) if typed else (paragraph(ASK_ANEW),)
        for part in parting.parts(Reply(given_back)):
            await self._say(to, render.message(part))

    async def direct(self, account: str, reply: Reply) -> None:
        """All of it as direct messages, its files too."""
        mark = secrets.token_hex(8)
        for number, part in enumerate(parting.parts(reply)):
            key = f"answer/{mark}/{number}"
            await self._persistently(lambda part=part, key=key: self._platform.direct(account, part, key))  # type: ignore[misc]

    # --- ways -------------------------------------------------------------------------------------------------------

    async def _with_files(self, to: Arrived, reply: Reply) -> None:
        """Nobody else can open a file that was sent to one person only, and ephemeral messages carry none."""
        await self.direct(to.account, reply)
        if not is_direct(to):
            await self.tell(to, SENT)

    async def _say(self, to: Arrived, message: Message) -> None:
        """A message of its own in direct messages, in channels one that only this person sees."""
        if not is_direct(to):
            for way in (self._through_url, self._ephemerally):
                try:
                    if await way(to, message):
                        return
                except ShutOut:
                    raise
                except CoursebotError as error:
                    # Where it is not known whether they saw it, seeing it twice is better than not at all.
                    log.info("action=answer_rerouted way=%s reason=%s", way.__name__.strip("_"), error)
        await self._persistently(lambda: self._directly(to, message))

    async def _through_url(self, to: Arrived, message: Message, *, replacing: bool = False) -> bool:
        """Whether there is such a way."""
        if not to.response_url:
            return False
        payload: dict[str, Any] = {"text": message.text, "blocks": list(message.blocks), "replace_original": replacing}
        if not replacing:
            payload |= {"response_type": "ephemeral", **_thread(to)}
        await self._api.respond(to.response_url, payload)
        return True

    async def _ephemerally(self, to: Arrived, message: Message) -> bool:
        place = {"channel": to.origin.channel, "user": to.account, **_thread(to)}
        await self._persistently(lambda: self._api.once("chat.postEphemeral", **place, **_content(message)))
        return True

    async def _directly(self, to: Arrived, message: Message) -> None:
        """In their direct messages with the bot, in the thread where it was asked in one."""
        channel = await self._directory.direct(to.account)
        thread = _thread(to) if is_direct(to) else {}
        await self._api.once(
            "chat.postMessage", channel=channel, unfurl_links=False, unfurl_media=False, **_content(message), **thread
        )

    async def _replace(self, to: Arrived, message: Message) -> None:
        """A page in place of the one whose button was pressed; where that cannot be, below it."""
        try:
            if await self._through_url(to, message, replacing=True):
                return
        except ShutOut:
            raise
        except CoursebotError as error:
            log.info("action=page_not_replaced reason=%s", error)
        await self._say(replace(to, response_url=""), message)

    async def _persistently(self, send: Callable[[], Awaitable[object]]) -> None:
        """Try again while Slack says that nothing happened; never where something may have."""
        for pause in (*self._pauses, None):
            try:
                await send()
            except (ShutOut, OutcomeUnknown):
                raise
            except RateLimited as limit:
                if pause is None or limit.retry_after > LONGEST_WAIT:
                    raise
                await asyncio.sleep(limit.retry_after)
            except PlatformDown:
                if pause is None:
                    raise
                await asyncio.sleep(pause)
            else:
                return


def is_direct(to: Arrived) -> bool:
    """Whether it was asked in the person's direct messages with the bot."""
    return to.origin.channel == ""


def _messages(to: Arrived, parts: Sequence[Reply]) -> list[Message]:
    """All parts, or the page that is wanted. What cannot be asked again has no pages."""
    if to.asked is None or not to.asked.fits or (to.part is None and len(parts) <= DIRECTLY):
        return [render.message(part) for part in parts]
    part = min(max(to.part or 0, 0), len(parts) - 1)
    message = render.message(parts[part])
    if len(parts) == 1:
        return [message]
    turning = (pressing.page_line(part, len(parts)), pressing.page_buttons(to.asked, part, len(parts)))
    return [Message(message.text, (*message.blocks, *turning))]


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)}


def _thread(to: Arrived) -> dict[str, str]:
    return {"thread_ts": to.origin.thread} if to.origin.thread else {}
