"""Web API: who is there and who asks (auth.test, team.info, users.*, usergroups.*; docs.slack.dev/reference/methods).

E-mail addresses need a scope of their own. Never tells of people whom the workspace does not list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.slack_server.refusal import Arguments, Refusal
from tests.slack_server.web_api import method, page

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]


@method("auth.test")
def auth_test(slack: SlackServer, _arguments: Arguments) -> Json:
    return {
        "url": f"https://{slack.domain}.slack.com/", "team": slack.team_name, "user": "coursebot",
        "team_id": slack.team_id, "user_id": slack.bot_user_id, "bot_id": slack.bot_id,
        "is_enterprise_install": False,
    }  # fmt: skip


@method("api.test")
def api_test(_slack: SlackServer, arguments: Arguments) -> Json:
    return {"args": arguments.given}


@method("team.info", "team:read")
def team_info(slack: SlackServer, _arguments: Arguments) -> Json:
    return {"team": {"id": slack.team_id, "name": slack.team_name, "domain": slack.domain, "email_domain": ""}}


def _email(slack: SlackServer) -> bool:
    return "users:read.email" in slack.scopes


@method("users.info", "users:read")
def user_info(slack: SlackServer, arguments: Arguments) -> Json:
    account = slack.accounts.get(arguments.text("user"))
    if account is None:
        raise Refusal("user_not_found")
    return {"user": account.shape(email=_email(slack))}


@method("users.list", "users:read")
def users(slack: SlackServer, arguments: Arguments) -> Json:
    """The workspace's own people, those who left included. People of other workspaces are found one by one."""
    own = [account for account in slack.accounts.values() if not account.external]
    shown, following = page(slack, arguments, own)
    listed = [account.shape(email=_email(slack)) for account in shown]
    return {"members": listed, "cache_ts": slack.seconds(), "response_metadata": {"next_cursor": following}}


@method("users.lookupByEmail", "users:read.email")
def by_email(slack: SlackServer, arguments: Arguments) -> Json:
    email = arguments.required("email").lower()
    for account in slack.accounts.values():
        if account.email.lower() == email and not account.external and not account.deleted:
            return {"user": account.shape(email=True)}
    raise Refusal("users_not_found")


@method("usergroups.list", "usergroups:read")
def groups(slack: SlackServer, arguments: Arguments) -> Json:
    listed: list[Json] = []
    for group in slack.groups.values():
        if group.deleted and not arguments.flag("include_disabled"):
            continue
        shape: Json = {
            "id": group.id, "team_id": slack.team_id, "is_usergroup": True, "name": group.handle,
            "handle": group.handle, "description": "", "is_external": False, "date_delete": int(group.deleted),
        }  # fmt: skip
        if arguments.flag("include_users"):
            shape["users"] = list(group.users)
        if arguments.flag("include_count"):
            shape["user_count"] = len(group.users)
        listed.append(shape)
    return {"usergroups": listed}


@method("usergroups.users.list", "usergroups:read")
def group_users(slack: SlackServer, arguments: Arguments) -> Json:
    group = slack.groups.get(arguments.required("usergroup"))
    if group is None or (group.deleted and not arguments.flag("include_disabled")):
        raise Refusal("no_such_subteam")
    return {"users": list(group.users)}
