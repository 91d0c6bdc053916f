"""What waits for a second person, and the pages' doors."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from corridor.catalogue.models import CoProvider, Service, ServiceQuerySet
from corridor.catalogue.queries import waiting_for_review
from corridor.catalogue.rules import reviews
from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.models import WorkingGroup


def group_for_reviewing(viewer: Viewer, slug: str) -> WorkingGroup:
    """For everybody who takes part in the group."""
    group = WorkingGroup.objects.filter(slug=slug, pk__in=viewer.takes_part).first()
    if group is None:
        raise NotFound
    return group


def waiting_in(group: WorkingGroup, person: Any, viewer: Viewer) -> ServiceQuerySet:
    """What this person may decide, the longest waiting first; see ``rules.reviews``."""
    found = reviewable(person, viewer).filter(group=group)
    return found.select_related("hub__country", "category", "submitted_by")


def others_waiting_in(group: WorkingGroup, person: Any, viewer: Viewer) -> ServiceQuerySet:
    """What waits for somebody else, since it is this person's own or their hub's."""
    theirs = reviewable(person, viewer).filter(group=group).values("pk")
    own = Q(submitted_by=person) | Q(hub__in=viewer.hubs) | Q(pk__in=_provided(viewer))
    return waiting_for_review().filter(own, group=group).exclude(pk__in=theirs).select_related("hub")


def reviewable(person: Any, viewer: Viewer) -> ServiceQuerySet:
    """The same as ``rules.reviews`` says of each."""
    waiting = waiting_for_review().filter(group__in=viewer.takes_part)
    return waiting.exclude(
        Q(submitted_by=person) & Q(submitted_by__isnull=False)
        | Q(hub__in=viewer.hubs)
        | Q(pk__in=_provided(viewer))
    )


def _provided(viewer: Viewer) -> Any:
    return CoProvider.objects.filter(hub__in=viewer.hubs).values("service")


def was_decided(person: Any, viewer: Viewer, slug: str, pk: int) -> bool:
    """Whether somebody was quicker with what this person could have decided."""
    service = Service.objects.filter(pk=pk, group__slug=slug, reviews__isnull=False).first()
    return service is not None and reviews(person, viewer, service)
