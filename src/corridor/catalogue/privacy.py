"""What the catalogue's tables hold about people."""

from __future__ import annotations


def register() -> None:
    """Filled in with the tables' descriptions."""
