"""Where a need stands, for the page that says who can see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Placement, RecordType, Viewer, register_record_type
from corridor.kernel.errors import NotFound

from . import queries
from .enums import NEED_AUDIENCES, OVER, STARTED, NeedState
from .models import Need, Referral

LONGEST_ID = 18


def number_in(key: str) -> int:
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_ID):
        raise NotFound
    return int(key)


def need_by_key(viewer: Viewer, key: str) -> Need:
    return queries.need_for_viewing(viewer, number_in(key))


def _stands(need: Need) -> Placement:
    asked = Referral.objects.filter(need=need).exclude(state__in=OVER).values_list("hub_id", flat=True)
    hubs = frozenset({*asked, *([need.hub_id] if need.hub_id else [])})
    groups = frozenset({need.group_id})
    if need.state in STARTED:
        return Placement(need.audience, hubs=hubs, groups=groups)
    if need.audience == Audience.HUB or need.state == NeedState.UNCONFIRMED:
        return Placement(Audience.HUB, hubs=hubs, groups=groups)
    return Placement(Audience.GROUP, hubs=hubs, groups=groups, for_moderators=True)


def register() -> None:
    register_record_type(
        RecordType(
            name="need",
            model="referrals.Need",
            title=_("need"),
            door=need_by_key,
            placement=_stands,
            audiences=NEED_AUDIENCES,
            label=str,
            page=lambda need: reverse("referrals:need", args=[need.pk]),
        )
    )
