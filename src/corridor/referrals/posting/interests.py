"""A hub's open needs as what it looks for, for rooms that do not know this one."""

from __future__ import annotations

from collections.abc import Iterator

from corridor.kernel.audience import Audience, Viewer
from corridor.kernel.interests import REQUEST, Interest, register_interest_source, tags_of
from corridor.referrals.models import Need

TAGS = ("technologies", "sectors", "concepts")


def register() -> None:
    register_interest_source("need", needs_of)


def needs_of(hub_id: int, viewer: Viewer) -> Iterator[Interest]:
    """Not those that are the hub's alone: what is taken over is read by others."""
    shared = Need.objects.visible_to(viewer).open().exclude(audience=Audience.HUB)
    for need in shared.filter(hub=hub_id).prefetch_related(*TAGS):
        yield Interest(
            key=str(need.pk),
            kind=REQUEST,
            title=need.title,
            text=need.text,
            language=need.language,
            tags=tags_of(need, *TAGS),
        )
