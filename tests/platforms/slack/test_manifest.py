"""The manifest asks Slack for exactly what the code uses: scopes, events and commands, in both ways to connect."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from bot import cli
from bot.conversation.commands import SLACK_BUILT_INS, Audience, Group, Row, Table
from bot.errors import Misconfigured
from bot.platforms.slack import manifest as app
from bot.platforms.slack.inbound import EVENTS
from bot.platforms.slack.methods import METHODS
from handlers.table import TABLE
from tests.slack_server import manifest_problems
from tests.slack_server.delivery import SCOPE_OF_EVENT
from tests.slack_server.web_api import METHODS as SLACKS_METHODS

PACKAGE = Path(app.__file__).parent
CALLS = frozenset({"call", "once", "pages", "_answered", "_persistently", "_send", "_once"})


def _called() -> set[str]:
    """Every Web API method that the package's code names as the first argument of a call to Slack."""
    found = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                not isinstance(node, ast.Call)
                or not isinstance(node.func, ast.Attribute)
                or node.func.attr not in CALLS
            ):
                continue
            if node.args and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def _named() -> set[str]:
    """Every string in the package that is the name of one of Slack's methods."""
    names = re.compile(r"[a-z]+(\.[A-Za-z]+)+")
    return {
        node.value
        for path in PACKAGE.glob("*.py")
        if path.name != "methods.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and names.fullmatch(node.value)
    } & set(SLACKS_METHODS)


def _scopes(made) -> set[str]:
    return set(made["oauth_config"]["scopes"]["bot"])


def test_the_table_holds_the_methods_that_are_called_and_no_others():
    assert _called() <= set(METHODS) <= _called() | _named()
    assert _named() <= set(METHODS)


def test_the_table_asks_for_the_scopes_that_slack_asks_for():
    for name, method in METHODS.items():
        slacks = SLACKS_METHODS[name]
        assert method.token == slacks.token, name
        assert set(method.optional) <= set(method.scopes), name
        # Of `channels:`, `groups:`, `im:` and `mpim:` the bot wants those of the conversations that it is in.
        of_a_kind = {scope for scope in slacks.any_of if re.match(r"(channels|groups|im|mpim):", scope)}
        assert set(slacks.any_of) - of_a_kind <= set(method.scopes), name
        assert set(method.scopes) <= set(slacks.any_of) | ({"users:read.email"} if name.startswith("users.") else set())
        assert not of_a_kind or of_a_kind & set(method.scopes), name


def test_the_scopes_are_those_of_methods_events_and_commands():
    made = app.manifest(TABLE)
    methods = {scope for method in METHODS.values() if method.token == "bot" for scope in method.scopes}
    events = {scope for event in EVENTS for scope in SCOPE_OF_EVENT[event]}
    assert _scopes(made) == methods | events | {"commands"}
    assert _scopes(made) == set(app.SCOPES), "each has a reason, and no reason is left over"


def test_history_may_be_refused_and_nothing_else():
    assert app.manifest(TABLE)["oauth_config"]["scopes"]["bot_optional"] == [
        "channels:history",
        "groups:history",
        "pins:write",
    ]


def test_the_events_are_those_that_the_line_takes():
    made = app.manifest(TABLE)["settings"]["event_subscriptions"]
    assert made == {"bot_events": sorted(EVENTS)}
    assert set(EVENTS) == set(app.WHY_EVENT)
    for event, scopes in EVENTS.items():
        assert set(scopes) == set(SCOPE_OF_EVENT[event]), event


def test_the_commands_are_those_of_the_table_with_the_prefix():
    made = app.manifest(TABLE, prefixes=["", "cs294-"])["features"]["slash_commands"]
    groups = [group.name for group in TABLE.groups]
    assert [one["command"] for one in made] == [f"/{prefix}{name}" for prefix in ("", "cs294-") for name in groups]
    assert all(one["should_escape"] is True and one["description"] for one in made)
    assert made[0]["usage_hint"] == "[this | next | week N | date | words]"


def test_socket_mode_names_no_address():
    made = app.manifest(TABLE)
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["interactivity"] == {"is_enabled": True}
    assert "url" not in json.dumps(made)


def test_http_mode_has_one_address_everywhere():
    made = app.manifest(TABLE, url="https://bot.example.edu")
    there = "https://bot.example.edu/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["request_url"] == there
    assert made["settings"]["event_subscriptions"]["request_url"] == there
    assert {one["url"] for one in made["features"]["slash_commands"]} == {there}


def test_people_may_write_to_the_bot_and_see_its_page():
    home = app.manifest(TABLE)["features"]["app_home"]
    assert (home["home_tab_enabled"], home["messages_tab_enabled"]) == (True, True)
    assert home["messages_tab_read_only_enabled"] is False


def test_it_stays_within_slacks_limits():
    made = app.manifest(TABLE, prefixes=["a-very-long-prefix-2"])
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(made["features"]["bot_user"]["display_name"]) <= 80
    assert all(len(one["description"]) <= 2000 for one in made["features"]["slash_commands"])
    assert all(len(one.get("usage_hint", "")) <= 1000 for one in made["features"]["slash_commands"])
    with pytest.raises(Misconfigured, match="Slack allows 50 commands"):
        app.manifest(TABLE, prefixes=[f"c{number}-" for number in range(20)])


@pytest.mark.parametrize("reserved", sorted(SLACK_BUILT_INS))
def test_a_name_that_slack_keeps_is_refused_with_a_way_out(reserved):
    row = Row(name="show", verb="show", summary="Show", function=TABLE.groups[0].rows[0].function)
    table = Table((Group(name=reserved, summary="What is there", default="show", rows=(row,)),))
    with pytest.raises(Misconfigured, match=r"belongs to Slack.*another --prefix, such as cs294-|allow.*--prefix"):
        app.manifest(table)
    if "_" not in reserved:
        assert (
            app.manifest(table, prefixes=["cs294-"])["features"]["slash_commands"][0]["command"] == f"/cs294-{reserved}"
        )


def test_an_admin_reads_one_sentence_for_each_thing_that_is_asked_for():
    made = app.manifest(TABLE, prefixes=["cs294-"])
    told = [line.strip().partition(": ") for line in app.explanation(TABLE, prefixes=["cs294-"])]
    names = {name for name, _, why in told if len(why) > 15}
    asked = {*_scopes(made), *EVENTS, *(one["command"] for one in made["features"]["slash_commands"])}
    assert asked | {"connections:write"} <= names
    optional = {name for name, _, why in told if "Optional: without it" in why}
    assert optional == set(made["oauth_config"]["scopes"]["bot_optional"])
    assert "connections:write" not in "".join(app.explanation(TABLE, url="https://bot.example.edu"))


def test_a_hint_shows_what_everybody_may_type_and_not_what_is_for_staff():
    course = next(group for group in TABLE.groups if group.name == "course")
    hint = app.usage_hint(course)
    staff = [row.name for row in course.rows if row.audience in (Audience.TA, Audience.INSTRUCTOR)]
    assert "help" in hint
    assert not [name for name in staff if name in hint]


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def schedule(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSEBOT_SCHEDULE", raising=False)
    file = tmp_path / "mine.yaml"
    course = "course: {id: c, title: C, term: T, timezone: UTC, command_prefix: cs294-, channels: {}}\n"
    file.write_text(course + "sessions: []\n", encoding="utf-8")
    return file


def _printed(capsys, *arguments: str):
    assert cli.run(["slack", "manifest", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_takes_the_prefix_from_the_schedule_or_from_the_option(schedule, capsys):
    assert _printed(capsys, str(schedule)) == app.manifest(TABLE, prefixes=["cs294-"])
    assert _printed(capsys, str(schedule), "--prefix", "sys-") == app.manifest(TABLE, prefixes=["sys-"])
    assert _printed(capsys) == app.manifest(TABLE)
    schedule.rename("schedule.yaml")
    assert _printed(capsys) == app.manifest(TABLE, prefixes=["cs294-"])


def test_the_command_takes_an_address_with_or_without_its_path(schedule, capsys):
    expected = app.manifest(TABLE, url="https://bot.example.edu")
    for address in ("https://bot.example.edu", "https://bot.example.edu/", "https://bot.example.edu/slack/events"):
        assert _printed(capsys, "--url", address) == expected


@pytest.mark.parametrize(
    "url", ["http://bot.example.edu", "bot.example.edu", "https://", "https://[::1", "https://a:b"]
)
def test_an_address_that_slack_does_not_deliver_to_is_refused(schedule, capsys, url):
    assert cli.run(["slack", "manifest", "--url", url]) == cli.USAGE
    assert "must begin with https://" in capsys.readouterr().err


@pytest.mark.parametrize(
    "rest",
    ["?team=1", "#top", "/slack/events?team=1", "/slack/events#top", "/coursebot", "/coursebot/slack/events", "?"],
)
def test_an_address_with_more_than_a_name_is_refused_in_one_line(schedule, capsys, rest):
    assert cli.run(["slack", "manifest", "--url", f"https://bot.example.edu{rest}"]) == cli.USAGE
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "--url is the address without a path, such as https://bot.example.edu" in shown.err
    assert len([line for line in shown.err.splitlines() if "--url is" in line]) == 1


def test_an_address_with_a_password_is_refused(schedule, capsys):
    assert cli.run(["slack", "manifest", "--url", "https://me:secret@bot.example.edu"]) == cli.USAGE
    assert "secret" not in capsys.readouterr().err


def test_the_command_explains_in_words(schedule, capsys):
    assert cli.run(["slack", "manifest", "--explain", str(schedule)]) == 0
    assert "/cs294-readings: What to read" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["", "https://bot.example.edu"])
def test_slack_would_take_it_as_it_is(url):
    assert manifest_problems(app.manifest(TABLE, prefixes=["", "cs294-"], url=url)) == []


def test_slack_would_refuse_the_whole_of_it_for_one_reserved_name():
    made = app.manifest(TABLE)
    made["features"]["slash_commands"][0]["command"] = "/status"
    assert manifest_problems(made)
