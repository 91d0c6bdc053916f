"""A hub in schema.org's words, for programs that read pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from corridor.kernel.i18n.languages import DEFAULT
from corridor.kernel.ui.addresses import in_language
from corridor.members.models import Hub


def hub_as_json_ld(hub: Hub) -> dict[str, Any]:
    page = settings.BASE_URL + in_language(reverse("portal:hub", args=[hub.slug]), DEFAULT)
    known = [tag.term.code for tag in hub.tags.all()] + [concept.label for concept in hub.concepts.all()]
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": page,
        "name": hub.title,
        "alternateName": hub.name,
        "description": _in_languages(hub.description),
        "url": hub.website or page,
        "knowsAbout": known,
        "knowsLanguage": hub.working_languages,
        "areaServed": [region.code for region in hub.regions_served.all()],
        "location": _place(hub),
        "memberOf": [_in_languages(membership.group.name) for membership in hub.memberships.all()],
        "member": [{"@type": "Organization", "name": seat.organisation.name} for seat in hub.partners.all()],
    }
    return {name: value for name, value in data.items() if value}


def _in_languages(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]


def _place(hub: Hub) -> dict[str, Any]:
    address = {"streetAddress": hub.address, "addressLocality": hub.city, "addressCountry": hub.country_id}
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {"@type": "PostalAddress"} | {name: value for name, value in address.items() if value},
    }
    if hub.latitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": hub.latitude, "longitude": hub.longitude}
    return place
