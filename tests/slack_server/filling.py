"""One person's modals: filling them in, submitting them, closing them, and doing what the app answers.

Source: docs.slack.dev/surfaces/modals. What was typed is kept until the modal is gone, as a client does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.slack_server import payloads, reading
from tests.slack_server.refusal import Refusal
from tests.slack_server.state import Account
from tests.slack_server.views import View

if TYPE_CHECKING:
    from tests.slack_server.server import SlackServer

Json = dict[str, Any]


class Modals:
    def __init__(self, slack: SlackServer, account: Account) -> None:
        self.slack, self.account = slack, account

    @property
    def stack(self) -> list[View]:
        return self.slack.screens.stack(self.account.id)

    @property
    def top(self) -> View | None:
        return self.stack[-1] if self.stack else None

    def _on_top(self, view: View | None) -> View:
        top = self.top
        if top is None or view not in (None, top):
            raise AssertionError(f"{self.account.name} has {'another' if top else 'no'} modal on top")
        return top

    def fill(self, values: Mapping[str, Any], view: View | None = None) -> View:
        """Enter values by the labels of their inputs, or by how the labels begin. Raises NotThere."""
        top = self._on_top(view)
        places = top.places()
        for wanted, value in values.items():
            near = [wanted] if wanted in places else [label for label in places if label.startswith(wanted)]
            if len(near) != 1:
                raise reading.NotThere(f"{len(near)} inputs are called {wanted!r}; there are: {', '.join(places)}")
            top.typed[places[near[0]]] = value
        top.state()
        return top

    async def enter(self, written: str, value: Any, *, strokes: bool = False) -> View:
        """Enter one value as a client does that reports it where the form wants to know; with `strokes` each character.

        Nobody waits for an acknowledgement before the next character.
        """
        top = self._on_top(None)
        (label,) = [one for one in top.places() if one == written or one.startswith(written)]
        steps = [value[: end + 1] for end in range(len(value))] if strokes else [value]
        reports = []
        for step in steps:
            top.typed[top.places()[label]] = step
            block, action = top.places()[label]
            entry = top.state()["values"][block][action]
            said = reading.reported(top.given, label, entry, action_ts=self.slack.new_ts())
            if said is not None:
                payload = payloads.on_view(self.slack, self.account, top, said)
                reports.append(self.slack.outgoing.interactive(payload))
        await asyncio.gather(*reports)
        return top

    async def submit(self, values: Mapping[str, Any], view: View | None = None) -> Json:
        """Returns the app's answer after doing what it says. Without an acknowledgement the modal stays as it is."""
        top = self.fill(values, view)
        if not top.given.get("submit"):
            raise AssertionError(f"this modal cannot be submitted:\n{top.plain}")
        top.errors = {}
        payload = payloads.view_submission(self.slack, self.account, top)
        if missing := reading.missing(top.given, payload["view"]["state"]):
            raise AssertionError(f"Slack asks to fill in {', '.join(missing)}")
        answer = await self.slack.outgoing.interactive(payload)
        self._respond(top, answer)
        self.slack.changed()
        return answer

    def _respond(self, view: View, answer: Json) -> None:
        """docs.slack.dev/surfaces/modals, "Updating a modal with response_action"."""
        action = answer.get("response_action")
        if action == "errors":
            labels = {block: label for label, (block, _) in view.places().items()}
            errors: Json = answer.get("errors") or {}
            if not errors or not set(errors) <= set(labels):
                raise AssertionError(
                    f"Slack takes no errors at {sorted(set(errors) - set(labels))}, which are no inputs"
                )
            view.errors = {labels[block]: str(text) for block, text in errors.items()}
            view.revision += 1
        elif action in ("update", "push"):
            try:
                given = self.slack.screens.checked(answer.get("view"), "modal")
                if action == "update":
                    view.change(given, self.slack.screens.new_hash())
                else:
                    self.slack.screens.put(self.account.id, given, onto=True)
            except Refusal as refusal:
                raise AssertionError(f"Slack does not take the view: {refusal.answer()}") from None
        elif action == "clear":
            self.stack.clear()
        elif action is None and not answer:
            if view in self.stack:
                self.stack.remove(view)
        else:
            raise AssertionError(f"Slack does not know the answer {answer}")

    async def close(self, view: View | None = None) -> None:
        """The app is told where it asked to be; with `clear_on_close` all modals go."""
        top = self._on_top(view)
        cleared = bool(top.given.get("clear_on_close"))
        gone = list(reversed(self.stack)) if cleared else [top]
        for one in gone:
            self.stack.remove(one)
        self.slack.changed()
        for one in gone:
            if one.given.get("notify_on_close"):
                payload = payloads.view_closed(self.slack, self.account, one, cleared=cleared)
                await self.slack.outgoing.interactive(payload)
