"""What is pressed and typed inside an open form: answered in the form itself, which keeps all that stands in it.

Slack is answered at once, so nothing here is in a hurry; it knows views and answers, never what a form is for. Nothing
that is typed ever changes what is on the screen, and no late answer brings back a page that was left.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from bot.conversation.form import Invalid, Kept
from bot.conversation.port import ShutOut
from bot.conversation.reply import Line, Plain, Reply, paragraph
from bot.errors import CoursebotError
from bot.platforms.slack import inbound, views
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.api import Api
from bot.platforms.slack.forms import BUDGET, CLOSED, OUTDATED, Answer, Forms
from bot.platforms.slack.inbound import Arrived
from bot.platforms.slack.keystrokes import Keystrokes
from bot.platforms.slack.pressing import Asked
from bot.platforms.slack.refusals import Refusal
from bot.platforms.slack.tasks import Tasks, report

log = logging.getLogger(__name__)

STILL_SAVING = "Still saving: this takes longer than usual. What you wrote stays here."
NOT_SAVED = "Not saved yet"
GIVEN_BACK = "The form is closed, so here is what you wrote in it:"

CONFLICT = "hash_conflict"

Ask = Callable[[Arrived, Mapping[str, str]], Awaitable[Answer]]
"""Asks the bot with all values of a page."""


@dataclass(slots=True)
class _Page:
    """A view as it was when something was pressed in it. `revision` is the newest of it that is known."""

    view: Mapping[str, Any]
    sent: views.Submitted
    to: Arrived
    revision: str


class FormPresses:
    """`budget` is in seconds: after it the form says that it takes long."""

    def __init__(
        self,
        api: Api,
        answering: Answering,
        *,
        forms: Forms,
        keystrokes: Keystrokes,
        tasks: Tasks,
        budget: float = BUDGET,
    ) -> None:
        self._api, self._answering, self._forms = api, answering, forms
        self._keystrokes, self._tasks, self._budget = keystrokes, tasks, budget
        self._under_way: set[tuple[str, str, tuple[tuple[str, str], ...]]] = set()
        """By view, button and values: who presses twice is answered once."""

    async def take(self, payload: Mapping[str, Any], ask: Ask) -> None:
        """A payload about a form of ours. It is acknowledged already."""
        view, pressed = payload["view"], payload["actions"][0]
        sent = views.read(view)
        arrived = inbound.press(payload)
        to = replace(arrived, origin=replace(sent.origin, account=arrived.account))
        at = _seconds(pressed.get("action_ts"))
        page = _Page(view, sent, to, str(view.get("hash") or ""))
        if views.is_outdated(view):
            log.warning("action=outdated_values_refused")
            if not views.is_typed(view, pressed):
                await self._noted(page, (Plain(OUTDATED),))
        elif not views.is_typed(view, pressed):
            await self._pressed(page, at, ask)
        elif sent.typing is not None:
            about = replace(to, asked=Asked(action=sent.typing))
            self._keystrokes.typed(view, at, partial(_unseen, ask, about, sent.values))

    async def _pressed(self, page: _Page, at: float, ask: Ask) -> None:
        meant = page.to.asked.action if page.to.asked is not None else None
        key = (page.to.view, repr(meant), tuple(sorted(page.sent.values.items())))
        if key in self._under_way:
            return
        self._under_way.add(key)
        try:
            asking = self._tasks.hold(self._asked(page, at, ask))
            await asyncio.wait({asking}, timeout=self._budget)
            if not asking.done():
                await self._noted(page, (Plain(STILL_SAVING),))
            await self._answered(page, await _outcome(asking))
        finally:
            self._under_way.discard(key)

    async def _asked(self, page: _Page, at: float, ask: Ask) -> Answer:
        await self._keystrokes.saved(page.view, at)
        return await ask(page.to, page.sent.values)

    # --- what is seen of it -----------------------------------------------------------------------------------------

    async def _answered(self, page: _Page, answer: Answer) -> None:
        match answer:
            case Kept(note=note, reply=reply):
                if note or page.revision != page.view.get("hash"):
                    await self._say(page, note)
                if reply is not None:
                    await self._answering.direct(page.to.account, reply)
            case Invalid(errors=errors):
                await self._fail(page, _not_saved(errors))
            case _:
                await self._forms.deliver(page.to, answer)

    async def _say(self, page: _Page, note: Line) -> None:
        """What was kept. Who has gone on to another page, or closed the form, knows what became of that one."""
        if await self._noted(page, note) == "unreachable" and note:
            await self._answering.direct(page.to.account, Reply((paragraph(*note),)))

    async def _fail(self, page: _Page, sentence: str) -> None:
        """What was not kept: where the form is gone, the person gets back what stood in it."""
        seen = await self._noted(page, (Plain(sentence),))
        if seen == "shown":
            return
        texts = views.texts(page.view) if seen == "gone" else []
        written = [paragraph(part) for label, text in texts for part in (f"{label}:", text)]
        back = [paragraph(GIVEN_BACK), *written] if written else []
        await self._answering.direct(page.to.account, Reply((paragraph(sentence), *back)))

    async def _noted(self, page: _Page, note: Line) -> Literal["shown", "gone", "unreachable"]:
        """Show the note in the form, where it still stands there."""
        view = views.again(page.view, note)
        try:
            try:
                answer = await self._api.once("views.update", view_id=page.to.view, hash=page.revision, view=view)
            except Refusal as refusal:
                # Another press of the same form was answered meanwhile; a page that was submitted is left alone.
                if refusal.code != CONFLICT or self._keystrokes.is_over(page.view):
                    raise
                answer = await self._api.once("views.update", view_id=page.to.view, view=view)
        except ShutOut:
            raise
        except CoursebotError as error:
            log.info("action=note_not_shown reason=%s", error)
            gone = isinstance(error, Refusal) and error.code in (*CLOSED, CONFLICT)
            return "gone" if gone else "unreachable"
        page.revision = str((answer.get("view") or {}).get("hash") or "")
        return "shown"


async def _outcome(asking: asyncio.Task[Answer]) -> Answer:
    """What fails is said in the form, like what is refused."""
    try:
        return await asking
    except ShutOut:
        raise
    except Exception as error:  # noqa: BLE001 - the door
        sentence, _ = report("press_failed", error)
        return Invalid({"": sentence})


async def _unseen(ask: Ask, about: Arrived, values: Mapping[str, str]) -> None:
    """Save what was typed. What is said to it is for nobody: the next press of a button says the same."""
    answer = await ask(about, values)
    if isinstance(answer, Invalid):
        log.info("action=typed_not_kept")


def _not_saved(errors: Mapping[str, str]) -> str:
    said = " ".join(errors.values())
    return said if said.startswith("Not saved") else f"{NOT_SAVED}. {said}".strip()


def _seconds(written: object) -> float:
    """Slack's time of an action; 0 where it gives none."""
    try:
        return float(str(written))
    except ValueError:
        return 0.0
