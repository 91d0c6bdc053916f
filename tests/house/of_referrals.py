"""One of everything that the referral room has addresses for. Each part of the room adds its own here."""

from __future__ import annotations

from collections.abc import Mapping

from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from tests.catalogue.making import make_service
from tests.referrals.making import make_need, make_referral


def of_referrals(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{need}`` is open, of Nordlys' client and for the group; ``{given}`` is its referral to Carla's hub,
    and ``{got}`` a referral of another need of the group, without a home hub, to Nordlys."""
    other = Hub.objects.get(slug="sorvest")
    need = make_need(group, hub)
    given = make_referral(need, other)
    service = make_service(hub, group, slug="dock-survey", title={"en": "Dock survey"})
    got = make_referral(make_need(group, title="Sensors in a fish farm"), hub, service=service)
    return {"need": str(need.pk), "given": str(given.pk), "got": str(got.pk)}
