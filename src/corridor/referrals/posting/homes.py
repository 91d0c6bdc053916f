"""Which member hub could look after a client: those of their region first, then those of their country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from corridor.members.models import Hub, WorkingGroup
from corridor.members.queries import memberships_today
from corridor.referrals.models import Need
from corridor.vocab.models import Region

ELSEWHERE: Final = 2


@dataclass(frozen=True)
class Home:
    """A hub with the reason why it stands where it does; ``rank`` 0 is nearest."""

    hub: Hub
    rank: int
    why: str

    @property
    def is_near(self) -> bool:
        return self.rank < ELSEWHERE


def members_of(group: WorkingGroup) -> list[Hub]:
    """Two queries, whatever is asked of them afterwards."""
    served = Prefetch("regions_served", Region.objects.only("code"))
    hubs = Hub.objects.filter(pk__in=memberships_today().filter(group=group).values("hub"))
    return list(hubs.select_related("country").prefetch_related(served).order_by("name", "pk"))


def homes_for(need: Need, members: Iterable[Hub]) -> list[Home]:
    reasons = (
        _("Serves the client’s region"),
        _("In the client’s country"),
        _("Other members"),
    )
    ranked = ((_rank(need, hub), hub) for hub in members)
    found = [Home(hub, rank, reasons[rank]) for rank, hub in ranked]
    return sorted(found, key=lambda home: home.rank)


def _rank(need: Need, hub: Hub) -> int:
    regions = [hub.region_id or "", *(region.pk for region in hub.regions_served.all())]
    if need.region_id and any(_meet(need.region_id, region) for region in regions):
        return 0
    return 1 if hub.country_id == need.country_id else ELSEWHERE


def _meet(one: str, other: str) -> bool:
    """A region lies in another if its code begins with the other's."""
    return bool(other) and (one.startswith(other) or other.startswith(one))


def choices_of(homes: Sequence[Home]) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a select, the reason above the hubs that share it."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for home in homes:
        groups.setdefault(home.why, []).append((str(home.hub.pk), home.hub.name))
    return list(groups.items())
