"""The terminal session: one line at a time, either a word to the terminal itself (`as`, `clock`, `look`) or something
said to the bot.

It knows the words of the terminal. What the bot's commands are it never knows, beyond completing them.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from rich.text import Text

from bot.conversation.reply import Facts, Line, Reply, line
from bot.course.wording import clock_words, day_words
from bot.errors import CoursebotError, Refused
from bot.platforms.console import files, manual, travel
from bot.platforms.console.asking import PROMPT
from bot.platforms.console.complete import completions
from bot.platforms.console.harmless import harmless, one_line
from bot.platforms.console.layout import lay_out
from bot.platforms.console.sources import Ended, Left
from bot.platforms.console.talk import Talk
from bot.platforms.console.world import Stage, Viewer

Command = Callable[[str], Awaitable[None]]

DIRECT_WORDS = ("direct", "dm", "private")
_NUMBER = re.compile(r"\[?(\d{1,4})\]?")
_LONE = frozenset(("who", "help", "?", "links", "quit", "exit", "rehearsal", "channels"))
"""Words of the terminal's own only when nothing follows: `who teaches this?` is said to the bot."""

_SAVING = re.compile(r"(?:(\d{1,3})(?!\S))?\s*(\S.*)?")
"""`save`, `save 2`, `save FOLDER`, `save 2 FILE`."""

_ONE = frozenset(("as", "look", "channel", "in"))
"""Words that take one name or none."""


@dataclass(kw_only=True)
class Session:
    """Runs until `quit` or the end of input. `talk.world.stage` is None beside a running service: no `as`, no clock."""

    talk: Talk

    async def run(self) -> str:
        """Why it ended: `quit` or `ended` (no more input)."""
        try:
            while True:
                try:
                    typed = await self._typed()
                except Left:
                    return "quit"
                if not typed:
                    continue
                self.talk.numbering.typed()
                if typed.removeprefix("/").lower() in ("quit", "exit"):
                    return "quit"
                await self._obey(typed)
        except Ended:
            return "ended"

    async def _typed(self) -> str:
        """What was typed or pasted; it goes on while its lines end with a backslash."""
        lines = [await self.talk.source.read(self.prompt(), completions=self._completions)]
        while lines[-1].endswith("\\"):
            lines[-1] = lines[-1].removesuffix("\\")
            try:
                lines.append(await self.talk.source.read(PROMPT))
            except Ended:
                break
        return "\n".join(lines).strip()

    def prompt(self) -> str:
        """`Maya, Thu 20 Jan 10:00 AM ❯ `; `Maya ❯ ` where time goes on while the prompt stands."""
        where = f" in {one_line(self.talk.channel)}" if self.talk.channel else ""
        who = f"{one_line(self.talk.viewer.called)}{where}"
        if self.talk.world.stage is None:
            return f"{who} ❯ "
        local = self.talk.world.now().astimezone(self.talk.world.zone)
        return f"{who}, {day_words(local)} {clock_words(local)} ❯ "

    async def _obey(self, typed: str) -> None:
        number = _NUMBER.fullmatch(typed)
        if number:
            await self.talk.press(int(number[1]))
            return
        word, _, rest = typed.removeprefix("/").partition(" ")
        command = None if "\n" in typed else self._command(word.lower(), rest.strip())
        if command is None:
            await self.talk.say(typed)
            return
        try:
            await command(rest.strip())
        except Refused as refusal:
            self.talk.screen.note(str(refusal))

    def _command(self, word: str, rest: str) -> Command | None:
        """The terminal's own command, or None where the line is meant for the bot."""
        own: dict[str, Command] = {
            "help": self._help,
            "?": self._help,
            "links": self._links,
            "send": self._send,
            "save": self._save,
            "look": self._look,
            "channel": self._look,
            "channels": self._look,
            "in": self._in,
        }
        if self.talk.world.stage is not None:
            own |= {"as": self._as, "who": self._who, "clock": self._clock, "rehearsal": self._rehearsal}
        if word == "save":
            place = _saving(rest)[1]
            meant = not rest or (bool(self.talk.numbering.files()) and (not place or _is_path(place)))
        elif word == "send":
            meant = _is_path(rest)
        else:
            meant = (not rest) if word in _LONE else (" " not in rest) if word in _ONE else True
        return own.get(word) if meant else None

    def _completions(self, before: str) -> Iterable[tuple[str, str]]:
        return completions(before, self.talk.world, self.talk.viewer)

    # --- who and where ----------------------------------------------------------------------------------------------

    async def _as(self, name: str) -> None:
        viewer = self._cast_member(name)
        self.talk.become(viewer)
        self.talk.screen.note(f"You are {viewer.name}, {viewer.role}.{self._unseen()}")

    def _cast_member(self, name: str) -> Viewer:
        cast = self._stage().cast
        names = ", ".join(one.called for one in cast)
        if not name:
            raise Refused(f"Say who you want to be: {names}. For example: as {cast[0].called}")
        found = [one for one in cast if any(part.lower().startswith(name.lower()) for part in one.name.split())]
        exact = [one for one in found if one.name.lower() == name.lower()] or found
        if len(exact) != 1:
            raise Refused(f"There is no {name} here. You can be {names}.")
        return exact[0]

    def _unseen(self) -> str:
        counts = self.talk.unseen()
        if not counts:
            return ""
        places = [f"{number} in {channel or 'direct messages'}" for channel, number in counts.items()]
        first = next(iter(counts)) or "direct"
        return f" New to you: {', '.join(places)}. To read it: look {first}"

    async def _who(self, _: str) -> None:
        rows: list[tuple[str, Line]] = []
        for one in self._stage().cast:
            you = "  (you)" if one.account == self.talk.viewer.account else ""
            rows.append((one.name, line(f"{one.role}{you}")))
        self._print(Facts(tuple(rows)))

    async def _in(self, place: str) -> None:
        if not place:
            here = self.talk.channel or "direct messages with coursebot"
            raise Refused(f"You speak in {here}. Change it with in #channel, or in direct.")
        if place.lower() in DIRECT_WORDS:
            self.talk.channel = ""
            self.talk.screen.note("You speak with coursebot in direct messages.")
            return
        self.talk.channel = self._channel(place)
        self.talk.screen.note(f"You speak in {self.talk.channel}. To leave it: in direct")

    def _channel(self, name: str) -> str:
        channels = self.talk.world.visible_channels(self.talk.viewer)
        for channel in channels:
            if channel.lower().lstrip("#") == name.lower().lstrip("#"):
                return channel
        raise Refused(f"You have no channel {name}. You can see {', '.join(channels) or 'none'}.")

    async def _look(self, place: str) -> None:
        """What stands in a channel; without a name, which there are."""
        if not place:
            self._overview()
            return
        if place.lower() in DIRECT_WORDS:
            messages = list(self.talk.world.platform.history(account=self.talk.viewer.account))
            where = "your direct messages"
        else:
            where = self._channel(place)
            messages = list(self.talk.world.platform.history(channel=where))
        if not messages:
            self.talk.screen.note(f"Nothing has been said in {where} yet.")
        for message in messages:
            self.talk.show_message(message)

    def _overview(self) -> None:
        rows: list[tuple[str, Line]] = []
        unseen = self.talk.unseen()
        platform, me = self.talk.world.platform, self.talk.viewer
        counts = {one: len(list(platform.history(channel=one))) for one in self.talk.world.visible_channels(me)}
        counts[""] = len(list(platform.history(account=me.account)))
        for channel, count in counts.items():
            new = f", {unseen[channel]} new" if channel in unseen else ""
            rows.append((channel or "direct", line(f"{count} message{'s' if count != 1 else ''}{new}")))
        self._print(Facts(tuple(rows)))

    async def _links(self, _: str) -> None:
        """Every address in full, for terminals in which links cannot be clicked."""
        found = self.talk.numbering.links()
        if not found:
            self.talk.screen.note("There is no link in what you saw last.")
            return
        for link in found:
            self.talk.screen.note(link.text, "", space=False)
            self.talk.screen.show([Text(harmless(link.url), "blue")])

    async def _send(self, typed: str) -> None:
        if not typed:
            raise Refused("Say which file: send PATH")
        await self.talk.send(typed)

    async def _save(self, words: str) -> None:
        """Write down what came as a file: all that was seen last, or one of it."""
        found = self.talk.numbering.files()
        if not found:
            raise Refused("There is no file in what you saw last.")
        number, place = _saving(words)
        if number and not 1 <= int(number) <= len(found):
            raise Refused(f"There is no file {number} in what you saw last, only {len(found)}.")
        chosen = found[int(number) - 1 : int(number)] if number else found
        for file in chosen:
            where = place if len(chosen) == 1 else files.beside(file, place)
            self.talk.screen.note(f"Saved as {files.save(file, where)}.", space=False)

    async def _help(self, _: str) -> None:
        for block in manual.pages(self.talk.world, self.talk.viewer):
            self._print(block)

    def _print(self, block: Facts) -> None:
        self.talk.screen.show(lay_out(Reply((block,)), self.talk.screen.look(), lambda *_: 0))

    # --- time -------------------------------------------------------------------------------------------------------

    async def _clock(self, words: str) -> None:
        stage, world = self._stage(), self.talk.world
        if not words:
            raise Refused(f"It is {self._time()}. {travel.HOW}")
        if words.lower() == "next":
            to = await stage.next_due()
            if to is None:
                raise Refused("Nothing more is planned.")
        else:
            to = travel.target(words, world.now(), world.zone)
        shown = self.talk.shown
        try:
            await stage.advance(to)
        except CoursebotError as error:
            self.talk.screen.note(str(error))
        quiet = "" if self.talk.shown > shown else " Nothing was said to you on the way."
        self.talk.screen.note(f"It is {self._time()}.{quiet}")

    async def _rehearsal(self, _: str) -> None:
        """A first start: another world, with another database, that is not live yet."""
        before = self._stage()
        world = await before.rehearsal()
        await before.close()
        self.talk.screen.note(
            f"A first start: I rehearse in the staff channel until an instructor goes live. "
            f"You are {before.instructor.name}, {before.instructor.role}."
        )
        self.talk.enter(world, before.instructor)
        if world.rehearsing:
            self.talk.screen.note(world.rehearsing)

    def _time(self) -> str:
        local = self.talk.world.now().astimezone(self.talk.world.zone)
        return f"{day_words(local)} {local.year}, {clock_words(local)}"

    def _stage(self) -> Stage:
        if self.talk.world.stage is None:
            raise Refused("That is for the demo only.")
        return self.talk.world.stage


def _saving(words: str) -> tuple[str, str]:
    """Which file, and where to; '' for what was not said."""
    match = _SAVING.fullmatch(words)
    return (match[1] or "", match[2] or "") if match else ("", words)


def _is_path(rest: str) -> bool:
    """Whether it names files: `send me the slides` is said to the bot."""
    return " " not in rest or rest[0] in "'\"/.~\\" or "/" in rest.split(maxsplit=1)[0]
