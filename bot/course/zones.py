"""Time zones as people name them: an IANA name or a city, with typing errors. Pure; knows nobody's choice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rapidfuzz import fuzz, process

from bot.course.search import words_of

CITIES = {
    "aachen": "Europe/Berlin",
    "atlanta": "America/New_York",
    "austin": "America/Chicago",
    "bangalore": "Asia/Kolkata",
    "barcelona": "Europe/Madrid",
    "beijing": "Asia/Shanghai",
    "bengaluru": "Asia/Kolkata",
    "berkeley": "America/Los_Angeles",
    "boston": "America/New_York",
    "cambridge": "Europe/London",
    "delhi": "Asia/Kolkata",
    "geneva": "Europe/Zurich",
    "haifa": "Asia/Jerusalem",
    "hamburg": "Europe/Berlin",
    "hyderabad": "Asia/Kolkata",
    "kyoto": "Asia/Tokyo",
    "lausanne": "Europe/Zurich",
    "miami": "America/New_York",
    "milan": "Europe/Rome",
    "montreal": "America/Toronto",
    "mumbai": "Asia/Kolkata",
    "munich": "Europe/Berlin",
    "new delhi": "Asia/Kolkata",
    "oxford": "Europe/London",
    "palo alto": "America/Los_Angeles",
    "philadelphia": "America/New_York",
    "pittsburgh": "America/New_York",
    "portland": "America/Los_Angeles",
    "princeton": "America/New_York",
    "san diego": "America/Los_Angeles",
    "san francisco": "America/Los_Angeles",
    "san jose": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "shenzhen": "Asia/Shanghai",
    "stanford": "America/Los_Angeles",
    "tel aviv": "Asia/Jerusalem",
    "washington": "America/New_York",
    "utc": "UTC",
}
"""Where many people study and no zone has the name."""

OFFERED = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Sao_Paulo",
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Istanbul",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)
"""For a menu."""

SURE, CLEAR = 80.0, 8.0
"""So like a name is a typing error of it (0 to 100), where no other is nearly as like."""
VAGUE = 65.0
GUESSES = 4
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Found:
    """`zone` is what was meant; else `guesses` may be it."""

    zone: str | None
    guesses: tuple[str, ...] = ()


def is_zone(name: str) -> bool:
    """Whether there is such a zone, by its full name."""
    return name in _names()


def zone_of(name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """The zone of a name that was stored; one that the machine does not know any more is as none."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def spoken(name: str) -> str:
    """`New York` for America/New_York."""
    return name.rpartition("/")[2].replace("_", " ")


def find(typed: str) -> Found:
    """The zone that somebody means by these words."""
    known = _vocabulary()
    words = " ".join(words_of(typed[:LONGEST]))
    if words in known:
        return Found(known[words])
    near = process.extract(words, list(known), scorer=fuzz.ratio, score_cutoff=VAGUE, limit=None)
    zones: dict[str, float] = {}
    for name, score, _ in near:
        zones[known[name]] = max(score, zones.get(known[name], 0.0))
    best = sorted(zones, key=lambda zone: (-zones[zone], zone))
    if best and zones[best[0]] >= max(SURE, *(zones[other] + CLEAR for other in best[1:2]), 0.0):
        return Found(best[0])
    return Found(None, tuple(best[:GUESSES]))


@cache
def _names() -> frozenset[str]:
    """Those that name a place, and UTC."""
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in areas) | {"UTC"}


@cache
def _vocabulary() -> dict[str, str]:
    """Words → zone: the city, and the full name."""
    known: dict[str, str] = {}
    for name in sorted(_names()):
        known.setdefault(" ".join(words_of(spoken(name))), name)
        known[" ".join(words_of(name))] = name
    return known | CITIES
