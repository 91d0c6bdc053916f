"""What an event's public page tells of its 1:1 meetings: before it who takes part, after it the totals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corridor.events.enums import EventState
from corridor.events.models import Event, Registration
from corridor.events.sections import register_section
from corridor.kernel.clock import clock

from .asking.limits import is_open
from .models import Bilaterals, Profile
from .outcomes.figures import public_figures
from .tabs import has_joined


def register() -> None:
    register_section("bilaterals/parts/public.html", _before)
    register_section("bilaterals/outcomes/parts/public.html", _after)


def _before(event: Event, mine: Registration | None) -> Mapping[str, Any]:
    if event.state != EventState.PUBLISHED or event.is_over():
        return {}
    found = Bilaterals.objects.filter(event=event).first()
    if found is None:
        return {}
    found.event = event
    is_coming = mine is not None and mine.is_coming
    joined = mine is not None and is_coming and has_joined(mine)
    return {
        "people": Profile.objects.present().filter(bilaterals=found).count(),
        "is_open": is_open(found, clock()),
        "bilaterals": found,
        "may_join": is_coming and not joined,
        "has_joined": joined,
    }


def _after(event: Event, _mine: Registration | None) -> Mapping[str, Any]:
    figures = public_figures(event)
    return {"figures": figures} if figures else {}
