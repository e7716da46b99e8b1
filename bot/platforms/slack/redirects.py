"""A request with a body goes to the address that it was meant for and to no other.

It knows HTTP's redirects, of which Slack's API has none; it reads no answer and no token.
"""

from __future__ import annotations

import aiohttp


class SentElsewhere(aiohttp.ClientError):
    """A request with a body was answered with a redirect."""


def only_here() -> aiohttp.TraceConfig:
    """No POST is sent on to where an answer points: that would be a second request, whatever became of the first."""

    async def redirected(_session: object, _context: object, request: aiohttp.TraceRequestRedirectParams) -> None:
        if request.method == "POST":
            raise SentElsewhere

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(redirected)
    return trace
