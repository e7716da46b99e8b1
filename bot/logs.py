"""Where the log goes, how a line of it is written, and what may never stand in it: tokens, response URLs, tickets,
passwords.

Whoever logs must not log a secret in the first place; this is the net below. It knows how secrets look and never what
they are worth. A line of the log is one record, whatever was logged.
"""

from __future__ import annotations

import json
import logging
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HIDDEN = "[hidden]"

TEXT, JSON = "text", "json"

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
    | (?<=://)[^\s:/?\#@'"]*:[^\s/@'"]+(?=@)                  # user and password in a URL
    | (?:(?<=postgres://)|(?<=postgresql://)|(?<=postgresql\+psycopg://))
      [^\s:/?\#@'"]*:[^\s'"]+(?=@)                           # the database's: whatever was not escaped in it
    | (?:(?<=password=)|(?<=PASSWORD=))(?:'(?:[^'\\]|\\.)*'|[^\s&'"]+)
    """,
    re.VERBOSE,
)

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What ends a line, what a terminal obeys or hides, and what no encoding can hold."""

PAIR = re.compile(r"(?:^|(?<= ))([a-z_]+)=")
"""Where a field begins in a message as it was written in the program."""

CONVERSION = re.compile(r"%(?:%|[-+ #0]*[0-9]*(?:\.[0-9]+)?[a-zA-Z])")
"""A place of an argument, or a percent sign."""

UNQUOTE = (urllib.parse.unquote, urllib.parse.unquote_plus)

SHORTEST = 6
"""Characters of a password that is hidden wherever it stands."""

Fields = Mapping[str, Any]

INDENT = "    "

_FIELDS = "coursebot_fields"
"""The attribute of a record that holds them."""


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with whatever looks like a secret, and the given values, replaced."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return SECRETS.sub(HIDDEN, text)


def one_line(text: str) -> str:
    """The text with every character made visible that would begin a line, move the cursor or hide something."""
    return OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def passwords(database_url: str) -> tuple[str, ...]:
    """Those in a database's URL, as they are written there and as they are meant: the longest first. One that is so
    short that it may stand in any word is left to the look of what is around it.
    """
    written = re.findall(r"^[^:/]+://[^:/@]*:([^@]*)@|[?&](?:ssl)?password=([^&]*)", database_url)
    forms = {form for two in written for one in two for form in (one, *(read(one) for read in UNQUOTE))}
    return tuple(sorted((form for form in forms if len(form) >= SHORTEST), key=lambda form: (-len(form), form)))


class Redacting(logging.Filter):
    """Takes secrets out of a record: of its message, its fields, its traceback and its stack; makes the message one
    line, and indents the lines of the others. `secrets` are known values.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 6)

    def filter(self, record: logging.LogRecord) -> bool:
        first = not hasattr(record, _FIELDS)  # else another net has seen it, that knows other secrets
        try:
            text = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit: logging would print them all
            text = f"{record.msg} (its arguments did not fit)"
        fields = _fields(record) if first else getattr(record, _FIELDS)
        setattr(record, _FIELDS, {name: self._clean(value) for name, value in fields.items()})
        record.msg, record.args = self._clean(text), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._block(record.exc_text, indent=first)
        if record.stack_info:
            record.stack_info = self._block(record.stack_info, indent=first)
        return True

    def _clean(self, value: Any) -> Any:
        return one_line(redact(value, self._secrets)) if isinstance(value, str) else value

    def _block(self, text: str, *, indent: bool) -> str:
        """Several lines of one record: none of them begins as a record does."""
        lines = redact(text, self._secrets).split("\n")
        return "\n".join(f"{INDENT if indent else ''}{one_line(line)}" for line in lines)


# --- fields -----------------------------------------------------------------------------------------------------------


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    """The `key=value` pairs of a message that begins with `action=`. Where one begins is read in the program's own
    words, before the arguments are put in, so that no argument can add a field.
    """
    template = record.msg
    if not isinstance(template, str) or not template.startswith("action="):
        return {}
    arguments = list(record.args) if isinstance(record.args, tuple) else []
    places = len([found for found in CONVERSION.findall(template) if found != "%%"])
    if places != len(arguments):
        return {}
    starts = [*PAIR.finditer(template)]
    ends = [*(start.start() - 1 for start in starts[1:]), len(template)]
    fields: dict[str, Any] = {}
    for start, end in zip(starts, ends, strict=True):
        written = template[start.end() : end]
        here = [found for found in CONVERSION.findall(written) if found != "%%"]
        taken, arguments = arguments[: len(here)], arguments[len(here) :]
        fields[start[1]] = _value(written, taken)
    return fields


def _value(written: str, arguments: list[Any]) -> Any:
    """A number stays one."""
    if len(arguments) == 1 and written == "%d" and isinstance(arguments[0], int):
        return int(arguments[0])
    if len(arguments) == 1 and re.fullmatch(r"%\.[0-9]f", written) and isinstance(arguments[0], int | float):
        return round(float(arguments[0]), int(written[2]))
    try:
        return written % tuple(arguments) if arguments else written.replace("%%", "%")
    except (TypeError, ValueError):
        return ""


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, the fields of the message, `message`, and where something
    failed `exception` or `stack`. A record that no net has passed has no fields.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        begins = {
            "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
        }
        said: dict[str, Any] = {"message": record.getMessage()}
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            said["exception"] = _outdented(record.exc_text)
        if record.stack_info:
            said["stack"] = _outdented(record.stack_info)
        fields: Fields = getattr(record, _FIELDS, {})
        return json.dumps({**begins, **fields, **begins, **said}, default=str)


def _outdented(block: str) -> str:
    return "\n".join(line.removeprefix(INDENT) for line in block.split("\n"))


# --- where it goes ----------------------------------------------------------------------------------------------------


def tell(text: str, *, level: int = logging.INFO) -> None:
    """A line for whoever started the service, where all that it writes is the log."""
    for line in text.splitlines():
        logging.getLogger("bot").log(level, "action=told words=%s", line)


def to_stderr(secrets: Iterable[str] = (), *, written_as: str = TEXT) -> None:
    """Log to standard error, from INFO on."""
    _set_up(logging.StreamHandler(), secrets, written_as)


def to_file(path: Path, secrets: Iterable[str] = (), *, written_as: str = TEXT) -> None:
    """Log to a file, at most 4 x 1 MB: for where the terminal is a chat platform."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - only there

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    _set_up(handler, secrets, written_as)


def _set_up(handler: logging.Handler, secrets: Iterable[str], written_as: str) -> None:
    root = logging.getLogger()
    handler.setFormatter(JsonLines() if written_as == JSON else logging.Formatter(FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    net = Redacting(secrets)
    for one in root.handlers:
        one.addFilter(net)
    for noisy in QUIET:
        logging.getLogger(noisy).setLevel(logging.WARNING)
