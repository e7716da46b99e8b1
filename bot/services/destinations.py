"""Where a course speaks: purposes ("announcements", "staff") to the channels of the platforms that this process runs.

It knows the course's `channels` only. A course without a channel on a platform simply is not on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.conversation.port import Use
from bot.course.model import Course
from bot.store import ledger

TERMINAL = "console"

STAFF = ledger.STAFF
"""The purpose of the staff channel, and the ledger's destination for what staff are told."""

REHEARSAL = ledger.REHEARSAL
"""The ledger's destination of rehearsal lines: they never take the key of the real post."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One channel of one platform."""

    platform: str
    channel: str


def destinations(course: Course, purpose: str) -> tuple[Destination, ...]:
    """The course's channels for the purpose, one a platform, in the schedule's order."""
    return tuple(
        Destination(platform, channels[purpose])
        for platform, channels in course.channels.items()
        if purpose in channels
    )


def staff_destination(course: Course) -> Destination | None:
    """Where staff are told things: the first platform that has a staff channel."""
    return next(iter(destinations(course, STAFF)), None)


def fitted(course: Course, platforms: Collection[str]) -> Course:
    """The course as this process uses it: with the channels of the platforms that it runs, and no others.

    In the terminal the channels have the names that they have elsewhere.
    """
    channels = {platform: names for platform, names in course.channels.items() if platform in platforms}
    if TERMINAL in platforms:
        names = {"announcements": f"#{course.id}", STAFF: f"#{course.id}-staff"}
        for elsewhere in reversed(course.channels.values()):
            names |= elsewhere
        channels[TERMINAL] = names
    return replace(course, channels=channels)


def uses(courses: Iterable[Course], platform: str) -> Mapping[str, frozenset[Use]]:
    """The channels that the courses name on the platform, as they spell them, with what each is for."""
    found: dict[str, set[Use]] = {}
    for course in courses:
        for purpose, channel in course.channels.get(platform, {}).items():
            found.setdefault(channel, set()).add(Use(course.id, purpose))
    return {channel: frozenset(them) for channel, them in found.items()}


def _name(spelled: str) -> str:
    """One word for `#seminar`, `seminar` and `#Seminar`. Which name an id belongs to only the platform knows."""
    return spelled.strip().removeprefix("#").casefold()


def unusable(course: Course) -> tuple[str, ...]:
    """A sentence for each reason why the bot could not speak as this course asks it to, or would tell all people what
    is for staff.
    """
    found: list[str] = []
    for platform, channels in course.channels.items():
        private = channels.get(STAFF, "")
        others = [(purpose, _name(channel)) for purpose, channel in channels.items() if purpose != STAFF]
        shared = [purpose for purpose, name in others if name == _name(private)]
        if shared:
            found.append(
                f"{private} on {platform} is the staff channel and the channel for {', '.join(sorted(shared))}; "
                "give staff a private channel of their own"
            )
    return tuple(found)


def contested(courses: Collection[Course]) -> tuple[str, ...]:
    """A sentence for each channel that two courses claim: a channel belongs to one course."""
    owners: dict[Destination, str] = {}
    found: set[str] = set()
    for course in courses:
        for platform, channels in course.channels.items():
            for channel in channels.values():
                owner = owners.setdefault(Destination(platform, _name(channel)), course.id)
                if owner != course.id:
                    found.add(
                        f"{channel} on {platform} belongs to {owner} and to {course.id}; "
                        "give each course channels of its own"
                    )
    return tuple(sorted(found))
