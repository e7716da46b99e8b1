"""Who people are on Slack: accounts by id, by e-mail and by user group, as members with a name and a kind.

It remembers accounts for a while, since Slack lets a bot ask for about a hundred a minute, and a course may have more.
It knows nothing of channels, and never writes a name to a log.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.conversation.port import Member
from bot.course.model import StaffMember
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.refusals import Refusal

MANY = 30
"""More unknown accounts than this are looked for in the workspace's list first, a page of 200 at a time."""

LIST_PAGES = 20
"""Pages of the list that are read in a minute at most; who was not in them is asked for one by one."""

REMEMBERED = 3600.0
SLACKBOT = "USLACKBOT"
"""Slack's own bot, which its API does not call one."""

NOBODY = frozenset({"user_not_found", "user_not_visible", "users_not_found", "no_such_subteam"})


def is_account(written: str) -> bool:
    """Whether it is a person's id."""
    return re.fullmatch(r"[UW][A-Z0-9]{2,20}", written) is not None


class People:
    """Accounts of one workspace. `monotonic` is in seconds."""

    def __init__(self, api: Api, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._api, self._monotonic = api, monotonic
        self._users: dict[str, tuple[float, dict[str, Any]]] = {}

    async def members(self, accounts: Iterable[str]) -> tuple[Member, ...]:
        """The accounts that are in use, the bot itself and Slackbot left out. Raises PlatformDown, RateLimited,
        PostRefused.
        """
        me = await self._api.me()
        wanted = [account for account in dict.fromkeys(accounts) if account not in (me.bot_user_id, SLACKBOT)]
        await self._meet([account for account in wanted if self._remembered(account) is None])
        users = [user for account in wanted if (user := await self._user(account)) is not None]
        return tuple(_member(user, me) for user in users if not user.get("deleted"))

    async def name_of(self, account: str) -> str:
        """The person's full name; the id where Slack knows nobody. Raises PlatformDown, RateLimited, PostRefused."""
        user = await self._user(account)
        return _name(user) if user is not None else account

    async def staff(self, entry: StaffMember) -> tuple[Member, ...]:
        """By the id, else by the e-mail address; and all of the user group."""
        accounts: list[str] = []
        if entry.slack is not None:
            accounts.append(entry.slack)
        elif entry.email is not None:
            accounts += await self._by_email(entry.email)
        if entry.slack_group is not None:
            accounts += await self._in_group(entry.slack_group)
        return await self.members(accounts)

    def forget(self, account: str) -> None:
        """What is known of an account is no longer so."""
        self._users.pop(account, None)

    async def _by_email(self, email: str) -> list[str]:
        try:
            user = (await self._api.call("users.lookupByEmail", email=email))["user"]
        except Refusal as refusal:
            if refusal.code in NOBODY:
                return []
            raise
        self._remember(user)
        return [str(user["id"])]

    async def _in_group(self, group: str) -> list[str]:
        groups = (await self._api.call("usergroups.list")).get("usergroups") or []
        handle = group.removeprefix("@")
        found = next((one for one in groups if handle in (one.get("id"), one.get("handle"))), None)
        if found is None:
            return []
        answer = await self._api.call("usergroups.users.list", usergroup=found["id"])
        return [str(account) for account in answer.get("users") or []]

    # --- the memo ---------------------------------------------------------------------------------------------------

    def _remember(self, user: dict[str, Any]) -> None:
        self._users[str(user["id"])] = (self._monotonic() + REMEMBERED, user)

    def _remembered(self, account: str) -> dict[str, Any] | None:
        until, user = self._users.get(account, (0.0, None))
        return user if self._monotonic() < until else None

    async def _user(self, account: str) -> dict[str, Any] | None:
        known = self._remembered(account)
        if known is not None:
            return known
        try:
            user: dict[str, Any] = (await self._api.call("users.info", user=account))["user"]
        except Refusal as refusal:
            if refusal.code in NOBODY:
                return None
            raise
        self._remember(user)
        return user

    async def _meet(self, strangers: list[str]) -> None:
        """Where many are unknown, read the list of all until they are known or the pages are used up."""
        if len(strangers) <= MANY:
            return
        missing, pages = set(strangers), 0
        async for page in self._api.pages("users.list"):
            for user in page.get("members") or []:
                if user["id"] in missing:
                    self._remember(user)
                    missing.discard(user["id"])
            pages += 1
            if not missing or pages == LIST_PAGES:
                return


def _member(user: dict[str, Any], me: Identity) -> Member:
    email = (user.get("profile") or {}).get("email") or ""
    return Member(
        account=str(user["id"]), name=_name(user), email=str(email), kind=_kind(user, me), timezone=_timezone(user)
    )


def _timezone(user: dict[str, Any]) -> str:
    """Slack tells nothing of accounts that are closed, and of bots what is nobody's."""
    name = str(user.get("tz") or "")
    try:
        return ZoneInfo(name).key if "/" in name else ""
    except (KeyError, ValueError, OSError):  # unknown here, or no name at all
        return ""


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
    return next((str(name) for name in names if name), str(user["id"]))


def _kind(user: dict[str, Any], me: Identity) -> Literal["member", "guest", "external", "bot"]:
    if user.get("is_bot") or user.get("is_workflow_bot"):
        return "bot"
    if user.get("is_stranger") or not _of_this_house(user, me):
        return "external"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "guest"
    return "member"


def _of_this_house(user: dict[str, Any], me: Identity) -> bool:
    """In the workspace, or in another one of the same organization."""
    if user.get("team_id", me.team_id) == me.team_id:
        return True
    organization = (user.get("enterprise_user") or {}).get("enterprise_id") or user.get("enterprise_id")
    return bool(me.enterprise_id) and organization == me.enterprise_id
