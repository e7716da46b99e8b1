"""`coursebot privacy`."""

from __future__ import annotations

import click


@click.group()
def privacy() -> None:
    """To be written."""
