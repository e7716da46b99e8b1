"""What all of the auditor's checks ask the evidence: what stands there, how long nothing could be done, and who was hit.

It finds nothing by itself.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Protocol

from tests.torture.evidence import Disturbed, Evidence, Seen, Span, merged, within

UNCONNECTED = "unconnected"
"""Nobody could ask anything. It is of no matter for what is said unasked."""

LOSSY = ("drop", "error", "kill", "freeze", "down")
"""What may lose a call, or its answer."""

OF_REVIEWS = (
    "Submitted",
    "Kept as a draft",
    "Kept. ",
    "NOT submitted: ",
    "Not saved",
    "You saved version",
    "I told the staff",
    "The staff know already",
    "You are excused from",
    "What you owe of",
    "Nothing that you owe",
    "The review of ",
    "Draft saved",
    "This is what you submitted",
    "Your reviews",
    "Which paper do you want",
)
"""How an answer to what was done about a review begins."""


OF_SEATS = re.compile(
    r"^(You are |Do you want to (be|give back) |This class has moved|Which of your seats |You gave back |You have no seat "
    r"|That seat is (not )?yours|Class has begun|Your seats|All seats|The schedule has no such seat|You (no longer )?offer "
    r"|You cannot swap |You have (offered|swapped|it already|said so already)|Swapped\. |You may not have |Thank you! You are "
    r"|It is yours already|I have told the staff, and look|All right\. I ask|Somebody has it already|That is not needed "
    r"|You are not the backup|I asked somebody else that|One of the two seats|Both seats are|Nobody has a seat like "
    r"|There is nothing to withdraw|For your calendar: |I have sent it to you|Your calendar file|Your seats for|Here it is\. Open it"
    r"|(Neutral Presenter|Advocate|Critic|Backup/Scribe) for )"
    r"|( has (withdrawn that offer|swapped with somebody else already)| does not have that seat any more"
    r"| may not have .* any more by the rules)"
)
"""How an answer to what was done about a seat begins, or what is in it."""


class Did(Protocol):
    """Something that a person did, from when until when, and which processes were given it."""

    @property
    def at(self) -> datetime: ...

    @property
    def until(self) -> datetime | None: ...

    @property
    def takers(self) -> tuple[int, ...]: ...


def visible(evidence: Evidence) -> list[Seen]:
    return [seen for seen in evidence.seen if seen.by_bot and not seen.deleted]


def is_about_reviews(seen: Seen) -> bool:
    """Whether it answers what somebody did about a review."""
    return not seen.key and seen.text.startswith(OF_REVIEWS)


def is_about_seats(seen: Seen) -> bool:
    """Whether it answers what somebody did about a seat."""
    return (not seen.key or seen.key.startswith("answer/")) and bool(OF_SEATS.search(seen.text))


def reader(evidence: Evidence, seen: Seen) -> str:
    """The one account that can read it; '' where several can."""
    return seen.to or evidence.directs.get(seen.channel, "")


def disturbances(evidence: Evidence) -> list[Span]:
    """Whether anybody was connected is of no matter for what is said unasked."""
    return [(one.begin, one.end) for one in evidence.disturbed if one.what != UNCONNECTED]


def disturbed(evidence: Evidence, begin: datetime, end: datetime) -> timedelta:
    return within(disturbances(evidence), begin, end)


def lost(evidence: Evidence, begin: datetime, end: datetime, nights: list[Span] | None = None) -> timedelta:
    """How much of the time nobody could have said anything: what was disturbed, what the clock leapt over, nights."""
    return within([*disturbances(evidence), *evidence.leaps, *(nights or ())], begin, end)


def able(evidence: Evidence, begin: datetime, end: datetime, nights: list[Span] | None = None) -> timedelta:
    """How much of the time there was to do something in."""
    return end - begin - lost(evidence, begin, end, nights) if end > begin else timedelta()


def perhaps_from(evidence: Evidence, at: datetime) -> datetime:
    """When what was said at `at` may have been put into words at the earliest: what was disturbed, or leapt over,
    meanwhile counts for nothing.
    """
    left = evidence.patience
    for begin, end in reversed(merged([*disturbances(evidence), *evidence.leaps])):
        if begin >= at:
            continue
        quiet = at - min(end, at)
        if quiet >= left:
            break
        left, at = left - quiet, begin
    return at - left


def harmed(evidence: Evidence, did: Did) -> bool:
    """Whether the process that took it was killed or frozen, or the call with the answer was lost on its way."""
    process = any(one.pid and one.pid in did.takers for one in meanwhile(evidence, did))
    return process or call_failed(evidence, did, "response_url", "Ephemeral", "postMessage", "views.")


def call_failed(evidence: Evidence, did: Did, *methods: str) -> bool:
    return any(
        one.what == "down" or (any(name in one.what for name in methods) and any(word in one.what for word in LOSSY))
        for one in meanwhile(evidence, did)
    )


def meanwhile(evidence: Evidence, did: Did) -> list[Disturbed]:
    end = did.until or evidence.end_at
    return [one for one in evidence.disturbed if one.begin <= end and one.end >= did.at]
