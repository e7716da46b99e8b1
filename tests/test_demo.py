"""The demo's world, and the terminal of a running service, as a person meets them."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import replay, theatre
from bot.errors import BadSchedule, Misconfigured
from bot.platforms.console.cast import CAST

ROOT = Path(__file__).resolve().parent.parent
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MAYA, JONAS, SAM, RIVERA = CAST


async def transcript(*lines: str, **options) -> str:
    stream = io.StringIO()
    await replay("\n".join(lines), stream=stream, **options)
    return stream.getvalue()


async def test_it_begins_live_four_days_before_the_first_session_with_the_weekly_post_there():
    with theatre(None, None) as stage:
        world = await stage.open(live=True)
        try:
            assert world.now() == datetime(2022, 1, 20, 10, tzinfo=LOS_ANGELES)
            (post,) = world.platform.history(channel="#cs294")
            assert post.at == world.now()
            assert "week:2022-01-24" in post.key
        finally:
            await world.stage.close()


async def test_two_worlds_side_by_side_know_nothing_of_each_other():
    with theatre(None, None) as stage:
        live = await stage.open(live=True)
        rehearsal = await live.stage.rehearsal()
        try:
            assert list(rehearsal.platform.history(channel="#cs294")) == []
            (line,) = rehearsal.platform.history(channel="#cs294-staff")
            assert "Rehearsal" in str(line.reply)
        finally:
            await live.stage.close()
            await rehearsal.stage.close()


async def test_the_staff_of_a_file_of_ones_own_are_said_not_to_be_there(tmp_path):
    mine = tmp_path / "my.yaml"
    head = "course: {id: c, title: C, term: T, timezone: Europe/Berlin, meets: {days: [mon], start: 10:00}STAFF}\n"
    rest = "sessions: [{id: a, title: A, date: 2022-01-31}]\n"
    mine.write_text(head.replace("STAFF", ", staff: [{name: Ada Lovelace}, {name: Alan Turing, role: ta}]") + rest)
    opening = " ".join((await transcript("quit", course_file=mine)).partition("Try:")[0].split())
    assert (
        "Everybody here is invented: in place of Ada Lovelace and Alan Turing, whom your file names, "
        "staff are Sam Whitfield (a teaching assistant) and Elena Rivera (an instructor)." in opening
    )
    mine.write_text(head.replace("STAFF", "") + rest)
    assert "invented" not in await transcript("quit", course_file=mine)
    assert "invented" not in await transcript("quit")


async def test_a_first_start_says_how_it_ends():
    text = await transcript("rehearsal", "quit")
    note = "Rehearsal: only staff see what would be posted. To end it: course go-live\n"
    assert note in text.partition("❯ rehearsal")[2].partition("❯ quit")[0]
    assert note not in text.partition("❯ rehearsal")[0]


async def test_the_cast_is_in_the_channels_where_it_belongs():
    with theatre(None, None) as stage:
        world = await stage.open(live=True)
        try:
            everyone = {one.account for one in await world.platform.people("#cs294")}
            staff = {one.account for one in await world.platform.people("#cs294-staff")}
        finally:
            await world.stage.close()
    assert everyone == {"maya", "jonas", "sam", "rivera"}
    assert staff == {"sam", "rivera"}
    assert [world.visible_channels(one) for one in (MAYA, JONAS)] == [("#cs294",)] * 2
    assert [world.visible_channels(one) for one in (SAM, RIVERA)] == [("#cs294", "#cs294-staff")] * 2


async def test_who_is_not_on_an_imported_class_list_is_asked_who_they_are(tmp_path):
    (tmp_path / "list.csv").write_text('Student,ID,SIS Login ID,Section\n"Curie, Marie",101,mcurie,A\n')
    text = await transcript("as Rivera", f"send {tmp_path / 'list.csv'}", "1", "as Maya", "look direct")
    assert "I cannot find you on the class list" in text.partition("❯ look direct")[2]


async def test_a_whole_term_in_one_step_says_each_thing_once_and_nothing_to_the_wrong_ones():
    with theatre(None, None) as stage:
        world = await stage.open(live=True)
        try:
            await world.stage.advance(datetime(2022, 5, 20, 10, tzinfo=LOS_ANGELES))
            posts = list(world.platform.everything())
            assert world.now() == datetime(2022, 5, 20, 10, tzinfo=LOS_ANGELES)
            assert await world.stage.next_due() is None
        finally:
            await world.stage.close()
    keys = [post.key for post in posts]
    assert len(keys) == len(set(keys)) > 30
    assert [post.at for post in posts] == sorted(post.at for post in posts)
    public = [post for post in posts if post.channel == "#cs294"]
    assert not [post for post in public if "/staff/" in post.key or "/rehearsal/" in post.key]


@pytest.mark.torture
async def test_a_walk_in_small_steps_says_the_same_as_a_jump():
    steps = await transcript("clock +3d", "clock +1d", "clock +12h", "clock +1d")
    jump = await transcript("clock +5d", "clock +12h")
    assert [line for line in steps.splitlines() if line.startswith("#cs294 ·")] == [
        line for line in jump.splitlines() if line.startswith("#cs294 ·")
    ]


async def test_an_hour_without_an_offset_is_course_time():
    text = await transcript("quit", at=datetime(2022, 2, 1, 15, 30))  # noqa: DTZ001 - that is the point
    assert "Maya, Tue 1 Feb 3:30 PM ❯ quit" in text


@pytest.mark.torture
async def test_the_same_script_gives_the_same_transcript():
    lines = ("readings", "clock +12d", "as Rivera", "course plan", "look #cs294-staff")
    assert await transcript(*lines) == await transcript(*lines)


async def test_a_course_without_any_date_asks_when_to_begin(tmp_path):
    path = tmp_path / "schedule.yaml"
    path.write_text(
        "course: {id: x, title: X, term: T, timezone: UTC}\nsessions:\n  - {id: a, title: A, date: TBD}\n",
        encoding="utf-8",
    )
    with pytest.raises(Misconfigured, match="--at"):
        await transcript("quit", course_file=path)
    assert "❯ quit" in await transcript("quit", course_file=path, at=datetime(2022, 2, 1))  # noqa: DTZ001


async def test_a_broken_schedule_is_refused_with_its_lines(tmp_path):
    path = tmp_path / "schedule.yaml"
    path.write_text("course: [\n", encoding="utf-8")
    with pytest.raises(BadSchedule):
        await transcript("quit", course_file=path)


# --- as processes -------------------------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COURSEBOT")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def played(*arguments: str, typed: str | None, cwd: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        input=None if typed is None else typed.encode(),
        stdin=subprocess.DEVNULL if typed is None else None,
        capture_output=True,
        cwd=cwd,
        env=environment(**more),
        timeout=60,
        check=False,
    )


def test_the_demo_reads_a_pipe_and_survives_a_terminal_without_letters(tmp_path):
    done = played("demo", typed="readings\nclock +4d", cwd=tmp_path, PYTHONIOENCODING="ascii:strict")
    assert done.returncode == 0, done.stderr.decode()
    assert b"Maya, Thu 20 Jan 10:00 AM > readings" in done.stdout
    assert b"#cs294 - Mon 24 Jan, 9:00 AM ---" in done.stdout
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == []


def test_the_service_in_a_terminal_answers_and_stops_at_quit(tmp_path):
    (tmp_path / "schedule.yaml").write_bytes((ROOT / "schedule.yaml").read_bytes())
    clock = "2022-01-20T10:00:00-08:00@1"
    done = played("run", "--console", typed="course\nquit\n", cwd=tmp_path, COURSEBOT_CLOCK=clock)
    text = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "Joseph E. Gonzalez ❯ course" in text
    assert "Rehearsal: only staff see what would be posted. To end it: course go-live\n" in text.partition("❯")[0]
    assert "And because you are staff:" in text


TAS_FIRST = "\n  staff: [{name: Tim Assist, role: ta}, {name: Ada Prof}]"


def test_who_runs_the_service_announces_under_the_first_instructors_name(tmp_path):
    path = tmp_path / "schedule.yaml"
    clock = "2022-01-20T10:00:00-08:00@1"
    for staff, name in (("", "Operator"), (TAS_FIRST, "Ada Prof")):
        path.write_text(
            f"course:\n  id: x\n  title: X\n  term: T\n  timezone: UTC{staff}\n"
            "sessions:\n  - {id: a, title: A, date: 2022-02-01}\n",
            encoding="utf-8",
        )
        typed = "course announce\nHello\n\n\n\nquit\n"
        done = played("run", "--console", typed=typed, cwd=tmp_path, COURSEBOT_CLOCK=clock)
        text = done.stdout.decode()
        assert done.returncode == 0, done.stderr.decode()
        assert f"{name} ❯ course announce\n" in text
        assert f"│ From {name}\n" in text


def test_the_service_without_any_input_shows_posts_until_it_is_stopped(tmp_path):
    (tmp_path / "schedule.yaml").write_bytes((ROOT / "schedule.yaml").read_bytes())
    service = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--console"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment(COURSEBOT_CLOCK="2022-01-20T10:00:00-08:00@1", PYTHONUNBUFFERED="1"),
    )
    try:
        assert service.stdout is not None
        seen = b""
        while b"Rehearsal: would post in #cs294" not in seen:
            line = service.stdout.readline()
            assert line, service.stderr.read().decode()
            seen += line
        service.send_signal(signal.SIGTERM)
        _, errors = service.communicate(timeout=30)
        assert service.returncode == 0, errors.decode()
        assert b"Traceback" not in errors
    finally:
        service.kill()
        service.communicate()
    (journal,) = tmp_path.glob("*.journal")
    assert journal.read_bytes().endswith(b"\n")
