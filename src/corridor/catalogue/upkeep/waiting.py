"""Stale services wait for those who write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.catalogue.queries import stale
from corridor.catalogue.rules import writers_roles
from corridor.kernel.agenda import day_in_words
from corridor.kernel.audience import Viewer
from corridor.kernel.waiting import Item, OneTap, register_waiting

RANK = 55

# Whether there is anything to look for at all.
ANY_STALE = """exists (select from catalogue_service where hub_id = any(%(hubs)s) and state = 'shared'
    and good_until < %(today)s)"""


def register() -> None:
    register_waiting("catalogue.stale", stale_services, if_any=ANY_STALE)


def stale_services(person: Any, viewer: Viewer) -> Iterator[Item]:
    if not viewer.hubs:
        return
    roles = writers_roles(person)
    for service in stale().filter(hub__in=roles).select_related("hub"):
        address = [service.hub.slug, service.slug]
        yield Item(
            kind="stale-service",
            title=_("Is it still right? %(service)s") % {"service": service},
            url=reverse("catalogue:service", args=address),
            for_whom=service.hub.name,
            as_role=roles[service.hub_id],
            why=_("Nobody has confirmed it since %(day)s. Until somebody does, it sinks in every list.")
            % {"day": day_in_words(timezone.localdate(service.confirmed_at))},
            rank=RANK,
            answers=(
                OneTap(
                    _("Yes, still right"),
                    reverse("catalogue:confirm", args=address),
                    (("then", "now"),),
                ),
            ),
        )
