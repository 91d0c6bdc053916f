"""Jobs of this room, where the worker finds them."""

from __future__ import annotations

from .asking.tasks import expire_asks  # noqa: F401
