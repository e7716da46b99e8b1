"""Files that go along with a post: uploaded for nobody first, and seen once a post of the bot shows or links them.

A bot's file becomes readable where the bot itself posts its link, in the text as well as in a block. Nothing here
posts, so whatever fails here has not happened for people.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.port import OutcomeUnknown
from bot.conversation.reply import Attachment
from bot.errors import PlatformDown
from bot.platforms.slack.api import Api
from bot.platforms.slack.render import Message

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
"""What an image block shows."""

MOST_BLOCKS = 50
TEXT = 3000


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that Slack has, and that nobody but the bot can open yet."""

    id: str
    title: str
    permalink: str
    picture: bool


async def uploaded(api: Api, attachments: Iterable[Attachment]) -> tuple[Uploaded, ...]:
    """Upload without a channel. Raises Refusal, RateLimited, PlatformDown; never OutcomeUnknown."""
    return tuple([await _upload(api, attachment) for attachment in attachments])


async def _upload(api: Api, attachment: Attachment) -> Uploaded:
    title = attachment.title or attachment.name
    place = await api.call("files.getUploadURLExternal", filename=attachment.name, length=len(attachment.content))
    await api.upload(str(place["upload_url"]), attachment.content)
    file_id = str(place["file_id"])
    try:
        done = await api.once("files.completeUploadExternal", files=[{"id": file_id, "title": title}])
    except OutcomeUnknown as unknown:
        raise PlatformDown(str(unknown)) from None
    me = await api.me()
    default = f"{me.url}files/{me.bot_user_id}/{file_id}/{attachment.name}"
    stored: dict[str, Any] = next((file for file in done.get("files") or [] if file.get("id") == file_id), {})
    kind, _ = mimetypes.guess_type(attachment.name)
    return Uploaded(file_id, title, str(stored.get("permalink") or default), kind in PICTURES)


def attached(message: Message, files: Sequence[Uploaded], *, shown: bool = True) -> Message:
    """The message with its files: pictures are shown, the rest is linked. `shown` False: all are linked, for Slack
    refuses a picture that it has not looked at yet.
    """
    if not files:
        return message
    room = MOST_BLOCKS - len(message.blocks) - 1
    pictures = [file for file in files if file.picture and shown][: max(room, 0)]
    links = [file for file in files if file not in pictures]
    blocks = [*message.blocks, *(_image(file) for file in pictures), *_sections(links)]
    text = "\n".join([message.text, *(file.permalink for file in links)])
    return Message(text=text, blocks=tuple(blocks[:MOST_BLOCKS]))


def _image(file: Uploaded) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file.id}, "alt_text": file.title[:2000]}


def _sections(links: Sequence[Uploaded]) -> list[dict[str, Any]]:
    lines = "\n".join(f"<{file.permalink}|{_escaped(file.title[:200])}>" for file in links)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": lines[:TEXT]}}] if lines else []


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("|", "¦").replace("\n", " ")
