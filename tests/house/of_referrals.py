"""One of everything that the referral room has addresses for. Each part of the room adds its own here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from corridor.kernel.keys import digest_of
from corridor.members.models import Hub, WorkingGroup
from corridor.people.models import Person
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import Referral, ServiceRecord
from tests.catalogue.making import make_service
from tests.referrals.making import KEY, make_need, make_referral


def of_referrals(group: WorkingGroup, hub: Hub, people: Mapping[str, Person | None]) -> dict[str, str]:
    """``{need}`` is open, of Nordlys' client and for the group; ``{given}`` is its referral to Carla's hub,
    and ``{got}`` a referral of another need of the group, without a home hub, to Nordlys; its client follows
    it by ``{client}``. ``{came}`` waits to be looked at."""
    other = Hub.objects.get(slug="sorvest")
    need = make_need(group, hub)
    given = make_referral(need, other)
    service = make_service(hub, group, slug="dock-survey", title={"en": "Dock survey"})
    farm = make_need(group, title="Sensors in a fish farm", key_digest=digest_of(KEY))
    got = make_referral(farm, hub, service=service)
    came = make_need(group, title="Drones over a forest", state=NeedState.RECEIVED, opened_at=None)
    served = of_results(group, hub, other)
    own = {"served": str(served.pk), "need": str(need.pk), "given": str(given.pk), "got": str(got.pk)}
    return own | {"client": KEY, "came": str(came.pk)}


def of_results(group: WorkingGroup, hub: Hub, other: Hub) -> Referral:
    """``{served}``: a need of Carla's client, for which Nordlys delivered a service."""
    need = make_need(group, other, title="Robots in a bakery")
    now = timezone.now()
    served = make_referral(need, hub, state=ReferralState.DELIVERED, agreed_at=now, delivered_at=now)
    ServiceRecord.objects.create(
        referral=served, starts_on=now, ends_on=now, price=500, description="A test."
    )
    return served
