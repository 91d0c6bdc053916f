"""Jobs of the meetings, where the worker finds them."""

from __future__ import annotations

from .invitations.tasks import remind_invited  # noqa: F401
from .minutes.tasks import approve_minutes  # noqa: F401
from .polls.tasks import polls_hourly, read_calendar  # noqa: F401
from .registers.tasks import remind_of_actions  # noqa: F401
from .votes.tasks import count_one, count_votes  # noqa: F401
