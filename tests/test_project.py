"""The project keeps what it says of itself: the wheel, the locks, the documents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel, built without isolation and installed without dependencies, in a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    uv = str(Path(sys.executable).parent / "uv")
    site = folder / "site"
    put = run(
        uv, "pip", "install", "--offline", "--no-deps", "--python", sys.executable, "--target", str(site), str(wheel),
        cwd=folder,
    )  # fmt: skip
    assert put.returncode == 0, put.stderr
    return site


def test_the_wheel_plays_the_demo_in_an_empty_folder(installed, tmp_path):
    script = tmp_path / "dialog"
    script.write_text("readings\nclock +4d\nquit\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    played = run(sys.executable, "-m", "bot", "demo", "--script", str(script), cwd=empty, PYTHONPATH=str(installed))
    assert played.returncode == 0, played.stderr
    assert "Big Data Systems" in played.stdout
    assert list(empty.iterdir()) == [], "a demo leaves nothing behind"


def test_the_wheel_holds_the_courses_and_the_migrations(installed):
    data = installed / "bot" / "_data"
    assert {path.name for path in (data / "courses").iterdir()} == {path.name for path in (ROOT / "courses").iterdir()}
    assert (data / "schedule.yaml").read_bytes() == (ROOT / "schedule.yaml").read_bytes()
    assert (installed / "bot" / "_migrations" / "env.py").is_file()


def test_both_locks_say_the_same():
    uv = str(Path(sys.executable).parent / "uv")
    command = "export --quiet --frozen --offline --extra dev --no-emit-project --no-header --format requirements-txt"
    exported = run(uv, *command.split(), cwd=ROOT)
    assert exported.returncode == 0, exported.stderr
    written = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert _pins(written) == _pins(exported.stdout)


def _pins(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_every_dependency_has_its_line_in_the_decisions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").lower()
    names = [re.split(r"[<>=\[]", line)[0].lower() for line in project["dependencies"]]
    missing = [name for name in names if name not in decisions]
    assert missing == []


def test_nothing_is_left_for_another_day():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    sources = [path for folder in ("bot", "handlers", "migrations") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in sources if marks.search(path.read_text(encoding="utf-8"))] == []
