"""Which hubs of a group nobody looks after, and which profiles were not confirmed for a year."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.members.enums import SeatRole
from corridor.members.models import Hub, Seat, WorkingGroup
from corridor.members.queries import memberships_today

from .enums import Neglect

EDITORS: Final = (SeatRole.EDITOR, SeatRole.DELEGATE)
CONFIRMED_FOR: Final = timedelta(days=365)


def oldest_confirmation() -> datetime:
    """A profile that was confirmed before is stale."""
    return timezone.now() - CONFIRMED_FOR


def counts(viewer: Viewer) -> list[dict[str, Any]]:
    """How many hubs of each group that the viewer moderates are neglected, and how; one query."""
    seen = Hub.objects.visible_to(viewer)
    members = memberships_today().filter(group__in=viewer.moderates, hub__in=seen)
    return list(
        _with_editors(members, "hub_id")
        .annotate(sure=Coalesce("hub__confirmed_at", "hub__created_at"))
        .values("group_id", "group__slug", "group__name")
        .annotate(
            no_editor=Count("hub", filter=Q(editors=0)),
            one_editor=Count("hub", filter=Q(editors=1)),
            stale=Count("hub", filter=Q(sure__lt=oldest_confirmation())),
        )
        .order_by("group_id")
    )


def group_for_upkeep(viewer: Viewer, slug: str) -> WorkingGroup:
    """The door for a group's moderators."""
    group = WorkingGroup.objects.filter(slug=slug, id__in=viewer.moderates).first()
    if group is None:
        raise NotFound
    return group


def neglected(group: WorkingGroup, neglect: Neglect, viewer: Viewer) -> QuerySet[Any]:
    """The hubs behind a count; a moderator is told of no hub that is not theirs to see."""
    hubs = Hub.objects.visible_to(viewer).filter(
        id__in=memberships_today().filter(group=group).values("hub_id")
    )
    hubs = _with_editors(hubs, "id").annotate(sure=Coalesce("confirmed_at", "created_at"))
    wanted = {
        Neglect.NO_EDITOR: Q(editors=0),
        Neglect.ONE_EDITOR: Q(editors=1),
        Neglect.STALE: Q(sure__lt=oldest_confirmation()),
    }
    found: QuerySet[Any] = hubs.filter(wanted[neglect]).select_related("country", "region")
    return found.order_by("sure", "name", "id")


def stale_hubs_of(person: Any) -> list[tuple[Hub, str]]:
    """Hubs whose profile this person can confirm and nobody did for a year, with the person's role."""
    seats = Seat.objects.current().filter(person=person, role__in=EDITORS).select_related("hub")
    stale = seats.annotate(sure=Coalesce("hub__confirmed_at", "hub__created_at"))
    found = stale.filter(sure__lt=oldest_confirmation()).order_by("hub__name", "id")
    found = found.only("role", "hub__slug", "hub__name", "hub__confirmed_at", "hub__created_at")
    return list({seat.hub_id: (seat.hub, seat.get_role_display()) for seat in found}.values())


def _with_editors(rows: Any, hub: str) -> Any:
    seats = Seat.objects.current().filter(hub=OuterRef(hub), role__in=EDITORS, person__is_active=True)
    each = seats.order_by().values("hub").annotate(number=Count("person", distinct=True)).values("number")
    return rows.annotate(editors=Coalesce(Subquery(each, output_field=IntegerField()), 0))
