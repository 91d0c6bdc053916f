"""Jobs of this room, where the worker finds them."""

from __future__ import annotations

from .asking.tasks import end_what_is_over  # noqa: F401
from .outcomes.tasks import ask_for_outcomes  # noqa: F401
from .scheduling.tasks import make_proposal, write_agendas  # noqa: F401
from .suggesting.tasks import remind_the_quiet  # noqa: F401
