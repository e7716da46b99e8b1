"""Settings from the environment and from `.env`, and the clock that they may set."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import settings
from bot.clock import clock_from
from bot.errors import Misconfigured

NOWHERE = Path("/nonexistent/.env")


def test_defaults():
    found = settings.load({}, NOWHERE)
    assert (found.schedules, found.database_url, found.clock, found.debug) == (
        (),
        settings.DEFAULT_DATABASE,
        None,
        False,
    )


def test_the_environment_wins_over_the_file(tmp_path):
    dot_env = tmp_path / ".env"
    dot_env.write_text(
        "# ours\nCOURSEBOT_DATABASE_URL='sqlite:///a.db'\nCOURSEBOT_SCHEDULE=a.yaml:b.yaml\n", encoding="utf-8"
    )
    found = settings.load({"COURSEBOT_DATABASE_URL": "sqlite:///b.db"}, dot_env)
    assert found.database_url == "sqlite:///b.db"
    assert found.schedules == (Path("a.yaml"), Path("b.yaml"))


def test_a_settings_file_that_cannot_be_read_is_one_clear_line(tmp_path):
    (tmp_path / ".env").mkdir()
    assert settings.load({}, tmp_path / ".env").schedules == ()
    binary = tmp_path / "env"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="make it a readable UTF-8 text file"):
        settings.load({}, binary)


def test_a_clock_of_its_own_starts_where_it_says():
    clock = clock_from("2022-01-20T10:00:00-08:00@1000")
    first = clock()
    assert first >= datetime(2022, 1, 20, 18, tzinfo=UTC)
    assert clock() >= first


@pytest.mark.parametrize(
    "setting", ["yesterday", "2022-01-20T10:00:00@1", "2022-01-20T10:00:00Z@0", "@", "2022-01-20T10:00Z@x"]
)
def test_a_clock_that_cannot_be_read_is_refused(setting):
    with pytest.raises(Misconfigured, match="COURSEBOT_CLOCK is"):
        clock_from(setting)
