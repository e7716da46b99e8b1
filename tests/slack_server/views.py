"""Modals and Home tabs: the views that people look at, and the methods that open, push, change and publish them.

Sources: docs.slack.dev/surfaces/modals, docs.slack.dev/reference/methods/views.*. Knows no transport.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.slack_server import reading
from tests.slack_server.blocks import validate_view
from tests.slack_server.chat import unusable_images
from tests.slack_server.refusal import Arguments, Refusal, breaches
from tests.slack_server.web_api import method

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]
DEEP = 3


@dataclass(eq=False)
class View:
    """`typed`: what the person entered, by (block_id, action_id). `errors`: the app's, by label of the input."""

    id: str
    account: str
    given: Json
    hash: str
    frame: Json
    """Ids of the workspace and the app, as every view carries them."""
    root: str = ""
    previous: str | None = None
    typed: dict[tuple[str, str], Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    revision: int = 0

    def shape(self, *, state: bool = False) -> Json:
        given = self.given
        shape = self.frame | {
            "id": self.id, "type": given["type"], "blocks": given["blocks"], "hash": self.hash,
            "private_metadata": given.get("private_metadata", ""), "callback_id": given.get("callback_id", ""),
            "title": given.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
            "clear_on_close": bool(given.get("clear_on_close")), "notify_on_close": bool(given.get("notify_on_close")),
            "close": given.get("close"), "submit": given.get("submit"), "previous_view_id": self.previous,
            "root_view_id": self.root or self.id, "external_id": given.get("external_id", ""), "state": {"values": {}},
        }  # fmt: skip
        if state:
            shape["state"] = self.state()
        return shape

    def state(self) -> Json:
        typed = {label: self.typed[place] for label, place in self.places().items() if place in self.typed}
        return reading.filled(self.given, typed)

    def places(self) -> dict[str, tuple[str, str]]:
        """Label → (block_id, action_id) of every input."""
        found = reading.inputs(self.given)
        return {label: (block["block_id"], block["element"]["action_id"]) for label, block in found.items()}

    def change(self, given: Json, new_hash: str) -> None:
        """Show something else in its place. In inputs that keep both their ids everything stays as it stands, whatever
        initial values come with them.

        Sources: docs.slack.dev/reference/views/modal-views, "Preserving input entry in views"; that initial values are
        not looked at then is in slackapi/bolt-js#290, bolt-python#572 and #1064.
        """
        standing = self._standing()
        self.given, self.hash, self.errors = given, new_hash, {}
        kept = set(self.places().values())
        self.typed = {place: value for place, value in {**standing, **self.typed}.items() if place in kept}
        self.revision += 1

    def _standing(self) -> dict[tuple[str, str], Any]:
        """What stands in each input, as one would enter it."""
        state = self.state()["values"]
        return {(block, action): _as_entered(state[block][action]) for block, action in self.places().values()}

    @property
    def title(self) -> str:
        return str(self.given.get("title", {}).get("text", ""))

    @property
    def values(self) -> dict[str, str]:
        """What stands in each input now, by its label, as one would read it."""
        state = self.state()["values"]
        return {label: _read(state[block][action]) for label, (block, action) in self.places().items()}

    @property
    def plain(self) -> str:
        return reading.plain(self.shape())

    def __getitem__(self, name: str) -> Any:
        return self.shape(state=True)[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.shape(state=True).get(name, default)


def _as_entered(entry: Json) -> Any:
    if "files" in entry:
        return entry["files"]
    if "selected_options" in entry:
        return [reading_label(one) for one in entry["selected_options"]]
    return _read(entry)


def _read(entry: Json) -> str:
    if "files" in entry:
        return ", ".join(one["name"] for one in entry["files"])
    if "selected_options" in entry:
        return ", ".join(reading_label(one) for one in entry["selected_options"])
    if "selected_option" in entry:
        return reading_label(entry["selected_option"]) if entry["selected_option"] else ""
    return str(entry.get("value") or "")


def reading_label(option: Json) -> str:
    return str(option["text"]["text"])


class Screens:
    """What stands on each person's screen: modals, the last on top, and the Home tab."""

    def __init__(self, slack: SlackServer) -> None:
        self.slack = slack
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, account: str) -> list[View]:
        return self.modals.setdefault(account, [])

    def new(self, account: str, given: Json) -> View:
        slack = self.slack
        frame = {"team_id": slack.team_id, "app_id": slack.app_id, "bot_id": slack.bot_id}
        return View(
            slack.new_id("V"), account, given, self.new_hash(), frame | {"app_installed_team_id": slack.team_id}
        )

    def new_hash(self) -> str:
        return f"{self.slack.seconds()}.{self.slack.new_id('h')}"

    def checked(self, given: Any, *kinds: str) -> Json:
        """The view as it is kept, every block and element with an id. Raises invalid_arguments."""
        if not isinstance(given, dict):
            raise Refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] a view is an object"]})
        found = validate_view(given)
        if not found and given["type"] not in kinds:
            found = [f"a view of type {given['type']} cannot stand here"]
        found = found or unusable_images(self.slack, given["blocks"])
        fields = [one["element"]["type"] for one in given.get("blocks") or () if one.get("type") == "input"]
        if "file_input" in fields and "files:read" not in self.slack.scopes:
            # "Your app must have the files:read scope": docs.slack.dev, "File input element".
            found = [*found, "a file_input needs the scope files:read"]
        if found:
            raise breaches("invalid_arguments", found)
        return given | {"blocks": reading.with_ids(given["blocks"], lambda: self.slack.new_id("")[-5:])}

    def put(self, account: str, given: Json, *, onto: bool) -> View:
        """Open a modal, or push it onto those that are open. Raises push_limit_reached."""
        stack = self.stack(account)
        if onto and len(stack) >= DEEP:
            raise Refusal("push_limit_reached")
        view = self.new(account, given)
        if onto and stack:
            view.root, view.previous = stack[0].id, stack[-1].id
        else:
            stack.clear()
        stack.append(view)
        self.slack.changed()
        return view

    def find(self, view_id: str, external_id: str) -> View:
        shown = [*(view for stack in self.modals.values() for view in stack), *self.homes.values()]
        for view in shown:
            if view.id == view_id or (external_id and view.given.get("external_id") == external_id):
                return view
        raise Refusal("not_found")


def _conflict(view: View | None, asked: str) -> None:
    if asked and view is not None and view.hash != asked:
        raise Refusal("hash_conflict")


def _duplicate(slack: SlackServer, given: Json) -> None:
    external = given.get("external_id")
    if external and any(external == v.given.get("external_id") for s in slack.screens.modals.values() for v in s):
        raise Refusal("duplicate_external_id")


@method("views.open")
def opened(slack: SlackServer, arguments: Arguments) -> Json:
    given = slack.screens.checked(arguments.json("view"), "modal")
    _duplicate(slack, given)
    trigger = slack.hooks.exchange(arguments.required("trigger_id"))
    return {"view": slack.screens.put(trigger.account, given, onto=False).shape()}


@method("views.push")
def pushed(slack: SlackServer, arguments: Arguments) -> Json:
    given = slack.screens.checked(arguments.json("view"), "modal")
    _duplicate(slack, given)
    trigger = slack.hooks.exchange(arguments.required("trigger_id"))
    return {"view": slack.screens.put(trigger.account, given, onto=True).shape()}


@method("views.update")
def updated(slack: SlackServer, arguments: Arguments) -> Json:
    if not arguments.text("view_id") and not arguments.text("external_id"):
        raise Refusal("invalid_arguments")
    view = slack.screens.find(arguments.text("view_id"), arguments.text("external_id"))
    _conflict(view, arguments.text("hash"))
    given = slack.screens.checked(arguments.json("view"), view.given["type"])
    view.change(given, slack.screens.new_hash())
    slack.changed()
    return {"view": view.shape()}


@method("views.publish")
def published(slack: SlackServer, arguments: Arguments) -> Json:
    user = arguments.required("user_id")
    account = slack.accounts.get(user)
    if account is None or account.bot:
        raise Refusal("user_not_found")
    given = slack.screens.checked(arguments.json("view"), "home")
    view = slack.screens.homes.get(user)
    _conflict(view, arguments.text("hash"))
    if view is None:
        view = slack.screens.homes[user] = slack.screens.new(user, given)
    else:
        view.change(given, slack.screens.new_hash())
    slack.changed()
    return {"view": view.shape()}
