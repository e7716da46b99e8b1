"""`coursebot calendar`."""

from __future__ import annotations

import click


@click.group()
def calendar() -> None:
    """To be written."""
