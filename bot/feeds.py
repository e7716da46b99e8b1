"""The pages that people's own programs read: each person's calendar under its secret address.

It knows the address and the patience of whoever asks; whose calendar it is, and what stands in it, is the bot's.
"""

from __future__ import annotations

import asyncio
import logging

from bot.app import App
from bot.clock import Clock
from bot.export.calendars import MEDIA_TYPE
from bot.web import Page, WebServer
from handlers.my_calendar import PATH

log = logging.getLogger(__name__)

PATIENCE = 20.0
"""Seconds that a calendar program is kept waiting; it comes again by itself."""

LONGEST_SECRET = 64

NOT_THERE = Page(text="There is no calendar at this address, or not any more.\n", status=404)
NOT_NOW = Page(text="The calendar cannot be read just now. Please try again later.\n", status=503)


def put_up(server: WebServer, app: App, clock: Clock, *, patience: float = PATIENCE) -> None:
    """Let calendars be read from the server. The secret is in the address, so the address is never logged."""

    async def calendar(secret: str) -> Page:
        if len(secret) > LONGEST_SECRET:
            return NOT_THERE
        try:
            content = await asyncio.wait_for(app.calendar(secret, clock()), patience)
        except Exception as error:  # noqa: BLE001 - the door: whatever it is, the program asks again
            log.warning("action=calendar_not_read error=%s", type(error).__name__)
            return NOT_NOW
        return NOT_THERE if content is None else Page(text=content.decode(), content_type=MEDIA_TYPE)

    server.page_of(PATH, calendar)
