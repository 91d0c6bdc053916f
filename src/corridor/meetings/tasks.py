"""Jobs of the meetings, where the worker finds them."""

from __future__ import annotations

from .registers.tasks import remind_of_actions  # noqa: F401
from .votes.tasks import count_one, count_votes  # noqa: F401
