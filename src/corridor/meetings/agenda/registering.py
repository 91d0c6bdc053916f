"""What this part of the room offers to the rest of the house, said once at start-up."""

from __future__ import annotations


def register() -> None:
    """Nothing yet."""
