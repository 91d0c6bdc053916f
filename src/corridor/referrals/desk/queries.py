"""The doors of the desk's pages."""

from __future__ import annotations

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.models import WorkingGroup
from corridor.referrals.models import Need


def group_for_desk(viewer: Viewer, slug: str) -> WorkingGroup:
    """For everybody of the group, and for hubs that look after one of its needs."""
    group = WorkingGroup.objects.filter(slug=slug).first()
    if group is None or not (group.pk in viewer.groups or _has_needs(viewer, group)):
        raise NotFound
    return group


def group_for_weighing(viewer: Viewer, slug: str) -> WorkingGroup:
    """For its moderators; the others only look."""
    group = group_for_desk(viewer, slug)
    if group.pk not in viewer.moderates:
        raise NotFound
    return group


def _has_needs(viewer: Viewer, group: WorkingGroup) -> bool:
    return bool(viewer.hubs) and Need.objects.filter(group=group, hub__in=viewer.hubs).exists()
