"""Tests that let a secret out, each in its own way, and some that do not: run by `test_secrecy.py`, never by themselves."""

# ruff: noqa: T201, TRY301

import asyncio
import logging
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from tests.support.secrecy import KNOWN, remember

TOKEN = KNOWN["a bot's token"]
HOOK = "http://127.0.0.1:1/commands/T0COURSE01/" + "hook00000012"
CHILD = [sys.executable, "-c", f"import sys; print('before', {TOKEN[:6]!r} + {TOKEN[6:]!r}); print('after')"]


def test_leaks_by_printing():
    print("before", TOKEN, "after")


def test_leaks_to_standard_error():
    print(HOOK, file=sys.stderr)


def test_leaks_what_is_captured_and_looked_at(capsys):
    print(TOKEN)
    assert TOKEN in capsys.readouterr().out


def test_leaks_in_our_log_below_every_level():
    logging.getLogger("bot.service").debug("with %s", TOKEN)


def test_leaks_in_the_traceback_of_a_record():
    try:
        raise ValueError(TOKEN)
    except ValueError:
        logging.getLogger("handlers.dispatch").exception("failed")


def test_leaks_in_a_library_s_log_what_the_net_does_not_know():
    logging.getLogger("aiohttp.client").debug("sent %s", "verification" + "-token")


def test_leaks_in_a_command_s_output():
    @click.command()
    def tell():
        click.echo(TOKEN, err=True)

    assert CliRunner().invoke(tell).exit_code == 0


def test_leaks_in_a_child():
    assert subprocess.run(CHILD, capture_output=True, check=True, text=True).stdout


def test_leaks_in_a_child_that_is_read_line_by_line():
    with subprocess.Popen(CHILD, stdout=subprocess.PIPE) as child:
        assert child.stdout.readline()


def test_leaks_in_a_child_of_the_loop():
    async def run():
        child = await asyncio.create_subprocess_exec(*CHILD, stdout=asyncio.subprocess.PIPE)
        await child.communicate()

    asyncio.run(run())


def test_leaks_into_a_file(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "bot.log").write_text(f"x {TOKEN}")


def test_leaks_in_the_traceback_of_a_failure():
    assert TOKEN == ""


def test_leaks_in_the_teardown(leaking):
    pass


@pytest.fixture
def leaking():
    yield
    print(TOKEN)


def test_leaks_a_password_in_a_url():
    print("cannot reach postgresql" + "://coursebot:hunter2@db/coursebot")


def test_leaks_a_password_with_a_slash_in_a_url():
    print("cannot reach postgresql" + "://coursebot:hunter/2@db/coursebot")


def test_leaks_a_password_among_a_url_s_options():
    print("cannot reach postgresql:///coursebot?host=db&pass" + "word=hunter2")


def test_leaks_a_password_among_settings():
    print("cannot reach host=db pass" + "word=hunter2")


def test_leaks_what_was_made_up_in_this_run():
    remember("a password", "f00d" * 8)
    print("f00d" * 8)


def test_clean_prints():
    print("postgresql://coursebot:PASSWORD@db.example.edu/coursebot and xoxb-…")


def test_clean_logs_of_a_library_pass_the_net():
    logging.getLogger("slack_sdk.web").debug("Authorization: Bearer %s, %s", TOKEN, HOOK)


def test_clean_env_file(tmp_path):
    (tmp_path / ".env").write_text(TOKEN)


def test_clean_children():
    with subprocess.Popen([sys.executable, "-c", "print(1)"], stdout=subprocess.PIPE, text=True) as child:
        assert list(child.stdout) == ["1\n"]
    assert subprocess.run(["cat"], input="x", capture_output=True, text=True, check=True).stdout == "x"
