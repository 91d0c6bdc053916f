"""Who may do what with a need and a referral: predicates about a person and a record."""

from __future__ import annotations

from typing import Any

from corridor.catalogue.rules import writes_for
from corridor.kernel.audience import Audience, Viewer

from .models import Need, Referral


def moderates(viewer: Viewer, need: Need) -> bool:
    """Moderators of its group, unless it is its home hub's alone."""
    return need.group_id in viewer.moderates and need.audience != Audience.HUB


def looks_after(person: Any, viewer: Viewer, need: Need) -> bool:
    """Editors and delegates of the home hub; the moderators as well: they help where it has none."""
    return moderates(viewer, need) or (need.hub_id is not None and writes_for(person, need.hub_id))


def edits(person: Any, viewer: Viewer, need: Need) -> bool:
    """Its home hub writes it; the moderators as long as it has none."""
    return moderates(viewer, need) if need.hub_id is None else writes_for(person, need.hub_id)


def knows_client(viewer: Viewer, need: Need) -> bool:
    """Who needs it is known to its home hub, and to the moderators as long as it has none."""
    return need.hub_id in viewer.hubs or (need.hub_id is None and moderates(viewer, need))


def answers(person: Any, referral: Referral) -> bool:
    """For the hub that was asked."""
    return writes_for(person, referral.hub_id)
