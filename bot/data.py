"""Where the files are that come with the bot: at the top of a checkout, inside the package in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """The path of a file that ships with the bot, such as `schedule.yaml` or `courses/cs744-sp25.yaml`.

    Raises FileNotFoundError for anything that does not ship.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_data", here.parent):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(name)
