"""The commands that need nothing but a file, through the front door: what is printed where, and the exit code.

Most tests call the same door in this process; a few start the real program.
"""

import io
import json
import os
import signal
import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from bot.cli import COMMANDS, SUMMARIES, run
from bot.course.schedule import read
from bot.data import bundled

SHIPPED = bundled("schedule.yaml")
SOON = "2022-01-20T10:00:00-08:00@1"

TINY = """\
course: {id: tiny, title: Tiny, term: Spring 2022, timezone: Europe/Berlin, meets: {days: [mon], start: 10:00}}
sessions:
  - {id: one, title: One, date: 2022-03-21}
  - {id: two, title: Two, date: 2022-03-28}
"""
BROKEN = """\
course: {id: tiny, title: Tiny, term: Spring 2022, timezone: Europe/Berlin}
sessions:
  - {id: one, titel: One, date: 2022-02-31}
"""


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("COURSEBOT_SCHEDULE", "COURSEBOT_CLOCK", "COURSEBOT_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def say(capsys):
    """Run a command; returns the exit code, the lines printed, and those on standard error."""

    def command(*arguments: str) -> tuple[int, list[str], list[str]]:
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out.splitlines(), printed.err.splitlines()

    return command


def written(text: str, name: str = "schedule.yaml") -> Path:
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    return path


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, check=False, timeout=60
    )


# check


def test_a_good_file_is_explained_in_words(say, monkeypatch):
    monkeypatch.setenv("COURSEBOT_CLOCK", SOON)
    code, out, err = say("check", SHIPPED)
    assert (code, err) == (0, [])
    assert out[0] == f"{SHIPPED}: no problem."
    assert "  8 of 16 sessions ask for a review; each student writes 8 reviews of 7 fields." in out
    assert out[-3:] == [
        "  In the next 7 days:",
        "    Mon 24 Jan, 9:00 AM: Today: Introduction and Course Overview",
        "    Tue 25 Jan, 9:00 AM: Readings for the week of 31 Jan",
    ]


def test_a_course_in_the_past_posts_nothing_more(say):
    code, out, _ = say("check", SHIPPED)
    assert (code, out[-1]) == (0, "  The course is over: nothing more will be posted.")


def test_every_problem_is_a_line_on_standard_error(say):
    written(BROKEN)
    code, out, err = say("check")
    assert (code, out) == (1, ["schedule.yaml: 2 problems"])
    assert err[0].startswith("schedule.yaml:3:15: sessions[0].titel: ")
    assert "title" in err[0]
    assert err[1].startswith("schedule.yaml:3:33: sessions[0].date: ")
    assert len(err) == 2


def test_a_warning_is_told_and_does_not_fail(say):
    written(TINY.replace("2022-03-28", "2022-03-29"))
    code, out, err = say("check")
    assert (code, err) == (0, [])
    assert out[0].startswith("schedule.yaml:4:33: warning: sessions[1].date: ")
    assert out[1] == "schedule.yaml: 1 warning, no problem."


def test_one_bad_file_of_several_fails_and_hides_no_other(say):
    good, bad = written(TINY, "good.yaml"), written(BROKEN, "bad.yaml")
    code, out, err = say("check", bad, good, "none.yaml")
    assert code == 1
    assert "good.yaml: no problem." in out
    assert "bad.yaml: 2 problems" in out
    assert err[-1].startswith("none.yaml: there is no such file")


def test_check_without_any_file_says_how_to_begin(say):
    code, _, err = say("check")
    assert (code, err) == (
        1,
        ["there is no schedule.yaml here; name a file, or write a first one with `coursebot init`"],
    )


def test_the_environment_names_the_files(say, monkeypatch):
    files = [written(TINY, "a.yaml"), written(TINY, "b.yaml")]
    monkeypatch.setenv("COURSEBOT_SCHEDULE", os.pathsep.join(map(str, files)))
    _, out, _ = say("check")
    assert [line for line in out if line.endswith("no problem.")] == ["a.yaml: no problem.", "b.yaml: no problem."]
    code, _, err = say("show")
    assert code == 1
    assert "several files (a.yaml:b.yaml)" in err[0]


# show and plan


def test_show_prints_the_term(say):
    code, out, _ = say("show", SHIPPED)
    assert code == 0
    assert out[0] == "Machine Learning Systems, Spring 2022 (America/Los_Angeles)"
    assert out[1].split() == ["When", "What", "Readings", "Due"]
    assert out[3].startswith("Mon 31 Jan, 1:00 PM  Big Data Systems (Reynold Xin, Databricks)")
    assert len(out) == 2 + 16


def test_show_without_a_file_shows_the_course_that_ships(say):
    _, here, _ = say("show")
    _, named, _ = say("show", SHIPPED)
    assert here == named


def test_show_prefers_the_file_in_this_folder(say):
    written(TINY)
    assert say("show")[1][0] == "Tiny, Spring 2022 (Europe/Berlin)"


def test_show_json_is_the_course(say):
    _, out, _ = say("show", "--json", SHIPPED)
    shown = json.loads("\n".join(out))
    assert shown["course"] == {
        "id": "cs294-sp22",
        "title": "Machine Learning Systems",
        "term": "Spring 2022",
        "timezone": "America/Los_Angeles",
    }
    assert shown["sessions"][1]["starts_at"] == "2022-01-31T13:00:00-08:00"


def test_plan_json_has_a_row_for_each_notice(say):
    written(TINY)
    code, out, _ = say("plan", "--json")
    rows = json.loads("\n".join(out))
    assert code == 0
    assert [(row["local"], row["kind"], row["item"]) for row in rows] == [
        ("2022-03-14T09:00:00+01:00", "weekly", "week:2022-03-21"),
        ("2022-03-21T09:00:00+01:00", "day-of", "one"),
        ("2022-03-22T09:00:00+01:00", "weekly", "week:2022-03-28"),
        ("2022-03-28T09:00:00+02:00", "day-of", "two"),
    ]
    assert rows[3] | {"title": ""} == {
        "due_at": "2022-03-28T07:00:00Z",
        "local": "2022-03-28T09:00:00+02:00",
        "stale_after": "2022-03-28T08:00:00Z",
        "kind": "day-of",
        "item": "two",
        "occurrence": "start",
        "destination": "console",
        "key": "tiny/console/day-of/two/start//",
        "title": "",
    }


def test_plan_says_what_it_does_not_list_where_reviews_are_collected(say):
    asked = "reviews: {owe: each required}\n"
    paper = ", readings: [{title: One, tier: required}]"
    line = "Not listed: reminders in direct messages, and the digest and the line at each deadline for staff."
    written(TINY)
    assert line not in say("plan")[1]
    written(asked + TINY.replace("id: one,", f"id: one{paper},", 1))
    assert say("plan")[1][-1] == line


def test_plan_has_a_row_for_each_platform(say):
    channels = "channels: {slack: {announcements: '#t', staff: '#s'}, discord: {announcements: '1234567890123456'}}"
    written(TINY.replace("id: tiny,", f"id: tiny, {channels},"))
    rows = json.loads("\n".join(say("plan", "--json")[1]))
    assert [row["destination"] for row in rows] == ["slack", "discord"] * 4
    assert len({row["key"] for row in rows}) == 8
    assert say("plan")[1][2].endswith("#t, 1234567890123456")


@pytest.mark.parametrize(
    ("span", "items"),
    [
        (("--from", "2022-03-22"), ["week:2022-03-28", "two"]),
        (("--to", "2022-03-21"), ["week:2022-03-21", "one"]),
        (("--from", "2022-03-21", "--to", "2022-03-21"), ["one"]),
        (("--from", "2022-03-21T09:00", "--to", "2022-03-21T09:00"), ["one"]),
        (("--from", "2022-03-21T08:00:01Z", "--to", "2022-03-22T09:00+01:00"), ["week:2022-03-28"]),
        (("--from", "2022-04-01"), []),
    ],
)
def test_plan_between_two_days_or_instants_both_included(say, span, items):
    written(TINY)
    rows = json.loads("\n".join(say("plan", "--json", *span)[1]))
    assert [row["item"] for row in rows] == items


@pytest.mark.parametrize("word", ["yesterday", "2022-02-31", "2022-01-31T25:00", "", "0001-01-01"])
def test_an_instant_that_cannot_be_read_is_a_wrong_use(say, word):
    written(TINY)
    code, out, err = say("plan", "--from", word or " ")
    assert (code, out) == (2, [])
    assert len(err) == 1
    assert "2022-01-31" in err[0]


def test_a_plan_that_ends_before_it_begins_is_a_wrong_use(say):
    written(TINY)
    code, out, err = say("plan", "--from", "2022-04-01", "--to", "2022-03-01")
    assert (code, out) == (2, [])
    assert err == ["coursebot plan: --from 2022-04-01 is later than --to 2022-03-01. Try `coursebot plan --help`."]


@pytest.mark.parametrize("command", ["show", "plan", "ids"])
def test_a_broken_file_prints_its_problems_and_nothing_else(say, command):
    written(BROKEN)
    code, out, err = say(command)
    assert (code, out, len(err)) == (1, [], 2)


def test_nothing_in_a_file_can_command_the_terminal(say):
    written(TINY.replace("title: One", 'title: "O\u202ene"'))
    for command in ("show", "plan", "check"):
        _, out, err = say(command)
        assert not [line for line in (*out, *err) if "\u202e" in line]
    assert any("O\\u202ene" in line for line in say("show")[1])


# schema, ids, init


def test_the_schema_is_json(say):
    _, out, _ = say("schema")
    assert json.loads("\n".join(out))["properties"]["course"]


def test_ids_are_shown_first_and_written_when_asked(say):
    draft = TINY.replace("id: one, ", "")
    path = written(draft)
    first, last = say("ids")[1]
    assert first.startswith("one: ")
    assert last == "1 id to add; `coursebot ids --write schedule.yaml` writes them."
    assert path.read_text(encoding="utf-8") == draft
    assert say("ids", "--write")[1] == [first, "schedule.yaml: 1 id written."]
    assert path.read_text(encoding="utf-8") == TINY
    assert say("ids", "--write")[1] == ["schedule.yaml: every entry has an id."]
    assert [path.name for path in Path().iterdir()] == ["schedule.yaml"]


def test_ids_never_write_into_the_course_that_ships(say):
    code, _, err = say("ids", "--write")
    assert code == 1
    assert "there is no schedule.yaml here" in err[0]


def test_ids_keep_the_rights_and_the_link_of_a_file(say):
    real = written(TINY.replace("id: one, ", ""), "real.yaml")
    real.chmod(0o640)
    Path("schedule.yaml").symlink_to(real)
    assert say("ids", "--write")[0] == 0
    assert Path("schedule.yaml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text(encoding="utf-8") == TINY


ANSWERS = (
    "ML Systems\nml-sys\nFall 2026\nEurope/Berlin\nmon, thu\n1:00 PM\n2:20 PM\nSoda 405\n2026-10-12\none\nAda Prof\n"
)


@pytest.fixture
def answer(monkeypatch, say):
    """Run `init` with these answers typed."""

    def typed(answers: str, *arguments: str) -> tuple[int, list[str], list[str]]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
        return say("init", *arguments)

    return typed


def test_init_writes_a_schedule_without_a_problem(answer):
    code, out, err = answer(ANSWERS)
    assert (code, err) == (0, [])
    assert out[-1].endswith("schedule.yaml is written. Next: coursebot check schedule.yaml")
    parsed = read(Path("schedule.yaml"))
    assert parsed.warnings == ()
    assert (parsed.course.id, parsed.course.timezone.key) == ("ml-sys", "Europe/Berlin")
    meets = parsed.course.meets
    assert (meets.days, meets.start, meets.end, meets.place) == ((0, 3), time(13), time(14, 20), "Soda 405")
    assert [(one.name, one.role) for one in parsed.course.staff] == [("Ada Prof", "instructor")]


def test_init_has_an_answer_ready_for_everything_but_the_title(answer, monkeypatch):
    monkeypatch.setenv("COURSEBOT_CLOCK", SOON)
    monkeypatch.setenv("TZ", "America/Denver")
    assert answer("Machine Learning Systems\n" + 9 * "\n")[0] == 0
    course = read(Path("schedule.yaml")).course
    assert (course.id, course.term, course.meets.days) == ("mls", "Spring 2022", (0,))
    assert (course.timezone.key, course.meets.place, course.staff) == ("America/Denver", None, ())
    assert str(course.sessions[0].first.day) == "2022-01-24"


def test_init_asks_for_the_zone_where_the_computer_keeps_utc(answer, monkeypatch):
    monkeypatch.setenv("TZ", "Etc/UTC")
    code, out, _ = answer(ANSWERS.replace("Europe/Berlin\n", "\n\nEurope/Berlin\n"))
    assert code == 0
    assert "\n".join(out).count("In which time zone? (such as America/Los_Angeles) ") == 3
    assert read(Path("schedule.yaml")).course.timezone.key == "Europe/Berlin"


def test_init_wants_the_first_class_on_a_class_day_and_its_end_after_its_start(answer):
    wrong = ANSWERS.replace("2026-10-12\n", "2026-10-13\n2026-10-12\n").replace("2:20 PM\n", "1:00 PM\n2:20 PM\n")
    code, out, _ = answer(wrong)
    assert code == 0
    assert "Error: 2026-10-13 is a Tuesday; the class meets on Mon and Thu" in "\n".join(out)
    assert "Error: class begins at 1:00 PM: say a later time of that day" in "\n".join(out)


def test_init_asks_again_where_an_answer_will_not_do(answer):
    wrong = ANSWERS.replace("ml-sys\n", "ML Sys!\nml-sys\n").replace("Europe/Berlin\n", "Berlin Time\nEurope/Berlin\n")
    wrong = wrong.replace("mon, thu\n", "someday\nmon, thu\n").replace("2026-10-12\n", "2026-13-01\n2026-10-12\n")
    wrong = wrong.replace("1:00 PM\n", "noonish\n13:00\n").replace("one\n", "some\nnone\n")
    code, out, _ = answer(wrong, "mine.yaml")
    assert code == 0
    assert "\n".join(out).count("Error: ") == 6
    assert read(Path("mine.yaml")).course.id == "ml-sys"


def test_init_says_why_it_asks_again_and_doubts_a_day_outside_the_term(answer):
    code, out, _ = answer("\n" + ANSWERS.replace("2026-10-12\n", "2026-01-26\n"))
    said = "\n".join(out)
    assert code == 0
    assert said.count("What is the course called?") == 2
    assert "Error: this one needs an answer" in said
    assert "2026-01-26 does not look like Fall 2026: if it is a slip, change the date or the term" in said
    assert Path("schedule.yaml").unlink() is None
    for term, first, doubted in (
        ("Winter 2026/2027", "2027-01-04", False),
        ("2026", "2026-03-02", False),
        ("Second half", "2026-03-02", False),
        ("Spring 2026", "2027-03-01", True),
    ):
        _, out, _ = answer(ANSWERS.replace("Fall 2026\n", f"{term}\n").replace("2026-10-12\n", f"{first}\n"))
        assert ("does not look like" in "\n".join(out)) is doubted, term
        Path("schedule.yaml").unlink()


def test_init_writes_nothing_when_the_answers_end_early(answer):
    code, _, err = answer("ML Systems\n")
    assert (code, [line for line in err if line]) == (130, ["Stopped."])
    assert not Path("schedule.yaml").exists()


def test_init_says_where_it_cannot_write(answer):
    code, _, err = answer(ANSWERS, "no/such/folder.yaml")
    assert (code, err) == (1, ["no/such/folder.yaml cannot be written: No such file or directory"])


def test_init_never_overwrites(say):
    path = written(TINY)
    code, _, err = say("init")
    assert (code, err) == (
        1,
        ["schedule.yaml is there already; nothing was changed. Name another file: coursebot init FILE"],
    )
    assert path.read_text(encoding="utf-8") == TINY


# the door


def test_without_a_command_the_help_is_shown(say):
    code, out, err = say()
    assert (code, out) == (2, [])
    assert [line.split()[0] for line in err[err.index("Commands:") + 1 :]] == list(COMMANDS)
    assert list(SUMMARIES) == list(COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["chek"], "coursebot: there is no command 'chek'; did you mean 'check'? Try `coursebot --help`."),
        (["xyzzy"], "coursebot: there is no command 'xyzzy'; `coursebot --help` lists them. Try `coursebot --help`."),
        (["check", "--foo"], "coursebot check: No such option '--foo'. Try `coursebot check --help`."),
        (["plan", "--to"], "coursebot: Option '--to' requires an argument. Try `coursebot --help`."),
        (
            ["demo", "--at", "noon"],
            "coursebot demo: --at 'noon' is no instant; write one such as 2022-01-20T10:00. Try `coursebot demo --help`.",
        ),
    ],
)
def test_a_wrong_use_is_one_line_and_exit_2(say, arguments, line):
    assert say(*arguments) == (2, [], [line])


def test_python_m_bot_is_coursebot():
    done = program("show", "--json", str(SHIPPED))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["sessions"]) == 16


def test_the_program_ends_with_the_exit_code_and_no_traceback():
    written(BROKEN)
    done = program("check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["check", str(SHIPPED)], ["plan", str(SHIPPED)]])
def test_quick_commands_import_nothing_heavy(arguments):
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", *arguments], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in seen.stderr.splitlines()}
    heavy = {"sqlalchemy", "alembic", "apscheduler", "rich", "prompt_toolkit", "slack_sdk", "slack_bolt", "discord"}
    assert "click" in imported
    assert not imported & (heavy | {"dateparser", "rapidfuzz", "asyncio"})


def test_a_reader_that_goes_away_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "schema"], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupt_ends_quietly():
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "init"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asking:
        assert asking.stdout.readline().startswith(b"A few questions")
        asking.send_signal(signal.SIGINT)
        _, err = asking.communicate(timeout=60)
    assert (asking.returncode, err.strip()) == (130, b"Stopped.")


BOOM = """\
import sys

import bot.cli

sys.path.insert(0, "")
bot.cli.COMMANDS["boom"] = "broken_command:boom"
sys.argv = ["coursebot", "boom"]
bot.cli.main()
"""
BROKEN_COMMAND = """\
import click

@click.command()
def boom():
    raise ZeroDivisionError("secret")
"""


@pytest.mark.parametrize(("debug", "shown"), [("0", False), ("1", True)])
def test_the_unexpected_is_one_line_with_an_incident(monkeypatch, debug, shown):
    monkeypatch.setenv("COURSEBOT_DEBUG", debug)
    written(BROKEN_COMMAND, "broken_command.py")
    done = subprocess.run([sys.executable, "-c", BOOM], capture_output=True, text=True, check=False, timeout=60)
    first = done.stderr.splitlines()[0]
    assert done.returncode == 1
    assert first.startswith("coursebot failed unexpectedly (ZeroDivisionError, incident ")
    assert ("Traceback" in done.stderr) is shown
    assert ("secret" in done.stderr) is shown


def test_letters_that_the_terminal_does_not_have_are_spelled_out(monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    written(TINY.replace("Tiny,", "Tiny 🎓,"))
    done = program("show")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Tiny \\U0001f393, Spring 2022")


def test_a_table_lines_up_where_letters_are_wide(say):
    written(TINY.replace("title: One", "title: 机器学习系统"))
    _, out, _ = say("show")
    assert out[1].index("Readings") == 20 + 2 + 12 + 2
    assert out[2].endswith("机器学习系统")
