"""What lacks on Slack before the bot can do its work, each as one sentence that says what to do.

Used by `coursebot doctor` and at the start of the service. It only reads; it knows who people are and names them to
whoever runs the doctor, not to a log, and it never shows a token.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.conversation.port import Member, PostRefused, RateLimited, ShutOut
from bot.course.model import Course, StaffMember
from bot.course.wording import counted, listed
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.directory import STAFF, Directory
from bot.platforms.slack.manifest import SCOPES, scopes
from bot.platforms.slack.platform import NAME
from bot.platforms.slack.refusals import MANIFEST, Refusal

MOST_SKEW = 60.0
"""Seconds that this machine's clock may differ from Slack's."""

ANNOUNCEMENTS = "announcements"

SHOWN = 8
"""Names in one line."""

WHO = "`coursebot doctor` says who"

LATER = "Slack wants a pause before the app's token is tried again; the rest was looked at"


@dataclass(frozen=True, slots=True)
class Finding:
    """`lack`: something to be done, `fatal`: nothing works before it is done, `note`: good to know. What lacks is said
    in `words` that a log may hold, and with people's names in `named`, where somebody is meant.
    """

    kind: Literal["fine", "note", "lack", "fatal"]
    words: str
    named: str = ""

    @property
    def in_full(self) -> str:
        return self.named or self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctor:
    """`clock_says` is this machine's time, None where it is not compared.
    `app_token`: whether to try it; Slack allows that about once a minute.
    """

    api: Api
    directory: Directory
    courses: Sequence[Course]
    clock_says: datetime | None
    app_token: bool

    async def findings(self) -> AsyncIterator[Finding]:
        """All that there is to say, in the order in which it is to be mended. Raises PlatformDown, RateLimited."""
        try:
            me = await self.api.identity()
            paused = not await self._app_token()
        except (ShutOut, Refusal) as error:
            yield Finding("fatal", str(error))
            return
        tokens = "tokens" if self.app_token and not paused else "token"
        yield Finding("fine", f"the bot is @{me.name} in {me.team}, and Slack accepts its {tokens}")
        if paused:
            yield Finding("note", LATER)
        for found in (*self._scopes(me), *self._clock(me)):
            yield found
        for course in self.courses:
            async for found in self._course(course):
                yield found

    # --- the app ----------------------------------------------------------------------------------------------------

    async def _app_token(self) -> bool:
        """Try it, unless that is not wanted; False: Slack wants a pause first."""
        try:
            if self.app_token:
                await self.api.call("apps.connections.open")
        except RateLimited:
            return False
        return True

    def _scopes(self, me: Identity) -> list[Finding]:
        """Those whose lack has the same consequence are one line."""
        everything, optional = scopes()
        lacking: dict[str, list[str]] = {}
        for scope in everything:
            if scope not in me.scopes:
                lacking.setdefault(SCOPES[scope].without, []).append(scope)
        found: list[Finding] = []
        for without, missing in lacking.items():
            words = f"the {'scope' if len(missing) == 1 else 'scopes'} {listed(missing)}"
            if set(missing) <= set(optional):
                found.append(Finding("note", f"without {words} {without}"))
            else:
                are = "is" if len(missing) == 1 else "are"
                found.append(Finding("lack", f"{words} {are} missing, so {without}: {MANIFEST}"))
        return found or [Finding("fine", f"all {len(everything)} scopes are granted")]

    def _clock(self, me: Identity) -> list[Finding]:
        if self.clock_says is None or me.server_time is None:
            return []
        ahead = (self.clock_says - me.server_time).total_seconds()
        if abs(ahead) <= MOST_SKEW:
            return []
        way = "ahead of" if ahead > 0 else "behind"
        words = f"this machine's clock is {_length(abs(ahead))} {way} Slack's, so posts come at the wrong time: "
        return [Finding("lack", f"{words}set it (timedatectl set-ntp true)")]

    # --- a course ---------------------------------------------------------------------------------------------------

    async def _course(self, course: Course) -> AsyncIterator[Finding]:
        channels = course.channels.get(NAME, {})
        for purpose in (ANNOUNCEMENTS, STAFF):
            if purpose not in channels:
                yield Finding("lack", f"{course.title} has no channel for {purpose}: {_add(purpose)}")
        found, staff = await self._staff(course)
        for one in found:
            yield one
        for purpose, spelled in channels.items():
            async for finding in self._channel(course, purpose, spelled, staff):
                yield finding

    async def _staff(self, course: Course) -> tuple[list[Finding], list[Member] | None]:
        """Whom each entry of the schedule means on Slack, and all of them; None where a scope that lacks hides it."""
        found: list[Finding] = []
        everybody: list[Member] | None = []
        leads = False
        for number, entry in enumerate(course.staff, start=1):
            asked = _asked(entry)
            if not asked:
                continue
            try:
                members = await self.directory.users.staff(entry)
            except Refusal as refusal:
                everybody = None
                found += [] if _told(refusal) else [Finding("lack", f"staff of {course.title}: {refusal}")]
                continue
            if everybody is not None:
                everybody += members
            leads = leads or (entry.role == "instructor" and bool(members))
            found.append(_who(course, entry, asked, members, number))
        if everybody is not None and not leads:
            words = f"no instructor of {course.title} was found on Slack, so nobody can go live"
            found.append(Finding("lack", f"{words}: give one an email: or a slack: id under course: staff:"))
        return found, everybody

    async def _channel(
        self, course: Course, purpose: str, spelled: str, staff: Sequence[Member] | None
    ) -> AsyncIterator[Finding]:
        try:
            channel_id = await self.directory.id_of(spelled)
            seen: dict[str, Any] = (await self.api.call("conversations.info", channel=channel_id))["channel"]
        except Refusal as refusal:
            if not _told(refusal):
                yield Finding("lack", await self._why(refusal, spelled, course))
            return
        if seen.get("is_archived"):
            yield Finding("lack", str(Refusal("is_archived").about(spelled, "")))
        elif not seen.get("is_member"):
            yield Finding("lack", str(Refusal("not_in_channel").about(spelled, await self.directory.mention())))
        elif purpose != STAFF:
            yield Finding("fine", f"the bot is in {spelled} ({purpose} of {course.title})")
        elif not seen.get("is_private"):
            words = f"{spelled} is public, so everybody could read what is for staff: make it private, or name another"
            yield Finding("lack", words)
        else:
            try:
                await self.directory.refuse_open_staff(spelled)
            except PostRefused as refusal:
                yield Finding("lack", str(refusal))
            else:
                yield await self._readers(course, spelled, channel_id, staff)

    async def _why(self, refusal: Refusal, spelled: str, course: Course) -> str:
        """A channel that cannot be found. For a name nobody can tell whether it is private, misspelled or not there."""
        mention = await self.directory.mention()
        if refusal.code in ("not_in_channel", "channel_not_found"):
            return (
                f"the bot is in no channel {spelled} ({course.title}): type /invite {mention} there; if there is none, "
                "create it or correct the schedule (course: channels: slack:)"
            )
        return str(refusal.about(spelled, mention))

    async def _readers(self, course: Course, spelled: str, channel_id: str, staff: Sequence[Member] | None) -> Finding:
        """Everybody in the staff channel reads what is for staff."""
        try:
            members = await self.directory.members(channel_id) if staff is not None else ()
        except Refusal as refusal:
            if not _told(refusal):
                return Finding("lack", f"who is in {spelled} cannot be seen: {refusal}")
            staff = None
        private = f"the bot is in {spelled} (staff of {course.title}), which is private"
        if staff is None:
            return Finding("note", f"{private}; who is in it could not be compared with the course's staff")
        known = {member.account for member in staff}
        strangers = [member for member in members if member.kind != "bot" and member.account not in known]
        if not strangers:
            return Finding("fine", f"{private} and all staff")
        are = "is" if len(strangers) == 1 else "are"
        there = f"in {spelled} and would read what is for staff of {course.title}"
        people = f"{counted(len(strangers), 'person', 'people')} who {are} not staff {are}"
        return Finding(
            "lack",
            f"{people} {there}; {WHO}",
            named=f"{_names(strangers)} {are} {there}: name them under course: staff:, or remove them from the channel",
        )


def of_slack(words: str) -> str:
    """With Slack's name in front, where it does not begin with that."""
    return words if words.startswith("Slack ") else f"Slack: {words}"


def _who(course: Course, entry: StaffMember, asked: str, members: Sequence[Member], number: int) -> Finding:
    """Whom an entry of the schedule means. `number` counts the entries."""
    if members:
        return Finding("fine", f"staff of {course.title}: {asked} is {_names(members)} ({entry.role})")
    return Finding(
        "lack",
        f"staff of {course.title}: entry {number} under course: staff: is nobody on Slack; {WHO}",
        named=f"staff of {course.title}: nobody on Slack is {asked}; correct {entry.name} in the schedule",
    )


def _told(refusal: Refusal) -> bool:
    """A scope that lacks was told already, with all that does not work without it."""
    return refusal.code == "missing_scope"


def _add(purpose: str) -> str:
    example = {ANNOUNCEMENTS: "#cs999", STAFF: "#cs999-staff"}[purpose]
    return f'add it to the schedule (course: channels: slack: {{{purpose}: "{example}"}})'


def _asked(entry: StaffMember) -> str:
    """How the schedule names somebody; '' where it only says a name."""
    group = f"the user group {entry.slack_group}" if entry.slack_group else ""
    return " and ".join(part for part in (entry.slack or entry.email or "", group) if part)


def _names(members: Sequence[Member]) -> str:
    shown = [member.name for member in members[:SHOWN]]
    more = len(members) - len(shown)
    return listed([*shown, counted(more, "other")] if more else shown)


def _length(seconds: float) -> str:
    return counted(round(seconds / 60), "minute") if seconds < 7200 else counted(round(seconds / 3600), "hour")
