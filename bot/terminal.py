"""The bot behind a terminal: what a session may see and say of its courses, and the session of a running service.

The demo builds its worlds from the same parts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.app import App
from bot.conversation.commands import may_use
from bot.course.model import Course, CourseRole
from bot.errors import Misconfigured
from bot.platforms.console.cast import operator
from bot.platforms.console.platform import NAME, ConsolePlatform
from bot.platforms.console.screen import Screen
from bot.platforms.console.session import Session
from bot.platforms.console.sources import PromptSource, open_source
from bot.platforms.console.talk import Talk
from bot.platforms.console.world import WORKSPACE, Viewer, Vocabulary, World
from bot.services.destinations import STAFF
from bot.store import courses as states
from bot.store import people
from bot.store.database import Connection
from handlers.table import TABLE


async def serve_terminal(app: App, platform: ConsolePlatform, clock: Callable[[], datetime]) -> None:
    """The session of `coursebot run --console`. Returns when the person quits; after the end of a pipe, or without
    any input, it goes on showing posts until it is cancelled.
    """
    courses = await app.courses() or await app.ended()
    if not courses:
        raise Misconfigured("there is no course to run")
    roles = dict.fromkeys((course.id for course in courses), CourseRole.INSTRUCTOR)
    viewer = operator(courses)
    await app.database.run(enter, viewer, roles, now=clock())
    world = World(
        platform=platform,
        title=", ".join(course.title for course in courses),
        zone=courses[0].timezone,
        channels=tuple(dict.fromkeys(channel for course in courses for channel in channels(course))),
        staff_channels=frozenset().union(*(staff_channels(course) for course in courses)),
        now=clock,
        answer=app.answer,
        vocabulary=lambda _: vocabulary(courses, CourseRole.INSTRUCTOR),
        rehearsing=await app.database.run.read(rehearsing, courses),
    )
    screen = Screen()
    source = open_source(screen.echo)
    talk = Talk(world=world, screen=screen, source=source, viewer=viewer)
    screen.note(f"coursebot serves {world.title} in this terminal. You are staff here. Type help, or quit to stop it.")
    if world.rehearsing:
        screen.note(world.rehearsing)
    platform.listen(talk.changed)
    ended = await Session(talk=talk).run()
    if ended == "ended" and not isinstance(source, PromptSource):
        await asyncio.Event().wait()


def enter(connection: Connection, viewer: Viewer, roles: Mapping[str, CourseRole], *, now: datetime) -> int:
    """Whoever sits at the terminal, as rows like anybody else; the person's id. `roles`: course id → role."""
    person = people.ensure_account(
        connection, platform=NAME, workspace=WORKSPACE, user_id=viewer.account, name=viewer.name, now=now
    )
    people.rename(connection, person, viewer.name)
    for course, role in roles.items():
        people.set_membership(connection, course=course, person_id=person, role=role, now=now)
    return person


# --- what there is to see and to say ----------------------------------------------------------------------------------


def channels(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys(course.channels.get(NAME, {}).values()))


def staff_channels(course: Course) -> frozenset[str]:
    return frozenset(channel for purpose, channel in course.channels.get(NAME, {}).items() if purpose == STAFF)


def rehearsing(connection: Connection, courses: tuple[Course, ...]) -> str:
    """What a person should know of the courses that are not live; '' where all are."""
    silent = [course for course in courses if states.state(connection, course.id).live_at is None]
    if not silent:
        return ""
    ends = " or ".join(dict.fromkeys(f"{course.command_prefix}course go-live" for course in silent))
    of = "" if len(silent) == len(courses) else f" of {' and '.join(course.title for course in silent)}"
    return f"Rehearsal{of}: only staff see what would be posted. To end it: {ends}"


def vocabulary(courses: tuple[Course, ...], role: CourseRole) -> Vocabulary:
    """What somebody of that role can type to the bot."""
    commands: dict[str, dict[str, str]] = {}
    summaries: dict[str, str] = {}
    words = {"this": "this week", "next": "next week"}
    for course in courses:
        for group in TABLE.groups:
            rows = [row for row in group.rows if row.listed and may_use(row.audience, role)]
            commands[course.command_prefix + group.name] = {row.name: row.summary for row in rows}
            summaries[course.command_prefix + group.name] = group.summary
        words |= {session.id: session.name for session in course.sessions}
        words |= {deadline.id: deadline.title for deadline in course.deadlines}
    return Vocabulary(commands=commands, summaries=summaries, words=words)
