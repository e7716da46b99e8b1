"""Files that people hand to the bot: fetched with the token from Slack's own hosts, up to a limit, or told why not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from bot.conversation.port import RateLimited
from bot.conversation.request import SharedFile
from bot.errors import PlatformDown, Refused
from bot.platforms.slack.api import Api
from bot.platforms.slack.credentials import Credentials
from bot.platforms.slack.downloads import is_slacks
from bot.platforms.slack.handed import Handed
from tests.slack_server import Person, SlackServer

MOST = 10_000_000
SECRET = b"%PDF-1.7 " + bytes(range(256)) * 400


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=5) as server:
        yield server


@pytest.fixture
def maya(slack: SlackServer) -> Person:
    return slack.person("Maya Lindqvist")


@pytest.fixture
async def api(slack: SlackServer) -> AsyncIterator[Api]:
    api = Api(Credentials(bot_token=slack.bot_token, api_url=slack.api_url), timeout=0.5, pause=0.0)
    yield api
    await api.close()


@pytest.fixture
def handed(api: Api) -> Handed:
    return Handed(api)


async def test_a_file_comes_with_its_name_its_type_and_every_byte(maya: Person, handed: Handed) -> None:
    file = maya.uploads("Größe & more.pdf", SECRET)
    fetched = await handed.fetch(file.id, MOST)
    assert fetched.content == SECRET
    assert fetched.file == SharedFile(
        id=file.id, name="Größe & more.pdf", media_type="application/pdf", size=len(SECRET)
    )


async def test_a_file_that_is_too_large_is_not_even_asked_for(slack: SlackServer, maya: Person, handed: Handed) -> None:
    file = maya.uploads("slides.pdf", SECRET)
    with pytest.raises(Refused, match=r"^slides.pdf is too large: I take files of at most 102 kB\.$"):
        await handed.fetch(file.id, 102_000)
    assert slack.count("download") == 0


async def test_no_more_is_read_than_may_be_whatever_slack_said(
    slack: SlackServer, maya: Person, handed: Handed
) -> None:
    file = maya.uploads("slides.pdf", SECRET)
    file.length = 10
    with pytest.raises(Refused, match=r"slides\.pdf is too large: I take files of at most 100 bytes"):
        await handed.fetch(file.id, 100)


async def test_a_file_that_is_kept_elsewhere_is_not_fetched(slack: SlackServer, maya: Person, handed: Handed) -> None:
    file = maya.uploads("slides.pdf", SECRET, external=True)
    with pytest.raises(Refused, match="kept outside of Slack"):
        await handed.fetch(file.id, MOST)
    assert slack.count("download") == 0


async def test_a_file_that_is_gone_or_hidden_is_told(slack: SlackServer, maya: Person, handed: Handed) -> None:
    with pytest.raises(Refused, match="I cannot open that file"):
        await handed.fetch("F0NOTTHERE", MOST)
    file = maya.uploads("slides.pdf", SECRET)
    file.content = None
    with pytest.raises(Refused, match="I cannot open that file"):
        await handed.fetch(file.id, MOST)
    slack.scopes.discard("files:read")
    with pytest.raises(Refused, match="not allowed to open files here"):
        await handed.fetch(file.id, MOST)


async def test_a_page_to_sign_in_to_is_no_file(slack: SlackServer, maya: Person, handed: Handed) -> None:
    file = maya.uploads("slides.pdf", SECRET)
    slack.fault("download", f"redirect:{slack.url}/signin")
    with pytest.raises(Refused, match="I cannot open that file"):
        await handed.fetch(file.id, MOST)


async def test_the_token_is_shown_to_slack_alone(slack: SlackServer, maya: Person, handed: Handed) -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    stranger = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with stranger:
        elsewhere = f"http://127.0.0.1:{stranger.sockets[0].getsockname()[1]}/f"
        file = maya.uploads("slides.pdf", SECRET)
        slack.fault("download", f"redirect:{elsewhere}")
        with pytest.raises(Refused, match="I cannot open that file"):
            await handed.fetch(file.id, MOST)
        file.address = elsewhere
        with pytest.raises(Refused, match="I cannot open that file"):
            await handed.fetch(file.id, MOST)
    assert heard == []


async def test_a_redirect_within_slack_is_followed_but_not_for_ever(
    slack: SlackServer, maya: Person, handed: Handed
) -> None:
    file = maya.uploads("slides.pdf", SECRET)
    slack.fault("download", f"redirect:{file.address}", times=2)
    assert (await handed.fetch(file.id, MOST)).content == SECRET
    slack.fault("download", f"redirect:{file.address}", times=9)
    with pytest.raises(Refused, match="I cannot open that file"):
        await handed.fetch(file.id, MOST)


@pytest.mark.parametrize("fault", ["error_before", "never_answer"])
async def test_while_slack_is_away_nothing_is_wrong_with_the_file(
    slack: SlackServer, maya: Person, handed: Handed, fault: str
) -> None:
    file = maya.uploads("slides.pdf", SECRET)
    slack.fault("download", fault)
    with pytest.raises(PlatformDown) as caught:
        await handed.fetch(file.id, MOST)
    assert slack.bot_token not in str(caught.value)
    slack.fault("download", "ratelimited", retry_after=7)
    with pytest.raises(RateLimited) as limited:
        await handed.fetch(file.id, MOST)
    assert limited.value.retry_after == 7
    assert (await handed.fetch(file.id, MOST)).content == SECRET


@pytest.mark.parametrize(
    ("url", "is_ones_own"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.pdf", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://slack.com.example.org/x", False),
        ("https://evilslack.com/x", False),
        ("https://slack.com@example.org/x", False),
        ("https://maya@files.slack.com/x", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_slacks_own_hosts_are_the_apis_and_those_below_it(url: str, is_ones_own: bool) -> None:
    assert is_slacks(URL(url), URL("https://slack.com/api/")) is is_ones_own
