"""Hubs as search sees them: what they say, how they are tagged, where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from corridor.kernel.audience import Audience
from corridor.kernel.search.registry import (
    About,
    Document,
    FacetKind,
    changed,
    register_facet,
    register_source,
)
from corridor.vocab import search as vocabulary
from corridor.vocab.enums import ListName

from .enums import HubKind
from .models import Hub, HubTag

KIND = "hub"
BATCH = 200
BEYOND_THE_HUB = (Audience.NETWORK, Audience.PUBLIC)  # what is for less is found by the hub's own people
UNSTATED = 3  # level of a tag that states none, in the middle of 1 to 5
FACET_OF_LIST = {
    ListName.TECHNOLOGIES.value: "technology",
    ListName.SECTORS.value: "sector",
    ListName.SERVICE_TAGS.value: "category",
}


class HubSource:
    kind = KIND

    def documents(self, ids: Iterable[int] | None) -> Iterator[Document]:
        hubs = Hub.objects.order_by("pk").prefetch_related(
            "tags__term__list", "partners__organisation", "concepts"
        )
        if ids is not None:
            hubs = hubs.filter(pk__in=list(ids))
        for hub in hubs.iterator(chunk_size=BATCH):
            yield _document(hub)


def _document(hub: Hub) -> Document:
    tags = [tag for tag in hub.tags.all() if tag.term.list.name in FACET_OF_LIST]
    return Document(
        record_id=hub.pk,
        title=hub.title
        if hub.title.casefold().startswith(hub.name.casefold())
        else f"{hub.name} – {hub.title}",
        texts=_texts(hub),
        address=f"hubs/{hub.slug}/",
        audience=hub.audience if hub.audience in BEYOND_THE_HUB else Audience.HUB,
        scope=hub.pk,
        facets=[
            ("result", KIND),
            *place_facets(hub.country_id, hub.region_id),
            ("kind", hub.kind),
            *(_tag_facet(tag) for tag in tags),
        ],
        about=[*_concepts(hub), *(_about(tag) for tag in tags)],
    )


def _texts(hub: Hub) -> dict[str, str]:
    """The description per language; partners and city stand with the English one."""
    texts = {code: [text] for code, text in hub.description.items()}
    partners = ", ".join(partner.organisation.name for partner in hub.partners.all())
    texts.setdefault("en", []).append(" ".join(filter(None, [partners, hub.city])))
    return {code: "\n".join(filter(None, parts)) for code, parts in texts.items()}


def place_facets(country: str, region: str | None) -> list[tuple[str, str]]:
    """The country, and the region at NUTS levels 1 and 2 (``FR``, ``FRH``, ``FRH0``)."""
    code = region or ""
    regions = [("region", code[:length]) for length in (3, 4) if len(code) >= length]
    return [("country", country), *regions]


def _tag_facet(tag: HubTag) -> tuple[str, str]:
    return FACET_OF_LIST[tag.term.list.name], tag.term.slug


def _about(tag: HubTag) -> About:
    return About(f"{tag.term.list.name}:{tag.term.slug}", (tag.level or UNSTATED) / 5)


def _concepts(hub: Hub) -> list[About]:
    return [About(f"concept:{concept.slug}") for concept in hub.concepts.all()]


def _kinds(codes: Sequence[str], language: str) -> dict[str, str]:
    return {code: str(HubKind(code).label) for code in codes if code in HubKind.values}


def _terms(list_name: str) -> Any:
    return lambda codes, language: vocabulary.term_labels(list_name, codes, language)


def register() -> None:
    register_source(HubSource())
    register_facet(FacetKind("country", lambda: _("Country"), vocabulary.country_labels))
    register_facet(FacetKind("region", lambda: _("Region"), vocabulary.region_labels))
    register_facet(FacetKind("kind", lambda: _("Kind"), _kinds, of=(KIND,)))
    register_facet(FacetKind("technology", lambda: _("Technology"), _terms(ListName.TECHNOLOGIES)))
    register_facet(FacetKind("sector", lambda: _("Sector"), _terms(ListName.SECTORS)))
    register_facet(FacetKind("category", lambda: _("Service"), _terms(ListName.SERVICE_TAGS)))


def on_hubs_changed(ids: Iterable[int], **_kwargs: object) -> None:
    changed(KIND, ids)
