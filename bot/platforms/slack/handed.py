"""Files that people hand to the bot: what Slack tells of one by its id, and its content.

It knows files and why they cannot be had, in sentences for whoever handed them in; never what they are wanted for.
"""

from __future__ import annotations

import logging
from typing import Any

from bot.conversation.port import ShutOut
from bot.conversation.request import Fetched
from bot.errors import Refused
from bot.platforms.slack.api import Api
from bot.platforms.slack.inbound import shared_file
from bot.platforms.slack.refusals import Refusal

log = logging.getLogger(__name__)

ELSEWHERE = "That file is kept outside of Slack, so I cannot open it. Please upload the file itself."
NOT_TO_BE_HAD = "I cannot open that file: Slack does not give it to me. Please upload it once more."
NO_SCOPE = "I am not allowed to open files here yet, so please paste the text instead. Staff can change that."


class Handed:
    """The files of one workspace."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def fetch(self, file_id: str, most: int) -> Fetched:
        """The file, of at most so many bytes. Raises Refused, RateLimited, PlatformDown."""
        try:
            told: dict[str, Any] = (await self._api.call("files.info", file=file_id)).get("file") or {}
            file = shared_file(told)
            if told.get("is_external") or told.get("mode") == "external":
                raise Refused(ELSEWHERE)
            if file.size > most:
                raise Refused(too_large(file.name, most))
            url = str(told.get("url_private_download") or told.get("url_private") or "")
            content = await self._api.download(url, most)
        except ShutOut:
            raise
        except Refusal as refusal:
            log.warning("action=file_not_fetched file=%s reason=%s", file_id, refusal.code)
            raise Refused(NO_SCOPE if refusal.code == "missing_scope" else NOT_TO_BE_HAD) from None
        if content is None:
            raise Refused(too_large(file.name, most))
        return Fetched(file, content)


def too_large(name: str, most: int) -> str:
    """The sentence with the limit."""
    limit = f"{most // 10**6} MB" if most >= 10**6 else f"{most // 1000} kB" if most >= 1000 else f"{most} bytes"
    return f"{name} is too large: I take files of at most {limit}."
