"""`coursebot db …` as a person sees it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli_db import db
from bot.errors import Misconfigured
from bot.store.revision import newest_revision
from tests.support.databases import on_postgresql


def said(*words: str) -> str:
    """The output; a refusal is raised, for the main program to tell."""
    result = CliRunner().invoke(db, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_from_nothing_to_a_restored_copy(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path / 'course.db'}", tmp_path / "copy.db"
    database = ("--database", url)
    assert said("upgrade", *database) == f"Created {tmp_path / 'course.db'} (schema {newest_revision()}).\n"
    assert f"is up to date (schema {newest_revision()})" in said("upgrade", *database)
    assert "is sound and up to date" in said("check", *database)
    assert f"Copied the database to {copy}" in said("backup", str(copy), *database)
    restored = said("restore", str(copy), *database)
    assert f"is now what {copy} was" in restored
    assert f"What was there before is in {tmp_path / 'course.replaced-1.db'}" in restored
    with pytest.raises(Misconfigured, match="exists already"):
        said("backup", str(copy), *database)


@on_postgresql
def test_on_a_server_too(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database, copy = ("--database", empty_url), tmp_path / "copy.db"
    assert newest_revision() in said("upgrade", *database)
    assert f"is up to date (schema {newest_revision()})" in said("upgrade", *database)
    assert "is sound and up to date" in said("check", *database)
    assert f"Copied the database to {copy}" in said("backup", str(copy), *database)
    assert f"is now what {copy} was" in said("restore", str(copy), *database)
    assert len(list(tmp_path.glob("*.replaced-1.db"))) == 1


def test_the_environment_names_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", "sqlite:///here.db")
    assert said("upgrade") == f"Created here.db (schema {newest_revision()}).\n"
    assert (tmp_path / "here.db").exists()


@pytest.mark.parametrize("words", [("check",), ("backup", "copy.db"), ("restore", "copy.db")])
def test_what_cannot_be_done_is_refused_in_words(tmp_path: Path, words: tuple[str, ...]) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    with pytest.raises(Misconfigured, match=r"There is no (file|backup)"):
        said(words[0], *(str(tmp_path / word) for word in words[1:]), "--database", url)
