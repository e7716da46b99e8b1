"""The content of a file that somebody shared, from the address that Slack gives for it.

It shows the bot's token to Slack's own hosts and to nobody else, and takes in no more than it is told to. It never
knows what a file is for.
"""

from __future__ import annotations

import aiohttp
from yarl import URL

from bot.errors import PlatformDown
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.refusals import NO_HINT, Refusal, error_for

HOPS = 3
"""Redirects that are followed."""

CHUNK = 65536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AWAY = "Slack cannot be reached; the network or Slack itself is down"
NOT_TO_BE_HAD = "file_not_found"


async def downloaded(session: aiohttp.ClientSession, credentials: Credentials, url: str, most: int) -> bytes | None:
    """None: it is more than `most` bytes. Raises Refusal, RateLimited, PlatformDown; it has no effect."""
    api = URL(credentials.api_url)
    headers = {"Authorization": f"Bearer {credentials.bot_token}"}
    place = URL(url)
    try:
        for _ in range(HOPS + 1):
            if not is_slacks(place, api):
                raise Refusal(NOT_TO_BE_HAD)
            async with session.get(place, headers=headers, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await _content(response, most)
                place = place.join(URL(response.headers.get("Location", "")))
    except (aiohttp.ClientError, OSError, ValueError):
        raise PlatformDown(AWAY) from None
    raise Refusal(NOT_TO_BE_HAD)


def is_slacks(url: URL, api: URL) -> bool:
    """Whether an address is where the API is, or at a host below it: `files.slack.com` beside `slack.com`."""
    host, own = url.host or "", api.host or ""
    if url.scheme != api.scheme or url.port != api.port or url.user:
        return False
    return bool(own) and (host == own or host.endswith(f".{own}"))


async def _content(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    """Slack shows a page to sign in to whoever may not have the file; that is no file, whatever its status."""
    if response.status == 429:
        wait = response.headers.get("Retry-After", "")
        raise error_for("ratelimited", retry_after=float(wait) if wait.isdigit() else NO_HINT)
    if response.status >= 500:
        raise PlatformDown(f"Slack did not hand out a file (HTTP {response.status})")
    if response.status != 200 or _is_sign_in(response):
        raise Refusal(NOT_TO_BE_HAD)
    if (response.content_length or 0) > most:
        return None
    found = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)


def _is_sign_in(response: aiohttp.ClientResponse) -> bool:
    return response.content_type == "text/html" and "attachment" not in response.headers.get("Content-Disposition", "")
