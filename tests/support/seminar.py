"""The seminar that most tests run: Mondays at one in Los Angeles, announced in #seminar."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.app import App, open_app
from bot.conversation.port import Platform

STAFF_CHECK_OFF = "  staff_check: off\n"
"""Stands last under `announcements:` of each text below. Without it Fridays have a line to staff."""

HEAD = """\
course:
  id: seminar
  title: Reading Seminar
  term: Spring 2022
  timezone: America/Los_Angeles
  meets: {days: [mon], start: 13:00, end: 16:00, place: Soda 405}
  channels:
    slack: {announcements: "#seminar", staff: "#seminar-staff"}
announcements:
  review_due: {before: [1d]}
  staff_check: off
reviews:
  owe: each required
  form: short
  due: at class start
sessions:
"""
FIRST = """\
  - id: first
    title: Big Data Systems
    date: 2022-01-31
    readings:
      - {id: rdd, title: Resilient Distributed Datasets, url: https://example.org/rdd, tier: required}
"""
SLIDES = """\
    materials:
      - {kind: slides, title: PDF, url: https://example.org/slides}
"""
SECOND = """\
  - id: second
    title: Hardware
    date: 2022-02-07
    readings:
      - {id: eyeriss, title: Eyeriss, url: https://example.org/eyeriss, tier: required}
"""
THIRD = """\
  - id: third
    title: Frameworks
    date: 2022-02-14
    readings:
      - {id: tvm, title: TVM, url: https://example.org/tvm, tier: required}
deadlines:
  - {id: proposal, title: Project proposal, kind: project, due: 2022-02-11 17:00}
"""

TWO_CLASSES = HEAD + FIRST + SLIDES + SECOND
"""The slides of the first are there already. More sessions can be written below it."""

THREE_CLASSES = HEAD + FIRST + SECOND + THIRD
"""Posts in the order in which they fall due: see `tests/services/test_delivery.py`. More deadlines can follow."""


@asynccontextmanager
async def taken_in(
    database_url: str, folder: Path, platform: Platform, *, at: datetime, text: str, public_url: str = ""
) -> AsyncIterator[tuple[App, Path]]:
    """An app in rehearsal that has taken in the folder's schedule file, which is written where there is none yet."""
    file = folder / "schedule.yaml"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
    app = open_app(database_url=database_url, platforms=[platform], public_url=public_url)
    try:
        await app.take_in(file, at)
        yield app, file
    finally:
        await app.close()
