"""People of the course on Slack: staff who go live, students who ask at odd moments and look at what they get.

They do what their client lets them do and remember it; whether an answer was right is for the auditor to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tests.slack_server import Channel, Message, Person, SlackServer
from tests.slack_server.delivery import NotAcknowledged
from tests.slack_server.reading import NotThere
from tests.torture.evidence import Asked
from tests.torture.plan import Question
from tests.torture.term import Term
from tests.torture.watch import until

PATIENCE = 10.0
"""Real seconds that a student waits for an answer before doing something else."""

UNSENT = "no connection is open"

DUE, HELP, UNKNOWN, MENU = "What is due", "What you can ask me", "I do not know", "What would you like to see?"
WORK = "Your work"


def is_answer(message: Message) -> bool:
    """What the bot says unasked has its hidden mark; of answers at most those in several parts have one."""
    key = str((message.metadata or {}).get("event_payload", {}).get("key", ""))
    return not key or key.startswith("answer/")


@dataclass
class Students:
    slack: SlackServer
    term: Term
    channel: Channel
    people: list[Person]
    secrets: list[str]
    now: Callable[[], datetime]
    takers: Callable[[Sequence[object]], tuple[int, ...]]
    """The processes that were given one of these payloads."""

    asked: list[Asked] = field(default_factory=list)
    busy: set[int] = field(default_factory=set)

    async def ask(self, question: Question) -> None:
        """Do it and wait a while. A student who still waits for something else does nothing."""
        if question.student in self.busy or self.slack.down:
            return
        self.busy.add(question.student)
        try:
            await self._ask(self.people[question.student], question)
        finally:
            self.busy.discard(question.student)

    async def link(self, student: int, code: str) -> bool:
        """Type a code; whether they were told who they are."""
        person, heard = self.people[student], len(self.slack.log)
        await self.ask(Question(0.0, student, "link", code, "direct"))
        new = [one for one in self.slack.log[heard:] if one.channel == person.direct.id and is_answer(one)]
        return any(f"{words}{person.name}." in one.plain for one in new for words in ("Welcome, ", "you are "))

    async def _ask(self, person: Person, question: Question) -> None:
        slack = self.slack
        words, expects = self._words(question)
        asked = Asked(person.id, question.what, expects, self.now(), place=question.place)
        self.asked.append(asked)
        before = len(slack.outgoing.attempts)
        heard = len(slack.log)
        try:
            await self._do(person, question, words, asked)
        except NotAcknowledged as failure:
            asked.refused = failure.reason
        again = question.place in ("said", "mention") or question.what in ("home", "secret")
        if asked.refused != UNSENT or again:  # Slack sends a command and a press once only
            await until(lambda: self._has(person, asked, heard), PATIENCE, step=0.05)
        mine = [payload for _, payload, _ in slack.outgoing.attempts[before:] if person.id in accounts_in(payload)]
        asked.tries, asked.takers = len(mine), self.takers(mine)
        asked.until = self.now()

    def _words(self, question: Question) -> tuple[str, str]:
        """What is typed, without the slash, and words that stand in the right answer."""
        titles = {one.week: one.title for one in self.term.sessions} | {one.id: one.title for one in self.term.sessions}
        said: dict[str, tuple[str, str]] = {
            "session": (f"readings {question.about}", titles.get(question.about, "")),
            "week": (f"readings {question.about}", titles.get(question.about, "")),
            "deadlines": ("deadlines", DUE),
            "work": ("mywork", WORK),
            "link": (f"mywork link {question.about}", self.people[question.student].name),
            "help": ("course help", HELP),
            "press": ("", DUE),
            "secret": (f"{self.secrets[question.student]} is between you and me", UNKNOWN),
        }
        return said.get(question.what, ("", ""))

    async def _do(self, person: Person, question: Question, words: str, asked: Asked) -> None:
        if question.what == "home":
            await person.opens_home()
        elif question.what == "press":
            await self._press(person, asked)
        elif question.place == "channel":
            await person.slash(f"/{words}", self.channel)
        elif question.place == "mention":
            await person.mentions(self.channel, words)
        elif question.place == "said" or question.what == "secret":
            await person.says(words)
        else:
            await person.slash(f"/{words}")

    async def _press(self, person: Person, asked: Asked) -> None:
        """A button of something that the bot said long ago; who has none yet asks for the menu."""
        for message in person.sees():
            try:
                await person.press(message, "Deadlines")
            except NotThere:
                continue
            return
        asked.expects = MENU
        await person.says("menu")

    def _has(self, person: Person, asked: Asked, heard: int) -> bool:
        if asked.what == "home":
            return person.home is not None
        places = {person.direct.id, self.channel.id}
        new = [one for one in self.slack.log[heard:] if one.channel in places and one.bot_id and is_answer(one)]
        return any(asked.expects in one.plain for one in new if one.ephemeral_to in (None, person.id))


def accounts_in(payload: object) -> set[str]:
    """Whom a payload is about: a command's `user_id`, a press's `user`, an event's."""
    if not isinstance(payload, dict):
        return set()
    user, event = payload.get("user"), payload.get("event") or {}
    named = user.get("id") if isinstance(user, dict) else None
    return {str(one) for one in (payload.get("user_id"), named, event.get("user")) if one}


async def go_live(person: Person, staff: Channel) -> None:
    """As staff do it: confirm who is in the course, read what will be posted, press."""
    roster = await person.sees_text("Roster is right", staff)
    await person.press(roster, "Roster is right")
    await person.sees_text("the roster is right", staff)
    await person.slash("/course go-live", staff)
    preview = await person.sees_text("Go live with", staff)
    await person.press(preview, "Go live")
    await person.sees_text("is live.", staff)
