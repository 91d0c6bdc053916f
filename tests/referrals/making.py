"""Needs and referrals for stories, written as rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from corridor.kernel.keys import new_key
from corridor.members.models import Hub, WorkingGroup
from corridor.referrals.enums import NeedState, ReferralState
from corridor.referrals.models import Client, Need, Referral

KEY = new_key().plain  # of the need's private link, where a story says so


def make_need(group: WorkingGroup, hub: Hub | None = None, **values: Any) -> Need:
    """An open need of a small Norwegian shipyard with its client, unless ``values`` say otherwise.

    ``client`` are values of its client; ``None`` makes none.
    """
    client = values.pop("client", {})
    now = timezone.now()
    given = {
        "state": NeedState.OPEN,
        "customer": "sme",
        "title": "Private mobile network for a shipyard",
        "text": "We want to connect cranes and sensors in our dock. Wi-Fi breaks off between the hulls.",
        "country_id": "NO",
        "languages": ["no", "en"],
        "audience": "group",
        "confirmed_at": now,
        "opened_at": now,
    } | values
    need = Need.objects.create(group=group, hub=hub, **given)
    if client is not None:
        told = {
            "organisation": "Skarvik Verft",
            "name": "Siri Skarvik",
            "email": "siri@skarvik.example",
            "phone": "+47 999 00 111",
            "consented": ["organisation", "email"],
            "consent": "I agree.",
            "consented_at": now,
        } | client
        Client.objects.create(need=need, **told)
    return need


def make_referral(need: Need, hub: Hub, **values: Any) -> Referral:
    """Sent to ``hub`` today with what the client agreed to, unless ``values`` say otherwise."""
    now = timezone.now()
    given = {"passed": ["organisation", "email"], "due_on": timezone.localdate() + timedelta(days=5)} | values
    if given.get("state", ReferralState.SENT) not in (ReferralState.SENT, ReferralState.ASKED):
        given.setdefault("answered_at", now)
    return Referral.objects.create(need=need, hub=hub, **given)
