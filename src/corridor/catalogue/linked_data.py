"""A service in schema.org's words, for programs that read pages; and the addresses that name it."""

from __future__ import annotations

from typing import Any, Final

from corridor.kernel.audience import Audience
from corridor.kernel.linked_data.words import SCHEMA, in_languages, name_of, said, web
from corridor.members.models import Hub

from .enums import Customer, PriceUnit
from .models import Service
from .templatetags.catalogue import is_subsidised, price_to_pay

EUROPE: Final = {"@type": "Place", "name": {"@language": "en", "@value": "Europe"}}
UNITS: Final = {PriceUnit.DAY: "DAY", PriceUnit.HOUR: "HUR", PriceUnit.PERSON: "IE", PriceUnit.PROJECT: "C62"}


def address_of(service: Service) -> str:
    return name_of("catalogue:service", service.hub.slug, service.slug)


def address_of_hub(hub: Hub) -> str:
    return name_of("portal:hub", hub.slug)


def identifier_of(service: Service) -> str:
    return f"{service.hub.slug}/{service.slug}"


def others_of(service: Service) -> list[Hub]:
    """Hubs that provide it as well and that everybody may know."""
    agreed = [one.hub for one in service.co_providers.all() if one.agreed and not one.is_proposed]
    return [hub for hub in agreed if hub.audience == Audience.PUBLIC]


def for_everybody(service: Service) -> dict[str, Any] | None:
    """Nothing of what only some may see, or nobody can ask for."""
    is_public = service.audience == Audience.PUBLIC and service.hub.audience == Audience.PUBLIC
    return service_as_json_ld(service) if is_public and service.is_offered else None


def service_as_json_ld(service: Service) -> dict[str, Any]:
    """Of a service with all that ``queries.in_full`` brings."""
    page = address_of(service)
    return said(
        {
            "@context": SCHEMA.rstrip("/"),
            "@type": "Service",
            "@id": page,
            "url": page,
            "identifier": identifier_of(service),
            "name": in_languages(service.title),
            "description": in_languages(service.description or service.summary),
            "disambiguatingDescription": in_languages(service.summary if service.description else {}),
            "serviceType": service.category.code,
            "category": _category(service),
            "provider": [_organisation(hub) for hub in (service.hub, *others_of(service))],
            "areaServed": _places(service),
            "audience": [_audience(code) for code in service.customers],
            "availableChannel": _channel(service, page),
            "serviceOutput": _output(service),
            "offers": _offer(service),
            "sameAs": web(service.website),
        }
    )


def _category(service: Service) -> list[str]:
    listed = (*service.technologies.all(), *service.sectors.all(), *service.tags.all())
    return [
        *(term.code for term in listed),
        *(one.labels.get("en", one.slug) for one in service.concepts.all()),
    ]


def _organisation(hub: Hub) -> dict[str, Any]:
    page = address_of_hub(hub)
    return {"@type": "Organization", "@id": page, "name": hub.title, "url": web(hub.website) or page}


def _places(service: Service) -> list[dict[str, Any]]:
    countries = [{"@type": "Country", "name": one.code} for one in service.countries.all()]
    regions = [
        {"@type": "AdministrativeArea", "name": one.name, "identifier": one.code}
        for one in service.regions.all()
    ]
    return [*countries, *regions] or [EUROPE]


def _audience(code: str) -> dict[str, Any]:
    return {"@type": "Audience", "audienceType": str(Customer(code).label)}


def _channel(service: Service, page: str) -> dict[str, Any]:
    return said(
        {
            "@type": "ServiceChannel",
            "serviceUrl": web(service.website) or page,
            "availableLanguage": service.languages,
            "processingTime": "" if service.lead_days is None else f"P{service.lead_days}D",
        }
    )


def _output(service: Service) -> dict[str, Any] | None:
    return {"@type": "Thing", "name": in_languages(service.receives)} if service.receives else None


def _offer(service: Service) -> dict[str, Any] | None:
    """What it costs today, and where it is subsidised without the subsidy."""
    amount = price_to_pay(service)
    if amount is None or not service.is_offered:
        return None
    priced = [_price(service, amount)]
    if is_subsidised(service):
        priced.append(_price(service, service.list_price) | {"priceType": SCHEMA + "ListPrice"})
    return {
        "@type": "Offer",
        "price": f"{amount:.2f}",
        "priceCurrency": "EUR",
        "availability": {"@id": SCHEMA + "InStock"},
        "priceSpecification": priced,
    }


def _price(service: Service, amount: Any) -> dict[str, Any]:
    unit = PriceUnit(service.per)
    return {
        "@type": "UnitPriceSpecification",
        "price": f"{amount:.2f}",
        "priceCurrency": "EUR",
        "valueAddedTaxIncluded": False,
        "unitCode": UNITS[unit],
        "unitText": str(unit.label),
    }
