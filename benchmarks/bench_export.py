"""Exports against the least that could write the same columns: the standard library's csv over sqlite3.

Each export is a process of its own, so that its memory is its own; what stands beside it runs in turns with it.
"""

from __future__ import annotations

import asyncio
import csv
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import databases
from benchmarks.apps import NOON, live_app, with_sessions
from benchmarks.databases import Give
from benchmarks.measure import Result
from bot.course import answers
from bot.course.model import Course, CourseRole
from bot.course.schedule import read
from bot.store import people, reviews
from bot.store.database import Connection
from bot.store.location import locate
from bot.store.tables import review_version

REVIEWS = (10_000, 100_000)
PAPERS = 40
ROUNDS = 3
VOCABULARY = 4_000
WORDS = (70, 55, 45, 30)
"""Of each text, which with two scales makes six answers and some two hundred words."""

FORM = """\
  form:
    fields:
      - {id: summary, kind: text, label: Summary}
      - {id: strengths, kind: text, label: Strengths}
      - {id: weaknesses, kind: text, label: Weaknesses}
      - {id: questions, kind: text, label: Questions}
      - {id: merit, kind: scale, label: Overall merit, options: [Reject, Weak reject, Weak accept, Accept]}
      - {id: expertise, kind: scale, label: Your expertise, options: [None, Some, Much]}
"""
BESIDE = "csv over sqlite3"
TEXTS = ("summary", "strengths", "weaknesses", "questions")

FLOOR = """
SELECT t.course, t.session, s.title, s.day, t.paper, r.title, r.url, p.name, p.email, e.student_id, e.canvas_id,
       e.login, e.section, m.role, m.active, t.received_at, CASE WHEN t.late_then > 0 THEN 'late' ELSE 'on time' END,
       t.late_then, t.number, 1, {words}, k.mark, {answers}
FROM (SELECT v.*, {inner} FROM review_version AS v WHERE v.course = 'seminar') AS t
JOIN person AS p ON p.id = t.person
JOIN membership AS m ON m.course = t.course AND m.person = t.person
LEFT JOIN roster_entry AS e ON e.course = t.course AND e.person = t.person
LEFT JOIN review_mark AS k ON k.course = t.course AND k.person = t.person AND k.paper = t.paper
JOIN temp.session AS s ON s.id = t.session
JOIN temp.reading AS r ON r.id = t.paper
ORDER BY t.person, t.paper, t.number
"""
"""All columns that SQL can give; words are counted by their spaces."""


def measure() -> list[Result]:
    few, many = REVIEWS
    with databases.sqlite() as give, tempfile.TemporaryDirectory(prefix="coursebot-bench-") as name:
        folder = Path(name)
        small = _exported(_filled(give, folder, few), "csv", folder)["peak"]
        url = _filled(give, folder, many)
        floors: list[float] = []
        exports: list[dict[str, float]] = []
        for _ in range(ROUNDS):
            floors.append(_floor(url, folder))
            exports.append(_exported(url, "csv", folder))
        others = {form: many / _exported(url, form, folder)["seconds"] for form in ("json", "xlsx")}
    floor, rate = many / median(floors), many / median(one["seconds"] for one in exports)
    peak = median(one["peak"] for one in exports)
    return [
        Result(f"csv over sqlite3, {many:,} reviews: what of the columns SQL can give", floor, unit="/s"),
        Result(f"{many:,} reviews as CSV", rate, rate / floor, BESIDE, ">= 0.5 x", unit="/s", name="export.csv"),
        *(
            Result(f"{many:,} reviews as {form.upper()}", rate, rate / floor, BESIDE, unit="/s", name=f"export.{form}")
            for form, rate in others.items()
        ),
        Result(f"most memory of the process, {few:,} reviews as CSV", small, unit="MB", name="export.few"),
        Result(
            f"most memory of the process, {many:,} reviews as CSV", peak, peak / small, f"that of {few:,}", "<= 1.1 x",
            unit="MB", name="export.many",
        ),
    ]  # fmt: skip


def _exported(url: str, form: str, folder: Path) -> dict[str, float]:
    """Seconds of the writing, and the most MB that the process held."""
    command = [sys.executable, "-m", "benchmarks.export_process", url, form, str(folder / f"reviews.{form}")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _floor(url: str, folder: Path) -> float:
    """Seconds that sqlite3 and csv take."""
    course = read(folder / f"sessions-{PAPERS}.yaml").course
    with sqlite3.connect(locate(url).path) as connection:  # type: ignore[union-attr] # a file
        connection.execute("CREATE TEMP TABLE session (id TEXT PRIMARY KEY, title, day)")
        connection.execute("CREATE TEMP TABLE reading (id TEXT PRIMARY KEY, title, url)")
        days = [(one.id, one.name, one.meetings[0].day.isoformat()) for one in course.sessions]
        connection.executemany("INSERT INTO temp.session VALUES (?, ?, ?)", days)
        papers = [(one.id, one.title, one.url) for _, one in course.readings()]
        connection.executemany("INSERT INTO temp.reading VALUES (?, ?, ?)", papers)
        fields = (*TEXTS, "merit", "expertise")
        texts = " + ".join(f"length(t.{one}) - length(replace(t.{one}, ' ', '')) + 1" for one in TEXTS)
        inner = ", ".join(f"v.answers ->> '$.{one}' AS {one}" for one in fields)
        asked = FLOOR.format(words=texts, answers=", ".join(f"t.{one}" for one in fields), inner=inner)
        started = perf_counter()
        with (folder / "floor.csv").open("w", encoding="utf-8", newline="") as file:
            rows = connection.execute(asked)
            lines = csv.writer(file)
            lines.writerow([column[0] for column in rows.description])
            lines.writerows(rows)
        return perf_counter() - started


# --- a course with so many reviews ------------------------------------------------------------------------------------


def _filled(give: Give, folder: Path, size: int) -> str:
    url = give()
    asyncio.run(_fill(url, folder, size))
    return url


async def _fill(url: str, folder: Path, size: int) -> None:
    path = _schedule(folder)
    async with live_app(url, [path]) as (app, _):
        await app.database.run(_enter, read(path).course, size)


def _schedule(folder: Path) -> Path:
    path = with_sessions(folder, PAPERS)
    text = path.read_text(encoding="utf-8")
    if FORM not in text:
        path.write_text(text.replace("  form: short\n", FORM), encoding="utf-8")
    return path


def _enter(connection: Connection, course: Course, size: int) -> None:
    """So many reviews, all handed in, a few of them late."""
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghilmnoprstuv", k=chance.randint(2, 10))) for _ in range(VOCABULARY)]
    words += ["naïve", "e.g.,", "state-of-the-art", "(see Fig. 3)", "“cheap”", "–"]
    form = next(one.review.form for one in course.sessions if one.review is not None)
    known = answers.digest(form)
    reviews.keep_form(connection, course.id, known, answers.document(form), now=NOON)
    papers = [(session.id, reading.id) for session, reading in course.readings()]
    for number in range(size // len(papers)):
        person = people.add_person(connection, name=f"Student {number}", email=f"s{number}@example.edu", now=NOON)
        people.set_membership(connection, course=course.id, person_id=person, role=CourseRole.STUDENT, now=NOON)
        rows = [
            {
                "course": course.id, "person": person, "paper": paper, "number": 1, "session": session,
                "complete": True, "form": known, "answers": _said(chance, words), "late_then": 90 * (place % 9 == 0),
                "received_at": NOON + timedelta(days=place - 9, minutes=number % 600),
            }
            for place, (session, paper) in enumerate(papers)
        ]  # fmt: skip
        connection.execute(review_version.insert(), rows)


def _said(chance: random.Random, words: Sequence[str]) -> dict[str, str]:
    texts = {name: " ".join(chance.choices(words, k=length)) for name, length in zip(TEXTS, WORDS, strict=True)}
    return {**texts, "merit": str(chance.randint(1, 4)), "expertise": str(chance.randint(1, 3))}
