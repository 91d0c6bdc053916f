"""Whose a service is: who reads what became of it, and what the journal's verbs say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from corridor.kernel.audience import Viewer
from corridor.kernel.errors import NotFound
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.journal import Owned, register_journal_owner, register_verbs

from . import queries, rules
from .models import CoProvider, Review, Service

VERBS: Final = {
    "create-service": _("Service drafted"),
    "edit-service": _("Service changed"),
    "propose-service": _("Change of a service proposed"),
    "drop-proposal": _("Proposed change dropped"),
    "delete-draft": _("Draft deleted"),
    "submit-service": _("Service submitted for review"),
    "recall-service": _("Service taken back from review"),
    "review-service": _("Service reviewed"),
    "share-service": _("Service shared"),
    "withdraw-service": _("Service withdrawn"),
    "offer-service-again": _("Withdrawn service taken up again"),
    "confirm-service": _("Service confirmed"),
    "add-slots": _("Slots of a test bed added"),
    "remove-slots": _("Slots of a test bed removed"),
    "answer-as-co-provider": _("Answer about a joint service"),
}


def service_of_writer(person: Any, viewer: Viewer, key: str) -> Service:
    """For those who write the hub's services."""
    service = queries.service_by_key(viewer, key)
    if not rules.writes_for(person, service.hub_id):
        raise NotFound
    return service


def _of_service(service: Service) -> Iterable[tuple[str, Iterable[int]]]:
    parts: tuple[Any, ...] = (CoProvider, Review)
    for model in parts:
        yield model._meta.label, model.objects.filter(service=service).values_list("pk", flat=True)  # noqa: SLF001


def register() -> None:
    register_verbs(VERBS)
    register_journal_owner(
        Owned(
            name="service",
            title=_("service"),
            door=service_of_writer,
            label=lambda service: best_text(service.title),
            page=lambda service: reverse("catalogue:service", args=[service.hub.slug, service.slug]),
            also=_of_service,
        )
    )
