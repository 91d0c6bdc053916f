"""A hub's services as what it offers, for rooms above."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_language, best_text
from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.interests import OFFER, Interest, register_interest_source, tags_of

from .queries import visible

TAGS = ("technologies", "sectors", "concepts")


def register() -> None:
    register_interest_source("service", services_of)


def services_of(hub_id: int, viewer: Viewer) -> Iterator[Interest]:
    for service in visible(viewer).offered().filter(hub=hub_id).prefetch_related(*TAGS):
        language = best_language(service.title) or DEFAULT
        yield Interest(
            key=str(service.pk),
            kind=OFFER,
            title=best_text(service.title),
            text=best_text(service.summary, language),
            language=language,
            tags=tags_of(service, *TAGS),
        )
