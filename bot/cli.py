"""The command line's door: which command lives where, and what becomes of an error. Nobody imports it.

A command's module is imported when the command is used, so that `coursebot --help` and `check` stay quick. Whatever
goes wrong becomes a line on standard error and an exit code: 0 fine, 1 the input is wrong, 2 usage, 3 a service is
unreachable. A traceback is shown only where COURSEBOT_DEBUG is set.
"""

from __future__ import annotations

import difflib
import importlib
import os
import secrets
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from bot.cli_output import complain
from bot.errors import CoursebotError, Unreachable

COMMANDS = {
    "init": "bot.cli_offline:init",
    "check": "bot.cli_offline:check",
    "show": "bot.cli_offline:show",
    "plan": "bot.cli_offline:plan",
    "demo": "bot.cli_service:demo",
    "run": "bot.cli_service:run",
    "doctor": "bot.cli_doctor:doctor",
    "slack": "bot.cli_slack:slack",
    "ids": "bot.cli_offline:ids",
    "schema": "bot.cli_offline:schema",
    "roster": "bot.cli_roster:roster",
    "export": "bot.cli_export:export",
    "calendar": "bot.cli_calendar:calendar",
    "privacy": "bot.cli_privacy:privacy",
    "db": "bot.cli_db:db",
}
"""Command → where its click command is. The order is that of the help."""

SUMMARIES = {
    "init": "A few questions, and a schedule.yaml to start from.",
    "check": "Every problem of a schedule, and what it means for people.",
    "show": "The term as a table.",
    "plan": "All that would be posted, and when.",
    "demo": "The whole bot in this terminal, no account needed.",
    "run": "The service: post what is due, answer who asks.",
    "doctor": "What is missing before it can run, and how to mend it.",
    "slack": "What to paste into Slack, and why.",
    "ids": "Write the missing ids into a schedule.",
    "schema": "The JSON Schema of schedule.yaml, for editors.",
    "roster": "The class list: import it, write claim codes.",
    "export": "Reviews, sign-ups, status, gradebook … as files.",
    "calendar": "The term as a calendar file.",
    "privacy": "What is known of a person: hand it out, or erase it.",
    "db": "The database: upgrade, check, backup, restore.",
}
"""Beside the registry, so that the help imports no command."""

FINE, WRONG_INPUT, USAGE, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 130


class Commands(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        asked = args[0]
        if asked not in COMMANDS and not asked.startswith("-"):
            near = difflib.get_close_matches(asked, COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "`coursebot --help` lists them."
            raise click.UsageError(f"there is no command {asked!r}; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="coursebot", message="coursebot %(version)s")
def coursebot() -> None:
    """Runs a paper-reading seminar where its people already talk.

    FILE is a schedule. Without one it is what COURSEBOT_SCHEDULE names, else ./schedule.yaml.
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say (default: those of the process) and return the exit code."""
    try:
        outcome = coursebot.main(args=arguments, prog_name="coursebot", standalone_mode=False)
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        complain("Stopped.")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click makes the one into the other
        _close_quietly()
        return FINE
    except Exception as error:  # noqa: BLE001 - the last door: a person gets a line, never a traceback
        return _told(error)
    return outcome if isinstance(outcome, int) else FINE


def _told(error: Exception) -> int:
    """Say what went wrong, and its exit code."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        complain(error.format_message())
        return USAGE
    if isinstance(error, click.ClickException):
        complain(_usage(error))
        return USAGE
    if isinstance(error, CoursebotError):
        complain(str(error))
        return UNREACHABLE if isinstance(error, Unreachable) else WRONG_INPUT
    return _unexpected(error)


def _usage(error: click.ClickException) -> str:
    """One line: which command, what is wrong, where to read on."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "coursebot"
    said = " ".join(error.format_message().split())
    said = said if said.endswith((".", "?", "!")) else f"{said}."
    return f"{command}: {said} Try `{command} --help`."


def _debugging() -> bool:
    from bot import settings  # noqa: PLC0415 - hardly ever needed

    try:
        return settings.load().debug
    except CoursebotError:
        return False


def _unexpected(error: Exception) -> int:
    incident = secrets.token_hex(4)
    complain(
        f"coursebot failed unexpectedly ({type(error).__name__}, incident {incident}). "
        "COURSEBOT_DEBUG=1 shows where; please report it."
    )
    if _debugging():
        import traceback  # noqa: PLC0415 - hardly ever needed

        from bot.logs import redact  # noqa: PLC0415

        sys.stderr.write(redact("".join(traceback.format_exception(error))))
    return WRONG_INPUT


def _close_quietly() -> None:
    """The reader of our output has gone: leave nothing for the interpreter to flush into the void at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main() -> NoReturn:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
    sys.exit(run())
