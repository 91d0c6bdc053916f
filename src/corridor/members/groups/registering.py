"""What the groups offer to the rest of the house, said once at start-up."""

from __future__ import annotations


def register() -> None:
    from . import letters, privacy, waiting
    from .elections import announcing
    from .handovers import duties

    letters.register()
    privacy.register()
    waiting.register()
    announcing.register()
    duties.register()
