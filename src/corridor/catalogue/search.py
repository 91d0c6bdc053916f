"""Services as search sees them: what they say, who may use them, where and on which conditions.

Only what is offered is indexed. A service that is given anywhere counts as being where its hub is, and as
``anywhere``, a value beside the countries: whoever looks for a country ticks both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from corridor.kernel.audience import Audience
from corridor.kernel.i18n.fields import best_text
from corridor.kernel.i18n.names import language_name
from corridor.kernel.search.models import SearchEntry
from corridor.kernel.search.registry import (
    About,
    Document,
    FacetKind,
    changed,
    register_facet,
    register_source,
)
from corridor.members.models import Hub
from corridor.members.search import BEYOND_THE_HUB, place_facets
from corridor.vocab import search as vocabulary
from corridor.vocab.enums import ListName

from .contents import TEXTS
from .enums import AidBasis, Customer, Delivery, Setting
from .models import CoProvider, Service, TestBed

KIND: Final = "service"
TEST_BED: Final = "test-bed"
BATCH: Final = 200
STALE: Final = 0.7  # standing of what nobody confirmed for too long
TERM: Final = 0.8  # strength of an official term, which is wide, beside the 1 of a concept
TERM_FACETS: Final = {"technologies": "technology", "sectors": "sector", "tags": "category"}
BREADTH: Final = list(Audience)  # from the hub's own to the public
BANDS: Final = ((0, "free"), (1_000, "to-1000"), (10_000, "to-10000"))
MANY: Final = (*TERM_FACETS, "concepts", "countries", "regions")


class ServiceSource:
    kind = KIND

    def documents(self, ids: Iterable[int] | None) -> Iterator[Document]:
        joint = CoProvider.objects.filter(agreed=True, is_proposed=False).select_related("hub")
        services = Service.objects.offered().order_by("pk").select_related("hub", "category", "test_bed")
        services = services.prefetch_related(*MANY, Prefetch("co_providers", joint, "agreed_with"))
        if ids is not None:
            services = services.filter(pk__in=list(ids))
        today = timezone.localdate()
        for service in services.iterator(chunk_size=BATCH):
            yield _document(service, today)


def _document(service: Service, today: date) -> Document:
    audience = _audience(service)
    hubs = [service.hub, *_named_with(service, audience)]
    return Document(
        record_id=service.pk,
        title=best_text(service.title, "en"),
        titles=service.title,
        texts=_texts(service, ", ".join(hub.name for hub in hubs)),
        address=f"hubs/{service.hub.slug}/services/{service.slug}/",
        audience=audience,
        scope=service.group_id if audience == Audience.GROUP else service.hub_id,
        facets=[*_places(service, hubs), *_terms(service), *_conditions(service), *_facts(service, today)],
        about=[*_concepts(service), *_topics(service)],
        standing=STALE if service.is_stale(today) else 1.0,
    )


def _audience(service: Service) -> str:
    """Its own, and never wider than that of its hub."""
    if service.hub.audience not in BEYOND_THE_HUB:
        return Audience.HUB
    return min(service.audience, service.hub.audience, key=_breadth)


def _breadth(audience: str) -> int:
    return BREADTH.index(Audience(audience))


def _named_with(service: Service, audience: str) -> list[Hub]:
    """Hubs that provide it as well, and are known to whoever finds it."""
    agreed: list[CoProvider] = service.agreed_with  # type: ignore[attr-defined]
    return [one.hub for one in agreed if _breadth(one.hub.audience) >= _breadth(audience)]


def _texts(service: Service, hubs: str) -> dict[str, str]:
    """Per language; what has no language stands with each of them, after the text."""
    written = [getattr(service, name) for name in TEXTS[1:]]
    codes = dict.fromkeys([*service.title, *(code for texts in written for code in texts)])
    end = " ".join(filter(None, [_radio(_bed(service)), hubs]))
    return {code: "\n".join(filter(None, [*(texts.get(code) for texts in written), end])) for code in codes}


def _radio(bed: TestBed | None) -> str:
    return " ".join([*bed.bands, bed.area]) if bed else ""


def _bed(service: Service) -> TestBed | None:
    return getattr(service, "test_bed", None)


# Facets


def _places(service: Service, hubs: Sequence[Hub]) -> Iterator[tuple[str, str]]:
    """Where its hubs are, and where it is given."""
    for hub in hubs:
        yield from place_facets(hub.country_id, hub.region_id)
    countries, regions = service.countries.all(), service.regions.all()
    for country in countries:
        yield "country", country.code
    for region in regions:
        yield from place_facets(region.country_id, region.code)
    if not countries and not regions:
        yield "country", vocabulary.ANYWHERE


def _terms(service: Service) -> Iterator[tuple[str, str]]:
    yield "service-category", service.category.slug
    for name, facet in TERM_FACETS.items():
        for term in getattr(service, name).all():
            yield facet, term.slug


def _conditions(service: Service) -> Iterator[tuple[str, str]]:
    """Who may use it, how, and for how much; without customers it is for all of them."""
    yield from (("language", code) for code in service.languages)
    both = service.delivery == Delivery.BOTH
    yield from (
        ("delivery", code) for code in ((Delivery.ON_SITE, Delivery.REMOTE) if both else (service.delivery,))
    )
    yield from (("customer", code) for code in (service.customers or Customer.values))
    yield "aid", service.aid
    price = service.list_price if service.price is None else service.price
    if price is not None:
        yield "price", price_band(price)


def price_band(price: Decimal | int) -> str:
    return next((band for most, band in BANDS if price <= most), "above")


def _facts(service: Service, today: date) -> Iterator[tuple[str, str]]:
    bed = _bed(service)
    yield "result", TEST_BED if bed else KIND
    yield "stale", "yes" if service.is_stale(today) else "no"
    if bed:
        both = bed.setting == Setting.BOTH
        yield from (
            ("setting", code) for code in ((Setting.INDOOR, Setting.OUTDOOR) if both else (bed.setting,))
        )
        if bed.release:
            yield "release", str(bed.release)


def _concepts(service: Service) -> list[About]:
    return [About(f"concept:{concept.slug}") for concept in service.concepts.all()]


def _topics(service: Service) -> list[About]:
    lists = {
        "technologies": ListName.TECHNOLOGIES,
        "sectors": ListName.SECTORS,
        "tags": ListName.SERVICE_TAGS,
    }
    return [
        About(f"{listed.value}:{term.slug}", TERM)
        for name, listed in lists.items()
        for term in getattr(service, name).all()
    ]


# Names of facets and of their values


def _named(labels: Callable[[], Mapping[str, Any]]) -> Any:
    return lambda codes, _language: {code: str(labels()[code]) for code in codes if code in labels()}


def _results() -> dict[str, str]:
    return {"hub": _("Hub"), KIND: _("Service"), TEST_BED: _("Test bed")}


def _price_bands() -> dict[str, str]:
    return {
        "free": _("free of charge"),
        "to-1000": _("up to 1,000 EUR"),
        "to-10000": _("up to 10,000 EUR"),
        "above": _("above 10,000 EUR"),
    }


def _freshness() -> dict[str, str]:
    return {"no": _("within the last year"), "yes": _("longer ago")}


def _releases(codes: Sequence[str], _language: str) -> dict[str, str]:
    return {code: _("Release %(number)s") % {"number": code} for code in codes if code.isdigit()}


def _languages(codes: Sequence[str], language: str) -> dict[str, str]:
    return {code: language_name(code, language) for code in codes}


def _categories(codes: Sequence[str], language: str) -> dict[str, str]:
    return vocabulary.term_labels(ListName.SERVICE_CATEGORIES, codes, language)


def register() -> None:
    register_source(ServiceSource(), at_place=_at_place)
    register_facet(FacetKind("result", lambda: _("Kind of result"), _named(_results), (KIND,), order=10))
    for name, title, label, order in (
        ("service-category", lambda: _("Category"), _categories, 20),
        ("language", lambda: _("Language"), _languages, 60),
        ("delivery", lambda: _("On site or remote"), _named(lambda: dict(Delivery.choices)), 61),
        ("customer", lambda: _("Who may use it"), _named(lambda: dict(Customer.choices)), 62),
        ("price", lambda: _("Price"), _named(_price_bands), 63),
        ("aid", lambda: _("Basis in State-aid law"), _named(lambda: dict(AidBasis.choices)), 64),
        ("setting", lambda: _("Test bed"), _named(lambda: dict(Setting.choices)), 65),
        ("release", lambda: _("3GPP release"), _releases, 66),
        ("stale", lambda: _("Last confirmed"), _named(_freshness), 67),
    ):
        register_facet(FacetKind(name, title, label, (KIND,), order))


def _at_place(place: str) -> str:
    return _("Its hub is in %(place)s, or it is given there.") % {"place": place}


# News


def on_services_changed(ids: Iterable[int], **_kwargs: object) -> None:
    changed(KIND, ids)


def on_hubs_changed(ids: Iterable[int], **_kwargs: object) -> None:
    """A hub's name, country and audience are part of what its services are."""
    listed = list(ids)
    own = set(Service.objects.filter(hub__in=listed).values_list("pk", flat=True))
    joint = set(CoProvider.objects.filter(hub__in=listed).values_list("service", flat=True))
    changed(KIND, own | joint)


def sink_stale() -> int:
    """Each day: what became stale sinks, what was confirmed rises; returns how many moved."""
    stale = set(
        Service.objects.offered().filter(good_until__lt=timezone.localdate()).values_list("pk", flat=True)
    )
    sunk = set(SearchEntry.objects.filter(kind=KIND, standing__lt=1).values_list("record_id", flat=True))
    moved = stale ^ sunk
    if moved:
        changed(KIND, moved)
    return len(moved)
