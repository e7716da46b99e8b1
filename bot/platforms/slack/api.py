"""The one door to Slack's Web API: every call leaves here, and every failure comes back as what is known of its effect.

`once` never sends anything twice, since the ledger is the only retry engine; `call` is for what has no effect and tries
again. It knows the tokens and tells them to nobody: no error and no log line holds one, nor a response URL.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.port import OutcomeUnknown, RateLimited, ShutOut
from bot.errors import CoursebotError, PlatformDown
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.downloads import downloaded
from bot.platforms.slack.lockout import Lockout
from bot.platforms.slack.methods import METHODS, Method
from bot.platforms.slack.redirects import only_here
from bot.platforms.slack.refusals import APP_SETTING, Refusal, error_for

__all__ = ["METHODS", "Api", "Identity", "Lockout", "Method"]

log = logging.getLogger(__name__)

_sdk_log = logging.getLogger("bot.platforms.slack.sdk")
_sdk_log.setLevel(logging.WARNING)  # below that the SDK writes down whole messages, and costs time even unheard

TIMEOUT = 15.0
"""Seconds for one call: less than half a lease of 60 s, so that no claim lapses while its post is under way."""

LONGEST_WAIT = 86400.0
"""Seconds: whatever a rate limit asks for, after a day it is tried again."""

MOST_REASONS = 5
PAGE = 200
"""Items a page, as Slack recommends."""

Answered = tuple[dict[str, Any], Mapping[str, str]]

NAMES = {"bot": "SLACK_BOT_TOKEN", "app": APP_SETTING}
NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot is, as `auth.test` says. `scopes` are those of its token, `server_time` is Slack's clock, `url` the
    workspace's address with a slash at its end.
    """

    team_id: str
    team: str
    enterprise_id: str
    bot_user_id: str
    bot_id: str
    name: str
    url: str
    scopes: frozenset[str]
    server_time: datetime | None


class Api:
    """Slack's Web API with one app's tokens. `timeout` is in seconds, `attempts` and `pause` are for reads: the pause
    doubles, and a read waits at most `patience` seconds where Slack limits the rate. `observe` is told of each request
    that failed.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        timeout: float = TIMEOUT,
        attempts: int = 3,
        pause: float = 0.5,
        patience: float = 10.0,
        observe: Callable[[Exception], None] | None = None,
    ) -> None:
        self._credentials = credentials
        self._timeout, self._attempts, self._pause, self._patience = timeout, attempts, pause, patience
        self._observe = observe
        self._session: aiohttp.ClientSession | None = None
        self.shut_out = Lockout()
        self.known: Identity | None = None
        """Who the bot is, once it was asked."""
        self.client = self._client(credentials.bot_token)
        """With the bot's token and no retry handler at all, for Bolt."""
        self._app_client = self._client(credentials.app_token)

    def _client(self, token: str | None) -> AsyncWebClient:
        client = AsyncWebClient(
            token=token or "", base_url=self._credentials.api_url, retry_handlers=[], logger=_sdk_log
        )
        client.proxy = None  # the session knows of proxies, and of the hosts that need none
        return client

    @property
    def session(self) -> aiohttp.ClientSession:
        """One session for all calls, made when the loop runs."""
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=self._timeout, sock_connect=self._timeout / 2)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=True, trace_configs=[only_here()])
            self.client.session = self._app_client.session = self._session
        return self._session

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    # --- calls ------------------------------------------------------------------------------------------------------

    async def once(self, method: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a method that has an effect; sent at most once.

        Raises Refusal, RateLimited, ShutOut, PlatformDown where it did not happen, OutcomeUnknown where nobody knows.
        """
        answer, _ = await self._answered(method, arguments)
        return answer

    async def call(self, method: str, /, **arguments: Any) -> dict[str, Any]:
        """Call a method that has no effect, a few times if need be. Raises Refusal, RateLimited, PlatformDown."""
        answer, _ = await self._persistently(method, arguments)
        return answer

    async def pages(self, method: str, /, **arguments: Any) -> AsyncIterator[dict[str, Any]]:
        """All pages of a list, one call each. Raises like `call`."""
        cursor = ""
        while True:
            answer = await self.call(method, **({"limit": PAGE} | arguments), **({"cursor": cursor} if cursor else {}))
            yield answer
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def identity(self) -> Identity:
        """Ask who the bot is. Raises like `call`."""
        answer, headers = await self._persistently("auth.test", {})
        scopes = headers.get("x-oauth-scopes", "")
        date = headers.get("date", "")
        self.known = Identity(
            team_id=str(answer.get("team_id") or ""),
            team=str(answer.get("team") or ""),
            enterprise_id=str(answer.get("enterprise_id") or ""),
            bot_user_id=str(answer.get("user_id") or ""),
            bot_id=str(answer.get("bot_id") or ""),
            name=str(answer.get("user") or ""),
            url=str(answer.get("url") or ""),
            scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
            server_time=parsedate_to_datetime(date) if date else None,
        )
        return self.known

    async def me(self) -> Identity:
        """Who the bot is, asked once. Raises like `call`."""
        return self.known or await self.identity()

    async def _persistently(self, method: str, arguments: Mapping[str, Any]) -> Answered:
        for attempt in range(1, self._attempts + 1):
            try:
                return await self._answered(method, arguments)
            except ShutOut:
                raise
            except PlatformDown as down:
                if attempt == self._attempts:
                    raise PlatformDown(str(down)) from None  # nothing happened: it had no effect to begin with
                wait = self._pause * 2 ** (attempt - 1)
            except RateLimited as limit:
                if attempt == self._attempts or limit.retry_after > self._patience:
                    raise
                wait = limit.retry_after
            await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    @contextmanager
    def _observed(self) -> Iterator[None]:
        try:
            yield
        except CoursebotError as error:
            if self._observe is not None:
                self._observe(error)
            raise

    async def _answered(self, method: str, arguments: Mapping[str, Any]) -> Answered:
        with self._observed():
            return await self._requested(method, arguments)

    async def _requested(self, method: str, arguments: Mapping[str, Any]) -> Answered:
        """One request. Errors of the SDK end here, unchained: their texts quote URLs and answers."""
        token = METHODS[method].token
        self.shut_out.refuse(token)
        self.session  # noqa: B018 - made on first use, inside the loop
        client = self._app_client if token == "app" else self.client  # noqa: S105 - the sort of token
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            if METHODS[method].json:
                response = await client.api_call(method, json=given)
            else:
                response = await client.api_call(method, data={name: _written(one) for name, one in given.items()})
            answer, headers = response.data, response.headers
        except SlackApiError as error:
            raise self._failure(method, token, error.response) from None
        except NEVER_SENT:
            raise PlatformDown("Slack cannot be reached; the network or Slack itself is down") from None
        except (aiohttp.ClientError, SlackClientError, OSError, ValueError, AttributeError, TypeError) as error:
            raise OutcomeUnknown(f"Slack gave no clear answer to {method} ({type(error).__name__})") from None
        if not isinstance(answer, dict):
            raise OutcomeUnknown(f"Slack gave no clear answer to {method}")
        return answer, _lowered(headers)

    def _failure(self, method: str, token: str, response: Any) -> Exception:
        """What an answer that is not `ok` means."""
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        headers, body = _lowered(response.headers), getattr(response, "data", None)
        code = str(body.get("error") or "") if isinstance(body, dict) else ""
        if status == 429:
            code = "ratelimited"
        if not code or status >= 500:
            return OutcomeUnknown(f"Slack gave no clear answer to {method} (HTTP {status})")
        assert isinstance(body, dict) or status == 429  # noqa: S101 - where else the code would be from
        details = body if isinstance(body, dict) else {}
        error = error_for(
            code,
            needed=str(details.get("needed") or ""),
            retry_after=_seconds(headers.get("retry-after")),
            token=NAMES[token],
        )
        if isinstance(error, ShutOut):
            self.shut_out.note(token, error)
        if isinstance(error, Refusal):
            reasons = (details.get("response_metadata") or {}).get("messages") or []
            for reason in reasons[:MOST_REASONS]:  # they point into the layout and quote none of it
                log.warning("action=slack_refused method=%s code=%s reason=%s", method, code, reason)
        return error

    # --- what is not a method ---------------------------------------------------------------------------------------

    async def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Answer through the URL that came with a command or a click: at most 5 times, for 30 minutes. Sent once.

        Raises Refusal (`used_url`, `expired_url`), RateLimited, PlatformDown, OutcomeUnknown.
        """
        with self._observed():
            await self._respond(response_url, payload)

    async def _respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        status, body, headers = await self._posted(response_url, what="a response URL", json=dict(payload))
        if status == 429:
            raise error_for("ratelimited", retry_after=_seconds(headers.get("retry-after")))
        if status >= 500 or 300 <= status < 400:
            raise OutcomeUnknown(f"Slack gave no clear answer to a response URL (HTTP {status})")
        if status != 200:
            raise Refusal(_code(body) or f"HTTP {status}")
        if _code(body) not in ("", "ok"):
            raise Refusal(_code(body))

    async def upload(self, upload_url: str, content: bytes) -> None:
        """Send a file's content where `files.getUploadURLExternal` says. Raises PlatformDown: nobody sees it yet."""
        try:
            status, _, _ = await self._posted(upload_url, what="an upload", data=content)
        except OutcomeUnknown as unknown:
            raise PlatformDown(str(unknown)) from None
        if status != 200:
            raise PlatformDown(f"Slack did not take the upload of a file (HTTP {status})")

    async def download(self, url: str, most: int) -> bytes | None:
        """What stands at an address that Slack gave for a file; None: more than `most` bytes.

        The token goes to Slack's own hosts alone, whatever an answer points to. Raises Refusal, RateLimited,
        PlatformDown.
        """
        with self._observed():
            return await downloaded(self.session, self._credentials, url, most)

    async def _posted(self, url: str, *, what: str, **body: Any) -> tuple[int, str, Mapping[str, str]]:
        try:
            async with self.session.post(url, allow_redirects=False, **body) as response:
                return response.status, await response.text(errors="replace"), _lowered(response.headers)
        except NEVER_SENT:
            raise PlatformDown("Slack cannot be reached; the network or Slack itself is down") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise OutcomeUnknown(f"Slack gave no clear answer to {what} ({type(error).__name__})") from None


def _written(value: Any) -> str:
    """An argument as a form holds it: the one encoding that every method takes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lowered(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}


def _seconds(written: str | None) -> float | None:
    """None where it is no time to wait for: `nan`, `inf`, a date, nothing at all."""
    try:
        seconds = float(written or "")
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if math.isfinite(seconds) else None


def _code(body: str) -> str:
    """The error of a response URL's answer: JSON, or a bare word."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body.strip()[:40]
    if not isinstance(answer, dict):
        return ""
    return "" if answer.get("ok", True) else str(answer.get("error") or "unknown")
