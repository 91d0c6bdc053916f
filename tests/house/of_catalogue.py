"""One of everything that the catalogue has addresses for. Each part of the room adds its own here."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.catalogue.enums import ServiceState
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
    return {"service": service.slug, "draft": draft.slug}
