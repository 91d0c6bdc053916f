"""Jobs of the 1:1 meetings, where the worker finds them."""

from __future__ import annotations

from .scheduling.tasks import make_proposal, write_agendas  # noqa: F401
