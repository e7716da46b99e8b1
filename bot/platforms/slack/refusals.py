"""What Slack's error codes mean for the effect of a call, and in one sentence what people can do about them.

It knows codes and sentences only; it never sees a token, and nothing of a request but its channel is ever quoted.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.port import OutcomeUnknown, PostRefused, RateLimited, ShutOut
from bot.errors import CoursebotError, PlatformDown

NO_HINT = 30.0
"""Seconds to wait where Slack limits the rate and does not say for how long."""

SHUT_OUT: Mapping[str, str] = {
    "invalid_auth": "it does not know {token}; copy the token again from the app's page (api.slack.com/apps)",
    "not_authed": "{token} is empty; copy the token from the app's page (api.slack.com/apps)",
    "token_revoked": "{token} was revoked; install the app to the workspace again and copy the new token",
    "token_expired": "{token} has expired; install the app again with token rotation turned off",
    "account_inactive": "the app was removed from the workspace; install it again and copy the new {token}",
    "app_uninstalled": "the app was removed from the workspace; install it again and copy the new {token}",
    "user_removed_from_team": "the app was removed from the workspace; install it again and copy the new {token}",
    "team_disabled": "the workspace is closed; ask its admins",
    "team_access_not_granted": "the app is not allowed in this workspace; ask an admin to approve it",
    "not_allowed_token_type": "{token} is of another sort; the bot's begins with xoxb-, the app's with xapp-",
    "invalid_app_id": "the app was deleted; make it anew with coursebot slack manifest",
}
"""Codes after which no call with this token will ever work again."""

UNKNOWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack says of the first two that some aspect of the operation may have succeeded."""

LATER = frozenset({"team_added_to_org", "org_login_required", "accesslimited"})
"""The workspace is being moved or closed off for a while: nothing happened, and later it may."""

LIMITED = frozenset({"ratelimited", "rate_limited"})

APP_SETTING = "SLACK_APP_TOKEN"
ANOTHER_ONE = "make an app-level token with that scope (Basic Information on the app's page)"

MANIFEST = "update the app with what coursebot slack manifest prints and install it again"

REFUSED: Mapping[str, str] = {
    "not_in_channel": "the bot is not in {channel}; type /invite {bot} there",
    "channel_not_found": "{channel} does not exist, or it is private and the bot is not in it; "
    "correct it in the schedule, or type /invite {bot} there",
    "is_archived": "{channel} is archived; unarchive it, or name another channel in the schedule",
    "restricted_action": "the workspace does not let the bot post in {channel}; "
    "ask an admin to allow apps in its posting permissions",
    "restricted_action_read_only_channel": "{channel} is read-only; allow apps in its posting permissions",
    "restricted_action_thread_only_channel": "{channel} takes replies only; name another channel in the schedule",
    "restricted_action_non_threadable_channel": "{channel} takes no replies in threads; ask outside of the thread",
    "restricted_action_thread_locked": "an admin has locked that thread; ask outside of it",
    "not_pinnable": "a message of that sort cannot be pinned; nothing is to be done",
    "permission_denied": "the bot may not pin messages in {channel}; ask an admin, or pin it by hand",
    "too_many_pins": "{channel} has as many pins as Slack allows; take one away, then pin it by hand",
    "ekm_access_denied": "the workspace's admins have suspended posting in {channel}; ask them",
    "app_access_restricted": "an admin does not let this person use the app; ask an admin to allow it",
    "messages_tab_disabled": "direct messages to the bot are turned off; turn on the Messages tab (App Home)",
    "not_enabled": "the Home tab is turned off; turn it on in the app's settings (App Home)",
    "cannot_dm_bot": "bots cannot be written to; put a person there",
    "user_disabled": "that account was deactivated; put another one there",
    "user_not_found": "there is no such person in this workspace; correct the id",
    "user_not_visible": "the bot cannot see that person; they are in no channel that it is in",
    "users_not_found": "nobody in this workspace has that e-mail address; correct it",
    "user_not_in_channel": "that person is not in {channel}",
    "msg_too_long": "the message is too long for Slack; shorten what the schedule says there",
    "msg_blocks_too_long": "the message is too long for Slack; shorten what the schedule says there",
    "invalid_blocks": "Slack does not take the layout of this message; the log has its reasons",
    "invalid_blocks_format": "Slack does not take the layout of this message; the log has its reasons",
    "message_not_found": "the message was deleted by somebody else; nothing is to be done",
    "cant_update_message": "the message is not the bot's own; only its author can change it",
    "edit_window_closed": "the workspace does not allow changing messages that old; ask an admin",
    "cant_delete_message": "the bot may not delete that message; delete it by hand",
    "compliance_exports_prevent_deletion": "the workspace does not allow deleting messages; ask an admin",
    "message_limit_exceeded": "the workspace has used up the messages of its free plan; ask an admin",
    "metadata_must_be_sent_from_app": "SLACK_BOT_TOKEN is not an app's bot token; copy the one that begins with xoxb-",
    "storage_limit_reached": "the workspace has no room for files left; ask an admin",
    "file_uploads_disabled": "an admin has turned off files; ask them to allow them",
    "file_uploads_except_images_disabled": "an admin has turned off files other than pictures; ask them",
    "slack_connect_file_link_sharing_blocked": "files are turned off in shared channels; ask an admin",
    "expired_trigger_id": "it took longer than 3 seconds, so Slack opens no form any more; ask once more",
    "exchanged_trigger_id": "that button has been used already; ask once more",
    "trigger_expired": "it took longer than 3 seconds, so Slack opens no form any more; ask once more",
    "access_denied": "the workspace does not allow it; ask an admin",
    "no_permission": "the workspace does not allow it; ask an admin",
    "enterprise_is_restricted": "an organization's token cannot do this; install the app to one workspace",
    "two_factor_setup_required": "the workspace wants two-factor sign-in to be set up for the app's owner first",
}
"""Codes after which nothing happened and somebody can act."""


class Refusal(PostRefused):
    """Slack refused a call, so nothing happened. `code` is Slack's word for why, `needed` the scope that lacks."""

    def __init__(self, code: str, *, needed: str = "", channel: str = "", bot: str = "") -> None:
        self.code, self.needed = code, needed
        super().__init__(_sentence(code, needed, channel or "that channel", bot or "@coursebot"))

    def about(self, channel: str, bot: str) -> Refusal:
        """The same with the channel as people know it and the bot's name."""
        return Refusal(self.code, needed=self.needed, channel=channel, bot=bot)


def _sentence(code: str, needed: str, channel: str, bot: str) -> str:
    if code == "missing_scope":
        lacking = f"the scope {needed}" if needed else "a scope"
        return f"the bot lacks {lacking} on Slack; {MANIFEST}"
    known = REFUSED.get(code)
    if known is None:
        return f"Slack refused it ({code}); docs.slack.dev says what that means"
    return known.format(channel=channel, bot=bot)


def error_for(code: str, *, needed: str = "", retry_after: float | None = None, token: str = "") -> CoursebotError:
    """What the bot raises for an error code. `token` is the setting's name, never its value."""
    if code in LIMITED:
        return RateLimited(NO_HINT if retry_after is None else retry_after)
    if code == "missing_scope" and token == APP_SETTING:
        return ShutOut(f"Slack does not let the bot in ({code}): {token} lacks the scope {needed}; {ANOTHER_ONE}")
    if code in SHUT_OUT:
        return ShutOut(f"Slack does not let the bot in ({code}): {SHUT_OUT[code].format(token=token)}")
    if code in UNKNOWN:
        return OutcomeUnknown(f"Slack did not say whether it worked ({code})")
    if code in LATER:
        return PlatformDown(f"Slack has closed the workspace for a while ({code})")
    return Refusal(code, needed=needed)
