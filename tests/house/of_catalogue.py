"""One of everything that the catalogue has addresses for. Each part of the room adds its own here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from corridor.catalogue.enums import ServiceState
from corridor.catalogue.models import CoProvider, SavedSearch
from corridor.catalogue.sheets.actions import SERVICES
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.catalogue.making import make_service, make_test_bed
from tests.catalogue.sheets import row, xlsx


def of_catalogue(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{service}`` is shared with everybody, ``{draft}`` is Nordlys' own."""
    service = make_service(hub, group)
    make_test_bed(service)
    draft = make_service(
        hub, group, slug="radio-survey", title={"en": "Radio survey"}, state=ServiceState.DRAFT
    )
    records = {
        "service": service.slug,
        "draft": draft.slug,
        "sheet": _sheet(hub, people),
        "offer": str(service.pk),
    }
    records["search"] = _search(people)
    return records | _waiting(group, hub, people)


def _sheet(hub: Hub, people: Mapping[str, Person | None]) -> str:
    """Anna's file, looked at and not imported yet."""
    content = xlsx(row("Radio advice", capacity="2"))
    return str(SERVICES.preview(by=people["anna"], content=content, file_name="services.xlsx", hub=hub).pk)


def _search(people: Mapping[str, Person | None]) -> str:
    """Anna's saved search."""
    kept = SavedSearch.objects.create(
        person=people["anna"], name="Quays", query="q=quay", language="en", kinds=["hub", "service"]
    )
    return str(kept.pk)


def _waiting(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{review}`` waits for its review; ``{joint}`` is a draft that Carla's hub is asked about."""
    waits = {"state": ServiceState.DRAFT, "submitted_at": timezone.now(), "submitted_by": people["anna"]}
    submitted = make_service(hub, group, slug="waits-for-review", **waits)
    joint = make_service(hub, group, slug="with-sorvest", is_joint=True, **waits)
    CoProvider.objects.create(service=joint, hub=Hub.objects.get(slug="sorvest"), asked_version=1)
    return {"review": str(submitted.pk), "joint": joint.slug}
