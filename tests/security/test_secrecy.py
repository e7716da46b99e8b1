"""That no test and no program lets a secret out: that it would be noticed, and that the program is careful at any level."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import run
from tests.support.processes import ROOT
from tests.support.secrecy import ANY, KNOWN, MARKS, SHAPES, masked, remember
from tests.support.seminar import THREE_CLASSES

PLANTED = Path(__file__).with_name("planted.py")
OUTCOME = re.compile(r"::(test_\w+) (PASSED|FAILED|ERROR)")


def test_a_secret_that_is_let_out_anywhere_fails_the_run(tmp_path: Path) -> None:
    inner = [
        sys.executable, "-m", "pytest", "-v", "-p", "tests.support.secrecy", "-p", "no:xdist", "-p", "no:cacheprovider",
        "-c", os.devnull, "--rootdir", tmp_path, "--basetemp", tmp_path.parent / "planted", PLANTED,
    ]  # fmt: skip
    done = subprocess.run(inner, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    outcomes = {name: outcome for name, outcome in OUTCOME.findall(done.stdout) if outcome != "PASSED"}
    planted = re.findall(r"^def (test_\w+)", PLANTED.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(planted) > 15
    assert set(outcomes) == {name for name in planted if name.startswith("test_leaks")}, done.stdout[-3000:]
    assert done.returncode == 1
    assert masked(done.stdout + done.stderr) == done.stdout + done.stderr  # the report itself shows none


OF_EACH_SHAPE = {
    "a token": ("xoxb-1-mistyped", "xapp-1-secret", "xoxb-secret", "xapp-wrong-secret"),
    "a response URL": ("/commands/T012/hook00001", "/actions/T012/hook00002"),
    "a socket's ticket": ("?ticket=ticket-1",),
    "a request's signature": (f"v0={'0a' * 32}",),
    "a database's password": ("postgresql+psycopg://coursebot:hunter2@db/x", "postgres://coursebot:hunter2@db/x"),
    "a password among options": ("?password=hunter2", "host=db password=hunter2"),
}


def test_what_a_file_is_searched_for_first_stands_in_every_secret() -> None:
    assert OF_EACH_SHAPE.keys() == SHAPES.keys()
    for one in (*KNOWN.values(), *chain.from_iterable(OF_EACH_SHAPE.values())):
        assert ANY.search(one), one
        assert any(mark in one for mark in MARKS), one


def test_the_secrets_are_those_of_the_tests_slack(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.has_plugin("tests.support.secrecy")
    text = (ROOT / "tests" / "slack_server" / "server.py").read_text(encoding="utf-8")
    for what in ("a bot's token", "an app's token", "a signing secret"):
        assert f'"{KNOWN[what]}"' in text, f"{what}: say in tests/support/secrecy.py what it is now"


# --- a database's password --------------------------------------------------------------------------------------------

PASSWORD = "hunter2pw"
URLS = {
    "nobody listens": f"postgresql://coursebot:{PASSWORD}@127.0.0.1:1/db",
    "a port that is none": f"postgresql://coursebot:{PASSWORD}@127.0.0.1:port/db",
    "half an address": f"postgresql://coursebot:{PASSWORD}@[::1/db",
    "a password with an @ in it": f"postgresql://coursebot:x@{PASSWORD}@127.0.0.1:1/db",
    "a password in the port's place": f"postgresql://coursebot:{PASSWORD}/127.0.0.1/db",
    "no slashes": f"postgresql:coursebot:{PASSWORD}@127.0.0.1:1/db",
    "no database": f"postgresql://coursebot:{PASSWORD}@127.0.0.1:1/",
    "another database": f"mysql://coursebot:{PASSWORD}@127.0.0.1:1/db",
    "another driver": f"postgresql+asyncpg://coursebot:{PASSWORD}@127.0.0.1:1/db",
    "as an option": f"postgresql://coursebot@127.0.0.1:1/db?password={PASSWORD}",
    "an option that is none": f"postgresql://coursebot:{PASSWORD}@127.0.0.1:1/db?sslmode={PASSWORD}",
    "a file": f"sqlite://coursebot:{PASSWORD}@127.0.0.1/db",
    "nothing else": PASSWORD,
}
COMMANDS = (("check",), ("upgrade",), ("backup", "copy.db"), ("restore", "copy.db"))


@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_no_command_repeats_a_password(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does the traceback that COURSEBOT_DEBUG shows."""
    remember("a database's password", PASSWORD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEBOT_DEBUG", "1")
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", url)
    (tmp_path / "schedule.yaml").write_text(THREE_CLASSES, encoding="utf-8")
    for command in (*(("db", *words) for words in COMMANDS), ("run", "--console"), ("doctor",)):
        code = run(command)
        out, err = capsys.readouterr()
        assert PASSWORD not in out + err, command
        assert "Traceback" not in err, (command, err)
        assert code in (1, 3), (command, code, err)


def test_a_server_that_refuses_the_password_does_not_make_us_repeat_it(
    tcp_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    right = sa.make_url(tcp_url).password
    assert right
    remember("a database's password", right)
    wrong = tcp_url.replace(right, f"{right}x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEBOT_DEBUG", "1")
    assert run(("db", "check", "--database", tcp_url)) == 0
    assert run(("db", "check", "--database", wrong)) in (1, 3)
    out, err = capsys.readouterr()
    assert right not in out + err
    assert "Traceback" not in err
