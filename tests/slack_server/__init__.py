"""Slack as its documentation describes it, on a loopback port, for tests. It never imports the bot."""

from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.manifest import manifest_problems
from tests.slack_server.people import Person
from tests.slack_server.server import SlackServer
from tests.slack_server.state import Channel, Message
from tests.slack_server.views import View

__all__ = ["Channel", "Message", "NotAcknowledged", "Person", "SlackServer", "View", "manifest_problems"]
