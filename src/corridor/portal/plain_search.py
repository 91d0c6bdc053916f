"""Stands in for ``kernel.search.queries.find`` until that has landed: words in names and places."""

from __future__ import annotations

from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext as _

from corridor.kernel.audience import Viewer
from corridor.kernel.i18n.fields import best_language, best_text
from corridor.kernel.i18n.names import country_name
from corridor.kernel.search.shapes import Answer, Facet, FacetValue, Hit, Question, Reason, ReasonKind
from corridor.members.models import Hub
from corridor.vocab.enums import ListName

from . import queries

LISTS = {"technology": ListName.TECHNOLOGIES, "sector": ListName.SECTORS, "category": ListName.SERVICE_TAGS}


def find(question: Question, viewer: Viewer) -> Answer:
    hubs = queries.hubs_for_lists(viewer)
    for word in question.text.split():
        hubs = hubs.filter(
            Q(title__icontains=word)
            | Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(city__icontains=word)
        )
    every = [(hub, _codes(hub, question.language)) for hub in hubs.order_by("title", "id")]
    kept = [hub for hub, codes in every if _fits(codes, question.facets)]
    start = (question.page - 1) * question.size
    hits = tuple(_hit(hub, question) for hub in kept[start : start + question.size])
    return Answer(question, hits, len(kept), _facets(every, question), question.language, by_meaning=False)


def _codes(hub: Hub, language: str) -> dict[str, dict[str, str]]:
    codes = {
        "country": {hub.country_id: country_name(hub.country_id, language)},
        "region": {hub.region_id: hub.region.name} if hub.region else {},
        "kind": {hub.kind: hub.get_kind_display()},
    }
    for name, of in LISTS.items():
        codes[name] = {tag.term.slug: tag.term.label for tag in queries.tags_of(hub, of)}
    return codes


def _fits(codes: dict[str, dict[str, str]], chosen: dict[str, tuple[str, ...]], but: str = "") -> bool:
    return all(
        set(values) & set(codes.get(name, {})) for name, values in chosen.items() if values and name != but
    )


def _facets(every: list, question: Question) -> tuple[Facet, ...]:
    labels = {
        "country": _("Country"),
        "region": _("Region"),
        "kind": _("Kind"),
        "technology": _("Technology"),
        "sector": _("Sector"),
        "category": _("Service"),
    }
    return tuple(_facet(name, label, every, question) for name, label in labels.items())


def _facet(name: str, label: str, every: list, question: Question) -> Facet:
    counts: Counter[tuple[str, str]] = Counter()
    for _hub, codes in every:
        if _fits(codes, question.facets, but=name):
            counts.update(codes[name].items())
    chosen = question.facets.get(name, ())
    return Facet(
        name,
        label,
        tuple(FacetValue(code, text, count, code in chosen) for (code, text), count in counts.most_common()),
    )


def _hit(hub: Hub, question: Question) -> Hit:
    reasons = ()
    if question.text:
        reasons = (Reason(ReasonKind.WORDS, _("Contains “%(words)s”.") % {"words": question.text}),)
    return Hit(
        "hub",
        hub.pk,
        hub.title,
        f"/{question.language}/hubs/{hub.slug}/",
        best_text(hub.description),
        best_language(hub.description) or "en",
        1.0,
        reasons,
    )
