"""Somebody of staff on Slack who reads and marks reviews, returns some, lets marks be seen, nudges, announces something
for later, and says who took part.

It does what a client lets it do and remembers what it was told.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from tests.slack_server import Channel, Message, Person, SlackServer, reading
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.slack_server.shown import Json
from tests.torture.desk_work import WHEN, Staffing
from tests.torture.presenters import label
from tests.torture.staff_work import Worked
from tests.torture.students import PATIENCE
from tests.torture.term import Term
from tests.torture.watch import until

MARKED = re.compile(r"^(✓\S?) for (.+?)’s review of ‘(.+)’\.")
SAID_BACK = re.compile(r"^It goes to \S+ on (\w{3} \d+ \w{3}(?: \d{4})?, \d+:\d\d [AP]M)")
TOOK_PART = re.compile(r"^(.+?), \w{3} \d+ \w{3}.*: (\d+) of (\d+) took part")


@dataclass
class Desk:
    slack: SlackServer
    person: Person
    staff: Channel
    students: list[Person]
    term: Term
    now: Callable[[], datetime]
    token: Callable[[str], str]
    """Makes a word that begins so and stands nowhere else."""

    worked: list[Worked] = field(default_factory=list)
    waiting: list[tuple[Worked, Message]] = field(default_factory=list)
    """Announcements for later, with the message that has the button to cancel them."""

    busy: bool = False

    async def do(self, deed: Staffing) -> None:
        if self.busy or self.slack.down:
            return
        self.busy = True
        self.slack.screens.stack(self.person.id).clear()
        ways = {
            "mark": self._mark, "return": self._return, "release": self._release, "nudge": self._nudge,
            "announce": self._announce, "cancel": self._cancel, "tick": self._tick,
        }  # fmt: skip
        try:
            with suppress(NotThere, NotAcknowledged):
                await ways[deed.how](deed)
        finally:
            self.busy = False

    def _begun(self, how: str, deed: Staffing) -> Worked:
        one = Worked(how, self.now(), session=deed.session)
        self.worked.append(one)
        return one

    # --- marks --------------------------------------------------------------------------------------------------------

    async def _read(self, deed: Staffing) -> Message | None:
        which = self.term.session(deed.session).title if deed.session and deed.turn % 2 else "unmarked"
        return await self._asks(lambda: self.person.slash(f"/course reviews {which}", self.staff))

    async def _mark(self, deed: Staffing) -> None:
        """A few after another; the last one is taken back now and then."""
        said = await self._read(deed)
        one = Worked("mark", self.now())
        for number in range(deed.turn % 3 + 1):
            steps = [one for one in _buttons(said) if label(one).startswith("✓")]
            if said is None or not steps:
                return
            one, step = self._begun("mark", deed), steps[(deed.turn + number) % len(steps)]
            one.account, one.paper = self._about(said.plain)
            one.mark = label(step)
            said = await self._presses(said, step)
            self._told(one, said)
        if said is not None and deed.turn % 7 == 0 and _button(said, "Undo") is not None:
            last, one = one, self._begun("unmark", deed)
            one.account, one.paper = last.account, last.paper
            self._told(one, await self._presses(said, "Undo"))

    async def _return(self, deed: Staffing) -> None:
        """With a new time, or without; taken back at once now and then."""
        said = await self._read(deed)
        if said is None or _button(said, "Return for edit") is None:
            return
        one = self._begun("return", deed)
        one.account, one.paper = self._about(said.plain)
        one.token = self.token("noted-")
        await self._presses(said, "Return for edit")
        view, heard = self.person.view, len(self.slack.log)
        if view is None or view.title != "Return for edit":
            return
        until_ = ("+2d", "+1d", "")[deed.turn % 3]
        await self.person.submit({"What should change?": f"Say more of it: {one.token}.", "New due time": until_})
        for _ in range(2):
            if self.person.view is None or self.person.view.errors or "Note to" not in " ".join(view.places()):
                break
            await self.person.submit({})
        await until(lambda: self._heard(heard) is not None or self.person.view is not None, PATIENCE, step=0.05)
        said = self._heard(heard)
        self._told(one, said)
        if said is not None and one.words.startswith("Returned") and deed.turn % 5 == 0:
            one.tried = True
            back = await self._presses(said, "Undo")
            one.undone = back is not None and back.plain.startswith("Taken back")

    async def _release(self, deed: Staffing) -> None:
        said = await self._asks(lambda: self.person.slash("/course release", self.staff))
        if said is None or _button(said, "Release ") is None:
            return
        one = self._begun("release", deed)
        self._told(one, await self._presses(said, "Release "))

    def _about(self, words: str) -> tuple[str, str]:
        """Whose review of which paper stands there: `Maya Q12: Title`, in whichever line."""
        for line in words.splitlines():
            for student in self.students:
                if line.startswith(f"{student.name}: "):
                    return student.id, self._paper(line.removeprefix(f"{student.name}: ").rstrip("…").strip())
        return "", ""

    def _paper(self, title: str) -> str:
        found = (
            paper
            for session in self.term.sessions
            for paper, whole in zip(session.papers, session.titles, strict=True)
            if whole.startswith(title)
        )
        return next(found, "")

    # --- to students --------------------------------------------------------------------------------------------------

    async def _nudge(self, deed: Staffing) -> None:
        if not deed.session:
            return
        title = self.term.session(deed.session).title
        said = await self._asks(lambda: self.person.slash(f"/course nudge {title}", self.staff))
        if said is None or _button(said, "Send to ") is None:
            return
        one = self._begun("nudge", deed)
        self._told(one, await self._presses(said, "Send to "))
        if one.words.startswith("Sent to "):
            one.names = tuple(student.name for student in self.students if student.name in one.words)

    async def _announce(self, deed: Staffing) -> None:
        one = self._begun("announce", deed)
        one.token = self.token("bulletin-")
        words = f"/course announce {one.token}: bring a pen {WHEN[deed.turn % len(WHEN)]}"
        await self._asks(lambda: self.person.slash(words, self.staff))
        heard = len(self.slack.log)
        for _ in range(2):
            if self.person.view is None or self.person.view.errors:
                break
            await self.person.submit({})
        await until(lambda: self._heard(heard) is not None, PATIENCE if self.person.view is None else 1.0, step=0.05)
        said = self._heard(heard)
        self._told(one, said)
        match = SAID_BACK.match(one.words)
        if said is None or match is None:
            return
        one.due = self._instant(match[1])
        if deed.turn % 4 == 0:
            await self._off(one, said)
        else:
            self.waiting.append((one, said))

    async def _cancel(self, deed: Staffing) -> None:
        """One that was asked for earlier, if it is not past yet."""
        ahead = [(one, said) for one, said in self.waiting if one.due is not None and one.due > self.now()]
        if ahead:
            await self._off(*ahead[deed.turn % len(ahead)])

    async def _off(self, one: Worked, said: Message) -> None:
        one.tried = True
        self.waiting = [(other, message) for other, message in self.waiting if other is not one]
        told = await self._presses(said, "Cancel it")
        one.undone = one.undone or (told is not None and told.plain.startswith("Cancelled: "))

    def _instant(self, words: str) -> datetime:
        year = self.now().astimezone(self.term.zone).year
        day, _, hour = words.partition(", ")
        whole = day if re.search(r"\d{4}", day) else f"{day} {year}"
        return datetime.strptime(f"{whole} {hour}", "%a %d %b %Y %I:%M %p").replace(tzinfo=self.term.zone)

    async def _tick(self, deed: Staffing) -> None:
        """All, or every other one."""
        await self._asks(lambda: self.person.slash("/course participation", self.staff))
        view = self.person.view
        if view is None or view.title != "Who took part?":
            return
        one, heard = self._begun("tick", deed), len(self.slack.log)
        one.session = next((s.id for s in self.term.sessions if f"took part in {s.title}, " in view.plain), "")
        if deed.turn % 2:
            await self.person.press(view, "Everybody")
            await until(lambda: self.person.view is None or "Everybody is ticked" in view.plain, PATIENCE, step=0.05)
        if self.person.view is None:
            return
        await self.person.submit({})
        await until(lambda: self._heard(heard) is not None, PATIENCE if self.person.view is None else 1.0, step=0.05)
        self._told(one, self._heard(heard))
        match = TOOK_PART.match(one.words)
        one.number = int(match[2]) if match else 0

    # --- pressing and being told ------------------------------------------------------------------------------------------

    async def _presses(self, message: Message, button: str | Json) -> Message | None:
        wanted = _button(message, button) if isinstance(button, str) else button
        if wanted is None:
            return None
        return await self._asks(lambda: self.person.press(message, wanted))  # type: ignore[arg-type] # where two say the same: this one

    async def _asks(self, do: Callable[[], Awaitable[None]]) -> Message | None:
        """What was said to it; None where there is a form, or nothing."""
        heard = len(self.slack.log)
        with suppress(NotAcknowledged):
            await do()
        await until(lambda: self.person.view is not None or self._heard(heard) is not None, PATIENCE, step=0.05)
        return self._heard(heard)

    def _told(self, one: Worked, said: Message | None) -> None:
        one.words = said.plain.partition("\n")[0] if said is not None else ""
        one.until = self.now()

    def _heard(self, heard: int) -> Message | None:
        return next((one for one in self.slack.log[heard:] if one.ephemeral_to == self.person.id), None)


def _buttons(message: Message | None) -> list[Json]:
    return [] if message is None else [button for _, button in reading.elements(message.shape())]


def _button(message: Message, words: str) -> Json | None:
    return next((button for button in _buttons(message) if label(button).startswith(words)), None)
