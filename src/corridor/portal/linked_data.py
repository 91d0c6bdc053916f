"""A hub in schema.org's words, for programs that read pages."""

from __future__ import annotations

from typing import Any

from corridor.kernel.linked_data.words import in_languages, name_of, said
from corridor.members.models import Hub


def hub_as_json_ld(hub: Hub) -> dict[str, Any]:
    page = name_of("portal:hub", hub.slug)
    known = [tag.term.code for tag in hub.tags.all()] + [concept.label for concept in hub.concepts.all()]
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": page,
        "name": hub.title,
        "alternateName": hub.name,
        "description": in_languages(hub.description),
        "url": hub.website or page,
        "knowsAbout": known,
        "knowsLanguage": hub.working_languages,
        "areaServed": [region.code for region in hub.regions_served.all()],
        "location": _place(hub),
        "memberOf": [in_languages(membership.group.name) for membership in hub.memberships.all()],
        "member": [{"@type": "Organization", "name": seat.organisation.name} for seat in hub.partners.all()],
    }
    return said(data)


def _place(hub: Hub) -> dict[str, Any]:
    address = {"streetAddress": hub.address, "addressLocality": hub.city, "addressCountry": hub.country_id}
    place: dict[str, Any] = {
        "@type": "Place",
        "address": {"@type": "PostalAddress"} | {name: value for name, value in address.items() if value},
    }
    if hub.latitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": hub.latitude, "longitude": hub.longitude}
    return place
