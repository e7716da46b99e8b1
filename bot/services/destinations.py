"""Where a course speaks: purposes ("announcements", "staff") to the channels of the platforms that this process runs.

It knows the course's `channels` only. A course without a channel on a platform simply is not on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

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


def unusable(course: Course) -> tuple[str, ...]:
    """A sentence for each reason why the bot could not speak as this course asks it to, or would tell all people what
    is for staff.
    """
    found: list[str] = []
    for platform, channels in course.channels.items():
        private = channels.get(STAFF)
        shared = [purpose for purpose, channel in channels.items() if purpose != STAFF and channel == private]
        if shared:
            found.append(
                f"{private} on {platform} is the staff channel and the channel for {', '.join(sorted(shared))}; "
                "give staff a private channel of their own"
            )
    return tuple(found)


def contested(courses: Collection[Course]) -> tuple[str, ...]:
    """A sentence for each channel that two courses claim: a channel belongs to one course."""
    owners: dict[Destination, str] = {}
    found: list[str] = []
    for course in courses:
        for destination in {
            Destination(platform, channel)
            for platform, channels in course.channels.items()
            for channel in channels.values()
        }:
            owner = owners.setdefault(destination, course.id)
            if owner != course.id:
                found.append(
                    f"{destination.channel} on {destination.platform} belongs to {owner} and to {course.id}; "
                    "give each course channels of its own"
                )
    return tuple(sorted(found))
