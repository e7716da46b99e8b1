"""`coursebot export`."""

from __future__ import annotations

import click


@click.group()
def export() -> None:
    """To be written."""
