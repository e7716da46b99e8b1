"""Where the log goes, and what may never stand in it: tokens, response URLs, tickets of connections.

Whoever logs must not log a secret in the first place; this is the net below. It knows how secrets look and never what
they are worth.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path

HIDDEN = "[hidden]"

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

QUIET = ("apscheduler", "alembic", "aiohttp.access", "slack_bolt", "slack_sdk")
"""Libraries that tell at length what nobody asked: from them only warnings."""

SECRETS = re.compile(
    r"""
      xox[a-z](?:\.xox[a-z])?-[\w.%+/=-]+                     # tokens of bots and people
    | xapp-[\w.%+/=-]+                                        # an app's
    | (?<=\bBearer[ ])[^\s'",]+
    | https?://hooks\.[\w.-]*slack[\w.-]*/[^\s'"<>)\]]+       # response URLs
    | https?://files\.[\w.-]*slack[\w.-]*/upload/[^\s'"<>)\]]+
    | https?://[^\s'"<>/]+/(?:commands|actions|upload)/[^\s'"<>)\]]+
    | wss?://[^\s'"<>)\]]+                                    # a socket with its ticket
    | (?<=\bticket=)[^\s&'"<>)\]]+
    | (?<=\bv0=)[0-9a-f]{32,}                                 # a request's signature
    """,
    re.VERBOSE,
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with whatever looks like a secret, and the given values, replaced."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return SECRETS.sub(HIDDEN, text)


class Redacting(logging.Filter):
    """Takes secrets out of a record: of its message, its traceback and its stack. `secrets` are known values."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 6)

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit: logging would print them all
            text = f"{record.msg} (its arguments did not fit)"
        record.msg, record.args = redact(text, self._secrets), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        if record.stack_info:
            record.stack_info = redact(record.stack_info, self._secrets)
        return True


def to_stderr(secrets: Iterable[str] = ()) -> None:
    """Log to standard error, from INFO on."""
    _set_up(logging.StreamHandler(), secrets)


def to_file(path: Path, secrets: Iterable[str] = ()) -> None:
    """Log to a file, at most 4 x 1 MB: for where the terminal is a chat platform."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - only there

    _set_up(RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True), secrets)


def _set_up(handler: logging.Handler, secrets: Iterable[str]) -> None:
    root = logging.getLogger()
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    net = Redacting(secrets)
    for one in root.handlers:
        one.addFilter(net)
    for noisy in QUIET:
        logging.getLogger(noisy).setLevel(logging.WARNING)
