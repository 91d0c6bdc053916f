"""What waits for reviewers, and for those whose service was returned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from corridor.catalogue.letters import REVIEWERS
from corridor.catalogue.models import Service
from corridor.catalogue.queries import returned
from corridor.catalogue.rules import writers_roles
from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.waiting import Item, register_waiting
from corridor.members.models import GroupRole

from .queries import reviewable

# Whether there is anything to look for at all.
ANY_SUBMITTED = """exists (select from catalogue_service where submitted_at is not null
    and group_id = any(%(groups)s) and not hub_id = any(%(hubs)s))"""
ANY_RETURNED = """exists (select from catalogue_review r join catalogue_service s on s.id = r.service_id
    where r.verdict = 'returned' and s.submitted_at is null and s.hub_id = any(%(hubs)s))"""


def register() -> None:
    register_waiting("catalogue.reviews", reviews, if_any=ANY_SUBMITTED)
    register_waiting("catalogue.returned", returned_ones, if_any=ANY_RETURNED)


def reviews(person: Any, viewer: Viewer) -> Iterator[Item]:
    """For moderators and the support team; others of the group find the list on its page."""
    if not viewer.takes_part:
        return
    roles = {one.group_id: one.get_role_display() for one in _roles(person)}
    waiting: QuerySet[Any] = reviewable(person, viewer).filter(group__in=roles)
    for service in waiting.select_related("hub", "group"):
        yield Item(
            kind="service-review",
            title=_("%(hub)s offers: %(service)s") % {"hub": service.hub.name, "service": service},
            url=reverse("catalogue:review", args=[service.group.slug, service.pk]),
            for_whom=best_text(service.group.name),
            as_role=str(roles[service.group_id]),
            why=_("Look at it as a second person, then share or return it."),
            since=service.submitted_at,
        )


def _roles(person: Any) -> Any:
    return GroupRole.objects.current().filter(person=person, role__in=REVIEWERS)


def returned_ones(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.hubs:
        return
    roles = writers_roles(person)
    for service in returned().filter(hub__in=roles).select_related("hub"):
        yield Item(
            kind="service-returned",
            title=_("Returned: %(service)s") % {"service": service},
            url=_page(service),
            for_whom=service.hub.name,
            as_role=roles[service.hub_id],
            why=service.comment,
            since=service.returned_at,
        )


def _page(service: Service) -> str:
    return reverse("catalogue:service", args=[service.hub.slug, service.slug])
