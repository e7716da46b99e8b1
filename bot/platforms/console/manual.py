"""What `help` shows in the terminal: the terminal's own words, and how to talk with the bot.

It knows the words of the terminal; the bot's commands it takes from the vocabulary it is handed.
"""

from __future__ import annotations

from bot.conversation.reply import Facts, Line, line
from bot.platforms.console.world import Viewer, World


def pages(world: World, viewer: Viewer) -> tuple[Facts, ...]:
    """First what can be said to the bot, then what the terminal does."""
    vocabulary = world.vocabulary(viewer)
    bot = [(name, line(summary)) for name, summary in vocabulary.summaries.items()]
    everything = "all of these commands, also those for staff" if viewer.is_staff else "all of these commands"
    bot += [(f"{name} help", line(everything)) for name, below in vocabulary.commands.items() if "help" in below]
    return tuple(Facts(tuple(rows)) for rows in (bot, _terminal(world)) if rows)


def _terminal(world: World) -> list[tuple[str, Line]]:
    rows = [
        ("3", "press the button [3]"),
        ("look #channel", "what stands in a channel; look alone lists yours"),
        ("in #channel", "speak there; in direct goes back"),
        ("links", "the addresses in what you saw last"),
        ("send PATH", "give coursebot a file"),
        ("save", "keep the files that you saw last; save 2, save PATH"),
        ("\\", "at the end of a line: it goes on in the next one"),
    ]
    if world.stage is not None:
        rows += [
            ("as NAME", "be somebody else; who lists the cast"),
            ("clock +2d", "let time pass: +3h, +90m, 12:59, 2022-03-14 12:59"),
            ("clock next", "to the next thing that is due"),
            ("rehearsal", "a first start, before the course is live"),
        ]
    rows.append(("quit", "end this; out of a form you come with cancel"))
    return [(word, line(meaning)) for word, meaning in rows]
