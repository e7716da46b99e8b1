"""No secret ever stands in a log line, whoever wrote it and in whatever part of it."""

from __future__ import annotations

import io
import logging

import pytest

from bot import logs

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
    "a signature": "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    "a signing secret": "0123456789abcdef0123456789abcdef",
}


def _text(secret: str) -> str:
    around = {
        "a ticket": f"link/?ticket={secret}&app_id=1",
        "a signature": f"X-Slack-Signature: v0={secret}",
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
