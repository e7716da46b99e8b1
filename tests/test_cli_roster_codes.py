"""`coursebot roster codes`: a table to merge letters from, and nobody else reads it."""

from __future__ import annotations

import asyncio
import csv
import io
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli_roster import roster
from bot.course import claim_code
from tests.support.listed_room import HEAD, LINES, listed_room
from tests.support.staffroom import Person


@pytest.fixture
def here(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and a database with a class list of which Ben has claimed his line."""

    async def begun() -> None:
        async with listed_room(database_url, tmp_path) as desk:
            codes = await desk.codes()
            await Person(desk.room, "Ben").says(codes["Ben"])
            await desk.imports(HEAD + LINES + '"=HYPERLINK(""http://x"")",evil@example.edu,-5\n')

    asyncio.run(begun())
    monkeypatch.setenv("COURSEBOT_DATABASE_URL", database_url)
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(roster, ["codes", *words])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_student_without_an_account_has_a_line_to_send(here: Path) -> None:
    done = call()
    assert done.exit_code == 0, done.output
    found = rows(done.stdout)
    assert [one["name"] for one in found] == ['\'=HYPERLINK("http://x")', "Ada Lovelace", "Cy Young", "Dee Ray"]
    ada = found[1]
    assert (ada["email"], ada["student_id"]) == ("ada@example.edu", "30012345")
    assert ada["type_this"] == f"/mywork link {ada['code']}"
    assert all(claim_code.is_in_groups(one["code"]) for one in found)
    assert len({one["code"] for one in found}) == 4
    assert found[0]["student_id"] == "'-5"
    assert done.stderr == "4 codes made. Send each student only their own line.\n"
    assert "Ben Ng" in [one["name"] for one in rows(call("--all").stdout)]


def test_a_file_of_codes_is_for_its_owner_alone_and_replaces_nothing(here: Path) -> None:
    file = here / "codes.csv"
    done = call("--out", str(file), "--bom")
    assert (done.exit_code, done.stdout) == (0, "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(rows(content.decode("utf-8-sig"))) == 4
    again = call("--out", str(file))
    assert str(again.exception) == f"{file} is there already; nothing was changed. Choose another name."
    assert file.read_bytes() == content


def test_where_nothing_can_be_made_no_file_is_left(here: Path) -> None:
    file = here / "codes.csv"
    wrong = call("--out", str(file), "--course", "other")
    assert wrong.exit_code != 0
    assert not file.exists()
    lost = call("--out", str(here / "nowhere" / "codes.csv"))
    assert str(lost.exception).startswith("There is no folder ")
