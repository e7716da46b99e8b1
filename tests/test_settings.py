"""Settings from the environment and from `.env`, and the clock that they may set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import settings
from bot.clock import clock_from
from bot.errors import Misconfigured

NOWHERE = Path("/nonexistent/.env")


def test_defaults():
    found = settings.load({}, NOWHERE)
    assert (found.schedules, found.database_url, found.clock, found.debug) == (
        (),
        settings.DEFAULT_DATABASE,
        None,
        False,
    )


def test_the_environment_wins_over_the_file(tmp_path):
    dot_env = tmp_path / ".env"
    dot_env.write_text(
        "# ours\nCOURSEBOT_DATABASE_URL='sqlite:///a.db'\nCOURSEBOT_SCHEDULE=a.yaml:b.yaml\n", encoding="utf-8"
    )
    found = settings.load({"COURSEBOT_DATABASE_URL": "sqlite:///b.db"}, dot_env)
    assert found.database_url == "sqlite:///b.db"
    assert found.schedules == (Path("a.yaml"), Path("b.yaml"))


def test_a_settings_file_that_cannot_be_read_is_one_clear_line(tmp_path):
    (tmp_path / ".env").mkdir()
    assert settings.load({}, tmp_path / ".env").schedules == ()
    binary = tmp_path / "env"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="make it a readable UTF-8 text file"):
        settings.load({}, binary)


def test_a_clock_of_its_own_starts_where_it_says():
    clock = clock_from("2022-01-20T10:00:00-08:00@1000")
    first = clock()
    assert first >= datetime(2022, 1, 20, 18, tzinfo=UTC)
    assert clock() >= first


@pytest.mark.parametrize(
    "setting", ["yesterday", "2022-01-20T10:00:00@1", "2022-01-20T10:00:00Z@0", "@", "2022-01-20T10:00Z@x"]
)
def test_a_clock_that_cannot_be_read_is_refused(setting):
    with pytest.raises(Misconfigured, match="COURSEBOT_CLOCK is"):
        clock_from(setting)


# --- Slack --------------------------------------------------------------------------------------------------------

BOT, APP, SIGNING = "xoxb-1-2-bots", "xapp-1-A1-apps", "0123456789abcdef0123456789abcdef"
BOTH = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING, "COURSEBOT_HTTP_PORT": "8080"}


def test_without_any_token_there_is_no_slack_and_no_problem():
    found = settings.load({"SLACK_API_URL": "https://slack.example/api/"}, NOWHERE)
    assert (found.slack, found.problems) == (None, ())


def test_two_tokens_are_socket_mode():
    slack = settings.load({**BOTH, "SLACK_BOT_TOKEN": f" {BOT}\n"}, NOWHERE).slack
    assert slack is not None
    assert (slack.bot_token, slack.app_token, slack.socket_mode) == (BOT, APP, True)
    assert slack.api_url == "https://slack.com/api/"


def test_a_signing_secret_and_a_port_are_http_mode():
    found = settings.load(HTTP, NOWHERE)
    slack = found.slack
    assert slack is not None
    assert (slack.socket_mode, slack.signing_secret) == (False, SIGNING)
    assert found.http == ("127.0.0.1", 8080)
    elsewhere = settings.load(
        {**HTTP, "COURSEBOT_HTTP_HOST": "0.0.0.0", "SLACK_API_URL": "http://[::1]:9/api"}, NOWHERE
    )
    assert elsewhere.slack is not None
    assert (elsewhere.http, elsewhere.slack.api_url) == (("0.0.0.0", 8080), "http://[::1]:9/api/")


def test_a_port_beside_an_app_token_is_for_the_pages_and_the_mode_stays_socket_mode():
    found = settings.load({**BOTH, "COURSEBOT_HTTP_PORT": " 9090\n"}, NOWHERE)
    assert found.slack is not None
    assert found.slack.socket_mode
    assert (found.http, found.problems) == (("127.0.0.1", 9090), ())


def test_a_port_alone_does_not_say_that_the_bot_is_meant_for_slack():
    found = settings.load({"COURSEBOT_HTTP_PORT": "9090"}, NOWHERE)
    assert (found.slack, found.problems, found.http) == (None, (), ("127.0.0.1", 9090))
    for wrong in ("0", "65536", "http", "9" * 5000, "٨٠"):
        found = settings.load({"COURSEBOT_HTTP_PORT": wrong}, NOWHERE)
        assert found.http is None
        assert found.wrong_port == "COURSEBOT_HTTP_PORT is no port; write a number from 1 to 65535"


def test_how_the_log_is_written_is_said_in_the_environment_or_the_file(tmp_path):
    (tmp_path / ".env").write_text("COURSEBOT_LOG=json\n", encoding="utf-8")
    assert settings.load({}, tmp_path / ".env").log == "json"
    assert settings.load({"COURSEBOT_LOG": "text"}, tmp_path / ".env").log == "text"
    assert settings.load({}, NOWHERE).log == "text"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, ["are swapped"]),
        ({**BOTH, "SLACK_BOT_TOKEN": "xoxp-1-2"}, ["SLACK_BOT_TOKEN does not begin with xoxb- (it is a user's token)"]),
        ({**BOTH, "SLACK_BOT_TOKEN": "xoxe.xoxb-1-2"}, ["turn token rotation off"]),
        ({**BOTH, "SLACK_APP_TOKEN": BOT}, ["SLACK_APP_TOKEN does not begin with xapp- (it is the bot's token)"]),
        ({**BOTH, "SLACK_APP_TOKEN": "xapp-1 2"}, ["SLACK_APP_TOKEN is cut off, or has a space"]),
        ({**BOTH, "SLACK_BOT_TOKEN": "xoxb-"}, ["SLACK_BOT_TOKEN is cut off"]),
        ({"SLACK_BOT_TOKEN": BOT}, ["SLACK_APP_TOKEN is missing"]),
        ({"SLACK_APP_TOKEN": APP}, ["SLACK_BOT_TOKEN is missing, though SLACK_APP_TOKEN is set"]),
        (
            {"SLACK_SIGNING_SECRET": SIGNING, "COURSEBOT_HTTP_PORT": "80"},
            ["SLACK_BOT_TOKEN is missing, though SLACK_SIGNING_SECRET is set"],
        ),
        (
            {"COURSEBOT_HTTP_PORT": "80", "SLACK_BOT_TOKEN": BOT},
            ["or set SLACK_SIGNING_SECRET and COURSEBOT_HTTP_PORT"],
        ),
        ({"SLACK_SIGNING_SECRET": SIGNING, "SLACK_BOT_TOKEN": BOT}, ["COURSEBOT_HTTP_PORT is missing"]),
        ({**HTTP, "COURSEBOT_HTTP_PORT": "http"}, ["COURSEBOT_HTTP_PORT is no port"]),
        ({**HTTP, "COURSEBOT_HTTP_PORT": "70000"}, ["COURSEBOT_HTTP_PORT is no port"]),
        ({**HTTP, "SLACK_SIGNING_SECRET": APP}, ["SLACK_SIGNING_SECRET is not one"]),
        ({**BOTH, "SLACK_API_URL": "http://slack.example/api/"}, ["SLACK_API_URL must begin with https://"]),
        ({**BOTH, "SLACK_API_URL": "slack.com"}, ["SLACK_API_URL must begin with https://"]),
        ({**BOTH, "SLACK_API_URL": "http://[::1"}, ["SLACK_API_URL must begin with https://"]),
        ({**BOTH, "COURSEBOT_CLOCK": "2022-01-20T10:00:00-08:00@60"}, ["COURSEBOT_CLOCK is set"]),
        (
            {"SLACK_BOT_TOKEN": "xoxp-1-2", "COURSEBOT_HTTP_PORT": "no", "SLACK_API_URL": "ftp://x"},
            ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "COURSEBOT_HTTP_PORT"],
        ),
    ],
)
def test_all_that_is_wrong_is_said_at_once_and_no_secret_is_shown(values, said):
    found = settings.load(values, NOWHERE)
    assert found.slack is None
    assert len(found.problems) == len(said), found.problems
    for words, problem in zip(said, found.problems, strict=True):
        assert words in problem
        assert "\n" not in problem
    shown = f"{found.problems} {found!r}"
    assert not [
        secret for name, secret in values.items() if name in BOTH | HTTP and len(secret) > 5 and secret in shown
    ]


def test_credentials_are_not_shown_by_their_settings():
    shown = repr(settings.load({**BOTH, **HTTP}, NOWHERE))
    assert not [secret for secret in (BOT, APP, SIGNING) if secret in shown]


def test_a_clock_of_its_own_is_for_a_slack_on_this_machine():
    values = {**BOTH, "COURSEBOT_CLOCK": "2022-01-20T10:00:00-08:00@60", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
    assert settings.load(values, NOWHERE).slack is not None


@pytest.mark.parametrize("written", ["soon", "0", "-5", "nan", "inf"])
def test_a_lease_that_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(Misconfigured, match=r"COURSEBOT_LEASE is '.*'; it should be a number of seconds above 0"):
        settings.load({"COURSEBOT_CLOCK": "2022-01-20T10:00:00-08:00@60", "COURSEBOT_LEASE": written})
