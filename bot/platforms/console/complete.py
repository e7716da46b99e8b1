"""Completion: what the word being typed may become. Pure; it knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.platforms.console.world import Viewer, Vocabulary, World

OWN = {
    "look": "what stands in a channel",
    "in": "speak in a channel",
    "links": "the addresses in what you saw last",
    "send": "give the bot a file",
    "save": "keep the file that you saw last",
    "help": "what you can do here",
    "quit": "leave",
}
STAGE = {
    "as": "be somebody else",
    "who": "the cast",
    "clock": "let time pass",
    "rehearsal": "a first start",
}
TIMES = {"next": "to the next thing that is due", "+1d": "a day", "+1w": "a week", "+3h": "three hours"}


def completions(before: str, world: World, viewer: Viewer) -> Iterator[tuple[str, str]]:
    """Words that go on from the last one of `before`, each with a few words about it."""
    *earlier, last = before.lstrip().split(" ")
    for word, about in _candidates([word for word in earlier if word], world, viewer).items():
        if word.lower().startswith(last.removeprefix("/").lower()):
            yield (f"/{word}" if last.startswith("/") else word), about


def _candidates(earlier: list[str], world: World, viewer: Viewer) -> Mapping[str, str]:
    vocabulary = world.vocabulary(viewer)
    if not earlier:
        return {**vocabulary.summaries, **OWN, **(STAGE if world.stage is not None else {})}
    first = earlier[0].removeprefix("/").lower()
    if len(earlier) == 1:
        own = _own_arguments(first, world, viewer)
        if own is not None:
            return own
        return {**vocabulary.commands.get(first, {}), **_words_after(first, vocabulary)}
    return _words_after(first, vocabulary)


def _words_after(first: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    return vocabulary.words if first in vocabulary.commands else {}


def _own_arguments(first: str, world: World, viewer: Viewer) -> Mapping[str, str] | None:
    if first in ("look", "in", "channel"):
        return {**dict.fromkeys(world.visible_channels(viewer), ""), "direct": "direct messages"}
    if world.stage is not None and first == "as":
        return {one.called: one.role for one in world.stage.cast}
    if world.stage is not None and first == "clock":
        return TIMES
    return None
