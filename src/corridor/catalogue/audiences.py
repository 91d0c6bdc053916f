"""Where a service stands, for the page that says who can see it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Audience, Placement, RecordType, register_record_type
from corridor.kernel.i18n.fields import best_text

from . import queries, rules
from .enums import SERVICE_AUDIENCES
from .models import Service


def _service_stands(service: Service) -> Placement:
    """A draft is for the hubs that provide it alone, whatever it will be for."""
    groups = frozenset({service.group_id} if service.group_id else ())
    shown_to = Audience.HUB if service.is_draft else service.audience
    return Placement(shown_to, hubs=rules.providers_of(service), groups=groups)


def register() -> None:
    register_record_type(
        RecordType(
            name="service",
            model="catalogue.Service",
            title=_("service"),
            door=queries.service_by_key,
            placement=_service_stands,
            audiences=SERVICE_AUDIENCES,
            label=lambda service: best_text(service.title),
            page=lambda service: reverse("catalogue:service", args=[service.hub.slug, service.slug]),
        )
    )
