"""Words that are not about time to values: texts, ids, links, numbers, yes and no, time zones.

Each function takes what was written and raises ValueError with a sentence for the person who wrote it. Texts are kept
exactly as they are: what may look dangerous on a chat platform is data here.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.course.source import quote

TITLE_LIMIT, NOTE_LIMIT, URL_LIMIT, WORD_LIMIT = 300, 2000, 2000, 100
ITEM_ID, COURSE_ID, ROLE_ID = 24, 12, 8
LONGEST_COMMAND = len("deadlines")
COMMAND_LIMIT = 32

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CONTROL_IN_NOTE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")


def text(limit: int, *, lines: bool = False) -> Callable[[str], str]:
    """A text of 1 to `limit` characters; with `lines` it may hold newlines and tabs."""
    forbidden = _CONTROL_IN_NOTE if lines else _CONTROL

    def read(written: str) -> str:
        if not written.strip():
            raise ValueError("it is empty: write something, or leave the key out")
        if len(written) > limit:
            raise ValueError(f"it is {len(written)} characters long, at most {limit} are allowed")
        if found := forbidden.search(written):
            what = "a line break" if found[0] in "\n\r\x85\u2028\u2029" else "an invisible control character"
            where = "" if lines or what == "a line break" else f" (U+{ord(found[0]):04X})"
            raise ValueError(f"it holds {what}{where}: keep it on one line of plain text")
        return written

    return read


title = text(TITLE_LIMIT)
word = text(WORD_LIMIT)
note = text(NOTE_LIMIT, lines=True)


def identifier(limit: int) -> Callable[[str], str]:
    """An id: `[a-z0-9-]`, at most `limit` characters. It is part of what the bot remembers having said."""
    lawful = re.compile(rf"[a-z0-9-]{{1,{limit}}}")

    def read(written: str) -> str:
        if lawful.fullmatch(written):
            return written
        if not written.strip():
            raise ValueError("the id is empty: write a short word such as big-data")
        better = slug(written, limit)
        advice = f", such as {better}" if better else ""
        if len(written) > limit:
            raise ValueError(f"this id is {len(written)} characters long: use at most {limit}{advice}")
        raise ValueError(f"an id holds only a-z, 0-9 and hyphens: {quote(written)} does not fit, write another{advice}")

    return read


def slug(written: str, limit: int = ITEM_ID) -> str:
    """The id that a title gives: its ASCII letters and digits with hyphens between, cut to `limit`. May be empty."""
    plain = unicodedata.normalize("NFKD", written[:1000]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:limit].strip("-")


def field_id(written: str) -> str:
    """Ids of form fields are keys in stored reviews and column names in exports."""
    if re.fullmatch(r"[a-z][a-z0-9_]{0,23}", written):
        return written
    better = slug(written).replace("-", "_")
    raise ValueError(
        f"{quote(written)} cannot be the id of a field: use at most 24 of a-z, 0-9 and _"
        + (f", such as {better}" if better and better[0].isalpha() else "")
    )


def url(written: str) -> str:
    if len(written) > URL_LIMIT:
        raise ValueError(f"this link is {len(written)} characters long, at most {URL_LIMIT} are allowed")
    if not written.strip():
        raise ValueError("the link is empty: write an address that begins with https://, or leave the key out")
    if re.search(r"\s", written) or _CONTROL.search(written):
        raise ValueError(f"{quote(written)} holds a space or a line break: a link has none (a space is written %20)")
    try:
        parts = urlsplit(written)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"{quote(written)} is not a link: write a full address such as https://example.edu") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{quote(written)} is not a web link: it must begin with http:// or https://")
    if not host:
        raise ValueError(f"{quote(written)} names no site: write a full address such as https://example.edu")
    return written


def email(written: str) -> str:
    if len(written) <= 254 and re.fullmatch(r"[^@\s\"<>(),;:]+@[^@\s\"<>(),;:]+\.[^@\s\"<>(),;:.]+", written):
        return written
    raise ValueError(f"{quote(written)} is not an e-mail address: write name@example.edu")


def slack_id(written: str) -> str:
    if re.fullmatch(r"[UW][A-Z0-9]{2,20}", written):
        return written
    raise ValueError(f"{quote(written)} is not a Slack member id: it looks like U0123ABCD (profile, Copy member ID)")


def slack_group(written: str) -> str:
    """A user group's handle, without its @, or its id. Ids are capitals, handles are not."""
    handle = written.removeprefix("@")
    if re.fullmatch(r"S[A-Z0-9]{2,20}|[a-z0-9][a-z0-9._-]{0,79}", handle):
        return handle
    raise ValueError(f"{quote(written)} is not a Slack user group: write its handle such as cs294-tas, or its id S…")


def discord_id(written: str) -> str:
    if re.fullmatch(r"[0-9]{1,20}", written):
        return written
    raise ValueError(f"{quote(written)} is not a Discord user id: it is a number of about 18 digits (Copy User ID)")


def command_prefix(written: str) -> str:
    """What all commands begin with. Discord and Slack both take lower-case names of at most 32 characters."""
    longest = COMMAND_LIMIT - LONGEST_COMMAND
    if re.fullmatch(rf"(?:[a-z][a-z0-9-]{{0,{longest - 1}}})?", written):
        return written
    raise ValueError(
        f"with {quote(written)} commands would be called {quote('/' + written + 'deadlines')}, which is not allowed: "
        f"use at most {longest} of a-z, 0-9 and hyphens, beginning with a letter"
    )


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(written: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", written):
            raise ValueError(f"{quote(written)} is not a whole number: write one from {least} to {most}")
        if not least <= int(written) <= most:
            raise ValueError(f"{written} is outside {least} to {most}: write a number in that range")
        return int(written)

    return read


def number(most: float) -> Callable[[str], float]:
    def read(written: str) -> float:
        if not re.fullmatch(r"\+?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})%?", written):
            raise ValueError(f"{quote(written)} is not a number: write one from 0 to {most:g}")
        value = float(Decimal(written.removesuffix("%")))
        if value > most:
            raise ValueError(f"{written} is too large: write a number from 0 to {most:g}")
        return value

    return read


def yes_no(written: str) -> bool:
    lower = written.casefold()
    if lower in _YES or lower in _NO:
        return lower in _YES
    raise ValueError(f"{quote(written)} is neither yes nor no: write true or false")


def zone(written: str) -> ZoneInfo:
    """A name of the IANA list. The list itself is slow to read: that is done only to suggest a name."""
    try:
        if re.fullmatch(r"(?:UTC|[A-Z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)+)", written):
            return ZoneInfo(written)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    raise ValueError(f"there is no time zone {quote(written)}: {_zone_advice(written)}")


_ABBREVIATIONS = {
    **dict.fromkeys(("PT", "PST", "PDT", "PACIFIC"), "America/Los_Angeles"),
    **dict.fromkeys(("MT", "MST", "MDT", "MOUNTAIN"), "America/Denver"),
    **dict.fromkeys(("CT", "CST", "CDT", "CENTRAL"), "America/Chicago"),
    **dict.fromkeys(("ET", "EST", "EDT", "EASTERN"), "America/New_York"),
    **dict.fromkeys(("AKST", "AKDT"), "America/Anchorage"),
    **dict.fromkeys(("HST", "HDT"), "Pacific/Honolulu"),
    **dict.fromkeys(("AST", "ADT"), "America/Halifax"),
    **dict.fromkeys(("BRT", "BRST"), "America/Sao_Paulo"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "Europe/Berlin"),
    **dict.fromkeys(("GMT", "BST"), "Europe/London"),
    **dict.fromkeys(("WET", "WEST"), "Europe/Lisbon"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Athens"),
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    "AWST": "Australia/Perth",
    "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul",
    "IDT": "Asia/Jerusalem",
    "PKT": "Asia/Karachi",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "IST": "Asia/Kolkata",
}
_POSIX = re.compile(r"([A-Z]{3,4})\d{1,2}(?:[A-Z]{3,4})?", re.ASCII)
"""`EST5`, `EST5EDT`: as some systems write a zone."""


def _zone_advice(written: str) -> str:
    from zoneinfo import available_timezones  # noqa: PLC0415 (kept beside its only, slow use)

    short = written[:60].strip().upper()
    posix = _POSIX.fullmatch(short)
    if known := _ABBREVIATIONS.get(posix[1] if posix else short):
        return f"name a city of it, such as {known}"
    names = {name.lower(): name for name in sorted(available_timezones()) if "/" in name}
    cities = {name.rpartition("/")[2]: name for name in names}
    wanted = written[:60].strip().lower().replace(" ", "_")
    if wanted in names or wanted in cities:
        return f"did you mean {names[cities.get(wanted, wanted)]}?"
    if near := difflib.get_close_matches(wanted, list(names), 1) or difflib.get_close_matches(wanted, list(cities), 1):
        return f"did you mean {names[cities.get(near[0], near[0])]}?"
    return "write a name such as America/Los_Angeles or Europe/Berlin"


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    wanted = written[:60].lower().replace("-", "_").replace(" ", "_")
    near = difflib.get_close_matches(wanted, sorted(known), 1, cutoff=0.6)
    return near[0] if near else None
