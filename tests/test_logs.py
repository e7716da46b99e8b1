"""No secret ever stands in a log line, whoever wrote it and in whatever part of it."""

from __future__ import annotations

import io
import json
import logging
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot import cli, logs

SECRETS = {
    "a bot's token": "xoxb-2400-3600-AbCdEf123456",
    "a token that expires": "xoxe.xoxb-1-MS0yLUFB",
    "an app's token": "xapp-1-A0123-4567-abcdef0123456789",
    "a response URL": "https://hooks.slack.com/commands/T01/123/AbCdEfG",
    "a government's response URL": "https://hooks.slack-gov.com/actions/T01/123/AbCdEfG",
    "a response URL of a test": "http://127.0.0.1:5000/commands/T01/123/AbCdEfG",
    "an upload": "https://files.slack.com/upload/v1/AbCdEfG",
    "a socket": "wss://wss-primary.slack.com/link/?ticket=c9a1-33&app_id=5f2a",
    "a ticket": "c9a1-33-ticketticket",
    "a database's password": "coursebot:hunter2-%40word",
    "a database's password with a slash": "hunter2/%40word",
    "a database's password with more": "hunt#er2?/wo@rd",
    "a password among a URL's options": "hunter2-option",
    "a password in a list of settings": "hunter2-setting",
    "a password in quotes": r"hunter2 it\'s quoted",
    "a password of the environment": "hunter2-environment",
    "a signature": "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    "a signing secret": "0123456789abcdef0123456789abcdef",
}


def _text(secret: str) -> str:
    around = {
        "a ticket": f"link/?ticket={secret}&app_id=1",
        "a signature": f"X-Slack-Signature: v0={secret}",
        "a database's password": f"postgresql+psycopg://{secret}@db.example.edu:5432/coursebot",
        "a database's password with a slash": f"postgresql://u:{secret}@h/coursebot",
        "a database's password with more": f"postgres://u:{secret}@h/coursebot",
        "a password among a URL's options": f"postgresql:///coursebot?host=h&password={secret}&user=u",
        "a password in a list of settings": f"host=h password={secret} user=u",
        "a password in quotes": f"host=h password='{secret}' user=u",
        "a password of the environment": f"PGPASSWORD={secret}",
        "an app's token": f"{{'Authorization': 'Bearer {secret}'}}",
    }
    kind = next(kind for kind, one in SECRETS.items() if one == secret)
    return around.get(kind, f"before {secret} after")


@pytest.fixture
def lines():
    """What a logger with the net writes; the root logger is as before afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.to_stderr([SECRETS["a signing secret"]])
    (ours,) = [handler for handler in root.handlers if handler not in before]
    ours.setStream(stream)
    yield stream
    root.removeHandler(ours)
    root.setLevel(level)
    for handler in before:
        handler.filters = [one for one in handler.filters if not isinstance(one, logs.Redacting)]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_hidden_in_the_message_its_arguments_and_the_traceback(lines, secret):
    log = logging.getLogger("slack_sdk.web")
    log.warning(_text(secret))
    log.warning("sent %s %d", _text(secret), 3)
    log.warning("sent %(it)s", {"it": _text(secret)}, stack_info=True)
    error = RuntimeError(_text(secret))
    error.__cause__ = ValueError(_text(secret))
    log.error("it failed", exc_info=error)
    log.error("does not fit %d %s", _text(secret))  # noqa: PLE1206 - that is the point
    written = lines.getvalue()
    assert secret not in written
    assert written.count(logs.HIDDEN) >= 5
    assert "RuntimeError" in written


def test_what_is_no_secret_stays(lines):
    log = logging.getLogger("bot.delivery")
    log.info("action=notice_sent key=%s", "cs294/slack/weekly/week:2022-01-31/post//")
    log.warning(
        "Slack refused it (not_in_channel); docs.slack.dev/reference says what xox means, https://slack.com/help"
    )
    written = lines.getvalue()
    assert "key=cs294/slack/weekly/week:2022-01-31/post//" in written
    assert logs.HIDDEN not in written


def test_every_handler_has_the_net_and_libraries_are_quiet(tmp_path, lines):
    logs.to_file(tmp_path / "bot.log")
    root = logging.getLogger()
    file = root.handlers[-1]
    try:
        logging.getLogger("slack_bolt").info("a new session")
        logging.getLogger("bot").info("xoxb-1-2-AbC")
        assert all(any(isinstance(one, logs.Redacting) for one in handler.filters) for handler in root.handlers)
        assert (tmp_path / "bot.log").read_text(encoding="utf-8").endswith(f"INFO bot {logs.HIDDEN}\n")
    finally:
        root.removeHandler(file)
        file.close()


URLS = {
    "postgresql://u:hunter2%2Fword@h/d": ["hunter2%2Fword", "hunter2/word"],
    "postgresql+psycopg://u:hunter2/word@h:5432/d?options=a@b": ["hunter2/word"],
    "postgresql:///d?host=/run&password=hunter2+%40word": ["hunter2+%40word", "hunter2 @word", "hunter2+@word"],
    "postgresql://u:short@h/d": [],
    "postgresql://u@h/d": [],
    "sqlite:///coursebot.db": [],
}


@pytest.mark.parametrize("url", URLS)
def test_the_passwords_of_a_databases_url_are_known_as_written_and_as_meant(url):
    assert list(logs.passwords(url)) == URLS[url]
    assert logs.redact(" ".join(URLS[url]), logs.passwords(url)) == " ".join([logs.HIDDEN] * len(URLS[url]))


def test_a_service_on_slack_hides_the_password_of_its_database_wherever_it_stands(lines, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret"}.items():
        monkeypatch.setenv(name, value)
    before = list(logging.getLogger().handlers)
    try:
        url = "postgresql://coursebot:hunter%2Fword@127.0.0.1:1/coursebot"
        assert cli.run(["run", "--database", url]) == cli.UNREACHABLE
        logging.getLogger("bot.test").warning("tried hunter%s, then hunter%s", "%2Fword", "/word")
    finally:
        for ours in [one for one in logging.getLogger().handlers if one not in before]:
            logging.getLogger().removeHandler(ours)
    assert lines.getvalue().endswith(f"tried {logs.HIDDEN}, then {logs.HIDDEN}\n")


@pytest.mark.parametrize(
    "whole", ["https://127.0.0.1:8080/a/@b", "postgresql://h:5432/d and x@y", "action=tell whose=u"]
)
def test_what_only_resembles_a_password_stays(whole):
    assert logs.redact(whole) == whole


# --- one record, one line ---------------------------------------------------------------------------------------------

INJECTED = "x\n2026-01-01 00:00:00,000 INFO bot action=notice_sent key=forged"
OBEYED = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028", "\u2029", "\x1b[2K", "\x08", "\x00", "\u202e",
          "\x9b", "\u200b", "\ud800"]  # fmt: skip


@pytest.fixture
def as_json(lines):
    """The same logger, which writes JSON."""
    root = logging.getLogger()
    (ours,) = [one for one in root.handlers if isinstance(one, logging.StreamHandler) and one.stream is lines]
    ours.setFormatter(logs.JsonLines())
    return lines


@pytest.mark.parametrize("obeyed", OBEYED, ids=ascii)
def test_nothing_that_is_logged_begins_a_line_or_moves_the_cursor(lines, obeyed):
    log = logging.getLogger("bot.test")
    log.warning("action=edit_not_taken file=%s", f"a{obeyed}b")
    log.warning("a library says a%sb", obeyed)
    written = lines.getvalue()
    assert len(written.splitlines()) == 2
    assert written.count("\n") == 2
    assert not [letter for letter in obeyed if letter in written.replace("\n", "") and not letter.isprintable()]


def test_a_forged_line_stays_in_its_own(lines):
    log = logging.getLogger("bot.test")
    log.warning("action=edit_not_taken file=%s", INJECTED)
    log.error("action=tick_failed", exc_info=RuntimeError(INJECTED), stack_info=True)
    for line in lines.getvalue().splitlines():
        forged = re.match(r"[0-9-]{10} .* key=forged", line) and "edit_not_taken" not in line
        assert not forged, line
    assert "file=x\\n2026-01-01" in lines.getvalue()
    records = [line for line in lines.getvalue().splitlines() if not line.startswith(logs.INDENT)]
    assert len(records) == 2, "what follows a record is indented"


def test_a_record_in_json_is_one_object_on_one_line_with_its_fields(as_json):
    logging.getLogger("bot.service").info("action=slack_listening host=%s port=%d", "127.0.0.1", 8080)
    logging.getLogger("bot.waker").warning("action=clock_moved seconds=%.1f", 3.14159)
    logging.getLogger("bot.x").info("action=slack_away reason=%s; I keep trying until Slack is back", "it is down")
    logging.getLogger("bot.x").info("action=schedule_%s file=%s", "applied", "a b.yaml")
    logging.getLogger("bot.x").info("action=tick_cancelled")
    logging.getLogger("lib").warning("100%% of a=%s", "b")
    *said, lib = [json.loads(line) for line in as_json.getvalue().splitlines()]
    standard = {"time", "level", "logger", "message"}
    assert [{name: one for name, one in line.items() if name not in standard} for line in said] == [
        {"action": "slack_listening", "host": "127.0.0.1", "port": 8080},
        {"action": "clock_moved", "seconds": 3.1},
        {"action": "slack_away", "reason": "it is down; I keep trying until Slack is back"},
        {"action": "schedule_applied", "file": "a b.yaml"},
        {"action": "tick_cancelled"},
    ]
    assert set(lib) == standard
    assert lib["message"] == "100% of a=b"
    assert (said[0]["level"], said[0]["logger"]) == ("INFO", "bot.service")
    assert said[0]["message"] == "action=slack_listening host=127.0.0.1 port=8080"
    assert said[0]["time"].endswith("Z")
    assert datetime.fromisoformat(said[0]["time"]).utcoffset().total_seconds() == 0


def test_no_argument_adds_or_changes_a_field(as_json):
    log = logging.getLogger("bot.test")
    log.warning("action=edit_not_taken file=%s reason=%s", "a action=notice_sent level=DEBUG file=b", 'no", "x": "y')
    (line,) = as_json.getvalue().splitlines()
    said = json.loads(line)
    assert (said["action"], said["level"]) == ("edit_not_taken", "WARNING")
    assert said["file"] == "a action=notice_sent level=DEBUG file=b"
    assert said["reason"] == 'no", "x": "y'
    assert set(said) == {"time", "level", "logger", "message", "action", "file", "reason"}


def test_what_every_line_has_is_never_what_a_message_says(as_json):
    logging.getLogger("bot.test").warning("action=x level=%s logger=%s message=%s", "DEBUG", "forged", "forged")
    said = json.loads(as_json.getvalue())
    assert (said["level"], said["logger"]) == ("WARNING", "bot.test")
    assert said["message"] == "action=x level=DEBUG logger=forged message=forged"


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_hidden_in_the_fields_too(as_json, secret):
    log = logging.getLogger("slack_sdk.web")
    error = RuntimeError(_text(secret))
    log.error("action=failed reason=%s who=%s", _text(secret), _text(secret), exc_info=error, stack_info=True)
    written = as_json.getvalue()
    said = json.loads(written)
    assert secret not in written
    assert secret.replace("/", "\\/") not in written
    assert logs.HIDDEN in said["reason"]
    assert logs.HIDDEN in said["who"]
    assert said["exception"].startswith("RuntimeError: ")
    assert said["stack"].startswith("Stack (most recent call last):")


@pytest.mark.parametrize("obeyed", OBEYED, ids=ascii)
def test_what_is_read_out_of_json_is_harmless_too(as_json, obeyed):
    logging.getLogger("bot.test").error("action=failed reason=%s", f"a{obeyed}b", exc_info=ValueError(f"a{obeyed}b"))
    written = as_json.getvalue()
    assert len(written.splitlines()) == 1
    assert written.isascii()
    said = json.loads(written)
    assert not [letter for letter in obeyed if letter in said["reason"] + said["message"] and not letter.isprintable()]


def test_arguments_that_do_not_fit_are_still_one_object(as_json):
    log = logging.getLogger("bot.test")
    log.error("action=failed count=%d", "three")
    log.error("action=failed count=%d", 1, 2)  # noqa: PLE1205
    said = [json.loads(line) for line in as_json.getvalue().splitlines()]
    assert len(said) == 2
    assert all("did not fit" in one["message"] for one in said)


def test_two_nets_with_different_secrets_hide_both(tmp_path, as_json):
    logs.to_file(tmp_path / "bot.log", ["another-secret"], written_as="json")
    file = logging.getLogger().handlers[-1]
    try:
        logging.getLogger("bot").warning("action=x a=%s b=%s", SECRETS["a signing secret"], "another-secret")
        said = json.loads((tmp_path / "bot.log").read_text(encoding="utf-8"))
        assert "another-secret" not in as_json.getvalue() + str(said)
    finally:
        logging.getLogger().removeHandler(file)
        file.close()


def test_no_field_of_ours_has_a_name_that_every_line_has():
    """Such a field would be lost: the standard ones win."""
    taken = {"time", "level", "logger", "message", "exception", "stack"}
    found = [
        (path.name, written)
        for folder in ("bot", "handlers")
        for path in (Path(__file__).resolve().parent.parent / folder).rglob("*.py")
        for written in re.findall(r'"(action=[^"]*)"', path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 20
    assert [one for one in found if taken & set(logs.PAIR.findall(one[1]))] == []
