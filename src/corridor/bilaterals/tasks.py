"""Jobs of this room, where the worker finds them."""

from __future__ import annotations

from .outcomes.tasks import ask_for_outcomes  # noqa: F401
