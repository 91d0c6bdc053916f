"""Jobs of events, where the worker finds them."""

from __future__ import annotations

from .sheets.tasks import apply_import  # noqa: F401 - found here by the worker
