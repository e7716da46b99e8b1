"""Forms as modals: opened while Slack still lets them be, and saved before they are acknowledged.

A modal holds the only copy of what a person typed, and Slack never sends it again: so it is closed only once what it
held is saved. It knows views and answers, never what a form is for.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.conversation.form import Form, FormAnswer, Invalid, Kept, Next, Saved
from bot.conversation.port import RateLimited, ShutOut
from bot.conversation.reply import Reply, paragraph
from bot.errors import PlatformDown
from bot.platforms.slack import parting, views
from bot.platforms.slack.answering import SENT, Answering
from bot.platforms.slack.api import Api
from bot.platforms.slack.inbound import Arrived
from bot.platforms.slack.refusals import Refusal
from bot.platforms.slack.tasks import Tasks, report

log = logging.getLogger(__name__)

Answer = Reply | Form | FormAnswer

Ack = dict[str, Any]

BUDGET = 2.0
"""Seconds within which a submission is acknowledged; Slack waits three."""

LOADING = 1.0
"""Seconds after which something stands where a form is being made; a trigger is good for three."""

NOT_YET = "Not saved yet: press Submit again."
OUTDATED = "Slack sent me another page’s text. Nothing is lost: please press the button once more."
NO_TRIGGER = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})
CLOSED = frozenset({"not_found", "view_not_found"})
TOO_LATE = "That took too long, so Slack opens no form any more. Please press the button to try again."
ASK_TO_OPEN = "There is a form for that. Press the button to open it."
OPEN = "Open the form"
TITLE = "One moment"
TITLE_OF_ANSWER = "Answer"

FILES = "files:read"
"""The scope that Slack asks for before it shows a form with an input for files."""

HOME = "home"
"""`Arrived.view` of what was pressed there: a modal can be opened from it, but the page itself is nobody's answer."""


@dataclass(slots=True)
class Saving:
    """A submission that is being saved. `told`: its outcome was said."""

    task: asyncio.Task[Answer]
    told: bool = False


class Forms:
    """`loading` and `budget` are in seconds."""

    def __init__(
        self, api: Api, answering: Answering, *, tasks: Tasks, loading: float = LOADING, budget: float = BUDGET
    ) -> None:
        self._api, self._answering, self._tasks = api, answering, tasks
        self._loading, self._budget = loading, budget
        self._saving: dict[tuple[str, tuple[tuple[str, str], ...]], Saving] = {}
        """By view and values: who presses Submit again waits for the same."""

    # --- opening ----------------------------------------------------------------------------------------------------

    async def answer(self, to: Arrived, asking: asyncio.Task[Answer], *, opens_form: bool) -> None:
        """Deliver what the bot answers. Where it may be a form, something is opened while the trigger is good."""
        asked_at = to.view
        if opens_form and to.trigger_id and asked_at in ("", HOME):
            await asyncio.wait({asking}, timeout=self._loading)
            if not asking.done():
                to = await self._opened(to, views.loading(TITLE, to.origin))
        try:
            answer = await asking
        except ShutOut:
            raise
        except Exception as error:
            if to.view == asked_at:
                raise
            sentence, _ = report("answer_failed", error)
            answer = Reply((paragraph(sentence),))  # in the modal, which would say for ever that it is loading
        await self.deliver(to, answer)

    async def deliver(self, to: Arrived, answer: Answer) -> None:
        """Show it where it was asked."""
        if isinstance(answer, Saved):
            answer = answer.reply
        if isinstance(answer, Next):
            answer = answer.form
        if isinstance(answer, Form):
            await self._open(to, answer)
        elif isinstance(answer, Reply):
            await self._tell(to, answer)

    async def _opened(self, to: Arrived, view: dict[str, Any]) -> Arrived:
        """The same with the view that now stands there; unchanged where Slack would not open it."""
        try:
            answer = await self._api.once("views.open", trigger_id=to.trigger_id, view=view)
        except ShutOut:
            raise
        except (Refusal, RateLimited, PlatformDown) as error:
            if isinstance(error, Refusal) and error.code not in NO_TRIGGER:
                raise
            log.info("action=view_not_opened reason=%s", error)
            return replace(to, trigger_id="", late=True)
        return replace(to, view=str(answer["view"]["id"]))

    async def _open(self, to: Arrived, form: Form) -> None:
        view = self._modal(form, to)
        if to.view not in ("", HOME):
            await self._updated(to, view)  # where it was closed meanwhile, nobody wants it any more
            return
        if to.trigger_id:
            to = await self._opened(to, view)
        if not to.trigger_id:
            await self._answering.offer(to, TOO_LATE if to.late else ASK_TO_OPEN, OPEN)

    def _modal(self, form: Form, to: Arrived) -> dict[str, Any]:
        known = self._api.known
        return views.modal(form, to.origin, files=known is None or FILES in known.scopes)

    async def _tell(self, to: Arrived, reply: Reply) -> None:
        """Where it was asked: also on Home and in a modal, that a message elsewhere would be hidden by."""
        if not to.view:
            await self._answering.answer(to, reply)
            return
        shown = reply
        if reply.files or len(parting.parts(reply)) > 1:
            await self._answering.direct(to.account, reply)
            shown = Reply((paragraph(SENT),))
        view = views.told(shown, TITLE_OF_ANSWER)
        if not await self._shown(to, view) and shown is reply:
            await self._answering.answer(to, reply)

    async def _shown(self, to: Arrived, view: dict[str, Any]) -> bool:
        """Whether it could be shown: in the modal that stands there, or above Home."""
        if to.view != HOME:
            return await self._updated(to, view)
        return bool(to.trigger_id and (await self._opened(to, view)).trigger_id)

    async def _updated(self, to: Arrived, view: dict[str, Any]) -> bool:
        """Whether the view still stood there."""
        try:
            await self._api.once("views.update", view_id=to.view, view=view)
        except Refusal as refusal:
            if refusal.code not in CLOSED:
                raise
            return False
        return True

    # --- submitting -------------------------------------------------------------------------------------------------

    async def submitted(self, view: Mapping[str, Any], commit: Callable[[views.Submitted], Awaitable[Answer]]) -> Ack:
        """What a submission is acknowledged with: after it is saved, or when the budget is used up."""
        if not views.is_form(view):
            return {}
        if views.is_outdated(view):
            log.warning("action=outdated_values_refused")
            return views.errors(view, {"": OUTDATED})
        sent = views.read(view)
        key = (str(view.get("id")), tuple(sorted(sent.values.items())))
        saving = self._saving.get(key)
        if saving is None:
            saving = self._saving[key] = Saving(self._tasks.hold(_awaited(commit(sent))))
            saving.task.add_done_callback(lambda _: self._saving.pop(key, None))
        await asyncio.wait({saving.task}, timeout=self._budget)
        to = Arrived(origin=sent.origin)
        if not saving.task.done():
            self._tasks.start(self._late(to, saving), action="late_answer_failed", tell=partial(self._said, to))
            return views.errors(view, {"": NOT_YET})
        return self._outcome(view, to, saving)

    def _outcome(self, view: Mapping[str, Any], to: Arrived, saving: Saving) -> Ack:
        answer = saving.task.result()
        if isinstance(answer, Invalid):
            return views.errors(view, answer.errors)
        if isinstance(answer, Next | Form):
            form = answer.form if isinstance(answer, Next) else answer
            return {"response_action": "update", "view": self._modal(form, to)}
        if isinstance(answer, Kept):
            if answer.reply is not None:
                beside = self._answering.direct(to.account, answer.reply)
                self._tasks.start(beside, action="answer_failed", tell=partial(self._said, to))
            return {"response_action": "update", "view": views.again(view, answer.note)}
        work = self._told(to, saving)
        self._tasks.start(work, action="answer_failed", tell=partial(self._said, to))
        return {"response_action": "clear"}

    async def _late(self, to: Arrived, saving: Saving) -> None:
        """It was saved after the person was told that it was not yet: they hear of it even if they never try again."""
        await asyncio.wait({saving.task})
        await self._told(to, saving)

    async def _told(self, to: Arrived, saving: Saving) -> None:
        """Say what was saved: once, however many submissions of the same waited for it."""
        answer = saving.task.result()
        if saving.told:
            return
        saving.told = True
        reply = answer.reply if isinstance(answer, Saved | Kept) else answer
        if isinstance(answer, Kept) and answer.note:
            reply = Reply((paragraph(*answer.note), *(answer.reply.blocks if answer.reply is not None else ())))
        if isinstance(reply, Reply):
            await self._answering.answer(to, reply)

    async def _said(self, to: Arrived, sentence: str) -> None:
        await self._answering.tell(to, sentence)


async def _awaited(work: Awaitable[Answer]) -> Answer:
    return await work
