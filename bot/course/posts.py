"""What a course says unasked and where: the announcements of a schedule with their defaults, and its channels."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, TypeVar

from bot.course.document import CourseDoc
from bot.course.drafts import Draft
from bot.course.model import Announcement, Announcements, Greeting, ReviewDueAnnouncement
from bot.course.scalars import nearest
from bot.course.source import Report, quote
from bot.course.words import Entry

A = TypeVar("A", bound=Announcement)
EXPECTED = frozenset({"announcements", "staff"})
"""Purposes that may be meant before a file names any channel."""


def channels(report: Report, course: CourseDoc) -> dict[str, dict[str, str]]:
    named: dict[str, dict[str, str]] = {}
    for platform, purposes in course.channels.model_dump(exclude_unset=True).items():
        for purpose in purposes:
            if not re.fullmatch(r"[a-z][a-z0-9_-]{0,23}", purpose):
                message = f"{quote(purpose)} cannot name a purpose: use at most 24 of a-z, 0-9, _ and hyphens"
                report.error(("course", "channels", platform, purpose), message, at_key=True)
        if purposes:
            named[platform] = dict(purposes)
    return named


def announcements(report: Report, written: Draft) -> Announcements:
    docs, usual = written.announcements, Announcements()
    known = EXPECTED | {purpose for named in written.course.channels.model_dump().values() for purpose in named}
    changed: dict[str, Announcement] = {}
    for name in type(docs).model_fields:
        doc = getattr(docs, name)
        if isinstance(doc, bool):
            continue
        rule = _announcement(getattr(usual, name), doc)
        if isinstance(rule, ReviewDueAnnouncement) and name in docs.model_fields_set:
            rule = replace(rule, elsewhere_only=False)  # whoever writes it down wants it for every review
        changed[name] = rule
        channel = getattr(doc, "channel", None)
        if channel is not None and channel not in known and written.readable("course"):
            near = nearest(channel, known)
            advice = f", did you mean {near}?" if near else ": add it to course.channels, or name one that is there"
            report.error(("announcements", name, "channel"), f"no platform has a channel for {quote(channel)}{advice}")
    return replace(usual, welcome=Greeting(on=docs.welcome), **changed)  # type: ignore[arg-type] # each name keeps the type of its default


def _announcement(usual: A, doc: Any) -> A:
    """The default with what is written in its place. `doc` is a model of its kind, or "off"."""
    if doc == "off":
        return replace(usual, on=False)
    stated: dict[str, Any] = {key: value for key in type(doc).model_fields if (value := getattr(doc, key)) is not None}
    if "on" in stated:
        stated["weekday"] = stated.pop("on")
    if "before" in stated:
        stated["before"] = tuple(sorted(set(stated["before"]), reverse=True))
    assert isinstance(doc, Entry)  # noqa: S101 (told to the type checker)
    return replace(usual, **stated)
