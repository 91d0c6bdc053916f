"""One of everything that the catalogue has addresses for. Each part of the room adds its own here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import CoProvider
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.catalogue.making import make_service, make_test_bed


def of_catalogue(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{service}`` is shared with everybody, ``{draft}`` is Nordlys' own."""
    service = make_service(hub, group)
    make_test_bed(service)
    draft = make_service(
        hub, group, slug="radio-survey", title={"en": "Radio survey"}, state=ServiceState.DRAFT
    )
    return {"service": service.slug, "draft": draft.slug} | _waiting(group, hub, people)


def _waiting(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{review}`` waits for its review; ``{joint}`` is a draft that Carla's hub is asked about."""
    waits = {"state": ServiceState.DRAFT, "submitted_at": timezone.now(), "submitted_by": people["anna"]}
    submitted = make_service(hub, group, slug="waits-for-review", **waits)
    joint = make_service(hub, group, slug="with-sorvest", is_joint=True, **waits)
    CoProvider.objects.create(service=joint, hub=Hub.objects.get(slug="sorvest"), asked_version=1)
    return {"review": str(submitted.pk), "joint": joint.slug}
