"""The README and the reference of the schedule say what is so: their transcript is played, their snippets are run,
their tables are compared with the program.

`python -m tests.test_readme --record` plays the transcript anew and writes it down. Read the difference before it is
kept.
"""

from __future__ import annotations

import configparser
import contextlib
import io
import json
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from bot import cli, settings
from bot.course.document import known_keys
from bot.course.schedule import parse
from bot.demo import replay
from bot.platforms.slack.manifest import SCOPES, scopes
from bot.store.location import locate
from handlers.help import usage
from handlers.table import TABLE

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "schedule.md").read_text(encoding="utf-8")
ON_SLACK = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "docs" / "deploy"
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/schedule.md", "docs/slack.md", "docs/decisions.md")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def rows(heading: str, text: str = README) -> Iterator[list[str]]:
    """The cells of the first table below a heading, without its head."""
    section = text.partition(f"{heading}\n")[2]
    table = re.search(r"(?:^\|.*\n)+", section, re.MULTILINE)
    assert table, f"there is no table below {heading}"
    for line in table[0].splitlines()[2:]:
        yield [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


# --- the transcript -----------------------------------------------------------------------------------------------

TRANSCRIPT = re.compile(r"`(coursebot demo [^`]*)`[^\n]*\n\n```text\n(.*?)```", re.DOTALL)


def played(tmp_path: Path, command: str, dialog: str) -> str:
    script = tmp_path / "dialog"
    script.write_text(dialog, encoding="utf-8")
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert cli.run([*shlex.split(command)[1:], "--script", str(script)]) == 0
    return stream.getvalue()


def test_the_transcript_is_what_the_demo_shows(tmp_path):
    found = TRANSCRIPT.search(README)
    assert found, "the README has no transcript"
    assert played(tmp_path, found[1], found[2]) == found[2]


async def test_every_word_of_the_terminal_is_told():
    stream = io.StringIO()
    await replay("help\nquit\n", stream=stream)
    shown = stream.getvalue().partition("❯ help\n")[2].partition("\n\n")[2].partition("\n\n")[0]
    words = {line.split()[0] for line in shown.splitlines()}
    told = {code.split()[0] for first, *_ in rows("In the demo you can also type:") for code in codes(first)}
    assert {"clock", "quit"} <= words <= told


# --- the snippets -------------------------------------------------------------------------------------------------

ANSWERS = "Advanced Data Systems\ncs999\nSpring 2026\nAmerica/New_York\ntue\n14:00\n15:20\nRoom 101\n2026-01-27\none\nGrace Example\n"
ASK_SLACK = ("coursebot doctor", "coursebot run")
"""These need Slack: `tests/test_run_on_slack.py` runs them."""
TYPED = {"coursebot init": ANSWERS, "coursebot run --console": "readings\nquit\n"}


def test_the_snippets_work_one_after_the_other(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = [line.partition("#")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("coursebot ") and line not in ASK_SLACK]
    assert len(commands) >= 9
    for command in commands:
        with (tmp_path / "typed").open("w+", encoding="utf-8") as typed:
            typed.write(TYPED.get(command, ""))
            typed.seek(0)
            monkeypatch.setattr(sys, "stdin", typed)
            assert cli.run(shlex.split(command)[1:]) == 0, (command, capsys.readouterr().err)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"coursebot.db", "coursebot.journal", "coursebot.replaced-1.db", "monday.db"} <= left


def test_make_has_the_targets_that_are_named():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_links_lead_somewhere():
    dead = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            if target.startswith("http"):
                continue
            name, _, anchor = target.partition("#")
            file = (ROOT / page).parent / name
            if not file.exists() or (anchor and anchor not in _anchors(file)):
                dead.append((page, target))
    assert dead == []


def test_files_that_are_named_exist():
    named = {code for page in PAGES for code in codes((ROOT / page).read_text(encoding="utf-8"))}
    paths = {code for code in named if re.fullmatch(r"(bot|handlers|tests|migrations|courses)/[a-z0-9_/.]*", code)}
    assert "bot/course/planner.py" in paths
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def _anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_first_page_names_neither_a_server_nor_replicas():
    first, heading, rest = README.partition("## Your own course")
    assert heading
    assert re.search("postgresql", rest, re.IGNORECASE), "it is told, but later"
    assert re.findall(r"postgres\w*|replica\w*", first, re.IGNORECASE) == []


# --- commands and settings ----------------------------------------------------------------------------------------


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, tuple[list[str], set[str]]]]:
    """Each command with its arguments and its options, as it is typed."""
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            found = command.get_command(context, word)
            assert found is not None
            yield from _commands(found, f"{name} {word}")
        return
    options = {option for one in command.params if isinstance(one, click.Option) for option in one.opts}
    yield name, ([piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"], options)


def test_every_command_is_told_with_its_options():
    told = {}
    for first, *_ in rows("## The command line"):
        (typed,) = codes(first)
        words = re.sub(r"--[a-z-]+(?: [A-Z]+)?", "", typed).split()
        name = " ".join(word for word in words if word.islower())
        told[name] = ([word for word in words if not word.islower()], set(re.findall(r"--[a-z-]+", typed)))
    assert told == dict(_commands(cli.coursebot, "coursebot"))


def test_every_exit_code_is_told():
    told = {int(code) for code, _ in rows("`--help` works everywhere, `coursebot --version` tells the version.")}
    assert told == {cli.FINE, cli.WRONG_INPUT, cli.USAGE, cli.UNREACHABLE, cli.INTERRUPTED}


def test_every_command_of_the_chat_is_told_with_who_may_use_it():
    who = {"everyone": "all", "student": "members", "instructor": "instructors", "ta": "staff"}
    told = {codes(first)[0]: second for first, second, _ in rows("## Commands in chat")}
    assert told == {usage(group, row, ""): who[row.audience.value] for group, row in TABLE.rows() if row.listed}


def test_no_chat_command_is_named_that_does_not_exist():
    listed = [usage(group, row, "").split(" [")[0] for group, row in TABLE.rows() if row.listed]
    named = {code for page in (README, REFERENCE) for code in codes(page) if re.match(r"/[a-z]", code)}
    unknown = {one for one in named if not any(f"{one} ".startswith(f"{command} ") for command in listed)}
    assert unknown <= {"/xreadings", "/invite @coursebot"}, "which only shows a prefix, and one of Slack's own"


def test_every_setting_is_told_and_no_other():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    source_of_settings = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    names = r"\b(?:COURSEBOT|SLACK)_[A-Z_]+\b"
    quoted = {name for source in sources for name in re.findall(rf'"({names})', source)}
    known = {name for name in quoted if name.startswith("COURSEBOT_") or f'"{name}"' in source_of_settings}
    assert {codes(first)[0] for first, *_ in rows("## Settings")} == known
    assert set(re.findall(names, README)) == known
    assert set(re.findall(names, ON_SLACK)) <= known
    assert known - set(re.findall(names, (DEPLOY / "env.example").read_text(encoding="utf-8"))) == {
        "SLACK_API_URL",
        "COURSEBOT_CLOCK",
        "COURSEBOT_LEASE",
        "COURSEBOT_DEBUG",
    }


# --- Slack, and running it ----------------------------------------------------------------------------------------


def test_every_scope_is_told_with_its_reason_and_no_other():
    told = {codes(first)[0]: why for first, why in rows("## Scopes", ON_SLACK)}
    assert told == {name: scope.why for name, scope in SCOPES.items()}
    (said,) = (line for line in ON_SLACK.splitlines() if "are optional" in line)
    assert {code for code in codes(said) if ":" in code} == set(scopes()[1])


def test_the_dockerfile_copies_what_there_is_and_what_the_program_needs():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    copied = [word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE) for word in line.split()]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], project["project"]["readme"], "pyproject.toml", "uv.lock"}
    assert needed | set(project["project"]["license-files"]) == set(copied)
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*", "no token and no database is sent along"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)


def test_the_container_runs_the_service_as_nobody_of_weight_and_keeps_its_data_in_a_volume():
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    said = dict(re.findall(r"^(USER|VOLUME|ENTRYPOINT|CMD|WORKDIR) (.+)$", text, re.MULTILINE))
    assert (said["USER"], said["VOLUME"]) == ("coursebot", "/data")
    assert [*json.loads(said["ENTRYPOINT"]), *json.loads(said["CMD"])] == ["coursebot", "run"]
    assert "COURSEBOT_HTTP_HOST" not in text, "it listens to others only where HTTP mode is wanted"
    assert locate(re.findall(r"COURSEBOT_DATABASE_URL=(\S+)", text)[0]).path.parent == Path(said["VOLUME"])


def test_the_compose_file_keeps_the_database_in_a_volume_and_gives_time_to_stop():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    compose = yaml.safe_load(text)
    (service,) = compose["services"].values()
    assert service["volumes"][0].split(":") == [*compose["volumes"], "/data"]
    assert int(service["stop_grace_period"].removesuffix("s")) > 10
    written = yaml.safe_load(re.sub(r"^( +)# (environment|ports)", r"\1\2", text, flags=re.MULTILINE))
    environment = written["services"]["coursebot"]["environment"]
    assert environment["COURSEBOT_HTTP_HOST"] == "0.0.0.0"
    assert written["services"]["coursebot"]["ports"] == [f"127.0.0.1:8080:{environment['COURSEBOT_HTTP_PORT']}"]


def test_the_systemd_unit_restarts_what_may_get_better_and_gives_time_to_stop():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] - keys of systemd have capitals
    unit.read(DEPLOY / "coursebot.service", encoding="utf-8")
    assert unit.sections() == ["Unit", "Service", "Install"]
    service = unit["Service"]
    assert service["ExecStart"].endswith("/coursebot run")
    assert (service["DynamicUser"], service["StateDirectory"], service["Restart"]) == ("yes", "coursebot", "on-failure")
    assert {int(code) for code in service["RestartPreventExitStatus"].split()} == {cli.WRONG_INPUT, cli.USAGE}
    assert int(service["TimeoutStopSec"]) > 10
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    text = (DEPLOY / "coursebot.service").read_text(encoding="utf-8")
    assert locate(re.findall(r"COURSEBOT_DATABASE_URL=(\S+)", text)[0]).path.parent == Path(service["WorkingDirectory"])


def test_what_is_typed_on_the_machine_that_stays_on_names_the_places_of_the_unit_and_the_container():
    unit = (DEPLOY / "coursebot.service").read_text(encoding="utf-8")
    (url,) = re.findall(r"COURSEBOT_DATABASE_URL=(\S+)", unit)
    (schedule,) = re.findall(r"COURSEBOT_SCHEDULE=(\S+)", unit)
    (program,) = re.findall(r"ExecStart=(\S+) run", unit)
    (tokens,) = re.findall(r"EnvironmentFile=(\S+)", unit)
    typed = [line for block in blocks("text", ON_SLACK) for line in block.splitlines()]
    assert f"{program} db backup monday.db --database {url}" in typed
    assert f"(set -a; . {tokens}; {program} doctor {schedule} --database {url})" in typed
    (copied,) = re.findall(r"docker compose exec coursebot coursebot db backup (\S+)", ON_SLACK)
    assert copied.startswith("/data/"), "the container can write nowhere else"
    assert f"docker compose cp coursebot:{copied} ." in typed
    assert f"docker compose exec coursebot rm {copied}" in typed


def test_the_example_of_the_environment_is_one_that_the_bot_reads(tmp_path):
    text = (DEPLOY / "env.example").read_text(encoding="utf-8")
    assert settings.load({}, DEPLOY / "env.example") == settings.load({}, tmp_path / "none")
    filled = tmp_path / "env"
    filled.write_text(text.replace("BOT_TOKEN=", "BOT_TOKEN=xoxb-1-a").replace("APP_TOKEN=", "APP_TOKEN=xapp-1-a"))
    found = settings.load({}, filled)
    assert found.slack is not None
    assert found.slack.socket_mode


# --- the schedule -------------------------------------------------------------------------------------------------


def test_the_example_is_a_schedule_without_problem_or_warning():
    (example,) = blocks("yaml")
    parsed = parse(example, "README.md")
    assert parsed.warnings == ()
    assert set(yaml.safe_load(example)) == known_keys()[""], "it shows every section"


def _sections() -> Iterator[tuple[str, list[list[str]]]]:
    """`sessions[].readings[]` with the rows of its table."""
    for heading in re.findall(r"^### (.+)$", REFERENCE, re.MULTILINE):
        listed = list(rows(f"### {heading}", REFERENCE))
        for path in codes(heading):
            yield path.removeprefix("(file)"), listed


def test_every_key_of_the_schedule_is_told_and_no_other():
    told = {path: {key for first, *_ in listed for key in codes(first)} for path, listed in _sections()}
    assert told == {path: set(keys) for path, keys in known_keys().items()}


FULL = """
course:
  {id: c, title: C, term: T, timezone: UTC, meets: {days: [mon], start: 13:00}, staff: [{name: A}], channels: {}}
announcements:
  {weekly: {}, day_of: {}, review_due: {}, materials: {}, out: {}, assignment: {}, project: {}, exam: {}, form: {},
   staff_check: {}}
reviews:
  {owe: {choose: 1}, late_rule: {percent: 10}, form: {fields: [{id: why, label: Why}]}}
presenting:
  {preset: lead, roles: [{id: r, title: R}], rules: {}}
grading:
  {reviews: {}, presenting: {}, participation: {}}
sessions:
  - id: s
    title: S
    date: 2026-01-26
    readings: [{id: p, title: P, url: "https://example.edu", tier: required}]
    review: {owe: {choose: 1}, late_rule: {percent: 10}, form: {fields: [{id: why, label: Why}]}}
  - {id: x, title: X, date: 2026-03-02, kind: exam}
deadlines:
  - {id: a, title: A, kind: form, due: 2026-02-02}
"""


def _course(path: str, key: str, **written: Any) -> Any:
    """The course of the full file with a key written as given, or left out."""
    whole: Any = yaml.load(FULL, yaml.CBaseLoader)
    if path.startswith("sessions[].review"):
        del whole["reviews"]  # a session has the course's rules before it has any default
    place = whole
    for part in path.split(".") if path else ():
        place = place[part.removesuffix("[]")]
        place = place[0] if part.endswith("[]") else place
    place.pop(key, None)
    place.update(written)
    return parse(yaml.dump(whole, Dumper=yaml.CSafeDumper, sort_keys=False), "full.yaml").course


def _defaults() -> Iterator[tuple[str, str, str]]:
    """Each default that is given as it would be written."""
    for first, _, default in rows("### What goes out, and when"):
        if codes(first) != ["review_due"]:  # tested below
            yield "announcements", codes(first)[0], codes(default)[0]
    for path, listed in _sections():
        for first, _, default in listed:
            if re.fullmatch(r"`[^`]+`", default):
                yield from ((path, key, codes(default)[0]) for key in codes(first))


@pytest.mark.parametrize("section", sorted({path.partition(".")[0].removesuffix("[]") for path, *_ in _defaults()}))
def test_writing_a_default_changes_nothing(section):
    stated = [one for one in _defaults() if one[0].partition(".")[0].removesuffix("[]") == section]
    wrong = [
        (path, key, default)
        for path, key, default in stated
        if _course(path, key) != _course(path, key, **{key: yaml.load(default, yaml.BaseLoader)})
    ]
    assert stated
    assert wrong == []


def test_only_the_default_of_review_reminders_cannot_be_written_for_written_it_is_for_all_reviews():
    usual, written = (_course("announcements", "review_due", **one) for one in ({}, {"review_due": {"before": "1d"}}))
    rule, all_reviews = usual.announcements.review_due, written.announcements.review_due
    assert (rule.elsewhere_only, all_reviews.elsewhere_only) == (True, False)
    assert replace(rule, elsewhere_only=False) == all_reviews
    (default,) = (cells[2] for cells in rows("### What goes out, and when") if codes(cells[0]) == ["review_due"])
    assert default == "a day before"


def record() -> None:
    import tempfile  # noqa: PLC0415 - only here

    found = TRANSCRIPT.search(README)
    if found is None:
        sys.exit("the README has no transcript")
    with tempfile.TemporaryDirectory() as folder:
        fresh = played(Path(folder), found[1], found[2])
    (ROOT / "README.md").write_text(README.replace(found[2], fresh), encoding="utf-8")


if __name__ == "__main__":
    record() if sys.argv[1:] == ["--record"] else sys.exit("python -m tests.test_readme --record")
