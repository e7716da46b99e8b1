"""Whatever comes in, the line lives on: real payloads of every kind with parts replaced, bodies and frames of any bytes.

Never a 5xx, never a traceback to a person, and nothing is written that a person did not ask for.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.course.model import CourseRole
from bot.platforms.slack.credentials import EVENTS_PATH
from tests.security.walk import dumped
from tests.slack_server import Channel, Person, SlackServer, payloads
from tests.support.slack_bots import SlackBot, slack_bot

AT = datetime(2022, 1, 31, 18, tzinfo=UTC)
PAPER = "Resilient Distributed Datasets"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(FEW, max_examples=1000)

GONE = object()
DEEP: Any = []
for _ in range(300):
    DEEP = [DEEP]
ODD = (
    GONE, None, "", " ", 0, -1, True, 1e308, 10**30, [], {}, [None], [[]], {"": {}}, {"type": "home"}, "x" * 20_000,
    "\0", "\n", "\ud800", "\u202e", "<!channel>", "%s%s%n", "{}", "' OR 1=1 --", "|", "press|0000", "turn|x", DEEP,
    "block_actions", "view_submission", "event_callback", "url_verification", "message", "app_mention", "D0", "U0",
)  # fmt: skip


class Town:
    """A bot that is talked to over HTTP or through sockets, a student, and what people have really sent it so far."""

    def __init__(self, bot: SlackBot, maya: Person, seminar: Channel, session: aiohttp.ClientSession) -> None:
        self.bot, self.slack, self.maya, self.seminar, self.session = bot, bot.slack, maya, seminar, session
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.before: dict[str, list[Any]] = {}

    async def posts(self, body: bytes, sort: str) -> int:
        """What Slack could send over HTTP, signed; the status."""
        assert self.bot.server is not None
        url = f"http://127.0.0.1:{self.bot.server.port}{EVENTS_PATH}"
        headers = {"Content-Type": sort, **self.slack.outgoing.signature(body)}
        async with self.session.post(url, data=body, headers=headers) as response:
            await response.read()
            status = response.status
        await self.settled()
        return status

    async def frames(self, *frames: str | bytes) -> None:
        """What Slack could send through a socket."""
        socket = self.slack.sockets.open[-1].socket
        for frame in frames:
            await (socket.send_bytes(frame) if isinstance(frame, bytes) else socket.send_str(frame))

    async def settled(self) -> None:
        """Everything is answered, and a minute has passed."""
        await self.bot.line.idle()
        self.bot.now += timedelta(minutes=1)

    async def is_well(self) -> None:
        """It answers, it told nobody of its insides, and all is stored as it was."""
        await self.settled()
        for message in self.slack.log:
            assert "Traceback" not in message.plain
            assert 'File "' not in message.plain
        self.maya.heard |= {one: one.renewals for one in self.maya.unheard()}
        await self.maya.slash("/readings week 1", self.seminar)
        assert PAPER in (await self.bot.answer_to(self.maya)).plain
        assert await stored(self.bot) == self.before


async def stored(bot: SlackBot) -> dict[str, list[Any]]:
    """All but who people are, and when that was last looked at: whoever writes is met."""
    tables: dict[str, list[Any]] = await bot.app.database.run.read(dumped)
    return {name: rows for name, rows in tables.items() if name not in ("person", "account", "roster_look")}


@asynccontextmanager
async def town(database_url: str, folder: Path, *, http: bool) -> AsyncIterator[Town]:
    async with SlackServer() as slack:
        maya, rivera = slack.person("Maya Lindqvist"), slack.person("Ana Rivera")
        slack.channel("seminar-staff", private=True, members=[rivera])
        seminar = slack.channel("seminar", members=[maya, rivera])
        async with slack_bot(database_url, folder, slack, at=AT, http=http) as bot, aiohttp.ClientSession() as session:
            there = Town(bot, maya, seminar, session)
            await bot.enter(maya, CourseRole.STUDENT)
            await bot.enter(rivera, CourseRole.TA)
            await do_all(there, rivera)
            # What staff have sent, as if a student had: a form that was never shown to them, among others.
            attempts = [(kind, payload) for kind, payload, _ in slack.outgoing.attempts]
            as_text = json.dumps([*attempts, await closed(there, rivera)])
            there.sent = [tuple(one) for one in json.loads(as_text.replace(rivera.id, maya.id))]
            await there.settled()
            there.before = await stored(bot)
            yield there


async def do_all(there: Town, rivera: Person) -> None:
    """One of each thing that people can do."""
    bot, maya, seminar = there.bot, there.maya, there.seminar
    await maya.slash("/readings week 1", seminar)
    await maya.says("hello")
    menu = await maya.hears(maya.direct)
    await maya.press(menu, "Deadlines")
    await maya.mentions(seminar, "deadlines")
    await maya.opens_home()
    await maya.press(await maya.sees_home(text="Deadlines"), "Deadlines")
    await maya.closes(await maya.sees_view())
    await maya.leaves(seminar)
    await maya.joins(seminar)
    await rivera.slash("/course pause", seminar)
    await rivera.sees_view("Pause announcements")
    await rivera.submit({"Until when": "", "Why": "ill"})
    await rivera.closes()
    await rivera.slash("/course announce No class", seminar)
    await rivera.sees_view("Post an announcement")
    await rivera.submit({})
    await bot.line.idle()


async def closed(there: Town, person: Person) -> tuple[str, dict[str, Any]]:
    """What Slack says of a form that was closed; the bot's own forms do not ask for it."""
    await person.slash("/course pause", there.seminar)
    view = await person.sees_view("Pause announcements")
    await person.closes()
    return "interactive", payloads.view_closed(there.slack, person.account, view, cleared=False)


# --- odd payloads -----------------------------------------------------------------------------------------------------


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """(container, key) of every value in it."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield value, key
        yield from places(part)


def spoiled(payload: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The payload with one to three of its values replaced, or taken away. Nothing else of it is touched."""
    payload = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 3)):
        container, key = chance.choice(list(places(payload)) or [(payload, "type")])
        odd = chance.choice(ODD)
        if odd is GONE:
            container.pop(key)
        else:
            container[key] = copy.deepcopy(odd)
    return payload


def encoded(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields, errors="surrogatepass").encode(), FORM


def test_there_is_one_of_each_kind_and_a_spoiled_one_differs() -> None:
    assert len(ODD) > 30
    chance = random.Random(1)
    payload = {"type": "x", "user": {"id": "U1"}, "actions": [{"value": "v"}]}
    assert all(spoiled(payload, chance) != payload for _ in range(50))


async def test_real_payloads_are_of_every_kind(database_url: str, tmp_path: Path) -> None:
    async with town(database_url, tmp_path, http=True) as there:
        kinds = {payload.get("type", kind) for kind, payload in there.sent}
        assert kinds == {"slash_commands", "block_actions", "view_submission", "view_closed", "event_callback"}
        events = {payload["event"]["type"] for kind, payload in there.sent if kind == "events_api"}
        assert events == {
            "message", "app_mention", "app_home_opened", "member_joined_channel", "member_left_channel",
        }  # fmt: skip
        await there.is_well()


@pytest.fixture
async def over_http(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(database_url, tmp_path, http=True) as there:
        yield there
        await there.is_well()


async def spoiled_over_http(there: Town, which: int, seed: int) -> None:
    kind, payload = there.sent[which % len(there.sent)]
    bad = spoiled(payload, random.Random(seed))
    status = await there.posts(*encoded(kind, bad))
    assert status < 500, (status, kind, bad)


async def any_bytes_over_http(there: Town, body: bytes, sort: str) -> None:
    assert await there.posts(body, sort) < 500, body


async def cut_over_http(there: Town, which: int, seed: int) -> None:
    """A body of which a part is missing, doubled or turned around; under the other content type at times."""
    chance = random.Random(seed)
    kind, payload = there.sent[which % len(there.sent)]
    body, sort = encoded(kind, payload)
    here, there_ = sorted(chance.randrange(len(body)) for _ in range(2))
    part = chance.choice([b"", body[here:there_] * 2, body[here:there_][::-1], bytes([chance.randrange(256)]) * 9])
    status = await there.posts(body[:here] + part + body[there_:], chance.choice([sort, JSON, FORM, "text/plain", ""]))
    assert status < 500, (status, kind)


SEEDS = st.integers(0, 2**32)
BODIES = st.one_of(
    st.binary(max_size=100),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), st.lists).map(
        lambda value: json.dumps(value).encode()
    ),
    st.sampled_from([b"payload=", b"payload=%7B", b"payload=null", b"payload=[]", b"payload=1", b"command=/readings",
                     b"{}", b"[]", b"null", b"1", b'"x"', b"[" * 100_000, b'{"type":"url_verification"}',
                     b"payload=" + b"%5B" * 100_000, b"&" * 10_000, b"=" * 10_000, b"%", b"\xff\xfe"]),
)  # fmt: skip


@FEW
@given(st.integers(0, 1000), SEEDS)
async def test_spoiled_payloads_over_http(over_http: Town, which: int, seed: int) -> None:
    await spoiled_over_http(over_http, which, seed)


@FEW
@given(st.integers(0, 1000), SEEDS)
async def test_broken_bodies_over_http(over_http: Town, which: int, seed: int) -> None:
    await cut_over_http(over_http, which, seed)


@FEW
@given(BODIES, st.sampled_from([JSON, FORM, "text/plain", "multipart/form-data; boundary=x", ""]))
async def test_any_bytes_over_http(over_http: Town, body: bytes, sort: str) -> None:
    await any_bytes_over_http(over_http, body, sort)


@pytest.mark.torture
@MANY
@given(st.integers(0, 1000), SEEDS)
async def test_many_spoiled_payloads_over_http(over_http: Town, which: int, seed: int) -> None:
    await spoiled_over_http(over_http, which, seed)
    await cut_over_http(over_http, which, seed)


# --- sockets ----------------------------------------------------------------------------------------------------------


@pytest.fixture
async def through_sockets(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(database_url, tmp_path, http=False) as there:
        connections = len(there.slack.sockets.open)
        yield there
        await there.is_well()
        assert len(there.slack.sockets.open) == connections


async def spoiled_through_sockets(there: Town, which: int, seed: int) -> None:
    """An envelope of which something is odd: what it holds, or itself."""
    chance = random.Random(seed)
    kind, payload = there.sent[which % len(there.sent)]
    envelope: dict[str, Any] = {"envelope_id": f"e{seed}", "type": kind, "accepts_response_payload": True}
    if chance.random() < 0.8:
        envelope["payload"] = spoiled(payload, chance)
    else:
        envelope = spoiled({**envelope, "payload": payload}, chance)
    if envelope.get("type") == "disconnect":
        return
    await there.frames(json.dumps(envelope))
    await there.maya.says("thanks")  # it comes after on the same socket, and is acknowledged
    await there.settled()


@FEW
@given(st.integers(0, 1000), SEEDS)
async def test_spoiled_envelopes(through_sockets: Town, which: int, seed: int) -> None:
    await spoiled_through_sockets(through_sockets, which, seed)


@FEW
@given(st.lists(BODIES, max_size=5))
async def test_frames_of_anything(through_sockets: Town, bodies: list[bytes]) -> None:
    await through_sockets.frames(*bodies, *(body.decode("utf-8", "replace") for body in bodies))
    await through_sockets.maya.says("thanks")
    await through_sockets.settled()


@pytest.mark.torture
@MANY
@given(st.integers(0, 1000), SEEDS)
async def test_many_spoiled_envelopes(through_sockets: Town, which: int, seed: int) -> None:
    await spoiled_through_sockets(through_sockets, which, seed)
