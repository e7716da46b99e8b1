"""`coursebot roster`."""

from __future__ import annotations

import click


@click.group()
def roster() -> None:
    """To be written."""
